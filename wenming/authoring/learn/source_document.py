"""The finished document while it becomes a template: its words, where they stand, what stands there now."""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from wenming.engine.drawings import Chart
from wenming.engine.missing import Missing
from wenming.forms.tidying.punctuation import full_width
from wenming.gongwen.blocks import Blocks
from wenming.gongwen.profile import text_of
from wenming.ooxml import package, tree
from wenming.ooxml.cleanup import normalise
from wenming.ooxml.locations import paragraph_locations
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import W
from wenming.ooxml.roles import FILLED, part_with, roles_of

_WITH_WORDS = {*FILLED} - {"core-properties", "extended-properties", "custom-properties"}
_NOT_SINGLE = (Missing, Mapping, Blocks, Chart, bool, list)  # values that print as no words of a sentence
_FULL = str.maketrans(",;:()!?", "，；：（）！？")
_NUMBER = re.compile(r"^([0-9]{1,2})[、．]")  # 1、 for 1.
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
        self.roots = {name: tree.parse(parts[name]) for name in _with_words(parts)}
        self.where: dict[Element, str] = {}
        for root in self.roots.values():
            normalise(root)
            self.where |= paragraph_locations(root)
        self.body = self.roots[BODY].find(W + "body")
        self.order = {element: number for number, element in enumerate(self.body.iter())}
        self.sections: list[tuple[int, Element]] = []  # of pages that the tags turn, where they stood
        self.placed: dict[str, Element] = {}  # the paragraphs of tags that lay out whole paragraphs
        self.done: set[Element] = set()  # paragraphs that are tags now
        self.replaced: list[Replaced] = []

    def note(self, part: str, element: Element, text: str, tag: str) -> None:
        """Keeps that *text*, at *element* of *part*, is *tag* now."""
        paragraph = next(element.iter(W + "p"), element)
        self.replaced.append(Replaced(part, self.where.get(paragraph, ""), text, tag))

    def in_order(self) -> list[Replaced]:
        """Returns what was replaced, as one reads: the body first."""
        spots_in_order = dict.fromkeys(self.where.values())
        order = {spot: number for number, spot in enumerate(spots_in_order)}

        def place(replaced: Replaced) -> tuple[bool, str, int]:
            return replaced.part != BODY, replaced.part, order.get(replaced.spot, 0)

        return sorted(self.replaced, key=place)

    def written(self, own: bytes) -> bytes:
        """Returns the template; the styles that its tags write in come from *own* where it has none of that name."""
        if self.sections:  # the first of them is that of the pages before
            _number, first_section = min(self.sections, key=_number_of_section)
            self.body.replace(self.body.find(W + "sectPr"), first_section)
        for name, root in self.roots.items():
            self.parts[name] = tree.written(root)
        name = _styles_in(self.parts)
        if self.placed and name:
            styles, own_parts = tree.parse(self.parts[name]), package.read(own, "")
            _add_styles(styles, tree.parse(own_parts[_styles_in(own_parts)]))
            self.parts[name] = tree.written(styles)
        return package.write(self.parts)


def _number_of_section(section: tuple[int, Element]) -> int:
    number, _element = section
    return number


def _styles_in(parts: Mapping[str, bytes]) -> str:
    """Returns which of *parts* holds the styles; empty where none does."""
    return part_with("styles", roles_of(parts))


def _with_words(parts: Mapping[str, bytes]) -> list[str]:
    """Returns which of *parts* hold words of the document."""
    roles = roles_of(parts)
    return [name for name in parts if name == BODY or roles.get(name) in _WITH_WORDS]


def words(data: bytes, shown: str) -> list[str]:
    """Returns the words of each part of the .docx *data* that has some, without blanks at the ends of paragraphs."""
    parts = package.read(data, shown)
    texts = [_words_of_part(parts[name]) for name in _with_words(parts)]
    return [text for text in texts if text]


def folded(text: str) -> str:
    """Returns *text* as it is compared: marks in full width, numbers as 公文 write them, no blanks, no line feeds.

    Nor what is to be filled in by hand, ____, or the mark at the end, which a heading loses.
    """
    text = full_width("".join(text.split())).translate(_FULL).replace("_", "")
    return _NUMBER.sub(r"\1.", text).rstrip("。：；")


