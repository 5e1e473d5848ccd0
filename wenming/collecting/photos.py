"""Pictures that came in with rows of a workbook become files in the town's folder, and photos of the form's items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from wenming.base import files
from wenming.collecting.contribution import Contribution, NewPhoto
from wenming.collecting.merging import keys_of
from wenming.collecting.outcome import Change, Outcome
from wenming.collecting.telling import NOTHING, Value, shown
from wenming.forms.schema import Schema

FOLDER = "photos"
_FIELD, _FILE = "照片", "文件"
_KINDS = {b"\xff\xd8\xff": ".jpg", b"\x89PNG\r\n\x1a\n": ".png"}
_MOST = 6  # photos of an item, as the schema has it


class Saved(NamedTuple):
    """A picture to be saved: its name below the town's folder, its bytes."""

    name: str
    data: bytes


def with_photos(
    schema: Schema, record: Mapping[str, Value], one: Contribution, town: Path, outcome: Outcome, saved: list[Saved]
) -> dict[str, Value]:
    """*record* with the pictures of *one* as photos of its items; *saved* is told which files they need."""
    full = dict(record)
    for photo in one.photos:
        kind = next((ending for mark, ending in _KINDS.items() if photo.picture.data.startswith(mark)), "")
        key = _key_of(schema, one, photo)
        keys: Sequence[str] = (schema.child(schema.root, photo.list_name) or {}).get("键", ())
        items = list(full.get(photo.list_name, ()))
        places = {name: index for index, name in enumerate(keys_of(items, keys))}
        if not kind or key not in places:
            continue
        item = dict(items[places[key]])
        name = _name(town, one.target.key, key, kind, photo.picture.data, saved)
        there = list(item.get(_FIELD, ()))
        if any(row[_FILE] == name for row in there) or len(there) >= _MOST:
            continue
        item[_FIELD] = [*there, {_FILE: name}]
        items[places[key]] = item
        full[photo.list_name] = items
        outcome.changes.append(Change((photo.list_name, key, _FIELD), shown(NOTHING), name, one.incoming.source))
    return full


def _key_of(schema: Schema, one: Contribution, photo: NewPhoto) -> str:
    """What tells the item of *photo* from the others of its list."""
    keys: Sequence[str] = (schema.child(schema.root, photo.list_name) or {}).get("键", ())
    known = [*keys_of(one.incoming.record.get(photo.list_name), keys)]
    return known[photo.item] if photo.item < len(known) else ""


def _name(town: Path, form: str, key: str, kind: str, data: bytes, saved: list[Saved]) -> str:
    """A name for the picture *data* in the folder of *town*; the one that it has already, where it is there."""
    for one in saved:
        if one.data == data:
            return one.name
    stem = files.safe_name(f"{form}-{key}".replace(" ", "-"))[:40]
    taken = {one.name for one in saved}
    number = 1
    while True:
        name = f"{FOLDER}/{stem}-{number}{kind}"
        path = town / name
        is_same = files.is_readable(path, len(data)) and path.read_bytes() == data
        if is_same:
            return name
        if name not in taken and not path.exists() and not path.is_symlink():
            saved.append(Saved(name, data))
            return name
        number += 1
