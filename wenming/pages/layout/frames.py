"""Paragraphs in frames (w:framePr): each stands where that says, on the page of the paragraph that comes after it."""

from typing import NamedTuple

from wenming.base.i18n import N_
from wenming.pages.layout.book import Book
from wenming.pages.layout.contents import Paragraph
from wenming.pages.layout.looks import Frame
from wenming.pages.layout.placed import PlacedLine, moved
from wenming.pages.layout.typesetter import SetParagraph, Typesetter, placed_paragraph


class _Place(NamedTuple):
    """Where a frame stands on a page."""

    x: float
    y: float
    width: float
    height: float


class Frames:
    """The paragraphs in frames that wait for the next paragraph of the text."""

    def __init__(self, book: Book, typesetter: Typesetter) -> None:
        self._book = book
        self._typesetter = typesetter
        self._waiting: list[Paragraph] = []

    def wait(self, paragraph: Paragraph) -> None:
        """Keep *paragraph* until the next one of the text is placed."""
        self._waiting.append(paragraph)

    def make_room(self) -> None:
        """Turn the page if text stands where a frame is to stand: it goes where what it belongs to goes."""
        if any(self._is_beside_text(paragraph) for paragraph in self._waiting):
            self._book.turn()

    def place(self) -> None:
        """Place those that wait on the page that is open."""
        waiting, self._waiting = self._waiting, []
        for paragraph in waiting:
            self._place(paragraph)

    def _place(self, paragraph: Paragraph) -> None:
        set_one, place = self._set(paragraph)
        if self._is_beside_text(paragraph):
            self._book.note_unknown(N_("压在正文上的图文框"), paragraph)
        self._book.note_begun(paragraph, place.y)
        if _frame_of(paragraph).exact:  # the rule below is within the frame, whatever else is
            lines = sum(line.height for line in set_one.lines)
            set_one = set_one._replace(below=min(set_one.below, place.height - set_one.above - lines))
        inside = placed_paragraph(set_one, 0, 0, place.width)
        self._book.sheet.placed += [moved(one, place.x, place.y) for one in inside]

    def _is_beside_text(self, paragraph: Paragraph) -> bool:
        """True if the frame of *paragraph* is to stand where lines of the text stand on this page."""
        _set_one, place = self._set(paragraph)
        for one in self._book.sheet.placed:
            if not isinstance(one, PlacedLine) or one.paragraph.look.frame or not one.line.printed:
                continue
            if one.y < place.y + place.height and one.y + one.line.height > place.y:
                return True
        return False

    def _set(self, paragraph: Paragraph) -> tuple[SetParagraph, _Place]:
        """*paragraph* set to its frame, and where that stands on this page."""
        frame, section = _frame_of(paragraph), self._book.sheet.section
        width = frame.width or section.text_width
        set_one = self._typesetter.paragraph(paragraph, width, section.pitch)
        height = float(frame.height) if frame.exact else max(frame.height, set_one.height)
        across = (section.left, section.width, section.right)
        down = (section.top, section.height, section.bottom)
        x = _aligned(frame.x, frame.x_from, frame.x_align, across, width)
        y = _aligned(frame.y, frame.y_from, frame.y_align, down, height)
        if frame.y_from == "text":
            y = self._book.sheet.y + frame.y
        return set_one, _Place(x, y, width, height)


def _frame_of(paragraph: Paragraph) -> Frame:
    return paragraph.look.frame or Frame()


def _aligned(offset: int, measured_from: str, align: str, paper: tuple[int, int, int], size: float) -> float:
    """Where something of this *size* begins on *paper*: the margin before the text, the whole, the margin behind."""
    before, whole, behind = paper
    start, end = (0, whole) if measured_from == "page" else (before, whole - behind)
    if align == "center":
        return start + (end - start - size) / 2
    if align in ("right", "bottom", "outside"):
        return end - size
    if align in ("left", "top", "inside"):
        return start
    return start + offset
