"""Whatever a template and its values are: faults that say where, or a document that opens (fuzz.py does thousands)."""

from pathlib import Path

import fuzz
import pytest


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_mutated_templates_end_well(tmp_path: Path, first: int) -> None:
    outcomes = {fuzz.one(number, tmp_path)[0] for number in range(first, first + 50)}

    assert outcomes == {"rendered", "faulty"}
