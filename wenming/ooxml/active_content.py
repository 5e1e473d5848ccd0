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
from wenming.ooxml.archive import Member
from wenming.ooxml.locations import paragraph_locations
from wenming.ooxml.names import CHARTS
from wenming.ooxml.namespaces import W
from wenming.ooxml.relationships import relationships

_RELATIONS_OF_CHARTS = f"{CHARTS}_rels/"  # whose workbooks are their figures
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
_READS_OUTSIDE = re.compile(
    r"\s*(DDE|DDEAUTO|INCLUDE|INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DATABASE|RD)\b", re.IGNORECASE
)
_NAME_IS_MADE = re.compile(r"\s*\w*[{｛]")  # which field it is, a tag or another field would say


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of Word: where it begins, and the pieces of its code."""

    begin: Element
    pieces: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The code, however many runs it is split over."""
        return "".join(self.pieces)


def faults(members: Mapping[str, Member], shown: str) -> Iterator[Fault]:
    """Yields a fault for everything that is refused in the parts *members* of a template, which is called *shown*."""
    for name, member in members.items():
        place = Place(f"{shown} · {name}")
        part = member.unpack()
        if name.lower().endswith(".rels"):
            yield from _faults_of_relations(name, part, place)
        elif b"instr" in part:
            yield from _faults_of_fields(part, place)


def _faults_of_relations(name: str, xml: bytes, place: Place) -> Iterator[Fault]:
    """Yields a fault for each relationship in the part *name* that brings another program or file along."""
    for one in relationships(xml):
        kind = one.kind.rpartition("/")[2]
        if kind not in _REFUSED:
            continue
        if kind == "package" and name.startswith(_RELATIONS_OF_CHARTS):
            continue
        what, mend = _REFUSED[kind]
        yield Fault(place, _(what).format(name=one.target), _(mend), "outside")


def _faults_of_fields(xml: bytes, place: Place) -> Iterator[Fault]:
    """Yields a fault for each field that reads from outside, or whose name is not a fixed word."""
    try:
        root = tree.parse(xml)
    except etree.XMLSyntaxError:
        return  # which is said where its tags are read
    where: dict[Element, str] = {}
    for one in _fields(root):
        reads = _READS_OUTSIDE.match(one.code)
        if not reads and not _NAME_IS_MADE.match(one.code):
            continue
        where = where or paragraph_locations(root)  # which takes long, and hardly ever is needed
        paragraph = next(one.begin.iterancestors(W + "p"), one.begin)
        here = Place(place.file, path=where.get(paragraph, ""), text=one.code.strip())
        if reads:
            what = _("“{name}”域会去读外面的内容").format(name=reads[1].upper())
            yield Fault(here, what, _("选中它，按 Ctrl+Shift+F9 变成普通的文字或图片"), "outside")
        else:
            what = _("是哪种域，不能由标签或别的域写出来")
            yield Fault(here, what, _("把 PAGE、REF 这些域的名称写成固定的字"), "outside")


def _fields(root: Element) -> Iterator[_Field]:
    """Yields every field below *root*; a field within another stands in that one's code as {."""
    unclosed: list[_Field] = []
    for element in root.iter(W + "fldChar", W + "instrText", W + "fldSimple"):
        kind = element.get(W + "fldCharType")
        if element.tag == W + "fldSimple":
            yield _Field(element, [element.get(W + "instr", "")])
        elif element.tag == W + "instrText":
            _add_code(unclosed, element.text or "")
        elif kind == "begin":
            _add_code(unclosed, "{")
            unclosed.append(_Field(element))
        elif kind == "separate":
            _add_code(unclosed, " ")  # what follows is its result
        elif kind == "end" and unclosed:
            yield unclosed.pop()
    yield from unclosed


def _add_code(unclosed: list[_Field], code: str) -> None:
    """Add *code* to the innermost of the fields that are *unclosed*."""
    if unclosed:
        unclosed[-1].pieces.append(code)
