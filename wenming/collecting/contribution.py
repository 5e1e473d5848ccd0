"""One file that came in, read: for which form it is, what it says, what is wrong with it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from wenming.base.diagnostics import Fault, Place
from wenming.collecting.kept import Kept
from wenming.collecting.knowledge import choices_of, unit_of
from wenming.collecting.merging import Incoming
from wenming.collecting.targets import Target, target_of, week_to_fill
from wenming.forms.workbook.writing import Choice
from wenming.sheets.cells import Picture
from wenming.town.folder import Town


class File(NamedTuple):
    """A file that came in: what it is called, its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Asked:
    """What is known when files are read: the *town*, what is kept, the time, the *week* that was asked for."""

    town: Town
    kept: Kept
    now: datetime.datetime
    week: str = ""
    _targets: dict[tuple[str, str], Target] = field(default_factory=dict, compare=False)

    @property
    def today(self) -> datetime.date:
        """The day."""
        return self.now.date()

    @property
    def week_to_fill(self) -> str:
        """The week that is filled in now."""
        return week_to_fill(self.town, self.today, self.kept.week)

    @cached_property
    def choices(self) -> Mapping[str, Sequence[Choice]]:
        """What fields of the town's forms may take from elsewhere."""
        return choices_of(self.town)

    @cached_property
    def unit_of(self) -> Callable[[Mapping[str, str]], str]:
        """What tells the unit in which a row counts."""
        return unit_of(self.town)

    def target(self, form: str, key: str) -> Target:
        """The form of the schema *form* called *key*, as it was when it was first asked for. Raises Faults."""
        if (form, key) not in self._targets:
            self._targets[form, key] = target_of(self.town, form, key)
        return self._targets[form, key]


class NewPhoto(NamedTuple):
    """A picture for a row of a list of the form: the list, which of its items, by number from 0, and the picture."""

    list_name: str
    item: int
    picture: Picture


class Offered(NamedTuple):
    """A head of a column that is only like one of the form's: where it is, what it says, what it is taken for."""

    place: Place
    head: str
    field: str


class Contribution(NamedTuple):
    """What a file says of the form *target*: *incoming*.

    *faults*: why nothing of it can be taken; *notes*: what was not read, or in which way; *offered*: heads of columns
    that are only like those of the form, with the field that each is taken for.
    """

    target: Target
    incoming: Incoming
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    offered: tuple[Offered, ...] = ()
    photos: tuple[NewPhoto, ...] = ()
