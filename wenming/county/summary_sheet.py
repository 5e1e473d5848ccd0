"""The towns of a county on a few sheets: 汇总.xlsx."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING

from wenming.base.lazy import Later
from wenming.county.summing_up import Row, Summary
from wenming.ledger.sheet import Book, Column, Group, Sheet
from wenming.ledger.sheet_style import Looks

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = Later("xlsxwriter")

NAME = "汇总.xlsx"
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_TOWNS = [
    Column("序号", 6), Column("镇", 16), Column("截至", 11), Column("完成率", 10), Column("较上周", 10),
    Column("时序进度", 10), Column("排名", 7), Column("村数", 7), Column("没有报送的村", 40), Column("没有整改完", 10),
    Column("其中逾期", 10), Column("公文", 7), Column("数从哪里来", 30),
]  # fmt: skip
_OVERDUE = [
    Column("序号", 6), Column("镇", 16), Column("编号", 12), Column("责任单位", 14), Column("问题", 44),
    Column("整改期限", 13), Column("逾期工作日", 11), Column("数从哪里来", 30),
]  # fmt: skip
_FAILED = [Column("镇数", 7), Column("哪里不对", 50), Column("怎样改", 50), Column("哪些镇", 50)]


def sheet_of(summary: Summary) -> bytes:
    """The .xlsx that shows *summary*: the same summary gives the same bytes."""
    day = summary.made_on
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as workbook:
        workbook.set_properties({"title": "汇总", "created": datetime.datetime.combine(day, datetime.time())})
        towns = len(summary.rows) + summary.failed
        book = Book(workbook, Looks(workbook), f"{day.year}年{day.month}月{day.day}日汇总，{towns} 个镇")
        _add_towns(book, summary)
        _add_overdue(book, summary)
        _add_failed(book, summary)
    return buffer.getvalue()


def _add_towns(book: Book, summary: Summary) -> None:
    sheet = Sheet(book, "各镇", "各镇进展汇总", [Group("", _TOWNS)])
    if not summary.rows:
        sheet.nothing()
    for number, row in enumerate(summary.rows, 1):
        _add_town(sheet, sheet.first + number - 1, number, row)


def _add_town(sheet: Sheet, at: int, number: int, row: Row) -> None:
    sheet.number(at, 0, number)
    sheet.text(at, 1, row.name, "text")
    sheet.number(at, 11, row.documents)
    sheet.text(at, 12, row.source, "text")
    one = row.standing
    if one is None:
        for column in range(2, 11):
            sheet.blank(at, column)
        return
    sheet.text(at, 2, one.week, "short")
    sheet.rate(at, 3, one.rate)
    sheet.rate(at, 4, one.change)
    if one.should is None:
        sheet.blank(at, 5)
    else:
        sheet.rate(at, 5, one.should)
    sheet.number(at, 6, row.rank)
    sheet.number(at, 7, one.villages)
    sheet.text(at, 8, "、".join(one.silent), "text")
    sheet.number(at, 9, one.open)
    sheet.number(at, 10, len(one.overdue))


def _add_overdue(book: Book, summary: Summary) -> None:
    sheet = Sheet(book, "逾期问题", "逾期没有整改完的问题", [Group("", _OVERDUE)])
    if not summary.overdue:
        sheet.nothing()
    for number, (row, problem) in enumerate(summary.overdue, 1):
        at = sheet.first + number - 1
        sheet.number(at, 0, number)
        sheet.text(at, 1, row.name, "text")
        sheet.text(at, 2, problem.number, "short")
        sheet.text(at, 3, problem.village, "text")
        sheet.text(at, 4, problem.what, "text")
        sheet.text(at, 5, problem.deadline, "short")
        if problem.days is None:
            sheet.blank(at, 6)
        else:
            sheet.number(at, 6, problem.days)
        sheet.text(at, 7, row.source, "text")


def _add_failed(book: Book, summary: Summary) -> None:
    sheet = Sheet(book, "没有做成", "没有做成的镇", [Group("", _FAILED)])
    if not summary.causes:
        sheet.nothing()
    for at, cause in enumerate(summary.causes, sheet.first):
        sheet.number(at, 0, len(cause.towns))
        sheet.text(at, 1, cause.what, "text")
        sheet.text(at, 2, cause.first.mend, "text")
        sheet.text(at, 3, "、".join(cause.towns), "text")
