"""What is put right in a part after rendering: breaks in values, gaps that conditions leave, the house's sections."""

import re
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from wenming import engine
from wenming.base.lazy import Later
from wenming.engine import breaks, conditional
from wenming.engine.state import State

if TYPE_CHECKING:
    from lxml import etree
    from lxml.etree import _Element as Element

    from wenming.ooxml import captions, table_grid, tree
else:
    etree = Later("lxml.etree")
    captions, table_grid = Later("wenming.ooxml.captions"), Later("wenming.ooxml.table_grid")
    tree = Later("wenming.ooxml.tree")

LEFT = re.compile(r"[\ufdd2-\ufdd5]|<\?wm|<\?wenming|<wenming-")  # marks of ours that no document may hold

_MEETING = re.compile(r"</w:tbl>(?:<w:(?:bookmark|comment|perm|move)[^<>]*+>)*+<w:tbl[ >]")
_OF_THE_TREE = ("gaps", "grid", "captions")


class Broken(Exception):
    """A part that is no XML: *why*, in the words of whoever reads it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def finish(xml: str, features: Collection[str], state: State, then: Callable[["Element"], None]) -> str:
    """Returns *xml* with what the *features* of its template and the values may have left put right.

    What more than line feeds and tabs is to be done is done in the tree, which *then* changes last. Raises Broken.
    """
    waits = False
    if state.breaks:
        xml, waits = breaks.write(xml, state.lifted)
    if not (waits or state.marks or any(feature in features for feature in _OF_THE_TREE)):
        quickly = conditional.without_empty(xml) if "conditional" in features else xml
        if quickly is not None and not _MEETING.search(quickly):
            return quickly
    root = _root_of(xml)
    if waits:
        engine.division.divide(root, state.next_id)
    if features:
        engine.emptied.mend(root)
    if "grid" in features:
        table_grid.regrid(root)
    if "captions" in features:
        captions.count(root)
    then(root)
    text: str = etree.tostring(root, encoding="unicode")
    return xml[: xml.index("?>") + 2] + text


def _root_of(xml: str) -> "Element":
    """Returns the root of *xml*, which has a declaration. Raises Broken where values have brought what is no XML."""
    try:
        return tree.parse(xml.encode())
    except etree.XMLSyntaxError as error:
        raise Broken(error.msg) from error
