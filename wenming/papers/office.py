"""Papers of older programs (.doc, .wps, .rtf) become .docx by LibreOffice, in a process that ends."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from wenming.base import files
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _

SECONDS_MAX = 60.0
_NAMES = ("soffice", "libreoffice")
_PLACES = (
    *(r"C:\Program Files\LibreOffice\program\soffice.exe", r"C:\Program Files (x86)\LibreOffice\program\soffice.exe"),
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def as_docx(data: bytes, shown: str) -> bytes:
    """The .docx that LibreOffice makes of *data*, a file of an older program called *shown*. Raises Faults."""
    program = _program()
    if program is None:
        what = _("这是旧格式（.doc、.wps）的文件，本机没有 LibreOffice，读不了")
        raise Faults([Fault(Place(shown), what, _("在 Word 或 WPS 里打开，另存为 .docx 再导入"), "paper-old-format")])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old = folder / "old.doc"
        files.write(old, data, lasting=False)
        _run(_command(program, folder, old), shown)
        new = folder / "old.docx"
        if not files.is_readable(new):
            raise _unreadable(shown)
        return new.read_bytes()


def _run(command: list[str], shown: str) -> None:
    """Run *command* to its end, or stop it and what it has started. Raises Faults where it cannot be run."""
    try:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
    except OSError as error:
        raise _unreadable(shown) from error
    try:
        process.wait(SECONDS_MAX)
    except subprocess.TimeoutExpired as error:
        raise _unreadable(shown) from error
    finally:
        if process.poll() is None:
            _stop(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Stop *process*; its program is a script that starts another, and leads a session of its own."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _command(program: str, folder: Path, old: Path) -> list[str]:
    """What converts *old*, with a profile of its own: nobody's settings, no macros, no second window."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ["--headless", "--norestore", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML"]
    return [program, profile, *options, "--outdir", str(folder), str(old)]


def _program() -> str | None:
    """LibreOffice's program on this machine; None where there is none."""
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    return next((place for place in _PLACES if Path(place).is_file()), None)


def _unreadable(shown: str) -> Faults:
    what, mend = _("LibreOffice 打不开这个文件"), _("在 Word 或 WPS 里打开，另存为 .docx 再导入")
    return Faults([Fault(Place(shown), what, mend, "paper-unreadable")])
