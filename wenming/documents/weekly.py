"""The weekly report (周报、工作简报): figures of the week in words, tables and charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from wenming.base import weeks
from wenming.base.lazy import Later
from wenming.documents.kinds import Asked, Document, Kind
from wenming.documents.parts import charts, outline, progress_tables, sentences
from wenming.documents.parts.campaign import SoFar, name_of_campaign, week_by_week
from wenming.documents.parts.colophon import report_foot
from wenming.documents.parts.head import fitted
from wenming.documents.parts.inserted import Inserted
from wenming.forms.completion import completed
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Blocks, Paragraph, Run
from wenming.gongwen.chinese import numeral
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.base.weeks import Week
    from wenming.documents.wording import Wording
    from wenming.figures.progress import Figures
    from wenming.forms.nodes import Path
    from wenming.forms.records import Activity, Item, Photo, WeekReport
    from wenming.town import photos
else:
    photos = Later("wenming.town.photos")


def _each_week(town: Town, kind: Kind, asked: Asked) -> Iterator[Document]:
    for form, so_far in zip(town.weeks, week_by_week(town), strict=True):
        if asked.wants(so_far.week):
            pictures = photos.read_photos(form, _photos(form.record), town.folder)
            own = weekly(kind.wording, town, so_far, _issue(so_far), pictures)
            document = so_far.document(town, kind, _title(kind.wording, town, so_far.week), own)
            files = (town.folder / name for name in pictures)
            yield document._replace(sources=(*document.sources, *files))


def _photos(report: WeekReport) -> Iterator[tuple[Path, Photo]]:
    for number, activity in enumerate(report.get("活动", ())):
        for place, photo in enumerate(activity.get("照片", ())):
            yield ("活动", number, "照片", place), photo


def _issue(so_far: SoFar) -> int:
    """Which issue of its year the report of the last week is."""
    years = [weeks.named(report["周"]).year for report in so_far.reports]
    return years.count(so_far.week.year)


def _title(words: Wording, town: Town, week: Week) -> str:
    return words.say("标题", 名称=_name(words, town), 年=week.year, 周=sentences.week_name(week))


def _name(words: Wording, town: Town) -> str:
    return words.say("名称", 工作=name_of_campaign(town))


def weekly(words: Wording, town: Town, so_far: SoFar, number: int, pictures: Mapping[str, bytes]) -> dict[str, object]:
    """What the 周报 of the last week, the *number*th, is filled with; *pictures*: its photos by name."""
    report, week = so_far.report, so_far.week
    figures, problems = so_far.books.figures(), so_far.ledger.problems()
    end = week.sunday
    villages = town.record["行政村"]
    name = _name(words, town)
    tasks = town.plan.record.get("任务", ()) if town.plan else ()
    shared = [task for task in tasks if "分村" in task]
    chapters = iter(range(3 if figures.villages else 2, 10))
    points, squeeze = fitted(name, m.TEXT_WIDTH)
    office = town.record.get("办公室", town.record["机关"])
    said = [_overview(words, figures, len(villages), week), report.get("综述", "")]
    indicators = town.plan.record.get("指标", ()) if town.plan else ()
    corrections = [
        sentences.amendments(words, figures.amendments, tasks),
        sentences.explanations(words, report, tasks, indicators),
    ]
    return {
        "标题": _title(words, town, week),
        "简报名称": Blocks([Paragraph(style="简报名称", runs=(Run(name),), points=points, squeeze=squeeze)]),
        "周报": completed(report, "week"),
        "期号": report.get("期号", number),
        "期间": sentences.period(week.monday, end),
        "编发单位": office,
        "编发日期": report.get("编发日期", end),
        "概况": Blocks([block for text in said for block in outline.text(text)]),
        "村": words.names["村"],
        **charts.context_for_charts(town, figures, words.names["村"]),
        "任务进展": [progress_tables.task_row(words, number, row) for number, row in enumerate(figures.tasks, 1)],
        "更正": Blocks([block for text in corrections for block in outline.text(text)]),
        "指标进展": Blocks(progress_tables.indicators(words, figures.indicators)),
        "单位进展": Blocks(progress_tables.by_unit(words, figures.units)),
        "各村进展": Blocks(progress_tables.by_village(words, shared, figures)),
        "活动章": numeral(next(chapters)),
        "活动": Blocks(_activities(words, report.get("活动", ()), pictures)),
        "问题章": numeral(next(chapters)),
        "问题小结": sentences.problems(words, problems, words.say("时间词")),
        "问题": [progress_tables.problem_row(words, row, end.year) for row in problems],
        "安排章": numeral(next(chapters)),
        "下周安排": Blocks(outline.numbered(report.get("下周安排", ()))),
        "报尾": Blocks(report_foot(_copies(town), words.say("报尾", 单位=office), "")),
    }


def _copies(town: Town) -> Sequence[str]:
    """To whom the plan's notice was copied: they get the report too."""
    if town.plan is None or "印发" not in town.plan.record:
        return ()
    return town.plan.record["印发"].get("抄送", ())


def _overview(words: Wording, figures: Figures, villages: int, week: Week) -> str:
    """Who reported, how many tasks moved, how far the town is, who is first and who last; nothing without tasks."""
    if not figures.tasks:
        return ""
    clauses = [_reporting(words, figures.reporting, villages, week), sentences.moved(words, figures.tasks)]
    return sentences.joined(clauses) + _silent(words, figures) + sentences.reached(words, figures, week.sunday)


def _reporting(words: Wording, reporting: int, villages: int, week: Week) -> str:
    """How many of the *villages* have reported."""
    days = {"开始": sentences.short(week.monday), "结束": sentences.short(week.sunday), "村数": villages}
    if not reporting:
        return words.say("概况没有报", **days)
    if reporting == villages:
        return words.say("概况都报", **days)
    return words.say("概况", **days, 报送=reporting)


def _silent(words: Wording, figures: Figures) -> str:
    """Which villages have reported nothing, where others have; empty where none is to report."""
    if not figures.villages or not figures.silent or not figures.reporting:
        return ""
    return words.say("没有报送的村", 各村="、".join(figures.silent))


def _activities(words: Wording, rows: Sequence[Activity], pictures: Mapping[str, bytes]) -> list[Block]:
    """An item for each activity, its photos below it."""
    if not rows:
        return outline.text(words.say("没有活动"))
    entries: list[Item] = []
    for row in rows:
        entry: Item = {"标题": row["名称"], "正文": _activity(words, row)}
        if "照片" in row:
            entry["图片"] = row["照片"]
        entries.append(entry)
    return outline.items(entries, Inserted(pictures=pictures).of, level=2)


def _activity(words: Wording, row: Activity) -> str:
    """3月5日，在村委会开展，30人参加，……。"""
    day = sentences.short(row["日期"])
    place = row.get("地点")
    clauses = [words.say("活动地点", 日期=day, 地点=place) if place else words.say("活动没有地点", 日期=day)]
    if "人数" in row:
        clauses.append(words.say("活动人数", 人数=row["人数"]))
    clauses.append(row.get("说明", "").rstrip("。"))
    return sentences.joined(clauses)


KIND = Kind(
    key="weekly",
    name="周报",
    aliases=("简报", "工作周报"),
    needs=("plan", "weeks"),
    each="每周",
    condition="weeks 里有每周的表单",
    template="weekly.docx",
    words=("common",),
    documents=_each_week,
    own_words=("概况", "更正", "指标进展", "各村进展", "活动", "下周安排"),
)
