"""Chapters of a form become numbered paragraphs."""

from wenming.documents.parts import issue, outline
from wenming.documents.parts.inserted import Inserted
from wenming.gongwen.blocks import Paragraph, Table, paragraph

own = outline.without_inserts


def plain(blocks: list) -> list[str]:
    return [f"{block.style}|{block.text}" for block in blocks if isinstance(block, Paragraph)]


def test_levels_are_numbered_and_styled() -> None:
    chapters = {
        "总体要求": {"正文": "坚持以人民为中心。"},
        "工作重点": {
            "条目": [{"标题": "环境整治", "条目": [{"标题": "道路", "条目": [{"标题": "硬化"}, {"标题": "亮化"}]}]}]
        },
    }

    assert plain(outline.chapters(outline.bodies(chapters, own))) == [
        "一级标题|一、总体要求",
        "公文正文|坚持以人民为中心。",
        "一级标题|二、工作重点",
        "二级标题|（一）环境整治",
        "三级标题|1.道路",
        "四级标题|（1）硬化",
        "四级标题|（2）亮化",
    ]


def test_an_item_that_only_has_a_table_takes_no_number() -> None:
    table = {"表头": ["村", "户数"], "行": [["东河村", "860"]]}

    first, shown, second = outline.items([{"标题": "摸底"}, {"表格": table}, {"标题": "核查"}], own, level=2)

    assert isinstance(shown, Table)
    assert plain([first, second]) == ["二级标题|（一）摸底", "二级标题|（二）核查"]


def test_a_heading_with_text_runs_in_up_to_its_stop() -> None:
    [block] = outline.items([{"标题": "窗口单位创建", "正文": "对服务站进行升级。"}], own, level=2)

    assert [(run.style, run.text) for run in block.runs] == [
        ("二级标题字", "（一）窗口单位创建。"),
        ("", "对服务站进行升级。"),
    ]


def test_points_run_on_as_one_sentence() -> None:
    assert (
        outline.points(["展示行业规范", "设置禁烟标识；", "公布投诉电话。"])
        == "一是展示行业规范；二是设置禁烟标识；三是公布投诉电话。"
    )


def test_points_of_several_sentences_are_parted_by_stops() -> None:
    assert (
        outline.points(["深化学习。认真落实制度", "加强教育。开展活动"])
        == "一是深化学习。认真落实制度。二是加强教育。开展活动。"
    )


def test_points_follow_the_last_paragraph_of_the_text() -> None:
    assert plain(outline.text("第一段。\n第二段。", ["甲", "乙"])) == [
        "公文正文|第一段。",
        "公文正文|第二段。一是甲；二是乙。",
    ]


def test_an_item_without_a_heading_has_its_number_before_the_text() -> None:
    assert plain(outline.items([{"正文": "规范停车秩序。"}], own, level=3)) == ["公文正文|1.规范停车秩序。"]


def test_an_inserted_table_stands_between_text_and_items() -> None:
    chapter = {"正文": "名单如下：", "插入": "领导小组", "条目": [{"标题": "职责"}]}

    blocks = outline.chapter_body(chapter, Inserted(lambda name: [paragraph("名单", name)]).of)

    assert [block.style for block in blocks] == ["公文正文", "名单", "二级标题"]


def test_a_number_and_a_figure_behind_it_do_not_run_together() -> None:
    assert plain(outline.numbered(["4月2日，开展活动", "清理河道"])) == [
        "公文正文|1. 4月2日，开展活动。",
        "公文正文|2.清理河道。",
    ]
    items = [{"正文": "2026年底前完成。"}, {"标题": "3个全覆盖"}, {"标题": "道路", "正文": "5月底前硬化。"}]
    assert plain(outline.items(items, own, level=3)) == [
        "公文正文|1. 2026年底前完成。",
        "三级标题|2. 3个全覆盖",
        "公文正文|3.道路。5月底前硬化。",
    ]


