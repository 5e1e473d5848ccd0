"""What was put right in a form, in words: a note has the shape of a fault, and the documents are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import N_, _

if TYPE_CHECKING:
    from wenming.base.codes import Code

_AROUND = 8  # characters before and behind a change that are shown


class Told(NamedTuple):
    """One thing that is told: its *code* and place; a text *before* and *after*; how many *times* it was done."""

    code: Code
    place: Place
    before: str = ""
    after: str = ""
    times: int = 1


_WORDS: Mapping[Code, tuple[str, str]] = {
    "punctuation": (
        N_("夹在中文里的半角标点、空格改好了：{before} → {after}{more}"),
        N_("要照原样印，在这份表单里加一行 标点: 照原样"),
    ),
    "marks-removed": (
        N_("去掉了版式自己会加、或者这里不该有的标点、空格：{before} → {after}{more}"),
        N_("以后不用写"),
    ),
    "number-removed": (
        N_("去掉了和文字一起粘来的序号：{before} → {after}{more}"),
        N_("序号由程序加，以后不用写"),
    ),
    "number-doubtful": (
        N_("看不准开头的数是不是序号，照原样印：{before}"),
        N_("是序号就去掉，写成：{after}；不是就不用改"),
    ),
    "number-level": (
        N_("序号和它所在的层次不一致：{before}"),
        N_("看它该不该放到上一层或者下一层去"),
    ),
    "lines-as-paragraphs": (
        N_("一段文字分成了几行，一行当作一段{more}"),
        N_("要接成一段，写在一行里，或者在冒号后面写 >-"),
    ),
}


def note_of(told: Told, shown: str) -> Fault:
    """The note of what is *told* of the form that faults call *shown*."""
    what, mend = _WORDS[told.code]
    before, after = _around_change(told.before, told.after)
    more = _("（共 {n} 处）").format(n=told.times) if told.times > 1 else ""
    fields = {"before": before, "after": after, "more": more}
    place = told.place._replace(file=shown)
    return Fault(place, _(what).format(**fields), _(mend).format(**fields), told.code)


def _around_change(before: str, after: str) -> tuple[str, str]:
    """*before* and *after* cut to where they differ, and some characters around that."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), 0)
    same_behind = next((at for at in range(shorter - start) if before[-1 - at] != after[-1 - at]), 0)
    return _cut(before, start, same_behind), _cut(after, start, same_behind)


def _cut(text: str, start: int, same_behind: int) -> str:
    first = max(0, start - _AROUND)
    last = min(len(text), max(start, len(text) - same_behind) + _AROUND)
    head, tail = "…" if first else "", "…" if last < len(text) else ""
    return f"“{head}{text[first:last]}{tail}”".replace("\n", " ")
