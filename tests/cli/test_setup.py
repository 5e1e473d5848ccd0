"""``python cli.py setup``: an environment of the checkout's own, made once, found by every later run."""

import configparser
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from conftest import ROOT

from wenming.cli import own_environment, setting_up
from wenming.cli.own_environment import MARK, Checkout

LIBRARIES = sysconfig.get_paths()["purelib"]
README_COMMAND = re.compile(r"[\w/ .-]+", re.ASCII)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in a folder with a blank and Chinese in its name, which needs nothing that has to be installed."""
    folder = tmp_path / "文明 程序"
    kept = shutil.ignore_patterns("__pycache__")
    for name in ("wenming", "schemas", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=kept)
    shutil.copy(ROOT / "cli.py", folder)
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    settings["options"]["install_requires"] = ""
    with (folder / "setup.cfg").open("w", encoding="utf-8") as file:
        settings.write(file)
    shutil.copytree(ROOT / "data" / "heshan", folder / "data" / "heshan")
    return folder


def typed(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What ``python cli.py`` with *arguments* does in *folder*, outside of CI, with the Python that made this one."""
    clean = {name: value for name, value in os.environ.items() if name not in ("CI", "WENMING_CI", "CONDA_PREFIX")}
    python = Path(sys.base_prefix) / ("python.exe" if os.name == "nt" else "bin/python3")
    return subprocess.run(
        [str(python), "cli.py", *arguments],
        cwd=folder,
        env={**clean, "PYTHONPATH": LIBRARIES, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
    )


def test_setup_makes_an_environment_and_goes_on_in_it(checkout: Path) -> None:
    first = typed(checkout, "setup", "build", "data/heshan", "plan")
    assert first.returncode == 0, first.stderr
    assert "正在准备" in first.stdout and "实施方案" in first.stdout
    assert (checkout / ".venv" / MARK).is_file()

    again = typed(checkout, "setup", "build", "data/heshan", "plan")
    assert again.returncode == 0 and "正在准备" not in again.stdout

    wrong = typed(checkout, "build", "data/nowhere")
    assert wrong.returncode == 1 and "没有这个文件夹" in wrong.stderr

    moved = checkout.rename(checkout.with_name("搬走了"))
    anew = typed(moved, "setup", "build", "data/heshan", "plan")
    assert anew.returncode == 0 and "正在准备" in anew.stdout


def test_in_ci_none_is_made(checkout: Path) -> None:
    done = typed(checkout, "setup", "build", "data/heshan", "plan", CI="1")

    assert done.returncode == 0, done.stderr
    assert not (checkout / ".venv").exists()


def test_inside_an_active_environment_none_is_made(checkout: Path) -> None:
    done = typed(checkout, "setup", "build", "data/heshan", "plan", CONDA_PREFIX=sys.base_prefix)

    assert done.returncode == 0, done.stderr
    assert not (checkout / ".venv").exists()


def test_a_folder_that_is_no_environment_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "mine.txt").write_text("x", encoding="utf-8")

    with pytest.raises(SystemExit) as ended:
        setting_up._python_made_ready(Checkout(tmp_path, is_active=False))

    assert ended.value.code == 1 and "没有动它" in capsys.readouterr().err
    assert (tmp_path / ".venv" / "mine.txt").is_file()


def test_without_ensurepip_the_pip_of_this_python_installs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting_up, "_is_there", lambda module: module != "ensurepip")
    python = setting_up._python_made_ready(Checkout(tmp_path, is_active=False))

    assert setting_up._pip_of(python) == [sys.executable, "-m", "pip", "--python", str(python)]


def test_without_ensurepip_and_pip_the_package_to_install_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setting_up, "_is_there", lambda _module: False)

    with pytest.raises(SystemExit):
        setting_up._python_made_ready(Checkout(tmp_path, is_active=False))

    assert f"python3.{sys.version_info.minor}-venv" in capsys.readouterr().err


