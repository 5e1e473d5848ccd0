"""What was last year's and surely changes: days, years and the document number, left open with the old value beside."""

import datetime
import re

from wenming.authoring.importing.draft import Draft, Path
from wenming.base.i18n import _

_DAY = re.compile(
    r"20[0-9]{2}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日|底|份|上旬|中旬|下旬)?)?|(?<![0-9])[0-9]{1,2}月[0-9]{1,2}日"
)
_NUMBER = re.compile(r"^(.*?[〔\[（(【])[0-9]{4}([〕\]）)】])第?[0-9]*号?$")
_ISSUES = ("印发", "发文")
_DAYS = ("成文日期", "印发日期")


def leave_open(draft: Draft, today: datetime.date) -> None:
    """Leave open in *draft* what was last year's: 【待填：2025年3月5日】; its number gets the year of *today*."""
    for name in _ISSUES:
        issue = draft.record.get(name)
        if isinstance(issue, dict):
            _open_issue(draft, issue, (name,), today)
    draft.change_texts(_opened)
    _move_deadlines(draft, today.year)


def _move_deadlines(draft: Draft, year: int) -> None:
    """Move the deadlines of the tasks in *draft* to the same days of this *year*, and say so."""
    tasks = draft.record.get("任务")
    if not isinstance(tasks, list):
        return
    before: dict[str, str] = {}
    for task in tasks:
        due = task["完成时限"]
        if due.year < year:
            task["完成时限"] = _same_day(due, year)
            before[task["名称"]] = due.isoformat()
    if before:
        old = "；".join(f"{name} {day}" for name, day in before.items())
        draft.remark(("任务",), _("【核对】完成时限换成了今年的同一天，去年是：{old}").format(old=old))


def _same_day(day: datetime.date, year: int) -> datetime.date:
    """*day* in *year*; of 29 February the day before, where that year has none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _open_issue(draft: Draft, issue: dict[str, object], path: Path, today: datetime.date) -> None:
    """Leave open the number and the days of *issue*, with what they were as remarks."""
    number = _NUMBER.match(str(issue.get("文号", "")))
    if number:
        draft.remark((*path, "文号"), _("【待填】去年是 {old}").format(old=issue["文号"]))
        issue["文号"] = f"{number[1]}{today.year}{number[2]}号"
    for name in _DAYS:
        old = issue.pop(name, None)
        if old is not None:
            draft.remark(path, _("【待填】{name}，去年是 {old}").format(name=name, old=old))


def _opened(text: str) -> str:
    return _DAY.sub(lambda day: f"【待填：{day[0]}】", text)
