"""The text of a paragraph over its runs: parts of it rewritten, each in the run that it belongs to."""

from bisect import bisect_right
from itertools import accumulate

from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import W

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_INSIDE = [W + name for name in ("br", "tab", "cr", "noBreakHyphen", "softHyphen", "ptab", "del")]


class Runs:
    """The texts (w:t) of *owner*, to be rewritten from the end to the beginning."""

    def __init__(self, owner: Element, leaves: list[Element]) -> None:
        self.owner, self.leaves = owner, leaves
        self.text = "".join(leaf.text or "" for leaf in leaves)
        self._starts = [0, *accumulate(len(leaf.text or "") for leaf in leaves)][:-1]
        self._changes: dict[int, list[tuple[int, int, str]]] = {}

    def write(self, start: int, end: int, replacement: str) -> None:
        """Put *replacement* for the characters from *start* to *end* into one of the runs that hold them."""
        middle = min(self.anchor(start), end - 1)
        written = False
        first = last = max(bisect_right(self._starts, start) - 1, 0)
        for number in range(first, len(self.leaves)):
            offset, length = self._starts[number], len(self.leaves[number].text or "")
            if offset >= end and number > first:
                break
            low, high = max(start - offset, 0), min(end - offset, length)
            if low < high:
                here = not written and offset + high > middle
                self._changes.setdefault(number, []).append((low, high, replacement if here else ""))
                written, last = written or here, number
        if first != last:
            _drop_between(self.owner, self.leaves[first], self.leaves[last])

    def anchor(self, start: int) -> int:
        """The character whose run takes what replaces the text from *start* on: the first."""
        return start

    def apply(self) -> None:
        """Write the changes of each text, which are in order from its end; a run left without text goes."""
        for number, changes in self._changes.items():
            leaf = self.leaves[number]
            text = leaf.text or ""
            pieces: list[str] = []
            after = len(text)
            for low, high, replacement in changes:
                pieces += (text[high:after], replacement)
                after = low
            pieces.append(text[:after])
            leaf.text = "".join(reversed(pieces))
            if leaf.tag == W + "t":
                leaf.set(_SPACE, "preserve")
                run = leaf.getparent()
                if not leaf.text and run.tag == W + "r" and all(child.tag in (W + "rPr", W + "t") for child in run):
                    run.remove(leaf)
                    if run.find(W + "t") is None and run.getparent() is not None:
                        run.getparent().remove(run)


def _drop_between(owner: Element, first: Element, last: Element) -> None:
    """Line breaks, tabs and deleted text inside a tag go; bookmarks stay."""
    inside = False
    for element in list(owner.iter()):
        if element is last:
            return
        if inside and element.tag in _INSIDE and element.getparent() is not None:
            element.getparent().remove(element)
        inside = inside or element is first
