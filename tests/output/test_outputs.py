"""The folder of finished documents: edits kept, runs killed at any moment, two runs at once."""

import builtins
import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import office
import pytest
from conftest import ROOT
from finished import COUNT, documents, ours

from wenming import Job, build
from wenming.base import files
from wenming.base.diagnostics import Faults
from wenming.output import folder as outputs
from wenming.output import manifest
from wenming.output.provenance import provenance
from wenming.pipeline import BuiltDocument

Copy = Callable[..., Path]


def built(folder: Path, out: Path, week: str = "2026-W12") -> BuiltDocument:
    [document] = build(Job(folder=folder, kinds=["weekly"], week=week, out=out)).documents
    return document


def written(document: BuiltDocument) -> Path:
    assert document.path
    return document.path


def texts(path: Path) -> list[str]:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [one.text for one in document.paragraphs] + cells


def edit(path: Path, before: str, after: str) -> None:
    document = docx.Document(str(path))
    cells = [one for table in document.tables for row in table.rows for cell in row.cells for one in cell.paragraphs]
    found = next(one for one in [*document.paragraphs, *cells] if before in one.text)
    found.runs[0].text = found.text.replace(before, after)
    for extra in found.runs[1:]:
        extra.text = ""
    document.save(str(path))


def change(folder: Path, before: str, after: str, week: str = "2026-W12") -> None:
    path = folder / "weeks" / f"{week}.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


PLANNED, LAST = "召开新时代文明实践站建设现场会", "各村加快公益广告安装"


def test_the_same_forms_give_the_same_bytes_and_nothing_is_moved(town: Copy, tmp_path: Path) -> None:
    folder = town()
    first = built(folder, tmp_path / "out")
    path = written(first)
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert built(folder, tmp_path / "out").state == "same"
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert built(folder, tmp_path / "again").state == "new"
    assert next((tmp_path / "again").rglob("*.docx")).read_bytes() == before[0]


def test_new_data_replace_what_nobody_edited(town: Copy, tmp_path: Path) -> None:
    folder = town()
    built(folder, tmp_path)
    change(folder, PLANNED, "召开推进会")
    row = built(folder, tmp_path)
    assert (row.state, row.backup) == ("replaced", None)
    assert any("召开推进会" in text for text in texts(written(row)))


def test_an_edited_document_is_left_alone_while_the_data_are_the_same(town: Copy, tmp_path: Path) -> None:
    folder = town()
    path = written(built(folder, tmp_path))
    edit(path, PLANNED, PLANNED + "，请各村参加")
    before = path.read_bytes()
    assert built(folder, tmp_path).state == "edited" and path.read_bytes() == before


def test_new_data_are_merged_into_an_edited_document(town: Copy, tmp_path: Path) -> None:
    folder = town()
    path = written(built(folder, tmp_path))
    edit(path, PLANNED, PLANNED + "，请各村参加")
    before = path.read_bytes()
    change(folder, LAST, LAST + "，检查门前三包")
    row = built(folder, tmp_path)
    assert (row.state, row.conflicts) == ("merged", 0)
    assert Path(str(row.backup)).read_bytes() == before
    found = texts(path)
    assert any("检查门前三包" in text for text in found) and any("请各村参加" in text for text in found)
    assert built(folder, tmp_path).state == "edited"


def test_where_both_changed_the_clerk_stays_and_a_comment_has_the_new(town: Copy, tmp_path: Path) -> None:
    folder = town()
    path = written(built(folder, tmp_path))
    edit(path, PLANNED, "召开现场会（时间另行通知）")
    change(folder, PLANNED, "召开推进会")
    row = built(folder, tmp_path)
    assert (row.state, row.conflicts) == ("merged", 1)
    assert any("时间另行通知" in text for text in texts(path))
    [comment] = docx.Document(str(path)).comments
    assert "召开推进会" in comment.text
    assert built(folder, tmp_path).state == "edited"


def retitled(folder: Path, before: str, after: str) -> None:
    plan = folder / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace(f"标题: {before}", f"标题: {after}", 1), "utf-8")


