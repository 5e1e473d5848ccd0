"""The 通报: which villages are praised and which are named, by the rules of the plan, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from wenming.base import weeks
from wenming.base.lazy import Later
from wenming.documents.kinds import Asked, Document, Kind
from wenming.documents.parts import issue as issued
from wenming.documents.parts import outline, progress_tables, sentences
from wenming.documents.parts.campaign import name_of_campaign, week_by_week
from wenming.documents.parts.signature import annex_note
from wenming.gongwen.blocks import Block, Blocks, Table
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.base.weeks import Week
    from wenming.documents.wording import Wording
    from wenming.figures import honours
    from wenming.figures.honours import Rules, Verdict
    from wenming.figures.problems import Problem
    from wenming.figures.progress import Figures, Subject
    from wenming.forms.records import Annex, HonourRules, Issue, Item, WeekReport
else:
    honours = Later("wenming.figures.honours")

_STANDINGS = "各村进展情况"  # what the annex inserts
_USUAL: HonourRules = {"红榜": {"名次": 3}, "黑榜": {"名次": 3, "逾期问题": 1}}


class Named(NamedTuple):
    """A village on a list, and why."""

    name: str
    reasons: str


def _each_circular(town: Town, kind: Kind, asked: Asked) -> Iterator[Document]:
    for so_far in week_by_week(town):
        report = so_far.report
        if "通报" in report and asked.wants(so_far.week):
            own = circular(kind.wording, town, report, so_far.books.figures(), so_far.ledger.problems())
            body = own["正文"]
            assert isinstance(body, Blocks)
            title = _title(kind.wording, town, so_far.week, report["通报"])
            yield so_far.document(town, kind, title, own, issued.tighter(town, report["通报"], body.items, title))


def circular(
    words: Wording, town: Town, report: WeekReport, figures: Figures, problems: Sequence[Problem]
) -> dict[str, object]:
    """What the 通报 on a week is filled with; its *report* holds the 发文 as 通报."""
    issue = report["通报"]
    rules = _rules(town)
    unrated = () if figures.villages else town.record["行政村"]
    red, black = judged(words, figures.villages, problems, rules, unrated)
    week = weeks.named(report["周"])
    chapters = {
        words.say("红榜"): _list(red, words.say("没有红榜")),
        words.say("黑榜"): _list(black, words.say("没有黑榜")),
        words.say("工作要求"): outline.numbered(rules.get("要求") or _demands(words)),
    }
    body = [*outline.text(_opening(words, week, figures)), *outline.chapters(chapters)]
    annexes: list[Annex] = [{"标题": words.say("附件"), "插入": _STANDINGS}] if figures.villages else []
    standings = _standings(words, figures.villages, problems)
    return issued.formal_parts(town, issue, "通报") | {
        "标题": _title(words, town, week, issue),
        "正文": Blocks(outline.kept(body)),
        "附件说明": Blocks(annex_note([annex["标题"] for annex in annexes])),
        "附件": Blocks(issued.annex_pages(annexes, lambda _annex: [standings])),
        "红榜": [_row(village) for village in red],
        "黑榜": [_row(village) for village in black],
    }


def _rules(town: Town) -> HonourRules:
    """The 通报规则 of the town's plan, or the usual ones."""
    if town.plan is None:
        return _USUAL
    return town.plan.record.get("通报规则", _USUAL)


def _demands(words: Wording) -> Sequence[str]:
    """What is asked of the villages where the plan asks nothing of its own."""
    return words.say("要求").splitlines()


def _title(words: Wording, town: Town, week: Week, issue: Issue) -> str:
    organs = " ".join(issued.organs(issue, town))
    name = name_of_campaign(town).removeprefix(town.record["名称"])
    title = words.say("标题", 机关=organs, 年=week.year, 周=sentences.week_name(week), 工作=name)
    return issued.titled(title, issue)


def _opening(words: Wording, week: Week, figures: Figures) -> str:
    """How far the town is at the end of *week*, if it has tasks, and what follows."""
    reached = sentences.reached(words, figures, week.sunday) if figures.tasks else ""
    return reached + words.say("开头")


