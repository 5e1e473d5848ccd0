"""The columns of a table: their widths, how their heads are broken, which of their cells are merged downwards."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil
from typing import NamedTuple

from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Cell, text_of
from wenming.gongwen.chinese import widest, width
from wenming.ooxml.units import Points, Twips, twips

LONG = 8  # characters of a cell that may be broken, and is not centred
_CHARACTER = twips(Points(12))  # of a cell: 小四
_BESIDE = 2 * m.CELL_MARGIN / _CHARACTER + 0.2  # characters that the margins of a cell take, and to spare
_SHORTEST_HEAD = 2  # characters that are not broken
_NARROWEST = (5, 3, 2)  # characters that a column of texts has at least, fewer where there is no room
_A_NAME = 16  # characters of a cell that is a name, not a text
_UNBROKEN = r"[0-9A-Za-z.%]+|."  # a figure, a character
_LINES = 20  # on which a cell may stand
_WHOLE = r"[0-9年月日.,%％↑↓—+−/:-]*"  # a date, a figure


def merged(values: Sequence[str]) -> list[tuple[str, int, bool]]:
    """For each of *values*: the value, how many equal ones are merged into it, True if it is their first.

    Empty values are not merged; those after the first of a group have the count 1.
    """
    cells: list[tuple[str, int, bool]] = []
    for value, group in groupby(values):
        count = len(list(group))
        if value:
            cells.append((value, count, True))
            cells += [(value, 1, False)] * (count - 1)
        else:
            cells += [(value, 1, True)] * count
    return cells


def even_widths(columns: int, measure: Twips) -> list[Twips]:
    """The widths of *columns* equal columns, *measure* in all."""
    return shares([1] * columns, measure)


def shares(parts: Sequence[float], measure: Twips = m.TEXT_WIDTH) -> list[Twips]:
    """The widths of columns in the proportion of *parts*, *measure* in all; the last takes the rest."""
    total = sum(parts)
    widths = [Twips(int(measure * part / total)) for part in parts]
    *others, _last = widths
    return [*others, Twips(measure - sum(others))]


class _Column(NamedTuple):
    """How many characters its widest cell has, in whatever face, and its head; whether that cell may be broken."""

    widest_cell: float
    head_width: float
    breaks: bool
    lengths: Sequence[float]  # of all cells
    usual: float  # what its widest cell has in a usual face, with some room between figures and characters

    def settled(self, characters: float) -> float:
        """The width near so many *characters* at which the fewest names leave one character alone on a line."""
        if not self.breaks or characters >= self.with_broken_head or self.widest_cell > _A_NAME:
            return characters
        near = [max(int(characters) + step, _NARROWEST[-1]) for step in (0, 1, -1)]
        return min(near, key=lambda width: sum(length > width and length % width == 1 for length in self.lengths))

    @property
    def whole(self) -> float:
        """The characters that leave nothing broken."""
        return max(self.head_width, self.widest_cell)

    @property
    def with_broken_head(self) -> float:
        """The same where the head may stand on two lines."""
        half = max(min(_SHORTEST_HEAD, self.head_width), ceil(self.head_width / 2))
        return max(half, self.widest_cell)


def fitting(heads: Sequence[str], rows: Sequence[Sequence[str]], measure: Twips = m.TEXT_WIDTH) -> list[Twips]:
    """The widths of columns under *heads* with these *rows*, *measure* in all: no short cell and no date breaks.

    What is left over goes to all of them; where there is too little, heads stand on two lines, then long cells on as
    many as they need, all columns on about as many.
    """
    columns = _columns(heads, rows)
    whole = [column.whole for column in columns]
    if _width(whole) <= measure:
        return _spread(whole, measure)
    with_broken_heads = [column.with_broken_head for column in columns]
    if _width(with_broken_heads) <= measure:
        return _spread(with_broken_heads, measure)
    broken = whole
    for broken in _narrower(columns):  # the last, where none has room
        if _width(broken) <= measure:
            break
    settled = [column.settled(characters) for column, characters in zip(columns, broken, strict=True)]
    rest = (measure - _width(settled)) / _CHARACTER
    if rest < 0:
        return _spread(broken, measure)
    longest = max(range(len(columns)), key=lambda place: columns[place].widest_cell / settled[place])
    settled[longest] += rest
    return _spread(settled, measure)


def fitting_cells(heads: Sequence[str], rows: Sequence[Sequence[Cell]], measure: Twips = m.TEXT_WIDTH) -> list[Twips]:
    """The widths of columns as ``fitting`` gives them, of *rows* of cells."""
    return fitting(heads, [[text_of(cell) for cell in row] for row in rows], measure)


def _spread(characters: Sequence[float], measure: Twips) -> list[Twips]:
    """The widths of columns with so many *characters*, what is left of *measure* in their proportion."""
    return shares([most + _BESIDE for most in characters], measure)


def can_stand(heads: Sequence[str], rows: Sequence[Sequence[str]], measure: Twips = m.TEXT_WIDTH) -> bool:
    """True if the columns have room within *measure* without a short cell, or a word of a long one, being broken."""
    return _width(_over(_columns(heads, rows), _LINES, _NARROWEST[0])) <= measure


def are_long(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[bool]:
    """For each column whether it holds texts, which are not centred."""
    return [column.breaks and column.widest_cell > LONG for column in _columns(heads, rows)]


def lines_of(row: Sequence[Cell], widths: Sequence[Twips]) -> int:
    """How many lines *row* takes in columns of these *widths*, in the usual face."""
    lines = 1
    for one, column in zip(row, widths, strict=False):  # cells over several columns are heads
        room = max((column - 2 * m.CELL_MARGIN) / _CHARACTER, 1)
        lines = max(lines, ceil(width(text_of(one)) / room))
    return lines


def _columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[_Column]:
    columns: list[_Column] = []
    for head, *cells in zip(heads, *rows, strict=True):
        lengths = [widest(cell) for cell in cells]
        longest = max(lengths, default=0.0)
        most = cells[lengths.index(longest)] if cells else ""
        breaks = re.fullmatch(_WHOLE, most) is None
        usual = (width(most) + longest) / 2
        columns.append(_Column(longest, widest(head), breaks, lengths, usual))
    return columns


def _narrower(columns: Sequence[_Column]) -> Iterator[list[float]]:
    """Yields how many characters *columns* have where what may be broken is, the more often the later.

    The last are those that leave dates and figures whole in the usual face, if not in all, and break the heads too.
    """
    for narrowest in _NARROWEST:
        for quarters in range(4, 4 * _LINES + 1):
            yield _over(columns, quarters / 4, narrowest)
    yield [_NARROWEST[-1] if column.breaks else max(_SHORTEST_HEAD, column.usual) for column in columns]


def _over(columns: Sequence[_Column], lines: float, narrowest: float) -> list[float]:
    """How many characters *columns* have with long cells over so many *lines*, none narrower than the *narrowest*."""
    needed: list[float] = []
    for column in columns:
        most = column.with_broken_head
        if column.breaks and most > narrowest:
            most = max(narrowest, most / lines)
        needed.append(most)
    return needed


def _width(characters: Sequence[float]) -> float:
    """The width in twips of columns with so many *characters*."""
    return sum(most + _BESIDE for most in characters) * _CHARACTER


def broken_head(head: str, column: Twips) -> str:
    """*head* on as many lines as a *column* (twips) needs, equally long, before a bracket where that fits."""
    room = (column - 2 * m.CELL_MARGIN) / _CHARACTER
    if "\n" in head or width(head) <= room:
        return head
    before, bracket, after = head.partition("（")
    if bracket and max(width(before), width(bracket + after)) <= room:
        return f"{before}\n{bracket}{after}"
    length = ceil(len(head) / ceil(width(head) / max(room, 1)))
    lines = [""]
    for word in re.findall(_UNBROKEN, head):
        if lines[-1] and len(lines[-1]) + len(word) > length:
            lines.append("")
        lines[-1] += word
    return "\n".join(lines)
