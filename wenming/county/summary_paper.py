"""The towns of a county in words and tables: 汇总.docx, by the template county.docx, which a county may change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from wenming.base import resources, weeks
from wenming.county.bringing import COUNTY_TEMPLATE, SharedFile
from wenming.county.summing_up import Row, Summary
from wenming.documents.parts import outline
from wenming.gongwen.blocks import Block, Blocks, Table, cell, paragraph
from wenming.gongwen.chinese import date_text, number_text, numeral, percent_text
from wenming.gongwen.columns import fitting
from wenming.gongwen.template import Template

NAME = "汇总.docx"
_ROWS_MAX = 100  # of a table: a paper is to be read, all of them stand in the workbook
_NAMED = 20  # towns that a sentence names
_LEFT = frozenset({"没有报送的村", "问题", "数从哪里来", "哪里不对", "怎样改", "哪些镇"})  # columns of words
_ORGAN = {"名称": "", "机关": ""}  # of no town


def paper_of(summary: Summary, template: SharedFile | None) -> bytes:
    """The .docx that tells *summary*, by the *template* that a county has, else by ours. Raises Faults of that."""
    if template is None:
        return Template.load(resources.own("templates") / COUNTY_TEMPLATE).render(context_of(summary))
    return Template.read(template.data, template.shown).render(context_of(summary))


def context_of(summary: Summary) -> dict[str, object]:
    """What the template is filled with."""
    numbers = iter(range(1, 10))
    return {
        "标题": "各镇进展汇总",
        "镇": _ORGAN,
        "日期": summary.made_on,
        "概况": Blocks(outline.text(_overview(summary))),
        "各镇进展": Blocks(_under(numbers, "各镇进展", _towns(summary))),
        "没有报送": Blocks(_under(numbers, "没有报送的", _silent(summary))),
        "逾期问题": Blocks(_under(numbers, "逾期没有整改完的问题", _overdue(summary))),
        "没有做成": Blocks(_under(numbers, "没有做成的镇", _failed(summary))),
    }


def _under(numbers: Iterator[int], title: str, blocks: Sequence[Block]) -> list[Block]:
    """*blocks* under the next of the headings; nothing where there are none."""
    if not blocks:
        return []
    return [paragraph("一级标题", f"{numeral(next(numbers))}、{title}", keep_next=True), *blocks]


def _overview(summary: Summary) -> str:
    """How many towns there are, how far they are, who is first and who last."""
    told = [f"截至{date_text(summary.made_on)}，共{len(summary.rows) + summary.failed}个镇"]
    told.append(f"做成{len(summary.rows)}个镇的公文{summary.documents}份")
    if summary.failed:
        told.append(f"{summary.failed}个镇的表单还有错，没有做成")
    text = "，".join(told) + "。"
    ranked = sorted((row for row in summary.rows if row.standing), key=lambda row: row.rank)
    if not ranked or summary.average is None:
        return text
    week = weeks.named(summary.week)
    text += f"最近一期是{week.year}年第{week.number}周，"
    text += f"报了数的{len(ranked)}个镇完成率平均{percent_text(summary.average)}"
    if len({row.rank for row in ranked}) == 1:
        return text + "。"
    return text + f"，最高的是{_with_rate(ranked[0])}，最低的是{_with_rate(ranked[-1])}。"


def _with_rate(row: Row) -> str:
    rate = row.standing.rate if row.standing else None
    return f"{row.name}（{percent_text(rate)}）"


def _towns(summary: Summary) -> list[Block]:
    ranked = sorted((row for row in summary.rows if row.standing), key=lambda row: (row.rank, row.folder))
    cells = [[str(row.rank), row.name, *_figures(row), row.source] for row in ranked]
    return _table(["名次", "镇", "截至", "完成率", "较上周", "比时序", "逾期问题", "数从哪里来"], cells)


def _figures(row: Row) -> list[str]:
    """截至, 完成率, 较上周 and 比时序 in percentage points, 逾期问题."""
    one = row.standing
    assert one is not None
    ahead = "—" if one.should is None else _points(one.rate - one.should)
    return [_week(one.week), percent_text(one.rate), _points(one.change), ahead, str(len(one.overdue))]


def _week(name: str) -> str:
    """第17周 of 2026-W17."""
    return f"第{weeks.named(name).number}周"


def _points(change: Decimal) -> str:
    sign = "+" if change > 0 else ""
    return f"{sign}{number_text(change)}"


def _silent(summary: Summary) -> list[Block]:
    """The towns without the last week, and the villages that have reported nothing in theirs."""
    blocks: list[Block] = []
    if summary.behind:
        week = weeks.named(summary.week)
        names = _some([row.name for row in summary.behind])
        blocks += outline.text(f"还没有报{week.year}年第{week.number}周的有{len(summary.behind)}个镇：{names}。")
    cells: list[list[str]] = []
    for row in summary.silent:
        assert row.standing is not None
        cells.append([row.name, _week(row.standing.week), _some(row.standing.silent), row.source])
    return blocks + _table(["镇", "截至", "没有报送的村", "数从哪里来"], cells)


def _overdue(summary: Summary) -> list[Block]:
    cells = [
        [row.name, problem.number, problem.village, problem.what, problem.deadline, _days(problem.days), row.source]
        for row, problem in summary.overdue
    ]
    return _table(["镇", "编号", "责任单位", "问题", "整改期限", "逾期工作日", "数从哪里来"], cells)


def _days(days: int | None) -> str:
    return "—" if days is None else str(days)


def _failed(summary: Summary) -> list[Block]:
    cells = [[str(len(cause.towns)), cause.what, cause.first.mend, _some(cause.towns)] for cause in summary.causes]
    return _table(["镇数", "哪里不对", "怎样改", "哪些镇"], cells)


def _some(names: Sequence[str]) -> str:
    """The first of *names*, and how many there are where there are more."""
    text = "、".join(names[:_NAMED])
    return text if len(names) <= _NAMED else f"{text}等{len(names)}个"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Block]:
    """A table of *rows*, of very many the first; nothing where there are none."""
    if not rows:
        return []
    shown = rows[:_ROWS_MAX]
    blocks: list[Block] = []
    if len(rows) > len(shown):
        blocks += outline.text(f"共{len(rows)}行，下表是前{len(shown)}行，全部在汇总.xlsx里。")
    styles = ["表格文字" if head in _LEFT else "表格居中" for head in heads]
    cells = [[cell(text, style) for text, style in zip(row, styles, strict=True)] for row in shown]
    blocks.append(Table(widths=fitting(heads, shown), head=[heads], rows=cells))
    return blocks
