"""What a folder knows of its documents, in ``.wenming/`` beside them; what can be looked at is not believed."""

import json
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, NamedTuple, Self

from wenming.base import files

HIDDEN = ".wenming"
BUILT_IN = "builtin:"  # before the name of a template that came with the program
MANIFEST, JOURNAL, LOCK, BASES = "manifest.json", "journal.json", "lock", "bases"
Json = Mapping[str, Any]  # Any: what stands in a file is looked at before it is believed
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NOT_PLAIN = re.compile(r"[/\\:\0\ud800-\udfff]")  # leads from folder to folder, on any system; half a character
LARGEST = 50_000_000  # bytes; a thousand documents take one
_DAMAGED = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


class Entry(NamedTuple):
    """What one document was made from: *sources* are the names of files and their digests, the template among them.

    *generated*: the digest of the document as it was made. Names are relative to the town, see ``provenance``.
    """

    kind: str
    title: str
    template: str
    sources: Mapping[str, str]
    generated: str

    @classmethod
    def of_data(cls, data: Json) -> Self:
        """The entry that *data* read from a file is. Raises ValueError, KeyError or TypeError where it is none."""
        entry = cls(*(data[name] for name in ("kind", "title", "template", "sources", "generated")))
        texts = [entry.kind, entry.title, entry.template, entry.generated, *entry.sources, *entry.sources.values()]
        if not all(isinstance(text, str) for text in texts) or not is_digest(entry.generated):
            raise ValueError(data)
        "".join(texts).encode()  # raises ValueError where half a character stands in them
        return entry

    def renamed(self, town: str) -> Self:
        """The entry with the names of version 1, paths as they were typed, as those of the *town*'s folder."""
        sources = {_renamed(name, town): digest for name, digest in self.sources.items()}
        return self._replace(template=_renamed(self.template, town), sources=sources)


def _renamed(name: str, town: str) -> str:
    path = PureWindowsPath(name) if "\\" in name else PurePosixPath(name)
    *folders, file = path.parts
    if town in folders:
        last = len(folders) - folders[::-1].index(town)
        return "/".join([*folders[last:], file])
    if path.parent.name == "templates":
        return f"{BUILT_IN}{file}" if path.is_absolute() else f"../templates/{file}"
    return name


class Move(NamedTuple):
    """A document on its way: it is written as *part* (empty: it stands there already) and goes to *name*.

    *over*: the digest of what it may replace, empty where nothing stands there.
    """

    name: str
    part: str
    over: str
    entry: Entry

    @classmethod
    def of_data(cls, data: Json, folder: Path) -> Self:
        """The move in *folder* that *data* read from a journal is.

        Raises ValueError where it leads to another folder, or from a part that this program would not name so.
        """
        move = cls(data["name"], data["part"], data["over"], Entry.of_data(data["entry"]))
        if not is_plain(move.name) or not isinstance(move.over, str):
            raise ValueError(data)
        if move.part not in ("", files.part_of(folder / move.name).name):
            raise ValueError(data)
        return move


def read(folder: Path, town: str = "") -> dict[str, Entry]:
    """What is known of the files in *folder*, by their names; what is damaged is as if it were not there.

    *town*: where their town lies, from *folder*; names of version 1 are then read as they are written today.
    """
    try:
        entries = parsed(files.read(folder / HIDDEN / MANIFEST, LARGEST))
    except OSError:
        return {}
    is_old = bool(town) and not town_of(folder)
    if is_old:
        return {name: entry.renamed(PurePosixPath(town).name) for name, entry in entries.items()}
    return entries


def parsed(data: bytes) -> dict[str, Entry]:
    """What the manifest that *data* are knows of files, by their names; what is damaged is left out."""
    entries: dict[str, Entry] = {}
    try:
        found = json.loads(data)["files"].items()
    except _DAMAGED:
        return entries
    for name, one in found:
        try:
            if is_plain(name):
                entries[name] = Entry.of_data(one)
        except _DAMAGED:
            continue
    return entries


def town_of(folder: Path) -> str:
    """Where the town that the documents in *folder* are of lies, from there; empty where that was not noted."""
    try:
        town = _manifest(folder)["town"]
        town.encode()  # raises ValueError where half a character stands in it
    except _DAMAGED:
        return ""
    return str(town)


def write(folder: Path, entries: Mapping[str, Entry], town: str) -> None:
    """Note *entries* in *folder*, and where their *town* lies from there, if that is not noted yet. Raises OSError."""
    path, text = folder / HIDDEN / MANIFEST, written(entries, town)
    is_noted = path.is_file() and path.read_bytes() == text
    if not is_noted:
        files.write(path, text)


def written(entries: Mapping[str, Entry], town: str) -> bytes:
    """The manifest that notes *entries*, and where their *town* lies."""
    return _encoded({"version": 2, "town": town, "files": {name: entry._asdict() for name, entry in entries.items()}})


def read_journal(folder: Path) -> list[Move]:
    """The moves that a run before this one has not finished."""
    moves: list[Move] = []
    try:
        rows = json.loads(files.read(folder / HIDDEN / JOURNAL, LARGEST))
    except _DAMAGED:
        return moves
    for row in rows if isinstance(rows, list) else ():
        try:
            moves.append(Move.of_data(row, folder))
        except _DAMAGED:
            continue
    return moves


def write_journal(folder: Path, moves: list[Move]) -> None:
    """Note what is to be moved in *folder*. Raises OSError."""
    rows = [{**move._asdict(), "entry": move.entry._asdict()} for move in moves]
    files.write(folder / HIDDEN / JOURNAL, _encoded(rows))


def is_plain(name: object) -> bool:
    """True if *name* is that of a file beside others."""
    return isinstance(name, str) and name not in ("", ".", "..") and not _NOT_PLAIN.search(name)


def is_digest(text: str) -> bool:
    """True if *text* is a digest as ``files.digest`` gives it."""
    return _DIGEST.fullmatch(text) is not None


def _manifest(folder: Path) -> Json:
    data: Json = json.loads(files.read(folder / HIDDEN / MANIFEST, LARGEST))
    return data


def _encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()
