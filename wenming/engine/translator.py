"""docxtpl's tags in a part of a Word file, translated to jinja source.

``{{ }}`` and ``{% %}`` stay where they stand; ``{%p %}``, ``{{p }}``, ``{%tr %}``, ``{%tc %}`` and ``{%r %}``
take the place of the paragraph, row, cell or run around them. Word and WPS split a tag over several runs:
it is joined in the run that holds the variable's own characters, so the value keeps that run's format.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import _
from wenming.engine import broken_fields, cell_tags, control_flow, lexer, loop_ids, loop_lists, loop_ranges, table_cells
from wenming.engine.joining import join
from wenming.engine.paragraphs import Paragraph
from wenming.engine.source_map import CLOSE, OPEN, Source, Tag
from wenming.ooxml import captions, cleanup, ids
from wenming.ooxml.locations import paragraph_locations
from wenming.ooxml.namespaces import A, M, W
from wenming.ooxml.prefixes import with_usual
from wenming.ooxml.tree import parse

_BETWEEN = re.compile(r">[^\S\n]*+\n\s*+<")
_LEFT = re.compile(r"\{(?=[{%#])")
_MARK = re.compile(f"<\\?wenming (\\d+)\\?>|{OPEN}(\\d+){CLOSE}")
_MOVED = W + "moveFrom"
_RUN_TEXTS = {W + "t", A + "t", M + "t", W + "delText", W + "instrText"}


def translate(
    xml: bytes, shown: str, lists: Mapping[str, int] | None = None, before: Callable[[Element], None] | None = None
) -> Source:
    """Returns the jinja source of one part, with the faults of its tags.

    *shown* names part and file in faults; *lists* is the list of each style id; *before* may change the tree first.
    """
    source = Source()
    root = _root_of(xml, shown, source)
    if root is None:
        return source
    cleanup.normalise(root, ids=root.tag == W + "comments")
    if before is not None:
        before(root)
    source.root, source.where = root, paragraph_locations(root)
    if b"{" not in xml and "｛".encode() not in xml:
        ids.own(root)
        source.text = _serialised(root)
        return source
    joins = _read_texts(root, shown, source)
    _read_attributes(root, shown, source)
    _join_paragraphs(joins)
    _let_go_of_stores(root)
    cell_tags.write(root, source)
    control_flow.check(root, source)
    if not source.faults:
        broken_fields.check(root, source, shown)
    if not source.faults:
        _make_anew(root, source, lists or {})
        ids.own(root)
        table_cells.conditions(root, source)
    _finish(root, source)
    return source


def _root_of(xml: bytes, shown: str, source: Source) -> Element | None:
    """Returns the root of *xml*; None, and a fault of *source*, where it is no XML."""
    try:
        return with_usual(parse(xml))
    except etree.XMLSyntaxError as error:
        source.faults.append(broken_part(shown, error.msg))
        return None


def broken_part(shown: str, why: str) -> Fault:
    """Returns the fault of a part, *shown*, that is no XML: *why* in the words of whoever read it."""
    what = _("这一部分不是完好的 XML：{why}").format(why=why)
    return Fault(Place(shown), what, _("请用 Word 或 WPS 打开后另存为 .docx"), "broken-xml")


def _read_texts(root: Element, shown: str, source: Source) -> list[tuple[Element, bool]]:
    """Put marks in the place of the tags in texts; returns the paragraphs to join, see ``join``."""
    joins: list[tuple[Element, bool]] = []
    for leaves, owner in list(_texts(root)):
        place = Place(shown, path=_spot(owner, source.where))
        Paragraph(owner, leaves, place, source, joins).read()
    if source.raw is not None:
        control_flow.unclosed("raw", source.raw, source)
    return joins


def _read_attributes(root: Element, shown: str, source: Source) -> None:
    """Put marks in the place of the tags in attributes."""
    for element in root.iter():
        if isinstance(element.tag, str):
            _attributes(element, Place(shown, path=_spot(element, source.where)), source)


def _let_go_of_stores(root: Element) -> None:
    """Let controls with tags no longer be bound to a store: Word would put what stands there in their place."""
    for control in root.iter(W + "sdt"):
        bindings = [
            *control.findall(f"{W}sdtPr/{{*}}dataBinding"),
            *control.findall(f"{W}sdtPr/{W}showingPlcHdr"),  # what stands there is no longer a hint
        ]
        if bindings and any(numbers for _node, numbers in control_flow.tags_by_node(control)):
            for binding in bindings:
                binding.getparent().remove(binding)


def _join_paragraphs(joins: Iterable[tuple[Element, bool]]) -> None:
    moved: dict[Element, Element] = {}
    for owner, forward in joins:
        join(owner, forward, moved)


def _make_anew(root: Element, source: Source, lists: Mapping[str, int]) -> None:
    """Let ids, names and lists within loops be made anew in every turn."""
    loop_ids.widen_ranges(root, source)
    repeated = control_flow.repeated_elements(root, source)
    loop_ids.renew(root, repeated, source)
    loop_ranges.renew(root, repeated, source)
    loop_lists.restart(repeated, source, lists)
    if any(_is_caption(element) for element, _loops in repeated):
        source.features.add("captions")


def _is_caption(element: Element) -> bool:
    """True if *element* is the code of a caption's number, or its beginning."""
    code = element.get(W + "instr") if element.tag == W + "fldSimple" else element.text
    return element.tag in (W + "fldSimple", W + "instrText") and captions.is_sequence(code or "")


