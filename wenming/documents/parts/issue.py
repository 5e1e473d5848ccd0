"""What every issued document has around its text: 版头, 主送, 落款, 附注, 附件 and 版记, out of a town and 发文."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from wenming.documents.kinds import Context
from wenming.documents.parts import free_table, outline
from wenming.documents.parts.colophon import colophon
from wenming.documents.parts.head import EMPTY, head, head_without_red
from wenming.documents.parts.signature import SEAL_ROOM, personal_signature, remark, signature
from wenming.documents.parts.tables import score_sheet
from wenming.engine.missing import Missing
from wenming.forms.completion import completed
from wenming.gongwen.blocks import Block, Blocks, Paragraph, Run, Section, paragraph
from wenming.gongwen.chinese import date_text, listed
from wenming.gongwen.titles import title_text
from wenming.town.folder import AnyForm, Town

if TYPE_CHECKING:
    from wenming.forms.records import Annex, Issue

_NUMBER_OPEN = re.compile(r"〕[ 　]*号$")  # 安政发〔2026〕号, before it has its number
_NOBODY = "无"  # as 主送, of a paper whose kind would go to somebody
_CONTACT: Sequence[Literal["联系人", "联系电话"]] = ("联系人", "联系电话")
_TO_EVERYBODY = ("公告", "通告", "公报", "公示", "决议")  # kinds that are sent to nobody
_YEAR = re.compile(r"〔([0-9]{4})〕")


def base(town: Town) -> Context:
    """Returns what every template may name: 镇 and 方案."""
    plan = completed(town.plan.record, "plan") if town.plan else Missing("方案")
    return {"镇": completed(town.town.record, "town")["镇"], "方案": plan}


def files_of(form: AnyForm, town: Town, pictures: Iterable[str]) -> list[Path]:
    """Returns the files beside *form* of which its documents are made: its tables, its *pictures*."""
    return [*form.beside, *(town.folder / name for name in pictures)]


def day_signed(issue: Issue) -> str:
    """Returns the 成文日期 of *issue*; room to write it in the year of its number, where nobody has signed yet."""
    if "成文日期" in issue:
        return date_text(issue["成文日期"])
    return _open_day(issue)


def _day_printed(issue: Issue) -> str:
    """Returns the 印发日期 of *issue*: without one of its own the day on which it was signed."""
    if "印发日期" in issue:
        return date_text(issue["印发日期"])
    return day_signed(issue)


def _open_day(issue: Issue) -> str:
    year = _YEAR.search(issue.get("文号", ""))
    return f"{year[1] if year else '　　　　'}年　　月　　日"


def organs(issue: Issue | None, town: Town) -> Sequence[str]:
    """Returns the names of the organs that *issue* the document, 主办机关 first: else the town's own."""
    named = issue.get("机关") if issue else None
    return named or [town.record["机关"]]


def titled(title: str, issue: Issue | None) -> str:
    """Returns *title* with the mark of a draft behind it, if it is one: （征求意见稿）."""
    if not issue or "稿别" not in issue:
        return title
    return f"{title}（{issue['稿别']}）"


def formal_parts(town: Town, issue: Issue, title: str) -> dict[str, object]:
    """Returns the fields of *issue* itself, and 版头, 主送, 落款, 附注 and 版记 of a document of this *title*.

    A draft has neither 版头 nor 版记; a 公告 has nobody to send it to, and no number need be on it.
    """
    return {
        "发文": completed({"发文": issue}, "notice")["发文"],
        "版头": _head(town, issue, title),
        "主送": _addressees(issue, title),
        "落款": _signature(town, issue),
        "附注": Blocks(remark(_remark(issue), _contact(issue))),
        "版记": _colophon(town, issue),
    }


def _addressees(issue: Issue, title: str) -> str:
    """Returns the 主送机关 in one line; nothing for a paper that goes to nobody, by its kind or by what is said."""
    names = issue.get("主送", ())
    if list(names) == [_NOBODY] or (not names and is_to_everybody(title)):
        return ""
    return listed(names) or str(Missing("主送机关"))


def _contact(issue: Issue) -> str:
    """Returns whom to ask: 联系人：周敏；联系电话：……; nothing where the 附注 says it."""
    if "联系" in issue.get("附注", ""):
        return ""
    parts = [f"{name}：{issue[name]}" for name in _CONTACT if name in issue]
    return "；".join(parts)


def _remark(issue: Issue) -> str:
    """Returns the 附注; a draft is not made public yet."""
    text = issue.get("附注", "")
    return "" if "稿别" in issue and "公开" in text else text


