"""Paragraphs that are a chapter, a signature, an annex, a title: one tag for them all."""

import copy
import re
from collections.abc import Mapping, Sequence
from itertools import chain, pairwise

from lxml import etree
from lxml.etree import _Element as Element

from wenming.authoring.learn.source_document import Old, folded, lines_of, text_in, words, write_only
from wenming.gongwen.blocks import Blocks, Cell, Paragraph, Section, Table
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import W

_LAID_OUT = re.compile(r"\{\{p (\S+) \}\}")
_TITLE_PARAGRAPHS = (2, 3, 4)
_CELL_DIVIDER = "|"
_GROUPS = ("章节", "文字条")  # of what is laid out in whole paragraphs, each under a name of its own
_ALL_CHAPTERS = "各章"  # 章节 together


def replace(old: Old, context: Mapping[str, object]) -> None:
    """Writes the tags of what *context* lays out in whole paragraphs, and of a title over several paragraphs."""
    for name, blocks in _blocks(context).items():
        span = _span(old, _on_one_line_each(lines(blocks)))
        if span:
            old.placed[name] = _place(old, span, f"{{{{p {name} }}}}", blocks)
    title = context.get("标题")
    if isinstance(title, str):
        _replace_title(old, title)


def _replace_title(old: Old, title: str) -> None:
    """Writes the tag of the *title* for the paragraphs that together say it."""
    for count in _TITLE_PARAGRAPHS:
        span = _paragraphs_of_title(old, title, count)
        if span:
            _place(old, span, "{{ 标题|分行 }}", Blocks())
            return


def empty(old: Old, context: Mapping[str, object], own: bytes) -> None:
    """Writes a tag for what is empty this time, behind what it follows in the template *own*."""
    order = _LAID_OUT.findall("\n".join(words(own, "")))
    for before, name in pairwise(order):
        if before in old.placed and _is_empty(context.get(name)):
            paragraph = etree.Element(W + "p")
            write_only(paragraph, f"{{{{p {name} }}}}")
            old.placed[before].addnext(paragraph)
            old.placed[name] = paragraph
            old.done.add(paragraph)


def _is_empty(value: object) -> bool:
    """True if *value* is laid out in whole paragraphs and has none."""
    return isinstance(value, Blocks) and not value


def lines(blocks: Blocks) -> list[str]:
    """Returns what the *blocks* say: a text for each paragraph and each row of a table, cells divided by |."""
    texts: list[str] = []
    for item in blocks.items:
        match item:
            case Paragraph():
                texts.append(item.text.strip())
            case Table():
                texts += map(_line_of_row, item.head)
                texts += map(_line_of_row, item.rows)
    return [text for text in texts if text.strip(_CELL_DIVIDER)]


def _line_of_row(row: Sequence[str | Cell]) -> str:
    return _CELL_DIVIDER.join(map(_text_of_cell, row))


def _text_of_cell(cell: str | Cell) -> str:
    if isinstance(cell, str):
        return cell
    return "".join(paragraph.text for paragraph in cell.paragraphs)


def _on_one_line_each(texts: Sequence[str]) -> list[str]:
    """Returns *texts* as they are compared, each on one line."""
    return [folded(text) for text in texts]


def _blocks(context: Mapping[str, object]) -> dict[str, Blocks]:
    """Returns what is laid out in whole paragraphs and not empty, by its name; all chapters together come last."""
    by_name = {name: value for name, value in context.items() if isinstance(value, Blocks)}
    all_chapters = by_name.pop(_ALL_CHAPTERS, None)
    for group in _GROUPS:
        inner = context.get(group)
        if isinstance(inner, Mapping):
            for name, blocks in inner.items():
                by_name[f"{group}.{name}"] = blocks
    if all_chapters is not None:
        by_name[_ALL_CHAPTERS] = all_chapters
    return {name: blocks for name, blocks in by_name.items() if blocks}


def _span(old: Old, wanted: Sequence[str]) -> list[Element]:
    """Returns the neighbouring elements of the body that say *wanted* and nothing else; none where none do."""
    elements = [element for element in old.body if element.tag in (W + "p", W + "tbl")]
    said = [_on_one_line_each(lines_of(element)) for element in elements]
    for start, first_lines in enumerate(said):
        if not first_lines or not _begins_with(wanted, first_lines):
            continue  # a span does not begin with an empty paragraph
        length = _length_of_span(old, elements[start:], said[start:], wanted)
        if length:
            return elements[start : start + length]
    return []


def _length_of_span(old: Old, elements: Sequence[Element], said: Sequence[Sequence[str]], wanted: Sequence[str]) -> int:
    """Returns how many of the first *elements* say *wanted* and nothing else; 0 where they do not.

    *said* are the lines of each element.
    """
    so_far: list[str] = []
    for count, (element, lines_of_element) in enumerate(zip(elements, said, strict=True), 1):
        so_far += lines_of_element
        if element in old.done or not _begins_with(wanted, so_far):
            return 0
        if len(so_far) == len(wanted):
            return count
    return 0


def _begins_with(wanted: Sequence[str], beginning: Sequence[str]) -> bool:
    return list(wanted[: len(beginning)]) == list(beginning)


def _paragraphs_of_title(old: Old, title: str, count: int) -> list[Element]:
    """Returns the *count* neighbouring paragraphs that together are the *title*; none where none are."""
    free = [paragraph for paragraph in old.body.iterchildren(W + "p") if paragraph not in old.done]
    paragraphs = [paragraph for paragraph in free if _bare_text(paragraph)]
    for start in range(len(paragraphs) - count + 1):
        span = paragraphs[start : start + count]
        if folded("".join(map(_bare_text, span))) == folded(title):
            return span
    return []


def _bare_text(paragraph: Element) -> str:
    return text_in(paragraph).strip()


def _begins_section(before: Element, tag: str, blocks: Blocks) -> bool:
    """True if the empty paragraph *before* a tag ends the section that the tag's own begins after.

    The 版记 gets its section only when it is known where the text ends.
    """
    if blocks and isinstance(blocks.items[0], Section):
        return True
    return tag == "{{p 版记 }}" and next(before.iter(W + "sectPr"), None) is not None


def _place(old: Old, span: list[Element], tag: str, blocks: Blocks) -> Element:
    """Writes one paragraph with *tag* in the place of *span*, and returns it.

    A page that is turned within the span is turned by the tag.
    """
    text = chain.from_iterable(map(lines_of, span))
    old.note(BODY, span[0], "\n".join(text), tag)
    before = span[0].getprevious()
    if _is_empty_paragraph(before) and _begins_section(before, tag, blocks):
        span = [before, *span]
    paragraph = _paragraph_at(span[0])
    for element in span:
        _take_sections(old, element)
    for element in span:
        if element is not paragraph:
            old.body.remove(element)
    write_only(paragraph, tag)
    old.done.add(paragraph)
    return paragraph


def _is_empty_paragraph(element: Element | None) -> bool:
    """True if there is an *element* and it says nothing."""
    return element is not None and not lines_of(element)


def _paragraph_at(element: Element) -> Element:
    """Returns *element* if it is a paragraph, else a new paragraph before it."""
    if element.tag == W + "p":
        return element
    paragraph = etree.Element(W + "p")
    element.addprevious(paragraph)
    return paragraph


def _take_sections(old: Old, element: Element) -> None:
    """Moves the sections (w:sectPr) that end in *element* from it to those that the tags turn."""
    for section in list(element.iter(W + "sectPr")):
        old.sections.append((old.order[section], copy.deepcopy(section)))
        section.getparent().remove(section)
