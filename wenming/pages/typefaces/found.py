"""The faces that are found, as the layout asks for them: how wide characters are in them, and how high lines."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb

from wenming.pages.layout.faces import AnyFace, Metrics
from wenming.pages.layout.looks import RunLook
from wenming.pages.layout.scripts import face_of
from wenming.pages.typefaces.catalogue import Catalogue, Chosen
from wenming.pages.typefaces.font_file import FaceInFile

_MISSING = 0  # the glyph for what a face does not have


class Typeface:
    """A face that is open: glyphs of characters, and their widths."""

    def __init__(self, file: FaceInFile) -> None:
        self.face = hb.Face(_blob(file.path), file.number)
        self.name = next((name for name in file.names if name.isascii()), "Face")
        self._font = hb.Font(self.face)
        self._em = self.face.upem or 1000
        self._advances: dict[int, float] = {}
        extents = self._font.get_font_extents("ltr")
        above = extents.ascender + extents.line_gap
        self.metrics = Metrics(above / self._em, abs(extents.descender) / self._em)  # some say it the wrong way round

    def glyph(self, char: str) -> int:
        """The number of the glyph for *char*; 0 where there is none."""
        return self._font.get_nominal_glyph(ord(char)) or _MISSING

    def advance(self, glyph: int) -> float:
        """How wide *glyph* is, of the size."""
        width = self._advances.get(glyph)
        if width is None:
            width = self._advances[glyph] = float(self._font.get_glyph_h_advance(glyph)) / self._em
        return width


class SetIn(NamedTuple):
    """What a character is drawn in: a face, where it is on this PC, and its glyph there."""

    chosen: Chosen
    typeface: Typeface
    glyph: int


def _blob(path: str) -> hb.Blob:
    """The file *path*: as it lies on the disk, where the library understands its name on every system."""
    return hb.Blob.from_file_path(path) if path.isascii() else hb.Blob(Path(path).read_bytes())


@cache
def open_typeface(file: FaceInFile) -> Typeface:
    """The face *file*, opened once in a process."""
    return Typeface(file)


@cache
def is_sound(file: FaceInFile) -> bool:
    """True if the face *file* can be opened, and glyphs taken out of it: some files are broken further in."""
    try:
        typeface = open_typeface(file)
        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).set({0, typeface.glyph("一"), typeface.glyph("1")})
        return bool(hb.SubsetPlan(typeface.face, wanted).execute().glyph_count)
    except (RuntimeError, ValueError, OSError):
        return False


class FaceNotes(NamedTuple):
    """What is not as it was asked for: the faces that others stand in for, the characters that no face has."""

    instead: tuple[Chosen, ...]
    lacking: tuple[str, ...]


class FoundFaces:
    """The faces of a catalogue, opened as they are asked for; what is not as asked is noted."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._chosen: dict[tuple[str, bool], Chosen | None] = {}
        self._set: dict[RunLook, _InLook] = {}
        self._instead: dict[str, Chosen] = {}
        self._lacking: dict[str, None] = {}
        self._any = AnyFace()

    def advance(self, char: str, look: RunLook) -> float:
        found = self.set_in(char, look)
        return self._any.advance(char, look) if found is None else found.typeface.advance(found.glyph)

    def metrics(self, look: RunLook) -> Metrics:
        chosen = self._choose(look.east_asian or look.latin, bold=look.bold)
        return self._any.metrics(look) if chosen is None else open_typeface(chosen.face).metrics

    def set_in(self, char: str, look: RunLook) -> SetIn | None:
        """What *char* is drawn in: its own face, or where that lacks it the East Asian one, or any other."""
        return self.in_look(look)[char]

    def in_look(self, look: RunLook) -> Mapping[str, SetIn | None]:
        """What each character is drawn in, in this look."""
        if look not in self._set:
            self._set[look] = _InLook(self, look)
        return self._set[look]

    def find(self, char: str, look: RunLook) -> SetIn | None:
        """What *char* is drawn in, looked for anew."""
        name = face_of(char, look)
        first: SetIn | None = None
        for other in dict.fromkeys((name, look.east_asian, *_LAST_RESORTS)):
            chosen = self._choose(other, bold=look.bold)
            if chosen is None:
                continue
            typeface = open_typeface(chosen.face)
            found = SetIn(chosen, typeface, typeface.glyph(char))
            if other == name and chosen.instead_of:
                self._instead.setdefault(name, chosen)
            if found.glyph:
                return found
            first = first or found
        return first

    def _choose(self, name: str, *, bold: bool) -> Chosen | None:
        key = name, bold
        if key not in self._chosen:
            self._chosen[key] = self.catalogue.choose(name, bold=bold, is_sound=is_sound)
        return self._chosen[key]

    def note_lacking(self, char: str) -> None:
        """Note that no face has *char*."""
        self._lacking[char] = None

    def notes(self) -> FaceNotes:
        """What was otherwise than asked for, so far."""
        return FaceNotes(tuple(self._instead.values()), tuple(self._lacking))


class _InLook(dict[str, SetIn | None]):
    """What characters are drawn in, in one look: each is looked for once."""

    def __init__(self, faces: FoundFaces, look: RunLook) -> None:
        super().__init__()
        self._faces = faces
        self._look = look

    def __missing__(self, char: str) -> SetIn | None:
        found = self[char] = self._faces.find(char, self._look)
        return found


_LAST_RESORTS = ("宋体", "黑体", "Times New Roman", "DejaVu Sans", "Symbola")
