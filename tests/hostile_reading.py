"""What becomes of a file made to do harm when it is read in a process of its own."""

import os
from pathlib import Path


def outcome(name: str, data: bytes) -> str:
    """What becomes of the file *data*, read in a process of its own: how it ended, its largest memory, its seconds."""
    assert len(data) < 5_000_000, name
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        os.write(writing, _read(name, data).encode("utf-8", "replace")[:2000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        ended = said.read().decode("utf-8", "replace")
    _pid, status, used = os.wait4(child, 0)
    if status:
        ended = f"died of {status}"
    return f"{name}\t{ended or 'nothing'}\t{used.ru_utime + used.ru_stime:.2f}"


def _read(name: str, data: bytes) -> str:
    from wenming.base.diagnostics import Faults
    from wenming.sheets import reading

    try:
        book = reading.read(data, name)
    except Faults as error:
        said = "refused" if all(one.what and one.mend for one in error.faults) else "no words"
    except BaseException as error:  # what must not be
        return f"{type(error).__name__}: {error!s:.200}\t{_peak()}"
    else:
        said = "read"
        for sheet in book.sheets:
            for (row, column), cell in sheet.cells.items():
                cell.text.encode()
                if row < 1 or column < 1:
                    said = f"a cell at {row}, {column}"
    return f"{said}\t{_peak()}"


def _peak() -> int:
    """The largest memory of this process, of this moment on, in KB."""
    text = Path("/proc/self/status").read_text()
    return int(text.split("VmHWM:")[1].split()[0])
