"""Documents rendered with their templates, each fitted to its pages, under names that every disk takes."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from wenming.base import files
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.documents import registry
from wenming.documents.kinds import Document, Kind
from wenming.gongwen.template import Template
from wenming.ooxml.names import BODY
from wenming.pages.fit import fit
from wenming.town.folder import Town

_UNFILLED = re.compile("【待填：((?:(?!】)[^<])*)".encode())


class Progress(NamedTuple):
    """How many documents are done of how many, and the title of the one done last (empty before the first)."""

    done: int
    of: int
    title: str = ""


class Rendered(NamedTuple):
    """A document of the *kind* with this key as the bytes of a .docx, and the *name* of its file.

    *gaps*: how many 【待填】 it holds, *unfilled*: what for; *replaced*: how many characters XML cannot hold.
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

    @property
    def made_from(self) -> tuple[Path, ...]:
        """The files that it was made from, its template the first."""
        return self.template, *self.sources


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
        template = Template.load(path, faces)
        filled = fit(document, template)
        faults += [_not_placed(name, template, document.kind) for name in registry.left_out(document, filled.placed)]
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
        )
        report(Progress(number, len(due), document.title))
    if faults:
        raise Faults(faults)


def _say_nothing(_progress: Progress) -> None:
    return


def _template_of(document: Document, templates: Sequence[Path]) -> Path:
    """The template in the first of the folders that has it. Raises Faults."""
    for folder in templates:
        if (folder / document.template).is_file():
            return folder / document.template
    what = _("没有模板 {name}").format(name=document.template)
    mend = _("在镇的 templates 文件夹里放一个，或者改 {kind}.yaml").format(kind=document.kind.key)
    raise Faults([Fault(Place(document.template), what, mend, "no-template")])


def _not_placed(name: str, template: Template, kind: Kind) -> Fault:
    what = _("模板里没有放“{name}”，表单里填的这些内容会丢掉").format(name=name)
    mend = _("在模板里单独写一段 {{{{p {name} }}}}；本来只摘一部分的，在 {kind}.yaml 里写 摘编: 是")
    return Fault(Place(template.shown), what, mend.format(name=name, kind=kind.key), "not-placed")
