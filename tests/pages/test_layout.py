"""Pages are counted line by line: what a page holds, and what templates may say of it."""

from zipfile import ZipFile

import pytest
from conftest import ROOT
from laying import layout_of

from wenming.pages.layout.book import TooManyPagesError
from wenming.pages.layout.faces import AnyFace
from wenming.pages.layout.flow import Layout, lay_out
from wenming.pages.layout.placed import PlacedLine, Rule
from wenming.pages.layout.reading import read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SIZE = '<w:pgSz w:w="11906" w:h="16838"/>'
MARGINS = '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"/>'
GRID = '<w:docGrid w:type="lines" w:linePitch="579"/>'
LINE = '<w:p><w:pPr><w:pStyle w:val="GwBody"/></w:pPr><w:r><w:t>春</w:t></w:r></w:p>'
END = f'<w:p><w:pPr><w:pStyle w:val="GwBreak"/><w:sectPr>{SIZE}{MARGINS}{GRID}</w:sectPr></w:pPr></w:p>'
with ZipFile(ROOT / "templates" / "notice.docx") as parts:
    STYLES = parts.read("word/styles.xml")


ROLES = {"word/document.xml": "document", "word/styles.xml": "styles", "word/settings.xml": "settings"}
SETTINGS = (
    f'<w:settings {W}><w:compat><w:compatSetting w:name="compatibilityMode" w:val="15"/></w:compat></w:settings>'
).encode()


def laid(body: str, *section: str) -> Layout:
    xml = f"<w:document {W}><w:body>{body}<w:sectPr>{''.join(section)}</w:sectPr></w:body></w:document>"
    parts = {"word/document.xml": xml.encode(), "word/styles.xml": STYLES, "word/settings.xml": SETTINGS}
    return lay_out(read(parts, ROLES), AnyFace())


def ruled(rows: int, properties: str = '<w:tblStyle w:val="GwTable"/>') -> str:
    cell = f'<w:tc><w:tcPr><w:tcW w:w="8845"/></w:tcPr>{LINE.replace("GwBody", "GwTableCentre")}</w:tc>'
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{f'<w:tr>{cell}</w:tr>' * rows}</w:tbl>"


@pytest.mark.parametrize(("lines", "pages"), [(22, 1), (23, 2), (44, 2)])
def test_a_page_holds_22_lines(lines: int, pages: int) -> None:
    """GB/T 9704-2012 §5.2.3."""
    assert len(laid(LINE * lines, SIZE, MARGINS, GRID).pages) == pages


def test_what_ends_a_section_takes_no_page_of_its_own() -> None:
    assert len(laid(LINE * 22 + END + LINE, SIZE, MARGINS, GRID).pages) == 2


def test_only_tables_with_rules_are_higher_by_them() -> None:
    with_rules, without = (
        laid(ruled(10, style), SIZE, MARGINS, GRID) for style in ('<w:tblStyle w:val="GwTable"/>', "")
    )

    assert without.room - with_rules.room == 11 * 10  # twips: above each row, and below the last


@pytest.mark.parametrize(
    "section",
    [
        (SIZE, MARGINS, GRID.replace("579", "abc")),
        (SIZE, MARGINS, GRID.replace("579", "nan")),
        (SIZE, MARGINS, GRID.replace("579", "-5")),
        (SIZE, MARGINS, GRID.replace("579", "99999999")),
        (SIZE.replace("11906", "3061"), MARGINS, GRID),
        (SIZE.replace("16838", "0"), MARGINS, GRID),
        (SIZE, MARGINS.replace("2098", "inf"), GRID),
        (SIZE, MARGINS.replace("1587", "1e400"), GRID),
    ],
)
def test_a_page_without_sense_is_counted_all_the_same(section: tuple[str, ...]) -> None:
    assert laid(LINE * 3 + ruled(3), *section).pages


def words(page: int, layout: Layout) -> list[str]:
    """What stands in the lines of a page, counted from 1."""
    lines = [one for one in layout.pages[page - 1].placed if isinstance(one, PlacedLine)]
    return [one.line.printed for one in lines if one.line.printed.strip()]


def paragraph(text: str, properties: str = "", style: str = "GwBody") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def paper(body: str) -> Layout:
    """The pages of *body* on the paper of GB/T 9704."""
    return laid(body, SIZE, MARGINS, GRID)


