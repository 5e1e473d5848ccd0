"""What stands in a paragraph: words, tabs, breaks, fields, pictures, and boxes that float beside it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.i18n import N_
from wenming.ooxml.namespaces import A, C, M, R, W
from wenming.pages.layout.charts import read_chart
from wenming.pages.layout.children import Children, children_of, first_named
from wenming.pages.layout.contents import Block, Break, Drawn, Floating, PageNumber, Piece, Tab, Unknown, Words
from wenming.pages.layout.looks import ParagraphLook, RunLook
from wenming.pages.layout.styles import Styles

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_RUN, _RUN_PROPERTIES, _TEXT, _TAB = W + "r", W + "rPr", W + "t", W + "tab"
_SIMPLE_FIELD, _FIELD_MARK, _INSTRUCTION = W + "fldSimple", W + "fldChar", W + "instrText"
_ALTERNATIVE = _MC + "AlternateContent"
_EMU_IN_TWIP = 635
_WHOLE = 100_000  # thousandths of a percent, as pictures are cut
_EXCERPT = 20  # characters that tell where something is
_FARTHEST = 200_000 * _EMU_IN_TWIP
_LARGEST = 31680.0  # twips, the widest page of Word
_WITHIN = frozenset(
    W + name
    for name in ("hyperlink", "customXml", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "dir", "bdo")
)
#: Hebrew, Arabic (Uyghur, Kazakh), the scripts of India, Thai, Tibetan, Burmese, Khmer, Mongolian
_NEEDS_SHAPING = re.compile("[\u0590-\u109f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufefe]")
_NOT_READ = {
    W + "footnoteReference": N_("脚注"),
    W + "endnoteReference": N_("尾注"),
    W + "ruby": N_("拼音"),
    W + "object": N_("嵌入的对象"),
    W + "pict": N_("旧格式的图形"),
    W + "ptab": N_("对齐制表位"),
}
_LOOKS_NOT_DRAWN = {
    "em": N_("着重号"),
    "fitText": N_("调整过宽度的字"),
    "eastAsianLayout": N_("双行合一"),
    "bdr": N_("文字的边框"),
    "smallCaps": N_("小型大写字母"),
}
_TURNED = {"vert": 90, "vert270": 270, "eaVert": 90}
_PLAIN = ("\\*", "ARABIC", "MERGEFORMAT")  # switches of a field that leave its number as it is
_PAGE, _PAGES = "PAGE", ("NUMPAGES", "SECTIONPAGES")


class Found(NamedTuple):
    """What stands in a paragraph."""

    pieces: tuple[Piece, ...]
    floating: tuple[Floating, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces if isinstance(piece, Words))


class Inline:
    """Reads what stands in paragraphs of a part; *targets*: the part that each relationship leads to.

    *blocks* reads what stands in a text box.
    """

    def __init__(
        self,
        styles: Styles,
        parts: Mapping[str, bytes],
        targets: Mapping[str, str],
        blocks: Callable[[Iterable[Element]], Iterator[Block]],
    ) -> None:
        self._styles = styles
        self._parts = parts
        self._targets = targets
        self._blocks = blocks
        self.unknown: list[Unknown] = []

    def read(self, paragraph: Element, look: ParagraphLook, table: str) -> Found:
        """What stands in *paragraph*, which looks so and is in a table of the style *table*."""
        reading = _ParagraphReading(self, look, table)
        reading.read(paragraph)
        found = Found(tuple(reading.pieces), tuple(reading.floating))
        self.unknown += [Unknown(what, found.text[:_EXCERPT]) for what in reading.unknown]
        return found

    def run_look(self, look: ParagraphLook, properties: Children, table: str) -> RunLook | None:
        return self._styles.run(look, properties, table)

    def target(self, key: str) -> str:
        return self._targets.get(key, "")

    def knows_chart(self, part: str) -> bool:
        """True if the chart in *part* is of a kind that can be drawn."""
        return read_chart(self._parts.get(part, b"")) is not None

    def box(self, content: Element) -> tuple[Block, ...]:
        """What stands in a text box."""
        return tuple(self._blocks(content))


class _ParagraphReading:
    """A paragraph being read, with the field that is open."""

    def __init__(self, inline: Inline, look: ParagraphLook, table: str) -> None:
        self._inline = inline
        self._look = look
        self._table = table
        self._fields: list[str] = []  # what is said of each open field; a PAGE field's result is not read
        self._in_result: list[bool] = []
        self.pieces: list[Piece] = []
        self.floating: list[Floating] = []
        self.unknown: list[str] = []

    def read(self, holder: Element) -> None:
        for element in holder:
            tag = element.tag
            if tag == _RUN:
                self._read_run(element)
            elif tag == _SIMPLE_FIELD and self._is_page(element.get(W + "instr", "")):
                self._add_page_number(element.get(W + "instr", ""), self._look.run)
            elif tag in _WITHIN:
                self.read(element)
            elif tag == _ALTERNATIVE:
                self.read(_choice_of(element))
            elif isinstance(tag, str) and tag.startswith(M):
                self.unknown.append(N_("公式"))

    def _read_run(self, run: Element) -> None:
        properties = children_of(first_named(run, _RUN_PROPERTIES))
        look = self._inline.run_look(self._look, properties, self._table)
        if look is None:
            return
        if not _LOOKS_NOT_DRAWN.keys().isdisjoint(properties):
            self.unknown += [what for name, what in _LOOKS_NOT_DRAWN.items() if name in properties]
        for child in run:
            tag = child.tag
            if not isinstance(tag, str):
                continue
            if tag == _FIELD_MARK:
                self._read_field(child, look)
            elif tag == _INSTRUCTION and self._fields and not self._in_result[-1]:
                self._fields[-1] += child.text or ""
            elif not self._is_skipped():
                self._read_piece(child, look)

    def _read_piece(self, child: Element, look: RunLook) -> None:
        tag = child.tag
        if tag == _TEXT:
            if child.text:
                self.pieces.append(Words(child.text, look))
                if _NEEDS_SHAPING.search(child.text):
                    self.unknown.append(N_("从右到左或者要连写的文字"))
        elif tag == _TAB:
            self.pieces.append(Tab(look))
        elif tag in _READERS:
            _READERS[tag](self, child, look)
        elif tag in _NOT_READ:
            self.unknown.append(_NOT_READ[tag])

    def _read_hyphen(self, _child: Element, look: RunLook) -> None:
        self.pieces.append(Words("\u2011", look))

    def _read_break(self, child: Element, look: RunLook) -> None:
        kind = child.get(W + "type", "")
        if kind == "column":
            self.unknown.append(N_("分栏"))
            return
        self.pieces.append(Break(look, of_page=kind == "page"))

    def _read_symbol(self, child: Element, look: RunLook) -> None:
        self.unknown.append(N_("符号字体里的符号"))
        code = child.get(W + "char", "")
        try:
            sign = chr(int(code, 16))
        except (ValueError, OverflowError):
            return
        if sign.isprintable():  # no half of a character, no control character
            self.pieces.append(Words(sign, look))

    def _read_alternative(self, child: Element, look: RunLook) -> None:
        choice = _choice_of(child)
        if not len(choice):
            self.unknown.append(N_("旧格式的图形"))
        for inner in choice:
            self._read_piece(inner, look)

    # fields

    def _read_field(self, mark: Element, look: RunLook) -> None:
        kind = mark.get(W + "fldCharType", "")
        if kind == "begin":
            self._fields.append("")
            self._in_result.append(False)
        elif kind == "separate" and self._fields:
            self._in_result[-1] = True
        elif kind == "end" and self._fields:
            instruction = self._fields.pop()
            self._in_result.pop()
            if self._is_page(instruction) and not self._is_skipped():
                self._add_page_number(instruction, look)

    def _is_skipped(self) -> bool:
        """True within an instruction, and within a result that is known better here."""
        if not self._fields:
            return False
        if not all(self._in_result):
            return True
        return any(map(self._is_page, self._fields))

    def _is_page(self, instruction: str) -> bool:
        word = instruction.split(maxsplit=1)
        return bool(word) and word[0].upper() in (_PAGE, *_PAGES)

    def _add_page_number(self, instruction: str, look: RunLook) -> None:
        word, *switches = instruction.upper().split()
        if word == "SECTIONPAGES" or any(switch not in _PLAIN for switch in switches):
            self.unknown.append(N_("这一种页码"))
        self.pieces.append(PageNumber(look, of_all=word in _PAGES))

    # drawings

    def _read_drawing(self, drawing: Element, look: RunLook) -> None:
        for place in drawing:
            drawn = self._drawn(place, look)
            boxes = place.findall(f".//{_WPS}txbx/{W}txbxContent")
            if len(boxes) > 1:
                self.unknown.append(N_("组合的图形"))
            box = boxes[0] if boxes else None
            if place.tag == _WP + "inline" and drawn is not None:
                self.pieces.append(drawn)
            elif place.tag == _WP + "anchor" and (drawn is not None or box is not None):
                self._read_floating(place, drawn, box)
            else:
                self.unknown.append(N_("图形"))

    def _read_floating(self, anchor: Element, drawn: Drawn | None, box: Element | None) -> None:
        width, height = _extent(anchor)
        body = anchor.find(f".//{_WPS}bodyPr")
        turned = 0 if body is None else _TURNED.get(body.get("vert", "horz"), 0)
        horizontal, vertical = anchor.find(_WP + "positionH"), anchor.find(_WP + "positionV")
        x, y = _offset(horizontal), _offset(vertical)
        if x is None or y is None:
            self.unknown.append(N_("浮动的图形"))
            return
        blocks = () if box is None else self._inline.box(box)
        x_from = "" if horizontal is None else horizontal.get("relativeFrom", "")
        y_from = "" if vertical is None else vertical.get("relativeFrom", "")
        gives_way = anchor.find(_WP + "wrapNone") is None
        is_behind = anchor.get("behindDoc", "0") in ("1", "true", "on")
        self.floating.append(Floating(x, y, width, height, x_from, y_from, blocks, turned, drawn, gives_way, is_behind))

    def _drawn(self, place: Element, look: RunLook) -> Drawn | None:
        """The picture or the chart in *place*; None where there is none, or something else beside it."""
        width, height = _extent(place)
        chart = place.find(f"{A}graphic/{A}graphicData/{C}chart")
        if chart is not None:
            part = self._inline.target(chart.get(R + "id", ""))
            if not self._inline.knows_chart(part):
                self.unknown.append(N_("这一种图表"))
            return Drawn(look, width, height, part, is_chart=True)
        picture = place.find(f"{A}graphic/{A}graphicData/{_PIC}pic")
        blip = None if picture is None else picture.find(f"{_PIC}blipFill/{A}blip")
        if picture is None or blip is None:
            return None
        turned = picture.find(f"{_PIC}spPr/{A}xfrm")
        if turned is not None and turned.get("rot", "0") not in ("0", ""):
            self.unknown.append(N_("转过的图片"))
        cut = picture.find(f"{_PIC}blipFill/{A}srcRect")
        part = self._inline.target(blip.get(R + "embed", ""))
        return Drawn(look, width, height, part, cut=_cut(cut))


_READERS: Mapping[str, Callable[[_ParagraphReading, Element, RunLook], None]] = {
    W + "br": _ParagraphReading._read_break,
    W + "cr": _ParagraphReading._read_break,
    W + "noBreakHyphen": _ParagraphReading._read_hyphen,
    W + "sym": _ParagraphReading._read_symbol,
    W + "drawing": _ParagraphReading._read_drawing,
    _MC + "AlternateContent": _ParagraphReading._read_alternative,
}


def _choice_of(alternative: Element) -> Element:
    """What is read of *alternative* (mc:AlternateContent): the first choice; nothing where there is none."""
    choice = alternative.find(_MC + "Choice")
    return etree.Element("none") if choice is None else choice


def _extent(place: Element) -> tuple[float, float]:
    """The width and height of what is drawn in *place*, in twips."""
    extent = place.find(_WP + "extent")
    width = 0 if extent is None else _whole_number(extent.get("cx"))
    height = 0 if extent is None else _whole_number(extent.get("cy"))
    return min(max(width, 0) / _EMU_IN_TWIP, _LARGEST), min(max(height, 0) / _EMU_IN_TWIP, _LARGEST)


def _offset(position: Element | None) -> float | None:
    """How far *position* is from what it is measured from, in twips; None where it says it otherwise."""
    offset = None if position is None else position.find(_WP + "posOffset")
    return None if offset is None else _whole_number(offset.text) / _EMU_IN_TWIP


def _cut(rectangle: Element | None) -> tuple[float, float, float, float]:
    """What is cut off a picture, of its width and height: left, top, right, bottom."""
    if rectangle is None:
        return (0, 0, 0, 0)
    left, top, right, bottom = (_whole_number(rectangle.get(edge)) / _WHOLE for edge in "ltrb")
    return (left, top, right, bottom)


def _whole_number(value: str | None) -> int:
    """*value* as a whole number; 0 where it is none, or one that no length has."""
    try:
        number = int(value or 0)
    except ValueError:
        return 0
    return number if abs(number) <= _FARTHEST else 0
