"""A Word file is read as its reader sees it: numbers that Word gives, changes accepted, boxes and frames opened."""

import pytest
from old_papers import PLAN, with_body, word_file

from wenming.papers.paper import Grid, Line
from wenming.papers.word_file import read_word


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def texts(body: str) -> list[str]:
    return [
        block.text if isinstance(block, Line) else str(block.rows) for block in read_word(with_body(body), "").blocks
    ]


def test_what_is_set_by_hand_reads_as_it_looks() -> None:
    title, *others = read_word(word_file(PLAN), "").blocks
    assert isinstance(title, Line)
    assert (title.text, title.align, title.size) == (PLAN[0], "center", 22)
    assert [block.text for block in others if isinstance(block, Line)] == PLAN[1:]


def test_numbers_of_lists_are_those_that_word_prints() -> None:
    paper = read_word(word_file(PLAN, counted=True), "")
    assert [block.text for block in paper.blocks if isinstance(block, Line)] == PLAN


def test_a_list_starts_again_below_the_next_heading() -> None:
    lines = ["标题", "一、甲", "（一）乙。丙丁。", "（二）戊。己。", "二、庚", "（一）辛。壬。"]
    assert [block[0] for block in read_word(word_file(lines, counted=True), "").blocks] == lines


def test_a_head_that_is_run_in_is_told_by_its_face() -> None:
    [line] = [block for block in read_word(word_file(PLAN), "").blocks if block[0].startswith("（一）清理")]
    assert isinstance(line, Line) and line.text[: line.lead] == "（一）清理积存垃圾。"


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (f"<w:p>{run('甲')}<w:ins w:id='1' w:author='a'>{run('乙')}</w:ins></w:p>", ["甲乙"]),
        (
            "<w:p><w:del w:id='1' w:author='a'><w:r><w:delText>删</w:delText></w:r></w:del>" + run("甲") + "</w:p>",
            ["甲"],
        ),
        (
            f"<w:p><w:pPr><w:rPr><w:del w:id='1' w:author='a'/></w:rPr></w:pPr>{run('甲')}</w:p><w:p>{run('乙')}</w:p>",
            ["甲乙"],
        ),
        (f"<w:p>{run('甲')}<w:r><w:br/></w:r>{run('乙')}</w:p>", ["甲", "乙"]),
        (f"<w:p><w:pPr><w:jc w:val='center'/></w:pPr>{run('甲')}<w:r><w:br/></w:r>{run('乙')}</w:p>", ["甲乙"]),
        (f"<w:p>{run('　　甲 ')}</w:p><w:p/><w:p>{run(' ')}</w:p>", ["甲"]),
        (f"<w:p>{run('甲')}{run('隐', '<w:vanish/>')}</w:p>", ["甲"]),
        (f"<w:sdt><w:sdtContent><w:p>{run('甲')}</w:p></w:sdtContent></w:sdt>", ["甲"]),
        (f"<w:tbl><w:tr><w:tc><w:p>{run('甲')}</w:p><w:p>{run('乙')}</w:p></w:tc></w:tr></w:tbl>", ["甲", "乙"]),
        (
            f"<w:p><w:fldSimple w:instr='PAGE'>{run('3')}</w:fldSimple>"
            f"<w:r><w:instrText>TOC</w:instrText></w:r>{run('甲')}</w:p>",
            ["3甲"],
        ),
    ],
)
def test_as_a_reader_sees_it(body: str, read: list[str]) -> None:
    assert texts(body) == read


def test_what_was_deleted_with_changes_tracked_is_told() -> None:
    body = f"<w:p>{run('甲')}<w:del w:id='1' w:author='a'><w:r><w:delText>删掉的</w:delText></w:r></w:del></w:p>"
    paper = read_word(with_body(body), "")
    assert [aside.text for aside in paper.aside] == ["删掉的"] and "修订" in paper.told[0]


def test_merged_cells_say_their_text_once() -> None:
    def cell(text: str, merge: str = "") -> str:
        return f"<w:tc><w:tcPr>{merge}</w:tcPr><w:p>{run(text) if text else ''}</w:p></w:tc>"

    begin, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = f"<w:tr>{cell('类别', begin)}{cell('甲')}</w:tr><w:tr>{cell('没有', go_on)}{cell('乙')}</w:tr>"
    [grid] = read_word(with_body(f"<w:tbl>{rows}</w:tbl>"), "").blocks
    assert isinstance(grid, Grid) and grid.rows == (("类别", "甲"), ("", "乙"))
