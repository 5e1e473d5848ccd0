"""A document within another: the plan in the notice that issues it, out of the town's own template of the plan."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base import i18n
from wenming.base.cache import recall
from wenming.documents.kinds import Context, Document, Enclosed
from wenming.engine.program import Compiled
from wenming.engine.template import compiled_from, members_of
from wenming.gongwen.blocks import Block, Blocks, Cell, Paragraph, Table
from wenming.gongwen.blocks_xml import head_cells
from wenming.gongwen.profile import GONGWEN
from wenming.gongwen.template import Template
from wenming.ooxml import archive, ids
from wenming.ooxml.insertion import insertion
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import W
from wenming.ooxml.tree import parse, written

_WITHIN = "随文"  # the name, in the context of the document around, of what the one within is filled with
_MARK = "（随文）"  # behind the names of styles that look otherwise in the two templates
_CONTROL = ("{%", "｛%", "{％", "｛％")


class _Two(NamedTuple):
    """The files of two templates, and how one goes into the other: in the place of *tag*, these *names* its own."""

    outer: Path
    inner: Path
    tag: str
    names: tuple[str, ...]
    styles: tuple[str, ...]
    new_page: bool
    faces: tuple[tuple[str, str], ...]


def composed(
    document: Document, enclosed: Enclosed, outer: Path, inner: Path, faces: Mapping[str, str] | None
) -> tuple[Template, Document]:
    """The template *outer* of *document* with the body of *inner* in it, and the document to fill it with.

    Raises Faults where one of the two templates is wrong.
    """
    Template.load(inner, faces).expect_sound()
    Template.load(outer, faces).expect_sound()
    context = enclosed.document.context
    styles = dict.fromkeys(name for value in _laid_out(context) for name in value.styles())
    two = _Two(
        outer, inner, enclosed.tag, tuple(context), tuple(styles), enclosed.new_page, tuple((faces or {}).items())
    )
    template, renamed = _template(two, i18n.language(), *_changed(outer), *_changed(inner))
    within = _restyled(context, renamed)
    filled = {**document.context, **enclosed.instead, _WITHIN: within}
    return template, document._replace(context=filled)


def names_within(placed: frozenset[str]) -> frozenset[str]:
    """The names, in the document within, of what has been *placed* of it."""
    prefix = f"{_WITHIN}."
    return frozenset(name.removeprefix(prefix) for name in placed if name.startswith(prefix))


def _laid_out(context: Context) -> Iterator[Blocks]:
    for value in context.values():
        if isinstance(value, Blocks):
            yield value
        elif isinstance(value, dict):
            yield from _laid_out(value)


def _changed(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=16)
def _template(two: _Two, language: str, *_changed: int) -> tuple[Template, Mapping[str, str]]:
    """The template of *two*, and what their styles are called that look otherwise in the one around."""
    key = (b"enclosed", repr(two).encode(), language.encode(), two.outer.read_bytes(), two.inner.read_bytes())
    compiled, renamed = recall(lambda: _compiled(two), *key)
    return Template(compiled, two.outer.name), renamed


def _compiled(two: _Two) -> tuple[Compiled, dict[str, str]]:
    outer = members_of(two.outer, GONGWEN, two.faces)
    inner = members_of(two.inner, GONGWEN, two.faces)
    parts = {name: member.unpack() for name, member in outer.items()}
    others = {name: member.unpack() for name, member in inner.items()}
    brought = insertion(parts, others, two.styles, _MARK)
    root = parse(brought.parts[BODY])
    place = next((one for one in root.iter(W + "p") if _places(one, two.tag)), None)
    if place is None:  # that it is not placed is told where the document is filled
        return compiled_from(outer, two.outer.name, GONGWEN), {}
    _insert(place, brought.elements, two)
    root = _knowing(parse(others[BODY]), root)
    ids.own(root)
    brought.parts[BODY] = written(root)
    packed = {name: archive.pack_small(data) for name, data in brought.parts.items() if data != parts.get(name)}
    return compiled_from({**outer, **packed}, two.outer.name, GONGWEN), brought.styles


def _places(paragraph: Element, name: str) -> bool:
    """True if *paragraph* holds the tag that lays out what is called *name*."""
    said = _said(paragraph).replace("｛", "{").replace("｝", "}")
    return said.startswith("{{p") and said.endswith("}}") and said[3:-2] == name


def _said(paragraph: Element) -> str:
    return "".join("".join(text.text or "" for text in paragraph.iter(W + "t")).split())


def _insert(place: Element, elements: list[Element], two: _Two) -> None:
    """Put *elements* behind the paragraph *place*, with the names that they use their own."""
    values = ", ".join(f"{name} = {_WITHIN}.{name}" for name in two.names)
    if two.new_page:
        _begin_page(elements)
    place_after = place
    for element in (_tag(f"{{%p with {values} %}}"), *elements, _tag("{%p endwith %}")):
        place_after.addnext(element)
        place_after = element


def _tag(text: str) -> Element:
    paragraph = etree.Element(W + "p")
    run = etree.SubElement(paragraph, W + "r")
    etree.SubElement(run, W + "t").text = text
    return paragraph


def _begin_page(elements: list[Element]) -> None:
    """Let the first paragraph among *elements* that is no tag of a block begin a page."""
    for element in elements:
        for paragraph in element.iter(W + "p"):
            if not _said(paragraph).startswith(_CONTROL):
                _properties(paragraph).insert(_place_of_break(paragraph), etree.Element(W + "pageBreakBefore"))
                return


def _properties(paragraph: Element) -> Element:
    properties = paragraph.find(W + "pPr")
    if properties is None:
        properties = etree.Element(W + "pPr")
        paragraph.insert(0, properties)
    for old in properties.findall(W + "pageBreakBefore"):
        properties.remove(old)
    return properties


def _place_of_break(paragraph: Element) -> int:
    """Where w:pageBreakBefore stands among the properties of *paragraph*: behind these three (CT_PPrBase)."""
    before = (W + "pStyle", W + "keepNext", W + "keepLines")
    return sum(one.tag in before for one in _properties(paragraph))


def _knowing(inner: Element, outer: Element) -> Element:
    """The tree *outer* with the prefixes that *inner* tells old word processors to ignore."""
    ignorable = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
    here, there = outer.get(ignorable, "").split(), inner.get(ignorable, "").split()
    known = {outer.nsmap.get(prefix) for prefix in here}
    new = [prefix for prefix in there if inner.nsmap.get(prefix) not in known and prefix not in outer.nsmap]
    if not new:
        return outer
    root = etree.Element(outer.tag, outer.attrib, {**{prefix: inner.nsmap[prefix] for prefix in new}, **outer.nsmap})
    root.extend(outer)
    root.set(ignorable, " ".join([*here, *new]))
    return root


def _restyled(context: Context, renamed: Mapping[str, str]) -> dict[str, object]:
    """*context* with its blocks in the styles that are *renamed*."""
    if not renamed:
        return dict(context)
    return {name: _value_restyled(value, renamed) for name, value in context.items()}


def _value_restyled(value: object, renamed: Mapping[str, str]) -> object:
    if isinstance(value, Blocks):
        return Blocks([_block_restyled(block, renamed) for block in value.items])
    if isinstance(value, dict):
        return _restyled(value, renamed)
    return value


def _block_restyled(block: Block, renamed: Mapping[str, str]) -> Block:
    match block:
        case Paragraph():
            return _paragraph_restyled(block, renamed)
        case Table():
            return _table_restyled(block, renamed)
        case _:
            return block


def _table_restyled(table: Table, renamed: Mapping[str, str]) -> Table:
    rows: list[list[Cell]] = []
    for row in table.rows:
        rows.append([_cell_restyled(cell, renamed) for cell in row])
    head: list[list[Cell]] = []
    for labels in table.head:
        head.append([_cell_restyled(cell, renamed) for cell in head_cells(labels, table.widths)])
    return table._replace(head=head, rows=rows)


def _paragraph_restyled(paragraph: Paragraph, renamed: Mapping[str, str]) -> Paragraph:
    runs = [run._replace(style=renamed.get(run.style, run.style)) for run in paragraph.runs]
    return paragraph._replace(style=renamed.get(paragraph.style, paragraph.style), runs=runs)


def _cell_restyled(cell: Cell, renamed: Mapping[str, str]) -> Cell:
    return cell._replace(paragraphs=[_paragraph_restyled(one, renamed) for one in cell.paragraphs])
