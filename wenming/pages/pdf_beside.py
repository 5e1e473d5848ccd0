"""A PDF put where it is looked for, beside its Word file; what somebody else put there by that name stays."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from wenming.base import files
from wenming.base.i18n import _
from wenming.output import strangers
from wenming.pages.drawing.producer import PRODUCER

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


def put(pdf: bytes, document: Path, folder: Path | None = None) -> PutBeside:
    """Put *pdf* beside *document*, or into *folder*, under its name. Raises Faults.

    A PDF that stands there and was made neither by this program nor by LibreOffice, or was signed or changed since,
    stays: it may be a scan with a seal.
    """
    wanted = (folder or document.parent) / f"{document.stem}.pdf"
    try:
        strangers.put_aside_if_no_file(wanted)
        path = wanted if not wanted.exists() or _may_be_replaced(wanted) else files.free_name(wanted)
        files.write(path, pdf)
    except OSError as error:
        mend = _("如果这个文件正打开着，请先关掉；再看磁盘是否已满、文件夹能不能写")
        raise files.unwritable(wanted, error, mend) from error
    return PutBeside(path, None if path == wanted else wanted)


def _may_be_replaced(path: Path) -> bool:
    """True if the PDF *path* was made by this program or by LibreOffice, and is as they left it."""
    data = path.read_bytes()
    is_exported = any(maker in data for maker in _MAKERS)
    return is_exported and _SIGNED not in data and data.count(_END) == 1
