"""Two people's changes of one Word file: told apart and brought together, no word of mine lost."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Cm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor

from wenming import revision
from wenming.ooxml import integrity, package
from wenming.ooxml.relationships import Relationship, related
from wenming.revision import differences, merge


def document(*texts: str, rows: list[list[str]] | None = None, size: float = 16) -> bytes:
    made = docx.Document()
    made.styles["Normal"].font.size = Pt(size)
    for text in texts:
        made.add_paragraph(text)
    if rows:
        table = made.add_table(rows=len(rows), cols=len(rows[0]))
        for row, words in zip(table.rows, rows, strict=True):
            for cell, word in zip(row.cells, words, strict=True):
                cell.text = word
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def words(data: bytes) -> list[str]:
    made = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return [one.text for one in made.paragraphs] + cells


MERGES = {  # base, mine, theirs → what comes out, how many conflicts
    "nothing": ("甲乙丙", "甲乙丙", "甲乙丙", "甲乙丙", 0),
    "they edit": ("甲乙丙", "甲乙丙", "甲二丙", "甲二丙", 0),
    "I edit": ("甲乙丙", "甲二丙", "甲乙丙", "甲二丙", 0),
    "each another": ("甲乙丙丁", "一乙丙丁", "甲乙丙四", "一乙丙四", 0),
    "both the same": ("甲乙丙", "甲二丙", "甲二丙", "甲二丙", 0),
    "both the same paragraph": ("甲乙丙", "甲我丙", "甲他丙", "甲我丙", 1),
    "they add at the end": ("甲乙", "甲乙", "甲乙丙", "甲乙丙", 0),
    "they add at the beginning": ("甲乙", "甲乙", "丙甲乙", "丙甲乙", 0),
    "I add, they edit elsewhere": ("甲乙丙", "甲乙丙丁", "一乙丙", "一乙丙丁", 0),
    "they delete": ("甲乙丙", "甲乙丙", "甲丙", "甲丙", 0),
    "I delete": ("甲乙丙", "甲丙", "甲乙丙", "甲丙", 0),
    "both delete": ("甲乙丙", "甲丙", "甲丙", "甲丙", 0),
    "they delete what I edited": ("甲乙丙", "甲我丙", "甲丙", "甲我丙", 1),
    "I delete what they edited": ("甲乙丙", "甲丙", "甲他丙", "甲丙", 1),
    "neighbours": ("甲乙丙", "一乙丙", "甲二丙", "一二丙", 0),
    "I move, they edit elsewhere": ("甲乙丙丁", "乙甲丙丁", "甲乙丙四", "乙甲丙四", 0),
    "both add at the same place": ("甲乙", "甲我乙", "甲他乙", "甲我乙", 1),
    "everything is theirs": ("甲", "甲", "一二三", "一二三", 0),
    "everything is mine": ("甲", "一二三", "甲", "一二三", 0),
}


@pytest.mark.parametrize("name", MERGES)
def test_changes_are_brought_together(name: str) -> None:
    base, mine, theirs, wanted, clashes = MERGES[name]

    data, conflicts = merge(document(*base), document(*mine), document(*theirs))

    assert "".join(words(data)) == wanted
    assert len(conflicts) == clashes


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
Edit = Callable[[Any], None]


def say(before: str, after: str) -> Edit:
    def edit(made: Any) -> None:
        _one(made, before).runs[0].text = after

    return edit


def _one(made: Any, text: str) -> Any:
    cells = [one for table in made.tables for row in table.rows for cell in row.cells for one in cell.paragraphs]
    ends = [*made.sections[0].header.paragraphs, *made.sections[0].footer.paragraphs]
    return next(one for one in [*made.paragraphs, *cells, *ends] if one.text == text)


def bold(text: str) -> Edit:
    def edit(made: Any) -> None:
        _one(made, text).runs[0].bold = True

    return edit


def right(text: str) -> Edit:
    def edit(made: Any) -> None:
        _one(made, text).alignment = WD_ALIGN_PARAGRAPH.RIGHT

    return edit


def add(before: str, new: str) -> Edit:
    def edit(made: Any) -> None:
        _one(made, before).insert_paragraph_before(new)

    return edit


def drop(text: str) -> Edit:
    def edit(made: Any) -> None:
        element = _one(made, text)._p
        element.getparent().remove(element)

    return edit


def move(text: str, before: str) -> Edit:
    def edit(made: Any) -> None:
        _one(made, before)._p.addprevious(_one(made, text)._p)

    return edit


def row(*words: str) -> Edit:
    def edit(made: Any) -> None:
        for cell, word in zip(made.tables[0].add_row().cells, words, strict=True):
            cell.text = word

    return edit


def drop_row(number: int) -> Edit:
    def edit(made: Any) -> None:
        element = made.tables[0].rows[number]._tr
        element.getparent().remove(element)

    return edit


def big(made: Any) -> None:
    made.styles["Normal"].font.size = Pt(22)


def picture(made: Any) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "PNG")
    made.add_picture(buffer)


def comment(text: str) -> Edit:
    def edit(made: Any) -> None:
        made.add_comment(_one(made, text).runs, "请核实", author="李")

    return edit


def formula(text: str) -> Edit:
    def edit(made: Any) -> None:
        math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
        _one(made, text)._p.append(parse_xml(f'<m:oMath xmlns:m="{math}"><m:r><m:t>a+b</m:t></m:r></m:oMath>'))

    return edit


def together(*edits: Edit) -> Edit:
    def edit(made: Any) -> None:
        for one in edits:
            one(made)

    return edit


def edited(data: bytes, edit: Edit) -> bytes:
    made = docx.Document(io.BytesIO(data))
    edit(made)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def looks(data: bytes) -> list[str]:
    """The words of a document, with * for bold, > for right, ▣ for a picture, and the size of its letters."""
    made = docx.Document(io.BytesIO(data))
    cells = [one for table in made.tables for row in table.rows for cell in row.cells for one in cell.paragraphs]
    ends = [*made.sections[0].header.paragraphs, *made.sections[0].footer.paragraphs]
    told = [
        one.text
        + "*" * any(run.bold for run in one.runs)
        + ">" * (one.alignment == WD_ALIGN_PARAGRAPH.RIGHT)
        + "▣" * len(one._p.findall(".//" + qn("w:drawing")))
        for one in [*made.paragraphs, *cells, *ends]
    ]
    return [*told, f"{made.styles['Normal'].font.size.pt:g}"]


EDITS = {  # mine, theirs: neither touches what the other touches
    "I make bold, they edit elsewhere": (bold("甲"), say("丙", "丙三")),
    "they make bold, I edit elsewhere": (say("甲", "一"), bold("丙")),
    "I align, they add": (right("甲"), add("丙", "新")),
    "I drop, they edit elsewhere": (drop("甲"), say("丙", "丙三")),
    "I move, they edit what stays": (move("丁", "甲"), say("丙", "丙三")),
    "they move, I edit what stays": (say("丙", "丙三"), move("丁", "甲")),
    "I add a picture, they edit": (picture, say("甲", "一")),
    "I edit the header, they the body": (say("页眉", "我的页眉"), say("甲", "一")),
    "they edit the header, I the body": (say("甲", "一"), say("页眉", "新页眉")),
    "I edit the footer, they the header": (say("页脚", "我的页脚"), say("页眉", "新页眉")),
    "I edit a cell, they one of another row": (say("东河", "东河村"), say("2", "20")),
    "I edit a cell, they one of the same row": (say("东河", "东河村"), say("1", "10")),
    "I edit a cell, they add a row": (say("东河", "东河村"), row("南庄", "3")),
    "I drop a row, they edit another": (drop_row(1), say("2", "20")),
    "I make a cell bold, they edit another": (bold("东河"), say("2", "20")),
    "they drop a row, I edit another": (say("东河", "东河村"), drop_row(2)),
    "I edit the body, they the style": (say("甲", "一"), big),
    "I change the style, they the body": (big, say("甲", "一")),
    "I edit much, they much elsewhere": (
        together(say("甲", "一"), bold("乙"), say("东河", "东河村")),
        together(say("丁", "四"), say("2", "20"), say("页眉", "新页眉")),
    ),
}


def shade(row: int, column: int) -> Edit:
    def edit(made: Any) -> None:
        element = made.tables[0].cell(row, column)._tc
        element.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="FFFF00"/>'))

    return edit


def wide(made: Any) -> None:
    for one in made.tables[0].rows:
        one.cells[0].width = Cm(7)


def table_looks(data: bytes) -> list[str]:
    """The cells of the table: words, width in centimetres, the colour behind them."""
    made = docx.Document(io.BytesIO(data))
    cells = [cell for row in made.tables[0].rows for cell in row.cells]
    fills = [cell._tc.find(f".//{qn('w:shd')}") for cell in cells]
    return [
        f"{cell.text} {cell.width.cm:.0f} {fill.get(qn('w:fill')) if fill is not None else ''}"
        for cell, fill in zip(cells, fills, strict=True)
    ]


TABLES = {  # mine, theirs: the looks of a table stay while its figures go on
    "I shade a cell, they edit it": (shade(1, 1), say("1", "10")),
    "I shade a cell, they edit its row": (shade(1, 1), say("东河", "东河村")),
    "I widen a column, they edit a cell": (wide, say("1", "10")),
    "I widen a column, they edit two rows": (wide, together(say("1", "10"), say("2", "20"))),
    "I shade a cell, they add a row": (shade(1, 1), row("南庄", "3")),
    "I shade a cell, they drop another row": (shade(1, 1), drop_row(2)),
    "they shade a cell, I edit the body": (say("甲", "一"), together(shade(1, 1), say("1", "10"))),
}
CLASHES = {  # mine, theirs: the same paragraph
    "both edit": (say("乙", "我"), say("乙", "他")),
    "I make bold, they edit": (bold("乙"), say("乙", "他")),
    "I edit, they make bold": (say("乙", "我"), bold("乙")),
    "both edit a cell": (say("1", "11"), say("1", "12")),
    "both edit the header": (say("页眉", "我的页眉"), say("页眉", "新页眉")),
    "I edit a row, they drop it": (say("东河", "东河村"), drop_row(1)),
    "I drop a row, they edit it": (drop_row(1), say("东河", "东河村")),
    "I comment on it, they edit": (comment("乙"), say("乙", "他")),
    "I comment on it, they drop it": (comment("乙"), drop("乙")),
    "I comment on a cell, they edit it": (comment("1"), say("1", "12")),
    "I write a formula, they edit": (formula("乙"), say("乙", "他")),
    "I move, they edit": (move("乙", "丁"), say("乙", "他")),
}


@pytest.fixture(scope="module")
def base() -> bytes:
    def ends(made: Any) -> None:
        made.sections[0].header.paragraphs[0].add_run("页眉")
        made.sections[0].footer.paragraphs[0].add_run("页脚")

    return edited(document(*"甲乙丙丁", rows=[["村", "数"], ["东河", "1"], ["西河", "2"]]), ends)


@pytest.mark.parametrize("name", EDITS)
def test_changes_apart_from_each_other_are_as_if_made_one_after_another(base: bytes, name: str) -> None:
    mine, theirs = EDITS[name]
    own = edited(base, mine)

    data, conflicts = merge(base, own, edited(base, theirs))

    assert looks(data) == looks(edited(own, theirs)) and not conflicts


@pytest.mark.parametrize("name", TABLES)
def test_a_table_keeps_the_looks_that_somebody_gave_it(base: bytes, name: str) -> None:
    mine, theirs = TABLES[name]

    data, conflicts = merge(base, edited(base, mine), edited(base, theirs))

    assert table_looks(data) == table_looks(edited(edited(base, theirs), mine)) and not conflicts


@pytest.mark.parametrize("name", CLASHES)
def test_where_both_change_the_same_mine_stays_and_it_is_said(base: bytes, name: str) -> None:
    mine, theirs = CLASHES[name]
    own = edited(base, mine)

    data, conflicts = merge(base, own, edited(base, theirs))

    assert looks(data) == looks(own) and len(conflicts) == 1
    for tag in ("w:commentReference", "m:t"):
        counts = [zipfile.ZipFile(io.BytesIO(one)).read("word/document.xml").count(tag.encode()) for one in (data, own)]
        assert counts[0] == counts[1]


def test_where_i_dropped_what_they_edited_is_told_at_the_paragraph_before(base: bytes) -> None:
    [conflict] = merge(base, edited(base, drop("丙")), edited(base, say("丙", "他")))[1]
    assert (conflict.spot, conflict.theirs) == ("第2段", "他")


def painted(*colours: str) -> Edit:
    """A paragraph and a picture of each colour at the end."""

    def edit(made: Any) -> None:
        for colour in colours:
            buffer = io.BytesIO()
            Image.new("RGB", (4, 4), colour).save(buffer, "PNG")
            made.add_paragraph(f"图{colour}").add_run().add_picture(buffer)

    return edit


def pictures(data: bytes) -> dict[str, str]:
    """The colour of the picture of each paragraph."""
    made = docx.Document(io.BytesIO(data))
    known = {ImageColor.getrgb(colour): colour for colour in ("red", "blue", "lime")}
    return {
        one.text: known[Image.open(io.BytesIO(made.part.related_parts[blip.get(qn("r:embed"))].blob)).getpixel((0, 0))]
        for one in made.paragraphs
        for blip in one._p.iter(qn("a:blip"))
    }


def other_ids(data: bytes) -> bytes:
    """The same document as another word processor numbers what it refers to."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'"rId', b'"rId7') if "document.xml" in name else old.read(name))
    return buffer.getvalue()


