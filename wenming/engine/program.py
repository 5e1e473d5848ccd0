"""A template compiled, as it is kept on disk: what depends on the template alone is in it."""

import copyreg
import marshal
from dataclasses import dataclass, field
from types import CodeType

from wenming.base.diagnostics import Fault, Place
from wenming.ooxml.archive import Member

# a program is kept on disk as Python keeps its own
copyreg.pickle(CodeType, lambda code: (marshal.loads, (marshal.dumps(code),)))

Tag = tuple[str, Place, str]


@dataclass(slots=True)
class Part:
    """A part with tags: its program, its tags in order, what to put right afterwards, whether it is proved."""

    code: CodeType | None
    tags: list[Tag]
    features: list[str]
    proved: bool = True
    light: CodeType | None = None  # the program where it needs no jinja


@dataclass(slots=True)
class Compiled:
    """A template's members as they are packed, its programs, the ids of its styles, what is taken, its faults."""

    members: dict[str, Member]
    parts: dict[str, Part] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)
    ids: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def place_of(part: Part, line: int, shown: str) -> Place:
    """Where the tag on *line* of the part's source stands: the nth tag begins on line n, its words on line n + 1."""
    return part.tags[min(max(line - 2, 0), len(part.tags) - 1)][1] if part.tags else Place(shown)
