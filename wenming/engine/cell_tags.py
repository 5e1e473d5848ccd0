"""Cells that tags merge (vm, hm), colour (cellbg) and spread (colspan)."""

from collections import defaultdict
from collections.abc import Container, Sequence

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Place
from wenming.base.i18n import _
from wenming.engine.control_flow import OPENERS, tags_by_node
from wenming.engine.source_map import MARKED, CellTag, Source
from wenming.ooxml.namespaces import W
from wenming.ooxml.runs import drop_if_empty
from wenming.ooxml.table_grid import VARYING, span_in

_ORDER = [  # of the children of w:tcPr
    W + name
    for name in (
        *("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar"),
        *("textDirection", "tcFitText", "vAlign", "hideMark"),
    )
]
_WITH_EXPRESSION = ("cellbg", "colspan")  # what has nothing to write without one


def write(root: Element, source: Source) -> None:
    """Write the cell tags of *source* into the cells' properties; a tag within a condition acts where that is true."""
    tags_of: dict[Element, list[CellTag]] = defaultdict(list)
    for tag in reversed(source.cells):  # they are found from the end of a paragraph
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
            tags_of[cell].append(tag)
    numbers = {tag.number for tag in source.cells}
    for cell, tags in tags_of.items():
        _write_all(cell, tags, numbers, source)
    for owner in dict.fromkeys(tag.owner for tag in source.cells):
        _drop_marks(owner, numbers)


def _write_all(cell: Element, tags: Sequence[CellTag], numbers: Container[int], source: Source) -> None:
    """Write *tags* into their *cell*, those of each kind together; *numbers*: those of all cell tags."""
    conditions = _conditions_in(cell, numbers, source)
    by_kind: dict[str, list[tuple[CellTag, str]]] = defaultdict(list)
    for tag in tags:
        condition = conditions.get(tag.number, "")
        if condition is None:
            _note_loop(tag, source)
        else:
            by_kind[tag.kind].append((tag, condition))
    for kind, of_kind in by_kind.items():
        _write(kind, cell, of_kind, source)


def _conditions_in(cell: Element, wanted: Container[int], source: Source) -> dict[int, str | None]:
    """Returns on what condition the *wanted* tags in *cell* act, by their numbers: empty if always, None in a loop."""
    found: dict[int, str | None] = {}
    around: list[list[str]] = []  # of each open block the conditions that are true there
    loops = 0
    for _node, numbers in tags_by_node(cell):
        for number in numbers:
            if number in wanted:
                together = " and ".join(f"({one})" for block in around for one in block)
                found[number] = None if loops else together
                continue
            one = source.tags[number]
            loops += {"for": 1, "endfor": -1}.get(one.word, 0)
            _read(one.word, one.source, around)
    return found


def _read(word: str, text: str, around: list[list[str]]) -> None:
    """Read a tag that begins with *word* and is called *text* in jinja's words: it changes what is open *around*."""
    if word == "if":
        around.append([_condition_in(text, word)])
    elif word in OPENERS:
        around.append([])
    elif word in ("elif", "else") and around and around[-1]:
        *earlier, last = around[-1]
        now = [_condition_in(text, word)] if word == "elif" else []
        around[-1] = [*earlier, f"not ({last})", *now]
    elif word.startswith("end") and around:
        around.pop()


def _condition_in(text: str, word: str) -> str:
    """Returns the condition of an if or elif, of which *text* is the tag in jinja's words."""
    return text[2:-2].strip("-+ \n").removeprefix(word).strip()


def _note_loop(tag: CellTag, source: Source) -> None:
    what = _("“{{% {kind} %}}”写在格子里面的循环中，一个格子只能有一个结果").format(kind=tag.kind)
    mend = _("把它移到循环外面；要按数据变，就写成 {% cellbg '甲' if 条件 else '乙' %}")
    source.fault("wrong-level", tag.place, what, mend)


def _drop_marks(owner: Element, numbers: Container[int]) -> None:
    """Drop from the texts of *owner* the marks with these *numbers*, which say where cell tags stood."""
    for leaf in list(owner.iter(W + "t")):
        text = leaf.text or ""
        kept = MARKED.sub(lambda mark: "" if int(mark[1]) in numbers else mark[0], text)
        if kept != text:
            leaf.text = kept
            drop_if_empty(leaf)


def _write(kind: str, cell: Element, tags: list[tuple[CellTag, str]], source: Source) -> None:
    """Write all *tags* of one *kind*, each with its condition, into *cell*: the last that acts counts."""
    last, _last_condition = tags[-1]
    conditions = [condition for _tag, condition in tags]
    condition = "" if "" in conditions else " or ".join(conditions)
    match kind:
        case "vm":
            _merge_vertically(cell, last.expression, condition, source, last.place)
        case "hm":
            _merge_horizontally(cell, condition, source, last.place)
        case "cellbg":
            _shade(cell, _chosen(tags), condition, source, last.place)
        case "colspan":
            _span(cell, _chosen(tags), condition, source, last.place)


