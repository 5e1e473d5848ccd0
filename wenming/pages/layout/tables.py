"""Tables: how high their rows are, and what is placed of them on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, takewhile
from typing import NamedTuple, Protocol

from wenming.pages.layout.contents import Block, Cell, Row, Table
from wenming.pages.layout.looks import Edge, Edges
from wenming.pages.layout.placed import Fill, Placed, Rule
from wenming.pages.layout.stacks import Stack, cut_off, split


class Stacking(Protocol):
    """What sets the blocks in a cell."""

    def stack(
        self, blocks: Iterable[Block], width: float, pitch: int, page: tuple[str, str], *, in_cell: bool
    ) -> Stack:
        """*blocks* one below the other in a column of this *width*."""


class SetCell(NamedTuple):
    """A cell with what stands in it; *x* from the left of its table."""

    cell: Cell
    x: float
    width: float
    stack: Stack

    @property
    def height(self) -> float:
        """What it needs, with its margins."""
        return self.stack.height + self.cell.margins[0] + self.cell.margins[2]


class SetRow(NamedTuple):
    """A row with its cells; *height* without the rule below it. It *can_be_split* if only lines stand in it."""

    row: Row
    cells: tuple[SetCell, ...]
    height: float
    can_be_split: bool
    is_first: bool = False
    is_last: bool = False


class SetTable(NamedTuple):
    """A table in rows, *left* of the column that it stands in; *rule*: the height of that between two rows."""

    table: Table
    rows: tuple[SetRow, ...]
    left: float
    rule: float

    def height_of(self, rows: Sequence[SetRow]) -> float:
        """How high *rows* are, each with the rule below it."""
        return sum(row.height + self.rule for row in rows)

    def heads(self) -> list[SetRow]:
        """The rows that stand on every page: those at its beginning that are said to (OOXML 17.4.78)."""
        return list(takewhile(lambda row: row.row.is_head, self.rows))

    def groups(self) -> list[list[SetRow]]:
        """The rows that stay on one page together: those that keep with the next, and that one."""
        groups: list[list[SetRow]] = [[]]
        for row in self.rows:
            groups[-1].append(row)
            if not row.row.keeps_next:
                groups.append([])
        return [group for group in groups if group]


def set_table(table: Table, width: float, pitch: int, typesetter: Stacking, page: tuple[str, str]) -> SetTable:
    """*table* in a column of this *width*, each cell set."""
    edges = [0, *accumulate(table.columns)]
    rows = [_set_row(row, edges, pitch, typesetter, page) for row in _with_merges_begun(table.rows)]
    rows = _with_merged_heights(rows, table.rule)
    if rows:
        rows[0] = rows[0]._replace(is_first=True)
        rows[-1] = rows[-1]._replace(is_last=True)
    whole = sum(table.columns)
    left = float(table.indent)
    if table.align == "center":
        left = (width - whole) / 2
    elif table.align == "right":
        left = width - whole
    return SetTable(table, tuple(rows), left, table.rule)


def _with_merges_begun(rows: Sequence[Row]) -> Iterator[Row]:
    """*rows*, the first with a cell that goes on with one over several rows made its beginning."""
    for number, row in enumerate(rows):
        if number:
            yield row
            continue
        cells = [cell._replace(merge="restart") if cell.merge == "continue" else cell for cell in row.cells]
        yield row._replace(cells=tuple(cells))


def _set_row(row: Row, edges: Sequence[int], pitch: int, typesetter: Stacking, page: tuple[str, str]) -> SetRow:
    """*row* with its cells set; *edges*: where the columns of its table begin and the last one ends."""
    cells: list[SetCell] = []
    column = min(row.skipped, len(edges) - 1)
    x = float(edges[column])
    for cell in row.cells:
        behind = min(column + cell.columns, len(edges) - 1)
        width = float(cell.width or edges[behind] - edges[column])
        measure = width - cell.margins[1] - cell.margins[3]
        blocks = () if cell.merge == "continue" else cell.blocks
        cells.append(SetCell(cell, x, width, typesetter.stack(blocks, measure, pitch, page, in_cell=True)))
        column = behind
        x += width
    needed = max((cell.height for cell in cells if not cell.cell.merge), default=0.0)
    height = float(row.height) if row.exact else max(needed, row.height)
    return SetRow(row, tuple(cells), height, all(cell.stack.is_of_lines for cell in cells))


def _with_merged_heights(rows: list[SetRow], rule: float) -> list[SetRow]:
    """*rows* with a *rule* between, the last row of each merged cell high enough for what stands in that."""
    heights = [row.height for row in rows]
    for first, row in enumerate(rows):
        for cell in row.cells:
            if cell.cell.merge == "restart":
                last = _last_of_merge(rows, first, cell)
                missing = cell.height - sum(heights[first : last + 1]) - rule * (last - first)
                if missing > 0 and not rows[last].row.exact:
                    heights[last] += missing
    return [row._replace(height=height) for row, height in zip(rows, heights, strict=True)]


def _last_of_merge(rows: list[SetRow], first: int, cell: SetCell) -> int:
    """The last of the *rows* that *cell*, which begins in the row *first*, takes."""
    last = first
    while last + 1 < len(rows) and _goes_on(rows[last + 1], cell):
        last += 1
    return last


def _goes_on(row: SetRow, cell: SetCell) -> bool:
    return any(other.cell.merge == "continue" and abs(other.x - cell.x) < 1 for other in row.cells)


class _Open(NamedTuple):
    """A cell over several rows: where it begins on this page, and what is to be placed in it."""

    cell: SetCell
    top: float
    stack: Stack


class TablePart:
    """The rows of a table on one page, from *x* and *y* on."""

    def __init__(self, table: SetTable, x: float, y: float) -> None:
        self._table = table
        self._x = x + table.left
        self._placed: list[Placed] = []
        self._open: dict[float, _Open] = {}
        self._is_empty = True
        self.bottom = y + table.rule if table.rows else y

    def add(self, row: SetRow) -> None:
        """Put *row* below the rows that are there, which may be a part of one."""
        height = row.height
        top = self.bottom
        for cell in row.cells:
            if cell.cell.merge != "continue":
                self._close(cell.x, top - self._table.rule)
            self._shade(cell, top, height)
            if cell.cell.merge == "restart":
                self._open[cell.x] = _Open(cell, top, cell.stack)
            elif not cell.cell.merge:
                self._fill(cell, cut_off(cell.stack, height) if row.row.exact else cell.stack, top, height)
        self._rule(row, top, height)
        self._is_empty = False
        self.bottom = top + height + self._table.rule

    def go_on(self, begun_before: Sequence[_Open]) -> None:
        """Go on, below what is there, with merged cells that began on the page before."""
        for one in begun_before:
            self._open[one.cell.x] = one._replace(top=self.bottom)

    def closed(self) -> list[Placed]:
        """Everything that is placed, merged cells filled with all that stands in them."""
        for x in list(self._open):
            self._close(x, self.bottom - self._table.rule)
        return self._placed

    def broken_off(self) -> tuple[list[Placed], list[_Open]]:
        """What is placed on this page, and the merged cells that go on on the next with what found no room here."""
        left: list[_Open] = []
        for x, one in list(self._open.items()):
            height = self.bottom - self._table.rule - one.top
            here, rest = split(one.stack, height - one.cell.cell.margins[0])
            self._open[x] = one._replace(stack=here)
            left.append(one._replace(stack=rest))
        return self.closed(), left

    def _close(self, x: float, end: float) -> None:
        one = self._open.pop(x, None)
        if one is not None:
            self._fill(one.cell, one.stack, one.top, end - one.top)

    def _fill(self, cell: SetCell, stack: Stack, top: float, height: float) -> None:
        """Put *stack* into *cell*, which is so high, from *top* on."""
        margins = cell.cell.margins
        room = height - margins[0] - margins[2] - stack.height
        down = 0.0
        if cell.cell.align == "center":
            down = max(room / 2, 0)
        elif cell.cell.align == "bottom":
            down = max(room, 0)
        x, y = self._x + cell.x + margins[3], top + margins[0] + down
        self._placed += stack.at(x, y)

    def _shade(self, cell: SetCell, top: float, height: float) -> None:
        if cell.cell.shade:
            rule = self._table.rule
            self._placed.append(Fill(self._x + cell.x, top - rule, cell.width, height + 2 * rule, cell.cell.shade))

    def _rule(self, row: SetRow, top: float, height: float) -> None:
        """Draw the rules of *row*: above it, left of each cell, right of the last, below it."""
        half = self._table.rule / 2
        above, below = top - half, top + height + half
        for number, cell in enumerate(row.cells):
            left, right = self._x + cell.x, self._x + cell.x + cell.width
            edges = self._edges_of(row, number)
            self._draw(edges.top, left, above, right, above)
            self._draw(edges.left, left, above, left, below)
            self._draw(edges.right, right, above, right, below)
            self._draw(edges.bottom, left, below, right, below)

    def _edges_of(self, row: SetRow, number: int) -> Edges:
        """The rules around a cell of *row*: its own, else the table's; those between two cells are the later one's."""
        of_table, cell = self._table.table.edges, row.cells[number].cell
        own = cell.edges
        is_top_of_part = row.is_first or self._is_empty
        top = own.top or (of_table.top if is_top_of_part else of_table.between_rows)
        if cell.merge == "continue" and not self._is_empty:
            top = None
        is_last = number == len(row.cells) - 1
        return Edges(
            top=top,
            left=own.left or (of_table.between_columns if number else of_table.left),
            right=own.right or (of_table.right if is_last else None),
            bottom=own.bottom or (of_table.bottom if row.is_last else None),
        )

    def _draw(self, edge: Edge | None, x: float, y: float, x_end: float, y_end: float) -> None:
        if edge is not None and edge.width:
            self._placed.append(Rule(x, y, x_end, y_end, edge.width, edge.color, edge.dash))

    def rule_off(self) -> None:
        """Draw the rule below the last row on this page, where the table goes on on the next."""
        edge = self._table.table.edges.bottom or self._table.table.edges.between_rows
        width = sum(self._table.table.columns)
        y = self.bottom - self._table.rule / 2
        self._draw(edge, self._x, y, self._x + width, y)


def split_row(row: SetRow, height: float) -> tuple[SetRow, SetRow] | None:
    """*row* in two: what fits within *height*, and the rest; None where a cell has no line that fits."""
    first: list[SetCell] = []
    second: list[SetCell] = []
    for cell in row.cells:
        here, rest = split(cell.stack, height - cell.cell.margins[0] - cell.cell.margins[2])
        if cell.stack.placed and not here.placed:
            return None
        first.append(cell._replace(stack=here))
        second.append(cell._replace(stack=rest))
    needed = max((cell.height for cell in second), default=0.0)
    above = row._replace(cells=tuple(first), height=height, is_last=False)
    return above, row._replace(cells=tuple(second), height=needed, is_first=False)
