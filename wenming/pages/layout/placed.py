"""What stands on a page, and where: lengths in twips from the left and the top of the paper."""

from typing import NamedTuple

from wenming.pages.layout.breaking import Line
from wenming.pages.layout.contents import Drawn, Paragraph


class PlacedLine(NamedTuple):
    """A line of a paragraph, *x* twips to the right and *y* down; *text_left*: where the column begins."""

    x: float
    y: float
    line: Line
    paragraph: Paragraph


class Rule(NamedTuple):
    """A straight line."""

    x: float
    y: float
    x_end: float
    y_end: float
    width: float
    color: str


class Fill(NamedTuple):
    """A rectangle in one colour."""

    x: float
    y: float
    width: float
    height: float
    color: str


class PlacedDrawing(NamedTuple):
    """A picture or a chart."""

    x: float
    y: float
    drawn: Drawn


class Turned(NamedTuple):
    """What stands in a box that is turned clockwise by so many *degrees*; its places are those within the box.

    *x* and *y*: where the corner of the box that was its left top one comes to stand.
    """

    x: float
    y: float
    degrees: int
    placed: "tuple[Placed, ...]"


Placed = PlacedLine | Rule | Fill | PlacedDrawing | Turned


class Stack(NamedTuple):
    """Blocks one below the other: what is placed, from the left and the top of the stack, and its height."""

    placed: "tuple[Placed, ...]"
    height: float


def moved(placed: Placed, x: float, y: float) -> Placed:
    """Returns *placed* so far to the right and down."""
    if isinstance(placed, Rule):
        return Rule(placed.x + x, placed.y + y, placed.x_end + x, placed.y_end + y, placed.width, placed.color)
    return placed._replace(x=placed.x + x, y=placed.y + y)


def bottom(placed: Placed) -> float:
    """Returns where *placed* ends below."""
    match placed:
        case PlacedLine():
            return placed.y + placed.line.height
        case Rule():
            return max(placed.y, placed.y_end)
        case Fill():
            return placed.y + placed.height
        case PlacedDrawing():
            return placed.y + placed.drawn.height
        case Turned():
            return placed.y
