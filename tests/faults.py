"""One wrong and one right example of every fault (tests/faults.yaml), tried, and as the page docs/faults.md.

``python tests/faults.py > docs/faults.md`` makes the page.
"""

import re
import sys
import tempfile
from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from click.testing import CliRunner
from corpus import SHAPE, Case
from PIL import Image

from wenming.authoring.check import check
from wenming.authoring.doctor import examine
from wenming.base.codes import NAMES
from wenming.base.diagnostics import Fault, Faults
from wenming.cli import endings
from wenming.cli.main import main
from wenming.gongwen.template import Template
from wenming.pipeline import Job, build

EXAMPLES: Mapping[str, Mapping[str, Any]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
WRONG, RIGHT = "错", "对"
WITHOUT_EXAMPLE = {code for code, example in EXAMPLES.items() if RIGHT not in example}
_KINDS = ("plan", "notice", "weekly", "circular", "scorecard")
_WEEK = "weeks/2026-W12.yaml"
_SMALLEST = {
    "town.yaml": "镇: {名称: 安平镇, 机关: 安平镇人民政府, 文号代字: 安政发, 行政村: [东河村, 西河村]}\n",
    "plan.yaml": "标题: 安平镇方案\n版式: 通用\n起止: {开始: 2026-03-01, 结束: 2026-12-31}\n"
    "引言: 为深化创建，制定本方案（指标见附件）。\n章节: {总体要求: {正文: 坚持以人民为中心。}}\n"
    "附件: [{标题: 指标, 插入: 指标}]\n指标: [{编号: Z1, 名称: 志愿者比例, 目标: 13}]\n"
    "任务: [{编号: R1, 名称: 公益广告, 目标值: 20, 单位: 处}]\n",
    "notices/example.yaml": "标题: 关于开展整治的通知\n正文: 现就有关事项通知如下。\n发文: {成文日期: 2026-03-05}\n",
    "scores/score.yaml": "标题: 自评表\n日期: 2026-06-30\n项目: [{内容: 志愿服务, 分值: 10, 档次: A}]\n",
    _WEEK: "周: 2026-W12\n",
}
_FIELD = re.compile(r"^[^\s:：#%][^:：\s]*", re.MULTILINE)


def found(code: str, side: str, folder: Path) -> list[Fault]:
    """The faults that the example of *code* has on this *side*, in the empty *folder*."""
    example = EXAMPLES[code]
    with chdir(folder):
        if "命令" in example:
            return _of_command(example, side)
        if "模板" in example and example["模板"] != "方案":
            return list(_of_template(example[side]))
        return list(_of_forms(example, side))


def _of_template(paragraphs: list[str]) -> tuple[Fault, ...]:
    return tuple(examine(Template.read(Case(tuple(paragraphs)).docx(), "模板.docx"), SHAPE))


def _of_forms(example: Mapping[str, Any], side: str) -> tuple[Fault, ...]:
    town = write_town(Path("data"), without=example.get("没有", ""))
    for name, text in example.get("另有", {}).items():
        write(town / name, text)
    if example.get("模板") == "方案":
        document = docx.Document(str(Path(__file__).parent.parent / "templates" / "plan-general.docx"))
        body = document.element.body
        for element in list(body)[:-1]:
            body.remove(element)
        for text in example[side]:
            document.add_paragraph(text)
        (town / "templates").mkdir()
        document.save(str(town / "templates" / "plan-general.docx"))
    elif side in example:
        put(town / file_of(example), example, side)
    try:
        return build(
            Job(folder=town, kinds=("plan", "notice", "weekly", "circular", "scorecard", *_own_kinds(town)))
        ).notes
    except Faults as error:
        return error.faults


def _own_kinds(town: Path) -> list[str]:
    return [path.stem for path in (town / "templates").glob("*.yaml")]


def file_of(example: Mapping[str, Any]) -> str:
    return _WEEK if example["文件"] == "week.yaml" else str(example["文件"])


def put(path: Path, example: Mapping[str, Any], side: str) -> None:
    """Write the lines of the *example* into the form *path*; the fields that they name are not there twice."""
    text = example[side]
    if "全文" not in example:
        named = set(_FIELD.findall(text))
        before = [line for line in path.read_text("utf-8").splitlines() if line.partition(":")[0] not in named]
        text = "\n".join([*before, text])
    write(path, text, example.get("编码", "utf-8") if side == WRONG else "utf-8")


def write_town(data: Path, *, without: str = "") -> Path:
    """The smallest town that has every form."""
    town = data / "anping"
    for name, text in _SMALLEST.items():
        if name != without:
            write(town / name, text)
    (town / "photos").mkdir()
    Image.new("RGB", (40, 30)).save(town / "photos" / "清理.jpg")
    write(town / "photos" / "说明.txt", "不是照片")
    return town


def write(path: Path, text: str, encoding: str = "utf-8") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding=encoding)


def _of_command(example: Mapping[str, Any], side: str) -> list[Fault]:
    town = write_town(Path("data"), without=example.get("没有", ""))
    (Path("templates")).symlink_to(Path(__file__).parent.parent / "templates")
    if "outputs" in example[side]:
        build(Job(folder=town, kinds=["plan"], out=Path("outputs")))
    other = docx.Document()
    other.add_paragraph("和镇里的表单毫无关系的一段话。")
    other.save("别的.docx")
    told: list[Fault] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(endings, "report", lambda error, *, as_data: told.extend(error.faults))
        for command in filter(None, (example.get("先"), example[side])):
            told.clear()
            result = CliRunner().invoke(main, command.split(), catch_exceptions=False)
            assert result.exit_code in (0, 1), result.output
    if example[side].startswith("template check"):
        told.extend(check(Path(example[side].split()[-1])).faults)
    return told


_HEAD = """# 错误一览（faults）

每一种错误有一个英文代号和一个中文名；`--json` 里是 `code` 和 `name`。下面每种一个错的、一个对的写法，和程序说的话。
本页由 `python tests/faults.py` 从 `tests/faults.yaml` 生成，里面的每个例子测试都试过：错的真有这个错误，对的没有。

程序知道该写成什么的，`--json` 里另有 `edit`：从 `line` 行 `column` 列起，到 `end_line` 行 `end_column` 列前为止，
换成 `text`。
"""


def page() -> str:
    """The page docs/faults.md."""
    return _HEAD + "".join(map(_section, EXAMPLES))


def _section(code: str) -> str:
    example = EXAMPLES[code]
    lines = ["", f"## {NAMES[code]} `{code}`", ""]
    if code in WITHOUT_EXAMPLE:
        return "\n".join([*lines, f"{example['情形']}。{example['改法']}。", ""])
    with tempfile.TemporaryDirectory() as folder:
        [told, *_others] = [fault for fault in found(code, WRONG, Path(folder)) if fault.code == code]
        said = [told.what, *([f"提示：{told.mend}"] if told.mend else [])]
        shown = [line.replace(f"{Path(folder).resolve()}/", "") for line in said]
    kind = "sh" if "命令" in example else ("yaml" if "文件" in example else "text")
    for side in (WRONG, RIGHT):
        lines += [f"{side}：", "", f"```{kind}", _shown(example, side), "```", ""]
    return "\n".join([*lines, *(f"> {line}  " for line in shown), ""])


def _shown(example: Mapping[str, Any], side: str) -> str:
    value = example[side]
    if isinstance(value, list):
        return "\n".join(value)
    if "命令" in example:
        return f"python cli.py {value}"
    text = str(value).replace("\t", "→   ").replace("\a", "␇")
    return f"# {file_of(example)}\n{text}" if "文件" in example else text


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    print(page(), end="")
