"""Summaries of many weeks (月报, 总结): the same figures over a span, what was done, which problems are left."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING

from wenming.base import weeks
from wenming.base.lazy import Later
from wenming.base.weeks import Week
from wenming.documents.parts import charts, outline, progress_tables, sentences
from wenming.documents.parts.campaign import SoFar
from wenming.documents.parts.inserted import inserting, pictures_of
from wenming.documents.parts.signature import signature
from wenming.gongwen.blocks import Block, Blocks
from wenming.gongwen.chinese import date_text, numeral, percent_text
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.documents.wording import Wording
    from wenming.figures import progress
    from wenming.figures.problems import Problem
    from wenming.figures.progress import Figures
    from wenming.forms.records import Activity, Chapter, SummaryWords, WeekReport
else:
    progress = Later("wenming.figures.progress")

_CHAPTERS = ("总体", "成效", "任务", "各村", "活动", "问题", "下一步")
_NO_TEXT: Chapter = {}
_FEW = 3  # villages that share the first place and are still named


def summary(words: Wording, town: Town, so_far: SoFar, since: Week) -> dict[str, object]:
    """What a summary of the weeks from *since* on is filled with."""
    own_words = _words_of_plan(town)
    insert = _insert(words, town)
    tasks = town.plan.record.get("任务", ()) if town.plan else ()
    own = [report for report in so_far.reports if weeks.named(report["周"]) >= since]
    figures, problems = so_far.books.figures(since), so_far.ledger.problems(since)
    start, end = since.monday, so_far.week.sunday
    when = words.say("时间词", 开始=sentences.short(start), 结束=sentences.short(end))
    office = town.record.get("办公室", town.record["机关"])
    return {
        "期间": sentences.period(start, end),
        "周数": len(own),
        "章序": _chapter_numbers(without=_absent_chapters(own_words, figures)),
        "概况": Blocks(outline.text(_overview(words, town, figures, own, end, when))),
        "成效": Blocks(outline.chapter_body(own_words.get("成效", _NO_TEXT), insert)),
        "村": words.names["村"],
        **charts.context_for_charts(town, figures, words.names["村"]),
        "任务进展": [progress_tables.task_row(words, number, row) for number, row in enumerate(figures.tasks, 1)],
        "更正": Blocks(outline.text(sentences.amendments(words, figures.amendments, tasks))),
        "指标进展": Blocks(progress_tables.indicators(words, figures.indicators)),
        "单位进展": Blocks(progress_tables.by_unit(words, figures.units, "较期初")),
        "各村进展": Blocks(_villages(words, figures, problems)),
        "活动": Blocks(_activities(words, own, when)),
        "问题小结": sentences.problems(words, problems, when),
        "问题": [progress_tables.problem_row(words, row, end.year) for row in _open_first(problems)],
        "下一步": Blocks(outline.kept(_next(words, own_words, own[-1], insert))),
        "落款": Blocks(signature([office], date_text(own[-1].get("编发日期", end)), sealed=False)),
    }


def _open_first(problems: Sequence[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: not problem.open)


def _words_of_plan(town: Town) -> SummaryWords:
    """What the plan itself says in a summary."""
    nothing: SummaryWords = {}
    if town.plan is None:
        return nothing
    return town.plan.record.get("总结", nothing)


def _absent_chapters(own_words: SummaryWords, figures: Figures) -> set[str]:
    absent = set[str]()
    if "成效" not in own_words:
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


def _overview(
    words: Wording,
    town: Town,
    figures: Figures,
    reports: Sequence[WeekReport],
    end: datetime.date,
    when: str,
) -> str:
    """How many weeks, who reported, how far the town came in them and stands now."""
    villages = len(town.record["行政村"])
    text = ""
    if figures.tasks:
        text += _reporting(words, figures.reporting, villages, len(reports), when)
        text += sentences.joined([sentences.moved(words, figures.tasks), _change(words, figures.town.change)])
        text += sentences.reached(words, figures, end)
    return text + _indicators_met(words, figures)


def _reporting(words: Wording, reporting: int, villages: int, weeks_reported: int, when: str) -> str:
    """How many of the *villages* have reported."""
    if not reporting:
        return words.say("没有报送", 时间=when, 村数=villages)
    if reporting == villages:
        return words.say("报送都报", 时间=when, 周数=weeks_reported, 村数=villages)
    return words.say("报送", 时间=when, 周数=weeks_reported, 村数=villages, 报送=reporting)


def _change(words: Wording, change: Decimal) -> str:
    """By how many points the mean rate of the town has changed."""
    if not change:
        return words.say("没有变化")
    return words.say("提高" if change > 0 else "回落", 百分点=abs(change))


def _indicators_met(words: Wording, figures: Figures) -> str:
    """How many of the indicators reported meet their targets; empty where none is reported."""
    reported = [row for row in figures.indicators if row.met is not None]
    if not reported:
        return ""
    met = [row for row in reported if row.met]
    if not met:
        return words.say("指标都没有达标", 报送=len(reported))
    if len(met) == len(reported):
        return words.say("指标都达标", 报送=len(reported))
    return words.say("指标达标", 报送=len(reported), 达标=len(met))


def _villages(words: Wording, figures: Figures, problems: Sequence[Problem]) -> list[Block]:
    """The mean rate of the villages, who is first if these are few, and all of them by rank."""
    if not figures.villages:
        return []
    late = Counter(problem.record["单位"] for problem in problems if problem.late)
    best = [village.name for village in figures.villages if village.rank == 1]
    mean = progress.mean([village.standing for village in figures.villages]).rate
    clauses = [words.say("各村排名", 完成率=percent_text(mean))]
    if len(best) <= _FEW:
        clauses.append(words.say("最高的村", 各村="、".join(best)))
    table = progress_tables.standings(words, figures.villages, late, "较期初")
    return [*outline.text(sentences.joined(clauses)), table]


def _activities(words: Wording, reports: Sequence[WeekReport], when: str) -> list[Block]:
    """How many activities with how many people; then each of them."""
    rows = list(chain.from_iterable(report.get("活动", ()) for report in reports))
    if not rows:
        return outline.text(words.say("没有活动", 时间=when))
    people = sum(row.get("人数", 0) for row in rows)
    clauses = [words.say("活动场次", 时间=when, 场次=len(rows))]
    if people:
        clauses.append(words.say("活动人次", 人次=people))
    lines = [_activity(words, row) for row in rows]
    return [*outline.text(sentences.joined(clauses, "：")), *outline.numbered(lines)]


def _activity(words: Wording, row: Activity) -> str:
    day, name = sentences.short(row["日期"]), row["名称"]
    if "地点" in row:
        clauses = [words.say("一场活动", 日期=day, 地点=row["地点"], 名称=name)]
    else:
        clauses = [words.say("没有地点的活动", 日期=day, 名称=name)]
    if "人数" in row:
        clauses.append(words.say("活动人数", 人数=row["人数"]))
    return sentences.joined(clauses)


def _insert(words: Wording, town: Town) -> outline.Insert:
    """What the entries of the plan's own words bring."""
    if town.plan is None:
        return outline.without_inserts
    record = town.plan.record
    return inserting(words, record, record.get("任务", ()), pictures_of(town.plan, town)).of


def _next(words: Wording, own_words: SummaryWords, last: WeekReport, insert: outline.Insert) -> list[Block]:
    """What comes next: the plan's own words, else what the last week plans, if it does."""
    if "下一步" in own_words:
        return outline.chapter_body(own_words["下一步"], insert)
    lines = last.get("下周安排", ())
    return outline.numbered(lines)
