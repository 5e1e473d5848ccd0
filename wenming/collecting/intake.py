"""Files that came in, read together and laid over the forms of a town: what would change, what cannot be taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.collecting import chat, from_workbook, photos
from wenming.collecting.contribution import Asked, Contribution, File, Offered
from wenming.collecting.identity import holds_lists
from wenming.collecting.kept import Kept, Received
from wenming.collecting.merging import merged
from wenming.collecting.outcome import Change, Clash, Outcome, Path, Settles
from wenming.collecting.photos import Saved
from wenming.collecting.targets import Target, record_of
from wenming.collecting.telling import Value
from wenming.sheets import delimited, reading

FILES_MAX = 1000
_BETWEEN = "\t"  # the steps of a place, as it is kept


class Filled(NamedTuple):
    """A form with what came in laid over it: its *record* then, what *changes*, what does not agree.

    *settled*: what did not agree, and somebody has said whether what came in is taken; *left*: what a file does not say
    any more, which stays; *news*: the values that came in, by place, and whose they are; *saved*: pictures to save.
    """

    target: Target
    record: Mapping[str, Value]
    changes: tuple[Change, ...]
    clashes: tuple[Clash, ...]
    settled: tuple[tuple[Clash, bool], ...]
    left: tuple[Change, ...]
    news: Mapping[Path, Received]
    saved: tuple[Saved, ...]


class Intake(NamedTuple):
    """What became of the files: the forms that they fill in, *faults* of files that are not taken, *notes*.

    *offered*: heads of columns that have to be confirmed first, with the fields that they are taken for; *files*: how
    many were read; *sources*: whose they are.
    """

    filled: tuple[Filled, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    offered: tuple[Offered, ...]
    files: int
    sources: tuple[str, ...] = ()


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
    offered: list[Offered] = []
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
        offered += one.offered
        own_faults = [*one.faults, *map(_to_confirm, one.offered)]
        if own_faults:
            faults += own_faults
            continue
        piles.setdefault(one.target.name, _Pile(one.target)).contributions.append(one)
    sources = tuple(dict.fromkeys(one.incoming.source for pile in piles.values() for one in pile.contributions))
    filled = [_filled(pile, asked, settles) for pile in piles.values()]
    return Intake(tuple(filled), tuple(faults), tuple(notes), tuple(offered), len(files), sources)


def _to_confirm(offered: Offered) -> Fault:
    what = _("表头“{head}”当作“{name}”读，对吗").format(head=offered.head.replace("\n", " "), name=offered.field)
    return Fault(offered.place, what, _("对的加 --yes；不对的把表头改成表单里的名称"), "heads-to-confirm")


def contribution_of(file: File, asked: Asked) -> Contribution:
    """What *file* says of a form: a workbook, a table, or lines of a chat. Raises Faults."""
    is_binary = b"\0" in file.data[:4096] or file.data.startswith(b"PK")
    text = None if is_binary else delimited.text_of(file.data)
    if not file.data.strip():
        raise Faults([Fault(Place(file.name), _("这个文件是空的"), _("看文件拿错没有"), "list-not-found")])
    if text is not None:
        table = delimited.read_delimited(file.data, file.name)
        is_table = holds_lists(table, asked)
        if not is_table and chat.looks_like_chat(text, asked):
            return chat.contribution(text, file.name, asked)
        if not is_table:
            raise from_workbook.nothing_found(table)
    return from_workbook.contribution(reading.read(file.data, file.name), asked)


def _filled(pile: _Pile, asked: Asked, settles: Settles) -> Filled:
    """The form of *pile* with all its contributions laid over it."""
    target = pile.target
    record = record_of(target.data, str(target.path), target.schema)
    received = received_of(asked.kept, target.name)
    answers = _answering(asked.kept, target.name, settles)
    first = _laid_over(record, pile, asked, Outcome(received, answers))
    held = frozenset(clash.path for clash in first.clashes if clash.mine_from and clash.path in first.news)
    result = _laid_over(record, pile, asked, Outcome(received, answers, held)) if held else first
    return result._replace(clashes=first.clashes)


def _laid_over(record: Mapping[str, Value], pile: _Pile, asked: Asked, outcome: Outcome) -> Filled:
    target = pile.target
    saved: list[Saved] = []
    for one in pile.contributions:
        record = merged(target.schema, record, one.incoming, outcome)
        record = photos.with_photos(target.schema, record, one, asked.town.folder, outcome, saved)
    changes, clashes = tuple(outcome.changes), tuple(outcome.clashes)
    return Filled(
        target, record, changes, clashes, tuple(outcome.settled), tuple(outcome.left), outcome.news, tuple(saved)
    )


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
        mine, theirs = clash.told
        if (path, mine, theirs) in known:
            return False
        return True if (path, theirs, mine) in known else None

    return answer
