"""``pdf``, ``build --pdf``, ``build --open``, ``preview``: pages without an office suite, and what is told of them."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click
import docx
import office
import openpyxl
import pikepdf
import pypdfium2
import pytest
from conftest import ROOT
from counties import run
from docx.oxml import OxmlElement
from docx.shared import Mm
from PIL import Image

from wenming.cli import printing

pytestmark = pytest.mark.layout


@pytest.fixture(autouse=True)
def without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a clerk's PC has: faces, no LibreOffice."""
    monkeypatch.setattr(printing, "suite_here", lambda: None)


@pytest.fixture
def word_file(tmp_path: Path) -> Callable[..., Path]:
    """A Word file of one paragraph."""

    def make(name: str, text: str = "一段话。", folder: Path = tmp_path) -> Path:
        document = docx.Document()
        document.add_paragraph(text)
        folder.mkdir(exist_ok=True)
        document.save(str(folder / f"{name}.docx"))
        return folder / f"{name}.docx"

    return make


def in_face(path: Path, name: str) -> Path:
    """The Word file *path*, now in the face called *name*."""
    document = docx.Document(str(path))
    fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("eastAsia", "ascii", "hAnsi"):
        fonts.set(docx.oxml.ns.qn(f"w:{script}"), name)
    document.save(str(path))
    return path


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_build_puts_a_pdf_beside_each_document(town: Callable[..., Path], tmp_path: Path) -> None:
    anping = town()
    result = run("build", anping, "plan", "--pdf", "--out", tmp_path / "out")

    assert result.exit_code == 0, result.output
    [pdf] = (tmp_path / "out" / "anping").glob("*.pdf")
    assert "共 1 个 PDF" in result.stdout
    assert len(pages(pdf)) == 7 and pages(pdf)[0].startswith("安平镇文明村镇创建工作实施方案")
    again = run("build", anping, "plan", "--pdf", "--json", "--out", tmp_path / "out")
    assert json.loads(again.stdout)["documents"][0]["pdf"] == str(pdf)
    assert [path.name for path in pdf.parent.glob("*.pdf")] == [pdf.name]


def test_a_pdf_that_would_be_the_same_is_not_made_again(word_file: Callable[..., Path]) -> None:
    path = in_face(word_file("a"), office.fandol_for("仿宋"))
    first = run("pdf", path)
    pdf = path.with_suffix(".pdf")
    before = pdf.stat().st_mtime_ns

    assert run("pdf", path).stdout == first.stdout and pdf.stat().st_mtime_ns == before
    pdf.write_bytes(pdf.read_bytes() + b"a note that somebody added\n%%EOF\n")
    assert "没有动它" in run("pdf", path).stdout
    in_face(word_file("a", "另一段话。"), office.fandol_for("仿宋"))
    pdf.unlink()
    run("pdf", path)
    assert pages(pdf) == ["另一段话。"]
    missing = in_face(word_file("b"), "没有人有的字体")
    assert all("没有人有的字体" in run("pdf", missing).stderr for _time in range(2))  # told each time


def test_a_pdf_that_somebody_stamped_stays(word_file: Callable[..., Path]) -> None:
    """A tool that writes the whole file anew leaves no trace but the file itself."""
    path = word_file("a")
    run("pdf", path)
    pdf = path.with_suffix(".pdf")
    with pikepdf.open(pdf, allow_overwriting_input=True) as opened:
        opened.docinfo["/Stamp"] = "盖了章"
        opened.save(pdf)
    stamped = pdf.read_bytes()

    for _time in range(2):
        result = run("pdf", path)
        assert "没有动它" in result.stdout and pdf.read_bytes() == stamped
    assert names(path.parent) == ["a.docx", "a.pdf", "a（2）.pdf"]  # the second time takes its own


def test_two_documents_of_one_name_become_two_pdfs(word_file: Callable[..., Path], tmp_path: Path) -> None:
    for folder in ("east", "west"):
        word_file("a", f"{folder}的一段话。", tmp_path / folder)

    for _time in range(2):
        result = run("pdf", tmp_path / "east", tmp_path / "west", "-o", tmp_path / "pdfs")
        assert "共 2 个 PDF" in result.stdout
        assert sorted(text for path in (tmp_path / "pdfs").iterdir() for text in pages(path)) == [
            "east的一段话。",
            "west的一段话。",
        ]


