"""Two people's changes of one Word file: told apart and brought together, no word of mine lost."""

import io

import docx
import pytest
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from wenming.revision import differences, merge


def document(*texts: str, rows: list[list[str]] | None = None, size: float = 16) -> bytes:
    made = docx.Document()
    made.styles["Normal"].font.size = Pt(size)
    for text in texts:
        made.add_paragraph(text)
    if rows:
        table = made.add_table(rows=len(rows), cols=len(rows[0]))
        for row, words in zip(table.rows, rows, strict=True):
            for cell, word in zip(row.cells, words, strict=True):
                cell.text = word
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def words(data: bytes) -> list[str]:
    made = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return [one.text for one in made.paragraphs] + cells


MERGES = {  # base, mine, theirs → what comes out, how many conflicts
    "nothing": ("甲乙丙", "甲乙丙", "甲乙丙", "甲乙丙", 0),
    "they edit": ("甲乙丙", "甲乙丙", "甲二丙", "甲二丙", 0),
    "I edit": ("甲乙丙", "甲二丙", "甲乙丙", "甲二丙", 0),
    "each another": ("甲乙丙丁", "一乙丙丁", "甲乙丙四", "一乙丙四", 0),
    "both the same": ("甲乙丙", "甲二丙", "甲二丙", "甲二丙", 0),
    "both the same paragraph": ("甲乙丙", "甲我丙", "甲他丙", "甲我丙", 1),
    "they add at the end": ("甲乙", "甲乙", "甲乙丙", "甲乙丙", 0),
    "they add at the beginning": ("甲乙", "甲乙", "丙甲乙", "丙甲乙", 0),
    "I add, they edit elsewhere": ("甲乙丙", "甲乙丙丁", "一乙丙", "一乙丙丁", 0),
    "they delete": ("甲乙丙", "甲乙丙", "甲丙", "甲丙", 0),
    "I delete": ("甲乙丙", "甲丙", "甲乙丙", "甲丙", 0),
    "both delete": ("甲乙丙", "甲丙", "甲丙", "甲丙", 0),
    "they delete what I edited": ("甲乙丙", "甲我丙", "甲丙", "甲我丙", 1),
    "I delete what they edited": ("甲乙丙", "甲丙", "甲他丙", "甲丙", 1),
    "neighbours": ("甲乙丙", "一乙丙", "甲二丙", "一二丙", 0),
    "I move, they edit elsewhere": ("甲乙丙丁", "乙甲丙丁", "甲乙丙四", "乙甲丙四", 0),
    "both add at the same place": ("甲乙", "甲我乙", "甲他乙", "甲我乙", 1),
    "everything is theirs": ("甲", "甲", "一二三", "一二三", 0),
    "everything is mine": ("甲", "一二三", "甲", "一二三", 0),
}


@pytest.mark.parametrize("name", MERGES)
def test_changes_are_brought_together(name: str) -> None:
    base, mine, theirs, wanted, clashes = MERGES[name]

    data, conflicts = merge(document(*base), document(*mine), document(*theirs))

    assert "".join(words(data)) == wanted
    assert len(conflicts) == clashes


def test_rows_and_cells_are_merged_too() -> None:
    base = [["村", "数"], ["东河", "1"], ["西河", "2"]]
    mine = [["村", "数"], ["东河村", "1"], ["西河", "2"]]
    theirs = [["村", "完成数"], ["东河", "10"], ["西河", "2"], ["南庄", "3"]]

    data, conflicts = merge(document(rows=base), document(rows=mine), document(rows=theirs))

    assert words(data) == ["村", "完成数", "东河村", "10", "西河", "2", "南庄", "3"]
    assert conflicts == []


def test_a_style_that_only_they_changed_is_theirs() -> None:
    data, conflicts = merge(document("甲", size=16), document("乙", size=16), document("甲", size=22))

    made = docx.Document(io.BytesIO(data))
    assert made.styles["Normal"].font.size == Pt(22) and words(data) == ["乙"] and not conflicts


def test_what_was_changed_is_told() -> None:
    found = differences(
        document("甲", "乙", "丙", rows=[["一"]]), document("甲", "二", "丙", "丁", rows=[["1"]], size=22)
    )

    assert [(one.kind, one.spot, one.before, one.after) for one in found if one.kind != "style"] == [
        ("text", "第2段", "乙", "二"),
        ("added", "第4段", "", "丁"),
        ("text", "表1 第1行第1列", "一", "1"),
    ]
    assert [(one.spot, one.before, one.after) for one in found if one.kind == "style"] == [
        ("Normal", "字号 32", "字号 44")
    ]


TEXTS = st.lists(st.sampled_from([*"甲乙丙丁戊", "甲二"]), max_size=7)


@given(base=TEXTS, mine=TEXTS, theirs=TEXTS)
@settings(max_examples=80, deadline=None)
def test_no_word_of_mine_is_ever_lost(base: list[str], mine: list[str], theirs: list[str]) -> None:
    own, other = document(*mine), document(*theirs)

    data, conflicts = merge(document(*base), own, other)

    if base == mine:
        assert words(data) == theirs and not conflicts
    if base == theirs:
        assert words(data) == mine and not conflicts
    left = words(data)
    for word in mine:  # what they deleted of what I left as it was may go
        if word not in base:
            assert word in left
            left.remove(word)
