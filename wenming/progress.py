"""Weeks → figures: by task, by village, by unit in the lead; against the target, last week and the calendar."""

import datetime
import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from wenming.wording import rounded

Record = Mapping[str, Any]
Number = int | Decimal
Cell = tuple[str, str]  # task, unit that reports


@dataclass(frozen=True, slots=True)
class Amendment:
    """A figure of an earlier week that the week asked for brings or corrects; *before* is None where it is late."""

    week: str
    task: str
    unit: str
    before: Number | None
    after: Number


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a task, village or unit is: *done* and *before* this week as parts of the target, exactly.

    *due*: the part of its period that has passed, None where no period is given. Rates are in percent, rounded half
    up to one decimal, never cut at 100.
    """

    done: Fraction
    before: Fraction
    due: Fraction | None = None

    @property
    def rate(self) -> Decimal:
        return rounded(self.done * 100)

    @property
    def change(self) -> Decimal:
        """Percentage points since last week, between the rates as printed."""
        return self.rate - rounded(self.before * 100)

    @property
    def should(self) -> Decimal | None:
        return None if self.due is None else rounded(self.due * 100)

    @property
    def ahead(self) -> Decimal | None:
        """Percentage points ahead of the calendar, between the rates as printed; negative where behind."""
        should = self.should
        return None if should is None else self.rate - should


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """One task: this week's figure, the sum to date, how far it is."""

    task: Record
    week: Number
    total: Number
    standing: Standing


