"""A PDF put where it is looked for, beside its Word file; what somebody else put there by that name stays."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

from wenming.base import files
from wenming.base.i18n import _
from wenming.output import strangers
from wenming.pages.drawing.producer import SOURCE, is_as_sealed

# LibreOffice begins its PDFs so, and writes its name into them in one of two encodings
_BEGINS_OF_OTHER = re.compile(rb"%PDF-1\.\d\n%\xc3\xa4\xc3\xbc\xc3\xb6\xc3\x9f\n")
_OTHER = "LibreOffice"
_OTHER_SAYS = (_OTHER.encode(), _OTHER.encode("utf-16-be").hex().upper().encode())
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
        data = files.read(wanted)
    except OSError:
        return None
    is_same = f"/{SOURCE} ({source})".encode() in data
    return PutBeside(wanted) if is_same and _is_as_it_was_made(data) else None


def _wanted(document: Path, folder: Path | None) -> Path:
    return (folder or document.parent) / f"{document.stem}.pdf"


def put(pdf: bytes, document: Path, folder: Path | None = None, taken: Container[Path] = ()) -> PutBeside:
    """Put *pdf* beside *document*, or into *folder*, under its name. Raises Faults.

    A PDF that stands there and was made neither by this program nor by LibreOffice, or was signed or changed since,
    stays: it may be a scan with a seal. So do those that are *taken*: of other documents of the same run.
    """
    wanted = _wanted(document, folder)
    try:
        strangers.put_aside_if_no_file(wanted)
        path = next(name for name in _names(wanted) if name not in taken and _may_be_written(name))
        files.write(path, pdf)
    except OSError as error:
        mend = _("如果这个文件正打开着，请先关掉；再看磁盘是否已满、文件夹能不能写")
        raise files.unwritable(wanted, error, mend) from error
    return PutBeside(path, None if path == wanted else wanted)


def _names(wanted: Path) -> Iterator[Path]:
    """*wanted*, and the names that come after it: X（2）.pdf."""
    yield wanted
    for number in count(2):
        yield wanted.with_name(f"{wanted.stem}（{number}）{wanted.suffix}")


def _may_be_written(path: Path) -> bool:
    """True if nothing is called *path*, or a PDF that is as it was made."""
    if not path.exists() and not path.is_symlink():
        return True
    if path.is_symlink():
        return False
    try:
        return _is_as_it_was_made(files.read(path))
    except OSError:  # no file, or one larger than any of ours
        return False


def _is_as_it_was_made(data: bytes) -> bool:
    """True if the PDF *data* was made by this program or by LibreOffice, and is as they left it."""
    if is_as_sealed(data):
        return True
    is_of_other = bool(_BEGINS_OF_OTHER.match(data)) and any(words in data for words in _OTHER_SAYS)
    return is_of_other and _SIGNED not in data and data.count(_END) == 1
