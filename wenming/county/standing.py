"""How far the campaign of a town is, in the few figures that a county asks for."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, Self

from wenming.base import weeks
from wenming.base.diagnostics import Faults
from wenming.documents.parts.campaign import SoFar, week_by_week
from wenming.figures.problems import Problem
from wenming.town import folder as towns
from wenming.town.folder import Town

_RATE_MAX = 1_000_000  # percent


class Overdue(NamedTuple):
    """A problem past its deadline: *days* are working days; None where the holidays are not published yet."""

    number: str
    village: str
    what: str
    deadline: str
    days: int | None


class Standing(NamedTuple):
    """A town at the end of its last *week*: rates in percent, how many villages there are and have reported.

    *should*: what part of the time has passed, None where the plan has no dates; *open*: how many problems are,
    *overdue*: those past their deadlines. *silent*: the villages that have reported nothing. *form*: the name of the
    week's form below the town's folder.
    """

    week: str
    rate: Decimal
    change: Decimal
    should: Decimal | None
    villages: int
    silent: tuple[str, ...]
    open: int
    overdue: tuple[Overdue, ...]
    form: str

    def as_data(self) -> dict[str, object]:
        """It as JSON can hold it."""
        data = self._asdict()
        data["rate"], data["change"] = str(self.rate), str(self.change)
        data["should"] = None if self.should is None else str(self.should)
        return data

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Self:  # Any: what stands in a table is looked at before it is believed
        """The standing that *data* are. Raises ValueError, LookupError, TypeError or ArithmeticError."""
        week = str(data["week"])
        if not weeks.WEEK.fullmatch(week) or not weeks.exists(week):
            raise ValueError(week)
        return cls(
            week=week,
            rate=_rate(data["rate"]),
            change=_rate(data["change"]),
            should=None if data["should"] is None else _rate(data["should"]),
            villages=int(data["villages"]),
            silent=tuple(map(str, data["silent"])),
            open=int(data["open"]),
            overdue=tuple(_overdue_of_data(*row) for row in data["overdue"]),
            form=str(data["form"]),
        )


def _rate(text: object) -> Decimal:
    rate = Decimal(str(text))
    if not rate.is_finite() or abs(rate) > _RATE_MAX:
        raise ValueError(text)
    return rate


def _overdue_of_data(number: object, village: object, what: object, deadline: object, days: object) -> Overdue:
    return Overdue(str(number), str(village), str(what), str(deadline), None if days is None else int(str(days)))


def standing_of(folder: Path, week: str, read: Town | None) -> Standing | None:
    """How far the town in *folder* is at the end of *week*, or of its last; None without weeks.

    *read*: the town as its forms were read, which may be without its weeks.
    """
    town = read if read and read.weeks else _with_weeks(folder, week)
    if town is None:
        return None
    last = None
    for so_far in week_by_week(town):  # one value that grows
        last = so_far
    return None if last is None else _at_the_end(town, last)


def _with_weeks(folder: Path, week: str) -> Town | None:
    """The town in *folder* with its plan and weeks; None where they have faults: its documents needed none of them."""
    with contextlib.suppress(Faults):
        return towns.read(folder, ("plan", "weeks"), until=week)
    return None


def _at_the_end(town: Town, last: SoFar) -> Standing:
    figures = last.books.figures()
    problems = [problem for problem in last.ledger.problems() if problem.open]
    return Standing(
        week=str(last.week),
        rate=figures.town.rate,
        change=figures.town.change,
        should=figures.town.should,
        villages=len(town.record["行政村"]),
        silent=tuple(figures.silent),
        open=len(problems),
        overdue=tuple(_overdue(problem) for problem in problems if problem.late),
        form=last.sources[-1].relative_to(town.folder).as_posix(),
    )


def _overdue(problem: Problem) -> Overdue:
    row = problem.record
    deadline = row.get("整改期限", "")
    shown = deadline.isoformat() if isinstance(deadline, datetime.date) else deadline
    return Overdue(row["编号"], row.get("单位", ""), row.get("描述", ""), shown, problem.overdue)
