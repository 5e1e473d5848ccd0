"""The ledger of problems: each stays open from week to week until it is closed; late ones by working days."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wenming.base import weeks
from wenming.base.weeks import Week
from wenming.figures.workdays import working_days

if TYPE_CHECKING:
    from wenming.forms.records import ProblemRow, WeekReport

CLOSED = "已整改"
_NO_WEEK = Week(0, 0)  # before the first


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as last reported, and what became of it in the week asked for.

    *overdue*: working days past its deadline at the end of that week; 0 if it is in time or closed; None where the
    holidays of that year are not published yet.
    """

    record: ProblemRow
    new: bool
    closed: bool
    reopened: bool
    overdue: int | None

    @property
    def open(self) -> bool:
        return self.record["状态"] != CLOSED

    @property
    def late(self) -> bool:
        return self.overdue is None or self.overdue > 0


class Ledger:
    """The problems of one campaign, week after week.

    What a week says of a problem is laid over what is known of it; a week that does not mention one changes nothing.
    """

    def __init__(self) -> None:
        self._known: dict[str, ProblemRow] = {}
        self._before: dict[Week, dict[str, str]] = {}  # the states before each week
        self._last = _NO_WEEK

    def enter(self, report: WeekReport) -> None:
        """Enter the *report* of the next week; a problem that says no state is 整改中."""
        self._last = weeks.named(report["周"])
        self._before[self._last] = {key: row["状态"] for key, row in self._known.items()}
        for row in report.get("问题", ()):
            number = row["编号"]
            known = self._known.get(number, {"编号": number, "状态": "整改中"})
            self._known[number] = {**known, **row}

    def problems(self, since: Week | None = None) -> list[Problem]:
        """Returns the problems open at the end of the week entered last, or closed in it, in the order first reported.

        With *since*, an earlier week: or closed in any of the weeks from that one on.
        """
        since = since or self._last
        first_week = min(week for week in self._before if week >= since)
        states_before = self._before[first_week]
        problems: list[Problem] = []
        for key, row in self._known.items():
            before = states_before.get(key)
            stays_closed = before == row["状态"] == CLOSED
            if not stays_closed:
                problems.append(_problem(row, before, self._last.sunday))
        return problems


def ledger(reports: Iterable[WeekReport]) -> list[Problem]:
    """Returns the problems of the last of *reports*; these are of all the weeks up to it, in order."""
    book = Ledger()
    for report in reports:
        book.enter(report)
    return book.problems()


def _problem(row: ProblemRow, before: str | None, day: datetime.date) -> Problem:
    """Returns the problem of *row* at the end of *day*; *before*: its state before the week, None for a new one."""
    closed = row["状态"] == CLOSED
    return Problem(
        row,
        new=before is None,
        closed=closed,
        reopened=before == CLOSED and not closed,
        overdue=0 if closed else _working_days_past(row["整改期限"], day),
    )


def _working_days_past(deadline: datetime.date, day: datetime.date) -> int | None:
    """Returns the working days between *deadline* and *day*; None where the holidays of one year are not published."""
    if deadline >= day:
        return 0
    return working_days(deadline, day)
