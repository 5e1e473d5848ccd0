"""Which documents a town's forms make, and what each template is filled with."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wenming import formal, outline
from wenming.blocks import Block, Blocks, Paragraph, Run, Section, paragraph
from wenming.faults import Faults
from wenming.inserts import breakdown, roster, score_sheet, targets
from wenming.kinds import Kind
from wenming.language import _
from wenming.missing import Missing, completed
from wenming.schema import Form
from wenming.titles import title_text
from wenming.town import Town
from wenming.wording import date_text, listed

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """One document to make: *title* names the file, *template* and *context* fill it.

    *tighter* changes the context, one after another, as long as no text stands on the first page (§7.3.3).
    """

    kind: Kind
    title: str
    template: str
    context: Mapping[str, Any]
    sources: tuple[Path, ...]
    tighter: tuple[Mapping[str, Any], ...] = ()


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


def lost(context: Mapping[str, Any]) -> list[str]:
    """The names of what the rendered template has not placed of the forms' words."""
    names = [name for name in _OWN_WORDS if isinstance(context.get(name), Blocks) and _left_out(context[name])]
    if "各章" in context and _left_out(context["各章"]):
        names += [f"章节.{name}" for name, chapter in context["章节"].items() if _left_out(chapter)]
    return names


def _left_out(blocks: Blocks) -> bool:
    return bool(blocks) and not blocks.placed


def documents(town: Town, wanted: Sequence[Kind], week: str = "") -> Iterator[Document]:
    """Every document of the *wanted* kinds that *town* has the forms for; *week* picks one week.

    Raises Faults when the plan's chapters are not those of its layout.
    """
    for kind in wanted:
        yield from MADE[kind.each](town, kind, week)


def _each_plan(town: Town, kind: Kind, _week: str) -> Iterator[Document]:
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
    context = _base(town) | _plan_parts(record)
    for blocks in (list(context["章节"].values())[-1], context["各章"]):
        blocks.items = _kept(blocks.items)
    context["落款"] = Blocks(formal.signature(_organs(issue, town), day, sealed=False))
    yield Document(kind, record["标题"], template, context, (town.town.path, town.plan.path))


def _each_notice(town: Town, kind: Kind, _week: str) -> Iterator[Document]:
    if town.plan and "印发" in town.plan.record:
        yield _issuing_notice(town, town.plan, kind)
    for notice in town.notices:
        yield _own_notice(town, notice, kind)


def _each_week(town: Town, kind: Kind, week: str) -> Iterator[Document]:
    from wenming.ledger import Ledger
    from wenming.progress import Books
    from wenming.reports.weekly import weekly

    books, ledger = Books(town.plan.record if town.plan else {}, town.record["行政村"]), Ledger()
    base, sources = _base(town), [town.town.path, *([town.plan.path] if town.plan else [])]
    for number, form in enumerate(town.weeks, 1):
        books.enter(form.record)
        ledger.enter(form.record)
        sources.append(form.path)
        if not week or form.record["周"] == week:
            context = base | weekly(town, form.record, books.figures(), ledger.problems(), number)
            yield Document(kind, context["标题"], kind.template, context, tuple(sources))


MADE: dict[str, Callable[[Town, Kind, str], Iterator[Document]]] = {
    "每个方案": _each_plan,
    "每份通知": _each_notice,
    "每周": _each_week,
}


def _base(town: Town) -> dict[str, Any]:
    plan = completed(town.plan.record, "plan") if town.plan else Missing("方案")
    return {"镇": completed(town.town.record, "town")["镇"], "方案": plan}


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


def _inserter(record: Record) -> outline.Insert:
    def insert(name: str) -> list[Block]:
        match name:
            case "领导小组":
                return roster(record["领导小组"])
            case "指标":
                return targets(record["指标"])
            case _:
                return breakdown(record["任务"])

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
        "附件说明": Blocks(formal.annex_note([annex["标题"] for annex in annexes])),
        "附件": Blocks(_annex_pages(annexes, insert)),
    }


def _kept(blocks: Sequence[Block]) -> list[Block]:
    """*blocks* with the last paragraph kept beside the signature, so that no page holds a signature alone."""
    *before, last = blocks
    return [*before, replace(last, keep_next=True) if isinstance(last, Paragraph) else last]


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


