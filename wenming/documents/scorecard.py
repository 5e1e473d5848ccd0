"""The 测评自评表: each item's grade by how many of its conditions are met, deductions, the total, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from wenming.base.lazy import Later
from wenming.documents.kinds import Asked, Document, Kind
from wenming.documents.parts import outline, sentences
from wenming.documents.parts.campaign import document_of_form
from wenming.gongwen.blocks import Block, Blocks, Cell, Table, cell
from wenming.gongwen.chinese import date_text, number_text, rounded
from wenming.gongwen.columns import fitting_cells, merged
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.documents.wording import Wording
    from wenming.figures import scores as score_figures
    from wenming.figures.scores import Score
    from wenming.forms.records import Number, ScoreForm
else:
    score_figures = Later("wenming.figures.scores")


def _each_score(town: Town, kind: Kind, _asked: Asked) -> Iterator[Document]:
    for form in town.scores:
        yield document_of_form(town, kind, form, form.record["标题"], scorecard(kind.wording, town, form.record))


def scorecard(words: Wording, town: Town, record: ScoreForm) -> dict[str, object]:
    """What the 测评自评表 is filled with."""
    parts = {**score_figures.USUAL, **record.get("系数", {})}
    scores = [score_figures.score_of(item, parts) for item in record["项目"]]
    full = _full_points(scores)
    total = _points_reached(scores)
    percent = rounded(total * 100 / full) if full else Decimal(0)
    return {
        "标题": record["标题"],
        "自评日期": date_text(record["日期"]),
        "自评单位": town.record["名称"],
        "总分": _points(full),
        "得分": _points(total),
        "得分率": f"{percent}%",
        "小结": _summary(words, scores, parts),
        "自评表": Blocks(_table(scores)),
        "差距清单": Blocks(_gaps(words, scores)),
    }


def _full_points(scores: Sequence[Score]) -> Fraction:
    return sum((Fraction(score.item["分值"]) for score in scores), Fraction())


def _points_reached(scores: Sequence[Score]) -> Fraction:
    return sum((score.points for score in scores), Fraction())


def _points(value: Fraction) -> str:
    """Points with two decimals at most, rounded half up."""
    return number_text(rounded(value * 10) / 10)


def _summary(words: Wording, scores: Sequence[Score], parts: Mapping[str, Number]) -> str:
    """How many items, points, items of each grade, items with a gap; how many grades are still to be filled in."""
    full, total = _full_points(scores), _points_reached(scores)
    sums = [words.say("小结", 项数=len(scores), 满分=_points(full), 得分=_points(total))]
    counts = _counts_by_grade(words, scores, parts)
    if counts:
        sums.append(words.say("各档", 各档=counts))
    parts_of_text = [sentences.joined(sums, "")]
    lost = [score for score in scores if score.lost]
    if lost:
        parts_of_text.append(words.say("有差距", 项数=len(lost), 失分=_points(full - total)))
    else:
        parts_of_text.append(words.say("均得满分"))
    ungraded = [score for score in scores if not score.grade]
    if ungraded:
        parts_of_text.append(words.say("档次待填", 项数=len(ungraded)))
    return "；".join(filter(None, parts_of_text)) + "。"


def _counts_by_grade(words: Wording, scores: Sequence[Score], parts: Mapping[str, Number]) -> str:
    """A档3项、B档1项: the grades that occur."""
    counts = Counter(score.grade for score in scores)
    grades = [grade for grade in [*sorted(parts), score_figures.NONE] if grade in counts]
    return "、".join([words.say("一档", 档次=grade, 项数=counts[grade]) for grade in grades])


def _table(scores: Sequence[Score]) -> list[Block]:
    """Every item with its score, equal neighbouring kinds merged, the total below."""
    kinds = merged([score.item.get("类别", "") for score in scores])
    rows: list[Sequence[Cell]] = []
    for number, (kind, score) in enumerate(zip(kinds, scores, strict=True), 1):
        rows.append([_kind_cell(*kind), *_score_cells(number, score)])
    full, total = _full_points(scores), _points_reached(scores)
    sums = ["合计", "", "", _points(full), "", "", "", _points(total)]
    rows.append([cell(text, "表格居中") for text in sums])
    heads = ["类别", "序号", "测评内容", "分值", "达到条件", "档次", "扣分", "得分"]
    return [Table(widths=fitting_cells(heads, rows), head=[heads], rows=rows)]


def _kind_cell(kind: str, count: int, first: bool) -> Cell:
    """The cell of *kind* over *count* rows, or its continuation."""
    if not first:
        return cell("", "表格居中", rows=0)
    return cell(kind, "表格居中", rows=count)


def _score_cells(number: int, score: Score) -> list[Cell]:
    return [
        cell(str(number), "表格居中"),
        cell(score.item["内容"]),
        cell(_points(Fraction(score.item["分值"])), "表格居中"),
        cell(_met(score), "表格居中"),
        cell(score.grade or "【待填：档次】", "表格居中"),
        cell(_points(score_figures.points_deducted(score.deducted)), "表格居中"),
        cell(_points(score.points), "表格居中"),
    ]


def _met(score: Score) -> str:
    """3/4条: how many of the conditions are met; a dash where there are none."""
    count = len(score.item.get("条件", ()))
    if not count:
        return "—"
    return f"{count - len(score.unmet)}/{count}条"


def _gaps(words: Wording, scores: Sequence[Score]) -> list[Block]:
    """What is missing, the dearest first: points lost, conditions not met, reasons of deductions."""
    numbered = [(number, score) for number, score in enumerate(scores, 1) if score.lost]
    if not numbered:
        return outline.text(words.say("没有差距"))
    ordered = sorted(numbered, key=lambda pair: -pair[1].lost)  # stable: equal losses stay in the order of the form
    rows = [_gap_cells(words, number, score) for number, score in ordered]
    heads = ["项目", "测评内容", "失分", "差距"]
    return [Table(widths=fitting_cells(heads, rows), head=[heads], rows=rows)]


def _gap_cells(words: Wording, number: int, score: Score) -> list[Cell]:
    return [
        cell(str(number), "表格居中"),
        cell(score.item["内容"]),
        cell(_points(score.lost), "表格居中"),
        cell(_missing(words, score)),
    ]


def _missing(words: Wording, score: Score) -> str:
    """未达到：……。扣分：……。 What the item lost its points for, else its grade."""
    parts: list[str] = []
    if score.unmet:
        parts.append(words.say("未达到", 条件="；".join(score.unmet)))
    if score.deducted:
        deductions = [words.say("扣分一处", 原因=row["原因"], 分值=number_text(row["分值"])) for row in score.deducted]
        parts.append(words.say("扣分", 各处="；".join(deductions)))
    if not score.grade:
        parts.append(words.say("档次未填"))
    elif not parts:
        parts.append(words.say("评为", 档次=score.grade))
    return "。".join(parts) + "。"


KIND = Kind(
    key="scorecard",
    name="测评自评表",
    aliases=("自评表", "自评"),
    needs=("scores",),
    each="每份自评表",
    condition="scores 里有表单",
    template="scorecard.docx",
    documents=_each_score,
)
