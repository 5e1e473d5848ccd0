"""What lies beside the forms of a town: files that look like forms and that nothing reads, and the towns next to it."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import _

_WEEK = r"[0-9]{4}-w[0-9]{2}"
_WORDING = "templates/wording"
_PLACES = ("", "notices", "weeks", "scores", _WORDING)  # of forms, below the folder of a town
_HEAD = 4096  # characters of a neighbour's form that are looked at
_OF_A_COUNTY = 100  # towns; of those beside it in a folder with more, a form's words are held against its own county's


def unread_files(folder: Path, can_hold: Callable[[str], bool]) -> Iterator[Fault]:
    """Yields what looks like a form in the *folder* of a town and is not read: 2026-W12.yaml.txt.

    *can_hold* says of a name below the folder (weeks/2026-W12.yaml) whether a file of that name is read.
    """
    for place in _PLACES:
        for entry in _inside(folder / place):
            if not _looks_like_a_form(place, entry):
                continue
            name = f"{place}/{entry.name}" if place else entry.name
            if not (entry.is_file() and can_hold(name)):
                yield _unread(Path(entry.path))


def _unread(path: Path) -> Fault:
    what = _("这个文件没有读：{name}").format(name=path.name)
    meant = f"{path.name.partition('.')[0]}.yaml"  # plan.yaml of plan.yaml.txt, plan.bak or plan.yml
    mend = _("是表单就改成 {name}；不是就移到别处").format(name=meant)
    if path.with_name(meant).is_file() or meant == path.name:
        mend = _("是备份就移到别处；是新的一份，就把它的内容合到程序读的那一份里")
    return Fault(Place(str(path)), what, mend, "unread-file")


def _looks_like_a_form(place: str, entry: os.DirEntry[str]) -> bool:
    """True if *entry*, in this *place* of a town's folder, has the name of a form, or nearly."""
    name = entry.name.lower()
    if name.startswith((".", "~", "example.")):
        return False
    if place == _WORDING and name.endswith(".yaml"):  # read, or told where it is not
        return False
    if ".yaml" in name or ".yml" in name:
        return True
    if place == "weeks":
        return re.match(_WEEK, name) is not None
    return not place and name.startswith(("town.", "plan.")) and entry.is_file()


class Neighbour(NamedTuple):
    """A town beside another: its name, and the code of its document numbers, empty where its form does not say."""

    name: str
    code: str


class TownThere(NamedTuple):
    """A town as the beginning of its form tells it: its *folder*'s name, what it is called, its *county*."""

    folder: str
    called: Neighbour
    county: str


def towns_in(folder: Path) -> list[TownThere]:
    """The towns whose folders lie in *folder*."""
    towns: list[TownThere] = []
    for entry in _inside(folder):
        head = _head_of(Path(entry.path, "town.yaml")) if entry.is_dir() else ""
        name = _value_in(head, "名称")
        if name.endswith(("镇", "乡", "街道", "苏木")):
            called = Neighbour(name, _value_in(head, "文号代字"))
            towns.append(TownThere(entry.name, called, _value_in(head, "上级")))
    return towns


def neighbours_of(folder: Path, there: Sequence[TownThere] | None = None) -> list[Neighbour]:
    """The towns in the folders beside *folder*, which are *there*; of a whole province's those of the same county."""
    own = folder.absolute()
    if there is None:
        there = towns_in(own.parent)
    others = [town for town in there if town.folder != own.name]
    if len(others) > _OF_A_COUNTY:
        county = county_of(folder)
        others = [town for town in others if town.county == county]
    return [town.called for town in others]


def name_of(folder: Path) -> str:
    """What the form of the town in *folder* calls it; empty where it does not say."""
    return _value_in(_head_of(folder / "town.yaml"), "名称")


def county_of(folder: Path) -> str:
    """What the form of the town in *folder* calls its county; empty where it does not say."""
    return _value_in(_head_of(folder / "town.yaml"), "上级")


def _inside(folder: Path) -> list[os.DirEntry[str]]:
    """What lies in *folder*, by its name; nothing where there is no such folder, or it may not be read."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def _value_in(text: str, field: str) -> str:
    """The first value of *field* in the *text* of the form of a town; empty where there is none."""
    value = re.search(rf"^ *{field}: (.*)$", text, re.MULTILINE)
    if value is None:
        return ""
    return value[1].partition(" #")[0].strip(" \"'\r")


def _head_of(form: Path) -> str:
    """The beginning of a neighbour's *form*; empty where it is no file or cannot be read."""
    try:
        if not form.is_file():
            return ""
        with form.open(encoding="utf-8", errors="replace") as file:
            return file.read(_HEAD)
    except OSError:
        return ""
