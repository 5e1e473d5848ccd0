"""The doctor: every fault of a template in one run, those that stop it and those that only show on paper."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.codes import Code
from wenming.base.diagnostics import Fault, Place, first, nearest
from wenming.base.i18n import _, enumerated
from wenming.engine import charts, lexer, translator
from wenming.engine.compiler import unknown_helpers
from wenming.engine.postprocess import LEFT
from wenming.engine.program import place_of
from wenming.engine.sandbox import hint
from wenming.engine.source_map import OPEN, Source
from wenming.engine.syntax_errors import parsed, whole
from wenming.engine.undeclared import ANY, Unknown, assigned, first_items, unknown
from wenming.gongwen.blocks import Blocks
from wenming.gongwen.font_check import of_styles, strange
from wenming.gongwen.profile import GONGWEN
from wenming.ooxml import integrity, numbering
from wenming.ooxml.locations import paragraph_locations
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import A, W
from wenming.ooxml.relationships import relations_of
from wenming.ooxml.roles import FILLED, TEXTS
from wenming.ooxml.tree import parse

if TYPE_CHECKING:
    from wenming.engine.program import Part
    from wenming.gongwen.template import Template

_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OPENING = re.compile(r"[{｛][{｛%％]")
_STYLED = {W + "pStyle": "p", W + "rStyle": "r", W + "tblStyle": "tbl"}
_OWN_STYLES = ("公文正文", "一级标题", "二级标题", "三级标题", "四级标题")  # what chapters are written in
_SINGLE = re.compile(r"(?<![{｛])[{｛]\s*([\w.]+)\s*((?:[|｜][^{}｛｝%％]*)?)[}｝](?![}｝])")  # {标题}, {标题|分行}
_WHOLE_TAG = re.compile(r"\{\{p\s+([\w.]+)\s*\}\}")
_APART = re.compile(r"[{｛]\s+[{｛][^{}｛｝]*[}｝]\s*[}｝]")
_NOT_SHOWN = ("customXml", "customXmlProps", "theme")  # parts that hold nothing which is printed
_LAID_OUT = re.compile(r"\{\{\n\(([^()|]+?)\)\|_p")  # the tag of whole paragraphs, as the translator writes it
_UNRENDERED = re.compile(r"(?:\{\{|\{%|%7B%7B)[^<\"]{0,60}")


@dataclass(frozen=True, slots=True)
class _Tree:
    """The XML of a part that is filled: its root, where each paragraph stands, what the part is called."""

    root: Element
    where: Mapping[Element, str]
    shown: str

    def place(self, paragraph: Element, text: str, column: int = 0) -> Place:
        """Returns the place of *paragraph*, of *text*, at the character *column* (from 1; 0 is unknown)."""
        return Place(self.shown, column=column, path=self.where.get(paragraph, ""), text=text)


def examine(template: "Template", context: Mapping[str, object] | None, faces: Container[str] = ()) -> list[Fault]:
    """Returns the faults of *template*, as one reads; names are looked up in *context*, if there is one.

    *faces*: the typefaces that the town itself has chosen.

    Of very many faults only the first are returned. The context may be the shape of one: what its lists hold is taken
    from their first items.
    """
    faults: list[Fault] = list(template.compiled.faults)
    order: dict[tuple[str, str], int] = {}
    styles = numbering.of_styles(_part_with("styles", template))
    for name in sorted(template.names, key=lambda name: (name != BODY, name)):
        shown = f"{template.shown} · {name}"
        role = _role(name, template)
        if role in FILLED:
            root = _root_of(template.part(name))
            if root is not None:
                tree = _Tree(root, paragraph_locations(root), shown)
                _add_paragraphs(order, tree)
                faults += _faults_of_part(template, name, tree, styles, context, faces)
            elif name not in template.compiled.parts:
                faults += translator.translate(template.part(name), shown).faults
        elif name.endswith((".xml", ".rels")) and role not in _NOT_SHOWN:
            faults += _unrendered_tags(template.part(name), shown)
    faults += _strange_fonts_of_styles(template, faces)
    lost = {(fault.place.file, fault.place.path) for fault in faults if fault.code == "lost-format"}
    faults = [fault for fault in faults if not _is_font_of(fault, lost)]
    faults += _damage_of_other_parts(template)
    return first(sorted(dict.fromkeys(faults), key=lambda fault: _rank(fault.place, order)))


def _role(name: str, template: "Template") -> str:
    """Returns what the part *name* of *template* is; empty where nothing says so."""
    return template.compiled.roles.get(name, "document" if name == BODY else "")


def _part_with(role: str, template: "Template") -> bytes:
    """Returns the part of *template* that has this *role*; nothing where none has."""
    name = template.compiled.part_with(role)
    return template.part(name) if name else b""


def _add_paragraphs(order: dict[tuple[str, str], int], tree: _Tree) -> None:
    """Adds the paragraphs of *tree* to the *order* of reading."""
    for path in tree.where.values():
        order.setdefault((tree.shown, path), len(order))


def _rank(place: Place, order: Mapping[tuple[str, str], int]) -> tuple[bool, float, int]:
    """Returns by what a fault at *place* is sorted: the body first, then as one reads."""
    is_beside_body = not place.file.endswith(BODY)
    return is_beside_body, order.get((place.file, place.path), -1), place.column


def _root_of(xml: bytes) -> Element | None:
    """Returns the root of *xml*, or None where it is no XML."""
    try:
        return parse(xml)
    except etree.XMLSyntaxError:
        return None


def _faults_of_part(
    template: "Template",
    name: str,
    tree: _Tree,
    styles: dict[str, int],
    context: Mapping[str, object] | None,
    faces: Container[str],
) -> Iterator[Fault]:
    """Yields the faults of the part *name*, which is filled; *styles* are the lists of its paragraph styles."""
    yield from _marks(tree)
    if _role(name, template) != "comments":  # which are not printed
        yield from _missing_styles(tree, set(template.styles.values()))
    yield from _strange_fonts(tree, faces)
    yield from _lost_formats(tree, context or {})
    source = translator.translate(template.part(name), tree.shown, styles, GONGWEN.before_compile)
    yield from _unknown_names(template, name, source, tree.shown, context)
    yield from _damage(template, name, source, tree.shown)
    if name == BODY and context:
        yield from _unfillable_charts(template, tree, context)
    yield from _single_braces(tree, context or {})


def _unknown_names(
    template: "Template", name: str, source: Source, shown: str, context: Mapping[str, object] | None
) -> Iterator[Fault]:
    """Yields the names and helpers in the part *name* that there are not, and the styles that its blocks lack."""
    part = template.compiled.parts.get(name)
    if part is None or not part.tags:
        return
    tree = None if source.faults else parsed(source.text)
    if tree is not None:
        for one in unknown(tree, context, (Blocks,)):
            yield _unknown(one, place_of(part, one.line, shown), context or {})
    else:
        yield from _unknown_names_by_tag(part, shown, context)
    if context is not None:
        yield from _missing_styles_of_blocks(template, part, context)


def _unknown_names_by_tag(part: "Part", shown: str, context: Mapping[str, object] | None) -> Iterator[Fault]:
    """Yields the unknown names of a part whose blocks are not right: each tag is looked at by itself.

    What a loop names is, from its tag on, the first of what it goes through, or anything where that is not known.
    """
    tags = [(parsed(whole(tag)), tag[1]) for tag in part.tags]
    readable_tags = [(tree, place) for tree, place in tags if tree is not None]
    names: dict[str, object] | None = None
    if context is not None:
        names = dict(context)
        for tree, _place in readable_tags:
            names.update(dict.fromkeys(assigned(tree), ANY))
    for tree, place in readable_tags:
        if names is not None:
            names |= first_items(tree, names)
        yield from unknown_helpers(tree, part, shown, GONGWEN, place)
        for one in unknown(tree, names, (Blocks,)):
            if one.kind != "shadow":
                yield _unknown(one, place, context or {})


def _marks(tree: _Tree) -> Iterator[Fault]:
    """Yields tags in deleted or moved text, and closing marks that nothing opened."""
    is_raw = False
    for paragraph in tree.root.iter(W + "p", A + "p"):
        leaves = _leaves(paragraph, W + "t", A + "t")
        text = _text_of(leaves)
        deleted = _text_of(_leaves(paragraph, W + "delText"))
        moved = _text_of([leaf for leaf in leaves if _is_moved_away(leaf)])
        place = tree.place(paragraph, text or deleted)
        yield from _deleted_tag(deleted, place)
        yield from _deleted_tag(moved, place)
        read, _tags, is_raw = lexer.outside_raw(lexer.half_tags(text), is_raw)
        for match in lexer.strays(read):
            what = _("“{close}”前面没有开头").format(close=match[0])
            mend = _("补上开头，或删掉它；要印出这两个字符，就写成 {{ '{text}' }}").replace("{text}", match[0])
            yield Fault(place._replace(column=match.start() + 1), what, mend, "stray-close")


def _is_moved_away(leaf: Element) -> bool:
    """True if a tracked change has moved *leaf* to another place."""
    return next(leaf.iterancestors(W + "moveFrom"), None) is not None


def _deleted_tag(text: str, place: Place) -> Iterator[Fault]:
    """Yields the first tag in *text*, which a tracked change has taken from the paragraph at *place*."""
    match = _OPENING.search(text)
    if match:
        what = _("这个标签在修订的删除内容里，不会生成：{text}").format(text=text[match.start() :][:40])
        mend = _("在“审阅”里接受或拒绝这处修订")
        yield Fault(place._replace(text=text, column=match.start() + 1), what, mend, "deleted-tag")


def _single_braces(tree: _Tree, context: Mapping[str, object]) -> Iterator[Fault]:
    """Yields fields between single braces, which print as they are."""
    for paragraph in tree.root.iter(W + "p", A + "p"):
        text = _text_of(_leaves(paragraph, W + "t", A + "t"))
        outside_tags = lexer.TAG.sub(lambda match: " " * len(match[0]), text)
        outside_tags = _APART.sub(lambda match: " " * len(match[0]), outside_tags)  # told already
        for match in _SINGLE.finditer(outside_tags):
            if _has_field(context, match[1].split(".")):
                what = _("“{text}”会照原样印出来：填字段要写两层花括号").format(text=match[0])
                mend = _("写成 {right}；要印出花括号，就写成 {literal}").format(
                    right=f"{{{{ {match[1]}{lexer.half(match[2])} }}}}", literal=f"{{{{ '{match[0]}' }}}}"
                )
                place = tree.place(paragraph, text, match.start() + 1)
                yield Fault(place, what, mend, "single-brace")


def _has_field(value: object, steps: Sequence[str]) -> bool:
    """True if *value* has the field that *steps* lead to."""
    for step in steps:
        if step.startswith("_") or not isinstance(value, Mapping) or step not in value:
            return False
        value = value[step]
    return True


def _leaves(paragraph: Element, *names: str) -> list[Element]:
    """Returns the texts called *names* of *paragraph* itself, without those of a text box in it."""
    return [leaf for leaf in paragraph.iter(*names) if _owner(leaf) is paragraph]


def _owner(leaf: Element) -> Element | None:
    """Returns the paragraph that *leaf* belongs to."""
    return next(leaf.iterancestors(W + "p", A + "p"), None)


def _text_of(leaves: Iterable[Element]) -> str:
    return "".join(leaf.text or "" for leaf in leaves)


def _missing_styles(tree: _Tree, known: set[str]) -> Iterator[Fault]:
    """Yields the uses of styles whose ids are not *known*; none in a template that has no styles at all."""
    if not known:
        return
    for element in tree.root.iter(*_STYLED):
        name = element.get(W + "val")
        if name not in known and not _is_of_comment(element):
            what = _("用了“{name}”样式，模板里没有这个样式").format(name=name)
            mend = _("在 Word 或 WPS 里重新选一次样式，或从自带的模板复制这个样式")
            yield Fault(_place_of(element, tree), what, mend, "missing-style")


def _is_of_comment(element: Element) -> bool:
    """True if *element* is the style of nothing but the mark of a comment."""
    run = next(element.iterancestors(W + "r"), None)
    return run is not None and run.find(W + "commentReference") is not None


def _strange_fonts(tree: _Tree, faces: Container[str]) -> Iterator[Fault]:
    """Yields the runs of text in a font that is none of official documents, nor of the town's own *faces*."""
    for fonts in tree.root.iter(W + "rFonts"):
        run = fonts.getparent().getparent()
        if run is None or run.tag != W + "r" or run.find(W + "t") is None:
            continue
        name = strange(fonts)
        if name and name not in faces:
            what = _("字体“{name}”不是公文用的字体").format(name=name)
            mend = _("选中这几个字，按 Ctrl+空格 清除格式；要换字体，写在 town.yaml 的“字体”里，各份公文都用它")
            yield Fault(_place_of(run, tree), what, mend, "font")


