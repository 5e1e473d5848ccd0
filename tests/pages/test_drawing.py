"""PDFs that we draw: they open everywhere, are copied and searched right, and are the same for the same document."""

import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest
from conftest import ROOT, made
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Mm
from laying import fandol, layout_of, parts_of
from PIL import Image

from wenming.pages.drawing.about import About
from wenming.pages.drawing.number_formats import formatted
from wenming.pages.drawing.pdf import write_pdf
from wenming.pages.drawing.pictures import pictures_of
from wenming.pages.layout.charts import read_chart
from wenming.pages.layout.document import laid_out

pytestmark = pytest.mark.layout


NOTHING = About()


def drawn(document: Path, *, about: About = NOTHING, only: list[int] | None = None) -> bytes:
    """*document* as a PDF in the faces of Fandol."""
    return write_pdf(layout_of(document, fandol()), parts_of(document), fandol(), about, only)


def texts(pdf: bytes) -> list[str]:
    """What somebody gets who copies each page, without white space."""
    document = pypdfium2.PdfDocument(pdf)
    return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def words_of(document: Path) -> str:
    """The text of a Word file's body, without white space, in any order."""
    body = docx.Document(str(document)).element.body
    return "".join(sorted("".join("".join(node.text or "" for node in body.iter(qn("w:t"))).split())))


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A plan, the notice that issues it, a weekly report with charts."""
    folder = tmp_path_factory.mktemp("papers")
    return [made(ROOT / "data" / "anping", folder / kind, kind)[-1] for kind in ("plan", "notice", "weekly")]


@pytest.fixture
def paper(tmp_path: Path) -> Callable[..., Path]:
    """A Word file with these paragraphs, and a picture of that kind."""

    def make(*paragraphs: str, picture: bytes = b"") -> Path:
        document = docx.Document()
        for text in paragraphs:
            document.add_paragraph(text)
        if picture:
            document.add_picture(io.BytesIO(picture), width=Mm(60))
        document.save(str(tmp_path / "paper.docx"))
        return tmp_path / "paper.docx"

    return make


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (30, 20)) -> bytes:
    """A picture that is red on the left and blue on the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    file = io.BytesIO()
    image.convert(mode).save(file, kind, dpi=(96, 96))
    return file.getvalue()


def test_all_of_the_text_can_be_copied(papers: list[Path]) -> None:
    for document in papers:
        copied = "".join(texts(drawn(document)))
        body = words_of(document)
        for char in set(body):
            assert copied.count(char) >= body.count(char), f"{document.name}: {char}"


def test_what_is_copied_is_what_was_typed(paper: Callable[..., Path]) -> None:
    """Faces draw the radical ⼀ (U+2F00) and the character 一 with one glyph."""
    [text] = texts(drawn(paper("一是⼀般，人⼈都写", "〔2026〕3号 — 第１２面")))

    assert text == "一是⼀般，人⼈都写〔2026〕3号—第１２面"
    assert unicodedata.normalize("NFKC", text) != text


def test_the_same_document_gives_the_same_bytes(papers: list[Path]) -> None:
    for document in papers:
        assert drawn(document) == drawn(document)


def test_nothing_in_the_file_is_against_the_standard(papers: list[Path]) -> None:
    for document in papers:
        with pikepdf.open(io.BytesIO(drawn(document))) as pdf:
            assert not pdf.check_pdf_syntax()
            fonts = {name: font for page in pdf.pages for name, font in page.Resources.Font.items()}
            assert all(_is_embedded(font) for font in fonts.values())
            assert pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()
            assert "/JavaScript" not in pdf.Root and "/OpenAction" not in pdf.Root


def _is_embedded(font: pikepdf.Object) -> bool:
    descriptor = font.DescendantFonts[0].FontDescriptor
    return bool({"/FontFile2", "/FontFile3"} & set(descriptor.keys())) and "/ToUnicode" in font


def test_the_outline_leads_to_the_headings(papers: list[Path]) -> None:
    plan = papers[0]
    with pikepdf.open(io.BytesIO(drawn(plan))) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        below = [item.title for item in outline.root[3].children]
        target = outline.root[3].destination[0]
        page = next(number for number, one in enumerate(pdf.pages) if one.obj == target)

    assert titles[:3] == ["一、总体要求", "二、组织领导", "三、目标任务"]
    assert below[-1].startswith("（四）")
    assert titles[3] in texts(drawn(plan))[page]


