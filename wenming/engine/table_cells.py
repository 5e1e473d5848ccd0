"""Tables with loops and conditions: header rows, columns that vary, what may be left that Word does not open."""

from collections.abc import Mapping
from itertools import takewhile

from lxml import etree
from lxml.etree import _Element as Element

from wenming.engine import conditional
from wenming.engine.cell_tags import mark_varying
from wenming.engine.control_flow import OPENERS
from wenming.engine.emptied import JOINED, OWNERS, RANGES
from wenming.engine.source_map import Source
from wenming.ooxml.namespaces import W
from wenming.ooxml.table_grid import LOOP, span_in

_IN_FLOW = [W + name for name in ("p", "tbl", "sdt")]
_HEADER_ROWS = 3  # more rows than these above a loop are no header
_AFTER_HEADER = [W + name for name in ("ins", "del", "trPrChange")]  # what the schema has behind w:tblHeader


def conditions(root: Element, source: Source) -> None:
    """Note what false conditions and empty loops may leave that Word does not open; repeat rows above loops."""
    for table in root.iter(W + "tbl"):
        _note_rows(table, source)
        _note_neighbours(table, source)
    gone = {instruction: cell for cell, instruction in source.placed.items() if cell.tag != W + "p"}
    for row in list(root.iter(W + "tr")):
        if _has_tags(row, source):
            if not _has_outside_blocks(row, W + "tc", source):
                source.features.add("gaps")
            mark_varying(row, source)
            _mark_loop(row, gone)
    if any(_is_value(node, source) for node in root.iter(etree.ProcessingInstruction)):
        source.features.add("tables")
    if any(_may_lose_its_last_paragraph(owner, source) for owner in root.iter(*OWNERS, W + "sdtContent")):
        source.features.add("gaps")


def _note_rows(table: Element, source: Source) -> None:
    """Note whether *table* may lose all its rows, or one in which a merge begins; repeat its head."""
    if not _has_tags(table, source):
        return
    if table.find(f".//{W}vMerge") is not None or _may_lose_every_row(table, source):
        source.features.add("gaps")
    if any(_word(child, source) == "for" for child in table):
        _repeat_header(table, source)


def _note_neighbours(table: Element, source: Source) -> None:
    """Note whether *table* may come to stand beside another, which Word would join with it; mark where it does."""
    beside = (one for one in table.itersiblings(preceding=True) if one.tag not in RANGES)
    before = next(beside, None)
    if before is not None and before.tag == W + "tbl":
        table.addprevious(etree.ProcessingInstruction(JOINED))
        source.features.add("gaps")
    elif _may_meet_another(table, source):
        source.features.add("tables")


def _mark_loop(row: Element, gone: Mapping[Element, Element]) -> None:
    """Mark in the table of *row* over which columns of the template its blocks go, with their tags.

    *gone*: by the tags that stand in their place, the cells that have gone for them.
    """
    table = next(row.iterancestors(W + "tbl"), None)
    if table is None or any(_is_mark(one, LOOP) for one in table):
        return
    column = span_in(row.find(f"{W}trPr/{W}gridBefore"), 0)
    edges: list[int] = []
    for child in row:
        before = gone.get(child, child)
        width = _columns_of(before)
        if before is not child and width:
            edges += (column, column + width)
        column += width
    if edges:
        table.insert(0, etree.ProcessingInstruction(LOOP, f"{min(edges)} {max(edges)}"))


def _columns_of(child: Element) -> int:
    """Returns how many columns *child* of a row takes: a cell, or a control with cells; 0 where it is neither."""
    if child.tag == W + "tc":
        return span_in(child.find(f"{W}tcPr/{W}gridSpan"), 1)
    if child.tag != W + "sdt":
        return 0
    cells = child.iterfind(f"{W}sdtContent/*")
    return sum(map(_columns_of, cells))


def _may_lose_every_row(table: Element, source: Source) -> bool:
    return not _has_outside_blocks(table, W + "tr", source)


