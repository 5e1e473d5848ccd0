"""Working days in China, with its public holidays and make-up workdays."""

import datetime
from functools import cache


def working_days(after: datetime.date, until: datetime.date) -> int | None:
    """The working days after *after* up to *until*, with China's public holidays and make-up workdays.

    None where the holidays of one of the years are not published yet.
    """
    try:
        return sum(_worked(after + datetime.timedelta(days)) for days in range(1, (until - after).days + 1))
    except NotImplementedError:
        return None


def workday_after(day: datetime.date, days: int) -> datetime.date | None:
    """The *days*th working day after *day*; None where the holidays of a year are not known."""
    try:
        while days:
            day += datetime.timedelta(1)
            days -= _worked(day)
    except NotImplementedError:
        return None
    return day


@cache
def _worked(day: datetime.date) -> bool:
    import chinese_calendar

    return bool(chinese_calendar.is_workday(day))
