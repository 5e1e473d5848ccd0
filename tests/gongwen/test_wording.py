"""Chinese as official documents write it."""

import datetime
from decimal import Decimal
from fractions import Fraction

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.gongwen import titles
from wenming.gongwen.chinese import date_text, number_text, numeral, padded_name, percent_text, rounded, width
from wenming.gongwen.titles import Lines, lines


@given(st.integers(1, 99))
def test_numerals_are_those_of_cn2an(number: int) -> None:
    expected = cn2an.an2cn(str(number))

    assert numeral(number) == (expected.removeprefix("一") if 10 <= number < 20 else expected)


def test_dates_have_no_leading_noughts() -> None:
    assert date_text(datetime.date(2026, 3, 5)) == "2026年3月5日"


@pytest.mark.parametrize(
    ("value", "text"), [(10, "10"), (Decimal("13.50"), "13.5"), (Decimal("100.0"), "100"), (0, "0")]
)
def test_numbers_have_no_useless_noughts(value: int | Decimal, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (1, 8, "12.5%"),
        (1, 16, "6.3%"),
        (5, 4, "125.0%"),
        (0, 7, "0.0%"),
    ],
)
def test_rates_are_rounded_half_up(part: int, whole: int, text: str) -> None:
    assert percent_text(rounded(Fraction(part) * 100 / Fraction(whole))) == text


def test_two_character_names_are_padded_to_three() -> None:
    assert [padded_name(name) for name in ("张明", "陈立新", "欧阳文清")] == ["张　明", "陈立新", "欧阳文清"]


TITLES = {
    "安平镇人民政府关于印发《安平镇文明村镇创建工作实施方案》的通知": [
        "安平镇人民政府关于印发",
        "《安平镇文明村镇创建工作实施方案》",
        "的通知",
    ],  # 菱形
    "安平镇人民政府关于开展春季村庄清洁行动的通知": ["安平镇人民政府关于开展", "春季村庄清洁行动的通知"],
    "安平镇人民政府关于进一步加强农村人居环境整治提升工作的实施意见": [
        "安平镇人民政府关于进一步加强农村",
        "人居环境整治提升工作的实施意见",
    ],  # 上长下短
    "新荟镇2026年文明村镇实地考察评分标准（行政村）": ["新荟镇2026年文明村镇实地考察", "评分标准（行政村）"],
}


@pytest.mark.parametrize(("title", "broken"), TITLES.items())
def test_titles_break_between_words(title: str, broken: list[str]) -> None:
    assert lines(title) == broken


def of_widths(*widths: int) -> Lines:
    return Lines([["字" * width] for width in widths])


@pytest.mark.parametrize(
    ("penalty", "broken", "points"),
    [
        (titles.uneven_lines, of_widths(12, 10, 8), 2),
        (titles.uneven_lines, of_widths(9, 9), 0),
        (titles.many_lines, of_widths(9, 8), 0),
        (titles.many_lines, of_widths(9, 8, 7, 6), 8),
        (titles.long_below_short, of_widths(12, 10), 0),
        (titles.long_below_short, of_widths(10, 10), 2),
        (titles.long_below_short, of_widths(10, 14), 4),
        (titles.long_below_short, of_widths(10, 14, 12), 0),
        (titles.trapezium, of_widths(12, 10, 8), 1),
        (titles.trapezium, of_widths(8, 10, 12), 1),
        (titles.trapezium, of_widths(8, 12, 8), 0),
        (titles.trapezium, of_widths(12, 10), 0),
        (titles.hourglass, of_widths(12, 8, 12), 100),
        (titles.hourglass, of_widths(8, 12, 8), 0),
        (titles.rectangle, of_widths(10, 10, 10), 8),
        (titles.rectangle, of_widths(10, 10, 9), 0),
        (titles.rectangle, of_widths(10, 10), 0),
        (titles.weak_line_end, Lines([["安平镇", "关于"], ["开展", "和"], ["通知", "的"]]), 12),
        (titles.lonely_的, Lines([["方案"], ["的", "函"]]), 6),
        (titles.lonely_的, Lines([["方案"], ["的", "通知"]]), 0),
        (titles.brim_full, of_widths(20, 19), 2),
        (titles.pauseless_break, Lines([["关于", "印发"], ["《方案》"], ["文明", "村镇"], ["的", "通知"]]), 1),
    ],
)
def test_each_penalty_says_what_is_wrong_with_a_title(penalty: titles.Penalty, broken: Lines, points: float) -> None:
    assert penalty(broken) == points


def test_the_cost_of_a_title_is_the_sum_of_its_penalties() -> None:
    assert titles.cost(of_widths(12, 10, 8)) == 2 + 4 + 1 + 2  # uneven, a third line, 梯形, two breaks without a pause
    assert max(penalty(of_widths(20, 1, 20)) for penalty in titles.PENALTIES) == titles.HOURGLASS


WORDS = [
    "安平镇",
    "人民政府",
    "关于",
    "印发",
    "《创建工作方案》",
    "2026年",
    "文明",
    "村镇",
    "实施",
    "的",
    "通知",
    "“三清”",
    "（试行）",
]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=24))
def test_no_title_loses_a_character_or_breaks_inside_marks(words: list[str]) -> None:
    title = "".join(words)

    broken = lines(title)

    assert "".join(broken) == title
    assert all(width(line) <= 20 for line in broken)
    assert all(line.count("《") == line.count("》") and line.count("（") == line.count("）") for line in broken)
    assert not any(line.startswith(("》", "）", "”")) for line in broken)
    assert "2026年" not in title or all("2026年" in line or "2026" not in line for line in broken)


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=14))
def test_no_title_of_three_lines_is_an_hourglass_when_another_shape_fits(words: list[str]) -> None:
    broken = lines("".join(words))

    if len(broken) == 3 and width("".join(broken)) < 40:
        top, middle, foot = map(width, broken)
        assert not (top > middle < foot)
