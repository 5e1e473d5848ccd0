"""What people type into cells, as a form takes it: full-width figures, units, dates without a year, ticks."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from wenming.base.weeks import Week, week_of
from wenming.forms.schema import Rule
from wenming.forms.workbook.writing import Choice
from wenming.sheets import formats
from wenming.sheets.cells import Cell

_YES, _NO = frozenset("是√✓✔对有Yy1") | {"TRUE", "true", "yes"}, frozenset("否×✗✘错无Nn0") | {"FALSE", "false", "no"}
_SIGNS = {">=": "≥", "<=": "≤", "=>": "≥", "=<": "≤", ">": "＞", "<": "＜", "＝": "="}
_TIME = re.compile(r"(?<=[0-9日号])(?:T|\s++)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
_SERIAL = re.compile(r"[3-9][0-9]{4}")  # from 1982 to 2173
_TOGETHER = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])")
_WITHOUT_YEAR = re.compile(r"([0-9]{1,2})(?:月|[-/.])([0-9]{1,2})日?号?")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?")
_AMOUNT = re.compile(r"([-+]?[0-9][0-9,]*(?:\.[0-9]+)?)(\D*)")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_BLANKS = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")
_NOT_UNITS = frozenset("百千万亿余多来几左")  # behind a figure they change it, or make it rough
_NO_FIGURE = frozenset(("-", "—", "－", "/", "\\", "无", "没有", "暂无"))  # what people type where nothing is
_LONGEST_UNIT = 2  # characters of a counter: 人, 场次
_LONGEST = 300  # characters of a cell that is more than a text
_HALF_A_YEAR = 183  # days
_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef“”‘’…—]")


class Knowledge(NamedTuple):
    """What helps to read cells: the *week* of the form, what its fields may take from elsewhere, units of rows.

    *unit_of* gives the unit in which a row counts, by what its other cells hold; empty where it is not known.
    """

    week: Week | None = None
    choices: Mapping[str, Sequence[Choice]] = {}
    unit_of: Callable[[Mapping[str, str]], str] = lambda _row: ""


def text_for(cell: Cell, rule: Rule, knowledge: Knowledge, unit: str = "") -> str:
    """What *cell* holds, as the field of *rule* takes it; as it stands where that is not clear.

    *unit* is what its row counts in.
    """
    text = _bare(cell.text)
    match rule.get("type"):
        case "boolean":
            return _yes_or_no(text)
        case "integer" | "number":
            return _number(text, rule, unit)
        case _ if rule.get("format") == "date":
            return _date(text, cell, knowledge.week)
    if "enum" in rule:
        return _option(text, rule)
    if rule.get("取自"):
        return chosen(text, knowledge.choices.get(str(rule["取自"]), ()))
    if _is_one_line(rule):
        return _on_one_line(text)
    return text


def chosen(text: str, choices: Sequence[Choice]) -> str:
    """The value of the one of *choices* that *text* is: its value, what the list shows, or another name of it.

    *text* itself where none is, or it could be several.
    """
    for choice in choices:  # as nearly every cell has it
        if text in (choice.value, choice.label):
            return choice.value
    one_line = _on_one_line(text)
    wanted = _tight(one_line)
    for choice in choices:
        if wanted in (_tight(choice.value), _tight(choice.label)):
            return choice.value
    named = [choice.value for choice in choices if wanted in map(_tight, choice.also)]
    if len(named) == 1:
        return named[0]
    first = one_line.partition(" ")[0]
    return first if any(first == choice.value for choice in choices) and first != one_line else one_line


def _bare(text: str) -> str:
    return text.strip(" \t\r\n\u3000\xa0\u200b\ufeff")


def _tight(text: str) -> str:
    return _tightened(text[:_LONGEST])


@lru_cache(maxsize=8192)
def _tightened(text: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def _is_one_line(rule: Rule) -> bool:
    """True if *rule* allows no line feed."""
    return "\\n" in rule.get("pattern", "") or "\\s" in rule.get("pattern", "")


def _on_one_line(text: str) -> str:
    """*text* without line feeds: with a blank between words that are not Chinese."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    joined = lines[0] if lines else ""
    for line in lines[1:]:
        is_wide = _WIDE.match(joined[-1]) or _WIDE.match(line[0])
        joined += line if is_wide else f" {line}"
    return joined


