"""Lines as runs of glyphs: where each begins, in which face, how far apart its glyphs are."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple
from unicodedata import category

from wenming.pages.layout.breaking import Line
from wenming.pages.layout.looks import ParagraphLook, RunLook
from wenming.pages.layout.placed import Label, PlacedLine
from wenming.pages.layout.scripts import is_wide
from wenming.pages.layout.set_text import DRAWN, LINE_END, PAGE_END, TAB
from wenming.pages.typefaces.found import FoundFaces, SetIn, Typeface

_NOT_GLYPHS = (TAB, LINE_END, PAGE_END, DRAWN)
_HALF_POINT = 10  # twips


class Glyph(NamedTuple):
    """A glyph of a face, the character that it stands for, and how far it is to the next one, in twips."""

    number: int
    char: str
    advance: float


class GlyphRun(NamedTuple):
    """Glyphs of one face in one look beside each other, from *x* on the base line *y* on, in twips."""

    x: float
    y: float
    typeface: Typeface
    look: RunLook
    is_bold_face: bool
    glyphs: tuple[Glyph, ...]

    @property
    def width(self) -> float:
        return sum(glyph.advance for glyph in self.glyphs)


class Spread(NamedTuple):
    """Where each character of a line stands: its place in the text, *x* in twips, how far it is to the next."""

    place: int
    x: float
    advance: float


def spread(placed: PlacedLine) -> Iterator[Spread]:
    """The characters of a line where they stand on the page, as its paragraph is aligned."""
    line, look = placed.line, placed.paragraph.look
    end = _printed_end(line)
    stretched_from, stretch = _stretch(line, look, end)
    x = placed.x + line.x + _offset(line, look, end)
    for place in range(line.start, line.end):
        advance = line.text.widths[place] if place < end or line.text.chars[place] == " " else 0.0
        if place < end - 1:
            advance += line.text.gaps.get(place, 0)
            if stretch and place >= stretched_from and _may_stretch(line.text.chars, place):
                advance += stretch
        yield Spread(place, x, advance)
        x += advance


def _printed_end(line: Line) -> int:
    """Where what is printed of *line* ends: white space at its end is not."""
    end = line.end
    while end > line.start and line.text.chars[end - 1] in (" ", LINE_END, PAGE_END):
        end -= 1
    return end


def _offset(line: Line, look: ParagraphLook, end: int) -> float:
    left = line.room - line.used
    if look.align == "center":
        return left / 2
    if look.align == "right":
        return left
    return 0.0 if look.align != "distribute" or end - line.start > 1 else left / 2


def _stretch(line: Line, look: ParagraphLook, end: int) -> tuple[int, float]:
    """From which place on, and how much, each gap of *line* is wider, so that the line fills its room."""
    is_stretched = look.align == "distribute" or (look.align == "both" and not line.is_last)
    left = line.room - line.used
    if not is_stretched or left <= 0:
        return line.start, 0.0
    tabs = [place + 1 for place in range(line.start, end) if line.text.chars[place] == TAB]
    start = tabs[-1] if tabs else line.start
    gaps = sum(_may_stretch(line.text.chars, place) for place in range(start, end - 1))
    return start, left / gaps if gaps else 0.0


def _may_stretch(chars: str, place: int) -> bool:
    """True if the gap after *place* may be wider: beside a Chinese character, and at a space."""
    before, after = chars[place], chars[place + 1]
    if before in _NOT_GLYPHS or after in _NOT_GLYPHS:
        return False
    return before == " " or is_wide(before) or is_wide(after)


def runs_of_line(placed: PlacedLine, faces: FoundFaces) -> Iterator[GlyphRun]:
    """The runs of a line; what no face has is left out."""
    text = placed.line.text
    base = placed.y + placed.line.base
    yield from _runs(list(spread(placed)), text.chars, text.looks, base, faces)


def leaders_of_line(placed: PlacedLine, faces: FoundFaces) -> Iterator[Label]:
    """What fills the ways of tabs in a line: as many dots as there is room for, up to the stop."""
    text = placed.line.text
    for place, x, advance in spread(placed):
        char = text.leaders.get(place, "")
        look = text.looks[place]
        width = faces.advance(char, look) * look.size * _HALF_POINT if char else 0.0
        if width > 0:
            count = int(advance // width)
            yield Label(x + advance - count * width, placed.y + placed.line.base, char * count, look)


def runs_of_label(label: Label, faces: FoundFaces) -> Iterator[GlyphRun]:
    """The runs of a label."""
    x = label.x
    places: list[Spread] = []
    for place, char in enumerate(label.text):
        advance = faces.advance(char, label.look) * label.look.size * _HALF_POINT
        places.append(Spread(place, x, advance))
        x += advance
    yield from _runs(places, label.text, [label.look] * len(label.text), label.y, faces)


def _runs(
    places: Sequence[Spread], chars: str, looks: Sequence[RunLook], base: float, faces: FoundFaces
) -> Iterator[GlyphRun]:
    """The runs of the characters at *places*: glyphs of one face in one look, with nothing undrawn between them."""
    drawn = [_drawn(place, chars[place.place], looks[place.place], faces) for place in places]
    for _same, group in groupby(drawn, key=_belongs_to):
        glyphs = [one for one in group if one is not None]
        if glyphs:
            yield _run(glyphs, base)


class _DrawnGlyph(NamedTuple):
    """A character as it is drawn: where, in which face and look, by which glyph."""

    x: float
    found: SetIn
    look: RunLook
    glyph: Glyph


def _drawn(place: Spread, char: str, look: RunLook, faces: FoundFaces) -> _DrawnGlyph | None:
    """The character *char* at its *place*; None where nothing is drawn for it."""
    if char in _NOT_GLYPHS:
        return None
    found = faces.in_look(look)[char]
    if found is None or not found.glyph:
        if not _is_unseen(char):
            faces.note_lacking(char)
        return None
    return _DrawnGlyph(place.x, found, look, Glyph(found.glyph, char, place.advance))


def _is_unseen(char: str) -> bool:
    """True for what nobody would see anyway: joiners, selectors of variants, marks of direction."""
    return category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _belongs_to(one: _DrawnGlyph | None) -> tuple[int, int] | None:
    """What glyphs beside each other share that are one run."""
    return None if one is None else (id(one.found.typeface), id(one.look))


def _run(glyphs: Sequence[_DrawnGlyph], base: float) -> GlyphRun:
    first = glyphs[0]
    y = base - first.look.raised * _HALF_POINT
    is_bold = first.found.chosen.face.bold
    return GlyphRun(first.x, y, first.found.typeface, first.look, is_bold, tuple(one.glyph for one in glyphs))
