"""A folder of outputs that somebody prepared: whatever stands in it, the documents are written, and nothing is lost."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

Copy = Callable[..., Path]
WAIT = 60  # seconds after which a run that hangs is killed


def replaced_by(make: Callable[[Path], None], *names: str) -> Callable[[Path], None]:
    """Each of *names* in the folder, removed and made anew by *make*."""

    def plant(folder: Path) -> None:
        for name in names:
            for path in [*folder.glob(name)] or [folder / name]:
                if path.is_dir():
                    for inner in path.iterdir():
                        inner.unlink()
                    path.rmdir()
                path.unlink(missing_ok=True)
                make(path)

    return plant


def deep(path: Path) -> None:
    path.write_text("[" * 200_000)


def half_a_character(path: Path) -> None:
    entry = '{"kind": "k", "title": "t", "template": "t", "sources": {}, "generated": "' + "0" * 64 + '"}'
    if path.name == "journal.json":
        path.write_text('[{"name": "\\ud800", "part": "", "over": "", "entry": ' + entry + "}]")
    else:
        path.write_text('{"version": 2, "town": "\\ud800", "files": {"\\ud800": ' + entry + "}}")


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(60_000_000_000)  # takes no room on the disk


def of_other_kinds(path: Path) -> None:
    path.write_text('{"version": [], "town": {}, "files": {"甲.docx": [], "乙.docx": {"kind": 1}, "": null, "..": {}}}')


def names_that_systems_keep(path: Path) -> None:
    entry = '{"kind": "k", "title": "t", "template": "t", "sources": {}, "generated": "' + "0" * 64 + '"}'
    names = ["con", ".wenming", "合并前", "甲" * 300, "甲\\n乙.docx", ".docx"]
    rows = [f'{{"name": "{name}", "part": "", "over": "", "entry": {entry}}}' for name in names]
    path.write_text(f"[{', '.join(rows)}]")


HIDDEN = ".wenming"
NOTES = (f"{HIDDEN}/manifest.json", f"{HIDDEN}/journal.json", f"{HIDDEN}/lock")
STATES: dict[str, Callable[[Path], None]] = {
    **{f"{name} is a folder": replaced_by(Path.mkdir, name) for name in NOTES},
    "a base is a folder": replaced_by(Path.mkdir, f"{HIDDEN}/bases/*"),
    "the bases are a file": replaced_by(Path.touch, f"{HIDDEN}/bases"),
    "a document is a folder": replaced_by(Path.mkdir, "*.docx"),
    "lists in lists": replaced_by(deep, *NOTES[:2]),
    "half a character": replaced_by(half_a_character, *NOTES[:2]),
    "nothing in a note": replaced_by(Path.touch, *NOTES[:2]),
    "a note of sixty gigabytes": replaced_by(huge, *NOTES[:2]),
    "a document of sixty gigabytes": replaced_by(huge, "*.docx"),
    "a base of sixty gigabytes": replaced_by(huge, f"{HIDDEN}/bases/*"),
    "a note of other kinds of things": replaced_by(of_other_kinds, *NOTES[:2]),
    "a journal of names that systems keep": replaced_by(names_that_systems_keep, NOTES[1]),
    "a list for a manifest": replaced_by(lambda path: path.write_text("[]") and None, NOTES[0]),
    "a number for a journal": replaced_by(lambda path: path.write_text("1e999") and None, NOTES[1]),
    "a byte order mark": replaced_by(lambda path: path.write_bytes(b"\xff\xfe{\0}\0") and None, *NOTES[:2]),
    "a file for the folder of what was edited": replaced_by(Path.touch, "合并前"),
}
if hasattr(os, "mkfifo"):
    STATES |= {f"{name} is a pipe": replaced_by(os.mkfifo, name) for name in (*NOTES, "*.docx")}


@pytest.mark.parametrize("state", STATES)
def test_no_state_of_the_folder_stops_a_build(town: Copy, tmp_path: Path, state: str) -> None:
    folder = town()
    command = [sys.executable, str(ROOT / "cli.py"), "build", str(folder), "appeal", "--out", str(tmp_path / "out")]
    subprocess.run(command, check=True, capture_output=True, timeout=WAIT)
    out = tmp_path / "out" / folder.name
    [document] = out.glob("*.docx")
    made = document.read_bytes()
    STATES[state](out)

    for _time in range(2):
        done = subprocess.run(command, capture_output=True, text=True, timeout=WAIT)
        assert done.returncode == 0, done.stdout + done.stderr

    assert document.read_bytes() == made


def test_what_stood_in_the_place_of_a_document_is_kept(town: Copy, tmp_path: Path) -> None:
    folder = town()
    command = [sys.executable, str(ROOT / "cli.py"), "build", str(folder), "appeal", "--out", str(tmp_path / "out")]
    subprocess.run(command, check=True, capture_output=True, timeout=WAIT)
    [document] = (tmp_path / "out" / folder.name).glob("*.docx")
    document.unlink()
    document.mkdir()
    (document / "别人的").write_text("字")

    done = subprocess.run(command, capture_output=True, text=True, timeout=WAIT)

    aside = document.with_name(f"{document.stem}（移开）.docx")
    assert done.returncode == 0 and (aside / "别人的").read_text() == "字" and aside.name in done.stdout
