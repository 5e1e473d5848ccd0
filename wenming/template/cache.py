"""Compiled templates on disk, by content: a second start does not compile again.

What is damaged, of another version or not ours is as if it were not there; what cannot be written is not.
"""

import hashlib
import marshal
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import Any

from wenming import __version__
from wenming.faults import Fault, Place
from wenming.template.compiled import Compiled, Part
from wenming.template.package import Member

_FILES_MAX = 200
_DIGEST = 32


def folder() -> Path | None:
    """Where compiled templates are kept; None where nothing is to be kept (WENMING_CACHE set to nothing)."""
    chosen = os.environ.get("WENMING_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "wenming"
    except RuntimeError:  # nobody's home
        return None


def key(data: bytes, *more: str) -> str:
    """The name that what is compiled from *data* is kept under; another program version has other names."""
    import jinja2

    engine = hashlib.sha256(data)
    for text in (__version__, _engine(), sys.implementation.cache_tag or "", jinja2.__version__, *more):
        engine.update(b"\0" + text.encode())
    return engine.hexdigest()


def _engine() -> str:
    """The engine as it is: when and how large its files were last written."""
    here = Path(__file__).parent
    files = [*sorted(here.glob("*.py")), here.parent / "wordml.py"]
    return repr([(status.st_mtime_ns, status.st_size) for status in (path.stat() for path in files)])


def get(name: str) -> Compiled | None:
    """What is kept under *name*, if it is whole and nobody else could have written it."""
    place = folder()
    if place is None:
        return None
    try:
        if not _ours(place):
            return None
        with (place / name).open("rb") as file:
            if not _own(os.fstat(file.fileno())):
                return None
            data = file.read()
        if hashlib.sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
            return None
        return _thawed(marshal.loads(data[_DIGEST:]))
    except (OSError, ValueError, EOFError, TypeError, KeyError, IndexError):
        return None


def put(name: str, compiled: Compiled) -> None:
    """Keep *compiled* under *name*; a folder that cannot be written changes nothing."""
    place = folder()
    if place is None:
        return
    try:
        data = marshal.dumps(_frozen(compiled))
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _ours(place):
            return
        _make_room(place)
        handle, half = tempfile.mkstemp(dir=place)
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(data).digest() + data)
        Path(half).replace(place / name)
    except (OSError, ValueError):
        return


def _ours(place: Path) -> bool:
    return _own(place.stat())


def _own(status: os.stat_result) -> bool:
    """Whether only this user could have written it; Windows keeps a user's folder from others by itself."""
    if os.name == "nt":
        return True
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _make_room(place: Path) -> None:
    files = sorted(place.iterdir(), key=lambda file: file.stat().st_mtime)
    for file in files[: max(len(files) - _FILES_MAX + 1, 0)]:
        file.unlink(missing_ok=True)


def _frozen(compiled: Compiled) -> tuple[Any, ...]:
    parts = {
        name: (part.code, [_tag(tag) for tag in part.tags], part.features, part.proved)
        for name, part in compiled.parts.items()
    }
    members = {name: tuple(member) for name, member in compiled.members.items()}
    faults = [(_place(fault.place), fault.what, fault.mend, fault.code) for fault in compiled.faults]
    return members, parts, compiled.styles, compiled.ids, compiled.numbers, faults


def _thawed(frozen: tuple[Any, ...]) -> Compiled:
    members, parts, styles, ids, numbers, faults = frozen
    return Compiled(
        {name: Member(*member) for name, member in members.items()},
        {
            name: Part(code, [(source, Place(*place), word) for source, place, word in tags], features, proved)
            for name, (code, tags, features, proved) in parts.items()
        },
        styles,
        ids,
        numbers,
        [Fault(Place(*place), *words) for place, *words in faults],
    )


def _tag(tag: tuple[str, Place, str]) -> tuple[Any, ...]:
    return tag[0], _place(tag[1]), tag[2]


def _place(place: Place) -> tuple[Any, ...]:
    return place.file, place.line, place.column, place.path, place.text
