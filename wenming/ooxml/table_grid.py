"""The columns of tables whose cells depend on the data."""

from collections.abc import Iterable, Sequence

from lxml import etree
from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import W

VARYING = "wmcolumns"  # in a row whose cells depend on the data
LOOP = "wmloop"  # in a table: the columns of the template over which a loop goes, first and behind the last


def regrid(root: Element) -> None:
    """Fit the tables under *root* that have rows marked as ``VARYING`` to the cells which these have now.

    The table stays as wide as before; its columns are as wide as the cells of its longest row, in proportion. A cell
    of another row that reaches over the loop's columns reaches over all of them again. The marks go.
    """
    varying: dict[Element, list[Element]] = {}
    for mark in _marks(root, VARYING):
        row = mark.getparent()
        varying.setdefault(next(row.iterancestors(W + "tbl")), []).append(row)
        row.remove(mark)
    loops: dict[Element, range] = {}
    for mark in _marks(root, LOOP):
        table = mark.getparent()
        loops[table] = _columns_in(mark.text)
        table.remove(mark)
    for table, rows in varying.items():
        _regrid_table(table, rows, loops.get(table))


def _marks(root: Element, target: str) -> list[Element]:
    return [one for one in root.iter(etree.ProcessingInstruction) if one.target == target]


def _columns_in(text: str) -> range:
    first, behind_last = text.split()
    return range(int(first), int(behind_last))


def _regrid_table(table: Element, varying: Sequence[Element], loop: range | None) -> None:
    """Fit *table* to its *varying* rows; *loop*: the columns of the template that they repeat."""
    grid = table.find(W + "tblGrid")
    if grid is None or not varying:
        return
    before = [_width_of(column) for column in grid.findall(W + "gridCol")]
    marked = set(varying)
    others = [row for row in rows_of(table) if row not in marked]
    if loop is not None:
        _stretch(others, loop, len(before), max(map(_columns_of_row, varying)))
    columns = max(map(_columns_of_row, [*varying, *others]))
    if not columns:
        return
    widths = _scaled(_natural_widths(varying, columns) or _spread(before, columns), sum(before))
    _set_grid(grid, widths)
    _fit_table(table, widths)
    for row in [*varying, *others]:
        _fit_row(row, widths)


def rows_of(table: Element) -> list[Element]:
    """Returns the rows of *table*, without those of tables in its cells."""
    return [row for row in table.iter(W + "tr") if next(row.iterancestors(W + "tbl")) is table]


def cells_of(row: Element) -> list[Element]:
    """Returns the cells of *row*, without those of tables in them."""
    return [cell for cell in row.iter(W + "tc") if next(cell.iterancestors(W + "tr")) is row]


def _columns_of_row(row: Element) -> int:
    inside = sum(map(columns_of_cell, cells_of(row)))
    return columns_left_out(row, "gridBefore") + inside + columns_left_out(row, "gridAfter")


def columns_left_out(row: Element, name: str) -> int:
    """Returns how many columns *row* leaves out at its beginning (gridBefore) or at its end (gridAfter)."""
    return span_in(row.find(f"{W}trPr/{W}{name}"), 0)


def columns_of_cell(cell: Element) -> int:
    """Returns how many columns *cell* spans."""
    return max(span_in(cell.find(f"{W}tcPr/{W}gridSpan"), 1), 1)


def span_in(element: Element | None, otherwise: int) -> int:
    """Returns the number of columns that *element* says, *otherwise* where it says none."""
    value = "" if element is None else element.get(W + "val", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 4 else otherwise


def _width_of(column: Element) -> int:
    """Returns the width of a *column* of the grid in twips."""
    try:
        return int(float(column.get(W + "w", "0")))
    except (ValueError, OverflowError):
        return 0


def _stretch(rows: Iterable[Element], loop: range, before: int, now: int) -> None:
    """Let *rows*, which had *before* columns, have as many as there are *now*: in the cell over the *loop*."""
    for row in rows:
        if _columns_of_row(row) != before:
            continue
        cell = _cell_over(row, loop)
        if cell is not None:
            _set_span(cell, max(columns_of_cell(cell) + now - before, 1))


def _cell_over(row: Element, loop: range) -> Element | None:
    """Returns the cell of *row* that reaches over the columns of the *loop*; None where several share them."""
    start = columns_left_out(row, "gridBefore")
    for cell in cells_of(row):
        end = start + columns_of_cell(cell)
        if start <= loop.start and loop.stop <= end:
            return cell
        start = end
    return None


def _set_span(cell: Element, columns: int) -> None:
    properties = cell.find(W + "tcPr")
    if properties is None:
        properties = etree.Element(W + "tcPr")
        cell.insert(0, properties)
    span = properties.find(W + "gridSpan")
    if span is None:
        span = etree.Element(W + "gridSpan")
        width = properties.find(W + "tcW")
        properties.insert(0 if width is None else properties.index(width) + 1, span)
    span.set(W + "val", str(columns))


def _natural_widths(rows: Iterable[Element], columns: int) -> list[int]:
    """Returns the widths of the *columns* as the cells of one of *rows* say; nothing where no row says all."""
    for row in sorted(rows, key=lambda row: -len(cells_of(row))):
        if _columns_of_row(row) != columns:
            continue
        widths: list[int] = []
        for cell in cells_of(row):
            width, span = cell.find(f"{W}tcPr/{W}tcW"), columns_of_cell(cell)
            if width is None or not _is_in_twips(width):
                break
            widths += [_width_of(width) // span] * span
        if len(widths) == columns and all(widths):
            return widths
    return []


def _spread(widths: Sequence[int], columns: int) -> list[int]:
    """Returns *columns* widths like *widths*: more columns are as wide as all on average, fewer are the first."""
    if not widths:
        return [0] * columns
    average = sum(widths) // len(widths)
    return [*widths, *[average] * (columns - len(widths))][:columns]


def _scaled(widths: Sequence[int], total: int) -> list[int]:
    """Returns *widths* in proportion, together *total* twips wide."""
    now = sum(widths)
    if not now or not total:
        return list(widths)
    return [width * total // now for width in widths]


def _set_grid(grid: Element, widths: Iterable[int]) -> None:
    """Let *grid* have columns of these *widths*, before what a tracked change keeps of it."""
    for column in grid.findall(W + "gridCol"):
        grid.remove(column)
    for number, width in enumerate(widths):
        column = etree.Element(W + "gridCol")
        column.set(W + "w", str(width))
        grid.insert(number, column)


def _fit_table(table: Element, widths: Iterable[int]) -> None:
    """Make *table* as wide as its grid, where its width is given in twips."""
    own = table.find(f"{W}tblPr/{W}tblW")
    _set_width(own, list(widths))


def _fit_row(row: Element, widths: Sequence[int]) -> None:
    """Make the cells of *row*, and what it leaves out, as wide as the columns of the grid that they span."""
    start = columns_left_out(row, "gridBefore")
    _set_width(row.find(f"{W}trPr/{W}wBefore"), widths[:start])
    for cell in cells_of(row):
        end = start + columns_of_cell(cell)
        _set_width(cell.find(f"{W}tcPr/{W}tcW"), widths[start:end])
        start = end
    _set_width(row.find(f"{W}trPr/{W}wAfter"), widths[start:])


def _set_width(width: Element | None, columns: Sequence[int]) -> None:
    """Let *width*, where it is in twips, be that of all *columns*."""
    if width is not None and _is_in_twips(width):
        width.set(W + "w", str(sum(columns)))


def _is_in_twips(width: Element) -> bool:
    return bool(width.get(W + "type") == "dxa")