def test_a_picture_of_theirs_is_never_shown_as_one_of_mine(base: bytes) -> None:
    before = edited(base, painted("red"))

    data, conflicts = merge(before, edited(before, painted("lime")), edited(base, painted("red", "blue")))

    assert pictures(data) == {"图red": "red", "图lime": "lime"} and [one.theirs for one in conflicts] == ["图blue"]
    renumbered = merge(before, other_ids(before), edited(before, say("图red", "图新")))
    assert pictures(renumbered[0]) == {"图新": "red"} and not renumbered[1]
    replaced = merge(before, edited(before, say("甲", "一")), edited(base, painted("blue")))
    assert pictures(replaced[0]) == {"图blue": "blue"} and not replaced[1]


def test_pictures_and_headers_of_theirs_come_along_into_a_file_with_pictures_of_mine(base: bytes) -> None:
    def mine(made: Any) -> None:
        buffer = io.BytesIO()
        Image.new("RGB", (4, 4), "lime").save(buffer, "PNG")
        made.paragraphs[0].insert_paragraph_before("图lime").add_run().add_picture(buffer)

    def theirs(made: Any) -> None:
        painted("blue")(made)
        made.sections[0].first_page_header.paragraphs[0].text = "首页页眉"
        made.sections[0].different_first_page_header_footer = True

    data, conflicts = merge(base, edited(base, mine), edited(base, theirs))

    assert conflicts == [] and pictures(data) == {"图lime": "lime", "图blue": "blue"}
    assert docx.Document(io.BytesIO(data)).sections[0].first_page_header.paragraphs[0].text == "首页页眉"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml").decode()
        assert all(name in types for name in archive.namelist() if "header" in name and name.endswith(".xml"))


