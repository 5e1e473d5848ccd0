"""Forms that lie in a store, brought here for as long as they are read; what is told of them names the store."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from wenming.base import files
from wenming.base.diagnostics import Fault
from wenming.county import stores
from wenming.county.stores import Store

_FORM = "town.yaml"
COUNTY_TEMPLATE = "county.docx"  # among what towns share: by it all of them are summed up
_SHARED = "templates"  # beside the towns: what they share


@contextlib.contextmanager
def forms_of(address: str) -> Iterator[Path]:
    """The folder of the town with this *address*: itself, or a copy of what lies in a store, for as long as it is used.

    The templates that towns share are brought too.
    """
    if not stores.is_remote(address):
        yield Path(address)
        return
    with tempfile.TemporaryDirectory(prefix="wenming-") as work:
        folder = Path(work).resolve() / stores.name_of(address)
        Store(address).fetch(folder, with_form=_FORM)
        Store(_shared(address)).fetch(folder.parent / _SHARED)
        yield folder


class SharedFile(NamedTuple):
    """A file that towns share, and what it is called in faults."""

    shown: str
    data: bytes


def shared_file(address: str, name: str) -> SharedFile | None:
    """The file *name* that the towns beside the one with this *address* share; None where they share none."""
    if stores.is_remote(address):
        data = Store(_shared(address)).read(name)
        return None if data is None else SharedFile(stores.joined(_shared(address), name), data)
    path = Path(address).parent / _SHARED / name
    return SharedFile(str(path), files.read(path)) if files.is_readable(path) else None


def _shared(address: str) -> str:
    return stores.joined(address.rstrip("/").rpartition("/")[0], _SHARED)


def of_address(faults: Sequence[Fault], folder: Path, address: str) -> tuple[Fault, ...]:
    """*faults* of the forms in *folder*, which was brought from *address*, as they are told."""
    if not stores.is_remote(address):
        return tuple(faults)
    told: list[Fault] = []
    for fault in faults:
        file = fault.place.file.replace(str(folder), address)
        if file == folder.name or file.startswith(f"{folder.name}{os.sep}"):
            file = address + file.removeprefix(folder.name).replace(os.sep, "/")
        what, mend = (text.replace(str(folder), address) for text in (fault.what, fault.mend))
        told.append(fault._replace(place=fault.place._replace(file=file), what=what, mend=mend))
    return tuple(told)


def addresses_of(paths: Sequence[Path], folder: Path, address: str) -> list[str]:
    """*paths* in *folder*, which was brought from *address*, as they are called there."""
    return [str(path).replace(str(folder), address) for path in paths]
