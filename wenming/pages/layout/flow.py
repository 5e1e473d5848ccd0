"""Pages: where each block of a document comes to stand, and where a page is turned."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from wenming.base.i18n import N_
from wenming.pages.layout.book import Book
from wenming.pages.layout.contents import Block, Contents, Paragraph, Section, Table, Unknown
from wenming.pages.layout.faces import Faces
from wenming.pages.layout.frames import Frames
from wenming.pages.layout.keeping import chains, lines_here, lines_together
from wenming.pages.layout.rules import WORD, Rules
from wenming.pages.layout.sheets import Begun, Margins, Page
from wenming.pages.layout.table_flow import TableFlow
from wenming.pages.layout.tables import SetTable, set_table
from wenming.pages.layout.typesetter import NO_PAGE, SetParagraph, Typesetter, placed_lines, space_between


class Layout(NamedTuple):
    """The pages of a document, where its paragraphs begin, and what of it is not laid out as Word would.

    *room*: what is left on the last page in twips; *is_landscape*: that page lies on its side.
    """

    pages: tuple[Page, ...]
    begun: tuple[Begun, ...]
    unknown: tuple[Unknown, ...]
    room: float
    is_landscape: bool

    def starts(self) -> Mapping[str, int]:
        """For each style (its id) the page where its first text stands."""
        starts: dict[str, int] = {}
        for one in self.begun:
            if one.paragraph.text:
                starts.setdefault(one.paragraph.look.style, one.page)
        return starts


def lay_out(contents: Contents, faces: Faces, rules: Rules = WORD) -> Layout:
    """*contents* on pages, set in *faces* by *rules*."""
    typesetter = Typesetter(contents, faces, rules)
    return _Flow(contents, typesetter, Margins(contents, typesetter, rules)).layout()


class _Flow:
    """Blocks being placed, one after the other."""

    def __init__(self, contents: Contents, typesetter: Typesetter, margins: Margins) -> None:
        self._contents = contents
        self._typesetter = typesetter
        self._sections = _sections(contents)
        self._book = Book(contents, margins, next(self._sections))
        self._frames = Frames(self._book, typesetter)
        self._tables: dict[tuple[int, int, int], SetTable] = {}

    def layout(self) -> Layout:
        for chain in chains(self._contents.blocks):
            self._place_chain(chain)
            last = chain[-1]
            if isinstance(last, Paragraph) and last.section is not None:
                self._book.begin_section(next(self._sections))
        self._frames.place()
        book, sheet = self._book, self._book.sheet
        unknown = tuple(dict.fromkeys(book.unknown))
        return Layout(book.pages(), tuple(book.begun), unknown, sheet.room, sheet.section.is_landscape)

    def _place_chain(self, chain: list[Block]) -> None:
        """Place the last of *chain* and the paragraphs that keep with it."""
        first = chain[0]
        if isinstance(first, Paragraph) and first.look.breaks_page and not self._book.sheet.is_empty:
            self._book.turn(is_asked=True)
        if len(chain) > 1 and self._book.sheet.lacks(self._needed(chain)):
            self._book.turn()
        for block in chain:
            self._place(block)

    def _needed(self, chain: list[Block]) -> float:
        """How high *chain* is down to the beginning of its last block."""
        *keeping, last = chain
        return sum(map(self._height, keeping)) + self._first_height(last)

    def _height(self, block: Block) -> float:
        if isinstance(block, Table):
            table = self._set_table(block)
            return table.rule + table.height_of(table.rows)
        if block.look.frame:
            return 0
        return self._set(block).height + block.look.after

    def _first_height(self, block: Block) -> float:
        """How much of *block* must stand below what keeps with it: its first rows, or its first lines."""
        if isinstance(block, Table):
            table = self._set_table(block)
            groups = table.groups()
            return table.rule + table.height_of(groups[0]) if groups else 0
        set_one = self._set(block)
        together = lines_together(block.look, len(set_one.lines))
        return block.look.before + set_one.above + sum(line.height for line in set_one.lines[:together])

    def _place(self, block: Block) -> None:
        if isinstance(block, Table):
            TableFlow(self._book, self._set_table(block)).place()
            self._frames.place()
            self._book.before = None
        elif block.look.frame is not None:
            self._frames.wait(block)
        else:
            self._frames.make_room()
            self._place_paragraph(block)

    def _set(self, paragraph: Paragraph) -> SetParagraph:
        section = self._book.sheet.section
        return self._typesetter.paragraph(paragraph, section.text_width, section.pitch)

    def _set_table(self, table: Table) -> SetTable:
        section = self._book.sheet.section
        key = id(table), section.text_width, section.pitch
        if key not in self._tables:  # it is asked for how high it is, too
            self._tables[key] = set_table(table, section.text_width, section.pitch, self._typesetter, NO_PAGE)
        return self._tables[key]

    def _place_paragraph(self, paragraph: Paragraph) -> None:
        set_one = self._set(paragraph)
        if self._is_only_an_end(set_one):
            return
        placed = self._place_first_lines(set_one)
        while placed < len(set_one.lines):
            ends_page = set_one.lines[placed - 1].ends_page
            self._book.turn(is_asked=ends_page)
            fitting = self._fitting(set_one, placed, 0)
            self._put(set_one, placed, placed + fitting)
            placed += fitting
        if set_one.lines[-1].ends_page:
            self._book.turn(is_asked=True)
        self._book.before = paragraph.look

    def _place_first_lines(self, set_one: SetParagraph) -> int:
        """Place as many lines of a paragraph as stand on this page, or on the next; returns how many."""
        book = self._book
        gap = self._gap_before(set_one)
        fitting = self._fitting(set_one, 0, gap + set_one.above)
        if fitting == 0:
            book.turn()
            gap = self._gap_before(set_one)
            fitting = self._fitting(set_one, 0, gap + set_one.above)
        book.sheet.y += gap
        self._begin(set_one.paragraph)
        self._put(set_one, 0, fitting)
        return fitting

    def _gap_before(self, set_one: SetParagraph) -> float:
        """The space before a paragraph: none on a page that was turned because the one before was full."""
        sheet, before = self._book.sheet, self._book.before
        if sheet.is_empty and sheet.is_turned:
            return 0
        return space_between(before, before.after if before else 0, set_one.look)

    def _is_only_an_end(self, set_one: SetParagraph) -> bool:
        """True for a paragraph that only ends a section and fits in what is no whole line below the text."""
        if set_one.paragraph.section is None or self._book.sheet.holds(set_one.height):
            return False
        return set_one.height <= self._book.sheet.area.below

    def _fitting(self, set_one: SetParagraph, start: int, above: float) -> int:
        """How many lines from *start* on stand on this page, with so much above them: 0 if it is to be turned."""
        sheet = self._book.sheet
        height = above
        fitting = 0
        for line in islice(set_one.lines, start, None):
            height += line.height
            if not sheet.holds(height):
                break
            fitting += 1
            if line.ends_page:
                return fitting
        left = len(set_one.lines) - start
        kept = fitting if fitting == left else lines_here(set_one.look, fitting, left, is_first=start == 0)
        if kept == 0 and sheet.is_empty:  # what is higher than a page cannot stay together
            return max(fitting, 1)
        return kept

    def _put(self, set_one: SetParagraph, start: int, end: int) -> None:
        sheet = self._book.sheet
        lines = set_one.lines[start:end]
        is_first, is_last = start == 0, end == len(set_one.lines)
        section = sheet.section
        sheet.placed += placed_lines(
            set_one, lines, section.left, sheet.y, section.text_width, is_first=is_first, is_last=is_last
        )
        sheet.y += sum(line.height for line in lines)
        sheet.y += set_one.above if is_first else 0
        sheet.y += set_one.below if is_last else 0

    def _begin(self, paragraph: Paragraph) -> None:
        """Note where *paragraph* begins, and place what stands beside it."""
        book = self._book
        book.note_begun(paragraph, book.sheet.y)
        self._frames.place()
        for box in paragraph.floating:
            if box.gives_way:
                book.note_unknown(N_("文字环绕的图形"), paragraph)
            layer = book.sheet.behind if box.is_behind else book.sheet.before
            layer += self._typesetter.floating(box, book.sheet.section, book.sheet.y, NO_PAGE)


def _sections(contents: Contents) -> Iterator[Section]:
    """The sections in their order: all but the last stand in the last paragraph of theirs."""
    for block in contents.blocks:
        if isinstance(block, Paragraph) and block.section is not None:
            yield block.section
    yield contents.last_section