def _serialised(root: Element) -> str:
    text: str = etree.tostring(root, encoding="unicode")
    text = _BETWEEN.sub("><", text).replace("\n", " ").replace("\t", " ")  # a line feed in a value is a line break
    return _LEFT.sub("{{ '{' }}", text)  # what is left is text, not a tag


def _finish(root: Element, source: Source) -> None:
    """Write the text of *source*, its tags in the place of their marks and in that order."""
    ordered: list[Tag] = []

    def write_tag(mark: re.Match[str]) -> str:
        tag = source.tags[int(mark[1] or mark[2])]
        ordered.append(tag)
        return tag.source

    source.text = _MARK.sub(write_tag, _serialised(root))
    source.tags = ordered


def _texts(root: Element) -> Iterator[tuple[list[Element], Element]]:
    """Yields texts that are read together, and their owner: those of a paragraph, then those that stand alone."""
    owned: dict[Element, list[Element]] = {}
    for leaf in root.iter(W + "t", A + "t"):
        owner = _paragraph_of(leaf)
        if owner is not None and not _is_moved_away(leaf):
            owned.setdefault(owner, []).append(leaf)
    for owner, leaves in owned.items():
        yield leaves, owner
    for leaves, owner in _codes(root):
        yield leaves, owner
    for element in root.iter():
        if _is_single_text(element):
            yield [element], element


def _codes(root: Element) -> Iterator[tuple[list[Element], Element]]:
    """Yields the codes of fields, and the texts of formulas, each with what holds it: Word splits them over runs."""
    for paragraph in root.iter(W + "p"):
        for code in _codes_of(paragraph):
            yield code, paragraph
    texts: dict[Element, list[Element]] = {}
    for text in root.iter(M + "t"):
        texts.setdefault(text.getparent().getparent(), []).append(text)
    for owner, leaves in texts.items():
        yield leaves, owner


def _codes_of(paragraph: Element) -> list[list[Element]]:
    """Returns the pieces of the code of each field in *paragraph*, of one that begins before it as well."""
    codes: list[list[Element]] = []
    open_fields: list[list[Element]] = []
    for element in paragraph.iter(W + "fldChar", W + "instrText"):
        if next(element.iterancestors(W + "p")) is not paragraph:
            continue  # it stands in a text box
        kind = element.get(W + "fldCharType")
        if kind == "begin" or (element.tag == W + "instrText" and not open_fields):
            open_fields.append([])
            codes.append(open_fields[-1])
        if element.tag == W + "instrText":
            open_fields[-1].append(element)
        elif kind == "end" and open_fields:
            open_fields.pop()
    return [code for code in codes if code]


def _paragraph_of(leaf: Element) -> Element | None:
    """Returns the paragraph that the text *leaf* stands in, of WordprocessingML or DrawingML as it is itself."""
    paragraph = W + "p" if leaf.tag == W + "t" else A + "p"
    return next(leaf.iterancestors(paragraph), None)


def _is_moved_away(leaf: Element) -> bool:
    """True if *leaf* is what the record of changes keeps of a text that was moved elsewhere."""
    return next(leaf.iterancestors(_MOVED), None) is not None


def _is_single_text(element: Element) -> bool:
    """True if *element* holds text, belongs to no paragraph's texts and has no children: a title, a field …"""
    if not isinstance(element.tag, str) or element.tag in _RUN_TEXTS:
        return False
    return bool(element.text) and len(element) == 0


def _spot(element: Element, where: Mapping[Element, str]) -> str:
    """Returns the spot of the paragraph that *element* is, or stands in; empty where it stands in none."""
    for one in (element, *element.iterancestors()):
        if one in where:
            return where[one]
    return ""


def _attributes(element: Element, at: Place, source: Source) -> None:
    """Put marks in the place of the tags in the attributes of *element*; comments go."""
    for key, value in element.attrib.items():
        if "{{" in value or "{%" in value:
            element.set(key, _with_marks(value, at._replace(text=value), source))


def _with_marks(value: str, place: Place, source: Source) -> str:
    def mark(match: re.Match[str]) -> str:
        tag = match["tag"]
        if not tag or tag.startswith("{#"):
            return ""
        return source.mark(lexer.jinja(tag, None), place, lexer.first_word(tag))

    return lexer.TAG.sub(mark, value)
