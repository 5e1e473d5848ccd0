"""Which form a workbook is for, and whose it is: as it says itself, as it is called, as its heads tell."""

from __future__ import annotations

import re
from typing import NamedTuple

from wenming.base import weeks
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.collecting import crosstab
from wenming.collecting.contribution import Asked
from wenming.collecting.knowledge import UNITS
from wenming.collecting.targets import WEEK
from wenming.forms import schema as schemas
from wenming.forms.workbook import reading
from wenming.forms.workbook.stamp import Stamp, stamp_of
from wenming.forms.workbook.typed import Knowledge, week_text
from wenming.sheets.cells import Book

_FORMS = (WEEK, "plan", "town", "score", "notice")
_WEEK = re.compile(r"([0-9]{4})\s*+[-年]?\s*+(?:W|第)\s*([0-9]{1,2})\s*周?", re.IGNORECASE)
_NUMBER_OF_WEEK = re.compile(r"(?:W|第)\s*+([0-9]{1,2})\s*+周?|(?<![0-9])([0-9]{1,2})\s*+周", re.IGNORECASE)


class Identity(NamedTuple):
    """Which form a workbook is for, and whose it is."""

    form: str
    key: str
    stamp: Stamp | None
    village: str

    @property
    def is_whole(self) -> bool:
        """True if it is the office's own copy of the form."""
        return self.stamp is not None and not self.stamp.village


def identity_of(book: Book, asked: Asked) -> Identity:
    """Which form *book* is for. Raises Faults where it is another town's, or does not say its week."""
    stamp = stamp_of(book)
    town = asked.town.record["名称"]
    if stamp is not None and stamp.town not in ("", town):
        what = _("这是{other}的表，不是{town}的").format(other=stamp.town, town=town)
        raise Faults([Fault(Place(book.shown), what, _("看文件拿错没有；要合到别的镇，换镇的文件夹"), "another-town")])
    if stamp is not None and stamp.form in _FORMS:
        form = stamp.form
        key = (asked.week or stamp.key) if form == WEEK else stamp.key
        return Identity(form, key or form, stamp, _village(stamp.village, asked))
    form = _form_of(book, asked)
    village = _village_named(book.shown, asked)
    if form != WEEK:
        return Identity(form, form, None, village)
    return Identity(form, _week_of(book, asked), None, village)


def _form_of(book: Book, asked: Asked) -> str:
    """The form whose lists the sheets of *book* are most like; a week's where none is clearly more so."""
    best, most = WEEK, 0
    for form in _FORMS[:3]:
        found = reading.found_in(book, schemas.load(form), asked.kept.heads)
        score = sum(one.score - len(one.offered) for one in found)
        if score > most:
            best, most = form, score
    return best


def _week_of(book: Book, asked: Asked) -> str:
    """The week that *book* is of: as it was asked for, or as its name says. Raises Faults."""
    if asked.week:
        return asked.week
    named = week_in(book.shown, asked)
    if named:
        return named
    for sheet in book.sheets:
        for text in (sheet.name, *[cell.text for spot, cell in sheet.cells.items() if spot[0] <= 3]):
            found = _WEEK.search(text)
            if found and weeks.exists(week_text(found[0])):
                return week_text(found[0])
    what = _("看不出这是哪一周的")
    mend = _("加 --week {week} 这样说明是哪一周，或者写在文件名里").format(week=asked.week_to_fill)
    raise Faults([Fault(Place(book.shown), what, mend, "week-not-known")])


def week_in(name: str, asked: Asked) -> str:
    """The week that the *name* of a file says: 2026-W18, 第18周; empty where it says none."""
    found = _WEEK.search(name)
    if found:
        text = f"{found[1]}-W{int(found[2]):02}"
        return text if weeks.exists(text) else ""
    short = _NUMBER_OF_WEEK.search(name)
    number = int(short[1] or short[2]) if short else 0
    text = f"{asked.week_to_fill[:4]}-W{number:02}" if number else ""
    return text if text and weeks.exists(text) else ""


def _village(name: str, asked: Asked) -> str:
    """*name* where the town has such a village."""
    return name if any(choice.value == name for choice in asked.choices[UNITS]) else ""


def _village_named(name: str, asked: Asked) -> str:
    """The one village whose whole name is in the *name* of a file; empty where there is none, or are several."""
    named = [choice.value for choice in asked.choices[UNITS] if choice.value in name]
    return named[0] if len(named) == 1 else ""


def holds_lists(book: Book, asked: Asked) -> bool:
    """True if a sheet of *book* is a list of a form, or has villages against tasks."""
    knowledge = Knowledge(choices=asked.choices)
    if any(crosstab.find(sheet, knowledge) for sheet in book.sheets):
        return True
    return any(reading.found_in(book, schemas.load(form), asked.kept.heads) for form in _FORMS)
