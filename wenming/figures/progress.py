"""How far tasks, villages and units are by the weeks reported: against the target, last week and the calendar."""

from __future__ import annotations

import datetime
import math
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from wenming.base import weeks
from wenming.base.weeks import Week
from wenming.gongwen.chinese import rounded

if TYPE_CHECKING:
    from wenming.forms import records
    from wenming.forms.records import Plan, Task, WeekReport

Number = int | Decimal
Cell = tuple[str, str]  # of the table of figures: task, unit that reports


@dataclass(frozen=True, slots=True)
class Amendment:
    """A figure of an earlier week that the week asked for brings or corrects; *before* is None where it is late."""

    week: Week
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
        if self.due is None:
            return None
        return rounded(self.due * 100)

    @property
    def ahead(self) -> Decimal | None:
        """Percentage points ahead of the calendar, between the rates as printed; negative where behind."""
        should = self.should
        if should is None:
            return None
        return self.rate - should


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """One task: this week's figure, the sum to date, how far it is."""

    task: Task
    week: Number
    total: Number
    standing: Standing


@dataclass(frozen=True, slots=True)
class Subject:
    """A village or a unit in the lead: how far it is over its tasks, the mean of them; its rank among its like.

    *week* and *total*: figures by task; *week* lacks the tasks of which nothing was reported.
    """

    name: str
    week: Mapping[str, Number]
    total: Mapping[str, Number]
    standing: Standing
    rank: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of the plan: the figure last reported and whether it meets the target; None: not reported."""

    indicator: records.Indicator
    value: Number | None
    met: bool | None


@dataclass(slots=True)
class Figures:
    """All figures as known in the last of the weeks; *silent*: the villages that have reported nothing in them."""

    tasks: list[TaskProgress] = field(default_factory=list)
    villages: list[Subject] = field(default_factory=list)
    units: list[Subject] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    amendments: list[Amendment] = field(default_factory=list)
    reporting: int = 0
    silent: list[str] = field(default_factory=list)
    trend: list[tuple[Week, Standing]] = field(default_factory=list)

    @property
    def town(self) -> Standing:
        """The town: the mean of its tasks."""
        return mean([row.standing for row in self.tasks])


Row = tuple[str, Mapping[str, Number], Mapping[str, Number], Standing]  # a subject but for its rank
_NO_WEEK = Week(0, 0)  # before the first


class Books:
    """The figures of one campaign, week after week: each is entered once, whatever is asked of it later."""

    def __init__(self, plan: Plan | None, villages: Sequence[str]) -> None:
        self.plan, self.villages = plan, villages
        self.tasks: Sequence[Task] = plan.get("任务", ()) if plan else ()
        self._shared = [task for task in self.tasks if "分村" in task]
        self._town = _Weights({task["编号"]: task["目标值"] for task in self.tasks})
        self._village = _Weights({task["编号"]: task["分村"] for task in self._shared})
        self._known: dict[Week, dict[Cell, Number]] = {}  # what each week's figures are known to be by now
        self._total: dict[Cell, Number] = {}
        self._sums: dict[Week, dict[str, Number]] = {}  # of all units, by week and task
        self._passed: dict[Week, Fraction | None] = {}  # how much of its time has passed for the town, by week
        self._values: dict[str, Number] = {}  # of the indicators
        self._amendments: dict[Week, list[Amendment]] = {}  # by the week that brought them
        self._last = _NO_WEEK

    def enter(self, report: WeekReport) -> None:
        """Enter the *report* of the next week.

        A row that names the week it belongs to says what that week's figure is, whatever was reported before.
        """
        self._last = weeks.named(report["周"])
        self._amendments[self._last] = []
        self._open(self._last)
        known, sums, total = self._known[self._last], self._sums[self._last], self._total
        for row in report.get("进展", ()):
            done = row.get("完成")
            if done is None:
                continue  # listed, not reported
            task = row["任务"]
            cell = task, row["单位"]
            of_week = weeks.named(row["所属周"]) if "所属周" in row else self._last
            if of_week != self._last:
                self._amend(of_week, cell, done)
                continue
            known[cell] = known.get(cell, 0) + done
            sums[task] = sums.get(task, 0) + done
            total[cell] = total.get(cell, 0) + done
        self._values |= {row["指标"]: row["现值"] for row in report.get("指标", ()) if "现值" in row}

    def _open(self, week: Week) -> None:
        """Open the books of *week*, if they are not open yet."""
        if week not in self._known:
            self._known[week], self._sums[week] = {}, {}
            self._passed[week] = _mean_of_known(due(task, self.plan, week.sunday) for task in self.tasks)

    def _amend(self, week: Week, cell: Cell, done: Number) -> None:
        """Make *done* the figure of the earlier *week* in *cell*, whatever it was."""
        self._open(week)
        before = self._known[week].get(cell)
        self._amendments[self._last].append(Amendment(week, *cell, before, done))
        self._known[week][cell] = done
        change = done - (before or 0)
        task, _unit = cell
        self._sums[week][task] = self._sums[week].get(task, 0) + change
        self._total[cell] = self._total.get(cell, 0) + change

    def figures(self, since: Week | None = None) -> Figures:
        """Returns the figures as known in the week entered last; with *since*, of all the weeks from that one on."""
        first = since or self._last
        within = [week for week in self._known if first <= week <= self._last]
        cells = _sums_by_key(self._known[week] for week in within)
        dues = self._dues()
        tasks = self._tasks(within, dues)
        amendments = chain.from_iterable(self._amendments.get(week, ()) for week in within)
        silent = self._silent(cells)
        return Figures(
            tasks=tasks,
            villages=_with_ranks(list(self._villages(cells, dues))),
            units=_units(tasks),
            indicators=self._indicators(),
            amendments=list(amendments),
            reporting=len(self.villages) - len(silent),
            silent=silent,
            trend=self._trend(),
        )

    def _indicators(self) -> list[Indicator]:
        indicators = self.plan.get("指标", ()) if self.plan else ()
        return [_indicator(row, self._values.get(row["编号"])) for row in indicators]

    def _silent(self, cells: Iterable[Cell]) -> list[str]:
        """Returns the villages that have reported none of *cells*."""
        units = {unit for _task, unit in cells}
        return [name for name in self.villages if name not in units]

    def _dues(self) -> dict[str, Fraction | None]:
        """Returns by task the part of its period that has passed at the end of the week entered last."""
        return {task["编号"]: due(task, self.plan, self._last.sunday) for task in self.tasks}

    def _tasks(self, within: Iterable[Week], dues: Mapping[str, Fraction | None]) -> list[TaskProgress]:
        """Returns how far each task is, and what was done in the weeks *within*."""
        totals = _sums_by_key(self._sums.values())
        news = _sums_by_key(self._sums[week] for week in within)
        rows: list[TaskProgress] = []
        for task in self.tasks:
            key = task["编号"]
            rows.append(_task(task, news.get(key, 0), totals.get(key, 0), dues[key]))
        return rows

    def _villages(self, new: Mapping[Cell, Number], dues: Mapping[str, Fraction | None]) -> Iterator[Row]:
        """Yields how far each village is with the tasks shared out; nobody is anywhere where none is shared out."""
        keys = [task["编号"] for task in self._shared]
        if not keys:
            return
        passed = _mean_of_known(dues[key] for key in keys)
        for name in self.villages:
            week = {key: new[key, name] for key in keys if (key, name) in new}
            total = {key: self._total.get((key, name), 0) for key in keys}
            done = self._village.mean(total)
            yield name, week, total, Standing(done, done - self._village.mean(week), passed)

    def _trend(self) -> list[tuple[Week, Standing]]:
        """Returns how far the town was at the end of each week, as known by now."""
        done = Fraction()
        trend: list[tuple[Week, Standing]] = []
        for week in sorted(self._sums):
            before = done
            done += self._town.mean(self._sums[week])
            trend.append((week, Standing(done, before, self._passed[week])))
        return trend


class _Weights:
    """What one unit of each task adds to the mean of the rates, over a common denominator: exact and quick."""

    def __init__(self, goals: Mapping[str, Number]) -> None:
        parts = {key: 1 / (Fraction(goal) * len(goals)) for key, goal in goals.items()}
        self._whole = math.lcm(*(part.denominator for part in parts.values()))
        self._parts = {key: part.numerator * (self._whole // part.denominator) for key, part in parts.items()}

    def mean(self, figures: Mapping[str, Number]) -> Fraction:
        """Returns the mean of the rates of *figures* by task; tasks that are not there stand at nought."""
        parts = sum(value * self._parts.get(key, 0) for key, value in figures.items())
        return Fraction(parts) / self._whole


def figures(plan: Plan | None, villages: Sequence[str], reports: Iterable[WeekReport]) -> Figures:
    """Returns the figures of the last of *reports*; these are of all the weeks up to it, in order."""
    books = Books(plan, villages)
    for report in reports:
        books.enter(report)
    return books.figures()


def due(task: Task, plan: Plan | None, day: datetime.date) -> Fraction | None:
    """Returns the part of the *task*'s period that has passed at the end of *day*: its own dates, else the plan's.

    None where a date is missing or the end lies before the start.
    """
    campaign = plan.get("起止") if plan else None
    start = task.get("开始时间", campaign["开始"] if campaign else None)
    end = task.get("完成时限", campaign["结束"] if campaign else None)
    if start is None or end is None:
        return None
    if end < start:
        return None
    days = (end - start).days + 1
    days_passed = (day - start).days + 1
    days_within = min(max(days_passed, 0), days)
    return Fraction(days_within, days)


def mean(standings: Sequence[Standing]) -> Standing:
    """Returns the mean of *standings*; nought where there are none."""
    return Standing(
        done=_mean([standing.done for standing in standings]),
        before=_mean([standing.before for standing in standings]),
        due=_mean_of_known(standing.due for standing in standings),
    )


def ranks(rates: Sequence[Decimal]) -> list[int]:
    """Returns the place of each rate, the highest first, equal ones sharing it: 1, 2, 2, 4."""
    first: dict[Decimal, int] = {}
    for place, rate in enumerate(sorted(rates, reverse=True), 1):
        first.setdefault(rate, place)
    return [first[rate] for rate in rates]


K = TypeVar("K")


def _sums_by_key(rows: Iterable[Mapping[K, Number]]) -> dict[K, Number]:
    """Returns the sums of *rows* by key."""
    sums: dict[K, Number] = {}
    for row in rows:
        for key, value in row.items():
            sums[key] = sums.get(key, 0) + value
    return sums


def _task(task: Task, week: Number, total: Number, passed: Fraction | None) -> TaskProgress:
    """Returns how far *task* is with *total* done, *week* of it this week, and the part *passed* of its period."""
    goal = Fraction(task["目标值"])
    standing = Standing(done=Fraction(total) / goal, before=Fraction(total - week) / goal, due=passed)
    return TaskProgress(task, week, total, standing)


def _mean(parts: Sequence[Fraction]) -> Fraction:
    """Returns the mean of *parts*; nought where there are none."""
    if not parts:
        return Fraction()
    return sum(parts, Fraction()) / len(parts)


def _mean_of_known(parts: Iterable[Fraction | None]) -> Fraction | None:
    """Returns the mean of those of *parts* that are known; None where none is."""
    known = [part for part in parts if part is not None]
    if not known:
        return None
    return _mean(known)


def _units(tasks: Sequence[TaskProgress]) -> list[Subject]:
    """Returns how far the units are that take the lead in *tasks*, in the order of these."""
    leads = dict.fromkeys(row.task["牵头"] for row in tasks if "牵头" in row.task)
    return _with_ranks([_unit(name, tasks) for name in leads])


def _unit(name: str, rows: Sequence[TaskProgress]) -> Row:
    """Returns how far the unit *name* is over the tasks in which it takes the lead."""
    own = [row for row in rows if row.task.get("牵头") == name]
    week = {row.task["编号"]: row.week for row in own}
    total = {row.task["编号"]: row.total for row in own}
    return name, week, total, mean([row.standing for row in own])


def _with_ranks(rows: Sequence[Row]) -> list[Subject]:
    """Returns the subjects of *rows* with their ranks, in the order of *rows*."""
    places = ranks([standing.rate for *_rest, standing in rows])
    return [Subject(*row, rank) for row, rank in zip(rows, places, strict=True)]


_MEETS = {"≥": operator.ge, "≤": operator.le, "=": operator.eq, "＞": operator.gt, "＜": operator.lt}


def _indicator(row: records.Indicator, value: Number | None) -> Indicator:
    """Returns the indicator of *row* and whether its last *value* meets the target; None: not reported."""
    if value is None:
        return Indicator(row, value=None, met=None)
    meets = _MEETS[row.get("比较", "≥")]
    return Indicator(row, value, meets(value, row["目标"]))
