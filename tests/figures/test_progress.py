"""Weeks become figures: by hand, by invariants, and as pandas computes them from the same rows."""

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wenming.base.weeks import Week
from wenming.figures import progress
from wenming.figures.progress import figures, ranks
from wenming.gongwen.chinese import rounded

DAY = datetime.date
PLAN = {
    "起止": {"开始": DAY(2026, 3, 2), "结束": DAY(2026, 5, 10)},
    "任务": [
        {"编号": "R1", "名称": "公益广告", "目标值": 40, "单位": "处", "分村": 20, "牵头": "宣传办"},
        {"编号": "R2", "名称": "实践站", "目标值": 3, "单位": "个", "牵头": "文化站", "完成时限": DAY(2026, 3, 29)},
    ],
}
VILLAGES = ["东河村", "西河村"]


def week(number: int = 12, **rows: Any) -> dict[str, Any]:
    return {"周": f"2026-W{number:02}", **rows}


def row(task: str, unit: str, done: float, of: int = 0) -> dict[str, Any]:
    return {"任务": task, "单位": unit, "完成": done, **({"所属周": f"2026-W{of:02}"} if of else {})}


def test_a_task_has_this_weeks_figure_the_sum_and_the_change() -> None:
    weeks = [
        week(11, 进展=[row("R1", "东河村", 7)]),
        week(12, 进展=[row("R1", "西河村", 6), row("R2", "东河村", 1)]),
    ]
    first, second = figures(PLAN, VILLAGES, weeks).tasks
    assert (first.week, first.total) == (6, 13)
    assert (first.standing.rate, first.standing.change) == (Decimal("32.5"), Decimal("15.0"))
    assert (second.week, second.total) == (1, 1)
    assert (second.standing.rate, second.standing.change) == (Decimal("33.3"), Decimal("33.3"))


def test_more_than_the_target_is_not_hidden() -> None:
    made = figures(PLAN, VILLAGES, [week(进展=[row("R1", "东河村", 50)])])
    assert made.tasks[0].standing.rate == Decimal("125.0")
    assert made.villages[0].standing.rate == Decimal("250.0")


def test_the_calendar_says_where_a_task_should_be() -> None:
    first, second = figures(PLAN, VILLAGES, [week(11, 进展=[row("R1", "东河村", 8)])]).tasks
    assert (first.standing.should, first.standing.ahead) == (Decimal("20.0"), Decimal("0.0"))  # 14 of 70 days
    assert (second.standing.should, second.standing.ahead) == (Decimal("50.0"), Decimal("-50.0"))  # 14 of 28
    assert progress.due(PLAN["任务"][1], PLAN, DAY(2026, 3, 1)) == 0
    assert progress.due(PLAN["任务"][1], PLAN, DAY(2026, 9, 1)) == 1
    assert progress.due(PLAN["任务"][0], {}, DAY(2026, 9, 1)) is None


def test_a_late_figure_changes_the_week_it_belongs_to() -> None:
    weeks = [week(11), week(12, 进展=[row("R1", "东河村", 4, of=11), row("R1", "东河村", 1)])]
    made = figures(PLAN, VILLAGES, weeks)
    assert (made.tasks[0].week, made.tasks[0].total) == (1, 5)
    assert made.tasks[0].standing.before == Fraction(4, 40)
    assert made.amendments == [progress.Amendment(Week(2026, 11), "R1", "东河村", None, 4)]


def test_a_correction_says_what_the_figure_is_not_what_is_added() -> None:
    weeks = [
        week(10, 进展=[row("R1", "东河村", 5)]),
        week(11, 进展=[row("R1", "东河村", 2), row("R1", "东河村", 6, of=10)]),
        week(12, 进展=[row("R1", "东河村", 4, of=10)]),
    ]
    made = figures(PLAN, VILLAGES, weeks)
    assert (made.tasks[0].week, made.tasks[0].total) == (0, 6)
    assert made.amendments == [progress.Amendment(Week(2026, 10), "R1", "东河村", 6, 4)]
    assert figures(PLAN, VILLAGES, weeks[:2]).tasks[0].total == 8  # what was known then