def whole(data: bytes) -> package.Parts:
    """The parts of *data*, in which there is all that Word looks for: relations, and what each part is."""
    parts = package.read(data, "")
    types = parts["[Content_Types].xml"].decode()
    endings, names = (re.findall(f'{name}="/?([^"]+)"', types) for name in ("Extension", "PartName"))
    assert integrity.problems(parts, parts) == []
    assert [name for name in parts if name not in names and name.rpartition(".")[2] not in endings] == []
    return parts


def coloured(colour: str, kind: str = "PNG") -> io.BytesIO:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(buffer, kind)
    buffer.seek(0)
    return buffer


def test_a_picture_in_a_header_of_theirs_stays_theirs_where_a_file_of_mine_has_its_name(base: bytes) -> None:
    def logo(made: Any) -> None:
        made.sections[0].header.paragraphs[0].add_run().add_picture(coloured("blue"))

    data, conflicts = merge(base, edited(base, painted("lime")), edited(base, logo))

    header = docx.Document(io.BytesIO(data)).sections[0].header
    [blip] = header._element.iter(qn("a:blip"))
    shown = Image.open(io.BytesIO(header.part.related_parts[blip.get(qn("r:embed"))].blob))
    assert shown.getpixel((0, 0)) == ImageColor.getrgb("blue")
    assert conflicts == [] and pictures(data) == {"图lime": "lime"} and whole(data)


