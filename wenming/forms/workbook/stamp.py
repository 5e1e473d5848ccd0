"""What a workbook says of itself: which town, which form, whose copy; hidden, and at the foot of every sheet."""

import re
from typing import NamedTuple

from wenming.sheets.cells import Book

HIDDEN_SHEET = "_wenming"
FORMAT = 1  # of the workbooks that this program makes
_NUMBER = re.compile(r"表号 ([a-z]+)-([0-9a-f]{8})-([0-9]{1,4})")
_BETWEEN = " · "
_KEY = re.compile(r"[\w（）()〔〕·-][\w（）()〔〕· .-]{0,79}")  # the name of a file, in no other folder
_FORM = re.compile(r"[a-z]{1,20}")
_DIGITS_MAX = 4
_FIELDS = ("form", "key", "town", "village", "export", "format")


class Stamp(NamedTuple):
    """Which form a workbook is: its schema, its *key* (the name of its file), its *town*; *village*: whose copy.

    *export* tells what it was filled with when it went out: eight hexadecimal digits.
    """

    form: str
    key: str
    town: str
    village: str = ""
    export: str = "00000000"
    format: int = FORMAT


def visible(stamp: Stamp) -> str:
    """The line at the foot of every sheet: 安平镇 · 2026-W18 · 石桥村 · 表号 week-1a2b3c4d-1."""
    number = f"表号 {stamp.form}-{stamp.export}-{stamp.format}"
    return _BETWEEN.join(part for part in (stamp.town, stamp.key, stamp.village, number) if part)


def hidden(stamp: Stamp) -> list[tuple[str, str]]:
    """What stands on the hidden sheet, row by row."""
    return [(name, str(getattr(stamp, name))) for name in _FIELDS]


def stamp_of(book: Book) -> Stamp | None:
    """What *book* says of itself; None where it says nothing: it was not made by this program, or lost both."""
    for sheet in book.sheets:
        if sheet.name == HIDDEN_SHEET:
            said = {sheet.cells[row, 1].text: _text(sheet.cells.get((row, 2))) for row, _c in sheet.cells if _c == 1}
            stamp = _stamp(said)
            if is_sound(stamp):
                return stamp
    for sheet in book.sheets:
        for cell in sheet.cells.values():
            found = _NUMBER.search(cell.text)
            seen = _seen(cell.text, *found.groups()) if found else None
            if seen is not None and is_sound(seen):
                return seen
    return None


def is_sound(stamp: Stamp) -> bool:
    """True if *stamp* names a form, and a file that is in no other folder: a workbook may say anything."""
    is_plain = stamp.key == "" or (_KEY.fullmatch(stamp.key) is not None and ".." not in stamp.key)
    return is_plain and _FORM.fullmatch(stamp.form) is not None


def _text(cell: object) -> str:
    return getattr(cell, "text", "")


def _stamp(said: dict[str, str]) -> Stamp:
    version = said.get("format", "")
    return Stamp(
        said.get("form", ""),
        said.get("key", ""),
        said.get("town", ""),
        said.get("village", ""),
        said.get("export", ""),
        int(version) if version.isdecimal() and len(version) <= _DIGITS_MAX else FORMAT,
    )


def _seen(line: str, form: str, export: str, version: str) -> Stamp:
    """What the *line* at the foot of a sheet says."""
    parts = [part.strip() for part in line.split(_BETWEEN.strip())][:-1]
    town, key, village = [*parts, "", "", ""][:3]
    return Stamp(form, key, town, village, export, int(version))
