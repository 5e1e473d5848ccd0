"""The summaries of a run, put where the documents are; what somebody has changed in them is kept beside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from wenming.base import files
from wenming.base.diagnostics import Fault, Faults
from wenming.base.i18n import _
from wenming.county import stores, summary_paper, summary_sheet
from wenming.county.bringing import SharedFile
from wenming.county.runs import Runs
from wenming.county.stores import Store
from wenming.county.summing_up import Summary
from wenming.output import strangers
from wenming.output.folder import BEFORE

_MARK = 8  # characters of a digest that tell one copy from another


class Summaries(NamedTuple):
    """Where the summaries were *written*, where what somebody had changed in them is *kept*, the *faults* of others."""

    written: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def put(summary: Summary, template: Callable[[], SharedFile | None], out: str, runs: Runs) -> Summaries:
    """Put *summary* into *out* as a workbook and as a paper; what goes wrong with one keeps the other not back.

    *template*: gives the .docx by which the county wants its paper, if it has one of its own.
    """
    written: list[str] = []
    kept: list[str] = []
    faults: list[Fault] = []
    made: dict[str, Callable[[], bytes]] = {
        summary_sheet.NAME: lambda: summary_sheet.sheet_of(summary),
        summary_paper.NAME: lambda: summary_paper.paper_of(summary, template()),
    }
    for name, make in made.items():
        try:
            copy = _put_one(out, name, make(), runs)
        except Faults as error:
            faults += error.faults
            continue
        written.append(stores.joined(out, name))
        if copy:
            kept.append(copy)
    return Summaries(tuple(written), tuple(kept), tuple(faults))


def _put_one(out: str, name: str, data: bytes, runs: Runs) -> str:
    """Where what stood there is kept, if somebody had changed it; empty else. Raises Faults."""
    known = runs.summary_digest(name)
    runs.note_summary(name, files.digest(data))
    if stores.is_remote(out):
        return _put_into_store(Store(out), name, data, known)
    path = Path(out, name)
    try:
        return _put_into_folder(path, data, known)
    except OSError as error:
        mend = _("如果这个文件正在 Excel、Word 或 WPS 里打开，请先关掉；再看磁盘是否已满、文件夹能不能写")
        raise files.unwritable(path, error, mend) from error


def _put_into_folder(path: Path, data: bytes, known: str) -> str:
    """Put *data* in the place of the file *path*, which was written as *known*; where a changed one is kept."""
    strangers.put_aside_if_no_file(path)
    before = path.read_bytes() if path.exists() else None
    if before == data:
        return ""
    copy = ""
    if before is not None and files.digest(before) != known:
        backup = files.free_name(path.parent / BEFORE / path.name, same=before)
        files.write(backup, before)
        copy = str(backup)
    files.write(path, data)
    return copy


def _put_into_store(store: Store, name: str, data: bytes, known: str) -> str:
    before = store.read(name)
    if before == data:
        return ""
    copy = ""
    if before is not None and files.digest(before) != known:
        stem, dot, ending = name.rpartition(".")
        copy = f"{BEFORE}/{stem}（{files.digest(before)[:_MARK]}）{dot}{ending}"
        store.write(copy, before)
        copy = stores.joined(store.address, copy)
    store.write(name, data)
    return copy
