"""What a number of a workbook shows: by its format it is a date, a part of a hundred, or a number."""

import datetime
import re
from decimal import Decimal

_DATES = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}  # numFmtId (ECMA-376-1 §18.8.30)
_PERCENTS = {9, 10}
_NOT_SHOWN = re.compile(r'"[^"]*+"|\[[^\[\]]*+\]|\\.|_.|\*.')  # words, colours, and what only takes room
_DATE_LETTERS = re.compile(r"[yYdD年月日]|[mM]{3,}|(?<![hH:])[mM]{1,2}(?![:sS])")
_DIGITS = 15  # that a workbook keeps of a number
_EPOCH, _EPOCH_1904 = datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1)
_SECONDS_OF_A_DAY = 86_400
_LEAP_DAY_THAT_WAS_NONE = 60  # 29 February 1900, which Excel counts
_LAST_DAY = 2_958_465  # 31 December 9999


def is_date(number_format: int, code: str = "") -> bool:
    """True if a number with the format *number_format*, or the *code* that the workbook has for it, shows a day."""
    if number_format in _DATES:
        return True
    shown = _NOT_SHOWN.sub("", code.partition(";")[0])
    return bool(shown) and shown != "General" and _DATE_LETTERS.search(shown) is not None


def is_percent(number_format: int, code: str = "") -> bool:
    """True if a number with that format is shown times a hundred."""
    return number_format in _PERCENTS or "%" in _NOT_SHOWN.sub("", code.partition(";")[0])


def number_text(value: float | str) -> str:
    """The number *value* as somebody types it: 12, 12.5, without an exponent or the dust of binary fractions."""
    if isinstance(value, str) and value.isdecimal() and value[0] != "0" and len(value) <= _DIGITS:
        return value
    number = Decimal(f"{float(value):.{_DIGITS}g}")
    text = f"{number.normalize():f}"
    return "0" if text == "-0" else text


def percent_text(value: float | str) -> str:
    """The part *value* of one as somebody types it: 12.5%."""
    return f"{number_text(float(Decimal(number_text(value)) * 100))}%"


def date_text(serial: float | str, *, from_1904: bool = False) -> str:
    """The day that the number *serial* stands for, as 2026-03-05; with a time behind it where it has one.

    Raises ValueError where it is none.
    """
    days = float(serial)
    if not 1 <= days <= _LAST_DAY:
        raise ValueError(serial)
    if not from_1904 and days < _LEAP_DAY_THAT_WAS_NONE:
        days += 1
    try:
        moment = (_EPOCH_1904 if from_1904 else _EPOCH) + datetime.timedelta(seconds=round(days * _SECONDS_OF_A_DAY))
    except OverflowError as error:
        raise ValueError(serial) from error
    if moment.time() == datetime.time():
        return moment.date().isoformat()
    return moment.isoformat(" ", "minutes")
