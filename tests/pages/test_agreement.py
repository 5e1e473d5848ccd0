"""Lines and pages are those that LibreOffice makes of the same file, by the rules by which it differs from Word.

A sample runs everywhere; ``pytest -m whole tests/pages`` holds all documents of the four towns and 200 random ones.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import office
import pypdfium2
import pypdfium2.raw
import pytest
from conftest import ROOT, report
from laying import AS_LIBREOFFICE, fandol, layout_of
from random_papers import forms_of
from test_faces import write_weeks

from wenming import Job, build
from wenming.base.diagnostics import Faults
from wenming.documents import registry
from wenming.pages.layout.flow import Layout
from wenming.pages.layout.placed import PlacedLine

pytestmark = pytest.mark.layout

TOWNS = ("anping", "heshan", "longtan", "xinhui")
BATCH = 25  # documents that LibreOffice lays out in one call
TWIPS = 20  # in a point
POINTS = 72 / 25.4  # in a millimetre
WITHIN = 0.3  # mm: how far base lines may be from each other
BESIDE = 6  # points: rows that are no further are one
TORN = 5  # lines of a page that has the head of a table, a row, and the number of the page
MOST_WHOLE = 0.98  # of the documents that LibreOffice lays out as a whole
HANGING = ",.、。;:?!"  # marks that LibreOffice hangs in the margin, and leaves out of the text of its PDF


class Row(NamedTuple):
    """A line of a page: how far down its base line is, in points, and what stands in it."""

    base: float
    text: str


class Agreement(NamedTuple):
    """How many lines there are, how many of them LibreOffice has too, and how far the worst is off, in mm."""

    lines: int
    same: int
    off: float
    told: list[str]


def plain(text: str) -> str:
    """*text* without white space, as far as signs are the same."""
    return re.sub(r"[\s\x00-\x1f\ufffc]", "", unicodedata.normalize("NFKC", text))


def our_rows(layout: Layout) -> list[list[Row]]:
    """The lines of each page as wenming lays them out."""
    pages: list[list[Row]] = []
    for page in layout.pages:
        lines = [one for one in page.placed if isinstance(one, PlacedLine)]
        rows = [
            Row((one.y + one.line.base) / 20, plain(one.line.text.chars[one.line.start : one.line.end]))
            for one in lines
        ]
        pages.append([row for row in rows if row.text])
    return pages


def their_rows(pdf: Path) -> list[list[Row]]:
    """The lines of each page of a PDF: what stands on one base line, from left to right."""
    pages: list[list[Row]] = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        by_base: dict[float, list[tuple[float, str]]] = {}
        for base, left, char in _characters(page):
            by_base.setdefault(base, []).append((left, char))
        rows = [Row(base, plain("".join(char for _left, char in sorted(row)))) for base, row in by_base.items()]
        pages.append(rows)
    document.close()
    return pages


def _characters(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, str]]:
    height = page.get_height()
    text = page.get_textpage()
    x, y = pypdfium2.raw.c_double(), pypdfium2.raw.c_double()
    for place in range(text.count_chars()):
        char = text.get_text_range(place, 1)
        if char.strip():
            pypdfium2.raw.FPDFText_GetCharOrigin(text.raw, place, x, y)
            yield round(height - y.value, 2), x.value, char


def agreement(document: Path, theirs: Sequence[Sequence[Row]]) -> Agreement:
    """How far *document*, as wenming lays it out, is what LibreOffice made of it."""
    layout = layout_of(document, fandol(), AS_LIBREOFFICE)
    ours = our_rows(layout)
    told = [f"{document.stem}: {len(ours)} pages for {len(theirs)}"] if len(ours) != len(theirs) else []
    lines = same = 0
    worst = 0.0
    for number, (our_page, their_page) in enumerate(zip(ours, theirs, strict=False), 1):
        for row in our_page:
            lines += 1
            off = min((abs(other.base - row.base) for other in their_page if _has(other, row)), default=math.inf)
            if off > BESIDE:
                told.append(f"{document.stem} page {number}: {row.text}")
                continue
            same += 1
            worst = max(worst, off / POINTS)
    return Agreement(lines, same, worst, told)


def _has(other: Row, row: Row) -> bool:
    """True if *row* stands in the line *other*, where cells beside it may stand too."""
    return row.text in other.text or (row.text[-1] in HANGING and row.text[:-1] in other.text)


def documents_of_towns(folder: Path, kinds: Sequence[str] = ()) -> list[Path]:
    """All documents of the example towns, those too that are only made where they are named."""
    made = []
    for town in TOWNS:
        for kind in kinds or [kind.key for kind in registry.KINDS]:
            try:
                documents = build(Job(folder=ROOT / "data" / town, kinds=[kind])).documents
            except Faults:  # this town has no forms for it
                continue
            for number, document in enumerate(documents):
                made.append(folder / f"{town}-{kind}-{number}.docx")
                made[-1].write_bytes(document.data)
    return made


def random_documents(folder: Path, numbers: Sequence[int], seeds: Sequence[int]) -> list[Path]:
    """Random notices, and reports on weeks of extreme figures."""
    made = []
    for number in numbers:
        [document] = build(Job(forms=forms_of(number), kinds=["notice"])).documents
        made.append(folder / f"n{number:03}.docx")
        made[-1].write_bytes(document.data)
    return [*made, *write_weeks(folder, seeds)]


def agreements(documents: Sequence[Path], folder: Path) -> list[Agreement]:
    found = []
    for start in range(0, len(documents), BATCH):
        batch = documents[start : start + BATCH]
        pdfs = office.to_pdf(batch, folder)
        for document, pdf in zip(batch, pdfs, strict=True):
            theirs = their_rows(pdf)
            if is_torn(theirs):
                report(f"{document.stem} is torn by LibreOffice, and not compared", "", "", "")
            else:
                found.append(agreement(document, theirs))
    assert len(found) >= len(documents) * MOST_WHOLE
    return found


def is_torn(rows: Sequence[Sequence[Row]]) -> bool:
    """True if LibreOffice 7.4 put each row of a table on a page of its own, as it does where it counts in circles."""
    nearly_empty = [len(page) <= TORN for page in rows]
    return any(one and other for one, other in pairwise(nearly_empty[:-1]))


def check(documents: Sequence[Path], folder: Path, least: float) -> None:
    found = agreements(documents, folder)
    lines, same = sum(one.lines for one in found), sum(one.same for one in found)
    told = [sentence for one in found for sentence in one.told]
    report(f"{len(documents)} documents, lines as LibreOffice's", f"{lines}", f"{same}", f"≥{least:.0%}")
    report("their base lines, mm off at most", "0", f"{max(one.off for one in found):.2f}", f"{WITHIN}")
    assert not [sentence for sentence in told if "pages for" in sentence]
    assert same >= lines * least, "\n".join(told[:40])
    assert max(one.off for one in found) <= WITHIN


def test_a_sample_is_laid_out_as_libreoffice_does(tmp_path: Path) -> None:
    documents = documents_of_towns(tmp_path, ["plan", "notice", "weekly", "breakdown", "scorecard"])
    check([*documents[::3], *random_documents(tmp_path, range(12), [1])], tmp_path, 0.98)


@pytest.mark.whole
def test_all_documents_are_laid_out_as_libreoffice_does(tmp_path: Path) -> None:
    documents = [*documents_of_towns(tmp_path), *random_documents(tmp_path, range(200), range(4))]
    check(documents, tmp_path, 0.98)
