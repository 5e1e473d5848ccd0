"""The template engine: docxtpl's tags, run formats kept, faults placed."""

import datetime
import io
import re
import time
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import docxtpl
import pytest
from conftest import ROOT
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Twips
from lxml import etree

from wenming.authoring.doctor import examine
from wenming.base.diagnostics import Faults
from wenming.documents import notice, registry
from wenming.documents.kinds import Document
from wenming.engine.missing import Missing
from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Blocks, Section, paragraph
from wenming.gongwen.template import Template
from wenming.ooxml import archive, package, unzip
from wenming.pages.layout.document import laid_out
from wenming.pages.layout.faces import AnyFace
from wenming.town import folder as towns


def template(tmp_path: Path, *paragraphs: str | list[str]) -> Path:
    """A template whose paragraphs are given as text, or as the texts of their runs."""
    document = docx.Document()
    document.styles.add_style("公文正文", 1)
    for runs in paragraphs:
        target = document.add_paragraph()
        for text in [runs] if isinstance(runs, str) else runs:
            target.add_run(text)
    path = tmp_path / "t.docx"
    document.save(str(path))
    return path


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


CASES: dict[str, tuple[list[str | list[str]], dict[str, Any]]] = {
    "value": (["镇名：{{ 镇 }}。"], {"镇": "安平镇"}),
    "split over runs": ([["甲{", "{ 镇", " }", "}乙"]], {"镇": "安平镇"}),
    "paragraph loop": (["{%p for x in xs %}", "第{{ x }}条", "{%p endfor %}"], {"xs": [1, 2, 3]}),
    "paragraph condition": (["{%p if a %}", "有", "{%p else %}", "无", "{%p endif %}"], {"a": False}),
    "nested": (["{%p for x in xs %}", "{%p if x %}", "{{ x }}", "{%p endif %}", "{%p endfor %}"], {"xs": [0, 1, 2]}),
    "inline condition": (["{% if a %}甲{% else %}乙{% endif %}"], {"a": True}),
    "inline loop": (["{% for x in xs %}{{ x }}、{% endfor %}"], {"xs": ["甲", "乙"]}),
    "marks of XML": (["{{ v }}"], {"v": "研发&生产 <95% \"好\" 'x'"}),
    "line feed": (["{{ v }}"], {"v": "上\n下"}),
    "tab": (["{{ v }}"], {"v": "左\t右"}),
    "comment": (["甲{# 说明 #}乙"], {}),
    "curly quotes": (["{{ v|default(“无”) }}"], {"v": "有"}),
    "set": (["{% set y = x + 1 %}{{ y }}"], {"x": 1}),
    "length": (["{{ xs|length }}个村"], {"xs": [1] * 31}),
    "static ampersand": (["甲&乙<丙>"], {}),
}


@pytest.mark.parametrize("name", CASES)
def test_what_docxtpl_renders_ours_renders_to_the_same_text(tmp_path: Path, name: str) -> None:
    paragraphs, context = CASES[name]
    path = template(tmp_path, *paragraphs)
    theirs = docxtpl.DocxTemplate(str(path))
    theirs.render(context, autoescape=True)
    buffer = io.BytesIO()
    theirs.save(buffer)

    assert texts(Template.load(path).render(context)) == texts(buffer.getvalue())


