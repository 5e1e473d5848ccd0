"""Towns on a Dask cluster: the same as here; who kills a worker or hangs is named; machines may go in the middle."""

import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from counties import NOW, Machines, are_built, contents, jobs_of, names, run, what_is_wrong
from county_workers import build_or_die, build_or_hang, build_slowly

from wenming.base.diagnostics import Faults
from wenming.base.lazy import Later
from wenming.county import cluster, stores
from wenming.county.batch import Progress, RunStopped, batch
from wenming.county.jobs import TownBuilt
from wenming.county.runs import Runs, place_of

pytest.importorskip("distributed", reason="the libraries of [cluster] are not installed")


def test_the_bytes_are_those_of_this_pc(county: Callable[..., Path], tmp_path: Path) -> None:
    folder = county("a", "b", "c")
    for engine in ("local", "dask"):
        out = tmp_path / engine
        assert batch(jobs_of(folder, out), str(out), NOW, engine=engine, workers=2).built == 3
    assert len(contents(tmp_path / "dask")) == 3
    assert contents(tmp_path / "dask") == contents(tmp_path / "local")
    for name in ("汇总.xlsx", "汇总.docx"):
        assert (tmp_path / "dask" / name).read_bytes() == (tmp_path / "local" / name).read_bytes()


def test_a_town_that_kills_its_worker_is_named_and_the_others_are_built(
    county: Callable[..., Path], tmp_path: Path
) -> None:
    folder = county("a", "b", "c", "d", "killer")
    results = [*cluster.build_all(jobs_of(folder, tmp_path / "out"), 2, build=build_or_die)]
    assert are_built(results) == {"a": True, "b": True, "c": True, "d": True, "killer": False}
    assert len(results) == 5 and what_is_wrong(results) == ["做这个镇的时候，进程突然没有了"]


def test_a_town_that_never_ends_is_stopped_and_named(county: Callable[..., Path], tmp_path: Path) -> None:
    folder = county("a", "b", "hanging")
    jobs = [job._replace(seconds_max=6) for job in jobs_of(folder, tmp_path / "out")]
    results = [*cluster.build_all(jobs, 2, build=build_or_hang)]
    assert are_built(results) == {"a": True, "b": True, "hanging": False}
    assert what_is_wrong(results) == ["做了 6 秒还没有做完，停下了"]


def test_no_other_machine_reaches_the_cluster_of_this_pc(county: Callable[..., Path], tmp_path: Path) -> None:
    import psutil

    results = cluster.build_all(jobs_of(county("a", "b"), tmp_path / "out"), 2)
    next(results)
    me = psutil.Process()
    listening = [
        one.laddr.ip
        for process in (me, *me.children(recursive=True))
        for one in process.net_connections("tcp")
        if one.status == psutil.CONN_LISTEN
    ]
    assert set(listening) == {"127.0.0.1"}
    assert len([*results]) == 1


def test_a_cluster_of_several_machines_builds_and_one_may_go_in_the_middle(
    county: Callable[..., Path], tmp_path: Path, machines: Machines
) -> None:
    folder = county(*"abcdefghij")
    goes = machines.add_worker()
    machines.add_worker()
    scheduler = machines.address.replace("dask://", "tcp://")
    results: list[TownBuilt] = []
    for result in cluster.build_all(jobs_of(folder, tmp_path / "out"), scheduler=scheduler, build=build_slowly):
        results.append(result)
        if len(results) == 2:
            goes.kill()
    assert len(results) == 10 and all(are_built(results).values()), what_is_wrong(results)
    assert len(contents(tmp_path / "out")) == 10


def test_a_scheduler_that_goes_in_the_middle_leaves_what_another_run_goes_on_from(
    county: Callable[..., Path], tmp_path: Path, machines: Machines
) -> None:
    folder, out = county(*"abcdefghijklmnop"), tmp_path / "out"
    machines.add_worker()

    def stop_the_scheduler(progress: Progress) -> None:
        if progress.done == 2:
            machines.scheduler.kill()

    with pytest.raises(RunStopped) as stopped:
        batch(jobs_of(folder, out), str(out), NOW, engine=machines.address, on_progress=stop_the_scheduler)
    assert "集群够不着了" in str(stopped.value) and 0 < stopped.value.done < stopped.value.of == 16
    with Runs(place_of(str(out))) as runs:
        last = runs.last()
        assert last is not None and 0 < last.done < 16 and last.failed == 0

    resumed = run("build", "--resume", "--out", out)
    assert resumed.exit_code == 0, resumed.output
    batch(jobs_of(folder, tmp_path / "undisturbed"), str(tmp_path / "undisturbed"), NOW)
    assert contents(out) == contents(tmp_path / "undisturbed")


