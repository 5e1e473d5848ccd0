"""PDFs by LibreOffice: whole ones, many in a call; a call that fails or hangs leaves the culprit named."""

import os
import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest

from wenming.pages import office_suite, pdf_beside
from wenming.pages.office_suite import to_pdf

_FAKE = """#!{python}
import sys, time
from pathlib import Path
folder = Path(sys.argv[sys.argv.index("--outdir") + 1])
documents = [Path(word) for word in sys.argv if word.endswith(".docx")]
with open({log!r}, "a") as log:
    print(len(documents), file=log)
for path in documents:
    size = path.stat().st_size
    if size in {hanging}:
        time.sleep(600)
    if size in {killing}:
        sys.exit(1)
    whole = b"" if size in {halving} else b"%%EOF"
    path.with_suffix(".pdf").write_bytes(b"%PDF-1.6 " + str(size).encode() + whole)
"""


@pytest.fixture
def word_file(tmp_path: Path) -> Callable[..., Path]:
    """A Word file of so many paragraphs."""

    def make(name: str, paragraphs: int = 1) -> Path:
        document = docx.Document()
        for number in range(paragraphs):
            document.add_paragraph(f"第{number}段，{os.urandom(9).hex()}")
        document.save(str(tmp_path / f"{name}.docx"))
        return tmp_path / f"{name}.docx"

    return make


@pytest.fixture
def suite(tmp_path: Path) -> Callable[..., Path]:
    """A program that is called as LibreOffice is, and hangs, ends or half writes where it meets one of the files."""

    if os.name == "nt":
        pytest.skip("a script that Windows does not start")

    def make(hanging: Sequence[Path] = (), killing: Sequence[Path] = (), halving: Sequence[Path] = ()) -> Path:
        sizes = {
            name: [path.stat().st_size for path in paths]
            for name, paths in {"hanging": hanging, "killing": killing, "halving": halving}.items()
        }
        program = tmp_path / "soffice"
        program.write_text(_FAKE.format(python=sys.executable, log=str(tmp_path / "calls"), **sizes))
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return program

    return make


def all_of(documents: list[Path], program: Path) -> tuple[set[str], list[str]]:
    """The names of those that became PDFs, and what is wrong with which of the others."""
    made: set[str] = set()
    wrong: list[str] = []
    for converted in to_pdf(documents, program):
        made |= {path.stem for path in converted.pdfs}
        wrong += [f"{Path(fault.place.file).stem} {fault.code}" for fault in converted.faults]
    return made, wrong


def test_many_files_are_one_call(
    word_file: Callable[..., Path], suite: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_suite, "AT_ONCE", 3)
    documents = [word_file(name) for name in "abcde"]
    assert all_of(documents, suite()) == (set("abcde"), [])
    assert (tmp_path / "calls").read_text().split() == ["3", "2"]


@pytest.mark.parametrize("how", ["killing", "halving"])
def test_a_file_that_fails_is_named_and_the_others_become_pdfs(
    word_file: Callable[..., Path], suite: Callable[..., Path], how: str
) -> None:
    documents = [word_file(name, paragraphs=1 + 300 * (name == "c")) for name in "abcde"]
    assert all_of(documents, suite(**{how: [documents[2]]})) == (set("abde"), ["c no-pdf"])


def test_a_call_that_hangs_is_ended_with_all_that_it_started(
    word_file: Callable[..., Path], suite: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_suite, "_SECONDS_TO_BEGIN", 1.0)
    monkeypatch.setattr(office_suite, "_SECONDS_OF_ONE", 0.5)
    documents = [word_file(name, paragraphs=1 + 300 * (name == "a")) for name in "ab"]
    assert all_of(documents, suite(hanging=[documents[0]])) == ({"b"}, ["a no-pdf"])


def test_what_is_no_word_file_or_reads_from_elsewhere_is_not_shown_to_it(
    word_file: Callable[..., Path], suite: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "text.docx").write_text("no Word file")
    reads = docx.Document()
    run_ = reads.add_paragraph().add_run()
    for kind, text in (("begin", ""), ("", "INCLUDEPICTURE http://127.0.0.1/x.png"), ("end", "")):
        element = docx.oxml.OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(docx.oxml.ns.qn("w:fldCharType"), kind)
        element.text = text or None
        run_._r.append(element)
    reads.save(str(tmp_path / "reads.docx"))
    [refused, made] = to_pdf([word_file("a"), tmp_path / "text.docx", tmp_path / "reads.docx"], suite())
    assert [path.stem for path in made.pdfs] == ["a"] and made.faults == ()
    text, reads_ = refused.faults
    assert text.place.file.endswith("text.docx") and "reads.docx" in reads_.place.file


def test_a_scan_or_a_signed_pdf_of_the_same_name_stays(tmp_path: Path) -> None:
    document = tmp_path / "a.docx"
    ours = b"%PDF-1.6\n%\xc3\xa4\xc3\xbc\xc3\xb6\xc3\x9f\n/Producer(LibreOffice 7.4) %%EOF"
    assert pdf_beside.put(ours, document).path == tmp_path / "a.pdf"
    assert pdf_beside.put(ours + b" ", document) == pdf_beside.PutBeside(tmp_path / "a.pdf")
    for others in (b"%PDF-1.4 of a scanner", ours + b"/ByteRange [0 1 2 3]", ours + b" changed %%EOF"):
        (tmp_path / "a.pdf").write_bytes(others)
        put = pdf_beside.put(ours, document)
        assert put.stayed == tmp_path / "a.pdf" and put.path.name != "a.pdf" and put.path.read_bytes() == ours
        assert (tmp_path / "a.pdf").read_bytes() == others
