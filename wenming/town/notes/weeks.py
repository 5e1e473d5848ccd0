"""Notes on a week: figures that cannot be its own, villages that have not reported, deadlines on days off."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _, day_text, enumerated, many
from wenming.base.lazy import Later
from wenming.gongwen.chinese import number_text

if TYPE_CHECKING:
    from wenming.figures import workdays
    from wenming.forms.form import Form
    from wenming.forms.nodes import Path
    from wenming.forms.records import Number, ProgressRow, Task, WeekReport
    from wenming.town.folder import Town
else:
    workdays = Later("wenming.figures.workdays")


def notes(form: Form[WeekReport], town: Town) -> Iterator[Fault]:
    """Yields the notes on the week *form* of *town*."""
    rows = town.plan.record.get("任务", ()) if town.plan else ()
    tasks = {task["编号"]: task for task in rows}
    villages = town.record["行政村"]
    for index, row in enumerate(form.record.get("进展", ())):
        if "完成" in row and "所属周" not in row:  # not what a row puts right of another week
            yield from _figure_notes(form, ("进展", index, "完成"), row, tasks[row["任务"]], town)
    yield from _not_reported(form, tasks.values(), villages)
    for index, problem in enumerate(form.record.get("问题", ())):
        if "整改期限" in problem and problem.get("状态") != "已整改":
            yield from _day_off(form, ("问题", index, "整改期限"), problem["整改期限"])


def _figure_notes(form: Form[WeekReport], path: Path, row: ProgressRow, task: Task, town: Town) -> Iterator[Fault]:
    done, village = row["完成"], row["单位"]
    is_shared = "分村" in task and village in town.record["行政村"]
    goal = task["分村"] if is_shared else task["目标值"]
    if done < 0:
        what = _("完成数是负的：{n}").format(n=number_text(done))
        yield form.fault(path, "negative-figure", what, _("是冲减以前多报的就不用改；不是就改成正数"))
    elif done > goal:
        whole = _("这一周完成 {n}，超过了每村目标 {goal}") if is_shared else _("这一周完成 {n}，超过了总目标 {goal}")
        what = whole.format(n=number_text(done), goal=number_text(goal))
        yield form.fault(path, "over-target", what, _("是不是写了累计数？这里只写本周自己完成的"))
    elif done * 2 > goal and _is_like_a_running_total(form, row, goal, town):
        what = _("这一周完成 {n}，加上以前的就超过目标 {goal}").format(n=number_text(done), goal=number_text(goal))
        yield form.fault(path, "over-target", what, _("是不是写了累计数？这里只写本周自己完成的"))


def _is_like_a_running_total(form: Form[WeekReport], row: ProgressRow, goal: Number, town: Town) -> bool:
    """True if the figure of *row* is no less than all before it, and passes the *goal* only together with these."""
    before: Number = 0
    for earlier in town.weeks:
        if earlier.record["周"] >= form.record["周"]:
            break
        for one in earlier.record.get("进展", ()):
            if one["任务"] == row["任务"] and one["单位"] == row["单位"]:
                before += one.get("完成", 0)
    done = row["完成"]
    return 0 < before <= done and before + done > goal


def _not_reported(form: Form[WeekReport], tasks: Iterable[Task], villages: Sequence[str]) -> Iterator[Fault]:
    week = form.record["周"]
    rows = [row for row in form.record.get("进展", ()) if "完成" in row and row.get("所属周", week) == week]
    reported = {row["单位"] for row in rows}
    missing = [name for name in villages if name not in reported]
    is_shared_out = any("分村" in task for task in tasks)
    if is_shared_out and missing and len(missing) < len(villages):
        what = many("有 {n} 个村没有报送：{names}", len(missing), names=enumerated(missing))
        yield form.fault(("进展",), "not-reported", what, _("催一催；这一周确实没有的，完成写 0"))


def _day_off(form: Form[WeekReport], path: Path, day: datetime.date) -> Iterator[Fault]:
    if workdays.is_day_off(day):
        what = _("整改期限 {day} 不上班").format(day=day_text(day))
        yield form.fault(path, "day-off", what, _("换成工作日，或者就用这一天"))
