"""Ids that must be a drawing's or a bookmark's own, in a template as Word and WPS leave it."""

from collections import defaultdict
from itertools import count

from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import FALLBACK, W

DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FREE = 2_000_000_000  # from here on neither Word nor a rendering gives any


def pairs(root: Element) -> list[tuple[Element, Element | None]]:
    """Beginning and end of every bookmark; a text box's two copies have the same ids."""
    ends: dict[str, list[Element]] = defaultdict(list)
    for end in root.iter(W + "bookmarkEnd"):
        ends[end.get(W + "id", "")].append(end)
    starts = [(start, ends[start.get(W + "id", "")]) for start in root.iter(W + "bookmarkStart")]
    return [(start, same.pop(0) if same else None) for start, same in starts]


def own(root: Element) -> None:
    """Give each drawing and bookmark that has the id of one before it an id of its own."""
    free = count(_FREE)
    drawn = [(DOC_PR, "id", [one]) for one in root.iter(DOC_PR)]
    marked = [(W, W + "id", [start, end]) for start, end in pairs(root)]
    seen = {(kind, elements[0].get(key)) for kind, key, elements in (*drawn, *marked)}
    met: set[tuple[str, str | None]] = set()
    for kind, key, elements in (*drawn, *marked):
        id_ = elements[0].get(key)
        if (kind, id_) not in met or is_copy(elements[0]):
            met.add((kind, id_))
            continue
        new = next(str(number) for number in free if (kind, str(number)) not in seen)
        for element in elements:
            if element is not None:
                element.set(key, new)


def is_copy(element: Element) -> bool:
    """Whether *element* stands in what only old word processors read, of what stands before it."""
    return next(element.iterancestors(FALLBACK), None) is not None
