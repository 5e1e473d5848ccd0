"""Where the nodes of a form stand that was read from a workbook: file, sheet and cell."""

from wenming.base.diagnostics import Place
from wenming.sheets.cells import Book, Sheet

STRIDE = 1_000_000  # a node's line is the number of its sheet times this, and its row


class SheetPlaces:
    """The places of one workbook."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._numbers = {id(sheet): number for number, sheet in enumerate(book.sheets)}

    def number_of(self, sheet: Sheet) -> int:
        """Which of the sheets of the book *sheet* is, from 0."""
        return self._numbers[id(sheet)]

    def place(self, line: int, column: int, path: str = "") -> Place:
        """The place at *line* and *column* of a node, of the field *path*."""
        number, row = divmod(line, STRIDE)
        if not row or number >= len(self._book.sheets):
            return Place(self._book.shown, path=path, sheet="")
        sheet = self._book.sheets[number]
        cell = sheet.cells.get((row, column))
        return Place(self._book.shown, row, column, path, cell.text if cell else "", sheet.name)