def _standings(words: Wording, villages: Sequence[Subject], problems: Sequence[Problem]) -> Table:
    overdue = {village.name: len(honours.overdue_problems(problems, village.name)) for village in villages}
    return progress_tables.standings(words, villages, overdue)


def _row(village: Named) -> dict[str, str]:
    """A village's row for a template."""
    return {"名称": village.name, "理由": village.reasons}


def judged(
    words: Wording,
    villages: Sequence[Subject],
    problems: Sequence[Problem],
    rules: HonourRules,
    unrated: Sequence[str] = (),
) -> tuple[list[Named], list[Named]]:
    """The red list, best first, and the black list, worst first, with the reasons in words.

    Villages that are *unrated*, where no task is shared out, are named for their overdue problems alone.
    """
    rules_of_plan = honours.Rules.from_record(rules)
    verdicts = honours.verdicts(villages, problems, rules_of_plan)
    best_first = sorted(verdicts, key=_rank)
    worst_first = sorted(verdicts, key=_rank, reverse=True)  # who share a rank stay in the order of the town
    sharing = Counter(village.rank for village in villages)
    red = [_red_entry(words, verdict, sharing) for verdict in best_first if verdict.is_praised]
    black = [_black_entry(words, verdict, sharing) for verdict in worst_first if verdict.is_named]
    return red, black + _entries_for_problems(words, unrated, problems, rules_of_plan)


def _rank(verdict: Verdict) -> int:
    return verdict.village.rank


def _red_entry(words: Wording, verdict: Verdict, sharing: Mapping[int, int]) -> Named:
    village = verdict.village
    reasons = [_place_text(words, village, sharing), sentences.pace(words, village.standing.ahead)]
    return Named(village.name, sentences.joined(reasons, ""))


def _black_entry(words: Wording, verdict: Verdict, sharing: Mapping[int, int]) -> Named:
    """A village on the black list; its pace is a reason only where it is slow."""
    village = verdict.village
    reasons = [_place_text(words, village, sharing)]
    is_slow = verdict.is_behind or verdict.is_among_last
    if is_slow:
        reasons.append(sentences.pace(words, village.standing.ahead))
    if verdict.overdue:
        reasons.append(_overdue_text(words, verdict.overdue, is_slow=is_slow))
    return Named(village.name, sentences.joined(reasons, ""))


def _entries_for_problems(
    words: Wording, villages: Sequence[str], problems: Sequence[Problem], rules: Rules
) -> list[Named]:
    overdue = {name: honours.overdue_problems(problems, name) for name in villages}
    too_many = {name: rows for name, rows in overdue.items() if honours.has_too_many(rows, rules)}
    return [Named(name, _overdue_text(words, rows)) for name, rows in too_many.items()]


def _place_text(words: Wording, village: Subject, sharing: Mapping[int, int]) -> str:
    """完成率90.0%，并列第1名; *sharing*: how many villages share each rank."""
    is_shared = sharing[village.rank] > 1
    return words.say("并列名次" if is_shared else "名次", 完成率=f"{village.standing.rate}%", 名次=village.rank)


def _overdue_text(words: Wording, problems: Sequence[Problem], *, is_slow: bool = True) -> str:
    """有2个问题超过整改期限（W1逾期8个工作日、W2逾期）; 但有…… of a village that is not slow."""
    states = [f"{problem.record['编号']}{sentences.state(words, problem)}" for problem in problems]
    if not is_slow:
        return words.say("逾期问题转折", 个数=len(problems), 各问题="、".join(states))
    return words.say("逾期问题", 个数=len(problems), 各问题="、".join(states))


def _list(villages: Sequence[Named], none: str) -> list[Block]:
    """The villages of a list with their reasons, numbered from （一） on; *none* where there are none."""
    if not villages:
        return outline.text(none)
    entries: list[Item] = [{"标题": village.name, "正文": f"{village.reasons}。"} for village in villages]
    return outline.items(entries, outline.without_inserts, level=2)


KIND = Kind(
    key="circular",
    name="通报",
    aliases=("红黑榜",),
    needs=("plan", "weeks"),
    each="每次通报",
    condition="那一周的表单里填了“通报”",
    template="circular.docx",
    words=("common",),
    documents=_each_circular,
    own_words=("正文", "附件说明", "附件", "附注"),
)
