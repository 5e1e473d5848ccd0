"""Summaries of many weeks (月报, 总结): the same figures over a span, what was done, which problems are left."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from wenming.base import weeks
from wenming.base.lazy import Later
from wenming.base.weeks import Week
from wenming.documents.parts import charts, outline, progress_tables, sentences
from wenming.documents.parts import issue as issued
from wenming.documents.parts.campaign import SoFar
from wenming.documents.parts.signature import signature
from wenming.gongwen.blocks import Block, Blocks, paragraph
from wenming.gongwen.chinese import date_text, numeral, percent_text
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.figures import progress
    from wenming.figures.problems import Problem
    from wenming.figures.progress import Figures
    from wenming.forms.records import Activity, Chapter, SummaryWords, WeekReport
else:
    progress = Later("wenming.figures.progress")

_CHAPTERS = ("总体", "成效", "任务", "各村", "活动", "问题", "下一步")
_NO_TEXT: Chapter = {}
_FEW = 3  # villages that share the first place and are still named


def summary(town: Town, so_far: SoFar, since: Week, when: str = "") -> dict[str, object]:
    """What a summary of the weeks from *since* on is filled with; *when* is what it calls them."""
    words = _words_of_plan(town)
    tasks = town.plan.record.get("任务", ()) if town.plan else ()
    own = [report for report in so_far.reports if weeks.named(report["周"]) >= since]
    figures, problems = so_far.books.figures(since), so_far.ledger.problems(since)
    start, end = since.monday, so_far.week.sunday
    when = when or f"{sentences.short(start)}至{sentences.short(end)}"
    office = town.record.get("办公室", town.record["机关"])
    return {
        "期间": sentences.period(start, end),
        "周数": len(own),
        "章序": _chapter_numbers(without=_absent_chapters(words, figures)),
        "概况": Blocks(outline.text(_overview(town, figures, own, end, when))),
        "成效": Blocks(outline.chapter_body(words.get("成效", _NO_TEXT), outline.nothing)),
        **charts.context_for_charts(town, figures),
        "任务进展": [progress_tables.task_row(number, row) for number, row in enumerate(figures.tasks, 1)],
        "更正": Blocks(outline.text(sentences.amendments(figures.amendments, tasks))),
        "指标进展": Blocks(progress_tables.indicators(figures.indicators)),
        "单位进展": Blocks(progress_tables.by_unit(figures.units, "较期初")),
        "各村进展": Blocks(_villages(figures, problems)),
        "活动": Blocks(_activities(own, when)),
        "问题小结": sentences.problems(problems, when),
        "问题": [progress_tables.problem_row(row, end.year) for row in problems if row.open],
        "下一步": Blocks(issued.kept(_next(words, own[-1]))),
        "落款": Blocks(signature([office], date_text(own[-1].get("编发日期", end)), sealed=False)),
    }


def _words_of_plan(town: Town) -> SummaryWords:
    """What the plan itself says in a summary."""
    nothing: SummaryWords = {}
    if town.plan is None:
        return nothing
    return town.plan.record.get("总结", nothing)


def _absent_chapters(words: SummaryWords, figures: Figures) -> set[str]:
    absent = set[str]()
    if "成效" not in words:
        absent.add("成效")
    if not figures.villages:
        absent.add("各村")
    return absent


def _chapter_numbers(without: set[str]) -> dict[str, str]:
    """By chapter its number 一, 二, 三; empty for those that the summary is *without*."""
    numbers = dict.fromkeys(_CHAPTERS, "")
    present = [name for name in _CHAPTERS if name not in without]
    for number, name in enumerate(present, 1):
        numbers[name] = numeral(number)
    return numbers


def _overview(town: Town, figures: Figures, reports: Sequence[WeekReport], end: datetime.date, when: str) -> str:
    """How many weeks, who reported, how far the town came in them and stands now."""
    villages = len(town.record["行政村"])
    text = f"{when}共{len(reports)}周报送进展，全镇{villages}个行政村中有{figures.reporting}个村报送。"
    if not figures.tasks:
        return text
    moved = [task for task in figures.tasks if task.week]
    text += f"{len(figures.tasks)}项任务中{len(moved)}项有新进展，"
    change = figures.town.change
    verb = "提高" if change >= 0 else "回落"
    text += f"平均完成率{verb}{abs(change)}个百分点。"
    text += sentences.reached(figures, end)
    reported = [row for row in figures.indicators if row.met is not None]
    if reported:
        met = [row for row in reported if row.met]
        text += f"已报送的{len(reported)}项指标中，{len(met)}项达标。"
    return text


def _villages(figures: Figures, problems: Sequence[Problem]) -> list[Block]:
    """The mean rate of the villages, who is first if these are few, and all of them by rank."""
    if not figures.villages:
        return []
    late = Counter(problem.record["单位"] for problem in problems if problem.late)
    best = [village.name for village in figures.villages if village.rank == 1]
    mean = progress.mean([village.standing for village in figures.villages]).rate
    said = f"各村按完成率排名如下，平均完成率{percent_text(mean)}"
    if len(best) <= _FEW:
        said += f"，{'、'.join(best)}最高"
    return [paragraph(outline.BODY, f"{said}。"), progress_tables.standings(figures.villages, late, "较期初")]


def _activities(reports: Sequence[WeekReport], when: str) -> list[Block]:
    """How many activities with how many people; then each of them."""
    rows = list(chain.from_iterable(report.get("活动", ()) for report in reports))
    if not rows:
        return [paragraph(outline.BODY, f"{when}没有报送活动。")]
    people = sum(row.get("人数", 0) for row in rows)
    said = f"{when}共开展活动{len(rows)}场次"
    if people:
        said += f"，参加{people}人次"
    said += "："
    return [paragraph(outline.BODY, said), *outline.numbered(map(_activity, rows))]


def _activity(row: Activity) -> str:
    where = f"在{row['地点']}" if "地点" in row else ""
    people = f"，{row['人数']}人参加" if "人数" in row else ""
    return f"{sentences.short(row['日期'])}，{where}开展{row['名称']}{people}"


def _next(words: SummaryWords, last: WeekReport) -> list[Block]:
    """What comes next: the plan's own words, else what the last week plans."""
    if "下一步" in words:
        return outline.chapter_body(words["下一步"], outline.nothing)
    lines = last.get("下周安排", ())
    if not lines:
        return [paragraph(outline.BODY, "按方案继续推进各项任务。")]
    return outline.numbered(lines)