def test_what_a_conflict_leaves_behind_is_declared(base: bytes) -> None:
    def moving(made: Any) -> None:
        _one(made, "甲").add_run("他").add_picture(coloured("blue", "GIF"))

    mine = edited(edited(base, say("甲", "我")), painted("lime"))
    data, conflicts = merge(base, mine, edited(base, moving))

    assert len(conflicts) == 1 and whole(data)


def test_mine_refers_by_its_own_ids_where_only_its_words_were_changed(base: bytes) -> None:
    before = edited(base, painted("red"))
    parts = package.read(before, "")
    mine = {**parts, "word/document.xml": parts["word/document.xml"].replace("图red".encode(), "图我".encode())}
    theirs = {name: data.replace(b"image1.png", b"image9.png") for name, data in parts.items()}
    theirs["word/media/image9.png"] = coloured("blue").getvalue()
    del theirs["word/media/image1.png"]
    for name in ("word/document.xml", "word/_rels/document.xml.rels"):
        theirs[name] = re.sub(rb'"rId(\d+)"', rb'"rIdTheirs\1"', theirs[name]).replace(
            "图red".encode(), "图他".encode()
        )

    data, conflicts = merge(before, package.write(mine), package.write(theirs))

    assert [one.theirs for one in conflicts] == ["图他"] and pictures(data) == {"图我": "red"} and whole(data)


