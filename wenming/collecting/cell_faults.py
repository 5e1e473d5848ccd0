"""Faults of forms, told of workbooks: at the column that is meant, and in words of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wenming.base.codes import Code
from wenming.base.diagnostics import Fault
from wenming.base.i18n import N_, _
from wenming.forms.workbook.reading import Filled
from wenming.forms.workbook.tables import Column

_MENDS: Mapping[Code, str] = {
    "missing-field": N_("在“{column}”一栏填上"),
    "outside-week": N_("改日期；别的周的活动，填在那一周的表里"),
    "no-closing-date": N_("在“整改完成日期”一栏填上日期"),
    "reported-twice": N_("两行合成一行，或者删掉旧的一行"),
    "later-week": N_("补报、更正只能写以前的周；本周的数，“所属周”空着"),
}


def at_their_columns(faults: Iterable[Fault], filled: Filled) -> Iterator[Fault]:
    """The *faults* of what was *filled* in: those of fields that are not there at the columns of these."""
    for fault in faults:
        field = fault.place.path.rpartition(".")[2]
        columns = {} if fault.place.sheet is None else _columns(filled, fault.place.sheet)
        head = columns.get(field)
        words = _MENDS.get(fault.code)
        mend = _(words).format(column=head[1].title if head else field) if words else fault.mend
        place = fault.place
        if fault.code == "missing-field" and head is not None:
            place = place._replace(column=head[0], text="")
        yield fault._replace(place=place, mend=mend)


def _columns(filled: Filled, sheet: str) -> dict[str, tuple[int, Column]]:
    """Where the columns of *sheet* are, by the names of their fields."""
    columns: dict[str, tuple[int, Column]] = {}
    for one in filled.found:
        if one.sheet.name != sheet:
            continue
        for number, head in one.columns.items():
            if isinstance(head, Column):
                columns[head.path[-1]] = number, head
    return columns
