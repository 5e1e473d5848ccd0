"""Pages measured by ink: LibreOffice lays them out, 600 dots an inch, held against GB/T 9704-2012 in mm.

Every measure is printed at the end of the run: clause, what, asked, measured.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import office
import pytest
from conftest import ROOT, made, report
from laying import count, own_pdf
from PIL import Image, ImageDraw, ImageFont

from wenming.documents.parts.signature import unsealed_indents
from wenming.gongwen.chinese import widest, width

pytestmark = pytest.mark.layout

MM = 25.4 / office.DPI
CHARACTER = 156 / 28  # 一字 in a line
SIZE = 16 / 72 * 25.4  # a character of size 3
# LibreOffice 7.4 spaces figures from Chinese by a fifth of a character; w:autoSpaceDE forbids it, Word obeys
GAP = 0.2 * SIZE
TOP, BOTTOM, LEFT, RIGHT = 37, 297 - 35, 28, 210 - 26

TOWN = """
镇:
  名称: 安平镇
  机关: 安平镇人民政府
  办公室: 安平镇党政综合办公室
  行政村: [东河村]
"""
NOTICE = """
标题: 安平镇人民政府关于做好版面测量工作的通知
正文: |
  {text}
发文:
  文号: 安政发〔2026〕3号
  主送: [各村民委员会]
  抄送: [县委宣传部, 县文明办]
  成文日期: 2026-03-05
  盖章: {sealed}
附件:
  - 标题: 附件表
    正文: 附件正文。