def row(text: str, properties: str = "", cell: str = "", style: str = "GwTableCentre") -> str:
    return (
        f'<w:tr><w:trPr>{properties}</w:trPr><w:tc><w:tcPr><w:tcW w:w="8845"/>{cell}</w:tcPr>'
        f"{paragraph(text, style=style)}</w:tc></w:tr>"
    )


def table(*rows: str) -> str:
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="GwTable"/></w:tblPr>{"".join(rows)}</w:tbl>'


def test_what_keeps_with_the_next_goes_with_it() -> None:
    made = paper(LINE * 21 + paragraph("标题", style="GwHeading1") + paragraph("正文"))

    assert len(words(1, made)) == 21 and words(2, made) == ["标题", "正文"]


def test_lines_that_stay_together_go_to_the_next_page_together() -> None:
    long = paragraph("字" * 28 * 3, "<w:keepLines/>")

    assert len(words(1, paper(LINE * 20 + long))) == 20
    assert len(words(1, paper(LINE * 20 + long.replace("<w:keepLines/>", "")))) == 22


def test_what_is_longer_than_a_page_fills_it_although_it_is_to_stay_together() -> None:
    assert len(words(1, paper(paragraph("字" * 28 * 60, "<w:keepLines/>")))) == 22


@pytest.mark.parametrize(("before", "here"), [(21, 0), (20, 2), (19, 2)])
def test_no_line_stands_alone_where_widows_are_controlled(before: int, here: int) -> None:
    """Of four lines two stay, or none: one at the foot, or at the head, of a page is a widow."""
    four = paragraph("字" * 28 * 3, '<w:widowControl/><w:ind w:firstLineChars="200"/>')

    assert len(words(1, paper(LINE * before + four))) == before + here


def test_a_page_is_turned_where_it_is_said() -> None:
    assert len(paper(LINE + paragraph("附件", "<w:pageBreakBefore/>")).pages) == 2
    assert len(paper(paragraph("附件", "<w:pageBreakBefore/>")).pages) == 1
    assert len(paper('<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + LINE).pages) == 2


def test_a_section_that_begins_on_an_even_page_leaves_a_blank_one_before() -> None:
    even = f"{LINE * 23}<w:p><w:pPr><w:sectPr>{SIZE}{MARGINS}{GRID}</w:sectPr></w:pPr></w:p>{LINE}"
    made = laid(even, '<w:type w:val="evenPage"/>', SIZE, MARGINS, GRID)

    assert [page.number for page in made.pages] == [1, 2, 3, 4]
    assert not made.pages[2].placed and words(4, made) == ["春"]


def test_a_section_may_count_its_pages_anew() -> None:
    end = f"<w:p><w:pPr><w:sectPr>{SIZE}{MARGINS}{GRID}</w:sectPr></w:pPr></w:p>"
    made = laid(LINE + end + LINE, SIZE, MARGINS, '<w:pgNumType w:start="1"/>', GRID)

    assert [page.number for page in made.pages] == [1, 1]


def test_the_head_of_a_table_stands_on_every_page() -> None:
    head = row("表头", "<w:tblHeader/>", style="GwTableHead")
    made = paper(table(head, *(row(f"第{number}行", "<w:cantSplit/>") for number in range(70))))

    assert len(made.pages) == 3
    assert all(words(page, made)[0] == "表头" for page in (1, 2, 3))


def test_a_row_is_split_where_it_may_be() -> None:
    long = row("字" * 300)
    whole = paper(LINE * 18 + table(long.replace("<w:trPr>", "<w:trPr><w:cantSplit/>")))
    parts = paper(LINE * 18 + table(long))

    assert len(words(1, whole)) == 18
    assert 18 < len(words(1, parts)) < 18 + len(words(1, paper(table(long))))


def test_a_row_that_is_higher_than_a_page_is_split_whatever_it_says() -> None:
    made = paper(table(row("字" * 3000, "<w:cantSplit/>")))

    assert len(made.pages) > 1
    assert sum(len("".join(words(page, made))) for page in range(1, len(made.pages) + 1)) == 3000


def test_the_last_row_of_a_merged_cell_is_high_enough_for_it() -> None:
    def two(first: str, merge: str) -> str:
        cells = (("4000", merge, first), ("4845", "", "右"))
        made = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}"/>{merged}</w:tcPr>{paragraph(text, style="GwTableCentre")}</w:tc>'
            for width, merged, text in cells
        )
        return f"<w:tr>{made}</w:tr>"

    merged = table(two("字" * 90, '<w:vMerge w:val="restart"/>'), two("", "<w:vMerge/>"))
    alone = table(two("字" * 90, ""))

    assert paper(merged).room == paper(alone).room  # the cell's lines, whatever is beside them


