"""What a document holds, read from its parts and not laid out yet: paragraphs, tables, sections, in twips."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from wenming.pages.layout.looks import Edge, Edges, ParagraphLook, RunLook

Start = Literal["nextPage", "evenPage", "oddPage", "continuous"]
WhichPages = Literal["default", "even", "first"]
Merge = Literal["", "restart", "continue"]
CellAlign = Literal["top", "center", "bottom"]
TableAlign = Literal["left", "center", "right"]


class Words(NamedTuple):
    """Characters in one look."""

    text: str
    look: RunLook


class Tab(NamedTuple):
    """The way to the next tab stop."""

    look: RunLook


class Break(NamedTuple):
    """The end of a line, or of a page."""

    look: RunLook
    of_page: bool = False


class PageNumber(NamedTuple):
    """Where the number of the page is printed, or how many pages there are."""

    look: RunLook
    of_all: bool = False


class Drawn(NamedTuple):
    """A picture (*part*: the part that it is) or a chart in the line; lengths in twips."""

    look: RunLook
    width: float
    height: float
    part: str
    is_chart: bool = False
    cut: tuple[float, float, float, float] = (0, 0, 0, 0)  # of its width and height: left, top, right, bottom


Piece = Words | Tab | Break | PageNumber | Drawn


class Floating(NamedTuple):
    """A box out of the flow that belongs to a paragraph: a text box turned clockwise by *turned* degrees, a picture.

    *gives_way*: text beside it does; *is_behind*: it stands behind the text, not before it.
    """

    x: float
    y: float
    width: float
    height: float
    x_from: str
    y_from: str
    blocks: tuple[Block, ...] = ()
    turned: int = 0
    drawn: Drawn | None = None
    gives_way: bool = False
    is_behind: bool = False


class Section(NamedTuple):
    """The paper of a section, where it starts, what stands on the head and the foot of its pages; lengths in twips.

    *heads* and *feet*: names of parts by the pages that they are for. *pitch*: of its grid of lines, 0 without one.
    """

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    head: int
    foot: int
    start: Start
    pitch: int
    is_landscape: bool
    has_first: bool
    heads: Mapping[WhichPages, str]
    feet: Mapping[WhichPages, str]
    first_number: int | None
    with_dashes: bool

    @property
    def text_width(self) -> int:
        return self.width - self.left - self.right


class Paragraph(NamedTuple):
    """A paragraph, its *number* among all of its part, what stands in it and the section that ends with it."""

    number: int
    look: ParagraphLook
    pieces: tuple[Piece, ...]
    floating: tuple[Floating, ...] = ()
    section: Section | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces if isinstance(piece, Words))


class Cell(NamedTuple):
    """A cell over so many *columns*; *merge* says whether it begins or goes on with one over several rows."""

    columns: int
    blocks: tuple[Block, ...]
    width: int
    merge: Merge = ""
    align: CellAlign = "top"
    edges: Edges = Edges()
    shade: str = ""
    margins: tuple[int, int, int, int] = (0, 0, 0, 0)  # top, right, bottom, left

    @property
    def keeps_next(self) -> bool:
        """True if its first paragraph stays with what comes next."""
        return bool(self.blocks) and isinstance(self.blocks[0], Paragraph) and self.blocks[0].look.keeps_next


class Row(NamedTuple):
    """A row; *height* 0 is that of its cells, *exact* if nothing makes it higher, *skipped* columns before it."""

    cells: tuple[Cell, ...]
    height: int = 0
    exact: bool = False
    stays_whole: bool = False
    is_head: bool = False
    skipped: int = 0

    @property
    def keeps_next(self) -> bool:
        return bool(self.cells) and self.cells[0].keeps_next


class Table(NamedTuple):
    """A table: the widths of its columns, how far it stands in, the rules that its cells have unless they say other."""

    columns: tuple[int, ...]
    rows: tuple[Row, ...]
    indent: int = 0
    align: TableAlign = "left"
    edges: Edges = Edges()
    number: int = 0  # of the first paragraph in it

    @property
    def rule(self) -> float:
        """The height of the rule between two rows."""
        among = (self.edges.between_rows, self.edges.top, self.edges.bottom)
        return max((edge.width for edge in among if isinstance(edge, Edge)), default=0)


Block = Paragraph | Table


class Unknown(NamedTuple):
    """Something that the layout does not know, and the text beside it."""

    what: str
    beside: str


class Contents(NamedTuple):
    """A document as it was read: the *blocks* of its body, the section that they end in, what is on heads and feet.

    *differs_by_side*: even pages have heads and feet of their own. *tab*: the distance of tab stops that nobody set.
    """

    blocks: tuple[Block, ...]
    last_section: Section
    margins: Mapping[str, tuple[Block, ...]]
    differs_by_side: bool
    tab: int
    squeezes_marks: bool
    unknown: tuple[Unknown, ...]
