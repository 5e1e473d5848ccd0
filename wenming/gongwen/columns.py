"""The columns of a table: their widths, and which of their cells are merged downwards."""

from collections.abc import Sequence
from itertools import groupby

from wenming.gongwen import measures as m
from wenming.ooxml.units import Twips


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
