"""The sheet 发文登记簿: the documents issued, and below them what is to be said of their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from wenming.ledger.register import Issued, register_notes
from wenming.ledger.sheet import Book, Column, Group, Sheet
from wenming.town.folder import Town


def add_register(book: Book, town: Town, rows: Sequence[Issued]) -> None:
    """Add the sheet with *rows* to *book*."""
    title = "{town}发文登记簿".format(town=town.record["名称"])
    sheet = Sheet(book, "发文登记簿", title, [Group("", _columns())])
    if not rows:
        sheet.nothing()
        return
    for number, issued in enumerate(rows, 1):
        _write_row(sheet, sheet.first + number - 1, number, issued)
    first_note = sheet.first + len(rows) + 1
    for row, note in enumerate(register_notes(rows), first_note):
        sheet.note(row, note)


def _columns() -> list[Column]:
    return [
        Column("序号", 6),
        Column("文号", 20),
        Column("标题", 44),
        Column("发文机关", 20),
        Column("签发人", 9),
        Column("成文日期", 11),
        Column("印发日期", 11),
        Column("份数", 6),
        Column("密级", 10),
        Column("紧急程度", 9),
        Column("主送", 26),
        Column("附件数", 7),
    ]


def _write_row(sheet: Sheet, row: int, number: int, issued: Issued) -> None:
    sheet.number(row, 0, number)
    sheet.text(row, 1, issued.number, "short")
    sheet.text(row, 2, issued.title, "text")
    sheet.text(row, 3, "、".join(issued.organs), "text")
    sheet.text(row, 4, "、".join(issued.signers), "short")
    sheet.date(row, 5, issued.signed)
    sheet.date(row, 6, issued.printed)
    _write_copies(sheet, row, 7, issued.copies)
    sheet.text(row, 8, issued.secrecy, "short")
    sheet.text(row, 9, issued.urgency, "short")
    sheet.text(row, 10, issued.addressees, "text")
    sheet.number(row, 11, issued.annexes)


def _write_copies(sheet: Sheet, row: int, column: int, copies: int | None) -> None:
    """Write the number of *copies*; where it is not known, room for it."""
    if copies is None:
        sheet.blank(row, column)
    else:
        sheet.number(row, column, copies)
