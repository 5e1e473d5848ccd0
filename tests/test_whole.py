"""Everything a person sees, as it stood before: all documents of the example towns, and what the commands say."""

import io
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, made
from dump import dump

from wenming.cli.main import main
from wenming.pages.layout.document import laid_out
from wenming.pages.layout.faces import AnyFace

TOWNS = ["anping", "heshan", "longtan", "xinhui"]
TURN1 = ROOT / "tests" / "towns" / "turn1"
NAMED = ["rectification", "breakdown", "monthly", "final"]  # what is only made where it is named


def page_count(docx: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return len(laid_out(parts, AnyFace()).pages)


def told(path: Path) -> str:
    data = path.read_bytes()
    return f"{page_count(data)} 页\n{dump(data)}"


@pytest.mark.parametrize("name", TOWNS)
def test_every_document_of_the_example_towns(
    name: str, tmp_path: Path, golden: Callable[[str, str], None], town: Callable[..., Path]
) -> None:
    folder = town(name)
    for kinds in ([], NAMED):
        if kinds and name != "anping":
            continue  # the others have no weeks
        for path in made(folder, tmp_path / "out", *kinds):
            golden(told(path), f"towns/{name}/{path.stem}")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Path]:
    """A clerk's folder: the town of the first turn, with all its templates and edits, beside an example."""
    (tmp_path / "data").mkdir()
    shutil.copytree(TURN1 / "town", tmp_path / "data" / "turn1")
    shutil.copytree(TURN1 / "outputs", tmp_path / "outputs" / "turn1")
    shutil.copytree(ROOT / "data" / "anping", tmp_path / "data" / "anping")
    with chdir(tmp_path):
        yield tmp_path


def test_the_town_of_the_first_turn_is_built_over_its_edits(desk: Path, golden: Callable[[str, str], None]) -> None:
    result = CliRunner().invoke(main, ["build", "data/turn1"])
    assert result.exit_code == 0, result.output
    golden(result.output, "towns/turn1/build")
    for path in sorted((desk / "outputs" / "turn1").glob("*.docx")):
        golden(told(path), f"towns/turn1/{path.stem}")


COMMANDS: dict[str, list[list[str]]] = {
    "build": [["build", "data/anping"], ["build", "data/anping"], ["build", "data/anping", "plan", "--json"]],
    "build-named": [
        ["build", "data/anping", "monthly", "final", "--since", "2026-W12", "--week", "2026-W15", "--json"],
        ["build", "data/anping", "rectification", "breakdown"],
        ["build", "data/anping", "circular", "--week", "2026-W12"],
        ["build", "data/anping", "--week", "2026-W40"],
        ["build", "data/anping", "final", "--since", "2027-W01"],
    ],
    "usage": [
        ["build"],
        ["build", "data/anpin"],
        ["build", "data/anping", "plann"],
        ["build", "data/anping", "--week", "2026-12"],
        ["build", "data/anping", "--week", "2026-W54"],
        ["build", "data/anping", "--since", "2026-W12"],
        ["bild"],
        ["build", "data/anping", "--outt", "x"],
        ["new", "data/new", "--layout", "别的"],
        ["show"],
        ["template", "eject", "notice"],
    ],
    "english": [
        ["--lang", "en", "build", "data/anping", "plan"],
        ["--lang", "en", "build", "data/anpin"],
        ["--lang", "en", "template", "list", "data/turn1"],
        ["--lang", "en", "build", "--help"],
    ],
    "new-and-week": [
        ["new", "data/new", "--set", "镇.名称=青山镇", "--set", "镇.上级=清源县", "--set", "镇.行政村=东河村、西河村"],
        ["new", "data/new", "--set", "镇.名称=青山镇", "--set", "镇.上级=清源县", "--set", "镇.行政村=东河村、西河村"],
        ["new", "data/other", "--set", "镇.名字=青山镇"],
        ["build", "data/new"],
        ["week", "data/anping"],
        ["week", "data/anping", "--week", "2026-W12"],
    ],
    "show": [
        ["build", "data/anping", "plan"],
        ["show", "outputs/anping/安平镇文明村镇创建工作实施方案.docx"],
        ["show", "outputs/anping/安平镇文明村镇创建工作实施方案.docx", "--json"],
        ["show", "outputs/turn1/青山镇文明村镇创建工作实施方案.docx"],
        ["show", "outputs/none.docx"],
    ],
    "template": [
        ["template", "list", "data/turn1"],
        ["template", "list", "data/anping", "--json"],
        ["template", "fields", "notice", "data/anping"],
        ["template", "fields", "weekly", "--find", "日期", "--json"],
        ["template", "check", "data/turn1"],
        ["template", "check", "data/turn1/templates/notice.docx", "--json"],
        ["template", "diff", "data/turn1"],
        ["template", "diff", "data/turn1", "notice", "--json"],
        ["template", "update", "data/turn1"],
        ["template", "eject", "notice", "data/turn1"],
        ["template", "eject", "notice", "data/anping"],
        ["template", "check", "data/anping", "--annotate", "--fix"],
    ],
    "learn": [
        ["build", "data/anping", "notice", "appeal"],
        ["template", "learn", "outputs/anping/安平镇人民政府关于开展春季村庄清洁行动的通知.docx", "data/anping"],
        ["template", "learn", "outputs/anping/安平镇文明村镇创建倡议书.docx", "data/anping", "--json"],
        ["template", "learn", "outputs/none.docx", "data/anping"],
    ],
    "welcome": [[], ["--help"], ["build", "--help"], ["template", "--help"], ["template", "check", "--help"]],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_the_commands_say(name: str, desk: Path, golden: Callable[[str, str], None]) -> None:
    pieces = []
    for arguments in COMMANDS[name]:
        result = CliRunner().invoke(main, arguments, prog_name="wenming", env={"WENMING_LANG": ""})
        output = result.output.replace(str(desk), "…").replace(str(ROOT), "程序").replace(os.sep, "/")
        pieces.append(f"$ wenming {' '.join(arguments)}\n{output.rstrip()}\n= {result.exit_code}\n")
    golden("\n".join(pieces), f"commands/{name}")


FAULTY = {
    "town": "镇:\n  名称: 安平镇\n  上级: 清源县\n  机关: 安平镇人民政府\n  行政村: [东河村, 东河村]\n  组涨: 甲\n",
    "plan": "标题: 方案\n版式: 标准\n章节:\n  总体要求：\n    正文: 一\n起止: {开始: 2026-13-01, 结束: 2026.3.5}\n",
    "weeks/2026-W12": "周: 2026-W13\n进展:\n  - {任务: T9, 单位: 东河村, 完成: 三}\n",
}


def test_what_is_said_of_faulty_forms(desk: Path, golden: Callable[[str, str], None]) -> None:
    folder = desk / "data" / "faulty"
    for name, text in FAULTY.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    pieces, build = [], ["build", "data/faulty"]
    for arguments in (build, [*build, "--json"], ["--lang", "en", *build]):
        result = CliRunner().invoke(main, arguments)
        pieces.append(f"$ wenming {' '.join(arguments)}\n{result.output.rstrip()}\n= {result.exit_code}\n")
    golden("\n".join(pieces), "commands/faulty")
