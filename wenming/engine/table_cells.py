"""Tables: cells merged, coloured and spread by tags; header rows; what a loop may leave broken."""

from itertools import takewhile

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Place
from wenming.base.i18n import _
from wenming.engine.control_flow import OPENERS
from wenming.engine.emptied import APART, OWNERS
from wenming.engine.source_map import Source
from wenming.ooxml.namespaces import W

_ORDER = [  # of the children of w:tcPr
    W + name
    for name in (
        *("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar"),
        *("textDirection", "tcFitText", "vAlign", "hideMark"),
    )
]
_HEADER_ROWS = 3  # more rows than these above a loop are no header


def tables(root: Element, source: Source) -> None:
    """Write the cell tags of *source* into the cells' properties."""
    for tag in source.cells:
        if root not in tag.owner.iterancestors():
            continue  # its row or paragraph has gone for a tag: a fault, and said
        cell = next(tag.owner.iterancestors(W + "tc"), None)
        if cell is None:
            what = _("“{{% {kind} %}}”只能写在表格的格子里").format(kind=tag.kind)
            source.fault("wrong-level", tag.place, what, _("把它移到格子里，或删掉"))
        elif tag.kind in _WITH_EXPRESSION and not tag.expression:
            what = _("“{{% {kind} %}}”后面缺内容").format(kind=tag.kind)
            source.fault("syntax", tag.place, what, _("写成 {% cellbg 颜色 %}、{% colspan 列数 %}"))
        else:
            write = _WRITERS[tag.kind]
            write(cell, tag.expression, source, tag.place)


def _merge_vertically(cell: Element, expression: str, source: Source, place: Place) -> None:
    """One cell over all turns of a loop, or over those in which *expression* stays the same."""
    condition = "loop.first"
    if expression:
        condition = _begin_at_change(cell, expression, source, place)
    merge = etree.Element(W + "vMerge")
    merge.set(W + "val", source.mark(f"{{{{\n'restart' if {condition} else 'continue' }}}}", place))
    _set_property(cell, merge)
    for paragraph in cell.iter(W + "p"):
        has_properties = len(paragraph) > 0 and paragraph[0].tag == W + "pPr"
        first = 1 if has_properties else 0
        paragraph.insert(first, source.instruction(f"{{%\nif {condition} %}}", place, "if"))
        paragraph.append(source.instruction("{%\nendif %}", place, "endif"))


def _begin_at_change(cell: Element, expression: str, source: Source, place: Place) -> str:
    """Let a variable tell in every turn whether *expression* has changed, anew in every table; returns its name."""
    key = len(source.tags)
    variable = f"_vm{key}"
    cell.addprevious(source.instruction(f"{{%\nset {variable} = ({expression})|_differs({key}) %}}", place))
    table = next(cell.iterancestors(W + "tbl"))
    table.addprevious(source.instruction(f"{{{{\n{key}|_forget }}}}", place))
    return variable


def _merge_horizontally(cell: Element, _expression: str, source: Source, place: Place) -> None:
    """One cell as wide as all turns of a loop together."""
    source.features.add("grid")
    old = cell.find(f"{W}tcPr/{W}gridSpan")
    width = old.get(W + "val", "1") if old is not None else "1"
    is_wide = width.isdecimal() and width != "1"
    columns = f"{width} * loop.length" if is_wide else "loop.length"
    _span(cell, columns, source, place)
    cell.addprevious(source.instruction("{%\nif loop.first %}", place, "if"))
    cell.addnext(source.instruction("{%\nendif %}", place, "endif"))


def _shade(cell: Element, expression: str, source: Source, place: Place) -> None:
    """Give *cell* the background colour that *expression* gives."""
    shade = etree.Element(W + "shd")
    shade.set(W + "val", "clear")
    shade.set(W + "color", "auto")
    shade.set(W + "fill", source.mark(f"{{{{\n{expression} }}}}", place))
    _set_property(cell, shade)


def _spread(cell: Element, expression: str, source: Source, place: Place) -> None:
    """Let *cell* be as many columns wide as *expression* gives."""
    source.features.add("grid")
    _span(cell, expression, source, place)


def _span(cell: Element, columns: str, source: Source, place: Place) -> None:
    span = etree.Element(W + "gridSpan")
    span.set(W + "val", source.mark(f"{{{{\n{columns} }}}}", place))
    _set_property(cell, span)


_WRITERS = {"vm": _merge_vertically, "hm": _merge_horizontally, "cellbg": _shade, "colspan": _spread}
_WITH_EXPRESSION = ("cellbg", "colspan")  # what has nothing to write without one


def _set_property(cell: Element, value: Element) -> None:
    """Give *cell* the property *value*, in the order that the schema has."""
    properties = cell.find(W + "tcPr")
    if properties is None:
        properties = etree.Element(W + "tcPr")
        cell.insert(0, properties)
    old = properties.find(value.tag)
    if old is not None:
        properties.remove(old)
    rank = _ORDER.index(value.tag)
    names_before = _ORDER[:rank]
    before = [child for child in properties if child.tag in names_before]
    properties.insert(len(before), value)


def conditions(root: Element, source: Source) -> None:
    """Note what false conditions and empty loops may leave that Word does not open; repeat rows above loops."""
    for table in root.iter(W + "tbl"):
        if any(_word(child, source) == "for" for child in table):
            _repeat_header(table, source)
        if _may_lose_every_row(table, source):
            source.features.add("gaps")
        if _may_meet_the_one_before(table, source):
            table.addprevious(etree.ProcessingInstruction(APART))
            source.features.add("gaps")
    if any(_has_tags(row, source) for row in root.iter(W + "tr")):
        source.features.add("grid")
    if any(_may_lose_its_last_paragraph(owner, source) for owner in root.iter(*OWNERS, W + "sdtContent")):
        source.features.add("gaps")


def _may_lose_every_row(table: Element, source: Source) -> bool:
    return _has_tags(table, source) and not _has_outside_blocks(table, W + "tr", source)


def _may_meet_the_one_before(table: Element, source: Source) -> bool:
    """True if a table stands before *table*, and between them only what a condition or a loop may leave out."""
    depth = 0
    has_tags = False
    for beside in table.itersiblings(preceding=True):
        word = _word(beside, source)
        if word.startswith("end"):
            depth += 1
        elif word in OPENERS:
            depth -= 1
        has_tags = has_tags or bool(word)
        if depth == 0 and beside.tag == W + "tbl":
            return has_tags
        if depth == 0 and beside.tag in (W + "p", W + "sdt"):
            return False
    return False


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
    return node.tag is etree.ProcessingInstruction and node.target == "wenming"


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
        properties.append(etree.Element(W + "tblHeader"))


def _add_row_properties(row: Element) -> Element:
    """Add a w:trPr to *row*, after its w:tblPrEx if it has one."""
    properties = etree.Element(W + "trPr")
    exceptions = row.find(W + "tblPrEx")
    row.insert(0 if exceptions is None else 1, properties)
    return properties