def test_units_in_the_lead_and_villages_are_ranked() -> None:
    rows = [row("R1", "东河村", 10), row("R1", "西河村", 10), row("R2", "东河村", 3)]
    made = figures(PLAN, VILLAGES, [week(进展=rows)])
    assert [(one.name, one.standing.rate, one.rank) for one in made.units] == [
        ("宣传办", Decimal("50.0"), 2),
        ("文化站", Decimal("100.0"), 1),
    ]
    assert [one.rank for one in made.villages] == [1, 1]


@pytest.mark.parametrize(
    ("sign", "goal", "value", "met"),
    [
        ("≥", 13, 13, True),
        ("≥", 13, Decimal("12.9"), False),
        ("≤", 2, 2, True),
        ("＜", 2, 2, False),
        ("＞", 2, 3, True),
        ("=", 31, 30, False),
    ],
)
def test_an_indicator_is_met_or_not(sign: str, goal: int, value: Any, met: bool) -> None:
    plan = {"指标": [{"编号": "Z1", "名称": "志愿者", "目标": goal, "比较": sign}, {"编号": "Z2", "目标": 1}]}
    weeks = [week(11, 指标=[{"指标": "Z1", "现值": value}]), week(12)]
    first, second = figures(plan, [], weeks).indicators
    assert (first.value, first.met) == (value, met)
    assert (second.value, second.met) == (None, None)


def test_ranks_share_places() -> None:
    assert ranks([Decimal(90), Decimal(80), Decimal(80), Decimal(70)]) == [1, 2, 2, 4]
    assert ranks([]) == []


@pytest.mark.parametrize(
    ("value", "printed"),
    [("1/3", "0.3"), ("0.05", "0.1"), ("0.25", "0.3"), ("-0.05", "-0.1"), ("0.04999", "0.0"), ("125", "125.0")],
)
def test_rates_are_rounded_half_up(value: str, printed: str) -> None:
    assert str(rounded(Fraction(value))) == printed


def test_nothing_is_divided_by_nought() -> None:
    made = figures({}, [], [week()])
    assert (made.tasks, made.villages, made.town.rate, made.town.ahead) == ([], [], Decimal("0.0"), None)


cells = st.tuples(st.sampled_from(["R1", "R2"]), st.sampled_from(VILLAGES), st.integers(0, 30))


@given(st.lists(st.lists(cells, max_size=6), min_size=1, max_size=8))
def test_weeks_add_up_to_the_total_and_villages_to_the_town(rows: list[list[tuple[str, str, int]]]) -> None:
    weeks = [week(number, 进展=[row(*one) for one in rows_]) for number, rows_ in enumerate(rows, 10)]
    each = [figures(PLAN, VILLAGES, weeks[: n + 1]) for n in range(len(weeks))]
    made = each[-1]
    assert made.tasks[0].total == sum(one.tasks[0].week for one in each)
    assert made.tasks[0].total == sum(village.total["R1"] for village in made.villages)
    assert made.tasks[0].week == sum(village.week.get("R1", 0) for village in made.villages)
    assert [standing.rate for _week, standing in made.trend] == [one.town.rate for one in each]
    for subjects in (made.villages, made.units):
        for one in subjects:
            assert one.rank == 1 + sum(other.standing.rate > one.standing.rate for other in subjects)


def campaign(
    seed: int, villages: int, tasks: int, weeks: int
) -> tuple[dict[str, Any], list[str], list[dict[str, Any]]]:
    """A campaign with missing, late and corrected reports, decimals, and reports made twice over."""
    random = np.random.default_rng(seed)
    names = [f"第{n}村" for n in range(villages)]
    plan = {
        "起止": {"开始": DAY(2026, 1, 1), "结束": DAY(2026, 12, 31)},
        "任务": [
            {
                "编号": f"R{n}",
                "名称": f"任务{n}",
                "目标值": villages * (n % 7 + 3),
                "单位": "处",
                "牵头": f"单位{n % 4}",
            }
            | ({"分村": n % 7 + 3} if n % 3 else {})
            for n in range(tasks)
        ],
    }
    made = []
    for number in range(1, weeks + 1):
        rows = []
        for task in range(tasks):
            for name in names:
                if random.random() < 0.7:
                    done = Decimal(int(random.integers(0, 40))) / 10
                    rows.append(row(f"R{task}", name, done))
                    if random.random() < 0.02:
                        rows.append(row(f"R{task}", name, done))  # a second report of the week adds to the first
                if number > 1 and random.random() < 0.02:
                    of = int(random.integers(1, number))
                    rows.append(row(f"R{task}", name, int(random.integers(0, 5)), of=of))
        made.append(week(number, 进展=rows or [row("R0", names[0], 1)]))
    return plan, names, made


