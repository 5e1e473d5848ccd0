"""A Word file whose automatic numbers are typed out: what is printed before a paragraph stands in its text."""

import copy
from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import W
from wenming.ooxml.roles import part_with, roles_of
from wenming.ooxml.tree import parse, value_of, written
from wenming.papers.list_numbers import ListNumbers
from wenming.papers.looks import Styles, looks_of


def with_numbers_typed(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """*parts* with the numbers that lists give to paragraphs of the body as runs before their texts."""
    roles = roles_of(parts)
    body_part = part_with("document", roles)
    styles_part, numbering_part = part_with("styles", roles), part_with("numbering", roles)
    if not numbering_part:
        return dict(parts)
    styles = Styles(parse(parts[styles_part]) if styles_part else None)
    numbers = ListNumbers(parse(parts[numbering_part]))
    root = parse(parts[body_part])
    typed = 0
    for paragraph in root.iter(W + "p"):
        typed += _type_number(paragraph, styles, numbers)
    return {**parts, body_part: written(root)} if typed else dict(parts)


def _type_number(paragraph: Element, styles: Styles, numbers: ListNumbers) -> bool:
    """Type the number of *paragraph* before its text; True if it has one."""
    properties = paragraph.find(W + "pPr")
    looks = looks_of(properties, None).over(styles.looks(value_of(properties, "pStyle")))
    has_text = any(text.text and text.text.strip() for text in paragraph.iter(W + "t"))
    if looks.list_ in ("", "0") or not has_text:
        return False
    number = numbers.next(looks.list_, int(looks.level or 0))
    if not number:
        return False
    first = paragraph.find(W + "r")
    run = etree.Element(W + "r")
    if first is not None and first.find(W + "rPr") is not None:
        run.append(copy.deepcopy(first.find(W + "rPr")))
    etree.SubElement(run, W + "t").text = number
    if properties is None:
        properties = etree.Element(W + "pPr")
        paragraph.insert(0, properties)
    properties.addnext(run)
    _end_list(properties)
    return True


def _end_list(properties: Element) -> None:
    """Let the paragraph of *properties* be in no list, not even in that of its style."""
    own = properties.find(W + "numPr")
    if own is None:
        own = etree.Element(W + "numPr")
        before = [element for element in properties if element.tag in (W + "pStyle", W + "keepNext", W + "keepLines")]
        properties.insert(len(before), own)
    for element in list(own):
        own.remove(element)
    etree.SubElement(own, W + "numId").set(W + "val", "0")
