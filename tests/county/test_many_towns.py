"""Many towns in one run: each stands for itself, and a run can go on where another stopped."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from conftest import ROOT
from counties import NOW, are_built, contents, jobs_of, names, run, text_of, what_is_wrong
from county_workers import build_or_die, build_or_hang, build_or_send_nothing

from wenming.base import files
from wenming.base.diagnostics import Faults
from wenming.county import local
from wenming.county.batch import batch
from wenming.county.keys import key_of
from wenming.county.named import named
from wenming.county.runs import NAME
from wenming.pipeline import Job

# What is named


def test_a_pattern_names_the_towns_and_says_what_it_passes_over(county: Callable[..., Path]) -> None:
    folder = county("a", "b")
    for name in ("empty", "templates", ".hidden"):
        (folder / name).mkdir()
    found = named([f"{folder}/*", "weekly"])
    assert names(found.towns) == ["a", "b"] and found.kinds == ("weekly",)
    assert [Path(fault.place.file).name for fault in found.passed_over] == ["empty"]


def test_a_folder_of_towns_and_a_file_of_names_name_towns(county: Callable[..., Path]) -> None:
    folder = county("a", "b", "c")
    listed = folder / "名单.txt"
    listed.write_text("# 第一批\na\n\nb\n", encoding="utf-8")
    assert names(named([str(folder)]).towns) == ["a", "b", "c"]
    assert names(named([str(listed), "plan", "周报"]).towns) == ["a", "b"]


def test_a_town_that_is_named_twice_is_one_and_two_of_one_name_are_a_fault(
    county: Callable[..., Path], tmp_path: Path
) -> None:
    folder = county("a")
    assert len(named([f"{folder}/a", f"{folder}/../data/a"]).towns) == 1
    shutil.copytree(folder / "a", tmp_path / "other" / "a")
    with pytest.raises(Faults) as raised:
        named([f"{folder}/a", str(tmp_path / "other" / "a")])
    assert [fault.code for fault in raised.value.faults] == ["two-towns"]


def test_the_program_itself_builds_many_towns_in_processes_of_their_own(
    county: Callable[..., Path], tmp_path: Path
) -> None:
    folder = county("a", "b", "c")
    command = [sys.executable, str(ROOT / "cli.py"), "build", f"{folder}/*", "plan", "--out", str(tmp_path / "out")]
    done = subprocess.run(command, env={**os.environ, "WENMING_CI": "1"}, capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.startswith("3 个镇做好了，共 3 份公文"), done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows names files in Unicode")
def test_what_merely_lies_there_stops_nothing(county: Callable[..., Path], tmp_path: Path) -> None:
    folder = county("a", "b")
    from_a_zip = Path(os.fsdecode(os.fsencode(folder) + b"/\xb0\xb2"))
    from_a_zip.mkdir()
    (from_a_zip / "town.yaml").write_bytes(b"x")
    (folder / "loop").symlink_to(folder / "loop")
    found = named([f"{folder}/*"])
    assert names(found.towns) == ["a", "b"] and len(found.passed_over) == 1
    result = run("build", f"{folder}/**x", "plan", "--out", tmp_path / "out")
    assert result.exit_code == 1 and "不知道这指的是哪些文件夹" in result.stderr


def test_what_a_shell_made_of_a_pattern_is_taken_as_the_pattern(county: Callable[..., Path]) -> None:
    folder = county("a", "b")
    for name in ("templates", "empty"):
        (folder / name).mkdir()
    found = named([str(folder / name) for name in ("a", "b", "empty", "templates")])
    assert names(found.towns) == ["a", "b"]
    assert [Path(fault.place.file).name for fault in found.passed_over] == ["empty"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_of_names_may_be_saved_by_any_editor(county: Callable[..., Path], encoding: str) -> None:
    folder = county("安平", "b1", "b2")
    (folder / "名单.txt").write_text("安平\nb*\n", encoding=encoding)
    assert names(named([str(folder / "名单.txt")]).towns) == ["安平", "b1", "b2"]


def test_a_kind_that_no_town_has_is_a_slip_of_the_command(county: Callable[..., Path], tmp_path: Path) -> None:
    result = run("build", f"{county('a', 'b')}/*", "wekly", "--out", tmp_path / "out")
    assert result.exit_code == 2 and "是不是“weekly”" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_name_that_is_wrong_is_mended_in_the_command(county: Callable[..., Path], tmp_path: Path) -> None:
    folder = county("a", "b")
    result = run("build", folder / "a", folder / "bb", "plan", "--out", tmp_path / "out")
    assert result.exit_code == 1 and "1 个镇做好了" in result.stdout
    assert "加 --changed 只做没有做成的" in result.stderr and "加 --resume" not in result.stderr
    again = run("build", folder / "a", folder / "b", "plan", "--changed", "--out", tmp_path / "out")
    assert again.exit_code == 0 and "1 个镇做好了" in again.stdout and "1 个镇没有变" in again.stdout


def test_the_command_for_one_town_can_be_pasted(tmp_path: Path) -> None:
    for name in ("anping", "heshan"):
        shutil.copytree(ROOT / "data" / name, tmp_path / "my data" / name)
    folder, out = tmp_path / "my data", tmp_path / "out"
    stdout = run("build", folder, "weekly", "plan", "--week", "2026-W17", "--out", out).stdout
    command = f'wenming build "{folder}/anping" weekly plan --week 2026-W17 --out {out}'
    assert command in stdout and "1 个镇有要核对的（anping）" in stdout
    noted = run("build", folder, "weekly", "plan", "--week", "2026-W17", "--out", out, "--notes")
    assert "anping\n请核对" in noted.stderr and "有要核对的" not in noted.stdout


def test_what_causes_the_rest_is_told_first(county: Callable[..., Path], tmp_path: Path) -> None:
    folder = county("a", "b")
    path = folder / "a" / "plan.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("版式: ", "版试: ") + "\n没有的: 1\n", encoding="utf-8")
    said = run("build", folder, "plan", "--out", tmp_path / "out").stderr
    assert said.index("版试") < said.index("没有的")


@pytest.mark.parametrize("out", ["file.txt", "file.txt/below"])
def test_an_out_that_is_a_file_is_told(county: Callable[..., Path], tmp_path: Path, out: str) -> None:
    (tmp_path / "file.txt").write_bytes(b"x")
    result = run("build", county("a", "b"), "plan", "--out", tmp_path / out)
    assert result.exit_code in (1, 2) and ("是一个文件" in result.stderr or "写不进去" in result.stderr)


def test_the_form_of_a_town_names_its_town(county: Callable[..., Path]) -> None:
    assert names(named([f"{county('a')}/a/town.yaml"]).towns) == ["a"]


def test_one_town_is_built_as_ever(county: Callable[..., Path], tmp_path: Path) -> None:
    result = run("build", county("a") / "a", "plan", "--out", tmp_path / "out")
    assert result.exit_code == 0 and "共 1 个文件" in result.stdout
    assert not (tmp_path / "out" / NAME).exists()


# What is built


def test_a_fault_of_one_town_keeps_no_other_back(county: Callable[..., Path], tmp_path: Path) -> None:
    folder = county("a", "b", "c")
    for name in ("a", "b"):
        path = folder / name / "plan.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("版式: ", "版试: "), encoding="utf-8")
    result = run("build", f"{folder}/*", "plan", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "1 个镇做好了" in result.stdout
    assert "2 个镇没有做成" in result.stderr and "2 个镇：没有“版试”这个字段（a、b）" in result.stderr
    assert {path.parent.name for path in (tmp_path / "out").glob("*/*.docx")} == {"c"}


def test_the_bytes_are_the_same_whatever_the_number_of_processes(county: Callable[..., Path], tmp_path: Path) -> None:
    folder = county("a", "b", "c")
    for workers in (1, 2):
        out = tmp_path / str(workers)
        assert batch(jobs_of(folder, out), str(out), NOW, workers=workers).built == 3
    for town in ("a", "b", "c"):
        assert run("build", folder / town, "plan", "--out", tmp_path / "single").exit_code == 0
    single = contents(tmp_path / "single")
    assert len(single) == 3
    assert contents(tmp_path / "1") == contents(tmp_path / "2") == single
    for name in ("汇总.xlsx", "汇总.docx"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_a_town_that_kills_its_process_is_named_and_the_others_are_built(
    county: Callable[..., Path], tmp_path: Path
) -> None:
    folder = county("a", "b", "c", "killer")
    results = [*local.build_all(jobs_of(folder, tmp_path / "out"), 2, build=build_or_die)]
    assert len(results) == 4
    assert are_built(results) == {"a": True, "b": True, "c": True, "killer": False}
    assert what_is_wrong(results) == ["做这个镇的时候，进程突然没有了"]


def test_no_town_is_lost_where_a_process_dies_while_another_is_noted(
    county: Callable[..., Path], tmp_path: Path
) -> None:
    folder = county("a", "b", "c", "d", "e", "f", "killer")
    jobs = sorted(jobs_of(folder, tmp_path / "out"), key=lambda job: Path(job.town).name != "killer")
    results = []
    for result in local.build_all(jobs, 2, build=build_or_die):
        results.append(result)
        time.sleep(0.7)
    assert sorted(are_built(results)) == ["a", "b", "c", "d", "e", "f", "killer"] and len(results) == 7


def test_a_town_with_which_the_program_goes_wrong_is_named_with_its_log(
    county: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*_arguments: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr("wenming.county.building.standing_of", wrong)
    [result] = map(local.build_town, jobs_of(county("a"), tmp_path / "out"))
    [fault] = result.faults
    assert fault.what == "程序自己出了错：ZeroDivisionError: by nought"
    log = Path(fault.mend.removeprefix("详细情况在 ").partition("，")[0])
    assert "by nought" in log.read_text(encoding="utf-8")
    log.unlink()
    assert contents(tmp_path / "out") == {}


def test_a_result_that_cannot_be_sent_is_the_towns_own(county: Callable[..., Path], tmp_path: Path) -> None:
    results = [*local.build_all(jobs_of(county("a", "unsendable"), tmp_path / "out"), 2, build=build_or_send_nothing)]
    assert are_built(results) == {"a": True, "unsendable": False}


def test_a_town_that_never_ends_is_stopped_and_named(county: Callable[..., Path], tmp_path: Path) -> None:
    folder = county("a", "b", "hanging")
    jobs = [job._replace(seconds_max=6) for job in jobs_of(folder, tmp_path / "out")]
    results = [*local.build_all(jobs, 2, build=build_or_hang)]
    assert are_built(results) == {"a": True, "b": True, "hanging": False}
    assert what_is_wrong(results) == ["做了 6 秒还没有做完，停下了"]


def test_what_a_program_reads_is_a_line_a_town_and_one_for_all(county: Callable[..., Path], tmp_path: Path) -> None:
    result = run("build", f"{county('a', 'b')}/*", "plan", "--out", tmp_path / "out", "--json")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert sorted(Path(line["town"]).name for line in lines[:-1]) == ["a", "b"]
    assert all(line["documents"] and line["faults"] == [] for line in lines[:-1])
    assert lines[-1]["summary"]["built"] == 2


def test_the_summary_has_each_towns_figures_and_where_they_are_from(tmp_path: Path) -> None:
    for name in ("anping", "heshan"):
        shutil.copytree(ROOT / "data" / name, tmp_path / "data" / name)
    assert run("build", tmp_path / "data", "plan", "--out", tmp_path / "out").exit_code == 0
    sheet = openpyxl.load_workbook(tmp_path / "out" / "汇总.xlsx")["各镇"]
    rows = {row[1]: row for row in sheet.iter_rows(values_only=True)}
    assert rows["安平镇"][2] == "2026-W17" and rows["安平镇"][12] == "anping/weeks/2026-W17.yaml"
    assert rows["安平镇"][8].startswith("后营村、")
    assert rows["鹤山镇"][2] is None  # which has no weeks
    paper = text_of(tmp_path / "out" / "汇总.docx")
    assert "共2个镇，做成2个镇的公文2份" in paper and "还没有报2026年第17周的有1个镇：鹤山镇" in paper
    assert "anping/weeks/2026-W17.yaml" in paper and "报了数的1个镇完成率平均77.5%" in paper


def test_what_somebody_changed_in_a_summary_is_kept(county: Callable[..., Path], tmp_path: Path) -> None:
    folder, out = county("a", "b"), tmp_path / "out"
    out.mkdir()
    (out / "汇总.xlsx").write_bytes(b"a file of the clerk's own")
    first = run("build", folder, "plan", "--out", out)
    assert (out / "合并前" / "汇总.xlsx").read_bytes() == b"a file of the clerk's own"
    assert "汇总有人改过，改过的另存为" in first.stdout
    (out / "汇总.docx").write_bytes(b"edited")
    assert "汇总有人改过" in run("build", folder, "plan", "--out", out).stdout
    assert (out / "合并前" / "汇总.docx").read_bytes() == b"edited"
    assert "汇总有人改过" not in run("build", folder, "plan", "--out", out).stdout


def test_a_summary_that_cannot_be_written_takes_nothing_from_the_rest(
    county: Callable[..., Path], tmp_path: Path
) -> None:
    folder, out = county("a", "b"), tmp_path / "out"
    (folder / "templates").mkdir()
    (folder / "templates" / "county.docx").write_bytes(b"no Word file")
    result = run("build", folder, "plan", "--out", out)
    assert result.exit_code == 1 and "2 个镇做好了" in result.stdout and "汇总没有写成" in result.stderr
    assert "没有写出任何文件" not in result.stderr and (out / "汇总.xlsx").exists()


def test_a_county_has_the_summary_as_its_template_says(county: Callable[..., Path], tmp_path: Path) -> None:
    folder, out = county("a", "b"), tmp_path / "out"
    (folder / "templates").mkdir()
    own = docx.Document(str(ROOT / "templates" / "county.docx"))
    own.paragraphs[0].insert_paragraph_before("清源县创建办")
    own.save(str(folder / "templates" / "county.docx"))
    assert run("build", folder, "plan", "--out", out).exit_code == 0
    assert text_of(out / "汇总.docx").startswith("清源县创建办\n各镇进展汇总")


def test_what_clerks_changed_is_told(county: Callable[..., Path], tmp_path: Path) -> None:
    folder, out = county("a", "b"), tmp_path / "out"
    assert run("build", folder, "plan", "--out", out).exit_code == 0
    [path] = (out / "a").glob("*.docx")
    document = docx.Document(str(path))
    document.paragraphs[-1].add_run("另加的一句。")
    document.save(str(path))
    form = folder / "a" / "plan.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("美化村容村貌，", ""), encoding="utf-8")
    result = run("build", folder, "plan", "--out", out)
    assert "1 个镇的公文有人改过，改的并进去了" in result.stdout and "：a" in result.stdout
    assert "另加的一句" in text_of(path)


def test_documents_that_were_written_before_a_fault_are_told(
    county: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = county("a", "b"), tmp_path / "out"
    whole = files.move

    def locked(part: Path, path: Path) -> None:
        if path.parent.name == "a" and path.name.startswith("鹤山镇"):
            raise PermissionError(13, "being used by another process")
        whole(part, path)

    monkeypatch.setattr(files, "move", locked)
    monkeypatch.setattr(local, "build_all", lambda due, _workers: map(local.build_town, due))
    result = run("build", folder, "--out", out)
    assert result.exit_code == 1 and "1 个镇的公文写了一部分：" in result.stderr
    assert "它们的公文没有动" not in result.stderr


# Again


def test_what_did_not_change_is_not_built_again(county: Callable[..., Path], tmp_path: Path) -> None:
    folder, out = county("a", "b", "c"), tmp_path / "out"
    jobs = jobs_of(folder, out)
    batch(jobs, str(out), NOW)
    summary = (out / "汇总.docx").read_bytes()
    path = folder / "b" / "plan.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# 一句注释\n", encoding="utf-8")
    next((out / "c").glob("*.docx")).unlink()

    made = batch(jobs, str(out), NOW, only_changed=True)
    assert names(made.unchanged) == ["a"] and made.built == 2
    assert (out / "汇总.docx").read_bytes() == summary  # of all towns, not of those that were built again
    assert len(batch(jobs, str(out), NOW, only_changed=True).unchanged) == 3


def test_forms_that_are_as_they_once_were_are_built_again(county: Callable[..., Path], tmp_path: Path) -> None:
    folder, out = county("a"), tmp_path / "out"
    jobs = jobs_of(folder, out)
    path = folder / "a" / "plan.yaml"
    first = path.read_text(encoding="utf-8")
    batch(jobs, str(out), NOW)
    before = contents(out)
    path.write_text(first.replace("美化村容村貌，", ""), encoding="utf-8")
    batch(jobs, str(out), NOW)
    path.write_text(first, encoding="utf-8")
    assert batch(jobs, str(out), NOW, only_changed=True).built == 1
    assert before.items() <= contents(out).items()


@pytest.mark.parametrize(
    "change", ["photos/x.jpg", "notices/x.csv", "templates/plan.docx", "../templates/wording/x.yaml"]
)
def test_everything_that_documents_are_made_of_counts(county: Callable[..., Path], tmp_path: Path, change: str) -> None:
    town = county("a") / "a"
    options = Job()
    before = key_of(town, options)
    path = town / change
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    assert key_of(town, options) != before
    for other in (options._replace(week="2026-W12"), options._replace(kinds=("plan",))):
        assert key_of(town, other) != key_of(town, options)


def test_a_run_goes_on_where_another_was_stopped(county: Callable[..., Path], tmp_path: Path) -> None:
    folder, out = county("a", "b", "c"), tmp_path / "out"
    assert run("build", folder, "plan", "--out", out).exit_code == 0
    with sqlite3.connect(out / NAME) as table:  # as it is where the power failed behind the first town
        table.execute("update job set state = 'waiting', made = '{}' where town not like '%a'")
    table.close()
    shown = json.loads(run("runs", "--out", out, "--json").stdout)["runs"][0]
    assert (shown["done"], shown["waiting"]) == (1, 2)

    result = run("build", "--resume", "--out", out)
    assert result.exit_code == 0, result.output
    assert "2 个镇做好了" in result.stdout and "1 个镇没有变" in result.stdout
    assert "3 个镇，做成 3" in run("runs", "--out", out).stdout.splitlines()[0]


def test_what_to_go_on_with_is_not_named_again(county: Callable[..., Path], tmp_path: Path) -> None:
    folder, out = county("a", "b"), tmp_path / "out"
    assert run("build", folder, "plan", "--out", out).exit_code == 0
    result = run("build", folder / "a", "--resume", "--out", out)
    assert result.exit_code == 2 and "后面不再写镇和种类" in result.stderr


def test_a_run_goes_on_from_another_folder(
    county: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    county("a", "b")
    monkeypatch.chdir(tmp_path)
    assert run("build", "data", "plan", "--out", "out").exit_code == 0
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert "2 个镇没有变" in run("build", "--resume", "--out", tmp_path / "out").stdout


@pytest.mark.skipif(os.name == "nt", reason="links need a right that few have on Windows")
def test_a_linked_folder_of_forms_counts(county: Callable[..., Path], tmp_path: Path) -> None:
    town = county("a") / "a"
    (tmp_path / "share").mkdir()
    (town / "weeks").symlink_to(tmp_path / "share")
    (tmp_path / "share" / "back").symlink_to(town)
    before = key_of(town, Job())
    (tmp_path / "share" / "2026-W12.yaml").write_text("周: 2026-W12\n", encoding="utf-8")
    assert key_of(town, Job()) != before


def test_there_is_nothing_to_go_on_with_at_first(tmp_path: Path) -> None:
    result = run("build", "--resume", "--out", tmp_path)
    assert result.exit_code == 1 and "还没有做过很多镇" in result.stderr
