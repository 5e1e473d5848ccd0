"""Thousands of towns: ``python benchmarks/province.py [--towns 1000] [--most 3000]``.

A province of real sizes is made (``province_forms``) and its weekly reports are built by ``build``: by the processes of
this PC, beside as many plain processes that each build their half of the towns one after the other; by a Dask cluster
of several worker processes; on one core and on two. Then 100, 300, 1,000 and 3,000 towns, for the growth; and what the
38,000 towns of the country would take on 1, 8 and 64 cores, by a model that is held against every measured point.

Every round has its own empty cache and its own outputs, which are removed when they are measured.
"""

import argparse
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import province_forms

ROOT = Path(__file__).parent.parent
WEEK = f"2026-W{province_forms.LAST_WEEK:02}"
ALL_TOWNS = 38_000
_LOOK = 0.2  # seconds between two looks at the memory
_INDEPENDENT = """
import sys
from pathlib import Path
from wenming import Job, build
from wenming.town.beside import towns_in
out, week, names = sys.argv[1:]
towns = Path(names).read_text().split()
there = towns_in(Path(towns[0]).parent)  # once: else each town would look at all others
for town in towns:
    build(Job(folder=Path(town), kinds=("weekly",), week=week, out=Path(out), beside=there))
"""


class Measured(NamedTuple):
    """A round: how many *towns*, in how many *seconds*; the most *memory* of all processes and of one, in bytes.

    *written*: the bytes of the documents; *alone*: seconds of a core that the first process took.
    """

    towns: int
    seconds: float
    memory: int
    memory_of_one: int
    written: int
    alone: float

    @property
    def rate(self) -> float:
        """Towns a second."""
        return self.towns / self.seconds


class Memory:
    """How much memory a process and those below it take at most, looked at now and then."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.most = self.most_of_one = 0
        self.alone = 0.0  # seconds of a core that the process itself took

    def __enter__(self) -> "Memory":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(_LOOK):
            sizes = [_resident(pid) for pid in _with_children(self._pid)]
            self.most = max(self.most, sum(sizes))
            self.most_of_one = max(self.most_of_one, *sizes, 0)
            self.alone = max(self.alone, _core_seconds(self._pid))


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _with_children(int(child))


def _resident(pid: int) -> int:
    """The memory of a process that no other shares, in bytes."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))


