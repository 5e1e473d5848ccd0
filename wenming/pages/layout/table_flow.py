"""A table put on pages: rows that stay together, heads on every page, rows in two where a page ends."""

from wenming.pages.layout.book import Book
from wenming.pages.layout.placed import PlacedLine
from wenming.pages.layout.tables import SetRow, SetTable, TablePart, split_row


class TableFlow:
    """A table being placed, from page to page."""

    def __init__(self, book: Book, table: SetTable) -> None:
        self._book = book
        self._table = table
        self._heads = self._repeated_heads()
        self._part = self._begin()

    def _begin(self) -> TablePart:
        sheet = self._book.sheet
        if self._book.before:
            sheet.y += self._book.before.after
        return TablePart(self._table, sheet.section.left, sheet.y)

    def _repeated_heads(self) -> list[SetRow]:
        """The heads of the table, where they leave room for rows below them."""
        heads = self._table.heads()
        area = self._book.sheet.area
        return heads if self._table.height_of(heads) * 2 < area.end - area.top else []

    def place(self) -> None:
        """Place all rows."""
        for group in self._table.groups():
            self._place_group(group)
        sheet = self._book.sheet
        sheet.placed += self._part.closed()
        sheet.y = self._part.bottom

    def _place_group(self, group: list[SetRow]) -> None:
        """Place rows that stay together, on the next page if they do not fit here and would there."""
        first = group[0]
        may_split = len(group) == 1 and not first.row.stays_whole and first.can_be_split
        height = self._table.height_of(group)
        if not may_split and self._lacks(height) and (self._fits_a_page(height) or not self._is_at_top()):
            self._turn(with_heads=not first.row.is_head)
        for row in group:
            self._place_row(row)

    def _place_row(self, row: SetRow) -> None:
        rule = self._table.rule
        while self._lacks(row.height + rule):
            may_split = row.can_be_split and not row.row.is_head
            if row.row.stays_whole and self._fits_a_page(row.height + rule):
                may_split = False
            parts = split_row(row, self._book.sheet.room - rule) if may_split else None
            if parts is not None:
                self._note(parts[0])
                self._part.add(parts[0])
                row = parts[1]
            elif self._is_at_top():
                break  # it is higher than a page, and cannot be split
            self._turn(with_heads=not row.row.is_head)
        self._note(row)
        self._part.add(row)

    def _lacks(self, height: float) -> bool:
        """True if something so high needs a new page."""
        sheet = self._book.sheet
        sheet.y = self._part.bottom
        return sheet.lacks(height)

    def _fits_a_page(self, height: float) -> bool:
        """True if something so high fits on a page below the heads."""
        area = self._book.sheet.area
        heads = self._table.height_of(self._heads)
        return height + heads + self._table.rule <= area.end - area.top

    def _is_at_top(self) -> bool:
        """True if nothing but the heads of the table stands on this page."""
        heads = self._table.height_of(self._heads)
        return self._part.bottom <= self._book.sheet.area.top + self._table.rule + heads

    def _note(self, row: SetRow) -> None:
        """Note where the paragraphs in *row* begin."""
        y = self._part.bottom
        for cell in row.cells:
            for one in cell.stack.placed:
                if isinstance(one, PlacedLine) and one.line.start == 0:
                    self._book.note_begun(one.paragraph, y + one.y - cell.stack.top)

    def _turn(self, *, with_heads: bool) -> None:
        placed, still_open = self._part.broken_off()
        self._part.rule_off()
        self._book.sheet.placed += placed
        self._book.turn()
        self._part = TablePart(self._table, self._book.sheet.section.left, self._book.sheet.y)
        if with_heads:
            for row in self._heads:
                self._part.add(row)
        self._part.go_on(still_open)
