"""Charts of a document that somebody edited: new figures brought into them, his own kept."""

from collections.abc import Mapping
from decimal import Decimal

from wenming.engine import charts
from wenming.engine.drawings import Chart
from wenming.gongwen.chinese import number_text

Parts = Mapping[str, bytes]


def redrawn(base: Parts, mine: Parts, theirs: Parts) -> tuple[dict[str, bytes], dict[str, str]]:
    """Returns the parts of *mine* that change, and what was kept: by chart, in words, the figures of *theirs*.

    A chart whose figures are still those of *base* gets those of *theirs* and keeps its looks. One whose own figures
    were changed stays as it is.
    """
    before = charts.figures(base)
    own = charts.figures(mine)
    fresh: dict[str, Chart] = {}
    kept: dict[str, str] = {}
    for name, chart in charts.figures(theirs).items():
        if name not in own or chart in (before.get(name), own[name]):
            continue
        if own[name] == before.get(name):
            fresh[name] = chart
        else:
            kept[name] = _in_words(chart)
    if not fresh:
        return {}, kept
    return charts.filled(mine, fresh), kept


def _in_words(chart: Chart) -> str:
    """Returns the figures of *chart* in words."""
    series_in_words = []
    for name, values in chart.series.items():
        points = [f"{label}{_number(value)}" for label, value in zip(chart.categories, values, strict=True)]
        series_in_words.append(f"{name}：{'，'.join(points)}")
    return "；".join(series_in_words)


def _number(value: Decimal | None) -> str:
    """Returns *value* as it is written, a dash where there is none."""
    return "—" if value is None else number_text(value)
