"""How many pages a rendered document takes, without a word processor.

GB/T 9704-2012 makes this possible: every line has an exact height and every Chinese character one width.
What is computed here is held against LibreOffice's pages by ``tests/test_pages.py``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from lxml import etree

from wenming.gongwen.chinese import width

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOT_FIRST = "，。、；：？！）》〉”’】〕％…—～·"
_NOT_LAST = "（《〈“‘【〔"
_SECTION = f"{W}pPr/{W}sectPr"
_CELL_PADDING = 216
_RULE = 8  # a table's line between two rows, in twips


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
    """Resolved properties of a paragraph, in twips; size in half points."""

    size: int = 32
    tracking: int = 0
    line: int = 312
    before: int = 0
    left: int = 0
    right: int = 0
    first: int = 0
    keep_next: bool = False
    rules: int = 0


class _Paper(NamedTuple):
    """The type area of a section in twips, and the page the section starts on."""

    width: int
    height: int
    landscape: bool
    start: str


@dataclass(slots=True)
class _Sheet:
    """The page being filled."""

    paper: _Paper
    number: int = 1
    used: int = 0

    def holds(self, height: int) -> bool:
        return self.used + height <= self.paper.height

    def take(self, height: int) -> None:
        if self.used and not self.holds(height):
            self.turn()
        self.used += height

    def turn(self) -> None:
        self.number += 1
        self.used = 0

    def begin(self, paper: _Paper) -> None:
        self.paper = paper
        self.turn()
        if paper.start == "evenPage" and self.number % 2:
            self.turn()


def count(document: bytes, styles: bytes) -> Pages:
    """The pages of *document* (word/document.xml) with *styles* (word/styles.xml); frames are not counted."""
    looks = _looks(etree.fromstring(styles))
    body = etree.fromstring(document).find(f"{W}body")
    framed = f"{W}pPr/{W}framePr"
    blocks = [block for block in body if block.tag in (f"{W}p", f"{W}tbl") and block.find(framed) is None]
    ends = {index: block.find(_SECTION) for index, block in enumerate(blocks) if block.find(_SECTION) is not None}
    papers = [_paper(section) for section in (*ends.values(), body.find(f"{W}sectPr"))]
    following = dict(zip(ends, papers[1:], strict=True))
    sheet = _Sheet(papers[0])
    starts: dict[str, int] = {}
    chain: list[Any] = []
    for index, block in enumerate(blocks):
        chain.append(block)
        if index + 1 < len(blocks) and _keeps(block, blocks[index + 1], looks):
            continue
        _place(chain, sheet, looks, starts)
        chain = []
        if index in following:
            sheet.begin(following[index])
    return Pages(sheet.number, sheet.paper.height - sheet.used, sheet.paper.landscape, starts)


def _keeps(block: Any, next_block: Any, looks: Mapping[str, _Look]) -> bool:
    """Whether *block* stays on the page of *next_block*, which may itself ask for a new page."""
    if block.tag != f"{W}p" or block.find(_SECTION) is not None:
        return False
    return _look(block, looks).keep_next and next_block.find(f"{W}pPr/{W}pageBreakBefore") is None


def _paper(section: Any) -> _Paper:
    size, margins, start = (section.find(f"{W}{name}") for name in ("pgSz", "pgMar", "type"))
    across = _number(size, "w") - _number(margins, "left") - _number(margins, "right")
    down = _number(size, "h") - _number(margins, "top") - _number(margins, "bottom")
    landscape = size.get(f"{W}orient") == "landscape"
    return _Paper(across, down, landscape, start.get(f"{W}val") if start is not None else "nextPage")


def _place(chain: list[Any], sheet: _Sheet, looks: Mapping[str, _Look], starts: dict[str, int]) -> None:
    """Put the last block of *chain* and the paragraphs that keep with it on the sheet."""
    if chain[0].find(f"{W}pPr/{W}pageBreakBefore") is not None and sheet.used:
        sheet.turn()
    heights = [_paragraph_lines(block, sheet.paper.width, looks) for block in chain[:-1]]
    together = sum(look.before + look.rules + lines * look.line for look, lines in heights)
    last = chain[-1]
    first_line = _first_height(last, sheet.paper.width, looks)
    if together and not sheet.holds(together + first_line):
        sheet.turn()
    for block in chain:
        style = block.find(f"{W}pPr/{W}pStyle")
        if style is not None and next(_characters(block), ""):
            starts.setdefault(style.get(f"{W}val"), sheet.number)
    sheet.used += together
    if last.tag == f"{W}tbl":
        _place_table(last, sheet, looks)
        return
    look, lines = _paragraph_lines(last, sheet.paper.width, looks)
    for number in range(lines):
        sheet.take(look.line + (0 if number else look.before + look.rules))


def _first_height(block: Any, measure: int, looks: Mapping[str, _Look]) -> int:
    if block.tag == f"{W}tbl":
        rows = block.findall(f"{W}tr")
        return sum(_row_height(row, looks) for row in rows[:2])
    return _look(block, looks).line


def _place_table(table: Any, sheet: _Sheet, looks: Mapping[str, _Look]) -> None:
    rows = table.findall(f"{W}tr")
    head = sum(_row_height(row, looks) for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None)
    for row in rows:
        height = _row_height(row, looks)
        if sheet.used and not sheet.holds(height):
            sheet.turn()
            sheet.used = head
        sheet.used += height


def _row_height(row: Any, looks: Mapping[str, _Look]) -> int:
    heights = []
    for cell in row.findall(f"{W}tc"):
        measure = _number(cell.find(f"{W}tcPr/{W}tcW"), "w") - _CELL_PADDING
        counted = [_paragraph_lines(block, measure, looks) for block in cell.findall(f"{W}p")]
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        heights.append(0 if merged is not None else sum(look.before + look.line * lines for look, lines in counted))
    return max(heights, default=0) + _RULE


def _paragraph_lines(block: Any, measure: int, looks: Mapping[str, _Look]) -> tuple[_Look, int]:
    look = _look(block, looks)
    text = "".join(_characters(block))
    measure -= look.left + look.right
    return look, sum(
        _lines(part, measure, measure - (0 if number else look.first), look)
        for number, part in enumerate(text.split("\n"))
    )


def _characters(block: Any) -> Iterator[str]:
    for element in block.iter(f"{W}t", f"{W}br", f"{W}tab"):
        if element.tag == f"{W}tab" and element.getparent().tag == f"{W}tabs":
            continue
        yield (element.text or "") if element.tag == f"{W}t" else "\n" if element.tag == f"{W}br" else "　"


def _lines(text: str, measure: int, first: int, look: _Look) -> int:
    """Lines that *text* fills: no mark opens or closes a line where it may not, figures stay whole."""
    lines, used, room = 1, 0.0, first
    for unit in _units(text):
        needed = sum(width(char) * look.size * 10 + look.tracking for char in unit)
        if used + needed > room and used:
            lines, room = lines + 1, measure
            used = 0
        used += needed if needed <= measure else needed % measure
        if needed > measure:
            lines += int(needed // measure)
    return lines


def _units(text: str) -> Iterator[str]:
    """Pieces between which a line may end."""
    unit = ""
    for char in text:
        joins = unit and (char in _NOT_FIRST or unit[-1] in _NOT_LAST or (char.isascii() and unit[-1].isascii()))
        if unit and not joins:
            yield unit
            unit = ""
        unit += char
    if unit:
        yield unit


def _look(block: Any, looks: Mapping[str, _Look]) -> _Look:
    style = block.find(f"{W}pPr/{W}pStyle")
    base = looks.get(style.get(f"{W}val") if style is not None else "Normal", looks["Normal"])
    return _changed(base, block.find(f"{W}pPr"), block.find(f"{W}r/{W}rPr"))


def _looks(styles: Any) -> dict[str, _Look]:
    defaults = _changed(_Look(), None, styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    looks: dict[str, _Look] = {}
    for style in styles.findall(f"{W}style"):
        based = style.find(f"{W}basedOn")
        base = looks.get(based.get(f"{W}val") if based is not None else "", defaults)
        looks[style.get(f"{W}styleId")] = _changed(base, style.find(f"{W}pPr"), style.find(f"{W}rPr"))
    looks.setdefault("Normal", defaults)
    return looks


def _changed(base: _Look, paragraph: Any, run: Any) -> _Look:
    look = replace(base)
    if paragraph is not None:
        spacing, indent = paragraph.find(f"{W}spacing"), paragraph.find(f"{W}ind")
        if spacing is not None:
            look.line = _number(spacing, "line", look.line)
            look.before = _number(spacing, "before", look.before)
        for rule in paragraph.iterfind(f"{W}pBdr/*"):
            look.rules += _number(rule, "space") * 20 + _number(rule, "sz") * 20 // 8
        if indent is not None:
            look.left, look.right = _number(indent, "left", look.left), _number(indent, "right", look.right)
            look.first = _number(indent, "firstLine", look.first) - _number(indent, "hanging")
        look.keep_next = look.keep_next or paragraph.find(f"{W}keepNext") is not None
    if run is not None:
        size, tracking = run.find(f"{W}sz"), run.find(f"{W}spacing")
        look.size = _number(size, "val", look.size)
        look.tracking = _number(tracking, "val", look.tracking)
    return look


def _number(element: Any, attribute: str, default: int = 0) -> int:
    value = element.get(f"{W}{attribute}") if element is not None else None
    return int(float(value)) if value else default
