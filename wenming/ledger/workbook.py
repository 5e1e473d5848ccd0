"""The workbook of the 台账: four sheets; the same town and day give the same bytes."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from wenming.base.lazy import Later
from wenming.ledger.known import as_of, known
from wenming.ledger.problem_sheet import add_problems
from wenming.ledger.progress_sheet import add_progress
from wenming.ledger.register import Issued
from wenming.ledger.register_sheet import add_register
from wenming.ledger.sheet import Book
from wenming.ledger.sheet_style import Looks
from wenming.ledger.weekly_sheet import add_weekly
from wenming.ooxml.text import as_cell
from wenming.town.folder import Town

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = Later("xlsxwriter")

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def workbook(town: Town, numbers: Sequence[Issued], today: datetime.date) -> bytes:
    """The .xlsx with the 台账 of *town*; *numbers* are the rows of its 发文登记簿."""
    buffer = io.BytesIO()
    so_far = known(town)
    with xlsxwriter.Workbook(buffer, _OPTIONS) as workbook_file:
        midnight = datetime.datetime.combine(today, datetime.time())
        title = as_cell("{town}台账".format(town=town.record["名称"]))
        workbook_file.set_properties({"title": title, "created": midnight})  # no clock in a document
        line = as_of(so_far.week if so_far else None, today)
        book = Book(workbook_file, Looks(workbook_file), line)
        rates = add_progress(book, town, so_far)
        add_weekly(book, town, so_far, rates)
        add_problems(book, town, so_far)
        add_register(book, town, numbers)
    return buffer.getvalue()
