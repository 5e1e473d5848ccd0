"""The tag language is docxtpl's: each feature rendered by docxtpl (autoescaped) and by ours gives the same document.

Where ours differs, the test names docxtpl's fault.
"""

# ruff: noqa: E501 — a template reads best on one line
import copy
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import docxtpl
import pytest
from corpus import with_part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from lxml import etree
from PIL import Image

from wenming.base.diagnostics import Faults
from wenming.engine.postprocess import LEFT
from wenming.gongwen.template import Template
from wenming.ooxml import package
from wenming.ooxml.cleanup import normalise
from wenming.ooxml.integrity import problems


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 30), "red").save(buffer, "PNG")
    return buffer.getvalue()


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TCPR = [
    W + name for name in ("cnfStyle", "tcW", "gridSpan", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign")
]


def run(text: str, properties: str = "") -> str:
    face = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{face}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    inner = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def cell(*content: str, properties: str = "") -> str:
    inner = "".join(one if one.startswith("<") else p(one) for one in content)
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{properties}</w:tcPr>{inner}</w:tc>'


def table(*rows: list[str], columns: int = 3) -> str:
    grid = '<w:gridCol w:w="2000"/>' * columns
    inner = "".join(
        f"<w:tr>{''.join(one if one.startswith('<w:tc') else cell(one) for one in row)}</w:tr>" for row in rows
    )
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{inner}</w:tbl>'


def template(tmp_path: Path, body: str, *, header: str = "", footer: str = "", title: str = "") -> Path:
    document = docx.Document()
    end = document.element.body.sectPr
    for element in parse_xml(f"<w:x {nsdecls('w', 'r', 'wp', 'a', 'pic')}>{body}</w:x>"):
        end.addprevious(element)
    section = document.sections[0]
    for part, text in ((section.header, header), (section.footer, footer)):
        if text:
            part.paragraphs[0].text = text
    document.core_properties.title = title
    path = tmp_path / "t.docx"
    document.save(str(path))
    return path


def canonical(data: bytes, part: str = "word/document.xml") -> str:
    """The part as text: runs that hold nothing dropped, equal ones joined, cell properties in their order."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(part))
    _with_tabs_apart(root)
    for leaf in list(root.iter(W + "t")):
        leaf.attrib.clear()
        if not leaf.text:
            leaf.getparent().remove(leaf)
    for one in list(root.iter(W + "r")):
        if not [child for child in one if child.tag != W + "rPr"]:
            one.getparent().remove(one)
    for properties in root.iter(W + "tcPr"):
        properties[:] = sorted(properties, key=lambda child: _TCPR.index(child.tag))
    # docxtpl leaves the widths of cells as they were when columns come and go; ids are counted differently
    for element in root.iter(W + "tcW", "{*}blip", "{*}docPr"):
        element.attrib.clear()
    _without_spaces(root)
    normalise(root)
    for leaf in root.iter(W + "t"):
        leaf.attrib.clear()
    return etree.tostring(root, method="c14n", exclusive=True).decode()


def _with_tabs_apart(root: Any) -> None:
    """Every tab in a run of its own, as docxtpl writes it; ours stands between the texts of one run."""
    for tab in list(root.iter(W + "tab")):
        run = tab.getparent()
        if run.tag == W + "r":
            _move_behind(run, list(tab.itersiblings()))
            _move_behind(run, [tab])


def _move_behind(run: Any, elements: list[Any]) -> None:
    new = etree.Element(run.tag)
    new.extend([copy.deepcopy(one) for one in run.findall(W + "rPr")])
    new.extend(elements)
    run.addnext(new)


def _without_spaces(root: Any) -> None:
    for element in root.iter():
        element.tail = None
        if element.tag != W + "t" and not (element.text or "").strip():
            element.text = None


def theirs(path: Path, context: dict[str, Any]) -> bytes:
    peer = docxtpl.DocxTemplate(str(path))
    peer.render(context, autoescape=True)
    buffer = io.BytesIO()
    peer.save(buffer)
    return buffer.getvalue()


def ours(path: Path, context: dict[str, Any]) -> bytes:
    data = Template.load(path).render(context)
    parts = package.read(data, "")
    assert problems(parts, parts, LEFT) == []
    docx.Document(io.BytesIO(data))
    return data


class Village:
    """What a program may pass: an object with fields."""

    def __init__(self, n: int) -> None:
        self.n = n


ROWS = [{"村": "东河村", "数": 1}, {"村": "西河村&", "数": 2}, {"村": "<南>", "数": 3}]
BOLD = "<w:b/>"

SAME: dict[str, tuple[str, dict[str, Any]]] = {
    "value": (p("镇名：{{ 镇 }}。"), {"镇": "安平镇"}),
    "marks of XML": (p("{{ v }}"), {"v": "研发&生产 <95% \"好\" 'x' ]]>"}),
    "marks of XML in the template": (p("A&amp;B &lt;丙&gt; {{ v }}"), {"v": 1}),
    "value with a format": (p(run("{{ v }}", BOLD), "后"), {"v": "粗"}),
    "attribute and item": (p("{{ a.b }} {{ a['b'] }} {{ xs[0] }}"), {"a": {"b": 1}, "xs": [2]}),
    "filters": (p("{{ xs|join('、') }} {{ n|default('无') }} {{ t|upper }} {{ xs|length }}"), {"xs": "甲乙", "n": 1, "t": "a"}),
    "format": (p("{{ '%.1f'|format(x) }} {{ '%05d' % 3 if 0 else 3 }}"), {"x": 2.25}),
    "replace, round, truncate": (p("{{ t|replace('a','b') }} {{ x|round(1) }} {{ t|truncate(3) }}"), {"t": "aaaaaaaa", "x": 1.25}),
    "batch, slice, wordwrap": (
        p("{% for r in xs|batch(2,'-') %}{{ r|join }};{% endfor %}{% for r in xs|slice(2) %}{{ r|join }};{% endfor %}{{ 'a b'|wordwrap(2) }}"),
        {"xs": ["甲", "乙", "丙"]},
    ),
    "filters of objects' fields": (p("{{ xs|map(attribute='n')|join('、') }} {{ xs|join('、', attribute='n') }} {{ xs|sum(attribute='n') }}"), {"xs": [Village(1), Village(2)]}),
    "fields of fields": (p("{{ xs|join('、', attribute='a.b') }} {{ o['n'] }}"), {"xs": [{"a": {"b": 1}}], "o": Village(3)}),
    "escape, safe": (p("{{ v|e }} {{ v|escape|safe }}"), {"v": "甲&<乙"}),
    "namespace": (p("{% set s = namespace(n=0) %}{% for x in xs %}{% set s.n = s.n + x %}{% endfor %}{{ s.n }}"), {"xs": [1, 2]}),
    "call": (p("{% macro m() %}【{{ caller() }}】{% endmacro %}{% call m() %}甲{{ v }}{% endcall %}"), {"v": "&"}),
    "the one before and after": (p("{% for x in xs %}{{ '同' if loop.previtem and loop.previtem == x }}{{ x }}{% if loop.nextitem %}、{% endif %}{% endfor %}"), {"xs": [1, 1, 2]}),
    "inline if without else": (p("{% for x in xs %}{{ x }}{{ '、' if not loop.last }}{% endfor %}"), {"xs": [1, 2]}),
    "arithmetic": (p("{{ a + b * 2 }} {{ a / b }} {{ a // b }} {{ a % b }} {{ a ~ b }} {{ -a }}"), {"a": 7, "b": 2}),
    "comparison": (p("{{ '多' if a &gt; 3 and not b &lt; 1 else '少' }}"), {"a": 4, "b": 2}),
    "tests": (p("{% if a is even %}偶{% endif %}{% if b is defined %}有{% endif %}"), {"a": 4, "b": 2}),
    "if elif else": (p("{%p if n &gt; 2 %}") + p("大") + p("{%p elif n %}") + p("小") + p("{%p else %}") + p("无") + p("{%p endif %}"), {"n": 1}),
    "inline if": (p("前{% if a %}甲{% else %}乙{% endif %}后"), {"a": False}),
    "inline loop": (p("共{% for x in xs %}{{ x }}{% if not loop.last %}、{% endif %}{% endfor %}。"), {"xs": ["甲", "乙"]}),
    "inline loop over paragraphs": (p("{% for x in xs %}甲{{ x }}") + p("乙{% endfor %}"), {"xs": [1, 2]}),
    "paragraph loop": (p("{%p for x in xs %}") + p("第{{ x }}条") + p("{%p endfor %}"), {"xs": [1, 2, 3]}),
    "paragraph loop, nested": (
        p("{%p for x in xs %}") + p("{{ loop.index }}") + p("{%p for y in x %}") + p("{{ y }}") + p("{%p endfor %}") + p("{%p endfor %}"),
        {"xs": [[1, 2], [3]]},
    ),
    "loop with else": (p("{%p for x in xs %}") + p("{{ x }}") + p("{%p else %}") + p("没有") + p("{%p endfor %}"), {"xs": []}),
    "loop with a filter": (p("{%p for x in xs if x &gt; 1 %}") + p("{{ loop.index }} {{ x }}") + p("{%p endfor %}"), {"xs": [1, 2, 3]}),
    "loop over a mapping": (p("{%p for k, v in d.items() %}") + p("{{ k }}{{ v }}") + p("{%p endfor %}"), {"d": {"甲": 1}}),
    "loop.cycle, first, last": (p("{% for x in xs %}{{ loop.cycle('单','双') }}{{ loop.first }}{% endfor %}".replace("{{ loop.first }}", "")), {"xs": [1, 2, 3]}),
    "set": (p("{%p set k = n * 2 %}") + p("{{ k }}"), {"n": 2}),
    "set block": (p("{% set k %}甲{{ n }}{% endset %}{{ k }}{{ k }}"), {"n": "&"}),
    "macro": (p("{% macro m(x) %}【{{ x }}】{% endmacro %}{{ m(n) }}{{ m('乙') }}"), {"n": "&"}),
    "with": (p("{% with k = 1 %}{{ k }}{% endwith %}"), {}),
    "raw": (p("{% raw %}{{ x }}{% endraw %}"), {}),
    "raw over paragraphs": (p("甲{% raw %}{{ x }}") + p("{% if y %}") + p("{{ z }}{% endraw %}{{ v }}") + p("{{ v }}"), {"v": 1}),
    "raw paragraphs": (p("{%p raw %}") + p("{{ x }}") + table(["{% for %}", "{{ y }}", ""]) + p("{%p endraw %}") + p("{{ v }}"), {"v": 1}),
    "raw rows": (table(["{%tr raw %}", "", ""], ["{{ x }}", "", ""], ["{%tr endraw %}", "", ""], ["{{ v }}", "", ""]), {"v": 1}),
    "raw, and again": (p("{% raw %}{{ x }}{% endraw %}{{ v }}{% raw %}{{ y }}") + p("{% endraw %}{{ v }}{% raw %}{{ z }}{% endraw %}"), {"v": 1}),
    "comment": (p("甲{# 说明 #}乙"), {}),
    "paragraph comment": (p("甲") + p("{#p 说明 #}") + p("乙"), {}),
    "row comment": (table(["甲", "", ""], ["{#tr 说明 #}", "", ""], ["乙", "", ""]), {}),
    "escapes": (p("{_{ x }_} {_% y %_}"), {}),
    "safe": (p("{{ s|safe }}"), {"s": "</w:t></w:r><w:r><w:t>生"}),
    "line feed, tab": (p(run("{{ s }}", BOLD), "后"), {"s": "一\n二\t三"}),
    "paragraph and page in a value": (p(run("{{ s }}", BOLD), properties='<w:jc w:val="center"/>'), {"s": "一\a二\f三"}),
    "rows": (table(["{%tr for r in rows %}", "", ""], ["{{ r.村 }}", "{{ r.数 }}", "{{ loop.index }}"], ["{%tr endfor %}", "", ""]), {"rows": ROWS}),
    "rows under a condition": (table(["甲", "乙", "丙"], ["{%tr if a %}", "", ""], ["1", "2", "3"], ["{%tr endif %}", "", ""]), {"a": False}),
    "rows, nested": (
        table(["{%tr for r in rows %}", "", ""], ["{{ r.村 }}", "", ""], ["{%tr if r.数 &gt; 1 %}", "", ""], ["多", "{{ r.数 }}", ""], ["{%tr endif %}", "", ""], ["{%tr endfor %}", "", ""]),
        {"rows": ROWS},
    ),
    "columns": (table(["{%tc for c in cols %}", "{{ c }}", "{%tc endfor %}"]), {"cols": ["甲", "乙", "丙", "丁", "戊"]}),
    "fewer columns": (table(["甲", "{%tc if a %}", "乙", "{%tc endif %}"], columns=4), {"a": False}),
    "cell over rows": (table(["{%tr for r in rows %}", "", ""], ["{% vm %}组", "{{ r.村 }}", "x"], ["{%tr endfor %}", "", ""]), {"rows": ROWS}),
    "cell over columns": (table(["{%tc for c in cols %}", "{% hm %}标题", "{%tc endfor %}"], ["甲", "乙", "丙"]), {"cols": [1, 2, 3]}),
    "colspan": (table([cell("{% colspan n %}标题")], ["a", "b", "c"]), {"n": 3}),
    "cellbg": (table(["{% cellbg c %}红", "b", "c"]), {"c": "FF0000"}),
    "{%- and -%}": (p("一") + p("{%- if n -%}") + p("二") + p("{%- endif -%}") + p("三"), {"n": 1}),
    "curly quotes": (p("{% if n == ‘a’ %}是{% endif %}{{ v|default(“无”) }}"), {"n": "a", "v": 1}),
    "tag in pieces": (p("甲{", "{ 镇", " }", "}乙"), {"镇": "安平镇"}),
    "alt text and field code": (
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> REF {{ v }} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'),
        {"v": "名&"},
    ),
    "attribute": ('<w:p><w:hyperlink w:anchor="{{ v }}">' + run("链接") + "</w:hyperlink></w:p>", {"v": '甲"&<'}),
    "nested table": (table([cell(table(["{%tr for x in xs %}"], ["{{ x }}"], ["{%tr endfor %}"], columns=1), p("尾")), "b", "c"]), {"xs": [1, 2]}),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_each_feature_gives_the_same_document(tmp_path: Path, name: str) -> None:
    body, context = SAME[name]
    path = template(tmp_path, body)

    assert canonical(ours(path, context)) == canonical(theirs(path, context))


def test_headers_and_footers_are_filled(tmp_path: Path) -> None:
    path = template(tmp_path, p("甲"), header="{{ v }}{% if a %}有{% endif %}", footer="{{ v|upper }}")
    mine, peer = ours(path, {"v": "a&b", "a": 1}), theirs(path, {"v": "a&b", "a": 1})

    for part in ("word/header1.xml", "word/footer1.xml"):
        assert canonical(mine, part) == canonical(peer, part)


RICH: dict[str, tuple[str, Callable[[docxtpl.DocxTemplate], dict[str, Any]]]] = {
    "RichText": (p("前") + p("{{r v }}"), lambda _: {"v": docxtpl.RichText("红&", color="FF0000", bold=True)}),
    "RichText between texts": (p("前{{r v }}后"), lambda _: {"v": docxtpl.RichText("红", italic=True)}),
    "RichTextParagraph": (p("{{p v }}"), lambda _: {"v": docxtpl.RichTextParagraph(docxtpl.RichText("段"), parastyle="Title")}),
    "Listing": (p(run("{{ v }}", BOLD)), lambda _: {"v": docxtpl.Listing("一\n二&<\a三")}),
    "RichText with a line feed": (p("{{r v }}"), lambda _: {"v": docxtpl.RichText("红\n绿", color="FF0000")}),
    "InlineImage": (p("图{{ v }}"), lambda t: {"v": docxtpl.InlineImage(t, io.BytesIO(png()), width=Mm(20))}),
    "run under a condition": (p("前", "{%r if a %}", run("粗", BOLD), "{%r endif %}", "后"), lambda _: {"a": 0}),
}  # fmt: skip


@pytest.mark.parametrize("name", RICH)
def test_docxtpl_s_own_objects_are_taken(tmp_path: Path, name: str) -> None:
    body, context = RICH[name]
    path = template(tmp_path, body)

    mine = ours(path, context(docxtpl.DocxTemplate(str(path))))

    peer = docxtpl.DocxTemplate(str(path))
    peer.render(context(peer), autoescape=True)
    buffer = io.BytesIO()
    peer.save(buffer)
    assert canonical(mine) == canonical(buffer.getvalue())


def test_a_picture_in_a_header_is_stored_once(tmp_path: Path) -> None:
    path = template(tmp_path, p("{{ v }}") + p("{{ v }}"), header="{{ v }}")
    image = docxtpl.InlineImage(
        docxtpl.DocxTemplate(str(path)), io.BytesIO(png()), width=Mm(10), anchor="https://a.example/"
    )

    data = ours(path, {"v": image})

    made = docx.Document(io.BytesIO(data))
    assert [round(shape.width.mm) for shape in made.inline_shapes] == [10, 10]
    media = [info for info in zipfile.ZipFile(io.BytesIO(data)).infolist() if "media" in info.filename]
    assert [(info.compress_type, info.file_size) for info in media] == [(zipfile.ZIP_STORED, len(png()))]


def test_links_of_rich_text_lead_where_docxtpl_s_do(tmp_path: Path) -> None:
    """A RichText holds only the id of its link; where it leads is in the DocxTemplate. In headers docxtpl loses it."""
    path = template(tmp_path, p("见{{r v }}。"), header="{{ v }}")
    owner = docxtpl.DocxTemplate(str(path))
    context = {"v": docxtpl.RichText("网址", url_id=owner.build_url_id("https://a.example/?a=1&b=2"), underline=True)}

    made = docx.Document(io.BytesIO(Template.load(path).render(context, owner)))
    owner.render(context, autoescape=True)

    [link], [peer] = made.paragraphs[0].hyperlinks, owner.paragraphs[0].hyperlinks
    assert (link.text, link.url) == (peer.text, peer.url) == ("网址", "https://a.example/?a=1&b=2")
    [link] = made.sections[0].header.paragraphs[0].hyperlinks
    assert link.url == "https://a.example/?a=1&b=2"


def test_a_link_of_which_nobody_knows_where_it_leads_is_a_fault(tmp_path: Path) -> None:
    path = template(tmp_path, p("{{r v }}"))

    with pytest.raises(Faults) as caught:
        Template.load(path).render({"v": docxtpl.RichText("网址", url_id="rId99")})

    assert "docxtpl=" in caught.value.faults[0].mend


def test_a_subdocument_brings_its_styles_pictures_and_lists(tmp_path: Path) -> None:
    inner = docx.Document()
    inner.styles.add_style("别处的样式", 1)
    inner.add_paragraph("子文档", style="别处的样式")
    inner.add_paragraph("一", style="List Number")
    inner.add_picture(io.BytesIO(png()), width=Mm(5))
    inner.save(str(tmp_path / "inner.docx"))
    path = template(tmp_path, p("前") + p("{{p v }}") + p("{{ n }}"))
    owner = docxtpl.DocxTemplate(str(path))

    data = ours(path, {"v": owner.new_subdoc(str(tmp_path / "inner.docx")), "n": "&"})

    made = docx.Document(io.BytesIO(data))
    assert [(one.text, one.style.name) for one in made.paragraphs][1:3] == [
        ("子文档", "别处的样式"),
        ("一", "List Number"),
    ]
    assert made.paragraphs[-1].text == "&" and len(made.inline_shapes) == 1


def test_a_subdocument_may_come_again_beside_the_template_s_own_pictures(tmp_path: Path) -> None:
    """docxtpl gives its drawings one id each time, which Word calls damage."""
    path = template(tmp_path, p("{{ 图 }}") + p("{%p for x in [1, 2] %}") + p("{{p v }}") + p("{%p endfor %}"))
    owner = docxtpl.DocxTemplate(str(path))
    inner = owner.new_subdoc()
    inner.add_picture(io.BytesIO(png()), width=Mm(5))

    made = docx.Document(io.BytesIO(ours(path, {"v": inner, "图": OwnImage(owner, io.BytesIO(png()))})))

    assert len(made.inline_shapes) == 3


class OwnImage(docxtpl.InlineImage):
    """A picture of a program's own kind."""


def texts(data: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(data)).paragraphs]


