"""Weeks as ISO 8601 counts them, and as forms name them: 2026-W12."""

import datetime
import re
from functools import cache
from typing import NamedTuple

from wenming.base.i18n import _

WEEK = re.compile(r"\d{4}-W\d\d")
_MONDAY, _THURSDAY, _SUNDAY = 1, 4, 7
_A_DAY = datetime.timedelta(days=1)


class Week(NamedTuple):
    """A week of the calendar: it sorts as the calendar does, and as a text it is 2026-W12."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02}"

    @property
    def monday(self) -> datetime.date:
        """The first day. Raises ValueError where the calendar has no such week."""
        return datetime.date.fromisocalendar(self.year, self.number, _MONDAY)

    @property
    def sunday(self) -> datetime.date:
        """The last day. Raises ValueError where the calendar has no such week."""
        return datetime.date.fromisocalendar(self.year, self.number, _SUNDAY)

    @property
    def month(self) -> tuple[int, int]:
        """Year and month: those of its Thursday, as ISO 8601 has it for years."""
        thursday = datetime.date.fromisocalendar(self.year, self.number, _THURSDAY)
        return thursday.year, thursday.month

    @property
    def next(self) -> "Week":
        """The week after it."""
        return week_of(self.sunday + _A_DAY)


def expect(text: str) -> Week | None:
    """The week that *text* names; None for an empty one. Raises ValueError whose text says how to write one."""
    if not text:
        return None
    if not WEEK.fullmatch(text):
        raise ValueError(_("“{text}”不是一周：要写成 2026-W12 这样，年、短横、W、两位的周数").format(text=text))
    if not exists(text):
        raise ValueError(_("日历上没有 {week} 这一周").format(week=text))
    return named(text)


def exists(text: str) -> bool:
    """True if the week *text* is in the calendar: not every year has a 53rd, and Python's ends with the year 9999."""
    week = named(text)
    try:
        return week.monday < week.sunday
    except ValueError:
        return False


@cache
def named(text: str) -> Week:
    """The week that *text*, such as 2026-W12, names."""
    year, number = text.split("-W")
    return Week(int(year), int(number))


def week_of(day: datetime.date) -> Week:
    """The week that *day* is in."""
    year, number, _weekday = day.isocalendar()
    return Week(year, number)
