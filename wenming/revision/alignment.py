"""What belongs together in three versions of a sequence: what is the same, and between that what is alike."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

T = TypeVar("T")

#: Things that belong together are more like each other than this
ALIKE = 0.5
#: Between two matches no more pairs than these are compared: each costs a comparison of texts
_MOST_PAIRS = 10_000


def chunks(
    versions: Sequence[list[T]], key: Callable[[T], Hashable], likeness: Callable[[T, T], float]
) -> Iterator[tuple[list[T], list[T], list[T]]]:
    """Yields base, mine and theirs in pieces that belong together.

    A piece is either one thing that all three versions have, or what stands between two such things.
    """
    base, mine, theirs = versions
    to_mine = _matches(base, mine, key, likeness)
    to_theirs = _matches(base, theirs, key, likeness)
    base_start = mine_start = theirs_start = 0
    for base_end in range(len(base)):
        if base_end not in to_mine or base_end not in to_theirs:
            continue
        mine_end = to_mine[base_end]
        theirs_end = to_theirs[base_end]
        between = base[base_start:base_end], mine[mine_start:mine_end], theirs[theirs_start:theirs_end]
        if any(between):
            yield between
        yield [base[base_end]], [mine[mine_end]], [theirs[theirs_end]]
        base_start = base_end + 1
        mine_start = mine_end + 1
        theirs_start = theirs_end + 1
    rest = base[base_start:], mine[mine_start:], theirs[theirs_start:]
    if any(rest):
        yield rest


def _matches(
    old: list[T], new: list[T], key: Callable[[T], Hashable], likeness: Callable[[T, T], float]
) -> dict[int, int]:
    """Returns by its index in *old* where each thing is in *new*: the same thing, or between those one alike."""
    old_keys = [key(one) for one in old]
    new_keys = [key(one) for one in new]
    matcher = SequenceMatcher(None, old_keys, new_keys, autojunk=False)
    matches: dict[int, int] = {}
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            matches |= zip(range(old_start, old_end), range(new_start, new_end), strict=True)
        if kind == "replace" and (old_end - old_start) * (new_end - new_start) <= _MOST_PAIRS:
            pairs = _pairs(old[old_start:old_end], new[new_start:new_end], likeness)
            matches |= {old_start + row: new_start + column for row, column in pairs.items()}
    return matches


def _pairs(old: list[T], new: list[T], likeness: Callable[[T, T], float]) -> dict[int, int]:
    """Returns the pairs of indices, in order, whose likenesses add up to the most."""
    alike = [[_counted_likeness(likeness(one, other)) for other in new] for one in old]
    best = _best_sums(alike, len(new))
    pairs: dict[int, int] = {}
    row = column = 0
    while row < len(old) and column < len(new):
        value = alike[row][column]
        if value and best[row][column] == value + best[row + 1][column + 1]:
            pairs[row] = column
            row += 1
            column += 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs


def _counted_likeness(likeness: float) -> float:
    """Returns *likeness*, or 0 if it is too small for a pair."""
    return likeness if likeness > ALIKE else 0.0


def _best_sums(alike: Sequence[Sequence[float]], columns: int) -> list[list[float]]:
    """Returns for each row and column the greatest sum of likenesses of pairs, in order, from there to the end.

    One row and one column more than *alike* has, both 0, stand for the end.
    """
    best = [[0.0] * (columns + 1) for _row in range(len(alike) + 1)]
    for row in reversed(range(len(alike))):
        for column in reversed(range(columns)):
            unpaired = max(best[row + 1][column], best[row][column + 1])
            value = alike[row][column]
            paired = value + best[row + 1][column + 1]
            best[row][column] = max(unpaired, paired) if value else unpaired
    return best