def _yes_or_no(text: str) -> str:
    if text in _YES:
        return "是"
    return "否" if text in _NO else text


def _option(text: str, rule: Rule) -> str:
    options = rule["enum"]
    if text in options:
        return text
    tight = _tight(text)
    for option in options:
        if tight == _tight(str(option)):
            return str(option)
    return _SIGNS.get(tight, text)


def _number(text: str, rule: Rule, unit: str) -> str:
    """The number in *text*, without what stands behind it where that is its unit."""
    tight = _tight(text)
    if tight in _NO_FIGURE:
        return ""
    found = _AMOUNT.fullmatch(tight)
    if not found:
        return text
    figure, behind = found[1].removeprefix("+"), found[2]
    if "," in figure:
        if not _GROUPED.fullmatch(figure):
            return text
        figure = figure.replace(",", "")
    if behind == "%":
        return _part(figure, rule, unit, text)
    if behind == "" or (unit and is_same_unit(behind, unit)):
        return _without_noughts(figure)
    is_counter = len(behind) <= _LONGEST_UNIT and behind.isalpha() and not behind.isascii()
    if not unit and is_counter and behind[0] not in _NOT_UNITS:
        return _without_noughts(figure)
    return text


def is_same_unit(one: str, other: str) -> bool:
    """True if *one* and *other* are the same unit, or one is the other cut short: 场 and 场次."""
    one, other = _tight(one), _tight(other)
    return one.startswith(other) or other.startswith(one)


def other_unit(text: str, unit: str) -> str:
    """The unit that stands behind the figure in *text*, where it is another than *unit*; empty where there is none."""
    found = _AMOUNT.fullmatch(_tight(text))
    if not found or not unit or not found[2] or found[2][0] in _NOT_UNITS or is_same_unit(found[2], unit):
        return ""
    return found[2]


def _without_noughts(figure: str) -> str:
    """*figure* without the noughts behind its point, and the point: 12 of 12.0."""
    return figure.rstrip("0").rstrip(".") if "." in figure else figure


def _part(figure: str, rule: Rule, unit: str, text: str) -> str:
    """The *figure* before a % as the field takes it: in a hundred where it counts so, of one where it ends at one."""
    if rule.get("maximum") == 1:
        return formats.number_text(float(figure) / 100)
    return _without_noughts(figure) if unit in ("%", "") else text


def _date(text: str, cell: Cell, week: Week | None) -> str:
    """The day in *text*, as 2026-03-05; a day without a year is the one nearest to *week*."""
    tight = _tight(_TIME.sub("", unicodedata.normalize("NFKC", text[:_LONGEST])))
    if found := _DATE.fullmatch(tight) or _TOGETHER.fullmatch(tight):
        return _day(*map(int, found.groups())) or text
    if _SERIAL.fullmatch(tight):
        return formats.date_text(tight).partition(" ")[0]
    without_year = _WITHOUT_YEAR.fullmatch(tight)
    if without_year and week and cell.kind == "text":  # 3.1 as a number may have been 3.10
        return _nearest(int(without_year[1]), int(without_year[2]), week) or text
    return text


def _day(year: int, month: int, day: int) -> str:
    """The day as 2026-03-05; empty where the calendar has none."""
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _nearest(month: int, day: int, week: Week) -> str:
    """That day of *month* in the year in which it is nearest to *week*; empty where there is none."""
    for year in (week.year, week.year - 1, week.year + 1):
        text = _day(year, month, day)
        if text and abs((datetime.date.fromisoformat(text) - week.monday).days) <= _HALF_A_YEAR:
            return text
    return ""


def week_text(text: str) -> str:
    """The week in *text* as 2026-W12, of 2026年第12周 or of a day in it; *text* itself where it is none."""
    tight = _tight(text).upper()
    found = re.fullmatch(r"([0-9]{4})年?-?(?:W|第)([0-9]{1,2})周?", tight)
    if found:
        return f"{found[1]}-W{int(found[2]):02}"
    day = _DATE.fullmatch(tight)
    said = _day(*map(int, day.groups())) if day else ""
    return str(week_of(datetime.date.fromisoformat(said))) if said else text
