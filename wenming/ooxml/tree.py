"""A part as a tree of elements."""

from lxml import etree
from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import W

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
_OUR_MARKS_BEGIN = b"\xef\xb7"  # in UTF-8
_WITHOUT_OUR_MARKS = dict.fromkeys(range(0xFDD0, 0xFDF0), "\ufffd")


def parse(xml: bytes) -> Element:
    """Returns the tree of the part *xml*. Raises etree.XMLSyntaxError where it is broken."""
    if _OUR_MARKS_BEGIN in xml:  # typed by somebody
        xml = xml.decode(errors="replace").translate(_WITHOUT_OUR_MARKS).encode()
    return etree.fromstring(xml, _PARSER)


def value_of(owner: Element | None, name: str) -> str:
    """Returns w:val of the child w:*name* of *owner*; empty where one of them is not there."""
    child = None if owner is None else owner.find(W + name)
    return "" if child is None else child.get(W + "val", "")


def written(root: Element) -> bytes:
    """Returns the part that *root* is the tree of, with its XML declaration."""
    part: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return part
