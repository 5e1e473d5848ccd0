"""Tables saved as text: CSV in the encodings and with the marks that Excel and WPS write."""

import csv
import io
import re
from collections.abc import Iterator

from wenming.base.diagnostics import Faults
from wenming.base.i18n import _
from wenming.sheets.cells import CELLS_MAX, COLUMNS_MAX, ROWS_MAX, Book, Cell, Sheet, Spot, clean
from wenming.sheets.refusals import refused, too_large

_ENCODINGS = ("utf-8-sig", "gb18030")  # Excel in China saves the second unless it is told
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # what Excel calls Unicode text begins with one
_SEPARATOR = re.compile(r"sep=([^\s\"])\s*$")  # a first line that is for Excel alone
_MARKS = (",", "\t", ";", "，", "；")
_LINES_LOOKED_AT = 20
TEXT_MAX = 10_000_000  # bytes


def read_delimited(data: bytes, shown: str) -> Book:
    """The one sheet of the CSV *data*, which faults call *shown*. Raises Faults."""
    text = text_of(data)
    if len(data) > TEXT_MAX:
        raise too_large(shown)
    if text is None or "\0" in text:
        mend = _("在 Excel 或 WPS 里另存为“CSV UTF-8”，或者 .xlsx")
        raise refused(shown, "not-a-workbook", _("看不懂这个文件的编码"), mend)
    cells: dict[Spot, Cell] = {}
    for row, values in enumerate(_rows(text, shown), 1):
        if row > ROWS_MAX or len(values) > COLUMNS_MAX or len(cells) > CELLS_MAX:
            raise too_large(shown)
        for column, value in enumerate(values, 1):
            if value.strip():
                cells[row, column] = Cell(clean(value))
    return Book(shown, (Sheet("", cells),))


def text_of(data: bytes) -> str | None:
    """The text in *data*; None where it is in no encoding that these programs write, or longer than anybody types."""
    if len(data) > TEXT_MAX:
        return None
    for encoding in ("utf-16",) if data.startswith(_UTF_16) else _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _rows(text: str, shown: str) -> Iterator[list[str]]:
    """The rows of *text*, each with its cells. Raises Faults."""
    first_line, _end, rest = text.partition("\n")
    told = _SEPARATOR.match(first_line)
    mark = told[1] if told else _mark_of(text)
    try:
        yield from csv.reader(io.StringIO(rest if told else text, newline=""), delimiter=mark)
    except csv.Error as error:
        raise _broken(shown) from error


def _mark_of(text: str) -> str:
    """What stands between the cells of most of the first lines."""
    lines = text.replace("\r", "\n").split("\n", _LINES_LOOKED_AT * 2)[: _LINES_LOOKED_AT * 2]
    return max(_MARKS, key=lambda mark: sum(line.count(mark) for line in lines))


def _broken(shown: str) -> Faults:
    mend = _("在 Excel 或 WPS 里打开，另存一次")
    return refused(shown, "not-a-workbook", _("这个 csv 文件读不下去，多半是引号不成对"), mend)
