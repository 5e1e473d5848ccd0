"""The sheet 进展台账: how far every village is with every task."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from wenming.figures.progress import Number
from wenming.ledger.known import Known
from wenming.ledger.sheet import Book, Column, Group, Sheet, cell, fitting, span
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.figures.progress import Subject, TaskProgress

_NAME = 1  # the column of the units
_BEFORE_TASKS = 2  # columns


class Rates(NamedTuple):
    """Where the rates of the villages stand: on which *sheet*, in which columns, from which row to which."""

    sheet: str
    names: int
    rates: int
    first_row: int
    last_row: int


class _Place(NamedTuple):
    """Where a task stands: its column of what is done, and that of the target of each village if it has one."""

    progress: TaskProgress
    done: int
    goal: int | None


def add_progress(book: Book, town: Town, known: Known | None) -> Rates | None:
    """Add the sheet to *book*; where the rates of the villages stand in it, None where they have none."""
    tasks = known.figures.tasks if known else []
    units = _units(town, known)
    places = _places(tasks)
    groups = [_opening(units), *map(_group, tasks), _closing()]
    title = "{town}任务进展台账".format(town=town.record["名称"])
    sheet = Sheet(book, "进展台账", title, groups)
    if known is None or not tasks:
        sheet.nothing()
        return None
    _write_units(sheet, known, units, places)
    _write_sums(sheet, known, units, places)
    if not known.figures.villages:
        return None
    last = sheet.first + len(known.figures.villages) - 1
    return Rates(sheet.name, _NAME, _width_of(places), sheet.first, last)


def _units(town: Town, known: Known | None) -> list[str]:
    """The villages, and of the other units those that have reported, in the order of the town."""
    villages = town.record["行政村"]
    reporting = dict.fromkeys(unit for _task, unit in known.amounts.by_cell) if known else {}
    others = [name for name in town.record.get("其他单位", ()) if name in reporting]
    return list(dict.fromkeys([*villages, *others, *reporting]))


def _opening(units: Sequence[str]) -> Group:
    return Group("", [Column("序号", 6), Column("单位", fitting(units, 10, 24))])


def _group(row: TaskProgress) -> Group:
    """The columns of a task: one that is not shared out has no target of each village."""
    task = row.task
    head = "{name}（{unit}）".format(name=task["名称"], unit=task["单位"])
    if "分村" not in task:
        return Group(head, [Column("完成累计", 12)])
    return Group(head, [Column("完成累计", 9), Column("每村目标", 9)])


def _closing() -> Group:
    return Group("", [Column("完成率", 9), Column("排名", 7)])


def _places(tasks: Sequence[TaskProgress]) -> list[_Place]:
    places: list[_Place] = []
    at = _BEFORE_TASKS
    for row in tasks:
        is_shared = "分村" in row.task
        places.append(_Place(row, at, at + 1 if is_shared else None))
        at += 1 + is_shared
    return places


def _width_of(places: Sequence[_Place]) -> int:
    """The first column after those of the tasks."""
    last = places[-1]
    return 1 + (last.done if last.goal is None else last.goal)


def _write_units(sheet: Sheet, known: Known, units: Sequence[str], places: Sequence[_Place]) -> None:
    standings = {village.name: village for village in known.figures.villages}
    for number, unit in enumerate(units, 1):
        row = sheet.first + number - 1
        sheet.number(row, 0, number)
        sheet.text(row, _NAME, unit, "text")
        village = standings.get(unit)
        for place in places:
            _write_unit(sheet, row, place, known.amounts.by_cell.get((place.progress.task["编号"], unit), 0), village)
        _write_standing(sheet, row, _width_of(places), village)


def _write_unit(sheet: Sheet, row: int, place: _Place, done: Number, village: Subject | None) -> None:
    """Write what a unit has *done* of a task; its target if it is a *village* that has one."""
    sheet.number(row, place.done, done)
    if place.goal is None:
        return
    if village:
        sheet.number(row, place.goal, place.progress.task["分村"])
    else:
        sheet.blank(row, place.goal)


def _write_standing(sheet: Sheet, row: int, column: int, village: Subject | None) -> None:
    if village:
        sheet.rate(row, column, village.standing.rate)
        sheet.number(row, column + 1, village.rank)
    else:
        sheet.blank(row, column)
        sheet.blank(row, column + 1)


def _write_sums(sheet: Sheet, known: Known, units: Sequence[str], places: Sequence[_Place]) -> None:
    """Write the rows 合计, 目标值 and 完成率; the last has the mean of the tasks under the rates of the villages."""
    last = sheet.first + len(units) - 1
    for row, head in enumerate(("合计", "目标值", "完成率"), last + 1):
        sheet.blank(row, 0, "total")
        sheet.text(row, _NAME, head, "short", "total")
        for column in range(_BEFORE_TASKS, _width_of(places) + 2):
            sheet.blank(row, column, "total")
    for place in places:
        _write_sums_of_task(sheet, last, place, len(known.figures.villages))
    sheet.rate(last + 3, _width_of(places), known.figures.town.rate, "total")


def _write_sums_of_task(sheet: Sheet, last: int, place: _Place, villages: int) -> None:
    """Write below the row *last* the sums of a task, its target and how far it is."""
    task, total = place.progress.task, place.progress.total
    row_of_sums, row_of_goals, row_of_rates = last + 1, last + 2, last + 3
    sheet.total(row_of_sums, place.done, span(sheet.first, last, place.done), total, "total")
    sheet.number(row_of_goals, place.done, task["目标值"], "total")
    rate = f"={cell(row_of_sums, place.done)}/{cell(row_of_goals, place.done)}"
    sheet.formula(row_of_rates, place.done, rate, float(place.progress.standing.done), "rate", "total")
    if place.goal is not None:
        goals = task["分村"] * villages
        sheet.total(row_of_sums, place.goal, span(sheet.first, last, place.goal), goals, "total")
