"""Runs that are stopped at any moment: nothing lost, nothing twice, the rest done, the culprit named.

A few of each kind run always, a hundred in all with ``-m whole``.
"""

import errno
import json
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT
from counties import NOW, Machines, are_built, contents, jobs_of, run, towns, what_is_wrong
from county_workers import build_slowly

from wenming.base import files
from wenming.county import cluster, local
from wenming.county.batch import RunStopped, batch
from wenming.county.runs import NAME, Runs, place_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
psutil = pytest.importorskip("psutil", reason="the libraries of [cluster] are not installed")
_ALWAYS = 2  # moments of each kind that are tried in every run of the tests
_TOWNS = tuple("abcdefghijkl")


def moments(count: int) -> list[object]:
    """The numbers of so many moments, of which most are tried with -m whole."""
    return [pytest.param(n, marks=() if n < _ALWAYS else pytest.mark.whole) for n in range(count)]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A folder of towns, and the documents that an undisturbed run makes of them."""
    work = tmp_path_factory.mktemp("undisturbed")
    folder = towns(work / "data", *_TOWNS)
    made = batch(jobs_of(folder, work / "out"), str(work / "out"), NOW)
    assert made.built == len(_TOWNS)
    return folder, contents(work / "out")


def expect_done(out: Path, documents: dict[str, bytes]) -> None:
    """After the next run everything is there once, whole, and nothing else."""
    result = run("build", "--resume", "--out", out)
    assert result.exit_code == 0, result.output
    assert contents(out) == documents
    assert not [*out.rglob("*.part")]
    with Runs(place_of(str(out))) as runs:
        last = runs.last()
        assert last is not None and (last.done, last.failed, last.waiting) == (len(_TOWNS), 0, 0)


def expect_whole(out: Path, documents: dict[str, bytes]) -> None:
    """What there is already is whole."""
    assert contents(out).items() <= documents.items()


@pytest.mark.parametrize("moment", moments(34))
def test_the_program_is_killed(undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path, moment: int) -> None:
    folder, documents = undisturbed
    out = tmp_path / "out"
    command = [sys.executable, str(ROOT / "cli.py"), "build", f"{folder}/*", "plan", "--out", str(out)]
    running = subprocess.Popen(command, env={**os.environ, "WENMING_CI": "1"}, stderr=subprocess.PIPE)
    time.sleep(random.Random(moment).uniform(0.2, 2.2))
    running.kill()
    running.communicate()  # ends when the processes that it started have ended too, which hold its stderr
    expect_whole(out, documents)
    if not (out / NAME).exists():  # before anything was begun
        batch(jobs_of(folder, out), str(out), NOW)
    expect_done(out, documents)


@pytest.mark.parametrize("moment", moments(33))
def test_a_worker_is_killed(undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path, moment: int) -> None:
    folder, documents = undisturbed
    out = tmp_path / "out"
    chance = random.Random(moment)

    def kill_one() -> None:
        time.sleep(chance.uniform(0.1, 1.6))
        workers = multiprocessing.active_children()
        if workers:
            os.kill(chance.choice(workers).pid or 0, signal.SIGKILL)

    killer = threading.Thread(target=kill_one)
    killer.start()
    results = [*local.build_all(jobs_of(folder, out), 2, build=build_slowly)]
    killer.join()
    assert sorted(are_built(results)) == list(_TOWNS) and len(results) == len(_TOWNS)
    assert what_is_wrong(results) in ([], ["做这个镇的时候，进程突然没有了"])
    expect_whole(out, documents)
    batch(jobs_of(folder, out), str(out), NOW)
    expect_done(out, documents)


@pytest.mark.parametrize("moment", moments(33))
def test_a_scheduler_is_killed(
    undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path, machines: Machines, moment: int
) -> None:
    folder, documents = undisturbed
    out = tmp_path / "out"
    machines.add_worker()
    address = machines.address
    killer = threading.Timer(random.Random(moment).uniform(0.3, 2.5), machines.scheduler.kill)
    killer.start()
    try:
        batch(jobs_of(folder, out), str(out), NOW, engine=address)
    except RunStopped as stopped:
        assert {fault.code for fault in stopped.faults} == {"unreachable"}
    killer.join()
    expect_whole(out, documents)
    expect_done(out, documents)


def test_a_worker_of_a_cluster_is_killed(
    undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path, machines: Machines
) -> None:
    folder, documents = undisturbed
    nanny = psutil.Process(machines.add_worker().pid)
    machines.add_worker()
    scheduler = machines.address.replace("dask://", "tcp://")
    results = []
    killed = 0
    for result in cluster.build_all(jobs_of(folder, tmp_path / "out"), scheduler=scheduler, build=build_slowly):
        results.append(result)
        if len(results) == 2:
            for process in nanny.children():
                process.kill()
                killed += 1
    assert killed
    assert len(results) == len(_TOWNS) and all(are_built(results).values())
    assert contents(tmp_path / "out") == documents


# A disk without room


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A disk of this *size* at *folder*; the test is passed over where none may be made."""
    if not shutil.which("mount"):
        pytest.skip("no disk of one's own may be made here")
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True)
    if made.returncode:
        pytest.skip("no disk of one's own may be made here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_stops_the_run_and_loses_nothing(
    undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    folder, documents = undisturbed
    with small_disk(tmp_path / "disk", "220k"):
        out = tmp_path / "disk" / "out"
        result = run("build", f"{folder}/*", "plan", "--out", out)
        assert result.exit_code == 1 and "Traceback" not in result.output
        assert "写不进去" in result.stderr and "磁盘是否已满" in result.stderr
        expect_whole(out, documents)
        subprocess.run(["mount", "-o", "remount,size=50M", str(tmp_path / "disk")], check=True)
        expect_done(out, documents)


def test_a_town_that_finds_no_room_is_named_and_the_others_are_built(
    county: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    jobs = jobs_of(county("a", "b"), out)
    whole = files.write_part

    def without_room(path: Path, data: bytes) -> Path:
        if path.parent.name == "a":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return whole(path, data)

    monkeypatch.setattr(files, "write_part", without_room)
    monkeypatch.setattr(local, "build_all", lambda due, _workers: map(local.build_town, due))
    made = batch(jobs, str(out), NOW)
    assert [Path(town.town).name for town in made.failed] == ["a"] and made.built == 1
    assert list(contents(out)) == ["b/鹤山镇文明村镇创建工作实施方案.docx"]


# The table of runs


@pytest.mark.parametrize("damage", ["none of SQLite", "in the middle"])
def test_a_damaged_table_is_told_and_the_mend_works(county: Callable[..., Path], tmp_path: Path, damage: str) -> None:
    folder, out = county("a", "b"), tmp_path / "out"
    assert run("build", f"{folder}/*", "plan", "--out", out).exit_code == 0
    whole = (out / NAME).read_bytes()
    (out / NAME).write_bytes(b"x" * 5000 if damage == "none of SQLite" else whole[:4096] + b"x" * (len(whole) - 4096))
    result = run("build", f"{folder}/*", "plan", "--out", out)
    assert result.exit_code == 1 and "删掉它再运行" in result.stderr
    (out / NAME).unlink()
    assert run("build", f"{folder}/*", "plan", "--out", out).exit_code == 0


def test_a_table_that_leads_elsewhere_is_put_aside(county: Callable[..., Path], tmp_path: Path) -> None:
    folder, out = county("a", "b"), tmp_path / "out"
    out.mkdir()
    elsewhere = tmp_path / "elsewhere.sqlite"
    sqlite3.connect(elsewhere).close()
    elsewhere.write_bytes(b"")
    (out / NAME).symlink_to(elsewhere)
    assert run("build", f"{folder}/*", "plan", "--out", out).exit_code == 0
    assert elsewhere.read_bytes() == b""


def test_a_table_with_strange_contents_is_not_believed(county: Callable[..., Path], tmp_path: Path) -> None:
    folder, out = county("a", "b"), tmp_path / "out"
    assert run("build", f"{folder}/*", "plan", "--out", out).exit_code == 0
    with sqlite3.connect(out / NAME) as table:
        table.execute("update job set made = '[1]', standing = '{\"rate\": 7}', faults = '{', written = 'x'")
    table.close()
    assert run("runs", "--out", out).exit_code == 0
    assert run("build", "--resume", "--out", out).exit_code == 0
    with sqlite3.connect(out / NAME) as table:
        table.execute("update run set options = 'nonsense'")
    table.close()
    result = run("build", "--resume", "--out", out)
    assert result.exit_code == 1 and "还没有做过很多镇" in result.stderr


@pytest.mark.parametrize(
    "strange",
    [{"rate": "NaN"}, {"rate": "1e999999"}, {"week": 5}, {"week": "zzz"}, {"villages": "zz"}, {"overdue": [1]}],
)
def test_a_strange_standing_is_as_if_it_were_not_there(
    county: Callable[..., Path], tmp_path: Path, strange: dict[str, object]
) -> None:
    folder, out = county("a", "b"), tmp_path / "out"
    assert run("build", f"{folder}/*", "plan", "--out", out).exit_code == 0
    usual = {"week": "2026-W12", "rate": "1", "change": "0", "should": None, "villages": 3, "silent": [], "open": 0}
    standing = json.dumps({**usual, "overdue": [], "form": "weeks/2026-W12.yaml", **strange})
    with sqlite3.connect(out / NAME) as table:
        table.execute("update job set standing = ?", (standing,))
    table.close()
    result = run("build", "--resume", "--out", out)
    assert result.exit_code == 0 and "2 个镇没有变" in result.stdout, result.output


def test_a_run_that_is_interrupted_by_hand_says_how_to_go_on(
    undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    folder, documents = undisturbed
    out = tmp_path / "out"
    command = [
        sys.executable,
        str(ROOT / "cli.py"),
        "build",
        f"{folder}/*",
        "plan",
        "--out",
        str(out),
        "--workers",
        "1",
    ]
    running = subprocess.Popen(
        command, env={**os.environ, "WENMING_CI": "1"}, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not contents(out):
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    _nothing, said = running.communicate()
    assert running.returncode == 1 and "停下了。做好的都在，加 --resume 接着做" in said and "Traceback" not in said
    expect_done(out, documents)