def by_pandas(plan: dict[str, Any], weeks: list[dict[str, Any]]) -> pd.DataFrame:
    """What each week, task and unit did, as known at the end: the last correction, else the sum of the reports."""
    frame = pd.DataFrame(
        [
            {"week": of or one["周"], "task": r["任务"], "unit": r["单位"], "done": float(r["完成"]), "fixed": bool(of)}
            for one in weeks
            for r in one["进展"]
            for of in [r.get("所属周")]
        ]
    )
    keys = ["week", "task", "unit"]
    plain = frame[~frame.fixed].groupby(keys).done.sum()
    fixed = frame[frame.fixed].groupby(keys).done.last()
    return fixed.combine_first(plain).reset_index()


def half_up(values: pd.Series) -> pd.Series:
    return (np.floor((values * 10).round(6) + 0.5) / 10).round(1)


@pytest.mark.parametrize(
    ("seed", "villages", "tasks", "weeks", "looks"), [(1, 50, 40, 52, 6), (2, 3, 4, 9, 9), (3, 10, 6, 20, 20)]
)
def test_figures_are_those_of_pandas_at_the_end_of_every_week(
    seed: int, villages: int, tasks: int, weeks: int, looks: int
) -> None:
    plan, names, forms = campaign(seed, villages, tasks, weeks)
    books, seen = progress.Books(plan, names), {weeks - n * (weeks // looks) for n in range(looks)}
    for number, form in enumerate(forms, 1):
        books.enter(form)
        if number in seen:
            as_pandas_says(books.figures(), plan, names, forms[:number])
    assert len(seen) == looks


def as_pandas_says(made: progress.Figures, plan: dict[str, Any], names: list[str], forms: list[dict[str, Any]]) -> None:
    table = by_pandas(plan, forms)
    last = table[table.week == forms[-1]["周"]]
    goals = pd.Series({task["编号"]: task["目标值"] for task in plan["任务"]}, dtype=float)
    total = table.groupby("task").done.sum().reindex(goals.index, fill_value=0)
    this = last.groupby("task").done.sum().reindex(goals.index, fill_value=0)
    assert [float(one.total) for one in made.tasks] == pytest.approx(total.tolist())
    assert [float(one.week) for one in made.tasks] == pytest.approx(this.tolist())
    rates = half_up(total / goals * 100)
    assert [float(one.standing.rate) for one in made.tasks] == rates.tolist()
    before = half_up((total - this) / goals * 100)
    assert [float(one.standing.change) for one in made.tasks] == pytest.approx((rates - before).tolist())

    shares = pd.Series({task["编号"]: task["分村"] for task in plan["任务"] if "分村" in task}, dtype=float)
    wide = table[table.task.isin(shares.index)].pivot_table(index="unit", columns="task", values="done", aggfunc="sum")
    wide = wide.reindex(index=names, columns=shares.index, fill_value=0).fillna(0)
    village = half_up((wide / shares).mean(axis=1) * 100)
    assert [float(one.standing.rate) for one in made.villages] == village.tolist()
    assert [one.rank for one in made.villages] == village.rank(method="min", ascending=False).astype(int).tolist()

    leads = pd.Series({task["编号"]: task["牵头"] for task in plan["任务"]})
    unit = half_up((total / goals).groupby(leads).mean() * 100)
    assert {one.name: float(one.standing.rate) for one in made.units} == unit.to_dict()

    weeks_reported = [form["周"] for form in forms]  # those too in which nobody has a figure
    weekly = table.groupby(["week", "task"]).done.sum().unstack(fill_value=0)
    weekly = weekly.reindex(index=weeks_reported, columns=goals.index, fill_value=0)
    trend = half_up((weekly.cumsum() / goals).mean(axis=1) * 100)
    assert [float(one.rate) for _week, one in made.trend] == trend.tolist()
    assert made.reporting == last.unit.nunique()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
@example(730)  # its last week has no figure
def test_figures_are_those_of_pandas_for_any_campaign(seed: int) -> None:
    plan, names, forms = campaign(seed, seed % 5 + 1, seed % 4 + 2, seed % 7 + 1)
    as_pandas_says(figures(plan, names, forms), plan, names, forms)
