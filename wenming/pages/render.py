"""Documents rendered with their templates, each fitted to its pages, under names that every disk takes."""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from wenming import engine, pages
from wenming.base import files, resources
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.documents import registry
from wenming.documents.kinds import Document, Kind
from wenming.gongwen.template import Template
from wenming.ooxml.names import BODY
from wenming.pages.fit import Fitted, fit
from wenming.town.folder import Town

_UNFILLED = re.compile("【待填：((?:(?!】)[^<])*)".encode())


class Progress(NamedTuple):
    """How many documents are done of how many, and the title of the one done last (empty before the first)."""

    done: int
    of: int
    title: str = ""


class Rendered(NamedTuple):
    """A document of the *kind* with this key as the bytes of a .docx, and the *name* of its file.

    *gaps*: how many 【待填】 it holds, *unfilled*: what for; *replaced*: how many characters XML cannot hold. *within*:
    the kind and the title of the document that stands within it. *addressees_moved*: the 主送机关 left no room for
    the text on the first page, and stand in the 版记.
    """

    kind: str
    kind_name: str
    title: str
    name: str
    data: bytes
    gaps: int
    unfilled: tuple[str, ...]
    replaced: int
    template: Path
    sources: tuple[Path, ...]
    within: tuple[str, str] | None = None
    addressees_moved: bool = False


def render(
    due: Sequence[Document],
    town: Town,
    templates: Sequence[Path],
    on_progress: Callable[[Progress], None] | None = None,
) -> Iterator[Rendered]:
    """Each of the documents *due*, rendered; *templates* are looked through in order. Raises Faults of templates."""
    report = on_progress or _say_nothing
    faces = town.town.record.get("字体")
    taken: set[str] = set()
    faults: list[Fault] = []
    report(Progress(0, len(due)))
    for number, document in enumerate(due, 1):
        path = _template_of(document, templates)
        template, (filled, context), left_out = _fill(document, path, templates, faces)
        faults += left_out
        unfilled = _UNFILLED.findall(filled.parts[BODY])
        yield Rendered(
            kind=document.kind.key,
            kind_name=document.kind.name,
            title=document.title,
            name=files.unique_name(files.safe_name(document.title), taken) + ".docx",
            data=template.pack(filled.parts),
            gaps=len(unfilled),
            unfilled=tuple(dict.fromkeys(name.decode() for name in unfilled)),
            replaced=filled.replaced,
            template=path,
            sources=document.sources,
            within=_within(document),
            addressees_moved=bool(document.context.get("主送")) and not context["主送"],
        )
        report(Progress(number, len(due), document.title))
    if faults:
        raise Faults(faults)


def _within(document: Document) -> tuple[str, str] | None:
    """The kind and the title of what stands within *document*, if anything does."""
    if document.enclosed is None:
        return None
    inner = document.enclosed.document
    return inner.kind.key, inner.title


def _say_nothing(_progress: Progress) -> None:
    return


def _fill(
    document: Document, path: Path, templates: Sequence[Path], faces: Mapping[str, str] | None
) -> tuple[Template, Fitted, list[Fault]]:
    """*document* filled into the template *path*, and the faults of what the templates leave out. Raises Faults.

    What stands within it is laid out by a template of the town's own, where the town has one.
    """
    enclosed = document.enclosed
    inner = _template_of(enclosed.document, templates) if enclosed else path
    if enclosed is None or inner.parent == resources.own("templates"):
        template = Template.load(path, faces)
        fitted = fit(document, template)
        return template, fitted, _left_out(document, template, fitted.filled.placed)
    template, whole = pages.enclosed.composed(document, enclosed, path, inner, faces)
    fitted = fit(whole, template)
    placed = fitted.filled.placed
    left_out = _left_out(document, template, placed)
    within = pages.enclosed.names_within(placed)
    left_out += _left_out(enclosed.document, Template.load(inner, faces), within)
    return template, fitted, left_out


def _left_out(document: Document, template: Template, placed: Container[str]) -> list[Fault]:
    names = names_left_out(document, template, placed)
    return [_not_placed(name, template.shown, document.kind) for name in names]


def names_left_out(document: Document, template: Template, placed: Container[str]) -> list[str]:
    """What of the forms *template* leaves out: neither laid out whole (*placed*), nor field by field."""
    missing = registry.left_out(document, placed)
    if not missing:
        return []
    shown = engine.shown_fields.shown_below("方案", template.compiled)
    return [name for name in missing if not shown.holds(name)]


def _template_of(document: Document, templates: Sequence[Path]) -> Path:
    """The template in the first of the folders that has it. Raises Faults."""
    for folder in templates:
        if (folder / document.template).is_file():
            return folder / document.template
    what = _("没有模板 {name}").format(name=document.template)
    mend = _("在镇的 templates 文件夹里放一个，或者改 {kind}.yaml").format(kind=document.kind.key)
    raise Faults([Fault(Place(document.template), what, mend, "no-template")])


def _not_placed(name: str, shown: str, kind: Kind) -> Fault:
    what = _("模板里没有放“{name}”，表单里填的这些内容会丢掉").format(name=name)
    mend = _("在模板里单独写一段 {{{{p {name} }}}}；只摘一部分的，在模板旁边放一个 {kind}.yaml，里面写 摘编: 是")
    return Fault(Place(shown), what, mend.format(name=name, kind=kind.key), "not-placed")
