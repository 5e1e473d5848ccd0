"""What lies beside the forms of a town: files that look like forms and that nothing reads, and the towns next to it."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import _

_WEEK = r"[0-9]{4}-w[0-9]{2}"
_WORDING = "templates/wording"
_PLACES = ("notices", "weeks", "scores", _WORDING)
_HEAD = 4096  # characters of a neighbour's form that are looked at


def unread_files(folder: Path, forms: Collection[Path]) -> Iterator[Fault]:
    """Yields what looks like a form in the *folder* of a town and is none of its *forms*: 2026-W12.yaml.txt."""
    for path in sorted(_candidates(folder)):
        if path not in forms and _looks_like_a_form(path):
            what = _("这个文件没有读：{name}").format(name=path.name)
            mend = _("是表单就改成 {name}；不是就移到别处").format(name=_name_meant(path))
            if path.with_name(_name_meant(path)) in forms or _name_meant(path) == path.name:
                mend = _("是备份就移到别处；是新的一份，就把它的内容合到程序读的那一份里")
            yield Fault(Place(str(path)), what, mend, "unread-file")


def _candidates(folder: Path) -> Iterator[Path]:
    """Yields what lies in the places of forms: files, and folders that have the name of a file."""
    for place in (folder, *(folder / name for name in _PLACES)):
        if place.is_dir():
            yield from place.iterdir()


def _looks_like_a_form(path: Path) -> bool:
    name = path.name.lower()
    if name.startswith((".", "~")) or path.stem == "example":
        return False
    if path.parent.name == "wording" and path.suffix == ".yaml":  # read, or told where it is not
        return False
    is_yaml = ".yaml" in name or ".yml" in name
    is_week = path.parent.name == "weeks" and re.match(_WEEK, name) is not None
    is_form = (
        path.parent.name not in ("weeks", "notices", "scores") and path.stem in ("town", "plan") and path.is_file()
    )
    return is_yaml or is_week or is_form


def _name_meant(path: Path) -> str:
    """plan.yaml of plan.yaml.txt, plan.bak or plan.yml."""
    return f"{path.name.partition('.')[0]}.yaml"


class Neighbour(NamedTuple):
    """A town beside another: its name, and the code of its document numbers, empty where its form does not say."""

    name: str
    code: str


def neighbours_of(folder: Path) -> list[Neighbour]:
    """The towns in the folders beside *folder*."""
    neighbours: list[Neighbour] = []
    for form in sorted(folder.absolute().parent.glob("*/town.yaml")):
        if form.parent.name != folder.name:
            head = _head_of(form)
            name = _value_in(head, "名称")
            if name.endswith(("镇", "乡", "街道")):
                neighbours.append(Neighbour(name, _value_in(head, "文号代字")))
    return neighbours


def _value_in(text: str, field: str) -> str:
    """The first value of *field* in the *text* of the form of a town; empty where there is none."""
    for line in text.split("\n"):
        name, _colon, value = line.strip().partition(": ")
        if name == field:
            return value.partition(" #")[0].strip(" \"'\r")
    return ""


def _head_of(form: Path) -> str:
    """The beginning of a neighbour's *form*; empty where it is no file or cannot be read."""
    try:
        if not form.is_file():
            return ""
        with form.open(encoding="utf-8", errors="replace") as file:
            return file.read(_HEAD)
    except OSError:
        return ""
