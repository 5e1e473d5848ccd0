"""Many towns in one run: built by an engine, noted one by one, summed up."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from wenming.base import files, resources
from wenming.base.diagnostics import Fault, Faults
from wenming.base.i18n import _
from wenming.county import stores, summary_paper, summary_sheet
from wenming.county.engines import LOCAL, engine_called
from wenming.county.jobs import TownBuilt, TownJob
from wenming.county.runs import Runs, TownDone, place_of
from wenming.county.stores import Store
from wenming.county.summing_up import Summary, summed_up
from wenming.pipeline import Job


class Progress(NamedTuple):
    """How far a run is: the town that is done now, how many are, of how many."""

    result: TownBuilt
    done: int
    of: int


class Report(NamedTuple):
    """What a run did: how many towns and documents were *built*, how many towns were *unchanged*, which have failed.

    *to_look_at*: the towns with notes. *summaries*: where it is summed up.
    """

    built: int
    documents: int
    unchanged: tuple[str, ...]
    failed: tuple[TownDone, ...]
    to_look_at: tuple[str, ...]
    summaries: tuple[str, ...]


class RunStopped(Faults):
    """The faults for which a run was stopped before it came to all towns: so many are *done* of so many."""

    def __init__(self, faults: Iterable[Fault], done: int, of: int) -> None:
        super().__init__(faults)
        self.done = done
        self.of = of


def batch(
    jobs: Sequence[TownJob],
    out: str,
    now: datetime.datetime,
    *,
    engine: str = LOCAL,
    workers: int = 0,
    only_changed: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Build the towns of *jobs* into *out*, a folder or an address (s3://…).

    *only_changed*: leave what is done and would be the same. *engine*: local, dask or dask://host:8786; *workers*: how
    many processes, 0 for as many as this machine has room for. What became of each town is noted at once, so that
    another run can go on where this one was stopped. Raises RunStopped where the engine is gone or nothing can be noted
    any more, Faults where nothing can be noted at all or summed up, NoSuchEngineError where there is none so called.
    """
    build_all = engine_called(engine)
    if stores.is_remote(out):
        Store(out)  # what it lacks is told before anything is built
    with Runs(place_of(out)) as runs:
        started = now.isoformat(timespec="seconds")
        options = jobs[0].options if jobs else Job()
        asked = {"week": options.week, "since": options.since, "final": str(options.final)}
        run = runs.begin([job.town for job in jobs], options.kinds, asked, started)
        due = [_due(job, out, f"{started} {run}", runs if only_changed else None) for job in jobs]
        tally = _Tally()
        try:
            for result in build_all(due, workers):
                runs.note(run, result)
                tally.add(result)
                if on_progress:
                    on_progress(Progress(result, tally.done, len(due)))
        except Faults as error:
            raise RunStopped(error.faults, tally.done, len(due)) from error
        summary = summed_up(runs.done(run), now.date())
        failed = tuple(town for town in runs.done(run) if town.faults)
    summaries = _write(summary, jobs, out)
    return Report(tally.built, tally.documents, tuple(tally.unchanged), failed, tuple(tally.to_look_at), summaries)


def _due(job: TownJob, out: str, run: str, runs: Runs | None) -> TownJob:
    """*job* as it is handed to an engine; with *runs*, what they know of it need not be made again."""
    known = runs.known(job.town) if runs else ()
    return job._replace(out=out, known=known, run=run, command=resources.command())


class _Tally:
    """What a run has done so far."""

    def __init__(self) -> None:
        self.done = self.built = self.documents = 0
        self.unchanged: list[str] = []
        self.to_look_at: list[str] = []

    def add(self, result: TownBuilt) -> None:
        """Count a town."""
        self.done += 1
        if result.is_unchanged:
            self.unchanged.append(result.town)
        elif not result.faults:
            self.built += 1
            self.documents += len(result.made)
        if result.notes:
            self.to_look_at.append(result.town)


def _write(summary: Summary, jobs: Sequence[TownJob], out: str) -> tuple[str, ...]:
    """Where *summary* was written to. Raises Faults."""
    if not summary.rows and not summary.failed:
        return ()
    made = {
        summary_sheet.NAME: summary_sheet.sheet_of(summary),
        summary_paper.NAME: summary_paper.paper_of(summary, _templates(jobs)),
    }
    for name, data in made.items():
        if stores.is_remote(out):
            Store(out).write(name, data)
        else:
            _write_file(Path(out, name), data)
    return tuple(stores.joined(out, name) for name in made)


def _templates(jobs: Sequence[TownJob]) -> list[Path]:
    """Where the template of the summary is looked for: beside the towns, among our own."""
    folders = [Path(job.town).parent / "templates" for job in jobs[:1] if not stores.is_remote(job.town)]
    return [*folders, resources.own("templates")]


def _write_file(path: Path, data: bytes) -> None:
    try:
        files.write(path, data)
    except OSError as error:
        mend = _("如果这个文件正在 Excel、Word 或 WPS 里打开，请先关掉；再看磁盘是否已满、文件夹能不能写")
        raise files.unwritable(path, error, mend) from error
