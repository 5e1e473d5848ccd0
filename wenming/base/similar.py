"""Which of several names was meant; only a fault needs it."""

from collections.abc import Sequence
from difflib import SequenceMatcher, get_close_matches
from itertools import takewhile

_COMPARED = 3  # names that are as like, of which the one with the same beginning is taken


def most_similar(name: str, names: Sequence[str], likeness: float) -> str:
    """The one of *names* most like *name*, at least *likeness* (0 to 1); empty where none is."""
    near = get_close_matches(name, names, _COMPARED, likeness)
    if not near:
        return ""
    best = SequenceMatcher(None, near[0], name).ratio()
    as_near = [one for one in near if SequenceMatcher(None, one, name).ratio() == best]
    return max(as_near, key=lambda one: _same_beginning(one, name))  # 完成律 is 完成率, not 应完成


def _same_beginning(one: str, other: str) -> int:
    """How many letters the two begin with alike."""
    pairs = zip(one, other, strict=False)
    return len([*takewhile(lambda pair: pair[0] == pair[1], pairs)])
