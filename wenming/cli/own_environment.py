"""The environment of a checkout: ``.venv`` beside cli.py, which ``setup`` makes and every later run finds.

Nothing need be installed where this runs: it takes the standard library alone, and little of it.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from wenming.base import i18n
from wenming.base.i18n import N_, _

SETUP = ("setup", "安装")
MARK = "wenming.json"  # in .venv: for which folder and which libraries it was made
NOT_INSTALLED = N_("还没有安装好，或者这个文件夹移动过。先运行：python cli.py setup")
_FIRST_NEEDED = "click"  # by any command
_INTERRUPTED = 130


class Checkout(NamedTuple):
    """A checkout: the folder of cli.py, and whether this interpreter stands in an environment that others made."""

    folder: Path
    is_active: bool

    @property
    def environment(self) -> Path:
        """Where its own environment is, or will be."""
        return self.folder / ".venv"

    @property
    def wheels(self) -> Path:
        """Where libraries lie that are installed without a network."""
        return self.folder / "wheels"

    @property
    def is_inside(self) -> bool:
        """True if this interpreter is that of its own environment."""
        return Path(sys.prefix).resolve() == self.environment.resolve()


def enter(folder: Path, arguments: Sequence[str]) -> None:
    """Set up what *arguments* ask for, and run them in the environment of the checkout in *folder*.

    Returns where this interpreter is the one to run them, else never.
    """
    i18n.use(_language(arguments))
    checkout = Checkout(folder, _stands_in_an_environment(folder))
    language, command = _parted(arguments)
    if command[:1] and command[0] in SETUP:
        from wenming.cli import setting_up

        setting_up.set_up(checkout, language, command[1:])
    if not checkout.is_active and not checkout.is_inside and works(checkout):
        run([str(python_of(checkout.environment)), str(folder / "cli.py"), *arguments])
    try:
        importlib.import_module(_FIRST_NEEDED)
    except ModuleNotFoundError:
        stop(_(NOT_INSTALLED))


def _language(arguments: Sequence[str]) -> str:
    is_english = "--lang=en" in arguments or ("--lang" in arguments and "en" in arguments)
    return "en" if is_english or os.environ.get("WENMING_LANG") == "en" else i18n.CHINESE


def _parted(arguments: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The option --lang with its value, if the *arguments* begin with it, and all others."""
    if arguments[:1] and arguments[0] == "--lang":
        return arguments[:2], arguments[2:]
    if arguments[:1] and arguments[0].startswith("--lang="):
        return arguments[:1], arguments[1:]
    return (), arguments


def _stands_in_an_environment(folder: Path) -> bool:
    """True if this interpreter is in an environment that is not the checkout's own, or in CI: none is made there."""
    if os.environ.get("CI") or os.environ.get("WENMING_CI"):
        return True
    is_conda = os.environ.get("CONDA_PREFIX") == sys.prefix
    is_own = Path(sys.prefix).resolve() == (folder / ".venv").resolve()
    return (is_conda or sys.prefix != sys.base_prefix) and not is_own


def python_of(environment: Path) -> Path:
    """The interpreter of *environment*."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def works(checkout: Checkout) -> bool:
    """True if the environment of *checkout* is whole, of this PC, and was not moved here from another folder."""
    environment = checkout.environment
    if not python_of(environment).exists() or not _home_of(environment).is_dir():
        return False
    mark = mark_of(environment)
    if mark is None:  # somebody else made it, or setup was stopped before it could leave its mark
        libraries = "Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages"
        return any(environment.glob(f"{libraries}/{_FIRST_NEEDED}"))
    return mark.get("folder") == str(checkout.folder) and bool(mark.get("libraries"))


def _home_of(environment: Path) -> Path:
    """The folder of the Python that *environment* was made with."""
    nowhere = environment / "nowhere"
    try:
        lines = (environment / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return nowhere
    for line in lines:
        name, _sign, value = line.partition("=")
        if name.strip() == "home":
            return Path(value.strip())
    return nowhere


def mark_of(environment: Path) -> dict[str, str] | None:
    """What ``setup`` noted of *environment*; None where somebody else made it."""
    import json

    try:
        mark = json.loads((environment / MARK).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return {}
    return mark if isinstance(mark, dict) else {}


def run(command: Sequence[str]) -> NoReturn:
    """Run *command* in the place of this process, or below it where a system knows no such thing; ends as it does."""
    if os.name != "nt":
        sys.stdout.flush()
        os.execv(command[0], [*command])
    import subprocess

    try:
        code = subprocess.call(command)
    except KeyboardInterrupt:
        code = _INTERRUPTED
    raise SystemExit(code)


def stop(text: str) -> NoReturn:
    """Say *text* and end: nothing can be done."""
    print(text, file=sys.stderr)
    raise SystemExit(1)
