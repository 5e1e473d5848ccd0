"""A sheet with a row for each village and a column for each task, or the other way round: what most towns draw."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _
from wenming.collecting.knowledge import TASKS, UNITS, tasks_named
from wenming.forms.nodes import Node, Places
from wenming.forms.workbook import typed
from wenming.forms.workbook.headings import MEANS_OTHERWISE, bare_head
from wenming.forms.workbook.places import STRIDE
from wenming.forms.workbook.reading import SUMS
from wenming.forms.workbook.typed import Knowledge
from wenming.forms.workbook.writing import Choice
from wenming.sheets.cells import Cell, Sheet

_LOOKED_AT = 12  # rows in which the heads are looked for
_ROWS_LOOKED_AT = 300  # below the heads
_LEAST = 2  # names on a side, so that it is one of villages or of tasks
_NUMBER = re.compile(r"^[0-9]{1,3}[.、．)）]\s*")  # before a question of a form on the web
_NOTE = re.compile(r"[（(]([^（）()]*)[)）]$")
_OF_WEEK = re.compile(r"^(?:本周|当周|这周)?(?:新增|完成|完成数|完成数量|数量)?$|^本周")
_VILLAGES = frozenset({"村", "村名", "村名称", "行政村", "单位", "单位名称", "填报单位", "报送单位", "所在村"})
_NUMBER_RULE: Mapping[str, object] = {"type": "number"}


class Crossed(NamedTuple):
    """A sheet of that kind: the row of its heads, what each column is of, the column that says what a row is of.

    *is_turned*: columns are of villages, rows of tasks. *unknown*: heads that name neither.
    """

    sheet: Sheet
    row: int
    side: int
    columns: Mapping[int, str]
    is_turned: bool
    unknown: tuple[str, ...]


def find(sheet: Sheet, knowledge: Knowledge) -> Crossed | None:
    """How *sheet* is understood as villages against tasks; None where it is no such sheet."""
    tasks = knowledge.choices.get(TASKS, ())
    units = knowledge.choices.get(UNITS, ())
    rows = sheet.rows()
    for row in sorted(rows)[:_LOOKED_AT]:
        heads = {column: _NUMBER.sub("", cell.text.strip()) for column, cell in rows[row].items()}
        for is_turned in (False, True):
            columns = _villages(heads, units) if is_turned else _tasks(heads, tasks, knowledge)
            last = row
            if not is_turned:
                columns, last = _of_this_week(columns, rows.get(row + 1, {}), row)
            is_unclear = len(set(columns.values())) < max(len(columns), _LEAST if is_turned else 1)
            below = [number for number in rows if number > last]
            is_unclear |= _names_stand_below(sheet, columns, below, units if is_turned else tasks)
            side = None if is_unclear else _side(sheet, heads, below, tasks if is_turned else units)
            if side is not None and side not in columns:
                unknown = [heads[column] for column in heads if column not in columns and column != side]
                return Crossed(sheet, last, side, columns, is_turned, tuple(dict.fromkeys(unknown)))
    return None


def _tasks(heads: Mapping[int, str], tasks: Sequence[Choice], knowledge: Knowledge) -> dict[int, str]:
    """By their columns the numbers of the tasks that *heads* name."""
    columns: dict[int, str] = {}
    for column, head in heads.items():
        task = "" if head.isdecimal() else _task(head, tasks, knowledge)
        if task:
            columns[column] = task
    return columns


def _task(head: str, tasks: Sequence[Choice], knowledge: Knowledge) -> str:
    """The number of the task that *head* names, in the unit that the task has; empty where it names none."""
    value = typed.chosen(head, tasks)
    if any(value == choice.value for choice in tasks):
        return value
    note = _NOTE.search(head)
    named = tasks_named(bare_head(head), tasks)
    if len(named) != 1 or MEANS_OTHERWISE.search(head):
        return ""
    unit = knowledge.unit_of({"任务": named[0].value})
    is_as_noted = note is None or typed.is_same_unit(note[1], unit) or _OF_WEEK.match(note[1]) is not None
    return named[0].value if is_as_noted else ""


def _villages(heads: Mapping[int, str], units: Sequence[Choice]) -> dict[int, str]:
    """By their columns the villages that *heads* name."""
    known = {choice.value for choice in units}
    named = {column: typed.chosen(head, units) for column, head in heads.items()}
    return {column: name for column, name in named.items() if name in known}


def _names_stand_below(
    sheet: Sheet, columns: Mapping[int, str], rows: Sequence[int], choices: Sequence[Choice]
) -> bool:
    """True if below the heads of *columns* stand names of their kind: then this is a row of a list, no head."""
    known = {choice.value for choice in choices}
    for column in columns:
        for row in rows[:_ROWS_LOOKED_AT]:
            cell = sheet.cells.get((row, column))
            is_word = cell is not None and cell.kind == "text" and not cell.text.strip().isdecimal()
            if cell is not None and is_word and typed.chosen(cell.text, choices) in known:
                return True
    return False


def _of_this_week(columns: Mapping[int, str], below: Mapping[int, Cell], row: int) -> tuple[dict[int, str], int]:
    """Of the *columns* those of this week, where a second row of heads tells them apart; the last row of the heads."""
    texts = {column: cell.text.strip() for column, cell in below.items()}
    tells_apart = any(MEANS_OTHERWISE.search(texts.get(column, "")) for column in texts)
    has_second_row = len(set(columns.values())) < len(columns) or tells_apart
    if not has_second_row:
        return dict(columns), row
    full: dict[int, str] = {}
    task = ""
    for column in range(1, max([*columns, *texts], default=0) + 1):
        task = columns.get(column, task)
        if task and column in texts and _OF_WEEK.match(texts[column]):
            full[column] = task
    return full, row + 1


def _side(sheet: Sheet, heads: Mapping[int, str], rows: Sequence[int], choices: Sequence[Choice]) -> int | None:
    """The column in which some of *choices* stand, a row each; None where there is none."""
    known = {choice.value for choice in choices}
    for column, head in heads.items():
        cells = [sheet.cells[row, column] for row in rows[:_ROWS_LOOKED_AT] if (row, column) in sheet.cells]
        named = [cell for cell in cells if typed.chosen(cell.text, choices) in known]
        if len(named) >= _LEAST or (named and bare_head(head) in _VILLAGES):
            return column
    return None


def add(root: Node, crossed: Crossed, knowledge: Knowledge, number: int, places: Places) -> Iterator[Fault]:
    """Add the rows of *crossed*, the sheet *number* of its book, to the tree *root*; yields what is wrong in cells."""
    assert isinstance(root.value, dict)
    items = root.value.setdefault("进展", Node([], number * STRIDE + crossed.row, 1))
    root.keys = {**root.keys, "进展": (items.line, items.column)}
    assert isinstance(items.value, list)
    for row, cells in crossed.sheet.rows().items():
        said = cells.get(crossed.side)
        if row <= crossed.row or said is None or is_sum(cells):
            continue
        line = number * STRIDE + row
        for column, of_column in crossed.columns.items():
            cell = cells.get(column)
            if cell is None:
                continue
            task, unit = _task_and_unit(said.text, of_column, crossed, knowledge)
            node, fault = _figure(cell, task, line, column, knowledge, places)
            if fault:
                yield fault
            elif node.value:
                item = {"任务": Node(task, line, column), "单位": Node(unit, line, crossed.side), "完成": node}
                items.value.append(Node(item, line, column, keys=dict.fromkeys(item, (line, column))))


def is_sum(cells: Mapping[int, Cell]) -> bool:
    """True if one of the first *cells* of a row says that the others are sums."""
    return any(cell.text.strip() in SUMS for cell in [*cells.values()][:_LEAST])


def sums_of(crossed: Crossed) -> Iterator[tuple[int, int]]:
    """The rows of sums, which are not read, and their first columns."""
    for row, cells in crossed.sheet.rows().items():
        if row > crossed.row and is_sum(cells):
            yield row, min(cells)


def _task_and_unit(side: str, of_column: str, crossed: Crossed, knowledge: Knowledge) -> tuple[str, str]:
    """The task and the unit of a cell, by what its row and its column are of."""
    choices = knowledge.choices.get(TASKS if crossed.is_turned else UNITS, ())
    of_row = typed.chosen(side.strip(), choices)
    return (of_row, of_column) if crossed.is_turned else (of_column, of_row)


def _figure(
    cell: Cell, task: str, line: int, column: int, knowledge: Knowledge, places: Places
) -> tuple[Node, Fault | None]:
    """The figure in *cell* for *task*, or what is wrong with it."""
    unit = knowledge.unit_of({"任务": task})
    node = Node(typed.text_for(cell, _NUMBER_RULE, knowledge, unit), line, column)
    place = places.place(line, column, "完成")
    other = typed.other_unit(cell.text, unit)
    if cell.kind in ("error", "uncounted"):
        what = _("这一格的公式没有算出来：{text}").format(text=cell.text)
        return node, Fault(place, what, _("改好公式，或者直接填数"), "formula-failed")
    if other:
        what = _("“{text}”的单位是“{other}”，这一项按“{unit}”算").format(text=cell.text.strip(), other=other, unit=unit)
        return node, Fault(place, what, _("折成“{unit}”的数再填，只写数字").format(unit=unit), "unit-differs")
    return node, None
