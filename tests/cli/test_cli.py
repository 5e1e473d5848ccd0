"""The commands as a clerk types them."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT

from wenming.cli.main import main

Copy = Callable[..., Path]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def process(*arguments: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own."""
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        cwd=folder,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_build_writes_every_document_the_folder_has_data_for(town: Copy, tmp_path: Path) -> None:
    result = run("build", town(), "--out", tmp_path / "out")

    assert result.exit_code == 0
    names = sorted(path.name for path in (tmp_path / "out" / "anping").glob("*.docx"))
    assert "安平镇文明村镇创建工作实施方案.docx" in names
    assert "安平镇人民政府关于印发《安平镇文明村镇创建工作实施方案》的通知.docx" in names
    assert "安平镇人民政府关于开展春季村庄清洁行动的通知.docx" in names
    assert sum("周报" in name for name in names) == 7
    assert all(name in result.stdout for name in names)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [(["plan"], 1), (["实施方案"], 1), (["notice"], 2), (["通知", "方案"], 3), (["weekly"], 7), (["周报"], 7)],
)
def test_kinds_may_be_named_in_english_or_chinese(town: Copy, tmp_path: Path, kinds: list[str], expected: int) -> None:
    assert run("build", town(), *kinds, "--out", tmp_path / "out").exit_code == 0
    assert len(list((tmp_path / "out" / "anping").glob("*.docx"))) == expected


def test_one_week(town: Copy, tmp_path: Path) -> None:
    assert run("build", town(), "weekly", "--week", "2026-W12", "--out", tmp_path).exit_code == 0
    assert [path.name for path in (tmp_path / "anping").glob("*.docx")] == [
        "安平镇文明村镇创建工作周报（2026年第12周）.docx"
    ]


def test_the_week_alone_is_enough(town: Copy, tmp_path: Path) -> None:
    assert run("build", town(), "--week", "2026-W12", "--out", tmp_path).exit_code == 0
    assert len(list((tmp_path / "anping").glob("*.docx"))) == 1


def test_a_later_week_changes_nothing_in_an_earlier_report(town: Copy, tmp_path: Path) -> None:
    folder = town()
    run("build", folder, "--week", "2026-W12", "--out", tmp_path / "a")
    for late in ("13", "14", "15", "16", "17"):
        (folder / "weeks" / f"2026-W{late}.yaml").unlink()
    run("build", folder, "--week", "2026-W12", "--out", tmp_path / "b")

    [first], [second] = ((tmp_path / side / "anping").glob("*.docx") for side in "ab")
    assert first.read_bytes() == second.read_bytes()


def test_json_says_what_was_written(town: Copy, tmp_path: Path) -> None:
    rows = json.loads(run("build", town(), "plan", "--json", "--out", tmp_path).stdout)["documents"]

    assert [(row["kind"], Path(row["file"]).is_file(), row["gaps"]) for row in rows] == [("plan", True, 0)]
    assert [Path(form).name for form in rows[0]["forms"]] == ["town.yaml", "plan.yaml"]


def test_faults_write_nothing_and_end_with_one(town: Copy, tmp_path: Path) -> None:
    folder = town()
    plan = folder / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("版式: 标准", "版式: 标谁"), encoding="utf-8")

    result = run("build", folder, "--out", tmp_path / "out")

    assert result.exit_code == 1
    assert not (tmp_path / "out").exists()
    assert "标准" in result.stderr and "plan.yaml:" in result.stderr


def test_faults_as_json(town: Copy, tmp_path: Path) -> None:
    folder = town()
    (folder / "town.yaml").write_text("镇: {名称: 安平镇}\n", encoding="utf-8")

    result = run("build", folder, "--json", "--out", tmp_path / "out")

    assert result.exit_code == 1
    faults = json.loads(result.stdout)["faults"]
    assert {"机关", "行政村"} <= {name for fault in faults for name in ("机关", "行政村") if name in fault["what"]}
    assert all(fault["line"] == 1 and fault["mend"] for fault in faults)


