"""The faces that are on this PC and in a town's folder, by their names."""

import hashlib
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from wenming.pages.typefaces.font_file import FaceInFile
from wenming.pages.typefaces.stand_ins import KINDS, Kind, kind_of


class Chosen(NamedTuple):
    """The face that something is drawn in; *instead_of*: the name that was asked for, where it is another.

    *is_forbidden*: a face of that name is there, and its maker does not let it be embedded.
    """

    face: FaceInFile
    instead_of: str = ""
    is_forbidden: bool = False


class Catalogue:
    """Faces by their names, in any case."""

    def __init__(self, faces: Iterable[FaceInFile]) -> None:
        self.faces = tuple(faces)
        self._by_name: dict[str, list[FaceInFile]] = {}
        for face in self.faces:
            for name in face.names:
                self._by_name.setdefault(name.casefold(), []).append(face)

    @cached_property
    def digest(self) -> bytes:
        """What tells these faces from others: the same for the same files."""
        return hashlib.sha256(repr(self.faces).encode(errors="replace")).digest()

    def __bool__(self) -> bool:
        return bool(self._by_name)

    def choose(self, name: str, *, bold: bool = False) -> Chosen | None:
        """The face for *name*: that one, or what stands in for it; None where not even that is there."""
        forbidden = False
        for number, other in enumerate((name, *kind_of(name).names)):
            found = self._by_name.get(other.casefold(), [])
            allowed = [face for face in found if face.may_be_embedded]
            if number == 0:
                forbidden = bool(found) and not allowed
            if allowed:
                best = min(allowed, key=lambda face: (face.bold != bold, face.italic, face.path, face.number))
                is_same = other.casefold() == name.casefold()
                return Chosen(best, "" if is_same else name, forbidden)
        return self._any_chinese(name, forbidden=forbidden)

    def _any_chinese(self, name: str, *, forbidden: bool) -> Chosen | None:
        """A face of another kind: better than nothing printed."""
        for kind in KINDS[:-1]:
            chosen = self._first_of(kind)
            if chosen is not None:
                return Chosen(chosen, name, forbidden)
        return None

    def _first_of(self, kind: Kind) -> FaceInFile | None:
        for other in kind.names:
            for face in self._by_name.get(other.casefold(), []):
                if face.may_be_embedded:
                    return face
        return None
