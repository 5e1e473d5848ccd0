"""What is asked of one town of many, and what became of it: values that a process or another machine can be sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import _
from wenming.county.standing import Standing
from wenming.pipeline import Job

_SHOWN = 200  # characters of an error


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
    """What became of a town: the documents that were *made*, or the *faults* for which they were not.

    *written*: the names of those that were written before the faults were met, which is nearly always none.
    *name*: what the town is called; *key*: what the documents were made of; *is_unchanged*: they were there already.
    *standing*: how far its campaign is, where it has weeks.
    """

    town: str
    name: str = ""
    key: str = ""
    made: tuple[Made, ...] = ()
    faults: tuple[Fault, ...] = ()
    written: tuple[str, ...] = ()
    notes: tuple[Fault, ...] = ()
    standing: Standing | None = None
    is_unchanged: bool = False


def stopped(job: TownJob, why: str) -> TownBuilt:
    """The town of *job*, which could not be built to the end."""
    mend = _("单独做这个镇看看；还是这样，把它的表单发给维护程序的人")
    return TownBuilt(job.town, faults=(Fault(Place(job.town), why, mend, "town-broken"),))


def broken(job: TownJob, error: BaseException) -> TownBuilt:
    """The town of *job*, with which the program itself went wrong."""
    return stopped(job, _("程序自己出了错：{error}").format(error=f"{type(error).__name__}: {error}"[:_SHOWN]))


def took_too_long(job: TownJob) -> TownBuilt:
    """The town of *job*, which was not done in the time it had."""
    return stopped(job, _("做了 {n} 秒还没有做完，停下了").format(n=round(job.seconds_max)))


def killed_its_process(job: TownJob) -> TownBuilt:
    """The town of *job*, with which the process went that was to build it."""
    return stopped(job, _("做这个镇的时候，进程突然没有了"))
