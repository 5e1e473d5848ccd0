"""The doctor: every fault of a template in one run, those that stop it and those that only show on paper."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Fault, Place, first
from wenming.base.i18n import _
from wenming.engine import charts, lexer, translator
from wenming.engine.compiler import unknown_helpers
from wenming.engine.postprocess import LEFT
from wenming.engine.program import FILLED, place_of
from wenming.engine.source_map import OPEN, Source
from wenming.engine.syntax_errors import parsed, whole
from wenming.engine.undeclared import ANY, Unknown, assigned, unknown
from wenming.gongwen.blocks import Blocks
from wenming.gongwen.font_check import of_styles, strange
from wenming.gongwen.profile import GONGWEN
from wenming.ooxml import integrity, numbering, tree
from wenming.ooxml.locations import spots
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import A, W
from wenming.ooxml.relationships import relations_of

if TYPE_CHECKING:
    from wenming.engine.program import Part
    from wenming.engine.template import Template

_STYLES = "word/styles.xml"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OPENING = re.compile(r"[{｛][{｛%％]")
_STYLED = {W + "pStyle": "p", W + "rStyle": "r", W + "tblStyle": "tbl"}
_OWN_STYLES = ("公文正文", "一级标题", "二级标题", "三级标题", "四级标题")  # what chapters are written in
_SINGLE = re.compile(r"(?<![{｛])[{｛]\s*([\w.]+)\s*((?:[|｜][^{}｛｝%％]*)?)[}｝](?![}｝])")  # {标题}, {标题|分行}
_WITH_RUNS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_NOT_FILLED = re.compile(
    r"word/(?:styles|numbering|settings|fontTable|webSettings|glossary/\w+)\.xml|.*\.rels|customXml/\w+\.xml"
)


def examine(template: "Template", context: Mapping[str, Any] | None) -> list[Fault]:
    """The faults of *template*, in the order of its parts and paragraphs; names are looked up in *context*.

    Of very many they are the first. The context may be the shape of one: what its lists hold is taken from their
    first items.
    """
    found: list[Fault] = list(template.compiled.faults)
    order: dict[tuple[str, str], int] = {}
    styles = numbering.of_styles(template.part(_STYLES)) if _STYLES in template.names else {}
    for name in sorted(template.names, key=lambda name: (name != BODY, name)):
        shown = f"{template.shown} · {name}"
        if FILLED.fullmatch(name):
            root = _tree_of(template.part(name))
            if root is None and name not in template.compiled.parts:
                found += translator.translate(template.part(name), shown).faults
            elif root is not None:
                where = spots(root)
                for path in where.values():
                    order.setdefault((shown, path), len(order))
                found += _look(template, root, where, shown)
                source = translator.translate(template.part(name), shown, styles, GONGWEN.before_compile)
                found += _names(template, name, source, shown, context)
                found += _unsound(template, name, source, shown)
                found += _charts(template, root, where, shown, context) if name == BODY else ()
                found += _braces(root, where, shown, context or {})
        elif _NOT_FILLED.fullmatch(name):
            found += _outside(template.part(name), shown)
    found += _style_faces(template)
    found += _unsound_parts(template)
    return first(sorted(dict.fromkeys(found), key=lambda fault: _rank(fault.place, order)))


def _rank(place: Place, order: Mapping[tuple[str, str], int]) -> tuple[bool, float, int]:
    return not place.file.endswith(BODY), order.get((place.file, place.path), -1), place.column


def _tree_of(xml: bytes) -> Element | None:
    try:
        return tree.parse(xml)
    except etree.XMLSyntaxError:
        return None


def _look(template: "Template", root: Element, where: Mapping[Element, str], shown: str) -> Iterator[Fault]:
    """What shows without knowing the tags' meaning."""
    yield from _paragraphs(root, where, shown)
    yield from _styles(root, where, shown, set(template.styles.values()))
    yield from _faces(root, where, shown)


def _names(
    template: "Template", name: str, source: Source, shown: str, context: Mapping[str, Any] | None
) -> Iterator[Fault]:
    """Names and helpers that there are not."""
    part = template.compiled.parts.get(name)
    if part is None or not part.tags:
        return
    tree = None if source.faults else parsed(source.text)
    if tree is not None:
        for one in unknown(tree, context, (Blocks,)):
            yield _unknown(one, place_of(part, one.line, shown), context or {})
    else:
        yield from _tag_by_tag(part, shown, context)
    if context is not None:
        yield from _blocks(template, part, context)


def _tag_by_tag(part: "Part", shown: str, context: Mapping[str, Any] | None) -> Iterator[Fault]:
    """The names of a part whose blocks are not right: each tag by itself, what loops name taken as known."""
    alone = [(tree, tag[1]) for tag in part.tags if (tree := parsed(whole(tag))) is not None]
    bound = {name: ANY for tree, _place in alone for name in assigned(tree)}
    names = {**context, **bound} if context is not None else None
    for tree, place in alone:
        yield from unknown_helpers(tree, part, shown, GONGWEN, place)
        for one in unknown(tree, names, (Blocks,)):
            if one.kind != "shadow":
                yield _unknown(one, place, context or {})


def _paragraphs(root: Element, where: Mapping[Element, str], shown: str) -> Iterator[Fault]:
    """Closing marks that nothing opened; tags in deleted or moved text."""
    raw = False
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
        read, _tags, raw = lexer.outside_raw(lexer.half_tags(text), raw)
        for match in lexer.strays(read):
            what = _("“{close}”前面没有开头").format(close=match[0])
            mend = _("补上开头，或删掉它；要印出这两个字符，就写成 {{ '{text}' }}").replace("{text}", match[0])
            yield Fault(replace(place, column=match.start() + 1), what, mend, "stray-close")


