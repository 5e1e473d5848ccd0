"""Chinese as official documents write it: numerals, dates, numbers, names in columns."""

import datetime
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

_DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """*number* from 1 to 99 in Chinese: 1 一, 10 十, 21 二十一."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def date_text(date: datetime.date) -> str:
    """2026年3月5日: Arabic figures, no leading noughts (GB/T 9704-2012 §7.3.5.4)."""
    return f"{date.year}年{date.month}月{date.day}日"


def number_text(number: int | Decimal) -> str:
    """A number without useless noughts: 13, 0.5."""
    return f"{number:f}".rstrip("0").rstrip(".") if isinstance(number, Decimal) and number % 1 else str(int(number))


def rounded(value: Fraction) -> Decimal:
    """*value* rounded half up (away from nought) to one decimal, exactly."""
    tenths = (abs(value) * 20 + 1) // 2
    return Decimal(int(tenths if value >= 0 else -tenths)).scaleb(-1)


def percent_text(value: Decimal | None) -> str:
    """32.5%, or a dash where nothing can be divided."""
    return "—" if value is None else f"{value}%"


def width(text: str) -> float:
    """Characters *text* takes in a line: 1 for a Chinese one, half for a figure or Latin letter."""
    return sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def padded_name(name: str) -> str:
    """A two-character name spread over three, so that names stand in a column."""
    return f"{name[0]}　{name[1]}" if len(name) == 2 else name


def listed(groups: Iterable[str]) -> str:
    """主送机关 or 抄送机关: kinds parted by ，."""
    return "，".join(groups)
