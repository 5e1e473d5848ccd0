"""What each unit did of each task in each week, as known now.

``figures.progress.Books`` has the same amounts and hands out sums of them only; this gives the parts, by its rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from wenming.base import weeks
from wenming.base.weeks import Week
from wenming.figures.progress import Cell, Number

if TYPE_CHECKING:
    from wenming.forms.records import WeekReport


class Amounts(NamedTuple):
    """Amounts done: *by_cell* to date by task and unit; *by_week*, in order, of all units by task."""

    by_cell: Mapping[Cell, Number]
    by_week: Mapping[Week, Mapping[str, Number]]


def amounts(reports: Iterable[WeekReport]) -> Amounts:
    """The amounts of *reports*, in order; a late figure stands in the week that it names, instead of what was there."""
    known: dict[Week, dict[Cell, Number]] = {}
    for report in reports:
        _enter(report, known)
    by_week = {week: _by_task(known[week]) for week in sorted(known)}
    return Amounts(_by_cell(known.values()), by_week)


def _enter(report: WeekReport, known: dict[Week, dict[Cell, Number]]) -> None:
    """Lay the figures of *report* over what is *known*."""
    own_week = weeks.named(report["周"])
    known.setdefault(own_week, {})
    for row in report.get("进展", ()):
        done = row.get("完成")
        if done is None:
            continue  # listed, not reported
        cell = row["任务"], row["单位"]
        week = weeks.named(row["所属周"]) if "所属周" in row else own_week
        of_week = known.setdefault(week, {})
        is_late = week != own_week
        of_week[cell] = done if is_late else of_week.get(cell, 0) + done


def _by_task(cells: Mapping[Cell, Number]) -> dict[str, Number]:
    """The sums of *cells* by task."""
    sums: dict[str, Number] = {}
    for (task, _unit), done in cells.items():
        sums[task] = sums.get(task, 0) + done
    return sums


def _by_cell(weeks_known: Iterable[Mapping[Cell, Number]]) -> dict[Cell, Number]:
    """The sums of all weeks by task and unit."""
    sums: dict[Cell, Number] = {}
    for cells in weeks_known:
        for cell, done in cells.items():
            sums[cell] = sums.get(cell, 0) + done
    return sums
