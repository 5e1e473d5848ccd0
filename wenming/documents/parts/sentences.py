"""Figures in words: sentences that a report begins with."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from wenming.gongwen.chinese import date_text, number_text, percent_text

if TYPE_CHECKING:
    from wenming.base.weeks import Week
    from wenming.documents.wording import Wording
    from wenming.figures.problems import Problem
    from wenming.figures.progress import Amendment, Figures, TaskProgress
    from wenming.forms.records import Indicator as PlanIndicator
    from wenming.forms.records import Task, WeekReport


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


def points(words: Wording, change: Decimal) -> str:
    """+1.5, −0.5 or 持平: percentage points for a table."""
    if not change:
        return words.say("持平")
    return f"{change:+}".replace("-", "−")


def pace(words: Wording, ahead: Decimal | None) -> str:
    """超前1.5个百分点, 落后…, 与时序同步 in a sentence; empty where there is no calendar."""
    if ahead is None:
        return ""
    if not ahead:
        return words.say("时序同步")
    return words.say("时序超前" if ahead > 0 else "时序落后", 百分点=abs(ahead))


def pace_points(words: Wording, ahead: Decimal | None) -> str:
    """The pace for a table: +1.5, −0.5, 同步, or a dash where there is no calendar."""
    if ahead is None:
        return "—"
    if not ahead:
        return words.say("同步")
    return points(words, ahead)


def joined(clauses: Iterable[str], end: str = "。") -> str:
    """The *clauses* that are not empty as one sentence with its *end*; empty where there are none."""
    said = [clause for clause in clauses if clause]
    if not said:
        return ""
    return "，".join(said) + end


def reached(words: Wording, figures: Figures, day: datetime.date) -> str:
    """How far the town is on *day*: tasks done, the mean rate, against the calendar, the first and the last task."""
    clauses = [
        words.say("截至", 日期=short(day)),
        _tasks_done(words, figures.tasks),
        words.say("平均完成率", 完成率=percent_text(figures.town.rate)),
        pace(words, figures.town.ahead),
    ]
    best, worst = max(figures.tasks, key=_rate), min(figures.tasks, key=_rate)
    if _rate(best) > _rate(worst):
        clauses.append(words.say("进展最快", 任务=_task_figures(words, best)))
        clauses.append(words.say("进展最慢", 任务=_task_figures(words, worst)))
    return joined(clauses)


def _tasks_done(words: Wording, tasks: Sequence[TaskProgress]) -> str:
    done = [task for task in tasks if task.standing.done >= 1]
    if not done:
        return words.say("任务没有达标")
    if len(done) == len(tasks) > 1:
        return words.say("任务都达标")
    return words.say("任务达标", 项数=len(done))


def moved(words: Wording, tasks: Sequence[TaskProgress]) -> str:
    """How many of *tasks* have a figure of this time."""
    with_figures = [task for task in tasks if task.week]
    if not with_figures:
        return words.say("没有新进展")
    if len(with_figures) == len(tasks):
        return words.say("都有新进展")
    return words.say("新进展", 任务数=len(tasks), 有进展=len(with_figures))


def _rate(task: TaskProgress) -> Decimal:
    return task.standing.rate


def _task_figures(words: Wording, row: TaskProgress) -> str:
    total = f"{number_text(row.total)}{row.task['单位']}"
    return words.say("任务数字", 任务=row.task["名称"], 累计=total, 完成率=percent_text(row.standing.rate))


def amendments(words: Wording, rows: Iterable[Amendment], tasks: Sequence[Task]) -> str:
    """更正：第11周东河村“公益广告”由5处改为6处；…… 补报：…… Empty where there are no *rows*."""
    by_number = {task["编号"]: task for task in tasks}
    corrections: list[str] = []
    late_reports: list[str] = []
    for row in rows:
        task = by_number[row.task]
        what = {"周": week_name(row.week), "单位": row.unit, "任务": task["名称"]}
        after = f"{number_text(row.after)}{task['单位']}"
        if row.before is None:
            late_reports.append(words.say("补报一处", **what, 新数=after))
        else:
            before = f"{number_text(row.before)}{task['单位']}"
            corrections.append(words.say("更正一处", **what, 原数=before, 新数=after))
    text = ""
    if corrections:
        text += words.say("更正", 各处="；".join(corrections))
    if late_reports:
        text += words.say("补报", 各处="；".join(late_reports))
    if text:
        text += words.say("更正说明")
    return text


def explanations(words: Wording, report: WeekReport, tasks: Sequence[Task], indicators: Sequence[PlanIndicator]) -> str:
    """有关数据说明：东河村“公益广告”含补报2处；……。 What the week says of its figures; empty where it says nothing."""
    task_names = {task["编号"]: task["名称"] for task in tasks}
    indicator_names = {row["编号"]: row["名称"] for row in indicators}
    said: list[str] = []
    for row in report.get("进展", ()):
        if "说明" in row:
            what = {"单位": row["单位"], "任务": task_names[row["任务"]], "说明": row["说明"].rstrip("。；")}
            said.append(words.say("数据说明一处", **what))
    for figure in report.get("指标", ()):
        if "说明" in figure:
            what = {"单位": "", "任务": indicator_names[figure["指标"]], "说明": figure["说明"].rstrip("。；")}
            said.append(words.say("数据说明一处", **what))
    return words.say("数据说明", 各处="；".join(said)) if said else ""


def problems(words: Wording, ledger: Sequence[Problem], when: str) -> str:
    """New, closed, open, reopened and overdue problems in a sentence."""
    if not ledger:
        return words.say("没有问题")
    new = sum(problem.new for problem in ledger)
    closed = sum(problem.closed for problem in ledger)
    left = sum(problem.open for problem in ledger)
    reopened = sum(problem.reopened for problem in ledger)
    clauses = [
        words.say("新发现的问题", 时间=when, 个数=new) if new else words.say("没有新发现", 时间=when),
        words.say("整改完成的问题", 个数=closed) if closed else "",
        words.say("未完成的问题", 个数=left) if left else words.say("全部整改完成"),
        words.say("重新出现的问题", 个数=reopened) if reopened else "",
        _late(words, sum(problem.late for problem in ledger), left),
    ]
    text = joined(clauses)
    if any(problem.overdue is None for problem in ledger):
        text += words.say("放假安排未公布")
    return text


def _late(words: Wording, late: int, left: int) -> str:
    """How many of the problems that are *left* are past their deadlines."""
    if not late:
        return ""
    if late < left:
        return words.say("逾期的问题", 个数=late)
    return words.say("逾期的一个问题") if left == 1 else words.say("都逾期的问题")


def state(words: Wording, problem: Problem) -> str:
    """已整改, 整改中, or 逾期 with the working days where they are known."""
    if not problem.late:
        return problem.record["状态"]
    if problem.overdue is None:
        return words.say("逾期")
    return words.say("逾期天数", 天数=problem.overdue)
