"""What a template may not bring along: objects of other programs, other files, fields that read from outside.

A finished document may hold them, if somebody put them there; in a template, which comes from anywhere, nobody looks.
"""

import re
from collections.abc import Iterator, Mapping

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import N_, _
from wenming.ooxml import package, tree
from wenming.ooxml.archive import Member
from wenming.ooxml.locations import spots
from wenming.ooxml.namespaces import W

_OF_CHARTS = "word/charts/_rels/"  # whose workbooks are their figures
_OBJECT = (
    N_("文件里嵌着别的程序的对象：{name}"),
    N_("删掉它；表格在 Word 里画，公式用 Word 自己的，图另存成图片再插入"),
)
_BROUGHT = {  # by the type of the relationship
    "oleObject": _OBJECT,
    "package": _OBJECT,
    "control": (N_("文件里有控件（ActiveX）：{name}"), N_("在“开发工具”里删掉控件")),
    "aFChunk": (N_("文件里夹着另一份文件：{name}"), N_("打开那份文件，把内容复制过来")),
}
_READING = re.compile(r"\s*(DDE|DDEAUTO|INCLUDE|INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DATABASE|RD)\b", re.IGNORECASE)
_MADE = re.compile(r"\s*\w*[{｛]")  # which field it is, a tag or another field would say


def faults(members: Mapping[str, Member], shown: str) -> Iterator[Fault]:
    """What is refused in the template *members*."""
    for name, member in members.items():
        place = Place(f"{shown} · {name}")
        part = member.unpack()
        if name.lower().endswith(".rels"):
            yield from _objects(name, part, place)
        elif b"instr" in part.replace(b"\0", b""):  # in UTF-16 too
            yield from _fields(part, place)


def _objects(name: str, xml: bytes, place: Place) -> Iterator[Fault]:
    for kind, target, _outside in package.relations(xml):
        kind = kind.rpartition("/")[2]
        if kind in _BROUGHT and not (kind == "package" and name.startswith(_OF_CHARTS)):
            what, mend = _BROUGHT[kind]
            yield Fault(place, _(what).format(name=target), _(mend), "outside")


def _fields(xml: bytes, place: Place) -> Iterator[Fault]:
    try:
        root = tree.parse(xml)
    except etree.XMLSyntaxError:
        return  # which is said where its tags are read
    where: dict[Element, str] = {}
    for element, code in _codes(root):
        reading = _READING.match(code)
        if not (reading or _MADE.match(code)):
            continue
        where = where or spots(root)
        paragraph = next(element.iterancestors(W + "p"), None)
        here = Place(place.file, path=where.get(paragraph, "") if paragraph is not None else "", text=code.strip())
        if reading:
            what = _("“{name}”域会去读外面的内容").format(name=reading[1].upper())
            yield Fault(here, what, _("选中它，按 Ctrl+Shift+F9 变成普通的文字或图片"), "outside")
        else:
            what = _("是哪种域，不能由标签或别的域写出来")
            yield Fault(here, what, _("把 PAGE、REF 这些域的名称写成固定的字"), "outside")


def _codes(root: Element) -> Iterator[tuple[Element, str]]:
    """Every field of a part: where it begins, and its code however it is split; a field within one as {."""
    open_: list[tuple[Element, list[str]]] = []
    for element in root.iter(W + "fldChar", W + "instrText", W + "fldSimple"):
        kind = element.get(W + "fldCharType")
        if element.tag == W + "fldSimple":
            yield element, element.get(W + "instr", "")
        elif kind == "begin":
            if open_:
                open_[-1][1].append("{")
            open_.append((element, []))
        elif kind == "separate" and open_:
            open_[-1][1].append(" ")  # what follows is its result
        elif element.tag == W + "instrText":
            if open_:
                open_[-1][1].append(element.text or "")
        elif kind == "end" and open_:
            begin, pieces = open_.pop()
            yield begin, "".join(pieces)
    yield from ((begin, "".join(pieces)) for begin, pieces in open_)
