"""Paragraphs that ``{%-`` and ``-%}`` join with the one before or after them."""

from lxml import etree
from lxml.etree import _Element as Element

from wenming.engine import conditional
from wenming.ooxml.namespaces import W


def join(owner: Element, forward: bool, moved: dict[Element, Element]) -> None:
    """``{%-`` and ``-%}``: the paragraph goes on in the one before, or the one after in it.

    *moved* knows of each paragraph that is joined already the one that it goes on in.
    """
    while owner in moved:
        owner = moved[owner]
    if owner.getparent() is None:
        return
    first = owner if forward else owner.getprevious()
    second = owner.getnext() if forward else owner
    if not _is_paragraph(first) or not _is_paragraph(second):
        return
    _keep_mark_if_both_are_conditional(first, second)
    _keep_section(first, second)
    for child in list(second):
        if child.tag != W + "pPr":
            first.append(child)
    second.getparent().remove(second)
    moved[second] = first


def _keep_mark_if_both_are_conditional(first: Element, second: Element) -> None:
    """Let the mark of a paragraph whose words all stand under conditions be in *first* if it is in *second*, too."""
    marks = [[child for child in one if _is_conditional(child)] for one in (first, second)]
    are_both = all(marks)
    for mark in (*([] if are_both else marks[0]), *marks[1]):
        mark.getparent().remove(mark)


def _is_conditional(child: Element) -> bool:
    return child.tag is etree.ProcessingInstruction and child.target == conditional.MARK


def _keep_section(first: Element, second: Element) -> None:
    """Let *first* end the section that *second* ends, if it does."""
    section = second.find(f"{W}pPr/{W}sectPr")
    if section is None or first.find(f"{W}pPr/{W}sectPr") is not None:
        return
    properties = first.find(W + "pPr")
    if properties is None:
        properties = etree.Element(W + "pPr")
        first.insert(0, properties)
    change = properties.find(W + "pPrChange")
    if change is None:
        properties.append(section)
    else:
        change.addprevious(section)


def _is_paragraph(element: Element | None) -> bool:
    return element is not None and element.tag == W + "p"
