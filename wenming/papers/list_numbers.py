"""The numbers that Word gives to paragraphs by itself, as they are printed: 一、 （一） 1. of a list's levels."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple

from lxml.etree import _Element as Element

from wenming.gongwen.chinese import CIRCLED, numeral
from wenming.ooxml.namespaces import W
from wenming.ooxml.numbering import is_number
from wenming.ooxml.tree import value_of

_LEVELS = 9
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


class _Level(NamedTuple):
    """How one level of a list is printed: what kind of number, its text (第%1章), where it starts."""

    kind: str
    text: str
    start: int


def _circled(number: int) -> str:
    return CIRCLED[number - 1] if 1 <= number <= len(CIRCLED) else str(number)


def _letter(number: int) -> str:
    return _LETTERS[(number - 1) % len(_LETTERS)]


_PRINTED: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"), numeral),
    **dict.fromkeys(("taiwaneseCountingThousand", "koreanCounting", "ideographTraditional"), numeral),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circled),
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "none": lambda number: "",
    "bullet": lambda number: "",
}


class ListNumbers:
    """Counts the lists of a document while its paragraphs pass by; *numbering* is the tree of that part, or None."""

    def __init__(self, numbering: Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._format_of: dict[str, str] = {}
        self._own: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * _LEVELS)
        self._begun: set[str] = set()
        if numbering is not None:
            self._learn(numbering)

    def _learn(self, numbering: Element) -> None:
        for format_ in numbering.findall(W + "abstractNum"):
            levels = {_number_of(level.get(W + "ilvl")): _level(level) for level in format_.findall(W + "lvl")}
            self._levels[format_.get(W + "abstractNumId", "")] = levels
        for one in numbering.findall(W + "num"):
            key = one.get(W + "numId", "")
            self._format_of[key] = value_of(one, "abstractNumId")
            self._own[key] = {}
            for override in one.findall(W + "lvlOverride"):
                at = _number_of(override.get(W + "ilvl"))
                own = override.find(W + "lvl")
                level = _level(own) if own is not None else self._levels.get(self._format_of[key], {}).get(at)
                start = value_of(override, "startOverride")
                if level is not None:
                    self._own[key][at] = level._replace(start=int(start)) if is_number(start) else level

    def next(self, list_: str, level: int) -> str:
        """The number of the next paragraph of this *list_* and *level*; empty where it has none."""
        format_ = self._format_of.get(list_)
        levels = {**self._levels.get(format_ or "", {}), **self._own.get(list_, {})}
        if format_ is None or level not in levels or level >= _LEVELS:
            return ""
        counts = self._counts[format_]
        if list_ not in self._begun:
            self._begun.add(list_)
            for at, own in self._own[list_].items():
                counts[at] = own.start - 1
                levels[at] = own
        if not counts[level]:
            counts[level] = levels[level].start - 1
        counts[level] += 1
        for deeper in range(level + 1, _LEVELS):
            counts[deeper] = levels[deeper].start - 1 if deeper in levels else 0
        return _printed(levels, counts, level)


def _printed(levels: Mapping[int, _Level], counts: list[int], level: int) -> str:
    """The text of a *level* with the numbers of those above it: %1.%2 → 1.2."""
    own = levels[level]
    if own.kind in ("bullet", "none"):
        return ""
    text = own.text
    for at in range(level + 1):
        kind = levels[at].kind if at in levels else "decimal"
        number = max(counts[at], 1)
        text = text.replace(f"%{at + 1}", _PRINTED.get(kind, str)(number))
    return text.strip()


def _level(level: Element) -> _Level:
    start = value_of(level, "start")
    return _Level(value_of(level, "numFmt"), value_of(level, "lvlText"), int(start) if is_number(start) else 1)


def _number_of(text: str | None) -> int:
    return int(text) if text is not None and is_number(text) else 0
