"""A part as a tree of elements."""

from lxml import etree
from lxml.etree import _Element as Element

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)


def parse(xml: bytes) -> Element:
    """The tree of a part; raises etree.XMLSyntaxError."""
    if b"\xef\xb7" in xml:  # our own marks, typed by somebody
        xml = xml.decode(errors="replace").translate(dict.fromkeys(range(0xFDD0, 0xFDF0), "\ufffd")).encode()
    return etree.fromstring(xml, _PARSER)


def written(root: Element) -> bytes:
    """The part that *root* is the tree of."""
    part: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return part
