"""Fitting a document to its pages: filled, counted, filled again until it stands as GB/T 9704-2012 asks.

A 版记 stands at the foot of an even page (§7.4.1), and text stands on the first (§7.3.3): neither is known before the
lines are counted, and what is changed for it changes the lines.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from wenming.documents.kinds import Context, Document
from wenming.engine.rendering import Filled
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Blocks, Paragraph, Section
from wenming.gongwen.template import Template
from wenming.ooxml.units import Twips
from wenming.pages.layout.faces import FIGURES, AnyFace
from wenming.pages.layout.flow import Layout, lay_out
from wenming.pages.layout.reading import read

_COLOPHON, _TEXT = "版记", "公文正文"
_NOTHING = Twips(0)


class Fitted(NamedTuple):
    """A document *filled* in, and the *context* that it was filled with in the end."""

    filled: Filled
    context: Context


class _Parts(Mapping[str, bytes]):
    """The parts of a document: those that were filled in, else those of its template."""

    def __init__(self, filled: Filled, template: Template) -> None:
        self._filled = filled.parts
        self._template = template
        self._names = dict.fromkeys([*template.compiled.members, *filled.parts])

    def __getitem__(self, name: str) -> bytes:
        if name not in self._names:
            raise KeyError(name)
        return self._filled[name] if name in self._filled else self._template.part(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def fit(document: Document, template: Template) -> Fitted:
    """*document* filled in, its first page and its 版记 as the standard asks. Raises Faults."""
    context = document.context
    filled = template.fill(context)
    colophon = context.get(_COLOPHON)
    if not isinstance(colophon, Blocks):
        return Fitted(filled, context)
    in_faces = _laid_out(filled, template)
    for tighter in document.tighter:
        text_style = template.styles.get(_TEXT, "")
        text_begins_on = max(layout.starts().get(text_style, 1) for layout in in_faces)
        if text_begins_on == 1:
            break
        context = {**context, **tighter}
        filled = template.fill(context)
        in_faces = _laid_out(filled, template)
    colophon = context[_COLOPHON]
    assert isinstance(colophon, Blocks)
    usual, widest = in_faces
    if not colophon.items or (_has_room(usual, colophon, m.LINE) and _has_room(widest, colophon, _NOTHING)):
        return Fitted(filled, context)
    section = _section_of_colophon(usual)
    filled = template.fill({**context, _COLOPHON: Blocks([section, *colophon.items])})
    return Fitted(filled, context)


def _laid_out(filled: Filled, template: Template) -> list[Layout]:
    """The pages of a document in the faces that offices print in: with the narrowest figures, and with the widest."""
    contents = read(_Parts(filled, template), template.compiled.roles)
    return [lay_out(contents, AnyFace(figure)) for figure in FIGURES]


def _has_room(text: Layout, colophon: Blocks, above: Twips) -> bool:
    """True if the text ends on an even page, upright, with room for the 版记 and so much *above* it."""
    tops = [block.frame.top for block in colophon.items if isinstance(block, Paragraph) and block.frame]
    needed = m.TEXT_HEIGHT - min(tops, default=m.TEXT_HEIGHT)
    is_even = len(text.pages) % 2 == 0
    return is_even and not text.is_landscape and text.room >= needed + above


def _section_of_colophon(text: Layout) -> Section:
    """The section that brings the 版记 to an even page.

    A blank page before the 版记 goes without a number, and so does the 版记 then (§7.5).
    """
    is_even = len(text.pages) % 2 == 0
    return Section(start="evenPage", numbered=not is_even)
