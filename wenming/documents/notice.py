"""The 通知: the one that issues the plan, and general ones from their own forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from wenming.documents.kinds import ALL, Asked, Document, Enclosed, Kind
from wenming.documents.parts import issue as issued
from wenming.documents.parts import outline
from wenming.documents.parts.head import EMPTY
from wenming.documents.parts.inserted import Inserted, inserting, pictures_of
from wenming.documents.parts.reply_slip import reply_slip
from wenming.documents.parts.signature import annex_note
from wenming.documents.plan import PlanParts, parts_of_plan
from wenming.forms import inserts
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Blocks, Paragraph, Run
from wenming.gongwen.titles import title_text
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.forms.form import Form
    from wenming.forms.records import Notice, Plan


def _each_notice(town: Town, kind: Kind, _asked: Asked) -> Iterator[Document]:
    if town.plan and "印发" in town.plan.record:
        yield _issuing_notice(town, town.plan, kind)
    for notice in town.notices:
        yield _own_notice(town, notice, kind)


def _issuing_notice(town: Town, plan: Form[Plan], kind: Kind) -> Document:
    """The notice that issues the plan: the plan follows as part of it, or as its annex."""
    record, issue = plan.record, plan.record["印发"]
    title = record["标题"]
    as_annex = issue.get("附件方式") == "附件"
    pictures = pictures_of(plan, town)
    parts = parts_of_plan(kind.wording, record, pictures, is_annex=as_annex)
    label = [Paragraph(style="附件序号", runs=(Run("附件"),), new_page=True), EMPTY] if as_annex else []
    heading = Paragraph(style="公文标题", runs=(Run(title_text(issued.titled(title, issue))),), new_page=not as_annex)
    body = [
        *label,
        heading,
        EMPTY,
        *parts.preamble,
        *outline.kept(parts.all_chapters),
        *parts.annex_note,
    ]
    text = issue.get("通知正文") or kind.wording.say("正文", 方案=title)
    body_text = outline.text(text)
    own_title = kind.wording.say("标题", 机关=" ".join(issued.organs(issue, town)), 方案=title)
    own_title = issued.titled(own_title, issue)
    context = {
        **issued.base(town),
        **issued.formal_parts(town, issue, "通知"),
        "标题": own_title,
        "正文": Blocks(outline.kept(body_text)),
        "附件说明": Blocks(annex_note([title] if as_annex else [])),
        "印发": Blocks(body),
        "附件": Blocks(parts.annexes),
        "回执": Blocks(),
    }
    return Document(
        kind,
        own_title,
        kind.template,
        context,
        sources=(town.town.path, plan.path, *issued.files_of(plan, town, pictures)),
        tighter=issued.tighter(town, issue, body_text, "通知"),
        enclosed=_enclosed(town, kind, label, parts),
    )


def _enclosed(town: Town, kind: Kind, label: Sequence[Block], parts: PlanParts) -> Enclosed | None:
    """The plan as a town that has a template of its own for it wants it: signed by the notice, not by itself."""
    if kind.enclosed is None:
        return None
    document = next(kind.enclosed.documents(town, kind.enclosed, ALL), None)
    if document is None:
        return None
    of_notice = {"附件说明": Blocks(parts.annex_note), "附件": Blocks(parts.annexes), "落款": Blocks()}
    document = document._replace(context={**document.context, **of_notice})
    return Enclosed(document, "印发", {"印发": Blocks(label), "附件": Blocks()}, new_page=not label)


def _own_notice(town: Town, notice: Form[Notice], kind: Kind) -> Document:
    """A general notice from its own form."""
    record = notice.record
    title = issued.titled(record["标题"], record["发文"])
    annexes = record.get("附件", ())
    pictures = pictures_of(notice, town)
    upright = inserting(kind.wording, record, pictures=pictures)
    across = inserting(kind.wording, record, pictures=pictures, measure=m.TEXT_HEIGHT)
    numbering = outline.numbering_of(record)
    body: list[Block] = [
        *_opening(record, upright),
        *_chapters(record, upright, numbering),
        *outline.text(record.get("结语", "")),
    ]
    context = {
        **issued.base(town),
        **issued.formal_parts(town, record["发文"], record["标题"]),
        "标题": title,
        "正文": Blocks(outline.kept(body)),
        "附件说明": Blocks(annex_note([annex["标题"] for annex in annexes])),
        "印发": Blocks(),
        "附件": Blocks(issued.annex_pages(annexes, upright.of, across.of, numbering)),
        "回执": Blocks(reply_slip(kind.wording, record["回执"]) if "回执" in record else ()),
    }
    sources = (town.town.path, notice.path, *issued.files_of(notice, town, pictures))
    return Document(
        kind, title, kind.template, context, sources, issued.tighter(town, record["发文"], body, record["标题"])
    )


def _opening(record: Notice, inserted: Inserted) -> list[Block]:
    """The text before the chapters; where there is none, also what the form has and no chapter can insert."""
    opening = outline.text(record["正文"])
    if "章节" in record:
        return opening
    for name in inserts.left_over(record):
        opening = [*outline.kept(opening), *inserted.named(name)]
    return opening


def _chapters(record: Notice, inserted: Inserted, numbering: outline.Numbering) -> list[Block]:
    chapters = record.get("章节", {})
    bodies = outline.bodies(chapters, inserted.of, numbering)
    return outline.chapters(bodies, outline.titles_run_in(chapters, numbering))


KIND = Kind(
    key="notice",
    name="通知",
    aliases=("印发通知",),
    needs=("plan", "notices"),
    each="每份通知",
    condition="方案里填了“印发”，或者 notices 里有表单",
    template="notice.docx",
    documents=_each_notice,
    words=("plan",),
    own_words=("正文", "附件说明", "附件", "附注", "回执", "印发"),
    encloses="plan",
)
