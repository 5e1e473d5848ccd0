"""Paragraphs that are a chapter, a signature, an annex, a title: one tag for them all."""

import copy
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from wenming.authoring.learn.source_document import Old, lines_of, text_in, words, write_only
from wenming.gongwen.blocks import Blocks, Paragraph, Section, Table
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import W

_LAID_OUT = re.compile(r"\{\{p (\S+) \}\}")
_TITLE_PARAGRAPHS = (2, 3, 4)


def replace(old: Old, context: Mapping[str, Any]) -> None:
    """The tags of what *context* lays out in whole paragraphs, and of a title over several paragraphs."""
    for name, blocks in _blocks(context).items():
        span = _span(old, [line.replace("\n", "") for line in lines(blocks)])
        if span:
            old.placed[name] = _place(old, span, f"{{{{p {name} }}}}", blocks)
    title = context.get("标题")
    for count in _TITLE_PARAGRAPHS if isinstance(title, str) else ():
        span = _joined(old, str(title), count)
        if span:
            _place(old, span, "{{ 标题|分行 }}", Blocks())
            break


def empty(old: Old, context: Mapping[str, Any], own: bytes) -> None:
    """A tag for what is empty this time, behind what it follows in the template *own*."""
    order = _LAID_OUT.findall("\n".join(words(own, "")))
    for before, name in pairwise(order):
        value = context.get(name)
        if isinstance(value, Blocks) and not value and before in old.placed:
            paragraph = etree.Element(W + "p")
            write_only(paragraph, f"{{{{p {name} }}}}")
            old.placed[before].addnext(paragraph)
            old.placed[name] = paragraph
            old.done.add(paragraph)


def lines(blocks: Blocks) -> list[str]:
    """What the *blocks* say: a text for each paragraph and each row of a table, cells divided by |."""
    found: list[str] = []
    for item in blocks.items:
        if isinstance(item, Paragraph):
            found.append(item.text.strip())
        elif isinstance(item, Table):
            found += ["|".join(row) for row in item.head]
            found += ["|".join("".join(one.text for one in cell.paragraphs) for cell in row) for row in item.rows]
    return [line for line in found if line.strip("|")]


def _blocks(context: Mapping[str, Any]) -> dict[str, Blocks]:
    """What is laid out in whole paragraphs, by its name; all chapters together last."""
    found = {name: value for name, value in context.items() if isinstance(value, Blocks) and name != "各章"}
    for group in ("章节", "文字条"):
        found |= {f"{group}.{name}": value for name, value in context.get(group, {}).items()}
    found |= {"各章": context["各章"]} if "各章" in context else {}
    return {name: blocks for name, blocks in found.items() if blocks}


def _span(old: Old, wanted: Sequence[str]) -> list[Element]:
    """The neighbouring elements of the body that say *wanted* and nothing else."""
    children = [one for one in old.body if one.tag in (W + "p", W + "tbl")]
    said = [[line.replace("\n", "") for line in lines_of(one)] for one in children]
    for start, first in enumerate(said):
        if not first or first != list(wanted[: len(first)]):
            continue
        got: list[str] = []
        for end in range(start, len(children)):
            got += said[end]
            if children[end] in old.done or got != list(wanted[: len(got)]):
                break
            if len(got) == len(wanted):
                return children[start : end + 1]
    return []


def _joined(old: Old, title: str, count: int) -> list[Element]:
    """The *count* paragraphs that together are the *title*."""
    children = [one for one in old.body if one.tag == W + "p" and one not in old.done and text_in(one).strip()]
    for start in range(len(children) - count + 1):
        span = children[start : start + count]
        if "".join(text_in(one).strip() for one in span) == title:
            return span
    return []


def _begins_section(before: Element, tag: str, blocks: Blocks) -> bool:
    """Whether the empty paragraph *before* a tag ends the section that the tag's own begins after.

    The 版记 gets its section only when it is known where the text ends.
    """
    if blocks and isinstance(blocks.items[0], Section):
        return True
    return tag == "{{p 版记 }}" and next(before.iter(W + "sectPr"), None) is not None


def _place(old: Old, span: list[Element], tag: str, blocks: Blocks) -> Element:
    """One paragraph with *tag* in the place of *span*; a page that is turned within it is turned by the tag."""
    old.note(BODY, span[0], "\n".join(line for one in span for line in lines_of(one)), tag)
    before = span[0].getprevious()
    if before is not None and not lines_of(before) and _begins_section(before, tag, blocks):
        span = [before, *span]
    first = span[0]
    if first.tag != W + "p":
        first = etree.Element(W + "p")
        span[0].addprevious(first)
    for one in [found for element in span for found in element.iter(W + "sectPr")]:
        old.sections.append((old.order[one], copy.deepcopy(one)))
        one.getparent().remove(one)
    for element in span:
        if element is not first:
            old.body.remove(element)
    write_only(first, tag)
    old.done.add(first)
    return first
