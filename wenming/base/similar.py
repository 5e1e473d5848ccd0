"""Which of several names was meant; only a fault needs it."""

from collections.abc import Sequence
from difflib import get_close_matches


def most_similar(name: str, names: Sequence[str], likeness: float) -> str:
    """The one of *names* most like *name*, at least *likeness* (0 to 1); empty where none is."""
    return next(iter(get_close_matches(name, names, 1, likeness)), "")
