"""Fitting a document to its pages: filled, counted, filled again until it stands as GB/T 9704-2012 asks.

A 版记 stands at the foot of an even page (§7.4.1), and text stands on the first (§7.3.3): neither is known before the
lines are counted, and what is changed for it changes the lines.
"""

from typing import NamedTuple

from wenming import pages
from wenming.documents.kinds import Context, Document
from wenming.engine.rendering import Filled
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Blocks, Paragraph, Section
from wenming.gongwen.template import Template
from wenming.ooxml.names import BODY
from wenming.ooxml.units import Twips

_COLOPHON, _TEXT = "版记", "公文正文"
_NOTHING = Twips(0)


class Fitted(NamedTuple):
    """A document *filled* in, and the *context* that it was filled with in the end."""

    filled: Filled
    context: Context


def fit(document: Document, template: Template) -> Fitted:
    """*document* filled in, its first page and its 版记 as the standard asks. Raises Faults."""
    context = document.context
    filled = template.fill(context)
    colophon = context.get(_COLOPHON)
    if not isinstance(colophon, Blocks):
        return Fitted(filled, context)
    styles = template.part(template.compiled.part_with("styles"))
    in_faces = pages.count.count_in_faces(filled.parts[BODY], styles)
    for tighter in document.tighter:
        text_style = template.styles.get(_TEXT, "")
        text_begins_on = max(text.starts.get(text_style, 1) for text in in_faces)
        if text_begins_on == 1:
            break
        context = {**context, **tighter}
        filled = template.fill(context)
        in_faces = pages.count.count_in_faces(filled.parts[BODY], styles)
    colophon = context[_COLOPHON]
    assert isinstance(colophon, Blocks)
    usual, widest = in_faces
    if not colophon.items or (_has_room(usual, colophon, m.LINE) and _has_room(widest, colophon, _NOTHING)):
        return Fitted(filled, context)
    section = _section_of_colophon(usual)
    filled = template.fill({**context, _COLOPHON: Blocks([section, *colophon.items])})
    return Fitted(filled, context)


def _has_room(text: "pages.count.Pages", colophon: Blocks, above: Twips) -> bool:
    """True if the text ends on an even page, upright, with room for the 版记 and so much *above* it."""
    tops = [block.frame.top for block in colophon.items if isinstance(block, Paragraph) and block.frame]
    needed = m.TEXT_HEIGHT - min(tops, default=m.TEXT_HEIGHT)
    is_even = text.count % 2 == 0
    return is_even and not text.landscape and text.room >= needed + above


def _section_of_colophon(text: "pages.count.Pages") -> Section:
    """The section that brings the 版记 to an even page.

    A blank page before the 版记 goes without a number, and so does the 版记 then (§7.5).
    """
    is_even = text.count % 2 == 0
    return Section(start="evenPage", numbered=not is_even)
