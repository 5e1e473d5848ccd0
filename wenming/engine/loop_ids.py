"""Ids, names and bookmarks within loops: made anew in every turn."""

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from lxml.etree import _Element as Element

from wenming.engine.control_flow import OPENERS, Block, Repeated, tags_by_node
from wenming.engine.source_map import Source
from wenming.ooxml import ids
from wenming.ooxml.namespaces import O_VML, W

_V = "{urn:schemas-microsoft-com:vml}"
_RANGES = ("bookmark", "commentRange", "perm", "moveFromRange", "moveToRange")
_ENDS = {f"{W}{kind}{end}" for kind in _RANGES for end in ("Start", "End")}
_CURSOR = "_GoBack"  # the bookmark of where somebody last typed


class Branch(NamedTuple):
    """A branch of a block: 0 up to the first else or elif, 1 up to the next …"""

    block: Block
    number: int


def renew(root: Element, repeated: Sequence[Repeated], source: Source) -> None:
    """Let the ids, names and bookmarks of the *repeated* elements be made anew in every turn."""
    _renew_drawings(repeated, source)
    _renew_bookmarks(root, repeated, source)


def _renew_drawings(repeated: Sequence[Repeated], source: Source) -> None:
    """Let drawings have a new id, and VML shapes a name of their own, in every turn."""
    for element, loops in repeated:
        place = source.tags[loops[-1].number].place
        if element.tag == ids.DOC_PR:
            element.set("id", source.mark("{{\n''|_next_id }}", place))
        elif _is_named_shape(element):
            element.set("id", source.mark(_unique(element.get("id")), place))
            element.attrib.pop(O_VML + "spid", None)


def _is_named_shape(element: Element) -> bool:
    """True if *element* is VML with an id; a shapetype's id is what shapes refer to, and stays."""
    return element.tag.startswith(_V) and element.tag != _V + "shapetype" and "id" in element.attrib


def widen_ranges(root: Element, source: Source) -> None:
    """Let a bookmark, a comment … that begins or ends within a block and not with it hold the whole block.

    Half of it would be gone where the condition is false, or come with every turn; fields name bookmarks.
    """
    ranges = [both for kind in _RANGES for both in _whole_ranges(root, kind)]
    is_crossing = bool(ranges)
    while is_crossing:  # each round widens by at least one block, or is the last
        is_crossing = _widen(ranges, root, source)


def _whole_ranges(root: Element, kind: str) -> Iterator[tuple[Element, Element]]:
    """Yields both ends of each range of this *kind* that has an end and that somebody has set."""
    for start, end in ids.pairs(root, kind):
        if end is not None and start.get(W + "name") != _CURSOR:
            yield start, end


def _widen(ranges: Sequence[tuple[Element, Element]], root: Element, source: Source) -> bool:
    """Move each end of *ranges* out of the outermost block that holds only this end; True if any was moved."""
    branches, ends_of_blocks = enclosing_branches(root, source, _ENDS)
    moved = False
    for start, end in ranges:
        around_start, around_end = branches[start], branches[end]
        shared = _shared(around_start, around_end)
        if len(around_start) > shared:
            opening = around_start[shared].block.node
            _run_of(opening).addprevious(start)
            moved = True
        if len(around_end) > shared:
            closing = ends_of_blocks[around_end[shared].block]
            _run_of(closing).addnext(end)
            moved = True
    return moved


def _shared(first: Sequence[Branch], second: Sequence[Branch]) -> int:
    """Returns how many of the outermost branches are the same."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


def enclosing_branches(
    root: Element, source: Source, names: Container[str]
) -> tuple[dict[Element, tuple[Branch, ...]], dict[Block, Element]]:
    """Returns the branches around each element called one of *names*, the outermost first; where each block ends."""
    open_: list[Branch] = []
    branches: dict[Element, tuple[Branch, ...]] = {}
    ends_of_blocks: dict[Block, Element] = {}
    for node, numbers in tags_by_node(root):
        if node.tag in names:
            branches[node] = tuple(open_)
        for number in numbers:
            word = source.tags[number].word
            if word in OPENERS:
                open_.append(Branch(Block(number, word, node, ()), 0))
            elif word in ("else", "elif"):
                block, branch = open_.pop()
                open_.append(Branch(block, branch + 1))
            elif word.startswith("end"):
                ends_of_blocks[open_.pop().block] = node
    return branches, ends_of_blocks


def _run_of(node: Element) -> Element:
    """Returns what a bookmark may stand beside: a tag by itself, or the run that a tag stands in."""
    if not isinstance(node.tag, str):
        return node
    return next(node.iterancestors(W + "r"), node)


def _renew_bookmarks(root: Element, repeated: Sequence[Repeated], source: Source) -> None:
    """Let bookmarks within loops be new ones in every turn; those that only one end of is repeated go."""
    loops: dict[Element, tuple[Block, ...]] = dict(repeated)
    for start, end in ids.pairs(root):
        around_start = loops.get(start, ())
        around_end = loops.get(end, ())
        is_whole = end is not None and around_start == around_end
        if not is_whole or start.get(W + "name") == _CURSOR:
            _remove(start)
            _remove(end)
        elif around_start:
            _renew_bookmark(start, end, around_start[-1], source)


def _renew_bookmark(start: Element, end: Element, loop: Block, source: Source) -> None:
    """Let the bookmark from *start* to *end* have an id and a name of its own in every turn of *loop*."""
    place = source.tags[loop.number].place
    variable = f"_bm{len(source.tags)}"
    start.addprevious(source.instruction(f"{{%\nset {variable} = ''|_next_id %}}", place))
    for element in (start, end):
        element.set(W + "id", source.mark(f"{{{{\n{variable} }}}}", place))
    start.set(W + "name", source.mark(_unique(start.get(W + "name")), place))


def _remove(element: Element | None) -> None:
    if element is None:
        return
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unique(name: str) -> str:
    """Returns the tag that writes *name*, with a number from its second use on."""
    return f"{{{{\n{_string(name)}|_unique }}}}"


def _string(text: str) -> str:
    return "'" + re.sub(r"['\\{}%]", "", text) + "'"
