"""What a chapter can hold beside text: the leadership group, the table of targets, the breakdown of tasks."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Literal

from wenming.documents.parts import sentences
from wenming.forms.roster import ROLES, Role
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Cell, Indent, Paragraph, Run, Table, cell, paragraph
from wenming.gongwen.chinese import date_text, number_text, padded_name, width
from wenming.gongwen.columns import fitting_cells, merged, shares
from wenming.ooxml.units import Twips

if TYPE_CHECKING:
    from wenming.documents.wording import Wording
    from wenming.forms.records import GroupOffice, Indicator, LeadershipGroup, Person, ScoreSheet, Task

_WIDE_BLANK = "\u3000"
_SPREAD: Mapping[Role, str] = {"组长": "组　长", "成员": "成　员"}  # as wide as 副组长
_FIRST = 2  # characters before the label, as before a paragraph of the text


def roster(words: Wording, group: LeadershipGroup) -> list[Block]:
    """Returns the leadership group: names in a column, two-character ones padded, posts aligned; its office."""
    labels = _labels(group)
    post = _start_of_posts(group, labels)
    blocks: list[Block] = []
    for role, role_label in labels.items():
        label = role_label
        for person in group.get(role, ()):
            blocks.append(_person(label, person, post))
            label = _WIDE_BLANK * len(role_label)  # before the second person in a role and those after
    office = group.get("办公室")
    if office:
        blocks.append(paragraph("公文正文", office_text(words, office)))
    return blocks


def _labels(group: LeadershipGroup) -> dict[Role, str]:
    """Returns the label of each role that the group has, all as wide as the widest."""
    labels = {role: f"{_SPREAD.get(role, role)}：" for role in ROLES if role in group}
    widest = max(map(len, labels.values()))
    return {role: label.ljust(widest, _WIDE_BLANK) for role, label in labels.items()}


def _start_of_posts(group: LeadershipGroup, labels: Mapping[Role, str]) -> Twips:
    """Returns how far from the left the posts begin: one character behind the widest name, if any."""
    people = chain.from_iterable(group.get(role, ()) for role in labels)
    names = [padded_name(person["姓名"]) for person in people if "姓名" in person]
    characters: float = _FIRST + max(map(len, labels.values()))
    if names:
        characters += max(map(width, names)) + 1
    return Twips(round(characters * m.SIZE_3))


def office_text(words: Wording, office: GroupOffice) -> str:
    """领导小组下设办公室…… in one sentence."""
    clauses = [words.say("办公室设在", 单位=office["设在"])]
    if "主任" in office:
        clauses.append(words.say("办公室主任", 姓名=office["主任"]))
    clauses.append(office.get("职责", "").rstrip("。"))
    return sentences.joined(clauses)


# Of the table of indicators, where a row has such a field: the field, the head of its column, the style of its cells.
_Further = Literal["牵头", "说明"]
_FURTHER_COLUMNS: Sequence[tuple[_Further, str, str]] = (
    ("牵头", "牵头单位", "表格居中"),
    ("说明", "说明", "表格文字"),
)


def targets(rows: Sequence[Indicator]) -> list[Block]:
    """Returns the table of indicators: number, name, target, who leads."""
    heads, parts = ["序号", "指标", "目标值"], [1.1, 5, 2]
    body = [[_centred(number), cell(row["名称"]), _centred(target_text(row))] for number, row in enumerate(rows, 1)]
    for name, head, style in _FURTHER_COLUMNS:
        is_used = any(name in row for row in rows)
        if not is_used:
            continue
        heads.append(head)
        parts.append(2.5)
        for cells, row in zip(body, rows, strict=True):
            cells.append(cell(row.get(name, ""), style=style))
    return [Table(widths=shares(parts, m.TEXT_WIDTH), head=[heads], rows=body)]


def target_text(row: Indicator) -> str:
    """Returns ≥13%: the sign, the figure, the unit; 31个 where the sign is =."""
    sign = row.get("比较", "≥")
    shown = "" if sign == "=" else sign
    return f"{shown}{number_text(row['目标'])}{row.get('单位', '')}"


_TASK_HEADS = ("序号", "任务", "工作内容", "目标", "牵头单位", "配合单位", "完成时限")


def breakdown(tasks: Sequence[Task], measure: Twips = m.TEXT_HEIGHT, all_tasks: Sequence[Task] = ()) -> list[Block]:
    """Returns the breakdown of *tasks*: what, how much, who, by when; *measure* is the width of the page.

    *all_tasks*, where they stand in several tables that are to have the same columns.
    """
    rows = _task_rows(tasks)
    rows_of_all = _task_rows(all_tasks) if all_tasks else rows
    widths = fitting_cells(_TASK_HEADS, rows_of_all, measure)
    return [Table(widths=widths, head=[_TASK_HEADS], rows=rows)]


def _task_rows(tasks: Sequence[Task]) -> list[list[Cell]]:
    return [_task_row(number, task) for number, task in enumerate(tasks, 1)]


def _task_row(number: int, task: Task) -> list[Cell]:
    return [
        _centred(number),
        cell(task["名称"]),
        cell(task.get("内容", "")),
        _centred(f"{number_text(task['目标值'])}{task['单位']}"),
        _centred(task.get("牵头", "")),
        _centred(task.get("配合", "")),
        _centred(_deadline(task.get("完成时限"))),
    ]


def score_sheet(sheet: ScoreSheet) -> list[Block]:
    """Returns a score sheet: equal neighbouring kinds merged, the total below."""
    rows = sheet["项目"]
    kinds = _merged_cells([row.get("类别", "") for row in rows])
    total = number_text(sum(row["分值"] for row in rows))
    body: list[list[Cell]] = []
    for number, (kind, row) in enumerate(zip(kinds, rows, strict=True), 1):
        points = _centred(number_text(row["分值"]))
        body.append([kind, _centred(number), cell(row["内容"]), points, cell(row.get("评分办法", "")), cell("")])
    body.append([_centred(text) for text in ("合计", "", "", total, "", "")])
    heads = ["类别", "序号", "测评内容", "分值", "评分办法", "得分"]
    return [Table(widths=shares([2.1, 1.25, 5.2, 1.25, 3.9, 1.25], m.TEXT_WIDTH), head=[heads], rows=body)]


def _merged_cells(texts: Sequence[str]) -> list[Cell]:
    """Returns the cells of a column that says *texts*: the first of equal neighbours says it for all of them."""
    cells: list[Cell] = []
    for text, count, is_first in merged(texts):
        if is_first:
            cells.append(cell(text, style="表格居中", rows=count))
        else:
            cells.append(cell("", style="表格居中", rows=0))
    return cells


def _centred(content: str | int) -> Cell:
    return cell(str(content), style="表格居中")


def _person(label: str, person: Person, post: Twips) -> Paragraph:
    """Returns the line of *person* behind *label*: the name, and the post *post* from the left."""
    indent = Indent(left=post, hanging=Twips(post - _FIRST * m.SIZE_3), tab=post)
    return Paragraph(style="名单", runs=(Run(label + _name_and_post(person)),), indent=indent)


def _name_and_post(person: Person) -> str:
    """Returns the name and the post, parted by a tab; one alone where the other is missing."""
    name = padded_name(person.get("姓名", ""))
    if not name:
        return person["职务"]
    if "职务" not in person:
        return name
    return f"{name}\t{person['职务']}"


def _deadline(date: datetime.date | None) -> str:
    """Returns *date* in words; nothing for none."""
    if not date:
        return ""
    return date_text(date)
