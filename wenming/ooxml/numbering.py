"""Lists that start again: new numbers in the numbering of a file over the same formats."""

import copy
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree
from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import W
from wenming.ooxml.tree import parse, written

_LEVELS = range(9)  # that a list in Word has
_LAST = W + "numIdMacAtCleanup"  # what the schema has behind the lists


def numbers(numbering: bytes) -> dict[int, int]:
    """Returns the lists of the part *numbering*: number to format. What is no number is left out."""
    return _formats(_root_of(numbering))


def _root_of(part: bytes) -> Element:
    """Returns the tree of *part*, of nothing where it is broken."""
    try:
        return parse(part)
    except etree.XMLSyntaxError:
        return etree.Element(W + "numbering")


def _formats(root: Element) -> dict[int, int]:
    formats: dict[int, int] = {}
    for one in root.findall(W + "num"):
        format_ = one.find(W + "abstractNumId")
        number, of_format = one.get(W + "numId", ""), _value(format_)
        if is_number(number) and is_number(of_format):
            formats[int(number)] = int(of_format)
    return formats


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(W + "val", "")


def is_number(text: str) -> bool:
    """Returns True if *text* is a number that a list, a format or a level may have."""
    return text.isascii() and text.isdecimal() and len(text) < 10


def of_styles(styles: bytes) -> dict[str, int]:
    """Returns the list of each style in the part *styles*, its own or that of the style it is based on, by style id."""
    own: dict[str, str] = {}
    base: dict[str, str] = {}
    for style in _root_of(styles).iter(W + "style"):
        key = style.get(W + "styleId", "")
        number = _value(style.find(f"{W}pPr/{W}numPr/{W}numId"))
        if is_number(number):
            own[key] = number
        base[key] = _value(style.find(W + "basedOn"))
    known: dict[str, str] = {"": "0", **own}
    for key in base:
        chain = list(_without_number(key, base, known))
        number = known.get(base[chain[-1]], "0") if chain else known[key]
        known |= dict.fromkeys(chain, number)
    return {key: int(number) for key, number in known.items() if int(number)}


def _without_number(key: str, base: Mapping[str, str], known: Mapping[str, str]) -> Iterator[str]:
    """Yields the style *key*, the one that it is based on, and so on up to one of which the number is *known*."""
    met: set[str] = set()
    while key in base and key not in known and key not in met:
        yield key
        met.add(key)
        key = base[key]


def restarted(numbering: bytes, lists: Iterable[tuple[int, int]]) -> bytes:
    """Returns the part *numbering* with each (new list, list it restarts) of *lists* added.

    A new list has the same levels, each from its start.
    """
    root = parse(numbering)
    formats = _formats(root)
    for new, old in lists:
        if old in formats:
            _add(_new_list(root, new, old, formats[old]), root)
    return written(root)


def _add(number: Element, root: Element) -> None:
    """Add the list *number* to the numbering *root*, where the schema has it."""
    last = root.find(_LAST)
    if last is None:
        root.append(number)
    else:
        last.addprevious(number)


def _new_list(root: Element, new: int, old: int, format_: int) -> Element:
    """Returns the list *new*, which has the *format_* of the list *old* in the numbering *root*."""
    number = etree.Element(W + "num")
    number.set(W + "numId", str(new))
    etree.SubElement(number, W + "abstractNumId").set(W + "val", str(format_))
    own = _overrides_of(root, old)
    starts = _starts(root, format_)
    for level in map(str, _LEVELS):
        override = copy.deepcopy(own[level]) if level in own else etree.Element(W + "lvlOverride")
        override.set(W + "ilvl", level)
        _start_again(override, starts.get(level, "1"))
        number.append(override)
    return number


def _overrides_of(root: Element, number: int) -> dict[str, Element]:
    """Returns by its level what the list *number* itself changes in its format."""
    overrides: dict[str, Element] = {}
    for one in root.findall(W + "num"):
        if one.get(W + "numId") == str(number):
            overrides |= {level.get(W + "ilvl", ""): level for level in one.findall(W + "lvlOverride")}
    return overrides


def _starts(root: Element, format_: int) -> dict[str, str]:
    """Returns the number with which each level of the *format_* starts."""
    starts: dict[str, str] = {}
    for one in root.findall(W + "abstractNum"):
        if one.get(W + "abstractNumId") == str(format_):
            starts |= {level.get(W + "ilvl", ""): _value(level.find(W + "start")) for level in one.findall(W + "lvl")}
    return {level: start for level, start in starts.items() if start}


def _start_again(override: Element, start: str) -> None:
    """Let the level that *override* is of begin at its own start, if it has one, else at *start*."""
    own = override.find(W + "startOverride")
    if own is not None:
        return
    level = override.find(W + "lvl")
    begins = _value(level.find(W + "start")) if level is not None else ""
    element = etree.Element(W + "startOverride")
    element.set(W + "val", begins or start)
    override.insert(0, element)
