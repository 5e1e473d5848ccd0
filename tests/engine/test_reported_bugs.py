"""What users of other template engines have reported, as small files: each comes out right here, or is told."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import docxtpl
import pytest
from corpus import with_part
from lxml import etree
from steps import Steps

from wenming import Template
from wenming.base.diagnostics import Faults
from wenming.gongwen.blocks import Blocks, Section, Table, cell, paragraph
from wenming.ooxml import package
from wenming.ooxml.namespaces import M, W
from wenming.ooxml.relationships import OFFICE, Relationship, related, relations_of
from wenming.ooxml.units import Twips

BODY = "word/document.xml"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"'
)
CHANGE = 'w:id="1" w:author="甲" w:date="2026-11-30T08:00:00Z"'
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" '
    'w:header="851" w:footer="992" w:gutter="0"/>'
)
STYLES = f"<w:styles {NAMESPACES}>{{}}</w:styles>"
OF_BLOCKS = "".join(
    f'<w:style w:type="paragraph" w:styleId="s{number}"><w:name w:val="{name}"/></w:style>'
    for number, name in enumerate(("公文正文", "分节", "页码"))
)
TURNED = Blocks(
    [
        paragraph("公文正文", "甲"),
        Section(landscape=True),
        paragraph("公文正文", "横"),
        Section(),
        paragraph("公文正文", "乙"),
    ]
)
ROWS = [{"n": "甲村"}, {"n": "乙村"}]


def r(text: str, format_: str = "") -> str:
    return f'<w:r>{format_}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*inner: str, properties: str = "") -> str:
    runs = "".join(one if one.startswith("<") else r(one) for one in inner)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def tc(inner: str, width: int = 2000, properties: str = "") -> str:
    content = inner if inner.startswith("<") else p(inner)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'


def table(*rows: str, widths: tuple[int, ...] = (2000, 2000)) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def part(root: str, inner: str) -> bytes:
    return f"<w:{root} {NAMESPACES}>{inner}</w:{root}>".encode()


def word_file(body: str, section: str = PAGE, **named: bytes) -> bytes:
    """A template with this *body* and parts called word/….xml."""
    parts = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": related(b"", [Relationship("rId1", f"{OFFICE}/officeDocument", BODY)]),
        BODY: part("document", f"<w:body>{body}<w:sectPr>{section}</w:sectPr></w:body>"),
    }
    for name, data in {"styles": STYLES.format(OF_BLOCKS).encode(), **named}.items():
        parts = with_part(parts, f"word/{name}.xml", data)
    return package.write(parts)


def rendered(data: bytes, **context: Any) -> dict[str, bytes]:
    made = zipfile.ZipFile(io.BytesIO(Template.read(data, "t.docx").render(context)))
    return {name: made.read(name) for name in made.namelist()}


def body_of(data: bytes, **context: Any) -> Any:
    return etree.fromstring(rendered(data, **context)[BODY])


def words(root: Any) -> list[str]:
    return ["".join(leaf.text or "" for leaf in one.iter(W + "t")) for one in root.iter(W + "p")]


def codes(data: bytes, **context: Any) -> list[str]:
    return [fault.code for fault in Template.read(data, "t.docx").check(context or None) if fault.code != "font"]


def told(data: bytes, **context: Any) -> Any:
    """The first fault of a rendering."""
    with pytest.raises(Faults) as caught:
        rendered(data, **context)
    return caught.value.faults[0]


AROUND = {  # what a value with a new paragraph may stand in, and what goes on in the new one
    "an insertion": (f"<w:ins {CHANGE}>", "</w:ins>", "ins"),
    "a link": ('<w:hyperlink w:anchor="a">', "</w:hyperlink>", "hyperlink"),
    "a move": (f"<w:moveTo {CHANGE}>", "</w:moveTo>", "moveTo"),
    "a smart tag": ('<w:smartTag w:uri="u" w:element="e">', "</w:smartTag>", "smartTag"),
    "a control": ('<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent>', "</w:sdtContent></w:sdt>", ""),
    "a simple field": ('<w:fldSimple w:instr=" REF a ">', "</w:fldSimple>", ""),
}


@pytest.mark.parametrize("where", AROUND)
def test_a_paragraph_ends_within_whatever_a_value_stands_in(where: str) -> None:
    begin, end, again = AROUND[where]

    root = body_of(word_file(p(begin + r("{{ x }}") + end, "后", properties='<w:jc w:val="center"/>')), x="一\a二")

    assert words(root) == ["一", "二后"]
    assert [one.find(f"{W}pPr/{W}jc").get(W + "val") for one in root.iter(W + "p")] == ["center", "center"]
    assert not again or len(list(root.iter(W + again))) == 2


def test_no_paragraph_ends_within_a_phonetic_guide() -> None:
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('an')}</w:rt><w:rubyBase>{r('{{ x }}')}</w:rubyBase></w:ruby></w:r>"

    assert words(body_of(word_file(p(ruby)), x="一\a二")) == ["an一二"]


def test_tracked_formats_are_not_taken_for_those_that_hold() -> None:
    old = f"<w:rPr><w:b/><w:rPrChange {CHANGE}><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr>"
    before = f'<w:jc w:val="center"/><w:pPrChange {CHANGE}><w:pPr><w:jc w:val="left"/></w:pPr></w:pPrChange>'

    root = body_of(word_file(p(r("{{ x }}", old), properties=before)), x="一\t二\a三\f四")

    assert words(root) == ["一二", "三", "", "四"] and len(list(root.iter(W + "tab"))) == 1
    assert all(run.find(f"{W}rPr/{W}b") is not None for run in root.iter(W + "r") if run.find(W + "t") is not None)


def test_a_section_that_a_paragraph_ends_is_ended_once() -> None:
    root = body_of(word_file(p("{{ x }}", properties=f"<w:sectPr>{PAGE}</w:sectPr>")), x="一\a二")

    assert [one.find(f"{W}pPr/{W}sectPr") is not None for one in root.iter(W + "p")] == [False, True]


def test_a_new_paragraph_behind_a_text_box_is_like_its_own() -> None:
    right = p("框", properties='<w:jc w:val="right"/>')
    inner = f"<w:txbxContent>{right}</w:txbxContent>"
    box = f'<w:r><w:pict><v:shape id="s"><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r>'

    root = body_of(word_file(p(box, "{{ x }}", properties='<w:jc w:val="center"/>')), x="一\a二")

    assert [one.find(f"{W}pPr/{W}jc").get(W + "val") for one in root.iter(W + "p")] == ["center", "right", "center"]


@pytest.mark.parametrize("text", ["一\r\n二", "一\r二", "一\n二"])
def test_ends_of_lines_of_every_system_are_line_breaks(text: str) -> None:
    made = rendered(word_file(p("{{ x }}")), x=text)[BODY]

    assert len(list(etree.fromstring(made).iter(W + "br"))) == 1 and b"\r" not in made.partition(b"?>")[2]


def test_a_page_setup_changed_with_tracking_is_not_the_last_one() -> None:
    old = f"{PAGE}<w:sectPrChange {CHANGE}><w:sectPr>{PAGE}</w:sectPr></w:sectPrChange>"

    root = body_of(word_file(p("{{p 块 }}"), old), 块=TURNED)

    turned = [one.find(W + "pgSz").get(W + "orient") for one in root.iter(W + "sectPr")]
    assert turned == [None, "landscape", None]


def test_prefixes_that_the_root_does_not_declare_are_declared() -> None:
    data = word_file(p("{{p 块 }}"))
    parts = package.read(data, "")
    minimal = f"<w:document {NAMESPACES.partition(' ')[0]}".encode()
    parts[BODY] = parts[BODY].replace(f"<w:document {NAMESPACES}".encode(), minimal)

    assert len(list(body_of(package.write(parts), 块=TURNED).iter(W + "sectPr"))) == 3


def with_numbered_prefixes(xml: bytes) -> bytes:
    """ns0:, as the standard library writes it."""
    return bytes(ElementTree.tostring(ElementTree.fromstring(xml)))


def without_prefixes(xml: bytes) -> bytes:
    """Only attributes go by one: they cannot do without."""
    plain = re.sub(rb"<(/?)w:", rb"<\1", xml)
    return plain.replace(b"<document ", b"<document xmlns=" + W.strip("{}").encode().join((b'"', b'" ')), 1)


@pytest.mark.parametrize("disguised", [with_numbered_prefixes, without_prefixes])
def test_any_prefix_will_do(disguised: Callable[[bytes], bytes]) -> None:
    parts = package.read(word_file(p("甲{{ x }}乙{% if no %}无{% endif %}") + p("{% if no %}无{% endif %}")), "")
    parts[BODY] = disguised(parts[BODY])

    assert words(body_of(package.write(parts), x="一\n二", no=False)) == ["甲一二乙"]


@pytest.mark.parametrize("name", ["yemei", "headers/header1", "header27"])
def test_a_header_may_have_any_name(name: str) -> None:
    data = word_file(p("甲"))
    parts = package.read(data, "")
    parts[f"word/{name}.xml"] = part("hdr", p("{{ x }}"))
    own = relations_of(BODY)
    parts[own] = related(parts[own], [Relationship("rIdH", f"{OFFICE}/header", f"{name}.xml")])

    assert words(etree.fromstring(rendered(package.write(parts), x="值")[f"word/{name}.xml"])) == ["值"]


def test_a_header_may_be_in_utf_16() -> None:
    header = etree.tostring(etree.fromstring(part("hdr", p("{{ x }}"))), encoding="UTF-16")

    assert words(etree.fromstring(rendered(word_file(p("甲"), header1=header), x="值")["word/header1.xml"])) == ["值"]


NUMBERING = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
)
LISTED = (
    '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>'
)


@pytest.mark.parametrize("name", ["numbering", "numbering2"])
@pytest.mark.parametrize("quotes", ['"', "'"])
def test_a_list_of_an_inherited_style_begins_again_in_every_turn(name: str, quotes: str) -> None:
    items = p("一", properties='<w:pStyle w:val="B"/>') + p("二", properties='<w:pStyle w:val="B"/>')
    loop = p("{%p for x in xs %}") + p("{{ x }}") + items + p("{%p endfor %}")
    data = word_file(
        loop,
        **{
            name: NUMBERING.replace(b'"', quotes.encode()),
            "styles": STYLES.format(LISTED).replace('"', quotes).encode(),
        },
    )

    made = rendered(data, xs=["甲", "乙"])

    numbers = [one.get(W + "val") for one in etree.fromstring(made[BODY]).iter(W + "numId")]
    lists = {one.get(W + "numId") for one in etree.fromstring(made[f"word/{name}.xml"]).iter(W + "num")}
    assert len(set(numbers)) == 2 and {*numbers} <= lists


COMMENTED = (
    '<w:commentRangeStart w:id="0"/>' + r("{{ x }}") + '<w:commentRangeEnd w:id="0"/>'
    '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="0"/></w:r>'
)


def test_a_comment_in_a_loop_stands_where_it_comes_first() -> None:
    comments = part("comments", f'<w:comment w:id="0" w:author="甲">{p("改")}</w:comment>')
    data = word_file(p("{%p for x in xs %}") + p(COMMENTED) + p("{%p endfor %}"), comments=comments)

    root = body_of(data, xs=["甲", "乙"])

    assert words(root) == ["甲", "乙"] and codes(data) == []
    assert [len(list(root.iter(W + name))) for name in ("commentRangeStart", "commentReference")] == [1, 1]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_in_a_loop_is_one_for_each_turn(kind: str) -> None:
    notes = part(
        f"{kind}s", f'<w:{kind} w:id="0" w:type="separator">{p("")}</w:{kind}><w:{kind} w:id="2">{p("注")}</w:{kind}>'
    )
    reference = f'<w:r><w:{kind}Reference w:id="2"/></w:r>'
    data = word_file(p("{%p for x in xs %}") + p("{{ x }}", reference) + p("{%p endfor %}"), **{f"{kind}s": notes})

    made = rendered(data, xs=["甲", "乙", "丙"])

    ids = [one.get(W + "id") for one in etree.fromstring(made[BODY]).iter(f"{W}{kind}Reference")]
    said = {one.get(W + "id"): "".join(words(one)) for one in etree.fromstring(made[f"word/{kind}s.xml"])}
    assert len(set(ids)) == 3 and [said[id_] for id_ in ids] == ["注"] * 3


def test_ids_of_ranges_and_controls_are_new_in_every_turn() -> None:
    moved = (
        f'<w:moveFromRangeStart {CHANGE} w:name="m"/><w:moveFrom {CHANGE}>{r("旧")}</w:moveFrom>'
        f'<w:moveFromRangeEnd w:id="1"/><w:moveToRangeStart w:id="2" w:author="甲" w:name="m"/>'
        f'<w:moveTo {CHANGE}>{r("{{ x }}")}</w:moveTo><w:moveToRangeEnd w:id="2"/>'
    )
    permitted = f'<w:permStart w:id="3" w:edGrp="everyone"/>{r("甲")}<w:permEnd w:id="3"/>'
    control = f'<w:sdt><w:sdtPr><w:id w:val="4"/></w:sdtPr><w:sdtContent>{r("乙")}</w:sdtContent></w:sdt>'
    data = word_file(p("{%p for x in xs %}") + p(moved, permitted, control) + p("{%p endfor %}"))

    root = body_of(data, xs=[1, 2])

    for name in ("permStart", "moveFromRangeStart", "moveToRangeStart"):
        assert len({one.get(W + "id") for one in root.iter(W + name)}) == 2
    assert len({one.get(W + "val") for one in root.iter(W + "id")}) == 2
    names = [[one.get(W + "name") for one in root.iter(f"{W}{kind}RangeStart")] for kind in ("moveFrom", "moveTo")]
    assert names[0] == names[1] and len(set(names[0])) == 2


def field(code: str, result: str) -> str:
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{middle}{r(result)}{end}"


def test_captions_in_a_loop_are_counted() -> None:
    loop = p("{%p for x in xs %}") + p("表", field(r" SEQ 表 \* ARABIC ", "1"), "{{ x }}") + p("{%p endfor %}")

    assert words(body_of(word_file(loop), xs=["甲", "乙"])) == ["表1甲", "表2乙"]


def test_captions_by_chapter_are_left_to_word() -> None:
    loop = p("{%p for x in xs %}") + p("表", field(r" SEQ 表 \s 1 ", "1")) + p("{%p endfor %}")

    root = body_of(word_file(loop), xs=["甲", "乙"])

    assert [one.get(W + "dirty") for one in root.iter(W + "fldChar") if one.get(W + "fldCharType") == "begin"] == [
        "1"
    ] * 2


def test_a_control_is_no_longer_bound_to_what_holds_the_tag() -> None:
    binding = '<w:dataBinding w:xpath="/a" w:storeItemID="1"/>'
    control = f"<w:sdt><w:sdtPr>{binding}</w:sdtPr><w:sdtContent>{{}}</w:sdtContent></w:sdt>"
    root = body_of(word_file(p(control.format(r("{{ x }}")), control.format(r("不变")))), x="值")

    assert words(root) == ["值不变"] and len(list(root.iter(W + "dataBinding"))) == 1


def test_a_merge_begins_where_the_row_in_which_it_began_has_gone() -> None:
    begin, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        tr(tc("{%tr for x in xs %}", properties=begin), tc("")),
        tr(tc("", properties=go_on), tc("{{ x }}")),
        tr(tc("{%tr endfor %}", properties=go_on), tc("")),
    ]

    root = body_of(word_file(table(*rows)), xs=["甲", "乙"])

    assert [one.get(W + "val") for one in root.iter(W + "vMerge")] == ["restart", None]


@pytest.mark.parametrize("columns", [1, 2, 3, 5, 9])
def test_the_columns_of_a_loop_are_all_as_wide(columns: int) -> None:
    widths = (3000, 500, 2000, 500)
    cells = [tc("项", 3000), tc("{%tc for c in cols %}", 500), tc("{{ c }}", 2000), tc("{%tc endfor %}", 500)]

    root = body_of(word_file(table(tr(*cells), widths=widths)), cols=list(range(columns)))

    for name in ("tcW", "gridCol"):
        [_first, *others] = made = [int(one.get(W + "w")) for one in root.iter(W + name)]
        assert len(others) == columns and len(set(others)) == 1 and abs(sum(made) - 6000) <= columns


def test_a_title_over_a_column_loop_stays_over_it() -> None:
    title = tr(tc("{{ 题 }}", 8000, '<w:gridSpan w:val="4"/>'))
    cells = [tc("项"), tc("{%tc for c in cols %}"), tc("{{ c }}"), tc("{%tc endfor %}")]
    label = tr(tc("项"), tc("各月", 6000, '<w:gridSpan w:val="3"/>'))

    root = body_of(word_file(table(title, label, tr(*cells), widths=(2000,) * 4)), cols=list(range(5)), 题="题")

    assert [int(one.get(W + "val")) for one in root.iter(W + "gridSpan")] == [6, 5]


def test_a_title_over_a_column_loop_in_controls_stays_over_it() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    title = tr(tc("题", 6000, '<w:gridSpan w:val="3"/>'))
    cells = [tc("{%tc for c in cols %}"), tc("{{ c }}"), tc("{%tc endfor %}")]

    root = body_of(word_file(table(title, tr(*map(control, cells)), widths=(2000,) * 3)), cols=list(range(5)))

    assert [int(one.get(W + "val")) for one in root.iter(W + "gridSpan")] == [5]


def test_a_row_that_leaves_out_columns_counts_them() -> None:
    out = '<w:trPr><w:gridBefore w:val="1"/><w:wBefore w:w="2000" w:type="dxa"/></w:trPr>'
    cells = [tc("{%tc for c in cols %}"), tc("{{ c }}"), tc("{%tc endfor %}")]

    root = body_of(word_file(table(tr(*cells, properties=out), widths=(2000,) * 4)), cols=list(range(5)))

    assert len(list(root.iter(W + "gridCol"))) == 6


@pytest.mark.parametrize(("b", "fills"), [(True, ["FF0000"]), (False, [])])
def test_a_colour_obeys_the_condition_around_it(b: bool, fills: list[str]) -> None:
    cell = tc('{% if b %}{% cellbg "FF0000" %}{% endif %}甲')

    assert [one.get(W + "fill") for one in body_of(word_file(table(tr(cell, tc("乙")))), b=b).iter(W + "shd")] == fills


def test_of_two_colours_the_one_whose_condition_is_true_is_shown() -> None:
    cell = tc(
        '{% if n > 1 %}{% cellbg "FF0000" %}{% elif n %}{% cellbg "00FF00" %}{% else %}{% cellbg "0000FF" %}{% endif %}'
    )
    data = word_file(table(tr(cell, tc("乙"))))

    shown = [[one.get(W + "fill") for one in body_of(data, n=n).iter(W + "shd")] for n in (2, 1, 0)]

    assert shown == [["FF0000"], ["00FF00"], ["0000FF"]]


def test_a_merge_and_a_span_obey_the_condition_around_them() -> None:
    loop = [
        tr(tc("{%tr for x in xs %}"), tc("")),
        tr(tc("{% if b %}{% vm %}{% endif %}{{ x }}"), tc("")),
        tr(tc("{%tr endfor %}"), tc("")),
    ]
    data = word_file(table(*loop) + table(tr(tc("{% if b %}{% colspan 2 %}{% endif %}甲"), tc("乙"))))

    for b, merges, spans, shown in ((True, 2, ["2"], ["甲", ""]), (False, 0, [], ["甲", "乙"])):
        root = body_of(data, b=b, xs=["甲", "乙"])
        assert len(list(root.iter(W + "vMerge"))) == merges
        assert [one.get(W + "val") for one in root.iter(W + "gridSpan")] == spans
        assert words(root)[:4:2] == shown


def test_a_cell_tag_in_a_loop_within_the_cell_is_told() -> None:
    fault = told(word_file(table(tr(tc('{% for x in xs %}{% cellbg "FF0000" %}{% endfor %}'), tc("")))), xs=[1])

    assert fault.code == "wrong-level" and "循环" in fault.what


def test_a_colour_without_quotes_is_told_as_that() -> None:
    for colour in ("008000", "FF0000", "#FF0000"):
        fault = told(word_file(table(tr(tc(f"{{% cellbg {colour} %}}甲"), tc("")))))
        assert colour in fault.what and "引号" in fault.mend and f'"{colour.strip("#")}"' in fault.mend


def test_a_cell_whose_control_has_gone_has_a_paragraph() -> None:
    inner = p("{%p if b %}") + p("甲") + p("{%p endif %}")
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    root = body_of(word_file(table(tr(tc(control), tc("乙")))), b=False)

    assert all(next(cell.iter(W + "p"), None) is not None for cell in root.iter(W + "tc"))
    assert next(root.iter(W + "sdt"), None) is None


def test_what_ends_with_a_table_that_a_value_brings_ends_with_a_paragraph() -> None:
    header = part("hdr", p("{{p 块 }}"))
    styles = OF_BLOCKS + "".join(
        f'<w:style w:type="paragraph" w:styleId="t{number}"><w:name w:val="{name}"/></w:style>'
        for number, name in enumerate(("公文表格", "表格文字"))
    )
    data = word_file(p("甲"), header1=header, styles=STYLES.format(styles).encode())

    made = rendered(data, 块=Blocks([Table(widths=(2000,), rows=((cell("甲"),),))]))

    assert etree.fromstring(made["word/header1.xml"])[-1].tag == W + "p"


def test_a_table_that_loses_its_rows_goes_although_its_grid_was_changed_with_tracking() -> None:
    rows = [tr(tc("{%tr for x in xs %}")), tr(tc("{{ x }}")), tr(tc("{%tr endfor %}"))]
    old = '<w:tblGridChange w:id="1"><w:tblGrid><w:gridCol w:w="1"/></w:tblGrid></w:tblGridChange></w:tblGrid>'
    data = word_file(table(*rows, widths=(2000,)).replace("</w:tblGrid>", old, 1) + p("后"))

    assert next(body_of(data, xs=[]).iter(W + "tbl"), None) is None


@pytest.mark.parametrize(
    "between",
    [
        p("{%p if b %}") + p("甲") + p("{%p endif %}"),
        p("{% if b %}甲{% endif %}"),
        p("{%p for x in xs %}") + p("甲") + p("{%p endfor %}"),
    ],
)
def test_tables_stay_apart_where_what_stood_between_them_goes(between: str) -> None:
    one = table(tr(tc("一"), tc("二")))

    root = body_of(word_file(one + between + one), b=False, xs=[])

    assert [child.tag.removeprefix(W) for child in root[0]] == ["tbl", "p", "tbl", "sectPr"]


def test_the_mark_of_a_head_stands_before_what_tracking_keeps() -> None:
    properties = f'<w:trPr><w:trHeight w:val="400"/><w:ins {CHANGE}/></w:trPr>'
    rows = [
        tr(tc("头"), properties=properties),
        tr(tc("{%tr for x in xs %}")),
        tr(tc("{{ x }}")),
        tr(tc("{%tr endfor %}")),
    ]

    row = next(body_of(word_file(table(*rows, widths=(2000,))), xs=[1]).iter(W + "trPr"))

    assert [child.tag.removeprefix(W) for child in row] == ["trHeight", "tblHeader", "ins"]


def test_pages_turned_in_a_header_or_a_cell_are_told() -> None:
    header = part("hdr", p("{{p 块 }}"))
    assert told(word_file(p("甲"), header1=header), 块=TURNED).code == "wrong-level"
    assert told(word_file(table(tr(tc("{{p 块 }}"), tc("")))), 块=TURNED).code == "wrong-level"


def test_a_mail_merge_an_attached_template_and_a_signature_are_let_go_of() -> None:
    parts = package.read(word_file(p("{{ x }}")), "")
    merge = '<w:mailMerge><w:dataSource r:id="rId1"/></w:mailMerge><w:attachedTemplate r:id="rId2"/>'
    parts = with_part(parts, "word/settings.xml", part("settings", merge))
    parts["word/_rels/settings.xml.rels"] = related(
        b"",
        [
            Relationship("rId1", f"{OFFICE}/mailMergeSource", "file:///C:/名单.xlsx", outside=True),
            Relationship("rId2", f"{OFFICE}/attachedTemplate", "file:///C:/a.dotm", outside=True),
        ],
    )
    parts["_xmlsignatures/sig1.xml"] = b"<Signature/>"
    data = package.write(parts)

    made = rendered(data, x="值")
    said = package.opened(data, "t.docx").let_go

    assert b"file:" not in b"".join(made.values()) and not any("signature" in name for name in made)
    assert [any(word in one for one in said) for word in ("邮件合并", "另一个模板", "签名")] == [True] * 3


def test_a_tag_alone_in_a_control_stands_for_the_control() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    loop = control(p("{%p for x in xs %}")) + p("{{ x.n }}") + control(p("{%p endfor %}"))
    assert words(body_of(word_file(loop), xs=ROWS)) == ["甲村", "乙村"]

    rows = [control(tr(tc("{%tr for x in xs %}"))), tr(tc("{{ x.n }}")), control(tr(tc("{%tr endfor %}")))]
    assert words(body_of(word_file(table(*rows, widths=(2000,))), xs=ROWS)) == ["甲村", "乙村"]


def test_what_is_commented_out_goes_with_its_words() -> None:
    body = table(tr(tc("甲"), tc("乙")), tr(tc("{#tr 去掉 #}"), tc("还有字"))) + p("{#p 去掉 #}也去掉") + p("后")

    assert words(body_of(word_file(body))) == ["甲", "乙", "后"]


def test_a_tag_may_stand_over_pieces_of_a_field_code_or_a_formula() -> None:
    pieces = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in (' HYPERLINK "{', "{ 链", ' }}" '))
    link = field("", "见").replace("<w:r><w:instrText></w:instrText></w:r>", pieces)
    formula = "<m:oMath><m:r><m:t>x={</m:t></m:r><m:r><m:t>{ n }}</m:t></m:r></m:oMath>"

    root = body_of(word_file(p(link) + p(formula)), 链="http://a.b/?q=1", n=5)

    assert "http://a.b/?q=1" in "".join(one.text for one in root.iter(W + "instrText"))
    assert "".join(one.text or "" for one in root.iter(M + "t")) == "x=5"


def test_the_name_that_is_unknown_is_told() -> None:
    for tag in ("{{ 人.姓名 }}", "{{ 人['姓名'] }}", "{% if 人.姓名 %}{% endif %}", "{{ 人.单位.名称 }}"):
        fault = told(word_file(p(tag)), 镇="安平")
        assert fault.code == "unknown-field" and "“人”" in fault.what, tag


@pytest.mark.parametrize("text", ['{"a":{"b":1}}', "x^{2^{n}}", "{{ '{' }}{a}"])
def test_braces_of_the_text_that_are_closed_are_no_fault(text: str) -> None:
    assert codes(word_file(p(text))) == []


def test_a_brace_too_many_is_still_told() -> None:
    assert codes(word_file(p("{{ x }}}}"))) == ["stray-close"] and codes(word_file(p("姓名}}"))) == ["stray-close"]


def test_half_a_field_in_a_condition_is_told() -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    code = "<w:r><w:instrText> PAGE </w:instrText></w:r>"

    fault = told(word_file(p("{%p if b %}") + p(begin + code) + p("{%p endif %}") + p(end)), b=False)

    assert fault.code == "crossed" and "域" in fault.what


# what attacks on this engine found


ONE = table(tr(tc("一"), tc("二")))
BOLD = docxtpl.RichText("粗", bold=True)
BEGIN, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))


def tags(root: Any) -> list[str]:
    """The names of what stands in the body, without its page setup."""
    return [child.tag.removeprefix(W) for child in root[0]][:-1]


def test_a_joined_paragraph_goes_only_if_both_halves_do() -> None:
    data = word_file(p("甲{% set z = 1 -%}") + p("{% if b %}乙{% endif %}") + p("后"))

    assert words(body_of(data, b=False)) == ["甲", "后"]


def test_a_joined_paragraph_ends_the_section_that_the_second_ended() -> None:
    section = f"<w:sectPr>{PAGE}</w:sectPr>"

    root = body_of(word_file(p("甲{% set z = 1 -%}") + p("乙", properties=section) + p("后")))

    assert words(root) == ["甲乙", "后"] and len(list(root.iter(W + "sectPr"))) == 2


@pytest.mark.parametrize("tag", ["{%p if b %}", "{%p endif %}", "{#p 注 #}"])
def test_a_tag_in_the_paragraph_of_half_a_field_is_told(tag: str) -> None:
    code = "<w:r><w:instrText> TOC </w:instrText></w:r>"
    other = {"{%p if b %}": p("{%p endif %}"), "{%p endif %}": p("{%p if b %}")}.get(tag, "")
    half = p(END, tag)
    body = p(BEGIN + code) + (half + other if "endif" not in tag else other + half)

    assert told(word_file(body), b=False).code == "lost-text"


def test_a_comment_that_begins_where_a_tag_stands_goes_on() -> None:
    begin, end = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'
    reference = '<w:r><w:commentReference w:id="0"/></w:r>'
    comments = part("comments", f'<w:comment w:id="0" w:author="甲">{p("改")}</w:comment>')
    data = word_file(p(begin, "{%p if b %}") + p("甲") + p("{%p endif %}") + p("乙", end, reference), comments=comments)

    for b in (True, False):
        root = body_of(data, b=b)
        assert [len(list(root.iter(f"{W}commentRange{kind}"))) for kind in ("Start", "End")] == [1, 1]


@pytest.mark.parametrize(
    "body",
    [
        p("{%p for x in xs %}") + ONE + p("{%p endfor %}"),
        ONE + p("{%p if b %}") + ONE + p("{%p endif %}"),
        p("{%p if b %}") + ONE + p("{%p endif %}") + ONE,
        p("{%p if not b %}") + p("甲") + p("{%p else %}") + ONE + p("{%p endif %}") + ONE,
        ONE + p("{{p 空 }}") + ONE,
        ONE + p("{#p 注 #}") + ONE,
        p("{{p 表 }}") + p("{{p 表 }}"),
        ONE + p("{{p 表 }}"),
        p("{{p 表 }}") + ONE,
        p("{%p for x in xs %}") + p("{{p 表 }}") + p("{%p endfor %}"),
    ],
)
def test_two_tables_never_meet(body: str) -> None:
    styles = OF_BLOCKS + '<w:style w:type="table" w:styleId="t"><w:name w:val="公文表格"/></w:style>'
    styles += '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="表格文字"/></w:style>'
    data = word_file(body, styles=STYLES.format(styles).encode())
    laid_out = Blocks([Table(widths=(Twips(2000),), rows=((cell("甲"),),))])

    assert tags(body_of(data, b=True, xs=[1, 2], 空=docxtpl.RichText(""), 表=laid_out)) == ["tbl", "p", "tbl"]


def test_tables_that_the_template_has_side_by_side_stay_so() -> None:
    assert tags(body_of(word_file(ONE + ONE + p("{{ x }}")), x="后")) == ["tbl", "tbl", "p"]


@pytest.mark.parametrize("tag", ["{{ m }}", "{{p m }}", "{{ [m]|join }}", "{% if 2 in m %}有{% endif %}"])
def test_what_can_be_gone_through_once_is(tag: str) -> None:
    """Jinja renders again what the light program cannot: {{ q.real }} is such."""
    said = "有" if "if" in tag else "1、2、3"

    assert words(body_of(word_file(p(tag) + p("{{ q.real }}")), m=iter([1, 2, 3]), q=3)) == [said, "3"]


@pytest.mark.parametrize("cells", [("{{ y }}", "{%tr for x in xs %}"), ("{%tr for x in xs %}", "{{ y }}")])
def test_a_value_in_the_row_of_a_tag_is_told(cells: tuple[str, str]) -> None:
    rows = [tr(*map(tc, cells)), tr(tc("{{ x }}"), tc("")), tr(tc("{%tr endfor %}"), tc(""))]

    assert told(word_file(table(*rows)), xs=[1], y=2).code == "lost-text"


@pytest.mark.parametrize("what", ["<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", '<w:r><w:br w:type="column"/></w:r>'])
def test_a_formula_or_a_new_column_beside_a_tag_is_told(what: str) -> None:
    assert told(word_file(p(what, "{%p if b %}") + p("甲") + p("{%p endif %}")), b=True).code == "lost-text"


@pytest.mark.parametrize(
    "tag", ["{{ x ~ '后' }}", "{{ [x, x] }}", "{{ [x]|join }}", "{{ x|upper }}", "{{ '%s'|format(x) }}"]
)
def test_runs_put_together_with_words_are_told(tag: str) -> None:
    assert "RichText" in told(word_file(p(tag)), x=BOLD).what


def test_of_runs_where_none_can_stand_the_words_are_written() -> None:
    code = "<w:r><w:instrText> REF {{ x }} </w:instrText></w:r>"
    body = p(BEGIN + code + END) + p('<w:hyperlink w:anchor="{{ x }}">' + r("甲") + "</w:hyperlink>")

    root = body_of(word_file(body), x=BOLD)

    assert next(root.iter(W + "instrText")).text == " REF 粗 "
    assert next(root.iter(W + "hyperlink")).get(W + "anchor") == "粗"


def test_values_stand_at_the_level_that_they_are_of() -> None:
    listing = docxtpl.Listing("一\n二")
    assert words(body_of(word_file(p("{{p x }}")), x=listing)) == ["一二"]
    assert words(body_of(word_file(p("前{{r x }}")), x=listing)) == ["前一二"]
    assert words(body_of(word_file(p("{{p x|safe }}")), x="甲")) == ["甲"]
    for level, rows in (("tr", [tr(tc("{{tr x }}"), tc(""))]), ("tc", [tr(tc("{{tc x }}"), tc("乙"))])):
        assert f"{{{{{level} }}}}" in told(word_file(table(*rows)), x=BOLD).what


def test_what_a_block_has_put_together_is_written_as_what_it_is() -> None:
    whole = p("{%p set a %}") + p("段") + p("{%p endset %}")
    assert words(body_of(word_file(whole + p("{{p a }}")))) == ["段"]
    assert "整段" in told(word_file(whole + p("前{{ a }}后"))).what
    text = p("{% set a %}甲&amp;{{ x }}{% endset %}{{ a|upper }}{{ a|length }}")
    assert words(body_of(word_file(text), x="<b")) == ["甲&<B4"]


def test_how_many_columns_a_cell_spans_is_a_number() -> None:
    data = word_file(table(tr(tc("{% colspan n %}甲"), tc("乙"))))
    assert next(body_of(data, n=2.0).iter(W + "gridSpan")).get(W + "val") == "2"
    for wrong in ("abc", 0, -1, "２", 1000, True, ""):
        assert told(data, n=wrong).code == "forbidden"


def test_a_colour_is_six_digits() -> None:
    data = word_file(table(tr(tc("{% cellbg c %}甲"), tc("乙"))))
    assert [next(body_of(data, c=c).iter(W + "shd")).get(W + "fill") for c in ("#00ff00", "")] == ["00ff00", "auto"]
    assert "red" in told(data, c="red").what


def test_conditions_of_two_tags_of_one_cell_do_not_touch_each_other() -> None:
    root = body_of(
        word_file(table(tr(tc('{% cellbg "FF0000" %}{% if b %}{% colspan 2 %}{% endif %}甲'), tc("乙")))), b=False
    )

    assert len(list(root.iter(W + "shd"))) == 1 and next(root.iter(W + "gridSpan"), None) is None


@pytest.mark.parametrize("number", ["", "x", "{{ x }}"])
def test_a_list_without_a_number_is_none(number: str) -> None:
    numbered = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    loop = p("{%p for x in xs %}") + p("{{ x }}", properties=numbered) + p("{%p endfor %}")

    assert words(body_of(word_file(loop), xs=[1, 2])) == ["1", "2"]


def test_a_row_that_loses_all_its_cells_goes() -> None:
    row = tr(tc("{%tc for c in x %}"), tc("{{ c }}"), tc("{%tc endfor %}"))

    root = body_of(word_file(table(tr(tc("题", 6000, '<w:gridSpan w:val="3"/>')), row, widths=(2000,) * 3)), x=[])

    assert len(list(root.iter(W + "tr"))) == 1


def test_a_caption_in_both_copies_of_a_box_is_counted_once() -> None:
    box = f"<w:txbxContent>{p('图', field(' SEQ 图 ', '1'))}</w:txbxContent>"
    both = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>'
    )

    root = body_of(word_file(p("{%p for x in xs %}") + p(both) + p("{%p endfor %}")), xs=[1, 2])

    assert words(root) == ["图1图1", "图1", "图1", "图2图2", "图2", "图2"]


def test_many_breaks_in_one_value_take_no_longer_each() -> None:
    data, counts = word_file(p("{{ x }}")), []
    for times in (200, 400):
        template = Template.read(data, "t.docx")
        with Steps() as steps:
            template.render({"x": "a\a\n" * times})
        counts.append(steps.count)

    assert counts[1] < counts[0] * 2.5


def test_a_control_that_is_filled_shows_no_hint_any_more() -> None:
    control = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('{{ x }}')}</w:sdtContent></w:sdt>"

    assert next(body_of(word_file(p(control)), x="值").iter(W + "showingPlcHdr"), None) is None


def test_a_text_outside_any_run_is_not_taken_apart() -> None:
    assert body_of(word_file(p("<w:t>{{ x }}</w:t>")), x="一\a二").findtext(f".//{W}t") == "一 二"


def test_instructions_of_other_programs_are_left_alone() -> None:
    cell_ = tc('{% cellbg "FF0000" %}{% if b %}{% colspan 2 %}{% endif %}甲', 2000, "<?other 1 a?>")

    assert next(body_of(word_file("<?other?>" + table(tr(cell_, tc("乙")))), b=True).iter(W + "shd")) is not None
