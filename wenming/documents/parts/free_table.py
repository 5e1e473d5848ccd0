"""A table of a form's own: columns as wide as what they hold, heads in one or two rows, sums, notes below."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

from wenming.gongwen import measures as m
from wenming.gongwen.blocks import HEAD, Block, Cell, Paragraph, Run, Table, cell, paragraph
from wenming.gongwen.chinese import number_text, widest
from wenming.gongwen.columns import shares
from wenming.ooxml.units import Points, Twips, twips

if TYPE_CHECKING:
    from wenming.forms.records import FreeTable

_LONG = 8  # characters of a cell that is not centred any more
_CELL_SIZE, _BESIDE = Points(12), 1.5  # 小四; characters that the margins of a cell take, and to spare
_NARROWEST, _WIDEST = 2.5, 16  # characters that a column is counted with
_NOT_SUMMED = ("序号", "编号", "电话", "联系电话", "手机号码", "年份")
_CENTRED, _TEXT = "表格居中", "表格文字"


def lies_across(table: FreeTable) -> bool:
    """True if *table* is for a page that lies across: it says so, or its columns do not fit an upright one."""
    if "横排" in table:
        return table["横排"]
    least = [min(most, _LONG) + _BESIDE for most in _widest_with_broken_heads(table)]
    return sum(least) * twips(_CELL_SIZE) > m.TEXT_WIDTH


def free_table(table: FreeTable, measure: Twips = m.TEXT_WIDTH) -> list[Block]:
    """*table* as wide as *measure*, its name above it, the sums in its last row, notes below."""
    most_of = _widest(table)
    styles = [_TEXT if most > _LONG else _CENTRED for most in most_of]
    body = [[cell(text, style=style) for text, style in zip(row, styles, strict=True)] for row in _rows(table)]
    widths = _widths_for(most_of, _widest_with_broken_heads(table), measure)
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


def _widest(table: FreeTable) -> list[float]:
    """How many characters the widest cell of each column has, in whatever face."""
    return [max(map(widest, column)) for column in zip(table["表头"], *_rows(table), strict=True)]


def _widest_with_broken_heads(table: FreeTable) -> list[float]:
    """The same where each head of more than two characters may stand on two lines."""
    heads = [max(min(2, widest(head)), ceil(widest(head) / 2)) for head in table["表头"]]
    cells = [max(map(widest, column)) for column in zip(*_rows(table), strict=True)]
    return [max(head, cell) for head, cell in zip(heads, cells, strict=True)]


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


def _widths_for(whole: Sequence[float], broken: Sequence[float], measure: Twips) -> list[Twips]:
    """The widths of columns whose widest cells have so many characters: no short one breaks in two.

    What is left over goes to all of them; where there is too little, heads stand on two lines (*broken*), then the long
    ones share what the short ones leave.
    """
    for characters in (whole, broken):
        needed = [(most + _BESIDE) * twips(_CELL_SIZE) for most in characters]
        if sum(needed) <= measure:
            return shares(needed, measure)
    short = [need if most <= _LONG else 0 for need, most in zip(needed, broken, strict=True)]
    rest = measure - sum(short)
    long = [most for most in broken if most > _LONG]
    if not long or rest < len(long) * _LONG * twips(_CELL_SIZE):
        return shares([min(max(most, _NARROWEST), _WIDEST) for most in broken], measure)
    return shares([need or rest * most / sum(long) for need, most in zip(short, broken, strict=True)], measure)


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