def _strange_fonts_of_styles(template: "Template", faces: Container[str]) -> Iterator[Fault]:
    """Yields the fonts that are none of official documents and are set for whole styles, or for all text."""
    styles = _root_of(_part_with("styles", template))
    if styles is None:
        return
    for style, font in of_styles(styles, _roots_with_runs(template)):
        if font in faces:
            continue
        path = _("样式“{name}”").format(name=style) if style else _("默认的字体和段落格式")
        what = _("字体“{name}”不是公文用的字体").format(name=font)
        mend = _("换成仿宋、楷体、黑体、宋体或小标宋；真要用它，写在 town.yaml 里，如 字体: {{小标宋: {name}}}")
        mend = mend.format(name=font)
        yield Fault(Place(f"{template.shown} · {template.compiled.part_with('styles')}", path=path), what, mend, "font")


def _is_font_of(fault: Fault, lost: Container[tuple[str, str]]) -> bool:
    """True if *fault* tells of the font of a format that is told as *lost*."""
    return fault.code == "font" and (fault.place.file, fault.place.path) in lost


def _lost_formats(tree: _Tree, context: Mapping[str, object]) -> Iterator[Fault]:
    """Yields the formats that stand at a tag of what is laid out whole: that is written in its own styles."""
    for paragraph in tree.root.iter(W + "p"):
        leaves = _leaves(paragraph, W + "t")
        text = _text_of(leaves)
        tag = _WHOLE_TAG.fullmatch(lexer.half_tags(text).strip())
        if tag is None or not any(_is_formatted(leaf) for leaf in leaves):
            continue
        if not isinstance(_value_at(context, tag[1]), Blocks):
            continue
        what = _("“{tag}”上设的字体、字号、颜色印不出来，它用自己的样式").format(tag=text.strip())
        mend = _("选中它，按 Ctrl+空格 清除；要改就改样式，只换字体的，写在 town.yaml 的“字体”里")
        yield Fault(tree.place(paragraph, text, 1), what, mend, "lost-format")


