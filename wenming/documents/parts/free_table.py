"""A table of a form's own: columns as wide as what they hold, heads in one or two rows, sums, notes below."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from wenming.gongwen import columns, phrases
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import HEAD, Block, Cell, Paragraph, Run, Table, cell, paragraph
from wenming.gongwen.chinese import number_text
from wenming.ooxml.units import Twips

if TYPE_CHECKING:
    from wenming.forms.records import FreeTable

#: In the head of a column whose figures nobody adds
_NOT_SUMMED = re.compile(r"序|号|码|率|占比|龄|年度|年份|排名|名次|均|单价|电话|手机|邮编|日期|时间|得分率")
_SUM, _SUMS = "合计", ("合计", "总计", "小计")
_LONGEST_FIGURE = 14  # digits: what has more is a number of an account, an identity card
_FIGURE = r"[+-]?[0-9]+(?:\.[0-9]+)?"
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
    body = [_row(row, styles) for row in rows]
    widths = columns.fitting(table["表头"], rows, measure)
    blocks: list[Block] = []
    if "名称" in table:
        blocks.append(paragraph("表格标题", table["名称"], keep_next=True))
    if "单位" in table:
        unit = f"单位：{table['单位'].removeprefix('单位：')}"
        blocks.append(Paragraph(style=_TEXT, runs=(Run(unit),), align="right", keep_next=True))
    blocks.append(Table(widths=widths, head=_head(table), rows=body))
    for line in table.get("注", "").split("\n"):
        if line:
            blocks.append(Paragraph(style=_TEXT, runs=phrases.runs(line)))
    return blocks


def _row(texts: Sequence[str], styles: Sequence[str]) -> list[Cell]:
    """The cells of a row, with phrases in another face as in a text."""
    cells: list[Cell] = []
    for text, style in zip(texts, styles, strict=True):
        cells.append(Cell(paragraphs=(Paragraph(style=style, runs=phrases.runs(text)),)))
    return cells


def _rows(table: FreeTable) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = list(table["行"])
    is_summed = any(cell.strip() in ("合计", "总计") for row in rows for cell in row[:2])
    if table.get("合计") and not is_summed:
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
    """The last row: the sum of each column of figures, 合计 in the first that has none, else before the first sum.

    Rows that are sums themselves are not counted.
    """
    counted = [row for row in rows if not any(cell.strip() in _SUMS for cell in row[:2])]
    sums = [_sum(head, [row[place] for row in counted]) for place, head in enumerate(heads)]
    label = next((place for place, text in enumerate(sums) if not text), 0)
    sums[label] = f"{_SUM}{sums[label]}"
    return sums


def _sum(head: str, column: Sequence[str]) -> str:
    """The sum of the figures in *column* under *head*; empty where it holds something else, or what nobody adds."""
    figures = [_figure(text) for text in column if text.strip()]
    if not figures or None in figures or _NOT_SUMMED.search(head):
        return ""
    return number_text(sum(figure for figure in figures if figure is not None))


def _figure(text: str) -> Decimal | None:
    """The figure that *text* is, in full width too; None where it is none."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace("\u2212", "-").strip()
    if not re.fullmatch(_FIGURE, plain) or len(plain) > _LONGEST_FIGURE:
        return None
    return Decimal(plain)