def _may_meet_another(table: Element, source: Source) -> bool:
    """True if *table* may come to stand beside another table where only tags, or what may go, is between them."""
    depth = 0
    for beside in table.itersiblings():
        word = _word(beside, source)
        if word.startswith("end") or word in ("else", "elif"):
            depth -= word.startswith("end")
            if depth < 0:
                return True  # the end of a block that holds the table: another turn may follow, or anything behind it
        elif word in OPENERS:
            depth += 1
        elif beside.tag == W + "tbl" or _is_value(beside, source):
            return True
        elif depth == 0 and beside.tag in _IN_FLOW and not _may_be_empty(beside, source):
            return False
    return False


def _is_value(node: Element, source: Source) -> bool:
    """True if *node* stands for ``{{p }}``: whole paragraphs, or tables."""
    return _is_tag(node) and source.tags[int(node.text)].source.startswith("{{")


def _may_be_empty(block: Element, source: Source) -> bool:
    """True if every word of *block*, a paragraph or a control, stands under conditions."""
    if block.tag == W + "p":
        return any(_is_mark(child, conditional.MARK) for child in block)
    content = block.find(W + "sdtContent")
    if content is None:
        return False
    return all(_may_be_empty(child, source) for child in _outside_blocks(content, source) if child.tag in _IN_FLOW)


def _is_mark(node: Element, target: str) -> bool:
    return node.tag is etree.ProcessingInstruction and node.target == target


def _may_lose_its_last_paragraph(owner: Element, source: Source) -> bool:
    """True if *owner* may end up without a paragraph at its end, or with none at all."""
    last = owner[-1] if len(owner) else None
    if last is not None and _is_tag(last) and not _word(last, source):
        return True  # what {{p }} writes may end with a table
    if owner.tag == W + "sdtContent":
        return _has_tags(owner, source) and not _outside_blocks(owner, source)
    return not _has_outside_blocks(owner, W + "p", source)


def _has_tags(owner: Element, source: Source) -> bool:
    """True if a tag of a block stands among the children of *owner*."""
    return any(_word(child, source) for child in owner)


def _has_outside_blocks(owner: Element, name: str, source: Source) -> bool:
    """True if *owner* has a child called *name* that no block contains."""
    return any(child.tag == name for child in _outside_blocks(owner, source))


def _word(node: Element, source: Source) -> str:
    """Returns the first word of the tag that *node* stands for; empty where it is no tag."""
    return source.tags[int(node.text)].word if _is_tag(node) else ""


def _is_tag(node: Element) -> bool:
    return _is_mark(node, "wenming")


def _outside_blocks(owner: Element, source: Source) -> list[Element]:
    """Returns the children of *owner* that no block contains."""
    outside: list[Element] = []
    depth = 0
    for child in owner:
        word = _word(child, source)
        if word.startswith("end"):
            depth -= 1
        elif word in ("else", "elif"):
            continue
        elif word:
            depth += 1
        elif depth == 0:
            outside.append(child)
    return outside


def _repeat_header(table: Element, source: Source) -> None:
    """Let the rows above the first loop of *table* be repeated on every page that the table reaches."""
    above = takewhile(lambda child: _word(child, source) != "for", table)
    rows = [child for child in above if child.tag == W + "tr"]
    has_header = next(table.iter(W + "tblHeader"), None) is not None
    if has_header or not 0 < len(rows) <= _HEADER_ROWS:
        return
    for row in rows:
        properties = row.find(W + "trPr")
        if properties is None:
            properties = _add_row_properties(row)
        _add_in_order(etree.Element(W + "tblHeader"), properties)


def _add_row_properties(row: Element) -> Element:
    """Add a w:trPr to *row*, after its w:tblPrEx if it has one."""
    properties = etree.Element(W + "trPr")
    exceptions = row.find(W + "tblPrEx")
    row.insert(0 if exceptions is None else 1, properties)
    return properties


def _add_in_order(header: Element, properties: Element) -> None:
    """Add *header* (w:tblHeader) to *properties* (w:trPr), before what the schema has behind it."""
    behind = next((child for child in properties if child.tag in _AFTER_HEADER), None)
    if behind is None:
        properties.append(header)
    else:
        behind.addprevious(header)
