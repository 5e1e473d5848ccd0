"""The workbook that a chart embeds, which Word edits: where figures stand in it, how texts are written."""

import datetime
import io
from typing import TYPE_CHECKING

from wenming.base.lazy import Later
from wenming.engine.drawings import Chart
from wenming.ooxml.text import as_cell

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = Later("xlsxwriter")

_SHEET = "Sheet1"


def workbook(chart: Chart) -> bytes:
    """Returns the .xlsx of *chart*: categories in column A, a series in each column after it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.datetime(2012, 7, 1)})  # no clock in a document
        sheet = book.add_worksheet(_SHEET)
        for row, category in enumerate(chart.categories, 1):
            sheet.write_string(row, 0, as_cell(category))
        for column, (name, values) in enumerate(chart.series.items(), 1):
            sheet.write_string(0, column, as_cell(name))
            for row, value in enumerate(values, 1):
                if value is not None:
                    sheet.write_number(row, column, float(value))
    return buffer.getvalue()


class Cells:
    """Where the figures of the series called *name* of *chart* stand in its workbook, as formulas say it."""

    def __init__(self, chart: Chart, name: str) -> None:
        number = list(chart.series).index(name) + 1
        column = xlsxwriter.utility.xl_col_to_name(number)
        last_row = len(chart.categories) + 1
        self.name = f"{_SHEET}!${column}$1"
        self.categories = f"{_SHEET}!$A$2:$A${last_row}"
        self.values = f"{_SHEET}!${column}$2:${column}${last_row}"
