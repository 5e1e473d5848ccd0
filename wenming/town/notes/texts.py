"""Notes on the words of a form: what is left open, what was copied from another town, annexes, deadlines."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _, day_text
from wenming.base.lazy import Later
from wenming.town.notes import slips

if TYPE_CHECKING:
    from wenming.figures import workdays
    from wenming.forms.nodes import Path
    from wenming.forms.records import Annex
    from wenming.town.beside import Neighbour
    from wenming.town.folder import AnyForm, Town
else:
    workdays = Later("wenming.figures.workdays")


# Patterns are compiled where a text may have what they look for: most runs need none of them.
QUOTED = r"《[^《》]*》"
_OPEN = (
    r"(?<![A-Za-z])_{2,}(?![A-Za-z])|＿{2,}|(?<![A-Za-zＸ×X])[X×Ｘ]{2,}(?![A-Za-z])|[○〇]{2,}|\*{2,}|[□]{2,}"
    r"|[X×Ｘ○*]+月[X×Ｘ○*]+日|(?<=[0-9年月])(?:[ \u3000]{2,}|[ \u3000]*[_＿][ \u3000]*)(?=[月日])"
    r"|（[ \u3000]+）|\([ \u3000]+\)"
    r"|[【\[（(]\s*(?:待[定填]|待补充|待核实)[^】\]）)\n]{0,12}[】\]）)]|(?<![A-Za-z])TBD(?![A-Za-z])"
)
_PLACEHOLDER_OF_NEW = r"【待填：[^】]*】"  # counted by itself
_ROOM = r"[_＿\u3000 ]+"  # to write in
_LONGEST_LABEL = 14  # characters
_MAY_BE_OPEN = r"[_＿X×Ｘ○〇*□]|待[定填补核]|TBD|[年月][ \u3000]|[（(][ \u3000]"
_OTHER_TOWN = (  # at the beginning, or of what is issued or passed on; its county may stand before it
    r"(?:^|印发《|转发《?)(?:中共)?(?:[\u4e00-\u9fff]{2,4}?[县市区])?"
    r"([\u4e00-\u9fff]{2,3}?(?:镇(?![级村区域上里内直])|(?:乡|街道)(?=人民政府|办事处|党|20|关于)))"
)
_NO_TOWN = r"[全各本我该某这县市镇乡村城集道]|有关|相关|关于|特色|美丽|文明|重点|做好|开展|推进|建设|[致对给到进返驻赴]"
_ANNEX = r"(?<![》）)号])附件\s*([0-9]{1,2})"  # not that of the paper named before it
_DEADLINE = (  # 请于4月5日（星期日）下班前报送
    r"(?:([0-9]{4})年)?([0-9]{1,2})月([0-9]{1,2})日(?:（(?!星期[六日天])[^（）]*）)?"
    r"(?:[上中下]午|下班|[0-9]{1,2}[时点:：](?:[0-9]{1,2}+分?)?+)*+"
    r"(?:之前|以前|前)，?[^。；，\n]{0,24}?(?:报送|上报|报至|报到|报镇|提交|反馈)"
)
_BEFORE_A_DAY = r"日[^。；\n]{0,12}前"
_YEAR = re.compile(r"〔([0-9]{4})〕")


class Text(NamedTuple):
    """A text of a form and its path."""

    path: Path
    text: str


def notes(form: AnyForm, town: Town, neighbours: Sequence[Neighbour]) -> Iterator[Fault]:
    """Yields the notes on the texts of *form*."""
    texts = texts_in(form.record)
    whole = "\n".join(text for _path, text in texts)  # most forms have nothing of what is looked for
    if re.search(_MAY_BE_OPEN, whole):
        yield from _left_open(form, texts)
    yield from slips.notes(form, texts, whole)
    yield from _other_towns(form, texts, town, [one for one in neighbours if one.name in whole])
    if re.search(_BEFORE_A_DAY, whole):
        yield from _deadlines(form, texts)
    if form.schema.name in ("plan", "notice") and ("附件" in whole or "附件" in form.record):
        yield from _annex_notes(form, form.record.get("附件", ()), texts)


def texts_in(record: object) -> list[Text]:
    """Every text in *record*, with its path."""
    texts: list[Text] = []
    if isinstance(record, dict | list):
        _gather(record, (), texts)
    return texts


def _gather(value: dict[str, object] | list[object], path: Path, texts: list[Text]) -> None:
    """Add every text below *value* to *texts*."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    is_of_chapters = bool(path) and path[-1] == "章节"
    for step, inner in inside:
        if is_of_chapters and isinstance(step, str):
            texts.append(Text((*path, step), step))
        if isinstance(inner, str):
            texts.append(Text((*path, step), inner))
        elif isinstance(inner, dict | list):
            _gather(inner, (*path, step), texts)


