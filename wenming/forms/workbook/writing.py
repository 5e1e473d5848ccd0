"""A form as an .xlsx to fill in: a sheet for each list, one for the other fields, ready to print and to sign."""

import datetime
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from wenming.base.lazy import Later
from wenming.forms.schema import Schema
from wenming.forms.workbook import stamp as stamps
from wenming.forms.workbook.looks import Looks, height_of, width_of
from wenming.forms.workbook.rows import Row, Value, field_value, rows_of, value_at
from wenming.forms.workbook.stamp import HIDDEN_SHEET, Stamp
from wenming.forms.workbook.tables import FIELDS, Column, Layout, Table, layout_of
from wenming.ooxml.text import as_cell

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet
else:
    xlsxwriter = Later("xlsxwriter")

OPTIONS_SHEET = "_选项"
HOME, NUMBER, NAME = "所在", "序号", "名称"  # the heads of what tells rows from others
FIELD, VALUE = "字段", "填写"
CELLS_MAX = 15  # of a row of a free table
_SPARE = 12  # empty rows at the end of a sheet
_SPARE_TEXTS = 2  # empty rows behind a list of texts among the fields
_FIRST_ROW = 2  # below the title and the heads, from 0
_PORTRAIT_MAX = 95  # characters of width that stand on an upright A4
_A4, _PASSWORD = 9, ""
_NAMES = ("是", "否")
_ALLOWED = {
    **dict.fromkeys(("objects", "scenarios", "format_cells", "format_rows", "format_columns"), True),
    **dict.fromkeys(("insert_rows", "insert_columns", "delete_rows", "sort", "autofilter"), True),
}
_GOES_ON = "\u3000"  # what a line begins with that goes on with the text of the line before


class Choice(NamedTuple):
    """One value that a field may take from elsewhere, what the list shows for it, and what else it is called."""

    value: str
    label: str
    also: tuple[str, ...] = ()


class Content(NamedTuple):
    """What a workbook is made of: a *record* by its *schema*, whose it is, what its fields may take from elsewhere.

    *only*: the names of the sheets that it has, None for all; *title*: what stands above each.
    """

    schema: Schema
    record: Mapping[str, Value]
    stamp: Stamp
    title: str
    choices: Mapping[str, Sequence[Choice]] = {}
    only: frozenset[str] | None = None


