"""The ledger of problems: none is forgotten, late ones are counted in working days."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.figures.problems import ledger
from wenming.figures.workdays import working_days

DAY = datetime.date
OPEN = {"编号": "W1", "单位": "东河村", "描述": "破损", "发现": DAY(2026, 3, 10), "整改期限": DAY(2026, 3, 12)}
DONE = {"编号": "W1", "状态": "已整改", "完成": DAY(2026, 3, 18)}


def week(number: int, *rows: dict[str, Any]) -> dict[str, Any]:
    return {"周": f"2026-W{number:02}", "问题": list(rows)}


def test_a_problem_stays_until_it_is_closed() -> None:
    assert [row.record["编号"] for row in ledger([week(11, OPEN), week(12), week(13)])] == ["W1"]
    assert ledger([week(11, OPEN), week(12, DONE), week(13)]) == []


def test_a_problem_closed_this_week_is_shown_once_more() -> None:
    [row] = ledger([week(11, OPEN), week(12, DONE)])
    assert (row.closed, row.open, row.late, row.record["描述"], row.overdue) == (True, False, False, "破损", 0)


def test_a_problem_found_and_closed_in_one_week_is_both() -> None:
    [row] = ledger([week(11, {**OPEN, **DONE})])
    assert (row.new, row.closed) == (True, True)


def test_a_closed_problem_can_be_reopened() -> None:
    again = {"编号": "W1", "状态": "整改中", "整改期限": DAY(2026, 4, 1)}
    weeks = [week(11, OPEN), week(12, DONE), week(13), week(14, again), week(15)]
    [row] = ledger(weeks[:4])
    assert (row.reopened, row.new, row.record["描述"], row.overdue) == (True, False, "破损", 2)
    [row] = ledger(weeks)
    assert (row.reopened, row.open, row.overdue) == (False, True, 6)


def test_reminding_of_a_closed_problem_does_not_close_it_again() -> None:
    assert ledger([week(11, OPEN), week(12, DONE), week(13, DONE)]) == []


@pytest.mark.parametrize(
    ("after", "until", "days"),
    [
        (DAY(2026, 3, 12), DAY(2026, 3, 12), 0),
        (DAY(2026, 3, 12), DAY(2026, 3, 15), 1),  # Friday
        (DAY(2026, 4, 3), DAY(2026, 4, 6), 0),  # 清明
        (DAY(2026, 9, 30), DAY(2026, 10, 11), 3),  # 国庆, with the Saturday that is worked instead
        (DAY(2026, 12, 30), DAY(2027, 1, 8), None),  # nobody has said yet
    ],
)
def test_working_days_are_those_of_the_calendar(after: DAY, until: DAY, days: int | None) -> None:
    assert working_days(after, until) == days


def test_what_cannot_be_counted_is_said() -> None:
    late = {**OPEN, "发现": DAY(2026, 12, 20), "整改期限": DAY(2026, 12, 31)}
    [row] = ledger([week(52, late), {"周": "2027-W01", "问题": []}])
    assert (row.overdue, row.late) == (None, True)


events = st.lists(
    st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["整改中", "已整改", ""])), max_size=4),
    min_size=1,
    max_size=12,
)


@given(events)
def test_no_open_problem_is_ever_forgotten(weeks: list[list[tuple[int, str]]]) -> None:
    state: dict[str, str] = {}
    forms = []
    for number, rows in enumerate(weeks, 1):
        unique = {f"W{key}": status for key, status in rows}
        forms.append(week(number, *({**OPEN, "编号": key} | ({"状态": s} if s else {}) for key, s in unique.items())))
        for key, status in unique.items():
            state[key] = status or state.get(key, "整改中")
        found = {row.record["编号"] for row in ledger(forms) if row.open}
        assert found == {key for key, status in state.items() if status == "整改中"}
