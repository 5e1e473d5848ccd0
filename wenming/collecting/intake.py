"""Files that came in, read together and laid over the forms of a town: what would change, what cannot be taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.collecting import chat, from_workbook, photos
from wenming.collecting.contribution import Asked, Contribution, File
from wenming.collecting.identity import holds_lists
from wenming.collecting.kept import Kept, Received
from wenming.collecting.merging import Change, Clash, Outcome, Path, Settles, Value, merged
from wenming.collecting.photos import Saved
from wenming.collecting.targets import Target, record_of
from wenming.sheets import delimited, reading

FILES_MAX = 1000
_BETWEEN = "\t"  # the steps of a place, as it is kept


class Filled(NamedTuple):
    """A form with what came in laid over it: its *record* then, what *changes*, what does not agree.

    *settled*: what did not agree, and somebody has said whether what came in is taken; *news*: the values that came in,
    by place, and whose they are; *saved*: pictures to save beside it.
    """

    target: Target
    record: Mapping[str, Value]
    changes: tuple[Change, ...]
    clashes: tuple[Clash, ...]
    settled: tuple[tuple[Clash, bool], ...]
    news: Mapping[Path, Received]
    saved: tuple[Saved, ...]


class Intake(NamedTuple):
    """What became of the files: the forms that they fill in, *faults* of files that are not taken, *notes*.

    *offered*: heads of columns that have to be confirmed first, with the fields that they are taken for; *files*: how
    many were read.
    """

    filled: tuple[Filled, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    offered: Mapping[str, str]
    files: int


@dataclass
class _Pile:
    """What files say of one form."""

    target: Target
    contributions: list[Contribution] = field(default_factory=list)


def take_in(
    files: Sequence[File],
    asked: Asked,
    settles: Settles = lambda _clash: None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Intake:
    """What *files* would change in the forms of the town that is *asked* for. Nothing is written.

    *settles* answers for values that do not agree, as ``Outcome.settles``.
    """
    faults: list[Fault] = []
    notes: list[Fault] = []
    offered: dict[str, str] = {}
    piles: dict[str, _Pile] = {}
    for number, file in enumerate(files[:FILES_MAX], 1):
        if on_progress:
            on_progress(number, len(files))
        try:
            one = contribution_of(file, asked)
        except Faults as error:
            faults += error.faults
            continue
        notes += one.notes
        offered |= one.offered
        if one.faults:
            faults += one.faults
            continue
        piles.setdefault(one.target.name, _Pile(one.target)).contributions.append(one)
    filled = [_filled(pile, asked, settles) for pile in piles.values()]
    return Intake(tuple(filled), tuple(faults), tuple(notes), offered, len(files))


def contribution_of(file: File, asked: Asked) -> Contribution:
    """What *file* says of a form: a workbook, a table, or lines of a chat. Raises Faults."""
    is_binary = b"\0" in file.data[:4096] or file.data.startswith(b"PK")
    text = None if is_binary else delimited.text_of(file.data)
    if not file.data.strip():
        raise Faults([Fault(Place(file.name), _("这个文件是空的"), _("看文件拿错没有"), "list-not-found")])
    if text is not None and chat.looks_like_chat(text, asked):
        table = delimited.read_delimited(file.data, file.name)
        if not holds_lists(table, asked):
            return chat.contribution(text, file.name, asked)
    return from_workbook.contribution(reading.read(file.data, file.name), asked)


def _filled(pile: _Pile, asked: Asked, settles: Settles) -> Filled:
    """The form of *pile* with all its contributions laid over it."""
    target = pile.target
    record = record_of(target.data, str(target.path), target.schema)
    received = received_of(asked.kept, target.name)
    answers = _answering(asked.kept, target.name, settles)
    first = _laid_over(record, pile, asked, Outcome(received, answers))
    sources = {one.incoming.source for one in pile.contributions}
    held = frozenset(clash.path for clash in first.clashes if clash.mine_from in sources)
    result = _laid_over(record, pile, asked, Outcome(received, answers, held)) if held else first
    return result._replace(clashes=first.clashes)


def _laid_over(record: Mapping[str, Value], pile: _Pile, asked: Asked, outcome: Outcome) -> Filled:
    target = pile.target
    saved: list[Saved] = []
    for one in pile.contributions:
        record = merged(target.schema, record, one.incoming, outcome)
        record = photos.with_photos(target.schema, record, one, asked.town.folder, outcome, saved)
    changes, clashes = tuple(outcome.changes), tuple(outcome.clashes)
    return Filled(target, record, changes, clashes, tuple(outcome.settled), outcome.news, tuple(saved))


def received_of(kept: Kept, name: str) -> dict[Path, Received]:
    """The values that came in before for the form *name*, by place."""
    return {tuple(path.split(_BETWEEN)): one for path, one in kept.received.get(name, {}).items()}


def place_text(path: Path) -> str:
    """A place in a form as it is kept."""
    return _BETWEEN.join(path)


def _answering(kept: Kept, name: str, settles: Settles) -> Settles:
    """*settles*, and what was answered before."""
    known = {(one.path, one.chosen, one.refused) for one in kept.answers if one.form == name}

    def answer(clash: Clash) -> bool | None:
        path = place_text(clash.path)
        now = settles(clash)
        if now is not None:
            return now
        if (path, clash.mine, clash.theirs) in known:
            return False
        return True if (path, clash.theirs, clash.mine) in known else None

    return answer
