"""The number before a heading: 一、 （一） 1. （1） ①, in whatever marks an office has typed it."""

import re
from typing import NamedTuple

from wenming.gongwen.chinese import CIRCLED, numeral

_MOST = 199  # numbers under one heading
_VALUES = {numeral(number): number for number in range(1, _MOST + 1)}
_HAN = "[一二三四五六七八九十百零〇]{1,5}"
_FORMS = (
    ("一、", re.compile(rf"({_HAN})\s?[、．.]\s*+")),
    ("（一）", re.compile(rf"[（(]\s*+({_HAN})\s*+[)）][、．.]?\s*+")),
    ("1.", re.compile(r"([0-9０-９]{1,3})(?:[．.、]|[)）]、?)(?![0-9０-９])\s*+")),
    ("（1）", re.compile(r"[（(]\s*+([0-9０-９]{1,3})\s*+[)）][、．.]?\s*+")),
    ("①", re.compile(rf"([{CIRCLED}])\s*+")),
)


class Mark(NamedTuple):
    """A number before a heading: its *form*, as 一、 or （1）, the *number*, how many characters it takes."""

    form: str
    number: int
    length: int


def mark_of(text: str) -> Mark | None:
    """The number that *text* begins with; None where it begins with none."""
    for form, pattern in _FORMS:
        match = pattern.match(text)
        number = _value(match[1]) if match else 0
        if match and number and match.end() < len(text):
            return Mark(form, number, match.end())
    return None


def _value(written: str) -> int:
    """The number that is *written* in Chinese, in figures or in a circle; 0 where it is none."""
    if written in CIRCLED:
        return CIRCLED.index(written) + 1
    if written.isdecimal():
        return int(written)
    return _VALUES.get(written.replace("〇", "零"), 0)
