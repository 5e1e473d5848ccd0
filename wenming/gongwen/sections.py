"""Sections of a rendered body: landscape pages, pages without a number, a page that must be even."""

import re
from collections.abc import Mapping

from wenming.gongwen import measures as m
from wenming.gongwen.blocks import BREAK

MARK = "<wenming-section"
_MARK = re.compile(r'<wenming-section start="(\w+)"( landscape="1")?( unnumbered="1")?/>')
_OPENING, _END = re.compile("<w:sectPr(?=[ />])"), "</w:body>"
_FOOTERS = re.compile(r"<w:footerReference [^>]*/>")
_BREAK = '<w:p><w:pPr><w:pStyle w:val="{style}"/>{section}</w:pPr></w:p>'
FOOTERS = {
    "landscape": {"default": "rIdLandscapeOdd", "even": "rIdLandscapeEven"},
    "blank": {"default": "rIdNoNumber", "even": "rIdNoNumber"},
}


def assemble(xml: str, styles: Mapping[str, str]) -> tuple[str, set[str]]:
    """Returns *xml* with sections in the place of its section marks, and the kinds of footer that they use.

    The last section of the template is the model: its paper, margins and grid.
    """
    first, *rest = _MARK.split(xml)
    if not rest:
        return xml, set()
    rest[-1], model, end = _split_at_properties(rest[-1])
    kinds: set[str] = set()
    # the properties of a section stand at its end: those of each mark come out at the next one
    pieces, properties = [first], model
    for start, landscape, unnumbered, text in zip(rest[0::4], rest[1::4], rest[2::4], rest[3::4], strict=True):
        pieces.append(_BREAK.format(style=styles[BREAK], section=properties))
        pieces.append(text)
        kind = _kind_of_footer(landscape, unnumbered)
        if kind:
            kinds.add(kind)
        properties = _properties(model, start, kind, landscape=bool(landscape))
    return "".join([*pieces, properties, end]), kinds


def _split_at_properties(text: str) -> tuple[str, str, str]:
    """What stands in *text* before the section properties of the body, those, and the end of the body.

    Raises ValueError where a body has none.
    """
    end = text.rfind(_END)
    openings = [match.start() for match in _OPENING.finditer(text, 0, end)]
    if not openings:
        raise ValueError("a body has its section properties")
    start = openings[-1]
    properties = text[start:end]
    if not properties.endswith(("</w:sectPr>", "/>")):
        raise ValueError("a body has its section properties")
    return text[:start], properties, text[end:]


def _kind_of_footer(landscape: str | None, unnumbered: str | None) -> str:
    """The kind of footer that a section has; empty where it has that of the template."""
    if unnumbered:
        return "blank"
    if landscape:
        return "landscape"
    return ""


def _properties(model: str, start: str, footer: str, *, landscape: bool) -> str:
    """The section properties *model* for a section that starts on *start*, with the kind of *footer*."""
    if footer:
        model = _with_footer(model, footer)
    model = re.sub(r"<w:type [^>]*/>", "", model)
    model = model.replace("<w:pgSz ", f'<w:type w:val="{start}"/><w:pgSz ', 1)
    if landscape:
        model = re.sub(r"<w:pgSz [^>]*/>", lambda match: _turned_size(match[0]), model)
        model = re.sub(r"<w:pgMar [^>]*/>", lambda match: _turned_margins(match[0]), model)
    return model


def _with_footer(model: str, kind: str) -> str:
    """The section properties *model* with the footers of *kind* instead of their own."""
    references = "".join(
        f'<w:footerReference w:type="{pages}" r:id="{relation}"/>' for pages, relation in FOOTERS[kind].items()
    )
    return re.sub(r"(<w:sectPr[^>]*>)", lambda match: match[0] + references, _FOOTERS.sub("", model), count=1)


def _turned_size(size: str) -> str:
    width, height = _value(size, "w"), _value(size, "h")
    return f'<w:pgSz w:w="{height}" w:h="{width}" w:orient="landscape"/>'


def _turned_margins(margins: str) -> str:
    """The margins of the sheet turned so that its left edge, the binding of odd pages, is on top (§8)."""
    top, right, bottom, left = (_value(margins, edge) for edge in ("top", "right", "bottom", "left"))
    return (
        f'<w:pgMar w:top="{left}" w:right="{top}" w:bottom="{right}" w:left="{bottom}" '
        f'w:header="{m.SIZE_3}" w:footer="{m.SIZE_3}" w:gutter="0"/>'
    )


def _value(xml: str, attribute: str) -> str:
    match = re.search(rf'w:{attribute}="(-?\d+)"', xml)
    if match is None:
        return "0"
    return match[1]
