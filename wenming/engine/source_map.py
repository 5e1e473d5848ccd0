"""A part on its way to jinja: its tags in the order in which they are found, its faults, what is left to do."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Fault, Place

OPEN, CLOSE = "\ufdd0", "\ufdd1"  # noncharacters: no text has them


MARKED = re.compile(f"{OPEN}(\\d+){CLOSE}")


class Tag(NamedTuple):
    """A tag in jinja's words, where the reader of the template finds it, and its first word (for, if, endif …)."""

    source: str
    place: Place
    word: str = ""


@dataclass(slots=True)
class Source:
    """A part as jinja source: its nth line ends in its nth tag, which is how an error finds its place.

    *features*: what has to be put right after rendering: cells, rowless, grid, empty (see ``finish``).
    """

    text: str = ""
    tags: list[Tag] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    features: set[str] = field(default_factory=set)
    placed: dict[Element, Element] = field(default_factory=dict)  # a row, cell or paragraph gone, the tag in its place
    root: Element | None = None  # the tree that the text is of, and where its paragraphs stand in the template
    where: dict[Element, str] = field(default_factory=dict)
    raw: Place | None = None  # where a raw begins that goes on in the next paragraph
    cells: list[tuple[str, str, Element, Place]] = field(default_factory=list)  # vm, hm, cellbg, colspan and where

    def instruction(self, source: str, place: Place, word: str = "") -> Element:
        """A tag that stands for itself among elements."""
        return etree.ProcessingInstruction("wenming", str(self.add(source, place, word)))

    def mark(self, source: str, place: Place, word: str = "") -> str:
        """A tag within a text or an attribute."""
        return f"{OPEN}{self.add(source, place, word)}{CLOSE}"

    def add(self, source: str, place: Place, word: str = "") -> int:
        """Keep a tag; its number."""
        self.tags.append(Tag(source, place, word))
        return len(self.tags) - 1

    def fault(self, code: str, place: Place, what: str, mend: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(place, what, mend, code))
