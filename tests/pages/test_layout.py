"""Pages are counted line by line: what a page holds, and what templates may say of it."""

from zipfile import ZipFile

import pytest
from conftest import ROOT

from wenming.pages.layout.faces import AnyFace
from wenming.pages.layout.flow import Layout, lay_out
from wenming.pages.layout.reading import read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SIZE = '<w:pgSz w:w="11906" w:h="16838"/>'
MARGINS = '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"/>'
GRID = '<w:docGrid w:type="lines" w:linePitch="579"/>'
LINE = '<w:p><w:pPr><w:pStyle w:val="GwBody"/></w:pPr><w:r><w:t>春</w:t></w:r></w:p>'
END = f'<w:p><w:pPr><w:pStyle w:val="GwBreak"/><w:sectPr>{SIZE}{MARGINS}{GRID}</w:sectPr></w:pPr></w:p>'
with ZipFile(ROOT / "templates" / "notice.docx") as parts:
    STYLES = parts.read("word/styles.xml")


ROLES = {"word/document.xml": "document", "word/styles.xml": "styles"}


def laid(body: str, *section: str) -> Layout:
    xml = f"<w:document {W}><w:body>{body}<w:sectPr>{''.join(section)}</w:sectPr></w:body></w:document>"
    parts = {"word/document.xml": xml.encode(), "word/styles.xml": STYLES}
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
