"""Whatever somebody made of a Word file, it becomes pages or a fault, and that with bounded work.

A sample runs everywhere; ``pytest -m whole tests/pages`` tries two thousand.
"""

import io
import random
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import ROOT
from laying import fandol
from lxml import etree
from steps import Steps

from wenming import Job, build
from wenming.base.diagnostics import Faults
from wenming.pages.drawing.about import About
from wenming.pages.drawing.pdf import write_pdf
from wenming.pages.layout.document import laid_out

pytestmark = pytest.mark.layout

STEPS = 6_000_000  # calls: a plan of the example takes 150,000
VALUES = [
    "",
    "0",
    "-1",
    "1",
    "99999999",
    "-99999999",
    "1e9",
    "nan",
    "auto",
    "甲",
    "FF0000",
    "exact",
    "both",
    "restart",
    "even",
]
WORDS = [
    "甲" * 3000,
    "a" * 3000,
    "，。" * 500,
    "\u200b\u00ad\ufeff",
    "\U0001f600é́",
    "“" * 300,
    " " * 2000,
    "𠮷⼀\ue000",
]
TRIED = ("word/document.xml", "word/styles.xml", "word/settings.xml", "word/footer1.xml", "word/charts/chart1.xml")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def papers() -> list[bytes]:
    """A plan, a notice and a weekly report of the example."""
    folder = ROOT / "data" / "anping"
    return [build(Job(folder=folder, kinds=(kind,))).documents[-1].data for kind in ("plan", "notice", "weekly")]


def parts_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def mutated(parts: dict[str, bytes], dice: random.Random) -> dict[str, bytes]:
    """*parts* with a few things in them otherwise than anybody would have made them."""
    changed = dict(parts)
    for _time in range(dice.randint(1, 8)):
        name = dice.choice([name for name in TRIED if name in changed])
        root = etree.fromstring(changed[name])
        elements = [one for one in root.iter() if isinstance(one.tag, str) and one is not root]
        if elements:
            _mutate(dice.choice(elements), dice)
        changed[name] = etree.tostring(root)
    if dice.random() < 0.1:
        name = dice.choice(list(changed))
        changed[name] = changed[name][: dice.randint(0, len(changed[name]))]
    if dice.random() < 0.1:
        del changed[dice.choice([name for name in changed if name != "word/document.xml"])]
    return changed


def _mutate(element: etree._Element, dice: random.Random) -> None:
    parent = element.getparent()
    match dice.randrange(6):
        case 0 if element.attrib:
            element.set(dice.choice(list(element.attrib)), dice.choice(VALUES))
        case 1:
            parent.remove(element)
        case 2:
            for _time in range(dice.choice([1, 3, 200])):
                parent.append(etree.fromstring(etree.tostring(element)))
        case 3:
            others = [one for one in element.getroottree().getroot().iter() if isinstance(one.tag, str)]
            target = dice.choice(others)
            if element not in target.iterancestors() and target is not element:
                target.append(element)
        case 4:
            element.tag = W + dice.choice(
                ["tbl", "tc", "tr", "p", "r", "t", "br", "tab", "framePr", "sectPr", "pict", "cols"]
            )
        case _:
            element.text = dice.choice(WORDS)


def drawn(parts: dict[str, bytes]) -> bytes:
    return write_pdf(laid_out(parts, fandol()), parts, fandol(), About())


def try_all(papers: list[bytes], numbers: range) -> None:
    for number in numbers:
        dice = random.Random(number)
        parts = mutated(parts_of(dice.choice(papers)), dice)
        with Steps() as steps:
            try:
                pdf = drawn(parts)
            except (etree.XMLSyntaxError, Faults):  # told as a broken file
                continue
        assert pdf.startswith(b"%PDF") and b"%%EOF" in pdf[-10:], number
        assert steps.count < STEPS, f"{number}: {steps.count} calls"


def test_a_sample_of_strange_files_becomes_pages_or_a_fault(papers: list[bytes]) -> None:
    try_all(papers, range(60))


@pytest.mark.whole
def test_two_thousand_strange_files_become_pages_or_a_fault(papers: list[bytes]) -> None:
    try_all(papers, range(2000))


@pytest.mark.parametrize("kind", ["paragraphs", "rows", "a paragraph", "a cell", "kept together", "a word", "nested"])
def test_the_work_grows_as_the_document_does(kind: str) -> None:
    """Twice as long takes at most 2.2 times the calls."""
    counts = []
    for size in (400, 800):
        parts = {"word/document.xml": _long(kind, size), **_RELATIONS}
        with Steps() as steps:
            drawn(parts)
        counts.append(steps.count)

    assert counts[1] < counts[0] * 2.2, counts


_RELATIONS = {
    "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="a" Target="word/document.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
}


def _long(kind: str, size: int) -> bytes:
    paragraph = f"<w:p><w:r><w:t>{'字' * 60}</w:t></w:r></w:p>"
    row = f"<w:tr><w:tc>{paragraph}</w:tc><w:tc>{paragraph}</w:tc></w:tr>"
    table = "<w:tbl><w:tblGrid><w:gridCol w:w='4000'/><w:gridCol w:w='4000'/></w:tblGrid>{}</w:tbl>"
    kept = paragraph.replace("<w:r>", "<w:pPr><w:keepNext/></w:pPr><w:r>")
    made = {
        "paragraphs": paragraph * size,
        "rows": table.format(row * size),
        "a paragraph": f"<w:p><w:r><w:t>{'字' * 60 * size}</w:t></w:r></w:p>",
        "a cell": table.format(f"<w:tr><w:tc>{paragraph * size}</w:tc></w:tr>"),
        "kept together": kept * size,
        "a word": f"<w:p><w:r><w:t>{'a' * 60 * size}</w:t></w:r></w:p>",
        "nested": table.format(f"<w:tr><w:tc>{table.format(row * size) + paragraph}</w:tc></w:tr>"),
    }
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return f"<w:document {space}><w:body>{made[kind]}</w:body></w:document>".encode()


def test_a_picture_that_is_none_and_a_chart_that_is_broken_leave_their_room(papers: list[bytes]) -> None:
    parts = parts_of(papers[2])
    broken = {name: b"\x89PNG broken" if "chart" in name or "media" in name else data for name, data in parts.items()}

    assert len(laid_out(broken, fandol()).pages) == len(laid_out(parts, fandol()).pages)
    assert drawn(broken)


def test_tables_within_tables_end(tmp_path: Path) -> None:
    inner = "<w:p/>"
    for _depth in range(60):
        inner = f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    xml = f"<w:document {space}><w:body>{inner}</w:body></w:document>".encode()

    layout = laid_out({"word/document.xml": xml, **_RELATIONS}, fandol())

    assert [one.what for one in layout.unknown] == ["套了太多层的表格"]
