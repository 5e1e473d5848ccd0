"""What a finished document was made from, and whether that, or the document, has changed since.

Files are named so that a moved folder and another machine agree: relative to the town, with ``builtin:`` before the
name of a template that came with the program. Manifests of version 1 have paths as they were typed, or absolute ones.
"""

import os
from collections.abc import Collection
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Literal, NamedTuple

from wenming.base import files, resources
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.output import folder as outputs
from wenming.output import manifest

_LARGEST = 1_000_000  # bytes of a form


def name_of(path: Path, town: Path) -> str:
    """How a manifest names the file *path*, of which documents of *town* were made."""
    if path.parent == resources.own("templates"):
        return manifest.BUILT_IN + path.name
    return relative(path, town)


def relative(path: Path, folder: Path) -> str:
    """*path* from *folder*, with slashes; as it is where it lies on another drive."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return str(path)


def _path_of(name: str, folder: Path, town: str) -> Path:
    """The file that the manifest in *folder* names so; *town* is where it says that the town lies."""
    if name.startswith(manifest.BUILT_IN):
        return resources.own("templates") / PurePosixPath(name.removeprefix(manifest.BUILT_IN)).name
    if town:
        return Path(os.path.normpath(folder / town / name))
    return _of_version_1(name)


def _of_version_1(name: str) -> Path:
    """The file that a manifest of version 1 calls *name*: a template of ours that is no longer there is ours here."""
    path = Path(name)
    plain = PureWindowsPath(name) if "\\" in name else PurePosixPath(name)
    ours = resources.own("templates") / plain.name
    is_of_ours = plain.is_absolute() and plain.parent.name == "templates"
    return ours if is_of_ours and ours.is_file() and not path.is_file() else path


State = Literal["same", "changed", "gone", "in a store"]
_IN_STORE = "://"  # in the address of a town that lies in a store


class Origin(NamedTuple):
    """A file that a document was made from, or its address in a store; *state*: whether it is the same still.

    What lies in a store is not looked at.
    """

    path: Path | str
    state: State


class Provenance(NamedTuple):
    """What a document was made from: its *origins*, forms and *template*; *edited*: somebody has changed it since."""

    file: Path
    kind: str
    title: str
    edited: bool
    template: Path | str
    origins: tuple[Origin, ...]


def provenance(file: Path) -> Provenance:
    """What the document *file* is, whether it was edited, and each file that it was made from.

    Raises Faults where there is no such file, or nothing is known of it.
    """
    if not files.is_readable(file):
        raise Faults([Fault(Place(str(file)), _("没有这个文件"), _("写 outputs 里的一个文件"), "no-file")])
    entry = outputs.record(file)
    if entry is None:
        mend = _("它改过名，是汇总、合并前的副本，不是 build 做的，或者旁边的 .wenming 不在了；公文重新 build 就有了")
        raise Faults([Fault(Place(str(file)), _("不知道这个文件是怎样来的"), mend, "not-ours")])
    town = manifest.town_of(file.parent)
    paths = {name: _place_of(name, file.parent, town) for name in (entry.template, *entry.sources)}
    return Provenance(
        file=file,
        kind=entry.kind,
        title=entry.title,
        edited=files.digest(file.read_bytes()) != entry.generated,
        template=paths[entry.template],
        origins=tuple(Origin(paths[name], _state(paths[name], digest)) for name, digest in entry.sources.items()),
    )


def _place_of(name: str, folder: Path, town: str) -> Path | str:
    """The file, or the address in a store, that the manifest in *folder* names so."""
    if _IN_STORE in town and not name.startswith(manifest.BUILT_IN):
        return f"{town}/{name}"
    return _path_of(name, folder, town)


def _state(path: Path | str, digest: str) -> State:
    if isinstance(path, str):
        return "in a store"
    try:
        return "same" if files.digest(files.read(path)) == digest else "changed"
    except OSError:
        return "gone"


def last_made(folder: Path, kind: str) -> Path | None:
    """The document of *kind* in *folder* that was written last; None where there is none."""
    names = [name for name, entry in manifest.read(folder).items() if entry.kind == kind and name.endswith(".docx")]
    there = [folder / name for name in names if (folder / name).is_file()]
    return max(there, key=lambda path: (path.stat().st_mtime, path.name), default=None)


def older_than_forms(folder: Path, town: Path, made: Collection[str]) -> list[str]:
    """The names of the documents in *folder* that are older than the forms of *town*, but for those just *made*.

    Only forms are looked at that lie in the town's folder, whatever the manifest names.
    """
    if not manifest.town_of(folder):
        return []
    others = {name: entry for name, entry in manifest.read(folder).items() if name not in made}
    sources = {source for entry in others.values() for source in entry.sources}
    now = {source: _digest_of_form(source, town) for source in sources if _is_form(source)}
    older: list[str] = []
    for name, entry in others.items():
        is_older = any(now.get(source, digest) != digest for source, digest in entry.sources.items())
        if is_older and (folder / name).is_file():
            older.append(name)
    return older


def _is_form(name: str) -> bool:
    path = PurePosixPath(name)
    is_inside = not path.is_absolute() and ".." not in path.parts and "\\" not in name
    return is_inside and path.suffix.lower() in (".yaml", ".csv", ".xlsx")


def _digest_of_form(name: str, town: Path) -> str:
    """The digest of the form *name* of *town*; empty where it is there no more, or no form."""
    path = town / name
    try:
        return files.digest(files.read(path, _LARGEST))
    except (OSError, ValueError):
        return ""
