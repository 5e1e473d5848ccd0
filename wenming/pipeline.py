"""Documents → files: rendered all together, then written all together, each in one step."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wenming.base import files
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.documents import plan as documents
from wenming.documents.kinds import Asked, Document, Kind
from wenming.engine.rendering import Filled
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Blocks, Paragraph, Section
from wenming.gongwen.template import Template
from wenming.output import folder as outputs
from wenming.output import provenance
from wenming.output.folder import Finished, Placed
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.pages.count import Pages

_GAP = "【待填：".encode()


@dataclass(frozen=True, slots=True)
class Made:
    """A rendered document, the file it goes to, how many 【待填】 it holds, how many characters were replaced."""

    document: Document
    path: Path
    data: bytes
    gaps: int
    replaced: int
    template: Path


def due(town: Town, wanted: Sequence[Kind], asked: Asked = documents.ALL) -> list[Document]:
    """The documents to make. Raises Faults."""
    return list(documents.documents(town, wanted, asked))


def render(made: Iterable[Document], town: Town, templates: Sequence[Path], out: Path) -> Iterator[Made]:
    """Each document rendered, with its file below *out*; *templates* are looked through in order.

    Raises Faults of templates.
    """
    faces = town.town.record.get("字体")
    taken: set[str] = set()
    faults: list[Fault] = []
    for document in made:
        path = _found(document, templates)
        template = Template.load(path, faces)
        name = files.unique_name(files.safe_name(document.title), taken)
        filled = _rendered(document, template)
        lost = () if document.kind.excerpt else documents.lost(document.context, filled.placed)
        faults += [_not_placed(part, template, document.kind) for part in lost]
        gaps = filled.parts["word/document.xml"].count(_GAP)
        yield Made(document, out / f"{name}.docx", template.pack(filled.parts), gaps, filled.replaced, path)
    if faults:
        raise Faults(faults)


def write(made: Sequence[Made], town: Path) -> list[Placed]:
    """Put every document of *town* into its folder, a clerk's edits kept: never half a file. Raises Faults."""
    folders: dict[Path, list[Finished]] = {}
    read = {path for one in made for path in _origin(one)}
    digests = {path: files.digest(path.read_bytes()) for path in read}  # once, though every document is of the form
    for one in made:
        origin = {provenance.name_of(path, town): digests[path] for path in _origin(one)}
        template = provenance.name_of(one.template, town)
        finished = Finished(one.path.name, one.data, one.document.kind.key, one.document.title, template, origin)
        folders.setdefault(one.path.parent, []).append(finished)
    return [
        placed
        for folder, documents in folders.items()
        for placed in outputs.place(folder, documents, _merged, provenance.relative(town, folder))
    ]


def _origin(made: Made) -> tuple[Path, ...]:
    """The files that a document was made from, its template the first."""
    return made.template, *made.document.sources


def _merged(base: bytes, mine: bytes, theirs: bytes) -> tuple[bytes, int]:
    """The clerk's file with what is new; where both changed a paragraph, a comment says what is new."""
    from wenming import revision
    from wenming.ooxml.comments import with_comments

    data, found = revision.merge(base, mine, theirs)
    conflicts = [conflict for conflict in found if not conflict.whole]  # a clerk's lists and settings are the clerk's
    told = [
        Fault(
            Place(conflict.part, path=conflict.spot), _("按新数据应为：{text}").format(text=conflict.theirs or "—"), ""
        )
        for conflict in conflicts
    ]
    return with_comments(data, told, _("生成公文")) if told else data, len(conflicts)


def _found(document: Document, templates: Sequence[Path]) -> Path:
    """The template in the first of the folders that has it."""
    for folder in templates:
        if (folder / document.template).is_file():
            return folder / document.template
    what = _("没有模板 {name}").format(name=document.template)
    raise Faults(
        [
            Fault(
                Place(document.template),
                what,
                _("在镇的 templates 文件夹里放一个，或者改 {kind}.yaml").format(kind=document.kind.key),
            )
        ]
    )


def _not_placed(name: str, template: Template, kind: Kind) -> Fault:
    what = _("模板里没有放“{name}”，表单里填的这些内容会丢掉").format(name=name)
    mend = _("在模板里单独写一段 {{{{p {name} }}}}；本来只摘一部分的，在 {kind}.yaml 里写 摘编: 是")
    return Fault(Place(template.shown), what, mend.format(name=name, kind=kind.key))


def _rendered(document: Document, template: Template) -> Filled:
    """The document filled in; one with a 版记 is laid out once to see where its text ends."""
    context = document.context
    filled = template.fill(context)
    ending = context.get("版记")
    if isinstance(ending, Blocks):
        from wenming.pages import count as pages

        styles = template.part("word/styles.xml")
        text = pages.count(filled.parts["word/document.xml"], styles)
        for tighter in document.tighter:
            if text.starts.get(template.styles["公文正文"], 1) == 1:
                break
            context = {**context, **tighter}
            filled = template.fill(context)
            text = pages.count(filled.parts["word/document.xml"], styles)
        section = _last_page(text, ending)
        if section:
            filled = template.fill({**context, "版记": Blocks([section, *ending.items])})
    return filled


def _last_page(text: "Pages", ending: Blocks) -> Section | None:
    """The section that brings the 版记 to the foot of an even page; none where the text already ends on one.

    A blank page before the 版记 goes without a number, and so does the 版记 (GB/T 9704-2012 §7.5).
    """
    tops = [block.frame.top for block in ending.items if isinstance(block, Paragraph) and block.frame]
    needed = m.TEXT_HEIGHT - min(tops, default=m.TEXT_HEIGHT)
    even = text.count % 2 == 0
    if even and not text.landscape and text.room >= needed + m.LINE:
        return None
    return Section(start="evenPage", numbered=not even)
