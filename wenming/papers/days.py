"""The day that a line of an old paper is: in figures, in Chinese, with signs between, or left blank."""

import datetime
import re

_ZEROS, _DIGITS = "〇零○", "一二三四五六七八九"
_CHINESE = f"{_ZEROS}{_DIGITS}十"
_YEAR = rf"[0-9]{{4}}|[{_CHINESE}]{{4}}"
_PART = rf"[0-9]{{1,2}}|[{_CHINESE}]{{1,3}}"
#: A day as 公文 write it, with the day as one group
DAY = rf"(?:{_YEAR})年(?:{_PART})月(?:{_PART})日"
_WRITTEN = re.compile(rf"({_YEAR})年({_PART})月({_PART})日")
_WITH_SIGNS = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_BLANK = re.compile(r"[_＿\s0-9]*+年[_＿\s]*+月[_＿\s]*+日")
_VALUES = {**dict.fromkeys(_ZEROS, 0), **{digit: value for value, digit in enumerate(_DIGITS, 1)}}


def date_in(text: str) -> datetime.date | None:
    """The day that *text* is; None where it is none, or a day that no calendar has."""
    text = text.replace(" ", "").replace("\u3000", "")
    match = _WRITTEN.fullmatch(text) or _WITH_SIGNS.fullmatch(text)
    if match is None:
        return None
    year, month, day = map(_number, match.groups())
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def is_blank_day(text: str) -> bool:
    """True if *text* is a day to be filled in by hand: ____年__月__日."""
    return _BLANK.fullmatch(text) is not None


def _number(text: str) -> int:
    """2026, 二〇二六, 十二, 二十一 as a number."""
    if text.isdecimal():
        return int(text)
    if "十" not in text:
        return int("".join(str(_VALUES[char]) for char in text))
    tens, _ten, ones = text.partition("十")
    return _VALUES.get(tens, 1) * 10 + _VALUES.get(ones, 0)
