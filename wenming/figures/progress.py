"""Weeks → figures: by task, by village, by unit in the lead; against the target, last week and the calendar."""

import datetime
import math
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from wenming.gongwen.chinese import rounded

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


Row = tuple[str, Mapping[str, Number], Mapping[str, Number], Standing]  # a subject but for its rank


class Books:
    """The figures of one campaign, week after week: each is entered once, whatever is asked of it later."""

    def __init__(self, plan: Record, villages: Sequence[str]) -> None:
        self.plan, self.villages = plan, villages
        self.tasks: Sequence[Record] = plan.get("任务", ())
        self._shared = [task for task in self.tasks if "分村" in task]
        self._town = _Weights({task["编号"]: task["目标值"] for task in self.tasks})
        self._village = _Weights({task["编号"]: task["分村"] for task in self._shared})
        self._known: dict[str, dict[Cell, Number]] = {}  # what each week's figures are known to be by now
        self._total: dict[Cell, Number] = {}
        self._sums: dict[str, dict[str, Number]] = {}  # of all units, by week and task
        self._passed: dict[str, Fraction | None] = {}  # how much of its time has passed for the town, by week
        self._values: dict[str, Number] = {}  # of the indicators
        self._amendments: dict[str, list[Amendment]] = {}  # by the week that brought them
        self._last = ""

    def enter(self, week: Record) -> None:
        """Enter the next *week*.

        A row that names the week it belongs to says what that week's figure is, whatever was reported before.
        """
        self._last = week["周"]
        self._amendments[self._last] = []
        self._week(self._last)
        cells, total, sums = self._known[self._last], self._total, self._sums[self._last]
        for row in week.get("进展", ()):
            done = row.get("完成")
            if done is None:
                continue  # listed, not reported
            task = row["任务"]
            key = task, row["单位"]
            if "所属周" in row and row["所属周"] != self._last:
                self._amend(row["所属周"], key, done)
                continue
            cells[key] = cells.get(key, 0) + done
            total[key] = total.get(key, 0) + done
            sums[task] = sums.get(task, 0) + done
        self._values |= {row["指标"]: row["现值"] for row in week.get("指标", ()) if "现值" in row}

    def _week(self, week: str) -> None:
        """Open the books of *week*."""
        if week not in self._known:
            self._known[week], self._sums[week] = {}, {}
            end = span(week)[1]
            dues = [one for task in self.tasks if (one := due(task, self.plan, end)) is not None]
            self._passed[week] = _mean(dues) if dues else None

    def _amend(self, week: str, key: Cell, done: Number) -> None:
        self._week(week)
        cells, sums = self._known[week], self._sums[week]
        before = cells.get(key)
        self._amendments[self._last].append(Amendment(week, *key, before, done))
        cells[key] = done
        self._total[key] = self._total.get(key, 0) + done - (before or 0)
        sums[key[0]] = sums.get(key[0], 0) + done - (before or 0)

    def figures(self, since: str = "") -> Figures:
        """The figures as known in the week entered last; *since* an earlier week, of all the weeks from that one on."""
        weeks = [week for week in self._known if (since or self._last) <= week <= self._last]
        end = span(self._last)[1]
        dues = {task["编号"]: due(task, self.plan, end) for task in self.tasks}
        totals, news = (_added(self._sums[week] for week in among) for among in (self._sums, weeks))
        rows = [
            _task(task, news.get(task["编号"], 0), totals.get(task["编号"], 0), dues[task["编号"]])
            for task in self.tasks
        ]
        leads = dict.fromkeys(task["牵头"] for task in self.tasks if "牵头" in task)
        cells = _added(self._known[week] for week in weeks)
        return Figures(
            tasks=rows,
            villages=_ranked(list(self._villages(cells, dues))),
            units=_ranked([_unit(name, rows) for name in leads]),
            indicators=[_indicator(row, self._values.get(row["编号"])) for row in self.plan.get("指标", ())],
            amendments=[one for week in weeks for one in self._amendments.get(week, ())],
            reporting=len({unit for _task, unit in cells} & set(self.villages)),
            trend=self._trend(),
        )

    def _villages(self, new: Mapping[Cell, Number], dues: Mapping[str, Fraction | None]) -> Iterator[Row]:
        total, keys = self._total, [task["编号"] for task in self._shared]
        known = [one for key in keys if (one := dues[key]) is not None]
        passed = _mean(known) if known else None
        for name in self.villages if keys else ():
            week = {key: new.get((key, name), 0) for key in keys}
            whole = {key: total.get((key, name), 0) for key in keys}
            done = self._village.mean(whole)
            yield name, week, whole, Standing(done, done - self._village.mean(week), passed)

    def _trend(self) -> list[tuple[str, Standing]]:
        """How far the town was at the end of each week, as known by now."""
        done, found = Fraction(), []
        for week in sorted(self._sums):
            before, done = done, done + self._town.mean(self._sums[week])
            found.append((week, Standing(done, before, self._passed[week])))
        return found


class _Weights:
    """What one unit of each task adds to the mean of the rates, over a common denominator: exact and quick."""

    def __init__(self, goals: Mapping[str, Number]) -> None:
        parts = {key: 1 / (Fraction(goal) * len(goals)) for key, goal in goals.items()}
        self._whole = math.lcm(*(part.denominator for part in parts.values()))
        self._parts = {key: part.numerator * (self._whole // part.denominator) for key, part in parts.items()}

    def mean(self, figures: Mapping[str, Number]) -> Fraction:
        """The mean of the rates of *figures* by task; tasks that are not there stand at nought."""
        return Fraction(sum(value * self._parts.get(key, 0) for key, value in figures.items())) / self._whole


def figures(plan: Record, villages: Sequence[str], weeks: Iterable[Record]) -> Figures:
    """The figures of the last of *weeks*, which are all up to it, in order."""
    books = Books(plan, villages)
    for week in weeks:
        books.enter(week)
    return books.figures()


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


K = TypeVar("K")


def _added(rows: Iterable[Mapping[K, Number]]) -> dict[K, Number]:
    """The sums of *rows* by key."""
    sums: dict[K, Number] = {}
    for row in rows:
        for key, value in row.items():
            sums[key] = sums.get(key, 0) + value
    return sums


def _task(task: Record, week: Number, total: Number, passed: Fraction | None) -> TaskProgress:
    goal = Fraction(task["目标值"])
    return TaskProgress(task, week, total, Standing(Fraction(total) / goal, Fraction(total - week) / goal, passed))


def _mean(parts: Sequence[Fraction]) -> Fraction:
    return sum(parts, Fraction()) / len(parts) if parts else Fraction()


def _unit(name: str, rows: Sequence[TaskProgress]) -> Row:
    own = [row for row in rows if row.task.get("牵头") == name]
    week = {row.task["编号"]: row.week for row in own}
    total = {row.task["编号"]: row.total for row in own}
    return name, week, total, mean([row.standing for row in own])


def _ranked(rows: Sequence[Row]) -> list[Subject]:
    places = ranks([standing.rate for *_rest, standing in rows])
    return [Subject(*row, rank) for row, rank in zip(rows, places, strict=True)]


_MEETS = {"≥": operator.ge, "≤": operator.le, "=": operator.eq, "＞": operator.gt, "＜": operator.lt}


def _indicator(row: Record, value: Number | None) -> Indicator:
    return Indicator(row, value, None if value is None else _MEETS[row.get("比较", "≥")](value, row["目标"]))