def _core_seconds(pid: int) -> float:
    """How long a process has worked, in seconds of a core."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def environment(work: Path, cores: Sequence[int]) -> Iterator[dict[str, str]]:
    """What a round runs in: an empty cache, so many cores."""
    cache = work / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    yield {**os.environ, "WENMING_CACHE": str(cache), "WENMING_CI": "1", "PYTHONPATH": str(ROOT)}
    os.sched_setaffinity(0, before)
    shutil.rmtree(cache, ignore_errors=True)


def by_program(work: Path, names: Path, towns: int, cores: Sequence[int], *options: str) -> Measured:
    """A round of ``build``."""
    out = work / "out"
    command = [sys.executable, str(ROOT / "cli.py"), "build", str(names), "weekly", "--week", WEEK, "--out", str(out)]
    with environment(work, cores) as variables:
        began = time.perf_counter()
        running = subprocess.Popen(
            [*command, *options], env=variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        with Memory(running.pid) as memory:
            said, _nothing = running.communicate()
        seconds = time.perf_counter() - began
    assert running.returncode == 0, said.decode()
    return Measured(towns, seconds, memory.most, memory.most_of_one, _emptied(out), memory.alone)


def by_themselves(work: Path, halves: Sequence[Path], towns: int, cores: Sequence[int]) -> Measured:
    """A round of plain processes, each with its part of the towns."""
    out = work / "out"
    with environment(work, cores) as variables:
        began = time.perf_counter()
        running = [
            subprocess.Popen([sys.executable, "-c", _INDEPENDENT, str(out), WEEK, str(half)], env=variables)
            for half in halves
        ]
        with Memory(running[0].pid) as memory:
            codes = [one.wait() for one in running]
        seconds = time.perf_counter() - began
    assert codes == [0] * len(halves)
    return Measured(towns, seconds, memory.most, memory.most_of_one, _emptied(out), memory.alone)


def _emptied(out: Path) -> int:
    """The bytes in *out*, which is removed."""
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    shutil.rmtree(out)
    return size


def listed(work: Path, name: str, towns: Sequence[Path]) -> Path:
    """A file with the names of *towns*."""
    path = work / name
    path.write_text("\n".join(map(str, towns)), encoding="utf-8")
    return path


def show(what: str, one: Measured) -> None:
    """A line of the table."""
    print(
        f"{what:34} {one.towns:6} {one.seconds:8.1f} s {one.rate:7.1f}/s"
        f" {one.memory / 1e6:6.0f} MB {one.memory_of_one / 1e6:6.0f} MB {one.written / one.towns / 1e3:6.0f} kB/town",
        flush=True,
    )


def compared(
    work: Path, towns: Sequence[Path], cores: Sequence[int], rounds: int
) -> tuple[Measured, Measured, Measured]:
    """The program beside plain processes, in turns; one core, two, and a cluster: the last three are given back."""
    names = listed(work, "all.txt", towns)
    halves = [listed(work, f"{n}.txt", towns[n :: len(cores)]) for n in range(len(cores))]
    ratios: list[float] = []
    for _round in range(rounds):
        plain = by_themselves(work, halves, len(towns), cores)
        show(f"{len(cores)} plain processes", plain)
        ours = by_program(work, names, len(towns), cores)
        show(f"local, {len(cores)} cores", ours)
        ratios.append(plain.seconds / ours.seconds)
    print(f"  of what plain processes reach: {statistics.median(ratios):.2f}    (asked: 0.9)")
    cluster = by_program(work, names, len(towns), cores, "--engine", "dask")
    show(f"dask, {len(cores)} worker processes", cluster)
    one = by_program(work, names, len(towns), cores[:1])
    show("local, 1 core", one)
    print(f"  two cores beside one: {one.seconds / ours.seconds:.2f} times as fast")
    return one, ours, cluster


def growth(work: Path, towns: Sequence[Path], cores: Sequence[int]) -> list[Measured]:
    """Ever more towns; how time grows with them."""
    points: list[Measured] = []
    for count in (100, 300, 1000, 3000):
        if count <= len(towns):
            point = by_program(work, listed(work, "some.txt", towns[:count]), count, cores)
            show(f"local, {len(cores)} cores", point)
            points.append(point)
    return points


def exponent(points: Sequence[Measured]) -> float:
    """How time grows with the number of towns: 1 is in proportion."""
    xs = [math.log(point.towns) for point in points]
    ys = [math.log(point.seconds) for point in points]
    x, y = statistics.mean(xs), statistics.mean(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


class Model(NamedTuple):
    """What a run takes: so many seconds to *begin*, so many of one core for a town, and *alone* in the first process.

    *beside*: how much longer a core takes where others work beside it.
    """

    begin: float
    of_town: float
    alone: float
    beside: float

    def seconds(self, towns: int, cores: int) -> float:
        """How long so many *towns* take on so many *cores*."""
        slower = self.beside if cores > 1 else 1.0
        return self.begin + towns * max(self.of_town * slower / cores, self.alone)


def model_of(one: Measured, two: Measured, points: Sequence[Measured]) -> Model:
    """The model that a round on *one* core gives, the same on *two*, and ever more towns on two."""
    slope, begin = statistics.linear_regression([one.towns for one in points], [one.seconds for one in points])
    begin = max(0.0, begin)
    of_town = (one.seconds - begin) / one.towns
    return Model(begin, of_town, two.alone / two.towns, slope * 2 / of_town)


def foretell(model: Model, points: Sequence[tuple[int, Measured]]) -> None:
    """The model beside what was measured on so many cores, and what it says of all towns."""
    print(
        f"model: {model.begin:.1f} s, a town {model.of_town * 1000:.0f} ms of a core,"
        f" {model.alone * 1000:.1f} ms of the first process; beside others a core takes {model.beside:.2f} as long"
    )
    for cores, point in points:
        said = model.seconds(point.towns, cores)
        off = said / point.seconds - 1
        print(f"  {point.towns:6} towns on {cores}: {point.seconds:7.1f} s, the model says {said:7.1f} ({off:+.0%})")
    for cores in (1, 8, 64):
        print(f"  {ALL_TOWNS:6} towns on {cores:2}: {model.seconds(ALL_TOWNS, cores) / 60:7.1f} min")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--towns", type=int, default=1000, help="for the comparison")
    options.add_argument("--most", type=int, default=3000, help="for the growth")
    options.add_argument("--rounds", type=int, default=2)
    asked = options.parse_args()
    cores = sorted(os.sched_getaffinity(0))[:2]
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        towns = [province_forms.write_town(work / "data", number) for number in range(asked.most)]
        forms = sum(path.stat().st_size for path in (work / "data").rglob("*.yaml"))
        sizes = [province_forms.size_of(number) for number in range(asked.most)]
        columns = [f"{statistics.mean(column):.0f} (to {max(column)})" for column in zip(*sizes, strict=True)]
        print(
            f"{asked.most} towns: {columns[0]} villages, {columns[1]} tasks, {columns[2]} weeks, {forms / 1e6:.0f} MB"
        )
        print(f"{'':34} {'towns':>6} {'time':>10} {'':>9} {'memory':>9} {'of one':>9}")
        largest = province_forms.write_town(work / "largest", 0, province_forms.LARGEST)
        show(
            "the largest: {} villages, {} tasks, {} weeks".format(*province_forms.LARGEST),
            by_program(work, listed(work, "largest.txt", [largest]), 1, cores),
        )
        one, two, cluster = compared(work, towns[: asked.towns], cores, asked.rounds)
        points = growth(work, towns, cores)
        print(f"  growth: exponent {exponent(points):.3f}    (asked: 1.05)")
        measured = [(len(cores), point) for point in points]
        model = model_of(one, two, points)
        foretell(model, [(1, one), *measured, (len(cores), cluster)])


if __name__ == "__main__":
    main()
