"""Files of tables become sheets of cells: what a cell shows, where it stands, and why a file is not read."""

import datetime
import io
from collections.abc import Callable

import pytest
import xlsxwriter

from wenming.base.diagnostics import Faults
from wenming.sheets import formats, reading
from wenming.sheets.cells import Cell, Sheet, spot_of


def written(fill: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None]) -> Sheet:
    """The one sheet of a workbook that *fill* has filled."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_urls": False, "strings_to_formulas": False}) as book:
        fill(book, book.add_worksheet("表"))
    [sheet] = reading.read(buffer.getvalue(), "表.xlsx").sheets
    return sheet


def shown(value: object, number_format: str = "") -> Cell:
    """What the cell A1 shows that holds *value* in a format."""

    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write(0, 0, value, book.add_format({"num_format": number_format}) if number_format else None)

    return written(fill).cells[1, 1]


@pytest.mark.parametrize(
    ("value", "number_format", "cell"),
    [
        (12, "", Cell("12", "number")),
        (0.1 + 0.2, "", Cell("0.3", "number")),
        (1e21, "", Cell("1000000000000000000000", "number")),
        (-0.0, "", Cell("0", "number")),
        (0.125, "0.0%", Cell("12.5%", "number")),
        (datetime.date(2026, 3, 5), "yyyy-mm-dd", Cell("2026-03-05", "date")),
        (datetime.date(2026, 3, 5), 'm"月"d"日"', Cell("2026-03-05", "date")),
        (datetime.datetime(2026, 3, 5, 8, 30), "yyyy/m/d h:mm", Cell("2026-03-05 08:30", "date")),
        (1234, "#,##0.00", Cell("1234", "number")),
        (5, '0"处"', Cell("5", "number")),
        (True, "", Cell("是", "yes-or-no")),
        ("010", "@", Cell("010")),
        ("_x0041_", "", Cell("_x0041_")),
        ("一\n二", "", Cell("一\n二")),
    ],
)
def test_a_cell_shows_what_somebody_would_type(value: object, number_format: str, cell: Cell) -> None:
    assert shown(value, number_format) == cell


def test_a_formula_shows_what_it_gives_and_says_where_it_gives_nothing() -> None:
    def fill(_book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_formula(0, 0, "=1+1", None, 2)
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")

    cells = written(fill).cells
    assert cells == {(1, 1): Cell("2", "number"), (2, 1): Cell("#DIV/0!", "error")}


def test_merged_cells_show_their_value_everywhere_and_hidden_rows_are_known() -> None:
    def fill(_book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.merge_range(0, 0, 1, 1, "东片")
        sheet.write(2, 0, "藏")
        sheet.set_row(2, None, None, {"hidden": True})

    sheet = written(fill)
    assert {spot for spot, cell in sheet.cells.items() if cell.text == "东片"} == {(1, 1), (1, 2), (2, 1), (2, 2)}
    assert sheet.hidden_rows == {3}


@pytest.mark.parametrize(
    ("serial", "day"), [(1, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01"), (46086, "2026-03-05")]
)
def test_days_are_counted_as_excel_does(serial: int, day: str) -> None:
    assert formats.date_text(serial) == day


@pytest.mark.parametrize(("name", "spot"), [("A1", (1, 1)), ("xfd1048576", (1048576, 16384)), ("A", None), ("1", None)])
def test_the_name_of_a_cell_tells_its_place(name: str, spot: tuple[int, int] | None) -> None:
    assert spot_of(name) == spot


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 no zip", "not-a-workbook"),
        (b"%PDF-1.7", "not-a-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not-a-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "workbook-locked"),
        (b"\x81\x30\xff\xff,", "not-a-workbook"),
        (b"," * 300, "workbook-too-large"),
        (b"a\n" * 20_001, "workbook-too-large"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, code: str) -> None:
    with pytest.raises(Faults) as raised:
        reading.read(data, "表")
    assert [fault.code for fault in raised.value.faults] == [code]
