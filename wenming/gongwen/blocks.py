"""What a document is made of between a form and its Word file: paragraphs, tables, sections, pictures, charts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from wenming.engine.drawings import Picture


class Run(NamedTuple):
    """Characters in one character style; a line feed in *text* is a line break."""

    text: str
    style: str = ""


class Indent(NamedTuple):
    """Indents and a tab stop in twips, overriding those of the style."""

    left: int = 0
    right: int = 0
    hanging: int = 0
    first: int = 0
    tab: int = 0
    tab_align: Literal["left", "right"] = "left"


class Frame(NamedTuple):
    """A place on the page: top and height in twips from the top of the type area, as wide as the type area."""

    top: int
    height: int


class Rule(NamedTuple):
    """A line along a paragraph: width in eighths of a point, distance in points."""

    edge: Literal["top", "bottom"]
    width: int
    gap: int = 0
    color: str = "000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph in a named style."""

    style: str
    runs: Sequence[Run] = ()
    picture: Picture | None = None  # before the words
    indent: Indent | None = None
    frame: Frame | None = None
    rules: Sequence[Rule] = ()
    before: int = 0  # twips above
    line: int = 0  # exact line height in twips
    points: float = 0  # size of every run
    squeeze: int = 100  # width of every character in percent
    align: Literal["", "left", "center", "right", "distribute"] = ""
    new_page: bool = False
    keep_next: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def paragraph(style: str, text: str = "", **properties: object) -> Paragraph:
    """A paragraph of one run."""
    return Paragraph(style=style, runs=(Run(text),) if text else (), **properties)  # type: ignore[arg-type]


class Cell(NamedTuple):
    """A table cell; *rows* > 1 merges it with the cells below, 0 marks those."""

    paragraphs: Sequence[Paragraph]
    rows: int = 1
    align: Literal["top", "center"] = "center"


def cell(text: str, style: str = "表格文字", rows: int = 1, *, keep_next: bool = False) -> Cell:
    """A cell of one paragraph; *keep_next* keeps its row beside the next."""
    return Cell(paragraphs=(paragraph(style, text, keep_next=keep_next),), rows=rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: column widths in twips, header rows that repeat on each page, rows that do not split."""

    widths: Sequence[int]
    head: Sequence[Sequence[str]] = ()
    rows: Sequence[Sequence[Cell]] = ()
    ruled: bool = True


class Section(NamedTuple):
    """From here on another section: its paper, the page it starts on, whether its pages are numbered."""

    landscape: bool = False
    start: Literal["nextPage", "evenPage"] = "nextPage"
    numbered: bool = True


Block = Paragraph | Table | Section
RULED, HEAD, BREAK, NUMBER = "公文表格", "表头", "分节", "页码"  # styles of tables, their heads, sections, page numbers


def _styles(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield block.style
            yield from (run.style for run in block.runs if run.style)
        case Table():
            yield from ([RULED] if block.ruled else []) + ([HEAD] if block.head else [])
            for row in block.rows:
                yield from (name for cell in row for one in cell.paragraphs for name in _styles(one))
        case Section():
            yield from [BREAK] + ([NUMBER] if block.landscape or not block.numbered else [])


def _paragraphs(block: Block) -> Iterator[Paragraph]:
    match block:
        case Paragraph():
            yield block
        case Table():
            yield from (one for row in block.rows for cell in row for one in cell.paragraphs)


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks as one value for a template: ``{{p 章节.总体要求 }}`` lays them out."""

    items: Sequence[Block] = ()

    def __bool__(self) -> bool:
        return bool(self.items)

    def styles(self) -> list[str]:
        """The names of the styles that they are written in, each once."""
        return list(dict.fromkeys(name for item in self.items for name in _styles(item)))

    def pictures(self) -> list[Picture]:
        """The pictures in them, in the order in which they are written."""
        return [one.picture for item in self.items for one in _paragraphs(item) if one.picture]
