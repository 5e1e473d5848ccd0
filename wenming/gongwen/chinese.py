"""Chinese as official documents write it: numerals, dates, numbers, names in columns."""

import datetime
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """*number* in Chinese: 1 一, 10 十, 21 二十一, 105 一百零五; in figures from 1000 on."""
    if number >= 1000:
        return str(number)
    hundreds, below = divmod(number, 100)
    if not hundreds:
        return _below_hundred(below)
    said = f"{_DIGITS[hundreds]}百"
    if not below:
        return said
    if below < 10:
        return f"{said}零{_DIGITS[below]}"
    one = "一" if below < 20 else ""
    return f"{said}{one}{_below_hundred(below)}"


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    before = _DIGITS[tens] if tens > 1 else ""
    after = _DIGITS[ones] if ones else ""
    return f"{before}十{after}"


def date_text(date: datetime.date) -> str:
    """2026年3月5日: Arabic figures, no leading noughts (GB/T 9704-2012 §7.3.5.4)."""
    return f"{date.year}年{date.month}月{date.day}日"


def number_text(number: int | Decimal) -> str:
    """A number without useless noughts: 13, 0.5."""
    if isinstance(number, Decimal) and number % 1:
        return f"{number:f}".rstrip("0").rstrip(".")
    return str(int(number))


def rounded(value: Fraction) -> Decimal:
    """*value* rounded half up (away from nought) to one decimal, exactly."""
    tenths = int((abs(value) * 20 + 1) // 2)
    if value < 0:
        tenths = -tenths
    return Decimal(tenths).scaleb(-1)


def percent_text(value: Decimal | None) -> str:
    """32.5%, or a dash where nothing can be divided."""
    if value is None:
        return "—"
    return f"{value}%"


def width(text: str) -> float:
    """How many characters wide *text* is in a line: a Chinese character is 1, a figure or Latin letter a half."""
    wide = sum(map(_is_wide, text))
    return wide + 0.5 * (len(text) - wide)


@lru_cache(maxsize=8192)
def _is_wide(char: str) -> bool:
    """True if *char* is as wide as a Chinese character."""
    return unicodedata.east_asian_width(char) in "WFA"


WIDEST_FIGURE = 0.7  # of a character: the figures of the widest faces that offices print in


def widest(text: str) -> float:
    """How many characters *text* needs in a line whatever the face: of figures and letters the widest are counted."""
    wide = sum(map(_is_wide, text))
    return wide + WIDEST_FIGURE * (len(text) - wide)


def padded_name(name: str) -> str:
    """A two-character name spread over three characters, so that names stand in a column."""
    if len(name) != 2:
        return name
    return f"{name[0]}　{name[1]}"


def listed(groups: Iterable[str]) -> str:
    """主送机关 or 抄送机关 in one line, with ， between *groups*."""
    return "，".join(groups)
