"""What is known of a town at the end of its last week, as the sheets need it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from wenming.base import weeks
from wenming.base.weeks import Week
from wenming.documents.parts.campaign import week_by_week
from wenming.ledger.amounts import Amounts, amounts
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.figures.problems import Problem
    from wenming.figures.progress import Figures
    from wenming.forms.records import WeekReport


class Reported(NamedTuple):
    """The *first* and the *last* week whose report mentions a problem."""

    first: Week
    last: Week


class Known(NamedTuple):
    """What is known at the end of *week*: figures, amounts, every problem, and by its number when it was reported."""

    week: Week
    figures: Figures
    amounts: Amounts
    problems: Sequence[Problem]
    reported: Mapping[str, Reported]


def known(town: Town) -> Known | None:
    """What is known of *town* at the end of its last week; None where no week was reported."""
    if not town.weeks:
        return None
    *_before, so_far = week_by_week(town)
    first_week = weeks.named(so_far.reports[0]["周"])
    return Known(
        week=so_far.week,
        figures=so_far.books.figures(),
        amounts=amounts(so_far.reports),
        problems=so_far.ledger.problems(since=first_week),
        reported=_reported(so_far.reports),
    )


def _reported(reports: Iterable[WeekReport]) -> dict[str, Reported]:
    """The first and the last week that mention each problem, by its number."""
    reported: dict[str, Reported] = {}
    for report in reports:
        week = weeks.named(report["周"])
        for row in report.get("问题", ()):
            earlier = reported.get(row["编号"])
            reported[row["编号"]] = Reported(earlier.first if earlier else week, week)
    return reported


def as_of(week: Week | None, today: datetime.date) -> str:
    """Until when the sheets know everything: the last *week*; *today* where there is none."""
    if week is None:
        return f"截至 {today.year}年{today.month}月{today.day}日"
    return f"截至 {week_text(week)}（{days_text(week)}）"


def week_text(week: Week) -> str:
    """2026年第17周."""
    return f"{week.year}年第{week.number}周"


def days_text(week: Week) -> str:
    """4月20日至4月26日: the first and the last day of *week*."""
    return f"{week.monday.month}月{week.monday.day}日至{week.sunday.month}月{week.sunday.day}日"
