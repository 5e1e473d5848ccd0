"""What a county asks of its towns, summed up: progress and ranks, who has not reported, what is overdue, and whence."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from wenming.county import stores
from wenming.county.causes import Cause, causes_of
from wenming.county.runs import TownDone
from wenming.county.standing import Overdue, Standing
from wenming.figures.progress import ranks

_TENTH = Decimal("0.1")


class Row(NamedTuple):
    """A town that was built: its *folder* and *name*, how many *documents* it has, its *standing* and its *rank*."""

    folder: str
    name: str
    documents: int
    standing: Standing | None
    rank: int

    @property
    def source(self) -> str:
        """The file that its figures are from; empty where it has none."""
        return f"{self.folder}/{self.standing.form}" if self.standing else ""


class OverdueRow(NamedTuple):
    """A problem past its deadline in a town, whose *row* says where it is from."""

    row: Row
    problem: Overdue


class Summary(NamedTuple):
    """All towns of a run on the day *made_on*: the *rows* of those that were built, the *causes* why others were not.

    *week*: the last that any town has reported, empty where none has; *behind*: the towns that have not reported it.
    *average*: of the towns' rates, in percent.
    """

    made_on: datetime.date
    rows: tuple[Row, ...]
    failed: int
    causes: tuple[Cause, ...]
    week: str
    behind: tuple[Row, ...]
    average: Decimal | None

    @property
    def overdue(self) -> list[OverdueRow]:
        """Every problem past its deadline."""
        found: list[OverdueRow] = []
        for row in self.rows:
            if row.standing:
                found += [OverdueRow(row, problem) for problem in row.standing.overdue]
        return found

    @property
    def silent(self) -> list[Row]:
        """The towns of which villages have reported nothing in their last week."""
        return [row for row in self.rows if row.standing and row.standing.silent]

    @property
    def documents(self) -> int:
        """How many documents the towns have."""
        return sum(row.documents for row in self.rows)


def summed_up(towns: Iterable[TownDone], made_on: datetime.date) -> Summary:
    """The summary of *towns*, by their addresses: the same for the same towns, in whatever order they were built."""
    by_address = sorted(towns, key=lambda town: town.town)
    built = [town for town in by_address if not town.faults]
    failed = [town for town in by_address if town.faults]
    known = [town.standing for town in built if town.standing]
    places = dict(zip(known, ranks([one.rate for one in known]), strict=True))
    rows: list[Row] = []
    for town in built:
        rank = places[town.standing] if town.standing else 0
        rows.append(Row(stores.name_of(town.town), town.name, town.documents, town.standing, rank))
    week = max((one.week for one in known), default="")
    behind = [row for row in rows if row.standing is None or row.standing.week < week]
    average = None
    if known:
        total = sum((one.rate for one in known), Decimal())
        average = (total / len(known)).quantize(_TENTH, ROUND_HALF_UP)
    causes = causes_of(failed)
    return Summary(made_on, tuple(rows), len(failed), tuple(causes), week, tuple(behind) if week else (), average)
