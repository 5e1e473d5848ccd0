"""What a document is made of between a form and its Word file: paragraphs, tables, sections, pictures, charts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, NamedTuple

from wenming.engine.drawings import Picture
from wenming.ooxml.units import EighthsOfPoint, Points, Twips

_NONE = Twips(0)


class Run(NamedTuple):
    """Characters in one character style; a line feed in *text* is a line break."""

    text: str
    style: str = ""


class Indent(NamedTuple):
    """Indents and a tab stop, overriding those of the style."""

    left: Twips = _NONE
    right: Twips = _NONE
    hanging: Twips = _NONE
    first: Twips = _NONE
    tab: Twips = _NONE
    tab_align: Literal["left", "right"] = "left"


class Frame(NamedTuple):
    """A place on the page: top and height from the top of the type area, as wide as the type area."""

    top: Twips
    height: Twips


class Rule(NamedTuple):
    """A line along a paragraph, and its distance from it."""

    edge: Literal["top", "bottom"]
    width: EighthsOfPoint
    gap: Points = Points(0)
    color: str = "000000"


class Paragraph(NamedTuple):
    """One paragraph in a named style."""

    style: str
    runs: Sequence[Run] = ()
    picture: Picture | None = None  # before the words
    indent: Indent | None = None
    frame: Frame | None = None
    rules: Sequence[Rule] = ()
    before: Twips = _NONE  # the room above
    line: Twips = _NONE  # exact line height
    points: Points = Points(0)  # size of every run
    squeeze: int = 100  # width of every character in percent
    align: Literal["", "left", "center", "right", "distribute"] = ""
    new_page: bool = False
    keep_next: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def paragraph(style: str, text: str = "", **properties: object) -> Paragraph:
    """Returns a paragraph of one run, of none if *text* is empty."""
    runs = (Run(text),) if text else ()
    return Paragraph(style=style, runs=runs, **properties)  # type: ignore[arg-type]


class Cell(NamedTuple):
    """A table cell; *rows* > 1 merges it with the cells below, 0 marks those; it is as wide as so many *columns*."""

    paragraphs: Sequence[Paragraph]
    rows: int = 1
    columns: int = 1
    align: Literal["top", "center"] = "center"


def cell(text: str, style: str = "表格文字", rows: int = 1, columns: int = 1, *, keep_next: bool = False) -> Cell:
    """Returns a cell of one paragraph; *keep_next* keeps its row beside the next."""
    return Cell(paragraphs=(paragraph(style, text, keep_next=keep_next),), rows=rows, columns=columns)


def text_of(cell: Cell) -> str:
    """Returns what stands in *cell*."""
    return "\n".join(paragraph.text for paragraph in cell.paragraphs)


class Table(NamedTuple):
    """A table: column widths, header rows that repeat on each page, rows that do not split."""

    widths: Sequence[Twips]
    head: Sequence[Sequence[str | Cell]] = ()
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
    """Yields the names of the styles that *block* is written in."""
    match block:
        case Paragraph():
            yield from _styles_of_paragraph(block)
        case Table():
            yield from _styles_of_table(block)
        case Section():
            yield from _styles_of_section(block)


def _styles_of_paragraph(paragraph: Paragraph) -> Iterator[str]:
    yield paragraph.style
    for run in paragraph.runs:
        if run.style:
            yield run.style


def _styles_of_table(table: Table) -> Iterator[str]:
    if table.ruled:
        yield RULED
    if table.head:
        yield HEAD
    for paragraph in _paragraphs(table):
        yield from _styles_of_paragraph(paragraph)


def _styles_of_section(section: Section) -> Iterator[str]:
    yield BREAK
    has_own_footer = section.landscape or not section.numbered
    if has_own_footer:
        yield NUMBER


def _paragraphs(block: Block) -> Iterator[Paragraph]:
    """Yields *block* if it is a paragraph, and the paragraphs in its cells if it is a table."""
    match block:
        case Paragraph():
            yield block
        case Table():
            for cell in chain.from_iterable(block.rows):
                yield from cell.paragraphs


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks as one value for a template: ``{{p 章节.总体要求 }}`` lays them out."""

    items: Sequence[Block] = ()

    def __bool__(self) -> bool:
        return bool(self.items)

    def styles(self) -> list[str]:
        """Returns the names of the styles that they are written in, each once."""
        names = chain.from_iterable(map(_styles, self.items))
        return list(dict.fromkeys(names))

    def pictures(self) -> list[Picture]:
        """Returns the pictures in them, in the order in which they are written."""
        paragraphs = chain.from_iterable(map(_paragraphs, self.items))
        return [paragraph.picture for paragraph in paragraphs if paragraph.picture]
