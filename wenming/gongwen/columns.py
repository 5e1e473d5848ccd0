"""The columns of a table: their widths, and which of their cells are merged downwards."""

from collections.abc import Sequence

from wenming.gongwen import measures as m


def merged(values: Sequence[str]) -> list[tuple[str, int, bool]]:
    """For each value: itself, how many equal ones stand together from here, whether it is their first."""
    merged = []
    for index, value in enumerate(values):
        first = index == 0 or values[index - 1] != value or not value
        count = 1
        while first and value and index + count < len(values) and values[index + count] == value:
            count += 1
        merged.append((value, count, first))
    return merged


def even_widths(columns: int, measure: int) -> list[int]:
    """*columns* equal widths in twips, *measure* in all."""
    return shares([1] * columns, measure)


def shares(parts: Sequence[float], measure: int = m.TEXT_WIDTH) -> list[int]:
    """Column widths in twips in the proportion of *parts*, *measure* in all."""
    total = sum(parts)
    widths = [int(measure * part / total) for part in parts]
    widths[-1] += measure - sum(widths)
    return widths
