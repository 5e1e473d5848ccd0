"""Forms and documents in stores, memory here and an S3 server: the same bytes, nothing lost, nothing outside."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from counties import contents, run

from wenming.base.diagnostics import Faults
from wenming.county import bringing
from wenming.county.building import build_town
from wenming.county.jobs import Known, TownJob
from wenming.county.named import named
from wenming.county.stores import Store
from wenming.pipeline import Job

fsspec = pytest.importorskip("fsspec", reason="the libraries of [cluster] are not installed")
PLAN = Job(kinds=("plan",))


@pytest.fixture
def memory() -> Iterator[Any]:
    """An empty store in the memory of this process."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    yield system
    system.store.clear()


@pytest.fixture
def by_folder(county: Callable[..., Path], tmp_path: Path) -> dict[str, bytes]:
    """The documents of the towns a and b as they are made in folders."""
    assert run("build", f"{county('a', 'b')}/*", "plan", "--out", tmp_path / "folder").exit_code == 0
    return contents(tmp_path / "folder")


def documents(system: Any, root: str) -> dict[str, bytes]:
    """The documents in a store by folder and name."""
    found = [path for path in system.find(root) if path.endswith(".docx") and path.count("/") > root.count("/") + 1]
    return {path[len(root) :].lstrip("/"): system.cat_file(path) for path in found}


def test_forms_in_memory_become_documents_in_memory(
    county: Callable[..., Path], by_folder: dict[str, bytes], memory: Any
) -> None:
    memory.put(str(county()), "/data", recursive=True)
    for town in named(["memory://data"]).towns:
        made = build_town(TownJob(town, PLAN, "memory://out"))
        assert made.faults == () and made.made[0].file.startswith("memory://out/")
        assert made.made[0].forms[0].startswith("memory://data/")
    assert documents(memory, "/out") == by_folder


def test_forms_of_a_store_become_documents_in_a_folder_and_edits_are_merged_there(
    county: Callable[..., Path], by_folder: dict[str, bytes], memory: Any, tmp_path: Path
) -> None:
    memory.put(str(county()), "/data", recursive=True)
    job = TownJob("memory://data/a", PLAN, str(tmp_path / "out"))
    assert [one.state for one in build_town(job).made] == ["new"]
    assert [one.state for one in build_town(job).made] == ["same"]
    assert contents(tmp_path / "out").items() <= by_folder.items()


def test_what_somebody_changed_in_a_store_is_kept(county: Callable[..., Path], memory: Any) -> None:
    job = TownJob(str(county("a") / "a"), PLAN, "memory://out")
    [made] = build_town(job).made
    memory.pipe_file(made.file.removeprefix("memory:/"), b"edited")
    assert [one.state for one in build_town(job).made] == ["edited"]  # nothing is new: it stays
    path = county() / "a" / "plan.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("美化村容村貌，", ""), encoding="utf-8")
    [again] = build_town(job).made
    assert again.state == "aside" and again.backup is not None
    assert memory.cat_file(again.backup.removeprefix("memory:/")) == b"edited"


