"""One town of many: built by the pipeline, and told in a value that a process or another machine can send."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from wenming import pipeline
from wenming.base import files, resources
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _, speaking
from wenming.county import stores
from wenming.county.keys import key_of
from wenming.county.standing import Standing, standing_of
from wenming.county.stores import Store
from wenming.output import folder as outputs
from wenming.output import manifest
from wenming.pipeline import Built, BuiltDocument, Job
from wenming.town import beside
from wenming.town.beside import TownThere

_FORM = "town.yaml"
_SHARED = "templates"  # beside the towns: what they share


class Known(NamedTuple):
    """What was made of a town by a *key*: the names of its documents, and their digests as they were generated."""

    key: str
    documents: Mapping[str, str]


class TownJob(NamedTuple):
    """A town of many: the folder or the address (s3://…) of its forms, and *options* that say what is to be built.

    What follows is filled in by ``batch``. *out*: the folder or the address where the documents go; *known*: what was
    made of it before and need not be made again; *run*: what tells the run from others; *command*: how the program is
    started; *seconds_max*: how long it may take before its process is ended.
    """

    town: str
    options: Job = Job()
    out: str = ""
    known: tuple[Known, ...] = ()
    run: str = ""
    command: str = "wenming"
    seconds_max: float = 300.0  # the largest measured takes two


class Made(NamedTuple):
    """A document of a town that was made: what a program is told of it, and its *digest* as it was generated."""

    kind: str
    title: str
    file: str
    gaps: int
    blanks: int
    replaced: int
    addressees_moved: bool
    state: str
    backup: str | None
    conflicts: int
    former: str | None
    forms: tuple[str, ...]
    name: str
    digest: str


class TownBuilt(NamedTuple):
    """What became of a town: the documents that were *made*, or the *faults* for which nothing was written.

    *name*: what the town is called; *key*: what the documents were made of; *is_unchanged*: they were there already.
    *standing*: how far its campaign is, where it has weeks.
    """

    town: str
    name: str = ""
    key: str = ""
    made: tuple[Made, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    standing: Standing | None = None
    is_unchanged: bool = False


def build_town(job: TownJob) -> TownBuilt:
    """What becomes of the town of *job*: its faults are its own, whatever they are."""
    resources.use_command(job.command)
    with speaking(job.options.lang):
        try:
            with _forms_of(job.town) as folder:
                return _built(job, folder)
        except Faults as error:
            return TownBuilt(job.town, faults=error.faults)
        except pipeline.JobError as error:
            return TownBuilt(job.town, faults=(Fault(Place(job.town), str(error), "", "nothing-to-make"),))
        except Exception as error:  # a fault of the program in one town stops no other
            what = _("程序自己出了错：{error}").format(error=f"{type(error).__name__}: {error}"[:200])
            mend = _("单独做这个镇，把日志发给维护程序的人")
            return TownBuilt(job.town, faults=(Fault(Place(job.town), what, mend, "town-broken"),))


def stopped(job: TownJob, why: str) -> TownBuilt:
    """The town of *job*, which could not be built to the end."""
    mend = _("单独做这个镇看看；还是这样，把它的表单发给维护程序的人")
    return TownBuilt(job.town, faults=(Fault(Place(job.town), why, mend, "town-broken"),))


def took_too_long(job: TownJob) -> TownBuilt:
    """The town of *job*, which was not done in the time it had."""
    return stopped(job, _("做了 {n} 秒还没有做完，停下了").format(n=round(job.seconds_max)))


def killed_its_process(job: TownJob) -> TownBuilt:
    """The town of *job*, with which the process went that was to build it."""
    return stopped(job, _("做这个镇的时候，进程突然没有了"))


def _built(job: TownJob, folder: Path) -> TownBuilt:
    """What becomes of the town whose forms lie in *folder*. Raises Faults or JobError."""
    key = key_of(folder, job.options)  # before they are read: what is changed meanwhile is made again the next time
    out = stores.joined(job.out, stores.name_of(job.town))
    if any(one.key == key and _is_there(out, one.documents) for one in job.known):
        return TownBuilt(job.town, key=key, is_unchanged=True)
    options = job.options._replace(folder=folder)
    if stores.is_remote(job.town):
        options = options._replace(here=folder.parent, beside=())
    else:
        options = options._replace(beside=_towns_beside(folder.parent, job.run))
    try:
        built, made = _made(job, options, out)
    except Faults as error:
        raise Faults.in_order(_of_address(error.faults, folder, job.town), error.written) from error
    assert built.forms is not None
    return TownBuilt(
        job.town,
        name=built.forms.record["名称"],
        key=key,
        made=made,
        notes=_of_address(built.notes, folder, job.town),
        standing=standing_of(folder, job.options.week, built.forms),
    )


def _made(job: TownJob, options: Job, out: str) -> tuple[Built, tuple[Made, ...]]:
    """What *options* make, put into the folder or the store *out*."""
    assert options.folder is not None
    if not stores.is_remote(job.town) and not stores.is_remote(out):
        built = pipeline.build(options._replace(out=Path(job.out)))
        return built, tuple(_of_folder(document, document.sources) for document in built.documents)
    built = pipeline.build(options._replace(out=None))
    finished = pipeline.finished(built.documents, options.folder)
    forms = [_shown_sources(document, options.folder, job.town) for document in built.documents]
    if not stores.is_remote(out):
        placed_here = outputs.place(Path(out), finished, pipeline.merge, job.town)
        documents = [one._replace(**two._asdict()) for one, two in zip(built.documents, placed_here, strict=True)]
        return built, tuple(map(_of_folder, documents, forms))
    placed = Store(out).place(finished, job.town)
    return built, tuple(map(_of_store, built.documents, placed, forms))


def _of_folder(document: BuiltDocument, sources: Sequence[Path | str]) -> Made:
    return _made_of(
        document,
        str(document.path),
        document.state or "new",
        str(document.backup) if document.backup else None,
        sources,
    )


def _of_store(document: BuiltDocument, placed: stores.Placed, sources: Sequence[Path | str]) -> Made:
    return _made_of(document, placed.address, placed.state, placed.backup, sources)


def _made_of(document: BuiltDocument, file: str, state: str, backup: str | None, sources: Sequence[Path | str]) -> Made:
    return Made(
        kind=document.kind,
        title=document.title,
        file=file,
        gaps=document.gaps,
        blanks=document.blanks,
        replaced=document.replaced,
        addressees_moved=document.addressees_moved,
        state=state,
        backup=backup,
        conflicts=document.conflicts,
        former=str(document.former) if document.former else None,
        forms=tuple(map(str, sources)),
        name=document.name,
        digest=files.digest(document.data),
    )


def _is_there(out: str, documents: Mapping[str, str]) -> bool:
    """True if *documents* lie in the folder or the store *out* as they were generated, or as somebody edited them."""
    if stores.is_remote(out):
        entries = Store(out).entries()
    else:
        folder = Path(out)
        entries = {name: entry for name, entry in manifest.read(folder).items() if (folder / name).is_file()}
    return all(name in entries and entries[name].generated == digest for name, digest in documents.items())


# Forms in a store


@contextlib.contextmanager
def _forms_of(address: str) -> Iterator[Path]:
    """The folder of the town with this *address*: itself, or a copy of what lies in a store, for as long as it is used.

    The templates that towns share are brought too.
    """
    if not stores.is_remote(address):
        yield Path(address)
        return
    with tempfile.TemporaryDirectory(prefix="wenming-") as work:
        folder = Path(work).resolve() / stores.name_of(address)
        Store(address).fetch(folder, with_form=_FORM)
        above = address.rstrip("/").rpartition("/")[0]
        Store(stores.joined(above, _SHARED)).fetch(folder.parent / _SHARED)
        yield folder


def _of_address(faults: Sequence[Fault], folder: Path, address: str) -> tuple[Fault, ...]:
    """*faults* of the forms in *folder*, which was brought from *address*, as they are told."""
    if not stores.is_remote(address):
        return tuple(faults)
    told: list[Fault] = []
    for fault in faults:
        file = fault.place.file.replace(str(folder), address)
        if file == folder.name or file.startswith(f"{folder.name}{os.sep}"):
            file = address + file.removeprefix(folder.name).replace(os.sep, "/")
        what, mend = (text.replace(str(folder), address) for text in (fault.what, fault.mend))
        told.append(fault._replace(place=fault.place._replace(file=file), what=what, mend=mend))
    return tuple(told)


def _shown_sources(document: BuiltDocument, folder: Path, address: str) -> list[str]:
    """The forms that *document* was made from, by their addresses."""
    return [str(path).replace(str(folder), address) for path in document.sources]


@lru_cache(maxsize=4)
def _towns_beside(folder: Path, _run: str) -> Sequence[TownThere]:
    """The towns in *folder*, looked for once in a run."""
    return tuple(beside.towns_in(folder.absolute()))
