"""Checking templates: which ones, each with the names that it may use, and copies with comments or repairs."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from wenming.authoring import catalogue, tag_list
from wenming.authoring.doctor import examine
from wenming.authoring.repair import repaired
from wenming.base import files, i18n, resources
from wenming.base.cache import recall
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.documents import registry
from wenming.documents.kinds import Kind
from wenming.gongwen.blocks import Blocks
from wenming.gongwen.template import Template
from wenming.ooxml import package
from wenming.ooxml.comments import with_comments
from wenming.pages.render import render
from wenming.town import folder as towns

Names = Mapping[str, object] | None
_COPY = re.compile(  # notice（修复）, notice (2), notice - 副本
    r"(?<![\s)）])\s*+(?:[（(][^（()）]*[)）])++$|(?<!\s)\s*+-\s*+副本$"
)


@dataclass(frozen=True, slots=True)
class CheckedTemplate:
    """A template that was looked at, and its faults; *names_known*: names of fields were looked up, too.

    *annotated* and *fixed* are copies beside it, where they were asked for and there was something to write;
    *not_annotated* says why there is none; *fixes* are what was mended; *notes* are what nobody need mend.
    """

    path: Path
    faults: Sequence[Fault]
    names_known: bool
    annotated: Path | None = None
    not_annotated: str = ""
    fixed: Path | None = None
    fixes: Sequence[Fault] = ()
    notes: Sequence[Fault] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check has found: the templates that could be read, and all faults, those of forms and documents first."""

    asked: int
    templates: Sequence[CheckedTemplate]
    faults: Sequence[Fault] = field(default_factory=list)


def check(target: Path, kind: Kind | None = None, *, annotate: bool = False, fix: bool = False) -> Checked:
    """Every fault of the template *target*, or of all templates (of *kind*) that the town in that folder uses.

    A town without a fault so far also has its documents made, for nothing. *annotate* and *fix* write copies beside
    each template. Raises Faults where there is no such file or town.
    """
    if target.is_dir():
        todo, faults = templates_of_town(target, kind)
    else:
        todo, faults = [template_of_file(target, kind)], []
    looked_at, unreadable = _look_at(todo, _faces(target))
    faults += unreadable
    of_templates = [fault for template in looked_at for fault in template.faults]
    is_sound = not faults and not of_templates
    if target.is_dir() and is_sound:
        faults += faults_of_documents(target, kind)
    templates = [_with_copies(template, annotate=annotate, fix=fix) for template in looked_at]
    return Checked(len(todo), templates, [*faults, *of_templates])


def notes(paths: Iterable[Path]) -> list[Fault]:
    """What in the templates *paths* does not show on paper, or is not carried on: nothing stops for it."""
    found: list[Fault] = []
    for path in dict.fromkeys(paths):
        if path.parent != resources.own("templates"):
            key = (b"notes", i18n.language().encode(), str(path.resolve()).encode(), path.read_bytes())
            found += recall(partial(_notes, path), *key)
    return found


def _notes(path: Path) -> list[Fault]:
    checked = check(path)
    lost = [fault for fault in checked.faults if fault.code == "lost-format"]
    return [*lost, *(note for template in checked.templates for note in template.notes)]


def _let_go(path: Path) -> list[Fault]:
    """A note for each thing that the template *path* lets go of. Raises Faults as loading it does."""
    sentences = package.opened(path.read_bytes(), path.name).let_go
    mend = _("不用改；不想再看到这一句，就在 Word 里断开它，另存一次")
    return [Fault(Place(path.name), _(sentence), mend, "let-go") for sentence in sentences]


def _faces(target: Path) -> set[str]:
    """The typefaces that the town has chosen in whose folder *target* is, or which it is."""
    town = target if target.is_dir() else target.resolve().parent.parent
    if not towns.form_paths(town, "town"):
        return set()
    try:
        return set(towns.read(town, ()).town.record.get("字体", {}).values())
    except Faults:  # which are told where the forms are looked at
        return set()


def _look_at(todo: Sequence[tuple[Path, Names]], faces: Container[str]) -> tuple[list[CheckedTemplate], list[Fault]]:
    """What is found in each template, and the faults of those that are none: the others are looked at all the same."""
    looked_at: list[CheckedTemplate] = []
    unreadable: list[Fault] = []
    for path, names in todo:
        try:
            found = examine(Template.load(path), names, faces)
            notes_of_file = _let_go(path)
        except Faults as error:
            unreadable += error.faults
            continue
        looked_at.append(CheckedTemplate(path, found, names is not None, notes=notes_of_file))
    return looked_at, unreadable


