"""The parts of an old paper are told by their place, looks and words."""

import datetime

import pytest
from old_papers import PLAN

from wenming.papers.division import date_in, divide
from wenming.papers.marks import mark_of
from wenming.papers.outline import Entry, outline_of
from wenming.papers.reading import read
from wenming.papers.roster import roster_at
from wenming.papers.text_file import read_text

NOTICE = """云溪镇人民政府文件
云政发〔2025〕6号
云溪镇人民政府关于印发《云溪镇清洁家园行动实施方案》的通知
各村民委员会，镇直各单位：
现将《云溪镇清洁家园行动实施方案》印发给你们，请认真贯彻执行。
云溪镇人民政府
2025年3月5日
（此件公开发布）"""
FOOT = """附件：1.责任分工表
2.进度表
附件1
责任分工表
见附表。
附件2
进度表
按月填写。
抄送：县委宣传部，县文明办。
云溪镇党政综合办公室　2025年3月6日印发"""


def test_a_notice_and_the_plan_that_it_issues() -> None:
    division = divide(read_text("\n".join([NOTICE, *PLAN, FOOT]).encode(), ""))
    assert division.mark == "云溪镇人民政府文件" and division.number == "云政发〔2025〕6号"
    assert division.title.startswith("云溪镇人民政府关于印发") and division.addressees == "各村民委员会，镇直各单位"
    assert division.organs == ("云溪镇人民政府",) and division.date == datetime.date(2025, 3, 5)
    assert division.note == "此件公开发布" and division.copied == "县委宣传部，县文明办。"
    assert (division.printed_by, division.printed) == ("云溪镇党政综合办公室", datetime.date(2025, 3, 6))
    inner = division.inner
    assert inner is not None and inner.title == PLAN[0]
    assert inner.annex_names == ("责任分工表", "进度表")
    assert [annex.title for annex in inner.annexes] == ["责任分工表", "进度表"]


def test_chapters_and_items_of_every_level() -> None:
    outline = outline_of(divide(read_text("\n".join(PLAN).encode(), "")).body)
    assert [chapter.title for chapter in outline.chapters] == ["总体要求", "组织领导", "重点任务", "工作要求"]
    first, second = [entry for entry in outline.chapters[2].below if isinstance(entry, Entry)]
    assert (first.title, first.first[:4]) == ("清理积存垃圾", "对房前屋")
    assert second.title == "整治乱堆乱放"
    assert [one.number for one in second.below if isinstance(one, Entry)] == [1, 2]


@pytest.mark.parametrize(
    ("text", "form", "number"),
    [
        *(("一、总则", "一、", 1), ("十二、附则", "一、", 12), ("（三）分工", "（一）", 3), ("(三)分工", "（一）", 3)),
        *(("1、清运", "1.", 1), ("2．清运", "1.", 2), ("3.清运", "1.", 3), ("4)清运", "1.", 4)),
        *(("（5）清运", "（1）", 5), ("(6)清运", "（1）", 6), ("⑦清运", "①", 7)),
    ],
)
def test_numbers_in_whatever_marks(text: str, form: str, number: int) -> None:
    mark = mark_of(text)
    assert mark is not None and (mark.form, mark.number) == (form, number)


@pytest.mark.parametrize(
    "text", ["2026年任务", "1.5公里", "一是清运", "一、", "第一条", "31个村", "", "（此件公开发布）"]
)
def test_what_is_no_number(text: str) -> None:
    assert mark_of(text) is None


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("组长：王建国　镇党委书记", [{"姓名": "王建国", "职务": "镇党委书记"}]),
        ("组　长：李　明　镇长", [{"姓名": "李明", "职务": "镇长"}]),
        (
            "组长：王建国（镇党委书记）、李明（镇长）",
            [{"姓名": "王建国", "职务": "镇党委书记"}, {"姓名": "李明", "职务": "镇长"}],
        ),
        ("组长:", [{"姓名": "____"}]),
        ("组长：王建国、李明", [{"姓名": "王建国"}, {"姓名": "李明"}]),
        ("组长：镇党委书记", [{"职务": "镇党委书记"}]),
    ],
)
def test_people_in_whatever_order(text: str, people: list[dict[str, str]]) -> None:
    roster = roster_at(read(text.encode(), "").blocks)
    assert roster is not None and roster.people == {"组长": people}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025年3月5日", datetime.date(2025, 3, 5)),
        ("二〇二五年十二月二十一日", datetime.date(2025, 12, 21)),
        ("2025年2月30日", None),
        ("2025年3月", None),
    ],
)
def test_days_in_figures_and_in_chinese(text: str, day: datetime.date | None) -> None:
    assert date_in(text) == day
