"""The text of a paragraph over its runs: parts of it rewritten, each in the run that it belongs to."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import W

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_INSIDE = [W + name for name in ("br", "tab", "cr", "noBreakHyphen", "softHyphen", "ptab", "del")]


class _Change(NamedTuple):
    """The characters from *start* to *end* of one text, and what takes their place."""

    start: int
    end: int
    replacement: str


class Runs:
    """The texts (w:t) of *owner*, to be rewritten from the end to the beginning."""

    def __init__(self, owner: Element, leaves: list[Element]) -> None:
        self.owner, self.leaves = owner, leaves
        texts = [leaf.text or "" for leaf in leaves]
        self.text = "".join(texts)
        self._starts = [0, *accumulate(map(len, texts))][:-1]
        self._changes: dict[int, list[_Change]] = {}

    def write(self, start: int, end: int, replacement: str) -> None:
        """Put *replacement* for the characters from *start* to *end* into one of the runs that hold them."""
        anchor = min(self.anchor(start), end - 1)
        is_written = False
        first = last = max(bisect_right(self._starts, start) - 1, 0)
        for number in range(first, len(self.leaves)):
            offset = self._starts[number]
            if offset >= end and number > first:
                break
            low = max(start - offset, 0)
            high = min(end - offset, len(self.leaves[number].text or ""))
            if low >= high:
                continue
            text = ""
            if not is_written and offset + high > anchor:
                text = replacement
                is_written = True
            self._changes.setdefault(number, []).append(_Change(low, high, text))
            last = number
        if first != last:
            _drop_between(self.owner, self.leaves[first], self.leaves[last])

    def anchor(self, start: int) -> int:
        """Returns the character whose run takes what replaces the text from *start* on: the first."""
        return start

    def apply(self) -> None:
        """Write the changes of each text, which are in order from its end; a run left without text goes."""
        for number, changes in self._changes.items():
            leaf = self.leaves[number]
            leaf.text = _rewrite(leaf.text or "", changes)
            if leaf.tag == W + "t":
                leaf.set(_SPACE, "preserve")
                drop_if_empty(leaf)


def _rewrite(text: str, changes: Iterable[_Change]) -> str:
    """Returns *text* with the *changes*, which are in order from its end."""
    pieces: list[str] = []  # from the end
    rest = len(text)
    for change in changes:
        pieces += (text[change.end : rest], change.replacement)
        rest = change.start
    pieces.append(text[:rest])
    return "".join(reversed(pieces))


def drop_if_empty(leaf: Element) -> None:
    """Drop *leaf* where it has no text and stands in a run of nothing but text, and the run with its last text."""
    run = leaf.getparent()
    if leaf.text or not _is_run_of_text(run):
        return
    run.remove(leaf)
    if run.find(W + "t") is None and run.getparent() is not None:
        run.getparent().remove(run)


def _is_run_of_text(element: Element) -> bool:
    return element.tag == W + "r" and all(child.tag in (W + "rPr", W + "t") for child in element)


def _drop_between(owner: Element, first: Element, last: Element) -> None:
    """Drop the line breaks, tabs and deleted text inside a tag, from *first* to *last*; bookmarks stay."""
    inside = False
    for element in list(owner.iter()):
        if element is last:
            return
        if inside and element.tag in _INSIDE and element.getparent() is not None:
            element.getparent().remove(element)
        inside = inside or element is first
