"""Where the program's own files are: beside the package in a checkout, inside it when installed."""

import sys
from pathlib import Path
from typing import Any

from wenming import base
from wenming.base.cache import recall

_HERE = Path(__file__).parent.parent


def own(folder: str) -> Path:
    """The folder *folder* (schemas, templates) that came with the program."""
    inside = _HERE / folder
    return inside if inside.is_dir() else _HERE.parent / folder


def own_yaml(path: Path) -> dict[str, Any]:
    """One of our own YAML files, which nobody needs to check."""
    data = path.read_bytes()
    return recall(lambda: base.own_yaml.load(data), b"yaml", data)


def command() -> str:
    """How the program was started, and is to be started again."""
    return "python cli.py" if Path(sys.argv[0]).name == "cli.py" else "wenming"


def templates(town: Path) -> list[Path]:
    """Where a town's templates are looked for: its own, those beside all towns, the built-in ones."""
    return [town / "templates", town.parent / "templates", own("templates")]
