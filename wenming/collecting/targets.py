"""The form that a workbook is filled in for: its file, as it is on the disk, or as a new week begins."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from wenming.base import files, weeks
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
    name = key if schema.folder else form
    path = town.folder / schema.folder / f"{name}.yaml"
    is_week = weeks.WEEK.fullmatch(key) is not None and weeks.exists(key)
    is_plain = files.safe_name(name) == name and (is_week or form != WEEK)
    for other in (path, path.with_suffix(".yml")) if is_plain else ():
        if files.is_readable(other):
            return Target(schema, key, other, other.read_bytes(), is_new=False)
    if form == WEEK and is_week:
        return Target(schema, key, path, next_week.text_of(town, weeks.named(key)).encode(), is_new=True)
    raise Faults([Fault(Place(str(path)), _("没有这个表单"), _("先新建它，或者看名字写对没有"), "no-file")])


def week_to_fill(town: Town, today: datetime.date, sent: str = "") -> str:
    """The week that is filled in now: the last, while fewer than half of the villages have reported, else the next.

    *sent*: the last week that went out as workbooks.
    """
    if not town.weeks:
        return sent or str(next_week.due(town, today))
    last = town.weeks[-1]
    if sent > last.path.stem:
        return sent
    told = {row["单位"] for row in last.record.get("进展", ()) if "完成" in row}
    villages = town.record["行政村"]
    is_going_on = sum(name in told for name in villages) * 2 < len(villages)
    return last.path.stem if is_going_on else str(next_week.due(town, today))


@lru_cache(maxsize=64)
def record_of(data: bytes, shown: str, schema: Schema) -> Record:
    """The record of the form *data* as it was typed: nothing in it is put right, nobody changes it. Raises Faults."""
    understood = yaml_forms.understand(data, shown, schema)
    if understood.faults or understood.root is None:
        raise Faults(understood.faults)
    record: Record = understood.record
    return record
