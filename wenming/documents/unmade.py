"""Why documents that were asked for are not made, and which weeks nobody has reported for."""

from collections.abc import Collection, Sequence
from pathlib import Path

from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import _
from wenming.documents.kinds import Asked, Kind
from wenming.town.folder import Town

_EACH_WEEK = "每周"


def nothing_to_make(folder: Path, weeks: Sequence[str], asked: Asked, wanted: Sequence[Kind]) -> Fault:
    """That the forms in *folder*, of these *weeks*, make none of the *wanted* documents, and what they lack."""
    mend = _("已有的周：{weeks}").format(weeks="、".join(weeks) or "—")
    if asked.week and asked.week not in weeks:
        return Fault(Place(str(folder)), _("没有 {week} 这一周的表单").format(week=asked.week), mend)
    if asked.since and not any(asked.since <= week <= (asked.week or week) for week in weeks):
        what = _("从 {since} 到 {week} 没有哪一周的表单").format(since=asked.since, week=asked.week or _("现在"))
        return Fault(Place(str(folder)), what, mend)
    what = _("这个文件夹里的表单还做不了{names}").format(names=_names(wanted))
    return Fault(Place(str(folder)), what, _("要这样才有：{needed}").format(needed=_conditions(wanted)))


def kinds_not_made(made: Collection[str], wanted: Sequence[Kind]) -> str:
    """Which of the *wanted* kinds are not among those *made* (by key), and what it takes; empty where all are."""
    left = [kind for kind in wanted if kind.key not in made]
    if not left:
        return ""
    words = _("没有做{names}。要这样才有：{needed}")
    return words.format(names=_names(left), needed=_conditions(left))


def weeks_not_reported(town: Town, wanted: Sequence[Kind], asked: Asked) -> list[str]:
    """The weeks with a weekly report in which nobody has filled in a figure; none where no such report is *wanted*."""
    if not any(kind.each == _EACH_WEEK for kind in wanted):
        return []
    records = [form.record for form in town.weeks if asked.week in ("", form.record["周"])]
    return [record["周"] for record in records if not any("完成" in row for row in record.get("进展", ()))]


def _names(kinds: Sequence[Kind]) -> str:
    return "、".join(kind.name for kind in kinds)


def _conditions(kinds: Sequence[Kind]) -> str:
    return "；".join(_("{kind}：{condition}").format(kind=kind.name, condition=kind.condition) for kind in kinds)
