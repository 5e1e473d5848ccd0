"""Where forms lie and documents go that is no folder: s3://bucket/data, reached through fsspec.

A store has no folders to lock and no names to change: it gets whole documents, one after the other, the manifest last.
What somebody changed there is kept beside, in 合并前; changes are merged in folders alone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from wenming.base import files, resources
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.base.lazy import Later
from wenming.output import manifest
from wenming.output.folder import BEFORE, Finished, State
from wenming.output.manifest import HIDDEN, MANIFEST, Entry

fsspec: Any = Later("fsspec")  # Any: it does not say of what types its values are

_SIGN = "://"
_LOCAL = ("file://", "local://")
#: where there are no folders to make: to make the first would be to make a bucket, perhaps a misspelt one
_WITHOUT_FOLDERS = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "cos", "obs", "memory"})
_CHAIN = "::"  # by which fsspec lets one store lie within another
_FILE_MAX = 200_000_000  # bytes of a form or a photo
_TOWN_MAX = 2_000_000_000  # bytes of all files of a town
_FILES_MAX = 20_000
_INSTALLED = "wenming"  # the command, where it does not stand in a checkout
_WITH_PIP = 'python -m pip install ".[cluster]"'


def is_remote(address: str) -> bool:
    """True if *address* is that of a store, not a folder."""
    return _SIGN in address and not address.startswith(_LOCAL)


def plain(address: str) -> str:
    """*address*; the folder that it is where it is written as file://."""
    for sign in _LOCAL:
        if address.startswith(sign):
            return address.removeprefix(sign)
    return address


def joined(address: str, name: str) -> str:
    """The address of *name* below *address*."""
    if is_remote(address):
        return f"{address.rstrip('/')}/{name}"
    return str(Path(address, name))


def name_of(address: str) -> str:
    """The last name of *address*, that of the town's folder."""
    if is_remote(address):
        return address.rstrip("/").rpartition("/")[2]
    path = Path(address)
    return path.resolve().name if path.name in ("", "..") else path.name


def expect_name(address: str) -> None:
    """Raise Faults where the last name of *address* is none that a folder can have on every disk: .., or C:x."""
    name = name_of(address)
    if not manifest.is_plain(name) or (is_remote(address) and files.safe_name(name) != name):
        what, mend = _("这个名称不能作文件夹的名称"), _("改一个名称")
        raise Faults([Fault(Place(address), what, mend, "no-town")])


class Placed(NamedTuple):
    """What became of a document in a store: *backup*: where what somebody had changed there is kept."""

    address: str
    state: State
    backup: str | None = None

    @property
    def is_written(self) -> bool:
        """True if anything was written for it."""
        return self.state not in ("same", "edited")


