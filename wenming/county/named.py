"""Which towns, and which kinds of document, the words behind a command name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _

_FORM = "town.yaml"
_PATTERN = frozenset("*?[")
_NAMES_MAX = 10_000_000  # bytes of a file of names
_NO_TOWNS = frozenset({"templates"})  # a folder beside towns that is none


class Named(NamedTuple):
    """The folders of *towns*, in the order in which they were named, the *kinds*, and what was passed over."""

    towns: tuple[Path, ...]
    kinds: tuple[str, ...]
    passed_over: tuple[Fault, ...] = ()

    @property
    def is_one(self) -> bool:
        """True if a single town is meant, and nothing but it was named."""
        return len(self.towns) == 1 and not self.passed_over


def named(words: Sequence[str]) -> Named:
    """What *words* name: folders of towns, folders of such folders, patterns (data/*), files of names, kinds.

    A word is a kind unless it has a separator, a pattern, is a folder with town.yaml, or stands first. Raises Faults
    where two towns have folders of one name: their documents would lie in one.
    """
    towns: dict[Path, Path] = {}
    kinds: list[str] = []
    passed_over: list[Fault] = []
    for number, word in enumerate(words):
        if not _is_town_like(word, is_first=number == 0):
            kinds.append(word)
            continue
        for town in _towns_of(word, passed_over):
            towns.setdefault(_resolved(town), town)
    _expect_names_of_their_own([*towns.values()])
    return Named(tuple(towns.values()), tuple(kinds), tuple(passed_over))


def _is_town_like(word: str, *, is_first: bool) -> bool:
    has_separator = "/" in word or "\\" in word
    return is_first or has_separator or bool(_PATTERN & set(word)) or (Path(word) / _FORM).is_file()


def _towns_of(word: str, passed_over: list[Fault]) -> Iterator[Path]:
    """The folders of the towns that *word* names; what it names besides is noted."""
    path = Path(word)
    if _PATTERN & set(word) and not path.exists():
        yield from _of_folders(_matching(path), passed_over)
    elif path.is_file():
        yield from _of_file(path)
    elif path.is_dir() and not (path / _FORM).is_file() and _has_towns(path):
        yield from _of_folders(sorted(path.iterdir()), passed_over)
    else:
        yield path  # where there is none, that is told when it is read


def _matching(path: Path) -> list[Path]:
    """The files and folders that the pattern *path* matches, which cmd and PowerShell leave to the program."""
    parts = path.parts
    fixed = next(number for number, part in enumerate(parts) if _PATTERN & set(part))
    start = Path(*parts[:fixed]) if fixed else Path()
    return sorted(start.glob(str(Path(*parts[fixed:]))))


def _of_folders(paths: Sequence[Path], passed_over: list[Fault]) -> Iterator[Path]:
    for path in paths:
        is_hidden = path.name.startswith((".", "~"))
        if not path.is_dir() or is_hidden or path.name in _NO_TOWNS:
            continue
        if (path / _FORM).is_file():
            yield path
        else:
            what = _("这个文件夹里没有 town.yaml，没有做")
            passed_over.append(Fault(Place(str(path)), what, _("不是镇就不用管"), "no-town"))


def _of_file(path: Path) -> Iterator[Path]:
    """The towns in a file of names: one a line, seen from the folder of the file."""
    text = path.read_bytes()[:_NAMES_MAX].decode("utf-8-sig", errors="replace")
    for line in text.splitlines():
        name = line.strip()
        if name and not name.startswith("#"):
            yield path.parent / name


def _has_towns(folder: Path) -> bool:
    return any((path / _FORM).is_file() for path in folder.iterdir())


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _expect_names_of_their_own(towns: Sequence[Path]) -> None:
    """Raise Faults where two of *towns* have folders of one name."""
    first: dict[str, Path] = {}
    faults: list[Fault] = []
    for town in towns:
        name = _resolved(town).name.casefold()
        other = first.setdefault(name, town)
        if other != town:
            what = _("和 {other} 的文件夹同名，公文会放到一起").format(other=other)
            faults.append(Fault(Place(str(town)), what, _("改一个文件夹的名字，或者分两次做"), "two-towns"))
    if faults:
        raise Faults(faults)