def _braces(root: Element, where: Mapping[Element, str], shown: str, context: Mapping[str, Any]) -> Iterator[Fault]:
    """Fields between single braces, which print as they are."""
    for paragraph in root.iter(W + "p", A + "p"):
        text = "".join(leaf.text or "" for leaf in paragraph.iter(W + "t", A + "t") if _owner(leaf) is paragraph)
        outside = lexer.TAG.sub(lambda match: " " * len(match[0]), text)
        for match in _SINGLE.finditer(outside):
            if _has(context, match[1].split(".")):
                what = _("“{text}”会照原样印出来：填字段要写两层花括号").format(text=match[0])
                mend = _("写成 {right}；要印出花括号，就写成 {literal}").format(
                    right=f"{{{{ {match[1]}{lexer.half(match[2])} }}}}", literal=f"{{{{ '{match[0]}' }}}}"
                )
                place = Place(shown, column=match.start() + 1, path=where.get(paragraph, ""), text=text)
                yield Fault(place, what, mend, "single-brace")


def _has(value: Any, steps: Sequence[str]) -> bool:
    """Whether *value* has the field that *steps* lead to."""
    for step in steps:
        if not (isinstance(value, Mapping) and step in value and not step.startswith("_")):
            return False
        value = value[step]
    return True


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
        name = strange(face)
        if name:
            what = _("字体“{name}”不是公文用的字体").format(name=name)
            mend = _("选中这几个字，改用样式里的字体（Ctrl+空格 清除格式）")
            yield Fault(_place_of(run, where, shown), what, mend, "font")


def _style_faces(template: "Template") -> Iterator[Fault]:
    """Typefaces that are set for whole styles, or for all text."""
    root = _tree_of(template.part(_STYLES)) if _STYLES in template.names else None
    if root is None:
        return
    bodies = (_tree_of(template.part(name)) for name in template.names if _WITH_RUNS.fullmatch(name))
    for style, face in of_styles(root, (body for body in bodies if body is not None)):
        path = _("样式“{name}”").format(name=style) if style else _("默认的字体和段落格式")
        what = _("字体“{name}”不是公文用的字体").format(name=face)
        mend = _("在 Word 或 WPS 里修改这个样式，换成公文用的字体")
        yield Fault(Place(f"{template.shown} · {_STYLES}", path=path), what, mend, "font")


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


def _charts(
    template: "Template", root: Element, where: Mapping[Element, str], shown: str, context: Mapping[str, Any] | None
) -> Iterator[Fault]:
    """Charts that name figures there are not, or cannot hold them."""
    if not (context and context.get(GONGWEN.charts)):
        return
    relations = relations_of(BODY)
    found = charts.drawn(template.part(BODY).decode(), template.part(relations) if relations in template.names else b"")
    elements = [one for one in root.iter("{*}chart") if one.get(_RELATED) is not None]
    for one, element in zip(found, elements, strict=False):
        try:
            if charts.known(one.name, list(context[GONGWEN.charts])):
                charts.check(one.name, template.part(one.part).decode() if one.part in template.names else "")
        except charts.Unfillable as error:
            place = Place(shown, path=where.get(next(element.iterancestors(W + "p")), ""), text=error.name)
            yield Fault(place, error.what, error.mend, "chart")


def _unsound(template: "Template", name: str, source: Source, shown: str) -> Iterator[Fault]:
    """What Word would call damage in a part that is rendered; where its tags have faults, those come first."""
    if source.root is None or source.faults:
        return
    relations = relations_of(name)
    known = template.part(relations) if relations in template.names else b""
    for what, element in integrity.of_tree(source.root, known, OPEN):
        path = next((source.where[one] for one in element.iterancestors() if one in source.where), "")
        yield _damaged(Place(shown, path=path), what)


def _unsound_parts(template: "Template") -> Iterator[Fault]:
    """What Word would call damage in the parts that are not rendered."""
    parts = {name: template.part(name) for name in template.names}
    for name, what in integrity.problems(parts, [name for name in parts if not FILLED.fullmatch(name)], LEFT):
        yield _damaged(Place(f"{template.shown} · {name}"), what)


def _damaged(place: Place, what: str) -> Fault:
    return Fault(place, what, _("删掉这里的图、链接或书签，重新插入；找不到就用 Word 打开，另存为 .docx"), "unsound")


def _outside(xml: bytes, shown: str) -> Iterator[Fault]:
    """Tags where nothing is filled in."""
    text = xml.decode(errors="replace")
    for match in re.finditer(r"(?:\{\{|\{%|%7B%7B)[^<\"]{0,60}", text):
        what = _("这里的标签不会生成：{text}").format(text=match[0])
        yield Fault(
            Place(shown, text=match[0]), what, _("标签要写在正文、页眉、页脚、脚注或文本框的文字里"), "unrendered"
        )


def _unknown(one: Unknown, place: Place, context: Mapping[str, Any]) -> Fault:
    from wenming.engine.sandbox import hint

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
    """``{{p }}`` of paragraphs in a template without the styles that they, or chapters, are written in."""
    for source, place, _word in part.tags:
        match = re.match(r"\{\{\n\(([^()|]+?)\)\|_p", source)
        value: Any = context
        for step in match[1].strip().split(".") if match else ():
            value = value.get(step) if isinstance(value, Mapping) else None
        wanted = dict.fromkeys((*_OWN_STYLES, *value.styles())) if isinstance(value, Blocks) else ()
        missing = [name for name in wanted if name not in template.styles]
        if missing:
            what = _("这里要用的样式“{names}”，模板里没有").format(names="、".join(missing))
            yield Fault(place, what, _("从自带的模板复制这个样式"), "missing-style")
