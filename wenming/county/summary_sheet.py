"""What a county asks of its towns on one sheet: progress, ranks, who has not reported, what is overdue, and whence."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from wenming.base.lazy import Later
from wenming.county.building import TownBuilt
from wenming.county.causes import causes_of, failed
from wenming.figures.progress import ranks
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
_COLUMNS = [
    Column("序号", 6), Column("镇", 16), Column("截至", 11), Column("完成率", 10), Column("较上周", 10),
    Column("时序进度", 10), Column("排名", 7), Column("村数", 7), Column("没有报送的村", 40), Column("没有整改完", 10),
    Column("其中逾期", 10), Column("公文", 7), Column("数从哪里来", 30),
]  # fmt: skip


def summary(results: Sequence[TownBuilt], today: datetime.date) -> bytes:
    """The .xlsx that sums up *results*, made on *today*: the same results give the same bytes, in whatever order."""
    results = sorted(results, key=lambda result: str(result.town))
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as workbook:
        workbook.set_properties({"title": "汇总", "created": datetime.datetime.combine(today, datetime.time())})
        as_of = f"{today.year}年{today.month}月{today.day}日汇总，{len(results)} 个镇"
        book = Book(workbook, Looks(workbook), as_of)
        _add_towns(book, [result for result in results if result.built is not None])
        _add_failed(book, failed(results))
    return buffer.getvalue()


def _add_towns(book: Book, results: Sequence[TownBuilt]) -> None:
    sheet = Sheet(book, "各镇", "各镇进展汇总", [Group("", _COLUMNS)])
    if not results:
        sheet.nothing()
        return
    known = [result.standing for result in results if result.standing is not None]
    places = dict(zip(known, ranks([one.rate for one in known]), strict=True))
    for number, result in enumerate(results, 1):
        row = sheet.first + number - 1
        sheet.number(row, 0, number)
        one = result.standing
        sheet.text(row, 1, one.name if one else result.town.name, "text")
        sheet.number(row, 11, len(result.built.documents) if result.built else 0)
        if one is None:
            for column in (*range(2, 11), 12):
                sheet.blank(row, column)
            continue
        sheet.text(row, 2, one.week, "short")
        sheet.rate(row, 3, one.rate)
        sheet.rate(row, 4, one.change)
        if one.should is None:
            sheet.blank(row, 5)
        else:
            sheet.rate(row, 5, one.should)
        sheet.number(row, 6, places[one])
        sheet.number(row, 7, one.villages)
        sheet.text(row, 8, "、".join(one.silent), "text")
        sheet.number(row, 9, one.open)
        sheet.number(row, 10, one.overdue)
        sheet.text(row, 12, f"{result.town.name}/weeks/{one.week}.yaml", "text")


def _add_failed(book: Book, results: Sequence[TownBuilt]) -> None:
    columns = [Column("镇数", 7), Column("哪里不对", 50), Column("怎样改", 50), Column("哪些镇", 50)]
    sheet = Sheet(book, "没有做成", "没有做成的镇", [Group("", columns)])
    causes = causes_of(results)
    if not causes:
        sheet.nothing()
    for row, cause in enumerate(causes, sheet.first):
        sheet.number(row, 0, len(cause.towns))
        sheet.text(row, 1, cause.what, "text")
        sheet.text(row, 2, cause.first.mend, "text")
        sheet.text(row, 3, "、".join(cause.towns), "text")
