"""Documents laid out by wenming, in no face in particular or in those of Fandol, by Word's rules or LibreOffice's."""

import functools
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import office

from wenming.pages.drawing.about import About
from wenming.pages.drawing.pdf import write_pdf
from wenming.pages.layout.document import laid_out
from wenming.pages.layout.faces import AnyFace, Faces
from wenming.pages.layout.flow import Layout
from wenming.pages.layout.rules import WORD, Rules
from wenming.pages.typefaces.catalogue import Catalogue, Chosen
from wenming.pages.typefaces.folders import font_files
from wenming.pages.typefaces.font_file import faces_in
from wenming.pages.typefaces.found import FoundFaces

#: What LibreOffice 7.4 does otherwise than Word
AS_LIBREOFFICE = Rules(
    gap=0.2,
    always_spaces=True,
    hangs_the_wrong_way_round=True,
    centres_lines_of_grid=True,
    grid_before_exact_lines=True,
    pictures_stand_on_the_line=True,
    hangs_in_cells=False,
    hangs_after_letters=False,
    tracks_at_change_of_script=False,
)


class _Renamed(Catalogue):
    """A catalogue in which the faces of 公文 are those of Fandol, as LibreOffice is told in these tests."""

    def choose(self, name: str, **wanted: Any) -> Chosen | None:
        return super().choose(office.fandol_for(name), **wanted)


@functools.cache
def fandol() -> FoundFaces:
    """The faces of Fandol, and those that LibreOffice takes where Fandol has no sign."""
    folders = [Path(office.face("FandolFang-Regular.otf")).parent, Path("/usr/share/fonts")]
    return FoundFaces(_Renamed(face for path in font_files(folders) for face in faces_in(path)))


def parts_of(document: Path) -> dict[str, bytes]:
    """The parts of a Word file."""
    with ZipFile(document) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def layout_of(document: Path, faces: Faces | None = None, rules: Rules = WORD) -> Layout:
    """*document* laid out."""
    return laid_out(parts_of(document), faces or AnyFace(), rules)


def count(document: Path, figure: float = 0.5) -> int:
    """How many pages *document* has in a face with figures so wide."""
    return len(layout_of(document, AnyFace(figure)).pages)


def own_pdf(document: Path) -> Path:
    """The PDF that wenming makes of *document* in the faces of Fandol, beside it."""
    parts = parts_of(document)
    pdf = document.with_suffix(".pdf")
    pdf.write_bytes(write_pdf(laid_out(parts, fandol()), parts, fandol(), About()))
    return pdf