def test_a_footnote_comes_along_into_a_file_that_has_none(base: bytes) -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    parts = package.read(edited(base, say("乙", "乙有注")), "")
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        "乙有注</w:t>".encode(), '乙有注</w:t><w:footnoteReference w:id="2"/>'.encode()
    )
    parts["word/footnotes.xml"] = (
        f'<w:footnotes {w}><w:footnote w:id="2"><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote></w:footnotes>'.encode()
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts["word/_rels/document.xml.rels"] = related(
        parts["word/_rels/document.xml.rels"],
        [Relationship("rIdNotes", f"{office}/footnotes", "footnotes.xml")],
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
    )

    data, conflicts = merge(base, edited(base, painted("lime")), package.write(parts))

    found = whole(data)
    assert conflicts == [] and "注".encode() in found["word/footnotes.xml"]
    assert b"footnotes" in found["word/_rels/document.xml.rels"] and kind.encode() in found["[Content_Types].xml"]


FOOTNOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2"><w:p>'
    "<w:r><w:t>{}</w:t></w:r></w:p></w:footnote></w:footnotes>"
)


def noted(data: bytes, where: str, note: str) -> bytes:
    """The document with the footnote *note*, number 2, after the words *where*."""
    parts = package.read(data, "")
    mark = f'{where}</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
    parts["word/document.xml"] = parts["word/document.xml"].replace(f"{where}</w:t></w:r>".encode(), mark.encode(), 1)
    parts["word/footnotes.xml"] = FOOTNOTES.format(note).encode()
    kind = "footnotes"
    related = f'<Relationship Id="rIdNotes" Type="{RELATIONS}/{kind}" Target="{kind}.xml"/></Relationships>'
    relations = "word/_rels/document.xml.rels"
    parts[relations] = parts[relations].replace(b"</Relationships>", related.encode())
    declared = f'<Override PartName="/word/{kind}.xml" ContentType="{WORD}.{kind}+xml"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", declared.encode())
    return package.write(parts)


def test_a_footnote_of_mine_is_never_shown_for_one_of_theirs(base: bytes) -> None:
    data, conflicts = merge(base, noted(base, "甲", "我的注"), noted(base, "丙", "他的注"))
    assert [one.theirs for one in conflicts] == ["丙"]
    parts = package.read(data, "")
    assert (
        parts["word/document.xml"].count(b"footnoteReference") == 1 and "我的注" in parts["word/footnotes.xml"].decode()
    )
    data, conflicts = merge(base, edited(base, say("甲", "一")), noted(base, "丙", "他的注"))
    assert not conflicts and "他的注" in package.read(data, "")["word/footnotes.xml"].decode()


def test_rows_and_cells_are_merged_too() -> None:
    base = [["村", "数"], ["东河", "1"], ["西河", "2"]]
    mine = [["村", "数"], ["东河村", "1"], ["西河", "2"]]
    theirs = [["村", "完成数"], ["东河", "10"], ["西河", "2"], ["南庄", "3"]]

    data, conflicts = merge(document(rows=base), document(rows=mine), document(rows=theirs))

    assert words(data) == ["村", "完成数", "东河村", "10", "西河", "2", "南庄", "3"]
    assert conflicts == []


