"""The finished document while it becomes a template: its words, where they stand, what stands there now."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from wenming.engine.drawings import Chart
from wenming.engine.missing import Missing
from wenming.engine.program import FILLED
from wenming.gongwen.blocks import Blocks
from wenming.gongwen.profile import text_of
from wenming.ooxml import package
from wenming.ooxml.cleanup import normalise
from wenming.ooxml.locations import spots
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import W
from wenming.ooxml.tree import parse

_STYLES = "word/styles.xml"
_BREAKS = {W + "br": "\n", W + "cr": "\n", W + "tab": "\t"}


@dataclass(frozen=True, slots=True)
class Replaced:
    """Words of the old document and the tag that stands there now."""

    part: str
    spot: str
    text: str
    tag: str


class Old:
    """The parts of the old document that hold words, and what has become of them."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.roots = {name: parse(parts[name]) for name in parts if has_words(name)}
        for root in self.roots.values():
            normalise(root)
        self.body = self.roots[BODY].find(W + "body")
        self.where = {element: spot for root in self.roots.values() for element, spot in spots(root).items()}
        self.order = {element: number for number, element in enumerate(self.body.iter())}
        self.sections: list[tuple[int, Element]] = []  # of pages that the tags turn, where they stood
        self.placed: dict[str, Element] = {}  # the paragraphs of tags that lay out whole paragraphs
        self.done: set[Element] = set()  # paragraphs that are tags now
        self.replaced: list[Replaced] = []

    def note(self, part: str, element: Element, text: str, tag: str) -> None:
        """Keep that *text*, at *element*, is *tag* now."""
        first = element if element.tag == W + "p" else next(element.iter(W + "p"), element)
        self.replaced.append(Replaced(part, self.where.get(first, ""), text, tag))

    def in_order(self) -> list[Replaced]:
        """What was replaced, as one reads."""
        order = {spot: number for number, spot in enumerate(dict.fromkeys(self.where.values()))}
        return sorted(self.replaced, key=lambda one: (one.part != BODY, one.part, order.get(one.spot, 0)))

    def written(self, own: bytes) -> bytes:
        """The template; the styles that its tags write in come from *own* where it has none of that name."""
        if self.sections:  # the first of them is that of the pages before
            self.body.replace(self.body.find(W + "sectPr"), min(self.sections, key=lambda one: one[0])[1])
        for name, root in self.roots.items():
            self.parts[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
        if self.placed and _STYLES in self.parts:
            styles = parse(self.parts[_STYLES])
            _bring(styles, parse(package.read(own, "")[_STYLES]))
            self.parts[_STYLES] = etree.tostring(styles, encoding="UTF-8", xml_declaration=True, standalone=True)
        return package.write(self.parts)


def has_words(part: str) -> bool:
    """Whether *part* holds words of the document."""
    return part.startswith("word/") and FILLED.fullmatch(part) is not None


def words(data: bytes, shown: str) -> list[str]:
    """The words of each part of the .docx *data* that has some, without blanks at the ends of paragraphs."""
    parts = package.read(data, shown)
    roots = [parse(parts[name]) for name in parts if has_words(name)]
    said = ("\n".join(filter(None, (text_in(one).strip() for one in root.iter(W + "p")))) for root in roots)
    return [text for text in said if text]


def text_in(paragraph: Element) -> str:
    """The words of *paragraph* itself, a line break as a line feed."""
    pieces = []
    for element in paragraph.iter(W + "t", *_BREAKS):
        if next(element.iterancestors(W + "p"), None) is paragraph and element.getparent().tag != W + "tabs":
            pieces.append(_BREAKS.get(element.tag, element.text or ""))
    return "".join(pieces)


def leaves_of(paragraph: Element) -> list[Element]:
    """The texts (w:t) of *paragraph* itself."""
    return [leaf for leaf in paragraph.iter(W + "t") if next(leaf.iterancestors(W + "p"), None) is paragraph]


def rows_of(table: Element) -> list[Element]:
    """The rows of *table* itself."""
    return list(table.iterchildren(W + "tr"))


def cell_text(cell: Element) -> str:
    """The words of a table's *cell*."""
    return "".join(map(text_in, cell.iter(W + "p")))


def lines_of(element: Element) -> list[str]:
    """What a paragraph or table says: a text for each paragraph and each row, cells divided by |."""
    if element.tag == W + "p":
        return [text] if (text := text_in(element).strip()) else []
    said = ["|".join(map(cell_text, row.iterchildren(W + "tc"))) for row in rows_of(element)]
    return [line for line in said if line.strip("|")]


def write_only(paragraph: Element, text: str) -> None:
    """*text* as the only words of *paragraph*, in its first run's format; a block's tag turns no page."""
    first = next(paragraph.iter(W + "r"), None)
    properties = first.find(W + "rPr") if first is not None else None
    for child in list(paragraph):
        if child.tag != W + "pPr":
            paragraph.remove(child)
    own = paragraph.find(W + "pPr")
    for mark in list(own.iter(W + "sectPr")) if own is not None and "{%" in text else ():
        own.remove(mark)
    if text:
        run = etree.SubElement(paragraph, W + "r")
        if properties is not None:
            run.append(copy.deepcopy(properties))
        etree.SubElement(run, W + "t").text = text


def value_at(context: Mapping[str, Any], path: str) -> Any:
    """What *context* holds at the dotted *path*; None where it holds nothing."""
    found: Any = context
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) and not isinstance(found, Missing) else None
    return found


def printed(value: Any) -> str:
    """A single *value* as a document prints it; empty for what is not one."""
    plain = not isinstance(value, Missing | Mapping | Blocks | Chart | bool | list) and value is not None
    return text_of(value) if plain else ""


def _bring(styles: Element, own: Element) -> None:
    """Copy the styles of *own* that there are not into *styles*."""
    have = {_named(style) for style in styles.iter(W + "style")}
    ids = {style.get(W + "styleId") for style in styles.iter(W + "style")}
    for style in own.iter(W + "style"):
        if _named(style) not in have and style.get(W + "styleId") not in ids:
            styles.append(copy.deepcopy(style))


def _named(style: Element) -> str:
    name = style.find(W + "name")
    return str(name.get(W + "val")) if name is not None else ""
