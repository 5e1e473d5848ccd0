"""Tables that people draw for themselves, and what they write into a chat."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from workbooks import WEEK, asked, changes, intake, only, table

from wenming.collecting.contribution import File
from wenming.collecting.intake import take_in

Copy = Callable[..., Path]


def chat(*lines: str) -> File:
    return File("群.txt", "\n".join(lines).encode())


# Tables


CROSSED = [
    ["安平镇2026年第18周进展统计表"],
    ["序号", "村名", "公益广告设置（处）", "2. 宣传栏设置", "备注", "提交时间"],
    [1, "石桥村", 5, 2, "好", "2026/5/1"],
    [2, "柳林", 3, "1块", None, None],
    ["合计", None, 8, 3, None, None],
]


def test_villages_against_tasks_are_read_and_what_is_not_is_told(town: Copy) -> None:
    result = intake(town(), File("统计.xlsx", table(CROSSED)), week=WEEK)
    assert changes(result) == {
        "进展 R2 石桥村 完成": ("（空）", "5"),
        "进展 R3 石桥村 完成": ("（空）", "2"),
        "进展 R2 柳林村 完成": ("（空）", "3"),
        "进展 R3 柳林村 完成": ("（空）", "1"),
    }
    assert [note.what for note in result.notes] == ["这几列没有读：备注", "这一行是合计，没有读"]


@pytest.mark.parametrize("heads", [["村名", "任务", "完成"], ["任务", "村名", "完成"]])
def test_a_list_of_many_rows_is_a_list(town: Copy, heads: list[str]) -> None:
    rows: list[list[object]] = [[*heads]]
    for village in ("石桥村", "柳林村", "槐树村", "杏园村"):
        for task in ("R1", "公益广告设置"):
            row = {"村名": village, "任务": task, "完成": 1}
            rows.append([row[head] for head in heads])
    result = intake(town(), File("第18周.xlsx", table(rows)))
    assert result.faults == () and len(changes(result)) == 8


def test_a_row_that_is_an_example_is_not_read_and_told(town: Copy) -> None:
    rows: list[list[object]] = [
        ["村名", "任务", "完成"],
        ["例：石桥村", "R1", 9],
        ["石桥村", "R1", 1],
        ["柳林村", "R1", 2],
    ]
    result = intake(town(), File("第18周.xlsx", table(rows)))
    assert result.faults == () and len(changes(result)) == 2
    assert [note.what for note in result.notes] == ["这一行是示例，没有读"]


def test_tasks_against_villages_are_read_too(town: Copy) -> None:
    rows = [["任务", "石桥村", "柳林村"], ["公益广告设置", 5, 3], ["R3", 2, "-"], ["合计", 7, 3]]
    assert changes(intake(town(), File("统计.xlsx", table(rows)), week=WEEK)) == {
        "进展 R2 石桥村 完成": ("（空）", "5"),
        "进展 R2 柳林村 完成": ("（空）", "3"),
        "进展 R3 石桥村 完成": ("（空）", "2"),
    }


def test_of_two_rows_of_heads_the_figures_of_this_week_are_read(town: Copy) -> None:
    rows = [
        ["村名", "公益广告设置", None, "宣传栏", None],
        [None, "本周完成", "累计完成", "累计完成", "本周完成"],
        ["石桥村", 5, 14, 2, 1],
        ["柳林村", 0, 16, 2, 0],
    ]
    assert changes(intake(town(), File("统计.xlsx", table(rows)), week=WEEK)) == {
        "进展 R2 石桥村 完成": ("（空）", "5"),
        "进展 R3 石桥村 完成": ("（空）", "1"),
        "进展 R2 柳林村 完成": ("（空）", "0"),
        "进展 R3 柳林村 完成": ("（空）", "0"),
    }


@pytest.mark.parametrize(
    "head", ["公益广告设置（块）", "公益广告设置累计", "公益广告设置完成率", "公益广告设置（累计）"]
)
def test_a_column_of_other_figures_is_not_read(town: Copy, head: str) -> None:
    rows = [["村名", head, "宣传栏设置"], ["石桥村", 5, 2], ["柳林村", 3, 1]]
    assert sorted(changes(intake(town(), File("统计.xlsx", table(rows)), week=WEEK))) == [
        "进展 R3 柳林村 完成",
        "进展 R3 石桥村 完成",
    ]


def test_of_figures_to_date_and_of_this_week_those_of_this_week_are_read(town: Copy) -> None:
    rows = [["村名", "任务", "目标", "累计完成", "本周完成", "完成率"], ["石桥村", "R2", 16, 12, 2, 0.75]]
    result = intake(town(), File("第18周.xlsx", table([*rows, ["柳林村", "R2", 16, 9, 1, 0.5]])))
    assert result.offered == ()
    assert changes(result)["进展 R2 石桥村 完成"] == ("（空）", "2")


def test_a_table_says_its_week_in_its_name_or_its_title(town: Copy) -> None:
    folder = town()
    assert only(intake(folder, File("统计.xlsx", table(CROSSED)))).target.key == WEEK
    assert only(intake(folder, File("第18周.xlsx", table(CROSSED[1:])))).target.key == WEEK
    assert [fault.code for fault in intake(folder, File("统计.xlsx", table(CROSSED[1:]))).faults] == ["week-not-known"]


def test_heads_that_are_only_alike_are_offered_and_then_known(town: Copy) -> None:
    folder = town()
    rows = [["村", "工作任务", "完成情况"], ["石桥村", "公益广告设置", 8], ["柳林村", "R3", 1]]
    file = File("第18周.xlsx", table(rows))
    result = intake(folder, file)
    assert [(one.head, one.field, one.place.cell) for one in result.offered] == [("完成情况", "完成", "C1")]
    assert [fault.code for fault in result.faults] == ["heads-to-confirm"]

    known = asked(folder)
    confirmed = known.kept.with_heads({"完成情况": "完成"})
    result = take_in([file], replace(known, kept=confirmed))
    assert result.offered == ()
    assert changes(result)["进展 R2 石桥村 完成"] == ("（空）", "8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_comes_in_every_encoding_with_every_mark(town: Copy, encoding: str, mark: str) -> None:
    text = "\r\n".join(
        mark.join(row) for row in [["村名", "任务", "完成"], ["东河村", "R1", "1"], ["西河村", "R1", "1"]]
    )
    result = intake(town(), File("18周.csv", text.encode(encoding)))
    assert changes(result)["进展 R1 东河村 完成"] == ("（空）", "1")


def test_a_table_of_something_else_is_told(town: Copy) -> None:
    result = intake(town(), File("第18周.xlsx", table([["姓名", "年龄"], ["甲", 3]])))
    assert [fault.code for fault in result.faults] == ["list-not-found"]


# A chat


def test_lines_of_villages_are_read(town: Copy) -> None:
    result = intake(town(), chat("石桥村：公益广告设置5处，宣传栏2块", "柳林：禁烟标识4处"), week=WEEK)
    assert changes(result) == {
        "进展 R2 石桥村 完成": ("（空）", "5"),
        "进展 R3 石桥村 完成": ("（空）", "2"),
        "进展 R5 柳林村 完成": ("（空）", "4"),
    }


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("石桥村：清运垃圾3车", "没有看出是哪项任务"),
        ("王庄：公益广告设置2处", "没有看出是哪个村"),
        ("石桥村：公益广告设置5块", "单位是“块”，这项任务按“处”算"),
        ("石桥村：公益广告设置若干", "没有看出是多少"),
        ("石桥村：公益广告设置累计10处", "说的不是本周完成的数"),
        ("石桥村：公益广告设置还差1处", "说的不是本周完成的数"),
        ("石桥村：原计划公益广告设置16处", "说的不是本周完成的数"),
        ("石桥村：没有完成公益广告设置5处", "说的不是本周完成的数"),
        ("石桥村：公益广告设置约5处", "说的不是本周完成的数"),
    ],
)
def test_what_is_not_plain_is_told_and_credited_to_nobody(town: Copy, line: str, why: str) -> None:
    result = intake(town(), chat("柳林村：禁烟标识4处", line), week=WEEK)
    assert changes(result) == {"进展 R5 柳林村 完成": ("（空）", "4")}
    [note] = result.notes
    assert note.place.line == 2 and why in note.what


def test_senders_times_and_numbers_of_a_list_are_no_words_of_a_village(town: Copy) -> None:
    lines = ["[2026/4/30 10:21] 李书记", "1. 石桥村：公益广告设置5处", "收到", "2. 柳林村：宣传栏2块"]
    result = intake(town(), chat(*lines), week=WEEK)
    assert len(changes(result)) == 2 and result.notes == ()


def test_two_figures_of_one_task_are_both_left(town: Copy) -> None:
    result = intake(town(), chat("石桥村：公益广告设置3处、2处", "柳林村：禁烟标识4处"), week=WEEK)
    assert changes(result) == {"进展 R5 柳林村 完成": ("（空）", "4")}
    assert len(result.notes) == 2


WAYS = ["石桥村：R2 6处", "石桥村：R2：6", "各位领导，石桥村本周完成公益广告设置6处", "石桥村委会 公益广告6处"]


@pytest.mark.parametrize("line", WAYS)
def test_many_ways_of_saying_it_are_understood(town: Copy, line: str) -> None:
    assert changes(intake(town(), chat(line), week=WEEK)) == {"进展 R2 石桥村 完成": ("（空）", "6")}


def test_a_village_alone_on_its_line_is_that_of_the_lines_below(town: Copy) -> None:
    lines = ["李书记 2026-04-30 16:01", "石桥村", "1、公益广告设置：4处", "2、志愿服务活动：2场"]
    result = intake(town(), chat(*lines), week=WEEK)
    assert changes(result) == {"进展 R2 石桥村 完成": ("（空）", "4"), "进展 R9 石桥村 完成": ("（空）", "2")}
    assert result.notes == ()