TITLE, NEW_TITLE = "鹤山镇文明村镇创建工作实施方案", "鹤山镇2026年文明村镇创建实施方案"


def test_edits_come_along_into_the_file_of_a_new_title(town: Copy, tmp_path: Path) -> None:
    folder = town("heshan")
    [before] = build(Job(folder=folder, kinds=["plan"], out=tmp_path)).documents
    edit(written(before), "提高农村文明程度", "提高农村文明程度（要有实效）")
    old = written(before).read_bytes()
    retitled(folder, TITLE, NEW_TITLE)
    [after] = build(Job(folder=folder, kinds=["plan"], out=tmp_path)).documents

    assert (after.state, after.former, after.backup) == ("merged", before.path, None)
    assert written(after).name == f"{NEW_TITLE}.docx"
    assert any("要有实效" in text for text in texts(written(after)))
    assert NEW_TITLE in "".join(texts(written(after)))
    assert written(before).read_bytes() == old
    [again] = build(Job(folder=folder, kinds=["plan"], out=tmp_path)).documents
    assert (again.state, again.former) == ("edited", None)


def test_a_new_title_of_what_nobody_edited_is_a_new_file(town: Copy, tmp_path: Path) -> None:
    folder = town("heshan")
    build(Job(folder=folder, kinds=["plan"], out=tmp_path))
    retitled(folder, TITLE, NEW_TITLE)
    [after] = build(Job(folder=folder, kinds=["plan"], out=tmp_path)).documents

    assert (after.state, after.former) == ("new", None)


@pytest.mark.layout
def test_a_document_saved_by_another_word_processor_is_merged_all_the_same(town: Copy, tmp_path: Path) -> None:
    folder = town()
    path = written(built(folder, tmp_path))
    edit(path, PLANNED, PLANNED + "，请各村参加")
    again = tmp_path / "again"
    again.mkdir()
    [saved] = office.converted([path], again, "docx")
    shutil.copyfile(saved, path)
    change(folder, LAST, LAST + "，检查门前三包")
    row = built(folder, tmp_path)
    found = texts(path)
    assert row.state == "merged"
    assert any("请各村参加" in text for text in found) and any("检查门前三包" in text for text in found)


