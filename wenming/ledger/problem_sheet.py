"""The sheet 问题台账: every problem ever reported, in the order first reported, and what became of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from wenming.ledger.known import Known, Reported, week_text
from wenming.ledger.sheet import Book, Column, Group, Sheet
from wenming.ledger.sheet_style import Look
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.figures.problems import Problem


class _Text(NamedTuple):
    """A text and how it stands in its cell."""

    text: str
    look: Look


_Value = _Text | datetime.date | int | None  # what a cell of the table holds; None: nothing


def add_problems(book: Book, town: Town, known: Known | None) -> None:
    """Add the sheet to *book*."""
    title = "{town}问题整改台账".format(town=town.record["名称"])
    sheet = Sheet(book, "问题台账", title, [Group("", _columns())])
    if known is None or not known.problems:
        sheet.nothing()
        return
    for number, problem in enumerate(known.problems, 1):
        reported = known.reported[problem.record["编号"]]
        looks: tuple[Look, ...] = ("late",) if problem.open and problem.late else ()
        _write_row(sheet, sheet.first + number - 1, [number, *_values(problem, reported)], looks)


def _columns() -> list[Column]:
    return [
        Column("序号", 6),
        Column("编号", 9),
        Column("责任单位", 12),
        Column("问题", 30),
        Column("发现日期", 11),
        Column("整改期限", 11),
        Column("责任人", 9),
        Column("整改措施", 30),
        Column("状态", 8),
        Column("完成日期", 11),
        Column("销号", 6),
        Column("逾期工作日", 8),
        Column("首次报送周", 13),
        Column("最近报送周", 13),
        Column("照片", 20),
    ]


def _values(problem: Problem, reported: Reported) -> list[_Value]:
    """What the cells of *problem* hold after its number in the table."""
    record = problem.record
    return [
        _Text(record["编号"], "short"),
        _Text(record.get("单位", ""), "short"),
        _Text(record.get("描述", ""), "text"),
        record.get("发现"),
        record.get("整改期限"),
        _Text(record.get("责任人", ""), "short"),
        _Text(_measures(record), "text"),
        _Text(record["状态"], "short"),
        record.get("完成") if problem.closed else None,
        _Text("是" if problem.closed else "", "short"),
        _overdue(problem),
        _Text(week_text(reported.first), "short"),
        _Text(week_text(reported.last), "short"),
        _Text(_photos(record), "text"),
    ]


def _measures(record: Mapping[str, object]) -> str:
    """The 整改措施, where the form has that field."""
    return str(record.get("整改措施", ""))


def _photos(record: Mapping[str, object]) -> str:
    """The names of the files of the photos, where the form has that field."""
    photos = record.get("照片", ())
    if not isinstance(photos, Iterable):
        return ""
    names = [PurePosixPath(photo["文件"]).name for photo in photos]
    return "、".join(names)


def _overdue(problem: Problem) -> _Value:
    """The working days that an open problem is late; nothing where it is not late."""
    if problem.overdue is None:
        return _Text("节假日未公布", "short")
    return problem.overdue or None


def _write_row(sheet: Sheet, row: int, values: Iterable[_Value], looks: tuple[Look, ...]) -> None:
    for column, value in enumerate(values):
        if isinstance(value, _Text):
            sheet.text(row, column, value.text, value.look, *looks)
        elif isinstance(value, int):
            sheet.number(row, column, value, *looks)
        else:
            sheet.date(row, column, value, *looks)
