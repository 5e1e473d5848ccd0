"""The 任务分解表: the roadmap by deadline, the task book by unit, the timetable by month."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from wenming.documents.kinds import Asked, Document, Kind
from wenming.documents.parts import outline, progress_tables
from wenming.documents.parts.campaign import document_of_form, name_of_campaign
from wenming.documents.parts.head import EMPTY
from wenming.documents.parts.tables import breakdown
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Blocks, Cell, Section, Table, cell
from wenming.gongwen.chinese import date_text, number_text
from wenming.gongwen.columns import fitting_cells, merged
from wenming.ooxml.units import Twips
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.documents.wording import Wording
    from wenming.forms.records import Plan, Task

_MONTHS_MAX = 18  # that have room on a page; longer campaigns are shown by quarter
_LEFT = [Twips(720), Twips(2800)]  # number and task in the timetable
_WITH_YEAR = Twips(1150)  # a month that says its year


def _task_book_of_plan(town: Town, kind: Kind, _asked: Asked) -> Iterator[Document]:
    if town.plan and "任务" in town.plan.record:
        yield document_of_form(
            town, kind, town.plan, _title(kind.wording, town), task_book(kind.wording, town, town.plan.record)
        )


def _title(words: Wording, town: Town) -> str:
    return words.say("标题", 工作=name_of_campaign(town))


def task_book(words: Wording, town: Town, plan: Plan) -> dict[str, object]:
    """What the 任务分解表 of *plan* is filled with."""
    tasks = plan["任务"]
    return {
        "标题": _title(words, town),
        "说明": Blocks(outline.text(_explained(words, plan))),
        "路线图": Blocks(_roadmap(words, tasks, plan)),
        "横排": Blocks([Section(landscape=True)]),
        "任务书": Blocks(_by_unit(words, tasks)),
        "时间表": Blocks(_timetable(words, tasks, plan)),
    }


def _explained(words: Wording, plan: Plan) -> str:
    """What the table holds: how many tasks, of how many units in the lead."""
    tasks = plan["任务"]
    units = {task["牵头"] for task in tasks if "牵头" in task}
    if not units:
        return words.say("没有牵头单位的说明", 方案=plan["标题"], 项数=len(tasks))
    return words.say("说明", 方案=plan["标题"], 项数=len(tasks), 单位数=len(units))


def _until(task: Task, plan: Plan) -> datetime.date | None:
    campaign = plan.get("起止")
    return task.get("完成时限", campaign["结束"] if campaign else None)


def _from(task: Task, plan: Plan) -> datetime.date | None:
    campaign = plan.get("起止")
    return task.get("开始时间", campaign["开始"] if campaign else None)


def _roadmap(words: Wording, tasks: Sequence[Task], plan: Plan) -> list[Block]:
    """Tasks by their deadlines, the earliest first; equal deadlines in one cell."""
    ordered = sorted(tasks, key=lambda task: _until(task, plan) or datetime.date.max)
    days = [_day_text(words, _until(task, plan)) for task in ordered]
    rows: list[list[Cell]] = []
    for task, (day, count, is_first) in zip(ordered, merged(days), strict=True):
        rows.append(
            [
                cell(day, "表格居中", rows=count if is_first else 0),
                cell(task["名称"]),
                cell(f"{number_text(task['目标值'])}{task['单位']}", "表格居中"),
                cell(task.get("牵头", ""), "表格居中"),
            ]
        )
    heads = ["完成时限", "任务", "目标", "牵头单位"]
    return [Table(widths=fitting_cells(heads, rows), head=[heads], rows=rows)]


def _day_text(words: Wording, day: datetime.date | None) -> str:
    if day is None:
        return words.say("未明确时限")
    return date_text(day)


def _by_unit(words: Wording, tasks: Sequence[Task]) -> list[Block]:
    """For each unit in the lead its tasks, whole."""
    no_unit = words.say("未明确牵头单位")
    tasks_by_unit: dict[str, list[Task]] = {}
    for task in tasks:
        tasks_by_unit.setdefault(task.get("牵头", no_unit), []).append(task)
    blocks: list[Block] = []
    for number, (unit, own) in enumerate(tasks_by_unit.items(), 1):
        title = words.say("任务书标题", 单位=unit, 项数=len(own))
        blocks.append(progress_tables.heading("二级标题", outline.numbered_as("（一）", number) + title))
        blocks += [*breakdown(own, all_tasks=tasks), EMPTY]
    return blocks


def _timetable(words: Wording, tasks: Sequence[Task], plan: Plan) -> list[Block]:
    """A row for each task, a column for each month (or quarter) of the campaign, ■ where the task runs."""
    spans = [(_from(task, plan), _until(task, plan)) for task in tasks]
    months = [_month(day) for day in chain.from_iterable(spans) if day]
    if not months:
        return outline.text(words.say("没有时间表"))
    step = 1 if max(months) - min(months) < _MONTHS_MAX else 3
    columns = range(min(months) // step, max(months) // step + 1)
    rows: list[list[Cell]] = []
    for number, (task, span) in enumerate(zip(tasks, spans, strict=True), 1):
        bar = [cell(_mark(span, column, step), "表格居中") for column in columns]
        rows.append([cell(str(number), "表格居中"), cell(task["名称"]), *bar])
    heads = ["序号", "任务", *(_label(column, step, first=column == columns[0]) for column in columns)]
    return [Table(widths=_widths_of_months(heads[2:]), head=[heads], rows=rows)]


def _widths_of_months(labels: Sequence[str]) -> list[Twips]:
    """The widths of the timetable's columns: where a month says its year, that has room on a line of its own."""
    has_year = ["年" in label for label in labels]
    others = max(1, has_year.count(False))
    rest = m.TEXT_HEIGHT - sum(_LEFT) - has_year.count(True) * _WITH_YEAR
    each = Twips(rest // others)
    return [*_LEFT, *(_WITH_YEAR if own else each for own in has_year)]


def _month(day: datetime.date) -> int:
    """The months since the year 0, so that they can be counted over the turn of a year."""
    return day.year * 12 + day.month - 1


def _mark(span: tuple[datetime.date | None, datetime.date | None], column: int, step: int) -> str:
    """■ in a *column* of *step* months in which a task runs; one without a start is due in the month of its end."""
    start, end = span
    if end is None:
        return ""
    first, last = _month(start or end) // step, _month(end) // step
    return "■" if first <= column <= last else ""


def _label(column: int, step: int, *, first: bool) -> str:
    """3月, or 2026年3月 at the first and in January; 一季度 as 2026年1—3月."""
    year, month = divmod(column * step, 12)
    text = f"{month + 1}月" if step == 1 else f"{month + 1}—{month + step}月"
    if first or month == 0:
        return f"{year}年\n{text}"
    return text


KIND = Kind(
    key="breakdown",
    name="任务分解表",
    aliases=("任务分解", "路线图", "任务书", "时间表"),
    needs=("plan",),
    each="任务分解",
    condition="方案里填了“任务”",
    named_only=True,
    template="breakdown.docx",
    documents=_task_book_of_plan,
)
