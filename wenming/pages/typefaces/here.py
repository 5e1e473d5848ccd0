"""The faces of this PC and of a town, read once and kept until a font file comes, goes or changes."""

from collections.abc import Mapping
from pathlib import Path

from wenming.base import cache
from wenming.pages.typefaces.catalogue import Catalogue
from wenming.pages.typefaces.folders import font_files, font_folders
from wenming.pages.typefaces.font_file import FaceInFile, faces_in

OF_TOWN = "fonts"  # the folder of a town's own faces


def catalogue_here(environment: Mapping[str, str], town: Path | None = None) -> Catalogue:
    """The faces in the ``fonts`` folder of *town*, if it has one, and on this PC; *environment*: its variables."""
    own = [town / OF_TOWN] if town is not None and (town / OF_TOWN).is_dir() else []
    files = list(font_files([*own, *font_folders(environment)]))
    state = [(str(path), *_written(path)) for path in files]

    def read() -> list[FaceInFile]:
        return [face for path in files for face in faces_in(path)]

    faces = cache.recall(read, repr(state).encode(errors="replace"))
    with_faces = {face.path for face in faces}
    unread = [str(path) for path in font_files(own) if str(path) not in with_faces]
    return Catalogue(faces, repr(state), unread)


def _written(path: Path) -> tuple[int, int]:
    """When *path* was last written, and how large it is."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