def _with_copies(template: CheckedTemplate, *, annotate: bool, fix: bool) -> CheckedTemplate:
    """*template* with the copies that were asked for, written beside it. Raises Faults where they cannot be."""
    annotated, why_not = _annotate(template) if annotate and template.faults else (None, "")
    fixed, fixes = _fix(template.path) if fix else (None, [])
    return replace(template, annotated=annotated, not_annotated=why_not, fixed=fixed, fixes=fixes)


def _annotate(template: CheckedTemplate) -> tuple[Path | None, str]:
    """The copy of *template* with a comment at every fault, or why there can be none."""
    copy = files.free_name(template.path, _("批注"))
    try:
        data = with_comments(template.path.read_bytes(), template.faults, _("模板检查"))
    except Faults as error:
        return None, error.faults[0].what
    catalogue.place(copy, data)
    return copy, ""


def _fix(path: Path) -> tuple[Path | None, list[Fault]]:
    """The copy of the template *path* with what can be mended, and what was."""
    data, fixes = repaired(path.read_bytes(), path.name)
    if not fixes:
        return None, []
    copy = files.free_name(path, _("修复"))
    catalogue.place(copy, data)
    return copy, fixes


def templates_of_town(folder: Path, kind: Kind | None = None) -> tuple[list[tuple[Path, Names]], list[Fault]]:
    """Every template (of *kind*) that the town in *folder* uses, with the names of its documents; faults of its forms.

    Where the forms have faults, the names are those that any town may use. Raises Faults where this is no town.
    """
    kinds = _kinds(folder, kind)
    contexts: Mapping[str, Mapping[str, object]] = {}
    faults: list[Fault] = []
    try:
        contexts = _contexts(folder, kinds)
    except Faults as error:
        if not towns.form_paths(folder, "town"):
            raise
        faults += error.faults
    found: list[tuple[Path, Names]] = []
    for row in catalogue.used(kinds, folder):
        if row.path is not None:
            found.append((row.path, contexts.get(row.file) or _shape(row.kind)))
    return found, faults


def faults_of_documents(folder: Path, kind: Kind | None = None) -> list[Fault]:
    """What keeps the documents (of *kind*) of the town in *folder* from being made; nothing is written.

    Raises Faults of its forms.
    """
    kinds = _kinds(folder, kind)
    town = towns.read(folder, _needs(kinds))
    faults: dict[Fault, None] = {}  # each once, in the order found
    for document in registry.documents(town, kinds):
        try:
            list(render([document], town, resources.templates(folder)))
        except Faults as error:
            faults |= dict.fromkeys(error.faults)
    return list(faults)


def template_of_file(path: Path, kind: Kind | None = None) -> tuple[Path, Names]:
    """The template *path* with the names of its *kind*; without one: as its folder and its name say, else none.

    Raises Faults where there is no such file.
    """
    if not path.is_file():
        raise Faults(
            [Fault(Place(str(path)), _("没有这个文件"), _("写模板文件或者镇的文件夹，例如 data/anping"), "no-file")]
        )
    if kind:
        return path, _shape(kind)
    town, name = path.resolve().parent.parent, _COPY.sub("", path.stem) + path.suffix
    if towns.form_paths(town, "town"):
        of_town, _faults = templates_of_town(town)
        for template, names in of_town:
            if template.name == name:
                return path, names
    for row in catalogue.used(catalogue.known_kinds()):
        if row.file == name:
            return path, _shape(row.kind)
    return path, None


def _kinds(folder: Path, kind: Kind | None) -> list[Kind]:
    return [kind] if kind else catalogue.known_kinds(folder)


def _needs(kinds: Sequence[Kind]) -> set[str]:
    return {form for kind in kinds for form in kind.needs}


def _shape(kind: Kind) -> Mapping[str, object]:
    return tag_list.shape(tag_list.tags(kind))


def _contexts(folder: Path, kinds: Sequence[Kind]) -> Mapping[str, Mapping[str, object]]:
    """What all the documents of each template file hold together."""
    town = towns.read(folder, _needs(kinds))
    contexts: dict[str, dict[str, object]] = {}
    for document in registry.documents(town, kinds):
        together = contexts.setdefault(document.template, {})
        for name, value in document.context.items():
            before = together.get(name)
            if isinstance(value, Blocks) and isinstance(before, Blocks):
                together[name] = Blocks([*before.items, *value.items])
            elif value or name not in together:
                together[name] = value
    return contexts
