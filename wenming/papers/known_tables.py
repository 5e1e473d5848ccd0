"""What a table of an old paper is, by the words of its head: tasks, targets, a score sheet, or a table of its own."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from wenming.papers.days import date_in
from wenming.papers.paper import Grid

Kind = Literal["任务", "指标", "评分表", "表格"]
Row = dict[str, object]
_SIGN_OF_WORDS = {">": "＞", "<": "＜", "＝": "="}
_HEADS: Mapping[str, Mapping[str, str]] = {
    "任务": {
        "任务": "名称", "任务名称": "名称", "重点任务": "名称", "工作任务": "名称", "项目": "名称",
        "工作内容": "内容", "内容": "内容", "具体内容": "内容", "主要内容": "内容",
        "目标": "目标", "目标值": "目标", "完成目标": "目标", "数量": "目标",
        "牵头单位": "牵头", "责任单位": "牵头", "牵头部门": "牵头",
        "配合单位": "配合", "协助单位": "配合",
        "完成时限": "完成时限", "完成时间": "完成时限", "时限": "完成时限",
    },
    "指标": {
        "指标": "名称", "指标名称": "名称", "目标值": "目标", "目标": "目标",
        "牵头单位": "牵头", "责任单位": "牵头", "说明": "说明", "备注": "说明",
    },
    "评分表": {
        "类别": "类别", "测评项目": "类别", "项目": "类别",
        "测评内容": "内容", "评分内容": "内容", "考核内容": "内容", "内容": "内容", "测评标准": "内容",
        "分值": "分值", "标准分": "分值", "分数": "分值",
        "评分办法": "评分办法", "评分标准": "评分办法", "扣分标准": "评分办法", "得分办法": "评分办法",
    },
}  # fmt: skip
_NEEDED: Mapping[str, frozenset[str]] = {
    "任务": frozenset({"名称", "目标", "完成时限"}),
    "指标": frozenset({"名称", "目标"}),
    "评分表": frozenset({"内容", "分值"}),
}
_NUMBER_HEADS = ("序号", "编号", "序列")
_TO_FILL_IN = ("得分", "扣分", "自评", "自评分", "考评得分")
_TOTALS = ("合计", "总计", "总分")
_FIGURE = re.compile(r"([≥≤＞＜=＝><])?\s*+(-?[0-9]++(?:\.[0-9]++)?)\s*+([^0-9\s]{0,6})")


class Known(NamedTuple):
    """A table: what *kind* it is, its *rows* as the fields of that kind; of a score sheet the *total* of points."""

    kind: Kind
    rows: Sequence[Row]
    total: Decimal | None = None


def known_as(grid: Grid) -> Known | None:
    """What *grid* is if every cell of it has its place in the fields of a kind; None for a table of its own."""
    head, *rows = grid.rows
    to_fill_in = {name for column, name in enumerate(head) if name in _TO_FILL_IN and _is_empty(rows, column)}
    for kind, names in _HEADS.items():
        fields = [_field_of(name, names, {*_NUMBER_HEADS, *to_fill_in}) for name in head]
        present = {field for field in fields if field}
        is_whole = "" not in fields and len(present) == sum(field is not None for field in fields)
        if not is_whole or not present >= _NEEDED[kind]:
            continue
        cells = [dict(zip(fields, row, strict=False)) for row in rows]
        total = _total(rows) if kind == "评分表" else None
        if total is not None:
            cells.pop()
        found = [_READERS[kind](row, number) for number, row in enumerate(_carried_down(cells), 1)]
        kept = [row for row in found if row is not None]
        if kept and len(kept) == len(found):
            return Known(kind, kept, total)  # type: ignore[arg-type]
    return None


def _field_of(name: str, names: Mapping[str, str], without: Collection[str]) -> str | None:
    """The field that a column headed *name* is; None for one that the program gives, empty for an unknown one."""
    return None if name in without else names.get(re.sub(r"\s", "", name), "")


def _is_empty(rows: Sequence[Sequence[str]], column: int) -> bool:
    return not any(row[column] for row in rows if column < len(row))


def _total(rows: Sequence[Sequence[str]]) -> Decimal | None:
    """The points of all items together, where the last row of a score sheet says them."""
    if not rows or re.sub(r"\s", "", rows[-1][0]) not in _TOTALS:
        return None
    figures = [text for text in rows[-1][1:] if text]
    return Decimal(figures[0]) if len(figures) == 1 and re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", figures[0]) else None


def _carried_down(rows: Sequence[dict[str | None, str]]) -> Sequence[dict[str | None, str]]:
    """*rows* with the category of a merged cell in each of them."""
    category = ""
    for row in rows:
        category = row.get("类别") or category
        if "类别" in row:
            row["类别"] = category
    return rows


def free_table(grid: Grid) -> dict[str, object]:
    """*grid* as the fields of a table of its own: each row with as many cells as the head."""
    width = max(len(row) for row in grid.rows)
    head, *rows = (_padded(row, width) for row in grid.rows)
    name: dict[str, object] = {}
    if rows and width > 1 and sum(map(bool, head)) == 1 and head[0]:  # a title over all columns
        name = {"名称": head[0]}
        head, *rows = rows
    names = [text or f"第{number}列" for number, text in enumerate(head, 1)]
    return {**name, "表头": names, "行": rows or [[""] * width]}


def _padded(row: Sequence[str], width: int) -> list[str]:
    cells = [text.replace("\n", "、") for text in row]
    return [*cells, *[""] * (width - len(cells))]


def _task(cells: Mapping[str | None, str], number: int) -> Row | None:
    figure = _FIGURE.fullmatch(cells["目标"])
    due = date_in(cells["完成时限"])
    if not figure or not due or not figure[3] or not cells["名称"] or figure[1]:
        return None
    row: Row = {"编号": f"R{number}", "名称": cells["名称"]}
    row |= {name: cells[name] for name in ("内容",) if cells.get(name)}
    row |= {"目标值": Decimal(figure[2]), "单位": figure[3]}
    row |= {name: cells[name] for name in ("牵头", "配合") if cells.get(name)}
    return {**row, "完成时限": due}


def _indicator(cells: Mapping[str | None, str], number: int) -> Row | None:
    figure = _FIGURE.fullmatch(cells["目标"])
    if not figure or not cells["名称"]:
        return None
    sign = _SIGN_OF_WORDS.get(figure[1], figure[1]) or "="
    row: Row = {"编号": f"Z{number}", "名称": cells["名称"], "比较": sign, "目标": Decimal(figure[2])}
    row |= {"单位": figure[3]} if figure[3] else {}
    return row | {name: cells[name] for name in ("牵头", "说明") if cells.get(name)}


def _score(cells: Mapping[str | None, str], _number: int) -> Row | None:
    points = cells["分值"].removesuffix("分")
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", points) or not cells["内容"]:
        return None
    row: Row = {"类别": cells["类别"]} if cells.get("类别") else {}
    row |= {"内容": cells["内容"], "分值": Decimal(points)}
    return row | ({"评分办法": cells["评分办法"]} if cells.get("评分办法") else {})


_READERS: Mapping[str, Callable[[Mapping[str | None, str], int], Row | None]] = {
    "任务": _task,
    "指标": _indicator,
    "评分表": _score,
}
