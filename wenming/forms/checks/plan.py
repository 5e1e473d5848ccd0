"""The checks of the plan, of outlines and their annexes, of scores, and of how a document is issued."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from wenming.base.codes import NAMES, NOTES
from wenming.base.diagnostics import Fault
from wenming.base.i18n import _, day_text
from wenming.forms import roster
from wenming.forms.checks.common import Path, unique, unknown
from wenming.forms.inserts import left_over, not_inserted
from wenming.gongwen.chinese import number_text

if TYPE_CHECKING:
    from wenming.forms.form import Form
    from wenming.forms.records import (
        Annex,
        Chapter,
        FreeTable,
        Issue,
        Item,
        Notice,
        Period,
        Plan,
        ScoreForm,
        ScoreSheet,
        Task,
        TownFacts,
    )

R = TypeVar("R")

_TWO_NAMES = re.compile(r"[、，,;；/]|[\u4e00-\u9fff]{2}[ \u3000]++[\u4e00-\u9fff]{2}")
LEVELS = 3  # items below a chapter: （一）, 1., （1）


def plan_faults(plan: Form[Plan], town: TownFacts) -> Iterator[Fault]:
    """Yields the faults of the *plan* by itself and against the *town*."""
    record = plan.record
    yield from outline_faults(plan, record["章节"], record.get("附件", ()), record.keys())
    yield from _faults_of_own_words(plan)
    for name, home in not_inserted(record):
        if not home:
            yield _not_inserted(plan, name)
    yield from unique(plan, ("指标",), [row["编号"] for row in record.get("指标", ())], "编号")
    yield from unique(plan, ("任务",), [row["编号"] for row in record.get("任务", ())], "编号")
    period = record.get("起止")
    if period and period["开始"] > period["结束"]:
        yield plan.fault(("起止", "结束"), "dates-reversed", _("结束日期在开始日期前面"), _("把两个日期改过来"))
    villages = len(town["行政村"])
    for index, task in enumerate(record.get("任务", ())):
        path: Path = ("任务", index)
        yield from _target_faults(plan, path, task, villages)
        yield from _period_faults(plan, path, task, period)


def _faults_of_own_words(plan: Form[Plan]) -> Iterator[Fault]:
    """Yields the faults of what the *plan* says in the 倡议书 and in summaries."""
    record = plan.record
    for index, item in enumerate(record.get("倡议书", {}).get("倡议", ())):
        yield from _entry_faults(plan, ("倡议书", "倡议", index), item, record.keys(), 1)
    for name, chapter in record.get("总结", {}).items():
        yield from _entry_faults(plan, ("总结", name), cast("Chapter", chapter), record.keys(), 0)


def notice_faults(notice: Form[Notice]) -> Iterator[Fault]:
    """Yields the faults of the chapters and annexes of a *notice*, and what it has and places nowhere."""
    record = notice.record
    yield from outline_faults(notice, record.get("章节", {}), record.get("附件", ()), record.keys())
    for name in left_over(record):
        if "章节" in record:  # else it stands behind the text
            yield _not_inserted(notice, name)


def _not_inserted(form: Form[R], name: str) -> Fault:
    what = _("“{name}”填了，却没有放它的地方").format(name=name)
    return form.fault((name,), "not-inserted", what, _("在要放它的那一章里加一行 插入: {name}").format(name=name))


def _target_faults(plan: Form[Plan], path: Path, task: Task, villages: int) -> Iterator[Fault]:
    """Yields a fault if the target of *task* is not the sum of what each of the *villages* has to do."""
    if "目标值" not in task:
        what, mend = _("还没有填“目标值”"), _("填全镇一共要完成多少；各村一样多的，写“分村”就行")
        yield plan.fault(path, "missing-field", what, mend)
        return
    each = task.get("分村", 0)
    whole = each * villages
    if whole and whole != task["目标值"]:
        yield plan.fault(
            (*path, "目标值"),
            "target-not-sum",
            _("目标值 {goal} 不等于每村 {each} 乘以 {villages} 个村").format(
                goal=number_text(task["目标值"]), each=number_text(each), villages=villages
            ),
            _("应当是 {whole}；各村不一样多就不写“分村”").format(whole=number_text(whole)),
            instead=number_text(whole),
        )


def _period_faults(plan: Form[Plan], path: Path, task: Task, period: Period | None) -> Iterator[Fault]:
    """Yields the faults of the dates of *task*, by themselves and against the *period* of the plan."""
    if "开始时间" in task and task["开始时间"] > _last_day(task, period):
        yield plan.fault((*path, "开始时间"), "dates-reversed", _("开始时间在完成时限后面"), _("把两个日期改过来"))
    if not period or "完成时限" not in task:
        return
    start, end = period["开始"], period["结束"]
    if not start <= task["完成时限"] <= end:
        mend = _("起止是 {start}—{end}").format(start=day_text(start), end=day_text(end))
        yield plan.fault((*path, "完成时限"), "outside-period", _("完成时限不在方案的起止日期里面"), mend)


def _last_day(task: Task, period: Period | None) -> datetime.date:
    """Returns the last day of *task*: its own, or else that of the plan's *period*, or else the last of all."""
    day = datetime.date.max
    if "完成时限" in task:
        day = task["完成时限"]
    elif period:
        day = period["结束"]
    return day


