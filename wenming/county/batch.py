"""Many towns in one run: which have to be built, built by an engine, noted one by one, summed up."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from wenming.base import files
from wenming.county import local
from wenming.county.building import TownBuilt
from wenming.county.runs import Runs, key_of
from wenming.county.summary import NAME, summary
from wenming.pipeline import Job

Engine = Callable[[Sequence[Job], int], Iterator[TownBuilt]]
ENGINES: dict[str, Engine] = {"local": local.build_all}


class Progress(NamedTuple):
    """How far a run is: the town that is done now, how many are, of how many."""

    result: TownBuilt
    done: int
    of: int


class Report(NamedTuple):
    """What a run did: the *results* of the towns that were built, those *unchanged*, where it is summed up."""

    results: tuple[TownBuilt, ...]
    unchanged: tuple[Path, ...]
    summary: Path | None


def batch(
    jobs: Sequence[Job],
    out: Path,
    now: datetime.datetime,
    *,
    engine: str = "local",
    workers: int = 0,
    only_changed: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Build the towns of *jobs* into *out*; *only_changed*: leave out what is done and would be the same.

    What became of each is in the table of runs at once, so that another run can go on where this one was stopped.
    """
    runs = Runs(out)
    with closing(runs):
        keys = [key_of(job) for job in jobs]
        options = {"week": jobs[0].week, "since": jobs[0].since, "final": str(jobs[0].final)} if jobs else {}
        run = runs.begin(jobs, keys, now.isoformat(timespec="seconds"), options)
        due: list[Job] = []
        unchanged: list[Path] = []
        for job, key in zip(jobs, keys, strict=True):
            if only_changed and job.folder is not None and runs.is_done(job, key):
                unchanged.append(job.folder)
            else:
                due.append(job)
        runs.note_unchanged(run, unchanged)
        results: list[TownBuilt] = []
        count = min(workers or local.workers_here(), max(1, len(due)))
        for result in ENGINES[engine](due, count) if due else ():
            runs.note(run, result)
            results.append(result)
            if on_progress:
                on_progress(Progress(result, len(results), len(due)))
    results.sort(key=lambda result: str(result.town))
    summed_up: Path | None = None
    if results and not unchanged:  # a sheet of some towns would be taken for one of all
        summed_up = out / NAME
        files.write(summed_up, summary(results, now.date()))
    return Report(tuple(results), tuple(unchanged), summed_up)
