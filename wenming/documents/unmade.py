"""Why documents that were asked for are not made, and which weeks nobody has reported for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wenming.base import resources
from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import _, enumerated
from wenming.documents.kinds import Asked, Kind
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.forms.records import WeekReport

_EACH_WEEK = "每周"


def nothing_to_make(folder: Path, weeks: Sequence[str], asked: Asked, wanted: Sequence[Kind]) -> Fault:
    """That the forms in *folder*, of these *weeks*, make none of the *wanted* documents, and what they lack."""
    place = Place(str(folder))
    if asked.week and str(asked.week) not in weeks:
        what = _("没有 {week} 这一周的表单").format(week=asked.week)
        return Fault(place, what, _there_are(folder, weeks), "nothing-to-make")
    if asked.since and not _weeks_between(asked, weeks):
        last = str(asked.week) if asked.week else _("现在")
        what = _("从 {since} 到 {week} 没有哪一周的表单").format(since=asked.since, week=last)
        return Fault(place, what, _there_are(folder, weeks), "nothing-to-make")
    what = _("这个文件夹里的表单还做不了{names}").format(names=_names(wanted))
    mend = _("要这样才有：{needed}").format(needed=_conditions(wanted))
    return Fault(place, what, mend, "nothing-to-make")


def _weeks_between(asked: Asked, weeks: Sequence[str]) -> list[str]:
    """Those of *weeks* from the first that is asked for to the last, if a last one is asked for."""
    first, last = str(asked.since), str(asked.week) if asked.week else max(weeks, default="")
    return [week for week in weeks if first <= week <= last]


def _there_are(folder: Path, weeks: Sequence[str]) -> str:
    """Which weeks there are; how the form of the first is made where there are none."""
    if not weeks:
        return _("一周的表单也没有，先运行：{command} week {town}").format(command=resources.command(), town=folder)
    return _("已有的周：{weeks}").format(weeks=enumerated(weeks))


def kinds_not_made(made: Collection[str], wanted: Sequence[Kind]) -> str:
    """Which of the *wanted* kinds are not among those *made* (by key), and what it takes; empty where all are."""
    left = [kind for kind in wanted if kind.key not in made]
    if not left:
        return ""
    words = _("没有做{names}。要这样才有：{needed}")
    return words.format(names=_names(left), needed=_conditions(left))


def weeks_not_reported(town: Town, wanted: Sequence[Kind], asked: Asked) -> list[str]:
    """The weeks with a weekly report in which nobody has filled in a figure; none where no such report is *wanted*."""
    reports_are_wanted = _EACH_WEEK in [kind.each for kind in wanted]
    if not reports_are_wanted:
        return []
    reports = [form.record for form in town.weeks]
    if asked.week:
        reports = [report for report in reports if report["周"] == str(asked.week)]
    return [report["周"] for report in reports if not _has_figure(report)]


def _has_figure(report: WeekReport) -> bool:
    rows = report.get("进展", ())
    return any("完成" in row for row in rows)


def _names(kinds: Sequence[Kind]) -> str:
    return enumerated(kind.name for kind in kinds)


def _conditions(kinds: Sequence[Kind]) -> str:
    words = _("{kind}：{condition}")
    conditions = [words.format(kind=kind.name, condition=kind.condition) for kind in kinds]
    return "；".join(conditions)