def test_the_headings_of_an_annex_are_below_it(papers: list[Path]) -> None:
    with pikepdf.open(io.BytesIO(drawn(papers[1]))) as pdf, pdf.open_outline() as outline:
        annex = next(item for item in outline.root if item.title.startswith("附件1"))

    assert annex.title == "附件1 春季村庄清洁行动任务清单"
    assert annex.children[0].title == "一、街巷和公共场所"


def test_it_says_what_it_is(papers: list[Path]) -> None:
    about = About("安平镇<方案>", "安政发〔2026〕3号", "安平镇人民政府")
    with pikepdf.open(io.BytesIO(drawn(papers[1], about=about))) as pdf:
        metadata = pdf.open_metadata()
        assert str(pdf.docinfo.Title) == metadata["dc:title"] == "安平镇<方案>"
        assert str(pdf.docinfo.Subject) == metadata["dc:description"] == "安政发〔2026〕3号"
        assert metadata["pdfaid:part"] == "2"


def test_only_the_pages_that_are_asked_for_are_drawn(papers: list[Path]) -> None:
    whole, second = texts(drawn(papers[0])), texts(drawn(papers[0], only=[1]))

    assert second == [whole[1]]


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGB"), ("PNG", "P"), ("PNG", "RGBA")]
)
def test_pictures_of_every_kind_are_drawn(paper: Callable[..., Path], kind: str, mode: str) -> None:
    [page] = pictures_of(drawn(paper("照片：", picture=picture(kind, mode))))
    with Image.open(io.BytesIO(page)) as image:
        colors = image.convert("RGB").quantize(8).convert("RGB").getcolors() or []
    shown = {tuple(round(part / 128) for part in color) for count, color in colors if count > 2000}

    assert len(shown) == 3  # the two halves, and paper


def test_the_way_of_a_tab_is_filled_with_dots(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("一、总则\t12")
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(120), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    document.save(str(tmp_path / "contents.docx"))

    [text] = texts(drawn(tmp_path / "contents.docx"))

    assert text.startswith("一、总则") and text.count(".") > 30 and text.replace(".", "") == "一、总则12"


def test_charts_show_their_figures(papers: list[Path]) -> None:
    weekly = papers[-1]
    pages = texts(drawn(weekly))
    charts = [read_chart(data) for name, data in parts_of(weekly).items() if "/charts/chart" in name and ".xml" in name]
    charts = [chart for chart in charts if chart is not None]

    assert len(charts) == 3
    for chart in charts:
        shown = [*(name for name in chart.categories), *(series.name for series in chart.series)]
        for series in chart.series:
            if series.labels:
                shown += [formatted(value, series.labels) for value in series.values if value is not None]
        assert any(all(text in page for text in shown if not chart.is_upright) for page in pages), chart


def test_what_is_hidden_is_not_printed(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("看得见").add_run("看不见").font.hidden = True
    document.save(str(tmp_path / "hidden.docx"))

    assert texts(drawn(tmp_path / "hidden.docx")) == ["看得见"]


def test_a_deep_picture_keeps_its_greys(paper: Callable[..., Path]) -> None:
    file = io.BytesIO()
    Image.new("I;16", (300, 200), 30000).save(file, "PNG")
    [page] = pictures_of(drawn(paper(picture=file.getvalue())))
    with Image.open(io.BytesIO(page)) as image:
        assert max((image.convert("L").getcolors() or []), key=lambda one: one[0] * (one[1] < 250))[1] == 117


@pytest.mark.parametrize("cut", ["/gapWidth val=/", "srgbClr val=/red/", "min val=/1e14/", "max val=/-5/", "ser>/"])
def test_a_chart_without_sense_is_drawn_all_the_same(papers: list[Path], cut: str) -> None:
    name, _slash, value = cut.partition("/")
    parts = parts_of(papers[-1])
    for part, data in parts.items():
        if "/charts/chart" in part:
            xml = re.sub(rf'{name}"[^"]*"', f'{name}"{value.rstrip("/") or -100}"', data.decode())
            parts[part] = (
                xml.replace("<c:ser>", "<c:x>").replace("</c:ser>", "</c:x>").encode()
                if name == "ser>"
                else xml.encode()
            )
    layout = laid_out(parts, fandol())

    assert write_pdf(layout, parts, fandol(), NOTHING).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (58.1, "0.0", "58.1"),
        (60, '0"%"', "60%"),
        (0.25, "0%", "25%"),
        (1234.5, "#,##0", "1,234"),
        (3.0, "General", "3"),
        (-2, "0;-0", "-2"),
        (7, "\\第0", "第7"),
    ],
)
def test_figures_are_written_in_the_formats_of_workbooks(value: float, code: str, shown: str) -> None:
    assert formatted(value, code) == shown
