"""What a clerk did to the looks of a paragraph is an edit as good as a word: it is not overwritten by new data."""

import io

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from wenming.revision import merge

RUN = {
    "着重号": ("w:em", "dot"),
    "字距": ("w:spacing", "40"),
    "双删除线": ("w:dstrike", "1"),
    "边框": ("w:bdr", "single"),
    "全部大写": ("w:caps", "1"),
    "隐藏": ("w:vanish", "1"),
    "提升": ("w:position", "6"),
    "加粗": ("w:b", "1"),
}


def written(text: str, tag: str = "", value: str = "") -> bytes:
    document = docx.Document()
    run = document.add_paragraph().add_run(text)
    if tag:
        look = OxmlElement(tag)
        look.set(qn("w:val"), value)
        run._r.get_or_add_rPr().append(look)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("name", RUN)
def test_a_look_that_a_clerk_gave_stays(name: str) -> None:
    tag, value = RUN[name]

    data, conflicts = merge(written("甲村开会"), written("甲村开会", tag, value), written("甲村明天开会"))

    run = docx.Document(io.BytesIO(data)).paragraphs[-1].runs[0]
    assert run.text == "甲村开会" and run._r.rPr.find(qn(tag)) is not None
    assert [conflict.theirs for conflict in conflicts] == ["甲村明天开会"]
