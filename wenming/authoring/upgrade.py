"""A town's template and what changed above it since it was copied: brought together, looked at, put in its place."""

import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from wenming import revision
from wenming.authoring import catalogue
from wenming.base import files, resources
from wenming.base.diagnostics import Fault, Faults
from wenming.base.i18n import _
from wenming.documents.kinds import Kind
from wenming.ooxml import package
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


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of the templates of a town, and the *faults* of those that are broken."""

    templates: Sequence[Upgraded]
    faults: Sequence[Fault] = ()


def update(town: Path, kind: Kind | None = None, *, replace: bool = False) -> Updated:
    """Brings what changed above into the templates that *town* has copied (of *kind*, if there is one).

    Each is merged into a copy to be looked at; with *replace* that copy, or what is merged afresh, takes its place.
    Templates above which nothing changed are left out. A broken file does not keep the others from being updated.
    """
    templates: list[Upgraded] = []
    faults: list[Fault] = []
    for path, base, above in catalogue.copies(town, kind):
        if base == above:
            continue
        try:
            templates.append(replaced(path, base, above) if replace else merged(path, base, above))
        except Faults as error:
            faults += error.faults
    return Updated(templates, faults)


class _Upgrade:
    """One template, what it was copied from, what stands above it now, and the merged copy that may be there."""

    def __init__(self, path: Path, base: bytes, above: bytes) -> None:
        self.path = path
        self.above = above
        self.mine = path.read_bytes()
        self.data, self.conflicts = revision.merge(base, self.mine, above, str(path))
        self.note = resources.original(path).with_suffix(".merged.json")
        self.made_from = {"town": files.digest(self.mine), "above": files.digest(above)}
        self.before: Path | None = None  # the merged copy that is there
        self.fits = False  # it was merged from what there is now
        self.edited = False  # a clerk has changed it since
        self._look_at_copy()

    def _look_at_copy(self) -> None:
        """Finds the merged copy that its note names, and how it stands to what there is now."""
        note = _read_note(self.note, self.path)
        if not note:
            return
        copy = self.path.with_name(note["file"])
        if copy.is_file():
            self.before = copy
            self.fits = all(note.get(key) == value for key, value in self.made_from.items())
            self.edited = files.digest(copy.read_bytes()) != note.get("generated")

    @property
    def unused(self) -> Path | None:
        """The merged copy if it has edits, else None."""
        return self.before if self.edited else None


def _read_note(note: Path, path: Path) -> Mapping[str, str]:
    """Returns what the merged copy of the template *path* was made from, as *note* says; nothing where that is unknown.

    A damaged note leads to no other file: the copy must stand beside the template.
    """
    try:
        said = json.loads(note.read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(said, dict):
        return {}
    return said if _is_name_beside(said.get("file"), path) else {}


def _is_name_beside(name: object, path: Path) -> bool:
    """True if *name* is the name of another file in the folder of *path*."""
    if not isinstance(name, str) or not name:
        return False
    is_bare_name = name == Path(name).name
    return is_bare_name and name != path.name


def merged(path: Path, base: bytes, above: bytes) -> Upgraded:
    """Writes what was copied as *base*, is *path* now and *above* now as one file to be looked at. Raises Faults."""
    one = _Upgrade(path, base, above)
    if one.fits and one.before:
        return Upgraded(path, "waiting", one.before, one.conflicts)
    target = one.before
    if target is None or one.edited:
        target = files.free_name(path, _("合并"))
    catalogue.place(target, one.data, over=True)
    note = {"file": target.name, "generated": files.digest(one.data), **one.made_from}
    catalogue.place(one.note, json.dumps(note, ensure_ascii=False).encode(), over=True)
    return Upgraded(path, "merged", target, one.conflicts, one.unused)


def replaced(path: Path, base: bytes, above: bytes) -> Upgraded:
    """Puts the merged copy that was looked at into the place of *path*; if it does not fit, both merged afresh.

    Raises Faults.
    """
    one = _Upgrade(path, base, above)
    data = one.before.read_bytes() if one.fits and one.before else one.data
    package.read(data, str(one.before or path))  # half a file is put nowhere
    kept = files.free_name(path, _("换下的"))
    catalogue.place(kept, one.mine)
    catalogue.place(path, data, over=True)
    catalogue.place(resources.original(path), above, over=True)
    _remove_copy(one)
    if one.fits:
        return Upgraded(path, "installed", kept)
    return Upgraded(path, "replaced", kept, one.conflicts, one.unused)


def _remove_copy(one: _Upgrade) -> None:
    """Removes the merged copy and its note; a copy whose edits were not used stays."""
    is_used_up = one.fits or not one.edited
    with contextlib.suppress(OSError):  # open in a word processor: then it stays
        files.remove(one.note)
        if one.before and is_used_up:
            files.remove(one.before)
