"""Old papers as offices keep them, made for the tests: with direct formatting only, or with Word's own numbers."""

import io
import re
from collections.abc import Sequence

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.run import Run

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEADS = (
    re.compile(r"^[一二三四五六七八九十]+、(.*)$"),
    re.compile(r"^（[一二三四五六七八九十]+）(.*)$"),
    re.compile(r"^[0-9]+\.(.*)$"),
)
_LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))

PLAN = [
    "云溪镇清洁家园行动实施方案",
    "为改善村容村貌，结合我镇实际，制定本方案。",
    "一、总体要求",
    "坚持政府引导、群众主体，用一年时间使全镇面貌明显好转。",
    "二、组织领导",
    "成立云溪镇清洁家园行动领导小组，组成人员如下：",
    "组　长：程　晓　镇党委书记",
    "副组长：沈月娥　镇长",
    "成　员：周全有　镇农业农村办公室主任",
    "各村党组织书记",
    "领导小组办公室设在镇农业农村办公室，承担日常工作。",
    "三、重点任务",
    "（一）清理积存垃圾。对房前屋后、沟渠两侧的积存垃圾集中清运。一是划定责任区；二是安排清运车辆；三是公布举报电话。",
    "（二）整治乱堆乱放",
    "各村要逐户登记，限期清理。",
    "1.柴草统一堆放到指定地点。",
    "2.废旧农具由户主收回院内。",
    "四、工作要求",
    "（一）加强领导。各村党组织书记负总责。",
    "（二）严格考核。每月评比一次，结果全镇通报。",
    "本方案自印发之日起施行。",
]


def word_file(lines: Sequence[str], *, counted: bool = False) -> bytes:
    """A .docx of *lines* without named styles: faces, sizes, indents set by hand; *counted*: Word numbers the heads."""
    document = docx.Document()
    if counted:
        _add_list(document)
    for number, line in enumerate(lines):
        paragraph = document.add_paragraph()
        if number == 0:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _set(paragraph.add_run(line), "方正小标宋简体", 22)
            continue
        level = next((at for at, head in enumerate(HEADS) if head.match(line)), None)
        text = line
        if level is not None and counted:
            match = HEADS[level].match(line)
            assert match is not None
            text = match[1]
            numbered = f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(numbered))
        paragraph.paragraph_format.first_line_indent = Pt(32)
        head, stop, rest = text.partition("。") if level == 1 else (text, "", "")
        if rest:
            _set(paragraph.add_run(head + stop), "楷体_GB2312", 16)
            _set(paragraph.add_run(rest), "仿宋_GB2312", 16)
        else:
            _set(paragraph.add_run(text), "黑体" if level == 0 else "仿宋_GB2312", 16)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_table(data: bytes, rows: Sequence[Sequence[str]]) -> bytes:
    """The .docx *data* with a table of *rows* at its end."""
    document = docx.Document(io.BytesIO(data))
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_body(inner: str) -> bytes:
    """A .docx whose body holds the XML *inner*."""
    document = docx.Document()
    body = document.element.body
    for at, element in enumerate(parse_xml(f"<w:body {W}>{inner}</w:body>")):
        body.insert(at, element)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add_list(document: docx.document.Document) -> None:
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(_LEVELS)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))


def _set(run: Run, face: str, size: int) -> None:
    run.font.size = Pt(size)
    run.font.name = face
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
