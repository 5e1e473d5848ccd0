"""What a template may not bring along: objects of other programs, other files, fields that read from outside.

A finished document may hold them, if somebody put them there; in a template, which comes from anywhere, nobody looks.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import N_, _
from wenming.ooxml import tree
from wenming.ooxml.locations import paragraph_locations
from wenming.ooxml.namespaces import O_VML, A, R, W
from wenming.ooxml.relationships import owner_of, relations_of, relationships

_CHART = b"chartSpace"  # the root of a chart, whose workbook is its figures
_OBJECT = (
    N_("文件里嵌着别的程序的对象：{name}"),
    N_("删掉它；表格在 Word 里画，公式用 Word 自己的，图另存成图片再插入"),
)
_REFUSED = {  # by the type of the relationship: what is wrong, how to mend it
    "oleObject": _OBJECT,
    "package": _OBJECT,
    "control": (N_("文件里有控件（ActiveX）：{name}"), N_("在“开发工具”里删掉控件")),
    "aFChunk": (N_("文件里夹着另一份文件：{name}"), N_("打开那份文件，把内容复制过来")),
}
_BY_ELEMENT = {  # whatever type the relationship claims
    **dict.fromkeys((f"{O_VML}OLEObject", f"{W}object", f"{W}movie", f"{W}scriptAnchor"), _OBJECT),
    W + "control": _REFUSED["control"],
    **dict.fromkeys((W + "altChunk", W + "subDoc"), _REFUSED["aFChunk"]),
}
_LINKS = (W + "hyperlink", A + "hlinkClick", A + "hlinkMouseOver", A + "hlinkHover")  # followed by a reader's click
_KINDS_OF_MARKS = ("begin", "separate", "end")
_READS_OUTSIDE = re.compile(
    r"\s*(DDE|DDEAUTO|INCLUDE|INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DATABASE|RD)\b", re.IGNORECASE
)
_OF_FIELDS = [W + name for name in ("fldChar", "fldSimple", "instrText", "delInstrText", "t", "delText")]
_MAY_BE_ACTIVE = re.compile(rb"instr|fldChar|altChunk|subDoc|OLEObject|control|:object|<object|movie|scriptAnchor")
_NAME_IS_MADE = re.compile(r"\s*\w*[{｛]")  # which field it is, a tag or another field would say


@dataclass(slots=True)
class _Field:
    """A field of Word: where it begins, the pieces of its code; *is_made*: a tag says whether it begins or ends."""

    begin: Element
    pieces: list[str] = field(default_factory=list)
    has_result: bool = False
    is_made: bool = False

    @property
    def code(self) -> str:
        """The code, however many runs it is split over."""
        return "".join(self.pieces)


def faults(parts: Mapping[str, bytes], shown: str) -> Iterator[Fault]:
    """Yields a fault for everything that is refused in *parts* of a template, which is called *shown*."""
    for name, part in parts.items():
        place = Place(f"{shown} · {name}")
        if name.lower().endswith(".rels"):
            owner = parts.get(owner_of(name), b"")
            yield from _faults_of_relations(part, place, is_of_chart=_CHART in owner)
        elif name.lower().endswith(".xml"):
            yield from _faults_of_part(part, parts.get(relations_of(name), b""), place)


def _faults_of_part(xml: bytes, relations: bytes, place: Place) -> Iterator[Fault]:
    """Yields a fault for each element that brings something from outside, or another program, and for such fields."""
    outside = {one.key: one.target for one in relationships(relations) if one.outside}
    if not outside and not _MAY_BE_ACTIVE.search(xml):
        return
    try:
        root = tree.parse(xml)
    except etree.XMLSyntaxError:
        return  # which is said where its tags are read
    spots = _Spots(root, place)
    for element in root.iter(*_BY_ELEMENT):
        if element.tag == W + "object" and next(element.iter(f"{O_VML}OLEObject", W + "control"), None) is not None:
            continue  # which is told by itself
        what, mend = _BY_ELEMENT[element.tag]
        name = etree.QName(element).localname
        yield Fault(spots.place_of(element), _(what).format(name=name), _(mend), "outside")
    if outside:
        yield from _linked_from_outside(root, outside, spots)
    yield from _faults_of_fields(root, spots)


class _Spots:
    """Where the paragraphs of a tree stand: counted when that is asked for first, which hardly ever happens."""

    def __init__(self, root: Element, place: Place) -> None:
        self._root, self._place = root, place
        self._where: dict[Element, str] = {}

    def place_of(self, element: Element, text: str = "") -> Place:
        """Returns the place of the paragraph that *element* stands in."""
        self._where = self._where or paragraph_locations(self._root)
        beside = element.itersiblings(W + "p", preceding=True)
        paragraph = next(element.iterancestors(W + "p"), None)
        if paragraph is None:
            paragraph = next(beside, element)
        return Place(self._place.file, path=self._where.get(paragraph, ""), text=text)


def _linked_from_outside(root: Element, outside: Mapping[str, str], spots: _Spots) -> Iterator[Fault]:
    """Yields a fault for each element but a link that shows what stands *outside*: targets by the ids of relations."""
    for element in root.iter("*"):
        if element.tag in _LINKS:
            continue
        for attribute, value in element.attrib.items():
            if attribute.startswith(R) and value in outside:
                what = _("文件里引用了外面的内容：{target}").format(target=outside[value][:80])
                mend = _("把图片嵌入文件（不要链接），去掉链接的对象，再保存")
                yield Fault(spots.place_of(element), what, mend, "outside")


def _faults_of_relations(xml: bytes, place: Place, *, is_of_chart: bool) -> Iterator[Fault]:
    """Yields a fault for each relationship in *xml* that brings another program or file along; charts may have one."""
    for one in relationships(xml):
        kind = one.kind.rpartition("/")[2]
        if kind not in _REFUSED:
            continue
        if kind == "package" and is_of_chart:
            continue
        what, mend = _REFUSED[kind]
        yield Fault(place, _(what).format(name=one.target), _(mend), "outside")


def _faults_of_fields(root: Element, spots: _Spots) -> Iterator[Fault]:
    """Yields a fault for each field that reads from outside, or of which a tag says what it is."""
    for one in _fields(root):
        reads = _READS_OUTSIDE.match(one.code)
        if reads:
            what = _("“{name}”域会去读外面的内容").format(name=reads[1].upper())
            mend = _("选中它，按 Ctrl+Shift+F9 变成普通的文字或图片")
        elif _NAME_IS_MADE.match(one.code) or one.is_made:
            what = _("是哪种域，不能由标签或别的域写出来")
            mend = _("把 PAGE、REF 这些域的名称写成固定的字")
        else:
            continue
        yield Fault(spots.place_of(one.begin, one.code.strip()), what, mend, "outside")


def _fields(root: Element) -> Iterator[_Field]:
    """Yields every field below *root*; a field within another stands in that one's code as {.

    Text between the marks of a field counts as its code, too: who knows what another program makes of it.
    """
    unclosed: list[_Field] = []
    for element in root.iter(*_OF_FIELDS):
        kind = element.get(W + "fldCharType")
        if element.tag == W + "fldSimple":
            yield _Field(element, [element.get(W + "instr", "")])
        elif element.tag != W + "fldChar":
            _add_code(unclosed, element.text or "")
        elif kind == "begin":
            _add_code(unclosed, "{")
            unclosed.append(_Field(element))
        elif kind == "separate" and unclosed:
            unclosed[-1].has_result = True  # what follows is no code
        elif kind == "end" and unclosed:
            yield unclosed.pop()
        elif kind not in _KINDS_OF_MARKS:
            yield _Field(element, is_made=True)
    yield from unclosed


def _add_code(unclosed: list[_Field], code: str) -> None:
    """Add *code* to the innermost of the fields that are *unclosed*, unless its result has begun."""
    if unclosed and not unclosed[-1].has_result:
        unclosed[-1].pieces.append(code)
