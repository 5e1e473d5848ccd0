"""How many pages a rendered document takes, without a word processor.

GB/T 9704-2012 makes this possible: every line has an exact height and every Chinese character one width.
What is computed here is held against LibreOffice's pages by ``tests/pages/test_pages.py``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from wenming.gongwen.chinese import WIDEST_FIGURE, width
from wenming.gongwen.measures import CELL_MARGIN

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOT_FIRST = "，。、；：？！）》〉”’】〕％…—～·"
_NOT_LAST = "（《〈“‘【〔"
_SECTION = f"{W}pPr/{W}sectPr"
_FRAME = f"{W}pPr/{W}framePr"
_PAGE_BREAK = f"{W}pPr/{W}pageBreakBefore"
_STYLE = f"{W}pPr/{W}pStyle"
_PARAGRAPH, _TABLE, _ROW, _CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
_TEXT, _BREAK, _TAB, _TAB_STOPS = f"{W}t", f"{W}br", f"{W}tab", f"{W}tabs"
_CELL_PADDING = 2 * CELL_MARGIN  # what the margins on both sides take of a cell's width
_TWIPS = 20  # in a point
FIGURES = (0.5, WIDEST_FIGURE)  # of a character: how wide the figures of the faces are that offices print in
_STOPS, _WIDEST_STOP = ".,:;", 0.5  # they are no wider than that, of a character, where figures are
_NARROWEST = 320  # twips that a line has at least, a character, whatever margins and indents say
_GRIDS_OF_LINES = ("lines", "linesAndChars")
_RULE = 10  # a table's line between two rows, in twips: half a point


@dataclass(frozen=True, slots=True)
class Pages:
    """The number of pages of the text, the room left on the last in twips, whether that one lies on its side.

    *starts* gives for each style (id) the page where its first text stands.
    """

    count: int
    room: int
    landscape: bool
    starts: Mapping[str, int]


@dataclass(slots=True)
class _Look:
    """Resolved properties of a paragraph, in twips; size in half points, *scale* in percent: how wide it is set."""

    size: int = 32
    scale: int = 100
    figure: float = FIGURES[0]
    tracking: int = 0
    line: int = 312
    before: int = 0
    left: int = 0
    right: int = 0
    first: int = 0
    keep_next: bool = False
    rules: int = 0

    def width_of(self, char: str) -> float:
        """How wide *char* is in a line, in twips."""
        return self._of_a_character(char) * self.size * 10 * self.scale / 100 + self.tracking

    def _of_a_character(self, char: str) -> float:
        """How wide *char* is, of a Chinese character."""
        if width(char) == 1:
            return 1
        return min(self.figure, _WIDEST_STOP) if char in _STOPS else self.figure

    @property
    def above(self) -> int:
        """What stands above the first line: the space before the paragraph and its rules."""
        return self.before + self.rules


class _Paper(NamedTuple):
    """The type area of a section in twips, what is left below its whole lines, and the page the section starts on."""

    width: int
    height: int
    below: int
    landscape: bool
    start: str


@dataclass(slots=True)
class _Sheet:
    """The page being filled."""

    paper: _Paper
    number: int = 1
    used: int = 0

    def holds(self, height: int) -> bool:
        """True if something of this *height* (twips) fits below what is on the page."""
        return self.used + height <= self.paper.height

    def take(self, height: int) -> None:
        """Put something of this *height* (twips) on the page, or on the next where it does not fit."""
        if self.lacks(height):
            self.turn()
        self.used += height

    def lacks(self, height: int) -> bool:
        """True if something of this *height* (twips) needs a new page: never on an empty one, however high."""
        return self.used != 0 and not self.holds(height)

    def turn(self) -> None:
        """Begin the next page."""
        self.number += 1
        self.used = 0

    def begin(self, paper: _Paper) -> None:
        """Begin a section on *paper*."""
        self.paper = paper
        self.turn()
        if paper.start == "evenPage" and self.number % 2:
            self.turn()


def count(document: bytes, styles: bytes, figure: float = FIGURES[0]) -> Pages:
    """Returns the pages of *document* (word/document.xml) with *styles* (word/styles.xml); frames are not counted.

    *figure*: how wide a figure, or a letter, is, of a Chinese character.
    """
    [pages] = count_in_faces(document, styles, [figure])
    return pages


def count_in_faces(document: bytes, styles: bytes, figures: Iterable[float] = FIGURES) -> list[Pages]:
    """Returns the pages as ``count`` does, for faces whose *figures* are so wide."""
    style_tree = etree.fromstring(styles)
    body = etree.fromstring(document).find(f"{W}body")
    return [_count(body, _looks(style_tree, figure)) for figure in figures]


def _count(body: Element, looks: Mapping[str, _Look]) -> Pages:
    blocks = [block for block in body if _is_in_flow(block)]
    papers = _papers(blocks, body)
    sheet = _Sheet(next(papers))
    starts: dict[str, int] = {}
    chain: list[Element] = []
    for block, next_block in zip_longest(blocks, blocks[1:]):
        chain.append(block)
        if next_block is not None and _keeps(block, next_block, looks):
            continue
        _place(chain, sheet, looks, starts)
        chain = []
        if _ends_section(block):
            sheet.begin(next(papers))
    return Pages(sheet.number, sheet.paper.height - sheet.used, sheet.paper.landscape, starts)


def _is_in_flow(block: Element) -> bool:
    """True if *block* is a paragraph or a table that takes room in the text: one in a frame takes none."""
    return block.tag in (_PARAGRAPH, _TABLE) and block.find(_FRAME) is None


def _ends_section(block: Element) -> bool:
    """True if *block* is the last of a section."""
    return block.find(_SECTION) is not None


def _papers(blocks: Iterable[Element], body: Element) -> Iterator[_Paper]:
    """Yields the papers of the sections: all but the last stand in the last paragraph of theirs."""
    for block in blocks:
        if _ends_section(block):
            yield _paper(block.find(_SECTION))
    yield _paper(body.find(f"{W}sectPr"))


def _keeps(block: Element, next_block: Element, looks: Mapping[str, _Look]) -> bool:
    """True if *block* stays on the page of *next_block*, which may itself ask for a new page."""
    if block.tag != _PARAGRAPH or _ends_section(block):
        return False
    return _look(block, looks).keep_next and not _breaks_page(next_block)


def _breaks_page(block: Element) -> bool:
    """True if *block* asks for a new page."""
    return block.find(_PAGE_BREAK) is not None


def _paper(section: Element) -> _Paper:
    """Returns the type area of a *section* without its margins, in whole lines of its grid, and where it starts."""
    size = section.find(f"{W}pgSz")
    margins = section.find(f"{W}pgMar")
    start = section.find(f"{W}type")
    across = _number(size, "w") - _number(margins, "left") - _number(margins, "right")
    down = _number(size, "h") - _number(margins, "top") - _number(margins, "bottom")
    below = down % _pitch(section)
    landscape = size.get(f"{W}orient") == "landscape"
    where = "nextPage" if start is None else start.get(f"{W}val")
    return _Paper(across, down - below, below, landscape, where)


def _pitch(section: Element) -> int:
    """Returns the distance in twips of the lines of the grid that a *section* is set on; 1 where there is none."""
    grid = section.find(f"{W}docGrid")
    if grid is None or grid.get(f"{W}type", "default") not in _GRIDS_OF_LINES:
        return 1
    return max(_number(grid, "linePitch"), 1)


def _place(chain: list[Element], sheet: _Sheet, looks: Mapping[str, _Look], starts: dict[str, int]) -> None:
    """Put the last block of *chain* and the paragraphs that keep with it on the sheet."""
    if _breaks_page(chain[0]) and sheet.used:
        sheet.turn()
    *keeping, last = chain
    together = sum(_paragraph_height(block, sheet.paper.width, looks) for block in keeping)
    if together and not sheet.holds(together + _first_height(last, looks)):
        sheet.turn()
    for block in keeping:
        _note_start(block, sheet.number, starts)
    sheet.used += together
    page = sheet.number + 1 if sheet.lacks(_first_line(last, looks)) else sheet.number
    _note_start(last, page, starts)
    if last.tag == _TABLE:
        _place_table(last, sheet, looks)
    else:
        _place_paragraph(last, sheet, looks)


def _note_start(block: Element, page: int, starts: dict[str, int]) -> None:
    """Note in *starts* that the style of *block* is first seen on *page*, if it has text and no page is noted yet."""
    style = block.find(_STYLE)
    has_text = any(_characters(block))
    if style is not None and has_text:
        starts.setdefault(style.get(f"{W}val"), page)


def _first_line(block: Element, looks: Mapping[str, _Look]) -> int:
    """Returns the height of the first line, or row, of *block* with what stands above it."""
    if block.tag == _TABLE:
        return sum(_row_height(row, looks) for row in block.findall(_ROW)[:1])
    look = _look(block, looks)
    return look.above + look.line


def _first_height(block: Element, looks: Mapping[str, _Look]) -> int:
    """Returns the height of what must stand below paragraphs that keep with *block*: its first rows, or a line."""
    if block.tag == _TABLE:
        return sum(_row_height(row, looks) for row in next(_groups(block, looks), []))
    return _look(block, looks).line


def _place_paragraph(block: Element, sheet: _Sheet, looks: Mapping[str, _Look]) -> None:
    """Put a paragraph on the sheet line by line; one that only ends a section may stand below the last line."""
    look, lines = _paragraph_lines(block, sheet.paper.width, looks)
    if _ends_section(block) and look.above + lines * look.line <= sheet.paper.below:
        return
    sheet.take(look.above + look.line)
    for _line in range(1, lines):
        sheet.take(look.line)


def _place_table(table: Element, sheet: _Sheet, looks: Mapping[str, _Look]) -> None:
    """Put a table on the sheet, rows that keep together together; each further page begins with its head."""
    rows = table.findall(_ROW)
    head = sum(_row_height(row, looks) for row in rows if _is_head(row))
    rule = _rule(table)
    sheet.used += rule  # above the first row
    for group in _groups(table, looks):
        heights = [_row_height(row, looks) for row in group]
        if sheet.lacks(sum(heights)) and not _is_head(group[0]):
            sheet.turn()
            sheet.used = head + rule
        elif sheet.lacks(sum(heights)):
            sheet.turn()
            sheet.used = rule
        for height in heights:
            if sheet.lacks(height):
                sheet.turn()
                sheet.used = head + rule
            sheet.used += height


def _rule(table: Element) -> int:
    """Returns the height in twips of the rules of *table*: none where nothing gives it borders."""
    return _RULE if any(table.find(f"{W}tblPr/{W}{name}") is not None for name in ("tblStyle", "tblBorders")) else 0


def _groups(table: Element, looks: Mapping[str, _Look]) -> Iterator[list[Element]]:
    """Yields the rows of *table* that stay on one page together: those that keep with the next, and that one."""
    group: list[Element] = []
    for row in table.findall(_ROW):
        group.append(row)
        if not _row_keeps(row, looks):
            yield group
            group = []
    if group:
        yield group


def _row_keeps(row: Element, looks: Mapping[str, _Look]) -> bool:
    first = row.find(f"{_CELL}/{_PARAGRAPH}")
    return first is not None and _look(first, looks).keep_next


def _is_head(row: Element) -> bool:
    """True if *row* stands on every page of its table."""
    return row.find(f"{W}trPr/{W}tblHeader") is not None


def _row_height(row: Element, looks: Mapping[str, _Look]) -> int:
    """Returns the height of *row* in twips: that of its highest cell, and its rule."""
    heights = [_cell_height(cell, looks) for cell in row.findall(_CELL)]
    return max(heights, default=0) + _rule(row.getparent())


def _cell_height(cell: Element, looks: Mapping[str, _Look]) -> int:
    """Returns the height in twips that *cell* gives its row: none if it takes several rows."""
    if cell.find(f"{W}tcPr/{W}vMerge") is not None:
        return 0
    measure = _number(cell.find(f"{W}tcPr/{W}tcW"), "w") - _CELL_PADDING
    height = 0
    for block in cell.findall(_PARAGRAPH):
        look, lines = _paragraph_lines(block, measure, looks)
        height += look.before + lines * look.line
    return height


def _paragraph_height(block: Element, measure: int, looks: Mapping[str, _Look]) -> int:
    """Returns the height in twips of a paragraph set to *measure* (twips)."""
    look, lines = _paragraph_lines(block, measure, looks)
    return look.above + lines * look.line


def _paragraph_lines(block: Element, measure: int, looks: Mapping[str, _Look]) -> tuple[_Look, int]:
    """Returns the look of a paragraph and how many lines it fills, set to *measure* (twips): one at least."""
    look = _look(block, looks)
    measure = max(measure - look.left - look.right, _NARROWEST)
    first, *others = "".join(_characters(block)).split("\n")
    lines = _lines(first, measure, measure - look.first, look)
    lines += sum(_lines(part, measure, measure, look) for part in others)
    return look, lines


def _characters(block: Element) -> Iterator[str]:
    """Yields the texts of *block*, a line feed for each break, a full-width space for each tab."""
    for element in block.iter(_TEXT, _BREAK, _TAB):
        if element.tag == _TEXT:
            yield element.text or ""
        elif element.tag == _BREAK:
            yield "\n"
        elif element.getparent().tag != _TAB_STOPS:
            yield "　"


def _lines(text: str, measure: int, first: int, look: _Look) -> int:
    """Returns the lines that *text* fills: no mark opens or closes a line where it may not, figures stay whole.

    Lines are *measure* twips long, the first one *first*.
    """
    lines = 1
    used = 0.0
    room = first
    for unit in _units(text):
        needed = sum(look.width_of(char) for char in unit)
        if used and used + needed > room:
            lines += 1
            room = measure
            used = 0
        if needed > measure:  # a figure longer than a line is broken after all
            lines += int(needed // measure)
            needed %= measure
        used += needed
    return lines


def _units(text: str) -> Iterator[str]:
    """Yields the pieces between which a line may end."""
    unit = ""
    for char in text:
        if unit and not _is_joined(unit[-1], char):
            yield unit
            unit = ""
        unit += char
    if unit:
        yield unit


def _is_joined(before: str, char: str) -> bool:
    """True if no line may end between *before* and *char*."""
    if char in _NOT_FIRST or before in _NOT_LAST:
        return True
    return before.isascii() and char.isascii()


def _look(block: Element, looks: Mapping[str, _Look]) -> _Look:
    """Returns the look of a paragraph: what its style gives, changed by what it says itself."""
    style = block.find(_STYLE)
    key = "Normal" if style is None else style.get(f"{W}val")
    look = replace(looks.get(key, looks["Normal"]))
    _apply_paragraph(look, block.find(f"{W}pPr"))
    _apply_run(look, block.find(f"{W}r/{W}rPr"))
    return look


def _looks(styles: Element, figure: float) -> dict[str, _Look]:
    """Returns the looks that *styles* give, by their ids; there is always one of Normal. A *figure* is so wide."""
    defaults = _Look(figure=figure)
    _apply_run(defaults, styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    looks: dict[str, _Look] = {}
    for style in styles.findall(f"{W}style"):
        based = style.find(f"{W}basedOn")
        key = "" if based is None else based.get(f"{W}val")
        look = replace(looks.get(key, defaults))
        _apply_paragraph(look, style.find(f"{W}pPr"))
        _apply_run(look, style.find(f"{W}rPr"))
        looks[style.get(f"{W}styleId")] = look
    looks.setdefault("Normal", defaults)
    return looks


def _apply_paragraph(look: _Look, properties: Element | None) -> None:
    """Change *look* by the *properties* (w:pPr) of a paragraph or a style, if there are any."""
    if properties is None:
        return
    spacing = properties.find(f"{W}spacing")
    look.line = _number(spacing, "line", look.line)
    look.before = _number(spacing, "before", look.before)
    for rule in properties.iterfind(f"{W}pBdr/*"):
        look.rules += _number(rule, "space") * _TWIPS + _number(rule, "sz") * _TWIPS // 8
    indent = properties.find(f"{W}ind")
    if indent is not None:
        look.left = _number(indent, "left", look.left)
        look.right = _number(indent, "right", look.right)
        look.first = _number(indent, "firstLine", look.first) - _number(indent, "hanging")
    if properties.find(f"{W}keepNext") is not None:
        look.keep_next = True


def _apply_run(look: _Look, properties: Element | None) -> None:
    """Change *look* by the *properties* (w:rPr) of a run or a style, if there are any."""
    if properties is None:
        return
    look.size = _number(properties.find(f"{W}sz"), "val", look.size)
    look.scale = _number(properties.find(f"{W}w"), "val", look.scale)
    look.tracking = _number(properties.find(f"{W}spacing"), "val", look.tracking)


def _number(element: Element | None, attribute: str, default: int = 0) -> int:
    """Returns an *attribute* of *element* as a whole number; *default* where either is missing, or no number."""
    value = None if element is None else element.get(f"{W}{attribute}")
    try:
        return int(float(value)) if value else default
    except (ValueError, OverflowError):  # a template may say anything
        return default
