"""Working days in China, with its public holidays and make-up workdays."""

import datetime
from functools import cache
from typing import TYPE_CHECKING

from wenming.base.lazy import Later

if TYPE_CHECKING:
    import chinese_calendar
else:
    chinese_calendar = Later("chinese_calendar")


def working_days(after: datetime.date, until: datetime.date) -> int | None:
    """Returns the working days after *after* up to *until*, with China's public holidays and make-up workdays.

    None where the holidays of one of the years are not published yet.
    """
    days = (after + datetime.timedelta(number) for number in range(1, (until - after).days + 1))
    try:
        return sum(_is_workday(day) for day in days)
    except NotImplementedError:
        return None


def workday_after(day: datetime.date, days: int) -> datetime.date | None:
    """Returns the *days*th working day after *day*; None where the holidays of a year are not known."""
    try:
        while days:
            day += datetime.timedelta(1)
            if _is_workday(day):
                days -= 1
    except NotImplementedError:
        return None
    return day


def is_day_off(day: datetime.date) -> bool:
    """True if nobody works on *day*: a weekend or a public holiday; False where the holidays are not known."""
    try:
        return not _is_workday(day)
    except NotImplementedError:  # chinese_calendar's word for a year whose holidays are not published
        return False


@cache
def _is_workday(day: datetime.date) -> bool:
    return bool(chinese_calendar.is_workday(day))
