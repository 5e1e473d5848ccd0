"""The parts of a Word file read as the contents that are laid out, and what of them the layout does not know."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, cast

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.i18n import N_
from wenming.ooxml.namespaces import W
from wenming.ooxml.relationships import relations_of, relationships, resolved
from wenming.ooxml.roles import Roles, part_with
from wenming.ooxml.tree import parse
from wenming.pages.layout.children import Children, children_of, first_named, value_of
from wenming.pages.layout.contents import (
    Block,
    Cell,
    CellAlign,
    Contents,
    Merge,
    PageNumber,
    Paragraph,
    Row,
    Section,
    Table,
    TableAlign,
    Unknown,
)
from wenming.pages.layout.inline import Inline
from wenming.pages.layout.joined_edges import with_joined_edges
from wenming.pages.layout.looks import Edge, Edges, ParagraphLook
from wenming.pages.layout.properties import edges, is_on, number, shade
from wenming.pages.layout.sections import read_section, unknown_of_section
from wenming.pages.layout.styles import Styles

_TAB = 720  # twips between tab stops that nobody set (OOXML 17.15.1.25)
_EXCERPT = 20  # characters that tell where something is
_OF_WORD_2007, _OF_WORD_2013 = 12, 15
_LEFT = 3  # of the margins in a cell
_DEEPEST = 20  # tables within tables
_SIDE_MARGIN = 108  # of a cell, where no style says: Word's own
_WIDEST = 31680  # twips, the widest page of Word
_ALIGNS: Mapping[str, TableAlign] = {
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
}
_NOT_LAID_OUT = {"altChunk": N_("别的文件"), "oMathPara": N_("公式")}
_WITHIN = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_PARAGRAPH_PROPERTIES, _ROW_PROPERTIES, _CELL_PROPERTIES = W + "pPr", W + "trPr", W + "tcPr"
_PARAGRAPH, _TABLE, _ROW, _CELL = W + "p", W + "tbl", W + "tr", W + "tc"


def read(parts: Mapping[str, bytes], roles: Roles) -> Contents:
    """The contents of the document in *parts*, each with its role. Raises etree.XMLSyntaxError where one is broken."""
    body = part_with("document", roles)
    styles = Styles(parts.get(part_with("styles", roles), b""))
    settings = _settings(parts.get(part_with("settings", roles), b""))
    moves_tables = _compatibility(settings) < _OF_WORD_2013
    read_body = _Reading(body, parts, styles, moves_tables=moves_tables)
    root = parse(parts.get(body, b"")).find(W + "body")
    blocks = with_joined_edges(read_body.blocks([] if root is None else root))
    last = read_body.end_section(None if root is None else root.find(W + "sectPr"))
    unknown = [*read_body.unknown, *read_body.inline.unknown, *_unknown_in_body(blocks)]
    if is_on(settings.find(W + "mirrorMargins")):
        unknown.append(Unknown(N_("对称的页边距"), ""))
    margins: dict[str, tuple[Block, ...]] = {}
    for part in read_body.named_margins:
        read_margin = _Reading(part, parts, styles, moves_tables=moves_tables)
        margins[part] = with_joined_edges(read_margin.blocks(parse(parts[part]))) if part in parts else ()
        unknown += [*read_margin.unknown, *read_margin.inline.unknown]
    return Contents(
        blocks=blocks,
        last_section=last,
        margins=margins,
        differs_by_side=is_on(settings.find(W + "evenAndOddHeaders")),
        tab=max(number(settings.find(W + "defaultTabStop"), "val", _TAB), 1),
        squeezes_marks=value_of(children_of(settings), "characterSpacingControl").startswith("compressPunctuation"),
        unknown=tuple(dict.fromkeys(unknown)),
    )


def _has_automatic_space(spacing: Element | None) -> bool:
    """True if the space before or after a paragraph is what a browser would make it."""
    if spacing is None:
        return False
    said = (spacing.get(W + "beforeAutospacing", "0"), spacing.get(W + "afterAutospacing", "0"))
    return any(one in ("1", "true", "on") for one in said)


def _compatibility(settings: Element) -> int:
    """The version of Word whose habits a document has: 15 is that of 2013 and later (MS-DOCX 2.3)."""
    for setting in settings.iterfind(f"{W}compat/{W}compatSetting"):
        if setting.get(W + "name") == "compatibilityMode":
            return number(setting, "val", _OF_WORD_2007)
    return _OF_WORD_2007


def _unknown_in_body(blocks: Iterable[Block]) -> Iterator[Unknown]:
    """What is known on the heads and feet of pages, and not in the body: numbers of pages that are still to come."""
    for block in blocks:
        if isinstance(block, Paragraph) and any(isinstance(piece, PageNumber) for piece in block.pieces):
            yield Unknown(N_("正文里的页码"), block.text[:_EXCERPT])


def _settings(part: bytes) -> Element:
    return parse(part) if part else etree.Element(W + "settings")


class _Reading:
    """One part being read: the body, a head or a foot.

    *moves_tables*: the text of a table, not its edge, begins where the column does, as up to Word 2010.
    """

    def __init__(self, part: str, parts: Mapping[str, bytes], styles: Styles, *, moves_tables: bool) -> None:
        relations = relationships(parts.get(relations_of(part), b""))
        self._targets = {one.key: resolved(part, one.target) for one in relations if not one.outside}
        self._styles = styles
        self._moves_tables = moves_tables
        self._numbered = 0
        self._section: Section | None = None
        self._depth = 0
        self.inline = Inline(styles, parts, self._targets, self.blocks)
        self.unknown: list[Unknown] = []
        self.named_margins: dict[str, None] = {}

    def end_section(self, element: Element | None) -> Section:
        """The section of *element* (w:sectPr), which ends here."""
        self._section = read_section(element, self._targets, self._section)
        for named in (self._section.heads, self._section.feet):
            self.named_margins.update(dict.fromkeys(named.values()))
        self.unknown += [Unknown(what, "") for what in unknown_of_section(element)]
        return self._section

    def blocks(self, holder: Iterable[Element], table: str = "") -> Iterator[Block]:
        """The paragraphs and tables in *holder*, which stands in a table of the style *table*."""
        for element in holder:
            if element.tag == _PARAGRAPH:
                yield self._paragraph(element, table)
            elif element.tag == _TABLE:
                yield from self._tables(element)
            elif element.tag in _WITHIN:
                yield from self.blocks(element, table)
            else:
                self._note_unknown(element)

    def _note_unknown(self, element: Element) -> None:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name in _NOT_LAID_OUT:
            self.unknown.append(Unknown(_NOT_LAID_OUT[name], ""))

    def _paragraph(self, element: Element, table: str) -> Paragraph:
        properties = children_of(first_named(element, _PARAGRAPH_PROPERTIES))
        look = self._styles.paragraph(properties, table)
        self._numbered += 1
        own = self._numbered
        found = self.inline.read(element, look, table)
        if self._is_numbered(properties, look):
            self.unknown.append(Unknown(N_("自动编号"), found.text[:_EXCERPT]))
        if _has_automatic_space(properties.get("spacing")):
            self.unknown.append(Unknown(N_("自动的段前段后间距"), found.text[:_EXCERPT]))
        if is_on(properties.get("bidi")):
            self.unknown.append(Unknown(N_("从右到左或者要连写的文字"), found.text[:_EXCERPT]))
        ends = properties.get("sectPr")
        section = None if ends is None else self.end_section(ends)
        return Paragraph(own, look, found.pieces, found.floating, section)

    def _is_numbered(self, properties: Children, look: ParagraphLook) -> bool:
        """True if Word gives a paragraph with these *properties* a number."""
        own = properties.get("numPr")
        if own is None:
            return self._styles.is_numbered(look.style)
        return value_of(children_of(own), "numId") not in ("", "0")

    def _tables(self, element: Element) -> Iterator[Table]:
        if self._depth >= _DEEPEST:
            self.unknown.append(Unknown(N_("套了太多层的表格"), ""))
            return
        self._depth += 1
        yield self._table(element)
        self._depth -= 1

    def _table(self, element: Element) -> Table:
        properties = element.find(W + "tblPr")
        style = value_of(children_of(properties), "tblStyle") or self._styles.default_table
        chain = self._styles.chain(style)
        self._note_unknown_of_table(element, properties, chain)
        look = _table_look([*(one.find(W + "tblPr") for one in chain), properties])
        first = self._numbered + 1
        columns = tuple(max(number(one, "w"), 0) for one in element.iterfind(f"{W}tblGrid/{W}gridCol"))
        rows = tuple(self._row(row, style, look.margins) for row in _rows(element))
        columns = columns or _columns_of(rows)
        return Table(
            columns=tuple(min(width, _WIDEST) for width in columns),
            rows=rows,
            indent=look.indent - (look.margins[_LEFT] if self._moves_tables else 0),
            align=look.align,
            edges=look.edges,
            number=first,
        )

    def _note_unknown_of_table(self, element: Element, properties: Element | None, chain: list[Element]) -> None:
        if any(one.find(W + "tblStylePr") is not None for one in chain):
            self.unknown.append(Unknown(N_("表格样式里首行、末列这些的格式"), _excerpt(element)))
        if properties is not None and properties.find(W + "tblpPr") is not None:
            self.unknown.append(Unknown(N_("浮动的表格"), _excerpt(element)))

    def _row(self, element: Element, style: str, margins: tuple[int, int, int, int]) -> Row:
        said = children_of(first_named(element, _ROW_PROPERTIES))
        height = said.get("trHeight")
        return Row(
            cells=tuple(self._cell(cell, style, margins) for cell in _cells(element)),
            height=number(height, "val"),
            exact=height is not None and height.get(W + "hRule") == "exact",
            stays_whole=is_on(said.get("cantSplit")),
            is_head=is_on(said.get("tblHeader")),
            skipped=max(number(said.get("gridBefore"), "val"), 0),
        )

    def _cell(self, element: Element, style: str, margins: tuple[int, int, int, int]) -> Cell:
        blocks = with_joined_edges(self.blocks(element, style))
        said = children_of(first_named(element, _CELL_PROPERTIES))
        if any(isinstance(block, Paragraph) and block.floating for block in blocks):
            self.unknown.append(Unknown(N_("单元格里浮动的图形"), _excerpt(element)))
        if value_of(said, "textDirection") not in ("", "lrTb"):
            self.unknown.append(Unknown(N_("单元格里竖排的字"), _excerpt(element)))
        merged = said.get("vMerge")
        merge = "" if merged is None else merged.get(W + "val", "continue")
        align = value_of(said, "vAlign")
        return Cell(
            columns=max(number(said.get("gridSpan"), "val", 1), 1),
            blocks=blocks,
            width=min(_width(said.get("tcW")), _WIDEST),
            merge=cast(Merge, merge if merge in ("restart", "continue") else ""),
            align=cast(CellAlign, align if align in ("center", "bottom") else "top"),
            edges=edges(said.get("tcBorders")),
            shade=shade(said.get("shd")),
            margins=_margins(said.get("tcMar"), margins),
        )


class _TableLook(NamedTuple):
    """What a table's style and the table itself say of all its cells."""

    edges: Edges = Edges()
    margins: tuple[int, int, int, int] = (0, _SIDE_MARGIN, 0, _SIDE_MARGIN)
    indent: int = 0
    align: TableAlign = "left"


