"""Tables of a form's own, names in columns, slips to send back."""

from wenming.documents.parts import free_table
from wenming.documents.parts.inserted import Inserted
from wenming.documents.parts.names import names_in_columns
from wenming.documents.parts.reply_slip import reply_slip
from wenming.documents.wording import Wording
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Cell, Section, Table


def texts(row: list) -> list[str]:
    return [cell if isinstance(cell, str) else "".join(one.text for one in cell.paragraphs) for cell in row]


def merges(row: list[Cell]) -> list[tuple[int, int]]:
    return [(cell.columns, cell.rows) for cell in row if isinstance(cell, Cell)]


def table_of(blocks: list[Block]) -> Table:
    [table] = [block for block in blocks if isinstance(block, Table)]
    return table


WIDE = {"表头": [f"第{number}项工作" for number in range(1, 13)], "行": [["1000"] * 12]}


def test_a_head_of_two_rows_is_merged_across_and_down() -> None:
    form = {
        "上层表头": ["序号", "村名", "垃圾", "垃圾"],
        "表头": ["序号", "村名", "吨", "处"],
        "行": [["1", "东河村", "3", "4"]],
    }
    upper, lower = table_of(free_table.free_table(form)).head

    assert texts(upper) == ["序号", "村名", "垃圾"]
    assert merges(upper) == [(1, 2), (1, 2), (2, 1)]
    assert texts(lower) == ["", "", "吨", "处"]
    assert merges(lower) == [(1, 0), (1, 0)]


def test_the_unit_stands_above_and_the_notes_below() -> None:
    form = {"名称": "清运表", "单位": "吨", "表头": ["村"], "行": [["东河村"]], "注": "截至3月底。\n以过磅为准。"}
    name, unit, table, *notes = free_table.free_table(form)

    assert (name.text, unit.text, unit.align) == ("清运表", "单位：吨", "right")
    assert name.keep_next and unit.keep_next
    assert isinstance(table, Table)
    assert [note.text for note in notes] == ["截至3月底。", "以过磅为准。"]


def test_sums_are_added_exactly_and_only_of_figures() -> None:
    form = {
        "表头": ["序号", "村", "吨"],
        "行": [["1", "甲村", "0.1"], ["2", "乙村", "0.2"], ["3", "丙村", "1,083"]],
        "合计": True,
    }

    assert texts(table_of(free_table.free_table(form)).rows[-1]) == ["合计", "", "1083.3"]


def test_a_table_that_is_too_wide_lies_across_and_the_text_goes_on_upright() -> None:
    before, *_table, after = Inserted().of({"表格": WIDE})

    assert (before, after) == (Section(landscape=True), Section())
    assert sum(table_of(_table).widths) == m.TEXT_HEIGHT


def test_on_a_page_that_lies_across_it_begins_no_other() -> None:
    blocks = Inserted(measure=m.TEXT_HEIGHT).of({"表格": WIDE})

    assert not any(isinstance(block, Section) for block in blocks)


def test_a_form_decides_whether_a_table_lies_across() -> None:
    narrow = {"表头": ["村"], "行": [["东河村"]]}

    assert not free_table.lies_across(narrow)
    assert free_table.lies_across({**narrow, "横排": True})
    assert not free_table.lies_across({**WIDE, "横排": False})


def test_names_stand_in_columns_and_two_characters_take_the_room_of_three() -> None:
    table = table_of(names_in_columns(["何长青", "王立", "沈月娥", "李明", "赵丽华", "周敏"]))
    first, second = table.rows

    assert texts(first) == ["", "何长青", "王　立", "沈月娥", "李　明", "赵丽华"]
    assert texts(second) == ["", "周　敏", "", "", "", ""]
    assert not table.ruled


def test_names_of_villages_are_not_spread() -> None:
    [row] = table_of(names_in_columns(["东河村", "石桥村", "柳林"])).rows[:1]

    assert texts(row)[1:4] == ["东河村", "石桥村", "柳林"]


def test_very_long_names_stand_one_below_the_other() -> None:
    table = table_of(names_in_columns(["安平镇新时代文明实践所志愿服务大队", "安平镇综合文化服务中心"]))

    assert [len(row) for row in table.rows] == [2, 2]
    assert sum(table.widths) == m.TEXT_WIDTH


def test_a_slip_to_send_back_stays_on_one_page() -> None:
    words = Wording((), ("notice",))
    line, name, table, note = reply_slip(words, {"填写": ["单位", "姓名"], "行数": 2, "说明": "请于4月2日前报。"})

    assert "沿此线裁下" in line.text
    assert (name.text, note.text) == ("回　执", "请于4月2日前报。")
    assert [texts(row) for row in table.rows] == [["", ""], ["", ""]]
    assert line.keep_next and name.keep_next
    assert all(cell.paragraphs[0].keep_next for row in table.rows for cell in row)
