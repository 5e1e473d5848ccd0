"""How paragraphs and runs are set, resolved from styles: lengths in twips, sizes of letters in half points."""

from typing import Literal, NamedTuple

LineRule = Literal["auto", "atLeast", "exact"]
Align = Literal["left", "center", "right", "both", "distribute"]
TabAlign = Literal["left", "center", "right", "decimal", "clear"]
Leader = Literal["", "dot", "hyphen", "underscore"]


class RunLook(NamedTuple):
    """Properties of a run (OOXML 17.3.2); *scale* in percent, *raised* in half points, *shade* empty or a colour.

    *hints_east_asian*: signs that both scripts have, such as quotation marks, are in the East Asian face.
    """

    east_asian: str = ""
    latin: str = ""
    hints_east_asian: bool = False
    size: float = 20
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    struck: bool = False
    color: str = "000000"
    tracking: int = 0
    scale: int = 100
    raised: float = 0
    shade: str = ""
    in_capitals: bool = False


class TabStop(NamedTuple):
    """A tab stop, and what fills the way to it."""

    place: int
    align: TabAlign
    leader: Leader = ""


class Edge(NamedTuple):
    """A rule along an edge: its *width*, its distance from the text, how long its dashes are (0: none), in twips."""

    width: float
    space: float = 0
    color: str = "000000"
    dash: float = 0


class Edges(NamedTuple):
    """The rules around something; None where there is none. *between_rows*: of a table, or of paragraphs in one box."""

    top: Edge | None = None
    bottom: Edge | None = None
    left: Edge | None = None
    right: Edge | None = None
    between_rows: Edge | None = None
    between_columns: Edge | None = None


class Frame(NamedTuple):
    """Where a paragraph out of the flow stands (w:framePr), from what; a *height* of 0 is that of its text."""

    x: int = 0
    y: int = 0
    width: int = 0
    height: int = 0
    exact: bool = False
    x_from: str = "page"
    y_from: str = "page"
    x_align: str = ""
    y_align: str = ""


class ParagraphLook(NamedTuple):
    """Properties of a paragraph (OOXML 17.3.1); *run* is the look of its mark and of runs that say nothing."""

    run: RunLook = RunLook()
    style: str = ""
    line: int = 240
    line_rule: LineRule = "auto"
    before: int = 0
    after: int = 0
    left: int = 0
    right: int = 0
    first: int = 0
    align: Align = "left"
    keeps_next: bool = False
    keeps_lines: bool = False
    breaks_page: bool = False
    controls_widows: bool = True
    snaps_to_grid: bool = True
    tabs: tuple[TabStop, ...] = ()
    edges: Edges = Edges()
    shade: str = ""
    kinsoku: bool = True
    hangs_marks: bool = True
    spaces_letters: bool = True
    spaces_figures: bool = True
    breaks_words: bool = False
    ignores_space_in_style: bool = False
    outline_level: int = 9
    frame: Frame | None = None
