"""Figures in words: sentences that a report begins with."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from wenming.figures.problems import Problem
from wenming.figures.progress import Amendment, Figures, TaskProgress, span
from wenming.gongwen.chinese import date_text, number_text, percent_text

Record = Mapping[str, Any]


def short(date: datetime.date) -> str:
    """3月5日."""
    return f"{date.month}月{date.day}日"


def period(start: datetime.date, end: datetime.date) -> str:
    """2026年3月9日—3月15日; the year twice where there are two."""
    return f"{date_text(start)}—{short(end) if start.year == end.year else date_text(end)}"


def week_name(week: str) -> str:
    """第11周 of 2026-W11."""
    return f"第{int(week[-2:])}周"


def points(change: Decimal) -> str:
    """+1.5, −0.5 or 持平: percentage points for a table."""
    return f"{change:+}".replace("-", "−") if change else "持平"


def pace(ahead: Decimal | None) -> str:
    """超前1.5个百分点, 落后…, 与时序同步 in a sentence; empty where there is no calendar."""
    if ahead is None:
        return ""
    if not ahead:
        return "与时序进度同步"
    return f"{'超前' if ahead > 0 else '落后'}时序进度{abs(ahead)}个百分点"


def pace_points(ahead: Decimal | None) -> str:
    """The same for a table."""
    return "—" if ahead is None else points(ahead) if ahead else "同步"


def overview(figures: Figures, villages: int, week: str) -> str:
    """Who reported, how many tasks moved, how far the town is, who is first and who last."""
    start, end = span(week)
    sentence = f"{short(start)}至{short(end)}，全镇{villages}个行政村中有{figures.reporting}个村报送了进展"
    if not figures.tasks:
        return sentence + "。"
    moved = sum(1 for row in figures.tasks if row.week)
    return f"{sentence}，{len(figures.tasks)}项任务中{moved}项有新进展。{reached(figures, end)}"


def reached(figures: Figures, day: datetime.date) -> str:
    """How far the town is on *day*: tasks done, the mean rate, against the calendar, the first and the last task."""
    done = sum(1 for row in figures.tasks if row.standing.done >= 1)
    town = figures.town
    text = f"截至{short(day)}，{f'{done}项任务达到目标' if done else '尚没有任务达到目标'}"
    text += f"，各项任务平均完成率{percent_text(town.rate)}"
    if town.ahead is not None:
        text += f"，{pace(town.ahead)}"
    best, worst = max(figures.tasks, key=_done), min(figures.tasks, key=_done)
    if best.standing.rate > worst.standing.rate:
        text += f"，其中{_figure(best)}进展最快，{_figure(worst)}进展最慢"
    return text + "。"


def _done(row: TaskProgress) -> Decimal:
    return row.standing.rate


def _figure(row: TaskProgress) -> str:
    unit = row.task["单位"]
    return f"“{row.task['名称']}”（累计{number_text(row.total)}{unit}，完成率{percent_text(row.standing.rate)}）"


def amended(amendments: Iterable[Amendment], tasks: Sequence[Record]) -> str:
    """更正：第11周东河村“公益广告”由5处改为6处；…… Empty where nothing was."""
    known = {task["编号"]: task for task in tasks}
    groups: dict[str, list[str]] = {"更正": [], "补报": []}
    for one in amendments:
        task = known[one.task]
        what = f"{week_name(one.week)}{one.unit}“{task['名称']}”"
        after = f"{number_text(one.after)}{task['单位']}"
        if one.before is None:
            groups["补报"].append(f"{what}{after}")
        else:
            groups["更正"].append(f"{what}由{number_text(one.before)}{task['单位']}改为{after}")
    said = [f"{label}：{'；'.join(rows)}。" for label, rows in groups.items() if rows]
    return "".join(said) + ("以上各数已计入所属周。" if said else "")


def problems(ledger: Sequence[Problem], when: str = "本周") -> str:
    """New, closed, open, reopened and overdue problems in a sentence."""
    if not ledger:
        return "目前没有待整改的问题。"
    new, closed, again = (sum(1 for row in ledger if getattr(row, name)) for name in ("new", "closed", "reopened"))
    still, late = [row for row in ledger if row.open], sum(1 for row in ledger if row.late)
    text = f"{when}新发现问题{new}个，整改完成{closed}个，尚有{len(still)}个正在整改"
    text += f"，其中{again}个为整改后重新出现" if again else ""
    text += f"，其中{late}个已超过整改期限" if late else ""
    unknown = {row.record["整改期限"].year for row in ledger if row.overdue is None}
    text += "。"
    if unknown:
        text += "部分日期所在年份的放假安排尚未公布，逾期的工作日暂不计算。"
    return text
