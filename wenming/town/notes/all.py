"""All notes on the forms of a town, but for those that its clerk does not want to be told again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from wenming.base.codes import NAMES
from wenming.base.diagnostics import Fault
from wenming.base.lazy import Later
from wenming.town.notes import commented, issues, plan, texts

if TYPE_CHECKING:
    from wenming.base.weeks import Week
    from wenming.town.beside import Neighbour
    from wenming.town.folder import AnyForm, Town
    from wenming.town.notes import weeks
else:
    weeks = Later("wenming.town.notes.weeks")


def notes(
    town: Town, neighbours: Sequence[Neighbour], week: Week | None = None, *, is_final: bool = False
) -> Iterator[Fault]:
    """Yields the notes on the forms of *town*, of its weeks on *week* alone, else the last.

    *neighbours* are the towns beside it. What a form asks not to be told again is left out; where the papers are to be
    final, not a number or a day that is open.
    """
    silenced = {form.shown: form.record.get("不再提示", ()) for form in _forms(town)}
    for note in _notes(town, neighbours, week):
        must_be_told = is_final and note.place.path.endswith((".文号", ".成文日期"))
        if must_be_told or NAMES[note.code] not in silenced.get(note.place.file, ()):
            yield note


def _notes(town: Town, neighbours: Sequence[Neighbour], week: Week | None) -> Iterator[Fault]:
    told_weeks = [form for form in town.weeks if week is None or form.record["周"] == str(week)][-1:]
    for form in _forms(town):
        if form.schema.name == "week" and form not in told_weeks:
            continue
        yield from form.notes
        yield from texts.notes(form, town, neighbours)
        yield from commented.notes(form)
    yield from issues.notes(town, neighbours)
    if town.plan:
        yield from plan.notes(town.plan)
    for notice in town.notices:
        yield from plan.roster_notes(notice)
    for form_of_week in told_weeks:
        yield from weeks.notes(form_of_week, town)


def _forms(town: Town) -> Iterator[AnyForm]:
    for of_name in town.forms.values():
        yield from of_name
