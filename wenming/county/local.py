"""The engine of this machine: towns are built by a few processes; one that dies or hangs takes nobody with it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from wenming.base import resources
from wenming.base.i18n import _
from wenming.county.building import TownBuilt, build_town, stopped
from wenming.pipeline import Job

_MEMORY_OF_ONE = 300_000_000  # bytes of a process
_SECONDS_MAX = 300.0  # that a town may take; the largest measured takes two
_AHEAD = 2  # towns handed to each process before it asks
_TOWNS_OF_ONE = 500  # after which a process makes way for a new one, so that memory stays flat


def workers_here() -> int:
    """How many processes this machine has cores and memory for."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with contextlib.suppress(OSError, ValueError, AttributeError):
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_AVPHYS_PAGES")
        return max(1, min(cores, int(memory // _MEMORY_OF_ONE)))
    return max(1, cores)


Build = Callable[[Job], TownBuilt]


def build_all(
    jobs: Sequence[Job], workers: int, *, seconds_max: float = _SECONDS_MAX, build: Build = build_town
) -> Iterator[TownBuilt]:
    """What becomes of the towns of *jobs*, as they are done; of each once.

    Towns that were being built when a process died, or that take longer than *seconds_max*, are tried again alone.
    *build* is what a process does with one of them.
    """
    waiting = deque(jobs)
    suspects: list[Job] = []
    while waiting:
        yield from _by_pool(waiting, workers, suspects, seconds_max, build)
    for job in suspects:
        yield _alone(job, seconds_max, build)


def _by_pool(
    waiting: deque[Job], workers: int, suspects: list[Job], seconds_max: float, build: Build
) -> Iterator[TownBuilt]:
    """What becomes of the towns *waiting*, up to the first that breaks the pool; the *suspects* are noted."""
    running: dict[Future[TownBuilt], Job] = {}
    pool = _pool(workers)
    try:
        while waiting or running:
            while waiting and len(running) < workers * _AHEAD:
                job = waiting.popleft()
                running[pool.submit(build, job)] = job
            done, _rest = wait(running, seconds_max, FIRST_COMPLETED)
            if not done:
                suspects += running.values()
                return
            for future in done:
                try:
                    result = future.result()
                except BrokenProcessPool:
                    suspects += running.values()
                    return
                del running[future]
                yield result
    finally:
        _stop(pool)


def _alone(job: Job, seconds_max: float, build: Build) -> TownBuilt:
    """What becomes of the town of *job* in a process of its own."""
    pool = _pool(1)
    try:
        future = pool.submit(build, job)
        done, _rest = wait([future], seconds_max)
        if not done:
            return stopped(job, _("做了 {n} 秒还没有做完，停下了").format(n=round(seconds_max)))
        return future.result()
    except BrokenProcessPool:
        return stopped(job, _("做这个镇的时候，进程突然没有了"))
    finally:
        _stop(pool)


def _pool(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(
        workers,
        mp_context=context,
        initializer=resources.use_command,
        initargs=(resources.command(),),
        max_tasks_per_child=_TOWNS_OF_ONE,
    )


def _stop(pool: ProcessPoolExecutor) -> None:
    """Stop *pool* and its processes, also one that hangs."""
    processes = _processes(pool)
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join()


def _processes(pool: ProcessPoolExecutor) -> list[multiprocessing.process.BaseProcess]:
    known: dict[int, multiprocessing.process.BaseProcess] | None = getattr(pool, "_processes", None)
    return list((known or {}).values())
