"""Fitting a document to its pages: filled, counted, filled again until it stands as GB/T 9704-2012 asks.

A 版记 stands at the foot of an even page (§7.4.1), and text stands on the first (§7.3.3): neither is known before the
lines are counted, and what is changed for it changes the lines.
"""

from wenming import pages
from wenming.documents.kinds import Document
from wenming.engine.rendering import Filled
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Blocks, Paragraph, Section
from wenming.gongwen.template import Template
from wenming.ooxml.names import BODY

_COLOPHON, _TEXT = "版记", "公文正文"
_STYLES = "word/styles.xml"


def fit(document: Document, template: Template) -> Filled:
    """*document* filled in, its first page and its 版记 as the standard asks. Raises Faults."""
    context = document.context
    filled = template.fill(context)
    colophon = context.get(_COLOPHON)
    if not isinstance(colophon, Blocks):
        return filled
    styles = template.part(_STYLES)
    text = pages.count.count(filled.parts[BODY], styles)
    for tighter in document.tighter:
        text_begins_on = text.starts.get(template.styles.get(_TEXT, ""), 1)
        if text_begins_on == 1:
            break
        context = {**context, **tighter}
        filled = template.fill(context)
        text = pages.count.count(filled.parts[BODY], styles)
    if not colophon.items or _has_room(text, colophon):
        return filled
    section = _section_of_colophon(text)
    return template.fill({**context, _COLOPHON: Blocks([section, *colophon.items])})


def _has_room(text: "pages.count.Pages", colophon: Blocks) -> bool:
    """True if the text ends on an even page, upright, with room for the 版记 and a line above it."""
    tops = [block.frame.top for block in colophon.items if isinstance(block, Paragraph) and block.frame]
    needed = m.TEXT_HEIGHT - min(tops, default=m.TEXT_HEIGHT)
    is_even = text.count % 2 == 0
    return is_even and not text.landscape and text.room >= needed + m.LINE


def _section_of_colophon(text: "pages.count.Pages") -> Section:
    """The section that brings the 版记 to an even page.

    A blank page before the 版记 goes without a number, and so does the 版记 then (§7.5).
    """
    is_even = text.count % 2 == 0
    return Section(start="evenPage", numbered=not is_even)
