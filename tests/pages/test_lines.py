"""Lines are broken as Word breaks them: marks, figures, tabs, hanging marks, gaps between scripts."""

import pytest

from wenming.pages.layout.breaking import Line, Measure, broken
from wenming.pages.layout.contents import Break, PageNumber, Paragraph, Piece, Tab, Words
from wenming.pages.layout.faces import AnyFace
from wenming.pages.layout.looks import ParagraphLook, RunLook, TabStop
from wenming.pages.layout.rules import WORD
from wenming.pages.layout.set_text import Measuring, set_text

RUN = RunLook(east_asian="仿宋", latin="仿宋", size=32)  # 320 twips a character
CHARACTER = 320
LOOK = ParagraphLook(run=RUN, hangs_marks=False, spaces_letters=False, spaces_figures=False)


def lines(*pieces: Piece | str, width: float = 10, look: ParagraphLook = LOOK, squeezes: bool = False) -> list[Line]:
    """The lines of a paragraph that is so many characters wide."""
    words = tuple(Words(piece, look.run) if isinstance(piece, str) else piece for piece in pieces)
    measuring = Measuring(AnyFace())
    text = set_text(Paragraph(1, look, words), measuring, WORD, ("7", "12"))
    return broken(text, look, Measure(width * CHARACTER, 0, 640, squeezes), measuring, WORD)


def texts(*pieces: Piece | str, width: float = 10, look: ParagraphLook = LOOK, squeezes: bool = False) -> list[str]:
    return [line.printed for line in lines(*pieces, width=width, look=look, squeezes=squeezes)]


@pytest.mark.parametrize(
    ("text", "broken_so"),
    [
        ("一二三四五六七八九十甲", ["一二三四五六七八九十", "甲"]),
        ("一二三四五六七八九十，甲", ["一二三四五六七八九", "十，甲"]),  # no line begins with a mark
        ("一二三四五六七八九（甲）", ["一二三四五六七八九", "（甲）"]),  # and none ends with an opening one
        ("一二三四五六七八九2026年", ["一二三四五六七八九", "2026年"]),  # figures stay whole
        ("一二三四五六七八31.5%的", ["一二三四五六七八", "31.5%的"]),
        ("一二三四五六七八九——十", ["一二三四五六七八九", "——十"]),  # so does a dash
        ("一二三四五六七八ab cd", ["一二三四五六七八ab ", "cd"]),  # the space hangs
        ("一二三四五六七0310-5550", ["一二三四五六七", "0310-5550"]),
        ("123456789012345678901234", ["12345678901234567890", "1234"]),  # longer than a line: broken after all
        ("", [""]),
    ],
)
def test_a_line_ends_where_it_may(text: str, broken_so: list[str]) -> None:
    assert texts(text) == broken_so


def test_a_mark_hangs_in_the_margin_where_that_is_said() -> None:
    assert texts("一二三四五六七八九十，甲", look=LOOK._replace(hangs_marks=True)) == ["一二三四五六七八九十，", "甲"]


def test_marks_are_squeezed_where_the_document_says_so() -> None:
    assert texts("一二三四五六七八九，。甲", width=10.5, squeezes=True)[0] == "一二三四五六七八九，。"


def test_what_is_between_scripts_takes_room_but_not_at_the_end() -> None:
    look = LOOK._replace(spaces_figures=True)
    [first, *_others] = lines("一二三4五六七", width=20, look=look)

    assert first.used == 6.5 * CHARACTER + 2 * 0.25 * CHARACTER
    assert texts("一二三四五六七八九12", look=look) == ["一二三四五六七八九", "12"]
    assert texts("一二三四五六七八九12") == ["一二三四五六七八九12"]


def test_a_break_ends_a_line_and_one_at_the_end_begins_an_empty_one() -> None:
    assert texts("甲", Break(RUN), "乙", Break(RUN)) == ["甲\n", "乙\n", ""]
    assert [line.ends_page for line in lines("甲", Break(RUN, of_page=True), "乙")] == [True, False]


def test_a_tab_goes_to_the_next_stop() -> None:
    look = LOOK._replace(tabs=(TabStop(1600, "left"),))
    [line] = lines("甲", Tab(RUN), "乙", Tab(RUN), "丙", look=look)

    assert line.text.widths == [320, 1280, 320, 640, 320]  # the second goes to the next of those that nobody set


@pytest.mark.parametrize(("align", "width"), [("right", 1600 - 320 - 640), ("center", 1600 - 320 - 320)])
def test_what_follows_a_tab_ends_at_the_stop_or_stands_around_it(align: str, width: float) -> None:
    look = LOOK._replace(tabs=(TabStop(1600, align),))  # type: ignore[arg-type]
    [line] = lines("甲", Tab(RUN), "乙丙", look=look)

    assert line.text.widths[1] == width


def test_a_hanging_indent_is_a_stop() -> None:
    look = LOOK._replace(left=960, first=-960)
    first, second = lines("1.", Tab(RUN), "一二三四五六七八九十", look=look)

    assert first.text.widths[:3] == [160, 160, 640]
    assert (first.x, second.x) == (0, 960)


def test_page_numbers_are_those_of_the_page() -> None:
    assert texts("— ", PageNumber(RUN), "/", PageNumber(RUN, of_all=True), " —") == ["— 7/12 —"]


@pytest.mark.parametrize(
    ("rule", "line", "height"), [("exact", 579, 579), ("atLeast", 200, 320), ("atLeast", 600, 600), ("auto", 360, 480)]
)
def test_the_height_of_a_line_is_as_its_rule_says(rule: str, line: int, height: float) -> None:
    [made] = lines("甲", look=LOOK._replace(line_rule=rule, line=line))  # type: ignore[arg-type]

    assert made.height == pytest.approx(height)
