"""The files that are named on the command line, in folders, or typed."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from wenming.base import files as disk
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.collecting.contribution import File
from wenming.sheets.reading import LARGEST

_SHEETS = (".xlsx", ".xls", ".xlsm", ".et", ".csv", ".txt", ".tsv")


def read_files(paths: Sequence[Path]) -> list[File]:
    """The files *paths*. Raises Faults where one cannot be read."""
    return [*_files(paths)]


def _files(paths: Sequence[Path]) -> Iterator[File]:
    """The files that are meant by *paths*: those in folders too, what is typed for -. Raises Faults."""
    for path in paths:
        if str(path) == "-":
            yield File(_("标准输入"), sys.stdin.buffer.read(LARGEST + 1))
        elif path.is_dir():
            inside = sorted(one for one in path.iterdir() if _is_sheet(one))
            if not inside:
                mend = _("把填好的表放进去，或者写文件的位置")
                raise Faults([Fault(Place(str(path)), _("这个文件夹里没有表格"), mend, "no-file")])
            yield from map(_read, inside)
        else:
            yield _read(path)


def _is_sheet(path: Path) -> bool:
    is_temporary = path.name.startswith(("~", "."))
    return path.suffix.lower() in _SHEETS and not is_temporary and path.is_file()


def _read(path: Path) -> File:
    if not path.exists():
        raise Faults([Fault(Place(str(path)), _("没有这个文件"), _("写填好的表的位置"), "no-file")])
    if not disk.is_readable(path, LARGEST):
        mend = _("删掉用不着的图片和表，另存一份")
        raise Faults([Fault(Place(str(path)), _("这个文件太大，或者打不开"), mend, "workbook-too-large")])
    try:
        return File(path.name, path.read_bytes())
    except OSError as error:
        what, mend = _("打不开这个文件"), _("检查文件在不在、是不是正被别的程序占用")
        raise Faults([Fault(Place(str(path)), what, mend, "cannot-read")]) from error