def _table_look(said: Iterable[Element | None]) -> _TableLook:
    """What *said* (w:tblPr), the most general first, makes of a table."""
    look = _TableLook()
    for one in said:
        children = children_of(one)
        align = _ALIGNS.get(value_of(children, "jc"), look.align)
        look = _TableLook(
            edges=_over(edges(children.get("tblBorders")), look.edges),
            margins=_margins(children.get("tblCellMar"), look.margins),
            indent=number(children.get("tblInd"), "w", look.indent),
            align=align,
        )
    return look


def _width(element: Element | None) -> int:
    """A width (w:tcW) in twips; 0 where it is told otherwise, and the grid says it."""
    if element is None or element.get(W + "type", "dxa") != "dxa":
        return 0
    return max(number(element, "w"), 0)


def _rows(table: Element) -> Iterator[Element]:
    return _named(table, _ROW)


def _cells(row: Element) -> Iterator[Element]:
    return _named(row, _CELL)


def _named(holder: Element, tag: str) -> Iterator[Element]:
    """The elements *tag* in *holder*, within controls and marked insertions too."""
    for element in holder:
        if element.tag == tag:
            yield element
        elif element.tag in _WITHIN:
            yield from _named(element, tag)


def _columns_of(rows: tuple[Row, ...]) -> tuple[int, ...]:
    """The widths of columns as the longest row says, where the table has no grid."""
    longest = max(rows, key=lambda row: len(row.cells), default=Row(()))
    return tuple(max(cell.width, 1) for cell in longest.cells)


def _over(own: Edges, below: Edges) -> Edges:
    """*own* rules, and those *below* where nothing is said."""
    pairs = zip(own, below, strict=True)
    chosen: list[Edge | None] = [below_it if it is None else it for it, below_it in pairs]
    return Edges(*chosen)


def _margins(element: Element | None, default: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """The margins in a cell that *element* (w:tblCellMar, w:tcMar) gives: top, right, bottom, left."""
    if element is None:
        return default
    top, right, bottom, left = default
    return (
        number(element.find(W + "top"), "w", top),
        number(_first(element, "right", "end"), "w", right),
        number(element.find(W + "bottom"), "w", bottom),
        number(_first(element, "left", "start"), "w", left),
    )


def _first(element: Element, *names: str) -> Element | None:
    found = (element.find(W + name) for name in names)
    return next((one for one in found if one is not None), None)


def _excerpt(element: Element) -> str:
    return "".join(element.itertext(W + "t"))[:_EXCERPT]