class Store:
    """The folder of a store that has this *address*. Everything that it does raises Faults where that fails."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        with self._reached():
            if _CHAIN in address:
                raise ValueError(_("地址里不能有 {mark}").format(mark=_CHAIN))
            system, root = fsspec.core.url_to_fs(self.address, use_listings_cache=False)
            self._system: Any = system  # Any: fsspec does not say of what type its systems are
            self._root: str = root
            self._has_folders = self.address.partition(_SIGN)[0] not in _WITHOUT_FOLDERS
            self._made: set[str] = set()  # folders

    # Towns

    def towns(self, form: str) -> list[str]:
        """The addresses of the folders that hold a *form*: this one, or those that it matches as a pattern."""
        with self._reached():
            forms = self._system.glob(f"{self._root}/{form}")
            return [self._address_of(path.rsplit("/", 1)[0]) for path in sorted(forms)]

    def folders(self) -> list[str]:
        """The addresses of all folders that it matches as a pattern."""
        with self._reached():
            found = self._system.glob(self._root, detail=True)
            return [self._address_of(path) for path, info in sorted(found.items()) if info["type"] == "directory"]

    def fetch(self, folder: Path, with_form: str = "") -> None:
        """Bring every file below it into *folder*; hidden ones, and those whose names lead out of it, stay.

        Nothing is brought where the form is missing that it is to have.
        """
        with self._reached():
            found = self._system.find(self._root, detail=True)
            wanted = {name: info["size"] for name, info in self._by_names(found) if _is_wanted(name)}
            if with_form and with_form not in wanted:
                what, mend = _("这里没有 {form}").format(form=with_form), _("看地址写得对不对")
                raise Faults([Fault(Place(self.address), what, mend, "no-town")])
            self._expect_small(wanted)
            self._system.get(
                [f"{self._root}/{name}" for name in wanted], [str(folder / PurePosixPath(name)) for name in wanted]
            )

    def _by_names(self, found: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:  # Any: what fsspec says of a file
        for path, info in sorted(found.items()):
            yield path[len(self._root) :].lstrip("/"), info

    def _expect_small(self, sizes: Mapping[str, int]) -> None:
        too_large = [name for name, size in sizes.items() if size > _FILE_MAX]
        if too_large or len(sizes) > _FILES_MAX or sum(sizes.values()) > _TOWN_MAX:
            place = joined(self.address, too_large[0]) if too_large else self.address
            mend = _("看是不是放错了文件")
            raise Faults([Fault(Place(place), _("这里的文件太大或者太多"), mend, "too-large")])

    # Documents

    def entries(self) -> dict[str, Entry]:
        """What its manifest knows of the documents that are there."""
        with self._reached():
            noted = self._bytes(f"{HIDDEN}/{MANIFEST}")
            there = self._names()
        return {name: entry for name, entry in manifest.parsed(noted or b"").items() if name in there}

    def place(self, documents: Sequence[Finished], town: str) -> list[Placed]:
        """Put *documents* of the *town* with this address there, the manifest last."""
        with self._reached():
            noted = manifest.parsed(self._bytes(f"{HIDDEN}/{MANIFEST}") or b"")
            there = self._names()
        placed: list[Placed] = []
        try:
            with self._reached():
                for document in documents:
                    before = self._bytes(document.name) if document.name in there else None
                    placed.append(self._place(document, before, noted.get(document.name)))
                    noted[document.name] = _entry_of(document)
                self._write(f"{HIDDEN}/{MANIFEST}", manifest.written(noted, town))
        except Faults as error:
            written = [document.name for document, one in zip(documents, placed, strict=False) if one.is_written]
            raise Faults(error.faults, written) from error
        return placed

    def _place(self, document: Finished, before: bytes | None, known: Entry | None) -> Placed:
        """Put one *document* where *before* stands, of which *known* is noted; a change that somebody made is kept."""
        address = joined(self.address, document.name)
        if before == document.data:
            return Placed(address, "same")
        if before is None:
            self._write(document.name, document.data)
            return Placed(address, "new")
        if known is not None and files.digest(before) == known.generated:
            self._write(document.name, document.data)
            return Placed(address, "replaced")
        if known is not None and files.digest(document.data) == known.generated:
            return Placed(address, "edited")
        stem = document.name.removesuffix(".docx")
        backup = f"{BEFORE}/{stem}（{files.digest(before)[:8]}）.docx"
        self._write(backup, before)
        self._write(document.name, document.data)
        return Placed(address, "aside", joined(self.address, backup))

    def write(self, name: str, data: bytes) -> None:
        """Write *data* under this *name*."""
        with self._reached():
            self._write(name, data)

    def read(self, name: str) -> bytes | None:
        """What is there under this *name*; None where nothing is."""
        with self._reached():
            return self._bytes(name)

    # What fsspec does

    def _write(self, name: str, data: bytes) -> None:
        path = f"{self._root}/{name}"
        folder = path.rsplit("/", 1)[0]
        if self._has_folders and folder not in self._made:
            self._system.makedirs(folder, exist_ok=True)
            self._made.add(folder)
        self._system.pipe_file(path, data)

    def _bytes(self, name: str) -> bytes | None:
        """What is there under this *name*; None where nothing is."""
        try:
            if self._system.size(f"{self._root}/{name}") > files.LARGEST:
                mend = _("把它移到别处")
                raise Faults([Fault(Place(joined(self.address, name)), _("这个文件太大"), mend, "too-large")])
            data: bytes = self._system.cat_file(f"{self._root}/{name}")
        except FileNotFoundError:
            return None
        return data

    def _names(self) -> set[str]:
        """The names of the files in it."""
        try:
            return {path.rsplit("/", 1)[-1] for path in self._system.ls(self._root, detail=False)}
        except FileNotFoundError:
            return set()

    def _address_of(self, path: str) -> str:
        scheme = self.address.partition(_SIGN)[0]
        return f"{scheme}{_SIGN}{path.lstrip('/')}"

    @contextlib.contextmanager
    def _reached(self) -> Iterator[None]:
        """Meanwhile whatever fails becomes Faults: every system has errors of its own."""
        try:
            yield
        except Faults:
            raise
        except ImportError as error:
            cause = error.__cause__
            missing = cause.name if isinstance(cause, ImportError) else error.name
            what = _("还没有装 {library}").format(library=missing or error)
            raise Faults([Fault(Place(self.address), what, how_to_install(), "not-installed")]) from error
        except Exception as error:
            why = f"{type(error).__name__}: {error}"[:300]
            mend = _("看地址写得对不对，网络、账号（AWS_ACCESS_KEY_ID 这些）行不行，再加 --resume 接着做")
            what = _("够不着：{why}").format(why=why)
            raise Faults([Fault(Place(self.address), what, mend, "unreachable")]) from error


def _entry_of(document: Finished) -> Entry:
    digest = files.digest(document.data)
    return Entry(document.kind, document.title, document.template, dict(document.sources), digest)


def how_to_install() -> str:
    """How the libraries for stores and clusters are installed."""
    is_checkout = resources.command() != _INSTALLED
    command = f"{resources.command()} setup --cluster" if is_checkout else _WITH_PIP
    return _("先运行：{command}").format(command=command)


def _is_wanted(name: str) -> bool:
    """True if *name* is that of a file of a town: not one that leads out of its folder, nor a hidden one."""
    is_hidden = any(part.startswith(".") for part in PurePosixPath(name).parts)
    return files.is_inside(name) and not name.endswith("/") and not is_hidden