def environment_in(folder: Path, mark: object, home: Path) -> Checkout:
    python = own_environment.python_of(folder / ".venv")
    python.parent.mkdir(parents=True)
    python.write_bytes(b"")
    (folder / ".venv" / "pyvenv.cfg").write_text(f"home = {home}\nversion = 3.11.7\n", encoding="utf-8")
    (folder / ".venv" / "lib" / "python3.11" / "site-packages" / "click").mkdir(parents=True)
    (folder / ".venv" / "Lib" / "site-packages" / "click").mkdir(parents=True, exist_ok=True)
    if mark is not None:
        (folder / ".venv" / MARK).write_text(json.dumps(mark), encoding="utf-8")
    return Checkout(folder, is_active=False)


@pytest.mark.parametrize(
    ("mark", "is_home_there", "works"),
    [
        (None, True, True),  # somebody else made it, here
        ({"folder": "HERE", "libraries": "abc"}, True, True),
        ({"folder": "HERE", "libraries": ""}, True, False),  # half-made
        ({"folder": "/elsewhere", "libraries": "abc"}, True, False),  # moved
        ({"folder": "HERE", "libraries": "abc"}, False, False),  # of another PC, or its Python is gone
        (["damaged"], True, False),
    ],
)
def test_an_environment_is_used_only_where_it_was_made(
    tmp_path: Path, mark: object, is_home_there: bool, works: bool
) -> None:
    if isinstance(mark, dict) and mark["folder"] == "HERE":
        mark = {**mark, "folder": str(tmp_path)}
    home = tmp_path if is_home_there else tmp_path / "gone"

    assert own_environment.works(environment_in(tmp_path, mark, home)) is works


def test_setup_that_was_stopped_before_it_installed_is_begun_anew(tmp_path: Path) -> None:
    checkout = environment_in(tmp_path, None, tmp_path)
    for libraries in ("lib/python3.11/site-packages", "Lib/site-packages"):
        shutil.rmtree(checkout.environment / libraries, ignore_errors=True)

    assert not own_environment.works(checkout)


def test_the_language_may_be_said_before_setup(checkout: Path) -> None:
    done = typed(checkout, "--lang", "en", "setup", "build", "data/heshan", "plan")

    assert done.returncode == 0, done.stderr
    assert "实施方案" in done.stdout and "正在准备" not in done.stdout


def test_what_pip_says_is_shown_where_it_fails(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        setting_up._pip(Path(sys.executable), "install", ["--no-index", "no-such-library-of-ours"])

    assert ended.value.code == 1
    said = capfd.readouterr().err
    assert "no-such-library-of-ours" in said and "README" in said


def test_an_old_python_is_told_so() -> None:
    text = (ROOT / "cli.py").read_text(encoding="utf-8")
    before_imports = text.partition("from pathlib")[0]
    pretended = before_imports.replace("sys.version_info", "(3, 8)").replace("sys.version.split()[0]", '"3.8.10"')

    done = subprocess.run(
        [sys.executable, "-c", pretended], capture_output=True, encoding="utf-8", env={"PYTHONUTF8": "1"}
    )

    assert done.returncode == 1 and "3.11" in done.stderr and "3.8.10" in done.stderr


@pytest.mark.parametrize("readme", ["README.md", "README.en.md"])
def test_the_first_two_commands_of_the_readme_are_plain_in_every_shell(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    commands = re.findall(r"^```\n(.*?)\n```", text, re.MULTILINE | re.DOTALL)[:2]

    assert commands == ["python cli.py setup build data/anping", "python cli.py setup test"]
    assert all(README_COMMAND.fullmatch(command) for command in commands)
    for shell in filter(shutil.which, ("sh", "dash")):
        for command in commands:
            read = subprocess.run([shell, "-c", f"printf '%s\\n' {command}"], capture_output=True, text=True)
            assert read.stdout.split() == command.split()
