"""What stands below a heading of an old paper, in pieces: texts, tables, groups of people, items."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wenming.papers.outline import Entry
from wenming.papers.paper import Block, Grid, Line
from wenming.papers.roster import Roster, begins_roster, roster_at


class Text(NamedTuple):
    """Lines that follow one another."""

    lines: tuple[str, ...]

    @property
    def whole(self) -> str:
        """The lines as a text."""
        return "\n".join(self.lines)


class Group(NamedTuple):
    """People who lead, and the *lines* that name them; *place* of the first."""

    roster: Roster
    lines: tuple[str, ...]
    place: str


Segment = Text | Grid | Group | Entry


def segments(below: "Sequence[Entry | Block]") -> Iterator[Segment]:
    """Yields the pieces of what stands *below* a heading."""
    lines: list[str] = []
    at = 0
    while at < len(below):
        one = below[at]
        group = _group(below, at) if isinstance(one, Line) and begins_roster(one) else None
        if isinstance(one, Line) and group is None:
            lines.append(one.text)
            at += 1
            continue
        if lines:
            yield Text(tuple(lines))
            lines = []
        if group is not None:
            yield group
            at += len(group.lines)
        elif not isinstance(one, Line):
            yield one
            at += 1
    if lines:
        yield Text(tuple(lines))


def begins_with_text(below: "Sequence[Entry | Block]") -> bool:
    """True if the first of what stands *below* a heading is text."""
    return isinstance(next(segments(below[:1]), None), Text) and not _begins_with_group(below)


def _begins_with_group(below: "Sequence[Entry | Block]") -> bool:
    return _group(below, 0) is not None


def _group(below: "Sequence[Entry | Block]", at: int) -> Group | None:
    """The group of people that begins at *at*; None where none does."""
    lines: list[Line] = []
    for one in below[at:]:
        if not isinstance(one, Line):
            break
        lines.append(one)
    roster = roster_at(lines)
    if roster is None:
        return None
    return Group(roster, tuple(line.text for line in lines[: roster.length]), lines[0].place)
