"""What a clerk does to a paragraph beside typing is seen: new data for that paragraph do not write over it."""

import io
from collections.abc import Callable
from itertools import product
from typing import Any

import docx
import pytest
from docx.oxml.parser import parse_xml
from lxml import etree
from openxml_audit import OpenXmlValidator

from wenming.base.diagnostics import Faults
from wenming.ooxml import integrity, package
from wenming.ooxml.namespaces import W
from wenming.revision import merge

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
CHANGE = 'w:id="91" w:author="甲" w:date="2026-11-30T08:00:00Z"'
OWN = "KLERK"  # what is looked for in the merged file


def run(inner: str, format_: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{format_}</w:rPr>' if format_ else ''}{inner}</w:r>"


def text(words: str) -> str:
    return f'<w:t xml:space="preserve">{words}</w:t>'


BEHIND = {  # what is set behind the words of a paragraph
    "an emoji as Word writes it": run(
        '<mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx w16se:font="KLERK" w16se:char="1F600"/>'
        f"</mc:Choice><mc:Fallback>{text('😀')}</mc:Fallback></mc:AlternateContent>"
    ),
    "a shape without words": run('<w:pict><v:rect id="KLERK" style="width:20pt;height:20pt"/></w:pict>'),
    "a shape in two editions": run(
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:pict><v:oval id="KLERK"/></w:pict></mc:Choice>'
        '<mc:Fallback><w:pict><v:oval id="b"/></w:pict></mc:Fallback></mc:AlternateContent>'
    ),
    "words written and deleted with tracking": f"<w:del {CHANGE}>{run('<w:delText>KLERK</w:delText>')}</w:del>",
    "words inserted with tracking": f"<w:ins {CHANGE}>{run(text('KLERK'))}</w:ins>",
    "a symbol": run('<w:sym w:font="KLERK" w:char="F0FE"/>'),
    "a form field": run(
        '<w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="a"/><w:enabled/><w:calcOnExit w:val="0"/>'
        '<w:textInput><w:default w:val="KLERK"/></w:textInput></w:ffData></w:fldChar>'
    )
    + run("<w:instrText> FORMTEXT </w:instrText>")
    + run('<w:fldChar w:fldCharType="end"/>'),
    "a field of the clerk's": f'<w:fldSimple w:instr=" DATE KLERK ">{run(text("三月"))}</w:fldSimple>',
    "a phonetic guide": run(
        '<w:ruby><w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/><w:hpsRaise w:val="20"/>'
        '<w:hpsBaseText w:val="32"/><w:lid w:val="zh-CN"/></w:rubyPr>'
        f"<w:rt>{run(text('KLERK'))}</w:rt><w:rubyBase>{run(text('安'))}</w:rubyBase></w:ruby>"
    ),
    "a formula": "<m:oMath><m:r><m:t>KLERK</m:t></m:r></m:oMath>",
    "something that we do not know": f"<w:KLERK>{run('')}</w:KLERK>",
    "something that we do not know in a run": run("<w:KLERK/>"),
    "an alignment tab": run('<w:ptab w:relativeTo="margin" w:alignment="right" w:leader="KLERK"/>'),
}
AROUND = {  # what is set around words that were there
    "a bookmark": ('<w:bookmarkStart w:id="77" w:name="KLERK"/>', '<w:bookmarkEnd w:id="77"/>'),
    "a permission": ('<w:permStart w:id="78" w:edGrp="KLERK"/>', '<w:permEnd w:id="78"/>'),
}
HOLDING = {  # what words that were there are put into
    "a link within the file": '<w:hyperlink w:anchor="KLERK"/>',
    "a control": '<w:sdt><w:sdtPr><w:tag w:val="KLERK"/></w:sdtPr><w:sdtContent/></w:sdt>',
    "a smart tag of another program": '<w:customXml w:uri="u" w:element="KLERK"/>',
    "words deleted with tracking": f"<w:del {CHANGE}/>",
}
FORMATS = {  # what the words that were there look like now
    "an emphasis mark": '<w:em w:val="dot"/>',
    "a border": '<w:bdr w:val="single" w:sz="4" w:space="0" w:color="FF0000"/>',
    "a colour behind": '<w:shd w:val="clear" w:color="auto" w:fill="FFFF01"/>',
    "struck out": "<w:strike/>",
}
WITHIN = {"a soft hyphen": "<w:softHyphen/>", "a hyphen that does not break": "<w:noBreakHyphen/>"}  # in a run


def parsed(xml: str) -> list[Any]:
    return list(parse_xml(f"<x {NAMESPACES}>{xml}</x>"))


def set_behind(paragraph: Any, xml: str) -> None:
    paragraph.extend(parsed(xml))


def set_around(paragraph: Any, ends: tuple[str, str]) -> None:
    [start], [end] = map(parsed, ends)
    first = paragraph.find(W + "r")
    first.addprevious(start)
    paragraph.append(end)


def put_into(paragraph: Any, xml: str) -> None:
    [holder] = parsed(xml)
    first = paragraph.find(W + "r")
    first.addprevious(holder)
    inner = holder.find(W + "sdtContent") if holder.tag == W + "sdt" else holder
    inner.append(first)
    if holder.tag == W + "del":
        for leaf in list(first.iter(W + "t")):
            leaf.tag = W + "delText"
            leaf.text = f"{OWN}{leaf.text}"  # to be found again: the words alone are those of the data, too


def give_format(paragraph: Any, xml: str) -> None:
    first = paragraph.find(W + "r")
    [properties] = parsed(f"<w:rPr>{xml}</w:rPr>")
    first.insert(0, properties)


def put_within(paragraph: Any, xml: str) -> None:
    [mark] = parsed(xml)
    leaf = paragraph.find(f"{W}r/{W}t")
    leaf.addnext(mark)


def wrap_in_block(paragraph: Any, xml: str) -> None:
    [holder] = parsed(xml)
    paragraph.addprevious(holder)
    inner = holder.find(W + "sdtContent") if holder.tag == W + "sdt" else holder
    inner.append(paragraph)


def delete_mark(paragraph: Any, xml: str) -> None:
    """Delete the end of a paragraph with tracking."""
    properties = paragraph.get_or_add_pPr()
    properties.extend(parsed(f"<w:rPr>{xml}</w:rPr>"))


EDITS: dict[str, tuple[Callable[[Any, Any], None], Any, str]] = {
    **{name: (set_behind, xml, OWN) for name, xml in BEHIND.items()},
    **{name: (set_around, ends, OWN) for name, ends in AROUND.items()},
    **{name: (put_into, xml, OWN) for name, xml in HOLDING.items()},
    **{name: (give_format, xml, xml.split()[0].strip("</>")) for name, xml in FORMATS.items()},
    **{name: (put_within, xml, xml.strip("</>")) for name, xml in WITHIN.items()},
    "a control around the paragraph": (wrap_in_block, HOLDING["a control"], OWN),
    "other XML around the paragraph": (wrap_in_block, HOLDING["a smart tag of another program"], OWN),
    "the end of the paragraph deleted with tracking": (delete_mark, f"<w:del {CHANGE.replace('甲', OWN)}/>", OWN),
}
SPOTS = ("first", "last", "cell")
CHANGES = {"words": "今年建成十二个文明村", "a figure": "完成 39 处", "gone": None}
CASES = [*product(EDITS, SPOTS, CHANGES)]


def document(first: str | None, last: str | None, cell: str | None) -> Any:
    made = docx.Document()
    for words in (first, "中间的一段，谁也没有动过", last):
        if words is not None:
            made.add_paragraph(words)
    table = made.add_table(rows=2, cols=2)
    for row, (one, other) in zip(table.rows, (("任务", "进展"), ("公益广告", cell or "")), strict=True):
        row.cells[0].text, row.cells[1].text = one, other
    return made


def saved(made: Any) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


OLD = dict.fromkeys(SPOTS, "完成 38 处")


def paragraph_at(spot: str, made: Any) -> Any:
    if spot == "cell":
        return made.tables[0].rows[1].cells[1].paragraphs[0]._p
    return made.paragraphs[0 if spot == "first" else -1]._p


def test_there_are_as_many_as_were_promised() -> None:
    assert len(CASES) >= 250


@pytest.mark.parametrize(("edit", "spot", "change"), CASES)
def test_nothing_is_lost_where_the_data_change_the_same_paragraph(edit: str, spot: str, change: str) -> None:
    how, what, sign = EDITS[edit]
    mine = document(**OLD)
    how(paragraph_at(spot, mine), what)
    theirs = document(**{**OLD, spot: CHANGES[change]})

    data, _conflicts = merge(saved(document(**OLD)), saved(mine), saved(theirs))

    parts = package.read(data, "")
    body = etree.fromstring(parts["word/document.xml"])
    assert sign in etree.tostring(body, encoding="unicode"), edit
    assert integrity.problems(parts, parts) == []


@pytest.mark.parametrize("edit", [name for name in EDITS if "do not know" not in name and "alignment" not in name])
def test_what_is_merged_is_as_sound_as_what_the_clerk_left(edit: str, tmp_path: Any) -> None:
    how, what, _sign = EDITS[edit]
    mine = document(**OLD)
    how(paragraph_at("cell", mine), what)
    theirs = document(**{**OLD, "first": "完成 39 处", "cell": "完成 40 处"})

    data, _conflicts = merge(saved(document(**OLD)), saved(mine), saved(theirs))

    (tmp_path / "mine.docx").write_bytes(saved(mine))
    (tmp_path / "merged.docx").write_bytes(data)
    faults = [len(OpenXmlValidator().validate(tmp_path / name).errors) for name in ("mine.docx", "merged.docx")]
    assert faults[1] <= faults[0] and "完成 39 处" in [one.text for one in docx.Document(io.BytesIO(data)).paragraphs]


def test_a_file_of_which_the_clerks_program_left_no_body_is_a_fault_and_no_error() -> None:
    parts = package.read(saved(document(**OLD)), "")
    body, relations = "word/document.xml", "word/_rels/document.xml.rels"
    theirs = saved(document(**{**OLD, "first": "新"}))
    namespace = W.strip("{}").encode()
    for name, data in (
        (body, b'<w:document xmlns:w="' + namespace + b'"/>'),
        (body, b'<w:hdr xmlns:w="' + namespace + b'"><w:p/></w:hdr>'),
        (body, parts[body][:200]),
        (relations, parts[relations][:200]),
        ("[Content_Types].xml", b"<Types"),
    ):
        with pytest.raises(Faults):
            merge(saved(document(**OLD)), package.write({**parts, name: data}), theirs)
