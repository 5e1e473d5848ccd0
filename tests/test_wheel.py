"""The package as it is installed elsewhere: nothing of the checkout is needed."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import ROOT

SCRIPT = """
from pathlib import Path
import wenming
job = wenming.Job(folder=Path("town"), kinds=["plan"], out=Path("out"))
[document] = wenming.build(job).documents
print(wenming.__file__, document.path)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the checkout, made without the network, of a copy: nothing is left behind here."""
    if find_spec("setuptools.command.bdist_wheel") is None:
        assert not os.environ.get("WENMING_CI"), "a wheel must be built here"
        pytest.skip("setuptools 70.1 or later is not installed: no wheel can be built here")
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    kept = shutil.ignore_patterns(".git", ".venv", "outputs", "__pycache__", "tests", "build", "*.egg-info", ".*_cache")
    shutil.copytree(ROOT, source, ignore=kept)
    made = subprocess.run(
        [sys.executable, "-c", "from setuptools.build_meta import build_wheel; print(build_wheel('..'))"],
        cwd=source,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    [path] = folder.glob("*.whl")
    return path


def test_a_wheel_that_is_installed_elsewhere_builds_a_plan(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    where = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    packages = Path(subprocess.run([python, "-c", where], capture_output=True, text=True, check=True).stdout.strip())
    zipfile.ZipFile(wheel).extractall(packages)
    libraries = [path for path in sys.path if "site-packages" in path]  # what it needs, which this machine has
    (packages / "libraries.pth").write_text("\n".join(libraries), encoding="utf-8")
    town = tmp_path / "town"
    town.mkdir()
    for name in ("town.yaml", "plan.yaml"):
        (town / name).write_bytes((ROOT / "data" / "anping" / name).read_bytes())

    done = subprocess.run([python, "-c", SCRIPT], cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    package, document = done.stdout.split()
    assert Path(package).is_relative_to(packages) and (tmp_path / document).is_file()
    assert (packages / "wenming" / "py.typed").is_file()
    assert (packages / "wenming" / "templates" / "starters" / "plan.yaml").is_file()
