"""The faces that are on this PC and in a town's folder, by their names."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
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


Sound = Callable[[FaceInFile], bool]
_USUAL, _BOLD = 400, 700  # weights


def _any_is(_face: FaceInFile) -> bool:
    return True


def _distance(face: FaceInFile, *, bold: bool) -> tuple[object, ...]:
    """How far *face* is from the one that is wanted: the usual, or the bold one, of its family."""
    weight = abs(face.weight - (_BOLD if bold else _USUAL))
    return face.bold != bold, face.italic, weight, face.path, face.number


class Catalogue:
    """Faces by their names, in any case; *state*: what changes when one of their files does.

    *unread*: the files that a town has put there for fonts, and that are none.
    """

    def __init__(self, faces: Iterable[FaceInFile], state: str = "", unread: Sequence[str] = ()) -> None:
        self.faces = tuple(faces)
        self.unread = tuple(unread)
        self._state = state
        self._by_name: dict[str, list[FaceInFile]] = {}
        for face in self.faces:
            for name in face.names:
                self._by_name.setdefault(name.casefold(), []).append(face)

    @cached_property
    def digest(self) -> bytes:
        """What tells these faces from others: the same for the same files."""
        return hashlib.sha256(f"{self.faces}{self._state}".encode(errors="replace")).digest()

    def __bool__(self) -> bool:
        return bool(self._by_name)

    def choose(self, name: str, *, bold: bool = False, is_sound: Sound = _any_is) -> Chosen | None:
        """The face for *name*: that one, or what stands in for it; None where not even that is there.

        *is_sound* says of a face whether it can be drawn with.
        """
        forbidden = False
        for number, other in enumerate((name, *kind_of(name).names)):
            found = self._by_name.get(other.casefold(), [])
            allowed = [face for face in found if face.may_be_embedded and is_sound(face)]
            if number == 0:
                forbidden = any(not face.may_be_embedded for face in found) and not allowed
            if allowed:
                best = min(allowed, key=partial(_distance, bold=bold))
                is_same = other.casefold() == name.casefold()
                return Chosen(best, "" if is_same else name, forbidden)
        return self._any_chinese(name, is_sound, forbidden=forbidden)

    def _any_chinese(self, name: str, is_sound: Sound, *, forbidden: bool) -> Chosen | None:
        """A face of another kind: better than nothing printed."""
        for kind in KINDS[:-1]:
            chosen = self._first_of(kind, is_sound)
            if chosen is not None:
                return Chosen(chosen, name, forbidden)
        return None

    def _first_of(self, kind: Kind, is_sound: Sound) -> FaceInFile | None:
        for other in kind.names:
            for face in self._by_name.get(other.casefold(), []):
                if face.may_be_embedded and is_sound(face):
                    return face
        return None
