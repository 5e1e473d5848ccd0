"""Ids, names and bookmarks within loops: made anew in every turn."""

import re
from collections.abc import Sequence
from itertools import takewhile

from lxml.etree import _Element as Element

from wenming.engine.control_flow import OPENERS, Block, Repeated, tags_by_node
from wenming.engine.source_map import Source
from wenming.ooxml import ids
from wenming.ooxml.namespaces import W

_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_CURSOR = "_GoBack"  # the bookmark of where somebody last typed


def renew(root: Element, inside: Sequence[Repeated], source: Source) -> None:
    """Let the ids, names and bookmarks of the elements *inside* loops be made anew in every turn."""
    _ids(inside, source)
    _bookmarks(root, inside, source)


def _ids(inside: Sequence[Repeated], source: Source) -> None:
    for element, blocks in inside:
        place = source.tags[blocks[-1].number].place
        if element.tag == ids.DOC_PR:
            element.set("id", source.mark("{{\n''|_next_id }}", place))
        elif element.tag.startswith(_V) and element.tag != _V + "shapetype" and "id" in element.attrib:
            element.set("id", source.mark(f"{{{{\n{_string(element.get('id'))}|_unique }}}}", place))
            if _O + "spid" in element.attrib:
                del element.attrib[_O + "spid"]


def draw_out(root: Element, source: Source) -> None:
    """Let a bookmark that begins or ends within a block and not with it hold the whole block.

    Half of it would be gone where the condition is false, or come with every turn; fields name it.
    """
    marked = [(start, end) for start, end in ids.pairs(root) if end is not None and start.get(W + "name") != _CURSOR]
    crossing = bool(marked)
    while crossing:  # each round draws out by at least one block, or is the last
        crossing = False
        around, closing = _enclosing(root, source)
        for start, end in marked:
            first, last = around[start], around[end]
            shared = sum(1 for _same in takewhile(lambda both: both[0] == both[1], zip(first, last, strict=False)))
            for block, _branch in first[shared : shared + 1]:
                _run_of(block.node).addprevious(start)
                crossing = True
            for block, _branch in last[shared : shared + 1]:
                _run_of(closing[block]).addnext(end)
                crossing = True


_Around = tuple[tuple[Block, int], ...]


def _enclosing(root: Element, source: Source) -> tuple[dict[Element, _Around], dict[Block, Element]]:
    """The blocks around both ends of every bookmark, each with the number of its branch; where each block ends."""
    open_: list[tuple[Block, int]] = []
    around: dict[Element, _Around] = {}
    closing: dict[Block, Element] = {}
    for node, numbers in tags_by_node(root):
        if node.tag in (W + "bookmarkStart", W + "bookmarkEnd"):
            around[node] = tuple(open_)
        for mark in numbers:
            word = source.tags[mark].word
            if word in OPENERS:
                open_.append((Block(mark, word, node, ()), 0))
            elif word in ("else", "elif"):
                open_[-1] = (open_[-1][0], open_[-1][1] + 1)
            elif word.startswith("end"):
                closing[open_.pop()[0]] = node
    return around, closing


def _run_of(node: Element) -> Element:
    """What a bookmark may stand beside: a tag by itself, or the run that a tag stands in."""
    return next(node.iterancestors(W + "r"), node) if isinstance(node.tag, str) else node


def _bookmarks(root: Element, inside: Sequence[Repeated], source: Source) -> None:
    where = dict(inside)
    for start, end in ids.pairs(root):
        blocks, others = where.get(start, ()), where.get(end, ()) if end is not None else ()
        if end is None or blocks != others or start.get(W + "name") == _CURSOR:
            for element in (start, end):
                if element is not None and element.getparent() is not None:
                    element.getparent().remove(element)
        elif blocks:
            place = source.tags[blocks[-1].number].place
            name = f"_bm{len(source.tags)}"
            start.addprevious(source.instruction(f"{{%\nset {name} = ''|_next_id %}}", place))
            for element in (start, end):
                element.set(W + "id", source.mark(f"{{{{\n{name} }}}}", place))
            start.set(W + "name", source.mark(f"{{{{\n{_string(start.get(W + 'name'))}|_unique }}}}", place))


def _string(text: str) -> str:
    return "'" + re.sub(r"['\\{}%]", "", text) + "'"
