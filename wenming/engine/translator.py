"""docxtpl's tags in a part of a Word file, translated to jinja source.

``{{ }}`` and ``{% %}`` stay where they stand; ``{%p %}``, ``{{p }}``, ``{%tr %}``, ``{%tc %}`` and ``{%r %}``
take the place of the paragraph, row, cell or run around them. Word and WPS split a tag over several runs:
it is joined in the run that holds the variable's own characters, so the value keeps that run's format.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Place
from wenming.base.i18n import _
from wenming.engine import control_flow, lexer, loop_ids, loop_lists, table_cells
from wenming.engine.paragraphs import Paragraph, join
from wenming.engine.source_map import CLOSE, OPEN, Source, Tag
from wenming.ooxml import cleanup, ids
from wenming.ooxml.locations import spots
from wenming.ooxml.namespaces import A, W
from wenming.ooxml.tree import parse

_BETWEEN = re.compile(r">\s*\n\s*<")
_LEFT = re.compile(r"\{(?=[{%#])")
_MARK = re.compile(f"<\\?wenming (\\d+)\\?>|{OPEN}(\\d+){CLOSE}")
_MOVED = W + "moveFrom"


def translate(
    xml: bytes, shown: str, lists: Mapping[str, int] | None = None, before: Callable[[Element], None] | None = None
) -> Source:
    """The jinja source of one part; *shown* names part and file in faults, *lists* the list of each style.

    *before* may change the tree first.
    """
    source = Source()
    try:
        root = parse(xml)
    except etree.XMLSyntaxError as error:
        what = _("这一部分不是完好的 XML：{why}").format(why=error.msg)
        source.fault("broken-xml", Place(shown), what, _("请用 Word 或 WPS 打开后另存为 .docx"))
        return source
    cleanup.normalise(root, ids=root.tag == W + "comments")
    if before is not None:
        before(root)
    source.root, source.where = root, spots(root)
    if b"{" not in xml and "｛".encode() not in xml:
        ids.own(root)
        source.text = _serialised(root)
        return source
    where = source.where
    joins: list[tuple[Element, bool]] = []
    for leaves, owner in list(_texts(root)):
        paragraph = Paragraph(owner, leaves, Place(shown, path=_spot(owner, where)), source, joins)
        paragraph.read()
    if source.raw is not None:
        control_flow.unclosed("raw", source.raw, source)
    for element in root.iter():
        if isinstance(element.tag, str):
            _attributes(element, Place(shown, path=_spot(element, where)), source)
    moved: dict[Element, Element] = {}
    for owner, forward in joins:
        join(owner, forward, moved)
    table_cells.tables(root, source)
    control_flow.check(root, source)
    if not source.faults:
        loop_ids.widen_bookmarks(root, source)
        repeated = control_flow.repeated_elements(root, source)
        loop_ids.renew(root, repeated, source)
        loop_lists.restart(repeated, source, lists or {})
        ids.own(root)
        table_cells.conditions(root, source)
    _finished(root, source)
    return source


def _serialised(root: Element) -> str:
    text: str = etree.tostring(root, encoding="unicode")
    text = _BETWEEN.sub("><", text).replace("\n", " ").replace("\t", " ")  # a line feed in a value is a line break
    return _LEFT.sub("{{ '{' }}", text)  # what is left is text, not a tag


def _finished(root: Element, source: Source) -> None:
    ordered: list[Tag] = []

    def place_tag(match: re.Match[str]) -> str:
        tag = source.tags[int(match[1] or match[2])]
        ordered.append(tag)
        return tag.source

    text = _serialised(root)
    source.text = _MARK.sub(place_tag, text)
    source.tags = ordered


def _texts(root: Element) -> Iterator[tuple[list[Element], Element]]:
    """Texts that are read together, and their owner: those of a paragraph, or a single one."""
    owned: dict[Element, list[Element]] = {}
    for leaf in root.iter(W + "t", A + "t"):
        kind = W + "p" if leaf.tag == W + "t" else A + "p"
        owner = next(leaf.iterancestors(kind), None)
        if owner is not None and next(leaf.iterancestors(_MOVED), None) is None:
            owned.setdefault(owner, []).append(leaf)
    yield from ((leaves, owner) for owner, leaves in owned.items())
    single = {W + "t", A + "t", W + "delText"}
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in single and element.text and not len(element):
            yield [element], element


def _spot(element: Element, where: Mapping[Element, str]) -> str:
    """The spot of the paragraph that *element* is, or stands in."""
    return next((where[one] for one in (element, *element.iterancestors()) if one in where), "")


def _attributes(element: Element, at: Place, source: Source) -> None:
    for key, value in element.attrib.items():
        if "{{" in value or "{%" in value:
            place = replace(at, text=value)

            def mark(match: re.Match[str], place: Place = place) -> str:
                tag = match["tag"]
                if not tag or tag.startswith("{#"):
                    return ""
                return f"{OPEN}{source.add(lexer.jinja(tag, None), place, lexer.first_word(tag))}{CLOSE}"

            element.set(key, lexer.TAG.sub(mark, value))