def workbook(content: Content, today: datetime.date) -> bytes:
    """The .xlsx of *content*, made on *today*: the same content gives the same bytes."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": content.title, "created": datetime.datetime.combine(today, datetime.time())})
        _Writing(book, content).write()
    return buffer.getvalue()


def lines_of_texts(texts: Sequence[str]) -> str:
    """*texts* in one cell: one a line; a line that goes on begins with a wide blank."""
    return "\n".join(text.replace("\n", f"\n{_GOES_ON}") for text in texts)


def texts_of_lines(text: str) -> list[str]:
    """The texts of a cell that ``lines_of_texts`` made, or somebody typed."""
    texts: list[str] = []
    for line in text.split("\n"):
        if line.startswith(_GOES_ON) and texts:
            texts[-1] += f"\n{line.removeprefix(_GOES_ON)}"
        elif line.strip():
            texts.append(line)
    return texts


class _Writing:
    """One workbook while it is written."""

    def __init__(self, book: "Workbook", content: Content) -> None:
        self.book, self.content = book, content
        self.layout: Layout = layout_of(content.schema)
        self.looks = Looks(book)
        self.options: dict[str, str] = {}  # the names of the lists of options, by what they are options of

    def write(self) -> None:
        """Write all sheets."""
        rows = rows_of(self.content.record, self.content.schema, self.layout)
        wanted = [self._as_shown(table) for table in self.layout.tables.values() if self._is_wanted(table.name)]
        if self._is_wanted(FIELDS):
            self._fields_sheet(self.book.add_worksheet(FIELDS))
        filled_first = sorted(wanted, key=lambda table: not (rows[table.key] or not table.has_homes))
        sheets = [(table, self.book.add_worksheet(table.name)) for table in filled_first]
        for table, sheet in sheets:
            self._table_sheet(sheet, table, rows[table.key])
        self._options_sheet()
        self._hidden_sheet()

    def _as_shown(self, table: Table) -> Table:
        """*table* without the numbers of its rows, where no other sheet is there to refer to them."""
        is_referred_to = self.content.only is None or bool(table.nested)
        return table if is_referred_to else table._replace(has_numbers=False)

    def _is_wanted(self, name: str) -> bool:
        return self.content.only is None or name in self.content.only

    # The fields

    def _fields_sheet(self, sheet: "Worksheet") -> None:
        heads = [(FIELD, 22, ""), ("名称", 18, ""), (VALUE, 58, ""), ("说明", 46, "")]
        self._open(sheet, heads)
        row = _FIRST_ROW
        for column in self.layout.fields:
            value = field_value(self.content.record, column)
            values = [*(value or ()), *[None] * _SPARE_TEXTS] if column.is_list else [value]
            self._validate(sheet, column, row, 2, row + len(values) - 1)
            for one in values:
                sheet.write_string(row, 0, column.name, self.looks.fixed(small=True))
                sheet.write_string(row, 1, column.title, self.looks.fixed())
                self._value(sheet, row, 2, one, column)
                sheet.write_string(row, 3, _hint(column), self.looks.fixed(small=True))
                texts = (self._shown(one, column), _hint(column))
                sheet.set_row(row, height_of(zip(texts, (heads[2][1], heads[3][1]), strict=True)))
                row += 1
        self._close(sheet, row, len(heads))

    # The lists

    def _table_sheet(self, sheet: "Worksheet", table: Table, rows: Sequence[Row]) -> None:
        leading = _leading(table)
        columns = _columns(table)
        heads = [(head, 18, "") for head in leading]
        heads += [(column.title, width_of(column), _hint(column)) for column in columns]
        self._open(sheet, heads)
        last = _FIRST_ROW + len(rows) + _SPARE - 1
        for place, column in enumerate(columns, len(leading)):
            self._validate(sheet, column, _FIRST_ROW, place, last)
        blanks: list[Row | None] = [None] * _SPARE
        for row, one in enumerate([*rows, *blanks], _FIRST_ROW):
            shown: list[tuple[str, int]] = []
            for place, said in enumerate(_told(table, one)):
                self._text(sheet, row, place, said, self.looks.open(required=not one and place == 0))
            for place, column in enumerate(columns, len(leading)):
                value = _cell_value(table, one, column)
                is_given = bool(self.content.stamp.village) and value is not None and column.path[0] in table.keys
                self._value(sheet, row, place, value, column, is_given=is_given)
                shown.append((self._shown(value, column), heads[place][1]))
            sheet.set_row(row, height_of(shown))
        self._close(sheet, last + 1, len(heads))

    def _value(
        self, sheet: "Worksheet", row: int, place: int, value: Value, column: Column, *, is_given: bool = False
    ) -> None:
        """Write one *value* of the field of *column*; one that *is_given* is not to be changed."""
        look = self.looks.open(required=column.required, rule=column.rule)
        if is_given:
            look = self.looks.fixed(rule=column.rule)
        match value:
            case None:
                sheet.write_blank(row, place, None, look)
            case bool():
                sheet.write_string(row, place, _NAMES[not value], look)
            case datetime.date():
                sheet.write_datetime(row, place, datetime.datetime.combine(value, datetime.time()), look)
            case int() | Decimal() | float():
                sheet.write_number(row, place, float(value), look)
            case list() | tuple():
                self._text(sheet, row, place, lines_of_texts(value), look)
            case _:
                self._text(sheet, row, place, self._label(column, str(value)), look)

    def _shown(self, value: Value, column: Column) -> str:
        """The text that *value* takes room for in its cell."""
        if isinstance(value, list | tuple):
            return lines_of_texts(value)
        return self._label(column, str(value)) if isinstance(value, str) else ""

    def _label(self, column: Column, value: str) -> str:
        """What the list of options of *column* shows for *value*; itself where it has none."""
        options = self.content.choices.get(str(column.rule.get("取自", "")), ())
        return next((one.label for one in options if one.value == value), value)

    def _text(self, sheet: "Worksheet", row: int, place: int, text: str, look: Any) -> None:  # Any: of XlsxWriter
        sheet.write_string(row, place, as_cell(text), look)

    # What all sheets have

    def _open(self, sheet: "Worksheet", heads: Sequence[tuple[str, int, str]]) -> None:
        """Write the title and the *heads* of *sheet*: what each says, its width in characters, its hint."""
        title = f"{self.content.title}　{sheet.get_name()}"
        sheet.merge_range(0, 0, 0, max(1, len(heads) - 1), title, self.looks.title)
        for place, (head, width, hint) in enumerate(heads):
            sheet.write_string(1, place, head, self.looks.head)
            sheet.set_column(place, place, width)
            if hint:
                sheet.write_comment(1, place, hint, {"x_scale": 1.6, "author": "wenming"})
        sheet.set_row(0, 26)
        sheet.freeze_panes(_FIRST_ROW, 0)
        sheet.protect(_PASSWORD, _ALLOWED)
        sheet.set_paper(_A4)
        if sum(width for _head, width, _hint_ in heads) > _PORTRAIT_MAX:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
        sheet.set_margins(0.6, 0.6, 0.7, 0.7)
        sheet.set_footer("&C&P / &N")

    def _close(self, sheet: "Worksheet", row: int, width: int) -> None:
        """Write the line to sign on, and which workbook this is, from *row* on."""
        last = max(1, width - 1)
        signed = "填报人：　　　　　　　　审核人：　　　　　　　　日期：　　　　　　　　"
        sheet.merge_range(row, 0, row, last, signed, self.looks.signed)
        sheet.merge_range(row + 1, 0, row + 1, last, stamps.visible(self.content.stamp), self.looks.foot)
        sheet.set_row(row, 30)
        sheet.print_area(0, 0, row + 1, last)

    def _validate(self, sheet: "Worksheet", column: Column, first: int, place: int, last: int) -> None:
        """Let the cells of *column* take only what its rule does; pasting goes around that, the reader looks again."""
        rule = column.rule
        options = [option.label for option in self.content.choices.get(str(rule.get("取自", "")), ())]
        options = options or [str(one) for one in rule.get("enum", ())]
        wrong = {"error_title": column.title, "error_message": _hint(column)[:250]}
        allowed: dict[str, object] = {}
        if rule.get("type") == "boolean":
            allowed = {"validate": "list", "source": [*_NAMES]}
        elif options:
            allowed = {"validate": "list", "source": f"={self._named(options)}"}
        elif rule.get("format") == "date":
            allowed = {
                "validate": "date",
                "criteria": "between",
                "minimum": datetime.date(1949, 10, 1),
                "maximum": datetime.date(2999, 12, 31),
            }
        elif rule.get("type") in ("integer", "number"):
            kind = "integer" if rule["type"] == "integer" else "decimal"
            least = rule.get("minimum", rule.get("exclusiveMinimum", -1e12))
            allowed = {"validate": kind, "criteria": "between", "minimum": least, "maximum": 1e12}
        if allowed:
            sheet.data_validation(first, place, last, place, {**allowed, **wrong})

    def _named(self, options: Sequence[str]) -> str:
        """The defined name of the list of *options*, which will stand on a hidden sheet."""
        return self.options.setdefault("\n".join(options), f"options_{len(self.options) + 1}")

    def _options_sheet(self) -> None:
        """Write the lists of options: those in a validation itself may have 255 characters in all, no more."""
        if not self.options:
            return
        sheet = self.book.add_worksheet(OPTIONS_SHEET)
        for place, (options, name) in enumerate(self.options.items()):
            texts = options.split("\n")
            for row, text in enumerate(texts):
                self._text(sheet, row, place, text, None)
            letters = xlsxwriter.utility.xl_col_to_name(place)
            self.book.define_name(name, f"='{OPTIONS_SHEET}'!${letters}$1:${letters}${len(texts)}")
        sheet.hide()

    def _hidden_sheet(self) -> None:
        sheet = self.book.add_worksheet(HIDDEN_SHEET)
        for row, (name, value) in enumerate(stamps.hidden(self.content.stamp)):
            sheet.write_string(row, 0, name)
            self._text(sheet, row, 1, value, None)
        sheet.very_hidden()


def _leading(table: Table) -> list[str]:
    """The heads of the columns that tell a row from others."""
    heads: list[str] = []
    if table.has_homes:
        heads.append(HOME)
    if table.is_named:
        heads.append(NAME)
    elif table.has_numbers and not table.is_group:
        heads.append(NUMBER)
    return heads


def _told(table: Table, row: Row | None) -> list[str]:
    """What stands in those columns of *row*."""
    said = {HOME: row.home, NAME: row.number, NUMBER: row.number} if row else {}
    return [said.get(head, "") for head in _leading(table)]


def _columns(table: Table) -> Sequence[Column]:
    if table.shape != "cells":
        return table.columns
    return [Column((str(number),), {"title": str(number), "type": "string"}) for number in range(1, CELLS_MAX + 1)]


def _cell_value(table: Table, row: Row | None, column: Column) -> Value:
    """What *row* has in *column*; None where it has nothing."""
    if row is None:
        return None
    match table.shape:
        case "texts":
            return row.item
        case "cells":
            place = int(column.path[0]) - 1
            return row.item[place] if place < len(row.item) else None
    return value_at(row.item, column.path)


def _hint(column: Column) -> str:
    """What the schema says of the field of *column*, with its example."""
    said = str(column.rule.get("description", ""))
    example = next(iter(column.rule.get("examples", ())), None)
    if isinstance(example, bool):
        example = _NAMES[not example]
    if isinstance(example, list) and all(isinstance(one, str) for one in example):
        example = "、".join(example)
    if example is None or isinstance(example, list | dict):
        return said
    return f"{said}。例如：{example}" if said else str(example)
