"""The arithmetic around the text: GB/T 9704-2012 §7.2–7.4."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.documents.parts.colophon import colophon
from wenming.documents.parts.head import fitted, head
from wenming.documents.parts.signature import annex_note, sealed_indents, unsealed_indents
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Paragraph
from wenming.gongwen.chinese import width


@given(st.floats(3, 12), st.floats(5, 8))
def test_with_a_seal_the_organ_stands_centred_over_the_date(organ: float, date: float) -> None:
    organ_in, date_in = sealed_indents(organ, date)

    assert date_in == 4
    assert organ_in + organ / 2 == pytest.approx(date_in + date / 2)


@given(st.floats(3, 24), st.floats(5, 8))
def test_without_a_seal_the_date_begins_two_characters_right_of_the_organ(organ: float, date: float) -> None:
    organ_in, date_in = unsealed_indents(organ, date)

    assert organ_in + organ == pytest.approx(date_in + date + 2)
    assert min(organ_in, date_in) >= 0
    assert date_in == 2 if date > organ else organ_in == 2


@given(st.floats(3, 24), st.floats(5, 8), st.floats(0, 2))
def test_without_a_seal_a_date_in_wider_figures_stays_within_the_line(organ: float, date: float, spare: float) -> None:
    organ_in, date_in = unsealed_indents(organ, date, spare)

    assert organ_in + organ == pytest.approx(date_in + date + 2)
    assert date_in >= min(spare, 2) - 1e-9
    assert organ_in >= 2


def test_a_long_organ_with_a_seal_stays_inside_the_type_area() -> None:
    organ_in, date_in = sealed_indents(20, 6.5)

    assert organ_in == 0
    assert organ_in + 20 / 2 == pytest.approx(date_in + 6.5 / 2)


def test_one_annex_has_no_number() -> None:
    assert [block.text for block in annex_note(["任务分解表"])] == ["", "附件：任务分解表"]


def test_several_annexes_are_numbered_under_each_other() -> None:
    blocks = annex_note(["任务分解表", "评分标准"])

    assert [block.text for block in blocks] == ["", "附件：1.\t任务分解表", "2.\t评分标准"]
    assert blocks[1].indent.left == blocks[2].indent.left == blocks[1].indent.tab


@pytest.mark.parametrize("name", ["安平镇人民政府文件", "中共清源县安平镇委员会宣传思想文化工作领导小组办公室文件"])
def test_the_sign_fits_one_line(name: str) -> None:
    points, squeeze = fitted(name, m.TEXT_WIDTH)

    assert m.SIGN_MIN <= points <= m.SIGN_MAX
    assert width(name) * points * 20 * squeeze / 100 <= m.TEXT_WIDTH


@given(st.lists(st.sampled_from(["县委宣传部", "县文明办", "县农业农村局", "各村"]), max_size=30))
def test_the_colophon_ends_at_the_foot_and_loses_no_name(copies: list[str]) -> None:

    blocks = [
        block
        for block in colophon(copies, "安平镇党政综合办公室", "2026年3月5日")
        if isinstance(block, Paragraph) and block.frame
    ]

    assert blocks[-1].frame.top + blocks[-1].frame.height == m.TEXT_HEIGHT
    for above, below in pairwise(blocks):
        assert above.frame.top + above.frame.height == below.frame.top
    if copies:
        text = blocks[0].text.replace("\n", "").replace("　", "")
        assert text == f"抄送：{'，'.join(copies)}。"
        assert all(not line.strip("　").startswith(("，", "。")) for line in blocks[0].text.split("\n"))


def test_preprinted_paper_leaves_the_place_of_the_red_head() -> None:
    printed = head({}, ["安平镇人民政府文件"], "安政发〔2026〕3号")
    left_out = head({"套红": True}, ["安平镇人民政府文件"], "安政发〔2026〕3号")

    def height(blocks: list) -> int:
        rules = [rule for block in blocks for rule in block.rules]
        return sum(block.before + (block.line or m.LINE) for block in blocks) + m.RED_RULE_HEIGHT * len(rules)

    assert height(printed) == height(left_out)
    assert "安平镇人民政府文件" in [block.text for block in printed]
    assert "安平镇人民政府文件" not in [block.text for block in left_out]
    assert "安政发〔2026〕3号" in [block.text for block in left_out]
    assert not any(block.rules for block in left_out)
