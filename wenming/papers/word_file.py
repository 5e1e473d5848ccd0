"""A Word file becomes lines and tables: automatic numbers resolved, tracked changes accepted, boxes opened."""

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.i18n import _, many
from wenming.ooxml import package
from wenming.ooxml.namespaces import W
from wenming.ooxml.numbering import is_number
from wenming.ooxml.roles import part_with, roles_of
from wenming.ooxml.tree import parse, value_of
from wenming.papers.list_numbers import ListNumbers
from wenming.papers.looks import Looks, Styles, looks_of
from wenming.papers.paper import Aside, Block, Grid, Line, Paper

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = (W + "del", W + "moveFrom", W + "delText", W + "delInstrText", W + "instrText", _MC + "Fallback", W + "pPr")
_BOX = W + "txbxContent"
_BLANKS = " \t\u3000\xa0\u2002\u2003\u2009\u200b\ufeff"
_BREAKS = (W + "br", W + "cr")
_DASHES = {W + "noBreakHyphen": "-", W + "tab": "\t", W + "ptab": "\t"}
_COLUMNS_MAX = 63  # that a table in Word has
_ON = ("", "1", "true", "on")
_Piece = tuple[str, Looks]


def read_word(data: bytes, shown: str) -> Paper:
    """The paper that the .docx *data*, called *shown*, holds. Raises Faults where it cannot be read, or must not be."""
    parts = package.read(data, shown)
    roles = roles_of(parts)
    trees = {role: _tree(parts.get(part_with(role, roles), b"")) for role in ("document", "styles", "numbering")}
    body = trees["document"]
    reading = _Reading(Styles(trees["styles"]), ListNumbers(trees["numbering"]))
    blocks = tuple(reading.blocks(body.iterchildren())) if body is not None else ()
    asides = [Aside(text, _("修订里删掉的文字")) for text in reading.deleted]
    asides += _beside(parts, roles)
    told = []
    if reading.changes:
        told.append(many("修订 {n} 处，按已经接受读的", reading.changes))
    return Paper(blocks, tuple(asides), tuple(told))


def _tree(part: bytes) -> Element | None:
    """The tree of a *part*; the body of the document itself, None where it is broken or not there."""
    try:
        root = parse(part)
    except (etree.XMLSyntaxError, ValueError):
        return None
    body = root.find(W + "body")
    return root if body is None else body


class _Reading:
    """The paragraphs and tables of one document, one after the other."""

    def __init__(self, styles: Styles, numbers: ListNumbers) -> None:
        self.styles, self.numbers = styles, numbers
        self.paragraphs = 0
        self.tables = 0
        self.changes = 0
        self.deleted: list[str] = []  # texts that somebody deleted with changes tracked
        self._waiting: list[_Piece] = []  # of a paragraph whose end was deleted: it goes on in the next

    def blocks(self, elements: Iterable[Element]) -> Iterator[Block]:
        """Yields what stands in *elements*, those in boxes before the paragraph that holds them."""
        for element in elements:
            if element.tag == W + "p":
                yield from self._paragraph(element)
            elif element.tag == W + "tbl":
                yield from self._table(element)
            elif element.tag in (W + "del", W + "moveFrom"):
                self._note_deleted(element)
            elif isinstance(element.tag, str) and element.tag != _MC + "Fallback":
                yield from self.blocks(element.iterchildren())

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        self.paragraphs += 1
        place = _("第{n}段").format(n=self.paragraphs)
        for box in _boxes(paragraph):
            yield from self.blocks(box.iterchildren())
        properties = paragraph.find(W + "pPr")
        style = value_of(properties, "pStyle")
        own = looks_of(properties, None).over(self.styles.looks(style))
        pieces = [*self._waiting, *self._pieces(paragraph, own)]
        self._waiting = []
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self.changes += 1
            self._waiting = pieces
            return
        counted = self._number(own) if any(text.strip(_BLANKS) for text, _looks in pieces) else ""
        yield from _lines(pieces, own, counted, place)

    def _number(self, own: Looks) -> str:
        if not own.list_ or own.list_ == "0":
            return ""
        return self.numbers.next(own.list_, int(own.level or 0))

    def _pieces(self, element: Element, under: Looks) -> Iterator[_Piece]:
        """Yields the texts in *element* with their looks; breaks as line feeds."""
        for child in element.iterchildren():
            if child.tag == W + "r":
                yield from self._run(child, under)
            elif child.tag in (W + "del", W + "moveFrom"):
                self._note_deleted(child)
            elif isinstance(child.tag, str) and child.tag not in _GONE and child.tag != _BOX:
                if child.tag in (W + "ins", W + "moveTo"):
                    self.changes += 1
                yield from self._pieces(child, under)

    def _run(self, run: Element, under: Looks) -> Iterator[_Piece]:
        properties = run.find(W + "rPr")
        if properties is not None and _is_on(properties, "vanish"):
            return
        looks = looks_of(None, properties).over(self.styles.own(value_of(properties, "rStyle"))).over(under)
        text = ""
        for child in run.iterchildren():
            if child.tag == W + "t":
                text += child.text or ""
            elif child.tag in _BREAKS:
                text += "" if child.get(W + "type") in ("page", "column") else "\n"
            else:
                text += _DASHES.get(str(child.tag), "")
        if text:
            yield text, looks

    def _note_deleted(self, element: Element) -> None:
        self.changes += 1
        text = "".join(one.text or "" for one in element.iter(W + "delText", W + "t")).strip()
        if text and element.tag == W + "del":
            self.deleted.append(text)

    def _table(self, table: Element) -> Iterator[Block]:
        """Yields a table; one that only lays out, with a single cell of text, as the lines in it."""
        self.tables += 1
        place = _("第{n}个表").format(n=self.tables)
        cells = [cell for row in _rows(table) for cell in _cells(row)]
        if len(cells) == 1 or _lays_out(table):
            for cell in cells:
                yield from self.blocks(cell.iterchildren())
            return
        rows = tuple(tuple(self._row(row)) for row in _rows(table))
        filled = tuple(row for row in rows if any(row))
        if filled:
            yield Grid(filled, place)

    def _row(self, row: Element) -> Iterator[str]:
        """Yields the texts of the cells of *row*, empty ones for the further columns that a cell spans."""
        for cell in _cells(row):
            yield self._cell(cell)
            span = value_of(cell.find(W + "tcPr"), "gridSpan")
            further = min(int(span), _COLUMNS_MAX) - 1 if is_number(span) else 0
            yield from [""] * further

    def _cell(self, cell: Element) -> str:
        """The text of *cell*, a line for each paragraph; empty where it goes on from the one above."""
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        if merged is not None and merged.get(W + "val") != "restart":
            return ""
        texts: list[str] = []
        for block in self.blocks(cell.iterchildren()):
            texts += [block.text] if isinstance(block, Line) else block.texts
        return "\n".join(texts)


