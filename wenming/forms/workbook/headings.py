"""Which sheet of a workbook is which list of a form: by its name, or by the heads of its columns."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from wenming.base.similar import most_similar
from wenming.forms.workbook.tables import Column, Layout, Table
from wenming.forms.workbook.writing import FIELD, HOME, NAME, NUMBER, VALUE
from wenming.sheets.cells import Sheet

_LONGEST = 100  # characters of a head
_LOOKED_AT = 12  # rows above which the heads are looked for
_LIKENESS = 0.6
_SURE, _CALLED_SO, _ALIKE = 2, 1, 0  # how sure it is what a head stands for: many call it so, it is only like it
#: A figure under such a head is no figure of this week, or none that was done
MEANS_OTHERWISE = re.compile(r"累计|[目指]标|率|计划|应|未|上周|去年|下周|要求|总数|小计|占比|排名")
_NOTE = re.compile(r"[（(][^（）()]*[）)]")  # behind a head: （只写数字）
_BLANKS = re.compile(r"[\s\u200b*＊:：]+")
#: What people call the columns of their own sheets, by the field that is meant
OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "单位": (
        "村",
        "村名",
        "村名称",
        "行政村",
        "社区",
        "村（社区）",
        "村庄",
        "单位名称",
        "填报单位",
        "责任单位",
        "村社区",
    ),
    "任务": ("任务名称", "任务编号", "工作任务"),
    "完成": ("完成数", "完成数量", "本周完成数", "本周数", "完成量"),
    "所属周": ("周次", "哪一周"),
    "说明": ("备注", "情况说明", "补充说明"),
    "日期": ("时间", "活动时间", "开展时间"),
    "名称": ("活动", "活动内容", "活动主题"),
    "地点": ("活动地点", "开展地点"),
    "人数": ("参加人数", "参与人数"),
    "描述": ("问题", "存在问题", "问题描述", "问题内容"),
    "发现": ("发现时间", "发现日期"),
    "整改期限": ("整改时限", "期限", "时限", "完成时限"),
    "责任人": ("负责人", "整改责任人"),
    "状态": ("整改情况", "整改状态", "是否整改"),
}

#: Heads that may mean other things too: somebody is asked
NEAR_NAMES: Mapping[str, tuple[str, ...]] = {
    "任务": ("项目", "工作内容", "工作"),
    "完成": ("完成情况", "数量", "进展", "进度"),
}

Head = Column | str  # a column, or what tells rows from others: 所在, 序号, 名称


class Found(NamedTuple):
    """A sheet in which a list was found: where its heads stand, which column is which.

    *table* is None where it is the sheet of the fields; *offered*: heads that are only like those of the form, with
    what they are taken for; *unknown*: heads that were not understood.
    """

    sheet: Sheet
    table: Table | None
    row: int
    columns: Mapping[int, Head]
    offered: Mapping[str, Column]
    unknown: tuple[str, ...]

    @property
    def score(self) -> int:
        """How many of its columns were understood."""
        return len(self.columns)


def find(sheet: Sheet, layout: Layout, known: Mapping[str, str] | None = None) -> Found | None:
    """What *sheet* holds of a form with this *layout*; None where nothing of it is understood.

    *known* has what was once said of heads: the field that each stands for, empty where it is none.
    """
    rows = sheet.rows()
    named = layout.called(sheet.name)
    heads = [number for number in sorted(rows) if number <= _LOOKED_AT]
    inner = _inner_spots(sheet)
    found: list[Found] = []
    for number in heads:
        texts = {column: cell.text for column, cell in rows[number].items() if (number, column) not in inner}
        fields = _fields(sheet, number, texts)
        if fields:
            return fields
        for table in layout.tables.values() if named is None else [named]:
            one = _as_table(sheet, number, texts, table, known or {})
            if one and one.table is named and not one.offered and not one.unknown:
                return one
            if one:
                found.append(one)
    if not found:
        return None
    return max(found, key=lambda one: (one.table is not None and one.table.name == sheet.name, *_rank(one)))


def _rank(found: Found) -> tuple[int, int, int]:
    """How well a sheet was understood: what is taken on likeness alone counts less."""
    return found.score - len(found.offered), found.score, -found.row


def _inner_spots(sheet: Sheet) -> set[tuple[int, int]]:
    """The cells of the first rows within spans over several columns, but for those where they begin."""
    inner: set[tuple[int, int]] = set()
    for first_row, first_column, last_row, last_column in sheet.merged:
        for row in range(first_row, min(last_row, _LOOKED_AT) + 1):
            inner.update((row, column) for column in range(first_column + 1, last_column + 1))
    return inner


def _fields(sheet: Sheet, row: int, texts: Mapping[int, str]) -> Found | None:
    """The sheet of the fields, where the heads in *row* are its."""
    places = {text.strip(): column for column, text in texts.items()}
    if FIELD not in places or VALUE not in places:
        return None
    return Found(sheet, None, row, {places[FIELD]: FIELD, places[VALUE]: VALUE}, {}, ())


def _as_table(sheet: Sheet, row: int, texts: Mapping[int, str], table: Table, known: Mapping[str, str]) -> Found | None:
    """The heads in *row* as those of *table*; None where too few are."""
    columns: dict[int, Head] = {}
    offered: dict[str, Column] = {}
    unknown: list[str] = []
    best = _ALIKE
    by_name = {name: column for column in columns_of(table) for name in _names(column)}
    exact = [place for place, text in texts.items() if bare_head(text) in by_name]
    for place in [*exact, *[place for place in texts if place not in exact]]:
        text = texts[place]
        head, certainty = _head(text, table, known, by_name)
        if head is None or head in columns.values():
            unknown.append(text)
            continue
        columns[place] = head
        best = max(best, certainty)
        if certainty < _SURE and isinstance(head, Column):
            offered[text] = head
    taken = [head for head in columns.values() if isinstance(head, Column)]
    is_by_name = sheet.name == table.name
    least = 1 if is_by_name or table.shape == "texts" else 2
    if len(columns) < least or not taken or (best == _ALIKE and not is_by_name):
        return None
    if table.shape == "cells" and not is_by_name:
        return None
    if table.has_homes and HOME not in columns.values() and not is_by_name:
        return None
    return Found(sheet, table, row, columns, offered, tuple(unknown))


def _head(text: str, table: Table, known: Mapping[str, str], by_name: Mapping[str, Column]) -> tuple[Head | None, int]:
    """Which column of *table* the head *text* is, and how sure that is."""
    bare = bare_head(text)
    if not bare:
        return None, _SURE
    for own in _own(table):
        if bare == own:
            return own, _SURE
    columns = columns_of(table)
    if text in known:
        return next((column for column in columns if column.name == known[text]), None), _SURE
    if bare in by_name and not MEANS_OTHERWISE.search(text.replace(bare, "")):
        return by_name[bare], _SURE
    if MEANS_OTHERWISE.search(text):
        return None, _SURE
    for column in columns:
        if bare in OTHER_NAMES.get(column.path[-1], ()):
            return column, _SURE
        if bare in NEAR_NAMES.get(column.path[-1], ()):
            return column, _CALLED_SO
    near = most_similar(bare, [*by_name], _LIKENESS)
    return (by_name[near], _ALIKE) if near else (None, _SURE)


def columns_of(table: Table) -> tuple[Column, ...]:
    """The columns of the sheet of *table*."""
    if table.shape != "cells":
        return table.columns
    return tuple(Column((str(number),), {"type": "string"}) for number in range(1, 16))


def _own(table: Table) -> Iterator[str]:
    if table.has_homes:
        yield HOME
    if table.is_named:
        yield NAME
    elif table.has_numbers and not table.is_group:
        yield NUMBER


def _names(column: Column) -> Iterator[str]:
    yield bare_head(column.name)
    yield bare_head(column.title)
    if len(column.path) == 1:
        yield bare_head(column.path[-1])


@lru_cache(maxsize=4096)
def bare_head(text: str) -> str:
    """The head *text* without blanks, marks and notes behind it."""
    normal = unicodedata.normalize("NFKC", text[:_LONGEST])
    bare = _BLANKS.sub("", _NOTE.sub("", normal))
    return bare or _BLANKS.sub("", normal)
