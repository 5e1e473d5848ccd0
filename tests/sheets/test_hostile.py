"""Files made to do harm: each is read or refused in plain words, within the memory that an old machine has."""

import os
import subprocess
import sys
from pathlib import Path

import hostile_sheets as hostile
import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="each file is read in a fork")
_MEMORY_MAX = 300_000  # KB
_LEAST = 300
_SECONDS_MAX = 600  # so that one that hangs fails
_CHILD = """
import sys
import lxml.etree, zipfile
import hostile_sheets as hostile
from hostile_reading import outcome
from wenming.sheets import delimited, old_xls, pictures, reading, xlsx
from wenming.base.diagnostics import Faults
for name, data in hostile.all_of(sys.argv[1]):
    print(outcome(name, data), flush=True)
"""


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