@pytest.mark.parametrize(
    "arguments",
    [
        ["build"],
        ["bulid", "x"],
        ["build", "data/anping", "plann"],
        ["build", "data/anping", "--week", "2026-12"],
        ["new", "data/x", "--set", "镇.名字=甲"],
        ["new", "data/x", "--layout", "别的"],
    ],
)
def test_wrong_usage_ends_with_two(arguments: list[str]) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_misspelt_kind_gets_the_nearest() -> None:
    assert "plan" in run("build", "data/anping", "plann").stderr


def test_a_missing_town_gets_the_nearest() -> None:
    result = run("build", str(ROOT / "data" / "anpin"))

    assert result.exit_code == 1
    assert "anping" in result.stderr


def test_a_misspelt_name_of_a_town_gets_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert "data/anping" in run("build", "安平阵").stderr


def test_a_week_that_is_not_there_names_those_that_are(town: Copy) -> None:
    result = run("build", town(), "--week", "2026-W40")

    assert result.exit_code == 1
    assert "2026-W12" in result.stderr


def test_forms_written_on_windows_read_the_same(town: Copy, tmp_path: Path) -> None:
    folder = town()
    run("build", folder, "--out", tmp_path / "a")
    for path in folder.rglob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert run("build", folder, "--out", tmp_path / "b").exit_code == 0

    first, second = ({p.name: p.read_bytes() for p in (tmp_path / side / "anping").glob("*.docx")} for side in "ab")
    assert first == second


def test_a_console_in_cp936_prints_it_all(town: Copy, tmp_path: Path) -> None:
    folder = town().rename(tmp_path / "安平 镇")

    result = process("build", str(folder), "--out", str(tmp_path / "输出 文件"), PYTHONIOENCODING="cp936")

    assert result.returncode == 0, result.stderr.decode("gbk")
    assert "实施方案" in result.stdout.decode("gbk")
    assert len(list((tmp_path / "输出 文件" / "安平 镇").glob("*.docx"))) == 13


