"""Weeks by ISO 8601."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.base import weeks
from wenming.base.weeks import Week

DAY = datetime.date


def test_a_week_runs_from_monday_to_sunday() -> None:
    assert (Week(2026, 12).monday, Week(2026, 12).sunday) == (DAY(2026, 3, 16), DAY(2026, 3, 22))
    assert Week(2026, 53).monday == DAY(2026, 12, 28)


def test_a_week_belongs_to_the_month_of_its_thursday() -> None:
    assert Week(2026, 14).month == (2026, 4)  # Monday is 30 March
    assert Week(2026, 53).month == (2026, 12)


def test_after_the_last_week_of_a_year_comes_the_first_of_the_next() -> None:
    assert Week(2026, 53).next == Week(2027, 1)
    assert Week(2027, 52).next == Week(2028, 1)


@given(st.dates(DAY(1, 1, 8), DAY(9999, 12, 20)))
def test_a_week_is_named_as_forms_name_it_and_sorts_as_the_calendar_does(day: datetime.date) -> None:
    week = weeks.week_of(day)
    assert week.monday <= day <= week.sunday
    if day.year > 999:
        assert weeks.expect(str(week)) == week
    assert week < week.next == weeks.week_of(day + datetime.timedelta(days=7))


@pytest.mark.parametrize("text", ["2025-W53", "9999-W52", "2026-W00"])
def test_weeks_that_the_calendar_does_not_have_are_told(text: str) -> None:
    assert not weeks.exists(text)
    with pytest.raises(ValueError, match=text):
        weeks.expect(text)


def test_no_week_is_asked_for_by_an_empty_text() -> None:
    assert weeks.expect("") is None
    with pytest.raises(ValueError, match="2026-W12"):
        weeks.expect("第12周")
