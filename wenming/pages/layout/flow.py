"""Pages: where each block of a document comes to stand, which stay together, where a page is turned."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from wenming.base.i18n import N_
from wenming.pages.layout.contents import Block, Contents, Paragraph, Section, Table, Unknown
from wenming.pages.layout.faces import Faces
from wenming.pages.layout.looks import Frame, ParagraphLook
from wenming.pages.layout.placed import PlacedLine, moved
from wenming.pages.layout.rules import WORD, Rules
from wenming.pages.layout.sheets import Margins, Page, Sheet
from wenming.pages.layout.tables import SetRow, SetTable, TablePart, set_table, split_row
from wenming.pages.layout.typesetter import (
    NO_PAGE,
    SetParagraph,
    Typesetter,
    placed_lines,
    placed_paragraph,
    space_between,
)

_BODY_LEVEL = 9  # of an outline: text
_LEAST_TOGETHER = 2  # lines of a paragraph on a page, where widows are controlled


class Begun(NamedTuple):
    """Where a paragraph begins: the page, counted from 1, and how far down in twips."""

    paragraph: Paragraph
    page: int
    y: float


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

    def headings(self) -> list[Begun]:
        """The paragraphs that are headings of an outline."""
        return [one for one in self.begun if one.paragraph.look.outline_level < _BODY_LEVEL and one.paragraph.text]


def lay_out(contents: Contents, faces: Faces, rules: Rules = WORD) -> Layout:
    """*contents* on pages, set in *faces* by *rules*."""
    return _Flow(contents, faces, rules).layout()


class _Flow:
    def __init__(self, contents: Contents, faces: Faces, rules: Rules) -> None:
        self._contents = contents
        self._typesetter = Typesetter(contents, faces, rules)
        self._margins = Margins(contents, self._typesetter, rules)
        self._sections = _sections(contents)
        self._section = next(self._sections)
        self._unknown = list(contents.unknown)
        self._sheets: list[Sheet] = []
        self._begun: list[Begun] = []
        self._tables: dict[tuple[int, int, int], SetTable] = {}
        self._framed: list[Paragraph] = []  # that wait for the paragraph whose page they stand on
        self._before: ParagraphLook | None = None  # of the paragraph that was placed last
        self._begin_page(self._section.first_number or 1, is_first=True)

    @property
    def _sheet(self) -> Sheet:
        return self._sheets[-1]

    def layout(self) -> Layout:
        for chain in _chains(self._contents.blocks):
            self._place_chain(chain)
            last = chain[-1]
            if isinstance(last, Paragraph) and last.section is not None:
                self._begin_section(next(self._sections))
        self._place_framed()
        count = len(self._sheets)
        pages = tuple(self._page(sheet, count) for sheet in self._sheets)
        last_sheet = self._sheet
        unknown = tuple(dict.fromkeys(self._unknown))
        return Layout(pages, tuple(self._begun), unknown, last_sheet.room, last_sheet.section.is_landscape)

    def _page(self, sheet: Sheet, count: int) -> Page:
        on_margins = tuple(self._margins.placed(sheet, count))
        return Page(sheet.number, sheet.section.width, sheet.section.height, (*sheet.placed, *on_margins))

    # pages and sections

    def _begin_page(self, number: int, *, is_first: bool = False, is_turned: bool = False) -> None:
        area = self._margins.area(self._section, number, is_first=is_first)
        sheet = Sheet(self._section, number, area, is_first, is_turned, area.top)
        self._sheets.append(sheet)
        self._before = None

    def _turn(self, *, is_asked: bool = False) -> None:
        """Begin the next page; *is_asked*: because something says so, not because this one is full."""
        self._begin_page(self._sheet.number + 1, is_turned=not is_asked)

    def _begin_section(self, section: Section) -> None:
        self._section = section
        if section.start == "continuous" and _is_same_paper(section, self._sheet.section):
            self._sheet.section = section
            return
        number = self._sheet.number + 1
        wanted = {"evenPage": 0, "oddPage": 1}.get(section.start)
        if wanted is not None and number % 2 != wanted:
            self._begin_page(number)
            self._sheet.is_blank = True
            number += 1
        number = number if section.first_number is None else section.first_number
        self._begin_page(number, is_first=True)

    # blocks

    def _place_chain(self, chain: list[Block]) -> None:
        """Place the last of *chain* and the paragraphs that keep with it."""
        first = chain[0]
        if isinstance(first, Paragraph) and first.look.breaks_page and not self._sheet.is_empty:
            self._turn(is_asked=True)
        if len(chain) > 1:
            self._keep_together(chain)
        for block in chain:
            self._place(block)

    def _keep_together(self, chain: list[Block]) -> None:
        """Turn the page if *chain* and the beginning of its last block do not fit, and would on an empty one."""
        *keeping, last = chain
        together = sum(self._height(block) for block in keeping)
        needed = together + self._first_height(last)
        if self._sheet.lacks(needed):
            self._turn()

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
        lines = set_one.lines if block.look.keeps_lines else set_one.lines[: _together(block.look)]
        return block.look.before + set_one.above + sum(line.height for line in lines)

    def _place(self, block: Block) -> None:
        if isinstance(block, Table):
            self._place_table(block)
        elif block.look.frame is not None:
            self._framed.append(block)
        else:
            self._make_room_for_framed()
            self._place_paragraph(block)

    def _set(self, paragraph: Paragraph) -> SetParagraph:
        section = self._sheet.section
        return self._typesetter.paragraph(paragraph, section.text_width, section.pitch)

    # paragraphs

    def _place_paragraph(self, paragraph: Paragraph) -> None:
        set_one = self._set(paragraph)
        look = paragraph.look
        if self._is_only_an_end(set_one):
            return
        after = self._before.after if self._before else 0
        gap = space_between(self._before, after, look)
        lines = set_one.lines
        placed = 0
        while placed < len(lines):
            sheet = self._sheet
            if placed == 0 and sheet.is_empty and sheet.is_turned:
                gap = 0
            first = gap + set_one.above if placed == 0 else 0
            fitting = self._fitting(set_one, placed, first)
            if fitting == 0:
                self._turn()
                continue
            if placed == 0:
                sheet.y += gap
                self._begin(paragraph)
            self._put(set_one, placed, placed + fitting)
            placed += fitting
            if lines[placed - 1].ends_page:
                self._turn(is_asked=True)
            elif placed < len(lines):
                self._turn()
        self._before = look

    def _is_only_an_end(self, set_one: SetParagraph) -> bool:
        """True for a paragraph that only ends a section and fits in what is no whole line below the text."""
        if set_one.paragraph.section is None or self._sheet.holds(set_one.height):
            return False
        return set_one.height <= self._sheet.area.below

    def _fitting(self, set_one: SetParagraph, start: int, above: float) -> int:
        """How many lines from *start* on stand on this page, with so much above them: 0 if it is to be turned."""
        sheet = self._sheet
        lines = set_one.lines
        height = above
        count = 0
        for line in lines[start:]:
            height += line.height
            if not sheet.holds(height):
                break
            count += 1
            if line.ends_page:
                return count
        left = len(lines) - start
        if count < left:
            count = _without_widows(set_one.look, count, start, left)
        if count == 0 and sheet.is_empty:
            return 1
        return count

    def _put(self, set_one: SetParagraph, start: int, end: int) -> None:
        sheet = self._sheet
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
        sheet = self._sheet
        self._begun.append(Begun(paragraph, len(self._sheets), sheet.y))
        self._place_framed()
        for box in paragraph.floating:
            if box.gives_way:
                self._unknown.append(Unknown(N_("文字环绕的图形"), paragraph.text[:20]))
            sheet.placed += self._typesetter.floating(box, sheet.section, sheet.y, NO_PAGE)

    # frames

    def _place_framed(self) -> None:
        """Place the paragraphs in frames that wait, on this page."""
        waiting, self._framed = self._framed, []
        for paragraph in waiting:
            self._place_frame(paragraph)

    def _make_room_for_framed(self) -> None:
        """Turn the page if text stands where a frame is to stand: it goes where what it belongs to goes."""
        if any(self._is_beside_text(paragraph) for paragraph in self._framed):
            self._turn()

    def _is_beside_text(self, paragraph: Paragraph) -> bool:
        """True if the frame of *paragraph* is to stand where lines of the text stand on this page."""
        _set, _x, top, height = self._framed_at(paragraph)
        for one in self._sheet.placed:
            if not isinstance(one, PlacedLine) or one.paragraph.look.frame or one.line.end == one.line.start:
                continue
            if one.y < top + height and one.y + one.line.height > top:
                return True
        return False

    def _framed_at(self, paragraph: Paragraph) -> tuple[SetParagraph, float, float, float]:
        """*paragraph* set to its frame, and where that stands on this page: x, y, height."""
        frame = paragraph.look.frame or Frame()
        section = self._sheet.section
        width = frame.width or section.text_width
        set_one = self._typesetter.paragraph(paragraph, width, section.pitch)
        height = float(frame.height) if frame.exact else max(frame.height, set_one.height)
        x = _aligned(frame.x, frame.x_from, frame.x_align, section.left, section.width, section.right, width)
        y = _aligned(frame.y, frame.y_from, frame.y_align, section.top, section.height, section.bottom, height)
        if frame.y_from == "text":
            y = self._sheet.y + frame.y
        return set_one, x, y, height

    def _place_frame(self, paragraph: Paragraph) -> None:
        set_one, x, y, height = self._framed_at(paragraph)
        if self._is_beside_text(paragraph):
            self._unknown.append(Unknown(N_("压在正文上的图文框"), paragraph.text[:20]))
        self._begun.append(Begun(paragraph, len(self._sheets), y))
        frame = paragraph.look.frame or Frame()
        if frame.exact:  # the rule below is within the frame, whatever else is
            lines = sum(line.height for line in set_one.lines)
            set_one = set_one._replace(below=min(set_one.below, height - set_one.above - lines))
        inside = placed_paragraph(set_one, 0, 0, frame.width or self._sheet.section.text_width)
        self._sheet.placed += [moved(one, x, y) for one in inside]

    # tables

    def _set_table(self, table: Table) -> SetTable:
        section = self._sheet.section
        key = id(table), section.text_width, section.pitch
        if key not in self._tables:  # it is asked for how high it is, too
            self._tables[key] = set_table(table, section.text_width, section.pitch, self._typesetter, NO_PAGE)
        return self._tables[key]

    def _place_table(self, table: Table) -> None:
        _TableFlow(self, self._set_table(table)).place()
        self._before = None


class _TableFlow:
    """A table being placed, from page to page."""

    def __init__(self, flow: _Flow, table: SetTable) -> None:
        self._flow = flow
        self._table = table
        self._heads = table.heads()
        self._part = self._begin()

    def _begin(self) -> TablePart:
        sheet = self._flow._sheet
        if self._flow._before:
            sheet.y += self._flow._before.after
        return TablePart(self._table, sheet.section.left, sheet.y)

    def place(self) -> None:
        table, flow = self._table, self._flow
        for group in table.groups():
            height = table.height_of(group)
            may_split = len(group) == 1 and not group[0].row.stays_whole and group[0].can_be_split
            if not may_split and self._lacks(height) and self._would_fit_alone(height):
                self._turn(with_heads=not group[0].row.is_head)
            for row in group:
                self._place_row(row)
        flow._place_framed()
        sheet = flow._sheet
        sheet.placed += self._part.closed()
        sheet.y = self._part.bottom

    def _lacks(self, height: float) -> bool:
        sheet = self._flow._sheet
        sheet.y = self._part.bottom
        return sheet.lacks(height)

    def _would_fit_alone(self, height: float) -> bool:
        area = self._flow._sheet.area
        heads = self._table.height_of(self._heads)
        return height + heads + self._table.rule <= area.end - area.top or not self._is_at_top()

    def _is_at_top(self) -> bool:
        """True if nothing but the heads of the table stands on this page."""
        sheet = self._flow._sheet
        return self._part.bottom <= sheet.area.top + self._table.rule + self._table.height_of(self._heads)

    def _place_row(self, row: SetRow) -> None:
        table = self._table
        while self._lacks(row.height + table.rule):
            area = self._flow._sheet.area
            fits_a_page = row.height + table.rule <= area.end - area.top
            may_split = (not row.row.stays_whole or not fits_a_page) and row.can_be_split and not row.row.is_head
            parts = split_row(row, self._flow._sheet.room - table.rule) if may_split else None
            if parts is not None:
                self._part.add(parts[0])
                row = parts[1]
            elif self._is_at_top():
                break  # it is higher than a page, and cannot be split
            self._turn(with_heads=not row.row.is_head)
        self._note(row)
        self._part.add(row)

    def _note(self, row: SetRow) -> None:
        """Note where the paragraphs in *row* begin."""
        page = len(self._flow._sheets)
        y = self._part.bottom
        for cell in row.cells:
            for one in cell.stack.placed:
                if isinstance(one, PlacedLine) and one.line.start == 0:
                    self._flow._begun.append(Begun(one.paragraph, page, y + one.y - cell.stack.top))

    def _turn(self, *, with_heads: bool) -> None:
        flow = self._flow
        placed, still_open = self._part.broken_off()
        self._part.rule_off()
        flow._sheet.placed += placed
        flow._turn()
        self._part = TablePart(self._table, flow._sheet.section.left, flow._sheet.y)
        if with_heads:
            for row in self._heads:
                self._part.add(row)
        self._part.go_on(still_open)


def _sections(contents: Contents) -> Iterator[Section]:
    """The sections in their order: all but the last stand in the last paragraph of theirs."""
    for block in contents.blocks:
        if isinstance(block, Paragraph) and block.section is not None:
            yield block.section
    yield contents.last_section


def _chains(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    """The blocks that stay on one page together: paragraphs that keep with the next, and that one."""
    chain: list[Block] = []
    for place, block in enumerate(blocks):
        chain.append(block)
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        if following is not None and _keeps(block, following):
            continue
        yield chain
        chain = []


def _keeps(block: Block, following: Block) -> bool:
    """True if *block* stays on the page of the one *following*, which may itself ask for a new page."""
    if isinstance(block, Table) or block.section is not None:
        return False
    if block.look.frame is not None:
        return True
    breaks = isinstance(following, Paragraph) and following.look.breaks_page
    return block.look.keeps_next and not breaks


def _together(look: ParagraphLook) -> int:
    """How many lines of a paragraph must stand on a page together."""
    return _LEAST_TOGETHER if look.controls_widows else 1


def _without_widows(look: ParagraphLook, count: int, start: int, left: int) -> int:
    """How many of the *left* lines stand on this page, of which *count* would fit, so that no line stands alone."""
    if look.keeps_lines and start == 0:
        return 0
    if not look.controls_widows:
        return count
    if left - count == 1:
        count -= 1
    if start == 0 and count == 1:
        return 0
    return max(count, 0)


def _aligned(offset: int, measured_from: str, align: str, before: int, whole: int, behind: int, size: float) -> float:
    """Where something of this *size* begins on paper *whole* long, with margins *before* and *behind* the text."""
    start, end = (0, whole) if measured_from == "page" else (before, whole - behind)
    if align in ("center",):
        return start + (end - start - size) / 2
    if align in ("right", "bottom", "outside"):
        return end - size
    if align in ("left", "top", "inside"):
        return start
    return start + offset


def _is_same_paper(one: Section, other: Section) -> bool:
    return (one.width, one.height) == (other.width, other.height)
