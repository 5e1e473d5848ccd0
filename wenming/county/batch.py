"""Many towns in one run: built by an engine, noted one by one, summed up."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from wenming.base import resources
from wenming.base.diagnostics import Fault, Faults
from wenming.county import bringing, stores, summaries
from wenming.county.bringing import SharedFile
from wenming.county.engines import LOCAL, engine_called
from wenming.county.jobs import TownBuilt, TownJob
from wenming.county.named import expect_names_of_their_own
from wenming.county.runs import Runs, TownDone, place_of
from wenming.county.stores import Store
from wenming.county.summaries import Summaries
from wenming.county.summing_up import summed_up
from wenming.pipeline import Job


class Progress(NamedTuple):
    """How far a run is: the town that is done now, how many are, of how many."""

    result: TownBuilt
    done: int
    of: int


class Report(NamedTuple):
    """What a run did: how many towns and documents were *built*, which towns were *unchanged*, which have failed.

    *edited*: the towns in whose documents somebody had made changes that were merged or put aside, and in how many
    *conflicts* it was he who was followed. *to_look_at*: the towns with notes; *notes*: those of a run over one town.
    *summaries*: where it is summed up.
    """

    built: int
    documents: int
    unchanged: tuple[str, ...]
    failed: tuple[TownDone, ...]
    edited: tuple[str, ...]
    conflicts: int
    to_look_at: tuple[str, ...]
    notes: tuple[Fault, ...]
    summaries: Summaries


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
    any more, Faults where nothing can be noted at all, or two towns have folders of one name; NoSuchEngineError.
    """
    build_all = engine_called(engine)
    jobs = [*{job.town: job for job in jobs}.values()]
    expect_names_of_their_own([job.town for job in jobs])
    if stores.is_remote(out):
        Store(out)  # what it lacks is told before anything is built
    with Runs(place_of(out)) as runs:
        started = now.isoformat(timespec="seconds")
        run = _begin(runs, jobs, started)
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
        assert tally.done == len(due), "an engine has lost towns"
        towns = [*runs.done(run)]
        written = Summaries()
        if towns:
            summary = summed_up(towns, now.date())
            written = summaries.put(summary, lambda: _template(jobs), out, runs)
    return tally.report(tuple(town for town in towns if town.faults), written)


def _begin(runs: Runs, jobs: Sequence[TownJob], started: str) -> int:
    """The number of a new run over *jobs*."""
    options = jobs[0].options if jobs else Job()
    asked = {"week": options.week, "since": options.since, "final": str(options.final)}
    return runs.begin([job.town for job in jobs], options.kinds, asked, started)


def _due(job: TownJob, out: str, run: str, runs: Runs | None) -> TownJob:
    """*job* as it is handed to an engine; with *runs*, what they know of it need not be made again."""
    known = runs.known(job.town) if runs else ()
    return job._replace(out=out, known=known, run=run, command=resources.command())


def _template(jobs: Sequence[TownJob]) -> SharedFile | None:
    """The template of the summary that lies beside the towns, if one does."""
    return bringing.shared_file(jobs[0].town, bringing.COUNTY_TEMPLATE) if jobs else None


class _Tally:
    """What a run has done so far."""

    def __init__(self) -> None:
        self.done = self._built = self._documents = self._conflicts = 0
        self._unchanged: list[str] = []
        self._edited: list[str] = []
        self._to_look_at: list[str] = []
        self._notes: tuple[Fault, ...] = ()

    def add(self, result: TownBuilt) -> None:
        """Count a town."""
        self.done += 1
        if result.is_unchanged:
            self._unchanged.append(result.town)
        elif not result.faults:
            self._built += 1
            self._documents += len(result.made)
        if any(one.state == "merged" or one.backup for one in result.made):
            self._edited.append(result.town)
        self._conflicts += sum(one.conflicts for one in result.made)
        if result.notes:
            self._to_look_at.append(result.town)
            self._notes = result.notes

    def report(self, failed: tuple[TownDone, ...], written: Summaries) -> Report:
        """What was done, where these have *failed* and the summaries are *written*."""
        return Report(
            built=self._built,
            documents=self._documents,
            unchanged=tuple(self._unchanged),
            failed=failed,
            edited=tuple(self._edited),
            conflicts=self._conflicts,
            to_look_at=tuple(self._to_look_at),
            notes=self._notes if self.done == 1 else (),
            summaries=written,
        )
