"""What tells what a town would make from what it made before: its forms, photos, templates, options, the program."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from wenming.base import files, resources
from wenming.base.version import VERSION
from wenming.county.bringing import COUNTY_TEMPLATE
from wenming.pipeline import Job

_LARGEST = 200_000_000  # bytes of a file that is counted in
_PROGRAM = Path(__file__).parent.parent
_PARTS_OF_PROGRAM = (".py", ".yaml", ".docx", ".txt")


def key_of(town: Path, options: Job) -> str:
    """The digest of all that the documents of the folder *town* are made of, asked for by *options*.

    Names are those below the town's folder, so that it is the same on every machine.
    """
    digest = hashlib.sha256(program_key())
    asked = [*options.kinds, options.week, options.since, str(options.final), options.lang]
    digest.update("\0".join(asked).encode())
    _own, beside_all_towns, *_ours = resources.templates(town)
    for place, folder in (("town", town), ("templates", beside_all_towns)):
        for name, path in _files_below(folder):
            if place == "templates" and name == COUNTY_TEMPLATE:  # no document of a town is made by it
                continue
            digest.update(f"\0{place}/{name}\0".encode(errors="replace"))
            digest.update(_digest_of(path))
    return digest.hexdigest()


@cache
def program_key() -> bytes:
    """The digest of the program: its modules, schemas and templates, as they are, wherever they lie."""
    digest = hashlib.sha256(VERSION.encode())
    for folder in (_PROGRAM, resources.own("schemas"), resources.own("templates")):
        for name, path in _files_below(folder):
            if path.suffix in _PARTS_OF_PROGRAM:
                digest.update(f"\0{name}\0".encode(errors="replace"))
                digest.update(_digest_of(path))
    return digest.digest()


def _files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files below *folder* by their names from there, in order, also in folders that are linked to it.

    Hidden ones are nobody's forms.
    """
    found: list[tuple[str, Path]] = []
    entered: set[str] = set()
    for place, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        if real in entered:  # a link that leads back
            folders.clear()
            continue
        entered.add(real)
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(place, name)
            if not name.startswith(".") and path.is_file():
                found.append((path.relative_to(folder).as_posix(), path))
    yield from sorted(found)


def _digest_of(path: Path) -> bytes:
    try:
        return hashlib.sha256(files.read(path, _LARGEST)).digest()
    except OSError:
        return b"unreadable"
