"""Figures in tables: rows for templates, and whole tables."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from wenming.documents.parts import sentences
from wenming.documents.parts.outline import text
from wenming.documents.parts.sentences import pace_points, points, short
from wenming.documents.parts.tables import target_text
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Cell, Paragraph, Table, cell, paragraph
from wenming.gongwen.chinese import date_text, number_text, percent_text
from wenming.gongwen.columns import even_widths, fitting
from wenming.ooxml.units import Twips

if TYPE_CHECKING:
    from wenming.documents.wording import Wording
    from wenming.figures.problems import Problem
    from wenming.figures.progress import Figures, Indicator, Number, Subject, TaskProgress
    from wenming.forms.records import Task

_LEFT = [Twips(720), Twips(1300)]  # number and village
_COLUMNS_MAX = 8  # tasks that have room in a table by village


def task_row(words: Wording, number: int, row: TaskProgress) -> dict[str, str | int]:
    """A task's row for a template."""
    standing = row.standing
    return {
        "序号": number,
        "编号": row.task["编号"],
        "名称": row.task["名称"],
        "目标": f"{number_text(row.task['目标值'])}{row.task['单位']}",
        "本周": number_text(row.week),
        "累计": number_text(row.total),
        "完成率": percent_text(standing.rate),
        "较上周": points(words, standing.change),
        "应完成": percent_text(standing.should),
        "比时序": pace_points(words, standing.ahead),
    }


def problem_row(words: Wording, row: Problem, year: int) -> dict[str, str]:
    """A problem's row for a template; dates of another *year* say which."""
    record = row.record
    state = sentences.state(words, row)
    return {
        "编号": record["编号"],
        "单位": record["单位"],
        "描述": record["描述"],
        "发现": _date_in(year, record["发现"]),
        "整改期限": _date_in(year, record["整改期限"]),
        "责任人": record.get("责任人", ""),
        "状态": words.say("重新出现", 状态=state) if row.reopened else state,
    }


def _date_in(year: int, day: datetime.date) -> str:
    """3月5日 in a document of *year*, 2025年3月5日 where *day* is of another one."""
    if day.year == year:
        return short(day)
    return date_text(day)


def by_village(words: Wording, shared: Sequence[Task], figures: Figures) -> list[Block]:
    """Every village: how far it is; the sum to date and this week's of each task, where these have room."""
    villages = figures.villages
    if not villages:
        return []
    silent = {*figures.silent}
    rows: list[list[str]] = []
    for number, row in enumerate(villages, 1):
        moved = words.say("未报") if row.name in silent else _moved(words, row)
        rows.append([str(number), row.name, moved, *_standing(words, row)])
    heads = ["序号", words.names["行政村"], "本周有进展", "完成率", "较上周", "比时序", "名次"]
    blocks = text(words.say("各村表说明"))
    blocks.append(Table(widths=fitting(heads, rows), head=[heads], rows=_centred(rows)))
    if len(shared) <= _COLUMNS_MAX:
        blocks += [*text(words.say("各村各项表说明")), _by_village_and_task(words, shared, villages)]
    return blocks


def _by_village_and_task(words: Wording, shared: Sequence[Task], villages: Sequence[Subject]) -> Table:
    heads = ["序号", words.names["行政村"], *(task["名称"] for task in shared)]
    goals = [f"{number_text(task['分村'])}{task['单位']}" for task in shared]
    keys = [task["编号"] for task in shared]
    rows = [
        [str(number), row.name, *(_figures(row.total[key], row.week.get(key)) for key in keys)]
        for number, row in enumerate(villages, 1)
    ]
    sums = [_sum_of_villages(villages, key) for key in keys]
    widths = [*_LEFT, *even_widths(len(shared), Twips(m.TEXT_WIDTH - sum(_LEFT)))]
    goals_of_each = ["", f"每{words.names['村']}目标", *goals]
    return Table(
        widths=widths,
        head=[heads],
        rows=_centred([goals_of_each, *rows, ["", "合计", *sums]]),
    )


def _moved(words: Wording, row: Subject) -> str:
    """3项: how many tasks have a figure this week."""
    moved = [figure for figure in row.week.values() if figure]
    return words.say("有进展项数", 项数=len(moved))


def _standing(words: Wording, row: Subject) -> list[str]:
    standing = row.standing
    return [
        percent_text(standing.rate),
        points(words, standing.change),
        pace_points(words, standing.ahead),
        str(row.rank),
    ]


def _sum_of_villages(villages: Sequence[Subject], key: str) -> str:
    """What all *villages* have done of the task *key*; a week in which none has done anything has no arrow."""
    total = sum(row.total[key] for row in villages)
    week = sum(row.week.get(key, 0) for row in villages)
    return _figures(total, week or None)


def _figures(total: Number, week: Number | None) -> str:
    """12 ↑3: twelve in all, three this week; ↓ where this week took some back; 12 where nothing was reported."""
    text = number_text(total)
    if week is None:
        return text
    if week < 0:
        return f"{text} ↓{number_text(-week)}"
    return f"{text} ↑{number_text(week)}"


def by_unit(words: Wording, units: Sequence[Subject], change: str = "较上周") -> list[Block]:
    """Every unit in the lead: how many tasks, its rate, against the calendar, its rank."""
    if not units:
        return []
    rows = [[str(n), row.name, str(len(row.total)), *_standing(words, row)] for n, row in enumerate(units, 1)]
    heads = ["序号", "牵头单位", "任务数", "完成率", change, "比时序", "名次"]
    return [Table(widths=fitting(heads, rows), head=[heads], rows=_centred(rows, left=1))]


def indicators(words: Wording, rows: Sequence[Indicator]) -> list[Block]:
    """The indicators reported so far: target, figure, met or not."""
    if not any(row.value is not None for row in rows):
        return []
    states = {True: words.say("达标"), False: words.say("未达标"), None: words.say("未报")}
    cells = [
        [
            str(number),
            row.indicator["名称"],
            target_text(row.indicator),
            "—" if row.value is None else f"{number_text(row.value)}{row.indicator.get('单位', '')}",
            states[row.met],
        ]
        for number, row in enumerate(rows, 1)
    ]
    heads = ["序号", "指标", "目标值", "现值", "是否达标"]
    return [Table(widths=fitting(heads, cells), head=[heads], rows=_centred(cells, left=1))]


def standings(words: Wording, villages: Sequence[Subject], late: Mapping[str, int], change: str = "较上周") -> Table:
    """Villages by rank: rate, change, against the calendar, problems overdue."""
    ordered = sorted(villages, key=lambda row: row.rank)
    rows = [[str(row.rank), row.name, *_standing(words, row)[:3], str(late.get(row.name, 0))] for row in ordered]
    heads = ["名次", words.names["行政村"], "完成率", change, "比时序", "逾期问题"]
    return Table(widths=fitting(heads, rows), head=[heads], rows=_centred(rows))


def _centred(rows: Sequence[Sequence[str]], left: int = -1) -> list[list[Cell]]:
    """Cells in the middle, those of column *left* at its edge."""
    return [[cell(text, "表格文字" if n == left else "表格居中") for n, text in enumerate(row)] for row in rows]


def heading(level: str, text: str) -> Paragraph:
    """A heading above a table."""
    return paragraph(level, text, keep_next=True)
