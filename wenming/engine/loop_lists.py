"""Lists within loops: they start again in every turn."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from wenming.engine.control_flow import Block, Repeated, at_beginning
from wenming.engine.source_map import Source
from wenming.ooxml.namespaces import W
from wenming.ooxml.numbering import is_number

_BEFORE_NUM_PR = [  # what the schema has before w:numPr among the children of w:pPr
    W + name for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
]


@dataclass(eq=False, slots=True)
class _Item:
    """A numbered paragraph within loops: the number of its list (w:numId), its level in it (w:ilvl)."""

    paragraph: Element
    loops: tuple[Block, ...]
    num_id: int
    level: int


def restart(repeated: Sequence[Repeated], source: Source, lists: Mapping[str, int]) -> None:
    """A list starts again in every turn of a loop, unless the turns themselves are what it numbers.

    They are when the numbered paragraph is the first of the turn and the only one of its list: then the list
    starts again in every turn of the loop around that one. *lists* is the list of each style id.
    """
    paragraphs = [one for one in repeated if one.element.tag == W + "p"]
    items = list(_items(paragraphs, lists))
    first_paragraphs = _first_paragraphs(paragraphs)
    counts = Counter((item.loops[-1], item.num_id) for item in items)
    highest = _highest_levels(items)
    variables: dict[tuple[Block, int], str] = {}
    for item in items:
        innermost = item.loops[-1]
        is_only_one = counts[innermost, item.num_id] == 1
        numbers_the_turns = is_only_one and first_paragraphs[innermost] is item.paragraph
        loop = _outer_loop(item) if numbers_the_turns else innermost
        if loop is None or loop.word != "for":
            continue
        key = (loop, item.num_id)
        if item.level > highest[key]:
            continue  # Word itself restarts a lower level
        if key not in variables:
            variables[key] = _begin(loop, item.num_id, source)
        _renumber(item, variables[key], source)


def _outer_loop(item: _Item) -> Block | None:
    """Returns the loop around the innermost loop of *item*, None where there is none."""
    return item.loops[-2] if len(item.loops) > 1 else None


def _first_paragraphs(paragraphs: Iterable[Repeated]) -> dict[Block, Element]:
    """Returns the first paragraph within each loop."""
    first_paragraphs: dict[Block, Element] = {}
    for paragraph, loops in paragraphs:
        for loop in loops:
            first_paragraphs.setdefault(loop, paragraph)
    return first_paragraphs


def _highest_levels(items: Iterable[_Item]) -> dict[tuple[Block, int], int]:
    """Returns the highest level (the least number) of each list within each loop."""
    highest: dict[tuple[Block, int], int] = {}
    for item in items:
        for loop in item.loops:
            key = (loop, item.num_id)
            highest[key] = min(highest.get(key, item.level), item.level)
    return highest


def _items(paragraphs: Iterable[Repeated], lists: Mapping[str, int]) -> Iterator[_Item]:
    """Yields those of *paragraphs* that are numbered, by themselves or by their style."""
    for paragraph, loops in paragraphs:
        properties = paragraph.find(W + "pPr")
        if properties is None:
            continue
        num_id = _num_id(properties, lists)
        level = properties.find(f"{W}numPr/{W}ilvl")
        ilvl = level.get(W + "val", "0") if level is not None else "0"
        number = str(num_id)
        if number != "0" and is_number(number) and is_number(ilvl):
            yield _Item(paragraph, loops, int(number), int(ilvl))


def _num_id(properties: Element, lists: Mapping[str, int]) -> str | int | None:
    """Returns the list that a paragraph names itself, else that of its style; None where there is neither."""
    own = properties.find(f"{W}numPr/{W}numId")
    if own is not None:
        value: str | None = own.get(W + "val")
        return value
    style = properties.find(W + "pStyle")
    style_id = style.get(W + "val") if style is not None else ""
    return lists.get(style_id)


def _begin(loop: Block, num_id: int, source: Source) -> str:
    """Let *loop* make a new list at the beginning of each turn; returns the variable that holds its number."""
    variable = f"_list{len(source.tags)}"
    at_beginning(loop, f"{{%\nset {variable} = {num_id}|_new_list %}}", source)
    return variable


def _renumber(item: _Item, variable: str, source: Source) -> None:
    """Let *item* belong to the list whose number is in *variable*."""
    properties = item.paragraph.find(W + "pPr")
    numbering = properties.find(W + "numPr")
    if numbering is None:
        numbering = _add_num_pr(properties, item.level)
    place = source.tags[item.loops[-1].number].place
    number = numbering.find(W + "numId")
    if number is None:  # a level of its own in the list of its style
        number = etree.SubElement(numbering, W + "numId")
    number.set(W + "val", source.mark(f"{{{{\n{variable} }}}}", place))


def _add_num_pr(properties: Element, level: int) -> Element:
    """Add a w:numPr at *level* to *properties* (w:pPr), in the order that the schema has."""
    numbering = etree.Element(W + "numPr")
    before = [name for name in _BEFORE_NUM_PR if properties.find(name) is not None]
    properties.insert(len(before), numbering)
    etree.SubElement(numbering, W + "ilvl").set(W + "val", str(level))
    etree.SubElement(numbering, W + "numId")
    return numbering
