"""The widths of a table's columns: what is short stays whole in every face."""

from hypothesis import given
from hypothesis import strategies as st

from wenming.gongwen import measures as m
from wenming.gongwen.chinese import widest, width
from wenming.gongwen.columns import are_long, broken_head, can_stand, fitting
from wenming.ooxml.units import Points, Twips, twips

CHARACTER = twips(Points(12))


def room(column: Twips) -> float:
    """The characters that a *column* holds."""
    return (column - 2 * m.CELL_MARGIN) / CHARACTER


def test_of_too_many_columns_dates_and_telephones_stay_whole_in_the_usual_face() -> None:
    heads = [
        "序号",
        "项目",
        "地点",
        "内容",
        "总投资（万元）",
        "开工时间",
        "完工时间",
        "进度",
        "问题",
        "领导",
        "单位",
        "电话",
        "备注",
    ]
    long = "更换主管3公里，新建水表井"
    row = ["1", long, long, long, "180", "2026年3月", "2026年9月", long, long, "罗敏", long, "0571-5550121", long]
    widths = fitting(heads, [row], m.TEXT_HEIGHT)

    assert sum(widths) == m.TEXT_HEIGHT
    assert all(room(column) >= 2 for column in widths)
    for at, cell in enumerate(row):
        if cell != long:
            assert room(widths[at]) >= width(cell)


@given(
    st.lists(
        st.sampled_from(["序号", "村名", "2026年12月31日", "310场次", "100.0%", "长" * 40]), min_size=1, max_size=5
    )
)
def test_no_short_cell_and_no_date_is_broken_where_the_table_can_stand(cells: list[str]) -> None:
    heads = ["项目"] * len(cells)
    widths = fitting(heads, [cells])

    assert sum(widths) == m.TEXT_WIDTH
    if can_stand(heads, [cells]):
        for column, cell, is_long in zip(widths, cells, are_long(heads, [cells]), strict=True):
            assert is_long or room(column) >= widest(cell)


def test_long_texts_share_what_dates_and_numbers_leave() -> None:
    rows = [["1", "入户宣传" * 3, "逐村逐户入户宣传并填写登记表，" * 6, "2026年12月31日"]]
    number, task, work, day = map(room, fitting(["序号", "任务", "工作内容", "完成时限"], rows, m.TEXT_HEIGHT))

    assert work > 2 * task
    assert number >= 2
    assert day >= widest("2026年12月31日")


def test_a_head_is_broken_into_equal_lines() -> None:
    assert broken_head("累计完成", Twips(960)) == "累计\n完成"
    assert broken_head("累计完成", Twips(1300)) == "累计完成"
    assert broken_head("长度（公里）", Twips(1200)) == "长度\n（公里）"
    assert broken_head("2026年\n3月", Twips(700)) == "2026年\n3月"
