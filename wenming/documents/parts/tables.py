"""What a chapter can hold beside text: the leadership group, the table of targets, the breakdown of tasks."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Indent, Paragraph, Run, Table, cell, paragraph
from wenming.gongwen.chinese import date_text, number_text, padded_name, width
from wenming.gongwen.columns import merged, shares

Record = Mapping[str, Any]
_LABELS = {"组长": "组　长：", "副组长": "副组长：", "成员": "成　员："}


def roster(group: Record) -> list[Block]:
    """The leadership group: names in a column, two-character ones padded, posts aligned; its office."""
    people = [person for role in _LABELS for person in group.get(role, ())]
    names = max((width(padded_name(person["姓名"])) for person in people if "姓名" in person), default=0)
    post = round((2 + 4 + names + (1 if names else 0)) * m.SIZE_3)
    blocks: list[Block] = []
    for role, label in _LABELS.items():
        for number, person in enumerate(group.get(role, ())):
            blocks.append(_person(label if not number else "　　　　", person, post))
    office = group.get("办公室")
    if office:
        blocks.append(paragraph("公文正文", office_text(office)))
    return blocks


def office_text(office: Record) -> str:
    """领导小组下设办公室…… in one sentence."""
    text = f"领导小组下设办公室，办公室设在{office['设在']}"
    if "主任" in office:
        text += f"，由{office['主任']}同志兼任办公室主任"
    if "职责" in office:
        text += f"，{office['职责'].rstrip('。')}"
    return text + "。"


def targets(rows: Sequence[Record]) -> list[Block]:
    """The table of indicators: number, name, target, who leads."""
    heads, parts = ["序号", "指标", "目标值"], [1.1, 5, 2]
    body = [
        [cell(str(number), style="表格居中"), cell(row["名称"]), cell(target_text(row), style="表格居中")]
        for number, row in enumerate(rows, 1)
    ]
    for name, head, style in (("牵头", "牵头单位", "表格居中"), ("说明", "说明", "表格文字")):
        if any(name in row for row in rows):
            heads.append(head)
            parts.append(2.5)
            for cells, row in zip(body, rows, strict=True):
                cells.append(cell(row.get(name, ""), style=style))
    return [Table(widths=shares(parts, m.TEXT_WIDTH), head=[heads], rows=body)]


def target_text(row: Record) -> str:
    """≥13%: the sign, the figure, the unit; 31个 where the sign is =."""
    sign = row.get("比较", "≥")
    if sign == "=":
        sign = ""
    return f"{sign}{number_text(row['目标'])}{row.get('单位', '')}"


def breakdown(rows: Sequence[Record], measure: int = m.TEXT_HEIGHT) -> list[Block]:
    """The breakdown of tasks: what, how much, who, by when; *measure* is the width of the page in twips."""
    heads = ["序号", "任务", "工作内容", "目标", "牵头单位", "配合单位", "完成时限"]
    return [
        Table(
            widths=shares([1.3, 3.4, 5.3, 2.2, 3, 3, 4.2], measure),
            head=[heads],
            rows=[
                [
                    cell(str(number), style="表格居中"),
                    cell(row["名称"]),
                    cell(row.get("内容", "")),
                    cell(f"{number_text(row['目标值'])}{row['单位']}", style="表格居中"),
                    cell(row.get("牵头", ""), style="表格居中"),
                    cell(row.get("配合", ""), style="表格居中"),
                    cell(_deadline(row.get("完成时限")), style="表格居中"),
                ]
                for number, row in enumerate(rows, 1)
            ],
        )
    ]


def score_sheet(sheet: Record) -> list[Block]:
    """A score sheet: equal neighbouring kinds merged, the total below."""
    rows = sheet["项目"]
    kinds = [row.get("类别", "") for row in rows]
    total = sum(row["分值"] for row in rows)
    body = [
        [
            cell(kind if first else "", style="表格居中", rows=count if first else 0),
            cell(str(number), style="表格居中"),
            cell(row["内容"]),
            cell(number_text(row["分值"]), style="表格居中"),
            cell(row.get("评分办法", "")),
            cell(""),
        ]
        for number, (row, (kind, count, first)) in enumerate(zip(rows, merged(kinds), strict=True), 1)
    ]
    body.append([cell(text, style="表格居中") for text in ("合计", "", "", number_text(total), "", "")])
    heads = ["类别", "序号", "测评内容", "分值", "评分办法", "得分"]
    return [Table(widths=shares([2.1, 1.25, 5.2, 1.25, 3.9, 1.25], m.TEXT_WIDTH), head=[heads], rows=body)]


def _person(label: str, person: Record, post: int) -> Paragraph:
    name = padded_name(person.get("姓名", ""))
    text = f"{label}{name}\t{person['职务']}" if name and "职务" in person else label + (name or person["职务"])
    first = 2 * m.SIZE_3
    return Paragraph(style="名单", runs=(Run(text),), indent=Indent(left=post, hanging=post - first, tab=post))


def _deadline(date: datetime.date | None) -> str:
    return date_text(date) if date else ""
