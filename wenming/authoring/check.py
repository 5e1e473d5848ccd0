"""Which templates to check, each with the names that it may use."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wenming import pipeline
from wenming.authoring import catalogue, tag_list
from wenming.base import resources
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.documents import kinds
from wenming.documents import plan as documents
from wenming.documents.kinds import Kind
from wenming.gongwen.blocks import Blocks
from wenming.town import folder as towns

Names = Mapping[str, Any] | None


def of_town(folder: Path, kind: Kind | None = None) -> tuple[list[tuple[Path, Names]], list[Fault]]:
    """Every template (of *kind*) that the town in *folder* uses, with the names of its documents; faults of its forms.

    Where the forms have faults, the names are those that any town may use. Raises Faults where this is no town.
    """
    known = [kind] if kind else kinds.kinds(resources.templates(folder))
    made: Mapping[str, Mapping[str, Any]] = {}
    faults: list[Fault] = []
    try:
        made = _contexts(folder, known)
    except Faults as error:
        if not towns.form_paths(folder, "town"):
            raise
        faults += error.faults
    rows = [row for row in catalogue.used(known, folder) if row.path is not None]
    return [(row.path, made.get(row.file) or _shape(row.kind)) for row in rows if row.path], faults


def tried(folder: Path, kind: Kind | None = None) -> list[Fault]:
    """What keeps the documents (of *kind*) of the town in *folder* from being made; nothing is written.

    Raises Faults of its forms.
    """
    known = [kind] if kind else kinds.kinds(resources.templates(folder))
    read = towns.read(folder, {form for one in known for form in one.needs})
    faults: list[Fault] = []
    for document in pipeline.due(read, known):
        try:
            list(pipeline.render([document], read, resources.templates(folder), folder))
        except Faults as error:
            faults += error.faults
    return list(dict.fromkeys(faults))


def of_file(path: Path, kind: Kind | None = None) -> tuple[Path, Names]:
    """The template *path* with the names of its *kind*; without one: as its folder and its name say, else none.

    Raises Faults where there is no such file.
    """
    if not path.is_file():
        raise Faults([Fault(Place(str(path)), _("没有这个文件"), _("写模板文件或者镇的文件夹，例如 data/anping"))])
    if kind:
        return path, _shape(kind)
    town, name = path.resolve().parent.parent, _COPY.sub("", path.stem) + path.suffix
    if towns.form_paths(town, "town"):
        for template, names in of_town(town)[0]:
            if template.name == name:
                return path, names
    for row in catalogue.used(kinds.kinds([resources.own("templates")])):
        if row.file == name:
            return path, _shape(row.kind)
    return path, None


_COPY = re.compile(r"\s*(?:[（(][^（()）]*[)）])+$|\s*-\s*副本$")  # notice（修复）, notice (2), notice - 副本


def _shape(kind: Kind) -> Mapping[str, Any]:
    return tag_list.shape(tag_list.tags(kind))


def _contexts(folder: Path, known: Sequence[Kind]) -> Mapping[str, Mapping[str, Any]]:
    """What all the documents of each template file hold together."""
    read = towns.read(folder, {form for kind in known for form in kind.needs})
    made: dict[str, dict[str, Any]] = {}
    for document in documents.documents(read, known):
        together = made.setdefault(document.template, {})
        for name, value in document.context.items():
            before = together.get(name)
            if isinstance(value, Blocks) and isinstance(before, Blocks):
                together[name] = Blocks([*before.items, *value.items])
            elif value or name not in together:
                together[name] = value
    return made