def _annex_pages(annexes: Sequence[Record], insert: outline.Insert) -> list[Block]:
    """Each annex on a new page (§7.3.7), a task table on landscape pages."""
    blocks: list[Block] = []
    landscape = False
    for number, annex in enumerate(annexes, 1):
        turned = (annex.get("插入") == "任务") != landscape
        if turned:
            landscape = not landscape
            blocks.append(Section(landscape=landscape))
        label = "附件" if len(annexes) == 1 else f"附件{number}"
        blocks.append(Paragraph(style="附件序号", runs=(Run(label),), new_page=not turned))
        blocks += [formal.EMPTY, paragraph("公文标题", title_text(annex["标题"])), formal.EMPTY]
        blocks += outline.annex_body(annex, insert)
        if "评分表" in annex:
            blocks += score_sheet(annex["评分表"])
    return blocks


def _organs(issue: Record, town: Town) -> list[str]:
    return issue.get("机关") or [town.record["机关"]]


def _issuing_notice(town: Town, plan: Form, kind: Kind) -> Document:
    """The notice that issues the plan: the plan follows as part of it, or as its annex."""
    record, issue = plan.record, plan.record["印发"]
    title = record["标题"]
    parts = _plan_parts(record)
    as_annex = issue.get("附件方式") == "附件"
    label = [Paragraph(style="附件序号", runs=(Run("附件"),), new_page=True), formal.EMPTY] if as_annex else []
    heading = Paragraph(style="公文标题", runs=(Run(title_text(title)),), new_page=not as_annex)
    body = [*label, heading, formal.EMPTY, *parts["引言"].items, *_kept(parts["各章"].items), *parts["附件说明"].items]
    text = issue.get("通知正文", f"现将《{title}》印发给你们，请结合实际认真贯彻执行。")
    body_text = outline.text(text)
    context = (
        _base(town)
        | _formal_parts(town, issue)
        | {
            "标题": f"{' '.join(_organs(issue, town))}关于印发《{title}》的通知",
            "正文": Blocks(_kept(body_text)),
            "附件说明": Blocks(formal.annex_note([title] if as_annex else [])),
            "印发": Blocks(body),
            "附件": parts["附件"],
        }
    )
    sources = (town.town.path, plan.path)
    return Document(kind, context["标题"], kind.template, context, sources, _tighter(town, issue, body_text))


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
        _base(town)
        | _formal_parts(town, record["发文"])
        | {
            "标题": record["标题"],
            "正文": Blocks(_kept(body)),
            "附件说明": Blocks(formal.annex_note([annex["标题"] for annex in annexes])),
            "印发": Blocks(),
            "附件": Blocks(_annex_pages(annexes, insert)),
        }
    )
    sources = (town.town.path, notice.path)
    return Document(kind, record["标题"], kind.template, context, sources, _tighter(town, record["发文"], body))


def _tighter(town: Town, issue: Record, body: Sequence[Block]) -> tuple[Mapping[str, Any], ...]:
    """A signature with less room above it; then also a text that may part from it; then a smaller joint head."""
    signature = {"落款": _signature(town, issue, room=1)}
    parted = {**signature, "正文": Blocks(body)}
    return signature, parted, {**parted, "版头": _head(town, issue, close=True)}


def _head(town: Town, issue: Record, *, close: bool = False) -> Blocks:
    organs = _organs(issue, town)
    own = issue.get("标志") or town.record.get("标志") or f"{organs[0]}文件"
    reference = issue.get("文号") or str(Missing("发文字号"))
    return Blocks(formal.head(issue, organs if len(organs) > 1 else [own], reference, close=close))


def _signature(town: Town, issue: Record, *, room: int = formal.SEAL_ROOM) -> Blocks:
    sealed = issue.get("盖章", True)
    return Blocks(formal.signature(_organs(issue, town), date_text(issue["成文日期"]), sealed=sealed, room=room))


def _formal_parts(town: Town, issue: Record) -> dict[str, Any]:
    """The issue's own fields; 版头, 主送, 落款, 附注 and 版记 of a document that is issued."""
    printer = issue.get("印发机关") or town.record.get("办公室") or _organs(issue, town)[0]
    return {
        "发文": completed({"发文": issue}, "notice")["发文"],
        "版头": _head(town, issue),
        "主送": listed(issue.get("主送", ())) or Missing("主送机关"),
        "落款": _signature(town, issue),
        "附注": Blocks(formal.remark(issue.get("附注", ""))),
        "版记": Blocks(formal.colophon(issue.get("抄送", ()), printer, issue.get("印发日期", issue["成文日期"]))),
    }
