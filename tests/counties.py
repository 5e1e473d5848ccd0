"""Folders of towns to be built, and what there is to ask of what was built."""

import contextlib
import datetime
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import docx
from click.testing import CliRunner, Result
from conftest import ROOT

from wenming.cli.main import main
from wenming.county.jobs import TownBuilt, TownJob
from wenming.pipeline import Job

NOW = datetime.datetime(2026, 5, 1, 10)


def towns(folder: Path, *names: str, like: str = "heshan") -> Path:
    """*folder* with small towns of these *names*."""
    for name in names:
        shutil.copytree(ROOT / "data" / like, folder / name)
    return folder


def jobs_of(folder: Path, out: Path | str) -> list[TownJob]:
    """The plan of each town in *folder*, to be put into *out*."""
    return [TownJob(str(town), Job(kinds=("plan",)), str(out)) for town in sorted(folder.iterdir())]


def names(addresses: Iterable[str]) -> list[str]:
    """The names of the folders that *addresses* are."""
    return [Path(town).name for town in addresses]


def are_built(results: Iterable[TownBuilt]) -> dict[str, bool]:
    """Which of the towns were built, by the names of their folders."""
    return {Path(one.town).name: not one.faults for one in results}


def what_is_wrong(results: Iterable[TownBuilt]) -> list[str]:
    """What the faults of the towns are."""
    return [fault.what for one in results for fault in one.faults]


def contents(folder: Path) -> dict[str, bytes]:
    """The documents of all towns, by folder and name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.glob("*/*.docx"))}


def text_of(path: Path) -> str:
    """The words of a Word file, those in tables too."""
    body = docx.Document(str(path)).element.body
    return "\n".join(node.text or "" for node in body.iter("{*}t"))


def run(*arguments: str | Path) -> Result:
    """What a command does."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


class Machines:
    """A scheduler, and workers, as somebody starts them on machines of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        self.scheduler = self.start("scheduler", "--host", "127.0.0.1", "--port", "0")

    @property
    def address(self) -> str:
        """Where the scheduler is, once it has said so."""
        import distributed

        file = self._folder / "scheduler.json"
        with distributed.Client(scheduler_file=str(file), timeout=30) as client:
            assert client.scheduler is not None
        address: str = json.loads(file.read_text(encoding="utf-8"))["address"]
        return address.replace("tcp://", "dask://")

    def add_worker(self, threads: int = 1) -> "subprocess.Popen[bytes]":
        """One more worker."""
        return self.start("worker", "--nthreads", str(threads), "--nworkers", "1", "--local-directory", self._folder)

    def start(self, what: str, *options: str | Path) -> "subprocess.Popen[bytes]":
        """A process of the cluster."""
        folders = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        file = str(self._folder / "scheduler.json")
        with (self._folder / f"{len(self._running)}.log").open("wb") as log:
            started = subprocess.Popen(
                [sys.executable, "-m", "dask", what, "--no-dashboard", "--scheduler-file", file, *map(str, options)],
                env={**os.environ, "PYTHONPATH": folders},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._running.append(started)
        return started

    def stop(self) -> None:
        """End all of them, and what they have started: a worker without a scheduler does not end when it is asked."""
        for one in self._running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(one.pid, signal.SIGKILL)
            one.wait()
