"""Notes on how documents are issued: numbers, days, secrecy, papers to a superior."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _
from wenming.town.notes.texts import QUOTED, texts_in

if TYPE_CHECKING:
    from wenming.forms.form import Form
    from wenming.forms.nodes import Path
    from wenming.forms.records import Issue, Notice
    from wenming.town.beside import Neighbour
    from wenming.town.folder import AnyForm, Town

_TWO_MATTERS = r"[和及、]关于|等(?:[两二三四五几]个?|多项?)?(?:事项|问题|事宜)的请示$"
_ASKING = r"(?<![申提报邀])[请望](?:予以?|上级)?(?:批示|批复|审批|批准|核准)"
_BELOW = re.compile(r"村民委员会|居民委员会|村委会|居委会|各[镇乡]?(?:村|社区)|村党|社区党")


def notes(town: Town, neighbours: Sequence[Neighbour]) -> Iterator[Fault]:
    """Yields the notes on how the documents of *town* are issued."""
    yield from _numbers_used_twice(town)
    for form, path, issue in _issues(town):
        yield from _issue_notes(form, path, issue)
        yield from _number_of_neighbour(form, path, issue, town, neighbours)
    for notice in town.notices:
        yield from _upward_notes(notice)


def _issues(town: Town) -> Iterator[tuple[AnyForm, Path, Issue]]:
    """Yields how each document is issued: the form, and where in it that stands."""
    if town.plan and "印发" in town.plan.record:
        yield town.plan, ("印发",), town.plan.record["印发"]
    for notice in town.notices:
        yield notice, ("发文",), notice.record["发文"]
    for week in town.weeks:
        if "通报" in week.record:
            yield week, ("通报",), week.record["通报"]


def _numbers_used_twice(town: Town) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for form, path, issue in _issues(town):
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
    below = next(filter(_BELOW.search, issue.get("抄送", ())), "")
    if "签发人" in issue and below:
        what = _("上行文抄送了下级：{name}").format(name=below)
        yield form.fault((*path, "抄送"), "copied-below", what, _("上行文不抄送下级机关，删掉"))


def _not_yet_issued(form: AnyForm, path: Path, issue: Issue) -> Iterator[Fault]:
    """Yields what waits for the day on which the paper is signed."""
    if _number_is_open(issue) and issue.get("红头", True):
        what, mend = _("文号还没有序号，印成空格"), _("编了号再填上")
        yield form.fault((*path, "文号"), "left-open", what, mend)
    if "成文日期" not in issue and issue.get("落款", True):
        what, mend = _("还没有成文日期，印成空格"), _("签发以后填上，如 成文日期: 2026-03-05")
        yield form.fault((*path, "成文日期"), "left-open", what, mend)


def _upward_notes(form: Form[Notice]) -> Iterator[Fault]:
    """Yields a 请示 of two matters, and a 报告 that asks for something (党政机关公文处理工作条例, article 15)."""
    title = form.record["标题"]
    if title.endswith("请示") and re.search(_TWO_MATTERS, title):
        what = _("一份请示好像写了两件事")
        yield form.fault(("标题",), "two-requests", what, _("请示一文一事，分成两份"))
    if not title.endswith("报告"):
        return
    for path, text in texts_in(form.record):
        match = re.search(_ASKING, re.sub(QUOTED, "", text))
        if match:
            what = _("报告里夹带了请示事项：“{text}”").format(text=match[0])
            yield form.fault(path, "report-asks", what, _("报告不要求批复；要批复的另写一份请示"))


def _number_of_neighbour(
    form: AnyForm, path: Path, issue: Issue, town: Town, neighbours: Iterable[Neighbour]
) -> Iterator[Fault]:
    """Yields a number with the code of a neighbour, where the town has noted none of its own."""
    code = issue.get("文号", "").partition("〔")[0]
    if not code or "文号代字" in town.record:
        return
    for name, its_code in neighbours:
        if code == its_code:
            what = _("文号的代字“{code}”是{name}的").format(code=code, name=name)
            mend = _("是抄来的就改成本镇的，再在 town.yaml 里写上 文号代字")
            yield form.fault((*path, "文号"), "other-town", what, mend)
