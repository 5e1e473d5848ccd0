"""The parts of an old paper are told by their place, looks and words."""

import datetime

import pytest
from old_papers import PLAN

from wenming.papers.days import date_in
from wenming.papers.division import divide
from wenming.papers.marks import mark_of
from wenming.papers.outline import Entry, outline_of
from wenming.papers.paper import Grid, Line, Paper
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
    assert division.note == "此件公开发布" and division.copied == "县委宣传部，县文明办"
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


def titles(lines: str) -> list[str]:
    return [chapter.title for chapter in outline_of(read_text(lines.encode(), "").blocks).chapters]


def test_sentences_that_are_counted_are_no_chapters() -> None:
    assert titles("一、全镇林区为防火区。\n二、严禁野外用火。\n三、举报电话：12119。") == []
    assert titles("一、总体要求：坚持标本兼治。\n二、目标任务：完成改造。\n三、保障措施") == [
        "总体要求：",
        "目标任务：",
        "保障措施",
    ]


def test_chapters_that_are_counted_twice_stay_text() -> None:
    assert titles("一、成绩\n好。\n二、问题\n少。\n一、思路\n新。\n二、任务\n重。") == []


def test_a_number_left_out_is_told_and_the_items_stay_apart() -> None:
    text = "一、任务\n（一）清淤。清理河道。\n（二）加固。加固堤防。\n（四）巡查。每天巡查。"
    outline = outline_of(read_text(text.encode(), "").blocks)
    items = [entry for entry in outline.chapters[0].below if isinstance(entry, Entry)]
    assert [(item.title, item.number) for item in items] == [("清淤", 1), ("加固", 2), ("巡查", 3)]
    assert [entry.title for entry in outline.renumbered] == ["巡查"]


def test_items_that_are_sentences_are_all_sentences() -> None:
    text = "一、任务\n（一）做好以下工作。\n1、管网改造50万元；\n2、水源工程35.6万元。\n妥否，请批示。"
    outline = outline_of(read_text(text.encode(), "").blocks)
    [item] = [entry for entry in outline.chapters[0].below if isinstance(entry, Entry)]
    assert [entry.title for entry in item.below if isinstance(entry, Entry)] == ["", ""]


def test_a_group_laid_out_as_a_table_is_lines() -> None:
    table = Grid((("组　长：", "周　涛", "镇党委书记"), ("副组长：", "吴昊", "镇长"), ("", "郑　毅", "副书记")), "")
    division = divide(Paper((Line("青山镇防汛方案", "", "center", 22), table)))
    roster = roster_at(division.body)
    assert roster is not None and [person["姓名"] for person in roster.people["副组长"]] == ["吴昊", "郑毅"]


def test_a_table_with_days_in_it_is_no_signature() -> None:
    table = Grid((("任务", "责任人", "完成时限"), ("清淤", "张三", "2024年5月31日")), "")
    signature = Grid((("青山镇水利站", "青山镇人民政府\n2024年5月31日"),), "")
    title, text = Line("青山镇防汛通知", "", "center", 22), Line("抓好落实。", "")
    assert divide(Paper((title, text, table, text))).organs == ()
    division = divide(Paper((title, text, signature)))
    assert (division.organs, division.date) == (("青山镇水利站", "青山镇人民政府"), datetime.date(2024, 5, 31))


@pytest.mark.parametrize(
    ("lines", "organs"),
    [
        ("青山镇人民政府　　2024年3月8日", ("青山镇人民政府",)),
        ("青山镇人民政府（盖章）\n2024年3月8日", ("青山镇人民政府",)),
        ("（此页无正文）\n青山镇人民政府\n2024-3-8", ("青山镇人民政府",)),
        ("中共青山镇委员会　　青山镇人民政府\n二〇二四年三月八日", ("中共青山镇委员会", "青山镇人民政府")),
    ],
)
def test_signatures_in_whatever_form(lines: str, organs: tuple[str, ...]) -> None:
    division = divide(read_text(f"关于放假的通知\n各村：\n放假3天。\n{lines}".encode(), ""))
    assert (division.organs, division.date) == (organs, datetime.date(2024, 3, 8))


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
        ("组长：\n周　涛　镇党委书记", [{"姓名": "周涛", "职务": "镇党委书记"}]),
        ("组长：李明 镇长", [{"姓名": "李明", "职务": "镇长"}]),
        ("组长：周涛，镇党委书记", [{"姓名": "周涛", "职务": "镇党委书记"}]),
        ("组　长：周　涛（镇党委书记）", [{"姓名": "周涛", "职务": "镇党委书记"}]),
        ("组长：财政所 李四", [{"姓名": "李四", "职务": "财政所"}]),
        ("组长：____ 镇长", [{"姓名": "____", "职务": "镇长"}]),
        (
            "组长：褚健、沈军、\n韩梅、杨帆\n联络员：孙七",
            [{"姓名": "褚健"}, {"姓名": "沈军"}, {"姓名": "韩梅"}, {"姓名": "杨帆"}],
        ),
    ],
)
def test_people_in_whatever_order(text: str, people: list[dict[str, str]]) -> None:
    roster = roster_at(read(text.encode(), "").blocks)
    assert roster is not None and roster.people == {"组长": people}


def test_offices_that_are_members_are_no_names() -> None:
    roster = roster_at(read("组长：王建国　镇长\n成员单位：派出所、农业农村办".encode(), "").blocks)
    assert roster is not None and roster.people["成员"] == [{"职务": "派出所"}, {"职务": "农业农村办"}]


def test_a_group_with_every_role() -> None:
    roles = ("第一组长", "组长", "常务副组长", "副组长", "成员")
    lines = "\n".join(
        f"{role}：{name}　镇长" for role, name in zip(roles, ("甲乙", "丙丁", "戊己", "庚辛", "壬癸"), strict=True)
    )
    roster = roster_at(read(lines.encode(), "").blocks)
    assert roster is not None and tuple(roster.people) == roles


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
