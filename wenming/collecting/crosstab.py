"""A sheet with a row for each village and a column for each task: what most towns draw for themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _
from wenming.collecting.knowledge import TASKS, UNITS
from wenming.forms.nodes import Node, Places
from wenming.forms.workbook import typed
from wenming.forms.workbook.headings import bare_head
from wenming.forms.workbook.places import STRIDE
from wenming.forms.workbook.typed import Knowledge
from wenming.forms.workbook.writing import Choice
from wenming.sheets.cells import Cell, Sheet

_LOOKED_AT = 12  # rows in which the heads are looked for
_LEAST = 2  # villages, so that the sheet is one of villages
_SUMS = frozenset({"合计", "总计", "小计", "共计", "全镇", "全镇合计"})
_NUMBER = re.compile(r"^[0-9]{1,3}[.、．)）]\s*")  # before a question of a form on the web
_VILLAGES = frozenset(
    {"村", "村名", "村名称", "行政村", "单位", "单位名称", "填报单位", "报送单位", "所在村", "您所在的村"}
)
_NUMBER_RULE: Mapping[str, object] = {"type": "number"}


class Crossed(NamedTuple):
    """A sheet of that kind: the row of its heads, the column of the villages, the task of each other column.

    *unknown*: heads that name no task.
    """

    sheet: Sheet
    row: int
    villages: int
    tasks: Mapping[int, str]
    unknown: tuple[str, ...]


def find(sheet: Sheet, knowledge: Knowledge) -> Crossed | None:
    """How *sheet* is understood as villages against tasks; None where it is no such sheet."""
    tasks = knowledge.choices.get(TASKS, ())
    units = knowledge.choices.get(UNITS, ())
    rows = sheet.rows()
    for row in sorted(rows)[:_LOOKED_AT]:
        heads = {column: _NUMBER.sub("", cell.text.strip()) for column, cell in rows[row].items()}
        named = {column: _task(head, tasks) for column, head in heads.items()}
        columns = {column: task for column, task in named.items() if task}
        if not columns or len(set(columns.values())) < len(columns):
            continue
        below = [number for number in rows if number > row]
        villages = _column_of_villages(sheet, heads, below, units)
        if villages is None or villages in columns:
            continue
        unknown = [heads[column] for column in heads if column not in columns and column != villages]
        return Crossed(sheet, row, villages, columns, tuple(unknown))
    return None


def _task(head: str, tasks: tuple[Choice, ...] | object) -> str:
    """The number of the task that *head* names in full; empty where it names none."""
    choices = tasks if isinstance(tasks, tuple) else ()
    for text in (head, bare_head(head)):
        value = typed.chosen(text, choices)
        if any(value == choice.value for choice in choices):
            return value
    return ""


def _column_of_villages(
    sheet: Sheet, heads: Mapping[int, str], rows: list[int], units: tuple[Choice, ...] | object
) -> int | None:
    """The column in which villages stand; None where there is none."""
    choices = units if isinstance(units, tuple) else ()
    known = {choice.value for choice in choices}
    for column, head in heads.items():
        cells = [sheet.cells[row, column] for row in rows if (row, column) in sheet.cells]
        villages = [cell for cell in cells if typed.chosen(cell.text, choices) in known]
        if len(villages) >= _LEAST or (villages and bare_head(head) in _VILLAGES):
            return column
    return None


def add(root: Node, crossed: Crossed, number: int, knowledge: Knowledge, places: Places) -> list[Fault]:
    """Add the rows of *crossed*, the sheet *number* of its book, to the tree *root*; what is wrong in its cells."""
    assert isinstance(root.value, dict)
    items = root.value.setdefault("进展", Node([], number * STRIDE + crossed.row, 1))
    root.keys = {**root.keys, "进展": (items.line, items.column)}
    faults: list[Fault] = []
    units = knowledge.choices.get(UNITS, ())
    for row, cells in crossed.sheet.rows().items():
        said = cells.get(crossed.villages)
        if row <= crossed.row or said is None or said.text.strip() in _SUMS:
            continue
        line = number * STRIDE + row
        unit = Node(typed.chosen(said.text.strip(), units), line, crossed.villages)
        for column, task in crossed.tasks.items():
            cell = cells.get(column)
            if cell is None:
                continue
            node, fault = _figure(cell, task, line, column, knowledge, places)
            if fault:
                faults.append(fault)
                continue
            item = {"任务": Node(task, line, column), "单位": unit, "完成": node}
            assert isinstance(items.value, list)
            items.value.append(Node(item, line, column, keys=dict.fromkeys(item, (line, column))))
    return faults


def _figure(
    cell: Cell, task: str, line: int, column: int, knowledge: Knowledge, places: Places
) -> tuple[Node, Fault | None]:
    """The figure in *cell* for *task*, or what is wrong with it."""
    unit = knowledge.unit_of({"任务": task})
    text = typed.text_for(cell, _NUMBER_RULE, knowledge, unit)
    node = Node(text, line, column)
    other = typed.other_unit(cell.text, unit)
    if cell.kind in ("error", "uncounted"):
        what = _("这一格的公式没有算出来：{text}").format(text=cell.text)
        return node, Fault(places.place(line, column, "完成"), what, _("改好公式，或者直接填数"), "formula-failed")
    if other:
        what = _("“{text}”的单位是“{other}”，这一项按“{unit}”算").format(text=cell.text.strip(), other=other, unit=unit)
        mend = _("折成“{unit}”的数再填，只写数字").format(unit=unit)
        return node, Fault(places.place(line, column, "完成"), what, mend, "unit-differs")
    return node, None
