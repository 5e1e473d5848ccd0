"""What a table of an old paper is, by the words of its head: tasks, targets, a score sheet, or a table of its own."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from wenming.papers.days import date_in
from wenming.papers.paper import Grid

Kind = Literal["任务", "指标", "评分表"]
Row = dict[str, object]
Cells = Mapping[str, str]
_Reader = Callable[[Cells, int], Row | None]
_FULL_SIGNS = {">": "＞", "<": "＜", "＝": "="}
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
_POINTS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
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
    readers: Sequence[tuple[Kind, _Reader]] = (("任务", _task), ("指标", _indicator), ("评分表", _score))
    for kind, reader in readers:
        fields = _fields_of(grid, kind)
        known = _read(grid, kind, reader, fields) if fields else None
        if known is not None:
            return known
    return None


def _fields_of(grid: Grid, kind: Kind) -> list[str]:
    """The field of each column of *grid* as one of *kind*, empty for what the program gives; none if it is not."""
    names = _HEADS[kind]
    fields: list[str] = []
    for column, head in enumerate(grid.rows[0]):
        head = re.sub(r"\s", "", head)
        is_given = head in _NUMBER_HEADS or (head in _TO_FILL_IN and _is_empty(grid, column))
        if not is_given and head not in names:
            return []
        fields.append("" if is_given else names[head])
    present = [field for field in fields if field]
    is_unique = len(present) == len(set(present))
    return fields if is_unique and _NEEDED[kind] <= set(present) else []


def _is_empty(grid: Grid, column: int) -> bool:
    """True if the *column* is to be filled in by hand."""
    return not any(row[column] for row in grid.rows[1:] if column < len(row))


def _read(grid: Grid, kind: Kind, reader: _Reader, fields: Sequence[str]) -> Known | None:
    """*grid* read as a *kind* by its *fields*; None where one of its rows is none."""
    rows = list(grid.rows[1:])
    total = _total(rows) if kind == "评分表" else None
    if total is not None:
        rows.pop()
    read: list[Row] = []
    category = ""
    for number, row in enumerate(rows, 1):
        cells = dict.fromkeys(fields, "") | dict(zip(fields, row, strict=False))
        category = cells.get("类别") or category  # of a merged cell
        found = reader({**cells, "类别": category}, number)
        if found is None:
            return None
        read.append(found)
    return Known(kind, read, total) if read else None


def _total(rows: Sequence[Sequence[str]]) -> Decimal | None:
    """The points of all items together, where the last row of a score sheet says them."""
    if not rows or re.sub(r"\s", "", rows[-1][0]) not in _TOTALS:
        return None
    figures = [text for text in rows[-1][1:] if text]
    is_one = len(figures) == 1 and _POINTS.fullmatch(figures[0]) is not None
    return Decimal(figures[0]) if is_one else None


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


def _task(cells: Cells, number: int) -> Row | None:
    figure, due = _FIGURE.fullmatch(cells["目标"]), date_in(cells["完成时限"])
    if figure is None or due is None or not cells["名称"]:
        return None
    sign, target, unit = figure.groups()
    if sign or not unit:
        return None
    row: Row = {"编号": f"R{number}", "名称": cells["名称"], **_filled(cells, "内容")}
    return {**row, "目标值": Decimal(target), "单位": unit, **_filled(cells, "牵头", "配合"), "完成时限": due}


def _indicator(cells: Cells, number: int) -> Row | None:
    figure = _FIGURE.fullmatch(cells["目标"])
    if figure is None or not cells["名称"]:
        return None
    sign, target, unit = figure.groups()
    sign = _FULL_SIGNS.get(sign, sign) or "="
    row: Row = {"编号": f"Z{number}", "名称": cells["名称"], "比较": sign, "目标": Decimal(target)}
    return {**row, **({"单位": unit} if unit else {}), **_filled(cells, "牵头", "说明")}


def _score(cells: Cells, _number: int) -> Row | None:
    points = cells["分值"].removesuffix("分")
    if not _POINTS.fullmatch(points) or not cells["内容"]:
        return None
    return {**_filled(cells, "类别", "内容"), "分值": Decimal(points), **_filled(cells, "评分办法")}


def _filled(cells: Cells, *names: str) -> Row:
    """Those of *cells* that say something, by their *names*."""
    return {name: cells[name] for name in names if cells.get(name)}