"""
PLAN = """
标题: 安平镇测量方案
版式: 通用
章节: {总体要求: {正文: 正文。}}
任务: [{编号: R1, 名称: 公益广告, 目标值: 1, 单位: 处, 分村: 1}]
"""


def bearing(char: str) -> tuple[float, float]:
    """The empty margins left and right of *char* in its own square, size 3, in mm: ink begins inside the square."""
    image = Image.new("L", (1000, 1400))
    face = ImageFont.truetype(office.face("FandolFang-Regular.otf"), 1000)
    ImageDraw.Draw(image).text((0, 0), char, fill=255, font=face)
    columns = np.flatnonzero(np.asarray(image).any(axis=0))
    return columns[0] * SIZE / 1000, (face.getlength(char) - 1 - columns[-1]) * SIZE / 1000


@dataclass
class Page:
    """The ink of one page: rows and columns in mm."""

    red: np.ndarray
    dark: np.ndarray

    def lines(self, mask: np.ndarray) -> list[tuple[float, float, float, float]]:
        """Bands of ink from top to bottom: top, bottom, left, right."""
        found = []
        for start, end in _runs(mask.any(axis=1)):
            columns = np.flatnonzero(mask[start:end].any(axis=0))
            found.append((start * MM, end * MM, columns[0] * MM, (columns[-1] + 1) * MM))
        return found


def _runs(flags: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module", params=["libreoffice", "wenming"])
def printer(request: pytest.FixtureRequest) -> str:
    """Who lays out the pages that are measured."""
    return request.param


@pytest.fixture(scope="module")
def pdfs(folder: Path, printer: str) -> dict[str, Path]:
    """The documents that are measured: a notice with and without a seal, a plan with a landscape page."""
    folder = folder / printer
    documents: dict[str, Path] = {}
    for name, sealed, text in (("sealed", "是", "国" * (28 * 60)), ("unsealed", "否", "国" * 40)):
        town = folder / "data" / name
        (town / "notices").mkdir(parents=True)
        (town / "town.yaml").write_text(TOWN, encoding="utf-8")
        (town / "notices" / "n.yaml").write_text(NOTICE.format(text=text, sealed=sealed), encoding="utf-8")
        [document] = made(town, folder / "out", "notice")
        documents[name] = document
    (town / "plan.yaml").write_text(PLAN, encoding="utf-8")
    [documents["plan"]] = made(town, folder / "out", "plan")
    renamed = {name: path.rename(folder / f"{name}.docx") for name, path in documents.items()}
    if printer == "wenming":
        return {name: own_pdf(path) for name, path in renamed.items()}
    office.to_pdf(list(renamed.values()), folder)
    return {name: folder / f"{name}.pdf" for name in renamed}


@pytest.fixture(scope="module")
def page(pdfs: dict[str, Path], folder: Path, printer: str) -> Iterator[object]:
    pages: dict[tuple[str, int], Page] = {}

    def get(name: str, number: int) -> Page:
        if (name, number) not in pages:
            pixels = office.raster(pdfs[name], number, folder / printer)
            red = (pixels[..., 0] > 180) & (pixels[..., 1] < 120)
            pages[name, number] = Page(red, pixels.max(axis=2) < 140)
        return pages[name, number]

    yield get
    pages.clear()


def holds(clause: str, what: str, asked: float, measured: float, within: float) -> None:
    report(f"{clause:<9}{what}", f"{asked:.2f}", f"{measured:.2f}", f"±{within}")
    assert abs(asked - measured) <= within, f"{clause} {what}: asked {asked:.2f} mm, measured {measured:.2f} mm"


def test_paper_is_a4(page) -> None:
    height, width = page("sealed", 1).dark.shape
    holds("§5.1", "纸宽", 210, width * MM, 0.5)
    holds("§5.1", "纸高", 297, height * MM, 0.5)


def test_full_page_has_22_lines_of_28_characters(page) -> None:
    ink = page("sealed", 2)
    lines = [line for line in ink.lines(ink.dark) if line[1] < BOTTOM]
    holds("§5.2.3", "每面行数", 22, len(lines), 0)
    top, bottom, left, right = lines[5]
    band = ink.dark[round(top / MM) : round(bottom / MM)].any(axis=0)
    holds("§5.2.3", "每行字数", 28, len(_runs(band)), 0)
    holds("§5.2.1", "版心左边", LEFT, left - bearing("国")[0], 1)
    holds("§5.2.1", "版心右边", RIGHT, right + bearing("国")[1], 1)
    holds("§5.2.3", "行距（579 twips）", 579 / 1440 * 25.4, (lines[-1][0] - lines[0][0]) / 21, 0.05)


def test_red_head(page) -> None:
    ink = page("sealed", 1)
    sign, rule = ink.lines(ink.red)
    number = ink.lines(ink.dark)[0]
    holds("§7.2.4", "发文机关标志上边缘距版心上边缘", 35, sign[0] - TOP, 1)
    holds("§7.2.4", "发文机关标志居中", (LEFT + RIGHT) / 2, (sign[2] + sign[3]) / 2, 1)
    holds("§7.2.7", "红线在发文字号之下", 4, rule[0] - number[1], 0.5)
    holds("§7.2.7", "红线左端", LEFT, rule[2], 0.5)
    holds("§7.2.7", "红线右端", RIGHT, rule[3], 0.5)
    holds("§7.2.5", "发文字号居中", (LEFT + RIGHT) / 2, (number[2] + number[3]) / 2, 1)


def test_text_begins_on_the_first_page_two_characters_in(page) -> None:
    ink = page("sealed", 1)
    lines = [line for line in ink.lines(ink.dark) if line[1] < BOTTOM]
    first = next(line for line in lines if line[3] - line[2] > 120 and line[2] > LEFT + 5)
    holds("§7.3.3", "正文首行左空二字", LEFT + 2 * CHARACTER, first[2] - bearing("国")[0], 1)


@pytest.mark.parametrize("name, number", [("sealed", 1), ("sealed", 2)])
def test_page_number(page, name: str, number: int) -> None:
    ink = page(name, number)
    top, bottom, left, right = ink.lines(ink.dark)[-1]
    dash = _runs(ink.dark[round(top / MM) : round(bottom / MM), : round((left + 2) / MM)].any(axis=1))
    middle = top + (dash[0][0] + dash[-1][1]) / 2 * MM
    holds("§7.5", f"第{number}页一字线距版心下边缘", 7, middle - BOTTOM, 0.5)
    one = 14 / 72 * 25.4
    if number % 2:
        holds("§7.5", "单页码居右空一字", RIGHT - one, right, 0.5)
    else:
        holds("§7.5", "双页码居左空一字", LEFT + one, left, 0.5)


def test_colophon_ends_an_even_page(page, pdfs: dict[str, Path]) -> None:
    last = office.pages(pdfs["sealed"])
    holds("§7.4", "版记所在页为双数", 0, last % 2, 0)
    ink = page("sealed", last)
    wide = [line for line in ink.lines(ink.dark) if line[3] - line[2] > 150]
    holds("§7.4.1", "版记末条分隔线下边缘与版心下边缘重合", BOTTOM, wide[-1][1], 0.5)
    holds("§7.4.1", "版记分隔线左端", LEFT, wide[-1][2], 0.5)
    holds("§7.4.1", "版记分隔线右端", RIGHT, wide[-1][3], 0.5)
    holds("§7.4.1", "首条分隔线粗", 0.35, wide[0][1] - wide[0][0], 0.1)
    holds("§7.4.1", "中间分隔线粗", 0.25, wide[1][1] - wide[1][0], 0.1)
    holds("§7.4.1", "末条分隔线粗", 0.35, wide[-1][1] - wide[-1][0], 0.1)


def test_signature_with_a_seal(page, pdfs: dict[str, Path], printer: str) -> None:
    organ, day = _signature(page, pdfs["sealed"], "sealed")
    holds("§7.3.5.1", "成文日期右空四字", RIGHT - 4 * CHARACTER, day[3] + bearing("日")[1], 1)
    gaps = 5 * GAP if printer == "libreoffice" else 0
    middle = (day[2] + gaps + day[3]) / 2
    holds("§7.3.5.1", "署名以成文日期为准居中", middle, (organ[2] + organ[3]) / 2, 1)


def test_signature_without_a_seal(page, pdfs: dict[str, Path]) -> None:
    organ, day = _signature(page, pdfs["unsealed"], "unsealed")
    # two characters, and as many more as keep the date in the line in the widest figures
    spare = widest("2026年3月5日") - width("2026年3月5日")
    organ_in, _day_in = unsealed_indents(width("安平镇人民政府"), width("2026年3月5日"), spare)
    assert 2 <= organ_in < 2.3
    holds("§7.3.5.2", "署名右空二字", RIGHT - organ_in * CHARACTER, organ[3] + bearing("府")[1], 1)
    starts = organ[2] - bearing("安")[0], day[2] - bearing("2")[0]
    holds("§7.3.5.2", "日期首字比署名首字右移二字", 2 * CHARACTER, starts[1] - starts[0], 1)


def _signature(page, pdf: Path, name: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    squeezed = ["".join(text.split()) for text in office.texts(pdf)]
    number = next(n for n, text in enumerate(squeezed, 1) if "2026年3月5日" in text)
    ink = page(name, number)
    lines = [line for line in ink.lines(ink.dark) if line[1] < BOTTOM and line[2] > 100]
    return lines[-2], lines[-1]


def test_page_number_of_a_landscape_page_is_where_upright_pages_have_it(page, pdfs: dict[str, Path]) -> None:
    last = office.pages(pdfs["plan"])
    ink = page("plan", last)
    width = ink.dark.shape[1]
    holds("§8", "横排页宽", 297, width * MM, 0.5)
    strip = ink.dark[:, : round(34 / MM)]
    rows, columns = np.flatnonzero(strip.any(axis=1)), np.flatnonzero(strip.any(axis=0))
    dash = np.flatnonzero(strip[rows[0] : rows[0] + round(2 / MM)].any(axis=0))
    holds("§8", "横排页一字线距版心边缘", 7, 35 - (dash[0] + dash[-1] + 1) / 2 * MM, 0.5)
    one = 14 / 72 * 25.4
    if last % 2:
        holds("§8", "横排单页码在竖排时的右下", 210 - 26 - one, (rows[-1] + 1) * MM, 0.5)
    else:
        holds("§8", "横排双页码在竖排时的左下", 28 + one, rows[0] * MM, 0.5)
    assert columns[-1] * MM < 35


def test_a_page_that_is_full_to_the_last_line_is_counted_as_word_lays_it_out(folder: Path) -> None:
    """LibreOffice 7.4 takes w:overflowPunct the wrong way round: told 1, it lets no mark hang, as Word does at 0."""
    import zipfile

    [circular] = made(ROOT / "data" / "anping", folder / "circular", "circular")
    as_word = folder / "as-word.docx"
    with zipfile.ZipFile(circular) as old, zipfile.ZipFile(as_word, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'overflowPunct w:val="0"', b'overflowPunct w:val="1"'))
    counted = count(circular)
    [pdf] = office.to_pdf([as_word], folder)
    assert counted == office.pages(pdf) and counted % 2 == 0
    assert "印发" in office.texts(pdf)[-1]  # the 版记


@pytest.mark.parametrize("name", ["anping", "heshan", "longtan", "xinhui"])
def test_pages_counted_are_those_laid_out(folder: Path, name: str) -> None:
    """What wenming computes without a word processor is what LibreOffice makes of it."""
    documents = made(ROOT / "data" / name, folder / name, "plan", "notice")
    for document, pdf in zip(documents, office.to_pdf(documents, folder), strict=True):
        assert count(document) == office.pages(pdf), document.name
