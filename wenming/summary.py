"""The weekly report: figures of the week in words and tables."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from wenming import formal, outline, progress
from wenming.blocks import Block, Blocks, Paragraph, Run, Table, cell, paragraph
from wenming.inserts import even_widths
from wenming.layout import measures as m
from wenming.missing import completed
from wenming.progress import Number, TaskProgress, VillageProgress
from wenming.town import Town
from wenming.wording import date_text, number_text, numeral, percent_text

Record = Mapping[str, Any]


def weekly(town: Town, weeks: Sequence[Record]) -> dict[str, Any]:
    """What the 周报 of the last of *weeks* is filled with; *weeks* are all up to it."""
    week = weeks[-1]
    start, end = progress.span(week["周"])
    plan = town.plan.record if town.plan else {}
    tasks = progress.by_task(plan.get("任务", ()), weeks)
    villages = progress.by_village(plan.get("任务", ()), town.record["行政村"], weeks)
    ledger = progress.problems(weeks)
    name = f"{plan.get('标题', town.record['名称']).removesuffix('方案').removesuffix('实施')}周报"
    shared = [task for task in plan.get("任务", ()) if "分村" in task]
    chapters = iter(range(3 if shared else 2, 10))
    points, squeeze = formal.fitted(name, m.TEXT_WIDTH)
    office = town.record.get("办公室", town.record["机关"])
    return {
        "标题": f"{name}（{week['周'][:4]}年第{int(week['周'][-2:])}周）",
        "简报名称": Blocks([Paragraph(style="简报名称", runs=(Run(name),), points=points, squeeze=squeeze)]),
        "周报": completed(week, "week"),
        "期号": week.get("期号", len(weeks)),
        "期间": f"{date_text(start)}—{_short(end) if start.year == end.year else date_text(end)}",
        "编发单位": office,
        "编发日期": week.get("编发日期", end),
        "概况": Blocks(
            [*outline.text(_overview(tasks, villages, ledger, week, end)), *outline.text(week.get("综述", ""))]
        ),
        "任务进展": [_task_row(number, row) for number, row in enumerate(tasks, 1)],
        "各村进展": Blocks(_villages(shared, villages) if shared else []),
        "活动章": numeral(next(chapters)),
        "活动": Blocks(_activities(week.get("活动", ()))),
        "问题章": numeral(next(chapters)),
        "问题小结": _problem_summary(ledger, week, end),
        "问题": [_problem_row(row, end) for row in ledger],
        "安排章": numeral(next(chapters)),
        "下周安排": Blocks(_next_week(week.get("下周安排", ()))),
        "报尾": Blocks(formal.report_foot(plan.get("印发", {}).get("抄送", ()), f"编发：{office}", "")),
    }


def _overview(
    tasks: Sequence[TaskProgress],
    villages: Sequence[VillageProgress],
    ledger: Sequence[Record],
    week: Record,
    end: datetime.date,
) -> str:
    """One paragraph of figures."""
    reporting = {row["单位"] for row in week.get("进展", ())} & {village.name for village in villages}
    start = end - datetime.timedelta(days=6)
    sentences = [
        f"{start.month}月{start.day}日至{end.month}月{end.day}日，全镇{len(villages)}个行政村中有{len(reporting)}个村报送了进展"
    ]
    if tasks:
        moved = sum(1 for row in tasks if row.week)
        done = sum(1 for row in tasks if row.total >= row.task["目标值"])
        rates = [row.rate or Decimal(0) for row in tasks]
        mean = (sum(rates, Decimal(0)) / len(rates)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        reached = f"{done}项任务达到目标" if done else "尚没有任务达到目标"
        sentences[0] += f"，{len(tasks)}项任务中{moved}项有新进展。"
        sentences.append(f"截至{_short(end)}，{reached}，各项任务平均完成率{percent_text(mean)}")
        best, worst = max(tasks, key=_rate), min(tasks, key=_rate)
        if _rate(best) > _rate(worst):
            sentences[-1] += f"，其中{_figure(best)}进展最快，{_figure(worst)}进展最慢"
        sentences[-1] += "。"
    else:
        sentences[0] += "。"
    return "".join(sentences)


def _rate(row: TaskProgress) -> Decimal:
    return row.rate or Decimal(0)


def _figure(row: TaskProgress) -> str:
    unit = row.task["单位"]
    return f"“{row.task['名称']}”（累计{number_text(row.total)}{unit}，完成率{percent_text(row.rate)}）"


def _task_row(number: int, row: TaskProgress) -> dict[str, str | int]:
    change = row.change
    return {
        "序号": number,
        "编号": row.task["编号"],
        "名称": row.task["名称"],
        "目标": f"{number_text(row.task['目标值'])}{row.task['单位']}",
        "本周": number_text(row.week),
        "累计": number_text(row.total),
        "完成率": percent_text(row.rate),
        "较上周": f"{change:+}".replace("-", "−") if change else "持平",
    }


def _villages(shared: Sequence[Record], villages: Sequence[VillageProgress]) -> list[Block]:
    """The table by village: the sum to date and, behind an arrow, what this week added."""
    heads = ["序号", "行政村", *(f"{task['名称']}（{number_text(task['分村'])}{task['单位']}）" for task in shared)]
    left = [720, 1300]
    widths = [*left, *even_widths(len(shared), m.TEXT_WIDTH - sum(left))]
    rows = [
        [
            cell(str(number), "表格居中"),
            cell(village.name, "表格居中"),
            *(cell(_figures(village.total[task["编号"]], village.week[task["编号"]]), "表格居中") for task in shared),
        ]
        for number, village in enumerate(villages, 1)
    ]
    sums = [
        _figures(sum(village.total[key] for village in villages), sum(village.week[key] for village in villages))
        for key in (task["编号"] for task in shared)
    ]
    total = [cell(text, "表格居中") for text in ("", "合计", *sums)]
    note = paragraph(outline.BODY, "表中数字是累计完成数，箭头后面是本周新增，括号里是每村的目标。")
    return [note, Table(widths=widths, head=[heads], rows=[*rows, total])]


def _figures(total: Number, week: Number) -> str:
    """12 ↑3: twelve in all, three of them this week; ↓ where this week took some back."""
    arrow = f" ↑{number_text(week)}" if week > 0 else f" ↓{number_text(-week)}" if week < 0 else ""
    return number_text(total) + arrow


def _activities(rows: Sequence[Record]) -> list[Block]:
    if not rows:
        return [paragraph(outline.BODY, "本周没有报送活动。")]
    return outline.items([{"标题": row["名称"], "正文": _activity(row)} for row in rows], lambda _name: (), level=2)


def _activity(row: Record) -> str:
    text = f"{row['日期'].month}月{row['日期'].day}日"
    text += f"，在{row['地点']}开展" if "地点" in row else "开展"
    text += f"，{row['人数']}人参加" if "人数" in row else ""
    text += f"，{row['说明'].rstrip('。')}" if "说明" in row else ""
    return text + "。"


def _problem_summary(ledger: Sequence[Record], week: Record, end: datetime.date) -> str:
    if not ledger:
        return "目前没有待整改的问题。"
    monday = end - datetime.timedelta(days=6)
    new = sum(1 for row in ledger if monday <= row["发现"] <= end)
    closed = sum(1 for row in ledger if row["状态"] == "已整改")
    late = sum(1 for row in ledger if progress.state(row, end) == "逾期")
    text = f"本周新发现问题{new}个，整改完成{closed}个，尚有{len(ledger) - closed}个正在整改"
    return text + (f"，其中{late}个已超过整改期限。" if late else "。")


def _problem_row(row: Record, end: datetime.date) -> dict[str, str]:
    return {
        "编号": row["编号"],
        "单位": row["单位"],
        "描述": row["描述"],
        "发现": _short(row["发现"]),
        "整改期限": _short(row["整改期限"]),
        "责任人": row.get("责任人", ""),
        "状态": progress.state(row, end),
    }


def _short(date: datetime.date) -> str:
    return f"{date.month}月{date.day}日"


def _next_week(lines: Sequence[str]) -> list[Block]:
    if not lines:
        return [paragraph(outline.BODY, "按方案继续推进各项任务。")]
    return [
        paragraph(outline.BODY, f"{outline.number_at(3, number)}{line.rstrip('。；')}。")
        for number, line in enumerate(lines, 1)
    ]
