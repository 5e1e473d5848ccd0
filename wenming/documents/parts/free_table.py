"""A table of a form's own: columns as wide as what they hold, heads in one or two rows, sums, notes below."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import TYPE_CHECKING

from wenming.gongwen import columns
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import HEAD, Block, Cell, Paragraph, Run, Table, cell, paragraph
from wenming.gongwen.chinese import number_text
from wenming.ooxml.units import Twips

if TYPE_CHECKING:
    from wenming.forms.records import FreeTable

_NOT_SUMMED = ("序号", "编号", "电话", "联系电话", "手机号码", "年份")
_CENTRED, _TEXT = "表格居中", "表格文字"


def lies_across(table: FreeTable) -> bool:
    """True if *table* is for a page that lies across: it says so, or its columns do not fit an upright one."""
    if "横排" in table:
        return table["横排"]
    return not columns.can_stand(table["表头"], _rows(table))


def free_table(table: FreeTable, measure: Twips = m.TEXT_WIDTH) -> list[Block]:
    """*table* as wide as *measure*, its name above it, the sums in its last row, notes below."""
    rows = _rows(table)
    styles = [_TEXT if is_long else _CENTRED for is_long in columns.are_long(table["表头"], rows)]
    body = [[cell(text, style=style) for text, style in zip(row, styles, strict=True)] for row in rows]
    widths = columns.fitting(table["表头"], rows, measure)
    blocks: list[Block] = []
    if "名称" in table:
        blocks.append(paragraph("表格标题", table["名称"], keep_next=True))
    if "单位" in table:
        unit = f"单位：{table['单位'].removeprefix('单位：')}"
        blocks.append(Paragraph(style=_TEXT, runs=(Run(unit),), align="right", keep_next=True))
    blocks.append(Table(widths=widths, head=_head(table), rows=body))
    blocks += (paragraph(_TEXT, line) for line in table.get("注", "").split("\n") if line)
    return blocks


def _rows(table: FreeTable) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = list(table["行"])
    if table.get("合计"):
        rows.append(_sums(table["表头"], rows))
    return rows


def _head(table: FreeTable) -> list[Sequence[str | Cell]]:
    """The rows of the head: equal neighbours in the upper are merged, and with what stands below if that is equal."""
    lower = table["表头"]
    if "上层表头" not in table:
        return [lower]
    upper = table["上层表头"]
    first: list[str | Cell] = []
    second: list[str | Cell] = []
    place = 0
    for text, group in groupby(upper):
        count = len(list(group))
        below = lower[place : place + count]
        place += count
        reaches_down = all(label == text for label in below)
        first.append(cell(text, HEAD, rows=2 if reaches_down else 1, columns=count))
        if reaches_down:
            second.append(cell("", HEAD, rows=0, columns=count))
        else:
            second += below
    return [first, second]


def _sums(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The last row: the sum of each column of figures, 合计 in the first that has none."""
    sums: list[str] = []
    for head, column in zip(heads, zip(*rows, strict=True), strict=True):
        figures = [_figure(text) for text in column if text]
        is_summed = head not in _NOT_SUMMED and figures and None not in figures
        sums.append(number_text(sum(figure for figure in figures if figure is not None)) if is_summed else "")
    label = next((place for place, text in enumerate(sums) if not text), None)
    if label is not None:
        sums[label] = "合计"
    return sums


def _figure(text: str) -> Decimal | None:
    """The figure that *text* is; None where it is none."""
    try:
        figure = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    return figure if figure.is_finite() else None