def tighter(town: Town, issue: Issue, body: Sequence[Block], title: str) -> tuple[Context, ...]:
    """Returns what to fill in instead as long as no text stands on the first page (§7.3.3), the least change first.

    It is a signature with less room above it; then also a text that may part from it; then also a smaller joint head;
    at last the 主送机关 in the 版记 (§7.3.2), if the paper has one.
    """
    with_less_room: Context = {"落款": _signature(town, issue, room=1)}
    with_parting_text: Context = {**with_less_room, "正文": Blocks(body)}
    with_close_head: Context = {**with_parting_text, "版头": _head(town, issue, title, close=True)}
    steps: list[Context] = [with_less_room, with_parting_text, with_close_head]
    if _has_colophon(issue) and len(issue.get("主送", ())) > 1:
        steps.append({**with_close_head, "主送": "", "版记": _colophon(town, issue, addressees=issue["主送"])})
    return tuple(steps)


def is_to_everybody(title: str) -> bool:
    """Returns whether a document of this *title* is sent to nobody in particular, and needs no number."""
    return title.endswith(_TO_EVERYBODY)


def _head(town: Town, issue: Issue, title: str, *, close: bool = False) -> Blocks:
    if "稿别" in issue:
        return Blocks()
    reference = _NUMBER_OPEN.sub("〕　　号", issue.get("文号", ""))
    if not issue.get("红头", True):
        return Blocks(head_without_red(issue, reference))
    if not reference and not is_to_everybody(title):
        reference = str(Missing("发文字号"))
    return Blocks(head(issue, _signs(town, issue), reference, close=close))


def _signs(town: Town, issue: Issue) -> Sequence[str]:
    """Returns what the 发文机关标志 says: the names of the organs if there are several, else the one organ's own."""
    names = organs(issue, town)
    if len(names) > 1:
        return names
    return [issue.get("标志") or _facts_of(names[0], town).get("标志") or f"{names[0]}文件"]


def _facts_of(organ: str, town: Town) -> Mapping[str, Any]:  # Any: of the town or of another organ
    """Returns what the town's form says of *organ*: its 标志, its 办公室; nothing of one that it does not name."""
    if organ == town.record["机关"]:
        return town.record
    return next((other for other in town.record.get("其他机关", ()) if other["名称"] == organ), {})


def _has_colophon(issue: Issue) -> bool:
    return "稿别" not in issue and issue.get("版记", issue.get("红头", True))


def _colophon(town: Town, issue: Issue, addressees: Sequence[str] = ()) -> Blocks:
    if not _has_colophon(issue):
        return Blocks()
    organ = organs(issue, town)[0]
    printer = issue.get("印发机关") or _facts_of(organ, town).get("办公室") or town.record.get("办公室") or organ
    return Blocks(colophon(issue.get("抄送", ()), printer, _day_printed(issue), addressees))


def _signature(town: Town, issue: Issue, *, room: int = SEAL_ROOM) -> Blocks:
    if not issue.get("落款", True):
        return Blocks()
    if "署名" in issue:
        return Blocks(personal_signature(issue["署名"], day_signed(issue), room=room))
    sealed = issue.get("盖章", True)
    return Blocks(signature(organs(issue, town), day_signed(issue), sealed=sealed, room=room))


def annex_pages(
    annexes: Sequence[Annex],
    upright: outline.Insert = outline.without_inserts,
    across: outline.Insert | None = None,
    numbering: outline.Numbering = outline.USUAL,
    label: str = "附件",
) -> list[Block]:
    """Returns each annex on a new page under its *label* and number (§7.3.7).

    What an annex brings is put in by *upright*; a wide table stands on pages that lie across, by *across*.
    """
    blocks: list[Block] = []
    was_landscape = False
    for annex, heading in zip(annexes, _annex_labels(label, len(annexes)), strict=True):
        is_landscape = across is not None and _lies_across(annex)
        begins_section = is_landscape != was_landscape
        if begins_section:
            blocks.append(Section(landscape=is_landscape))
        blocks.append(Paragraph(style="附件序号", runs=(Run(heading),), new_page=not begins_section))
        blocks += [EMPTY, paragraph("公文标题", title_text(annex["标题"])), EMPTY]
        insert = across if is_landscape and across else upright
        blocks += outline.annex_body(annex, insert, numbering)
        if "评分表" in annex:
            blocks += score_sheet(annex["评分表"])
        blocks += outline.text(annex.get("后文", ""))
        was_landscape = is_landscape
    return blocks


def _lies_across(annex: Annex) -> bool:
    is_wide = "表格" in annex and free_table.lies_across(annex["表格"])
    return is_wide or annex.get("插入") == "任务"


def _annex_labels(label: str, count: int) -> list[str]:
    """Returns what stands above each of *count* annexes; the only one has no number."""
    if count == 1:
        return [label]
    return [f"{label}{number}" for number in range(1, count + 1)]
