"""Lines as villages send them in a chat: 石桥村：清运垃圾3车，公益广告5处. What is not plain is told, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wenming.base import weeks
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.collecting.contribution import Asked, Contribution
from wenming.collecting.identity import week_in
from wenming.collecting.judging import faults_between, judged
from wenming.collecting.knowledge import TASKS, UNITS
from wenming.collecting.merging import UNKNOWN, Incoming
from wenming.collecting.targets import WEEK, record_of, week_to_fill
from wenming.forms.nodes import Node
from wenming.forms.workbook import typed
from wenming.forms.workbook.typed import Knowledge
from wenming.forms.workbook.writing import Choice
from wenming.forms.yaml.text import Lines

_LINES_MAX = 5000
_SENDER = re.compile(r"^(?:\[[^\]\n]{1,30}\]|[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?\s+[0-9:]{4,8})\s*+")
_TIMES = re.compile(r"^[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?$")
_NUMBERED = re.compile(r"^(?:[0-9]{1,3}[.、．)）]|[（(][0-9]{1,3}[)）]|[-*·•●])\s*+")
_PARTS = re.compile(r"[，,；;。、]\s*|\s{2,}|\t")
_AMOUNT = re.compile(r"(?P<before>[^0-9]*+)(?P<figure>[0-9]++(?:\.[0-9]++)?)\s*+(?P<behind>[^0-9]*+)")
_FIGURE = re.compile(r"[0-9]")
_VERBS = re.compile(r"^(?:本周|这周|今天|已经|已|我村|我们村|共|新增|完成了|完成|新|又|再)+")
_NOTHING = re.compile(r"^(?:收到|好的|[Oo][Kk]|谢谢|辛苦了?|已报|@\S+|\[[^\]]*\])[。！!]*$")
_SPLIT_NAME = re.compile(r"[：:]")


class Line(NamedTuple):
    """A line that names a village: its number in the text, from 1, the village, what it says, at which column."""

    number: int
    village: str
    text: str
    column: int


class _Said(NamedTuple):
    """A figure: the task it is of, as a node with its place."""

    task: str
    figure: str
    line: int
    column: int


def contribution(text: str, shown: str, asked: Asked) -> Contribution:
    """What the lines of *text*, called *shown*, say of a week of the town. Raises Faults."""
    week = asked.week or week_in(shown, asked)
    if not week:
        what = _("看不出这是哪一周的")
        mend = _("加 --week {week} 这样说明是哪一周").format(week=week_to_fill(asked.town, asked.today))
        raise Faults([Fault(Place(shown), what, mend, "week-not-known")])
    target = asked.target(WEEK, week)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:_LINES_MAX]
    places = Lines(shown, lines)
    choices = asked.choices
    knowledge = Knowledge(week=weeks.named(week), choices=choices, unit_of=asked.unit_of)
    root = Node({}, 0, 1)
    notes: list[Fault] = []
    items: list[Node] = []
    for line in _lines_of_villages(lines, choices[UNITS], places, notes):
        for said in _said(line, knowledge, places, notes):
            unit = Node(line.village, line.number, 1)
            item = {
                "任务": Node(said.task, said.line, said.column),
                "单位": unit,
                "完成": Node(said.figure, said.line, said.column),
            }
            keys = dict.fromkeys(item, (said.line, said.column))
            items.append(Node(item, said.line, said.column, keys=keys))
    if not items:
        what, mend = (
            _("没有一行能看出是哪个村、哪项任务、多少"),
            _("写成“石桥村：公益广告5处，宣传栏2块”这样，一村一行"),
        )
        raise Faults([*notes, Fault(Place(shown), what, mend, "list-not-found")])
    assert isinstance(root.value, dict)
    root.value = {"周": Node(week, 0, 1), "进展": Node(list(items), items[0].line, 1)}
    root.keys = {"周": (0, 1), "进展": (items[0].line, 1)}
    understood = judged(root, places, target, record_of(target.data, str(target.path), target.schema))
    faults = [*understood.faults]
    if not faults:
        faults += faults_between(understood, target, asked.town, shown)
    incoming = Incoming(understood.record or {}, UNKNOWN, shown, is_whole=False)
    return Contribution(shown, target, incoming, root, places, tuple(faults), tuple(notes))


def looks_like_chat(text: str, asked: Asked) -> bool:
    """True if lines of *text* begin with the name of a village and go on with a figure."""
    choices = asked.choices[UNITS]
    lines = [line.strip() for line in text.splitlines()[:_LINES_MAX] if line.strip()]
    named = [line for line in lines if _village_before(_without_sender(line)[0], choices)]
    return any(_FIGURE.search(line) for line in named)


def _lines_of_villages(
    lines: Sequence[str], villages: Sequence[Choice], places: Lines, notes: list[Fault]
) -> Iterator[Line]:
    """The lines that say something of a village; a line without a name goes on with the one before it."""
    village = ""
    for number, raw in enumerate(lines, 1):
        text, column = _without_sender(raw)
        is_sender = _SENDER.match(raw.strip()) is not None and not _FIGURE.search(text)
        if is_sender or not text or _NOTHING.match(text) or _TIMES.match(text):
            continue
        named = _village_before(text, villages)
        if named:
            village, rest = named
            rest_column = column + len(text) - len(rest)
            if rest.strip():
                yield Line(number, village, rest, rest_column)
        elif village and _is_continued(text):
            yield Line(number, village, text, column)
        else:
            village = ""
            notes.append(_not_placed(places, number, column, text, _("没有看出是哪个村")))


def _without_sender(raw: str) -> tuple[str, int]:
    """The line *raw* without who sent it and when, and the column at which it begins, from 1."""
    text = raw.strip().lstrip("\u3000")
    for mark in (_SENDER, _NUMBERED):
        text = mark.sub("", text)
    return text, raw.find(text) + 1 if text else 1


def _village_before(text: str, villages: Sequence[Choice]) -> tuple[str, str] | None:
    """The village with whose name *text* begins, and what stands behind it; None where it begins with none.

    A name that is only part of what stands there, or that could be several villages, is none.
    """
    head, mark, behind = _parted(text)
    name = typed.chosen(unicodedata.normalize("NFKC", head.strip()), villages)
    if any(name == choice.value for choice in villages):
        return name, behind if mark else ""
    named = [choice for choice in villages if text.startswith(choice.value)]
    longest = max(named, key=lambda choice: len(choice.value), default=None)
    if longest is None:
        return None
    rest = text.removeprefix(longest.value)
    is_whole_name = not rest or not rest[0].isalpha() or _begins_with_verb(rest)
    return (longest.value, rest.lstrip("：:，, 　")) if is_whole_name else None


def _parted(text: str) -> tuple[str, str, str]:
    """What stands before the first colon or blank of *text*, that mark, and what stands behind it."""
    found = re.search(r"[：:\s]", text)
    if not found:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :]


def _begins_with_verb(text: str) -> bool:
    return _VERBS.match(text) is not None


def _is_continued(text: str) -> bool:
    """True if *text*, which names no village, is more of what the line before it says."""
    return _FIGURE.search(text) is not None and not _SPLIT_NAME.search(text[:12])


def _said(line: Line, knowledge: Knowledge, places: Lines, notes: list[Fault]) -> Iterator[_Said]:
    """The figures that *line* says; what is not understood in it becomes notes."""
    at = line.column
    for piece in _pieces(line.text):
        column = at + line.text.find(piece)
        amount = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", piece.strip()))
        if amount is None:
            notes.append(_not_placed(places, line.number, column, piece, _("没有看出是多少，或者一处里有几个数")))
            continue
        task, why = _task_of(amount["before"].strip(), amount["behind"].strip(), knowledge)
        if not task:
            notes.append(_not_placed(places, line.number, column, piece, why))
            continue
        yield _Said(task, amount["figure"], line.number, column)


def _pieces(text: str) -> list[str]:
    return [piece for piece in _PARTS.split(text) if piece and piece.strip()]


def _task_of(words: str, unit: str, knowledge: Knowledge) -> tuple[str, str]:
    """The number of the task that *words* name and that is counted in *unit*; or nothing, and why not."""
    tasks = knowledge.choices.get(TASKS, ())
    bare = _VERBS.sub("", words).rstrip("：: 共计")
    if not bare:
        return "", _("没有写是哪项任务")
    exact = typed.chosen(bare, tasks)
    named = [task for task in tasks if task.value == exact] or [task for task in tasks if _is_named(bare, task)]
    if len(named) != 1:
        return "", _("没有看出是哪项任务") if not named else _("几项任务都像，不知道是哪一项")
    own = knowledge.unit_of({"任务": named[0].value})
    if unit and own and unit != own:
        return "", _("单位是“{other}”，这项任务按“{unit}”算").format(other=unit, unit=own)
    return named[0].value, ""


def _is_named(words: str, task: Choice) -> bool:
    """True if *words* stand for *task*: its name is in them, or they are the beginning of its name."""
    name = task.also[0] if task.also else task.label
    return name in words or (len(words) >= 3 and name.startswith(words))


def _not_placed(places: Lines, line: int, column: int, text: str, why: str) -> Fault:
    what = _("“{text}”没有放进去：{why}").format(text=text.strip()[:40], why=why)
    mend = _("写成“石桥村：公益广告5处”这样再读一次，或者自己填进表单")
    return places.fault(line, column, "line-not-placed", what, mend)