def test_towns_without_a_change_get_the_pdfs_that_they_lack(towns: list[Path], tmp_path: Path) -> None:
    run("build", *towns, "plan", "--out", tmp_path / "out")

    result = run("build", *towns, "plan", "--changed", "--pdf", "--out", tmp_path / "out")

    assert "共 2 个 PDF" in result.stdout, result.output


def test_a_document_among_several_is_seen_by_words_of_its_title(town: Callable[..., Path], tmp_path: Path) -> None:
    anping = town()
    last = run("preview", anping, "notice", "--page", "1", "-o", tmp_path / "a")
    other = run("preview", anping, "notice", "--title", "实施方案", "--page", "1", "-o", tmp_path / "b")
    none = run("preview", anping, "notice", "--title", "没有这样的", "-o", tmp_path / "c")

    assert "有 2 份" in last.stderr and "有 2 份" not in other.stderr
    assert names(tmp_path / "a") != names(tmp_path / "b") and "实施方案" in names(tmp_path / "b")[0]
    assert none.exit_code == 2 and "春季村庄清洁行动" in none.stderr


def test_a_workbook_by_another_name_is_no_word_file(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "汇总.docx")

    result = run("pdf", tmp_path / "汇总.docx")

    assert result.exit_code == 1 and not (tmp_path / "汇总.pdf").exists()


def test_names_are_taken_as_they_are(word_file: Callable[..., Path], tmp_path: Path) -> None:
    path = word_file("倡 议　[1] {x} %20 & 'q'")
    assert run("pdf", path).exit_code == 0 and path.with_suffix(".pdf").is_file()
    strange = os.fsdecode(os.fsencode(tmp_path) + b"/n\xff.docx")
    Path(strange).write_bytes(path.read_bytes())
    refused = run("pdf", strange)
    assert refused.exit_code == 1 and "文件名里有显示不出来的字符" in refused.stderr


def test_a_pipe_in_the_place_of_the_pdf_is_not_waited_for(word_file: Callable[..., Path]) -> None:
    path = word_file("a")
    os.mkfifo(path.with_suffix(".pdf"))

    result = run("pdf", path)

    assert result.exit_code == 0, result.output


def test_the_pdf_is_of_the_document_that_somebody_edited(town: Callable[..., Path], tmp_path: Path) -> None:
    anping = town()
    run("build", anping, "plan", "--out", tmp_path / "out")
    [path] = (tmp_path / "out" / "anping").glob("*.docx")
    document = docx.Document(str(path))
    document.paragraphs[3].add_run("（领导改过的一句）")
    document.save(str(path))

    run("build", anping, "plan", "--pdf", "--out", tmp_path / "out")

    assert "（领导改过的一句）" in "".join(pages(path.with_suffix(".pdf")))


def test_preview_makes_a_picture_of_each_page_and_writes_no_document(town: Callable[..., Path], tmp_path: Path) -> None:
    result = run("preview", town(), "plan", "-o", tmp_path / "pictures", "--out", tmp_path / "out")

    assert result.exit_code == 0 and "共 7 面" in result.stdout, result.output
    made = names(tmp_path / "pictures")
    assert made[0] == "安平镇文明村镇创建工作实施方案 第1面.png" and len(made) == 7
    assert not (tmp_path / "out").exists()
    with Image.open(tmp_path / "pictures" / made[0]) as image:
        assert 0.70 < image.width / image.height < 0.71  # A4


def test_preview_shows_the_page_that_is_asked_for(town: Callable[..., Path], tmp_path: Path) -> None:
    anping = town()
    result = run("预览", anping, "方案", "--page", "2", "--out", tmp_path / "out")

    assert result.exit_code == 0, result.output
    assert names(tmp_path / "out" / "anping" / "预览") == ["安平镇文明村镇创建工作实施方案 第2面.png"]
    beyond = run("preview", anping, "plan", "--page", "9", "--out", tmp_path / "out")
    assert beyond.exit_code == 2 and "只有 7 面" in beyond.stderr


