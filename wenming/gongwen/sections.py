"""Sections of a rendered body: landscape pages, pages without a number, a page that must be even."""

import copy
from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import BREAK
from wenming.gongwen.blocks_xml import SECTION
from wenming.ooxml.namespaces import R, W

FOOTERS = {
    "landscape": {"default": "rIdLandscapeOdd", "even": "rIdLandscapeEven"},
    "blank": {"default": "rIdNoNumber", "even": "rIdNoNumber"},
}


def assemble(root: Element, styles: Mapping[str, str], shown: str) -> set[str]:
    """Puts sections in the place of the section marks under *root*; returns the kinds of footer that they use.

    The last section of the template is the model: its paper, margins and grid. Raises Faults for a mark that does not
    stand in the body itself, of the file that is *shown*.
    """
    marks = list(root.iter(SECTION))
    if not marks:
        return set()
    body = root.find(W + "body")
    if any(mark.getparent() is not body for mark in marks):
        raise _misplaced(shown)
    model = body.find(W + "sectPr")
    for change in model.findall(W + "sectPrChange"):  # nobody could accept it for several sections
        model.remove(change)
    kinds: set[str] = set()
    # the properties of a section stand at its end: those of each mark come out at the next one
    properties = copy.deepcopy(model)
    for mark in marks:
        body.replace(mark, _break(styles[BREAK], properties))
        kind = _kind_of_footer(mark)
        if kind:
            kinds.add(kind)
        properties = _properties(model, mark, kind)
    body.replace(model, properties)
    return kinds


def _misplaced(shown: str) -> Faults:
    what = _("这里的内容要另起一页（横排的表、版记），只能放在正文里")
    mend = _("把标签移到正文中单独的一段，不要放在页眉页脚、格子或文本框里")
    return Faults([Fault(Place(shown), what, mend, "wrong-level")])


def _break(style: str, properties: Element) -> Element:
    """The paragraph in the *style* (its id) that ends a section with these *properties*."""
    paragraph = etree.Element(W + "p")
    of_paragraph = etree.SubElement(paragraph, W + "pPr")
    etree.SubElement(of_paragraph, W + "pStyle").set(W + "val", style)
    of_paragraph.append(properties)
    return paragraph


def _kind_of_footer(mark: Element) -> str:
    """The kind of footer of the section that begins at *mark*; empty where it has that of the template."""
    if mark.get("unnumbered"):
        return "blank"
    if mark.get("landscape"):
        return "landscape"
    return ""


def _properties(model: Element, mark: Element, footer: str) -> Element:
    """The section properties *model* for the section that begins at *mark*, with the kind of *footer*."""
    properties = copy.deepcopy(model)
    if footer:
        _set_footer(properties, footer)
    for start in properties.findall(W + "type"):
        properties.remove(start)
    size = properties.find(W + "pgSz")
    start = etree.Element(W + "type")
    start.set(W + "val", mark.get("start", ""))
    size.addprevious(start)
    if mark.get("landscape"):
        _turn_size(size)
        _turn_margins(properties.find(W + "pgMar"))
    return properties


def _set_footer(properties: Element, kind: str) -> None:
    """Give *properties* the footers of *kind* instead of their own."""
    for reference in properties.findall(W + "footerReference"):
        properties.remove(reference)
    for number, (pages, relation) in enumerate(FOOTERS[kind].items()):
        reference = etree.Element(W + "footerReference")
        reference.set(W + "type", pages)
        reference.set(R + "id", relation)
        properties.insert(number, reference)


def _turn_size(size: Element) -> None:
    width, height = size.get(W + "w", "0"), size.get(W + "h", "0")
    size.attrib.clear()
    size.set(W + "w", height)
    size.set(W + "h", width)
    size.set(W + "orient", "landscape")


def _turn_margins(margins: Element) -> None:
    """Turn the *margins* with the sheet, so that its left edge, the binding of odd pages, is on top (§8)."""
    top, right, bottom, left = (margins.get(W + edge, "0") for edge in ("top", "right", "bottom", "left"))
    margins.attrib.clear()
    for name, value in (("top", left), ("right", top), ("bottom", right), ("left", bottom)):
        margins.set(W + name, value)
    margins.set(W + "header", str(m.SIZE_3))
    margins.set(W + "footer", str(m.SIZE_3))
    margins.set(W + "gutter", "0")