def outline_faults(
    form: Form[R], chapters: Mapping[str, Chapter], annexes: Sequence[Annex], inserts: Collection[str]
) -> Iterator[Fault]:
    """Yields the faults of the *chapters* and *annexes* of a form; *inserts* are what they may insert."""
    for title, chapter in chapters.items():
        yield from _entry_faults(form, ("章节", title), chapter, inserts, 0)
    for index, annex in enumerate(annexes):
        path: Path = ("附件", index)
        yield from _entry_faults(form, path, annex, inserts, 0)
        if "评分表" in annex:
            yield from _sum_faults(form, (*path, "评分表"), annex["评分表"])


def _entry_faults(
    form: Form[R], path: Path, entry: Chapter | Item | Annex, inserts: Collection[str], depth: int
) -> Iterator[Fault]:
    """Yields the faults of a chapter (*depth* 0) or of an item so many levels below it, and of all items in it."""
    if "插入" in entry and entry["插入"] not in inserts:
        name = entry["插入"]
        what = _("要插入“{name}”，但表单里没有填“{name}”").format(name=name)
        yield form.fault(
            (*path, "插入"), "nothing-to-insert", what, _("填上“{name}”，或者去掉这一行").format(name=name)
        )
    if "表格" in entry:
        yield from _table_faults(form, (*path, "表格"), entry["表格"])
    if depth and not _has_text(entry):
        yield form.fault(path, "empty-entry", _("这一条没有文字"), _("填上标题或正文"))
    if depth > LEVELS:
        yield form.fault(path, "too-many-levels", _("层次太多，公文只有一、（一）1.（1）四层"), _("把这一层并到上一层"))
        return
    for index, item in enumerate(entry.get("条目", ())):
        yield from _entry_faults(form, (*path, "条目", index), item, inserts, depth + 1)


def _table_faults(form: Form[R], path: Path, table: FreeTable) -> Iterator[Fault]:
    """Yields what *table* lacks, else a fault for every row of it that has not as many cells as its head."""
    for name in ("表头", "行"):
        if name not in table:
            what = _("还没有填“{name}”").format(name=name)
            yield form.fault(path, "missing-field", what, _("填上，或者写 数据: 一个 csv 文件"))
            return
    columns = len(table["表头"])
    rows = [*enumerate(table["行"])]
    uneven: list[tuple[Path, int]] = [((*path, "行", index), len(row)) for index, row in rows if len(row) != columns]
    if len(table.get("上层表头", table["表头"])) != columns:
        uneven.insert(0, ((*path, "上层表头"), len(table["上层表头"])))
    for place, cells in uneven:
        what = _("这一行有 {n} 格，表头有 {columns} 格").format(n=cells, columns=columns)
        yield form.fault(place, "uneven-row", what, _('补上或者删掉几格；空格子写成 ""'))


def _has_text(entry: Chapter | Item | Annex) -> bool:
    """True if *entry* prints anything."""
    return not entry.keys().isdisjoint(("标题", "正文", "要点", "插入", "表格", "名单", "图片", "后文"))