def _is_formatted(leaf: Element) -> bool:
    """True if the run of the text *leaf* has a face, a size or a colour of its own."""
    run = leaf.getparent()
    properties = None if run is None else run.find(W + "rPr")
    if properties is None:
        return False
    fonts = properties.find(W + "rFonts")
    has_face = fonts is not None and fonts.get(W + "eastAsia") is not None
    return has_face or any(properties.find(W + name) is not None for name in ("sz", "color", "b"))


def _roots_with_runs(template: "Template") -> Iterator[Element]:
    """Yields the roots of the parts of *template* that hold text; those that are no XML are left out."""
    for name in template.names:
        if _role(name, template) in TEXTS:
            root = _root_of(template.part(name))
            if root is not None:
                yield root


def _place_of(element: Element, tree: _Tree) -> Place:
    """Returns the place of *element*: its paragraph, or the first one of its table, and the character it is at."""
    paragraph = _paragraph_at(element)
    if paragraph is None:
        return Place(tree.shown)
    leaves = _leaves(paragraph, W + "t")
    text = _text_of(leaves)
    before = _characters_before(element, leaves)
    column = before + 1 if before < len(text) else 0
    return tree.place(paragraph, text, column)


def _paragraph_at(element: Element) -> Element | None:
    """Returns the paragraph that *element* stands in, else the first one of its table, else None."""
    paragraph = next(element.iterancestors(W + "p"), None)
    if paragraph is not None:
        return paragraph
    table = next(element.iterancestors(W + "tbl"), None)
    if table is not None:
        return next(table.iter(W + "p"), None)
    return None