@dataclass(frozen=True, slots=True)
class Subject:
    """A village or a unit in the lead: how far it is over its tasks, the mean of them; its rank among its like.

    *week* and *total*: figures by task.
    """

    name: str
    week: Mapping[str, Number]
    total: Mapping[str, Number]
    standing: Standing
    rank: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of the plan: the figure last reported and whether it meets the target; None: not reported."""

    indicator: Record
    value: Number | None
    met: bool | None


@dataclass(slots=True)
class Figures:
    """All figures as known in the last of the weeks."""

    tasks: list[TaskProgress] = field(default_factory=list)
    villages: list[Subject] = field(default_factory=list)
    units: list[Subject] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    amendments: list[Amendment] = field(default_factory=list)
    reporting: int = 0
    trend: list[tuple[str, Standing]] = field(default_factory=list)

    @property
    def town(self) -> Standing:
        """The town: the mean of its tasks."""
        return mean([row.standing for row in self.tasks])


def figures(plan: Record, villages: Sequence[str], weeks: Sequence[Record]) -> Figures:
    """The figures of the last of *weeks*, which are all up to it, in order."""
    tasks = plan.get("任务", ())
    known, amendments = _known(weeks)
    last = weeks[-1]["周"]
    end = span(last)[1]
    this = known.get(last, {})
    total, sums = _totals(known)
    dues = {task["编号"]: due(task, plan, end) for task in tasks}
    rows = [_task(task, sums.get(last, {}), sums.values(), dues[task["编号"]]) for task in tasks]
    shared = [task for task in tasks if "分村" in task]
    names = set(villages)
    return Figures(
        tasks=rows,
        villages=_ranked([_village(name, shared, this, total, dues) for name in villages] if shared else []),
        units=_ranked([_unit(name, rows) for name in dict.fromkeys(task["牵头"] for task in tasks if "牵头" in task)]),
        indicators=[_indicator(row, weeks) for row in plan.get("指标", ())],
        amendments=amendments,
        reporting=len({unit for _task, unit in this} & names),
        trend=_trend(tasks, sums, plan),
    )


def span(week: str) -> tuple[datetime.date, datetime.date]:
    """Monday and Sunday of 2026-W12 (ISO 8601)."""
    year, number = map(int, week.split("-W"))
    return datetime.date.fromisocalendar(year, number, 1), datetime.date.fromisocalendar(year, number, 7)


def due(task: Record, plan: Record, day: datetime.date) -> Fraction | None:
    """The part of the *task*'s period that has passed at the end of *day*: its own dates, else the plan's."""
    whole = plan.get("起止", {})
    start, end = task.get("开始时间", whole.get("开始")), task.get("完成时限", whole.get("结束"))
    if start is None or end is None or end < start:
        return None
    return Fraction(min(max((day - start).days + 1, 0), (end - start).days + 1), (end - start).days + 1)


def mean(standings: Sequence[Standing]) -> Standing:
    """The mean of *standings*; nought of nothing."""
    dues = [one.due for one in standings if one.due is not None]
    return Standing(
        _mean([one.done for one in standings]), _mean([one.before for one in standings]), _mean(dues) if dues else None
    )


def ranks(rates: Sequence[Decimal]) -> list[int]:
    """The place of each rate, the highest first, equal ones sharing it: 1, 2, 2, 4."""
    first: dict[Decimal, int] = {}
    for place, rate in enumerate(sorted(rates, reverse=True), 1):
        first.setdefault(rate, place)
    return [first[rate] for rate in rates]


def _mean(parts: Sequence[Fraction]) -> Fraction:
    return sum(parts, Fraction()) / len(parts) if parts else Fraction()


def _known(weeks: Sequence[Record]) -> tuple[dict[str, dict[Cell, Number]], list[Amendment]]:
    """What each week's figures are known to be by now, and what the last of *weeks* changed of earlier ones.

    A row that names the week it belongs to says what that week's figure is, whatever was reported before.
    """
    known: dict[str, dict[Cell, Number]] = {}
    amendments: list[Amendment] = []
    for week in weeks:
        own = known.setdefault(week["周"], {})
        for row in week.get("进展", ()):
            key, of = (row["任务"], row["单位"]), row.get("所属周")
            if of is None or of == week["周"]:
                own[key] = own.get(key, 0) + row["完成"]
                continue
            cells = known.setdefault(of, {})
            if week is weeks[-1]:
                amendments.append(Amendment(of, *key, cells.get(key), row["完成"]))
            cells[key] = row["完成"]
    return known, amendments


def _totals(known: Mapping[str, Mapping[Cell, Number]]) -> tuple[dict[Cell, Number], dict[str, dict[str, Number]]]:
    """The sum of all weeks by task and unit; of all units by week and task."""
    total: dict[Cell, Number] = {}
    sums: dict[str, dict[str, Number]] = {}
    for week, cells in known.items():
        own = sums[week] = {}
        for key, value in cells.items():
            total[key] = total.get(key, 0) + value
            own[key[0]] = own.get(key[0], 0) + value
    return total, sums


def _task(
    task: Record, this: Mapping[str, Number], weeks: Iterable[Mapping[str, Number]], passed: Fraction | None
) -> TaskProgress:
    key, goal = task["编号"], Fraction(task["目标值"])
    week, total = this.get(key, 0), sum(one.get(key, 0) for one in weeks)
    return TaskProgress(task, week, total, Standing(Fraction(total) / goal, Fraction(total - week) / goal, passed))


def _village(
    name: str,
    shared: Sequence[Record],
    this: Mapping[Cell, Number],
    total: Mapping[Cell, Number],
    dues: Mapping[str, Fraction | None],
) -> tuple[str, dict[str, Number], dict[str, Number], Standing]:
    week = {task["编号"]: this.get((task["编号"], name), 0) for task in shared}
    whole = {task["编号"]: total.get((task["编号"], name), 0) for task in shared}
    parts = [
        Standing(
            Fraction(whole[key]) / Fraction(task["分村"]),
            Fraction(whole[key] - week[key]) / Fraction(task["分村"]),
            dues[key],
        )
        for task in shared
        for key in [task["编号"]]
    ]
    return name, week, whole, mean(parts)


def _unit(name: str, rows: Sequence[TaskProgress]) -> tuple[str, dict[str, Number], dict[str, Number], Standing]:
    own = [row for row in rows if row.task.get("牵头") == name]
    week = {row.task["编号"]: row.week for row in own}
    total = {row.task["编号"]: row.total for row in own}
    return name, week, total, mean([row.standing for row in own])


def _ranked(rows: Sequence[tuple[str, dict[str, Number], dict[str, Number], Standing]]) -> list[Subject]:
    places = ranks([standing.rate for *_rest, standing in rows])
    return [Subject(*row, rank) for row, rank in zip(rows, places, strict=True)]


_MEETS = {"≥": operator.ge, "≤": operator.le, "=": operator.eq, "＞": operator.gt, "＜": operator.lt}


def _indicator(row: Record, weeks: Sequence[Record]) -> Indicator:
    reported = (one["现值"] for week in reversed(weeks) for one in week.get("指标", ()) if one["指标"] == row["编号"])
    value = next(reported, None)
    return Indicator(row, value, None if value is None else _MEETS[row.get("比较", "≥")](value, row["目标"]))


def _trend(
    tasks: Sequence[Record], sums: Mapping[str, Mapping[str, Number]], plan: Record
) -> list[tuple[str, Standing]]:
    """How far the town was at the end of each week, as known by now."""
    goals = {task["编号"]: Fraction(task["目标值"]) * len(tasks) for task in tasks}
    done, found = Fraction(), []
    for week in sorted(sums):
        before, end = done, span(week)[1]
        done += sum((Fraction(value) / goals[task] for task, value in sums[week].items() if task in goals), Fraction())
        dues = [one for task in tasks if (one := due(task, plan, end)) is not None]
        found.append((week, Standing(done, before, _mean(dues) if dues else None)))
    return found
