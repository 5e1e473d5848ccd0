"""``python -m wenming.sheets.old_xls_child``: reads an .xls from stdin, bounded by the system, writes JSON."""

import contextlib
import io
import json
import sys
from typing import TYPE_CHECKING, Any

from wenming.base.lazy import Later
from wenming.sheets import formats
from wenming.sheets.cells import CELLS_MAX, COLUMNS_MAX, ROWS_MAX, SHEETS_MAX, clean, is_small

if TYPE_CHECKING:
    import resource

    import xlrd
else:
    resource, xlrd = Later("resource"), Later("xlrd")

_MEMORY_MAX = 300_000_000  # bytes
_SECONDS_MAX = 2  # of the processor
_VISIBLE = 0
_EXCEL_ERRORS = {
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A",
}  # fmt: skip


class _TooLarge(Exception):
    """A sheet with more in it than is read."""


def bound() -> None:
    """Let the system stop this process where it takes too much memory or time; Windows has no such limit."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_MAX, _MEMORY_MAX))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS_MAX, _SECONDS_MAX))


def answer(data: bytes) -> dict[str, object]:
    """What is said of the .xls *data*: its sheets, or why it is refused."""
    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), formatting_info=True)
        if book.nsheets > SHEETS_MAX:
            return {"refused": "large"}
        sheets = [_sheet(book, sheet) for sheet in book.sheets()]
        if sum(_size(sheet) for sheet in sheets) > CELLS_MAX:
            return {"refused": "large"}
        return {"sheets": sheets}
    except ImportError:
        return {"refused": "not installed"}
    except (_TooLarge, MemoryError):
        return {"refused": "large"}
    except Exception as error:  # of a broken file xlrd raises whatever it stumbles over
        is_locked = "encrypted" in str(error).lower()
        return {"refused": "locked" if is_locked else "broken"}


def _size(sheet: dict[str, Any]) -> int:  # Any: as JSON has it
    """How many cells *sheet* has, those counted that are merged."""
    covered: int = sum((last - first + 1) * (after - before + 1) for first, before, last, after in sheet["merged"])
    cells: list[object] = sheet["cells"]
    return len(cells) + covered


def _sheet(book: Any, sheet: Any) -> dict[str, Any]:  # Any: xlrd has no types
    if sheet.nrows > ROWS_MAX or sheet.ncols > COLUMNS_MAX:
        raise _TooLarge
    cells: list[tuple[int, int, str, str]] = []
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            text, kind = _shown(book, sheet.cell(row, column))
            if text:
                cells.append((row + 1, column + 1, text, kind))
    hidden_rows = [row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden]
    merged: list[tuple[int, int, int, int]] = []
    for first_row, after_row, first_column, after_column in sheet.merged_cells:
        merged.append((first_row + 1, first_column + 1, after_row, after_column))
    if not is_small(merged):
        raise _TooLarge
    is_hidden = sheet.visibility != _VISIBLE
    return {"name": sheet.name, "hidden": is_hidden, "hidden_rows": hidden_rows, "merged": merged, "cells": cells}


def _shown(book: Any, cell: Any) -> tuple[str, str]:  # Any: xlrd has no types
    """What *cell* shows, and the kind of it."""
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return clean(str(cell.value)), "text"
        case xlrd.XL_CELL_BOOLEAN:
            return "是" if cell.value else "否", "yes-or-no"
        case xlrd.XL_CELL_ERROR:
            return _EXCEL_ERRORS.get(cell.value, "#N/A"), "error"
        case xlrd.XL_CELL_DATE:
            with contextlib.suppress(ValueError):
                return formats.date_text(cell.value, from_1904=bool(book.datemode)), "date"
            return formats.number_text(cell.value), "number"
        case xlrd.XL_CELL_NUMBER:
            return _number(book, cell), "number"
    return "", "text"


def _number(book: Any, cell: Any) -> str:  # Any: xlrd has no types
    key = book.xf_list[cell.xf_index].format_key
    known = book.format_map.get(key)
    if formats.is_percent(key, known.format_str if known else ""):
        return formats.percent_text(cell.value)
    return formats.number_text(cell.value)


if __name__ == "__main__":
    bound()
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read()), ensure_ascii=False))
