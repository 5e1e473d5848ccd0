"""What every issued document has around its text: 版头, 主送, 落款, 附注, 附件 and 版记, out of a town and 发文."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from wenming.documents.parts import outline
from wenming.documents.parts.colophon import colophon
from wenming.documents.parts.head import EMPTY, head
from wenming.documents.parts.signature import SEAL_ROOM, remark, signature
from wenming.documents.parts.tables import score_sheet
from wenming.engine.missing import Missing
from wenming.forms.completion import completed
from wenming.gongwen.blocks import Block, Blocks, Paragraph, Run, Section, paragraph
from wenming.gongwen.chinese import date_text, listed
from wenming.gongwen.titles import title_text
from wenming.town.folder import Town

Record = Mapping[str, Any]


def base(town: Town) -> dict[str, Any]:
    """What every template may name: 镇 and 方案."""
    plan = completed(town.plan.record, "plan") if town.plan else Missing("方案")
    return {"镇": completed(town.town.record, "town")["镇"], "方案": plan}


def organs(issue: Record, town: Town) -> list[str]:
    """The organs that issue it."""
    return issue.get("机关") or [town.record["机关"]]


def formal_parts(town: Town, issue: Record) -> dict[str, Any]:
    """The issue's own fields; 版头, 主送, 落款, 附注 and 版记 of a document that is issued."""
    printer = issue.get("印发机关") or town.record.get("办公室") or organs(issue, town)[0]
    return {
        "发文": completed({"发文": issue}, "notice")["发文"],
        "版头": _head(town, issue),
        "主送": listed(issue.get("主送", ())) or Missing("主送机关"),
        "落款": _signature(town, issue),
        "附注": Blocks(remark(issue.get("附注", ""))),
        "版记": Blocks(colophon(issue.get("抄送", ()), printer, issue.get("印发日期", issue["成文日期"]))),
    }


def tighter(town: Town, issue: Record, body: Sequence[Block]) -> tuple[Mapping[str, Any], ...]:
    """A signature with less room above it; then also a text that may part from it; then a smaller joint head."""
    signature = {"落款": _signature(town, issue, room=1)}
    parted = {**signature, "正文": Blocks(body)}
    return signature, parted, {**parted, "版头": _head(town, issue, close=True)}


def _head(town: Town, issue: Record, *, close: bool = False) -> Blocks:
    names = organs(issue, town)
    own = issue.get("标志") or town.record.get("标志") or f"{names[0]}文件"
    reference = issue.get("文号") or str(Missing("发文字号"))
    return Blocks(head(issue, names if len(names) > 1 else [own], reference, close=close))


def _signature(town: Town, issue: Record, *, room: int = SEAL_ROOM) -> Blocks:
    sealed = issue.get("盖章", True)
    return Blocks(signature(organs(issue, town), date_text(issue["成文日期"]), sealed=sealed, room=room))


def kept(blocks: Sequence[Block]) -> list[Block]:
    """*blocks* with the last paragraph kept beside the signature, so that no page holds a signature alone."""
    if not blocks:
        return []
    *before, last = blocks
    return [*before, replace(last, keep_next=True) if isinstance(last, Paragraph) else last]


def annex_pages(
    annexes: Sequence[Record], insert: outline.Insert, turned_insert: outline.Insert | None = None
) -> list[Block]:
    """Each annex on a new page (§7.3.7), a task table on landscape pages, put in by *turned_insert*."""
    blocks: list[Block] = []
    landscape = False
    for number, annex in enumerate(annexes, 1):
        turned = (annex.get("插入") == "任务") != landscape
        if turned:
            landscape = not landscape
            blocks.append(Section(landscape=landscape))
        label = "附件" if len(annexes) == 1 else f"附件{number}"
        blocks.append(Paragraph(style="附件序号", runs=(Run(label),), new_page=not turned))
        blocks += [EMPTY, paragraph("公文标题", title_text(annex["标题"])), EMPTY]
        blocks += outline.annex_body(annex, turned_insert if landscape and turned_insert else insert)
        if "评分表" in annex:
            blocks += score_sheet(annex["评分表"])
    return blocks
