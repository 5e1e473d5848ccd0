"""The weeks: their names, and their figures against the plan and the weeks before."""

import datetime
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _
from wenming.forms.checks.common import Path, Record, offer, unique
from wenming.forms.checks.problems import problem_faults
from wenming.forms.form import Form
from wenming.gongwen.chinese import date_text, number_text


def week_faults(weeks: Sequence[Form], plan: Form | None, town: dict[str, Any]) -> Iterator[Fault]:
    """The faults of *weeks*, in order, against *plan*, *town* and each other."""
    counted = [(form, group) for form in weeks for group in ("进展", "指标") if form.record.get(group)]
    if counted and not plan:
        form, group = counted[0]  # once, not of every row
        mend = _("把方案的表单放到 {path}").format(path=form.path.parent.parent / "plan.yaml")
        yield form.fault((group,), _("没有 plan.yaml，不知道有哪些任务和指标"), mend)
        return
    tasks = {task["编号"]: task for task in plan.record.get("任务", [])} if plan else {}
    units = dict.fromkeys((*town["行政村"], *town.get("其他单位", ())))
    problems: dict[str, Record] = {}
    entered: dict[str, str] = {}
    done: dict[tuple[str, str], Any] = {}
    reported: dict[tuple[str, str, str], Any] = {}
    for form in weeks:
        if form.record["周"] != form.path.stem:
            named = len(form.path.stem) == len(form.record["周"])
            yield form.fault(
                ("周",),
                _("周与文件名“{name}”不一致").format(name=form.path.name),
                _("改成 {week}").format(week=form.path.stem)
                if named
                else _("文件名要写成 {week}.yaml；多出来的副本移到别的文件夹").format(week=form.record["周"]),
            )
            continue
        if not exists(form.record["周"]):
            yield form.fault(("周",), _("这一年没有第53周"), _("改周数和文件名"))
            continue
        if form.record["周"] in entered:
            what = _("这一周有两个表单：{one}、{other}").format(one=entered[form.record["周"]], other=form.path.name)
            yield form.fault(("周",), what, _("合成一个，把另一个移走"))
            continue
        entered[form.record["周"]] = form.path.name
        yield from _progress(form, tasks, units, done, reported)
        yield from _indicators(form, plan)
        yield from _activities(form)
        yield from problem_faults(form, units, problems)


@cache
def exists(week: str) -> bool:
    """Whether 2026-W53 is in the calendar."""
    year, number = week.split("-W")
    try:
        datetime.date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        return False
    return True


def _progress(
    form: Form,
    tasks: dict[str, Any],
    units: Collection[str],
    done: dict[tuple[str, str], Any],
    reported: dict[tuple[str, str, str], Any],
) -> Iterator[Fault]:
    """Rows of one week; *done* and *reported* (by week) hold what is known so far."""
    week: str = form.record["周"]
    seen: dict[tuple[str, str, str], int] = {}
    for index, row in enumerate(form.record.get("进展", ())):
        task, unit, of = row["任务"], row["单位"], row.get("所属周", week)
        if task not in tasks or unit not in units or (of != week and (of > week or not exists(of))):
            yield from _names(form, index, row, tasks, units)
        key, cell = (task, unit), (task, unit, of)
        if cell in seen:
            yield form.fault(
                ("进展", index),
                _("{unit}的 {task} 这一周报了两次").format(unit=unit, task=task),
                _("与第{n}条合成一条").format(n=seen[cell] + 1),
            )
        seen[cell] = index
        if "完成" not in row:
            continue
        before = done.get(key, 0)
        done[key] = before + row["完成"] - (reported.get(cell, 0) if of != week else 0)
        reported[cell] = row["完成"]
        if done[key] < 0:
            yield form.fault(
                ("进展", index, "完成"),
                _("冲减以后累计成了负数"),
                _("以前各周一共只报了 {n}").format(n=number_text(before)),
            )


def _names(
    form: Form, index: int, row: dict[str, Any], tasks: dict[str, Any], units: Collection[str]
) -> Iterator[Fault]:
    """What is wrong with the task, unit and week of a row of figures."""
    path: Path = ("进展", index)
    if row["任务"] not in tasks:
        what = _("方案里没有编号是“{name}”的任务").format(name=row["任务"])
        yield form.fault((*path, "任务"), what, offer(row["任务"], tasks))
    if row["单位"] not in units:
        what = _("镇里没有“{name}”这个单位").format(name=row["单位"])
        yield form.fault((*path, "单位"), what, offer(row["单位"], units))
    if "所属周" in row and not exists(row["所属周"]):
        yield form.fault((*path, "所属周"), _("这一年没有第53周"), _("看一看日历，改周数"))
    if row.get("所属周", "") > form.record["周"]:
        mend = _("补报、更正只能写以前的周；本周的数不写“所属周”")
        yield form.fault((*path, "所属周"), _("所属周在这一周后面"), mend)


def _indicators(form: Form, plan: Form | None) -> Iterator[Fault]:
    known = [row["编号"] for row in plan.record.get("指标", ())] if plan else []
    yield from unique(form, ("指标",), form.record.get("指标", []), "指标")
    for index, row in enumerate(form.record.get("指标", ())):
        if row["指标"] not in known:
            what = _("方案里没有编号是“{name}”的指标").format(name=row["指标"])
            yield form.fault(("指标", index, "指标"), what, offer(row["指标"], known))


def _activities(form: Form) -> Iterator[Fault]:
    week = form.record["周"]
    for index, row in enumerate(form.record.get("活动", [])):
        year, number, _day = row["日期"].isocalendar()
        if f"{year}-W{number:02}" != week:
            yield form.fault(
                ("活动", index, "日期"),
                _("{date}不在这一周里").format(date=date_text(row["日期"])),
                _("改日期，或者写到那一周的文件里"),
            )
