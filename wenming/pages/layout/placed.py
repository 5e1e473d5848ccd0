"""What stands on a page, and where: lengths in twips from the left and the top of the paper."""

from typing import NamedTuple

from wenming.pages.layout.breaking import Line
from wenming.pages.layout.contents import Drawn, Paragraph
from wenming.pages.layout.looks import RunLook


class PlacedLine(NamedTuple):
    """A line of a paragraph; *x*: where its column begins, *y*: where the line does."""

    x: float
    y: float
    line: Line
    paragraph: Paragraph


class Rule(NamedTuple):
    """A straight line; *dash*: how long its dashes are, 0 for none."""

    x: float
    y: float
    x_end: float
    y_end: float
    width: float
    color: str
    dash: float = 0


class Fill(NamedTuple):
    """A rectangle in one colour."""

    x: float
    y: float
    width: float
    height: float
    color: str


class Dot(NamedTuple):
    """A round dot in one colour; *x* and *y* are its middle."""

    x: float
    y: float
    radius: float
    color: str


class PlacedDrawing(NamedTuple):
    """A picture or a chart; *cut_off*: how much of it nobody sees above, where a line is exactly so high."""

    x: float
    y: float
    drawn: Drawn
    cut_off: float = 0


class Label(NamedTuple):
    """Words of a chart, *x* twips to the right, *y* down to the base line."""

    x: float
    y: float
    text: str
    look: RunLook


class Turned(NamedTuple):
    """What stands in a box that is turned clockwise by so many *degrees*; its places are those within the box.

    *x* and *y*: where the corner of the box that was its left top one comes to stand.
    """

    x: float
    y: float
    degrees: int
    placed: "tuple[Placed, ...]"


Placed = PlacedLine | Rule | Fill | Dot | PlacedDrawing | Label | Turned


def moved(placed: Placed, x: float, y: float) -> Placed:
    """Returns *placed* so far to the right and down."""
    if isinstance(placed, PlacedLine):  # nearly everything that is moved
        return PlacedLine(placed.x + x, placed.y + y, placed.line, placed.paragraph)
    if isinstance(placed, Rule):
        return placed._replace(x=placed.x + x, y=placed.y + y, x_end=placed.x_end + x, y_end=placed.y_end + y)
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
        case Dot() | Label() | Turned():
            return placed.y
