"""Word files as PDF by LibreOffice, where it is installed: many in a call, and a call ends whatever happens.

Each call has a profile of its own, so that a LibreOffice that somebody works with is neither asked nor disturbed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from wenming.base import files
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.ooxml import active_content, package
from wenming.pages.typefaces.catalogue import Catalogue
from wenming.pages.typefaces.font_configuration import font_configuration

AT_ONCE = 30  # files of a call: to begin takes as long as ten of them
_SECONDS_TO_BEGIN = 60.0  # with a new profile, on a slow PC
_SECONDS_OF_ONE = 20.0
#: the PDF has the pages that a printer would leave blank so that a section begins on an even one
_WITH_BLANK_PAGES = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
_HEAD, _TAIL, _TAIL_WITHIN = b"%PDF-", b"%%EOF", 1024  # what a whole PDF begins and ends with


class Converted(NamedTuple):
    """The PDF of each file that became one, and the faults of the others."""

    pdfs: Mapping[Path, bytes]
    faults: tuple[Fault, ...]


def to_pdf(documents: Sequence[Path], suite: Path, faces: Catalogue | None = None) -> Iterator[Converted]:
    """The PDFs of the .docx *documents* by the LibreOffice whose program *suite* is, as they come.

    It takes the *faces* that our own pages are drawn in, and the same ones in place of those that are not there.

    A file with macros, links to other places or fields that read them is refused before LibreOffice sees it. Of a call
    that fails, or takes too long, each half is tried again, down to the file that is to blame.
    """
    taken: dict[Path, bytes] = {}
    refused: list[Fault] = []
    for path in documents:
        try:
            taken[path] = _harmless(path)
        except Faults as error:
            refused += error.faults
    if refused:
        yield Converted({}, tuple(refused))
    paths = [*taken]
    for start in range(0, len(paths), AT_ONCE):
        yield _converted({path: taken[path] for path in paths[start : start + AT_ONCE]}, suite, faces)


def _harmless(path: Path) -> bytes:
    """The bytes of the Word file *path*. Raises Faults where it is none, or reads from elsewhere."""
    try:
        data = files.read(path)
    except OSError as error:
        what, mend = _("打不开这个文件"), _("检查文件在不在、是不是正被别的程序占用")
        raise Faults([Fault(Place(str(path)), what, mend, "cannot-read")]) from error
    faults = [*active_content.faults(package.read(data, str(path)), str(path))]
    if faults:
        raise Faults(faults)
    return data


def _converted(documents: Mapping[Path, bytes], suite: Path, faces: Catalogue | None) -> Converted:
    """The PDFs of *documents*, in one call if all goes well."""
    pdfs = _call(documents, suite, faces)
    left = [path for path in documents if path not in pdfs]
    if not left:
        return Converted(pdfs, ())
    if len(documents) == 1:
        what, mend = _("LibreOffice 没有做出 PDF"), _("用 LibreOffice、WPS 或 Word 打开看看，另存一次再试")
        return Converted({}, (Fault(Place(str(left[0])), what, mend, "no-pdf"),))
    half = (len(left) + 1) // 2
    faults: list[Fault] = []
    for part in (left[:half], left[half:]):
        if part:
            again = _converted({path: documents[path] for path in part}, suite, faces)
            pdfs |= again.pdfs
            faults += again.faults
    return Converted(pdfs, tuple(faults))


def _call(documents: Mapping[Path, bytes], suite: Path, faces: Catalogue | None) -> dict[Path, bytes]:
    """The whole PDFs that one call made of *documents*."""
    with tempfile.TemporaryDirectory(prefix="wenming-pdf-", ignore_cleanup_errors=True) as name:
        work = Path(name)
        for number, data in enumerate(documents.values()):
            files.write(work / f"{number}.docx", data, lasting=False)
        command = [
            str(suite),
            f"-env:UserInstallation={(work / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            _WITH_BLANK_PAGES,
            "--outdir",
            str(work),
            *(str(work / f"{number}.docx") for number in range(len(documents))),
        ]
        environment = dict(os.environ)
        if faces and os.name != "nt":
            files.write(work / "fonts.conf", font_configuration(faces, work).encode(), lasting=False)
            environment["FONTCONFIG_FILE"] = str(work / "fonts.conf")
        _run(command, _SECONDS_TO_BEGIN + _SECONDS_OF_ONE * len(documents), environment)
        made: dict[Path, bytes] = {}
        for number, path in enumerate(documents):
            data = _whole_pdf(work / f"{number}.pdf")
            if data:
                made[path] = data
        return made


def _whole_pdf(path: Path) -> bytes:
    """The bytes of the PDF *path*; none where it is not there, or not whole."""
    try:
        data = files.read(path)
    except OSError:
        return b""
    is_whole = data.startswith(_HEAD) and _TAIL in data[-_TAIL_WITHIN:]
    return data if is_whole else b""


def _run(command: Sequence[str], seconds: float, environment: Mapping[str, str]) -> None:
    """Run *command*; after so many *seconds* it is ended, with every process that it started."""
    is_windows = os.name == "nt"
    group = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) if is_windows else 0
    try:
        running = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=not is_windows,
            creationflags=group,
        )
    except OSError:  # it cannot be started: nothing is made
        return
    try:
        running.wait(seconds)
    except subprocess.TimeoutExpired:
        _end(running)
    except BaseException:
        _end(running)
        raise


def _end(running: subprocess.Popen[bytes]) -> None:
    """End the process *running* and those that it started."""
    if os.name == "nt":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(running.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
    running.wait()
