"""A town's template and what changed above it since it was copied: brought together, looked at, put in its place."""

import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from wenming import revision
from wenming.authoring import catalogue
from wenming.authoring.check import beside
from wenming.base.i18n import _
from wenming.ooxml import package
from wenming.output.folder import digest
from wenming.revision import Conflict


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What became of the template *path*.

    *merged* and *waiting* (merged before, nothing changed since): the copy to be looked at is *copy*. *replaced* and
    *installed* (the copy that was looked at, a clerk's edits included): what was there is *copy*.
    *unused*: a merged copy with edits that could not be put in its place.
    """

    path: Path
    state: Literal["merged", "waiting", "replaced", "installed"]
    copy: Path
    conflicts: Sequence[Conflict] = ()
    unused: Path | None = None


class _Upgrade:
    """One template, what it was copied from, what stands above it now, and the merged copy that may be there."""

    def __init__(self, path: Path, base: bytes, above: bytes) -> None:
        self.path, self.above, self.mine = path, above, path.read_bytes()
        self.data, self.conflicts = revision.merge(base, self.mine, above, str(path))
        self.note = catalogue.original(path).with_suffix(".merged.json")
        self.made = {"town": digest(self.mine), "above": digest(above)}
        said = self._said()
        self.before = path.with_name(said["file"]) if said and path.with_name(said["file"]).is_file() else None
        self.fits = self.before is not None and all(said.get(key) == value for key, value in self.made.items())
        self.edited = self.before is not None and digest(self.before.read_bytes()) != said.get("generated")

    def _said(self) -> Mapping[str, str]:
        """What the merged copy was made from; nothing where that is not known."""
        try:
            said = json.loads(self.note.read_bytes())
        except (OSError, ValueError):
            return {}
        name = said.get("file") if isinstance(said, dict) else None
        beside = isinstance(name, str) and name == Path(name).name != self.path.name
        return said if name and beside else {}  # a damaged one leads to no other file


def merged(path: Path, base: bytes, above: bytes) -> Upgraded:
    """Write what was copied as *base*, is *path* now and *above* now as one file to be looked at. Raises Faults."""
    one = _Upgrade(path, base, above)
    if one.fits and one.before:
        return Upgraded(path, "waiting", one.before, one.conflicts)
    target = one.before if one.before and not one.edited else beside(path, _("合并"))
    catalogue.place(target, one.data, over=True)
    said = {"file": target.name, "generated": digest(one.data), **one.made}
    catalogue.place(one.note, json.dumps(said, ensure_ascii=False).encode(), over=True)
    return Upgraded(path, "merged", target, one.conflicts, one.before if one.edited else None)


def replaced(path: Path, base: bytes, above: bytes) -> Upgraded:
    """Put into the place of *path* the merged copy that was looked at, if it still fits, else both merged afresh.

    Raises Faults.
    """
    one = _Upgrade(path, base, above)
    data = one.before.read_bytes() if one.fits and one.before else one.data
    package.read(data, str(one.before or path))  # half a file is put nowhere
    kept = beside(path, _("换下的"))
    catalogue.place(kept, one.mine)
    catalogue.place(path, data, over=True)
    catalogue.place(catalogue.original(path), above, over=True)
    with contextlib.suppress(OSError):  # open in a word processor: then it stays
        one.note.unlink(missing_ok=True)
        if one.before and (one.fits or not one.edited):
            one.before.unlink()
    if one.fits:
        return Upgraded(path, "installed", kept)
    return Upgraded(path, "replaced", kept, one.conflicts, one.before if one.edited else None)