def _characters_before(element: Element, leaves: Sequence[Element]) -> int:
    """Returns how many characters of *leaves* stand before *element*; all of them where it holds none of the leaves."""
    before = 0
    for leaf in leaves:
        if element in list(leaf.iterancestors()):
            break
        before += len(leaf.text or "")
    return before


def _unfillable_charts(template: "Template", tree: _Tree, context: Mapping[str, object]) -> Iterator[Fault]:
    """Yields the charts of the body that name figures *context* does not have, or that cannot hold them."""
    figures = context.get(GONGWEN.charts)
    if not isinstance(figures, Mapping) or not figures:
        return
    drawn = charts.charts_in(template.part(BODY).decode(), _relations(template, BODY))
    elements = [chart for chart in tree.root.iter("{*}chart") if chart.get(_RELATED) is not None]
    for chart, element in zip(drawn, elements, strict=False):
        try:
            if charts.known(chart.name, list(figures)):
                charts.check(chart.name, template.part(chart.part) if chart.part in template.names else b"")
        except charts.Unfillable as error:
            place = tree.place(next(element.iterancestors(W + "p")), error.name)
            yield Fault(place, error.what, error.mend, "chart")


def _relations(template: "Template", name: str) -> bytes:
    """Returns the relationships of the part *name*; empty where it has none."""
    relations = relations_of(name)
    return template.part(relations) if relations in template.names else b""


