"""Ids that must be a drawing's or a bookmark's own, in a template as Word and WPS leave it."""

from collections import defaultdict, deque
from collections.abc import Container, Iterable, Iterator
from itertools import count
from typing import NamedTuple

from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import FALLBACK, W

DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FREE = 2_000_000_000  # from here on neither Word nor a rendering gives any


class _Identified(NamedTuple):
    """What has an id: the kind of things among which that must be its own, the attribute, all elements that hold it."""

    kind: str
    attribute: str
    elements: list[Element]

    @property
    def identity(self) -> tuple[str, str | None]:
        return self.kind, self.elements[0].get(self.attribute)


def pairs(root: Element, kind: str = "bookmark") -> list[tuple[Element, Element | None]]:
    """Returns beginning and end of every range of this *kind*; a text box's two copies have the same ids."""
    ends: dict[str, deque[Element]] = defaultdict(deque)
    for end in root.iter(f"{W}{kind}End"):
        ends[end.get(W + "id", "")].append(end)
    found: list[tuple[Element, Element | None]] = []
    for start in root.iter(f"{W}{kind}Start"):
        ends_of_same_id = ends[start.get(W + "id", "")]
        end = ends_of_same_id.popleft() if ends_of_same_id else None
        found.append((start, end))
    return found


def own(root: Element) -> None:
    """Give each drawing and bookmark that has the id of one before it an id of its own."""
    identified = [*_drawings(root), *_bookmarks(root)]
    taken = {one.identity for one in identified}
    met: set[tuple[str, str | None]] = set()
    numbers = count(_FREE)
    for one in identified:
        if one.identity not in met or is_copy(one.elements[0]):
            met.add(one.identity)
            continue
        new = _free_id(one.kind, numbers, taken)
        for element in one.elements:
            element.set(one.attribute, new)


def renew(elements: Iterable[Element]) -> None:
    """Give each drawing and bookmark among *elements*, which come from another file, an id that no file gives."""
    numbers = count(_FREE)
    for element in elements:
        for one in (*_drawings(element), *_bookmarks(element)):
            new = str(next(numbers))
            for holder in one.elements:
                holder.set(one.attribute, new)


def _drawings(root: Element) -> list[_Identified]:
    return [_Identified(DOC_PR, "id", [drawing]) for drawing in root.iter(DOC_PR)]


def _bookmarks(root: Element) -> list[_Identified]:
    bookmarks = []
    for start, end in pairs(root):
        elements = [start] if end is None else [start, end]
        bookmarks.append(_Identified(W, W + "id", elements))
    return bookmarks


def _free_id(kind: str, numbers: Iterator[int], taken: Container[tuple[str, str | None]]) -> str:
    """Returns the next of *numbers* that no other of its *kind* has for its id."""
    ids = map(str, numbers)
    return next(id_ for id_ in ids if (kind, id_) not in taken)


def is_copy(element: Element) -> bool:
    """True if *element* stands in what only old word processors read, of what stands before it."""
    return next(element.iterancestors(FALLBACK), None) is not None
