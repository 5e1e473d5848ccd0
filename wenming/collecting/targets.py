"""The form that a workbook is filled in for: its file, as it is on the disk, or as a new week begins."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from wenming.base import weeks
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.forms import schema as schemas
from wenming.forms.schema import Schema
from wenming.forms.yaml import read as yaml_forms
from wenming.town import next_week
from wenming.town.folder import Town

WEEK = "week"
Record = Mapping[str, Any]  # Any: of a form, as its schema says


class Target(NamedTuple):
    """A form to fill in: its *schema*, the name of its file without what it ends with, the file, and its text.

    *is_new*: there is no such file yet.
    """

    schema: Schema
    key: str
    path: Path
    data: bytes
    is_new: bool

    @property
    def name(self) -> str:
        """The file below the town's folder: weeks/2026-W12.yaml."""
        folder = self.schema.folder
        return f"{folder}/{self.path.name}" if folder else self.path.name


def target_of(town: Town, form: str, key: str) -> Target:
    """The form of the schema *form* in the file called *key*, in the folder of *town*. Raises Faults."""
    schema = schemas.load(form)
    path = town.folder / schema.folder / f"{key}.yaml" if schema.folder else town.folder / f"{form}.yaml"
    for other in (path, path.with_suffix(".yml")):
        if other.is_file():
            return Target(schema, key, other, other.read_bytes(), is_new=False)
    if form == WEEK and weeks.WEEK.fullmatch(key) and weeks.exists(key):
        return Target(schema, key, path, next_week.text_of(town, weeks.named(key)).encode(), is_new=True)
    raise Faults([Fault(Place(str(path)), _("没有这个表单"), _("先新建它，或者看名字写对没有"), "no-file")])


def last_week(town: Town) -> str:
    """The last week that *town* has a form of; empty where it has none."""
    return town.weeks[-1].path.stem if town.weeks else ""


def week_to_fill(town: Town, today: datetime.date) -> str:
    """The week that is filled in now: the last whose form has no figure yet, else the one after it."""
    if town.weeks:
        rows = town.weeks[-1].record.get("进展", ())
        if not any("完成" in row for row in rows):
            return last_week(town)
    return str(next_week.due(town, today))


@lru_cache(maxsize=64)
def record_of(data: bytes, shown: str, schema: Schema) -> Record:
    """The record of the form *data* as it was typed: nothing in it is put right, nobody changes it. Raises Faults."""
    understood = yaml_forms.understand(data, shown, schema)
    if understood.faults or understood.root is None:
        raise Faults(understood.faults)
    record: Record = understood.record
    return record
