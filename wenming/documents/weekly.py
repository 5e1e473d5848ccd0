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
from wenming.forms.completion import completed
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Blocks, Paragraph, Run, paragraph
from wenming.gongwen.chinese import numeral
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.base.weeks import Week
    from wenming.figures.problems import Problem
    from wenming.figures.progress import Figures
    from wenming.forms.records import Activity, Item, WeekReport
    from wenming.town import photos
else:
    photos = Later("wenming.town.photos")


def _each_week(town: Town, kind: Kind, asked: Asked) -> Iterator[Document]:
    for form, so_far in zip(town.weeks, week_by_week(town), strict=True):
        if asked.wants(so_far.week):
            pictures = photos.read_photos(form, town.folder)
            own = weekly(town, form.record, so_far.books.figures(), so_far.ledger.problems(), _issue(so_far), pictures)
            document = so_far.document(town, kind, _title(town, so_far.week), own)
            files = (town.folder / name for name in pictures)
            yield document._replace(sources=(*document.sources, *files))


def _issue(so_far: SoFar) -> int:
    """Which issue of its year the report of the last week is."""
    years = [weeks.named(report["周"]).year for report in so_far.reports]
    return years.count(so_far.week.year)


def _title(town: Town, week: Week) -> str:
    return f"{_name(town)}（{week.year}年{sentences.week_name(week)}）"


def _name(town: Town) -> str:
    return f"{name_of_campaign(town)}周报"


def weekly(
    town: Town,
    report: WeekReport,
    figures: Figures,
    problems: Sequence[Problem],
    number: int,
    pictures: Mapping[str, bytes],
) -> dict[str, object]:
    """What the 周报 of a week, the *number*th, is filled with; *pictures*: its photos by name."""
    week = weeks.named(report["周"])
    end = week.sunday
    villages = town.record["行政村"]
    name = _name(town)
    tasks = town.plan.record.get("任务", ()) if town.plan else ()
    shared = [task for task in tasks if "分村" in task]
    chapters = iter(range(3 if figures.villages else 2, 10))
    points, squeeze = fitted(name, m.TEXT_WIDTH)
    office = town.record.get("办公室", town.record["机关"])
    said = [sentences.overview(figures, len(villages), week), report.get("综述", "")]
    return {
        "标题": _title(town, week),
        "简报名称": Blocks([Paragraph(style="简报名称", runs=(Run(name),), points=points, squeeze=squeeze)]),
        "周报": completed(report, "week"),
        "期号": report.get("期号", number),
        "期间": sentences.period(week.monday, end),
        "编发单位": office,
        "编发日期": report.get("编发日期", end),
        "概况": Blocks([block for text in said for block in outline.text(text)]),
        **charts.context_for_charts(town, figures),
        "任务进展": [progress_tables.task_row(number, row) for number, row in enumerate(figures.tasks, 1)],
        "更正": Blocks(outline.text(sentences.amendments(figures.amendments, tasks))),
        "指标进展": Blocks(progress_tables.indicators(figures.indicators)),
        "单位进展": Blocks(progress_tables.by_unit(figures.units)),
        "各村进展": Blocks(progress_tables.by_village(shared, figures.villages)),
        "活动章": numeral(next(chapters)),
        "活动": Blocks(_activities(report.get("活动", ()), pictures)),
        "问题章": numeral(next(chapters)),
        "问题小结": sentences.problems(problems),
        "问题": [progress_tables.problem_row(row, end.year) for row in problems],
        "安排章": numeral(next(chapters)),
        "下周安排": Blocks(_next_week(report.get("下周安排", ()))),
        "报尾": Blocks(report_foot(_copies(town), f"编发：{office}", "")),
    }


def _copies(town: Town) -> Sequence[str]:
    """To whom the plan's notice was copied: they get the report too."""
    if town.plan is None or "印发" not in town.plan.record:
        return ()
    return town.plan.record["印发"].get("抄送", ())


def _activities(rows: Sequence[Activity], pictures: Mapping[str, bytes]) -> list[Block]:
    """An item for each activity, its photos below it."""
    if not rows:
        return [paragraph(outline.BODY, "本周没有报送活动。")]
    photos_of: dict[str, Sequence[Block]] = {}
    entries: list[Item] = []
    for number, row in enumerate(rows):
        entry: Item = {"标题": row["名称"], "正文": _activity(row)}
        if "照片" in row:
            entry["插入"] = str(number)
            photos_of[str(number)] = photos.blocks(row["照片"], pictures)
        entries.append(entry)
    return outline.items(entries, photos_of.__getitem__, level=2)


def _activity(row: Activity) -> str:
    """3月5日，在村委会开展，30人参加，……。"""
    text = sentences.short(row["日期"])
    text += f"，在{row['地点']}开展" if "地点" in row else "开展"
    if "人数" in row:
        text += f"，{row['人数']}人参加"
    if "说明" in row:
        text += f"，{row['说明'].rstrip('。')}"
    return text + "。"


def _next_week(lines: Sequence[str]) -> list[Block]:
    return outline.numbered(lines) or [paragraph(outline.BODY, "按方案继续推进各项任务。")]


KIND = Kind(
    key="weekly",
    name="周报",
    aliases=("简报", "工作周报"),
    needs=("plan", "weeks"),
    each="每周",
    condition="weeks 里有每周的表单",
    template="weekly.docx",
    documents=_each_week,
    own_words=("概况", "更正", "指标进展", "各村进展", "活动", "下周安排"),
)
