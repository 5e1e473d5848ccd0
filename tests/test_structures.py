"""Papers as offices write them, each with a structure of its own and invented words: tests/towns/yunxi."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, made
from test_whole import told

YUNXI = ROOT / "tests" / "towns" / "yunxi"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return made(YUNXI, tmp_path_factory.mktemp("yunxi"), "plan", "notice", "appeal")


def test_every_paper_comes_out_as_it_was_written(papers: list[Path], golden: Callable[[str, str], None]) -> None:
    assert len(papers) == 27
    for path in papers:
        golden(told(path), f"structures/{path.stem}")


def test_the_same_forms_give_the_same_bytes(papers: list[Path], tmp_path: Path) -> None:
    again = made(YUNXI, tmp_path, "plan", "notice", "appeal")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in papers]