def test_what_machines_lack_is_told_before_anything_is_built(
    county: Callable[..., Path], tmp_path: Path, machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = county("a")
    machines.add_worker(threads=2)
    address = machines.address.replace("dask://", "tcp://")
    monkeypatch.setattr(cluster, "program_key", lambda: b"another")
    elsewhere = {str(tmp_path / "nowhere" / "town.yaml"): "a digest"}
    monkeypatch.setattr(cluster, "_to_be_seen", lambda _jobs: nullcontext(elsewhere))
    with pytest.raises(Faults) as raised:
        [*cluster.build_all(jobs_of(folder, tmp_path / "out"), scheduler=address)]
    assert {fault.code for fault in raised.value.faults} == {"unfit-machine"}
    told = "\n".join(fault.what for fault in raised.value.faults)
    assert "几个线程" in told and "程序和这里的不一样" in told and f"看不到 {tmp_path / 'nowhere'}" in told


def test_a_scheduler_that_nobody_started_is_told(
    county: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_TO_REACH", 2)
    cluster_at = "dask://127.0.0.1:1"
    result = run("build", f"{county('a')}/*", "plan", "--out", tmp_path / "out", "--engine", cluster_at)
    assert result.exit_code == 1 and "集群够不着了" in result.stderr and "一个镇也没有做" in result.stderr
    with Runs(place_of(str(tmp_path / "out"))) as runs:
        assert names(runs.towns(1)) == ["a"]


def test_a_folder_of_the_same_name_that_is_another_is_told(county: Callable[..., Path], tmp_path: Path) -> None:
    with cluster._to_be_seen(jobs_of(county("a"), tmp_path / "out")) as files_here:
        assert cluster._look_around(files_here).not_seen == ()
        [_form, mark] = map(Path, files_here)
        assert mark.parent == tmp_path / "out"
        mark.unlink()
        assert cluster._look_around(files_here).not_seen == (str(tmp_path / "out"),)
    assert [*(tmp_path / "out").iterdir()] == []


def test_a_machine_with_another_program_that_joins_later_builds_nothing(
    county: Callable[..., Path], tmp_path: Path
) -> None:
    [result] = cluster._build_chunk(cluster.build_town, jobs_of(county("a"), tmp_path / "out"), b"another")
    assert "上的程序和别的不一样" in result.faults[0].what and contents(tmp_path / "out") == {}


@pytest.mark.parametrize("engine", ["dask://first", "dask://first:abc", "dask://", "spark", "dask://a/b:1"])
def test_an_engine_that_is_none_is_a_fault_of_usage(county: Callable[..., Path], tmp_path: Path, engine: str) -> None:
    result = run("build", f"{county('a')}/*", "--out", tmp_path / "out", "--engine", engine)
    assert result.exit_code == 2 and "dask://电脑名:8786" in result.stderr


@pytest.mark.parametrize(
    ("library", "arguments"),
    [
        ("distributed", ["data/*", "--engine", "dask"]),
        ("fsspec", ["s3://county/data"]),
        ("s3fs", ["s3://county/data"]),
        ("s3fs", ["data/*", "--out", "s3://county/out"]),
    ],
)
def test_a_library_that_is_missing_is_told_with_how_to_install_it(
    county: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, arguments: list[str]
) -> None:
    county("a", "b")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, library, None)
    if library == "fsspec":
        monkeypatch.setattr(stores, "fsspec", Later("fsspec"))
    result = run("build", *arguments, "plan", "--workers", "1")
    assert result.exit_code == 1, result.output
    assert f"还没有装 {library}" in result.stderr and "[cluster]" in result.stderr
