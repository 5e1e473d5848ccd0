"""One slip is one fault, at its cause; what follows from it is not told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from wenming.base.diagnostics import Fault, Faults
from wenming.town import folder as towns

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
