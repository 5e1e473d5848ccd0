"""Word files that no word processor would write so: nothing passes unseen, and nothing ends in an error of ours."""

import io
from typing import Any

import docx
import pytest
from corpus import Case, p
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from wenming.authoring.repair import repaired
from wenming.base.diagnostics import Faults
from wenming.engine import charts
from wenming.gongwen.template import Template
from wenming.ooxml.table_grid import regrid

READING = ' INCLUDETEXT "C:/secret.docx" '


def field(code: str) -> str:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f"<w:p>{begin}{code}{end}</w:p>"


@pytest.mark.parametrize("kind", ["begin", "separate", "end", "x"])
def test_a_field_is_seen_whatever_stands_at_its_code(kind: str) -> None:
    code = f'<w:r><w:instrText w:fldCharType="{kind}">{READING}</w:instrText></w:r>'

    with pytest.raises(Faults, match="INCLUDETEXT"):
        Template.read(Case((p(field(code)),)).docx(), "t.docx").render({})


def test_a_list_whose_paragraphs_say_only_their_level_starts_again_in_a_loop() -> None:
    document = docx.Document()
    for text in ("{%p for 组 in 组们 %}", "{%p for 行 in 组 %}", "{{ 行 }}", "{%p endfor %}", "{%p endfor %}"):
        document.add_paragraph(text, style="List Number" if "行 }}" in text else None)
    item = document.paragraphs[2]._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    level = OxmlElement("w:ilvl")
    level.set(qn("w:val"), "0")
    numbering.append(level)
    item.append(numbering)
    buffer = io.BytesIO()
    document.save(buffer)

    made = Template.read(buffer.getvalue(), "t.docx").render({"组们": [["甲", "乙"], ["丙"]]})

    paragraphs: list[Any] = [one for one in docx.Document(io.BytesIO(made)).paragraphs if one.text]
    numbers = [one._p.pPr.numPr.numId.val for one in paragraphs]
    assert numbers[0] == numbers[1] != numbers[2]


@pytest.mark.parametrize("span", ["²", "", "x", "-1"])
def test_a_cell_that_spans_no_number_of_columns_spans_one(span: str) -> None:
    table = (
        '<w:tbl xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:tblPr/><w:tblGrid>'
        '<w:gridCol w:w="2000"/></w:tblGrid><w:tr><?wmcolumns?><w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>'
        f'<w:gridSpan w:val="{span}"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
    )

    root = etree.fromstring(table)
    regrid(root)

    assert len(list(root.iter("{*}gridCol"))) == 1


@pytest.mark.parametrize("xml", [b"", b"<c:chartSpace><c:chart/>", b"\xff"])
def test_a_chart_that_is_not_whole_cannot_be_filled(xml: bytes) -> None:
    with pytest.raises(charts.Unfillable, match="各村"):
        charts.check("各村", xml)


def test_a_tag_of_rows_over_two_paragraphs_is_left_to_the_clerk() -> None:
    paragraphs = p("{%tr") + p("for 行 in 任务进展 %}{{ 行.编号 }}{%tr endfor %}")
    cell = f"<w:tc><w:tcPr/>{paragraphs}</w:tc>"
    grid = '<w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>'
    data = Case((f"<w:tbl><w:tblPr/>{grid}<w:tr>{cell}</w:tr></w:tbl>",)).docx()

    assert repaired(data, "t.docx") == (data, [])
