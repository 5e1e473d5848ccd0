"""The pictures of an .xlsx: those over cells, which every program draws, and those in cells, as WPS keeps them."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from wenming.ooxml.relationships import relations_of, relationships, resolved
from wenming.sheets import xml
from wenming.sheets.cells import Picture

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DRAWING, _CELL_IMAGES = "/drawing", "/cellImage"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
PICTURES_MAX = 200
_DIGITS = re.compile("[0-9]{1,9}")
_ANCHORS = ("{*}twoCellAnchor", "{*}oneCellAnchor")

Parts = Mapping[str, bytes]


def over_cells(parts: Parts, sheet: str) -> tuple[Picture, ...]:
    """The pictures drawn over the part *sheet*, each at the cell where its upper left corner is."""
    found: list[Picture] = []
    for drawing in _targets(parts, sheet, _DRAWING):
        media = _media(parts, drawing)
        for anchor in xml.tree(parts[drawing]).iter(*_ANCHORS):
            found += islice(_anchored(anchor, media), PICTURES_MAX - len(found))
    return tuple(found)


def in_cells(parts: Parts, workbook: str) -> dict[str, tuple[str, bytes]]:
    """The pictures that cells name by what WPS calls them: for each its name in the file and its bytes."""
    found: dict[str, tuple[str, bytes]] = {}
    for part in _targets(parts, workbook, _CELL_IMAGES):
        media = _media(parts, part)
        for picture in xml.tree(parts[part]).iter("{*}pic"):
            named = picture.find(".//{*}cNvPr")
            blip = picture.find(".//{*}blip")
            key = blip.get(_EMBED, "") if blip is not None else ""
            if named is not None and key in media:
                found[named.get("name", "")] = media[key]
    return found


def _anchored(anchor: "Element", media: Mapping[str, tuple[str, bytes]]) -> Iterator[Picture]:
    """The pictures of one *anchor*, of those in *media* by the id of their relationship."""
    row, column = anchor.findtext("{*}from/{*}row", ""), anchor.findtext("{*}from/{*}col", "")
    if not _DIGITS.fullmatch(row.strip()) or not _DIGITS.fullmatch(column.strip()):
        return
    for blip in anchor.iter("{*}blip"):
        known = media.get(blip.get(_EMBED, ""))
        if known is not None:
            name, data = known
            yield Picture(int(row) + 1, int(column) + 1, data, name)


def _media(parts: Parts, owner: str) -> dict[str, tuple[str, bytes]]:
    """The files that the part *owner* shows, by the id of their relationship: name and bytes."""
    found: dict[str, tuple[str, bytes]] = {}
    for one in relationships(parts.get(relations_of(owner), b"")):
        part = resolved(owner, one.target)
        if not one.outside and part in parts:
            found[one.key] = part.rpartition("/")[2], parts[part]
    return found


def _targets(parts: Parts, owner: str, kind: str) -> Iterator[str]:
    """The parts that relationships of *owner* whose type ends with *kind* lead to, each once."""
    seen: set[str] = set()
    for one in relationships(parts.get(relations_of(owner), b"")):
        part = resolved(owner, one.target)
        if one.kind.endswith(kind) and not one.outside and part in parts and part not in seen:
            seen.add(part)
            yield part
