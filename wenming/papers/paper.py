"""An old paper as it is read from whatever file: lines with their looks, tables, and what stands beside the text."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

Align = Literal["", "center", "right"]


class Line(NamedTuple):
    """A paragraph: its *text*, with the number that a list gives it, and where it stands (第12段).

    *align* where it is centred or at the right; *size* of its characters in points, 0 where nothing says; *lead*: how
    many of its first characters look otherwise than the rest, as a head that is run in.
    """

    text: str
    place: str
    align: Align = ""
    size: float = 0
    lead: int = 0


class Grid(NamedTuple):
    """A table: the texts of the cells of each row, one that is merged only where it begins, and where it stands."""

    rows: tuple[tuple[str, ...], ...]
    place: str

    @property
    def texts(self) -> Iterator[str]:
        """Every text in it, row by row."""
        return (text for row in self.rows for text in row if text)


class Aside(NamedTuple):
    """What is not taken into a form: its *text*, and *why*, in words for clerks."""

    text: str
    why: str
    place: str = ""


Block = Line | Grid


class Paper(NamedTuple):
    """An old paper in its order; *aside*: what its file holds beside the text; *told*: what was done in reading it."""

    blocks: tuple[Block, ...]
    aside: tuple[Aside, ...] = ()
    told: tuple[str, ...] = ()
