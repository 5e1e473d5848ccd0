"""The flow on one screen: forms are read, documents made from them, rendered on pages that fit, written."""

import contextlib
import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple, Self

from wenming import revision
from wenming.base import files, i18n, resources, weeks
from wenming.base.codes import NAMES
from wenming.base.diagnostics import Fault, Faults
from wenming.base.i18n import _, enumerated
from wenming.documents import open_places, registry, unmade
from wenming.documents.kinds import Asked, Kind
from wenming.documents.registry import KINDS
from wenming.forms.schema import Schema
from wenming.forms.sources import SOURCES, Source
from wenming.output import folder as outputs
from wenming.output import provenance
from wenming.output.folder import Finished, Placed, State
from wenming.pages.render import Progress, Rendered, render
from wenming.town import beside
from wenming.town import folder as towns
from wenming.town.beside import TownThere
from wenming.town.folder import FORMS, Reading, Town
from wenming.town.notes import all as town_notes

_SHOWN = 80  # characters of a name in a message
_UNSAVED = Path("/未保存")  # stands for the folder of forms that were never saved: nothing is there


class JobError(ValueError):
    """A job that cannot be meant: an unknown kind of document, a week that is none."""


class Job(NamedTuple):
    """What is to be built: the documents of the town in *folder*, or of *forms* that were never saved.

    *forms*: texts by their names below the town's folder (town.yaml, weeks/2026-W12.yaml); with a folder they go
    before what is on the disk. *kinds*: keys or names; empty for all but those that are made only by name.
    *week* and *since*: as 2026-W12. *final*: nothing may be left open. *out*: where the documents are put, None to
    write nothing. *lang*: zh or en. *today*: the day that counts as today; no document depends on the clock, and so far
    none on this. *here*: the folder from which faults name files. *beside*: the towns in the folders beside its own,
    None to look for them. The last three are the tables that a caller may extend.
    """

    folder: Path | None = None
    forms: Mapping[str, str | bytes] = {}
    kinds: Sequence[str] = ()
    week: str = ""
    since: str = ""
    final: bool = False
    out: Path | None = None
    today: datetime.date | None = None
    lang: str = "zh"
    here: Path | None = None
    beside: Sequence[TownThere] | None = None
    known_kinds: Sequence[Kind] = KINDS
    known_forms: Sequence[str | Schema] = FORMS
    sources: Sequence[Source] = SOURCES


