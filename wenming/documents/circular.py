"""The 通报: which villages are praised and which are named, by the rules of the plan, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wenming.documents.parts import head as formal
from wenming.documents.parts import issue as issued
from wenming.documents.parts import outline, progress_tables, sentences
from wenming.documents.weekly import campaign, numbered
from wenming.figures import progress
from wenming.figures.problems import Problem
from wenming.figures.progress import Figures, Subject
from wenming.gongwen.blocks import Block, Blocks, paragraph
from wenming.town.folder import Town

Record = Mapping[str, Any]
_ANNEX = "各村进展情况"
_USUAL: Record = {"红榜": {"名次": 3}, "黑榜": {"名次": 3, "逾期问题": 1}}
_DEMANDS = (
    "列入红榜的村要总结做法，把经验介绍给其他村。",
    "列入黑榜的村要逐项查找原因，排出补齐进度的时间表，逾期的问题立即整改。",
    "其他村要对照时序进度查漏补缺，按周报送进展。",
)


@dataclass(frozen=True, slots=True)
class Named:
    """A village on a list, and why."""

    name: str
    reasons: str


def circular(town: Town, week: Record, figures: Figures, problems: Sequence[Problem]) -> dict[str, Any]:
    """What the 通报 of *week* is filled with; *week* holds its 发文 as 通报."""
    issue, plan = week["通报"], town.plan.record if town.plan else {}
    rules = plan.get("通报规则", _USUAL)
    unrated = () if figures.villages else town.record["行政村"]
    red, black = judged(figures.villages, problems, rules, unrated)
    name = campaign(town).removeprefix(town.record["名称"])
    end = progress.span(week["周"])[1]
    reached = sentences.reached(figures, end) if figures.tasks else ""
    body: list[Block] = [
        *outline.text(f"{reached}现将各村进展情况通报如下。"),
        *outline.chapters(
            {
                "红榜": _list(red, "没有列入红榜的村。"),
                "黑榜": _list(black, "没有列入黑榜的村。"),
                "工作要求": numbered(rules.get("要求", _DEMANDS)),
            }
        ),
    ]
    late = {row.name: len(list(_late(problems, row.name))) for row in figures.villages}
    table = progress_tables.standings(figures.villages, late)
    annexes = [{"标题": _ANNEX, "插入": _ANNEX}] if figures.villages else []
    when = f"{week['周'][:4]}年{sentences.week_name(week['周'])}"
    return issued.formal_parts(town, issue) | {
        "标题": f"{' '.join(issued.organs(issue, town))}关于{when}{name}进展情况的通报",
        "正文": Blocks(issued.kept(body)),
        "附件说明": Blocks(formal.annex_note([annex["标题"] for annex in annexes])),
        "附件": Blocks(issued.annex_pages(annexes, lambda _name: [table])),
        "红榜": [{"名称": one.name, "理由": one.reasons} for one in red],
        "黑榜": [{"名称": one.name, "理由": one.reasons} for one in black],
    }


def judged(
    villages: Sequence[Subject], problems: Sequence[Problem], rules: Record, unrated: Sequence[str] = ()
) -> tuple[list[Named], list[Named]]:
    """The red and the black list: any one rule is enough; who is named black, or has overdue problems, is not praised.

    Villages that are *unrated*, where no task is shared out, are named for their overdue problems alone.

    By rank only who is above the mean is praised, only who is below it is named: where all are equal nobody is.
    """
    good, bad = rules.get("红榜", {}), rules.get("黑榜", {})
    rates = [row.standing.rate for row in villages]
    mean = progress.mean([row.standing for row in villages]).rate
    last = progress.ranks([-rate for rate in rates])
    red, black = list[tuple[int, Named]](), list[tuple[int, Named]]()
    for row, place in zip(villages, last, strict=True):
        rate, ahead = row.standing.rate, row.standing.ahead
        late = list(_late(problems, row.name))
        low = rate < mean and place <= bad.get("名次", 0)
        behind = "落后" in bad and ahead is not None and -ahead >= bad["落后"]
        overdue = "逾期问题" in bad and len(late) >= bad["逾期问题"]
        high = rate > mean and row.rank <= good.get("名次", 0)
        before = "超前" in good and ahead is not None and ahead >= good["超前"]
        shared = sum(one.rank == row.rank for one in villages) > 1
        said = f"完成率{rate}%，{'并列' if shared else '列'}第{row.rank}名"
        pace = sentences.pace(ahead)
        if low or behind or overdue:
            reasons = [said, *([pace] if behind or (pace and low) else []), *([_overdue(late)] if late else [])]
            black.append((-row.rank, Named(row.name, "，".join(reasons))))
        elif (high or before) and not late:
            red.append((row.rank, Named(row.name, "，".join(filter(None, [said, pace])))))
    for name in unrated:
        if len(late := list(_late(problems, name))) >= bad.get("逾期问题", len(problems) + 1):
            black.append((0, Named(name, _overdue(late))))
    return [named for _rank, named in sorted(red, key=_first)], [named for _rank, named in sorted(black, key=_first)]


def _first(pair: tuple[int, Named]) -> int:
    return pair[0]


def _late(problems: Sequence[Problem], name: str) -> Iterator[Problem]:
    return (row for row in problems if row.late and row.record["单位"] == name)


def _overdue(late: Sequence[Problem]) -> str:
    told = "、".join(f"{row.record['编号']}{row.state}" for row in late)
    return f"有{len(late)}个问题超过整改期限（{told}）"


def _list(named: Sequence[Named], none: str) -> list[Block]:
    if not named:
        return [paragraph(outline.BODY, none)]
    return outline.items([{"标题": one.name, "正文": f"{one.reasons}。"} for one in named], lambda _name: (), level=2)