def _sum_faults(form: Form[R], path: Path, sheet: ScoreSheet | ScoreForm) -> Iterator[Fault]:
    """Yields a fault if the points in a score *sheet* do not add up to its full score."""
    total = sum(row["分值"] for row in sheet["项目"])
    if "满分" in sheet and total != sheet["满分"]:
        what = _("各项分值加起来是 {total}，不是 {full}").format(
            total=number_text(total), full=number_text(sheet["满分"])
        )
        yield form.fault((*path, "满分"), "points-not-sum", what, _("改分值或者改满分"))


def score_faults(form: Form[ScoreForm]) -> Iterator[Fault]:
    """Yields the faults of a score: points that do not add up, two ways to a grade, grades out of reach."""
    yield from _sum_faults(form, (), form.record)
    for index, item in enumerate(form.record["项目"]):
        path: Path = ("项目", index)
        count = len(item.get("条件", ()))
        if count and "档次" in item:
            what = _("这一项又写了条件、又写了档次")
            yield form.fault((*path, "档次"), "graded-twice", what, _("有条件的档次自动算，去掉“档次”这一行"))
        if not _are_within_reach(list(item.get("等级", {}).values()), count):
            what = _("各档要达到的条数不对：共有 {count} 个条件").format(count=count)
            mend = _("条数不能多于条件的个数，A 档不少于 B 档，B 档不少于 C 档")
            yield form.fault((*path, "等级"), "thresholds-out-of-order", what, mend)


def _are_within_reach(needed: Sequence[int], count: int) -> bool:
    """True if no grade needs more conditions than there are (*count*), nor fewer than the grade below it (A first)."""
    return max(needed, default=0) <= count and list(needed) == sorted(needed, reverse=True)


def issue_faults(form: Form[R], path: Path, issue: Issue) -> Iterator[Fault]:
    """Yields the faults in the dates and the secrecy of an *issue*, which stands at *path*."""
    date = issue.get("成文日期")
    if date and issue.get("印发日期", date) < date:
        mend = _("印发日期不早于 {date}").format(date=day_text(date))
        yield form.fault((*path, "印发日期"), "dates-reversed", _("印发日期在成文日期前面"), mend)
    if "密级" in issue and "公开发布" in issue.get("附注", ""):
        what = _("有密级的公文不能公开发布")
        yield form.fault((*path, "附注"), "secret-and-public", what, _("去掉密级，或者改附注"))
    if not issue.get("文号"):
        return
    if date and f"〔{date.year}〕" not in issue["文号"]:
        mend = _("成文日期是 {date}").format(date=day_text(date))
        yield form.fault((*path, "文号"), "wrong-year", _("文号的年份与成文日期不一致"), mend)


def upward_faults(form: Form[Notice]) -> Iterator[Fault]:
    """Yields a fault if a 请示 or a 报告 has no 签发人 (党政机关公文处理工作条例, article 9)."""
    issue = form.record["发文"]
    is_upward = form.record["标题"].rstrip("。").endswith(("请示", "报告"))
    if is_upward and "签发人" not in issue:
        what, mend = _("请示、报告要有签发人"), _("在“发文”里加一行 签发人: [负责人的姓名]")
        yield form.fault(("发文",), "no-signer", what, mend)


def roster_faults(form: Form[Plan] | Form[Notice]) -> Iterator[Fault]:
    """Yields a fault for every name of the leadership group that holds two."""
    for path, name in roster.names(form.record):
        if _TWO_NAMES.search(name.strip()):
            what = _("“{name}”是两个人的姓名").format(name=name)
            yield form.fault(path, "two-names", what, _("一人一项，另起一行写另一个人"))


def silence_faults(form: Form[R], names: Sequence[str]) -> Iterator[Fault]:
    """Yields a fault for each of *names*, the notes that are not to be told again, that is none."""
    known = [NAMES[code] for code in NOTES]
    for index, name in enumerate(names):
        if name not in known:
            what = _("没有“{name}”这种提示").format(name=name)
            yield unknown(form, ("不再提示", index), "unknown-note", what, name, known)
