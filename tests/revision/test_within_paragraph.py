"""A paragraph that a clerk and new data both changed: in different places both stand, in the same the clerk's."""

import io
import zipfile

import docx
import pytest
from docx.shared import Pt
from hypothesis import given
from hypothesis import strategies as st

from wenming.revision import merge
from wenming.revision.commented import merge_with_comments

SUMMARY = "截至3月22日，各项任务平均完成率27.0%，比时序进度快9.6个百分点，排名第1的是东河村。"


def file(*runs: str) -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for run in runs:
        paragraph.add_run(run)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text(data: bytes) -> str:
    return docx.Document(io.BytesIO(data)).paragraphs[0].text


def comments(data: bytes) -> dict[str, str]:
    """What the comments say, by the words that they stand at."""
    document = docx.Document(io.BytesIO(data))
    said = {comment.comment_id: comment.text for comment in document.comments}
    found: dict[str, str] = {}
    open_at: dict[int, list[str]] = {}
    name = docx.oxml.ns.qn("w:id")
    for element in document.element.body.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "commentRangeStart":
            open_at[int(element.get(name))] = []
        elif tag == "commentRangeEnd":
            number = int(element.get(name))
            found["".join(open_at.pop(number))] = said[number]
        elif tag == "t":
            for words in open_at.values():
                words.append(element.text or "")
    return found


def test_a_sentence_that_was_added_stays_and_the_figures_go_on() -> None:
    new = SUMMARY.replace("27.0%", "27.1%").replace("9.6", "9.7")
    data, conflicts = merge_with_comments(file(SUMMARY), file(f"{SUMMARY}请各村再接再厉。"), file(new))

    assert text(data) == f"{new}请各村再接再厉。"
    assert conflicts == 0
    assert comments(data) == {
        "27.1%": "按新数据改了：原来是“27.0%”",
        "9.7": "按新数据改了：原来是“9.6”",
    }


def test_the_next_weeks_figures_go_on_in_the_same_paragraph() -> None:
    second = SUMMARY.replace("27.0%", "27.1%")
    third = SUMMARY.replace("27.0%", "31.5%").replace("东河村", "西河村")
    data, _conflicts = merge_with_comments(file(SUMMARY), file(f"据统计，{SUMMARY}"), file(second))
    data, conflicts = merge_with_comments(file(second), data, file(third))

    assert text(data) == f"据统计，{third}"
    assert conflicts == 0


@pytest.mark.parametrize(
    "mine",
    [
        SUMMARY.replace("27.0%", "约27%"),
        SUMMARY.replace("平均完成率27.0%", "平均完成率（按户计算）27.0%"),
        SUMMARY.replace("27.0%，", "27.0%以上，"),
    ],
)
def test_where_the_figure_or_the_words_round_it_were_edited_the_clerks_stay(mine: str) -> None:
    data, conflicts = merge(file(SUMMARY), file(mine), file(SUMMARY.replace("27.0%", "27.1%")))

    assert text(data) == mine
    assert len(conflicts) == 1


def test_what_can_go_on_does_and_what_cannot_is_told() -> None:
    mine = SUMMARY.replace("27.0%", "近三成")
    data, conflicts = merge_with_comments(
        file(SUMMARY), file(mine), file(SUMMARY.replace("27.0%", "27.1%").replace("9.6", "9.7"))
    )

    assert text(data) == mine.replace("9.6", "9.7")
    assert conflicts == 1
    assert "按新数据应为：27.1%" in comments(data).values()


def test_a_figure_goes_on_in_the_look_that_the_clerk_gave_the_words_far_from_it() -> None:
    made = docx.Document(io.BytesIO(file(SUMMARY)))
    added = made.paragraphs[0].add_run("请再接再厉。")
    added.font.size = Pt(22)
    buffer = io.BytesIO()
    made.save(buffer)
    data, _conflicts = merge(file(SUMMARY), buffer.getvalue(), file(SUMMARY.replace("27.0%", "27.1%")))

    runs = docx.Document(io.BytesIO(data)).paragraphs[0].runs
    assert [run.text for run in runs if run.font.size == Pt(22)] == ["请再接再厉。"]
    assert "27.1%" in [run.text for run in runs]


def test_words_go_on_that_stand_in_several_runs() -> None:
    base = file("完成率2", "7.0", "%，快9", ".6个百分点。")
    mine = file("据报送，完成率2", "7.0", "%，快9", ".6个百分点。")
    data, conflicts = merge(base, mine, file("完成率31.5%，快9.6个百分点。"))

    assert text(data) == "据报送，完成率31.5%，快9.6个百分点。"
    assert [(one.mine, one.theirs, one.settled) for one in conflicts] == [("27.0%", "31.5%", True)]


WORDS = st.lists(
    st.sampled_from(["东河村", "完成", "12", "3.5%", "任务", "，", "。", "名列第"]), min_size=8, max_size=20
)


@given(WORDS, st.text("甲乙丙丁", min_size=1, max_size=5), st.booleans(), st.data())
def test_what_a_clerk_adds_at_either_end_is_never_lost(
    words: list[str], own: str, first: bool, data: st.DataObject
) -> None:
    base = "".join(words)
    place = data.draw(st.integers(0, len(words) - 1))
    new = "".join([*words[:place], "88", *words[place + 1 :]])
    mine = own + base if first else base + own
    merged, _conflicts = merge(file(base), file(mine), file(new))

    said = text(merged)
    assert own in said
    both = own + new if first else new + own
    assert said in (mine, both)
    is_far = 3 <= place < len(words) - 3
    if is_far and words.count(words[place]) == 1:
        assert said == both
    assert zipfile.ZipFile(io.BytesIO(merged)).testzip() is None
