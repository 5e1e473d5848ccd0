"""The clerk's Monday: the form of a new week, what is typed into it wrongly, what a late figure does."""

import datetime
import os
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from conftest import made

from wenming import Fault, Faults, Job, build
from wenming.pipeline import JobError
from wenming.town import folder as towns
from wenming.town import next_week

Copy = Callable[..., Path]
TODAY = datetime.date(2026, 5, 4)


def new(folder: Path, week: str = "") -> Path:
    """The form of a new week."""
    return next_week.create(folder, week, TODAY)


def told(folder: Path, kind: str, week: str = "", since: str = "") -> tuple[Fault, ...]:
    """The faults for which no document of *kind* is built."""
    with pytest.raises(Faults) as caught:
        build(Job(folder=folder, kinds=[kind], week=week, since=since))
    return caught.value.faults


def add(folder: Path, group: str, row: str, week: str = "2026-W17") -> None:
    """Type one more *row* at the head of a *group* of the week's form."""
    path = folder / "weeks" / f"{week}.yaml"
    before, after = path.read_text(encoding="utf-8").split(f"\n{group}:\n")
    path.write_text(f"{before}\n{group}:\n  - {{{row}}}\n{after}", encoding="utf-8")


def words(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_the_new_form_has_every_village_the_open_problems_and_what_was_planned(town: Copy, tmp_path: Path) -> None:
    folder = town()
    path = new(folder)
    assert path == folder / "weeks" / "2026-W18.yaml"
    form = towns.read(folder).weeks[-1]
    assert form.path == path
    text = path.read_text(encoding="utf-8")
    assert {row["单位"] for row in form.record["进展"]} >= set(towns.read(folder).record["行政村"])
    assert not any("完成" in row for row in form.record["进展"])
    assert [row["编号"] for row in form.record["问题"]] == ["W12-2", "W16-2", "W17-1", "W17-2"]
    assert "1. 督促进度靠后的村加快公益广告设置" in text and "村民公约展板褪色" in text
    built = build(Job(folder=folder, kinds=["weekly"], week="2026-W18", out=tmp_path / "out"))
    assert "均没有报送进展" in words(next((tmp_path / "out").rglob("*.docx")))
    assert built.weeks_not_reported == ("2026-W18",)
    reported = build(Job(folder=folder, kinds=["weekly"], week="2026-W17", out=tmp_path / "out"))
    assert reported.weeks_not_reported == ()


def test_a_plan_that_is_not_there_is_missed_once(town: Copy) -> None:
    folder = town()
    (folder / "plan.yaml").unlink()
    [fault] = told(folder, "weekly")
    assert "没有 plan.yaml" in fault.what


@pytest.mark.parametrize("number", ["- R1", "null", 'R"1', "R\\1", "R: 1", "R # 1", "010", "=", "~", "R, 1", "[R1]"])
def test_the_new_form_can_be_read_whatever_tasks_are_called(town: Copy, number: str) -> None:
    folder = town()
    for path in (folder / "weeks").iterdir():
        path.unlink()
    plan, quoted = folder / "plan.yaml", number.replace("'", "''")
    plan.write_text(plan.read_text(encoding="utf-8").replace("编号: R1\n", f"编号: '{quoted}'\n"), encoding="utf-8")
    new(folder)
    assert number in {row["任务"] for row in towns.read(folder).weeks[0].record["进展"]}


def test_every_village_is_listed_where_nobody_else_reports(town: Copy) -> None:
    folder = town()
    own, plan = folder / "town.yaml", folder / "plan.yaml"
    own.write_text(own.read_text(encoding="utf-8").split("  其他单位:")[0], encoding="utf-8")
    plan.write_text(re.sub("    分村: .*\n", "", plan.read_text(encoding="utf-8")), encoding="utf-8")
    for path in (folder / "weeks").iterdir():
        path.unlink()
    new(folder)
    read = towns.read(folder)
    assert {row["单位"] for row in read.weeks[0].record["进展"] if row["任务"] == "R2"} == set(read.record["行政村"])


def test_a_form_that_is_there_is_left_alone(town: Copy) -> None:
    folder = town()
    path = folder / "weeks" / "2026-W12.yaml"
    before = path.read_bytes()
    with pytest.raises(Faults, match="这一周的表单已经有了"):
        new(folder, "2026-W12")
    assert path.read_bytes() == before
    renamed = path.rename(path.with_suffix(".yml"))
    with pytest.raises(Faults, match="这一周的表单已经有了"):
        new(folder, "2026-W12")
    assert not path.exists() and renamed.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_a_fault(town: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_given: object, **_named: object) -> None:
        raise OSError(30, "Read-only file system")

    folder = town()
    monkeypatch.setattr(os, "fsync", closed)
    monkeypatch.setattr(Path, "unlink", closed)
    with pytest.raises(Faults, match="写不进去：Read-only file system"):
        new(folder)


def test_weeks_go_on_over_the_new_year_and_issues_begin_again(town: Copy, tmp_path: Path) -> None:
    folder = town()
    for path in (folder / "weeks").iterdir():
        path.unlink()
    assert new(folder, "2026-W52").stem == "2026-W52"
    assert [new(folder).stem, new(folder).stem] == ["2026-W53", "2027-W01"]
    made(folder, tmp_path / "out", "weekly")
    issues = [words(path).splitlines()[1] for path in sorted((tmp_path / "out").rglob("*.docx"))]
    assert issues == ["第1期", "第2期", "第1期"]


@pytest.mark.parametrize("week", ["2025-W53", "2026-W00", "2026-W77"])
def test_a_week_that_the_calendar_does_not_have_is_refused(town: Copy, week: str) -> None:
    folder = town()
    before = sorted(folder.rglob("*"))
    with pytest.raises(JobError, match=f"日历上没有 {week} 这一周"):
        build(Job(folder=folder, kinds=["weekly"], week=week))
    with pytest.raises(JobError, match=f"日历上没有 {week} 这一周"):
        build(Job(folder=folder, kinds=["monthly"], since=week))
    with pytest.raises(ValueError, match=week):
        new(folder, week)
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("kind", "since", "week"),
    [("final", "2026-W20", ""), ("monthly", "2026-W16", "2026-W13")],
)
def test_a_span_without_weeks_names_those_that_are_there(town: Copy, kind: str, since: str, week: str) -> None:
    [fault] = told(town(), kind, since=since, week=week)
    assert "没有哪一周的表单" in fault.what and "2026-W17" in fault.mend


