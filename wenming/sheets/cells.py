"""Sheets of cells, as they were found in a file: what each cell shows, and where it stands."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

ROWS_MAX = 20_000  # of a sheet: three hundred times a week's form
COLUMNS_MAX = 256  # as many as an .xls has
CELLS_MAX = 120_000  # of a workbook, those that hold something
SHEETS_MAX = 100
LETTERS_MAX = 32_767  # of a cell, as Excel has it
_LETTERS = 26
_MERGED_MAX = 20_000  # of a sheet
_COVERED_MAX = 200_000  # cells of a sheet that are merged
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
_SURROGATES = re.compile("[\ud800-\udfff]")  # halves of a character, which no encoding has

Kind = Literal["text", "number", "date", "yes-or-no", "error", "uncounted"]
Span = tuple[int, int, int, int]  # first row and column, last row and column, from 1
Spot = tuple[int, int]  # row and column, from 1


class Cell(NamedTuple):
    """What a cell shows, as somebody would type it: 12, 12.5%, 2026-03-05, 是.

    *kind* is what the file says that it is; of an error the text is its sign (#DIV/0!); *uncounted* is a formula that
    no program has worked out yet.
    """

    text: str
    kind: Kind = "text"


class Picture(NamedTuple):
    """A picture that stands over a cell or in it: the row and column of that cell, its bytes, its name in the file."""

    row: int
    column: int
    data: bytes
    name: str


class Sheet(NamedTuple):
    """One sheet: its cells that hold something by row and column, both from 1.

    *merged*: spans of cells that show one value, which is in *cells* at each of them; *hidden_rows* those that a
    filter or a hand has hidden.
    """

    name: str
    cells: Mapping[Spot, Cell]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    merged: Sequence[Span] = ()
    pictures: Sequence[Picture] = ()

    def rows(self) -> dict[int, dict[int, Cell]]:
        """The cells by row, then by column, in order."""
        rows: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sorted(self.cells.items()):
            rows.setdefault(row, {})[column] = cell
        return rows


class Book(NamedTuple):
    """A file of sheets: what faults call it, and its sheets in order."""

    shown: str
    sheets: Sequence[Sheet]


def spot_of(name: str) -> Spot | None:
    """Row and column of the cell *name*, such as C5; None where it is no name of a cell."""
    letters = name.rstrip("0123456789")
    digits = name[len(letters) :]
    if not digits or not letters.isascii() or not letters.isalpha() or len(name) > len("XFD1048576"):
        return None
    return int(digits), _column(letters.upper())


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return column


def with_merged(cells: Mapping[Spot, Cell], merged: Sequence[Span]) -> dict[Spot, Cell]:
    """*cells* with the value of each *merged* span at every place of it."""
    full = dict(cells)
    for first_row, first_column, last_row, last_column in merged:
        value = cells.get((first_row, first_column))
        if value is None:
            continue
        for row in range(first_row, last_row + 1):
            for column in range(first_column, last_column + 1):
                full[row, column] = value
    return full


def is_small(merged: Sequence[Span]) -> bool:
    """True if the *merged* spans lie within a sheet as it is read, end behind where they begin, and are not many."""
    covered = 0
    for first_row, first_column, last_row, last_column in merged:
        if not (first_row <= last_row <= ROWS_MAX and first_column <= last_column <= COLUMNS_MAX):
            return False
        covered += (last_row - first_row + 1) * (last_column - first_column + 1)
    return len(merged) <= _MERGED_MAX and covered <= _COVERED_MAX


def clean(text: str) -> str:
    """*text* as a form can hold it: its lines end with a line feed, no control characters, no halves of characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    return _SURROGATES.sub("\ufffd", lines)[:LETTERS_MAX]
