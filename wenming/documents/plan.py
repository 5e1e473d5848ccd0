"""The 实施方案: its chapters, groups, targets and tasks, in the layout that the form asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from wenming.base.diagnostics import Faults
from wenming.base.i18n import _, enumerated
from wenming.documents.kinds import Asked, Context, Document, Kind
from wenming.documents.parts import issue as issued
from wenming.documents.parts import outline
from wenming.documents.parts.inserted import inserting, pictures_of
from wenming.documents.parts.signature import annex_note, signature
from wenming.engine.missing import Missing
from wenming.forms import inserts
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Blocks
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.documents.wording import Wording
    from wenming.forms.form import Form
    from wenming.forms.records import Annex, Layout, Plan


def _each_plan(town: Town, kind: Kind, _asked: Asked) -> Iterator[Document]:
    if not town.plan:
        return
    record = town.plan.record
    template = kind.template
    if kind.layouts:
        layout = _layout(town.plan, kind)
        _fits(town.plan, layout.get("章节"), kind)
        template = layout["模板"]
    issue = record.get("印发")
    day = issued.day_signed(issue) if issue else str(Missing("成文日期"))
    is_signed = not issue or issue.get("落款", True)
    title = issued.titled(record["标题"], issue)
    pictures = pictures_of(town.plan, town)
    context = {
        **issued.base(town),
        **_context(title, parts_of_plan(kind.wording, record, pictures)),
        "落款": Blocks(signature(issued.organs(issue, town), day, sealed=False) if is_signed else ()),
    }
    files = issued.files_of(town.plan, town, pictures)
    yield Document(kind, title, template, context, (town.town.path, town.plan.path, *files))


def _context(title: str, parts: PlanParts) -> Context:
    """What a template can place of a plan; the end of the last chapter is kept beside the signature.

    A chapter that the template has a heading for says that it is still to be written, where it is empty.
    """
    bodies = {name: body or outline.text(str(Missing(name))) for name, body in parts.chapters.items()}
    *before, last = bodies
    chapters = {name: Blocks(bodies[name]) for name in before}
    chapters[last] = Blocks(outline.kept(bodies[last]))
    return {
        "标题": title,
        "引言": Blocks(parts.preamble),
        "章节": chapters,
        "各章": Blocks(outline.kept(parts.all_chapters)),
        "附件说明": Blocks(parts.annex_note),
        "附件": Blocks(parts.annexes),
    }


def _layout(plan: Form[Plan], kind: Kind) -> Layout:
    name = plan.record["版式"]
    if name not in kind.layouts:
        what = _("“{kind}”没有“{name}”这种版式").format(kind=kind.name, name=name)
        mend = _("可以是：{names}；或者在 {key}.yaml 里加上").format(names=enumerated(kind.layouts), key=kind.key)
        raise Faults([plan.fault(("版式",), "unknown-layout", what, mend)])
    return kind.layouts[name]


def _fits(plan: Form[Plan], wanted: Sequence[str] | None, kind: Kind) -> None:
    """Chapters that stand in the Word file must be those of the form, or one of them would be lost."""
    written = list(plan.record["章节"])
    if wanted is None or written == list(wanted):
        return
    other = next((name for name, layout in kind.layouts.items() if layout.get("章节") == written), "通用")
    what = _("“{layout}”版式的各章依次是{wanted}，表单里是{written}").format(
        layout=plan.record["版式"], wanted=enumerated(wanted), written=enumerated(written)
    )
    mend = _("改成这几章；要增减、换名或换顺序，就把“版式”改成“{other}”").format(other=other)
    raise Faults([plan.fault(("章节",), "wrong-chapters", what, mend)])


class PlanParts(NamedTuple):
    """A plan's own text in parts: each chapter by its name without its heading, and all of them with their headings."""

    preamble: Sequence[Block]
    chapters: Mapping[str, Sequence[Block]]
    all_chapters: Sequence[Block]
    annex_note: Sequence[Block]
    annexes: Sequence[Block]


def parts_of_plan(
    words: Wording, record: Plan, pictures: Mapping[str, bytes] | None = None, *, is_annex: bool = False
) -> PlanParts:
    """The plan's own text in the parts that a template, or the notice that issues it, can place.

    *is_annex*: the plan itself is the annex of a notice, and its own annexes are called 附1 …: no two pages are headed
    附件.
    """
    tasks = record.get("任务", ())
    upright = inserting(words, record, tasks, pictures)
    across = inserting(words, record, tasks, pictures, m.TEXT_HEIGHT)
    annexes = _plan_annexes(words, record)
    label = "附" if is_annex else "附件"
    numbering = outline.numbering_of(record)
    chapters = inserts.with_inserts(record)
    bodies = outline.bodies(chapters, upright.of, numbering)
    return PlanParts(
        preamble=outline.text(record.get("引言", "")),
        chapters=bodies,
        all_chapters=outline.chapters(bodies, outline.titles_run_in(chapters, numbering)),
        annex_note=annex_note([annex["标题"] for annex in annexes], label),
        annexes=issued.annex_pages(annexes, upright.of, across.of, numbering, label),
    )


def _plan_annexes(words: Wording, record: Plan) -> list[Annex]:
    """The annexes of a plan; tasks that nothing inserts become the last one."""
    annexes = list(record.get("附件", ()))
    if "任务" in record and not inserts.has(record["章节"], "任务") and not inserts.has(annexes, "任务"):
        name = record["标题"].removesuffix("方案").removesuffix("实施").removesuffix("工作")
        annexes.append({"标题": words.say("任务分解表", 工作=name), "插入": "任务"})
    return annexes


KIND = Kind(
    key="plan",
    name="实施方案",
    aliases=("方案",),
    needs=("plan",),
    each="每个方案",
    condition="有 plan.yaml",
    layouts={
        "标准": {
            "模板": "plan-standard.docx",
            "章节": ["总体要求", "组织领导", "目标任务", "工作重点", "工作措施"],
        },
        "评选": {
            "模板": "plan-contest.docx",
            "章节": ["指导思想", "创建目标", "创建标准", "工作重点", "保障措施"],
        },
        "工程": {"模板": "plan-project.docx", "章节": ["总体要求", "目标任务", "主要内容", "工作要求"]},
        "通用": {"模板": "plan-general.docx"},
    },
    documents=_each_plan,
    own_words=("引言", "附件说明", "附件"),
)
