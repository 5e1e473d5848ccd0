"""What is probably wrong in the forms of a town and no rule forbids: told, and the documents are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from wenming.base.codes import NAMES
from wenming.base.diagnostics import Fault
from wenming.base.i18n import _, day_text, enumerated, many
from wenming.base.lazy import Later
from wenming.forms.inserts import with_inserts
from wenming.gongwen.chinese import number_text

if TYPE_CHECKING:
    import datetime

    from wenming.base.weeks import Week
    from wenming.figures import workdays
    from wenming.forms.form import Form
    from wenming.forms.nodes import Path
    from wenming.forms.records import Annex, Issue, Notice, Number, Plan, Task, WeekReport
    from wenming.town.folder import AnyForm, Town
else:
    workdays = Later("wenming.figures.workdays")


# Patterns are compiled where a text may have what they look for: most runs need none of them.
_QUOTED = r"《[^《》]*》"
_OPEN = r"(?<![A-Za-z])_{2,}|＿{2,}|(?<![A-Za-zＸ×X])[X×Ｘ]{2,}(?![A-Za-z])"
_MARKS_OF_OPEN = ("__", "＿＿", "XX", "XＸ", "ＸX", "ＸＸ", "××", "X×", "×X", "Ｘ×", "×Ｘ")
_OTHER_TOWN = (  # at the beginning, or of what is issued or passed on; its county may stand before it
    r"(?:^|印发《|转发《?)(?:中共)?(?:[\u4e00-\u9fff]{2,4}?[县市区])?"
    r"([\u4e00-\u9fff]{2,3}?(?:镇(?![级村区域上里内直])|(?:乡|街道)(?=人民政府|办事处|党|20|关于)))"
)
_NO_TOWN = r"[全各本我该某这县市镇乡村城集道]|有关|相关|关于|特色|美丽|文明|重点|做好|开展|推进|建设|[致对给到进返驻赴]"
_ANNEX = r"附件\s*([0-9]{1,2})"
_TWO_MATTERS = r"[和及、]关于|等(?:[两二三四五几]个?|多项?)?(?:事项|问题|事宜)的请示$"
_ASKING = r"(?<![申提报邀])[请望](?:予以?|上级)?(?:批示|批复|审批|批准|核准)"
_LONGEST_NAME = 4  # characters of a name without a post
_POST = r"(?:书记|镇长|乡长|主任|委员|部长|所长|站长|局长|主席|主管|秘书|干事|组长)[\u4e00-\u9fff]{2,4}$"


class Text(NamedTuple):
    """A text of a form and its path."""

    path: Path
    text: str


def notes(town: Town, neighbours: Iterable[str], week: Week | None = None) -> Iterator[Fault]:
    """Yields the notes on the forms of *town*, of its weeks on *week* alone, else the last.

    *neighbours* are the names of the towns beside it. What a form asks not to be told again is left out.
    """
    silenced = {form.shown: form.record.get("不再提示", ()) for form in _forms(town)}
    for note in _notes(town, neighbours, week):
        if NAMES[note.code] not in silenced.get(note.place.file, ()):
            yield note


def _notes(town: Town, neighbours: Iterable[str], week: Week | None) -> Iterator[Fault]:
    told_weeks = [form for form in town.weeks if week is None or form.record["周"] == str(week)][-1:]
    for form in _forms(town):
        if form.schema.name == "week" and form not in told_weeks:
            continue
        yield from form.notes
        texts = texts_in(form.record)
        yield from _left_open(form, texts)
        yield from _other_towns(form, texts, town, neighbours)
        if form.schema.name in ("plan", "notice"):
            yield from _annex_notes(form, form.record.get("附件", ()), texts)
    yield from _numbers_used_twice(town)
    for form, path, issue in issues(town):
        yield from _issue_notes(form, path, issue)
    if town.plan:
        yield from _roster_notes(town.plan)
        yield from _empty_chapters(town.plan)
    for notice in town.notices:
        yield from _upward_notes(notice)
    tasks = town.plan.record.get("任务", ()) if town.plan else ()
    for form_of_week in told_weeks:
        yield from _week_notes(form_of_week, {task["编号"]: task for task in tasks}, town.record["行政村"])


def _forms(town: Town) -> Iterator[AnyForm]:
    for of_name in town.forms.values():
        yield from of_name


def texts_in(record: object) -> list[Text]:
    """Every text in *record*, with its path."""
    texts: list[Text] = []
    _gather(record, (), texts)
    return texts


def _gather(value: object, path: Path, texts: list[Text]) -> None:
    if isinstance(value, str):
        texts.append(Text(path, value))
    elif isinstance(value, dict):
        for name, inner in value.items():
            _gather(inner, (*path, name), texts)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _gather(inner, (*path, index), texts)


def issues(town: Town) -> Iterator[tuple[AnyForm, Path, Issue]]:
    """Yields how each document is issued: the form, and where in it that stands."""
    if town.plan and "印发" in town.plan.record:
        yield town.plan, ("印发",), town.plan.record["印发"]
    for notice in town.notices:
        yield notice, ("发文",), notice.record["发文"]
    for week in town.weeks:
        if "通报" in week.record:
            yield week, ("通报",), week.record["通报"]


# Texts

_HEADS = ("标题", "主送", "机关", "落款", "称呼")


def _left_open(form: AnyForm, texts: Sequence[Text]) -> Iterator[Fault]:
    whole = "\n".join(text for _path, text in texts)
    if not any(mark in whole for mark in _MARKS_OF_OPEN):
        return
    for path, text in texts:
        match = re.search(_OPEN, text)
        is_form_to_fill_in = match is not None and match[0][0] in "_＿" and "附件" in path
        if match and not is_form_to_fill_in:
            what = _("这里还空着：{text}").format(text=_around(text, match))
            yield form.fault(path, "left-open", what, _("填上，或者删掉"))


def _around(text: str, match: re.Match[str]) -> str:
    return f"“{text[max(0, match.start() - 6) : match.end() + 6]}”"


def _other_towns(form: AnyForm, texts: Iterable[Text], town: Town, neighbours: Iterable[str]) -> Iterator[Fault]:
    own = town.record["名称"]
    for path, text in texts:
        other = _town_in_head(path, text, own) or _neighbour_in(text, own, neighbours)
        if other and other != town.record.get("上级"):
            what = _("这里写的是“{other}”，本镇是“{own}”").format(other=other, own=own)
            yield form.fault(path, "other-town", what, _("是抄来的就改成本镇的；真要写别的镇，不用改"))


def _town_in_head(path: Path, text: str, own: str) -> str:
    """The other town that a title, an addressee or an organ begins with; empty where it is none."""
    field = path[-1] if isinstance(path[-1], str) else path[-2]
    if field not in _HEADS or "条目" in path:
        return ""
    rest = text.replace(own, "").replace("村镇", "").replace("乡镇", "")
    if not any(word in rest for word in ("镇", "乡", "街道")):
        return ""
    for name in re.findall(_OTHER_TOWN, text):
        stem = name.removesuffix("街道").removesuffix("镇").removesuffix("乡")
        is_generic = re.search(_NO_TOWN, stem)
        if not is_generic and name not in own and own not in name:
            return str(name)
    return ""


def _neighbour_in(text: str, own: str, neighbours: Iterable[str]) -> str:
    for name in neighbours:
        if name in text and name not in own and name in re.sub(_QUOTED, "", text):
            return name
    return ""


# How documents are issued


def _numbers_used_twice(town: Town) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for form, path, issue in issues(town):
        number = issue.get("文号", "")
        if not number or _number_is_open(issue):
            continue
        if number in first:
            what = _("文号“{number}”在 {file} 里用过了").format(number=number, file=first[number])
            yield form.fault((*path, "文号"), "number-used-twice", what, _("看发文登记，换一个号"))
        first.setdefault(number, form.shown)


def _number_is_open(issue: Issue) -> bool:
    """True if the 文号 of *issue* waits for its number: 安政发〔2026〕号."""
    return issue.get("文号", "").replace(" ", "").replace("\u3000", "").endswith("〕号")


def _issue_notes(form: AnyForm, path: Path, issue: Issue) -> Iterator[Fault]:
    if "稿别" not in issue:  # a draft has no number, and no day yet
        yield from _not_yet_issued(form, path, issue)
    if "密级" in issue and "份号" not in issue:
        what = _("有密级，没有份号")
        yield form.fault((*path, "密级"), "secret-unnumbered", what, _("涉密公文要标份号：加一行 份号: '000001'"))
    if "签发人" in issue and len(issue.get("主送", ())) > 1:
        what = _("上行文主送了 {n} 个机关").format(n=len(issue["主送"]))
        yield form.fault((*path, "主送"), "two-upward", what, _("上行文原则上主送一个机关，其他的抄送"))


def _not_yet_issued(form: AnyForm, path: Path, issue: Issue) -> Iterator[Fault]:
    """Yields what waits for the day on which the paper is signed."""
    if _number_is_open(issue):
        what, mend = _("文号还没有序号，印成空格"), _("编了号再填上")
        yield form.fault((*path, "文号"), "left-open", what, mend)
    if "成文日期" not in issue:
        what, mend = _("还没有成文日期，印成空格"), _("签发以后填上，如 成文日期: 2026-03-05")
        yield form.fault(path, "left-open", what, mend)


def _upward_notes(form: Form[Notice]) -> Iterator[Fault]:
    """Yields a 请示 of two matters, and a 报告 that asks for something (党政机关公文处理工作条例, article 15)."""
    title = form.record["标题"]
    if title.endswith("请示") and re.search(_TWO_MATTERS, title):
        what = _("一份请示好像写了两件事")
        yield form.fault(("标题",), "two-requests", what, _("请示一文一事，分成两份"))
    if not title.endswith("报告"):
        return
    for path, text in texts_in(form.record):
        match = re.search(_ASKING, re.sub(_QUOTED, "", text))
        if match:
            what = _("报告里夹带了请示事项：“{text}”").format(text=match[0])
            yield form.fault(path, "report-asks", what, _("报告不要求批复；要批复的另写一份请示"))


# The plan


def _annex_notes(form: AnyForm, annexes: Sequence[Annex], all_texts: Iterable[Text]) -> Iterator[Fault]:
    """Yields annexes that a text mentions and that are not there, and those that no text mentions."""
    texts = [one for one in all_texts if one.path[0] != "附件"]
    count = len(annexes) + ("任务" in form.record)  # tasks make one by themselves
    for number, path in _annexes_mentioned(texts).items():
        if number > count:
            what = _("文字里提到附件{n}，表单里只有 {count} 个附件").format(n=number, count=len(annexes))
            yield form.fault(path, "annex-missing", what, _("加上这个附件，或者改文字里的序号"))
    words = ["附件", "附表", *(annex["标题"] for annex in annexes)]
    is_mentioned = any(word in one.text for one in texts for word in words)
    if annexes and not is_mentioned:
        what = _("有附件，正文里没有提到")
        yield form.fault(("附件",), "annex-unmentioned", what, _("在正文合适的地方写“（见附件）”"))


def _annexes_mentioned(texts: Iterable[Text]) -> Mapping[int, Path]:
    """By its number each annex that *texts* mention outside of titles, and where first."""
    mentioned: dict[int, Path] = {}
    for path, text in texts:
        if "附件" not in text:
            continue
        for number in re.findall(_ANNEX, re.sub(_QUOTED, "", text)):
            mentioned.setdefault(int(number), path)
    return mentioned


def _roster_notes(form: AnyForm) -> Iterator[Fault]:
    group = form.record.get("领导小组", {})
    for role in ("组长", "副组长", "成员"):
        for index, person in enumerate(group.get(role, ())):
            name = person.get("姓名", "")
            if len(name) > _LONGEST_NAME and re.search(_POST, name):
                what = _("“{name}”里好像带着职务").format(name=person["姓名"])
                path: Path = ("领导小组", role, index, "姓名")
                yield form.fault(path, "post-before-name", what, _("姓名只写姓名，职务写在“职务”里"))


def _empty_chapters(form: Form[Plan]) -> Iterator[Fault]:
    """Yields the empty chapters of a layout that has text in each; in others a title may stand alone."""
    for name, chapter in with_inserts(form.record).items():
        if not chapter and form.record["版式"] != "通用":
            what = _("“{name}”一章还没有内容，印成【待填：{name}】").format(name=name)
            yield form.fault(("章节", name), "empty-chapter", what, _("填上正文或条目"))


# Weeks


def _week_notes(form: Form[WeekReport], tasks: Mapping[str, Task], villages: Sequence[str]) -> Iterator[Fault]:
    for index, row in enumerate(form.record.get("进展", ())):
        if "完成" in row and "所属周" not in row:  # not what a row puts right of another week
            share = tasks[row["任务"]].get("分村") if row["单位"] in villages else None
            yield from _figure_notes(form, ("进展", index, "完成"), row["完成"], share)
    missing = not_reported(form, villages)
    is_shared_out = any("分村" in task for task in tasks.values())
    if is_shared_out and missing and len(missing) < len(villages):
        what = many("有 {n} 个村没有报送：{names}", len(missing), names=enumerated(missing))
        yield form.fault(("进展",), "not-reported", what, _("催一催；这一周确实没有的，完成写 0"))
    for index, problem in enumerate(form.record.get("问题", ())):
        if "整改期限" in problem and problem.get("状态") != "已整改":
            yield from _day_off(form, ("问题", index, "整改期限"), problem["整改期限"])


def _figure_notes(form: Form[WeekReport], path: Path, done: Number, share: Number | None) -> Iterator[Fault]:
    if done < 0:
        what = _("完成数是负的：{n}").format(n=number_text(done))
        yield form.fault(path, "negative-figure", what, _("是冲减以前多报的就不用改；不是就改成正数"))
    elif share is not None and done > share:
        what = _("这一周完成 {n}，超过了每村目标 {goal}").format(n=number_text(done), goal=number_text(share))
        yield form.fault(path, "over-target", what, _("是不是写了累计数？这里只写本周自己完成的"))


def _day_off(form: Form[WeekReport], path: Path, day: datetime.date) -> Iterator[Fault]:
    if workdays.is_day_off(day):
        what = _("整改期限 {day} 不上班").format(day=day_text(day))
        yield form.fault(path, "day-off", what, _("换成工作日，或者就用这一天"))


def not_reported(form: Form[WeekReport], villages: Sequence[str]) -> list[str]:
    """The *villages* that have no figure in the week *form*."""
    reported = {row["单位"] for row in form.record.get("进展", ()) if "完成" in row}
    return [name for name in villages if name not in reported]
