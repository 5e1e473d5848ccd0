"""Figures as charts, and the same figures as bars of text for printers that make a mess of pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from wenming.documents.parts.sentences import week_name
from wenming.engine.drawings import Chart
from wenming.gongwen.blocks import Block, Blocks, Cell, Table, cell, paragraph
from wenming.gongwen.chinese import percent_text
from wenming.gongwen.columns import shares
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.figures.progress import Figures, Standing

DONE, SHOULD = "完成率", "时序进度"
_FULL, _EMPTY = "■", "□"  # in every Chinese typeface, also those of GB 2312
_MARKS = 10


def context_for_charts(town: Town, figures: Figures, village: str) -> dict[str, object]:
    """Returns what templates draw: 图表 by name, or 文字条 where the town asks for them.

    *village* is what the captions call a village: 村, 社区.
    """
    as_text = town.town.record.get("图表") == "文字条"
    charts = {name: _chart(rows, as_text=as_text) for name, rows in _standings(figures).items()}
    as_bars: dict[str, Blocks] = {}
    for name, chart in charts.items():
        caption = name.replace("各村", f"各{village}")
        as_bars[name] = _bars_or_nothing(caption, chart)
    return {"图表": charts, "文字条": as_bars}


def _standings(figures: Figures) -> dict[str, list[tuple[str, Standing]]]:
    """Returns the rows of each chart by its name; without tasks, or in the first week, there is no trend."""
    has_trend = figures.tasks and len(figures.trend) > 1  # one dot is no line
    trend = figures.trend if has_trend else []
    return {
        "各任务完成率": [(row.task["名称"], row.standing) for row in figures.tasks],
        "各村完成率": [(row.name, row.standing) for row in figures.villages],
        "逐周走势": [(week_name(week), standing) for week, standing in trend],
    }


def _bars_or_nothing(caption: str, chart: Chart) -> Blocks:
    """Returns the bars of *chart* if the town wants text instead of pictures."""
    if not chart.as_text:
        return Blocks(())
    return Blocks(bars(caption, chart))


def _chart(rows: Sequence[tuple[str, Standing]], *, as_text: bool) -> Chart:
    """Returns a chart of the rates as they are printed, and of where the calendar says they should be, if it does."""
    series: dict[str, list[Decimal | None]] = {DONE: [standing.rate for _name, standing in rows]}
    should = [standing.should for _name, standing in rows]
    if _known(should):
        series[SHOULD] = should
    return Chart([name for name, _standing in rows], series, as_text)


def _known(values: Iterable[Decimal | None]) -> list[Decimal]:
    return [value for value in values if value is not None]


def bars(caption: str, chart: Chart) -> list[Block]:
    """Returns *chart* as a table: the first series as bars, and all series as figures.

    A bar is full at 100 or at the greatest value.
    """
    if not chart.categories:
        return []
    drawn_values, *_others = chart.series.values()
    most = max([Decimal(100), *_known(drawn_values)])
    rows: list[list[Cell]] = []
    for category, *values in zip(chart.categories, *chart.series.values(), strict=True):
        figures = [cell(percent_text(value), "表格居中") for value in values]
        rows.append([cell(category, "表格居中"), cell(_bar(values[0], most)), *figures])
    widths = shares([3, 5, *([1.6] * len(chart.series))])
    head = ["名称", f"满格为{most.normalize():f}%", *chart.series]
    return [paragraph("表格标题", caption), Table(widths=widths, head=[head], rows=rows)]


def _bar(value: Decimal | None, most: Decimal) -> str:
    """Returns ■■■■□□□□□□: *value* in tenths of *most*, rounded half up."""
    full = int((value or 0) * _MARKS / most + Decimal("0.5"))
    return _FULL * full + _EMPTY * (_MARKS - full)
