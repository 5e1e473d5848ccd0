"""The doctor: every fault of a template in one run, those that stop it and those that only show on paper."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lxml import etree
from lxml.etree import _Element as Element

from wenming.blocks import Blocks
from wenming.faults import Fault, Place
from wenming.language import _
from wenming.layout.styles import FACES
from wenming.template import numbering, syntax, tags
from wenming.template.compiled import BODY, FILLED, place_of
from wenming.template.names import Unknown, unknown
from wenming.template.source import Source
from wenming.template.spots import A, W, spots

if TYPE_CHECKING:
    from jinja2 import nodes

    from wenming.template import Template
    from wenming.template.compiled import Part

_OPENING = re.compile(r"[{｛][{｛%％]")
_STYLED = {W + "pStyle": "p", W + "rStyle": "r", W + "tblStyle": "tbl"}
_SYMBOLS = ("Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings", "MS Gothic", "Cambria Math")
_WESTERN = ("Times New Roman", *_SYMBOLS)
_STANDARD = re.compile(
    r"仿宋|楷体|黑体|宋体|小标宋|FangSong|KaiTi|SimHei|SimSun|STSong|STFangsong|STKaiti|STHeiti|Fandol"
)
_OWN_STYLES = ("公文正文", "一级标题", "二级标题", "三级标题", "四级标题")  # what chapters are written in
_NOT_FILLED = re.compile(
    r"word/(?:styles|settings|fontTable|webSettings|glossary/\w+)\.xml|.*\.rels|customXml/\w+\.xml"
)


def examine(template: "Template", context: Mapping[str, Any] | None) -> list[Fault]:
    """Every fault of *template*; names are looked up in *context*, which may be the shape of one."""
    found = list(template.compiled.faults)
    styles = numbering.of_styles(template.part("word/styles.xml")) if "word/styles.xml" in template.names else {}
    for name in template.names:
        shown = f"{template.shown} · {name}"
        if FILLED.fullmatch(name):
            found += _part(template, name, shown, styles, context)
        elif _NOT_FILLED.fullmatch(name):
            found += _outside(template.part(name), shown)
    return sorted(dict.fromkeys(found), key=lambda fault: (_rank(fault.place.file), fault.place.file))


def _rank(file: str) -> bool:
    return not file.endswith(BODY)


def _part(
    template: "Template", name: str, shown: str, lists: Mapping[str, int], context: Mapping[str, Any] | None
) -> Iterator[Fault]:
    xml = template.part(name)
    try:
        root = tags.parse(xml)
    except etree.XMLSyntaxError:
        return  # said when it was compiled
    where = spots(root)
    yield from _paragraphs(root, where, shown)
    yield from _styles(root, where, shown, set(template.styles.values()))
    yield from _faces(root, where, shown)
    part = template.compiled.parts.get(name)
    tree = _tree(template, tags.translate(xml, shown, lists)) if part and part.tags else None
    if part and tree:
        for one in unknown(tree, context):
            yield _unknown(one, part, shown, context or {})
        if context is not None:
            yield from _blocks(template, part, context)


def _tree(template: "Template", source: Source) -> "nodes.Template | None":
    from jinja2 import TemplateSyntaxError

    from wenming.template.environment import for_word

    try:
        return None if source.faults else for_word(template.styles).parse(source.text)
    except TemplateSyntaxError:
        return None  # said when it was compiled


def _paragraphs(root: Element, where: Mapping[Element, str], shown: str) -> Iterator[Fault]:
    """Closing marks that nothing opened; tags in deleted or moved text."""
    for paragraph in root.iter(W + "p", A + "p"):
        leaves = [leaf for leaf in paragraph.iter(W + "t", A + "t") if _owner(leaf) is paragraph]
        text = "".join(leaf.text or "" for leaf in leaves)
        deleted = "".join(leaf.text or "" for leaf in paragraph.iter(W + "delText") if _owner(leaf) is paragraph)
        moved = "".join(
            leaf.text or "" for leaf in leaves if next(leaf.iterancestors(W + "moveFrom"), None) is not None
        )
        place = Place(shown, path=where.get(paragraph, ""), text=text or deleted)
        for gone in (deleted, moved):
            if match := _OPENING.search(gone):
                what = _("这个标签在修订的删除内容里，不会生成：{text}").format(text=gone[match.start() :][:40])
                mend = _("在“审阅”里接受或拒绝这处修订")
                yield Fault(replace(place, text=gone, column=match.start() + 1), what, mend, "deleted-tag")
        for match in syntax.strays(text):
            what = _("“{close}”前面没有开头").format(close=match[0])
            mend = _("补上开头，或删掉它；要印出这两个字符，就写成 {{ '{text}' }}").replace("{text}", match[0])
            yield Fault(replace(place, column=match.start() + 1), what, mend, "stray-close")


def _owner(leaf: Element) -> Element | None:
    return next(leaf.iterancestors(W + "p", A + "p"), None)


def _styles(root: Element, where: Mapping[Element, str], shown: str, known: set[str]) -> Iterator[Fault]:
    for element in root.iter(*_STYLED):
        name = element.get(W + "val")
        if known and name not in known:
            what = _("用了“{name}”样式，模板里没有这个样式").format(name=name)
            mend = _("在 Word 或 WPS 里重新选一次样式，或从自带的模板复制这个样式")
            yield Fault(_place_of(element, where, shown), what, mend, "missing-style")


def _faces(root: Element, where: Mapping[Element, str], shown: str) -> Iterator[Fault]:
    for face in root.iter(W + "rFonts"):
        run = face.getparent().getparent()
        if run is None or run.tag != W + "r" or run.find(W + "t") is None:
            continue
        for key, standard in (("eastAsia", ()), ("ascii", _WESTERN)):
            name = face.get(W + key, "")
            if name and name not in standard and name not in FACES.values() and not _STANDARD.search(name):
                what = _("字体“{name}”不是公文用的字体").format(name=name)
                mend = _("选中这几个字，改用样式里的字体（Ctrl+空格 清除格式）")
                yield Fault(_place_of(run, where, shown), what, mend, "font")
                break


def _place_of(element: Element, where: Mapping[Element, str], shown: str) -> Place:
    paragraph = next(element.iterancestors(W + "p"), None)
    if paragraph is None:
        table = next(element.iterancestors(W + "tbl"), None)
        paragraph = next(table.iter(W + "p"), None) if table is not None else None
    if paragraph is None:
        return Place(shown)
    leaves = [leaf for leaf in paragraph.iter(W + "t") if _owner(leaf) is paragraph]
    before = 0
    for leaf in leaves:
        if element in list(leaf.iterancestors()):
            break
        before += len(leaf.text or "")
    text = "".join(leaf.text or "" for leaf in leaves)
    return Place(shown, column=before + 1 if before < len(text) else 0, path=where.get(paragraph, ""), text=text)


def _outside(xml: bytes, shown: str) -> Iterator[Fault]:
    """Tags where nothing is filled in."""
    text = xml.decode(errors="replace")
    for match in re.finditer(r"(?:\{\{|\{%|%7B%7B)[^<\"]{0,60}", text):
        what = _("这里的标签不会生成：{text}").format(text=match[0])
        yield Fault(
            Place(shown, text=match[0]), what, _("标签要写在正文、页眉、页脚、脚注或文本框的文字里"), "unrendered"
        )


def _unknown(one: Unknown, part: "Part", shown: str, context: Mapping[str, Any]) -> Fault:
    from wenming.template.environment import hint

    place = place_of(part, one.line, shown)
    match one.kind:
        case "forbidden":
            what, mend = _("模板里不能用下划线开头的“{name}”"), _("只能用字段名")
        case "call":
            what, mend = _("模板里不能调用“{name}”"), _("用过滤器，写成 {{ 字段|过滤器 }}")
        case "shadow":
            what, mend = _("循环里的“{name}”和字段同名，循环里就用不到那个字段了"), _("换一个名字")
            return Fault(place, what.format(name=one.name), mend, "loop-variable")
        case "loop":
            what, mend = _("“{name}”只能用在它的循环里面"), _("移到 for 和 endfor 之间，或换成别的字段")
            return Fault(place, what.format(name=one.name), mend, "loop-variable")
        case _:
            names = one.known or [name for name in context if not name.startswith("_")]
            return Fault(place, _("没有“{name}”这个字段").format(name=one.name), hint(one.name, names), "unknown-field")
    return Fault(place, what.format(name=one.name), mend, "forbidden")


def _blocks(template: "Template", part: "Part", context: Mapping[str, Any]) -> Iterator[Fault]:
    """``{{p }}`` of chapters in a template without the styles that chapters are written in."""
    missing = [name for name in _OWN_STYLES if name not in template.styles]
    for source, place, _word in part.tags if missing else ():
        match = re.match(r"\{\{\n\(([^()|]+?)\)\|_p", source)
        value: Any = context
        for step in match[1].strip().split(".") if match else ():
            value = value.get(step) if isinstance(value, Mapping) else None
        if match and isinstance(value, Blocks):
            what = _("这里要用的样式“{names}”，模板里没有").format(names="、".join(missing))
            yield Fault(place, what, _("从自带的模板复制这个样式"), "missing-style")
