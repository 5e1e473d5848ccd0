"""Lists within loops: they start again in every turn."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from wenming.engine.control_flow import Block, Repeated
from wenming.engine.source_map import CLOSE, OPEN, Source
from wenming.ooxml.namespaces import W


@dataclass(eq=False, slots=True)
class _Item:
    """A numbered paragraph within loops: its list, its level in it."""

    paragraph: Element
    blocks: tuple[Block, ...]
    list: int
    level: int


def restart(inside: Sequence[Repeated], source: Source, lists: Mapping[str, int]) -> None:
    """A list starts again in every turn of a loop, unless the turns themselves are what it numbers.

    They are when the numbered paragraph is the first of the turn and the only one of its list: then the list
    starts again in every turn of the loop around that one.
    """
    paragraphs = [(element, blocks) for element, blocks in inside if element.tag == W + "p"]
    items = [item for element, blocks in paragraphs if (item := _item(element, blocks, lists))]
    firsts: dict[Block, Element] = {}
    for element, blocks in paragraphs:
        for block in blocks:
            firsts.setdefault(block, element)
    direct = Counter((item.blocks[-1], item.list) for item in items)
    highest: dict[tuple[Block, int], int] = {}
    for item in items:
        for block in item.blocks:
            highest[block, item.list] = min(highest.get((block, item.list), item.level), item.level)
    names: dict[tuple[Block, int], str] = {}
    for item in items:
        loop = item.blocks[-1]
        if direct[loop, item.list] == 1 and firsts[loop] is item.paragraph:
            if len(item.blocks) < 2:
                continue
            loop = item.blocks[-2]
        if loop.word == "for" and highest[loop, item.list] == item.level:  # Word itself restarts a lower level
            if (loop, item.list) not in names:
                names[loop, item.list] = _begin(loop, item.list, source)
            _renumber(item, names[loop, item.list], source)


def _item(paragraph: Element, blocks: tuple[Block, ...], lists: Mapping[str, int]) -> _Item | None:
    properties = paragraph.find(W + "pPr")
    if properties is None:
        return None
    own = properties.find(f"{W}numPr/{W}numId")
    style = properties.find(W + "pStyle")
    value = own.get(W + "val") if own is not None else lists.get(style.get(W + "val") if style is not None else "")
    level = properties.find(f"{W}numPr/{W}ilvl")
    if value in (None, "0"):
        return None
    return _Item(paragraph, blocks, int(value), int(level.get(W + "val", "0")) if level is not None else 0)


def _begin(loop: Block, number: int, source: Source) -> str:
    """Let *loop* make a new list at the beginning of each turn; the name it goes by."""
    name = f"_list{len(source.tags)}"
    text = f"{{%\nset {name} = {number}|_new_list %}}"
    place = source.tags[loop.number].place
    if loop.node.tag is etree.ProcessingInstruction:
        loop.node.addnext(source.instruction(text, place))
    else:
        mark = f"{OPEN}{loop.number}{CLOSE}"
        loop.node.text = loop.node.text.replace(mark, mark + source.mark(text, place))
    return name


def _renumber(item: _Item, name: str, source: Source) -> None:
    properties = item.paragraph.find(W + "pPr")
    numbering = properties.find(W + "numPr")
    if numbering is None:
        numbering = etree.Element(W + "numPr")
        before = (W + key for key in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl"))
        properties.insert(sum(1 for key in before if properties.find(key) is not None), numbering)
        etree.SubElement(numbering, W + "ilvl").set(W + "val", str(item.level))
        etree.SubElement(numbering, W + "numId")
    place = source.tags[item.blocks[-1].number].place
    numbering.find(W + "numId").set(W + "val", source.mark(f"{{{{\n{name} }}}}", place))
