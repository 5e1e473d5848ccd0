"""What a rendered document has beside its text: footers, lists, pictures, charts."""

from collections.abc import Mapping
from typing import cast

from wenming import engine
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.engine.drawings import Chart
from wenming.engine.profile import Profile
from wenming.engine.program import Compiled
from wenming.engine.state import State
from wenming.ooxml import notes, numbering
from wenming.ooxml.names import BODY
from wenming.ooxml.relationships import TYPES

Parts = Mapping[str, bytes]


def bring(
    compiled: Compiled, changed: Parts, kinds: frozenset[str], state: State, profile: Profile
) -> dict[str, bytes]:
    """The parts that the *changed* ones refer to: those of *kinds* that the house makes, lists, pictures, and what
    docxtpl's subdocuments bring along."""
    known = _parts_named_by_others(compiled, everything=bool(state.subdocument)) | dict(changed)
    added = _with_copies_of_notes(compiled, changed, state)
    lists = compiled.part_with("numbering")
    if state.subdocument:
        for name, data in engine.docxtpl_objects.brought(state.subdocument).items():
            if name not in changed and known.get(name) != data:
                added[name] = data
    if kinds:
        added |= profile.parts_for({**known, **added}, kinds, compiled.styles)
    if state.lists and lists:
        added[lists] = numbering.restarted({**known, **added}[lists], state.lists)
    if state.pictures:
        added |= state.pictures.parts({**known, **added})
    return added


def _with_copies_of_notes(compiled: Compiled, changed: Parts, state: State) -> dict[str, bytes]:
    """The parts of notes, with a copy of each note that a loop has repeated."""
    parts: dict[str, bytes] = {}
    for role in dict.fromkeys(note.role for note in state.notes):
        name = compiled.part_with(role)
        if name:
            part = changed[name] if name in changed else compiled.members[name].unpack()
            copies = [(note.number, note.of) for note in state.notes if note.role == role]
            parts[name] = notes.with_copies(part, copies)
    return parts


def _parts_named_by_others(compiled: Compiled, *, everything: bool) -> dict[str, bytes]:
    """The template's own parts that say which parts there are, and its lists; *everything*: all of its parts."""
    return {
        name: member.unpack()
        for name, member in compiled.members.items()
        if everything or name in (TYPES, compiled.part_with("numbering")) or name.endswith(".rels")
    }


def draw(
    compiled: Compiled, changed: Parts, context: Mapping[str, object], profile: Profile, shown: str
) -> dict[str, bytes]:
    """The parts of the charts that name figures of *context*, filled. Raises Faults."""
    parts = {**compiled.unpacked(), **changed}
    given = context.get(profile.charts) or {}
    figures = cast("Mapping[str, Chart]", given)  # the profile says that it is
    try:
        engine.charts.expect(parts, list(figures))
        return engine.charts.filled(parts, figures)
    except engine.charts.Unfillable as error:
        place = Place(f"{shown} · {BODY}", text=error.name)
        raise Faults([Fault(place, error.what, error.mend, "chart")]) from error
