"""Weeks as forms name them: 2026-W12, by ISO 8601. Texts of this shape sort as the calendar does."""

import datetime
import re
from functools import cache

from wenming.base.i18n import _

WEEK = re.compile(r"\d{4}-W\d\d")
_MONDAY, _THURSDAY, _SUNDAY = 1, 4, 7


def expect(text: str) -> str:
    """*text* where it is a week of the calendar, or empty. Raises ValueError whose text says how to write one."""
    if text and not WEEK.fullmatch(text):
        raise ValueError(_("“{text}”不是一周：要写成 2026-W12 这样，年、短横、W、两位的周数").format(text=text))
    if text and not exists(text):
        raise ValueError(_("日历上没有 {week} 这一周").format(week=text))
    return text


def exists(week: str) -> bool:
    """True if *week* is in the calendar: not every year has a 53rd, and Python's calendar ends with the year 9999."""
    return _day(week, _MONDAY) is not None and _day(week, _SUNDAY) is not None


def span(week: str) -> tuple[datetime.date, datetime.date]:
    """Monday and Sunday of *week*. Raises ValueError where the calendar has no such week."""
    monday, sunday = _day(week, _MONDAY), _day(week, _SUNDAY)
    if monday is None or sunday is None:
        raise ValueError(week)
    return monday, sunday


def year_and_number(week: str) -> tuple[int, int]:
    """2026 and 12 of 2026-W12."""
    year, number = week.split("-W")
    return int(year), int(number)


def month_of(week: str) -> tuple[int, int]:
    """Year and month of *week*: those of its Thursday, as ISO 8601 has it for years."""
    thursday = _day(week, _THURSDAY)
    if thursday is None:
        raise ValueError(week)
    return thursday.year, thursday.month


def week_of(day: datetime.date) -> str:
    """The week that *day* is in."""
    year, number, _weekday = day.isocalendar()
    return f"{year}-W{number:02}"


@cache
def _day(week: str, weekday: int) -> datetime.date | None:
    year, number = year_and_number(week)
    try:
        return datetime.date.fromisocalendar(year, number, weekday)
    except ValueError:
        return None
