"""What becomes of a form when something comes in: what changes, what does not agree, whose the values are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from wenming.collecting.kept import Received
from wenming.collecting.telling import Value, told

Path = tuple[str, ...]  # fields by their names, items by what tells them from others


class Change(NamedTuple):
    """A value that changes: where, what stood there and what will, as people read them, whose file brought it.

    *is_new*: nothing stood there.
    """

    path: Path
    before: str
    after: str
    source: str
    is_new: bool = False

    @property
    def label(self) -> str:
        """The place as people read it."""
        return " ".join(step for step in self.path if step)


class Clash(NamedTuple):
    """Two values of a place that do not agree, as people read them: the form's, and that of *source*.

    *mine_from*: whose the form's is, empty where somebody typed it; *told* is what tells the two, to be kept.
    """

    path: Path
    mine: str
    mine_from: str
    theirs: str
    source: str
    told: tuple[str, str]

    @property
    def label(self) -> str:
        """The place as people read it."""
        return " ".join(step for step in self.path if step)


Settles = Callable[[Clash], bool | None]


@dataclass
class Outcome:
    """What became of a form: *changes* that were taken, *clashes* that were not, those that were *settled*, and how.

    *received* has the values that came in before, *news* those that come in now, by place. *settles* says of a clash
    that what came in is taken (True), or left without a word (False); None where nobody has said so. At the places
    *held* nothing is taken: files that come in now do not agree on them. *left*: what a file had said before and does
    not say any more, which stays.
    """

    received: Mapping[Path, Received] = field(default_factory=dict)
    settles: Settles = lambda _clash: None
    held: frozenset[Path] = frozenset()
    changes: list[Change] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    news: dict[Path, Received] = field(default_factory=dict)
    settled: list[tuple[Clash, bool]] = field(default_factory=list)
    left: list[Change] = field(default_factory=list)

    def origin_of(self, path: Path, value: Value) -> Received | None:
        """Who sent the *value* at *path*; None where nobody did, or somebody has changed it since."""
        known = self.news.get(path) or self.received.get(path)
        return known if known is not None and known.value == told(value) else None

    def note(self, path: Path, value: Value, source: str, file: str) -> None:
        """Note that *value* came in; the first who sent it is whose it is, and what he sent before is remembered."""
        known = self.news.get(path) or self.received.get(path)
        if known is not None and known.value == told(value):
            self.news.setdefault(path, known)
            return
        former = (*known.former, known.value) if known is not None and known.source == source else ()
        self.news[path] = Received(told(value), source, file, former)

    def is_taken(self, clash: Clash) -> bool:
        """True if what came in is to be taken over what is there; notes the *clash* where nobody has said so."""
        settled = self.settles(clash)
        if settled is None:
            self.clashes.append(clash)
            return False
        self.settled.append((clash, settled))
        return settled

    def is_held(self, path: Path) -> bool:
        """True if nothing is taken at *path*, or at a field of the item there."""
        return any(held[: len(path)] == path for held in self.held)