@pytest.mark.parametrize("spoil", [lambda data: b"", lambda data: data[: len(data) // 2], lambda data: b"no zip"])
def test_what_is_no_document_any_more_is_kept_aside(
    town: Copy, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    folder = town()
    path = written(built(folder, tmp_path))
    path.write_bytes(spoil(path.read_bytes()))
    change(folder, PLANNED, "召开推进会")
    left = path.read_bytes()
    row = built(folder, tmp_path)
    assert row.state == "aside" and Path(str(row.backup)).read_bytes() == left
    assert zipfile.is_zipfile(path)


def test_a_file_of_ones_own_with_the_same_name_is_kept(town: Copy, tmp_path: Path) -> None:
    folder = town()
    path = written(built(folder, tmp_path / "a"))
    mine = tmp_path / "b" / "anping" / path.name
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"mine")
    row = built(folder, tmp_path / "b")
    assert row.state == "aside" and Path(str(row.backup)).read_bytes() == b"mine"


def test_show_tells_what_a_document_was_made_from(town: Copy, tmp_path: Path) -> None:
    folder = town()
    path = written(built(folder, tmp_path))
    assert not provenance(path).edited
    change(folder, PLANNED, "召开推进会")
    edit(path, PLANNED, "召开现场会")
    known = provenance(path)
    states = {origin.path.name: origin.state for origin in known.origins}
    assert known.edited and states == {
        **{"2026-W11.yaml": "same", "2026-W12.yaml": "changed", "plan.yaml": "same"},
        **{"town.yaml": "same", "weekly.docx": "same"},
    }
    (folder / "weeks" / "2026-W12.yaml").unlink()
    states = {origin.path.name: origin.state for origin in provenance(path).origins}
    assert states["2026-W12.yaml"] == "gone"
    strange = tmp_path / "strange.docx"
    strange.write_bytes(b"")
    with pytest.raises(Faults, match="合并前的副本"):
        provenance(strange)
    with pytest.raises(Faults, match="没有这个文件"):
        provenance(tmp_path / "none.docx")


def whole(folder: Path) -> set[str]:
    """Which versions the files of *folder* are; every one of them whole."""
    found = set()
    for path in folder.glob("*.docx"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            found.add(archive.read("version").decode().split()[0])
    return found


CHILD = textwrap.dedent(
    """
    import os, signal, sys
    sys.path[:0] = [{root!r}, {tests!r}]
    from pathlib import Path
    import finished as t
    from wenming.output import folder as outputs
    made, left = t.documents(2), [{point}]
    events = {{"open", "os.rename", "os.remove", "os.mkdir", "os.listdir", "os.scandir"}}
    def watch(event, arguments):
        if event in events and {folder!r} in str(arguments):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
    write = os.fsync
    def half(handle):
        watch("open", {folder!r})
        write(handle)
    os.fsync = half
    sys.addaudithook(watch)
    outputs.place(Path({folder!r}), made, t.ours)
    """
)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_killed_at_any_moment_nothing_is_lost_and_the_next_run_completes(tmp_path: Path) -> None:
    """A real SIGKILL at every file operation of a run that merges one file and replaces the others."""
    finished, points = 0, 0
    while not finished:
        points += 1
        folder = tmp_path / f"at{points}"
        outputs.place(folder, documents(1), ours)
        (folder / "文件0.docx").write_bytes(edited := (folder / "文件0.docx").read_bytes() + b"my words")
        child = CHILD.format(root=str(ROOT), tests=str(ROOT / "tests"), point=points, folder=str(folder))
        finished = subprocess.run([sys.executable, "-c", child], check=False).returncode != -signal.SIGKILL
        for number in range(1, COUNT):
            assert zipfile.is_zipfile(folder / f"文件{number}.docx")
        assert any(b"my words" in path.read_bytes() for path in folder.rglob("文件0*.docx"))
        with (folder / "文件1.docx").open("ab") as file:  # edited before the next run goes on with the killed one
            file.write(b"more words")
        placed = outputs.place(folder, documents(2), ours)
        assert {one.state for one in placed} <= {"same", "replaced", "merged", "edited"}, (points, placed)
        assert any(path.read_bytes() == edited for path in (folder / "合并前").glob("文件0*.docx"))
        assert (folder / "文件0.docx").read_bytes() == edited + documents(2)[0].data
        assert b"more words" in (folder / "文件1.docx").read_bytes()
        assert {path.read_bytes() for path in folder.glob("文件[2-9].docx")} == {documents(2)[2].data}
        assert not [*folder.rglob("*.part"), *folder.rglob("journal.json")]
        entries = [outputs.record(folder / f"文件{n}.docx") for n in range(COUNT)]
        assert all(entry is not None and entry.sources == {"a": "2"} for entry in entries)
        shutil.rmtree(folder)
    assert points > 140, points  # with the 60 below, two hundred


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_killed_after_any_time_the_whole_program_leaves_whole_files(town: Copy, tmp_path: Path) -> None:
    """The program itself, killed after 0 to 400 ms; with the points above more than 200."""
    folder, out = town(), tmp_path / "out"
    command = [sys.executable, str(ROOT / "cli.py"), "build", str(folder), "weekly", "--out", str(out)]
    for number in range(60):
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            child.wait(0.1 + number * 0.005)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        for path in out.rglob("*.docx"):
            with zipfile.ZipFile(path) as archive:
                assert archive.testzip() is None
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    assert len([*(out / "anping").glob("*.docx")]) == 7 and not [*out.rglob("*.part")]


RUNS = textwrap.dedent(
    """
    import sys
    sys.path[:0] = [{root!r}, {tests!r}]
    from pathlib import Path
    import finished as t
    from wenming.output import folder as outputs
    made = [t.documents(version) for version in ({first}, 2, 3, 4)]
    for documents in made * 4:
        outputs.place(Path({folder!r}), documents, t.ours)
    """
)


def test_runs_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    child = {"root": str(ROOT), "tests": str(ROOT / "tests"), "folder": str(tmp_path)}
    runs = [subprocess.Popen([sys.executable, "-c", RUNS.format(first=number, **child)]) for number in range(5, 9)]
    assert [one.wait() for one in runs] == [0] * 4
    assert whole(tmp_path) == {"4"} and len([*tmp_path.glob("*.docx")]) == COUNT
    for path in tmp_path.glob("*.docx"):
        known = outputs.record(path)
        assert known and known.generated == files.digest(path.read_bytes()) and known.sources == {"a": "4"}
    assert not [*tmp_path.rglob("*.part"), *tmp_path.rglob("journal.json")]
    assert {one.state for one in outputs.place(tmp_path, documents(4), ours)} == {"same"}


def test_a_run_that_waits_too_long_for_another_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs.place(tmp_path, documents(1), ours)
    (tmp_path / "文件0.docx").write_bytes(b"my words")
    monkeypatch.setattr(outputs, "_WAIT", 0.1)

    def meanwhile(base: bytes, mine: bytes, theirs: bytes) -> tuple[bytes, int]:
        with pytest.raises(Faults, match="另一次生成正在写"):
            outputs.place(tmp_path, documents(3), ours)
        return ours(base, mine, theirs)

    assert outputs.place(tmp_path, documents(2), meanwhile)[0].state == "merged"
    assert b"my words" in (tmp_path / "文件0.docx").read_bytes()


@pytest.mark.parametrize("at", range(1, 24, 2))
def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    outputs.place(tmp_path, documents(1), ours)
    left, real = [at], os.fsync

    def full(handle: int) -> None:
        left[0] -= 1
        if left[0] <= 0:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Faults, match="No space left"):
        outputs.place(tmp_path, documents(2), ours)
    monkeypatch.setattr(os, "fsync", real)
    assert len(whole(tmp_path)) == 1 and len([*tmp_path.glob("*.docx")]) == COUNT
    assert {one.state for one in outputs.place(tmp_path, documents(2), ours)} <= {"same", "replaced"}
    assert whole(tmp_path) == {"2"}


def test_a_file_that_is_open_in_word_is_a_fault_and_the_others_are_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs.place(tmp_path, documents(1), ours)
    real = Path.replace

    def held(self: Path, target: Path) -> Path:
        if Path(target).name == "文件2.docx":
            raise PermissionError(13, "Permission denied")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(Faults, match="先关掉") as caught:
        outputs.place(tmp_path, documents(2), ours)
    assert len(caught.value.faults) == 1
    assert len(caught.value.written) == COUNT - 1 and "文件2.docx" not in caught.value.written
    monkeypatch.setattr(Path, "replace", real)
    assert whole(tmp_path) == {"1", "2"}
    states = {one.path.name: one.state for one in outputs.place(tmp_path, documents(2), ours)}
    assert states["文件2.docx"] == "replaced" and {*states.values()} == {"same", "replaced"}


def test_a_read_only_folder_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs.place(tmp_path, documents(1), ours)
    real = builtins.open

    def closed(path: object, mode: str = "r", *more: object, **named: object) -> object:
        if set(mode) & set("wxa") and str(tmp_path) in str(path):
            raise PermissionError(30, "Read-only file system")
        return real(path, mode, *more, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(io, "open", closed)
    with pytest.raises(Faults, match="Read-only"):
        outputs.place(tmp_path, documents(2), ours)
    monkeypatch.setattr(io, "open", real)
    assert whole(tmp_path) == {"1"}


def test_what_somebody_saves_while_the_program_writes_stays(tmp_path: Path) -> None:
    outputs.place(tmp_path, documents(1), ours)
    made = documents(2)
    (tmp_path / "文件1.docx").write_bytes(documents(1)[1].data + b"my words")

    def meanwhile(base: bytes, mine: bytes, theirs: bytes) -> tuple[bytes, int]:
        (tmp_path / "文件0.docx").write_bytes(b"just saved")
        return ours(base, mine, theirs)

    with pytest.raises(Faults, match="刚刚有人改过"):
        outputs.place(tmp_path, made, meanwhile)
    assert (tmp_path / "文件0.docx").read_bytes() == b"just saved"
    assert {one.path.name: one.state for one in outputs.place(tmp_path, made, ours)}["文件0.docx"] == "merged"


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"a": 1}', '[{"name": "文件0.docx"}]', "[1]", "null"])
@pytest.mark.parametrize("name", ["journal.json", "manifest.json"])
def test_what_is_damaged_in_the_hidden_folder_stops_nothing(tmp_path: Path, name: str, damage: str) -> None:
    outputs.place(tmp_path, documents(1), ours)
    (tmp_path / ".wenming" / name).write_text(damage, encoding="utf-8")
    outputs.place(tmp_path, documents(2), ours)
    assert {one.state for one in outputs.place(tmp_path, documents(2), ours)} == {"same"}


@pytest.mark.parametrize("generated", [None, 5, [], {}])
def test_a_note_of_a_file_that_is_no_note_is_as_if_it_were_not_there(tmp_path: Path, generated: object) -> None:
    outputs.place(tmp_path, documents(1), ours)
    path = tmp_path / ".wenming" / "manifest.json"
    manifest = json.loads(path.read_bytes())
    manifest["files"]["文件0.docx"]["generated"] = generated
    path.write_text(json.dumps(manifest), encoding="utf-8")
    states = {one.path.name: one.state for one in outputs.place(tmp_path, documents(2), ours)}
    assert states.pop("文件0.docx") == "aside" and {*states.values()} == {"replaced"}


def test_a_name_as_long_as_it_may_be_leaves_room_for_a_copy_before_merging(town: Copy, tmp_path: Path) -> None:
    folder = town()
    plan = folder / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("标题: 安平镇", f"标题: {'安平镇' * 30}", 1), encoding="utf-8")
    path = written(built(folder, tmp_path))
    edit(path, PLANNED, PLANNED + "，请各村参加")
    change(folder, LAST, LAST + "，检查门前三包")
    again = built(folder, tmp_path)
    assert again.backup and again.backup.is_file()


def test_a_damaged_manifest_loses_nothing(tmp_path: Path) -> None:
    outputs.place(tmp_path, documents(1), ours)
    (tmp_path / ".wenming" / "manifest.json").write_bytes(b"{")
    placed = outputs.place(tmp_path, documents(2), ours)
    assert {one.state for one in placed} == {"aside"}
    assert all(one.backup and one.backup.is_file() for one in placed)
    assert len([*tmp_path.glob("*.docx")]) == len([*(tmp_path / "合并前").glob("*.docx")]) == COUNT


def outside(tmp_path: Path) -> Path:
    """A file that a planted folder would have the program change."""
    path = tmp_path / "outside" / "important.docx"
    path.parent.mkdir()
    path.write_bytes(b"important")
    return path


def planted(folder: Path, moves: object) -> Path:
    """A folder of finished documents that somebody prepared, with *moves* for its journal."""
    outputs.place(folder, documents(1), ours)
    (folder / ".wenming" / "journal.json").write_text(json.dumps(moves), encoding="utf-8")
    return folder


ENTRY = {"kind": "k", "title": "t", "template": "t.docx", "sources": {}, "generated": "0" * 64}


@pytest.mark.parametrize(
    "move",
    [
        {"name": "../outside/important.docx", "part": "x", "over": "", "entry": ENTRY},
        {"name": "a.docx", "part": "../outside/important.docx", "over": "", "entry": ENTRY},
        {"name": "a.docx", "part": "文件0.docx", "over": "", "entry": ENTRY},
        {"name": "C:evil.docx", "part": "", "over": "", "entry": ENTRY},
        {"name": "a.docx", "part": "", "over": "", "entry": {**ENTRY, "generated": "../../outside/important.docx"}},
        {"name": ["a"], "part": "", "over": "", "entry": ENTRY},
        "a.docx",
    ],
)
def test_a_journal_with_foreign_names_moves_and_removes_nothing(tmp_path: Path, move: object) -> None:
    important = outside(tmp_path)
    folder = planted(tmp_path / "out", [move])
    with contextlib.suppress(Faults):
        outputs.place(folder, documents(2), ours)

    assert important.read_bytes() == b"important" and (folder / "文件0.docx").is_file()
    assert outputs.record(folder / "a.docx") is None


@pytest.mark.parametrize(
    "name", [".wenming", ".wenming/bases", ".wenming/manifest.json", ".wenming/lock", "文件0.docx"]
)
def test_a_link_in_the_folder_is_put_aside_and_is_not_followed(tmp_path: Path, name: str) -> None:
    important, folder = outside(tmp_path), tmp_path / "out"
    outputs.place(folder, documents(1), ours)
    link = folder / name
    shutil.rmtree(link) if link.is_dir() else link.unlink()
    link.symlink_to(important.parent if name in (".wenming", ".wenming/bases") else important)
    before = {path: path.read_bytes() for path in important.parent.iterdir()}

    outputs.place(folder, documents(2), ours)
    outputs.place(folder, documents(1), ours)
    assert not link.is_symlink() and (folder / "文件0.docx").read_bytes() == documents(1)[0].data
    assert [path for path in link.parent.iterdir() if path.is_symlink()]  # nothing that was there is lost
    assert {path: path.read_bytes() for path in important.parent.iterdir()} == before


def test_a_part_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    important, folder = outside(tmp_path), tmp_path / "out"
    outputs.place(folder, documents(1), ours)
    for path in (folder / "文件0.docx", folder / ".wenming" / "manifest.json"):
        files.part_of(path).symlink_to(important)
    outputs.place(folder, documents(2), ours)

    assert important.read_bytes() == b"important" and not (folder / "文件0.docx").is_symlink()


def test_only_what_the_program_wrote_is_cleared_away(tmp_path: Path) -> None:
    outputs.place(tmp_path, documents(1), ours)
    theirs = [tmp_path / ".download.part", tmp_path / ".wenming" / "bases" / "notes.txt"]
    for path in theirs:
        path.write_text("mine")
    outputs.place(tmp_path, documents(2), ours)

    assert all(path.read_text() == "mine" for path in theirs)


def test_a_moved_folder_still_knows_where_its_documents_come_from(town: Callable[..., Path], tmp_path: Path) -> None:
    here = tmp_path / "here"
    shutil.copytree(town(), here / "data" / "anping")
    build(Job(folder=here / "data" / "anping", kinds=["plan"], out=here / "outputs"))
    shutil.move(here, tmp_path / "there")
    [path] = (tmp_path / "there" / "outputs" / "anping").glob("*.docx")
    entry = outputs.record(path)

    assert entry and entry.template == "builtin:plan-standard.docx"
    assert set(entry.sources) == {"builtin:plan-standard.docx", "town.yaml", "plan.yaml"}
    assert {origin.state for origin in provenance(path).origins} == {"same"}


def test_names_of_an_older_manifest_are_read_and_written_anew(tmp_path: Path) -> None:
    turn1 = ROOT / "tests" / "towns" / "turn1"
    shutil.copytree(turn1 / "town", tmp_path / "data" / "turn1")
    shutil.copytree(turn1 / "outputs", tmp_path / "out" / "turn1")
    build(Job(folder=tmp_path / "data" / "turn1", kinds=["plan"], out=tmp_path / "out"))
    names = {name for entry in manifest.read(tmp_path / "out" / "turn1").values() for name in entry.sources}

    assert "builtin:notice.docx" in names and "weeks/2026-W12.yaml" in names and "templates/plan-standard.docx" in names
    assert not [name for name in names if name.startswith(("/", "data"))]
