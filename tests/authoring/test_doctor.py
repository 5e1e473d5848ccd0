"""The template doctor: every broken template is placed and told how to mend, no good one is blamed."""

import io
import re

import docx
import pytest
from broken_templates import BROKEN
from corpus import SHAPE, Case, bookmarked, box, r, related, t
from good_templates import GOOD
from lxml.etree import _Element as Element

from wenming.authoring.doctor import examine
from wenming.authoring.repair import repaired
from wenming.base.diagnostics import Fault
from wenming.gongwen.template import Template
from wenming.ooxml.comments import with_comments
from wenming.ooxml.namespaces import W

MANY = 1000
FOR, END = "{%tr for 行 in 任务进展 %}", "{%tr endfor %}"


def check(data: bytes) -> list[Fault]:
    return examine(Template.read(data, "t.docx"), SHAPE)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_template_is_not_blamed(name: str) -> None:
    assert check(GOOD[name].docx()) == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_template_is_found_and_placed(name: str) -> None:
    case = BROKEN[name]
    found = check(case.docx())
    assert case.code in {fault.code for fault in found}, found
    placed = [fault for fault in found if fault.code == case.code and fault.place.path.startswith(case.spot)]
    assert placed, found
    assert all(fault.what and fault.mend for fault in found)


def test_a_part_that_is_not_there_is_missed() -> None:
    """python-docx does not open such a file, so it is not among those that get comments."""
    (fault,) = check(Case(("甲",), related("image", "media/image1.png")).docx())
    assert fault.code == "unsound" and "media/image1.png" in fault.what


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert len(BROKEN) >= 100 and len(GOOD) >= 40


@pytest.mark.parametrize("tag", ["{{ 题目 }}", "{{ 标题|大写 }}", "{{ 标题 标题 }}"])
def test_of_very_many_faults_the_first_are_told(tag: str) -> None:
    found = check(Case((tag,) * MANY).docx())

    assert [fault.place.path for fault in found[:3]] == ["第1段", "第2段", "第3段"]
    assert len(found) == 201 and f"还有 {MANY - 200} 处" in found[-1].what


@pytest.mark.parametrize("name", BROKEN)
def test_annotating_puts_a_comment_on_every_fault(name: str) -> None:
    data = BROKEN[name].docx()
    if BROKEN[name].code == "broken-xml":
        pytest.skip("python-docx does not open it")
    found = check(data)
    comments = [one.text for one in docx.Document(io.BytesIO(with_comments(data, found, "检查"))).comments]
    assert len(comments) == len(found)
    assert all(any(fault.what in text for text in comments) for fault in found)


def test_a_comment_on_a_text_box_stands_on_the_paragraph_that_holds_the_box() -> None:
    """Word refuses comments inside a box."""
    data = Case(("甲", box("乙", "{{ 题目 }}"))).docx()
    body = docx.Document(io.BytesIO(with_comments(data, check(data), "检查"))).element.body
    marks = [one for kind in ("RangeStart", "RangeEnd", "Reference") for one in body.iter(f"{W}comment{kind}")]
    assert len(marks) == 3
    assert all([*one.iterancestors(W + "p")] == [body[1]] for one in marks)


@pytest.mark.parametrize("name", [*BROKEN, *GOOD])
def test_mending_breaks_nothing_and_never_adds_a_fault(name: str) -> None:
    case = {**BROKEN, **GOOD}[name]
    if case.code == "broken-xml":
        pytest.skip("nothing to mend in what is no XML")
    before = check(case.docx())
    data, notes = repaired(case.docx(), "t.docx")
    after = check(data)
    assert len(after) <= len(before)
    if name in GOOD:
        assert notes == [] or after == []


@pytest.mark.parametrize(
    ("body", "quoted"),
    [
        ((t((FOR + "{{ 行.编号 }}", "{{ 行.名称 }}" + END)),), END),
        (("{{ 标题 }}{%p if 期号 %}", "{%p endif %}"), "{%p if 期号 %}"),
        (("一二三" * 30 + "{{ 题目 }}。",), "{{ 题目 }}。"),
    ],
)
def test_the_caret_stands_under_the_tag_that_is_wrong(body: tuple[str, ...], quoted: str) -> None:
    (fault,) = check(Case(body).docx())
    assert fault.place.text[fault.place.column - 1 :] == quoted


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("{{ 期号 + }}", "“}}”不该在这里"),
        ("{{ (标题 }}", "“}”前面少了“)”"),
        ("{{ 镇.名称 名称 }}", "“名称”这里应当是“}}”"),
        ("{{ @标题 }}", "不能有“@”这个字符"),
        ("{{ 标题|default(“无) }}", "引号要成对"),
        ("{% if %}甲{% endif %}", "“%}”前面少了字段或条件"),
        ("{% for 行 of 任务进展 %}甲{% endfor %}", "循环写成 {% for 行 in 字段 %}"),
        ("{% 期号 %}", "要填一个字段，写 {{ 字段 }}"),
        ("{{ if 期号 }}", "不写在 {{ }} 里"),
        ("{{{ 标题 }}}", "标签的括号只写两个字符"),
        ("{%% if 期号 %%}", "标签的括号只写两个字符"),
    ],
)
def test_what_is_wrong_with_a_tag_is_told_in_chinese(tag: str, words: str) -> None:
    faults = [fault for fault in check(Case((tag,)).docx()) if fault.code == "syntax"]
    assert words in "\n".join(f"{fault.what}\n{fault.mend}" for fault in faults)
    assert not any(re.search("expected|statement|token|tag name|Encountered", fault.what) for fault in faults)