def test_a_style_that_only_they_changed_is_theirs() -> None:
    data, conflicts = merge(document("甲", size=16), document("乙", size=16), document("甲", size=22))

    made = docx.Document(io.BytesIO(data))
    assert made.styles["Normal"].font.size == Pt(22) and words(data) == ["乙"] and not conflicts


def test_what_was_changed_is_told() -> None:
    found = differences(
        document("甲", "乙", "丙", rows=[["一"]]), document("甲", "二", "丙", "丁", rows=[["1"]], size=22)
    )

    assert [(one.kind, one.spot, one.before, one.after) for one in found if one.kind != "style"] == [
        ("text", "第2段", "乙", "二"),
        ("added", "第4段", "", "丁"),
        ("text", "表1 第1行第1列", "一", "1"),
    ]
    assert [(one.spot, one.before, one.after) for one in found if one.kind == "style"] == [
        ("Normal", "字号 16 磅", "字号 22 磅")
    ]


def numbered(code: str, result: str, *, simple: bool = False) -> Edit:
    """A paragraph that ends in a field, as it was counted at its last look."""
    runs = (
        f'<w:fldSimple w:instr="{code}"><w:r><w:t>{result}</w:t></w:r></w:fldSimple>'
        if simple
        else f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )

    def edit(made: Any) -> None:
        paragraph = parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>第</w:t></w:r>{runs}<w:r><w:t>页</w:t></w:r></w:p>")
        made.paragraphs[0]._p.addprevious(paragraph)

    return edit


@pytest.mark.parametrize("simple", [False, True])
@pytest.mark.parametrize("code", [" PAGE ", " NUMPAGES "])
def test_a_page_number_that_was_counted_anew_is_no_change(base: bytes, code: str, simple: bool) -> None:
    before, after = edited(base, numbered(code, "1")), edited(base, numbered(code, "12", simple=simple))

    assert differences(before, after) == []


def test_another_field_and_another_result_are_changes(base: bytes) -> None:
    page = edited(base, numbered(" PAGE ", "1"))

    for other in (numbered(" NUMPAGES ", "1"), numbered(" REF a ", "1")):
        assert [one.spot for one in differences(page, edited(base, other))] == ["第1段"]
    reference = edited(base, numbered(" REF a ", "1"))
    assert [one.kind for one in differences(reference, edited(base, numbered(" REF a ", "2")))] == ["text"]


def indented(**values: int) -> Edit:
    """The first line of the style of plain paragraphs and that of 丙 moved in."""

    def edit(made: Any) -> None:
        for owner in (made.styles["Normal"].element, _one(made, "丙")._p):
            indent = owner.get_or_add_pPr().get_or_add_ind()
            for name, value in values.items():
                indent.set(qn(f"w:{name}"), str(value))

    return edit


def test_an_indent_in_characters_is_one_in_twips_where_the_size_says_so(base: bytes) -> None:
    """LibreOffice writes 640 twips for two characters of 16 points."""
    word = edited(base, indented(firstLineChars=200, firstLine=640))

    assert differences(word, edited(base, indented(firstLine=640))) == []
    told = {(one.kind, one.spot, one.before, one.after) for one in differences(word, edited(base, indented()))}
    assert told == {("format", "第3段", "丙", "丙"), ("style", "Normal", "首行缩进 2 字", "首行缩进 —")}


def defaults(made: Any) -> None:
    """What a clerk sets as default in Word's font dialog."""
    properties = made.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    properties.find(qn("w:sz")).set(qn("w:val"), "30")


def test_the_defaults_are_told_and_merged_like_a_style(base: bytes) -> None:
    changed = edited(base, defaults)
    [told] = [revision.sentence(one) for one in differences(base, changed)]

    assert told == "默认的字体和段落格式  改了样式：字号 11 磅 → 字号 15 磅"
    data, conflicts = merge(base, edited(base, say("甲", "一")), changed)
    assert (
        not conflicts
        and looks(data)[0] == "一"
        and [revision.sentence(one) for one in differences(base, data)][-1] == told
    )


