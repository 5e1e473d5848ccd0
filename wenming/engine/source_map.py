"""A part on its way to jinja: its tags in the order in which they are found, its faults, what is left to do."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.codes import Code
from wenming.base.diagnostics import Fault, Place

OPEN, CLOSE = "\ufdd0", "\ufdd1"  # noncharacters: no text has them
MARKED = re.compile(f"{OPEN}(\\d+){CLOSE}")


class Tag(NamedTuple):
    """A tag in jinja's words, where the reader of the template finds it, and its first word (for, if, endif …).

    The word is empty for a value and for ``set x = …``, which begin no block.
    """

    source: str
    place: Place
    word: str = ""


class CellTag(NamedTuple):
    """A tag that changes a table cell: vm, hm, cellbg or colspan, what follows the word, what it stands in, where.

    *number* is that of the mark that it has left where it stood.
    """

    kind: str
    expression: str
    owner: Element
    place: Place
    number: int


@dataclass(slots=True)
class Source:
    """A part as jinja source: its nth line ends in its nth tag, which is how an error finds its place.

    *features* names what has to be put right after rendering: conditional, tables, gaps, grid, captions (``finish``).
    """

    text: str = ""
    tags: list[Tag] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    features: set[str] = field(default_factory=set)
    placed: dict[Element, Element] = field(default_factory=dict)  # a row, cell or paragraph gone, the tag in its place
    root: Element | None = None  # the tree that the text is of, and where its paragraphs stand in the template
    where: dict[Element, str] = field(default_factory=dict)
    raw: Place | None = None  # where a raw begins that goes on in the next paragraph
    cells: list[CellTag] = field(default_factory=list)

    def instruction(self, source: str, place: Place, word: str = "") -> Element:
        """Add a tag and return the processing instruction that stands for it among elements."""
        return etree.ProcessingInstruction("wenming", str(self.add(source, place, word)))

    def mark(self, source: str, place: Place, word: str = "") -> str:
        """Add a tag and return the mark that stands for it within a text or an attribute."""
        return f"{OPEN}{self.add(source, place, word)}{CLOSE}"

    def add(self, source: str, place: Place, word: str = "") -> int:
        """Add a tag and return its number."""
        self.tags.append(Tag(source, place, word))
        return len(self.tags) - 1

    def fault(self, code: Code, place: Place, what: str, mend: str) -> None:
        """Note a fault: its code, where it is, what is wrong, how to mend it."""
        self.faults.append(Fault(place, what, mend, code))
