"""The 整改通知单: one for each unit with open problems, numbered by week and unit, with a receipt to cut off."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from wenming.base import weeks
from wenming.base.lazy import Later
from wenming.documents.kinds import Asked, Document, Kind
from wenming.documents.parts import outline, progress_tables, sentences
from wenming.documents.parts.campaign import name_of_campaign, week_by_week
from wenming.documents.parts.signature import signature
from wenming.gongwen.blocks import Block, Blocks, Paragraph, Run, Table, cell, paragraph
from wenming.gongwen.chinese import date_text
from wenming.gongwen.columns import shares
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.documents.wording import Wording
    from wenming.figures import workdays
    from wenming.figures.problems import Problem
    from wenming.forms.records import WeekReport
else:
    workdays = Later("wenming.figures.workdays")

_REPLY = 3  # working days to answer where every deadline has passed


def _each_order(town: Town, kind: Kind, asked: Asked) -> Iterator[Document]:
    """Orders of one week, the last where none is named."""
    last = asked.week or max((weeks.named(form.record["周"]) for form in town.weeks), default=None)
    for so_far in week_by_week(town):
        if so_far.week == last:
            for title, own in orders(kind.wording, town, so_far.report, so_far.ledger.problems()):
                yield so_far.document(town, kind, title, own)


def orders(
    words: Wording, town: Town, report: WeekReport, problems: Sequence[Problem]
) -> Iterator[tuple[str, dict[str, object]]]:
    """File name and what each 整改通知单 of a week, by its *report*, is filled with.

    Its number is the unit's place among the town's villages and units: once sent, it stays, whoever is done meanwhile.
    """
    names = dict.fromkeys([*town.record["行政村"], *town.record.get("其他单位", ())])
    for row in problems:
        names.setdefault(row.record["单位"])
    week = weeks.named(report["周"])
    day = report.get("编发日期", week.sunday)
    for number, name in enumerate(names, 1):
        rows = [problem for problem in problems if problem.open and problem.record["单位"] == name]
        if rows:
            reference = words.say("编号", 年=week.year, 周=sentences.week_name(week), 序号=f"{number:02}")
            title = words.say("文件名", 编号=reference, 单位=name)
            yield title, _order(words, town, day, name, rows, reference)


def _order(
    words: Wording, town: Town, day: datetime.date, name: str, rows: Sequence[Problem], reference: str
) -> dict[str, object]:
    office = town.record.get("办公室", town.record["机关"])
    until = _reply(rows, day)
    you = words.say("你村" if name in town.record["行政村"] else "你单位")
    found = words.say("发现问题", 工作=name_of_campaign(town), 你方=you, 个数=len(rows))
    return {
        "标题": words.say("标题"),
        "编号": reference,
        "单位": name,
        "正文": Blocks(outline.text(found)),
        "问题": [progress_tables.problem_row(words, row, day.year) for row in rows],
        "要求": Blocks(outline.text(_demand(words, rows, until, office))),
        "回复期限": until or words.say("回复期限"),
        "落款": Blocks(signature([office], date_text(day), sealed=False)),
        "回执": Blocks(_receipt(words, rows, name, reference, office)),
    }


def _reply(rows: Sequence[Problem], day: datetime.date) -> datetime.date | None:
    """When the receipt is due: at the last deadline that is still to come, else a few working days from now.

    None where these are not to be told, as the holidays of the year are not published.
    """
    coming = [row.record["整改期限"] for row in rows if row.record["整改期限"] > day]
    if coming:
        return max(coming)
    return workdays.workday_after(day, _REPLY)


def _demand(words: Wording, rows: Sequence[Problem], until: datetime.date | None, office: str) -> str:
    """What the unit is asked to do: about problems past their deadlines, about the others, with the receipt."""
    late = [row.record["编号"] for row in rows if row.late]
    text = ""
    if late:
        text = words.say("其中已逾期" if len(rows) > 1 else "一个已逾期", 编号="、".join(late))
    when = words.say("于某日前", 日期=date_text(until)) if until else words.say("收到后几日")
    text += words.say("请整改" if len(late) < len(rows) else "请报送", 何时=when, 单位=office)
    return text + words.say("不报的")


def _receipt(words: Wording, rows: Sequence[Problem], name: str, reference: str, office: str) -> list[Block]:
    """A slip on one page: what was done about each problem, who signs for it."""
    body = [
        [
            cell(row.record["编号"], "表格居中", keep_next=True),
            cell(row.record["描述"]),
            cell(""),
            cell("　　月　　日", "表格居中"),
        ]
        for row in rows
    ]
    heads = ["编号", "问题", "整改情况", "完成日期"]
    return [
        Paragraph(style=outline.BODY, runs=(Run(words.say("裁切线")),), align="center", keep_next=True),
        Paragraph(style="简报期号", runs=(Run(words.say("回执标题", 编号=reference)),), keep_next=True),
        paragraph("主送机关", f"{office}：", keep_next=True),
        paragraph(outline.BODY, words.say("回执开头", 单位=name), keep_next=True),
        Table(widths=shares([1.2, 3, 4, 2]), head=[heads], rows=body),
        paragraph(outline.BODY, words.say("回执签字"), keep_next=True),
        paragraph("落款", words.say("回执日期")),
    ]


KIND = Kind(
    key="rectification",
    name="整改通知单",
    aliases=("整改通知", "整改"),
    needs=("plan", "weeks"),
    each="每个整改单位",
    condition="那一周还有问题没有整改完",
    named_only=True,
    template="rectification.docx",
    words=("common",),
    documents=_each_order,
    own_words=("正文",),
)
