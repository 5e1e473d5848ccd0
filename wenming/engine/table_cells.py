"""Tables: cells merged, coloured and spread by tags; header rows; what a loop may leave broken."""

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Place
from wenming.base.i18n import _
from wenming.engine.source_map import Source
from wenming.ooxml.namespaces import W

_ORDER = [  # of the children of w:tcPr
    W + name
    for name in (
        *("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar"),
        *("textDirection", "tcFitText", "vAlign", "hideMark"),
    )
]
_OWNERS = [  # what Word wants a paragraph in
    W + name for name in ("tc", "hdr", "ftr", "footnote", "endnote", "comment", "txbxContent")
]
_HEADER_ROWS = 3  # more rows than these above a loop are no header


def tables(root: Element, source: Source) -> None:
    """Write the cell tags of *source* into the cells' properties."""
    for kind, expression, owner, place in source.cells:
        cell = next(owner.iterancestors(W + "tc"), None)
        if all(above is not root for above in owner.iterancestors()):
            continue  # its row or paragraph has gone for a tag: a fault, and said
        if cell is None:
            what = _("“{{% {kind} %}}”只能写在表格的格子里").format(kind=kind)
            source.fault("wrong-level", place, what, _("把它移到格子里，或删掉"))
        elif kind in ("cellbg", "colspan") and not expression:
            what = _("“{{% {kind} %}}”后面缺内容").format(kind=kind)
            source.fault("syntax", place, what, _("写成 {% cellbg 颜色 %}、{% colspan 列数 %}"))
        else:
            _WRITERS[kind](cell, expression, source, place)


def _vertical(cell: Element, expression: str, source: Source, place: Place) -> None:
    """One cell over all turns of a loop, or over those in which *expression* stays the same."""
    condition = "loop.first"
    if expression:
        key = len(source.tags)
        condition = f"_vm{key}"
        cell.addprevious(source.instruction(f"{{%\nset {condition} = ({expression})|_differs({key}) %}}", place))
        table = next(cell.iterancestors(W + "tbl"))
        table.addprevious(source.instruction(f"{{{{\n{key}|_forget }}}}", place))
    merge = etree.Element(W + "vMerge")
    merge.set(W + "val", source.mark(f"{{{{\n'restart' if {condition} else 'continue' }}}}", place))
    _set(cell, merge)
    for paragraph in cell.iter(W + "p"):
        first = 1 if len(paragraph) and paragraph[0].tag == W + "pPr" else 0
        paragraph.insert(first, source.instruction(f"{{%\nif {condition} %}}", place, "if"))
        paragraph.append(source.instruction("{%\nendif %}", place, "endif"))


def _horizontal(cell: Element, _expression: str, source: Source, place: Place) -> None:
    """One cell as wide as all turns of a loop together."""
    source.features.add("grid")
    old = cell.find(f"{W}tcPr/{W}gridSpan")
    width = old.get(W + "val", "1") if old is not None else "1"
    columns = f"{width} * loop.length" if width.isdigit() and width != "1" else "loop.length"
    _span(cell, columns, source, place)
    cell.addprevious(source.instruction("{%\nif loop.first %}", place, "if"))
    cell.addnext(source.instruction("{%\nendif %}", place, "endif"))


def _coloured(cell: Element, expression: str, source: Source, place: Place) -> None:
    shade = etree.Element(W + "shd")
    shade.set(W + "val", "clear")
    shade.set(W + "color", "auto")
    shade.set(W + "fill", source.mark(f"{{{{\n{expression} }}}}", place))
    _set(cell, shade)


def _spread(cell: Element, expression: str, source: Source, place: Place) -> None:
    source.features.add("grid")
    _span(cell, expression, source, place)


def _span(cell: Element, columns: str, source: Source, place: Place) -> None:
    span = etree.Element(W + "gridSpan")
    span.set(W + "val", source.mark(f"{{{{\n{columns} }}}}", place))
    _set(cell, span)


_WRITERS = {"vm": _vertical, "hm": _horizontal, "cellbg": _coloured, "colspan": _spread}


def _set(cell: Element, value: Element) -> None:
    """Give *cell* the property *value*, in the order that the schema has."""
    properties = cell.find(W + "tcPr")
    if properties is None:
        properties = etree.Element(W + "tcPr")
        cell.insert(0, properties)
    old = properties.find(value.tag)
    if old is not None:
        properties.remove(old)
    rank = _ORDER.index(value.tag)
    before = sum(1 for child in properties if child.tag in _ORDER and _ORDER.index(child.tag) < rank)
    properties.insert(before, value)


def conditions(root: Element, source: Source) -> None:
    """Note what false conditions and empty loops may leave that Word does not open; repeat rows above loops."""
    for table in root.iter(W + "tbl"):
        words = [_word(child, source) for child in table]
        if "for" in words:
            _repeat_header(list(table)[: words.index("for")], table)
        if any(words) and not any(child.tag == W + "tr" for child in _always(table, source)):
            source.features.add("rowless")
    for row in root.iter(W + "tr"):
        if any(_word(child, source) for child in row):
            source.features.add("grid")
    for owner in root.iter(*_OWNERS):
        if "empty" in source.features or not any(child.tag == W + "p" for child in _always(owner, source)):
            source.features.add("cells")


def _word(node: Element, source: Source) -> str:
    return source.tags[int(node.text)].word if node.tag is etree.ProcessingInstruction and node.text else ""


def _always(owner: Element, source: Source) -> list[Element]:
    """The children of *owner* that no block contains."""
    found, depth = [], 0
    for child in owner:
        word = _word(child, source)
        if word.startswith("end"):
            depth -= 1
        elif word and not word.startswith("el"):
            depth += 1
        elif depth == 0:
            found.append(child)
    return found


def _repeat_header(above: list[Element], table: Element) -> None:
    """The rows above the first loop are repeated on every page that the table reaches."""
    rows = [child for child in above if child.tag == W + "tr"]
    if not 0 < len(rows) <= _HEADER_ROWS or next(table.iter(W + "tblHeader"), None) is not None:
        return
    for row in rows:
        properties = row.find(W + "trPr")
        if properties is None:
            properties = etree.Element(W + "trPr")
            exceptions = row.find(W + "tblPrEx")
            row.insert(0 if exceptions is None else 1, properties)
        properties.append(etree.Element(W + "tblHeader"))
