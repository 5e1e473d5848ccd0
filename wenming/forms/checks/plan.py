"""The plan, its outline and annexes, the scores, the issue of a document: sums, dates, names."""

import datetime
from collections.abc import Iterator
from typing import Any

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _
from wenming.forms.checks.common import Path, Record, unique
from wenming.forms.form import Form
from wenming.gongwen.chinese import date_text, number_text

LEVELS = 3  # items below a chapter: （一）, 1., （1）


def plan_faults(plan: Form, town: dict[str, Any]) -> Iterator[Fault]:
    """The faults of *plan* by itself and against its *town*."""
    record = plan.record
    yield from outline_faults(plan, record, record)
    for name in ("指标", "任务"):
        yield from unique(plan, (name,), record.get(name, []), "编号")
    span = record.get("起止")
    if span and span["开始"] > span["结束"]:
        yield plan.fault(("起止", "结束"), _("结束日期在开始日期前面"), _("把两个日期改过来"))
    villages = len(town["行政村"])
    for index, task in enumerate(record.get("任务", [])):
        whole = task.get("分村", 0) * villages
        if whole and whole != task["目标值"]:
            yield plan.fault(
                ("任务", index, "目标值"),
                _("目标值 {goal} 不等于每村 {each} 乘以 {villages} 个村").format(
                    goal=number_text(task["目标值"]), each=number_text(task["分村"]), villages=villages
                ),
                _("应当是 {whole}；各村不一样多就不写“分村”").format(whole=number_text(whole)),
            )
        if "开始时间" in task and task["开始时间"] > _ends(task, span):
            yield plan.fault(("任务", index, "开始时间"), _("开始时间在完成时限后面"), _("把两个日期改过来"))
        if span and "完成时限" in task and not span["开始"] <= task["完成时限"] <= span["结束"]:
            yield plan.fault(
                ("任务", index, "完成时限"),
                _("完成时限不在方案的起止日期里面"),
                _("起止是 {start}—{end}").format(start=date_text(span["开始"]), end=date_text(span["结束"])),
            )


def _ends(task: Record, span: Record | None) -> datetime.date:
    """The last day of *task*: its own, else the plan's."""
    whole = {"结束": datetime.date.max} | (span or {})
    day: datetime.date = task.get("完成时限", whole["结束"])
    return day


def outline_faults(form: Form, record: dict[str, Any], inserts: dict[str, Any]) -> Iterator[Fault]:
    """The faults of the chapters and annexes of *record*; *inserts* has what a chapter may insert."""
    for title, chapter in record.get("章节", {}).items():
        yield from _entry(form, ("章节", title), chapter, inserts, 0)
    for index, annex in enumerate(record.get("附件", [])):
        yield from _entry(form, ("附件", index), annex, inserts, 0)
        if "评分表" in annex:
            yield from _score(form, ("附件", index, "评分表"), annex["评分表"])


def _entry(form: Form, path: Path, entry: dict[str, Any], inserts: dict[str, Any], depth: int) -> Iterator[Fault]:
    if "插入" in entry and entry["插入"] not in inserts:
        yield form.fault(
            (*path, "插入"),
            _("要插入“{name}”，但表单里没有填“{name}”").format(name=entry["插入"]),
            _("填上“{name}”，或者去掉这一行").format(name=entry["插入"]),
        )
    if depth and not {"标题", "正文", "要点"} & entry.keys():
        yield form.fault(path, _("这一条没有文字"), _("填上标题或正文"))
    if depth > LEVELS:
        yield form.fault(path, _("层次太多，公文只有一、（一）1.（1）四层"), _("把这一层并到上一层"))
        return
    for index, item in enumerate(entry.get("条目", [])):
        yield from _entry(form, (*path, "条目", index), item, inserts, depth + 1)


def _score(form: Form, path: Path, sheet: dict[str, Any]) -> Iterator[Fault]:
    total = sum(row["分值"] for row in sheet["项目"])
    if "满分" in sheet and total != sheet["满分"]:
        yield form.fault(
            (*path, "满分"),
            _("各项分值加起来是 {total}，不是 {full}").format(
                total=number_text(total), full=number_text(sheet["满分"])
            ),
            _("改分值或者改满分"),
        )


def score_faults(form: Form) -> Iterator[Fault]:
    """Grades that conditions can reach, points that add up, one way to the grade."""
    yield from _score(form, (), form.record)
    for index, item in enumerate(form.record["项目"]):
        path, count = ("项目", index), len(item.get("条件", ()))
        if count and "档次" in item:
            what = _("这一项又写了条件、又写了档次")
            yield form.fault((*path, "档次"), what, _("有条件的档次自动算，去掉“档次”这一行"))
        needed = list(item.get("等级", {}).values())
        if needed and (max(needed) > count or needed != sorted(needed, reverse=True)):
            what = _("各档要达到的条数不对：共有 {count} 个条件").format(count=count)
            mend = _("条数不能多于条件的个数，A 档不少于 B 档，B 档不少于 C 档")
            yield form.fault((*path, "等级"), what, mend)


def issue_faults(form: Form, path: Path, issue: dict[str, Any], town: dict[str, Any]) -> Iterator[Fault]:
    """The faults in the number and the dates of an *issue*, which stands at *path*."""
    date: datetime.date = issue["成文日期"]
    if issue.get("印发日期", date) < date:
        yield form.fault(
            (*path, "印发日期"), _("印发日期在成文日期前面"), _("印发日期不早于 {date}").format(date=date_text(date))
        )
    number = issue.get("文号", "")
    code = town.get("文号代字")
    if number and code and "机关" not in issue and not number.startswith(f"{code}〔"):
        yield form.fault(
            (*path, "文号"),
            _("文号的代字与镇的“{code}”不一致").format(code=code),
            _("改文号，或者改 town.yaml 里的文号代字"),
        )
    if number and f"〔{date.year}〕" not in number:
        yield form.fault(
            (*path, "文号"), _("文号的年份与成文日期不一致"), _("成文日期是 {date}").format(date=date_text(date))
        )
