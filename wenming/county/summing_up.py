"""What a county asks of its towns, summed up: progress and ranks, who has not reported, what is overdue, and whence."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
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
    failed = [town for town in by_address if town.faults]
    rows = _rows([town for town in by_address if not town.faults])
    known = [row.standing for row in rows if row.standing]
    week = max((one.week for one in known), default="")
    return Summary(
        made_on=made_on,
        rows=tuple(rows),
        failed=len(failed),
        causes=tuple(causes_of(failed)),
        week=week,
        behind=tuple(_behind(rows, week)),
        average=_average(known),
    )


def _rows(built: Sequence[TownDone]) -> list[Row]:
    known = [town.standing for town in built if town.standing]
    places = iter(ranks([one.rate for one in known]))
    rows: list[Row] = []
    for town in built:
        rank = next(places) if town.standing else 0
        rows.append(Row(stores.name_of(town.town), town.name, town.documents, town.standing, rank))
    return rows


def _behind(rows: Sequence[Row], week: str) -> list[Row]:
    """Those of *rows* that have not reported the *week*; nobody is behind where none has reported any."""
    if not week:
        return []
    return [row for row in rows if row.standing is None or row.standing.week < week]


def _average(known: Sequence[Standing]) -> Decimal | None:
    if not known:
        return None
    total = sum((one.rate for one in known), Decimal())
    return (total / len(known)).quantize(_TENTH, ROUND_HALF_UP)
