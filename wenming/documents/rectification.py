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
    from wenming.figures import workdays
    from wenming.figures.problems import Problem
    from wenming.forms.records import WeekReport
else:
    workdays = Later("wenming.figures.workdays")

_REPLY, _DAYS = 3, "三个工作日"  # to answer where every deadline has passed
_CUT = "…………………………沿此线裁下…………………………"


def _each_order(town: Town, kind: Kind, asked: Asked) -> Iterator[Document]:
    """Orders of one week, the last where none is named."""
    last = asked.week or max((weeks.named(form.record["周"]) for form in town.weeks), default=None)
    for so_far in week_by_week(town):
        if so_far.week == last:
            for title, own in orders(town, so_far.report, so_far.ledger.problems()):
                yield so_far.document(town, kind, title, own)


def orders(town: Town, report: WeekReport, problems: Sequence[Problem]) -> Iterator[tuple[str, dict[str, object]]]:
    """File name and what each 整改通知单 of a week, by its *report*, is filled with.

    Its number is the unit's place among the town's villages and units: once sent, it stays, whoever is done meanwhile.
    """
    names = dict.fromkeys([*town.record["行政村"], *town.record.get("其他单位", ())])
    for row in problems:
        names.setdefault(row.record["单位"])
    week = weeks.named(report["周"])
    day = report.get("编发日期", week.sunday)
    when = f"{week.year}年{sentences.week_name(week)}"
    for number, name in enumerate(names, 1):
        rows = [problem for problem in problems if problem.open and problem.record["单位"] == name]
        if rows:
            reference = f"{when}第{number:02}号"
            yield f"整改通知单（{reference}，{name}）", _order(town, day, name, rows, reference)


def _order(town: Town, day: datetime.date, name: str, rows: Sequence[Problem], reference: str) -> dict[str, object]:
    office = town.record.get("办公室", town.record["机关"])
    until = _reply(rows, day)
    you = "你村" if name in town.record["行政村"] else "你单位"
    found = f"在{name_of_campaign(town)}中，经检查，{you}存在{len(rows)}个需要整改的问题："
    return {
        "标题": "整改通知单",
        "编号": reference,
        "单位": name,
        "正文": Blocks(outline.text(found)),
        "问题": [progress_tables.problem_row(row, day.year) for row in rows],
        "要求": Blocks(outline.text(_demand(rows, until, office))),
        "回复期限": until or f"收到后{_DAYS}内",
        "落款": Blocks(signature([office], date_text(day), sealed=False)),
        "回执": Blocks(_receipt(rows, name, reference, office)),
    }


def _reply(rows: Sequence[Problem], day: datetime.date) -> datetime.date | None:
    """When the receipt is due: at the last deadline that is still to come, else a few working days from now.

    None where these are not to be told, as the holidays of the year are not published.
    """
    coming = [row.record["整改期限"] for row in rows if row.record["整改期限"] > day]
    if coming:
        return max(coming)
    return workdays.workday_after(day, _REPLY)


def _demand(rows: Sequence[Problem], until: datetime.date | None, office: str) -> str:
    """What the unit is asked to do: about problems past their deadlines, about the others, with the receipt."""
    late = [row.record["编号"] for row in rows if row.late]
    text = ""
    if late:
        among = "其中" if len(rows) > 1 else ""
        text = f"{among}{'、'.join(late)}已超过整改期限，请立即整改。"
    please = "请按上表的期限完成整改，" if len(late) < len(rows) else "请"
    when = f"于{date_text(until)}前" if until else f"在收到后{_DAYS}内"
    return f"{text}{please}{when}将回执报送{office}。逾期不报或者整改不到位的，予以通报。"


def _receipt(rows: Sequence[Problem], name: str, reference: str, office: str) -> list[Block]:
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
        Paragraph(style=outline.BODY, runs=(Run(_CUT),), align="center", keep_next=True),
        Paragraph(style="简报期号", runs=(Run(f"整改回执（{reference}）"),), keep_next=True),
        paragraph("主送机关", f"{office}：", keep_next=True),
        paragraph(outline.BODY, f"{name}收到整改通知单，整改情况如下：", keep_next=True),
        Table(widths=shares([1.2, 3, 4, 2]), head=[heads], rows=body),
        paragraph(outline.BODY, "单位（盖章）：　　　　　　　负责人签字：", keep_next=True),
        paragraph("落款", "　　　　年　　月　　日"),
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
    documents=_each_order,
    own_words=("正文",),
)