def test_text_follows_a_roster_a_table_or_a_list() -> None:
    chapter = {
        "正文": "成立领导小组：",
        "插入": "领导小组",
        "条目": [{"标题": "甲", "插入": "指标", "后文": "指标后面。"}, {"正文": "乙。"}],
        "后文": "最后一段。\n又一段。",
    }

    assert plain(outline.chapter_body(chapter, Inserted(lambda name: [paragraph("名单", name)]).of)) == [
        "公文正文|成立领导小组：",
        "名单|领导小组",
        "二级标题|（一）甲",
        "名单|指标",
        "公文正文|指标后面。",
        "公文正文|（二）乙。",
        "公文正文|最后一段。",
        "公文正文|又一段。",
    ]


def test_text_follows_the_list_and_the_score_sheet_of_an_annex() -> None:
    sheet = {"项目": [{"内容": "村容整洁", "分值": 10}]}
    annex = {"标题": "清单", "条目": [{"正文": "甲。"}], "评分表": sheet, "后文": "以上各项由各村填写。"}
    blocks = issue.annex_pages([annex], own)

    assert plain(blocks)[-1] == "公文正文|以上各项由各村填写。" and isinstance(blocks[-2], Table)


LEVELS = [
    {
        "标题": "环境整治。",
        "正文": "清理死角。",
        "条目": [{"标题": "道路", "正文": "硬化。", "条目": [{"正文": "主街。"}]}],
    }
]


def test_the_numbers_of_a_document_are_those_that_its_form_asks_for() -> None:
    form = {"层次": "一、1.（1）①"}

    assert plain(outline.items(LEVELS, own, 2, outline.numbering_of(form))) == [
        "公文正文|1.环境整治。清理死角。",
        "公文正文|（1）道路。硬化。",
        "公文正文|①主街。",
    ]


def test_headings_stand_on_lines_of_their_own_where_the_form_asks_for_it() -> None:
    form = {"标题行": "单列"}

    assert plain(outline.items(LEVELS, own, 2, outline.numbering_of(form))) == [
        "二级标题|（一）环境整治。",
        "公文正文|清理死角。",
        "三级标题|1.道路",
        "公文正文|硬化。",
        "公文正文|（1）主街。",
    ]


def test_a_chapter_runs_in_where_the_form_asks_for_it() -> None:
    form = {"标题行": "全部接排"}
    chapters = {"整治时间：": {"正文": "10月8日起。"}, "整治重点": {"标题行": "单列", "正文": "背街小巷。"}, "其他": {}}
    numbering = outline.numbering_of(form)
    bodies = outline.bodies(chapters, own, numbering)
    first, *others = outline.chapters(bodies, outline.titles_run_in(chapters, numbering))

    assert [(run.style, run.text) for run in first.runs] == [("一级标题字", "一、整治时间："), ("", "10月8日起。")]
    assert plain(others) == ["一级标题|二、整治重点", "公文正文|背街小巷。", "一级标题|三、其他"]


def test_one_chapter_may_have_its_headings_in_another_way() -> None:
    chapters = {
        "工作重点": {"标题行": "单列", "条目": [{"标题": "窗口", "正文": "升级。"}]},
        "工作措施": {"条目": [{"标题": "宣传", "正文": "入户。"}]},
    }

    assert plain(outline.chapters(outline.bodies(chapters, own))) == [
        "一级标题|一、工作重点",
        "二级标题|（一）窗口",
        "公文正文|升级。",
        "一级标题|二、工作措施",
        "公文正文|（一）宣传。入户。",
    ]


def test_a_heading_that_stands_alone_keeps_its_stop() -> None:
    assert plain(outline.items([{"标题": "人居环境整治工作。"}], own, 2)) == ["二级标题|（一）人居环境整治工作。"]


def test_phrases_in_another_face_are_runs_of_their_own() -> None:
    [block] = outline.text("坚持【黑体：一把手】负总责，【楷体:逐村】过关；【待填：日期】不是。")

    assert [(run.style, run.text) for run in block.runs] == [
        ("", "坚持"),
        ("一级标题字", "一把手"),
        ("", "负总责，"),
        ("二级标题字", "逐村"),
        ("", "过关；【待填：日期】不是。"),
    ]


def test_circled_numbers_end_at_twenty() -> None:
    assert [outline.numbered_as("①", number) for number in (1, 20, 21)] == ["①", "⑳", "（21）"]