def _words_of_part(xml: bytes) -> str:
    """Returns the words of a part, a line for each paragraph that has some."""
    texts = [text_in(paragraph).strip() for paragraph in tree.parse(xml).iter(W + "p")]
    return "\n".join(text for text in texts if text)


def text_in(paragraph: Element) -> str:
    """Returns the words of *paragraph* itself, a line break as a line feed."""
    pieces = []
    for element in paragraph.iter(W + "t", *_BREAKS):
        is_tab_stop = element.getparent().tag == W + "tabs"  # of the same name as a tab, but where it goes
        if _paragraph_of(element) is paragraph and not is_tab_stop:
            pieces.append(_BREAKS.get(element.tag, element.text or ""))
    return "".join(pieces)


def leaves_of(paragraph: Element) -> list[Element]:
    """Returns the texts (w:t) of *paragraph* itself."""
    return [leaf for leaf in paragraph.iter(W + "t") if _paragraph_of(leaf) is paragraph]


def _paragraph_of(element: Element) -> Element | None:
    """Returns the paragraph that *element* belongs to; of a text box in a paragraph, the one in the box."""
    return next(element.iterancestors(W + "p"), None)


def rows_of(table: Element) -> list[Element]:
    """Returns the rows of *table* itself."""
    return list(table.iterchildren(W + "tr"))


def cell_text(cell: Element) -> str:
    """Returns the words of a table's *cell*."""
    return "".join(map(text_in, cell.iter(W + "p")))


def lines_of(element: Element) -> list[str]:
    """Returns what a paragraph or table says: a text for each paragraph and each row, cells divided by |."""
    if element.tag == W + "p":
        text = text_in(element).strip()
        return [text] if text else []
    lines = [_line_of_row(row) for row in rows_of(element)]
    return [line for line in lines if line.strip("|")]


def _line_of_row(row: Element) -> str:
    return "|".join(map(cell_text, row.iterchildren(W + "tc")))


def write_only(paragraph: Element, text: str) -> None:
    """Writes *text* as the only words of *paragraph*, in its first run's format; a block's tag turns no page."""
    format_of_run = next(paragraph.iter(W + "r"), etree.Element(W + "r")).find(W + "rPr")
    for child in list(paragraph):
        if child.tag != W + "pPr":
            paragraph.remove(child)
    if "{%" in text:
        _drop_section(paragraph)
    if text:
        run = etree.SubElement(paragraph, W + "r")
        keeps_format = not text.startswith("{{p ")  # what is laid out whole has styles of its own
        if format_of_run is not None and keeps_format:
            run.append(copy.deepcopy(format_of_run))
        etree.SubElement(run, W + "t").text = text


def _drop_section(paragraph: Element) -> None:
    """Removes the section (w:sectPr) that *paragraph* ends, if it ends one."""
    properties = paragraph.find(W + "pPr")
    if properties is not None:
        for section in list(properties.iter(W + "sectPr")):
            section.getparent().remove(section)


def value_at(context: Mapping[str, object], path: str) -> object:
    """Returns what *context* holds at the dotted *path*; None where it holds nothing."""
    value: object = context
    for step in path.split("."):
        if not isinstance(value, Mapping) or isinstance(value, Missing):
            return None
        value = value.get(step)
    return value


def printed(value: object) -> str:
    """Returns a single *value* as a document prints it; an empty text for what is not one."""
    if value is None or isinstance(value, _NOT_SINGLE):
        return ""
    return text_of(value)


def _add_styles(styles: Element, own: Element) -> None:
    """Copies the styles of *own* that *styles* does not have into it."""
    names = {_name(style) for style in styles.iter(W + "style")}
    ids = {_id(style) for style in styles.iter(W + "style")}
    for style in own.iter(W + "style"):
        if _name(style) not in names and _id(style) not in ids:
            styles.append(copy.deepcopy(style))


def _name(style: Element) -> str:
    """Returns the name of *style*; empty if it has none."""
    name = style.find(W + "name")
    if name is None:
        return ""
    return str(name.get(W + "val"))


def _id(style: Element) -> str | None:
    style_id: str | None = style.get(W + "styleId")
    return style_id
