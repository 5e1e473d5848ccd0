"""The same documents whatever the system's locale is: files with Chinese names are found in that of ASCII, too."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import ROOT

ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def built(folder: Path, out: Path, locale: Mapping[str, str]) -> dict[str, bytes]:
    command = [sys.executable, str(ROOT / "cli.py"), "build", str(folder), "weekly", "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **locale})
    return {path.name: path.read_bytes() for path in out.rglob("*.docx")}


@pytest.mark.skipif(os.name == "nt", reason="Windows names files in Unicode")
def test_photos_are_found_in_a_locale_of_ascii(tmp_path: Path) -> None:
    folder = ROOT / "data" / "anping"

    usual, ascii_ = built(folder, tmp_path / "a", {}), built(folder, tmp_path / "b", ASCII)

    assert usual == ascii_ and usual
