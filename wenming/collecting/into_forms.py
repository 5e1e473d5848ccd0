"""What came in is written into the forms: their text changed where it must, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from wenming.base import files
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _, many
from wenming.collecting import kept
from wenming.collecting.contribution import Asked
from wenming.collecting.intake import Filled, place_text
from wenming.collecting.kept import Kept, Received
from wenming.forms.yaml.edits import CannotEdit, edited
from wenming.town import folder as towns
from wenming.town.folder import Reading

_SHOWN = 3  # faults of other forms


class Written(NamedTuple):
    """What was written: the *files*, and *faults* of forms that were left alone."""

    files: tuple[Path, ...]
    faults: tuple[Fault, ...]


def write(filled: Sequence[Filled], asked: Asked) -> Written:
    """Write what is *filled* into the forms of the town; keep whose the values are, and what *asked* keeps.

    A form that cannot be changed so that it reads as wanted, or was changed meanwhile, is left alone. Raises Faults
    where nothing can be written.
    """
    town = asked.town.folder
    try:
        with kept.locked(town):
            return _write(filled, asked)
    except TimeoutError as error:
        what = _("另一个命令正在往这个镇的表单里写")
        raise Faults([Fault(Place(str(town)), what, _("等它做完再运行"), "busy")]) from error
    except OSError as error:
        raise files.unwritable(town, error, _("看磁盘是否已满、文件夹能不能写")) from error


def _write(filled: Sequence[Filled], asked: Asked) -> Written:
    written: list[Path] = []
    faults: list[Fault] = []
    known = asked.kept
    for one in filled:
        try:
            data = new_text(one, asked)
        except Faults as error:
            faults += error.faults
            continue
        if data != one.target.data or (one.target.is_new and one.changes):
            for picture in one.saved:
                files.write(asked.town.folder / picture.name, picture.data)
                written.append(asked.town.folder / picture.name)
            files.write(one.target.path, data)
            written.append(one.target.path)
        known = _with_news(known, one)
    if known != kept.read(asked.town.folder):
        kept.write(asked.town.folder, known)
    return Written(tuple(written), tuple(faults))


def _with_news(known: Kept, one: Filled) -> Kept:
    held = {clash.path for clash in one.clashes}
    values: dict[str, Received] = {}
    for path, received in one.news.items():
        if path not in held:
            values[place_text(path)] = received
    return known.with_received(one.target.name, values) if values else known


def new_text(one: Filled, asked: Asked) -> bytes:
    """The text of the form of *one* as it will be. Raises Faults where it was changed meanwhile, or cannot be."""
    target = one.target
    place = Place(str(target.path))
    there = target.path.read_bytes() if target.path.is_file() else None
    if there != (None if target.is_new else target.data):
        what = _("这个表单在您看的时候又改了，没有动它")
        raise Faults([Fault(place, what, _("再运行一次"), "form-changed")])
    try:
        data = edited(target.data, target.schema, one.record)
    except CannotEdit as error:
        mend = _("照上面列的自己改进表单")
        raise Faults([Fault(place, str(error), mend, "form-not-edited")]) from error
    _expect_whole(data, one, asked)
    return data


def _expect_whole(data: bytes, one: Filled, asked: Asked) -> None:
    """Raise Faults where the forms of the town would not go together any more with the text *data* of *one*."""
    unsaved: Mapping[str, bytes] = {one.target.name: data}
    try:
        towns.read(asked.town.folder, reading=Reading(unsaved=unsaved))
    except Faults as error:
        what = many("这样改，别的表单就对不上了（{n} 处，见下面）", len(error.faults))
        first = Fault(Place(str(one.target.path)), what, _("先改那些地方，或者这里不改"), "form-not-edited")
        raise Faults.in_order([first, *error.faults[:_SHOWN]]) from error