def test_the_manifest_comes_last(county: Callable[..., Path], memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    whole = type(memory).pipe_file

    def note(self: Any, path: str, data: bytes, **more: Any) -> None:
        written.append(path)
        whole(self, path, data, **more)

    monkeypatch.setattr(type(memory), "pipe_file", note)
    build_town(TownJob(str(county("a") / "a"), out="memory://out"))
    assert len(written) == 3 and written[-1].endswith("/.wenming/manifest.json")


def test_a_town_in_a_store_counts_as_done_while_its_documents_are_there(
    county: Callable[..., Path], memory: Any
) -> None:
    job = TownJob(str(county("a") / "a"), PLAN, "memory://out")
    first = build_town(job)
    known = Known(first.key, {one.name: one.digest for one in first.made})
    assert build_town(job._replace(known=(known,))).is_unchanged
    memory.rm(first.made[0].file.removeprefix("memory:/"))
    assert not build_town(job._replace(known=(known,))).is_unchanged


def test_faults_name_the_form_in_the_store(county: Callable[..., Path], memory: Any) -> None:
    path = county("a") / "a" / "plan.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("版式: ", "版试: "), encoding="utf-8")
    memory.put(str(county()), "/data", recursive=True)
    [fault] = build_town(TownJob("memory://data/a", PLAN, "memory://out")).faults
    assert fault.place.file == "memory://data/a/plan.yaml" and fault.place.line > 1
    [missing] = build_town(TownJob("memory://data/nowhere", PLAN, "memory://out")).faults
    assert missing.place.file == "memory://data/nowhere" and missing.code == "no-town"
    assert documents(memory, "/out") == {}


def test_templates_that_towns_share_are_used(county: Callable[..., Path], memory: Any) -> None:
    memory.put(str(county("a")), "/data", recursive=True)
    memory.pipe_file("/data/templates/plan.yaml", "模板: nothing.docx\n".encode())
    [fault] = build_town(TownJob("memory://data/a", PLAN, "memory://out")).faults
    assert "nothing.docx" in fault.what


@pytest.mark.parametrize(
    "name", ["../../evil.yaml", "weeks/../../../evil.yaml", ".hidden/x.yaml", "a\\..\\evil", "c:evil"]
)
def test_names_that_lead_out_of_the_folder_are_not_brought(memory: Any, tmp_path: Path, name: str) -> None:
    memory.pipe_file("/data/a/town.yaml", b"x")
    memory.store[f"/data/a/{name}"] = memory.store["/data/a/town.yaml"]
    folder = tmp_path / "into" / "a"
    Store("memory://data/a").fetch(folder)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["town.yaml"]


@pytest.mark.parametrize("name", ["..", "C:x", "a\\b", "CON"])
def test_a_town_whose_name_leads_elsewhere_is_not_built(memory: Any, tmp_path: Path, name: str) -> None:
    memory.pipe_file("/data/a/town.yaml", b"x")
    memory.store[f"/data/{name}/town.yaml"] = memory.store["/data/a/town.yaml"]
    [fault] = build_town(TownJob(f"memory://data/{name}", PLAN, str(tmp_path / "out" / "here"))).faults
    assert fault.code == "no-town" and "不能作文件夹的名称" in fault.what
    assert [*tmp_path.iterdir()] == []


def test_a_county_template_in_the_store_makes_the_summary(
    county: Callable[..., Path], tmp_path: Path, memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.put(str(county("a")), "/data", recursive=True)
    own = (ROOT / "templates" / "county.docx").read_bytes()
    memory.pipe_file("/data/templates/county.docx", own + b"no zip")
    shared = bringing.shared_file("memory://data/a", "county.docx")
    assert shared == ("memory://data/templates/county.docx", own + b"no zip")
    assert bringing.shared_file("memory://nowhere/a", "county.docx") is None
    assert bringing.shared_file(str(county() / "a"), "county.docx") is None


def test_a_document_in_a_store_that_is_too_large_to_be_kept_is_not_written_over(
    county: Callable[..., Path], memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = TownJob(str(county("a") / "a"), PLAN, "memory://out")
    [made] = build_town(job).made
    monkeypatch.setattr("wenming.base.files.LARGEST", 10_000)
    memory.pipe_file(made.file.removeprefix("memory:/"), bytes(20_000))
    result = build_town(job)
    assert [fault.code for fault in result.faults] == ["too-large"] and result.written == ()
    assert memory.cat_file(made.file.removeprefix("memory:/")) == bytes(20_000)


def test_a_bucket_that_is_not_there_is_not_made(county: Callable[..., Path], tmp_path: Path, s3: str) -> None:
    result = run("build", f"{county('a', 'b')}/*", "plan", "--out", f"{s3}-misspelt/out")
    assert result.exit_code == 1 and "够不着" in result.stderr
    system = fsspec.filesystem("s3", use_listings_cache=False)
    assert not [one for one in system.ls("") if "misspelt" in one]
    none = run("build", f"{s3}-misspelt/data/*", "plan", "--out", tmp_path / "out")
    assert none.exit_code == 1 and f"{s3}-misspelt/data/*" in none.stderr and "这里一个镇也没有" in none.stderr


def test_show_says_that_forms_lie_in_a_store(county: Callable[..., Path], memory: Any, tmp_path: Path) -> None:
    memory.put(str(county("a")), "/data", recursive=True)
    [made] = build_town(TownJob("memory://data/a", PLAN, str(tmp_path / "out"))).made
    shown = run("show", made.file).stdout
    assert "memory://data/a/plan.yaml  不在这台电脑上，没有看" in shown and "不在了" not in shown


def test_a_town_of_too_many_bytes_is_not_brought(memory: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from wenming.county import stores

    monkeypatch.setattr(stores, "_FILE_MAX", 10)
    memory.pipe_file("/data/a/photos/large.jpg", bytes(11))
    with pytest.raises(Faults) as raised:
        Store("memory://data/a").fetch(tmp_path / "a")
    assert [fault.code for fault in raised.value.faults] == ["too-large"]


def test_a_folder_that_is_written_as_an_address_is_a_folder(county: Callable[..., Path], tmp_path: Path) -> None:
    result = run("build", f"file://{county('a')}/a", "plan", "--out", f"file://{tmp_path}/out")
    assert result.exit_code == 0 and "共 1 个文件" in result.stdout
    assert len(contents(tmp_path / "out")) == 1


@pytest.mark.parametrize("address", ["nosuch://data", "simplecache::memory://data", "s3://", "http://127.0.0.1:9/data"])
def test_what_cannot_be_reached_is_told(address: str, tmp_path: Path, s3: str) -> None:
    result = run("build", address, "plan", "--out", tmp_path / "out")
    assert result.exit_code == 1, result.output
    assert "够不着" in result.stderr or "还没有装" in result.stderr or "不能作文件夹的名称" in result.stderr


def test_s3_gives_the_same_by_every_engine_and_goes_on(
    county: Callable[..., Path], by_folder: dict[str, bytes], s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where the table of runs is kept
    system = fsspec.filesystem("s3", use_listings_cache=False)
    system.put(str(county()), f"{s3}/data", recursive=True)
    for engine in ("local", "dask"):
        result = run("build", f"{s3}/data/*", "plan", "--out", f"{s3}/{engine}", "--engine", engine)
        assert result.exit_code == 0, result.output
        assert documents(system, f"{s3}/{engine}".removeprefix("s3://")) == by_folder
    assert f"{s3}/local/汇总.docx" in run("build", "--resume", "--out", f"{s3}/local").stdout
    again = run("build", f"{s3}/data", "plan", "--changed", "--out", f"{s3}/local", "--json")
    lines = [json.loads(line) for line in again.stdout.splitlines()]
    assert sorted(lines[-1]["summary"]["unchanged"]) == [f"{s3}/data/a", f"{s3}/data/b"]
