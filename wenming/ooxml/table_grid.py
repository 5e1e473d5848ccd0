"""The columns of tables whose cells depend on the data."""

from collections.abc import Iterable, Sequence

from lxml import etree
from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import W


def regrid(root: Element) -> None:
    """Give the grid of each table under *root* as many columns as its rows have, as wide together as before."""
    for table in root.iter(W + "tbl"):
        _regrid_table(table)


def _regrid_table(table: Element) -> None:
    """Give *table* a column for each cell of its longest row, where it has another number of them."""
    grid = table.find(W + "tblGrid")
    rows = _rows_of(table)
    columns = max(map(_columns_of_row, rows), default=0)
    if grid is None or not columns or columns == len(grid):
        return
    widths = _spread([_width_of(column) for column in grid], columns)
    for column in list(grid):
        grid.remove(column)
    for width in widths:
        etree.SubElement(grid, W + "gridCol").set(W + "w", str(width))
    _fit_table(table, widths)
    for row in rows:
        _fit_row(row, widths)


def _rows_of(table: Element) -> list[Element]:
    """Returns the rows of *table*, without those of tables in its cells."""
    return [row for row in table.iter(W + "tr") if next(row.iterancestors(W + "tbl")) is table]


def _cells_of(row: Element) -> list[Element]:
    """Returns the cells of *row*, without those of tables in them."""
    return [cell for cell in row.iter(W + "tc") if next(cell.iterancestors(W + "tr")) is row]


def _columns_of_row(row: Element) -> int:
    return sum(map(_columns_of_cell, _cells_of(row)))


def _columns_of_cell(cell: Element) -> int:
    """Returns how many columns *cell* spans."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    if span is None:
        return 1
    value = span.get(W + "val", "1")
    return int(value) if value.isdecimal() else 1


def _width_of(column: Element) -> int:
    """Returns the width of a *column* of the grid in twips."""
    return int(float(column.get(W + "w", "0")))


def _spread(widths: Sequence[int], columns: int) -> list[int]:
    """Returns *columns* widths, together as wide as *widths*: more columns narrow all, fewer share what is gone."""
    if columns > len(widths):
        share = len(widths) / columns
        added = [int(sum(widths) / columns)] * (columns - len(widths))
        return [int(width * share) for width in widths] + added
    gone = int(sum(widths[columns:]) / columns)
    return [width + gone for width in widths[:columns]]


def _fit_table(table: Element, widths: Iterable[int]) -> None:
    """Make *table* as wide as its grid, where its width is given in twips."""
    own = table.find(f"{W}tblPr/{W}tblW")
    if _is_in_twips(own):
        own.set(W + "w", str(sum(widths)))


def _fit_row(row: Element, widths: Sequence[int]) -> None:
    """Make the cells of *row* as wide as the columns of the grid that they span."""
    start = 0
    for cell in _cells_of(row):
        end = start + _columns_of_cell(cell)
        width = cell.find(f"{W}tcPr/{W}tcW")
        if _is_in_twips(width):
            width.set(W + "w", str(sum(widths[start:end])))
        start = end


def _is_in_twips(width: Element | None) -> bool:
    return width is not None and width.get(W + "type") == "dxa"