def test_preview_takes_the_last_week_or_the_one_that_is_named(town: Callable[..., Path], tmp_path: Path) -> None:
    anping = town()
    for options, week in (([], "第17周"), (["--week", "2026-W12"], "第12周")):
        result = run("preview", anping, "weekly", "--page", "1", *options, "-o", tmp_path / week, "--json")
        [document] = json.loads(result.stdout)["documents"]
        assert week in document["title"] and document["files"] == [str(tmp_path / week / names(tmp_path / week)[0])]


def test_pages_that_are_no_more_are_no_longer_seen(town: Callable[..., Path], tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name in ("安平镇文明村镇创建工作实施方案 第8面.png", "别的 第8面.png"):
        (folder / name).write_bytes(b"a picture")

    run("preview", town(), "plan", "-o", folder)

    assert "别的 第8面.png" in names(folder) and len(names(folder)) == 8


@pytest.mark.skipif(bool(office.missing()), reason=office.missing())
def test_what_is_not_known_is_seen_by_libreoffice_where_there_is_one(
    town: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anping = town()
    (anping / "templates").mkdir()
    template = docx.Document(str(ROOT / "templates" / "appeal.docx"))
    columns = template.sections[0]._sectPr.find(docx.oxml.ns.qn("w:cols"))
    columns.set(docx.oxml.ns.qn("w:num"), "2")
    template.save(str(anping / "templates" / "appeal.docx"))

    ours = run("preview", anping, "appeal", "-o", tmp_path / "ours")
    monkeypatch.setattr(printing, "suite_here", lambda: Path("/usr/bin/soffice"))
    theirs = run("preview", anping, "appeal", "-o", tmp_path / "theirs")

    assert "分栏" in ours.stderr and "分栏" not in theirs.stderr
    first = [(tmp_path / who / names(tmp_path / who)[0]).read_bytes() for who in ("ours", "theirs")]
    assert first[0] != first[1]


def test_build_opens_the_first_page(town: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", opened.append)

    result = run("build", town(), "plan", "--open", "--out", tmp_path / "out")

    assert result.exit_code == 0, result.output
    assert opened and opened[0].endswith("第1面.png") and Path(opened[0]).is_file()


def test_what_the_layout_does_not_know_is_named_and_only_a_sketch(
    word_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = word_file("columns", "分成两栏的一段话。")
    document = docx.Document(str(path))
    columns = OxmlElement("w:cols")
    columns.set(docx.oxml.ns.qn("w:num"), "2")
    old = document.sections[0]._sectPr.find(docx.oxml.ns.qn("w:cols"))
    document.sections[0]._sectPr.replace(old, columns)
    document.save(str(path))

    result = run("pdf", path)

    assert result.exit_code == 0 and path.with_suffix(".pdf").is_file()
    assert "分栏" in result.stderr and "只是示意" in result.stderr and "LibreOffice" in result.stderr
    if not office.missing():  # where there is one, it makes the PDF, and nothing is to be told
        monkeypatch.setattr(printing, "suite_here", lambda: Path("/usr/bin/soffice"))
        assert "只是示意" not in run("pdf", path).stderr
        assert b"(wenming)" not in path.with_suffix(".pdf").read_bytes()


def test_a_face_that_is_not_here_is_named_with_what_stands_in_and_where_to_get_it(
    word_file: Callable[..., Path],
) -> None:
    path = in_face(word_file("face"), "没有人有的小标宋")

    told = run("pdf", path)
    notes = json.loads(run("pdf", path, "--json").stdout)["notes"]

    assert "没有人有的小标宋" in told.stderr and "foundertype.com" in told.stderr
    assert "face-instead" in [note["code"] for note in notes]


def test_a_character_that_no_face_has_is_told(word_file: Callable[..., Path]) -> None:
    result = run("pdf", word_file("rare", "生僻字\U0002ffff\U000f1234"))

    assert result.exit_code == 0 and "\U000f1234" in result.stderr and "SimSun" in result.stderr


def test_one_file_that_is_none_stops_no_other(word_file: Callable[..., Path], tmp_path: Path) -> None:
    word_file("good")
    (tmp_path / "bad.docx").write_text("no Word file")

    result = run("pdf", tmp_path / "bad.docx", tmp_path / "good.docx", tmp_path / "missing.docx")

    assert result.exit_code == 1
    assert (tmp_path / "good.pdf").is_file() and not (tmp_path / "bad.pdf").exists()
    assert "bad.docx" in result.stderr and "missing.docx" in result.stderr


def test_files_folders_and_patterns_are_taken(word_file: Callable[..., Path], tmp_path: Path) -> None:
    for name in "ab":
        word_file(name, folder=tmp_path / "outputs")
    word_file("c", folder=tmp_path / "outputs" / "town")
    (tmp_path / "outputs" / "~$a.docx").write_bytes(b"what Word leaves while a file is open")
    (tmp_path / "outputs" / "汇总.xlsx").write_bytes(b"a workbook")

    result = run("pdf", f"{tmp_path}/outputs/*", "--out", tmp_path / "pdfs")

    assert result.exit_code == 0 and "共 3 个 PDF" in result.stdout, result.output
    assert names(tmp_path / "pdfs") == ["a.pdf", "b.pdf", "c.pdf"]
    expanded = run("pdf", *(tmp_path / "outputs").glob("*"), "--out", tmp_path / "again")
    assert expanded.exit_code == 1 and "~$a.docx" in expanded.stderr  # it was named
    (tmp_path / "empty" / "town").mkdir(parents=True)
    assert "这里没有 .docx 文件" in run("pdf", tmp_path / "empty").stderr
    word_file("d", folder=tmp_path / "empty" / "town")
    assert str(tmp_path / "empty" / "*") in run("pdf", tmp_path / "empty").stderr


def test_where_nothing_can_draw_it_is_told_what_to_do(
    word_file: Callable[..., Path], town: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "uharfbuzz", None)

    pdf, preview = run("pdf", word_file("a")), run("preview", town(), "plan")

    assert pdf.exit_code == 1 and "LibreOffice" in pdf.stderr and "另存为 PDF" in pdf.stderr
    assert preview.exit_code == 1 and "uharfbuzz" in preview.stderr


def test_a_pc_without_any_face_says_so(word_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wenming.pages.typefaces.here.font_folders", lambda environment: [])

    result = run("pdf", word_file("a"))

    assert result.exit_code == 1 and "没有中文字体" in result.stderr and "fonts 文件夹" in result.stderr


def test_a_font_file_of_a_town_that_is_none_is_named(town: Callable[..., Path], tmp_path: Path) -> None:
    anping = town()
    (anping / "fonts").mkdir()
    (anping / "fonts" / "simsun.ttc").write_bytes(b"no font")

    built = run("build", anping, "appeal", "--pdf", "--out", tmp_path / "out")
    seen = run("preview", anping, "appeal", "-o", tmp_path / "pictures")

    for result in (built, seen):
        assert result.exit_code == 0 and "simsun.ttc" in result.stderr and "读不了" in result.stderr


def test_many_towns_get_their_pdfs_too(towns: list[Path], tmp_path: Path) -> None:
    result = run("build", *towns, "plan", "--pdf", "--out", tmp_path / "out")

    assert result.exit_code == 0 and "共 2 个 PDF" in result.stdout, result.output
    assert all(len([*(tmp_path / "out" / town.name).glob("*.pdf")]) == 1 for town in towns)
    one = run("build", *towns, "--open")
    assert one.exit_code == 2 and "一个镇" in one.stderr
    far = run("build", *towns, "--pdf", "--out", "s3://county/outputs")
    assert far.exit_code == 2 and "s3://" in far.stderr


@pytest.fixture
def towns(town: Callable[..., Path]) -> list[Path]:
    return [town("anping"), town("heshan")]


def test_a_photo_stands_on_the_page(word_file: Callable[..., Path], tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), "red").save(tmp_path / "photo.jpg", dpi=(96, 96))
    path = word_file("photo")
    document = docx.Document(str(path))
    document.add_picture(str(tmp_path / "photo.jpg"), width=Mm(60))
    document.save(str(path))

    assert run("pdf", path).exit_code == 0
    [page] = pypdfium2.PdfDocument(path.with_suffix(".pdf"))
    image = page.render(scale=1).to_pil()
    red = sum(count for count, color in image.getcolors(1 << 16) if color[0] > 200 and color[1] < 50)
    assert abs(red - 60 / 25.4 * 72 * 40 / 25.4 * 72) < 400  # 60 by 40 mm