def test_what_is_not_merged_is_said(base: bytes) -> None:
    """Lists and settings are taken whole or not at all."""

    def part(name: str, old: str, new: str) -> bytes:
        parts = package.read(base, "")
        assert old in parts[name].decode()
        return package.write({**parts, name: parts[name].decode().replace(old, new).encode()})

    for name, old in (("word/numbering.xml", 'w:val="bullet"'), ("word/settings.xml", "<w:zoom ")):
        mine, theirs = (part(name, old, f"{old}{space}") for space in (" ", "  "))
        data, conflicts = merge(base, mine, theirs)
        assert package.read(data, "")[name] == package.read(mine, "")[name]
        assert [(one.part, one.whole) for one in conflicts] == [(name, True)]
        assert merge(base, base, theirs)[1] == merge(base, mine, mine)[1] == []


TEXTS = st.lists(st.sampled_from([*"甲乙丙丁戊", "甲二"]), max_size=7)


@given(base=TEXTS, mine=TEXTS, theirs=TEXTS)
@settings(max_examples=80, deadline=None)
def test_no_word_of_mine_is_ever_lost(base: list[str], mine: list[str], theirs: list[str]) -> None:
    own, other = document(*mine), document(*theirs)

    data, conflicts = merge(document(*base), own, other)

    if base == mine:
        assert words(data) == theirs and not conflicts
    if base == theirs:
        assert words(data) == mine and not conflicts
    left = words(data)
    for word in mine:  # what they deleted of what I left as it was may go
        if word not in base:
            assert word in left
            left.remove(word)


def everything(data: bytes) -> str:
    """All words of a document: body, tables, header, footer, comments."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.startswith("word/") and ".xml" in name]
    return " ".join(leaf.text or "" for part in parts for leaf in parse_xml(part).iter(qn("w:t")))


def _any(made: Any, at: int) -> Any:
    """One of the paragraphs of the body, the table, header and footer."""
    cells = [one for table in made.tables for row in table.rows for cell in row.cells for one in cell.paragraphs]
    ends = [*made.sections[0].header.paragraphs, *made.sections[0].footer.paragraphs]
    places = [*made.paragraphs, *cells, *ends]
    return places[at % len(places)]


def _of_body(made: Any, at: int) -> Any:
    """One of the paragraphs of the body; a new one where there is none left."""
    return (made.paragraphs or [made.add_paragraph()])[at % max(len(made.paragraphs), 1)]


WRITINGS: dict[str, Callable[[Any, int, str], Any]] = {  # document, somewhere, a word of its own
    "write": lambda made, at, word: _any(made, at).add_run(word),
    "write over": lambda made, at, word: setattr(_any(made, at), "text", word),
    "put in": lambda made, at, word: _any(made, at).insert_paragraph_before(word),
    "comment": lambda made, at, word: made.add_comment([_of_body(made, at).add_run("")], word),
    "move": lambda made, at, _word: _of_body(made, 0)._p.addprevious(_of_body(made, at)._p),
    "drop": lambda made, at, _word: made.element.body.remove(_of_body(made, at)._p),
    "row": lambda made, _at, word: setattr(made.tables[0].add_row().cells[0], "text", word),
    "drop row": lambda made, at, _word: len(made.tables[0].rows) > 1 and drop_row(at % len(made.tables[0].rows))(made),
    "column": lambda made, _at, word: setattr(made.tables[0].add_column(Cm(2)).cells[0], "text", word),
}
STROKES = st.lists(st.tuples(st.sampled_from(sorted(WRITINGS)), st.integers(0, 20)), max_size=5)


def typed(data: bytes, who: str, strokes: list[tuple[str, int]]) -> bytes:
    """*data* after somebody wrote, put in, moved and dropped at random."""

    def edit(made: Any) -> None:
        for number, (stroke, at) in enumerate(strokes):
            WRITINGS[stroke](made, at, f"{who}{number}。")

    return edited(data, edit)


@given(mine=STROKES, theirs=STROKES)
@settings(max_examples=120, deadline=None)
def test_no_word_that_was_typed_anywhere_is_ever_lost(base: bytes, mine: Any, theirs: Any) -> None:
    own, other = typed(base, "我", mine), typed(base, "他", theirs)

    data, conflicts = merge(base, own, other)

    assert set(re.findall("我[0-9]。", everything(own))) <= set(re.findall("我[0-9]。", everything(data)))
    assert docx.Document(io.BytesIO(data)).element.xml.count("w:commentReference") >= (
        docx.Document(io.BytesIO(own)).element.xml.count("w:commentReference")
    )
    if not mine:
        assert looks(data) == looks(other) and not conflicts
    if not theirs:
        assert looks(data) == looks(own) and not conflicts
