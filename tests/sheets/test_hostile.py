"""Files made to do harm: each is read or refused in plain words, within the memory that an old machine has."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sheets import hostile

_MEMORY_MAX = 300_000  # KB
_LEAST = 300
_SECONDS_MAX = 600  # so that one that hangs fails
_CHILD = """
import sys
import lxml.etree, zipfile
from sheets import hostile
from sheets.test_hostile import outcome
from wenming.sheets import delimited, old_xls, pictures, reading, xlsx
from wenming.base.diagnostics import Faults
for name, data in hostile.all_of(sys.argv[1]):
    print(outcome(name, data), flush=True)
"""


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


def _outcomes(kind: str) -> list[tuple[str, str, int, float]]:
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(root / "tests")])}
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, kind],
        env=environment,
        stdout=subprocess.PIPE,
        timeout=_SECONDS_MAX,
        check=True,
        text=True,
    )
    found: list[tuple[str, str, int, float]] = []
    for line in done.stdout.splitlines():
        name, said, *rest = line.split("\t")
        peak = int(rest[0]) if len(rest) == 2 else 0
        found.append((name, said, peak, float(rest[-1])))
    return found


@pytest.mark.parametrize("kind", hostile.KINDS)
def test_a_hostile_file_is_read_or_refused_within_bounds(kind: str) -> None:
    wrong = [one for one in _outcomes(kind) if one[1] not in ("read", "refused") or one[2] > _MEMORY_MAX]

    assert not wrong


def test_there_are_many_of_them_each_with_a_name_of_its_own() -> None:
    names = [name for kind in hostile.KINDS for name, _data in hostile.all_of(kind)]

    assert len(names) == len({*names}) >= _LEAST