# What is left open


def _left_open(form: AnyForm, texts: Sequence[Text]) -> Iterator[Fault]:
    for path, text in texts:
        for match in re.finditer(_OPEN, text):
            is_markup = slips.is_markup(match[0], text)
            is_form_to_fill_in = match[0][0] in "_＿（( \u3000" and _is_form(path, _line_around(text, match))
            if not is_form_to_fill_in and not is_markup and not re.fullmatch(_PLACEHOLDER_OF_NEW, match[0]):
                what = _("这里还空着：{text}").format(text=_around(text, match))
                yield form.fault(path, "left-open", what, _("填上，或者删掉"))


def _line_around(text: str, match: re.Match[str]) -> str:
    start = text.rfind("\n", 0, match.start()) + 1
    return text[start:].partition("\n")[0]


def _is_form(path: Path, line: str) -> bool:
    """True if people are to write by hand into *line* at *path*: in an annex, or behind nothing but labels."""
    is_title = path[-1] == "标题"
    return ("附件" in path and not is_title) or _holds_labels_alone(line)


def _holds_labels_alone(line: str) -> bool:
    """True for 签收人：____　签收日期：____年____月____日."""
    words = [word for word in re.split(_ROOM, line) if word and word.strip("年月日")]
    are_labels = [word.endswith(("：", ":")) and len(word) <= _LONGEST_LABEL for word in words]
    return bool(words) and all(are_labels)


def _around(text: str, match: re.Match[str]) -> str:
    around = text[max(0, match.start() - 6) : match.end() + 6]
    return f"“{around.replace(chr(10), '')}”"


# What was copied

_HEADS = ("标题", "主送", "机关", "落款", "称呼")


def _other_towns(form: AnyForm, texts: Iterable[Text], town: Town, neighbours: Sequence[Neighbour]) -> Iterator[Fault]:
    own = town.record["名称"]
    for path, text in texts:
        other = _neighbour_in(text, own, neighbours) if neighbours else ""
        if _is_head(path):
            other = _town_in_head(text, own) or other
        if other and other != town.record.get("上级"):
            what = _("这里写的是“{other}”，本镇是“{own}”").format(other=other, own=own)
            yield form.fault(path, "other-town", what, _("是抄来的就改成本镇的；真要写别的镇，不用改"))


def _is_head(path: Path) -> bool:
    """True if a title, an addressee or an organ stands at *path*."""
    field = path[-1] if isinstance(path[-1], str) else path[-2]
    return field in _HEADS and "条目" not in path


def _town_in_head(text: str, own: str) -> str:
    """The other town that a title, an addressee or an organ begins with; empty where it is none."""
    rest = text.replace(own, "").replace("村镇", "").replace("乡镇", "")
    if not any(word in rest for word in ("镇", "乡", "街道")):
        return ""
    for name in re.findall(_OTHER_TOWN, text):
        stem = name.removesuffix("街道").removesuffix("镇").removesuffix("乡")
        is_generic = re.search(_NO_TOWN, stem)
        if not is_generic and name not in own and own not in name:
            return str(name)
    return ""


def _neighbour_in(text: str, own: str, neighbours: Iterable[Neighbour]) -> str:
    for name, _code in neighbours:
        if name in text and name not in own and name in re.sub(QUOTED, "", text):
            return name
    return ""


# Deadlines


def _deadlines(form: AnyForm, texts: Iterable[Text]) -> Iterator[Fault]:
    """Yields the days off by which something is to be reported."""
    for path, text in texts:
        for year, month, day in re.findall(_DEADLINE, text):
            due = _day(year or _year_of(form), month, day)
            if due is not None and workdays.is_day_off(due):
                what = _("报送期限 {day} 不上班").format(day=day_text(due))
                yield form.fault(path, "day-off", what, _("换成工作日，或者就用这一天"))


def _day(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _year_of(form: AnyForm) -> str:
    """The year that a *form* is about; empty where it does not say."""
    record = form.record
    issue = record.get("发文") or record.get("印发") or {}
    number = _YEAR.search(issue.get("文号", ""))
    if number is not None:
        return number[1]
    for day in (issue.get("成文日期"), record.get("起止", {}).get("开始"), record.get("编发日期")):
        if day is not None:
            return str(day.year)
    return str(record.get("周", ""))[:4]


# Annexes


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
        for number in re.findall(_ANNEX, re.sub(QUOTED, "》", text)):
            mentioned.setdefault(int(number), path)
    return mentioned
