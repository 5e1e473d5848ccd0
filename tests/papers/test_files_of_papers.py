"""What a file is, is told by its content; what cannot be read says why."""

import contextlib
import os
import random
import shutil
import time
from pathlib import Path

import office
import pytest
from old_papers import PLAN, word_file

from wenming.base.diagnostics import Faults
from wenming.papers.paper import Line
from wenming.papers.reading import read


def said(data: bytes) -> list[str]:
    return [block.text for block in read(data, "旧公文").blocks if isinstance(block, Line)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_text_in_whatever_encoding(encoding: str) -> None:
    assert said("\r\n".join(PLAN).encode(encoding)) == PLAN


def test_a_word_file_by_whatever_name() -> None:
    assert said(word_file(PLAN)) == PLAN


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "paper-unreadable"),
        (b" \r\n", "paper-unreadable"),
        (b"\x00\x01\x02\x03", "paper-unreadable"),
        (b"%PDF-1.4 broken", "paper-unreadable"),
        (b"\xff\xd8\xff\xe0 a photo", "paper-scanned"),
        (b"\x89PNG\r\n\x1a\n", "paper-scanned"),
        ("字\n".encode() * 20_001, "paper-too-long"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(Faults) as caught:
        read(data, "旧公文")
    assert [fault.code for fault in caught.value.faults] == [code]


def test_a_file_of_an_older_program_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr("wenming.papers.office._PLACES", ())
    with pytest.raises(Faults, match=r"另存为 \.docx"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧.doc")


@pytest.mark.skipif(bool(office.missing()), reason=office.missing())
def test_a_doc_and_a_pdf_say_what_the_word_file_says(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(word_file(PLAN))
    old = office.converted([path], tmp_path, "doc:MS Word 97")[0]
    assert said(old.read_bytes()) == PLAN
    [pdf] = office.to_pdf([path], tmp_path)
    assert "".join(said(pdf.read_bytes())).replace("\u3000", "") == "".join(PLAN).replace("\u3000", "")


@pytest.mark.skipif(bool(office.missing()), reason=office.missing())
def test_a_damaged_pdf_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(word_file(PLAN))
    whole = office.to_pdf([path], tmp_path)[0].read_bytes()
    for number in range(60):
        lots = random.Random(number)
        data = bytearray(whole)
        for _change in range(lots.randint(1, 40)):
            data[lots.randrange(len(data))] = lots.randrange(256)
        with contextlib.suppress(Faults):
            read(bytes(data), "旧公文")


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_an_office_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 600 & echo $! > {tmp_path}/child\nwait\n")
    program.chmod(0o755)
    monkeypatch.setattr("wenming.papers.office.SECONDS_MAX", 1.0)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    with pytest.raises(Faults, match="打不开"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧.doc")
    child = Path("/proc", (tmp_path / "child").read_text().strip())
    for _look in range(100):  # it has been told to end, and does so when the machine has time for it
        if _is_gone(child):
            break
        time.sleep(0.1)
    assert _is_gone(child)


def _is_gone(process: Path) -> bool:
    """True if the *process* (its folder in /proc) has ended."""
    try:
        return (process / "stat").read_text().split()[2] == "Z"
    except OSError:
        return True
