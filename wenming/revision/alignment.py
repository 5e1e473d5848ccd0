"""What belongs together in three versions of a sequence: what is the same, and between that what is alike."""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, TypeVar

T = TypeVar("T")


def chunks(
    versions: Sequence[list[T]], key: Callable[[T], Any], likeness: Callable[[T, T], float]
) -> Iterator[tuple[list[T], list[T], list[T]]]:
    """Base, mine and theirs in pieces that belong together: each either the same in all three, or changed."""
    base, mine, theirs = versions
    to_mine, to_theirs = (_matches(base, other, key, likeness) for other in (mine, theirs))
    at = [0, 0, 0]
    for number in [*(one for one in range(len(base)) if one in to_mine and one in to_theirs), len(base)]:
        ends = (number, to_mine.get(number, len(mine)), to_theirs.get(number, len(theirs)))
        if number == len(base):
            ends = (number, len(mine), len(theirs))
        changed = base[at[0] : ends[0]], mine[at[1] : ends[1]], theirs[at[2] : ends[2]]
        if any(changed):
            yield changed
        if number < len(base):
            yield [base[ends[0]]], [mine[ends[1]]], [theirs[ends[2]]]
        at = [end + 1 for end in ends]


def _matches(old: list[T], new: list[T], key: Callable[[T], Any], likeness: Callable[[T, T], float]) -> dict[int, int]:
    """Which of *old* is which of *new*: those that are the same, and between them those that are alike."""
    matcher = SequenceMatcher(None, [key(one) for one in old], [key(one) for one in new], autojunk=False)
    found: dict[int, int] = {}
    for kind, low, high, first, last in matcher.get_opcodes():
        if kind == "equal":
            found |= zip(range(low, high), range(first, last), strict=True)
        elif kind == "replace" and (high - low) * (last - first) <= _MOST_PAIRS:
            pairs = _pairs(old[low:high], new[first:last], likeness)
            found |= {low + one: first + other for one, other in pairs.items()}
    return found


_MOST_PAIRS, ALIKE = 10_000, 0.5  # comparisons between two matches; how like each other what belongs together is


def _pairs(old: list[T], new: list[T], likeness: Callable[[T, T], float]) -> dict[int, int]:
    """The pairs, in order, that are most alike all together."""
    alike = [[value if (value := likeness(one, other)) > ALIKE else 0.0 for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _one in range(len(old) + 1)]
    for row in reversed(range(len(old))):
        for column in reversed(range(len(new))):
            paired = alike[row][column] and alike[row][column] + best[row + 1][column + 1]
            best[row][column] = max(best[row + 1][column], best[row][column + 1], paired)
    found, row, column = dict[int, int](), 0, 0
    while row < len(old) and column < len(new):
        if alike[row][column] and best[row][column] == alike[row][column] + best[row + 1][column + 1]:
            found[row] = column
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return found
