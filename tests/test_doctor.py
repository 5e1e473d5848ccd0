"""The template doctor: every broken template is placed and told how to mend, no good one is blamed."""

import io

import docx
import pytest
from broken_templates import BROKEN
from corpus import SHAPE, Case
from good_templates import GOOD

from wenming.faults import Fault
from wenming.template import Template
from wenming.template.annotated import annotated
from wenming.template.compiled import compile_members
from wenming.template.package import members
from wenming.template.repair import repaired


def check(data: bytes) -> list[Fault]:
    return Template(compile_members(members(data, "t.docx"), "t.docx"), "t.docx").check(SHAPE)


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


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert len(BROKEN) >= 100 and len(GOOD) >= 40


@pytest.mark.parametrize("name", BROKEN)
def test_annotating_puts_a_comment_on_every_fault(name: str) -> None:
    data = BROKEN[name].docx()
    if BROKEN[name].code == "broken-xml":
        pytest.skip("python-docx does not open it")
    found = check(data)
    comments = [one.text for one in docx.Document(io.BytesIO(annotated(data, found, "检查"))).comments]
    assert len(comments) == len(found)
    assert all(any(fault.what in text for text in comments) for fault in found)


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


def mended(*body: str) -> str:
    data, _notes = repaired(Case(body).docx(), "t.docx")
    return "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("｛｛ 标题 ｝｝",), "{{ 标题 }}"),
        (("{%P if 期号 %}", "甲", "{%p endif %}"), "{%p if 期号 %}\n甲\n{%p endif %}"),
        (("{%pif 期号 %}", "甲", "{%p endif %}"), "{%p if 期号 %}\n甲\n{%p endif %}"),
        (("重要：{%p if 期号 %}", "甲", "{%p endif %}"), "重要：\n{%p if 期号 %}\n甲\n{%p endif %}"),
        (("{%p if 期号 %}甲{%p endif %}乙",), "{%p if 期号 %}\n甲\n{%p endif %}\n乙"),
        (("{% if 期号 = 1 %}甲{% endif %}",), "{% if 期号 == 1 %}甲{% endif %}"),
        (("{{ 题目 }}",), "{{ 题目 }}"),  # what was meant is not known
    ],
)
def test_what_is_mended(before: tuple[str, ...], after: str) -> None:
    assert mended(*before) == after
