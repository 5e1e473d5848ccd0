"""A whole form goes out and comes back: what was taken out is taken out, what nobody touched stays as it was typed."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from workbooks import brought, changes, clashes, intake, of_office, saved, table

from wenming.base.diagnostics import Faults
from wenming.collecting.contribution import File
from wenming.collecting.new_forms import forms_of

Copy = Callable[..., Path]


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def row_of(book: openpyxl.Workbook, sheet: str, text: str) -> int:
    """The first row of *sheet* that has *text* in a cell."""
    for row in book[sheet].iter_rows():
        if any(cell.value == text for cell in row):
            return int(row[0].row or 0)
    raise AssertionError(text)


def put_back(book: openpyxl.Workbook, name: str = "plan.xlsx") -> File:
    return File(name, saved(book))


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def changed_lines(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    gone = [line for line in before if line not in after]
    new = [line for line in after if line not in before]
    return gone, new


@pytest.mark.parametrize(
    ("form", "key"), [("plan", ""), ("town", ""), ("score", "2026-04"), ("notice", ""), ("week", "2026-W17")]
)
def test_a_form_that_nobody_touched_changes_nothing(town: Copy, form: str, key: str) -> None:
    folder = town()
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    result = intake(folder, File("表.xlsx", of_office(folder, form, key)))
    assert result.faults == () and changes(result) == {} and clashes(result) == []
    assert brought(folder, File("表.xlsx", of_office(folder, form, key))).files == ()
    assert {path: path.read_bytes() for path in before} == before


def test_one_cell_changes_one_line(town: Copy) -> None:
    folder = town()
    path = folder / "plan.yaml"
    before = lines_of(path)
    book = opened(of_office(folder, "plan"))
    book["任务"].cell(row_of(book, "任务", "R6"), 4).value = 240
    brought(folder, put_back(book))
    assert changed_lines(before, lines_of(path)) == (["    目标值: 200"], ["    目标值: 240"])


def test_what_does_not_go_together_is_told_at_its_cell(town: Copy) -> None:
    folder = town()
    book = opened(of_office(folder, "plan"))
    row = row_of(book, "任务", "R3")
    book["任务"].cell(row, 4).value = 93
    [fault] = intake(folder, put_back(book)).faults
    assert (fault.place.sheet, fault.place.cell, fault.code) == ("任务", f"D{row}", "target-not-sum")


def test_a_task_that_weeks_report_on_is_not_taken_out(town: Copy) -> None:
    folder = town()
    before = (folder / "plan.yaml").read_bytes()
    book = opened(of_office(folder, "plan"))
    book["任务"].delete_rows(row_of(book, "任务", "R8"))
    written = brought(folder, put_back(book))
    assert [fault.code for fault in written.faults][:2] == ["form-not-edited", "unknown-task"]
    assert (folder / "plan.yaml").read_bytes() == before


def test_a_row_that_was_taken_out_is_taken_out_of_the_form(town: Copy) -> None:
    folder = town()
    before = lines_of(folder / "plan.yaml")
    book = opened(of_office(folder, "plan"))
    book["指标"].delete_rows(row_of(book, "指标", "Z5"))
    result = intake(folder, put_back(book))
    assert changes(result)["指标 Z5"][1] == "（空）"
    brought(folder, put_back(book))
    gone, new = changed_lines(before, lines_of(folder / "plan.yaml"))
    assert new == [] and [line[:13] for line in gone] == ["  - {编号: Z5, "]


def test_a_column_that_was_taken_out_takes_nothing_out(town: Copy) -> None:
    folder = town()
    book = opened(of_office(folder, "plan"))
    book["任务"].delete_cols(3)
    del book["人员"]
    assert changes(intake(folder, put_back(book))) == {}


def test_an_item_in_the_middle_comes_into_the_middle(town: Copy) -> None:
    folder = town()
    book = opened(of_office(folder, "plan"))
    sheet = book["条目"]
    row = row_of(book, "条目", "广泛宣传，凝聚共识")
    sheet.insert_rows(row)
    for column, value in enumerate(["章节›工作措施", "", "建立台账，逐项销号", "各村逐项登记。"], 1):
        sheet.cell(row, column).value = value
    brought(folder, put_back(book))
    text = (folder / "plan.yaml").read_text(encoding="utf-8")
    first, new, last = (
        text.index(title) for title in ("提高认识，加强领导", "建立台账，逐项销号", "广泛宣传，凝聚共识")
    )
    assert first < new < last
    assert "条目:            # 下一级，序号自动写成 1. 2." in text


def test_somebody_of_the_leadership_group_is_another(town: Copy) -> None:
    folder = town()
    before = lines_of(folder / "plan.yaml")
    book = opened(of_office(folder, "plan"))
    row = row_of(book, "人员", "高建")
    book["人员"].cell(row, 2).value = "孟凡"
    brought(folder, put_back(book))
    assert changed_lines(before, lines_of(folder / "plan.yaml")) == (
        ["    - {姓名: 高建, 职务: 副镇长}"],
        ["    - {姓名: 孟凡, 职务: 副镇长}"],
    )


def test_a_place_that_is_not_there_is_told(town: Copy) -> None:
    folder = town()
    book = opened(of_office(folder, "plan"))
    book["条目"].cell(3, 1).value = "章节›没有这一章"
    [fault] = intake(folder, put_back(book)).faults[:1]
    assert (fault.place.sheet, fault.place.cell, fault.code) == ("条目", "A3", "row-without-place")


def test_what_both_changed_is_told_and_left(town: Copy) -> None:
    folder = town()
    book = opened(of_office(folder, "plan"))
    book["任务"].cell(row_of(book, "任务", "R6"), 4).value = 240
    path = folder / "plan.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("目标值: 200", "目标值: 210"), encoding="utf-8")
    result = intake(folder, put_back(book))
    assert [(clash.label, clash.mine, clash.theirs) for clash in clashes(result)] == [("任务 R6 目标值", "210", "240")]
    assert changes(result) == {}


def test_a_text_that_looks_like_a_tag_or_like_yaml_stays_a_text(town: Copy) -> None:
    folder = town()
    book = opened(of_office(folder, "town"))
    row = row_of(book, "填写", "镇.联系人")
    book["填写"].cell(row, 3).value = "- *李: {倩} # 一"
    brought(folder, put_back(book, "town.xlsx"))
    assert '联系人: "- *李: {倩} # 一"' in (folder / "town.yaml").read_text(encoding="utf-8")


def test_a_workbook_becomes_the_form_of_a_new_town(town: Copy) -> None:
    folder = town()
    texts = forms_of([File("plan.xlsx", of_office(folder, "plan")), File("town.xlsx", of_office(folder, "town"))])
    assert set(texts) == {"plan.yaml", "town.yaml"}
    assert texts["town.yaml"].decode().startswith("# 镇情，从 town.xlsx 读来")


def test_a_workbook_that_says_nothing_becomes_no_form() -> None:
    with pytest.raises(Faults):
        forms_of([File("plan.xlsx", table([["字段", "名称", "填写"], ["标题", "标题", "安平镇方案"]]))])
