"""How a command ends that could not do what it was asked: the faults, or the file where the rest was written down."""

import platform
import secrets
import sys
import tempfile
import traceback
from pathlib import Path

import click

from wenming.base import files
from wenming.base.diagnostics import Faults, show
from wenming.base.i18n import enumerated, many
from wenming.base.version import VERSION


def lacks_a_library(error: Exception) -> bool:
    """True if *error* is that a library is not installed."""
    return isinstance(error, ModuleNotFoundError) and not str(error.name).startswith("wenming")


def report(error: Faults, *, as_data: bool) -> None:
    """Tell the faults of *error*, and what was written before they were met."""
    faults = error.faults
    if as_data:
        from wenming.cli.results import echo_json

        if error.written:
            echo_json(faults=faults, written=[{"file": name} for name in error.written])
        else:
            echo_json(faults=faults)
        return
    click.echo(show(faults), err=True)
    if error.written:
        click.echo(many("{n} 个文件没有写成", len(faults)), err=True)
        click.echo(many("其余 {n} 个写好了：", len(error.written)) + enumerated(error.written), err=True)
        return
    click.echo(many("共 {n} 处要改，没有写出任何文件。", len(faults)), err=True)


def logged() -> Path:
    """The file that the error being handled was written to."""
    versions = f"wenming {VERSION}, Python {platform.python_version()}, {platform.platform()}"
    lines = [versions, *sys.argv, traceback.format_exc()]
    path = Path(tempfile.gettempdir()) / f"wenming-error-{secrets.token_hex(4)}.txt"
    files.write_new(path, "\n".join(lines).encode(errors="replace"))
    return path
