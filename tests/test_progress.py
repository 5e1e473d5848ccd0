"""Weeks become figures."""

import datetime
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from wenming import progress

TASKS = [
    {"编号": "R1", "名称": "公益广告", "目标值": 40, "单位": "处", "分村": 20},
    {"编号": "R2", "目标值": 3, "单位": "个"},
]
VILLAGES = ["东河村", "西河村"]


def week(**rows: Any) -> dict[str, Any]:
    return {"周": "2026-W12", **rows}


def test_a_task_has_this_week_s_figure_the_sum_and_the_change() -> None:
    weeks = [
        week(进展=[{"任务": "R1", "单位": "东河村", "完成": 7}]),
        week(进展=[{"任务": "R1", "单位": "西河村", "完成": 6}, {"任务": "R2", "单位": "东河村", "完成": 1}]),
    ]

    first, second = progress.by_task(TASKS, weeks)

    assert (first.week, first.total, first.rate, first.change) == (6, 13, Decimal("32.5"), Decimal("15.0"))
    assert (second.week, second.total, second.rate, second.change) == (1, 1, Decimal("33.3"), Decimal("33.3"))


def test_more_than_the_target_is_not_hidden() -> None:
    [first, _] = progress.by_task(TASKS, [week(进展=[{"任务": "R1", "单位": "东河村", "完成": 50}])])

    assert first.rate == Decimal("125.0")


figures = st.lists(
    st.lists(st.tuples(st.sampled_from(["R1", "R2"]), st.sampled_from(VILLAGES), st.integers(0, 30)), max_size=6),
    min_size=1,
    max_size=8,
)


@given(figures)
def test_weeks_add_up_to_the_total_and_villages_to_the_town(rows: list[list[tuple[str, str, int]]]) -> None:
    weeks = [week(进展=[{"任务": t, "单位": v, "完成": n} for t, v, n in one]) for one in rows]

    tasks = progress.by_task(TASKS, weeks)
    villages = progress.by_village(TASKS, VILLAGES, weeks)

    assert tasks[0].total == sum(progress.by_task(TASKS, weeks[:n])[0].week for n in range(1, len(weeks) + 1))
    assert tasks[0].total == sum(village.total["R1"] for village in villages)
    assert tasks[0].week == sum(village.week["R1"] for village in villages)
    assert set(villages[0].total) == {"R1"}  # only tasks with a share for every village


OPEN = {
    "编号": "W1",
    "单位": "东河村",
    "描述": "破损",
    "发现": datetime.date(2026, 3, 10),
    "整改期限": datetime.date(2026, 3, 12),
}
DONE = {"编号": "W1", "状态": "已整改", "完成": datetime.date(2026, 3, 18)}
SUNDAY = datetime.date(2026, 3, 15)


def test_a_problem_stays_until_it_is_closed() -> None:
    assert [row["编号"] for row in progress.problems([week(问题=[OPEN]), week(), week()])] == ["W1"]
    assert progress.problems([week(问题=[OPEN]), week(问题=[DONE]), week()]) == []


def test_a_problem_closed_this_week_is_shown_once_more() -> None:
    [row] = progress.problems([week(问题=[OPEN]), week(问题=[DONE])])

    assert (row["状态"], row["描述"]) == ("已整改", "破损")


def test_a_closed_problem_can_be_reopened() -> None:
    again = {"编号": "W1", "状态": "整改中", "整改期限": datetime.date(2026, 4, 1)}

    [row] = progress.problems([week(问题=[OPEN]), week(问题=[DONE]), week(), week(问题=[again]), week()])

    assert (row["状态"], row["描述"], row["整改期限"]) == ("整改中", "破损", datetime.date(2026, 4, 1))


def test_a_problem_past_its_date_is_overdue() -> None:
    [row] = progress.problems([week(问题=[OPEN])])

    assert progress.state(row, SUNDAY) == "逾期"
    assert progress.state(row, datetime.date(2026, 3, 12)) == "整改中"


def test_a_week_runs_from_monday_to_sunday() -> None:
    assert progress.span("2026-W12") == (datetime.date(2026, 3, 16), datetime.date(2026, 3, 22))
    assert progress.span("2026-W53")[0] == datetime.date(2026, 12, 28)