FAULTS: dict[str, tuple[str, dict[str, Any], list[str] | str, list[str]]] = {
    # name: template, values, docxtpl's paragraphs (or its error), ours
    "text before {%- is dropped": (p("一") + p("二{%- if n %}三{% endif %}"), {"n": 1}, ["一三"], ["一", "二三"]),
    "% inside {%p %} is not understood": (p("{%p if n % 2 %}") + p("单") + p("{%p endif %}"), {"n": 1}, "unknown tag 'p'", ["单"]),
    "a false condition leaves an empty paragraph": (p("一") + p("{% if n %}二{% endif %}") + p("三"), {"n": 0}, ["一", "", "三"], ["一", "三"]),
    "a key called items is taken for a method": (p("{{ m.items }}"), {"m": {"items": "甲"}}, ["<built-in method items"], ["甲"]),
    "control characters are written": (p("{{ v }}"), {"v": "甲\x0b乙"}, "All strings must be XML compatible", ["甲\ufffd乙"]),
    "RichText without r breaks the run": (p("前{{ v }}后"), {"v": docxtpl.RichText("红")}, ["前后"], ["前红后"]),
    "escapes split over runs stay": (p("{_", "{ x }", "_}"), {}, ["{_{ x }_}"], ["{{ x }}"]),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_where_docxtpl_is_at_fault_ours_is_not(tmp_path: Path, name: str) -> None:
    body, context, fault, right = FAULTS[name]
    path = template(tmp_path, body)

    assert texts(ours(path, context)) == right
    try:
        made = texts(theirs(path, context))
    except Exception as error:
        assert isinstance(fault, str), error
    else:
        assert made != right


def test_cells_are_as_wide_as_the_columns_they_stand_in(tmp_path: Path) -> None:
    """docxtpl changes the grid and leaves the widths of the cells and of the table, which Word goes by."""
    body, context = SAME["columns"]
    path = template(tmp_path, body.replace('w:w="0" w:type="auto"', 'w:w="6000" w:type="dxa"'))

    [made] = docx.Document(io.BytesIO(ours(path, context))).tables

    assert [cell.width.twips for cell in made.rows[0].cells] == [1200] * 5 == [c.width.twips for c in made.columns]
    assert made._tbl.tblPr.find(W + "tblW").get(W + "w") == "6000"


def test_equal_neighbours_are_merged_down_a_table(tmp_path: Path) -> None:
    body = table(
        ["{%tr for r in rows %}", "", ""], ["{% vm r.类 %}{{ r.类 }}", "{{ r.名 }}", ""], ["{%tr endfor %}", "", ""]
    )
    path = template(tmp_path, body + p("") + body)
    rows = [{"类": kind, "名": name} for kind, name in ("甲一", "甲二", "乙三", "甲四")]

    for made in docx.Document(io.BytesIO(ours(path, {"rows": rows}))).tables:
        assert [row.cells[0].text for row in made.rows] == ["甲", "甲", "乙", "甲"]
        marks = [row._tr.tc_lst[0].vMerge for row in made.rows]
        assert marks == ["restart", "continue", "restart", "restart"]


def test_the_rows_above_a_loop_are_repeated_on_every_page(tmp_path: Path) -> None:
    path = template(
        tmp_path,
        table(["村", "数", ""], ["{%tr for r in rows %}", "", ""], ["{{ r.村 }}", "", ""], ["{%tr endfor %}", "", ""]),
    )

    [made] = docx.Document(io.BytesIO(ours(path, {"rows": ROWS}))).tables

    assert [row._tr.find(f".//{W}tblHeader") is not None for row in made.rows] == [True, False, False, False]


NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'


def numbers(data: bytes) -> list[int]:
    """Which list each numbered paragraph belongs to, as 0, 1, 2 in the order in which they come."""
    lists = [
        one._p.pPr.numPr.numId.val
        for one in docx.Document(io.BytesIO(data)).paragraphs
        if one._p.pPr is not None and one._p.pPr.numPr is not None
    ]
    order = list(dict.fromkeys(lists))
    return [order.index(one) for one in lists]


def test_numbers_start_again_in_each_turn(tmp_path: Path) -> None:
    body = (
        p("{%p for g in groups %}") + p("{{ g.名 }}") + p("{%p for x in g.项 %}")
        + p("{{ x }}", properties=NUMBERED) + p("{%p endfor %}") + p("{%p endfor %}")
    )  # fmt: skip
    path = template(tmp_path, body)

    data = ours(path, {"groups": [{"名": "甲", "项": [1, 2]}, {"名": "乙", "项": [3, 4, 5]}]})

    assert numbers(data) == [0, 0, 1, 1, 1]
    parts = package.read(data, "")
    restarts = etree.fromstring(parts["word/numbering.xml"]).findall(f".//{W}lvlOverride/{W}startOverride")
    assert {one.get(W + "val") for one in restarts} == {"1"}


def test_a_list_that_starts_again_keeps_its_own_start_and_format(tmp_path: Path) -> None:
    body = p("{%p for g in groups %}") + p("名") + p("甲", properties=NUMBERED) + p("乙", properties=NUMBERED)
    path = template(tmp_path, body + p("{%p endfor %}"))
    parts = package.read(path.read_bytes(), "")
    own = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/><w:lvl w:ilvl="0"><w:start w:val="2"/></w:lvl></w:lvlOverride>'
    other = '<w:lvlOverride w:ilvl="1"><w:lvl w:ilvl="1"><w:start w:val="3"/><w:numFmt w:val="upperLetter"/></w:lvl></w:lvlOverride>'
    numbering = parts["word/numbering.xml"].decode()
    changed = re.sub(r'(<w:num [^>]*w:numId="3".*?)</w:num>', rf"\1{own}{other}</w:num>", numbering, flags=re.DOTALL)
    path.write_bytes(package.write({**parts, "word/numbering.xml": changed.encode()}))

    made = package.read(ours(path, {"groups": [1, 2]}), "")["word/numbering.xml"].decode()

    for new in made.split("<w:num ")[-2:]:
        assert own in new and '"upperLetter"' in new
        assert re.findall('<w:startOverride w:val="(.)"', new)[:3] == ["5", "3", "1"]


def test_turns_that_are_themselves_numbered_are_counted_on(tmp_path: Path) -> None:
    path = template(
        tmp_path, p("{%p for x in xs %}") + p("{{ x }}", properties=NUMBERED) + p("说明") + p("{%p endfor %}")
    )

    assert numbers(ours(path, {"xs": [1, 2, 3]})) == [0, 0, 0]


def test_a_style_s_numbers_start_again_too(tmp_path: Path) -> None:
    body = (
        p("{%p for g in groups %}")
        + p("名")
        + p("{%p for x in g %}")
        + p("{{ x }}", properties='<w:pStyle w:val="ListNumber"/>')
        + p("{%p endfor %}")
        + p("{%p endfor %}")
    )

    assert numbers(ours(template(tmp_path, body), {"groups": [[1, 2], [3]]})) == [0, 0, 1]


def test_ids_and_bookmarks_in_loops_are_their_own(tmp_path: Path) -> None:
    picture = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="7" name="图"/>'
        '<a:graphic><a:graphicData uri="x"/></a:graphic></wp:inline></w:drawing></w:r>'
    )
    mark = '<w:bookmarkStart w:id="3" w:name="村"/>' + run("{{ x }}") + '<w:bookmarkEnd w:id="3"/>'
    path = template(tmp_path, p("{%p for x in xs %}") + p(mark, picture) + p("{%p endfor %}") + p(picture))

    root = etree.fromstring(package.read(ours(path, {"xs": [1, 2, 3]}), "")["word/document.xml"])

    ids = [one.get("id") for one in root.iter("{*}docPr")]
    assert len(set(ids)) == 4 and ids[-1] == "7"
    assert [one.get(W + "name") for one in root.iter(W + "bookmarkStart")] == ["村", "村_2", "村_3"]
    starts, ends = ([one.get(W + "id") for one in root.iter(W + f"bookmark{end}")] for end in ("Start", "End"))
    assert starts == ends and len(set(starts)) == 3


