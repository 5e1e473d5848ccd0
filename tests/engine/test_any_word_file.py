"""Whatever Word has written around the words of a template, what comes out is a file that Word opens."""

import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import office
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator
from strange_structures import CONTEXT, template

from wenming.engine.postprocess import LEFT
from wenming.gongwen.template import Template
from wenming.ooxml import package
from wenming.ooxml.integrity import problems
from wenming.ooxml.namespaces import W

OWN_IDS = {  # elements whose attribute must be their own in a part
    "bookmarkStart": "id", "commentRangeStart": "id", "commentReference": "id", "permStart": "id",
    "moveFromRangeStart": "id", "moveToRangeStart": "id", "footnoteReference": "id",
}  # fmt: skip
RANGES = ("bookmark", "commentRange", "perm", "moveFromRange", "moveToRange")
ENDING_WITH_A_PARAGRAPH = ("tc", "hdr", "ftr", "footnote", "comment", "txbxContent")


def faults(data: bytes, path: Path) -> set[str]:
    """What a validator says of *data*, but that parts are missing: it looks for them by their usual names."""
    path.write_bytes(data)
    described = [error.description for error in OpenXmlValidator().validate(str(path)).errors]
    return {one for one in described if not one.startswith("Document references")}


def expect_sound(data: bytes) -> None:
    """What no validator looks at."""
    parts = package.read(data, "")
    assert problems(parts, parts, LEFT) == []
    for name, part in parts.items():
        if not name.endswith(".xml") or b"wordprocessingml/2006/main" not in part:
            continue
        root = etree.fromstring(part)
        assert "{{" not in part.decode() and "{%" not in part.decode()
        expect_own_ids(root)
        expect_shape(root)


def expect_own_ids(root: Any) -> None:
    for element, attribute in OWN_IDS.items():
        ids = [one.get(W + attribute) for one in root.iter(W + element)]
        assert len(ids) == len(set(ids)), (element, ids)
    controls = [one.get(W + "val") for one in root.iter(f"{W}id")]
    assert len(controls) == len(set(controls))
    for kind in RANGES:
        starts, ends = (sorted(one.get(W + "id") for one in root.iter(f"{W}{kind}{end}")) for end in ("Start", "End"))
        assert starts == ends, kind
    names = [
        sorted(one.get(W + "name") for one in root.iter(f"{W}{kind}RangeStart")) for kind in ("moveFrom", "moveTo")
    ]
    assert names[0] == names[1] and len(names[0]) == len(set(names[0]))


def expect_shape(root: Any) -> None:
    for table in root.iter(W + "tbl"):
        rows = [row for row in table.iter(W + "tr") if next(row.iterancestors(W + "tbl")) is table]
        assert rows
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in rows:
            cells = [cell for cell in row.iter(W + "tc") if next(cell.iterancestors(W + "tr")) is row]
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in cells]
            left_out = [int(one.get(W + "val")) for one in row.iterfind(f"{W}trPr/{W}gridBefore")]
            assert sum([*left_out, *(1 if span is None else int(span.get(W + "val")) for span in spans)]) == columns
    for owner in root.iter(*(W + name for name in ENDING_WITH_A_PARAGRAPH)):
        last = [child for child in owner if not child.tag.endswith("End")][-1]
        assert last.tag in (W + "p", W + "sdt"), owner.tag
    for content in root.iter(W + "sdtContent"):
        if content.getparent().getparent().tag != W + "p":
            assert len(content)
    for owner in root.iter(W + "body", W + "tc"):
        shown = [child.tag for child in owner if not child.tag.endswith(("Start", "End"))]
        assert (W + "tbl", W + "tbl") not in pairwise(shown)


@settings(max_examples=120)
@given(lots=st.randoms(use_true_random=False))
def test_what_comes_out_is_sound(lots: random.Random, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    data = template(lots)

    made = Template.read(data, "t.docx").render(CONTEXT)

    expect_sound(made)
    new = faults(made, folder / "made.docx") - faults(data, folder / "template.docx")
    assert not new


@pytest.mark.layout
def test_libreoffice_opens_what_comes_out(tmp_path: Path) -> None:
    paths = []
    for number in range(40):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(Template.read(template(random.Random(number)), path.name).render(CONTEXT))
        paths.append(path)

    pages = office.to_pdf(paths, tmp_path)

    assert all(page.stat().st_size > 1000 for page in pages) and len(pages) == len(paths)
