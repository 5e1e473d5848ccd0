"""One slip is one fault, at its cause; what follows from it is not told."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

from wenming.base.diagnostics import Fault, Faults
from wenming.base.weeks import Week
from wenming.forms import form as forms
from wenming.town import folder as towns
from wenming.town import samples

Copy = Callable[..., Path]


def faults(folder: Path) -> tuple[Fault, ...]:
    try:
        towns.read(folder)
    except Faults as error:
        return error.faults
    return ()


def edit(path: Path, before: str, after: str, count: int = 1) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, count), encoding="utf-8")


def test_a_task_number_that_is_there_twice(town: Copy) -> None:
    folder = town()
    edit(folder / "plan.yaml", "编号: R6", "编号: R5")
    assert [fault.code for fault in faults(folder)] == ["repeated-number"]


def test_a_village_that_was_renamed(town: Copy) -> None:
    folder = town()
    edit(folder / "town.yaml", "石桥村", "石桥新村")
    [fault] = faults(folder)
    assert fault.code == "unknown-unit" and "石桥新村" in fault.mend and "处" in fault.what


def test_a_dash_that_is_missing(town: Copy) -> None:
    folder = town()
    path = folder / "plan.yaml"
    lines = path.read_text("utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if "- 编号: R3" in line)
    lines[at] = lines[at].replace("- 编号", "  编号")
    path.write_text("\n".join(lines), encoding="utf-8")
    found = faults(folder)
    assert [fault.code for fault in found] == ["missing-dash"]
    assert found[0].edit and found[0].edit.text == "- " and found[0].place.line == at + 1


@pytest.mark.parametrize("blank", list("\u3000\u00a0\u2003\u2009\u202f\u200b"))
def test_a_wide_blank_behind_a_colon(town: Copy, blank: str) -> None:
    folder = town()
    edit(folder / "plan.yaml", "版式: ", f"版式:{blank}")
    [fault] = faults(folder)
    assert fault.code == "colon-without-blank" and "写成 版式: 标准" in fault.mend


def test_the_faults_of_the_weeks_do_not_wait_for_the_plan(town: Copy) -> None:
    folder = town()
    edit(folder / "plan.yaml", "版式: 标准", "版式: 标淮")
    week = sorted((folder / "weeks").glob("*.yaml"))[0]
    edit(week, "单位: 石桥村", "单位: 石侨村")
    assert [fault.code for fault in faults(folder)] == ["not-an-option", "unknown-unit"]


def test_a_task_called_by_its_name(town: Copy) -> None:
    folder = town()
    week = sorted((folder / "weeks").glob("*.yaml"))[0]
    names = {task["编号"]: task["名称"] for task in towns.read(folder).plan.record["任务"]}
    edit(week, "任务: R9", f"任务: {names['R9']}")
    [fault] = faults(folder)
    assert fault.code == "unknown-task" and "R9" in fault.mend and fault.edit and fault.edit.text == "R9"


def test_a_number_in_ten_thousands(town: Copy) -> None:
    folder = town()
    edit(folder / "town.yaml", "人口: 28600", "人口: 2.86万")
    [fault] = faults(folder)
    assert "28600" in fault.mend and fault.edit and fault.edit.text == "28600"


def test_a_sign_of_two_characters(town: Copy) -> None:
    folder = town()
    edit(folder / "plan.yaml", "比较: ≥", "比较: '>='")
    assert [fault.edit.text for fault in faults(folder) if fault.edit] == ["'≥'"]


def change(path: Path, pattern: str, new: str | Callable[[re.Match[str]], str]) -> None:
    text = path.read_text("utf-8")
    changed = re.sub(pattern, new, text, count=1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def mended(folder: Path, path: Path, fault: Fault) -> None:
    """Do what the *fault* says, as data, and see that nothing is wrong any more."""
    assert fault.edit
    lines = path.read_text("utf-8").split("\n")
    start, end = fault.edit.line - 1, fault.edit.end_line - 1
    new = lines[start][: fault.edit.column - 1] + fault.edit.text + lines[end][fault.edit.end_column - 1 :]
    path.write_text("\n".join([*lines[:start], new, *lines[end + 1 :]]), encoding="utf-8")
    assert faults(folder) == ()


def one_blank_in(match: re.Match[str]) -> str:
    return "".join(f" {line}" for line in match[0].splitlines(keepends=True))


WHOLE_BLOCKS = {
    "领导小组": r"(?ms)^领导小组:.*?(?=^指标)",
    "印发": r"(?ms)^印发:.*?(?=^# 通报)",
    "倡议书": r"(?ms)^倡议书:.*?(?=^总结)",
}


@pytest.mark.parametrize("name", WHOLE_BLOCKS)
def test_a_block_whose_hashes_were_deleted_and_their_blanks_left(town: Copy, name: str) -> None:
    folder = town()
    plan = folder / "plan.yaml"
    change(plan, WHOLE_BLOCKS[name], one_blank_in)
    [fault] = faults(folder)
    assert fault.code == "misaligned" and "顶格" in fault.mend and fault.place.text == f" {name}:"
    mended(folder, plan, fault)


@pytest.mark.parametrize("name", ["领导小组", "起止", "印发", "指标", "任务"])
def test_a_field_whose_blank_was_left(town: Copy, name: str) -> None:
    folder = town()
    plan = folder / "plan.yaml"
    change(plan, f"(?m)^{name}:", f" {name}:")
    [fault] = faults(folder)
    assert fault.code == "misaligned" and "顶格" in fault.mend
    mended(folder, plan, fault)


def test_a_field_of_the_town_whose_blank_was_left(town: Copy) -> None:
    folder = town()
    form = folder / "town.yaml"
    form.write_text(form.read_text("utf-8").rstrip() + "\n\n 字体:\n   仿宋: 仿宋\n", encoding="utf-8")
    [fault] = faults(folder)
    assert fault.code == "misaligned" and "顶格" in fault.mend
    mended(folder, form, fault)


@pytest.mark.parametrize(
    ("form", "before", "after"),
    [
        ("plan.yaml", "    - {姓名: 周敏", "\t- {姓名: 周敏"),
        ("plan.yaml", "    设在:", "\t设在:"),
        ("plan.yaml", "    主任:", "\t\t主任:"),
        ("plan.yaml", "  - 编号: R3", "\t- 编号: R3"),
        ("plan.yaml", "    目标值: 31\n", "\t目标值: 31\n"),
        ("plan.yaml", "  文号: ", "\t文号: "),
        ("town.yaml", "    - 东河村", "\t- 东河村"),
        ("town.yaml", "  上级:", "\t上级:"),
        ("weeks/2026-W17.yaml", "  - {任务", "\t- {任务"),
        ("weeks/2026-W17.yaml", "  - {任务", "\u3000- {任务"),
    ],
)
def test_a_line_behind_a_tab_or_a_wide_blank(town: Copy, form: str, before: str, after: str) -> None:
    folder = town()
    edit(folder / form, before, after)
    [fault] = faults(folder)
    assert fault.code == "odd-indent"
    mended(folder, folder / form, fault)


def test_a_block_behind_tabs_is_one_slip(town: Copy) -> None:
    folder = town()
    plan = folder / "plan.yaml"
    change(plan, WHOLE_BLOCKS["印发"], lambda match: match[0].replace("\n  ", "\n\t"))
    [fault] = faults(folder)
    assert fault.code == "odd-indent" and "7" in fault.what
    mended(folder, plan, fault)


def test_the_first_of_two_lines_behind_hashes(town: Copy) -> None:
    folder = town()
    week = folder / "weeks" / "2026-W17.yaml"
    first, second = samples.activity(Week(2026, 17))
    change(week, "(?m)^活动:", f"活动:\n  {first.removeprefix('# ')}\n  {second}")
    [fault] = faults(folder)
    assert fault.code == "unclosed-bracket" and "下一行的“#”" in fault.mend
    mended(folder, week, fault)


def faults_of_plan(lines: list[str]) -> tuple[Fault, ...]:
    try:
        forms.read_data("\n".join(lines).encode(), Path("plan.yaml"), "plan", "plan.yaml")
    except Faults as error:
        return error.faults
    return ()


@pytest.mark.parametrize(
    ("slip", "most"), [("tab", 1), ("a blank too many", 0), ("a blank too few", 1)], ids=["tab", "more", "less"]
)
def test_a_slip_before_any_line_of_a_plan_is_one_fault(slip: str, most: int) -> None:
    """*most*: lines where the form can be read in two ways, and a second fault says so."""
    lines = (ROOT / "data" / "anping" / "plan.yaml").read_text("utf-8").split("\n")
    with_more: list[str] = []
    for number, line in enumerate(lines):
        if not line.startswith("  ") or line.lstrip().startswith("#"):
            continue
        slipped = {"tab": f"\t{line.lstrip()}", "a blank too many": f" {line}", "a blank too few": line[1:]}[slip]
        if len(faults_of_plan([*lines[:number], slipped, *lines[number + 1 :]])) > 1:
            with_more.append(slipped)
    assert len(with_more) <= most, with_more


def test_a_village_without_its_dash_is_not_merged_with_the_one_above(town: Copy) -> None:
    for blanks in ("      ", "    "):
        folder = town()
        form = folder / "town.yaml"
        edit(form, "    - 西河村", f"{blanks}西河村")
        [fault] = faults(folder)
        assert fault.code == "missing-dash"
        mended(folder, form, fault)
        shutil.rmtree(folder)


def test_a_village_that_became_a_community_is_not_taken_for_another(town: Copy) -> None:
    folder = town()
    edit(folder / "town.yaml", "- 东河村", "- 东河社区")
    [fault] = faults(folder)
    assert fault.code == "unknown-unit" and "东河社区" in fault.mend


@pytest.mark.parametrize("tail", ["，", "；", "。", "　", '"'])
def test_a_mark_behind_a_bracket(town: Copy, tail: str) -> None:
    folder = town()
    plan = folder / "plan.yaml"
    edit(plan, "结束: 2026-12-31}", f"结束: 2026-12-31}}{tail}")
    [fault] = faults(folder)
    mended(folder, plan, fault)
