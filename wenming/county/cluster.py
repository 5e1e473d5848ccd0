"""The engine of many machines: a Dask cluster, which is given chunks of towns and loses none of them."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import logging
import platform
import secrets
import time
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from wenming.base import files
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _, enumerated
from wenming.base.lazy import Later
from wenming.county import local, stores
from wenming.county.building import build_town
from wenming.county.jobs import TownBuilt, TownJob, broken, killed_its_process, stopped, took_too_long
from wenming.county.keys import program_key
from wenming.county.time_limit import ended_after

dask: Any = Later("dask")  # Any: it does not say of what types its values are
distributed: Any = Later("distributed")  # Any: the same

_CHUNK = 10  # towns: handing over a task takes 2 ms, a town 50 and more
_AHEAD = 2  # chunks handed to each worker before it asks
_SECONDS_TO_REACH = 30  # that a scheduler may take to answer
_LOOK = 60.0  # seconds after which it is looked whether there are workers at all
_NAMED = 3  # machines that a fault names

_FAILED = "error"  # as distributed calls a task that did

Future = Any  # Any: distributed does not say of what types its values are
Client = Any  # Any: the same


def build_all(
    jobs: Sequence[TownJob], workers: int = 0, scheduler: str = "", build: local.Build = build_town
) -> Iterator[TownBuilt]:
    """What becomes of the towns of *jobs*, as they are done; of each once.

    *scheduler*: the address of the cluster's, else one with so many *workers* is started here for as long as it takes.
    Raises Faults where it cannot be reached, or its machines lack the program or the folders; and where it is gone in
    the middle: whatever is done stays done.
    """
    count = max(1, min(workers or local.workers_here(), len(jobs)))
    with _client(scheduler, count) as client:
        _expect_fit(client, jobs, scheduler)
        suspects: list[TownJob] = []
        yield from _by_chunks(client, _chunks(jobs, _workers_of(client)), suspects, build)
        for job in suspects:
            yield _alone(client, job, build)


def _by_chunks(
    client: Client, chunks: deque[Sequence[TownJob]], suspects: list[TownJob], build: local.Build
) -> Iterator[TownBuilt]:
    """What becomes of the towns in *chunks*; those of chunks that killed their worker are noted as *suspects*."""
    running: dict[Future, Sequence[TownJob]] = {}
    ahead = _AHEAD * _workers_of(client)
    while chunks or running:
        while chunks and len(running) < ahead:
            chunk = chunks.popleft()
            jobs = [*map(_from_anywhere, chunk)]
            running[client.submit(_build_chunk, build, jobs, program_key(), pure=False)] = chunk
        for future in _next_done(client, running):
            chunk = running.pop(future)
            if future.status == _FAILED:  # it killed its worker, or is none that the worker can read
                suspects += chunk
                continue
            results: Sequence[TownBuilt] = future.result()
            for job, result in zip(chunk, results, strict=True):
                yield result._replace(town=job.town)


def _next_done(client: Client, running: Collection[Future]) -> Sequence[Future]:
    """Those of the *running* chunks that are done, as soon as one is. Raises Faults where no worker is left."""
    while True:
        with contextlib.suppress(TimeoutError):
            done: Sequence[Future] = [*distributed.wait([*running], _LOOK, "FIRST_COMPLETED").done]
            return done
        if not client.nthreads():
            mend = _("把各台电脑上的工作进程再启动起来，加 --resume 接着做")
            raise Faults([Fault(Place("dask"), _("集群里一个工作进程也没有了"), mend, "unreachable")])


def _alone(client: Client, job: TownJob, build: local.Build) -> TownBuilt:
    """What becomes of the town of *job*, with nothing else on the cluster."""
    future = client.submit(_build_chunk, build, [_from_anywhere(job)], program_key(), pure=False)
    began = time.monotonic()
    _next_done(client, [future])
    if future.status != _FAILED:
        results: Sequence[TownBuilt] = future.result()
        return results[0]._replace(town=job.town)
    error = future.exception()
    if not isinstance(error, distributed.KilledWorker):
        return broken(job, error)
    is_late = time.monotonic() - began >= job.seconds_max
    return took_too_long(job) if is_late else killed_its_process(job)


def _build_chunk(build: local.Build, jobs: Sequence[TownJob], program: bytes) -> list[TownBuilt]:
    """What becomes of the towns of *jobs*, on the machine that this runs on, if it has the same *program*."""
    if program_key() != program:  # it joined when others had been looked at
        why = _("{machine} 上的程序和别的不一样，没有做").format(machine=platform.node())
        return [stopped(job, why) for job in jobs]
    results: list[TownBuilt] = []
    for job in jobs:
        with ended_after(job.seconds_max):
            results.append(build(job))
    return results


def _from_anywhere(job: TownJob) -> TownJob:
    """*job* with its folders as every machine calls them."""
    town, out = (one if stores.is_remote(one) else str(Path(one).absolute()) for one in (job.town, job.out))
    return job._replace(town=town, out=out)


def _chunks(jobs: Sequence[TownJob], workers: int) -> deque[Sequence[TownJob]]:
    """*jobs* in chunks, so small that every worker has several of them to take."""
    size = max(1, min(_CHUNK, len(jobs) // (workers * 2 * _AHEAD)))
    return deque(jobs[start : start + size] for start in range(0, len(jobs), size))


# The cluster


@contextlib.contextmanager
def _client(scheduler: str, workers: int) -> Iterator[Client]:
    """A client of the cluster with this *scheduler*, or of one that is started here. Raises Faults."""
    shown = _shown(scheduler)
    try:
        settings = {
            "distributed.scheduler.allowed-failures": 0,  # of a cluster here: who kills is tried alone at once
            "distributed.comm.timeouts.connect": f"{_SECONDS_TO_REACH}s",
            "distributed.logging": {"distributed": "critical", "distributed.client": "critical"},
            "distributed.scheduler.http.routes": [],
            "distributed.worker.http.routes": [],
        }
        with dask.config.set(settings), contextlib.ExitStack() as open_:
            client_of = distributed.Client  # which sets up logging the first time it is asked for
            for name in ("distributed", "distributed.client"):
                logging.getLogger(name).setLevel(logging.CRITICAL)  # what is wrong is told as a fault
            address: Any = scheduler  # Any: or the cluster itself
            if not scheduler:
                address = open_.enter_context(_cluster_here(workers))
            yield open_.enter_context(client_of(address, timeout=_SECONDS_TO_REACH))
    except ImportError as error:
        what = _("还没有装 {library}").format(library=error.name or error)
        raise Faults([Fault(Place(shown), what, stores.how_to_install(), "not-installed")]) from error
    except _lost() as error:
        first_line = str(error).partition("\n")[0]
        what = _("集群够不着了：{why}").format(why=f"{type(error).__name__}: {first_line}"[:200])
        if isinstance(error, _cancelled()):
            what = _("集群够不着了：分活的进程没有了")
        mend = _("看分活的电脑开没开、地址对不对，再加 --resume 接着做")
        raise Faults([Fault(Place(shown), what, mend, "unreachable")]) from error


def _cluster_here(workers: int) -> Any:  # Any: distributed does not say of what type its clusters are
    """A cluster on this machine, which no other machine can reach."""
    return distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",  # without one it would listen to every machine
        worker_dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    )


def _lost() -> tuple[type[BaseException], ...]:
    """What is raised where a scheduler cannot be reached, or is gone."""
    return (OSError, TimeoutError, *_cancelled())


def _cancelled() -> tuple[type[BaseException], ...]:
    """What becomes of chunks whose scheduler is gone."""
    return (asyncio.CancelledError, concurrent.futures.CancelledError)


def _workers_of(client: Client) -> int:
    return max(1, len(client.nthreads()))


class _Machine(NamedTuple):
    """What a worker says of itself: the program that it has, the folders among those asked for that it does not see."""

    program: bytes
    not_seen: tuple[str, ...]


def _look_around(files_here: Mapping[str, str]) -> _Machine:
    """What the machine that this runs on is; *files_here*: paths of files and the digests that they have here."""
    not_seen: list[str] = []
    for path, digest in files_here.items():
        try:
            is_same = files.digest(files.read(Path(path))) == digest
        except OSError:
            is_same = False
        if not is_same:
            not_seen.append(str(Path(path).parent))
    return _Machine(program_key(), tuple(not_seen))


def _expect_fit(client: Client, jobs: Sequence[TownJob], scheduler: str) -> None:
    """Raise Faults where workers of *client* have another program, see other folders, or share a process."""
    client.wait_for_workers(1, timeout=_SECONDS_TO_REACH)
    with _to_be_seen(jobs) as files_here:
        machines: Mapping[str, _Machine] = client.run(_look_around, files_here)
    threads: Mapping[str, int] = client.nthreads()
    shared = [worker for worker, count in threads.items() if count != 1]
    others = [worker for worker, machine in machines.items() if machine.program != program_key()]
    blind = [worker for worker, machine in machines.items() if machine.not_seen]
    folders = [folder for machine in machines.values() for folder in machine.not_seen]
    faults = [*_shared_process(shared), *_other_program(others), *_not_seen(blind, folders)]
    if faults:
        place = Place(_shown(scheduler))
        raise Faults([fault._replace(place=place) for fault in faults])


@contextlib.contextmanager
def _to_be_seen(jobs: Sequence[TownJob]) -> Iterator[Mapping[str, str]]:
    """Files that every machine has to see as they are here: a form of the first town, a new file among the documents.

    A folder that is only called the same, on a machine's own disk, has other ones. Raises Faults.
    """
    first = _from_anywhere(jobs[0])
    seen: dict[str, str] = {}
    form = Path(first.town, "town.yaml")
    if not stores.is_remote(first.town) and files.is_readable(form):
        seen[str(form)] = files.digest(files.read(form))
    if stores.is_remote(first.out):
        yield seen
        return
    mark = Path(first.out, f".wenming-{secrets.token_hex(8)}.part")
    data = mark.name.encode()
    try:
        files.write(mark, data)
    except OSError as error:
        raise files.unwritable(Path(first.out), error, _("看磁盘是否已满、文件夹能不能写")) from error
    try:
        yield {**seen, str(mark): files.digest(data)}
    finally:
        files.remove(mark)


def _shared_process(machines: Sequence[str]) -> Iterator[Fault]:
    if machines:
        what = _("这些工作进程一个里有几个线程：{machines}").format(machines=_named(machines))
        yield Fault(Place(""), what, _("启动时写 --nthreads 1，要几个就写 --nworkers 几"), "unfit-machine")


def _other_program(machines: Sequence[str]) -> Iterator[Fault]:
    if machines:
        what = _("这些电脑上的程序和这里的不一样：{machines}").format(machines=_named(machines))
        yield Fault(Place(""), what, _("每台电脑上装同一个版本的程序，再启动一次"), "unfit-machine")


def _not_seen(machines: Sequence[str], folders: Sequence[str]) -> Iterator[Fault]:
    if machines:
        what = _("这些电脑看不到 {folder}：{machines}").format(folder=folders[0], machines=_named(machines))
        mend = _("把表单放在每台电脑用同一个路径都能看到的共享文件夹里，或者放在 s3://")
        yield Fault(Place(""), what, mend, "unfit-machine")


def _shown(scheduler: str) -> str:
    """What a command calls the cluster with this *scheduler*."""
    return scheduler.replace("tcp://", "dask://") or "dask"


def _named(machines: Sequence[str]) -> str:
    return enumerated(sorted(machines)[:_NAMED])
