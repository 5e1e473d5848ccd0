"""The ledger of problems: each stays open from week to week until it is closed; late ones by working days."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wenming.progress import span

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


def ledger(weeks: Sequence[Record]) -> list[Problem]:
    """Problems that are open at the end of the last of *weeks* or were closed in it, in the order they were found.

    What a week says of a problem is laid over what is known of it; a week that does not mention one changes nothing.
    """
    known: dict[str, dict[str, Any]] = {}
    before: dict[str, dict[str, Any]] = {}
    for week in weeks:
        if week is weeks[-1]:
            before = {key: dict(row) for key, row in known.items()}
        for row in week.get("问题", ()):
            known[row["编号"]] = {"状态": "整改中", **known.get(row["编号"], {}), **row}
    day = span(weeks[-1]["周"])[1]
    return [
        _problem(row, before.get(key), day)
        for key, row in known.items()
        if row["状态"] != CLOSED or before.get(key, {}).get("状态") != CLOSED
    ]


def _problem(row: Record, before: Record | None, day: datetime.date) -> Problem:
    closed = row["状态"] == CLOSED
    reopened = before is not None and before["状态"] == CLOSED and not closed
    late = not closed and row["整改期限"] < day
    return Problem(row, before is None, closed, reopened, working_days(row["整改期限"], day) if late else 0)


def working_days(after: datetime.date, until: datetime.date) -> int | None:
    """The working days after *after* up to *until*, with China's public holidays and make-up workdays.

    None where the holidays of one of the years are not published yet.
    """
    import chinese_calendar

    try:
        return len(chinese_calendar.get_workdays(after + datetime.timedelta(1), until)) if until > after else 0
    except NotImplementedError:
        return None