def _boxes(paragraph: Element) -> Iterator[Element]:
    """Yields the text boxes that hang on *paragraph*, not those within one of them, nor a box's older writing."""
    for box in paragraph.iter(_BOX):
        owners = [owner.tag for owner in box.iterancestors()]
        before = owners[: owners.index(W + "p")] if W + "p" in owners else owners
        is_of_this = next(owner for owner in box.iterancestors(W + "p")) is paragraph
        if is_of_this and _MC + "Fallback" not in before:
            yield box


def _lines(pieces: list[_Piece], own: Looks, counted: str, place: str) -> Iterator[Line]:
    """Yields the lines of a paragraph: one, or where it is broken by hand one for each; a centred title stays one."""
    if own.aligned == "center":
        pieces = [(text.replace("\n", ""), looks) for text, looks in pieces]
    for line in _broken(pieces):
        text = "".join(text for text, _looks in line)
        bare = text.strip(_BLANKS)
        if not bare:
            continue
        lead = _lead(line) - (len(text) - len(text.lstrip(_BLANKS)))
        longest = max(line, key=lambda piece: len(piece[0].strip(_BLANKS)))[1]
        yield Line(
            text=counted + bare,
            place=place,
            align=own.aligned,
            size=longest.size,
            lead=len(counted) + lead if 0 < lead < len(bare) else 0,
        )
        counted = ""


def _broken(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    line: list[_Piece] = []
    for text, looks in pieces:
        first, *others = text.split("\n")
        line.append((first, looks))
        for other in others:
            yield line
            line = [(other, looks)]
    yield line


def _lead(line: list[_Piece]) -> int:
    """How many first characters of *line* are set otherwise than those behind them; 0 where all are alike."""
    seen = [(text, (looks.face, looks.bold in _ON[1:])) for text, looks in line if text.strip(_BLANKS)]
    if not seen:
        return 0
    first = seen[0][1]
    length = 0
    for text, looks in line:
        if text.strip(_BLANKS) and (looks.face, looks.bold in _ON[1:]) != first:
            return length
        length += len(text)
    return 0


def _rows(table: Element) -> Iterator[Element]:
    """Yields the rows of *table*, without those that were deleted, also those in controls."""
    for row in table.iter(W + "tr"):
        of_table = next(row.iterancestors(W + "tbl")) is table
        if of_table and row.find(f"{W}trPr/{W}del") is None:
            yield row


def _cells(row: Element) -> Iterator[Element]:
    for cell in row.iter(W + "tc"):
        if next(cell.iterancestors(W + "tr")) is row:
            yield cell


def _lays_out(table: Element) -> bool:
    """True if *table* has no rules to be seen: it only holds texts beside one another."""
    borders = table.find(f"{W}tblPr/{W}tblBorders")
    if borders is None or table.find(f".//{W}tcBorders") is not None:
        return False
    return all(border.get(W + "val") in ("nil", "none") for border in borders)


def _beside(parts: Mapping[str, bytes], roles: Mapping[str, str]) -> Iterator[Aside]:
    """Yields what headers, footers, notes and comments say; not the number of the page."""
    why = {"header": _("页眉"), "footer": _("页脚"), "footnotes": _("脚注"), "endnotes": _("尾注")}
    why["comments"] = _("批注")
    for name, role in roles.items():
        root = _tree(parts[name]) if role in why else None
        if root is None:
            continue
        for paragraph in root.iter(W + "p"):
            text = _text_without_fields(paragraph).strip(_BLANKS)
            if text.strip("—-－–·. 第页共0123456789"):
                yield Aside(text, why[role])


def _text_without_fields(paragraph: Element) -> str:
    """The text of *paragraph*, but for what its fields give."""
    text, depth = "", 0
    for element in paragraph.iter(W + "fldChar", W + "t"):
        kind = element.get(W + "fldCharType")
        if kind in ("begin", "end"):
            depth += 1 if kind == "begin" else -1
        elif not depth and element.tag == W + "t" and not any(element.iterancestors(W + "fldSimple")):
            text += element.text or ""
    return text


def _is_on(properties: Element, name: str) -> bool:
    element = properties.find(W + name)
    return element is not None and element.get(W + "val", "") in _ON
