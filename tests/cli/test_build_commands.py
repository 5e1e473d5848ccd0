"""What build, week, show and template check print, how they end, and what counts as wrong usage."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from conftest import made

from wenming.authoring import catalogue
from wenming.cli.main import main
from wenming.documents.registry import chosen

Copy = Callable[..., Path]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def edit(path: Path) -> None:
    """Change the document *path* as a clerk does."""
    document = docx.Document(str(path))
    document.add_paragraph("请各村参加")
    document.save(str(path))


# The form of a new week


def test_week_prints_the_form_that_it_wrote_and_what_to_run_next(town: Copy) -> None:
    folder = town()
    result = run("week", folder)
    assert result.exit_code == 0 and (folder / "weeks" / "2026-W18.yaml").is_file()
    printed, hint = result.stdout.splitlines()
    assert printed == str(folder / "weeks" / "2026-W18.yaml")
    assert f"build {folder} weekly --week 2026-W18" in hint


def test_week_goes_on_from_the_week_that_was_asked_for(town: Copy, tmp_path: Path) -> None:
    folder = town()
    for path in (folder / "weeks").iterdir():
        path.unlink()
    assert run("week", folder, "--week", "2026-W52").exit_code == 0
    assert "2026-W53" in run("week", folder).output and "2027-W01" in run("week", folder).output
    assert run("build", folder, "weekly", "--out", tmp_path / "out").exit_code == 0
    assert len([*(tmp_path / "out").rglob("*.docx")]) == 3


def test_a_form_that_is_there_ends_with_one(town: Copy) -> None:
    folder = town()
    path = folder / "weeks" / "2026-W12.yaml"
    result = run("week", folder, "--week", "2026-W12")
    assert result.exit_code == 1 and "这一周的表单已经有了" in result.stderr
    path.rename(path.with_suffix(".yml"))
    assert run("week", folder, "--week", "2026-W12").exit_code == 1 and not path.exists()


def test_a_folder_that_cannot_be_written_ends_with_one(town: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_given: object, **_named: object) -> None:
        raise OSError(30, "Read-only file system")

    folder = town()
    monkeypatch.setattr(os, "fsync", closed)
    monkeypatch.setattr(Path, "unlink", closed)
    result = run("week", folder)
    assert result.exit_code == 1 and "写不进去：Read-only file system" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["week", "data/anping", "--week", "2025-W53"],
        ["week", "data/anping", "--week", "2026-W00"],
        ["build", "data/anping", "monthly", "--since", "2026-W77"],
    ],
)
def test_a_week_that_the_calendar_does_not_have_is_wrong_usage(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2 and "日历上没有" in result.output


# Building


def test_a_week_in_which_nobody_has_reported_is_warned_of(town: Copy, tmp_path: Path) -> None:
    folder = town()
    run("week", folder)
    built = run("build", folder, "weekly", "--week", "2026-W18", "--out", tmp_path / "out")
    assert built.exit_code == 0 and "2026-W18 的表单里一个完成数也没有填" in built.stderr
    reported = run("build", folder, "weekly", "--week", "2026-W17", "--out", tmp_path / "out")
    assert reported.exit_code == 0 and "完成数也没有填" not in reported.output


def test_how_many_faults_there_are_is_printed_below_them(town: Copy, tmp_path: Path) -> None:
    folder = town()
    form = folder / "weeks" / "2026-W17.yaml"
    text = form.read_text(encoding="utf-8")
    rows = "".join(f"      - {{文件: photos/没有{number}.jpg}}\n" for number in range(4))
    form.write_text(text.replace("    照片:\n", "    照片:\n" + rows), encoding="utf-8")
    result = run("build", folder, "weekly", "--out", tmp_path / "out")
    first = text[: text.index("    照片:\n")].count("\n") + 2
    assert result.exit_code == 1 and result.stderr.endswith("共 4 处要改，没有写出任何文件。\n")
    assert all(f"2026-W17.yaml:{first + number}:" in result.stderr for number in range(4))
    assert not (tmp_path / "out").exists()


def test_a_plan_that_is_not_there_is_one_fault(town: Copy) -> None:
    folder = town()
    (folder / "plan.yaml").unlink()
    result = run("build", folder, "weekly")
    assert result.exit_code == 1 and "没有 plan.yaml" in result.stderr and "共 1 处要改" in result.stderr


@pytest.mark.parametrize(
    "arguments", [["final", "--since", "2026-W20"], ["monthly", "--since", "2026-W16", "--week", "2026-W13"]]
)
def test_a_span_without_weeks_ends_with_one(town: Copy, arguments: list[str]) -> None:
    result = run("build", town(), *arguments)
    assert result.exit_code == 1 and "没有哪一周的表单" in result.stderr and "2026-W17" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["月报", "--week", "2026-W13"], "月报（2026年3月）"),
        (["final", "--since", "2026-W12"], "总结（2026年3月16日—4月26日）"),
        (["final", "--since", "2026-W12", "--week", "2026-W13"], "总结（2026年3月16日—3月29日）"),
    ],
)
def test_spans_are_asked_for_with_since_and_week(town: Copy, tmp_path: Path, arguments: list[str], name: str) -> None:
    result = run("build", town(), *arguments, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert [path.stem for path in (tmp_path / "out").rglob("*.docx")] == [f"安平镇文明村镇创建工作{name}"]


def test_where_only_one_week_is_reported_on_since_is_wrong_usage(town: Copy, tmp_path: Path) -> None:
    result = run("build", town(), "weekly", "--since", "2026-W16", "--out", tmp_path)
    assert result.exit_code == 2 and "--since 只用于月报、总结" in result.output


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        (
            "anping",
            ["circular", "--week", "2026-W12"],
            "还做不了通报\n  提示：要这样才有：通报：那一周的表单里填了“通报”",
        ),
        ("anping", ["circular", "--week", "2026-W30"], "没有 2026-W30 这一周的表单"),
        ("heshan", ["scorecard", "appeal"], "倡议书：方案里填了“倡议书”；测评自评表：scores 里有表单"),
    ],
)
def test_where_nothing_can_be_made_it_ends_with_one(
    town: Copy, tmp_path: Path, name: str, arguments: list[str], said: str
) -> None:
    result = run("build", town(name), *arguments, "--out", tmp_path)
    assert result.exit_code == 1 and said in result.stderr


def test_what_was_named_and_is_not_made_is_no_failure(town: Copy, tmp_path: Path) -> None:
    result = run("build", town(), "plan", "weekly", "circular", "--week", "2026-W12", "--out", tmp_path / "out")
    assert result.exit_code == 0 and "没有做通报。要这样才有：通报：那一周的表单里填了“通报”" in result.stderr
    assert len([*(tmp_path / "out").rglob("*.docx")]) == 2


def test_a_document_that_a_clerk_changed_is_told(town: Copy, tmp_path: Path) -> None:
    folder = town()
    [path] = made(folder, tmp_path / "out", "weekly", week="2026-W12")
    edit(path)
    result = run("build", folder, "weekly", "--week", "2026-W12", "--out", tmp_path / "out")
    assert result.exit_code == 0 and "您改过这个文件，数据没有变，没有动它" in result.stdout


# What a document was made from


def test_show_says_in_words_what_has_changed(town: Copy, tmp_path: Path) -> None:
    folder = town()
    [path] = made(folder, tmp_path / "out", "weekly", week="2026-W12")
    fresh = run("show", path)
    assert fresh.exit_code == 0 and "和生成时一样" in fresh.stdout
    edit(path)
    (folder / "weeks" / "2026-W12.yaml").unlink()
    shown = run("show", path)
    assert shown.exit_code == 0 and "生成以后有人改过" in shown.stdout and "不在了" in shown.stdout


def test_show_as_json(town: Copy, tmp_path: Path) -> None:
    folder = town()
    [path] = made(folder, tmp_path / "out", "weekly", week="2026-W12")
    edit(path)
    form = folder / "weeks" / "2026-W12.yaml"
    form.write_text(form.read_text(encoding="utf-8") + "# 改过\n", encoding="utf-8")
    [told] = json.loads(run("show", path, "--json").stdout)["documents"]
    states = {Path(one["file"]).name: one["state"] for one in told["sources"]}
    assert told["edited"] and states == {
        **{"2026-W11.yaml": "same", "2026-W12.yaml": "changed", "plan.yaml": "same"},
        **{"town.yaml": "same", "weekly.docx": "same"},
    }


def test_show_of_a_file_that_nothing_is_known_of_ends_with_one(tmp_path: Path) -> None:
    strange = tmp_path / "strange.docx"
    strange.write_bytes(b"")
    result = run("show", strange)
    assert result.exit_code == 1 and "合并前的副本" in result.stderr
    assert run("show", tmp_path / "none.docx").exit_code == 1


# Checking templates


def test_templates_without_fault_end_with_nought(town: Copy) -> None:
    result = run("template", "check", town())
    assert result.exit_code == 0 and "没有问题" in result.stdout


def test_a_chart_that_will_not_be_filled_ends_with_one(town: Copy) -> None:
    folder = town()
    [kind] = chosen(["weekly"], catalogue.known_kinds(folder))
    path = catalogue.eject(kind, folder)
    document = docx.Document(str(path))
    for told in document.element.iter("{*}docPr"):
        if told.get("descr") == "逐周走势":
            told.set("descr", "逐周的走势")
    document.save(str(path))
    result = run("template", "check", folder)
    assert result.exit_code == 1 and "没有“逐周的走势”这个图的数据" in result.output
    assert "是不是“逐周走势”" in result.output and "第" in result.output
