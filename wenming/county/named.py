"""Which towns, and which kinds of document, the words behind a command name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from wenming.base import files
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.county import stores
from wenming.county.stores import Store

_FORM = "town.yaml"
_PATTERN = frozenset("*?[")
_FORMS = (".yaml", ".yml")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # marks at the beginning
_NAMES_MAX = 10_000_000  # bytes of a file of names
_NO_TOWNS = frozenset({"templates"})  # a folder beside towns that is none


class Named(NamedTuple):
    """The *towns*, folders or addresses (s3://…), in the order in which they were named, and the *kinds*."""

    towns: tuple[str, ...]
    kinds: tuple[str, ...]
    passed_over: tuple[Fault, ...] = ()

    @property
    def is_one(self) -> bool:
        """True if a single folder is meant, and nothing but it was named."""
        return len(self.towns) == 1 and not self.passed_over and not stores.is_remote(self.towns[0])


def named(words: Sequence[str]) -> Named:
    """What *words* name: folders of towns, folders of such folders, patterns (data/*), files of names, kinds.

    A word is a kind unless it has a separator, a pattern, is a folder with town.yaml, or stands first. Raises Faults
    where two towns have folders of one name: their documents would lie in one.
    """
    towns: dict[str, str] = {}
    kinds: list[str] = []
    passed_over: list[Fault] = []
    for number, typed in enumerate(words):
        word = stores.plain(typed)
        if not _is_town_like(word, is_first=number == 0):
            kinds.append(word)
            continue
        for town in _towns_of(word, passed_over, is_one_of_many=len(words) > 1):
            if _is_text(town):
                towns.setdefault(_resolved(town), town)
            else:
                passed_over.append(_no_text(town))
    expect_names_of_their_own([*towns.values()])
    return Named(tuple(towns.values()), tuple(kinds), tuple(passed_over))


def _is_town_like(word: str, *, is_first: bool) -> bool:
    has_separator = "/" in word or "\\" in word
    return is_first or has_separator or bool(_PATTERN & set(word)) or _has_form(Path(word))


def _towns_of(word: str, passed_over: list[Fault], *, is_one_of_many: bool) -> Iterator[str]:
    """The towns that *word* names; what it names besides is noted.

    *is_one_of_many*: a shell may have written the words for a pattern, which matches what is no town too.
    """
    if stores.is_remote(word):
        yield from _of_store(word, passed_over)
        return
    path = Path(word)
    if _PATTERN & set(word) and not path.exists():
        yield from _of_folders(_matching(path), passed_over)
    elif path.name == _FORM and path.is_file():
        yield str(path.parent)
    elif files.is_readable(path, _NAMES_MAX) and path.suffix.lower() not in _FORMS:
        yield from _of_file(path, passed_over)
    elif path.is_dir() and not _has_form(path) and any(map(_has_form, _inside(path))):
        yield from _of_folders(_inside(path), passed_over)
    elif is_one_of_many and path.is_dir():
        yield from _of_folders([path], passed_over)
    else:
        yield word  # where there is none, that is told when it is read


def _of_store(address: str, passed_over: list[Fault]) -> list[str]:
    """The towns in a store: the one with this *address*, those that it matches as a pattern, or those below it."""
    is_pattern = bool(_PATTERN & set(address))
    towns = Store(address).towns(_FORM)
    if towns and not is_pattern:
        return towns
    pattern = address if is_pattern else stores.joined(address, "*")
    store = Store(pattern)
    towns = store.towns(_FORM)
    if not towns and is_pattern:
        what, mend = _("这里一个镇也没有"), _("看地址写得对不对")
        passed_over.append(Fault(Place(address), what, mend, "no-town"))
        return []
    if not towns:
        return [address]
    for folder in store.folders():
        is_one_of_ours = stores.name_of(folder) in _NO_TOWNS or stores.name_of(folder).startswith((".", "~"))
        if folder not in towns and not is_one_of_ours:
            passed_over.append(_no_town(folder))
    return towns


def _matching(path: Path) -> list[Path]:
    """The files and folders that the pattern *path* matches, which cmd and PowerShell leave to the program.

    Raises Faults where it is none.
    """
    parts = path.parts
    fixed = next(number for number, part in enumerate(parts) if _PATTERN & set(part))
    start = Path(*parts[:fixed]) if fixed else Path()
    try:
        return sorted(start.glob(str(Path(*parts[fixed:]))))
    except (OSError, ValueError) as error:
        mend = _("写成 data/* 这样")
        raise Faults([Fault(Place(str(path)), _("不知道这指的是哪些文件夹"), mend, "no-town")]) from error


def _of_folders(paths: Sequence[Path], passed_over: list[Fault]) -> Iterator[str]:
    for path in paths:
        is_hidden = path.name.startswith((".", "~"))
        if is_hidden or path.name in _NO_TOWNS or not path.is_dir():
            continue
        if _has_form(path):
            yield str(path)
        else:
            passed_over.append(_no_town(str(path)))


def _no_town(folder: str) -> Fault:
    return Fault(Place(folder), _("这个文件夹里没有 town.yaml，没有做"), _("不是镇就不用管"), "no-town")


def _of_file(path: Path, passed_over: list[Fault]) -> Iterator[str]:
    """The towns in a file of names: a line is an address, or a folder or a pattern seen from the folder of the file."""
    for line in _text_of(files.read(path, _NAMES_MAX)).splitlines():
        name = stores.plain(line.strip())
        if not name or name.startswith("#"):
            continue
        if stores.is_remote(name):
            yield name
        elif _PATTERN & set(name):
            yield from _of_folders(_matching(path.parent / name), passed_over)
        else:
            yield str(path.parent / name)


def _text_of(data: bytes) -> str:
    """The text of a file that some editor saved: in Unicode, else as Chinese Windows does."""
    if data.startswith(_UTF_16):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _has_form(folder: Path) -> bool:
    """True if *folder* is a town's; one that may not be looked into is none."""
    return files.is_readable(folder / _FORM)


def _inside(folder: Path) -> list[Path]:
    """What lies in *folder*; nothing where it may not be looked into."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _is_text(name: str) -> bool:
    """True if *name* is text, as the names of folders that came from another system may not be."""
    try:
        return b"\0" not in name.encode()
    except UnicodeEncodeError:
        return False


def _no_text(town: str) -> Fault:
    shown = town.encode(errors="replace").decode()
    return Fault(Place(shown), _("文件夹的名称是乱码，没有做"), _("改一个名称"), "no-town")


def _resolved(town: str) -> str:
    """*town* by the one name that tells it from others."""
    if stores.is_remote(town):
        return town.rstrip("/")
    try:
        return str(Path(town).resolve())
    except (OSError, RuntimeError):
        return str(Path(town).absolute())


def expect_names_of_their_own(towns: Sequence[str]) -> None:
    """Raise Faults where two of *towns* have folders of one name."""
    first: dict[str, str] = {}
    faults: list[Fault] = []
    for town in towns:
        name = stores.name_of(town).casefold()
        other = first.setdefault(name, town)
        if other != town:
            what = _("和 {other} 的文件夹同名，公文会放到一起").format(other=other)
            faults.append(Fault(Place(town), what, _("改一个文件夹的名字，或者分两次做"), "two-towns"))
    if faults:
        raise Faults(faults)
