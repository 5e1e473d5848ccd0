"""Blocks one below the other, and such stacks in two where a page ends."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from wenming.pages.layout.placed import Placed, bottom, moved

_A_LITTLE = 0.01  # twips: sums of fractions
_LOOKED_AT = 100  # of what is left over: what stands highest is among the first


class Stack(NamedTuple):
    """Blocks one below the other: what is placed, and its height; places are from the left, and from *top* on.

    *is_of_lines*: nothing but lines stands in it.
    """

    placed: tuple[Placed, ...]
    height: float
    top: float = 0
    is_of_lines: bool = False

    def at(self, x: float, y: float) -> Iterator[Placed]:
        """What is placed, where the stack stands at *x* and *y*."""
        for one in self.placed:
            yield moved(one, x, y - self.top)


def split(stack: Stack, height: float) -> tuple[Stack, Stack]:
    """Returns what of *stack* fits within *height*, and the rest: lines from the first that does not fit on."""
    limit = stack.top + height + _A_LITTLE
    if stack.is_of_lines:
        cut = bisect_right(stack.placed, limit, key=bottom)
    else:
        cut = next((place for place, one in enumerate(stack.placed) if bottom(one) > limit), len(stack.placed))
    here, rest = stack.placed[:cut], stack.placed[cut:]
    first = stack._replace(placed=here, height=bottom(here[-1]) - stack.top if here else 0)
    if not rest:
        return first, Stack((), 0)
    top = min(one.y for one in rest[:_LOOKED_AT])
    return first, stack._replace(placed=rest, height=stack.top + stack.height - top, top=top)


def cut_off(stack: Stack, height: float) -> Stack:
    """Returns *stack* without what begins below *height*: nobody sees it in a row that is exactly so high."""
    seen = tuple(one for one in stack.placed if one.y - stack.top < height)
    return stack._replace(placed=seen, height=min(stack.height, height))
