"""The page setup of a template that says none. Beside ``sections``, which every start loads and which needs no lxml."""

from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element as Element

from wenming.gongwen import measures as m
from wenming.ooxml.namespaces import W

_PAPER: Mapping[str, Mapping[str, int]] = {
    "pgSz": {"w": m.PAGE_WIDTH, "h": m.PAGE_HEIGHT},
    "pgMar": {
        "top": m.MARGIN_TOP,
        "right": m.MARGIN_RIGHT,
        "bottom": m.MARGIN_BOTTOM,
        "left": m.MARGIN_LEFT,
        "header": m.HEADER,
        "footer": m.FOOTER,
        "gutter": 0,
    },
}
_BEFORE_PAPER = [W + name for name in ("headerReference", "footerReference", "footnotePr", "endnotePr", "type")]


def complete(root: Element) -> None:
    """Give the body below *root* the paper and margins of the standard where it says none: not all that write do."""
    body = root.find(W + "body")
    if body is None:
        return
    section = body.find(W + "sectPr")
    if section is None:
        section = etree.SubElement(body, W + "sectPr")
    if section.getnext() is not None:
        body.append(section)
    at = sum(child.tag in _BEFORE_PAPER for child in section)
    for number, (name, values) in enumerate(_PAPER.items()):
        if section.find(W + name) is None:
            element = etree.Element(W + name, {W + key: str(value) for key, value in values.items()})
            section.insert(at + number, element)