def test_a_fault_prints_on_a_console_that_cannot_show_it(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲" / "town.yaml").write_text("镇: {名称: 㙦䶮镇}\n", encoding="utf-8")

    result = process("build", str(tmp_path / "甲"), PYTHONIOENCODING="ascii")

    assert result.returncode == 1
    assert b"Traceback" not in result.stderr


def test_without_arguments_it_shows_what_to_do_next() -> None:
    result = process(PYTHONIOENCODING="utf-8")

    assert result.returncode == 0
    assert "python cli.py build data/anping" in result.stdout.decode()


def test_a_new_town_builds(tmp_path: Path) -> None:
    for layout in ("标准", "评选", "工程", "通用"):
        folder = tmp_path / layout
        made = run(
            "new",
            folder,
            "--layout",
            layout,
            "--set",
            "镇.名称=青山镇",
            "--set",
            "镇.上级=清源县",
            "--set",
            "镇.行政村=东河村、西河村",
        )
        assert made.exit_code == 0, made.output
        result = run("build", folder, "--out", tmp_path / "out")
        assert result.exit_code == 0, result.output
        assert "待填" in result.output


def test_new_asks_what_was_not_given(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["new", str(tmp_path / "镇")], input="青山镇\n清源县\n东河村、西河村\n")

    assert result.exit_code == 0
    text = (tmp_path / "镇" / "town.yaml").read_text(encoding="utf-8")
    assert all(name in text for name in ("青山镇", "清源县", "东河村", "西河村"))


def test_new_never_overwrites(tmp_path: Path) -> None:
    given = ["--set", "镇.名称=青山镇", "--set", "镇.上级=清源县", "--set", "镇.行政村=东河村"]
    run("new", tmp_path / "镇", *given)
    before = (tmp_path / "镇" / "town.yaml").read_bytes()

    assert run("new", tmp_path / "镇", *given).exit_code == 1
    assert (tmp_path / "镇" / "town.yaml").read_bytes() == before


def test_fonts_of_the_town_go_into_every_document(town: Copy, tmp_path: Path) -> None:
    import zipfile

    folder = town()
    with (folder / "town.yaml").open("a", encoding="utf-8") as file:
        file.write("\n字体: {仿宋: 仿宋, 楷体: 楷体, 小标宋: 方正小标宋_GBK, 数字: Times New Roman}\n")
    run("build", folder, "plan", "--out", tmp_path)
    [path] = (tmp_path / "anping").glob("*.docx")

    with zipfile.ZipFile(path) as archive:
        styles = archive.read("word/styles.xml").decode()
    assert "仿宋_GB2312" not in styles and "楷体_GB2312" not in styles and "方正小标宋简体" not in styles
    assert '"仿宋"' in styles and '"Times New Roman"' in styles


def test_a_town_s_own_template_goes_first(town: Copy, tmp_path: Path) -> None:
    import docx

    folder = town()
    (folder / "templates").mkdir()
    document = docx.Document(str(ROOT / "templates" / "plan-standard.docx"))
    document.paragraphs[0].insert_paragraph_before("本镇自己的模板", style="公文正文")
    document.save(str(folder / "templates" / "plan-standard.docx"))
    run("build", folder, "plan", "--out", tmp_path)
    [path] = (tmp_path / "anping").glob("*.docx")

    assert docx.Document(str(path)).paragraphs[0].text == "本镇自己的模板"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(town: Copy, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(mode=0o555)

    result = run("build", town(), "plan", "--out", tmp_path / "out")

    assert result.exit_code == 1
    assert "写不进去" in result.stderr


def test_a_file_in_the_way_is_a_fault_not_a_traceback(town: Copy, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "anping").write_text("一个文件", encoding="utf-8")

    result = run("build", town(), "plan", "--out", tmp_path / "out")

    assert result.exit_code == 1
    assert "写不进去" in result.stderr


def test_a_progress_bar_where_there_is_more_than_a_handful(town: Copy, tmp_path: Path) -> None:
    result = run("build", town(), "--out", tmp_path)

    assert "正在生成" in result.stderr


def test_in_english(town: Copy, tmp_path: Path) -> None:
    folder = town()
    (folder / "plan.yaml").unlink()
    result = run("--lang", "en", "build", folder, "plan", "--out", tmp_path)

    assert result.exit_code == 1
    assert "plan.yaml" in result.stderr and "没有" not in result.stderr


def test_a_template_that_drops_a_chapter_is_a_fault(town: Copy, tmp_path: Path) -> None:
    import docx

    folder = town()
    (folder / "templates").mkdir()
    document = docx.Document(str(ROOT / "templates" / "plan-standard.docx"))
    [target] = [paragraph for paragraph in document.paragraphs if "章节.工作重点" in paragraph.text]
    target._p.getparent().remove(target._p)
    document.save(str(folder / "templates" / "plan-standard.docx"))

    result = run("build", folder, "plan", "--out", tmp_path / "out")

    assert result.exit_code == 1
    assert "章节.工作重点" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_town_may_add_a_kind_of_its_own(town: Copy, tmp_path: Path) -> None:
    import docx

    folder = town()
    (folder / "templates").mkdir()
    (folder / "templates" / "card.yaml").write_text(
        "名称: 明白卡\n表单: [plan]\n次数: 每个方案\n模板: card.docx\n", encoding="utf-8"
    )
    document = docx.Document(str(ROOT / "templates" / "plan-general.docx"))
    document.save(str(folder / "templates" / "card.docx"))

    assert run("build", folder, "明白卡", "--out", tmp_path / "out").exit_code == 0


@pytest.mark.parametrize(
    "manifest",
    [
        "名称: 卡\n",
        "名称: 卡\n表单: [plan]\n次数: 每个方案\n模板: ../x.docx\n",
        "]",
        "名称: 卡\n表单: [plan]\n次数: 每个方案\n",
    ],
)
def test_a_broken_manifest_is_a_fault(town: Copy, tmp_path: Path, manifest: str) -> None:
    folder = town()
    (folder / "templates").mkdir()
    (folder / "templates" / "card.yaml").write_text(manifest, encoding="utf-8")

    result = run("build", folder, "--out", tmp_path / "out")

    assert result.exit_code == 1
    assert "card.yaml" in result.stderr


def test_our_own_mistakes_are_said_and_logged_not_thrown_at_the_clerk(
    town: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wenming import pipeline

    monkeypatch.setattr(pipeline, "render", lambda *_: 1 / 0)

    result = run("build", town(), "--out", tmp_path)

    assert result.exit_code == 3
    assert "Traceback" not in result.output
    [log] = re.findall(r"\S*wenming-error-\w+\.txt", result.stderr)
    assert "ZeroDivisionError" in Path(log).read_text(encoding="utf-8")
    Path(log).unlink()


def with_preamble(folder: Path, text: str) -> None:
    plan = folder / "plan.yaml"
    lines = plan.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("引言:"))
    end = next(number for number in range(start + 1, len(lines)) if lines[number][:1] not in ("", " "))
    plan.write_text(
        "\n".join([*lines[:start], f"引言: {json.dumps(text, ensure_ascii=False)}", *lines[end:]]), encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ 镇.名称 }}有{{ 镇.行政村|length }}个村", "安平镇有31个村"),
        ("《{{ 标题 }}》由{{ 方案.领导小组.办公室.主任 }}负责", "》由周敏负责"),
        ("{{ 镇.标志|default('无') }}", "安平镇人民政府文件"),
        ("{{ 附件 }}", "【待填：附件】"),
    ],
)
def test_text_in_a_form_is_filled_from_the_forms(town: Copy, tmp_path: Path, text: str, expected: str) -> None:
    import docx

    folder = town()
    with_preamble(folder, text)
    result = run("build", folder, "plan", "--out", tmp_path / "out")

    assert result.exit_code == 0, result.output
    [path] = (tmp_path / "out" / "anping").glob("*.docx")
    assert any(expected in paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ 镇.名子 }}", "名称"),
        ("{{ 没有的 }}", "没有的"),
        ("{{ 引言 }}", "自己"),
        ("{{ 引言 }}" * 2000, ""),
        ("{% for x in 镇.行政村 %}{% endfor %}", "Word 模板"),
        ("{{ ''.__class__ }}", ""),
        ("{{ 'a' * 999999999 }}", ""),
        ("{{ 镇", ""),
    ],
)
def test_text_that_cannot_be_filled_is_a_fault_in_its_place(town: Copy, tmp_path: Path, text: str, what: str) -> None:
    folder = town()
    with_preamble(folder, text)
    result = run("build", folder, "plan", "--out", tmp_path / "out")

    assert result.exit_code == 1, result.output
    assert "plan.yaml:" in result.stderr and "引言" in result.stderr and what in result.stderr


@pytest.mark.parametrize("town", ["data/anping", "安平镇"])
def test_in_another_folder_the_program_says_where_to_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, town: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("build", town)
    assert done.exit_code == 1 and f'cd "{ROOT}"' in done.output


@pytest.mark.parametrize("command", [[], ["build"], ["new"], ["template"], ["template", "learn"]])
def test_help_is_in_chinese_throughout(command: list[str]) -> None:
    help_text = run(*command, "--help").output

    assert "用法：" in help_text and "选项:" in help_text
    assert not re.search(r"Usage|Options|Commands|Arguments|OPTIONS|ARGS|DIRECTORY|PATH|Show |default", help_text)
