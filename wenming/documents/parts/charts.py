"""Figures as charts, and the same figures as bars of text for printers that make a mess of pictures."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wenming.documents.parts.sentences import week_name
from wenming.engine.drawings import Chart
from wenming.figures.progress import Figures, Standing
from wenming.gongwen.blocks import Block, Blocks, Table, cell, paragraph
from wenming.gongwen.chinese import percent_text
from wenming.gongwen.columns import shares
from wenming.town.folder import Town

DONE, SHOULD = "完成率", "时序进度"
_FULL, _EMPTY = "■", "□"  # in every Chinese typeface, also those of GB 2312
_MARKS = 10


def drawn(town: Town, figures: Figures) -> dict[str, Any]:
    """What templates draw: 图表 by name, or 文字条 where the town asks for them."""
    as_text = town.town.record.get("图表") == "文字条"
    rows = {
        "各任务完成率": [(row.task["名称"], row.standing) for row in figures.tasks],
        "各村完成率": [(row.name, row.standing) for row in figures.villages],
        "逐周走势": [(week_name(week), standing) for week, standing in figures.trend] if figures.tasks else [],
    }
    made = {name: _chart(some, as_text=as_text) for name, some in rows.items()}
    return {
        "图表": made,
        "文字条": {name: Blocks(bars(name, chart) if as_text else ()) for name, chart in made.items()},
    }


def _chart(rows: Sequence[tuple[str, Standing]], *, as_text: bool) -> Chart:
    """Rates as they are printed, and where the calendar says they should be, if it says so of any."""
    series: dict[str, list[Decimal | None]] = {DONE: [standing.rate for _name, standing in rows]}
    should = [standing.should for _name, standing in rows]
    if any(value is not None for value in should):
        series[SHOULD] = should
    return Chart([name for name, _standing in rows], series, as_text)


def bars(name: str, chart: Chart) -> list[Block]:
    """*chart* as a table: a bar for the first series, in full at 100 (or at the longest), the others as figures."""
    if not chart.categories:
        return []
    first, *others = chart.series
    most = max([Decimal(100), *(value for value in chart.series[first] if value is not None)])
    rows = [
        [
            cell(category, "表格居中"),
            cell(_bar(chart.series[first][n], most)),
            *(cell(percent_text(chart.series[one][n]), "表格居中") for one in (first, *others)),
        ]
        for n, category in enumerate(chart.categories)
    ]
    widths = shares([3, 5, *([1.6] * len(chart.series))])
    head = ["名称", f"满格为{most.normalize():f}%", first, *others]
    return [paragraph("表格标题", name), Table(widths=widths, head=[head], rows=rows)]


def _bar(value: Decimal | None, most: Decimal) -> str:
    full = int((value or 0) * _MARKS / most + Decimal("0.5"))
    return _FULL * full + _EMPTY * (_MARKS - full)
