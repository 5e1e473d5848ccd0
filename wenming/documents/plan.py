"""Which documents a town's forms make, and what each template is filled with."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Any

from wenming.base.diagnostics import Faults
from wenming.base.i18n import _
from wenming.documents.kinds import Asked, Document, Kind
from wenming.documents.parts import issue as issued
from wenming.documents.parts import outline
from wenming.documents.parts.head import EMPTY
from wenming.documents.parts.signature import annex_note, signature
from wenming.documents.parts.tables import breakdown, roster, targets
from wenming.engine.missing import Missing
from wenming.forms.form import Form
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Blocks, Paragraph, Run
from wenming.gongwen.chinese import date_text
from wenming.gongwen.titles import title_text
from wenming.town.folder import Town

Record = Mapping[str, Any]
ALL = Asked()
Maker = Callable[[Town, Kind, Asked], Iterator[Document]]


# what a form's own words have become: a template that does not place it would lose it without a word
_OWN_WORDS = (
    "引言",
    "正文",
    "附件说明",
    "附件",
    "附注",
    "印发",
    "概况",
    "更正",
    "指标进展",
    "各村进展",
    "活动",
    "下周安排",
)


def lost(context: Mapping[str, Any], placed: Container[str]) -> list[str]:
    """The names of the forms' words in *context* that are not among the *placed* names of the rendered template."""
    names = [name for name in _OWN_WORDS if isinstance(context.get(name), Blocks)]
    if "各章" in context and context["各章"] and "各章" not in placed:
        names += [f"章节.{name}" for name in context["章节"]]
    return [name for name in names if name not in placed and _blocks_at(context, name)]


def _blocks_at(context: Mapping[str, Any], name: str) -> Blocks:
    group, dot, inner = name.partition(".")
    found: Blocks = context[group][inner] if dot else context[group]
    return found


def documents(town: Town, wanted: Sequence[Kind], asked: Asked = ALL) -> Iterator[Document]:
    """Every document of the *wanted* kinds that *town* has the forms for, of the weeks that are *asked* for.

    Raises Faults when the plan's chapters are not those of its layout.
    """
    for kind in wanted:
        yield from _maker(kind)(town, kind, asked)


def _maker(kind: Kind) -> Maker:
    if kind.each in _MADE:
        return _MADE[kind.each]
    from wenming.documents.registry import MADE

    return MADE[kind.each]


def _each_plan(town: Town, kind: Kind, _asked: Asked) -> Iterator[Document]:
    if not town.plan:
        return
    record = town.plan.record
    template = kind.template
    if kind.layouts:
        layout = _layout(town.plan, kind)
        _fits(town.plan, layout.get("章节"), kind)
        template = layout["模板"]
    issue = record.get("印发", {})
    day = date_text(issue["成文日期"]) if issue else str(Missing("成文日期"))
    context = issued.base(town) | _beside_signature(_plan_parts(record))
    context["落款"] = Blocks(signature(issued.organs(issue, town), day, sealed=False))
    yield Document(kind, record["标题"], template, context, (town.town.path, town.plan.path))


def _beside_signature(parts: dict[str, Any]) -> dict[str, Any]:
    """*parts* of a plan with the end of the last chapter kept beside the signature."""
    *before, (last, chapter) = parts["章节"].items()
    kept = Blocks(issued.kept(chapter.items))
    return {**parts, "章节": {**dict(before), last: kept}, "各章": Blocks(issued.kept(parts["各章"].items))}


def _each_notice(town: Town, kind: Kind, _asked: Asked) -> Iterator[Document]:
    if town.plan and "印发" in town.plan.record:
        yield _issuing_notice(town, town.plan, kind)
    for notice in town.notices:
        yield _own_notice(town, notice, kind)


_MADE: dict[str, Maker] = {"每个方案": _each_plan, "每份通知": _each_notice}


def _layout(plan: Form, kind: Kind) -> Mapping[str, Any]:
    name = plan.record["版式"]
    if name not in kind.layouts:
        what = _("“{kind}”没有“{name}”这种版式").format(kind=kind.name, name=name)
        mend = _("可以是：{names}；或者在 {key}.yaml 里加上").format(names="、".join(kind.layouts), key=kind.key)
        raise Faults([plan.fault(("版式",), what, mend)])
    return kind.layouts[name]


