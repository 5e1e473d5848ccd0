"""What stands in a folder where a file or a folder of ours is to be, and is neither: put aside, so that work goes on.

A folder may come from somebody else, or a disk may have been mended: a pipe that is read waits for ever, a folder is
not written over.
"""

from pathlib import Path

from wenming.base import files
from wenming.base.i18n import _
from wenming.output.manifest import BASES, HIDDEN, JOURNAL, LOCK, MANIFEST, is_digest


def make_room(folder: Path, before: str) -> None:
    """Put aside what stands in *folder* in the place of our own notes; *before*: the folder of what was edited.

    Raises OSError.
    """
    hidden = folder / HIDDEN
    for place in (folder / before, hidden, hidden / BASES):
        if _is_something(place) and not place.is_dir():
            put_aside(place)
    bases = [base for base in (hidden / BASES).glob("*") if is_digest(base.name)]
    for place in (*(hidden / name for name in (MANIFEST, JOURNAL, LOCK)), *bases):
        put_aside_if_no_file(place)


def put_aside_if_no_file(path: Path) -> Path | None:
    """Put *path* aside where it is there and no file; returns where it is then, None where it stays. Raises OSError."""
    if not _is_something(path) or path.is_file():
        return None
    return put_aside(path)


def put_aside(path: Path) -> Path:
    """Give *path* another name beside it, which says that it was put aside; returns that. Raises OSError."""
    aside = files.free_name(path, _("移开"))
    files.move(path, aside)
    return aside


def _is_something(path: Path) -> bool:
    return path.exists() and not path.is_symlink()
