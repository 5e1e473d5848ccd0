"""What the schema cannot see: forms against each other, sums, dates, names."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from wenming.base.diagnostics import Fault, nearest
from wenming.base.i18n import _
from wenming.figures.progress import span
from wenming.forms.form import Form
from wenming.gongwen.chinese import date_text, number_text

LEVELS = 3  # items below a chapter: （一）, 1., （1）
Path = tuple[str | int, ...]
Record = dict[str, Any]


def check(
    town: Form, plan: Form | None, notices: Sequence[Form], weeks: Sequence[Form], scores: Sequence[Form] = ()
) -> list[Fault]:
    """All faults between the forms of one town."""
    faults: list[Fault] = []
    place = town.record["镇"]
    if plan:
        faults += _plan(plan, place)
        if "印发" in plan.record:
            faults += _issue(plan, ("印发",), plan.record["印发"], place)
    for notice in notices:
        faults += _issue(notice, ("发文",), notice.record["发文"], place)
        faults += _outline(notice, notice.record, {})
    faults += _weeks(weeks, plan, place)
    for week in weeks:
        if "通报" in week.record:
            faults += _issue(week, ("通报",), week.record["通报"], place)
    for score in scores:
        faults += _self_assessment(score)
    return faults


def _plan(plan: Form, town: dict[str, Any]) -> Iterator[Fault]:
    record = plan.record
    yield from _outline(plan, record, record)
    for name in ("指标", "任务"):
        yield from _unique(plan, (name,), record.get(name, []), "编号")
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


def _outline(form: Form, record: dict[str, Any], inserts: dict[str, Any]) -> Iterator[Fault]:
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


def _self_assessment(form: Form) -> Iterator[Fault]:
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


def _issue(form: Form, path: Path, issue: dict[str, Any], town: dict[str, Any]) -> Iterator[Fault]:
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


def _weeks(weeks: Sequence[Form], plan: Form | None, town: dict[str, Any]) -> Iterator[Fault]:
    counted = [(form, group) for form in weeks for group in ("进展", "指标") if form.record.get(group)]
    if counted and not plan:
        form, group = counted[0]  # once, not of every row
        mend = _("把方案的表单放到 {path}").format(path=form.path.parent.parent / "plan.yaml")
        yield form.fault((group,), _("没有 plan.yaml，不知道有哪些任务和指标"), mend)
        return
    tasks = {task["编号"]: task for task in plan.record.get("任务", [])} if plan else {}
    units = dict.fromkeys((*town["行政村"], *town.get("其他单位", ())))
    problems: dict[str, Record] = {}
    entered: dict[str, str] = {}
    done: dict[tuple[str, str], Any] = {}
    reported: dict[tuple[str, str, str], Any] = {}
    for form in weeks:
        if form.record["周"] != form.path.stem:
            named = len(form.path.stem) == len(form.record["周"])
            yield form.fault(
                ("周",),
                _("周与文件名“{name}”不一致").format(name=form.path.name),
                _("改成 {week}").format(week=form.path.stem)
                if named
                else _("文件名要写成 {week}.yaml；多出来的副本移到别的文件夹").format(week=form.record["周"]),
            )
            continue
        if not exists(form.record["周"]):
            yield form.fault(("周",), _("这一年没有第53周"), _("改周数和文件名"))
            continue
        if form.record["周"] in entered:
            what = _("这一周有两个表单：{one}、{other}").format(one=entered[form.record["周"]], other=form.path.name)
            yield form.fault(("周",), what, _("合成一个，把另一个移走"))
            continue
        entered[form.record["周"]] = form.path.name
        yield from _progress(form, tasks, units, done, reported)
        yield from _indicators(form, plan)
        yield from _activities(form)
        yield from _problems(form, units, problems)


@cache
def exists(week: str) -> bool:
    """Whether 2026-W53 is in the calendar."""
    year, number = week.split("-W")
    try:
        datetime.date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        return False
    return True


def _progress(
    form: Form,
    tasks: dict[str, Any],
    units: Collection[str],
    done: dict[tuple[str, str], Any],
    reported: dict[tuple[str, str, str], Any],
) -> Iterator[Fault]:
    """Rows of one week; *done* and *reported* (by week) hold what is known so far."""
    week: str = form.record["周"]
    seen: dict[tuple[str, str, str], int] = {}
    for index, row in enumerate(form.record.get("进展", ())):
        task, unit, of = row["任务"], row["单位"], row.get("所属周", week)
        if task not in tasks or unit not in units or (of != week and (of > week or not exists(of))):
            yield from _names(form, index, row, tasks, units)
        key, cell = (task, unit), (task, unit, of)
        if cell in seen:
            yield form.fault(
                ("进展", index),
                _("{unit}的 {task} 这一周报了两次").format(unit=unit, task=task),
                _("与第{n}条合成一条").format(n=seen[cell] + 1),
            )
        seen[cell] = index
        if "完成" not in row:
            continue
        before = done.get(key, 0)
        done[key] = before + row["完成"] - (reported.get(cell, 0) if of != week else 0)
        reported[cell] = row["完成"]
        if done[key] < 0:
            yield form.fault(
                ("进展", index, "完成"),
                _("冲减以后累计成了负数"),
                _("以前各周一共只报了 {n}").format(n=number_text(before)),
            )


def _names(
    form: Form, index: int, row: dict[str, Any], tasks: dict[str, Any], units: Collection[str]
) -> Iterator[Fault]:
    """What is wrong with the task, unit and week of a row of figures."""
    path: Path = ("进展", index)
    if row["任务"] not in tasks:
        what = _("方案里没有编号是“{name}”的任务").format(name=row["任务"])
        yield form.fault((*path, "任务"), what, _offer(row["任务"], tasks))
    if row["单位"] not in units:
        what = _("镇里没有“{name}”这个单位").format(name=row["单位"])
        yield form.fault((*path, "单位"), what, _offer(row["单位"], units))
    if "所属周" in row and not exists(row["所属周"]):
        yield form.fault((*path, "所属周"), _("这一年没有第53周"), _("看一看日历，改周数"))
    if row.get("所属周", "") > form.record["周"]:
        mend = _("补报、更正只能写以前的周；本周的数不写“所属周”")
        yield form.fault((*path, "所属周"), _("所属周在这一周后面"), mend)


def _indicators(form: Form, plan: Form | None) -> Iterator[Fault]:
    known = [row["编号"] for row in plan.record.get("指标", ())] if plan else []
    yield from _unique(form, ("指标",), form.record.get("指标", []), "指标")
    for index, row in enumerate(form.record.get("指标", ())):
        if row["指标"] not in known:
            what = _("方案里没有编号是“{name}”的指标").format(name=row["指标"])
            yield form.fault(("指标", index, "指标"), what, _offer(row["指标"], known))


def _activities(form: Form) -> Iterator[Fault]:
    week = form.record["周"]
    for index, row in enumerate(form.record.get("活动", [])):
        year, number, _day = row["日期"].isocalendar()
        if f"{year}-W{number:02}" != week:
            yield form.fault(
                ("活动", index, "日期"),
                _("{date}不在这一周里").format(date=date_text(row["日期"])),
                _("改日期，或者写到那一周的文件里"),
            )


def _problems(form: Form, units: Collection[str], known: dict[str, Record]) -> Iterator[Fault]:
    """Rows of one week; *known* holds what is known of each problem so far."""
    yield from _unique(form, ("问题",), form.record.get("问题", []), "编号")
    for index, row in enumerate(form.record.get("问题", [])):
        path: Path = ("问题", index)
        if row["编号"] not in known:
            missing = [name for name in ("单位", "描述", "发现", "整改期限") if name not in row]
            if missing:
                yield form.fault(
                    path,
                    _("新问题“{key}”还没有填：{names}").format(key=row["编号"], names="、".join(missing)),
                    _("填上这几项；如果是以前的问题，编号要和以前一样：{known}").format(
                        known="、".join(sorted(known)) or "—"
                    ),
                )
        elif _another(row, known[row["编号"]]):
            what = _("编号“{key}”以前是另一个问题：{unit}，{text}").format(
                key=row["编号"], unit=known[row["编号"]].get("单位"), text=known[row["编号"]].get("描述")
            )
            yield form.fault((*path, "编号"), what, _("新问题换一个编号；是同一个问题，发现日期写原来的"))
        whole = known[row["编号"]] = {**known.get(row["编号"], {}), **row}
        if "单位" in row and row["单位"] not in units:
            yield form.fault(
                (*path, "单位"), _("镇里没有“{name}”这个单位").format(name=row["单位"]), _offer(row["单位"], units)
            )
        yield from _progressed(form, path, row, whole)


def _progressed(form: Form, path: Path, row: Record, whole: Record) -> Iterator[Fault]:
    """The state and the dates of a problem: what this week says in *row*, all that is known in *whole*."""
    if row.get("状态") == "已整改" and "完成" not in row:
        yield form.fault((*path, "状态"), _("已整改的问题没有填完成日期"), _("加一行 完成: 日期"))
    if "完成" in row and whole.get("状态") != "已整改":
        what = _("填了完成日期，状态还不是已整改")
        yield form.fault((*path, "完成"), what, _("改成 状态: 已整改；没有改完就去掉日期"))
    if "完成" in row and "发现" in whole and row["完成"] < whole["发现"]:
        yield form.fault((*path, "完成"), _("完成日期在发现日期前面"), _("把两个日期改过来"))
    for name in ("发现", "完成"):
        if name in row and row[name] > span(form.record["周"])[1]:
            what = _("{date}在这一周后面").format(date=date_text(row[name]))
            yield form.fault((*path, name), what, _("改日期，或者写到那一周的文件里"))
    if "发现" in row and "整改期限" in row and row["整改期限"] < row["发现"]:
        yield form.fault((*path, "整改期限"), _("整改期限在发现日期前面"), _("把两个日期改过来"))


def _another(row: Record, known: Record) -> bool:
    """Whether *row* is a new problem under the number of *known*, not news of it: found another day, elsewhere or,
    while *known* is open, something else."""
    new = {name for name in ("单位", "描述", "发现") if name in row and row[name] != known.get(name)}
    return "发现" in new and ("单位" in new or ("描述" in new and known.get("状态") != "已整改"))


def _unique(form: Form, path: Path, rows: Sequence[dict[str, Any]], name: str) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for index, row in enumerate(rows):
        if row[name] in seen:
            yield form.fault(
                (*path, index, name),
                _("编号“{key}”与第{n}条重复").format(key=row[name], n=seen[row[name]] + 1),
                _("换一个编号"),
            )
        seen.setdefault(row[name], index)


def _offer(name: str, names: Iterable[str]) -> str:
    near = nearest(name, names)
    return (
        _("是不是“{near}”？").format(near=near)
        if near
        else _("有这些：{names}").format(names="、".join(list(names)[:40]) or "—")
    )
