"""What stands in a folder where a file or a folder of ours is to be, and is neither: put aside, so that work goes on.

A folder may come from somebody else, or a disk may have been mended: a pipe that is read waits for ever, a folder is
not written over, and a link leads to the files of others.
"""

from pathlib import Path

from wenming.base import files
from wenming.base.i18n import _
from wenming.output.manifest import BASES, HIDDEN, JOURNAL, LARGEST, LOCK, MANIFEST, is_digest


def make_room(folder: Path, before: str) -> None:
    """Put aside what stands in *folder* in the place of our folders and of the lock; *before*: that of what was edited.

    Raises OSError.
    """
    hidden = folder / HIDDEN
    for place in (folder / before, hidden, hidden / BASES):
        if leads_out(place) or (place.exists() and not place.is_dir()):
            put_aside(place)
    put_aside_if_no_file(hidden / LOCK, LARGEST)


def make_room_for_notes(folder: Path) -> None:
    """Put aside what stands in *folder*, which is locked, in the place of our notes and bases. Raises OSError."""
    hidden = folder / HIDDEN
    for name in (MANIFEST, JOURNAL):
        put_aside_if_no_file(hidden / name, LARGEST)
    bases = [base for base in (hidden / BASES).glob("*") if is_digest(base.name)]
    for base in bases:
        put_aside_if_no_file(base)


def put_aside_if_no_file(path: Path, most: int = files.LARGEST) -> Path | None:
    """Put *path* aside where it is a link, no file, or one of more than *most* bytes; returns where it is then.

    None where it stays, or nothing is there. Raises OSError.
    """
    is_nothing = not path.exists() and not path.is_symlink()
    is_ours = files.is_readable(path, most) and not leads_out(path)
    if is_nothing or is_ours:
        return None
    try:
        return put_aside(path)
    except FileNotFoundError:  # another run has just done so
        return None


def put_aside(path: Path) -> Path:
    """Give *path* another name beside it, which says that it was put aside; returns that. Raises OSError."""
    aside = files.free_name(path, _("移开"))
    files.move(path, aside)
    return aside


def leads_out(path: Path) -> bool:
    """True if *path* is a link, or a junction of Windows, to another folder."""
    return path.is_symlink() or (path.exists() and path.resolve().parent != path.parent.resolve())
