"""The form of a new week, with what is known already: villages, open problems, what was planned for it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wenming.base import files, resources, weeks
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.base.weeks import Week, week_of
from wenming.figures.problems import ledger
from wenming.forms.scalars import in_brackets
from wenming.gongwen.chinese import date_text, number_text
from wenming.town import folder as towns
from wenming.town import samples
from wenming.town.folder import Town
from wenming.town.levels import called

if TYPE_CHECKING:
    from wenming.forms.records import Task, WeekReport


def create(folder: Path, week: str, today: datetime.date) -> Path:
    """Write the form of *week* in *folder*; where none is named, of the week after the last, or the first.

    The first is that of the plan's first day, else of *today*. Nothing is written over. Raises Faults, also those of
    the forms that are there; ValueError where *week* is none.
    """
    asked = weeks.expect(week)
    town = towns.read(folder, ("plan", "weeks"))
    wanted = asked or due(town, today)
    there = (form.path for form in town.weeks if form.path.stem == str(wanted))
    path = next(there, folder / "weeks" / f"{wanted}.yaml")
    _write(path, text_of(town, wanted))
    return path


def text_of(town: Town, week: Week) -> str:
    """The form of *week* of *town* before anybody fills it in."""
    return "".join(f"{line}\n" for line in _lines(town, week))


def due(town: Town, today: datetime.date) -> Week:
    """The week after the last that the town has; the first is that of the plan's first day, else of *today*."""
    if town.weeks:
        return weeks.named(town.weeks[-1].record["周"]).next
    if town.plan and "起止" in town.plan.record:
        return week_of(town.plan.record["起止"]["开始"])
    return week_of(today)


def _lines(town: Town, week: Week) -> Iterator[str]:
    start, end = week.monday, week.sunday
    before = [form.record for form in town.weeks if weeks.named(form.record["周"]) < week]
    tasks = town.plan.record.get("任务", ()) if town.plan else ()
    village = called(town.record["行政村"]).village
    yield f"# yaml-language-server: $schema={resources.schemas_from(town.folder / 'weeks')}/week.yaml"
    yield f"# {date_text(start)}（星期一）至{date_text(end)}（星期日）。没有的不用填，空着的不算。"
    yield f"周: {week}"
    yield "综述:          # 接在自动写的数字后面的话"
    yield ""
    yield "# 本周自己的完成数；没有报的空着。补报、更正以前的周，另加一行，写上 所属周: 2026-W10"
    yield "进展:"
    for name in town.record["行政村"]:
        for task in tasks:
            if "分村" in task:
                yield _row(task, name, village)
    for task in tasks:
        for name in () if "分村" in task else _reporters(town, task):
            yield _row(task, name, village)
    if town.plan and "指标" in town.plan.record:
        yield ""
        yield "# 各项指标现在到了多少；没有变化的空着"
        yield "指标:"
        for indicator in town.plan.record["指标"]:
            yield f"  - {{指标: {in_brackets(indicator['编号'])}, 现值: }}   # {indicator['名称']}"
    yield ""
    yield from _planned(before)
    yield "活动:"
    yield from (f"  {line}" for line in samples.activity(week))
    yield ""
    yield "# 整改完的写 状态: 已整改, 完成: 日期；没有变化的不用改。新发现的另加，五项都要写"
    yield "问题:"
    for problem in ledger(before) if before else ():
        if problem.open:
            row = problem.record
            told = f"{row['单位']}：{row['描述']}，期限{date_text(row['整改期限'])}"
            yield f"  - {{编号: {in_brackets(row['编号'])}, 状态: 整改中, 完成: }}   # {told}"
    yield f"  {samples.problem(week)}"
    yield ""
    yield "下周安排:"
    yield f"  {samples.plan_for_next_week()}"


def _planned(before: Sequence[WeekReport]) -> Iterator[str]:
    """What last week's form planned for this one, to be reported on."""
    planned = before[-1].get("下周安排", ()) if before else ()
    if planned:
        yield "# 上周安排的："
        yield from (f"#   {number}. {line}" for number, line in enumerate(planned, 1))


def _row(task: Task, unit: str, village: str) -> str:
    """The row of *unit* for *task*, with its name, and how much each *village* has to do, behind it."""
    share = f"，每{village}{number_text(task['分村'])}{task['单位']}" if "分村" in task else ""
    row = f"任务: {in_brackets(task['编号'])}, 单位: {in_brackets(unit)}, 完成: "
    return f"  - {{{row}}}   # {task['名称']}{share}"


def _reporters(town: Town, task: Task) -> Sequence[str]:
    """Who may report a task without shares: the unit in the lead, else one of the other units, else every village."""
    units, villages = town.record.get("其他单位", ()), town.record["行政村"]
    lead = task.get("牵头", "")
    if lead in units or lead in villages:
        return [lead]
    return units[:1] or villages


def _write(path: Path, text: str) -> None:
    """Write a new file; raises Faults where there is one, or it cannot be written."""
    try:
        files.write_new(path, text.encode())
    except FileExistsError:
        mend = _("接着填它；要重新来，先把它改名或移走")
        raise Faults([Fault(Place(str(path)), _("这一周的表单已经有了，没有动它"), mend, "week-exists")]) from None
    except OSError as error:
        raise files.unwritable(path, error, _("看磁盘是否已满、文件夹能不能写")) from error
