"""What the lines of a chat say: which village, which task, how many; and what in them cannot be taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _
from wenming.collecting.knowledge import TASKS, tasks_named
from wenming.forms.workbook import typed
from wenming.forms.workbook.typed import Knowledge
from wenming.forms.workbook.writing import Choice
from wenming.forms.yaml.text import Lines

_SENDER = re.compile(r"^(?:\[[^\]\n]{1,30}\]|[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?\s+[0-9:]{4,8})\s*+")
_SENT_AT = re.compile(
    r"^\S{1,16}\s++(?:[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?\s*+)?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?$"
)
_TIMES = re.compile(r"^[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?$")
_NUMBERED = re.compile(r"^(?:[0-9]{1,3}[.、．)）]|[（(][0-9]{1,3}[)）]|[-*·•●])\s*+")
_GREETING = re.compile(r"^(?:各位|尊敬的|领导|书记|主任|镇长|大家|报告)[^，,：:！!]{0,6}[，,：:！!]\s*+")
_PARTS = re.compile(r"[，,；;。、]\s*|\s{2,}|\t")
_AMOUNT = re.compile(r"(?P<before>[^0-9]*+)(?P<figure>[0-9]++(?:\.[0-9]++)?)\s*+(?P<behind>[^0-9]*+)")
_FIGURE = re.compile(r"[0-9]")
_VERBS = re.compile(r"^(?:本周|这周|今天|已经|已|我村|我们村|新增|完成了|完成|新|又|再|报)+")
_NOTHING = re.compile(r"^(?:收到|好的|[Oo][Kk]|谢谢|辛苦了?|已报|@\S+|\[[^\]]*\])[。！!]*$")
#: Words by which a figure is none of what was done this week, or is not exact
_MEANS_OTHERWISE = re.compile(
    r"累计|共|总|还|差|缺|计划|撤|拆|没|未|拟|目标|应|剩|减|不|预计|下周|上周|约|大概|余|多|争取|准备"
)
_LONGEST = 2000  # characters of a line
_LEAST = 3  # characters of the beginning of a task's name
_BEHIND_NAME = "：:，, 　"


class Line(NamedTuple):
    """A line that says something of a village: its number in the text, the village, what it says, from which column."""

    number: int
    village: str
    text: str
    column: int


class Figure(NamedTuple):
    """A figure of a task, and where it stands."""

    task: str
    figure: str
    line: int
    column: int


def name_village(lines: Sequence[str], villages: Sequence[Choice]) -> bool:
    """True if one of *lines* begins with the name of a village, and one has a figure."""
    if not any(_FIGURE.search(line) for line in lines):
        return False
    return any(_village_before(_without_sender(line)[0], villages) for line in lines)


def lines_of_villages(
    places: Lines, villages: Sequence[Choice], tasks: Sequence[Choice], notes: list[Fault]
) -> Iterator[Line]:
    """The lines that say something of a village; one without a name goes on with the one before it."""
    village = ""
    for number, raw in enumerate(places.lines, 1):
        text, column = _without_sender(raw)
        if _is_no_report(raw, text):
            continue
        named = _village_before(text, villages)
        if named:
            village, rest = named
            if rest.strip():
                yield Line(number, village, rest, column + len(text) - len(rest))
        elif village and _goes_on(text, tasks):
            yield Line(number, village, text, column)
        else:
            village = ""
            notes.append(_not_placed(places, number, column, text, _("没有看出是哪个村")))


def _is_no_report(raw: str, text: str) -> bool:
    """True if a line says who wrote, and when, or that somebody has read."""
    is_sender = _SENDER.match(raw.strip()) is not None and not _FIGURE.search(text)
    return is_sender or not text or any(mark.match(text) for mark in (_NOTHING, _TIMES, _SENT_AT))


def _without_sender(raw: str) -> tuple[str, int]:
    """The line *raw* without who sent it and when, and the column at which it begins, from 1."""
    text = raw.strip().lstrip("\u3000")
    for mark in (_SENDER, _NUMBERED, _GREETING):
        text = mark.sub("", text)
    return text, raw.find(text) + 1 if text else 1


def _village_before(text: str, villages: Sequence[Choice]) -> tuple[str, str] | None:
    """The village with whose name *text* begins, and what stands behind it; None where it begins with none.

    A name that is only part of what stands there, or that could be several villages, is none.
    """
    found = re.search(r"[：:\s]", text)
    head, behind = (text[: found.start()], text[found.end() :]) if found else (text, "")
    name = typed.chosen(unicodedata.normalize("NFKC", head.strip()), villages)
    if any(name == choice.value for choice in villages):
        return name, behind
    named = [choice for choice in villages if text.startswith(choice.value)]
    longest = max(named, key=lambda choice: len(choice.value), default=None)
    if longest is None:
        return None
    rest = text.removeprefix(longest.value)
    is_whole_name = not rest or not rest[0].isalpha() or _VERBS.match(rest) is not None
    return (longest.value, rest.lstrip(_BEHIND_NAME)) if is_whole_name else None


def _goes_on(text: str, tasks: Sequence[Choice]) -> bool:
    """True if *text*, which names no village, is more of what the line before it says: it begins with a task."""
    found = _FIGURE.search(text)
    if found is None:
        return False
    head = _words(re.split(r"[：:]", text[: found.start()])[0])
    names = [task.also[0] if task.also else task.label for task in tasks]
    is_code = bool(_code_before(text, tasks))
    return is_code or any(head.startswith(name) or (len(head) >= _LEAST and name.startswith(head)) for name in names)


def figures_in(line: Line, knowledge: Knowledge, places: Lines, notes: list[Fault]) -> Iterator[Figure]:
    """The figures that *line* says; what is not understood in it becomes notes.

    Where a figure stands behind another without a task of its own, nobody knows which of the two counts.
    """
    figures: list[tuple[str, Figure]] = []
    end = 0
    for piece in _PARTS.split(line.text[:_LONGEST]):
        if not piece or not piece.strip():
            continue
        start = line.text.find(piece, end)
        end = start + len(piece)
        column = line.column + start
        task, figure, why = _read(piece, knowledge)
        if why:
            notes.append(_not_placed(places, line.number, column, piece, why))
            if not task and figure and figures:
                before, one = figures.pop()
                notes.append(_not_placed(places, one.line, one.column, before, _("后面还有一个数，不知道是哪一个")))
            continue
        figures.append((piece, Figure(task, figure, line.number, column)))
    for _piece, one in figures:
        yield one


def _read(piece: str, knowledge: Knowledge) -> tuple[str, str, str]:
    """The number of the task and the figure that *piece* says, or why they are not taken.

    Where only the figure is known, the task is empty.
    """
    tasks = knowledge.choices.get(TASKS, ())
    text = unicodedata.normalize("NFKC", piece.strip())
    code = _code_before(text, tasks)
    amount = _AMOUNT.fullmatch(text[len(code) :])
    if amount is None:
        return "", "", _("没有看出是多少，或者一处里有几个数")
    words, unit = _words(amount["before"]), amount["behind"].strip(" 。.")
    if _MEANS_OTHERWISE.search(amount["before"]) or _MEANS_OTHERWISE.search(unit):
        return "-", "", _("说的不是本周完成的数，或者不是准数")
    if not code and not words:
        return "", amount["figure"], _("没有写是哪项任务")
    named = [task for task in tasks if task.value == code] if code else tasks_named(words, tasks)
    if len(named) != 1:
        return "-", "", _("没有看出是哪项任务") if not named else _("几项任务都像，不知道是哪一项")
    task = named[0].value
    own = knowledge.unit_of({"任务": task})
    if unit and own and not typed.is_same_unit(unit, own):
        return "-", "", _("单位是“{other}”，这项任务按“{unit}”算").format(other=unit, unit=own)
    return task, amount["figure"], ""


def _code_before(text: str, tasks: Sequence[Choice]) -> str:
    """The number of a task with which *text* begins, if a blank or a colon stands behind it; else empty."""
    for task in tasks:
        rest = text.removeprefix(task.value)
        if rest != text and rest[:1] in (" ", ":", "：", "　"):
            return task.value
    return ""


def _words(text: str) -> str:
    return _VERBS.sub("", text.strip()).rstrip("：: 　计")


def _not_placed(places: Lines, line: int, column: int, text: str, why: str) -> Fault:
    what = _("“{text}”没有放进去：{why}").format(text=text.strip()[:40], why=why)
    mend = _("写成“石桥村：公益广告5处”这样再读一次，或者自己填进表单")
    return places.fault(line, column, "line-not-placed", what, mend)
