"""Habits of typing are put right where there is one right reading, and told."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.base.codes import NAMES, NOTES
from wenming.forms import form as forms
from wenming.forms.tidying import marks
from wenming.forms.tidying.numbers import are_counted, number_of
from wenming.forms.tidying.punctuation import full_width

WRITTEN = {
    "为深入贯彻,制定方案.": "为深入贯彻，制定方案。",
    "按(一)执行": "按（一）执行",
    "(详见附件1)。": "（详见附件1）。",
    "坚持...推进": "坚持……推进",
    "目标--方向": "目标——方向",
    '“文明”是"好"的': "“文明”是“好”的",
    "如下:\n第二行,好!": "如下：\n第二行，好！",
    "甲 乙 同志": "甲乙同志",
    "{{ 镇.名称 }},现印发": "{{ 镇.名称 }}，现印发",
    "比例≥13%,每年培训": "比例≥13%，每年培训",
    "贯彻____,贯彻": "贯彻____，贯彻",
    "2.5万元,3.15活动": "2.5万元，3.15活动",
    "时间:9:30": "时间：9:30",
    "完成。(1)甲;(2)乙": "完成。（1）甲；（2）乙",
    "联系人：程晓 电话：0571-5550120": "联系人：程晓　电话：0571-5550120",
}
AS_TYPED = [
    "1,200元",
    "9:30",
    "R1,R2完成",
    "Word,Excel",
    "https://a.b/c,d",
    "《关于A,B的通知》",
    "《甲,乙》",
    "It's a test, 甲",
    "第3,4组",
    "f(2)是",
    "完成率(%)",
    '5" 屏',
]


@pytest.mark.parametrize("text", WRITTEN)
def test_marks_in_chinese_become_full_width(text: str) -> None:
    assert full_width(text) == WRITTEN[text]


@pytest.mark.parametrize("text", AS_TYPED)
def test_marks_elsewhere_stay(text: str) -> None:
    assert full_width(text) == text


@given(st.text(st.sampled_from("甲乙，。,.;:!?()\"' -《》{}A1\n"), max_size=40))
def test_nothing_but_marks_and_blanks_changes_and_once_is_enough(text: str) -> None:
    done = full_width(text)
    assert re.findall(r"[甲乙A1\n]", done) == re.findall(r"[甲乙A1\n]", text)
    assert full_width(done) == done


NUMBERS = {
    "一、总体要求": "总体要求",
    "（一）窗口单位": "窗口单位",
    "(二)强化": "强化",
    "1.加强领导": "加强领导",
    "1、在镇区": "在镇区",
    "①甲": "甲",
    "第一，加强": "加强",
    "一是展示": "展示",
    "第一章 总则": "总则",
    "十二、保障": "保障",
}
FIGURES = [
    "1.5万元",
    "3.15活动",
    "12.4宪法宣传日",
    "三、四季度",
    "一、二组",
    "1、2月份",
    "第一书记",
    "2026年",
    "五星级",
    "一个村",
]


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_told_from_what_it_numbers(text: str) -> None:
    number = number_of(text)
    assert number is not None and number.behind == NUMBERS[text]


@pytest.mark.parametrize("text", FIGURES)
def test_a_figure_at_the_beginning_is_no_number(text: str) -> None:
    assert number_of(text) is None


def test_items_are_numbered_if_they_count_from_one() -> None:
    assert are_counted(["1、甲", "2、乙", "3、丙"]) and are_counted(["一是甲", "二是乙"])
    assert not are_counted(["1、甲", "3、乙"]) and not are_counted(["1、甲", "乙"]) and not are_counted(["1、甲"])


def test_marks_that_the_layout_adds_are_taken_off() -> None:
    assert marks.without_enclosing_marks("《安平镇方案》") == "安平镇方案"
    assert marks.without_enclosing_marks("《镇志》编纂方案") == "《镇志》编纂方案"
    assert marks.without_enclosing_marks("《甲》和《乙》") == "《甲》和《乙》"
    assert marks.without_colon("镇直各单位：") == "镇直各单位"
    assert marks.without_brackets("（此件公开发布）") == "此件公开发布"
    assert marks.name_alone("李  明") == "李明"


def notes(text: str) -> list[tuple[str, str]]:
    read = forms.read_data(text.encode(), Path("plan.yaml"), "plan", "plan.yaml")
    return [(note.code, note.place.path) for note in read.notes]


PLAN = "标题: 安平镇方案\n版式: 通用\n章节:\n  总体要求:\n    条目:\n"


def test_a_number_that_may_be_a_figure_stays_and_both_readings_are_told() -> None:
    read = forms.read_data(f"{PLAN}      - 正文: 2.净化环境。\n".encode(), Path("plan.yaml"), "plan", "plan.yaml")
    [note] = read.notes
    assert read.record["章节"]["总体要求"]["条目"][0]["正文"] == "2.净化环境。"
    assert note.code == "number-doubtful" and "净化环境。" in note.mend


def test_a_number_of_another_level_is_told() -> None:
    assert ("number-level", "章节.总体要求.条目[1].标题") in notes(f"{PLAN}      - 标题: 1.加强领导\n")
    assert notes(f"{PLAN}      - 标题: （一）加强领导\n") == [("number-removed", "章节.总体要求.条目[1].标题")]


@pytest.mark.parametrize(("count", "said"), [(2, ""), (250, "（共 250 处）")])
def test_of_many_changes_three_are_told_and_with_the_last_how_many_there_are(count: int, said: str) -> None:
    lines = "      - 正文: 甲,乙。\n" * count
    read = forms.read_data(f"{PLAN}{lines}".encode(), Path("plan.yaml"), "plan", "plan.yaml")
    assert len(read.notes) == min(count, 3) and read.notes[-1].what.endswith(said)
    assert not any("共" in note.what for note in read.notes[:-1])


@pytest.mark.parametrize(
    "text",
    ["五一、国庆期间值守", "六一、端午活动", "第三一章", "十一、国庆期间", "第一节课", "①号线整治", "（2）班整治"],
)
def test_holidays_and_names_are_no_numbers(text: str) -> None:
    assert number_of(text) is None


@pytest.mark.parametrize(("text", "value"), [("十、甲", 10), ("十九、甲", 19), ("二十、甲", 20), ("九十九、甲", 99)])
def test_a_number_is_read_from_its_characters(text: str, value: int) -> None:
    number = number_of(text)
    assert number is not None and (number.value, number.behind) == (value, "甲")


@pytest.mark.parametrize("title", ["二、2026年工作", "五、一村一品", "三：措施", "四 保障", "第三部分 附则"])
def test_what_may_be_a_number_before_a_title_is_told(title: str) -> None:
    assert ("number-doubtful", "章节.总体要求.条目[1].标题") in notes(f"{PLAN}      - 标题: {title}\n")


def test_chapters_that_would_become_one_keep_their_numbers() -> None:
    text = "标题: 安平镇方案\n版式: 通用\n章节:\n  一、工作: {正文: 甲。}\n  二、工作: {正文: 乙。}\n"
    read = forms.read_data(text.encode(), Path("plan.yaml"), "plan", "plan.yaml")
    assert list(read.record["章节"]) == ["工作", "二、工作"]
    assert [note.code for note in read.notes] == ["number-removed", "number-doubtful"]


def test_numbers_go_before_marks_are_put_right() -> None:
    read = forms.read_data(
        f"{PLAN}      - 正文: 一.甲\n      - 正文: 二.乙\n".encode(), Path("plan.yaml"), "plan", "plan.yaml"
    )
    assert [item["正文"] for item in read.record["章节"]["总体要求"]["条目"]] == ["甲", "乙"]


def test_a_character_made_by_the_user_stays() -> None:
    assert full_width("张\ue000明,做好《甲》") == "张\ue000明，做好《甲》"
    assert full_width("张\ufdd0明,做好《甲》") == "张\ufdd0明,做好《甲》"


def test_the_blank_between_two_organs_stays() -> None:
    assert full_width("中共安平镇委员会 安平镇人民政府文件") == "中共安平镇委员会 安平镇人民政府文件"


MARKED_ANNEXES = {
    "1.城镇管理办法": "城镇管理办法",
    "附件2：任务清单。": "任务清单",
    "2026年任务": "2026年任务",
    "1.5万元项目": "1.5万元项目",
}


@pytest.mark.parametrize("title", MARKED_ANNEXES)
def test_the_title_of_an_annex_has_no_number(title: str) -> None:
    assert marks.without_mark(title) == MARKED_ANNEXES[title]


def test_a_chapter_that_lost_its_number_is_found_where_it_stands() -> None:
    text = "标题: 安平镇方案\n版式: 通用\n章节:\n  总体要求: {正文: 甲。}\n  二、组织领导: {正文: 乙。}\n"
    read = forms.read_data(text.encode(), Path("plan.yaml"), "plan", "plan.yaml")
    assert list(read.record["章节"]) == ["总体要求", "组织领导"]
    assert read.place("章节", "组织领导").line == 5


def test_marks_stay_where_the_form_says_so() -> None:
    assert notes(f"标点: 照原样\n{PLAN}      - 正文: 甲,乙.\n") == []


def test_what_was_put_right_is_told_from_the_cache_too() -> None:
    text = f"{PLAN}      - 正文: 甲,乙。\n"
    assert notes(text) == notes(text) != []


def test_every_note_has_a_name() -> None:
    assert set(NOTES) <= set(NAMES) and "fault" not in NOTES


def test_pasted_numbers_are_those_of_the_form_s_own_levels() -> None:
    text = "标题: 安平镇方案\n版式: 通用\n层次: 一、1.（1）①\n章节:\n  总体要求:\n    条目:\n      - 标题: 1.加强领导\n"
    assert [(code, path) for code, path in notes(text)] == [("number-removed", "章节.总体要求.条目[1].标题")]
    assert ("number-level", "章节.总体要求.条目[1].标题") in notes(text.replace("层次: 一、1.（1）①\n", ""))
