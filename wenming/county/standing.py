"""How far the campaign of a town is, in the few figures that a county asks for."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from typing import NamedTuple

from wenming.base.diagnostics import Faults
from wenming.documents.parts.campaign import week_by_week
from wenming.pipeline import Job
from wenming.town import folder as towns


class Standing(NamedTuple):
    """A town at the end of its last *week*: rates in percent, how many villages there are and have reported.

    *should*: what part of the time has passed, None where the plan has no dates; *overdue*: problems past their
    deadlines, *open*: all that are open. *silent*: the villages that have reported nothing.
    """

    name: str
    week: str
    rate: Decimal
    change: Decimal
    should: Decimal | None
    villages: int
    silent: tuple[str, ...]
    open: int
    overdue: int


def standing_of(job: Job) -> Standing | None:
    """How far the town of *job* is at the end of the week that it asks for, or of its last; None without weeks."""
    assert job.folder is not None
    with contextlib.suppress(Faults):  # its documents needed no weeks
        town = towns.read(job.folder, ("plan", "weeks"), until=job.week)
        *_before, last = [None, *week_by_week(town)]
        if last is None:
            return None
        figures = last.books.figures()
        problems = last.ledger.problems()
        return Standing(
            name=town.record["名称"],
            week=str(last.week),
            rate=figures.town.rate,
            change=figures.town.change,
            should=figures.town.should,
            villages=len(town.record["行政村"]),
            silent=tuple(figures.silent),
            open=sum(problem.open for problem in problems),
            overdue=sum(problem.open and problem.late for problem in problems),
        )
    return None
