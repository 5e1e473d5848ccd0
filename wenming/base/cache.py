"""What was worked out before, on disk by content: compiled templates, forms that were read, our own YAML.

What is damaged, of another version or not ours is as if it were not there; what cannot be written is not.
"""

import contextlib
import hashlib
import itertools
import os
import pickle
import stat
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from wenming.base import files
from wenming.base.version import VERSION

T = TypeVar("T")
_FILES_MAX = 4000
_KEPT_OF_TOO_MANY = 3000
_LOOKED_AT_EVERY = 100  # files that a process writes: to look at all of them takes as long as to write a few
_DIGEST = 32
_written_here = itertools.count()  # files, by this process
_UNREADABLE = (OSError, ValueError, EOFError, TypeError, LookupError, AttributeError, ImportError, pickle.PickleError)


def recall(make: Callable[[], T], *given: bytes) -> T:
    """What *make* makes from *given*, made once: the same program and bytes give it again from the disk."""
    place = folder()
    if place is None:
        return make()
    name = hashlib.sha256(b"\0".join((program_digest(), *given))).hexdigest()
    try:
        kept: T = _read(place, name)
        return kept
    except _UNREADABLE:
        value = make()
    _write(place, name, value)
    return value


def folder() -> Path | None:
    """Where it is kept; None where nothing is to be kept (WENMING_CACHE set to nothing)."""
    chosen = os.environ.get("WENMING_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "wenming"
    except RuntimeError:  # nobody's home
        return None


@cache
def program_digest() -> bytes:
    """The program as it is: its version, and when and how large its files were last written."""
    here = Path(__file__).parent.parent
    written = [*_written(here), *_written(here.parent / "schemas")]
    for name in ("jinja2", "lxml"):  # what templates are compiled with: another version compiles otherwise
        found = find_spec(name)
        if found and found.origin:
            status = Path(found.origin).stat()
            written.append((found.origin, status.st_mtime_ns, status.st_size))
    return repr((VERSION, sys.version, sorted(written))).encode()


def _written(folder: Path | str) -> Iterator[tuple[str, int, int]]:
    """Name, time and size of every program and schema below *folder*."""
    with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir() and entry.name != "__pycache__":
                yield from _written(entry.path)
            elif entry.name.endswith((".py", ".yaml")):
                status = entry.stat()
                yield entry.path, status.st_mtime_ns, status.st_size


def _read(place: Path, name: str) -> Any:  # Any: a pickle does not say of what type it is
    """What is kept under *name*. Raises where it is not whole, or somebody else could have written it."""
    with (place / name).open("rb") as file:
        if not (_own(place.stat()) and _own(os.fstat(file.fileno()))):
            raise PermissionError(name)
        data = file.read()
    if hashlib.sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
        raise ValueError(name)
    return pickle.loads(data[_DIGEST:])


def _write(place: Path, name: str, value: object) -> None:
    try:
        data = pickle.dumps(value)
        files.make_folder(place, private=True)
        if _own(place.stat()):
            if next(_written_here) % _LOOKED_AT_EVERY == 0:
                _make_room(place)
            files.write(place / name, hashlib.sha256(data).digest() + data, lasting=False)
    except _UNREADABLE:
        return


def _own(status: os.stat_result) -> bool:
    """Whether only this user could have written it; Windows keeps a user's folder from others by itself."""
    if os.name == "nt":
        return True
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _make_room(place: Path) -> None:
    """Remove the oldest files of *place* where there are too many; another process may be doing the same."""
    with os.scandir(place) as entries:
        there = list(entries)
    if len(there) <= _FILES_MAX:
        return
    last_written: dict[str, float] = {}
    for entry in there:
        with contextlib.suppress(FileNotFoundError):
            last_written[entry.path] = entry.stat().st_mtime
    oldest_first = sorted(last_written, key=last_written.__getitem__)
    for path in oldest_first[: len(oldest_first) - _KEPT_OF_TOO_MANY]:
        files.remove(Path(path))
