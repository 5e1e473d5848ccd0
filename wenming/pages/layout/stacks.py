"""Blocks one below the other, and such stacks in two where a page ends."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from wenming.pages.layout.placed import Placed, PlacedLine, bottom, moved

_A_LITTLE = 0.01  # twips: sums of fractions


class Stack(NamedTuple):
    """Blocks one below the other: what is placed, and its height; places are from the left, and from *top* on."""

    placed: tuple[Placed, ...]
    height: float
    top: float = 0

    @property
    def is_of_lines(self) -> bool:
        """True if nothing but lines stands in it."""
        return all(isinstance(one, PlacedLine) for one in self.placed)

    def at(self, x: float, y: float) -> Iterator[Placed]:
        """What is placed, where the stack stands at *x* and *y*."""
        for one in self.placed:
            yield moved(one, x, y - self.top)


def split(stack: Stack, height: float) -> tuple[Stack, Stack]:
    """Returns what of *stack* fits within *height*, and the rest: lines from the first that does not fit on."""
    limit = stack.top + height + _A_LITTLE
    cut = bisect_right(stack.placed, limit, key=bottom)
    here, rest = stack.placed[:cut], stack.placed[cut:]
    first = Stack(here, bottom(here[-1]) - stack.top if here else 0, stack.top)
    if not rest:
        return first, Stack((), 0)
    top = rest[0].y
    return first, Stack(rest, stack.top + stack.height - top, top)
