"""The 测评自评表: each item's grade by how many of its conditions are met, deductions, the total, what is missing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from wenming.documents.parts import outline
from wenming.figures.scores import NONE, USUAL, Score, scored
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Blocks, Table, cell, paragraph
from wenming.gongwen.chinese import date_text, number_text, rounded
from wenming.gongwen.columns import merged, shares
from wenming.town.folder import Town

Record = Mapping[str, Any]


def scorecard(town: Town, record: Record) -> dict[str, Any]:
    """What the 测评自评表 is filled with."""
    parts = {**USUAL, **record.get("系数", {})}
    scores = [scored(item, parts) for item in record["项目"]]
    full = sum((Fraction(score.item["分值"]) for score in scores), Fraction())
    total = sum((score.points for score in scores), Fraction())
    return {
        "标题": record["标题"],
        "自评日期": date_text(record["日期"]),
        "自评单位": town.record["名称"],
        "总分": _points(full),
        "得分": _points(total),
        "得分率": f"{rounded(total * 100 / full) if full else Decimal(0)}%",
        "小结": _summary(scores, full, total, parts),
        "自评表": Blocks(_table(scores, full, total)),
        "差距清单": Blocks(_gaps(scores)),
    }


def _points(value: Fraction) -> str:
    """Points with two decimals at most, rounded half up."""
    return number_text(rounded(value * 10) / 10)


def _summary(scores: Sequence[Score], full: Fraction, total: Fraction, parts: Mapping[str, Decimal]) -> str:
    grades = [grade for grade in [*sorted(parts), NONE] if any(score.grade == grade for score in scores)]
    counts = "、".join(f"{grade}档{sum(1 for score in scores if score.grade == grade)}项" for grade in grades)
    unsaid = sum(1 for score in scores if not score.grade)
    text = f"本表共{len(scores)}项，满分{_points(full)}分，自评得分{_points(total)}分"
    text += f"，其中{counts}" if counts else ""
    lost = [score for score in scores if score.lost]
    text += f"；{len(lost)}项有差距，共失分{_points(full - total)}分" if lost else "；各项均得满分"
    text += f"；【待填：{unsaid}项的档次】，暂按0分计" if unsaid else ""
    return text + "。"


def _table(scores: Sequence[Score], full: Fraction, total: Fraction) -> list[Block]:
    kinds = [score.item.get("类别", "") for score in scores]
    body = [
        [
            cell(kind if first else "", "表格居中", rows=count if first else 0),
            cell(str(number), "表格居中"),
            cell(score.item["内容"]),
            cell(_points(Fraction(score.item["分值"])), "表格居中"),
            cell(_met(score), "表格居中"),
            cell(score.grade or "【待填：档次】", "表格居中"),
            cell(_points(sum((Fraction(row["分值"]) for row in score.deducted), Fraction())), "表格居中"),
            cell(_points(score.points), "表格居中"),
        ]
        for number, (score, (kind, count, first)) in enumerate(zip(scores, merged(kinds), strict=True), 1)
    ]
    body.append([cell(text, "表格居中") for text in ("合计", "", "", _points(full), "", "", "", _points(total))])
    heads = ["类别", "序号", "测评内容", "分值", "达到条件", "档次", "扣分", "得分"]
    return [Table(widths=shares([2, 1.1, 5, 1.1, 1.7, 1.3, 1.1, 1.2], m.TEXT_WIDTH), head=[heads], rows=body)]


def _met(score: Score) -> str:
    count = len(score.item.get("条件", ()))
    return f"{count - len(score.unmet)}/{count}条" if count else "—"


def _gaps(scores: Sequence[Score]) -> list[Block]:
    """What is missing, the dearest first: points lost, conditions not met, reasons of deductions."""
    numbered = [(number, score) for number, score in enumerate(scores, 1) if score.lost]
    if not numbered:
        return [paragraph(outline.BODY, "各项均得满分，没有差距。")]
    ordered = sorted(numbered, key=lambda pair: (-pair[1].lost, pair[0]))
    rows = [
        [
            cell(str(number), "表格居中"),
            cell(score.item["内容"]),
            cell(_points(score.lost), "表格居中"),
            cell(_missing(score)),
        ]
        for number, score in ordered
    ]
    return [Table(widths=shares([1.2, 4.4, 1.2, 6]), head=[["项目", "测评内容", "失分", "差距"]], rows=rows)]


def _missing(score: Score) -> str:
    parts = [f"未达到：{'；'.join(score.unmet)}"] if score.unmet else []
    if score.deducted:
        told = "；".join(f"{row['原因']}（扣{number_text(row['分值'])}分）" for row in score.deducted)
        parts.append(f"扣分：{told}")
    if not score.grade:
        parts.append("档次未填")
    elif not parts:
        parts.append(f"评为{score.grade}档")
    return "。".join(parts) + "。"
