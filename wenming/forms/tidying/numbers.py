"""Numbers that were pasted with a text, and that the layout gives by itself: 一、 （一） 1. 1、 （1） ① 第一， 一是."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from wenming.gongwen.chinese import CIRCLED

_DIGITS = "一二三四五六七八九十"
_ONES = _DIGITS[:-1]
_CHINESE = f"(?:[{_ONES}]?十[{_ONES}]?|[{_ONES}])"  # 1 to 99, and no 五一、六一
_BEGINNINGS = frozenset(f"第（(0123456789{_DIGITS}{CIRCLED}㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ")
# Patterns are compiled where a text begins like a number: most forms need none of them.
_FORMS = (
    ("章", rf"第({_CHINESE}|[0-9]{{1,2}})[章节](?:\s+|[：:、])"),  # not 第一节课
    ("一、", rf"({_CHINESE})[、.．](?!\s*[{_DIGITS}])\s*"),
    ("（一）", rf"[（(]({_CHINESE})[）)]\s*[、.]?\s*"),
    ("（1）", r"[（(]([0-9]{1,2})[）)]\s*[、.]?\s*"),
    ("1.", r"([0-9]{1,2})[.．、)）](?!\s*[0-9])\s*"),
    ("①", rf"([{CIRCLED}])\s*"),
    ("第一，", rf"第({_CHINESE})[，,、]\s*"),
    ("一是", rf"({_CHINESE})是\s*"),
)
_DAY = r"[0-9]{1,2}\.[0-9]{1,2}"  # 12.4宪法宣传日, 3.15
_MAYBE = rf"(?:第{_CHINESE}(?:[章节条]|部分)|{_CHINESE}\s*[、.．：:]|{_CHINESE}\s|[㈠-㈩]|[Ⅰ-Ⅻ][、.．])\s*"
_NAMED = r"号(?!召)|班(?!子)"  # ①号线, （2）班
_COUNTING_ON = rf"[{_DIGITS}百千万亿两][、，]"
_UNITS = rf"[{_DIGITS}0-9]+(?:月|日|季度|组|村|社|次|个|年|号)"


class Number(NamedTuple):
    """A number at the beginning of a text: its *form* (一、 （一） 1. …), its *value*, the text *behind* it."""

    form: str
    value: int
    behind: str


def number_of(text: str) -> Number | None:
    """The number that *text* begins with; None where it begins with none, or with a figure of its own."""
    stripped = text.lstrip()
    if stripped[:1] not in _BEGINNINGS or re.match(_DAY, stripped):
        return None
    for form, pattern in _FORMS:
        match = re.match(pattern, stripped)
        if match and not _is_figure(form, stripped[match.end() :]):
            return Number(form, _value(match[1]), stripped[match.end() :])
    return None


def behind_what_may_be_one(text: str) -> str:
    """What stands behind something in front of *text* that looks like a number and need not be one; else empty."""
    stripped = text.lstrip()
    match = re.match(_MAYBE, stripped) if stripped[:1] in _BEGINNINGS else None
    return stripped[match.end() :] if match else ""


def _is_figure(form: str, behind: str) -> bool:
    """True if what stands *behind* shows that this was no number of a heading: 三、四季度, 1、2月份."""
    if not behind:
        return True
    if form in ("（一）", "（1）", "①") and re.match(_NAMED, behind):
        return True
    if form == "一、" and behind.startswith("国庆"):  # 十一、国庆期间
        return True
    if form == "一、" and re.match(_COUNTING_ON, behind):  # 十、百、千工程
        return True
    return form in ("一、", "1.") and re.match(_UNITS, behind) is not None


def _value(text: str) -> int:
    if text in CIRCLED:
        return CIRCLED.index(text) + 1
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.index(text) + 1
    before = _DIGITS.index(tens) + 1 if tens else 1
    after = _DIGITS.index(ones) + 1 if ones else 0
    return before * 10 + after


def are_counted(texts: Sequence[str]) -> bool:
    """True if *texts*, the items of one list, begin with 1, 2, 3 … in one form: then these are numbers, not figures."""
    numbers = [number_of(text) for text in texts]
    found = [number for number in numbers if number is not None]
    if len(found) < len(texts) or len(found) < 2:
        return False
    forms = {number.form for number in found}
    return len(forms) == 1 and [number.value for number in found] == list(range(1, len(found) + 1))