def _damage(template: "Template", name: str, source: Source, shown: str) -> Iterator[Fault]:
    """Yields what Word would call damage in the part *name*, which is filled.

    Where its tags have faults, those come first: then nothing is looked at.
    """
    if source.root is None or source.faults:
        return
    for what, element in integrity.of_tree(source.root, _relations(template, name), OPEN):
        holders = [holder for holder in element.iterancestors() if holder in source.where]
        path = source.where[holders[0]] if holders else ""
        yield _damaged(Place(shown, path=path), what)


def _damage_of_other_parts(template: "Template") -> Iterator[Fault]:
    """Yields what Word would call damage in the parts that are not filled."""
    parts = {name: template.part(name) for name in template.names}
    not_filled = [name for name in parts if _role(name, template) not in FILLED]
    for name, what in integrity.problems(parts, not_filled, LEFT):
        yield _damaged(Place(f"{template.shown} · {name}"), what)


def _damaged(place: Place, what: str) -> Fault:
    return Fault(place, what, _("删掉这里的图、链接或书签，重新插入；找不到就用 Word 打开，另存为 .docx"), "unsound")


def _unrendered_tags(xml: bytes, shown: str) -> Iterator[Fault]:
    """Yields the tags in *xml*, a part in which nothing is filled in."""
    text = xml.decode(errors="replace")
    for match in _UNRENDERED.finditer(text):
        what = _("这里的标签不会生成：{text}").format(text=match[0])
        mend = _("标签要写在正文、页眉、页脚、脚注或文本框的文字里")
        yield Fault(Place(shown, text=match[0]), what, mend, "unrendered")


def _unknown(one: Unknown, place: Place, context: Mapping[str, object]) -> Fault:
    """Returns the fault of a name that there is not, or that may not stand at *place*."""
    code: Code
    match one.kind:
        case "forbidden":
            code = "forbidden"
            what = _("模板里不能用下划线开头的“{name}”")
            mend = _("只能用字段名")
        case "call":
            code = "forbidden"
            what = _("模板里不能调用“{name}”")
            mend = _("用过滤器，写成 {{ 字段|过滤器 }}")
        case "shadow":
            code = "loop-variable"
            what = _("循环里的“{name}”和字段同名，循环里就用不到那个字段了")
            mend = _("换一个名字")
        case "loop":
            code = "loop-variable"
            what = _("“{name}”只能用在它的循环里面")
            mend = _("移到 for 和 endfor 之间，或换成别的字段")
        case _:
            code = "unknown-field"
            what = _("没有“{name}”这个字段")
            mend = _field_elsewhere(one, context) or hint(one.name, one.known or _public_names(context))
    return Fault(place, what.format(name=one.name), mend, code)


def _field_elsewhere(one: Unknown, context: Mapping[str, object]) -> str:
    """Which field of a group was meant by the name of none, as 联系电话 by 镇.电话; empty where that does not show."""
    if one.known or nearest(one.name, _public_names(context)):
        return ""
    for group, inner in context.items():
        if not isinstance(inner, Mapping):
            continue
        for name in inner:
            if isinstance(name, str) and (name in one.name or one.name in name):
                return _("是不是“{name}”？").format(name=f"{group}.{name}")
    return ""


def _public_names(context: Mapping[str, object]) -> list[str]:
    return [name for name in context if not name.startswith("_")]


def _missing_styles_of_blocks(template: "Template", part: "Part", context: Mapping[str, object]) -> Iterator[Fault]:
    """Yields ``{{p }}`` of paragraphs in a template without the styles that they, or chapters, are written in."""
    for source, place, _word in part.tags:
        match = _LAID_OUT.match(source)
        value = _value_at(context, match[1].strip()) if match else None
        if not isinstance(value, Blocks):
            continue
        wanted = dict.fromkeys((*_OWN_STYLES, *value.styles()))
        missing = [name for name in wanted if name not in template.styles]
        if missing:
            what = _("这里要用的样式“{names}”，模板里没有").format(names=enumerated(missing))
            yield Fault(place, what, _("从自带的模板复制这个样式"), "missing-style")


def _value_at(context: Mapping[str, object], path: str) -> object:
    """Returns what *context* holds at the dotted *path*, None where it holds nothing."""
    value: object = context
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value