def _chosen(tags: list[tuple[CellTag, str]]) -> str:
    """Returns the expression that gives what the last of *tags* says whose condition is true."""
    (first, _condition), *others = tags
    expression = first.expression
    for tag, condition in others:
        expression = f"({tag.expression}) if {condition} else ({expression})" if condition else tag.expression
    return expression


def _merge_vertically(cell: Element, expression: str, condition: str, source: Source, place: Place) -> None:
    """One cell over all turns of a loop, or over those in which *expression* stays the same."""
    begins = "loop.first"
    if expression:
        begins = _begin_at_change(cell, expression, source, place)
    merge = etree.Element(W + "vMerge")
    merge.set(W + "val", source.mark(f"{{{{\n'restart' if {begins} else 'continue' }}}}", place))
    _set_property(cell, merge, condition, source, place)
    shown = f"not ({condition}) or {begins}" if condition else begins
    for paragraph in cell.iter(W + "p"):
        has_properties = len(paragraph) > 0 and paragraph[0].tag == W + "pPr"
        first = 1 if has_properties else 0
        paragraph.insert(first, source.instruction(f"{{%\nif {shown} %}}", place, "if"))
        paragraph.append(source.instruction("{%\nendif %}", place, "endif"))


def _begin_at_change(cell: Element, expression: str, source: Source, place: Place) -> str:
    """Let a variable tell in every turn whether *expression* has changed, anew in every table; returns its name."""
    key = len(source.tags)
    variable = f"_vm{key}"
    cell.addprevious(source.instruction(f"{{%\nset {variable} = ({expression})|_differs({key}) %}}", place))
    table = next(cell.iterancestors(W + "tbl"))
    table.addprevious(source.instruction(f"{{{{\n{key}|_forget }}}}", place))
    return variable


def _merge_horizontally(cell: Element, condition: str, source: Source, place: Place) -> None:
    """One cell as wide as all turns of a loop together."""
    own = span_in(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
    columns = f"{own} * loop.length" if own > 1 else "loop.length"
    _span(cell, columns, condition, source, place)
    shown = f"not ({condition}) or loop.first" if condition else "loop.first"
    cell.addprevious(source.instruction(f"{{%\nif {shown} %}}", place, "if"))
    cell.addnext(source.instruction("{%\nendif %}", place, "endif"))


def _shade(cell: Element, colour: str, condition: str, source: Source, place: Place) -> None:
    """Give *cell* the background that the expression *colour* gives."""
    shade = etree.Element(W + "shd")
    shade.set(W + "val", "clear")
    shade.set(W + "color", "auto")
    shade.set(W + "fill", source.mark(f"{{{{\n({colour})|_colour }}}}", place))
    _set_property(cell, shade, condition, source, place)


def _span(cell: Element, columns: str, condition: str, source: Source, place: Place) -> None:
    """Let *cell* be as many columns wide as the expression *columns* gives."""
    mark_varying(next(cell.iterancestors(W + "tr")), source)
    span = etree.Element(W + "gridSpan")
    span.set(W + "val", source.mark(f"{{{{\n({columns})|_columns }}}}", place))
    _set_property(cell, span, condition, source, place)


def mark_varying(row: Element, source: Source) -> None:
    """Mark *row* as one whose cells depend on the data."""
    source.features.add("grid")
    if not len(row) or row[0].tag is not etree.ProcessingInstruction or row[0].target != VARYING:
        row.insert(0, etree.ProcessingInstruction(VARYING))


def _set_property(cell: Element, value: Element, condition: str, source: Source, place: Place) -> None:
    """Give *cell* the property *value*, in the order that the schema has; its own where the *condition* is false."""
    properties = cell.find(W + "tcPr")
    if properties is None:
        properties = etree.Element(W + "tcPr")
        cell.insert(0, properties)
    own = properties.find(value.tag)
    rank = _ORDER.index(value.tag)
    names_before = _ORDER[:rank]
    properties.insert(_behind(names_before, properties, source), value)
    if condition:
        value.addprevious(source.instruction(f"{{%\nif {condition} %}}", place, "if"))
        value.addnext(source.instruction("{%\nendif %}", place, "endif"))
    if own is not None and condition:
        value.addnext(own)
        value.addnext(source.instruction("{%\nelse %}", place, "else"))
    elif own is not None:
        properties.remove(own)


def _behind(names: Container[str], properties: Element, source: Source) -> int:
    """Returns where in *properties* stands what comes behind all those called one of *names*, conditions closed."""
    position = depth = 0
    is_behind = True
    for number, child in enumerate(properties, 1):
        if child.tag is etree.ProcessingInstruction and child.target == "wenming":
            depth += {"if": 1, "endif": -1}.get(source.tags[int(child.text)].word, 0)
        elif child.tag in names:
            is_behind = False
        if not is_behind and depth == 0:
            position, is_behind = number, True
    return position