def _fits(plan: Form, wanted: Sequence[str] | None, kind: Kind) -> None:
    """Chapters that stand in the Word file must be those of the form, or one of them would be lost."""
    written = list(plan.record["章节"])
    if wanted is None or written == list(wanted):
        return
    other = next((name for name, layout in kind.layouts.items() if layout.get("章节") == written), "通用")
    what = _("“{layout}”版式的各章依次是{wanted}，表单里是{written}").format(
        layout=plan.record["版式"], wanted="、".join(wanted), written="、".join(written)
    )
    mend = _("改成这几章；要增减、换名或换顺序，就把“版式”改成“{other}”").format(other=other)
    raise Faults([plan.fault(("章节",), what, mend)])


def _inserter(record: Record, measure: int = m.TEXT_WIDTH) -> outline.Insert:
    """What 插入 means in *record*, on pages with lines of *measure* twips."""

    def insert(name: str) -> list[Block]:
        match name:
            case "领导小组":
                return roster(record["领导小组"])
            case "指标":
                return targets(record["指标"])
            case _:
                return breakdown(record["任务"], measure)

    return insert


def _plan_parts(record: Record) -> dict[str, Any]:
    """The plan's own text in the parts that a template can place."""
    insert = _inserter(record)
    annexes = _plan_annexes(record)
    bodies = outline.bodies(record["章节"], insert)
    return {
        "标题": record["标题"],
        "引言": Blocks(outline.text(record.get("引言", ""))),
        "章节": {name: Blocks(body) for name, body in bodies.items()},
        "各章": Blocks(outline.chapters(bodies)),
        "附件说明": Blocks(annex_note([annex["标题"] for annex in annexes])),
        "附件": Blocks(issued.annex_pages(annexes, insert, _inserter(record, m.TEXT_HEIGHT))),
    }


def _plan_annexes(record: Record) -> list[Record]:
    """The annexes of a plan; tasks that nothing inserts become the last one."""
    annexes = list(record.get("附件", []))
    if "任务" in record and not _inserts(record["章节"], "任务") and not _inserts(annexes, "任务"):
        name = record["标题"].removesuffix("方案").removesuffix("实施").removesuffix("工作")
        annexes.append({"标题": f"{name}任务分解表", "插入": "任务"})
    return annexes


def _inserts(value: Any, name: str) -> bool:
    if isinstance(value, Mapping):
        return value.get("插入") == name or any(_inserts(item, name) for item in value.values())
    return isinstance(value, list) and any(_inserts(item, name) for item in value)


def _issuing_notice(town: Town, plan: Form, kind: Kind) -> Document:
    """The notice that issues the plan: the plan follows as part of it, or as its annex."""
    record, issue = plan.record, plan.record["印发"]
    title = record["标题"]
    parts = _plan_parts(record)
    as_annex = issue.get("附件方式") == "附件"
    label = [Paragraph(style="附件序号", runs=(Run("附件"),), new_page=True), EMPTY] if as_annex else []
    heading = Paragraph(style="公文标题", runs=(Run(title_text(title)),), new_page=not as_annex)
    body = [
        *label,
        heading,
        EMPTY,
        *parts["引言"].items,
        *issued.kept(parts["各章"].items),
        *parts["附件说明"].items,
    ]
    text = issue.get("通知正文", f"现将《{title}》印发给你们，请结合实际认真贯彻执行。")
    body_text = outline.text(text)
    context = (
        issued.base(town)
        | issued.formal_parts(town, issue)
        | {
            "标题": f"{' '.join(issued.organs(issue, town))}关于印发《{title}》的通知",
            "正文": Blocks(issued.kept(body_text)),
            "附件说明": Blocks(annex_note([title] if as_annex else [])),
            "印发": Blocks(body),
            "附件": parts["附件"],
        }
    )
    sources = (town.town.path, plan.path)
    return Document(kind, context["标题"], kind.template, context, sources, issued.tighter(town, issue, body_text))


def _own_notice(town: Town, notice: Form, kind: Kind) -> Document:
    """A general notice from its own form."""
    record = notice.record
    insert = _inserter({})
    annexes = record.get("附件", [])
    body: list[Block] = [
        *outline.text(record["正文"]),
        *outline.chapters(outline.bodies(record.get("章节", {}), insert)),
        *outline.text(record.get("结语", "")),
    ]
    context = (
        issued.base(town)
        | issued.formal_parts(town, record["发文"])
        | {
            "标题": record["标题"],
            "正文": Blocks(issued.kept(body)),
            "附件说明": Blocks(annex_note([annex["标题"] for annex in annexes])),
            "印发": Blocks(),
            "附件": Blocks(issued.annex_pages(annexes, insert)),
        }
    )
    sources = (town.town.path, notice.path)
    return Document(kind, record["标题"], kind.template, context, sources, issued.tighter(town, record["发文"], body))