def test_rows_repeat_like_docxtpl_s(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=2)
    for row, cells in zip(
        table.rows,
        [("村", "数"), ("{%tr for r in rs %}", ""), ("{{ r.村 }}", "{{ r.数 }}"), ("{%tr endfor %}", "")],
        strict=True,
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    path = tmp_path / "t.docx"
    document.save(str(path))
    context = {"rs": [{"村": "东河村", "数": 1}, {"村": "西河村", "数": 2}]}
    theirs = docxtpl.DocxTemplate(str(path))
    theirs.render(context)

    ours = docx.Document(io.BytesIO(Template.load(path).render(context)))

    rows = [[cell.text for cell in row.cells] for row in ours.tables[0].rows]
    assert rows == [["村", "数"], ["东河村", "1"], ["西河村", "2"]]
    assert rows == [[cell.text for cell in row.cells] for row in theirs.tables[0].rows]


def test_docxtpl_s_rich_text_is_accepted(tmp_path: Path) -> None:
    path = template(tmp_path, "{{r v }}")

    made = docx.Document(io.BytesIO(Template.load(path).render({"v": docxtpl.RichText("红字", color="FF0000")})))

    assert [(run.text, str(run.font.color.rgb)) for run in made.paragraphs[0].runs] == [("红字", "FF0000")]


def test_a_value_keeps_the_format_of_the_run_with_its_name(tmp_path: Path) -> None:
    document = docx.Document()
    target = document.add_paragraph()
    for text, face in (("{{", "Times New Roman"), (" 镇名 ", "仿宋_GB2312"), ("}}", "Times New Roman")):
        target.add_run(text)._r.get_or_add_rPr().append(
            parse_xml(f'<w:rFonts {nsdecls("w")} w:ascii="{face}" w:eastAsia="{face}"/>')
        )
    path = tmp_path / "t.docx"
    document.save(str(path))

    [made] = docx.Document(io.BytesIO(Template.load(path).render({"镇名": "安平镇"}))).paragraphs

    assert [(run.text, run.font.name) for run in made.runs if run.text] == [("安平镇", "仿宋_GB2312")]


def test_full_width_marks_inside_a_tag_are_understood(tmp_path: Path) -> None:
    path = template(tmp_path, "｛｛　镇．名称　｝｝（全称）", "｛％p　if　真　％｝", "甲", "｛％p　endif　％｝")

    assert texts(Template.load(path).render({"镇": {"名称": "安平镇"}, "真": True})) == ["安平镇（全称）", "甲"]


def test_blocks_and_text_take_the_place_of_a_paragraph(tmp_path: Path) -> None:
    path = template(tmp_path, "{{p 章 }}", "{{p 文字 }}")
    context = {"章": Blocks([paragraph("公文正文", "甲"), paragraph("公文正文", "乙")]), "文字": "丙\n丁"}

    assert texts(Template.load(path).render(context)) == ["甲", "乙", "丙", "丁"]


def test_dates_and_numbers_are_written_as_the_template_asks(tmp_path: Path) -> None:
    path = template(
        tmp_path, '{{ 日|日期式("M月d日 EEEE") }}，{{ 日|日期式("yyyy.MM.dd") }}，{{ 数|千分位 }}，{{ 量|千分位 }}'
    )
    context = {"日": datetime.date(2026, 3, 22), "数": 28600, "量": Decimal("1234.5")}

    assert texts(Template.load(path).render(context)) == ["3月22日 星期日，2026.03.22，28,600，1,234.5"]


@pytest.mark.parametrize(
    "tag", ['{{ 字|日期式("M月d日") }}', "{{ 字|千分位 }}", '{{ 日|日期式("甲" * 9) }}', "{{ 日|日期式 }}"]
)
def test_what_is_no_date_or_number_is_a_fault(tmp_path: Path, tag: str) -> None:
    with pytest.raises(Faults):
        Template.load(template(tmp_path, tag)).render({"字": "甲", "日": datetime.date(2026, 3, 22)})


def test_a_field_nobody_filled_prints_what_to_fill_in(tmp_path: Path) -> None:
    path = template(tmp_path, "{{ 组长 }}", "{%p if 组长 %}", "有", "{%p endif %}")

    assert texts(Template.load(path).render({"组长": Missing("组长")})) == ["【待填：组长】"]


@pytest.mark.parametrize(
    ("tag", "printed", "gaps"),
    [
        ("{{ 组长|trim }}", "【待填：组长】", 1),
        ("{{ 组长|日期 }}{{ 组长|数 }}{{ 组长|顿号 }}", "【待填：组长】" * 3, 3),
        ("{{ 组长|日期式('M月d日') }}{{ 组长|千分位 }}", "【待填：组长】" * 2, 2),
        ("{{ 组长|replace('张', '李')|upper }}", "【待填：组长】", 1),
        ("{{ 组长 ~ '同志' }}", "【待填：组长】同志", 1),
        ("{{ 组长|default('无') }}", "无", 0),
        ("{{ 组长|default('无')|upper }}{{ 没有|d('无') }}", "无无", 0),
        # numbers of it are not to be printed as 0, nor lists of it as nothing
        ("{{ 组长|int }}{{ 组长|length }}{{ 组长|sum }}", "【待填：组长】" * 3, 3),
        ("{{ 组长|sort|join }}{{ 组长|map(attribute='姓名')|list }}{{ 组长|length|数 }}", "【待填：组长】" * 3, 3),
        ("{{ ['张', 组长]|join('、') }}{{ ['李', 组长] }}", "张、【待填：组长】李、【待填：组长】", 2),
        ("{{ '%s等%d人'|format(组长, 3) }}{{ '%02d'|format(组长) }}", "【待填：组长】等3人【待填：组长】", 2),
        ("{{ '%(n)d人'|format(n=组长) }}", "【待填：组长】人", 1),
        # where they are compared, they are
        (
            "{% if 组长|length > 2 or 组长|int >= 1 or 0 < 组长|sum %}多{% elif 组长|length == 0 %}少{% endif %}",
            "少",
            0,
        ),
        ("{% for 人 in 组长|sort|batch(2) %}甲{% else %}无{% endfor %}{{ 组长|length|default(0) }}", "无0", 0),
    ],
)
def test_a_field_nobody_filled_goes_through_filters(tmp_path: Path, tag: str, printed: str, gaps: int) -> None:
    loaded = Template.load(template(tmp_path, tag))
    filled = loaded.fill({"组长": Missing("组长")})

    assert (texts(loaded.pack(filled.parts)), filled.gaps) == ([printed], gaps)


@pytest.mark.parametrize(
    "tag",
    [
        *(
            "{{ 户数 + 1 }}",
            "{{ 1 - 户数 }}",
            "{{ 户数 * 2 }}",
            "{{ 10 // 户数 }}",
            "{{ 户数|length + 1 }}",
            "{{ -户数 }}",
        ),
        *("{% if 户数 > 9 %}多{% endif %}", "{{ [1, 户数]|sum }}", "{{ [1, 户数]|max }}", "{{ '%d' % 户数 }}"),
        *("{% for n in range(户数) %}甲{% endfor %}",),
    ],
)
def test_what_nobody_filled_cannot_be_counted_with(tmp_path: Path, tag: str) -> None:
    with pytest.raises(Faults) as caught:
        Template.load(template(tmp_path, tag)).render({"户数": Missing("户数")})

    assert "“户数”还没有填" in caught.value.faults[0].what


def test_a_time_of_day_is_printed(tmp_path: Path) -> None:
    made = Template.load(template(tmp_path, "{{ 时间 }}")).render({"时间": datetime.datetime(2026, 3, 5, 9, 30)})

    assert texts(made) == ["2026年3月5日 09:30"]


FAULTS = {
    "unknown name": (["{{ 领导小组.组涨 }}"], "没有“组涨”这个字段", "组长"),
    "text beside a paragraph tag": (["{%p if a %}会丢的字", "{%p endif %}"], "会丢掉", "单独写成一段"),
    "block not closed": (["好的一段", "{%p for x in xs %}", "甲"], "没有用“endfor”结束", "{% endfor %}"),
    "row tag outside a table": (["{%tr for x in xs %}"], "只能写在表格里", "段落用 p"),
    "the first of none": (["{{ 空|first }}"], "这里没有值", "检查"),
    "blocks where text is meant": (["甲{{ 章 }}"], "这里要的是文字", "检查"),
    "a place that a list does not have": (["{{ xs[9] }}"], "没有“[9]”：一共只有 1 个", "检查"),
    "a method": (["{{ 字.upper() }}"], "模板里不能调用“upper”", "检查"),
    "a method of a list": (["{{ xs.append(1) }}"], "模板里不能调用“append”", "检查"),
    "what jinja calls self": (["{{ self }}"], "没有“self”这个字段", "检查"),
    "no way to the interpreter": (["{{ ''.__class__ }}"], "没有“__class__”这个字段", "这里可以用"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_names_its_paragraph(tmp_path: Path, name: str) -> None:
    paragraphs, what, mend = FAULTS[name]
    path = template(tmp_path, "第一段", *paragraphs)
    context = {"领导小组": {"组长": "陈"}, "a": True, "xs": [1], "空": [], "章": Blocks([paragraph("公文正文", "甲")])}
    context["字"] = "a"

    with pytest.raises(Faults) as caught:
        Template.load(path).render(context)

    fault = caught.value.faults[0]
    assert what in fault.what and mend in fault.mend
    assert fault.place.path.startswith("第") and fault.place.text in [
        p if isinstance(p, str) else "" for p in paragraphs
    ]


@pytest.mark.parametrize("data", [b"", b"not a zip", b"\xd0\xcf\x11\xe0old word", b"PK\x03\x04broken"])
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(Faults):
        package.read(data, "坏.docx")


def _archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"word/document.xml": b"<w/>", **parts}.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "parts",
    [
        {"../out.xml": b""},
        {"word/vbaProject.bin": b""},
        {"/abs.xml": b""},
        {"word/bomb.xml": b"0" * (unzip.BYTES_MAX + 1)},
    ],
)
def test_dangerous_packages_are_refused(parts: dict[str, bytes]) -> None:
    with pytest.raises(Faults):
        package.read(_archive(**parts), "坏.docx")


LINKED = (
    '<?xml version="1.0" encoding="{encoding}"?><Relationships><Relationship Id="a" TargetMode="External" '
    'Target="http://a.example/x.png" Type="http://a.example/image"/></Relationships>'
)
MACROS = b'<Types><Override PartName="/word/a.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
REFUSED: dict[str, tuple[dict[str, bytes], str]] = {
    "a picture outside": ({"word/_rels/a.xml.rels": LINKED.format(encoding="UTF-8").encode()}, "外面"),
    "hidden in UTF-16": ({"word/_rels/a.xml.rels": LINKED.format(encoding="UTF-16").encode("utf-16")}, "外面"),
    "under another spelling": ({"word/_rels/a.xml.RELS": LINKED.format(encoding="UTF-8").encode()}, "外面"),
    "a declaration": ({"word/a.xml": b"<!DOCTYPE a>"}, "DTD"),
    "a declaration in UTF-16": ({"word/a.xml": "<!ENTITY".encode("utf-16-le")}, "DTD"),
    "macros by another name": ({"word/a.bin": b"", "[Content_Types].xml": MACROS}, "宏"),
    "macros, spelt out": ({"[Content_Types].xml": b'<Types x="macro&#69;nabled"/>'}, "宏"),
    "a drive": ({"C:/a.xml": b""}, "路径"),
    "a folder above, spelt out": ({"word/%2e%2E/a.xml": b""}, "路径"),
    "strict Open XML": ({"word/document.xml": b"<w xmlns='" + package._STRICT + b"'/>"}, "Strict"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_the_reason_is_said(name: str) -> None:
    parts, why = REFUSED[name]
    with pytest.raises(Faults) as caught:
        package.read(_archive(**parts), "坏.docx")
    assert why in caught.value.faults[0].what


ATTACHED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="file:///C:\\Users\\clerk\\Normal.dotm" TargetMode="External"/></Relationships>'
)
SETTINGS = (
    b'<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="r">'
    b'<w:attachedTemplate r:id="rId1"/><w:zoom/></w:settings>'
)


def test_the_template_that_word_attached_is_let_go() -> None:
    """Word writes it where a document is not based on Normal; nothing that is made may carry the clerk's path on."""
    relations = ATTACHED.format(kind="attachedTemplate").encode()
    data = _archive(**{"word/settings.xml": SETTINGS, "word/_rels/settings.xml.rels": relations})

    members = package.members(data, "t.docx")

    assert package.read(archive.assemble(members), "t.docx") == package.read(data, "t.docx")
    assert b"clerk" not in members["word/_rels/settings.xml.rels"].unpack()
    settings = etree.fromstring(members["word/settings.xml"].unpack())
    assert [etree.QName(one).localname for one in settings] == ["zoom"]


@pytest.mark.parametrize(
    "name, kind", [("word/_rels/settings.xml.rels", "image"), ("word/_rels/document.xml.rels", "attachedTemplate")]
)
def test_nothing_else_outside_is_let_in_with_it(name: str, kind: str) -> None:
    with pytest.raises(Faults):
        package.read(_archive(**{name: ATTACHED.format(kind=kind).encode()}), "坏.docx")


def test_a_zip_with_a_password_is_refused_for_that() -> None:
    data = bytearray(_archive())
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    with pytest.raises(Faults) as caught:
        package.read(bytes(data), "坏.docx")
    assert "密码" in caught.value.faults[0].what


def test_the_body_may_have_the_name_that_word_on_the_web_gives_it(tmp_path: Path) -> None:
    path = template(tmp_path, "{{ 甲 }}")
    parts = package.read(path.read_bytes(), "")
    renamed = {name.replace("document.xml", "document2.xml"): data for name, data in parts.items()}
    for name in ("[Content_Types].xml", "_rels/.rels"):
        renamed[name] = renamed[name].replace(b"word/document.xml", b"word/document2.xml")
    path.write_bytes(package.write(renamed))

    assert texts(Template.load(path).render({"甲": "乙"})) == ["乙"]


def test_a_package_is_written_the_same_twice() -> None:
    parts = package.read(_archive(**{"b.xml": b"2", "a.xml": b"1"}), "")

    assert package.write(parts) == package.write(dict(reversed(parts.items())))


BOMBS = [
    "{{ 'a' * 1000000000 }}",
    "{{ 10 ** 100000000 }}",
    "{{ 'a'|center(1000000000) }}",
    "{{ 'a'|indent(1000000000) }}",
    "{{ (range(99999)|join('a'))|replace('a', '一二三四五六七八九十一二三四五六') }}",
    "{{ range(99999)|join('一二三四五六七八九十一二三四五六七八九十') }}",
    "{% macro d(s, n) %}{{ d(s ~ s, n + 1) }}{% endmacro %}{{ d('aa', 1) }}",
    "{% macro d(n) %}{{ d(n) }}{{ d(n) }}{% endmacro %}{{ d(1) }}",
    "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
    "{% for a in range(99999) %}{% set x = range(99999)|sort|unique|length %}{% endfor %}",
    "{% for x in xs recursive %}{{ loop([1, 2]) }}{{ loop([1, 2]) }}{% endfor %}",
    "{{ '%99999999d'|format(1) }}",
    "{{ '%*d'|format(99999999, 1) }}",
    "{{ xs|batch(1000000000, 'x') }}",
    "{{ range|attr('__class__') }}",
    "{{ dict.__mro__ }}",
    "{{ xs.append(1) }}",
    "{{ loop.__class__ }}",
    "{% for x in xs %}{{ loop.__init__ }}{% endfor %}",
    "{% include 'x' %}",
    "{% import 'x' as y %}",
    "{% extends 'x' %}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '{:1000000000}'.format(1) }}",
    "{{ ''.__class__.__mro__ }}",
    "{{ xs.__init__.__globals__ }}",
    "{{ range(100000000) }}",
    "{{ self.__dict__ }}",
    "{% set b = range(99999)|join('甲乙丙丁') %}{% for x in range(199) %}{{ b }}{% endfor %}",
    "{{ (range(99999)|join)|wordwrap(1, true, range(99999)|join) }}",
    "{{ xs|batch(linecount=1000000000, fill_with='x') }}",
    "{{ cycler }}",
    "{{ lipsum() }}",
    "{{ xs|map(attribute='__class__')|list }}",
    "{{ (xs|map('string')).gi_frame.f_code.co_filename }}",
    "{{ (xs|map('string')).gi_code }}",
    "{{ '<b>'|_made }}",
    "{{ ['<b>']|map('_made')|join }}",
    "{% filter _made %}甲{% endfilter %}",
    "{{ 1/0 }}",
]


@pytest.mark.parametrize("tag", BOMBS)
def test_a_template_can_read_its_fields_and_nothing_else(tmp_path: Path, tag: str) -> None:
    with pytest.raises(Faults):
        Template.load(template(tmp_path, tag)).render({"xs": [1]})


@pytest.mark.parametrize("opening", ["{{ a ", "{%", "{#", "{{'", "｛｛", "{% raw %}"])
def test_tags_that_never_end_take_no_time(tmp_path: Path, opening: str) -> None:
    path = template(tmp_path, opening * 10_000)
    start = time.process_time()
    with pytest.raises(Faults):
        Template.load(path).render({})
    assert time.process_time() - start < 4


def test_a_path_may_be_a_text(tmp_path: Path) -> None:
    assert texts(Template.load(str(template(tmp_path, "{{ 甲 }}"))).render({"甲": 1})) == ["1"]


@pytest.mark.parametrize("name", ["没有.docx", "."])
def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path, name: str) -> None:
    with pytest.raises(Faults) as caught:
        Template.load(tmp_path / name)
    assert "打不开这个文件" in caught.value.faults[0].what


def test_what_can_be_read_only_once_is_not_lost(tmp_path: Path) -> None:
    """The last tag needs jinja, which begins again."""
    path = template(tmp_path, "{% for x in xs %}{{ x }}{% endfor %}{{ ys|join('、') }}{{ 日.year }}")

    made = Template.load(path).render({"xs": iter("甲乙"), "ys": iter("丙丁"), "日": datetime.date(2026, 3, 5)})

    assert texts(made) == ["甲乙丙、丁2026"]


def test_a_part_that_is_no_xml_is_a_fault(tmp_path: Path) -> None:
    path = template(tmp_path, "甲")
    parts = package.read(path.read_bytes(), "")
    path.write_bytes(package.write({**parts, "word/document.xml": b"<w:document>"}))

    with pytest.raises(Faults):
        Template.load(path).render({})


@pytest.mark.parametrize("section", ["", "<w:sectPr/>", '<w:sectPr><w:type w:val="nextPage"/></w:sectPr>'])
def test_a_body_that_says_no_paper_gets_that_of_the_standard(tmp_path: Path, section: str) -> None:
    """Programs other than Word leave it out; the pages after a section mark are made from it."""
    parts = package.read((ROOT / "templates" / "notice.docx").read_bytes(), "notice.docx")
    body = re.sub(r"<w:sectPr.*</w:sectPr>(?=</w:body>)", section, parts["word/document.xml"].decode(), flags=re.DOTALL)
    path = tmp_path / "t.docx"
    path.write_bytes(package.write({**parts, "word/document.xml": body.encode()}))
    [kind] = registry.chosen(["notice"], registry.KINDS)
    context = next(registry.documents(towns.read(ROOT / "data" / "anping", kind.needs), [kind])).context

    template = Template.load(path)
    filled = template.fill({**context, "版记": Blocks([Section(start="evenPage", numbered=False)])})
    made = docx.Document(io.BytesIO(template.pack(filled.parts)))

    assert not examine(template, None)
    first, *_others, last = made.sections
    assert (first.page_width, first.top_margin, first.left_margin) == tuple(
        Twips(value) for value in (m.PAGE_WIDTH, m.MARGIN_TOP, m.MARGIN_LEFT)
    )
    assert last.start_type == WD_SECTION.EVEN_PAGE and last.page_height == first.page_height
    parts = {name: template.part(name) for name in template.names}
    assert laid_out({**parts, **filled.parts}, AnyFace()).pages


def test_what_is_placed_is_known_of_each_rendering_alone(tmp_path: Path) -> None:
    context = {"正文": Blocks([paragraph("公文正文", "一")]), "章节": {"总则": Blocks([paragraph("公文正文", "二")])}}
    whole = Template.load(template(tmp_path, "{{p 正文 }}", "{{p 章节.总则 }}")).fill(context)
    part = Template.load(template(tmp_path, "{{p 章节.总则 }}")).fill(context)

    assert whole.placed == {"正文", "章节.总则"} and part.placed == {"章节.总则"}
    left = registry.left_out(Document(notice.KIND, "", "", context, ()), part.placed)
    assert left == ["正文"]