class BuiltDocument(NamedTuple):
    """A finished document: its bytes, and what became of the file where it was written.

    *kind*: its key; *gaps*: how many 【待填】 it holds, *unfilled*: what for; *blanks*: how many places its forms leave
    open otherwise, as ____; *replaced*: how many characters XML cannot hold. *sources*: the forms and photos it was
    made from. *within*: the kind and the title of the document that stands within it. *addressees_moved*: the
    主送机关 left no room for the text on the first page, and stand in the 版记. *path* and *state* are None where
    nothing was written; *conflicts* are told in Word comments. *former*: the file under its title before, whose edits
    it has.
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
    blanks: int = 0
    path: Path | None = None
    state: State | None = None
    backup: Path | None = None
    conflicts: int = 0
    former: Path | None = None

    @classmethod
    def of(cls, rendered: Rendered, placed: Placed | None = None) -> Self:
        """The document that was *rendered*, and *placed* in a folder if it was."""
        document = cls(**rendered._asdict())
        if placed is None:
            return document
        return document._replace(**placed._asdict())


class Built(NamedTuple):
    """What a job has made. *not_made*: which kinds it named the forms do not make yet, in words.

    *weeks_not_reported*: weeks of a weekly report in which nobody has filled in a figure. *notes*: what is probably
    wrong in the forms, or was put right in them, in the shape of faults. *older*: the names of documents beside those
    made whose forms have changed since. *edited_apart*: for each document that somebody has edited, and that stands
    within another of those made, its title and how many of the edits that one does not have. *forms*: the town as its
    forms were read.
    """

    town: Path
    documents: tuple[BuiltDocument, ...]
    not_made: str = ""
    weeks_not_reported: tuple[str, ...] = ()
    notes: tuple[Fault, ...] = ()
    older: tuple[str, ...] = ()
    edited_apart: tuple[tuple[str, int], ...] = ()
    forms: Town | None = None


def build(job: Job, on_progress: Callable[[Progress], None] | None = None) -> Built:
    """Build the documents of *job*; *on_progress* is told of each.

    Raises Faults, as many at once as can be told, where forms or templates are wrong: then no document is written.
    Raises JobError where the job cannot be meant.
    """
    with i18n.speaking(_language(job)):
        folder, asked, templates = _folder(job), _asked(job), resources.templates(job.folder)
        wanted = _wanted(job, registry.known_kinds(templates, job.known_kinds), asked)
        town = towns.read(folder, _needs(wanted), until=job.week, reading=_reading(job))
        due = list(registry.documents(town, wanted, asked))
        if not due:
            raise Faults([unmade.nothing_to_make(folder, _weeks_there(job, folder), asked, wanted)])
        rendered = list(render(due, town, templates, on_progress))
        # before anything is written: what goes wrong there stops all of it
        notes = open_places.of_these(rendered, town, tuple(_notes(job, town, asked)))
        if job.final:
            open_places.expect_none(rendered, town, notes)
        documents = _write(rendered, folder, job.out)
        documents = tuple(_with_blanks(document, town, notes) for document in documents)
        older = _older(job, folder, documents)
        apart = tuple(_edited_apart(job, folder, documents))
        return Built(folder, documents, *_left_undone(job, town, wanted, asked, documents), notes, older, apart, town)


# What the job asks for


def _language(job: Job) -> str:
    """The language of *job*. Raises JobError where there is no such language."""
    if job.lang not in i18n.LANGUAGES:
        names = enumerated(i18n.LANGUAGES)
        raise JobError(_("没有“{lang}”这种语言，可以是：{names}").format(lang=job.lang, names=names))
    return job.lang


def _folder(job: Job) -> Path:
    """The folder of the town. Raises JobError where the job says neither a folder nor forms."""
    if job.folder is None and not job.forms:
        raise JobError(_("没有说是哪个镇：要有镇的文件夹，或者表单的内容"))
    return job.folder or _UNSAVED


def _asked(job: Job) -> Asked:
    """The weeks that are asked for. Raises JobError."""
    try:
        return Asked(weeks.expect(job.week), weeks.expect(job.since))
    except ValueError as error:
        raise JobError(str(error)) from error


def _wanted(job: Job, known: Sequence[Kind], asked: Asked) -> list[Kind]:
    """The kinds that are asked for; with a week and no kind, those that are made of weeks. Raises JobError."""
    try:
        wanted = registry.chosen(job.kinds, known)
    except LookupError as error:
        raise JobError(str(error)) from error
    if asked.since and not any(kind.spans_weeks for kind in wanted):
        example = "final --since 2026-W10"
        raise JobError(_("--since 只用于月报、总结，例如 {example}").format(example=example))
    if asked.week and not job.kinds:
        return [kind for kind in wanted if "weeks" in kind.needs] or wanted
    return wanted


def _needs(wanted: Sequence[Kind]) -> set[str]:
    return {form for kind in wanted for form in kind.needs}


def _reading(job: Job) -> Reading:
    """How the forms of *job* are read. Raises JobError where one is to lie outside of the town's folder."""
    unsaved = {}
    for name, text in job.forms.items():
        if not files.is_inside(name):
            shown = name.encode(errors="replace").decode()[:_SHOWN]
            raise JobError(_("表单要在镇的文件夹里，不能是：{name}").format(name=shown))
        # what is no text is refused where a form is read
        data = text.encode(errors="surrogatepass") if isinstance(text, str) else text
        unsaved[PurePosixPath(name).as_posix()] = data
    here = job.here if job.folder else _UNSAVED
    shown_from = here.resolve() if here else None
    reading = Reading(forms=job.known_forms, sources=job.sources, unsaved=unsaved, here=shown_from)
    for name in unsaved:
        if not towns.can_hold(name, reading):
            what = _("没有“{name}”这样的表单，要写成 town.yaml、plan.yaml、weeks/2026-W12.yaml 这样")
            raise JobError(what.format(name=name[:_SHOWN]))
    return reading


def _weeks_there(job: Job, folder: Path) -> list[str]:
    return [path.stem for path in towns.form_paths(folder, "weeks", _reading(job))]


