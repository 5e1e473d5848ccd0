"""What was filled in in a workbook, as nodes that know their cells: one more source of forms."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from wenming.base.codes import Code
from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import _
from wenming.forms.nodes import Node, Path, path_text
from wenming.forms.schema import Schema
from wenming.forms.workbook import headings, typed
from wenming.forms.workbook.addresses import NoSuchPlace, place_of
from wenming.forms.workbook.headings import Found
from wenming.forms.workbook.node_tree import NodeTree, put_below
from wenming.forms.workbook.places import STRIDE, SheetPlaces
from wenming.forms.workbook.stamp import HIDDEN_SHEET
from wenming.forms.workbook.tables import Column, Layout, Table, layout_of
from wenming.forms.workbook.typed import Knowledge
from wenming.forms.workbook.writing import FIELD, HOME, NAME, NUMBER, OPTIONS_SHEET, VALUE, texts_of_lines
from wenming.sheets.cells import Book, Cell, Sheet

_FOOT = re.compile(r"表号 [a-z]+-[0-9a-f]{8}-[0-9]|^填报人[：:]")
SUMS = frozenset({"合计", "总计", "小计", "共计", "全镇", "全镇合计", "合 计"})
_EXAMPLE = ("例：", "示例")
_NO_COLUMN = 1


class Filled(NamedTuple):
    """What a workbook holds of a form: the tree of its nodes, where they are, what is wrong with cells.

    *fields*: the names of the fields on the sheet of the fields; *skipped*: what was not read and why, as places and
    words; *found*: how each sheet was understood; *rows*: the cells of each item of a list, by its place, as the sheet
    and the row.
    """

    root: Node
    places: SheetPlaces
    faults: tuple[Fault, ...]
    fields: frozenset[str]
    skipped: tuple[Fault, ...]
    found: tuple[Found, ...]
    rows: Mapping[Path, tuple[Sheet, int]]


def found_in(book: Book, schema: Schema, known: Mapping[str, str] | None = None) -> list[Found]:
    """How the sheets of *book* are understood as lists of the form of *schema*; *known* as for ``headings.find``."""
    found: list[Found] = []
    for sheet in book.sheets:
        if sheet.name in (HIDDEN_SHEET, OPTIONS_SHEET):
            continue
        one = headings.find(sheet, layout_of(schema), known)
        if one is not None:
            found.append(one)
    return found


def read(book: Book, schema: Schema, found: Sequence[Found], knowledge: Knowledge) -> Filled:
    """What stands in the sheets of *book* that were *found* to be lists of the form of *schema*."""
    reading = _Reading(book, schema, knowledge)
    for one in sorted(found, key=_depth):
        if one.table is None:
            reading.fields_of(one)
        else:
            reading.rows_of(one, one.table)
    reading.even_rows()
    return Filled(
        reading.root,
        reading.places,
        tuple(reading.faults),
        frozenset(reading.fields),
        tuple(reading.skipped),
        tuple(found),
        reading.rows,
    )


def _depth(found: Found) -> int:
    """How many lists the rows of *found* stand in: those that others stand in are read first."""
    if found.table is None:
        return -1
    return max(path.count("[]") for path in found.table.paths)


class _Reading:
    """One workbook while it is read."""

    def __init__(self, book: Book, schema: Schema, knowledge: Knowledge) -> None:
        self.book, self.schema, self.knowledge = book, schema, knowledge
        self.layout: Layout = layout_of(schema)
        self.places = SheetPlaces(book)
        self._tree = NodeTree()
        self.faults: list[Fault] = []
        self.skipped: list[Fault] = []
        self.fields: set[str] = set()
        self.rows: dict[Path, tuple[Sheet, int]] = {}
        self._numbers: dict[tuple[Path, str], Path] = {}
        self._names: list[str] = []
        self._cells: list[Node] = []  # the lists of rows of free tables

    @property
    def root(self) -> Node:
        """The tree so far."""
        return self._tree.root

    # The sheet of the fields

    def fields_of(self, found: Found) -> None:
        """Read the sheet of the fields."""
        by_name = {column.name: column for column in self.layout.fields}
        field_at = next(place for place, head in found.columns.items() if head == FIELD)
        value_at = next(place for place, head in found.columns.items() if head == VALUE)
        for row in self._rows_below(found):
            said = found.sheet.cells.get((row, field_at))
            column = by_name.get(said.text.strip()) if said else None
            if column is None:
                continue
            self.fields.add(column.name)
            cell = found.sheet.cells.get((row, value_at))
            if cell is None:
                continue
            node = self._node(found.sheet, row, value_at, cell, column, {})
            if node is not None and column.is_list:
                self._tree.append(column.path, node)
            elif node is not None:
                self._tree.put(column.path, node)

    # The sheets of lists

    def rows_of(self, found: Found, table: Table) -> None:
        """Read the rows of *table*."""
        heads = {head: place for place, head in found.columns.items() if isinstance(head, str)}
        for row in self._rows_below(found):
            told = {head: self._told(found.sheet, row, place) for head, place in heads.items()}
            path = self._path(found.sheet, row, table, told)
            if path is None:
                continue
            if table.shape == "texts":
                self._text(found, row, table, path)
            elif table.shape == "cells":
                self._row_of_cells(found, row, path)
            else:
                self._item(found, row, table, path)

    def _rows_below(self, found: Found) -> Iterator[int]:
        """The rows below the heads of *found* that hold something to read."""
        heads = [cell.text for cell in found.sheet.rows().get(found.row, {}).values()]
        for row, cells in found.sheet.rows().items():
            if row <= found.row:
                continue
            texts = [cell.text.strip() for cell in cells.values()]
            if any(_FOOT.search(text) for text in texts) or texts == heads:
                continue
            if any(text in SUMS for text in texts[:2]):
                what = _("这一行是合计，没有读")
                self._skip(found.sheet, row, min(cells), "row-not-read", what)
                continue
            if texts[0].startswith(_EXAMPLE):
                what = _("这一行是示例，没有读")
                self._skip(found.sheet, row, min(cells), "row-not-read", what)
                continue
            if row in found.sheet.hidden_rows:
                what = _("这一行是隐藏的（或者筛选掉了），里面的数照样读了")
                self._skip(found.sheet, row, min(cells), "hidden-row", what)
            yield row

    def _skip(self, sheet: Sheet, row: int, column: int, code: Code, what: str) -> None:
        self.skipped.append(Fault(self._place(sheet, row, column), what, "", code))

    def _told(self, sheet: Sheet, row: int, place: int) -> str:
        cell = sheet.cells.get((row, place))
        return cell.text.strip() if cell else ""

    def _path(self, sheet: Sheet, row: int, table: Table, told: Mapping[str, str]) -> Path | None:
        """The place in the form of the item in *row*; None where it is not known, which is told."""
        if table.is_named:
            name = told.get(NAME, "")
            if not name:
                self._wrong(sheet, row, "row-without-place", _("这一行没有写名称"), _("在“名称”一栏写上"))
                return None
            self._names.append(name)
            return *table.paths[0], name
        try:
            base = self._base(table, told)
        except NoSuchPlace as error:
            what = _("“所在”里的“{name}”找不到").format(name=error)
            mend = _("照同一张表里别的行写“所在”；新加的章、条目先写在它自己的表里")
            self._wrong(sheet, row, "row-without-place", what, mend)
            return None
        if table.is_group:
            return base
        return self._next(table, base, told.get(NUMBER, ""))

    def _base(self, table: Table, told: Mapping[str, str]) -> Path:
        """The list that a row of *table* belongs to. Raises NoSuchPlace."""
        if not table.has_homes:
            return table.paths[0]
        return place_of(self.schema, told.get(HOME, ""), table, self._names, self._numbers)

    def _next(self, table: Table, base: Path, number: str) -> Path:
        """The place of the next item of the list *base*, or of one in an item of it, by its *number*."""
        owner, dot, _last = number.rpartition(".")
        known = self._numbers.get((base, owner)) if dot and table.nested else None
        here = (*known, table.nested) if known else base
        path = (*here, self._tree.count(here))
        if number:
            self._numbers.setdefault((base, number), path)
        else:
            self._numbers.setdefault((base, str(path[-1] + 1 if isinstance(path[-1], int) else "")), path)
        return path

    # Items

    def _item(self, found: Found, row: int, table: Table, path: Path) -> None:
        """Read one group of fields."""
        raw = {}
        for place, head in found.columns.items():
            cell = found.sheet.cells.get((row, place))
            if isinstance(head, Column) and cell is not None:
                raw[place] = (head, cell)
        values: dict[str, str] = {}
        for head, cell in raw.values():
            values[head.name] = typed.text_for(cell, head.rule, self.knowledge)
        if not values and not table.is_named and not table.has_numbers:
            return
        group = Node({}, self._line(found.sheet, row), min(raw, default=_NO_COLUMN))
        self._tree.put(path, group)
        self.rows[path] = found.sheet, row
        for place, (head, cell) in raw.items():
            if head.is_list:
                self._lines(found.sheet, row, place, cell, head, group)
                continue
            node = self._node(found.sheet, row, place, cell, head, values)
            if node is not None:
                put_below(group, head.path, node)

    def _lines(self, sheet: Sheet, row: int, place: int, cell: Cell, column: Column, group: Node) -> None:
        """Put the texts of the lines of *cell* into *group*."""
        line = self._line(sheet, row)
        texts = [Node(text.strip(), line, place) for text in texts_of_lines(cell.text)]
        if texts:
            put_below(group, column.path, Node(list(texts), line, place))

    def _text(self, found: Found, row: int, table: Table, path: Path) -> None:
        """Read one of a list of texts."""
        [column] = table.columns
        place = next(place for place, head in found.columns.items() if head == column)
        cell = found.sheet.cells.get((row, place))
        if cell is None:
            return
        item = {**self.schema.resolve(column.rule["items"])}
        node = self._node(found.sheet, row, place, cell, column._replace(rule=item), {})
        if node is not None:
            self._tree.append(path[:-1], node)

    def _row_of_cells(self, found: Found, row: int, path: Path) -> None:
        """Read one row of a free table."""
        cells: dict[int, Node] = {}
        for place, head in found.columns.items():
            cell = found.sheet.cells.get((row, place))
            if isinstance(head, Column) and cell is not None:
                cells[int(head.path[0])] = Node(cell.text, self._line(found.sheet, row), place)
        if not cells:
            return
        line = self._line(found.sheet, row)
        texts = [cells.get(number, Node("", line, _NO_COLUMN)) for number in range(1, max(cells) + 1)]
        self._tree.append(path[:-1], Node(list(texts), line, _NO_COLUMN))
        owner = self._tree.at(path[:-2])
        if owner is not None and owner not in self._cells:
            self._cells.append(owner)

    def even_rows(self) -> None:
        """Fill up the rows of free tables: empty cells at their end do not show in a sheet."""
        for owner in self._cells:
            assert isinstance(owner.value, dict)
            rows = owner.value["行"].value
            head = owner.value.get("表头")
            widths = [len(row.value) for row in rows if isinstance(row, Node)]
            width = max([*widths, len(head.value) if head is not None and isinstance(head.value, list) else 0])
            for row in rows:
                if isinstance(row, Node) and isinstance(row.value, list):
                    blanks = width - len(row.value)
                    row.value += [Node("", row.line, _NO_COLUMN) for _blank in range(blanks)]

    def _node(
        self, sheet: Sheet, row: int, place: int, cell: Cell, column: Column, values: Mapping[str, str]
    ) -> Node | None:
        """The value of *cell*; None where it holds none, or a formula that failed, which is told."""
        if cell.kind == "error":
            what = _("这一格的公式出错了：{sign}").format(sign=cell.text)
            self._wrong(sheet, row, "formula-failed", what, _("改好公式，或者直接填数"), place, column)
            return None
        if cell.kind == "uncounted":
            what = _("这一格是公式，文件里没有算出来的数")
            self._wrong(
                sheet, row, "formula-failed", what, _("用 Excel 或 WPS 打开存一次，或者直接填数"), place, column
            )
            return None
        unit = self.knowledge.unit_of(values) if values else ""
        rule = self.schema.resolve(column.rule["items"]) if column.is_list else column.rule
        other = typed.other_unit(cell.text, unit) if rule.get("type") in ("number", "integer") else ""
        if other:
            what = _("“{text}”的单位是“{other}”，这一项按“{unit}”算").format(
                text=cell.text.strip(), other=other, unit=unit
            )
            mend = _("折成“{unit}”的数再填，只写数字").format(unit=unit)
            self._wrong(sheet, row, "unit-differs", what, mend, place, column)
            return None
        text = typed.text_for(cell, rule, self.knowledge, unit)
        if "-W" in rule.get("pattern", ""):
            text = typed.week_text(text)
        return Node(text, self._line(sheet, row), place) if text else None

    # The tree

    def _line(self, sheet: Sheet, row: int) -> int:
        return self.places.number_of(sheet) * STRIDE + row

    # What is wrong

    def _place(self, sheet: Sheet, row: int, column: int, path: str = "") -> Place:
        return self.places.place(self._line(sheet, row), column, path)

    def _wrong(
        self, sheet: Sheet, row: int, code: Code, what: str, mend: str, place: int = 1, column: Column | None = None
    ) -> None:
        path = path_text(column.path) if column else ""
        self.faults.append(Fault(self._place(sheet, row, place, path), what, mend, code))