def test_ids_that_come_twice_are_made_different(tmp_path: Path) -> None:
    """Word writes such files where things were copied; a text box's copy for old versions has the same ids."""
    drawing = '<w:r><w:drawing><wp:inline><wp:docPr id="7" name="图"/></wp:inline></w:drawing></w:r>'
    mark = '<w:bookmarkStart w:id="3" w:name="处{}"/>' + run("{{{{ v }}}}") + '<w:bookmarkEnd w:id="3"/>'
    inner = "<w:txbxContent>" + p(mark.format(3)) + "</w:txbxContent>"
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps">{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent></w:r></w:p>'
    )
    path = template(tmp_path, p(mark.format(1), drawing) + p(drawing, mark.format(2)) + box)

    root = etree.fromstring(package.read(ours(path, {"v": "甲"}), "")["word/document.xml"])

    assert len({one.get("id") for one in root.iter("{*}docPr")}) == 2
    starts, ends = ([one.get(W + "id") for one in root.iter(W + f"bookmark{edge}")] for edge in ("Start", "End"))
    assert starts == ends and len(set(starts[:3])) == 3


START, END = '<w:bookmarkStart w:id="3" w:name="处"/>', '<w:bookmarkEnd w:id="3"/>'
REFERENCE = '<w:p><w:fldSimple w:instr=" REF 处 "/></w:p>'