def test_a_form_that_is_renamed_is_looked_at_again(town: Copy) -> None:
    folder = town()
    path = folder / "weeks" / "2026-W17.yaml"
    made(folder, folder / "out", "weekly")
    path.rename(path.with_stem("2026-W18"))
    with pytest.raises(Faults, match="周与文件名"):
        made(folder, folder / "out", "weekly")


NEW = "编号: W17-9, 单位: 东河村, 描述: 宣传栏破损, 整改期限: 2026-04-30"


@pytest.mark.parametrize(
    ("group", "row", "said"),
    [
        ("进展", "任务: R99, 单位: 东河村, 完成: 1", "方案里没有编号是“R99”的任务"),
        ("进展", "任务: R1, 单位: 东河庄, 完成: 1", "镇里没有“东河庄”这个单位"),
        ("进展", "任务: R9, 单位: 东河村, 完成: 1", "这一周报了两次"),
        ("进展", "任务: R1, 单位: 东河村, 完成: -300", "累计成了负数"),
        ("进展", "任务: R1, 单位: 东河村, 完成: 1, 所属周: 2026-W18", "所属周在这一周后面"),
        ("进展", "任务: R1, 单位: 东河村, 完成: 1, 所属周: 2025-W53", "这一年没有第53周"),
        ("问题", f"{NEW}, 发现: 2026-04-28", "2026年4月28日在这一周后面"),
        ("问题", f"{NEW}, 发现: 2026-04-21, 状态: 已整改", "已整改的问题没有填完成日期"),
        ("问题", f"{NEW}, 发现: 2026-04-21, 完成: 2026-04-22", "填了完成日期，状态还不是已整改"),
        ("问题", f"{NEW}, 发现: 2026-04-21, 状态: 已整改, 完成: 2026-04-20", "完成日期在发现日期前面"),
        ("问题", "编号: W16-2, 状态: 已整改, 完成: 2026-04-01", "完成日期在发现日期前面"),
        ("问题", f"{NEW}, 发现: 2026-04-21".replace("W17-9", "W16-2"), "编号“W16-2”以前是另一个问题：白塔村"),
        ("问题", f"{NEW}, 发现: 2026-04-21".replace("W17-9", "W15-1"), "编号“W15-1”以前是另一个问题"),
    ],
)
def test_what_cannot_be_is_said_at_its_place(town: Copy, group: str, row: str, said: str) -> None:
    folder = town()
    add(folder, group, row)
    found = [fault for fault in told(folder, "weekly") if said in fault.what]
    assert found and all(Path(fault.place.file).name == "2026-W17.yaml" and fault.place.line for fault in found)


def test_a_task_that_begins_after_its_end_is_said(town: Copy) -> None:
    plan = town() / "plan.yaml"
    late = "    开始时间: 2026-06-30\n    完成时限: 2026-05-31\n"
    plan.write_text(plan.read_text(encoding="utf-8").replace("    完成时限: 2026-05-31\n", late, 1), encoding="utf-8")
    assert "开始时间在完成时限后面" in told(plan.parent, "plan")[0].what


@pytest.mark.parametrize("copy", ["2026-W17.yml", "2026-W17 - 副本.yaml"])
def test_no_week_is_counted_twice(town: Copy, copy: str) -> None:
    path = town() / "weeks" / "2026-W17.yaml"
    path.with_name(copy).write_bytes(path.read_bytes())
    assert "移" in told(path.parent.parent, "weekly")[0].mend


def test_a_problem_may_be_reopened_or_told_more_exactly(town: Copy) -> None:
    folder = town()
    add(folder, "问题", "编号: W15-1, 状态: 整改中, 发现: 2026-04-22, 整改期限: 2026-04-30, 描述: 又坏了")
    add(folder, "问题", "编号: W16-2, 描述: 村民公约展板褪色、松动")
    [path] = made(folder, folder / "out", "weekly", week="2026-W17")
    assert "重新出现" in words(path)


def test_late_and_corrected_figures_are_told_with_the_week_they_belong_to(town: Copy, tmp_path: Path) -> None:
    folder = town()
    add(folder, "进展", "任务: R2, 单位: 西河村, 完成: 5, 所属周: 2026-W16")
    add(folder, "进展", "任务: R8, 单位: 东河村, 完成: 1, 所属周: 2026-W05")  # a week that has no form
    [path] = made(folder, tmp_path, "weekly", week="2026-W17")
    said = words(path)
    assert "更正：第16周西河村“公益广告设置”由3处改为5处。" in said
    assert "补报：第5周东河村“服务中心规范升级”1项。" in said


def test_a_disk_that_knows_no_links_takes_the_form_too(
    town: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_names: object) -> None:
        raise OSError(95, "Operation not supported")

    folder = town()
    monkeypatch.setattr("os.link", refused)
    path = new(folder)
    assert path == folder / "weeks" / "2026-W18.yaml" and path.is_file()
