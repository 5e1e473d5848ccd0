"""The ledger of problems: each stays open from week to week until it is closed; late ones by working days."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wenming.figures.progress import span
from wenming.figures.workdays import working_days

Record = Mapping[str, Any]
CLOSED = "已整改"


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as last reported; what became of it in the week asked for.

    *overdue*: working days past its deadline at the end of that week, 0 while it is in time or closed; None where
    the holidays of that year are not known yet.
    """

    record: Record
    new: bool
    closed: bool
    reopened: bool
    overdue: int | None

    @property
    def open(self) -> bool:
        return bool(self.record["状态"] != CLOSED)

    @property
    def late(self) -> bool:
        return self.overdue is None or self.overdue > 0

    @property
    def state(self) -> str:
        """已整改, 整改中, or 逾期 with the working days."""
        if not self.late:
            return str(self.record["状态"])
        return "逾期" if self.overdue is None else f"逾期{self.overdue}个工作日"


class Ledger:
    """The problems of one campaign, week after week.

    What a week says of a problem is laid over what is known of it; a week that does not mention one changes nothing.
    """

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Any]] = {}
        self._before: dict[str, dict[str, str]] = {}  # the states before each week
        self._last = ""

    def enter(self, week: Record) -> None:
        """Enter the next *week*."""
        self._last = week["周"]
        self._before[self._last] = {key: row["状态"] for key, row in self._known.items()}
        for row in week.get("问题", ()):
            self._known[row["编号"]] = {"状态": "整改中", **self._known.get(row["编号"], {}), **row}

    def problems(self, since: str = "") -> list[Problem]:
        """Problems open at the end of the week entered last or closed in it (or *since*), in the order found."""
        day = span(self._last)[1]
        before = self._before[min(week for week in self._before if week >= (since or self._last))]
        return [
            _problem(row, before.get(key), day)
            for key, row in self._known.items()
            if row["状态"] != CLOSED or before.get(key) != CLOSED
        ]


def ledger(weeks: Iterable[Record]) -> list[Problem]:
    """The problems of the last of *weeks*, which are all up to it, in order."""
    book = Ledger()
    for week in weeks:
        book.enter(week)
    return book.problems()


def _problem(row: Record, before: str | None, day: datetime.date) -> Problem:
    closed = row["状态"] == CLOSED
    reopened = before == CLOSED and not closed
    late = not closed and row["整改期限"] < day
    return Problem(row, before is None, closed, reopened, working_days(row["整改期限"], day) if late else 0)
