"""A sheet of the 台账: title, heading and page are set up once; every kind of value has one way into a cell.

What a person typed is only ever written as a string: never as a formula, a link or a number.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from wenming.base.lazy import Later
from wenming.figures.progress import Number
from wenming.gongwen.chinese import width
from wenming.ledger.sheet_style import Look, Looks
from wenming.ooxml.text import as_cell

if TYPE_CHECKING:
    from xlsxwriter import utility
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet
else:
    utility = Later("xlsxwriter.utility")

_TITLE, _AS_OF, _HEAD = 0, 1, 2  # rows
_A4 = 9  # as Excel numbers papers
_LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet may take a text for that begins so
_FIRST_YEAR = 1900  # of Excel's calendar
_LINE = 15.0  # points
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}  # inches


class Column(NamedTuple):
    """A column: what stands in its head, and how many figures wide it is."""

    head: str
    width: float


class Group(NamedTuple):
    """Columns under one common head; an empty *head*: each column stands for itself."""

    head: str
    columns: Sequence[Column]


class Book(NamedTuple):
    """The workbook that the sheets are added to, its *looks*, and the line that says *as_of* when they are."""

    workbook: Workbook
    looks: Looks
    as_of: str


class Sheet:
    """A sheet that is being filled; *first* is the row below its head."""

    def __init__(self, book: Book, name: str, title: str, groups: Sequence[Group]) -> None:
        self.name = name
        self.worksheet: Worksheet = book.workbook.add_worksheet(name)
        self._looks = book.looks
        self._columns = [column for group in groups for column in group.columns]
        has_groups = any(group.head for group in groups)
        self.first = _HEAD + 1 + has_groups
        self._set_page()
        self._line(_TITLE, title, "title")
        self._line(_AS_OF, book.as_of, "as_of")
        self.worksheet.set_row(_TITLE, 2 * _LINE)
        self._write_head(groups)

    def _set_page(self) -> None:
        """Lay it on A4 across, as wide as the page, with its head on every page and the number below."""
        self.worksheet.set_landscape()
        self.worksheet.set_paper(_A4)
        self.worksheet.set_margins(**_MARGINS)
        self.worksheet.center_horizontally()
        self.worksheet.fit_to_pages(1, 0)
        self.worksheet.set_footer("&C第 &P 页，共 &N 页")
        self.worksheet.repeat_rows(_TITLE, self.first - 1)
        self.worksheet.freeze_panes(self.first, 0)

    def _write_head(self, groups: Sequence[Group]) -> None:
        last_row = self.first - 1
        at = 0
        for group in groups:
            for number, column in enumerate(group.columns, at):
                self.worksheet.set_column(number, number, column.width)
                top = last_row if group.head else _HEAD
                self._merged(top, number, last_row, number, column.head, "head")
            if group.head:
                self._merged(_HEAD, at, _HEAD, at + len(group.columns) - 1, group.head, "head")
            at += len(group.columns)
        self.worksheet.set_row(_HEAD, _LINE * max(map(_lines_of_head, groups)))

    def _line(self, row: int, text: str, *looks: Look) -> None:
        """Write *text* over the whole width."""
        self._merged(row, 0, row, len(self._columns) - 1, text, *looks)

    def _merged(self, top: int, left: int, bottom: int, right: int, text: str, *looks: Look) -> None:
        """Write *text* into one cell made of several; as a string, whatever merge_range would take it for."""
        if (top, left) != (bottom, right):
            self.worksheet.merge_range(top, left, bottom, right, "", self._looks.of(*looks))
        self.text(top, left, text, *looks)

    def note(self, row: int, text: str) -> None:
        """Write *text* over the whole width in as many lines as it needs."""
        self._line(row, text, "note")
        self.worksheet.set_row(row, _LINE * _lines(text, sum(column.width for column in self._columns)))

    @property
    def pixels(self) -> int:
        """How wide its columns are together on a screen, as Excel counts."""
        return sum(round(column.width * 7) + 5 for column in self._columns)

    def nothing(self) -> None:
        """Say in one line that there is nothing to show yet."""
        self._line(self.first, "还没有", "short")

    def text(self, row: int, column: int, text: str, *looks: Look) -> None:
        """Write *text*, which a person may have typed, as a string."""
        shown = as_cell(text)
        if not shown:
            self.worksheet.write_blank(row, column, None, self._looks.of(*looks))
            return
        if shown.startswith(_LIKE_FORMULAS):
            looks = (*looks, "quoted")
        self.worksheet.write_string(row, column, shown, self._looks.of(*looks))

    def number(self, row: int, column: int, number: Number, *looks: Look) -> None:
        """Write *number*."""
        self.worksheet.write_number(row, column, number, self._looks.of("number", *looks))

    def rate(self, row: int, column: int, percent: Decimal, *looks: Look) -> None:
        """Write a rate in *percent* as a part of one that shows as a percentage."""
        self.worksheet.write_number(row, column, percent / 100, self._looks.of("rate", *looks))

    def date(self, row: int, column: int, day: datetime.date | None, *looks: Look) -> None:
        """Write *day* as a date; nothing where it is not known."""
        if day is None:
            self.blank(row, column, *looks)
        elif day.year < _FIRST_YEAR:
            self.text(row, column, day.isoformat(), "short", *looks)
        else:
            self.worksheet.write_datetime(row, column, day, self._looks.of("date", *looks))

    def blank(self, row: int, column: int, *looks: Look) -> None:
        """Leave the cell empty within its borders."""
        self.worksheet.write_blank(row, column, None, self._looks.of("short", *looks))

    def total(self, row: int, column: int, cells: str, value: Number, *looks: Look) -> None:
        """Write the sum of *cells* (C4:C34), which is *value*."""
        self.formula(row, column, f"=SUM({cells})", value, "number", *looks)

    def formula(self, row: int, column: int, formula: str, value: Number | float, *looks: Look) -> None:
        """Write a *formula* of ours and the *value* that it gives."""
        plain = float(value) if isinstance(value, Decimal) else value
        self.worksheet.write_formula(row, column, formula, self._looks.of(*looks), plain)


def _lines(text: str, room: float) -> int:
    """How many lines *text* needs in the *room* of so many figures; merged cells do not grow by themselves."""
    return max(math.ceil((2 * width(text) + 1) / room), 1)


def _lines_of_head(group: Group) -> int:
    """How many lines the first row of the head needs for *group*."""
    if group.head:
        return _lines(group.head, sum(column.width for column in group.columns))
    return max(_lines(column.head, column.width) for column in group.columns)


def cell(row: int, column: int) -> str:
    """The cell's name in a formula: C4."""
    return str(utility.xl_rowcol_to_cell(row, column))


def span(first_row: int, last_row: int, column: int) -> str:
    """The name in a formula of a stretch of *column*: C4:C34."""
    return f"{cell(first_row, column)}:{cell(last_row, column)}"


def running(first_row: int, last_row: int, column: int) -> str:
    """A ``span`` whose first cell stays where it is when the formula is copied down: C$4:C6."""
    return f"{utility.xl_rowcol_to_cell(first_row, column, row_abs=True)}:{cell(last_row, column)}"


def fitting(texts: Iterable[str], least: float, most: float) -> float:
    """The width of a column in which the longest of *texts* stands in one line, if it is between *least* and *most*."""
    widest = max((2 * width(text) for text in texts), default=0)
    return min(max(widest + 2, least), most)
