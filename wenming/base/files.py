"""The one place that writes files: each is whole at every moment, and none is written over unless that is meant."""

import contextlib
import hashlib
import os
import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _

LARGEST = 500_000_000  # bytes of a document; with the photos of a year it has a tenth
_UNSAFE = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{device}{n}" for device in ("COM", "LPT") for n in range(1, 10))}
_NAME_MAX = 80  # characters: 240 bytes in UTF-8, under every file system's 255
_LONGEST_NAME = 255  # bytes that file systems take
_STEM_MAX = 72  # characters that leave room for （换下的12）
_PART_STEM_MAX = 40
_PART = re.compile(r"\..+-[0-9a-f]{8}(?:\.\d+)?\.part", re.DOTALL)
_LOOK = 0.05  # seconds between two looks at a lock


def digest(data: bytes) -> str:
    """What tells one file from another."""
    return hashlib.sha256(data).hexdigest()


def is_readable(path: Path, most: int = LARGEST) -> bool:
    """True if *path* is a file of at most so many bytes: no folder, no pipe or device, which are read for ever."""
    try:
        status = path.stat()
    except (OSError, ValueError):  # not there, or no name that a system takes
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size <= most


def read(path: Path, most: int = LARGEST) -> bytes:
    """The bytes of the file *path*. Raises OSError where it is none, or has more than *most*."""
    if not is_readable(path, most):
        raise FileNotFoundError(path)
    return path.read_bytes()


# Writing


def write(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Write *data* to *path* in one step, over what is there. Raises OSError.

    *lasting*: on the disk before anything goes on, even if the power fails.
    """
    part = _own_part(path)
    try:
        _write_whole(part, data, lasting=lasting)
        part.replace(path)
    except BaseException:
        _remove_quietly(part)
        raise


def write_new(path: Path, data: bytes) -> None:
    """Write *data* to *path* in one step; raises FileExistsError where there is one already, else OSError."""
    part = _own_part(path)
    try:
        _write_whole(part, data)
        if path.exists():
            raise FileExistsError(path)
        _give_name(part, path)
    finally:
        _remove_quietly(part)


def write_part(path: Path, data: bytes) -> Path:
    """Write *data* beside *path*, to be moved there later; where it is. Raises OSError."""
    part = part_of(path)
    part.unlink(missing_ok=True)  # if it is a link, nothing is written through it
    _write_whole(part, data)
    return part


def move(part: Path, path: Path) -> None:
    """Put what was written as *part* into the place of *path*, in one step. Raises OSError."""
    part.replace(path)


def remove(path: Path) -> None:
    """Remove *path* if it is there. Raises OSError."""
    path.unlink(missing_ok=True)


def make_folder(path: Path, *, private: bool = False) -> None:
    """Make the folder *path* and those above it where they are not; *private*: for this user alone. Raises OSError."""
    path.mkdir(mode=0o700 if private else 0o777, parents=True, exist_ok=True)


def unwritable(path: Path, error: OSError, mend: str) -> Faults:
    """The fault of a file or folder *path* that cannot be written, and how to *mend* it."""
    what = _("写不进去：{why}").format(why=error.strerror or error)
    return Faults([Fault(Place(str(path)), what, mend, "cannot-write")])


def _write_whole(part: Path, data: bytes, *, lasting: bool = True) -> None:
    make_folder(part.parent)
    with part.open("xb") as file:
        file.write(data)
        if lasting:
            file.flush()
            os.fsync(file.fileno())


def _give_name(part: Path, path: Path) -> None:
    """Let *part* go by the name *path*, unless somebody has written one meanwhile: then FileExistsError."""
    try:
        os.link(part, path)  # which, unlike a rename, never replaces
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no links, such as a memory stick
        part.rename(path)


def _remove_quietly(path: Path) -> None:
    with contextlib.suppress(OSError):  # a read-only disk has nothing to take away
        path.unlink()


# Names


def part_of(path: Path) -> Path:
    """Where *path* is written before it is moved into place: the same in every run."""
    return path.with_name(f".{path.stem[:_PART_STEM_MAX]}-{digest(path.name.encode())[:8]}.part")


def _own_part(path: Path) -> Path:
    """The same, for this process alone."""
    return part_of(path).with_suffix(f".{os.getpid()}.part")


def parts_in(folder: Path) -> list[Path]:
    """What was written in *folder* and not moved into place, by the names that only this program gives."""
    parts = [part for part in folder.glob(".*.part") if _PART.fullmatch(part.name)]
    return [part for part in parts if part.is_file() or part.is_symlink()]


def safe_name(title: str) -> str:
    """*title* as a file name that Windows takes."""
    printable = "".join(char for char in title.translate(_UNSAFE) if char >= " ")
    name = printable[:_NAME_MAX].rstrip(". ").strip()
    is_reserved = name.split(".")[0].upper() in _RESERVED
    return f"_{name}" if is_reserved or not name else name


def is_inside(name: str) -> bool:
    """True if *name* is that of a file in a folder, or below it, on any disk."""
    path = PurePosixPath(name)
    try:
        parts = [part.encode() for part in path.parts]
    except UnicodeEncodeError:
        return False
    leads_out = path.is_absolute() or ".." in path.parts or any(mark in name for mark in "\\:\0")
    is_too_long = any(len(part) > _LONGEST_NAME for part in parts)
    return bool(parts) and not leads_out and not is_too_long


def unique_name(name: str, taken: set[str]) -> str:
    """*name*, or *name*（2） … where it is *taken*; it is from then on. To Windows, case makes no difference."""
    free, number = name, 2
    while free.lower() in taken:
        free = f"{name}（{number}）"
        number += 1
    taken.add(free.lower())
    return free


def free_name(path: Path, word: str = "", same: bytes | None = None) -> Path:
    """A name beside *path* with *word* in it that no file has, or *path* itself where no word is given and it is free.

    One that holds the *same* bytes may be taken again.
    """
    number = 1
    free = _numbered(path, word, number)
    while os.path.lexists(free) and not (same is not None and _holds(free, same)):
        number += 1
        free = _numbered(path, word, number)
    return free


def _holds(path: Path, data: bytes) -> bool:
    """True if *path* is a file of these *data*."""
    return is_readable(path) and not path.is_symlink() and path.read_bytes() == data


def _numbered(path: Path, word: str, number: int) -> Path:
    """甲（合并）.docx of 甲.docx, 甲（合并2）.docx; without a word 甲.docx, 甲（2）.docx."""
    mark = word if number == 1 else f"{word}{number}"
    if not mark:
        return path
    return path.with_name(f"{path.stem[:_STEM_MAX]}（{mark}）{path.suffix}")


# Locks


@contextlib.contextmanager
def locked(path: Path, seconds: float) -> Iterator[None]:
    """Hold the lock *path* against other runs of the program. Raises TimeoutError where one holds it longer.

    It is let go when the file is closed, also when the program is killed.
    """
    make_folder(path.parent)
    with path.open("ab") as handle:
        ends = time.monotonic() + seconds
        while not _lock(handle):
            if time.monotonic() > ends:
                raise TimeoutError(path)
            time.sleep(_LOOK)
        yield


if os.name == "nt":
    import msvcrt

    def _lock(handle: IO[bytes]) -> bool:
        """True if the lock on *handle* was had."""
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: IO[bytes]) -> bool:
        """True if the lock on *handle* was had."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
