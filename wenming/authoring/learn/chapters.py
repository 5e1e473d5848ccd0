"""Paragraphs that are a chapter, a signature, an annex, a title: one tag for them all."""

import copy
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from wenming.authoring.learn.source_document import Old, lines_of, text_in, words, write_only
from wenming.gongwen.blocks import Blocks, Cell, Paragraph, Section, Table
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import W

_LAID_OUT = re.compile(r"\{\{p (\S+) \}\}")
_TITLE_PARAGRAPHS = (2, 3, 4)


def replace(old: Old, context: Mapping[str, Any]) -> None:
    """Writes the tags of what *context* lays out in whole paragraphs, and of a title over several paragraphs."""
    for name, blocks in _blocks(context).items():
        wanted = [_on_one_line(line) for line in lines(blocks)]
        span = _span(old, wanted)
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


def empty(old: Old, context: Mapping[str, Any], own: bytes) -> None:
    """Writes a tag for what is empty this time, behind what it follows in the template *own*."""
    order = _LAID_OUT.findall("\n".join(words(own, "")))
    for before, name in pairwise(order):
        if before in old.placed and _is_empty(context.get(name)):
            paragraph = etree.Element(W + "p")
            write_only(paragraph, f"{{{{p {name} }}}}")
            old.placed[before].addnext(paragraph)
            old.placed[name] = paragraph
            old.done.add(paragraph)


def _is_empty(value: Any) -> bool:
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
                texts += ["|".join(row) for row in item.head]
                texts += ["|".join(map(_text_of_cell, row)) for row in item.rows]
    return [text for text in texts if text.strip("|")]


def _text_of_cell(cell: Cell) -> str:
    return "".join(paragraph.text for paragraph in cell.paragraphs)


def _on_one_line(text: str) -> str:
    return text.replace("\n", "")


def _blocks(context: Mapping[str, Any]) -> dict[str, Blocks]:
    """Returns what is laid out in whole paragraphs and not empty, by its name; all chapters together come last."""
    blocks = {name: value for name, value in context.items() if isinstance(value, Blocks)}
    blocks.pop("各章", None)
    for group in ("章节", "文字条"):
        for name, value in context.get(group, {}).items():
            blocks[f"{group}.{name}"] = value
    if "各章" in context:
        blocks["各章"] = context["各章"]
    return {name: value for name, value in blocks.items() if value}


def _span(old: Old, wanted: Sequence[str]) -> list[Element]:
    """Returns the neighbouring elements of the body that say *wanted* and nothing else; none where none do."""
    elements = [element for element in old.body if element.tag in (W + "p", W + "tbl")]
    said = [[_on_one_line(line) for line in lines_of(element)] for element in elements]
    for start, first_lines in enumerate(said):
        if first_lines and _begins_with(wanted, first_lines):
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
    paragraphs = [paragraph for paragraph in free if text_in(paragraph).strip()]
    for start in range(len(paragraphs) - count + 1):
        span = paragraphs[start : start + count]
        if "".join(text_in(paragraph).strip() for paragraph in span) == title:
            return span
    return []


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
    text = [line for element in span for line in lines_of(element)]
    old.note(BODY, span[0], "\n".join(text), tag)
    before = span[0].getprevious()
    if before is not None and not lines_of(before) and _begins_section(before, tag, blocks):
        span = [before, *span]
    first = span[0]
    if first.tag != W + "p":
        first = etree.Element(W + "p")
        span[0].addprevious(first)
    for element in span:
        _take_sections(old, element)
    for element in span:
        if element is not first:
            old.body.remove(element)
    write_only(first, tag)
    old.done.add(first)
    return first


def _take_sections(old: Old, element: Element) -> None:
    """Moves the sections (w:sectPr) that end in *element* from it to those that the tags turn."""
    for section in list(element.iter(W + "sectPr")):
        old.sections.append((old.order[section], copy.deepcopy(section)))
        section.getparent().remove(section)
