"""A template compiled, as it is kept on disk: what depends on the template alone is in it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wenming.base.diagnostics import Fault, Place
from wenming.ooxml.archive import Member
from wenming.ooxml.roles import part_with


class Tag(NamedTuple):
    """A tag in jinja's words, where the reader of the template finds it, its first word (for, if, endif …)."""

    source: str
    place: Place
    word: str


class Part(NamedTuple):
    """A part with tags: its programs, its tags in order, what to put right afterwards, whether it is proved.

    A program is marshalled, as Python keeps its own. *without_jinja* is there where jinja is not needed to run it;
    *with_jinja* is empty where the part has faults.
    """

    tags: Sequence[Tag]
    features: Sequence[str]
    with_jinja: bytes = b""
    without_jinja: bytes = b""
    proved: bool = True


class Compiled(NamedTuple):
    """A template's members as they are packed, its parts with tags, the ids of its styles, what is taken, its faults.

    *roles* says what each part is (header, styles …), *ids* are those of drawings and bookmarks, *numbers* of lists,
    *notes* the highest of footnotes and endnotes.
    """

    members: Mapping[str, Member]
    parts: Mapping[str, Part] = {}
    styles: Mapping[str, str] = {}
    ids: Sequence[int] = ()
    numbers: Sequence[int] = ()
    faults: Sequence[Fault] = ()
    roles: Mapping[str, str] = {}
    notes: Mapping[str, int] = {}

    def part_with(self, role: str) -> str:
        """The name of the part that has this *role*; empty where none has."""
        return part_with(role, self.roles)

    def unpacked(self) -> dict[str, bytes]:
        """All parts of the template, unpacked."""
        return {name: member.unpack() for name, member in self.members.items()}


def place_of(part: Part, line: int, shown: str) -> Place:
    """Where the tag on *line* of the part's source stands: the nth tag begins on line n, its words on line n + 1."""
    if not part.tags:
        return Place(shown)
    number = min(max(line - 2, 0), len(part.tags) - 1)
    return part.tags[number].place