def test_a_frame_at_the_foot_goes_to_the_next_page_where_text_is_in_its_way() -> None:
    frame = paragraph(
        "抄送",
        '<w:framePr w:w="8845" w:h="480" w:hRule="exact" w:vAnchor="margin" w:hAnchor="margin" w:x="1" w:y="12276"/>',
        "GwColophon",
    )
    end = '<w:p><w:pPr><w:pStyle w:val="GwBreak"/></w:pPr></w:p>'

    assert [page for page in (1, 2) if "抄送" in words(page, paper(LINE * 22 + frame + end))] == [2]
    assert len(paper(LINE * 20 + frame + end).pages) == 1


@pytest.mark.parametrize(
    ("element", "what"),
    [
        ('<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>', "脚注"),
        ("<w:p><w:r><w:pict/></w:r></w:p>", "旧格式的图形"),
        ('<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>条目</w:t></w:r></w:p>', "自动编号"),
        ('<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/></w:p>', "公式"),
        ("<w:tbl><w:tblPr><w:tblpPr/></w:tblPr></w:tbl>", "浮动的表格"),
        (f'<w:p><w:pPr><w:sectPr>{SIZE}<w:cols w:num="2"/></w:sectPr></w:pPr></w:p>', "分栏"),
        ("<w:p><w:r><w:object/></w:r></w:p>", "嵌入的对象"),
        ('<w:p><w:pPr><w:spacing w:beforeAutospacing="1"/></w:pPr></w:p>', "自动的段前段后间距"),
        ("<w:p><w:r><w:t>ئۇيغۇر</w:t></w:r></w:p>", "从右到左或者要连写的文字"),
        ('<w:p><w:r><w:rPr><w:em w:val="dot"/></w:rPr><w:t>重</w:t></w:r></w:p>', "着重号"),
    ],
)
def test_what_is_not_known_is_named(element: str, what: str) -> None:
    assert [one.what for one in paper(element).unknown] == [what]


@pytest.mark.parametrize(("between", "across"), [("", 2), ('<w:between w:val="single" w:sz="4"/>', 4)])
def test_paragraphs_with_the_same_rules_are_in_one_box(between: str, across: int) -> None:
    edges = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="1"/>' for side in ("top", "left", "bottom", "right"))
    made = paper(paragraph("一段", f"<w:pBdr>{edges}{between}</w:pBdr>") * 3)

    rules = [one for one in made.pages[0].placed if isinstance(one, Rule)]
    assert len([one for one in rules if one.y == one.y_end]) == across


def test_a_width_that_is_no_length_is_that_of_the_grid() -> None:
    cell = '<w:tc><w:tcPr><w:tcW w:w="2500" w:type="pct"/></w:tcPr><w:p/></w:tc>'
    made = paper(
        f'<w:tbl><w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="4000"/></w:tblGrid><w:tr>{cell}{cell}</w:tr></w:tbl>'
    )

    assert sorted({round(one.x) for one in made.pages[0].placed if isinstance(one, PlacedLine)}) == [1695, 5695]


def test_heads_that_leave_no_room_are_not_repeated() -> None:
    rows = [row(f"表头{number}", '<w:tblHeader/><w:trHeight w:val="3000"/>') for number in range(20)]
    made = paper(table(*rows))

    assert [text for page in range(1, len(made.pages) + 1) for text in words(page, made)] == [
        f"表头{n}" for n in range(20)
    ]


def test_only_heads_at_the_beginning_are_repeated() -> None:
    rows = [row(f"第{number}行", "<w:tblHeader/>" if number == 5 else "") for number in range(40)]

    assert words(2, paper(table(*rows)))[0] == "第31行"


def test_a_document_of_no_end_of_pages_is_refused() -> None:
    with pytest.raises(TooManyPagesError):
        paper('<w:p><w:r><w:br w:type="page"/></w:r></w:p>' * 6000)


def test_nothing_is_unknown_in_our_own_templates() -> None:
    for template in (ROOT / "templates").glob("*.docx"):
        assert not layout_of(template).unknown, template.name
