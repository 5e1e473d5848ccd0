"""Where the program's own files are: beside the package in a checkout, inside it when installed."""

import os
from contextvars import ContextVar
from pathlib import Path

_ORIGINALS = ".wenming"  # beside the copies: what each was copied from, byte for byte
_HERE = Path(__file__).parent.parent
_command: ContextVar[str] = ContextVar("command", default="wenming")


def own(folder: str) -> Path:
    """The folder *folder* (schemas, templates) that came with the program."""
    inside = _HERE / folder
    return inside if inside.is_dir() else _HERE.parent / folder


def schemas_from(folder: Path) -> str:
    """Where the schemas are, seen from *folder*: editors check a form by them."""
    schemas = own("schemas")
    try:
        return Path(os.path.relpath(schemas, folder)).as_posix()
    except ValueError:  # another drive of a Windows machine
        return schemas.as_posix()


def original(copy: Path) -> Path:
    """Where what a town's *copy* of one of the program's files was copied from is kept."""
    return copy.parent / _ORIGINALS / copy.name


def use_command(typed: str) -> None:
    """From now on *typed* is how the program is started, in this context."""
    _command.set(typed)


def command() -> str:
    """How the program is started, as faults and help tell it."""
    return _command.get()


def templates(town: Path | None) -> list[Path]:
    """Where a town's templates are looked for: its own, those beside all towns, the built-in ones.

    Without a town: the built-in ones.
    """
    if town is None:
        return [own("templates")]
    return [town / "templates", town.parent / "templates", own("templates")]