@pytest.mark.parametrize(
    ("body", "held"),
    [  # what the bookmark holds when the condition is false, and when it is true
        (p(START, "甲") + p("{%p if 有 %}") + p("乙", END, "丙") + p("{%p endif %}") + p("丁"), ("甲", "甲乙丙")),
        (p("{%p if 有 %}") + p("甲", START, "乙") + p("{%p endif %}") + p("丙", END), ("丙", "甲乙丙")),
        (
            p("{%p if 有 %}") + p(START, "甲") + p("{%p else %}") + p("乙", END) + p("{%p endif %}"),
            ("乙", "甲"),
        ),
        (p("甲{% if 有 %}", START, "乙{% endif %}丙", END), ("甲丙", "甲乙丙")),  # beside the run of the tag
        (p("{%p for x in xs %}") + p(START, "{{ x }}") + p("{%p endfor %}") + p("丙", END), ("12丙", "12丙")),
        (
            p("{%p for x in xs %}") + p("{% if 有 %}", START, "甲{% endif %}{{ x }}") + p("{%p endfor %}") + p("丙", END),
            ("12丙", "甲1甲2丙"),
        ),
        (table(["{%tr if 有 %}", "", ""], [cell(p(START, "甲")), "", ""], ["{%tr endif %}", "", ""], [cell(p("乙", END)), "", ""]), ("乙", "甲乙")),
        (p("甲", START) + p("{%p if 有 %}") + p("乙") + p("{%p endif %}") + p(END, "丙"), ("", "乙")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("true", [False, True])
def test_a_bookmark_stays_whole_where_it_crosses_a_block(
    tmp_path: Path, body: str, held: tuple[str, str], true: bool
) -> None:
    data = ours(template(tmp_path, body + REFERENCE), {"有": true, "xs": [1, 2]})

    inside, found = False, ""
    for element in etree.fromstring(package.read(data, "")["word/document.xml"]).iter():
        if element.tag in (W + "bookmarkStart", W + "bookmarkEnd"):
            assert inside == (element.tag == W + "bookmarkEnd"), "it begins once and ends once"
            inside = not inside
        found += (element.text or "") if inside and element.tag == W + "t" else ""
    assert not inside and found == held[true]


def test_a_loop_without_turns_leaves_no_broken_table(tmp_path: Path) -> None:
    rows = table(["{%tr for r in rows %}", "", ""], ["{{ r }}", "", ""], ["{%tr endfor %}", "", ""])
    empty = table([cell("{%p for r in rows %}", "{{ r }}", "{%p endfor %}"), "b", "c"])
    path = template(tmp_path, p("前") + rows + empty + p("后"))

    made = docx.Document(io.BytesIO(ours(path, {"rows": []})))

    assert [[one.text for one in row.cells] for row in made.tables[0].rows] == [["", "b", "c"]]
    assert len(made.tables) == 1


def test_tables_stay_apart_and_bookmarks_paired_where_a_paragraph_goes(tmp_path: Path) -> None:
    """Word makes one table of two that nothing stands between."""
    condition = "{% if 有 %}甲{% endif %}"
    start = p('<w:bookmarkStart w:id="3" w:name="处"/>', condition)
    body = table(["a", "", ""]) + p(condition) + p(condition) + table(["b", "", ""]) + start
    path = template(tmp_path, body + p("尾", '<w:bookmarkEnd w:id="3"/>'))

    data = ours(path, {"有": False})

    assert len(docx.Document(io.BytesIO(data)).tables) == 2 and texts(data) == ["", "尾"]
    assert [canonical(data).count(f"w:bookmark{end} ") for end in ("Start", "End")] == [1, 1]


@pytest.mark.parametrize("body", [p("{% if 有 %}甲{% endif %}"), p("{%p if 有 %}") + p("甲") + p("{%p endif %}")])
@pytest.mark.parametrize(
    ("name", "around"),
    [("header9", "<w:hdr {}>{}</w:hdr>"), ("footnotes", "<w:footnotes {}><w:footnote>{}</w:footnote></w:footnotes>")],
)
def test_what_wants_a_paragraph_keeps_one(tmp_path: Path, body: str, name: str, around: str) -> None:
    path = template(tmp_path, p("甲"))
    part = around.format(nsdecls("w"), body).encode()
    path.write_bytes(package.write(with_part(package.read(path.read_bytes(), ""), f"word/{name}.xml", part)))

    made = package.read(Template.load(path).render({"有": False}), "")

    assert made[f"word/{name}.xml"].count(b"<w:p/>") == 1


def test_text_for_a_paragraph_keeps_the_format_of_the_tag(tmp_path: Path) -> None:
    path = template(tmp_path, p(run("{{p v }}", BOLD), properties='<w:jc w:val="center"/>'))

    made = docx.Document(io.BytesIO(ours(path, {"v": "一\n二"})))

    assert [(one.text, one.runs[0].bold, one.alignment) for one in made.paragraphs] == [
        ("一", True, 1),
        ("二", True, 1),
    ]


def test_a_value_in_a_deleted_or_inserted_run(tmp_path: Path) -> None:
    """What was deleted inside a tag goes, and spelling marks; the value stays inserted, as the variable's name was."""
    inserted = '<w:ins w:id="1" w:author="a">' + run("镇") + "</w:ins>"
    deleted = '<w:del w:id="2" w:author="a"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    path = template(tmp_path, p("甲{{ ", '<w:proofErr w:type="spellStart"/>', deleted, inserted, run(" }}乙")))

    body = etree.fromstring(package.read(ours(path, {"镇": "安平"}), "")["word/document.xml"])

    assert "".join(one.text for one in body.iter(W + "t")) == "甲安平乙"
    assert [one.text for one in body.iterfind(f".//{W}ins//{W}t")] == ["安平"]
    assert not [*body.iter(W + "del", W + "proofErr")]


def test_text_for_a_run_keeps_the_format_of_the_tag(tmp_path: Path) -> None:
    """docxtpl writes it outside of any run, where no word processor shows it."""
    path = template(tmp_path, p("前", run("{{r v }}", BOLD), "后") + p(run("甲{{r w }}", BOLD)))

    one, two = docx.Document(io.BytesIO(ours(path, {"v": "粗&", "w": docxtpl.RichText("斜", italic=True)}))).paragraphs

    assert [(run.text, run.bold) for run in one.runs] == [("前", None), ("粗&", True), ("后", None)]
    assert [(run.text, run.bold, run.italic) for run in two.runs] == [("甲", True, None), ("斜", None, True)]


PARTS = {
    "word/footnotes.xml": "footnotes", "word/endnotes.xml": "endnotes", "word/comments.xml": "comments",
}  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        *(*PARTS, "docProps/custom.xml", "docProps/app.xml", "docProps/core.xml", "word/charts/chart1.xml"),
        *("word/diagrams/data1.xml", "word/diagrams/drawing1.xml"),  # a SmartArt, and its picture as Word last drew it
    ],
)
def test_every_part_that_holds_text_is_filled(tmp_path: Path, name: str) -> None:
    path = template(tmp_path, p("甲"))
    parts = package.read(path.read_bytes(), "")
    inner = (
        p("{{ v }}")
        if name in PARTS
        else "<a:p><a:r><a:t>{{ v }}</a:t></a:r></a:p>"
        if "chart" in name or "diagram" in name
        else "<x>{{ v }}</x>"
    )
    root = PARTS.get(name, "root")
    xml = f"<w:{root} {nsdecls('w', 'a')}>{inner}</w:{root}>"
    path.write_bytes(package.write(with_part(parts, name, xml.encode())))

    assert "值&amp;" in package.read(Template.load(path).render({"v": "值&"}), "")[name].decode()


def test_a_text_box_is_filled_in_both_of_its_copies(tmp_path: Path) -> None:
    box = "<w:txbxContent>" + p("{{ v }}") + "</w:txbxContent>"
    body = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>'
        "</mc:AlternateContent></w:r></w:p>"
    )

    assert canonical(ours(template(tmp_path, body), {"v": "值"})).count("值") == 2
