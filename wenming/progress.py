"""Weeks → figures: what each task and village has done this week and in all, and the problems still open."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wenming.wording import percent

Record = Mapping[str, Any]
Number = int | Decimal


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """One task: its target, this week's figure, the sum to date and to the week before."""

    task: Record
    week: Number
    total: Number

    @property
    def rate(self) -> Decimal | None:
        return percent(self.total, self.task["目标值"])

    @property
    def rate_before(self) -> Decimal | None:
        return percent(self.total - self.week, self.task["目标值"])

    @property
    def change(self) -> Decimal:
        """Change of the rate on the week before in percentage points, between the rates as printed."""
        return (self.rate or Decimal(0)) - (self.rate_before or Decimal(0))


@dataclass(frozen=True, slots=True)
class VillageProgress:
    """One village: this week's and the sum to date of each task that has a share for every village."""

    name: str
    week: Mapping[str, Number]
    total: Mapping[str, Number]


def by_task(tasks: Iterable[Record], weeks: Sequence[Record]) -> list[TaskProgress]:
    """Every task's figures up to the last of *weeks*."""
    return [TaskProgress(task, _sum(weeks[-1:], task["编号"]), _sum(weeks, task["编号"])) for task in tasks]


def by_village(tasks: Iterable[Record], villages: Iterable[str], weeks: Sequence[Record]) -> list[VillageProgress]:
    """Every village's figures up to the last of *weeks*, for the tasks with a share for each village."""
    shared = [task["编号"] for task in tasks if "分村" in task]
    this, all_weeks = _table(weeks[-1:]), _table(weeks)
    return [
        VillageProgress(
            village,
            {task: this.get((task, village), 0) for task in shared},
            {task: all_weeks.get((task, village), 0) for task in shared},
        )
        for village in villages
    ]


def problems(weeks: Sequence[Record]) -> list[dict[str, Any]]:
    """Problems open in the last of *weeks* or closed in it: each as last reported, new fields over old."""
    ledger: dict[str, dict[str, Any]] = {}
    for week in weeks:
        for row in week.get("问题", []):
            ledger[row["编号"]] = {"状态": "整改中", **ledger.get(row["编号"], {}), **row}
    reported = {row["编号"] for week in weeks[-1:] for row in week.get("问题", [])}
    return [row for key, row in ledger.items() if row["状态"] != "已整改" or key in reported]


def state(problem: Record, day: datetime.date) -> str:
    """整改中, 已整改, or 逾期 on *day*."""
    return "逾期" if problem["状态"] == "整改中" and problem["整改期限"] < day else str(problem["状态"])


def span(week: str) -> tuple[datetime.date, datetime.date]:
    """Monday and Sunday of 2026-W12 (ISO 8601)."""
    year, number = map(int, week.split("-W"))
    return datetime.date.fromisocalendar(year, number, 1), datetime.date.fromisocalendar(year, number, 7)


def _sum(weeks: Iterable[Record], task: str) -> Number:
    figures: list[Number] = [row["完成"] for week in weeks for row in week.get("进展", []) if row["任务"] == task]
    return sum(figures)


def _table(weeks: Iterable[Record]) -> dict[tuple[str, str], Number]:
    table: dict[tuple[str, str], Number] = {}
    for week in weeks:
        for row in week.get("进展", []):
            key = (row["任务"], row["单位"])
            table[key] = table.get(key, 0) + row["完成"]
    return table