def _left_undone(
    job: Job, town: Town, wanted: Sequence[Kind], asked: Asked, documents: Sequence[BuiltDocument]
) -> tuple[str, tuple[str, ...]]:
    """Which of the kinds that were asked for by name are not made, and which weeks nobody has reported for."""
    made = {document.kind for document in documents}
    not_made = unmade.kinds_not_made(made, wanted) if job.kinds else ""
    kinds_made = [kind for kind in wanted if kind.key in made]
    not_reported = unmade.weeks_not_reported(town, kinds_made, asked)
    return not_made, tuple(not_reported)


def _notes(job: Job, town: Town, asked: Asked) -> Iterator[Fault]:
    """What is to be looked at in the forms of *town*, and beside them if they lie in a folder."""
    if job.folder is None:
        yield from town_notes.notes(town, (), asked.week, is_final=job.final)
        return
    neighbours = beside.neighbours_of(job.folder, job.beside)
    yield from town_notes.notes(town, neighbours, asked.week, is_final=job.final)
    if NAMES["unread-file"] in town.town.record.get("不再提示", ()):
        return
    reading = _reading(job)
    yield from beside.unread_files(job.folder, lambda name: towns.can_hold(name, reading))


def _with_blanks(document: BuiltDocument, town: Town, notes: Sequence[Fault]) -> BuiltDocument:
    blanks = open_places.of_document(document.kind, document.sources, town, notes)
    return document._replace(blanks=len(blanks))


# Writing


def _write(documents: Sequence[Rendered], town: Path, out: Path | None) -> tuple[BuiltDocument, ...]:
    """Put the documents of *town* into its folder below *out*, if there is one: whole, a clerk's edits kept.

    Raises Faults.
    """
    if out is None:
        return tuple(map(BuiltDocument.of, documents))
    folder = documents_folder(out, town)
    placed = outputs.place(folder, finished(documents, town), merge, provenance.relative(town, folder))
    return tuple(map(BuiltDocument.of, documents, placed))


def finished(documents: Sequence[Rendered | BuiltDocument], town: Path) -> list[Finished]:
    """*documents* of *town* as they are put into a folder, each with what it was made from."""
    read = {path for document in documents for path in _made_from(document)}
    digests = {path: _digest(path) for path in read}  # once, though every document is of the same form
    return [_finished(document, town, digests) for document in documents]


def merge(base: bytes, mine: bytes, theirs: bytes) -> tuple[bytes, int]:
    """The document that was generated as *base*, edited as *mine*, generated anew as *theirs*; how many conflicts."""
    return revision.commented.merge_with_comments(base, mine, theirs)


def _older(job: Job, town: Path, documents: Sequence[BuiltDocument]) -> tuple[str, ...]:
    """The names of the documents of *town* that lie beside *documents* and are older than their forms."""
    if job.out is None or job.folder is None:
        return ()
    made = {document.path.name for document in documents if document.path}
    return tuple(provenance.older_than_forms(documents_folder(job.out, town), town, made))


def _edited_apart(job: Job, town: Path, documents: Sequence[BuiltDocument]) -> Iterator[tuple[str, int]]:
    """Yields the title of each document that stands within one of *documents*, and how many edits that one lacks."""
    if job.out is None:
        return
    folder = documents_folder(job.out, town)
    for document in documents:
        if document.within is None or document.path is None:
            continue
        kind, title = document.within
        versions = outputs.edited(folder, kind, title)
        if versions is None:
            continue
        with contextlib.suppress(Faults):  # what is no Word file any more
            changes = revision.not_in(revision.differences(*versions), document.path.read_bytes())
            if changes:
                yield title, len(changes)


def documents_folder(out: Path, town: Path) -> Path:
    """The folder below *out* for the documents of *town*, called as its own is: ``.`` and ``..`` are no names."""
    name = town.resolve().name if town.name in ("", "..") else town.name
    return out / name


def _digest(path: Path) -> str:
    """The digest of a file that a document was made from; empty where it was never saved."""
    return files.digest(path.read_bytes()) if path.is_file() else ""


def _made_from(document: Rendered | BuiltDocument) -> tuple[Path, ...]:
    """The files that *document* was made from, its template the first."""
    return document.template, *document.sources


def _finished(document: Rendered | BuiltDocument, town: Path, digests: Mapping[Path, str]) -> Finished:
    sources = {provenance.name_of(path, town): digests[path] for path in _made_from(document)}
    template = provenance.name_of(document.template, town)
    return Finished(document.name, document.data, document.kind, document.title, template, sources)
