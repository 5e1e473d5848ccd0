"""The checks of the problems that the weeks report: new ones, news of known ones, their dates."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from wenming.base import weeks
from wenming.base.diagnostics import Fault
from wenming.base.i18n import _, day_text, enumerated
from wenming.forms.checks.common import Path, Strangers, unique

if TYPE_CHECKING:
    from wenming.forms.form import Form
    from wenming.forms.records import ProblemRow, WeekReport

_NEEDED = ("单位", "描述", "发现", "整改期限")  # in the first row of a problem
_Identity = Literal["单位", "描述", "发现"]
_IDENTITY: Sequence[_Identity] = ("单位", "描述", "发现")  # tell one problem from another
_DAYS: Sequence[Literal["发现", "完成"]] = ("发现", "完成")  # that are past when they are reported


def problem_faults(
    form: Form[WeekReport], units: Collection[str], known: dict[str, ProblemRow], strangers: Strangers
) -> Iterator[Fault]:
    """Yields the faults of the problems in a week's *form*.

    *known* has what the weeks before say of each problem, by its number; what this week says is added to it, and units
    that there are not to the *strangers*.
    """
    rows = form.record.get("问题", ())
    yield from unique(form, ("问题",), [row["编号"] for row in rows], "编号")
    for index, row in enumerate(rows):
        path: Path = ("问题", index)
        number = row["编号"]
        if number not in known:
            yield from _missing_fields(form, path, row, known)
        elif _is_another(row, known[number]):
            yield _reused_number(form, path, row, known[number])
        whole: ProblemRow = {**known[number], **row} if number in known else row
        known[number] = whole
        if "单位" in row and row["单位"] not in units:
            what = _("镇里没有“{name}”这个单位").format(name=row["单位"])
            strangers.add(form, (*path, "单位"), "unknown-unit", what, row["单位"], units)
        yield from _state_faults(form, path, row, whole)
        yield from _date_faults(form, path, row, whole)


def _missing_fields(form: Form[WeekReport], path: Path, row: ProblemRow, known: Collection[str]) -> Iterator[Fault]:
    """Yields a fault if *row*, the first of its problem, lacks fields; perhaps its number should be a *known* one."""
    missing = [name for name in _NEEDED if name not in row]
    if not missing:
        return
    numbers = enumerated(sorted(known)) or "—"
    yield form.fault(
        path,
        "incomplete-problem",
        _("新问题“{key}”还没有填：{names}").format(key=row["编号"], names=enumerated(missing)),
        _("填上这几项；如果是以前的问题，编号要和以前一样：{known}").format(known=numbers),
    )


def _is_another(row: ProblemRow, known: ProblemRow) -> bool:
    """True if *row* is a new problem under the number of the *known* one, not news of it.

    A new problem was found on another day, and elsewhere or, while the known one is open, it is something else.
    """
    changed = [name for name in _IDENTITY if _is_changed(name, row, known)]
    if "发现" not in changed:
        return False
    if "单位" in changed:
        return True
    return "描述" in changed and known.get("状态") != "已整改"


def _is_changed(name: _Identity, row: ProblemRow, known: ProblemRow) -> bool:
    """True if *row* gives the field *name* and not as it is *known*."""
    return name in row and row[name] != known.get(name)


def _reused_number(form: Form[WeekReport], path: Path, row: ProblemRow, known: ProblemRow) -> Fault:
    """Returns the fault of a new problem, in *row*, that has the number of a *known* one."""
    what = _("编号“{key}”以前是另一个问题：{unit}，{text}").format(
        key=row["编号"], unit=known.get("单位"), text=known.get("描述")
    )
    return form.fault((*path, "编号"), "reused-number", what, _("新问题换一个编号；是同一个问题，发现日期写原来的"))


def _state_faults(form: Form[WeekReport], path: Path, row: ProblemRow, whole: ProblemRow) -> Iterator[Fault]:
    """Yields a fault if a problem is mended without a date, or has the date and is not mended.

    *row* is what this week says of the problem, *whole* all that is known of it.
    """
    if row.get("状态") == "已整改" and "完成" not in row:
        yield form.fault((*path, "状态"), "no-closing-date", _("已整改的问题没有填完成日期"), _("加一行 完成: 日期"))
    if "完成" in row and whole.get("状态") != "已整改":
        what = _("填了完成日期，状态还不是已整改")
        yield form.fault((*path, "完成"), "not-closed", what, _("改成 状态: 已整改；没有改完就去掉日期"))


def _date_faults(form: Form[WeekReport], path: Path, row: ProblemRow, whole: ProblemRow) -> Iterator[Fault]:
    """Yields the faults of the dates in *row*, of a problem of which *whole* is known: their order, days to come."""
    if "完成" in row and _is_before_discovery(row["完成"], whole):
        yield form.fault((*path, "完成"), "dates-reversed", _("完成日期在发现日期前面"), _("把两个日期改过来"))
    sunday = weeks.named(form.record["周"]).sunday
    for name in _DAYS:
        if name in row and row[name] > sunday:
            what = _("{date}在这一周后面").format(date=day_text(row[name]))
            yield form.fault((*path, name), "after-week", what, _("改日期，或者写到那一周的文件里"))
    if "整改期限" in row and _is_before_discovery(row["整改期限"], row):
        yield form.fault((*path, "整改期限"), "dates-reversed", _("整改期限在发现日期前面"), _("把两个日期改过来"))


def _is_before_discovery(day: datetime.date, problem: ProblemRow) -> bool:
    """True if *day* is before the one on which *problem* was found; False where that is not said."""
    return "发现" in problem and day < problem["发现"]