def mended(*body: str) -> str:
    data, _notes = repaired(Case(body).docx(), "t.docx")
    return said(docx.Document(io.BytesIO(data)).element.body)


LINK = '<w:hyperlink w:anchor="a"><w:r><w:t>见附件</w:t></w:r></w:hyperlink>'
INSERTED = f'<w:ins w:id="9" w:author="甲">{r("{%p if 期号 %}")}</w:ins>'
BREAK = "<w:r><w:br/></w:r>"
PAGE = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'


def _parted(*pieces: str) -> str:
    return f"<w:p>{''.join(piece if piece.startswith('<') else r(piece) for piece in pieces)}</w:p>"


def said(body: Element) -> str:
    """The paragraphs of a body as lines, tracked insertions too."""
    return "\n".join("".join(leaf.text or "" for leaf in one.iter(W + "t")) for one in body.iter(W + "p"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("｛｛ 标题 ｝｝",), "{{ 标题 }}"),
        (("{%P if 期号 %}", "甲", "{%p endif %}"), "{%p if 期号 %}\n甲\n{%p endif %}"),
        (("{%pif 期号 %}", "甲", "{%p endif %}"), "{%p if 期号 %}\n甲\n{%p endif %}"),
        (("重要：{%p if 期号 %}", "甲", "{%p endif %}"), "重要：\n{%p if 期号 %}\n甲\n{%p endif %}"),
        (("{%p if 期号 %}甲{%p endif %}",), "{%p if 期号 %}\n甲\n{%p endif %}"),
        (("本期{%p if 期号 %}第一期{%p endif %}简报",), "本期{% if 期号 %}第一期{% endif %}简报"),  # a part of a line
        (("{%p if 期号 %}甲{%p else %}乙{%p endif %}丙",), "{% if 期号 %}甲{% else %}乙{% endif %}丙"),
        (("有{%p for 村 in 镇.行政村 %}{{ 村 }}、{%p endfor %}",), "有{% for 村 in 镇.行政村 %}{{ 村 }}、{% endfor %}"),
        (("甲{%p endif %}{%p if 期号 %}乙",), "甲\n{%p endif %}\n{%p if 期号 %}\n乙"),
        (("{% if 期号 = 1 %}甲{% endif %}",), "{% if 期号 == 1 %}甲{% endif %}"),
        (("{{- 标题｜分行 -}}",), "{{- 标题|分行 -}}"),
        (("{%- if 期号 ＝＝ 1 -%}甲{% endif %}",), "{%- if 期号 == 1 -%}甲{% endif %}"),
        (
            (_parted("重要：{%p if 期号 %}", LINK, "。"), "{%p endif %}"),
            "重要：\n{%p if 期号 %}\n见附件。\n{%p endif %}",
        ),
        ((_parted("重要：", INSERTED), "甲", "{%p endif %}"), "重要：\n{%p if 期号 %}\n甲\n{%p endif %}"),
        ((_parted("甲{%p if 期号 %}", BREAK, "乙"), "{%p endif %}"), "甲\n{%p if 期号 %}\n乙\n{%p endif %}"),
        (
            (bookmarked("甲{%p if 期号 %}", "乙", "丙{%p endif %}"),),
            "甲{% if 期号 %}乙丙{% endif %}",
        ),
        (("{{ 标\u200b题\ufeff }}",), "{{ 标题 }}"),  # copied from a web page
        (("{{ 题目 }}",), "{{ 题目 }}"),  # what was meant is not known
        (
            ('{% if 任务进展|map(attribute="名称")|list %}甲{% endif %}',),
            '{% if 任务进展|map(attribute="名称")|list %}甲{% endif %}',
        ),
        (
            (_parted("第{%p if 期号 %}", PAGE, "页"), "{%p endif %}"),
            "第{%p if 期号 %}页\n{%p endif %}",
        ),  # a field is not parted
    ],
)
def test_what_is_mended(before: tuple[str, ...], after: str) -> None:
    assert mended(*before) == after


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        (((FOR + "{{ 行.编号 }}", "{{ 行.名称 }}" + END),), [FOR, "{{ 行.编号 }}|{{ 行.名称 }}", END]),
        ((("编号", "名称" + FOR), ("{{ 行.编号 }}", ""), (END, "")), ["编号|名称", FOR, "{{ 行.编号 }}", END]),
        (((FOR, ""), ("{{ 行.编号 }}", ""), (END + "合计", "")), [FOR, "{{ 行.编号 }}", END, "合计"]),
        (
            ((FOR + "{%tr if 行.编号 %}甲{%tr endif %}" + END, ""),),
            [FOR, "{%tr if 行.编号 %}", "甲", "{%tr endif %}", END],
        ),
        ((("甲" + FOR, "乙"), (END, "")), ["甲" + FOR + "|乙", END]),  # where the loop is to begin is not known
        (
            ((t((FOR,), ("{{ 行.编号 }}",), (END,)), "编号"),),
            [FOR, "{{ 行.编号 }}", END],
        ),  # a table in a table is right
    ],
)
def test_a_rows_tags_get_rows_above_and_below_what_stands_between_them(
    rows: tuple[tuple[str, ...], ...], after: list[str]
) -> None:
    data, _notes = repaired(Case((t(*rows),)).docx(), "t.docx")
    body = docx.Document(io.BytesIO(data)).element.body
    lines = ["|".join(filter(None, map(cell, row.iterchildren(W + "tc")))) for row in body.iter(W + "tr")]
    assert [line for line in lines if line != "编号"] == after


def cell(element: Element) -> str:
    """What a cell says, without the tables in it."""
    return "".join(leaf.text or "" for one in element.iterchildren(W + "p") for leaf in one.iter(W + "t"))
