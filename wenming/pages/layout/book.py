"""The pages of a document while they are filled: the one that is open, and how the next begins."""

from wenming.pages.layout.contents import Contents, Paragraph, Section, Unknown
from wenming.pages.layout.looks import ParagraphLook
from wenming.pages.layout.sheets import Begun, Margins, Page, Sheet

_EXCERPT = 20  # characters that tell where something is
_REMAINDERS = {"evenPage": 0, "oddPage": 1}  # of the number of the page that a section starts on, by two


MOST_PAGES = 5000  # of a document: more is a mistake, or an attack


class TooManyPagesError(ValueError):
    """A document has more pages than anybody prints."""


class Book:
    """Pages being filled; *before* is the look of the paragraph that was placed last on the open one."""

    def __init__(self, contents: Contents, margins: Margins, section: Section) -> None:
        self._margins = margins
        self._section = section
        self._sheets: list[Sheet] = []
        self.begun: list[Begun] = []
        self.unknown: list[Unknown] = list(contents.unknown)
        self.before: ParagraphLook | None = None
        self._begin_page(section.first_number or 1, is_first=True)

    @property
    def sheet(self) -> Sheet:
        """The page that is open."""
        return self._sheets[-1]

    def turn(self, *, is_asked: bool = False) -> None:
        """Begin the next page; *is_asked*: because something says so, not because this one is full."""
        self._begin_page(self.sheet.number + 1, is_turned=not is_asked)

    def begin_section(self, section: Section) -> None:
        """Go on in *section*: on this page if it is to go on there, else on the next, or one of the right side."""
        self._section = section
        if section.start == "continuous" and _is_same_paper(section, self.sheet.section):
            self.sheet.section = section
            return
        number = self.sheet.number + 1
        remainder = _REMAINDERS.get(section.start)
        if remainder is not None and number % 2 != remainder:
            self._begin_page(number)
            self.sheet.is_blank = True
            number += 1
        if section.first_number is not None:
            number = section.first_number
        self._begin_page(number, is_first=True)

    def _begin_page(self, number: int, *, is_first: bool = False, is_turned: bool = False) -> None:
        if len(self._sheets) >= MOST_PAGES:
            raise TooManyPagesError
        area = self._margins.area(self._section, number, is_first=is_first)
        self._sheets.append(Sheet(self._section, self._section, number, area, is_first, is_turned, area.top))
        self.before = None

    def note_begun(self, paragraph: Paragraph, y: float) -> None:
        """Note that *paragraph* begins on this page, so far down."""
        self.begun.append(Begun(paragraph, len(self._sheets), y))

    def note_unknown(self, what: str, paragraph: Paragraph) -> None:
        """Note that *paragraph* has something that is not laid out as Word does."""
        self.unknown.append(Unknown(what, paragraph.text[:_EXCERPT]))

    def pages(self) -> tuple[Page, ...]:
        """All pages, with what stands on their heads and feet."""
        count = len(self._sheets)
        return tuple(self._page(sheet, count) for sheet in self._sheets)

    def _page(self, sheet: Sheet, count: int) -> Page:
        on_margins = self._margins.placed(sheet, count)
        placed = (*sheet.behind, *sheet.placed, *on_margins, *sheet.before)
        return Page(sheet.number, sheet.section.width, sheet.section.height, placed)


def _is_same_paper(one: Section, other: Section) -> bool:
    return (one.width, one.height) == (other.width, other.height)
