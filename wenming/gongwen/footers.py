"""Footers that a document needs beside those of its template: landscape page numbers, pages without one."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from wenming.gongwen import measures as m
from wenming.gongwen.blocks import NUMBER
from wenming.ooxml.names import BODY
from wenming.ooxml.relationships import (
    OFFICE,
    TYPES,
    Relationship,
    related,
    relations_of,
    relationships,
    with_override,
)
from wenming.ooxml.units import Twips, emu, mm

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_FOOTER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
_RELATIONS = relations_of(BODY)


def furnish(parts: Mapping[str, bytes], kinds: set[str], styles: Mapping[str, str]) -> dict[str, bytes]:
    """The parts to add or change so that a document has the footers of *kinds*: landscape, blank."""
    relations, types = parts.get(_RELATIONS, b""), parts[TYPES]
    known = {one.key for one in relationships(relations)}
    footers = [footer for footer in _footers(kinds, styles[NUMBER]) if footer.relation not in known]
    added = [Relationship(footer.relation, f"{OFFICE}/footer", footer.name) for footer in footers]
    for footer in footers:
        types = with_override(types, f"word/{footer.name}", _FOOTER_TYPE)
    changed = {f"word/{footer.name}": footer.xml.encode() for footer in footers}
    return {**changed, _RELATIONS: related(relations, added), TYPES: types}


class _Footer(NamedTuple):
    """A footer part, and the id of the relationship by which the sections refer to it."""

    relation: str
    name: str
    xml: str


def _footers(kinds: set[str], style: str) -> Iterator[_Footer]:
    """The footers of *kinds* in the paragraph style with the id *style*."""
    if "landscape" in kinds:
        yield _Footer("rIdLandscapeOdd", "footer-landscape-odd.xml", _landscape(style, odd=True))
        yield _Footer("rIdLandscapeEven", "footer-landscape-even.xml", _landscape(style, odd=False))
    if "blank" in kinds:
        empty = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>'
        yield _Footer("rIdNoNumber", "footer-blank.xml", _footer(empty))


def page_number(style: str, *, odd: bool) -> str:
    """The paragraph “— 1 —” in size 4, one character in from the outer edge (§7.5)."""
    edge = "right" if odd else "left"
    indent = f'<w:ind w:{edge}Chars="100" w:{edge}="{m.SIZE_4}"/>'
    field = "".join(  # each in a run of its own, or WPS does not see a field
        f"<w:r>{_HINT}{inner}</w:r>"
        for inner in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{indent}<w:jc w:val="{edge}"/></w:pPr>{field}</w:p>'


_HINT = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'


def _footer(body: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:ftr {_NAMESPACES}>{body}</w:ftr>'


def _landscape(style: str, *, odd: bool) -> str:
    """A page number where the upright pages have it: a turned box on the left of the sheet (§8)."""
    # wrapSquare, not wrapNone: LibreOffice puts an unwrapped box of a footer in the wrong place
    x = emu(Twips(m.MARGIN_BOTTOM - mm(7) - m.SIZE_4 // 2))
    y = emu(m.MARGIN_LEFT)
    size = f'cx="{emu(m.SIZE_4)}" cy="{emu(m.TEXT_WIDTH)}"'
    drawing_id = 1 if odd else 2
    box = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" '
        'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
        f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:wrapSquare wrapText="bothSides"/><wp:docPr id="{drawing_id}" name="页码"/>'
        "<wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{page_number(style, odd=odd)}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/>'
        "</wps:bodyPr>"
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor>"
    )
    choice = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice></mc:AlternateContent>'
    )
    return _footer(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>{choice}</w:r></w:p>')
