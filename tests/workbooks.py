"""Workbooks as villages and offices fill them in: with a library that is not the one that made them."""

import datetime
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl

from wenming.collecting import export, kept
from wenming.collecting.contribution import Asked, File
from wenming.collecting.intake import Filled, Intake, take_in
from wenming.collecting.into_forms import Written, write
from wenming.collecting.outcome import Clash, Settles
from wenming.town import folder as towns

NOW = datetime.datetime(2026, 5, 1, 10, 20)
WEEK = "2026-W18"


def asked(town: Path, week: str = "") -> Asked:
    return Asked(towns.read(town), kept.read(town), NOW, week)


def of_village(town: Path, village: str, week: str = WEEK) -> bytes:
    """The workbook that goes out to *village*."""
    read = towns.read(town)
    target = export.target_to_export(read, "week", week, NOW.date())
    books = export.exported_per_village(read, target, NOW.date())
    return next(book.data for book in books if book.name.startswith(village))


def of_office(town: Path, form: str, key: str = "") -> bytes:
    """The workbook of a whole form."""
    read = towns.read(town)
    target = export.target_to_export(read, form, key, NOW.date())
    return export.exported(read, target, NOW.date()).data


def filled_in(data: bytes, cells: Mapping[str, Mapping[str, object]]) -> bytes:
    """The workbook *data* with *cells* by their sheets and names."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet, values in cells.items():
        for name, value in values.items():
            book[sheet][name] = value
    return saved(book)


def table(rows: Sequence[Sequence[object]], title: str = "Sheet1") -> bytes:
    """A workbook of somebody's own with *rows*."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def intake(town: Path, *files: File, week: str = "", settles: Settles = lambda _clash: None) -> Intake:
    return take_in(files, asked(town, week), settles)


def brought(town: Path, *files: File, week: str = "", settles: Settles = lambda _clash: None) -> Written:
    """What was written of *files*, with nothing wrong in them."""
    known = asked(town, week)
    result = take_in(files, known, settles)
    assert result.faults == ()
    return write(result.filled, known)


def changes(result: Intake) -> dict[str, tuple[str, str]]:
    """What changes, by place: from and to."""
    return {change.label: (change.before, change.after) for one in result.filled for change in one.changes}


def clashes(result: Intake) -> list[Clash]:
    return [clash for one in result.filled for clash in one.clashes]


def only(result: Intake) -> Filled:
    [one] = result.filled
    return one


def week_text(town: Path, week: str = WEEK) -> str:
    return (town / "weeks" / f"{week}.yaml").read_text(encoding="utf-8")
