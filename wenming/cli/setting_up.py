"""``setup``: make the environment of a checkout and install into it what setup.cfg names; then run what follows."""

import configparser
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import venv
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from wenming.base import files
from wenming.base.i18n import _, many
from wenming.cli.own_environment import MARK, Checkout, mark_of, python_of, run, stop, works

_TEST = ("test", "测试")
_DOWNLOAD = "--download"
_EXTRAS = {"--cluster": "cluster"}  # what is asked for so: the libraries that setup.cfg names under it
_LAST_LINES = 6  # of what pip says, where it fails
_QUIETLY = ("--no-input", "--disable-pip-version-check", "--progress-bar", "off")


def set_up(checkout: Checkout, language: Sequence[str], arguments: Sequence[str]) -> NoReturn:
    """Install what *checkout* needs, then run the command *arguments* with it, or all tests; ends as they do.

    *language*: the option --lang with its value, where it was given.
    """
    extras = [extra for option, extra in _EXTRAS.items() if option in arguments]
    arguments = [argument for argument in arguments if argument not in _EXTRAS]
    is_test = bool(arguments) and arguments[0] in _TEST
    if is_test:
        extras.append("test")
    libraries = _libraries(checkout.folder, extras)
    python = _python_made_ready(checkout)
    if arguments[:1] and arguments[0] == _DOWNLOAD:
        _download(checkout, python, libraries)
    _install(checkout, python, libraries)
    if is_test:
        os.chdir(checkout.folder)
        run([str(python), "-m", "pytest", *arguments[1:]])
    run([str(python), str(checkout.folder / "cli.py"), *language, *arguments])


def _libraries(folder: Path, extras: Sequence[str]) -> list[str]:
    """The libraries that setup.cfg in *folder* names, those of *extras* too."""
    settings = configparser.ConfigParser()
    settings.read(folder / "setup.cfg", encoding="utf-8")
    lines = settings["options"]["install_requires"].splitlines()
    for extra in extras:
        lines += settings["options.extras_require"][extra].splitlines()
    return [line.strip() for line in lines if line.strip()]


# The environment


def _python_made_ready(checkout: Checkout) -> Path:
    """The Python to install for: of the environment one stands in, else of the checkout's own, made if need be."""
    if checkout.is_active or checkout.is_inside:
        return Path(sys.executable)
    if not works(checkout):
        _make(checkout.environment)
    return python_of(checkout.environment)


def _make(environment: Path) -> None:
    """Make *environment* anew."""
    is_environment = (environment / "pyvenv.cfg").is_file() or mark_of(environment) is not None
    if environment.exists() and not is_environment:
        stop(_("{path} 不是这个程序建的，没有动它。把它改名，再运行一次").format(path=environment))
    has_ensurepip = _is_there("ensurepip")
    if not has_ensurepip and not _is_there("pip"):
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        stop(_("这个 Python 缺少 ensurepip，装不了库。先用系统的软件管理器安装 {package}").format(package=package))
    print(_("正在准备第一次运行，要一两分钟：{path}").format(path=environment), flush=True)
    try:
        venv.create(environment, clear=True, with_pip=has_ensurepip)
    except (OSError, subprocess.CalledProcessError) as error:
        stop(_("建不了 {path}：{error}。看磁盘是否已满、文件夹能不能写").format(path=environment, error=error))


def _is_there(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


# Libraries


def _install(checkout: Checkout, python: Path, libraries: Sequence[str]) -> None:
    """Install *libraries* for *python*, unless that was done before."""
    digest = hashlib.sha256("\n".join(libraries).encode()).hexdigest()
    if checkout.is_active:
        _install_now(checkout, python, libraries)
        return
    whole = {"folder": str(checkout.folder), "libraries": digest}
    if mark_of(checkout.environment) == whole:
        return
    _leave_mark(checkout.environment, {**whole, "libraries": ""})  # from here on it is half-made
    _install_now(checkout, python, libraries)
    _leave_mark(checkout.environment, whole)


def _leave_mark(environment: Path, mark: dict[str, str]) -> None:
    try:
        files.write(environment / MARK, json.dumps(mark, ensure_ascii=False).encode())
    except OSError as error:
        stop(_("写不进 {path}：{error}").format(path=environment, error=error))


def _install_now(checkout: Checkout, python: Path, libraries: Sequence[str]) -> None:
    if not libraries:
        return
    print(many("正在安装 {n} 个库", len(libraries)), flush=True)
    from_folder = ["--no-index", "--find-links", str(checkout.wheels)] if checkout.wheels.is_dir() else []
    _pip(python, "install", [*from_folder, *libraries])


def _download(checkout: Checkout, python: Path, libraries: Sequence[str]) -> NoReturn:
    print(_("正在下载要用的库，放到 {folder}").format(folder=checkout.wheels), flush=True)
    _pip(python, "download", ["--dest", str(checkout.wheels), *libraries])
    print(_("下载好了。把整个文件夹拷到不能上网的电脑上，在那里运行：python cli.py setup"))
    raise SystemExit


def _pip(python: Path, verb: str, options: Sequence[str]) -> None:
    """Let pip do *verb* for *python*, telling the name of each library; stops where it fails."""
    last_lines = deque[str](maxlen=_LAST_LINES)
    with subprocess.Popen(
        [*_pip_of(python), verb, *_QUIETLY, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            last_lines.append(line.rstrip())
            doing, _blank, library = line.strip().partition(" ")
            if doing == "Collecting":
                print(f"  {library.partition(' ')[0]}", flush=True)
    if running.returncode:
        print("\n".join(last_lines), file=sys.stderr)
        stop(_("库没有装上，原因在上面。不能上网的电脑怎样装，看 README.md 的“不能上网的电脑”"))


def _pip_of(python: Path) -> list[str]:
    """The command that is pip for *python*: its own, else that of this interpreter."""
    own = [str(python), "-m", "pip"]
    has_own = subprocess.run([*own, "--version"], capture_output=True).returncode == 0
    if has_own:
        return own
    return [sys.executable, "-m", "pip", "--python", str(python)]
