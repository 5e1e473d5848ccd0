"""Summaries of many weeks (月报, 总结): the same figures over a span, what was done, which problems are left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from wenming.base.lazy import Later
from wenming.base.weeks import span
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
else:
    progress = Later("wenming.figures.progress")

Record = Mapping[str, Any]
_CHAPTERS = ("总体", "成效", "任务", "各村", "活动", "问题", "下一步")
_FEW = 3  # villages that share the first place and are still named


def summary(town: Town, so_far: SoFar, since: str, when: str = "") -> dict[str, Any]:
    """What a summary of the weeks from *since* on is filled with; *when* is what it calls them."""
    plan = town.plan.record if town.plan else {}
    issue = plan.get("总结", {})
    own = [week for week in so_far.weeks if week["周"] >= since]
    figures, problems = so_far.books.figures(since), so_far.ledger.problems(since)
    start, end = span(since)[0], span(own[-1]["周"])[1]
    when = when or f"{sentences.short(start)}至{sentences.short(end)}"
    office = town.record.get("办公室", town.record["机关"])
    return {
        "期间": sentences.period(start, end),
        "周数": len(own),
        "章序": _chapter_numbers(without=_absent_chapters(issue, figures)),
        "概况": Blocks(outline.text(_overview(town, figures, own, end, when))),
        "成效": Blocks(outline.chapter_body(issue.get("成效", {}), lambda _name: ())),
        **charts.context_for_charts(town, figures),
        "任务进展": [progress_tables.task_row(number, row) for number, row in enumerate(figures.tasks, 1)],
        "更正": Blocks(outline.text(sentences.amendments(figures.amendments, plan.get("任务", ())))),
        "指标进展": Blocks(progress_tables.indicators(figures.indicators)),
        "单位进展": Blocks(progress_tables.by_unit(figures.units, "较期初")),
        "各村进展": Blocks(_villages(figures, problems)),
        "活动": Blocks(_activities(own, when)),
        "问题小结": sentences.problems(problems, when),
        "问题": [progress_tables.problem_row(row, end.year) for row in problems if row.open],
        "下一步": Blocks(issued.kept(_next(issue, own[-1]))),
        "落款": Blocks(signature([office], date_text(own[-1].get("编发日期", end)), sealed=False)),
    }


def _absent_chapters(issue: Record, figures: Figures) -> set[str]:
    absent = set[str]()
    if "成效" not in issue:
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


def _overview(town: Town, figures: Figures, weeks: Sequence[Record], end: Any, when: str) -> str:
    """How many weeks, who reported, how far the town came in them and stands now."""
    villages = len(town.record["行政村"])
    text = f"{when}共{len(weeks)}周报送进展，全镇{villages}个行政村中有{figures.reporting}个村报送。"
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


def _activities(weeks: Sequence[Record], when: str) -> list[Block]:
    """How many activities with how many people; then each of them."""
    rows = list(chain.from_iterable(week.get("活动", ()) for week in weeks))
    if not rows:
        return [paragraph(outline.BODY, f"{when}没有报送活动。")]
    people = sum(row.get("人数", 0) for row in rows)
    said = f"{when}共开展活动{len(rows)}场次"
    if people:
        said += f"，参加{people}人次"
    said += "："
    return [paragraph(outline.BODY, said), *outline.numbered(map(_activity, rows))]


def _activity(row: Record) -> str:
    where = f"在{row['地点']}" if "地点" in row else ""
    people = f"，{row['人数']}人参加" if "人数" in row else ""
    return f"{sentences.short(row['日期'])}，{where}开展{row['名称']}{people}"


def _next(issue: Record, week: Record) -> list[Block]:
    """What comes next: the plan's own words, else what the last week plans."""
    if "下一步" in issue:
        return outline.chapter_body(issue["下一步"], lambda _name: ())
    lines = week.get("下周安排", ())
    if not lines:
        return [paragraph(outline.BODY, "按方案继续推进各项任务。")]
    return outline.numbered(lines)
