"""What people type for a town or a week, understood as they mean it."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from wenming.base.i18n import N_, _
from wenming.base.weeks import WEEK, Week, exists, week_of

_SHORT = r"(?:([0-9]{4})\s*+(?:[-年]\s*+)?)?[Ww第]\s*([0-9]{1,2})\s*周?|()([0-9]{1,2})\s*周?"


def week_meant(text: str, there: Iterable[str], today: datetime.date) -> str:
    """2026-W12 of 12, W12, 第12周 or 2026年第12周; *text* itself where it is no week.

    A number without a year is the last of that number among the weeks *there*, else it is in the year of the last of
    them, else in that of *today*.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    match = re.fullmatch(_SHORT, text)
    if WEEK.fullmatch(text) or match is None:
        return text
    number = int(match[2] or match[4])
    return str(Week(_year(match[1] or "", number, there, today), number))


def _year(typed: str, number: int, there: Iterable[str], today: datetime.date) -> int:
    if typed:
        return int(typed)
    known = sorted(name for name in there if WEEK.fullmatch(name))
    of_number = [name for name in known if name.endswith(f"-W{number:02}")]
    if known:
        return int((of_number or known)[-1][:4])
    return week_of(today).year


def weeks_there(town: Path) -> Iterator[str]:
    """The names of the forms of weeks in the folder of *town*."""
    for path in (town / "weeks").glob("*.yaml"):
        yield path.stem


WEEK_OPTION = click.option(
    "--week", default="", metavar="2026-W18", help=N_("哪一周；不写就是现在要填的一周，或者文件自己写的")
)


def week_typed(text: str, town: Path, today: datetime.date, option: str = "--week") -> str:
    """The week that *text* means in the years of *town*. Raises a fault of usage of the *option* where it is none."""
    if not text:
        return text
    meant = week_meant(text, weeks_there(town), today)
    if not WEEK.fullmatch(meant):
        raise click.UsageError(_("{option} 要写成 2026-W12 这样：年、短横、W、两位的周数").format(option=option))
    if not exists(meant):
        raise click.UsageError(_("日历上没有 {week} 这一周").format(week=meant))
    return meant


def town_meant(_context: click.Context | None, _argument: click.Parameter | None, value: Path | None) -> Path | None:
    """The folder of the town that *value* is: a path, or the name of a folder or of a town below data or here: 安平镇.

    *value* itself where no town is called so, or several are.
    """
    if value is None or value.exists() or len(value.parts) != 1:
        return value
    called_so = [town for town in _towns_below(Path()) if str(value) in (town.name, _name_of(town))]
    return called_so[0] if len(called_so) == 1 else value


def _towns_below(folder: Path) -> Iterator[Path]:
    for pattern in ("data/*/town.yaml", "*/town.yaml"):
        for form in sorted(folder.glob(pattern)):
            if form.parent.name != "schemas":  # the program's own: the rules of the form
                yield form.parent


def _name_of(town: Path) -> str:
    """What the form of *town* calls it; empty where the form has faults: they are told when its folder is named."""
    from wenming.base.diagnostics import Faults
    from wenming.forms import form as forms

    try:
        record = forms.read(town / "town.yaml", "town").record
    except Faults:
        return ""
    return str(record["镇"]["名称"])
