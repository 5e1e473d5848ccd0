"""A PDF put where it is looked for, beside its Word file; what somebody else put there by that name stays."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from wenming.base import files
from wenming.base.i18n import _
from wenming.output import strangers
from wenming.pages.drawing.producer import PRODUCER, SOURCE

_OTHER = "LibreOffice"
_MAKERS = (
    f"/Producer ({PRODUCER})".encode(),
    _OTHER.encode(),
    _OTHER.encode("utf-16-be").hex().upper().encode(),  # as it writes its name
)
_END = b"%%EOF"  # stands once in a PDF, and once more for each time that somebody changed it
_SIGNED = b"/ByteRange"  # stands in a PDF that somebody has signed


class PutBeside(NamedTuple):
    """Where a PDF is; *stayed*: the file of the wanted name that is somebody else's, if there is one."""

    path: Path
    stayed: Path | None = None


def made_before(document: Path, folder: Path | None, source: str) -> PutBeside | None:
    """The PDF of *document* that is there already and was made from the same *source*; None where none is."""
    wanted = _wanted(document, folder)
    try:
        data = wanted.read_bytes()
    except OSError:
        return None
    is_same = f"/{SOURCE} ({source})".encode() in data
    return PutBeside(wanted) if is_same and _is_as_it_was_made(data) else None


def _wanted(document: Path, folder: Path | None) -> Path:
    return (folder or document.parent) / f"{document.stem}.pdf"


def put(pdf: bytes, document: Path, folder: Path | None = None) -> PutBeside:
    """Put *pdf* beside *document*, or into *folder*, under its name. Raises Faults.

    A PDF that stands there and was made neither by this program nor by LibreOffice, or was signed or changed since,
    stays: it may be a scan with a seal.
    """
    wanted = _wanted(document, folder)
    try:
        strangers.put_aside_if_no_file(wanted)
        may_be_replaced = not wanted.exists() or _is_as_it_was_made(wanted.read_bytes())
        path = wanted if may_be_replaced else files.free_name(wanted)
        files.write(path, pdf)
    except OSError as error:
        mend = _("如果这个文件正打开着，请先关掉；再看磁盘是否已满、文件夹能不能写")
        raise files.unwritable(wanted, error, mend) from error
    return PutBeside(path, None if path == wanted else wanted)


def _is_as_it_was_made(data: bytes) -> bool:
    """True if the PDF *data* was made by this program or by LibreOffice, and is as they left it."""
    is_exported = any(maker in data for maker in _MAKERS)
    return is_exported and _SIGNED not in data and data.count(_END) == 1
