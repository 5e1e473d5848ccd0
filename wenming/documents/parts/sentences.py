"""Figures in words: sentences that a report begins with."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from wenming.gongwen.chinese import date_text, number_text, percent_text

if TYPE_CHECKING:
    from wenming.base.weeks import Week
    from wenming.figures.problems import Problem
    from wenming.figures.progress import Amendment, Figures, TaskProgress
    from wenming.forms.records import Task


def short(date: datetime.date) -> str:
    """3月5日."""
    return f"{date.month}月{date.day}日"


def period(start: datetime.date, end: datetime.date) -> str:
    """2026年3月9日—3月15日; the year twice where there are two."""
    until = short(end) if start.year == end.year else date_text(end)
    return f"{date_text(start)}—{until}"


def week_name(week: Week) -> str:
    """第11周 of 2026-W11."""
    return f"第{week.number}周"


def points(change: Decimal) -> str:
    """+1.5, −0.5 or 持平: percentage points for a table."""
    if not change:
        return "持平"
    return f"{change:+}".replace("-", "−")


def pace(ahead: Decimal | None) -> str:
    """超前1.5个百分点, 落后…, 与时序同步 in a sentence; empty where there is no calendar."""
    if ahead is None:
        return ""
    if not ahead:
        return "与时序进度同步"
    verb = "超前" if ahead > 0 else "落后"
    return f"{verb}时序进度{abs(ahead)}个百分点"


def pace_points(ahead: Decimal | None) -> str:
    """The pace for a table: +1.5, −0.5, 同步, or a dash where there is no calendar."""
    if ahead is None:
        return "—"
    if not ahead:
        return "同步"
    return points(ahead)


def overview(figures: Figures, villages: int, week: Week) -> str:
    """Who reported, how many tasks moved, how far the town is, who is first and who last."""
    sentence = (
        f"{short(week.monday)}至{short(week.sunday)}，全镇{villages}个行政村中有{figures.reporting}个村报送了进展"
    )
    if not figures.tasks:
        return sentence + "。"
    moved = [task for task in figures.tasks if task.week]
    return f"{sentence}，{len(figures.tasks)}项任务中{len(moved)}项有新进展。{reached(figures, week.sunday)}"


def reached(figures: Figures, day: datetime.date) -> str:
    """How far the town is on *day*: tasks done, the mean rate, against the calendar, the first and the last task."""
    town = figures.town
    parts = [f"截至{short(day)}", _tasks_done(figures.tasks), f"各项任务平均完成率{percent_text(town.rate)}"]
    if town.ahead is not None:
        parts.append(pace(town.ahead))
    best, worst = max(figures.tasks, key=_rate), min(figures.tasks, key=_rate)
    if _rate(best) > _rate(worst):
        parts += [f"其中{_task_figures(best)}进展最快", f"{_task_figures(worst)}进展最慢"]
    return "，".join(parts) + "。"


def _tasks_done(tasks: Sequence[TaskProgress]) -> str:
    done = [task for task in tasks if task.standing.done >= 1]
    if not done:
        return "尚没有任务达到目标"
    return f"{len(done)}项任务达到目标"


def _rate(task: TaskProgress) -> Decimal:
    return task.standing.rate


def _task_figures(row: TaskProgress) -> str:
    unit = row.task["单位"]
    return f"“{row.task['名称']}”（累计{number_text(row.total)}{unit}，完成率{percent_text(row.standing.rate)}）"


def amendments(rows: Iterable[Amendment], tasks: Sequence[Task]) -> str:
    """更正：第11周东河村“公益广告”由5处改为6处；…… 补报：…… Empty where there are no *rows*."""
    by_key = {task["编号"]: task for task in tasks}
    corrections: list[str] = []
    late_reports: list[str] = []
    for amendment in rows:
        task = by_key[amendment.task]
        what = f"{week_name(amendment.week)}{amendment.unit}“{task['名称']}”"
        after = f"{number_text(amendment.after)}{task['单位']}"
        if amendment.before is None:
            late_reports.append(f"{what}{after}")
        else:
            corrections.append(f"{what}由{number_text(amendment.before)}{task['单位']}改为{after}")
    text = ""
    if corrections:
        text += f"更正：{'；'.join(corrections)}。"
    if late_reports:
        text += f"补报：{'；'.join(late_reports)}。"
    if text:
        text += "以上各数已计入所属周。"
    return text


def problems(ledger: Sequence[Problem], when: str = "本周") -> str:
    """New, closed, open, reopened and overdue problems in a sentence."""
    if not ledger:
        return "目前没有待整改的问题。"
    new = sum(problem.new for problem in ledger)
    closed = sum(problem.closed for problem in ledger)
    still_open = sum(problem.open for problem in ledger)
    text = f"{when}新发现问题{new}个，整改完成{closed}个，尚有{still_open}个正在整改"
    reopened = sum(problem.reopened for problem in ledger)
    if reopened:
        text += f"，其中{reopened}个为整改后重新出现"
    late = sum(problem.late for problem in ledger)
    if late:
        text += f"，其中{late}个已超过整改期限"
    text += "。"
    if any(problem.overdue is None for problem in ledger):
        text += "部分日期所在年份的放假安排尚未公布，逾期的工作日暂不计算。"
    return text
