"""An .xls as sheets of cells, read in a process of its own: its format counts without bounds."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from wenming.base.i18n import _
from wenming.sheets.cells import Book, Cell, Sheet, with_merged
from wenming.sheets.refusals import locked, no_workbook, refused, too_large

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of a compound file ([MS-CFB] §2.2)
_LARGEST = 20_000_000  # bytes
_ANSWER_MAX = 60_000_000  # bytes
_SECONDS_MAX = 20.0  # where the system has no limit of its own for the process
_CHILD = "wenming.sheets.old_xls_child"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # an .xlsx with a password is such a file too


def read_old_xls(data: bytes, shown: str) -> Book:
    """The sheets of the .xls *data*, which faults call *shown*. Raises Faults."""
    if _ENCRYPTED in data:
        raise locked(shown)
    if len(data) > _LARGEST:
        raise too_large(shown)
    answer = _answer(data, shown)
    match answer.get("refused"):
        case "locked":
            raise locked(shown)
        case "large":
            raise too_large(shown)
        case "not installed":
            mend = _("在 Excel 或 WPS 里打开，另存为 .xlsx 再导入")
            raise refused(shown, "not-a-workbook", _("本机没有装读 .xls 的库"), mend)
        case None:
            return Book(shown, tuple(map(_sheet, answer["sheets"])))
    raise no_workbook(shown)


def _answer(data: bytes, shown: str) -> dict[str, Any]:  # Any: as JSON has it
    """What the child says of *data*. Raises Faults where it says nothing."""
    program = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": program, "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", _CHILD],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS_MAX,
            env=environment,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise no_workbook(shown) from error
    if len(done.stdout) > _ANSWER_MAX:
        raise too_large(shown)
    said: dict[str, Any] = json.loads(done.stdout)  # Any: as JSON has it
    return said


def _sheet(said: dict[str, Any]) -> Sheet:  # Any: as JSON has it
    cells = {(row, column): Cell(text, kind) for row, column, text, kind in said["cells"]}
    merged = tuple(tuple(span) for span in said["merged"])
    return Sheet(said["name"], with_merged(cells, merged), said["hidden"], frozenset(said["hidden_rows"]), merged)
