"""What villages fill in becomes the figures of the week: shown first, written once, never against somebody's word."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from workbooks import (
    WEEK,
    asked,
    brought,
    changes,
    clashes,
    filled_in,
    intake,
    of_village,
    only,
    saved,
    table,
    week_text,
)  # fmt: skip

from wenming.base.diagnostics import Fault
from wenming.collecting.contribution import File
from wenming.collecting.intake import take_in
from wenming.collecting.into_forms import write
from wenming.collecting.outcome import Clash

Copy = Callable[..., Path]
BRIDGE, RIVER = "石桥村", "东河村"
FIGURE = "进展 R1 石桥村 完成"


def sent_back(town: Path, village: str = BRIDGE, **cells: object) -> File:
    """The workbook of *village* with *cells* of its figures (C3="12") filled in."""
    return File(f"{village}.xlsx", filled_in(of_village(town, village), {"进展": cells}))


def faults_of(town: Path, file: File) -> list[tuple[str, str]]:
    return [(fault.place.cell, fault.code) for fault in intake(town, file, week=WEEK).faults]


# From the workbook into the form


def test_what_a_village_fills_in_is_what_changes(town: Copy) -> None:
    folder = town()
    result = intake(folder, sent_back(folder, C3=1, C4=5))
    assert changes(result) == {FIGURE: ("（空）", "1"), "进展 R2 石桥村 完成": ("（空）", "5")}
    assert not (folder / "weeks" / f"{WEEK}.yaml").exists()


def test_it_is_written_where_the_form_of_a_new_week_has_its_row(town: Copy) -> None:
    folder = town()
    brought(folder, sent_back(folder, C3=1, E3="栏杆已装"))
    text = week_text(folder)
    assert "  - {任务: R1, 单位: 石桥村, 完成: 1, 说明: 栏杆已装}   # 服务站规范升级，每村1个\n" in text
    assert "  - {任务: R1, 单位: 柳林村, 完成: }   # 服务站规范升级，每村1个\n" in text


def test_the_same_workbook_twice_changes_nothing(town: Copy) -> None:
    folder = town()
    file = sent_back(folder, C3=1)
    brought(folder, file)
    before = week_text(folder)
    assert changes(intake(folder, file)) == {}
    assert brought(folder, file).files == ()
    assert week_text(folder) == before


def test_a_workbook_that_nobody_filled_in_changes_nothing(town: Copy) -> None:
    folder = town()
    assert changes(intake(folder, sent_back(folder))) == {}


def test_all_workbooks_come_into_one_form_together(town: Copy) -> None:
    folder = town()
    brought(folder, sent_back(folder, C3=1), sent_back(folder, RIVER, C4=16))
    text = week_text(folder)
    assert "单位: 石桥村, 完成: 1}" in text and "{任务: R2, 单位: 东河村, 完成: 16}" in text


def test_a_problem_that_is_closed_says_only_what_is_new(town: Copy) -> None:
    folder = town()
    book = filled_in(of_village(folder, "古城村"), {"问题": {"G3": "已整改", "H3": "2026-04-29", "I3": "装好了"}})
    result = intake(folder, File("古城村.xlsx", book))
    assert changes(result) == {
        "问题 W17-1 状态": ("整改中", "已整改"),
        "问题 W17-1 完成": ("（空）", "2026-04-29"),
        "问题 W17-1 整改措施": ("（空）", "装好了"),
    }


def test_a_row_that_names_no_village_is_of_the_village_whose_workbook_it_is(town: Copy) -> None:
    folder = town()
    row = {"A3": "W18-1", "C3": "路灯不亮", "D3": "2026-04-28", "E3": "2026-05-08", "F3": "李勇"}
    result = intake(folder, File("石桥村.xlsx", filled_in(of_village(folder, BRIDGE), {"问题": row})))
    assert "单位 石桥村" in changes(result)["问题 W18-1"][1]


def test_a_new_problem_without_a_number_gets_one_of_its_own(town: Copy) -> None:
    folder = town()
    row = {"B3": BRIDGE, "C3": "路灯不亮", "D3": "2026-04-28", "E3": "2026-05-08"}
    file = File("石桥村.xlsx", filled_in(of_village(folder, BRIDGE), {"问题": row}))
    assert "问题 W18-石桥村-1" in changes(intake(folder, file))
    brought(folder, file)
    assert changes(intake(folder, file)) == {}


def test_two_villages_that_took_one_number_keep_nobody_else_waiting(town: Copy) -> None:
    folder = town()
    files = []
    for village in (BRIDGE, RIVER):
        row = {"A3": "W01", "C3": f"{village}的路灯不亮", "D3": "2026-04-28", "E3": "2026-05-08"}
        cells = {"问题": row, "进展": {"C3": 1}}
        files.append(File(f"{village}.xlsx", filled_in(of_village(folder, village), cells)))
    result = intake(folder, *files)
    assert {clash.label for clash in clashes(result)} == {"问题 W01 单位", "问题 W01 描述"}
    assert sorted(changes(result)) == ["进展 R1 东河村 完成", FIGURE]
    assert brought(folder, *files).faults == ()


def test_activities_of_one_day_and_name_in_two_villages_are_two(town: Copy) -> None:
    folder = town()
    row = {"A3": "2026-04-28", "B3": "志愿服务活动", "D3": 30}
    files = [File(f"{one}.xlsx", filled_in(of_village(folder, one), {"活动": row})) for one in (BRIDGE, RIVER)]
    assert len(changes(intake(folder, *files))) == 2


def test_a_row_of_another_village_is_told(town: Copy) -> None:
    folder = town()
    assert faults_of(folder, sent_back(folder, B3="柳林村", C3=1)) == [("B3", "row-without-place")]


# What people type


@pytest.mark.parametrize(
    ("typed", "read"),
    [("１２", "12"), ("1,200", "1200"), ("12处", "12"), (" 12 ", "12"), ("12.0", "12"), ("+3", "3"), (12.5, "12.5")],
)
def test_a_figure_is_read_as_it_is_meant(town: Copy, typed: object, read: str) -> None:
    folder = town()
    assert changes(intake(folder, sent_back(folder, C4=typed))) == {"进展 R2 石桥村 完成": ("（空）", read)}


@pytest.mark.parametrize(
    ("typed", "code"),
    [("3块", "unit-differs"), ("五", "not-a-number"), ("约12", "not-a-number"), ("=1+1", "formula-failed")],
)
def test_a_figure_that_is_not_plain_is_told_at_its_cell(town: Copy, typed: object, code: str) -> None:
    folder = town()
    assert faults_of(folder, sent_back(folder, C4=typed)) == [("C4", code)]


@pytest.mark.parametrize(
    "typed", ["2026.4.28", "2026年4月28日", "4月28日", "20260428", 46140, "46140", "２０２６-４-２８"]
)
def test_a_day_is_read_as_it_is_meant(town: Copy, typed: object) -> None:
    folder = town()
    row = {"A3": typed, "B3": "清洁日"}
    result = intake(folder, File("石桥村.xlsx", filled_in(of_village(folder, BRIDGE), {"活动": row})))
    assert changes(result) == {"活动 2026-04-28 清洁日 石桥村": ("（空）", "日期 2026-04-28，名称 清洁日，地点 石桥村")}


def test_a_day_of_another_week_is_told_as_in_a_form(town: Copy) -> None:
    folder = town()
    row = {"A3": "2026-05-08", "B3": "清洁日"}
    result = intake(folder, File("石桥村.xlsx", filled_in(of_village(folder, BRIDGE), {"活动": row})))
    [fault] = result.faults
    assert (fault.place.sheet, fault.place.cell, fault.code) == ("活动", "A3", "outside-week")


@pytest.mark.parametrize("name", ["石桥", "石桥村委会", "石桥村民委员会", "安平镇石桥村", " 石 桥 村 "])
def test_a_village_is_known_by_all_its_names(town: Copy, name: str) -> None:
    folder = town()
    rows = table([["村名", "任务", "完成"], [name, "R1", 1], ["柳林村", "R1", 1]])
    assert changes(intake(folder, File("表.xlsx", rows), week=WEEK))[FIGURE] == ("（空）", "1")


@pytest.mark.parametrize("name", ["石乔村", "王庄村", "石桥村柳林村"])
def test_a_village_that_is_not_plain_is_never_guessed(town: Copy, name: str) -> None:
    folder = town()
    rows = table([["村名", "任务", "完成"], [name, "R1", 1], ["柳林村", "R1", 1]])
    assert faults_of(folder, File("表.xlsx", rows)) == [("A2", "unknown-unit")]


def test_all_faults_of_all_files_are_told_at_once_and_the_others_go_on(town: Copy) -> None:
    folder = town()
    result = intake(folder, sent_back(folder, C3="若干", C4="甲"), sent_back(folder, RIVER, C3=1))
    assert [fault.place.cell for fault in result.faults] == ["C3", "C4"]
    assert changes(result) == {"进展 R1 东河村 完成": ("（空）", "1")}


def test_what_is_wrong_by_itself_hides_nothing_that_does_not_go_together(town: Copy) -> None:
    folder = town()
    cells = {"进展": {"C3": "甲"}, "活动": {"A3": "2026-05-08", "B3": "清洁日"}, "问题": {"A3": "W18-1", "C3": "甲"}}
    result = intake(folder, File("石桥村.xlsx", filled_in(of_village(folder, BRIDGE), cells)))
    told = {(fault.place.sheet, fault.place.cell) for fault in result.faults}
    assert {("进展", "C3"), ("活动", "A3")} <= told


# Two who do not agree


def test_two_files_that_do_not_agree_are_told_and_neither_wins(town: Copy) -> None:
    folder = town()
    own = table([["村名", "任务", "完成"], [BRIDGE, "R1", 3], ["柳林村", "R1", 1]])
    result = intake(folder, sent_back(folder, C3=1), File("统计.xlsx", own), week=WEEK)
    [clash] = clashes(result)
    assert (clash.label, clash.mine, clash.mine_from, clash.theirs, clash.source) == (
        FIGURE, "1", BRIDGE, "3", "统计.xlsx",
    )  # fmt: skip
    assert changes(result) == {"进展 R1 柳林村 完成": ("（空）", "1")}


def test_a_file_of_another_day_does_not_win_either(town: Copy) -> None:
    folder = town()
    brought(folder, sent_back(folder, C3=1))
    own = table([["村名", "任务", "完成"], [BRIDGE, "R1", 3], ["柳林村", "R1", 1]])
    result = intake(folder, File("统计.xlsx", own), week=WEEK)
    assert [clash.mine_from for clash in clashes(result)] == [BRIDGE]
    assert FIGURE not in changes(result)


def test_who_corrects_his_own_figure_is_believed(town: Copy) -> None:
    folder = town()
    brought(folder, sent_back(folder, C3=1))
    assert changes(intake(folder, sent_back(folder, C3=2))) == {FIGURE: ("1", "2")}


def test_two_copies_of_one_village_that_do_not_agree_are_told(town: Copy) -> None:
    folder = town()
    first, second = sent_back(folder, C3=1), sent_back(folder, C3=2)._replace(name="石桥村(更正).xlsx")
    assert [clash.label for clash in clashes(intake(folder, first, second))] == [FIGURE]
    brought(folder, second)
    brought(folder, sent_back(folder, C3=4))
    assert [(clash.mine, clash.theirs) for clash in clashes(intake(folder, second))] == [("4", "2")]


def test_a_figure_that_is_not_there_any_more_stays_and_is_told(town: Copy) -> None:
    folder = town()
    empty = sent_back(folder)
    brought(folder, sent_back(folder, C3=1))
    result = intake(folder, empty)
    assert changes(result) == {} and [change.label for change in only(result).left] == [FIGURE]


def test_what_was_said_of_two_figures_is_not_asked_again(town: Copy) -> None:
    folder = town()
    own = File("统计.xlsx", table([["村名", "任务", "完成"], [BRIDGE, "R1", 3], ["柳林村", "R1", 1]]))

    def takes_own(clash: Clash) -> bool | None:
        return clash.source == own.name

    result = intake(folder, sent_back(folder, C3=1), own, week=WEEK, settles=takes_own)
    assert clashes(result) == [] and only(result).settled
    assert only(result).record["进展"][6 * 6]["完成"] == 3


def test_a_figure_that_the_office_changed_meanwhile_is_not_written_over(town: Copy) -> None:
    folder = town()
    file = sent_back(folder, C3=1)
    brought(folder, sent_back(folder, RIVER, C3=1))
    path = folder / "weeks" / f"{WEEK}.yaml"
    path.write_text(week_text(folder).replace("{任务: R1, 单位: 石桥村, 完成: }", "{任务: R1, 单位: 石桥村, 完成: 9}"))
    result = intake(folder, file)
    assert [(clash.label, clash.mine, clash.mine_from, clash.theirs) for clash in clashes(result)] == [
        (FIGURE, "9", "", "1")
    ]


def test_what_the_office_changed_elsewhere_stays(town: Copy) -> None:
    folder = town()
    file = sent_back(folder, C3=1)
    brought(folder, sent_back(folder, RIVER, C3=1))
    path = folder / "weeks" / f"{WEEK}.yaml"
    path.write_text(week_text(folder).replace("综述:  ", "综述: 进展平稳。"))
    brought(folder, file)
    assert "综述: 进展平稳。" in week_text(folder) and "单位: 石桥村, 完成: 1}" in week_text(folder)


def test_a_form_that_changed_while_somebody_looked_is_left_alone(town: Copy) -> None:
    folder = town()
    known = asked(folder)
    result = take_in([sent_back(folder, C3=1)], known)
    brought(folder, sent_back(folder, RIVER, C3=1))
    before = week_text(folder)
    written = write(result.filled, known)
    assert [fault.code for fault in written.faults] == ["form-changed"] and written.files == ()
    assert week_text(folder) == before


# Whose workbook it is


def test_a_workbook_of_another_town_is_refused(town: Copy) -> None:
    folder = town()
    other = File("别的镇.xlsx", filled_in(of_village(folder, BRIDGE), {"_wenming": {"B3": "云溪镇"}}))
    assert [fault.code for fault in intake(folder, other).faults] == ["another-town"]


def test_a_workbook_without_its_hidden_sheet_says_at_its_foot_which_it_is(town: Copy) -> None:
    folder = town()
    book = openpyxl.load_workbook(io.BytesIO(sent_back(folder, C3=1).data))
    del book["_wenming"]
    result = intake(folder, File("改过名的.xlsx", saved(book)))
    assert changes(result) == {FIGURE: ("（空）", "1")}
    assert only(result).changes[0].source == BRIDGE


def test_the_workbook_of_an_old_week_is_held_beside_that_week_unless_somebody_says_otherwise(town: Copy) -> None:
    folder = town()
    old = filled_in(of_village(folder, BRIDGE, "2026-W17"), {"进展": {"C4": 7}})
    result = intake(folder, File("石桥村.xlsx", old))
    assert only(result).target.key == "2026-W17"

    result = intake(folder, File("石桥村.xlsx", old), week=WEEK)
    assert only(result).target.key == WEEK
    assert [note.code for note in result.notes] == ["row-not-read"]


def places(faults: tuple[Fault, ...]) -> list[str]:
    return [f"{fault.place.sheet} {fault.place.cell}" for fault in faults]


def test_hidden_rows_with_figures_are_read_and_told(town: Copy) -> None:
    folder = town()
    book = openpyxl.load_workbook(io.BytesIO(sent_back(folder, C3=1).data))
    book["进展"].row_dimensions[3].hidden = True
    result = intake(folder, File("石桥村.xlsx", saved(book)))
    assert changes(result) == {FIGURE: ("（空）", "1")}
    assert places(result.notes) == ["进展 A3"]
