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
    """*xml* with its section marks made into sections, and the kinds of footer that they use.

    The last section of the template is the model: its paper, margins and grid.
    """
    pieces = _MARK.split(xml)
    if len(pieces) == 1:
        return xml, set()
    text, model, end = _last(pieces[-1])
    pieces[-1] = text
    used: set[str] = set()
    out, properties = [pieces[0]], model
    for start, landscape, unnumbered, text in zip(*(pieces[i::4] for i in range(1, 5)), strict=True):
        out.append(_BREAK.format(style=styles[BREAK], section=properties))
        properties, kind = _properties(model, start, bool(landscape), bool(unnumbered))
        used |= kind
        out.append(text)
    return "".join([*out, properties, end]), used


def _last(text: str) -> tuple[str, str, str]:
    """*text* as what stands before the section properties of the body, those, and the end of the body."""
    at = text.rfind(_END)
    found = [match.start() for match in _OPENING.finditer(text, 0, at)]
    if not found or not text[found[-1] : at].endswith(("</w:sectPr>", "/>")):
        raise ValueError("a body has its section properties")
    return text[: found[-1]], text[found[-1] : at], text[at:]


def _properties(model: str, start: str, landscape: bool, unnumbered: bool) -> tuple[str, set[str]]:
    kind = "blank" if unnumbered else "landscape" if landscape else ""
    if kind:
        model = _FOOTERS.sub("", model)
        references = "".join(
            f'<w:footerReference w:type="{which}" r:id="{target}"/>' for which, target in FOOTERS[kind].items()
        )
        model = re.sub(r"(<w:sectPr[^>]*>)", lambda match: match[0] + references, model, count=1)
    model = re.sub(r"<w:type [^>]*/>", "", model)
    model = model.replace("<w:pgSz ", f'<w:type w:val="{start}"/><w:pgSz ', 1)
    if landscape:
        model = re.sub(r"<w:pgSz [^>]*/>", lambda match: _turned_size(match[0]), model)
        model = re.sub(r"<w:pgMar [^>]*/>", lambda match: _turned_margins(match[0]), model)
    return model, {kind} if kind else set()


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
    return match[1] if match else "0"
