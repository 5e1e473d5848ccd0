"""The outline of a PDF: the headings of a document, those of an annex below the annex."""

from collections.abc import Iterator
from typing import NamedTuple

from wenming.pages.layout.flow import Layout
from wenming.pages.layout.sheets import Begun
from wenming.pages.layout.styles import Styles

_TEXT_LEVEL = 9  # of an outline: no heading
_ANNEX, _TITLE = "附件序号", "公文标题"  # the styles in which an annex begins
_BEHIND = 4  # paragraphs between the number of an annex and its title, at most


class Entry(NamedTuple):
    """An entry of an outline: its level, counted from 0, its words, where it leads."""

    level: int
    title: str
    begun: Begun


def outline(layout: Layout, styles: Styles) -> list[Entry]:
    """The entries of the outline of *layout*, whose *styles* say what is an annex."""
    entries = list(_entries(layout, styles))
    return [entry for entry in entries if entry.title]


def _entries(layout: Layout, styles: Styles) -> Iterator[Entry]:
    below = 0
    for place, one in enumerate(layout.begun):
        look, text = one.paragraph.look, " ".join(one.paragraph.text.split())
        if text and styles.name(look.style) == _ANNEX:
            below = 1
            yield Entry(0, f"{text} {_title_of_annex(layout.begun[place + 1 : place + _BEHIND], styles)}".strip(), one)
        elif text and look.outline_level < _TEXT_LEVEL:
            yield Entry(look.outline_level + below, text, one)


def _title_of_annex(following: tuple[Begun, ...], styles: Styles) -> str:
    """The title of an annex, of which *following* are the paragraphs after its number."""
    for one in following:
        if styles.name(one.paragraph.look.style) == _TITLE:
            return "".join(one.paragraph.text.split())
    return ""
