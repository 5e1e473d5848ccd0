"""The text of a paragraph with the width of each character, ready to be broken into lines."""

from itertools import pairwise
from typing import NamedTuple

from wenming.pages.layout.contents import Break, Drawn, PageNumber, Paragraph, Piece, Tab, Words
from wenming.pages.layout.faces import Faces, Metrics
from wenming.pages.layout.looks import ParagraphLook, RunLook
from wenming.pages.layout.rules import Rules
from wenming.pages.layout.scripts import is_chinese, is_letter, is_wide

TAB, LINE_END, PAGE_END, DRAWN = "\t", "\n", "\f", "\ufffc"  # what stands for what is no character
_HALF_POINT = 10  # twips
_HUNDRED = 100
_NOT_PRINTED = str.maketrans("", "", "\t\n\f\r\v\ufffc\u00ad\u200b")


class SetText(NamedTuple):
    """Characters, the look and the width (twips) of each, the gap after each, and what is drawn at which place.

    *leaders*: what fills the way of a tab, by its place; known when lines are broken.
    """

    chars: str
    looks: list[RunLook]
    widths: list[float]
    gaps: dict[int, float]
    drawn: dict[int, Drawn]
    leaders: dict[int, str]


class Measuring:
    """Widths and heights in *faces*, each asked for once."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._widths: dict[RunLook, dict[str, float]] = {}
        self._metrics: dict[RunLook, Metrics] = {}

    def widths(self, text: str, look: RunLook) -> list[float]:
        """How wide each character of *text* is, in twips."""
        known = self._widths.setdefault(look, {})
        for char in set(text).difference(known):
            known[char] = self._width(char, look)
        return [known[char] for char in text]

    def _width(self, char: str, look: RunLook) -> float:
        size = look.size * _HALF_POINT
        return self._faces.advance(char, look) * size * look.scale / _HUNDRED + look.tracking

    def metrics(self, look: RunLook) -> Metrics:
        """How far a line in this look reaches above and below the base line, in twips."""
        if look not in self._metrics:
            size = look.size * _HALF_POINT
            ascent, descent = self._faces.metrics(look)
            raised = look.raised * _HALF_POINT
            self._metrics[look] = Metrics(ascent * size + max(raised, 0), descent * size - min(raised, 0))
        return self._metrics[look]


def set_text(paragraph: Paragraph, measuring: Measuring, rules: Rules, page: tuple[str, str] = ("", "")) -> SetText:
    """The text of *paragraph*; *page*: what is printed for the number of the page, and for how many there are."""
    chars: list[str] = []
    looks: list[RunLook] = []
    widths: list[float] = []
    drawn: dict[int, Drawn] = {}
    for piece in paragraph.pieces:
        text = _text_of(piece, page)
        if isinstance(piece, Drawn):
            drawn[len(looks)] = piece
            widths.append(piece.width)
        elif isinstance(piece, Words | PageNumber):
            widths += measuring.widths(text, piece.look)
        else:
            widths.append(0)
        chars.append(text)
        looks += [piece.look] * len(text)
    whole = "".join(chars)
    return SetText(whole, looks, widths, _gaps(whole, looks, paragraph.look, rules), drawn, {})


def _text_of(piece: Piece, page: tuple[str, str]) -> str:
    match piece:
        case Words():
            text = piece.text.translate(_NOT_PRINTED)
            return text.upper() if piece.look.in_capitals else text
        case Tab():
            return TAB
        case Break():
            return PAGE_END if piece.of_page else LINE_END
        case PageNumber():
            return page[piece.of_all]
        case Drawn():
            return DRAWN


def _gaps(chars: str, looks: list[RunLook], look: ParagraphLook, rules: Rules) -> dict[int, float]:
    """The gaps between Chinese characters and other letters or figures, by the place that they stand after."""
    if chars.isascii() or not (rules.always_spaces or look.spaces_letters or look.spaces_figures):
        return {}
    gaps: dict[int, float] = {}
    for place, (before, after) in enumerate(pairwise(chars)):
        other = _other_script(before, after)
        if not other:
            continue
        is_wanted = look.spaces_figures if other.isdigit() else look.spaces_letters
        if is_wanted or rules.always_spaces:
            chinese = place if other == after else place + 1
            gaps[place] = looks[chinese].size * _HALF_POINT * rules.gap
    if not rules.tracks_at_change_of_script:
        _take_back_tracking(chars, looks, gaps)
    return gaps


def _other_script(before: str, after: str) -> str:
    """Which of two characters is a letter or a figure beside a Chinese one; empty where neither is."""
    if is_chinese(before) and is_letter(after):
        return after
    if is_letter(before) and is_chinese(after):
        return before
    return ""


def _take_back_tracking(chars: str, looks: list[RunLook], gaps: dict[int, float]) -> None:
    """Let the last letter before one of the other script be as wide as it is by itself."""
    for place, (before, after) in enumerate(pairwise(chars)):
        if is_wide(before) != is_wide(after):
            gaps[place] = gaps.get(place, 0) - looks[place].tracking
