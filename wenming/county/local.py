"""The engine of this PC: towns are built by a few processes; one that dies or hangs takes nobody with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from wenming.base.memory import available_memory
from wenming.county.building import build_town
from wenming.county.jobs import TownBuilt, TownJob, broken, killed_its_process, took_too_long
from wenming.county.time_limit import ended_after

_MEMORY_OF_ONE = 300_000_000  # bytes of a process
_WORKERS_MAX = 60  # that Windows can wait for
_AHEAD = 2  # towns handed to each process before it asks
_TOWNS_OF_ONE = 500  # after which a process makes way for a new one, so that memory stays flat
_GRACE = 30.0  # seconds after its time that a process has to end itself

Build = Callable[[TownJob], TownBuilt]


def workers_here() -> int:
    """How many processes this machine has cores and memory for."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = available_memory()
    if memory is not None:
        cores = min(cores, memory // _MEMORY_OF_ONE)
    return max(1, min(cores, _WORKERS_MAX))


def build_all(jobs: Sequence[TownJob], workers: int = 0, build: Build = build_town) -> Iterator[TownBuilt]:
    """What becomes of the towns of *jobs*, as they are done; of each once.

    Towns that were being built when a process died are tried again alone. *workers*: how many processes, 0 for as many
    as there are cores and memory for; *build*: what one does with a town.
    """
    waiting = deque(jobs)
    suspects: list[TownJob] = []
    count = max(1, min(workers or workers_here(), len(jobs), _WORKERS_MAX))
    while waiting:
        yield from _by_pool(waiting, count, suspects, build)
    for job in suspects:
        yield _alone(job, build)


def _by_pool(waiting: deque[TownJob], workers: int, suspects: list[TownJob], build: Build) -> Iterator[TownBuilt]:
    """What becomes of the towns *waiting*, up to the first that breaks the pool; the *suspects* are noted."""
    running: dict[Future[TownBuilt], TownJob] = {}
    pool = _pool(workers)
    try:
        while waiting or running:
            while waiting and len(running) < workers * _AHEAD:
                job = waiting[0]  # it stays the first to be built where the pool is broken already
                running[pool.submit(_guarded, build, job)] = job
                waiting.popleft()
            longest = max(job.seconds_max for job in running.values())
            done, _rest = wait(running, longest + _GRACE, FIRST_COMPLETED)
            if not done:
                suspects += running.values()
                return
            for future in done:
                result = _result_of(future, running[future])
                del running[future]
                yield result
    except BrokenProcessPool:
        suspects += running.values()
    finally:
        _stop(pool)


def _alone(job: TownJob, build: Build) -> TownBuilt:
    """What becomes of the town of *job* in a process of its own."""
    pool = _pool(1)
    began = time.monotonic()
    try:
        future = pool.submit(_guarded, build, job)
        done, _rest = wait([future], job.seconds_max + _GRACE)
        return _result_of(future, job) if done else took_too_long(job)
    except BrokenProcessPool:
        is_late = time.monotonic() - began >= job.seconds_max
        return took_too_long(job) if is_late else killed_its_process(job)
    finally:
        _stop(pool)


def _result_of(future: Future[TownBuilt], job: TownJob) -> TownBuilt:
    """What became of the town of *job*. Raises BrokenProcessPool where its process is gone."""
    try:
        return future.result()
    except BrokenProcessPool:
        raise
    except Exception as error:
        return broken(job, error)


def _guarded(build: Build, job: TownJob) -> TownBuilt:
    with ended_after(job.seconds_max):
        return build(job)


# Processes


def _pool(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(
        workers, mp_context=context, initializer=_end_with_the_parent, max_tasks_per_child=_TOWNS_OF_ONE
    )


def _end_with_the_parent() -> None:
    """End this process when the one that started it is gone, which is also the one to be interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def end() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=end, daemon=True).start()


def _stop(pool: ProcessPoolExecutor) -> None:
    """Stop *pool* and its processes, also one that hangs."""
    processes = _processes(pool)
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()
    for process in processes:
        process.join()


def _processes(pool: ProcessPoolExecutor) -> list[multiprocessing.process.BaseProcess]:
    known: dict[int, multiprocessing.process.BaseProcess] | None = getattr(pool, "_processes", None)
    return list((known or {}).values())
