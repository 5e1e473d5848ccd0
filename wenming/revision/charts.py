"""Charts of a document that somebody edited: new figures brought into them, his own kept."""

from collections.abc import Mapping
from decimal import Decimal

from wenming.engine import charts
from wenming.engine.drawings import Chart
from wenming.gongwen.chinese import number_text

Parts = Mapping[str, bytes]


def redrawn(base: Parts, mine: Parts, theirs: Parts) -> tuple[dict[str, bytes], dict[str, str]]:
    """The parts of *mine* that change, and by name, in words, the figures of charts whose own figures were changed.

    A chart whose figures are still those of *base* gets those of *theirs* and keeps its looks.
    """
    before, own, new = charts.figures(base), charts.figures(mine), charts.figures(theirs)
    changed = {name: chart for name, chart in new.items() if name in own and chart not in (before.get(name), own[name])}
    fresh = {name: chart for name, chart in changed.items() if own[name] == before.get(name)}
    kept = {name: _told(chart) for name, chart in changed.items() if name not in fresh}
    return (charts.filled(mine, fresh) if fresh else {}), kept


def _told(chart: Chart) -> str:
    """The figures of *chart* in words."""
    told = []
    for name, values in chart.series.items():
        points = (f"{label}{_number(value)}" for label, value in zip(chart.categories, values, strict=True))
        told.append(f"{name}：{'，'.join(points)}")
    return "；".join(told)


def _number(value: Decimal | None) -> str:
    return "—" if value is None else number_text(value)
