"""One fault a person can mend: where it is, what is wrong, how to mend it; and how a list of them is shown."""

import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

from wenming import base
from wenming.base.codes import NAMES, Code
from wenming.base.i18n import _, many

_MOST = 200  # of the faults of one run that are told: who has more mends these first
_WINDOW = 60  # characters of a long source line that are shown around the fault


class Place(NamedTuple):
    """Where: file, line and column (from 1, in characters; 0 is unknown), field path, the source line.

    Of a workbook *sheet* is the name of the sheet, *line* and *column* are those of the cell, *text* is what it shows.
    """

    file: str
    line: int = 0
    column: int = 0
    path: str = ""
    text: str = ""
    sheet: str | None = None

    @property
    def cell(self) -> str:
        """What people call the cell in a workbook: C5; empty where this is no place in one."""
        if self.sheet is None or not self.line:
            return ""
        return f"{_letters(self.column)}{self.line}"


def _letters(column: int) -> str:
    """The letters of a *column*, counted from 1: A, Z, AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Edit(NamedTuple):
    """A mend as data: what stands from *line* and *column* up to *end_line* and *end_column* becomes *text*.

    Lines and columns count from 1, in characters; what stands at the end is not replaced any more.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Mistake(NamedTuple):
    """What is wrong and how to mend it, of something whose place is told elsewhere.

    *instead* is what to write there, where that is known; None where only the clerk knows.
    """

    code: Code
    what: str
    mend: str
    instead: str | None = None


class Fault(NamedTuple):
    """Where it is, what is wrong and how to mend it, in plain words; *code* is the same in every language.

    *edit* is the mend as data, where there is one.
    """

    place: Place
    what: str
    mend: str
    code: Code
    edit: Edit | None = None


class Faults(Exception):
    """The faults of one run, in the order of file, line and column, each once; of very many the first.

    *written*: the names of files that were written before they were met.
    """

    def __init__(self, faults: Iterable[Fault], written: Iterable[str] = ()) -> None:
        self.faults = tuple(first(sorted(dict.fromkeys(faults), key=_order)))
        self.written = tuple(written)
        super().__init__(*self.faults)

    @classmethod
    def in_order(cls, faults: Iterable[Fault], written: Iterable[str] = ()) -> "Faults":
        """The *faults* of one run in the order in which they are given; *written* as for any."""
        return _as_given(tuple(faults), tuple(written))

    def __str__(self) -> str:
        return show(self.faults)

    def __reduce__(self) -> tuple[Callable[..., "Faults"], tuple[tuple[Fault, ...], tuple[str, ...]]]:
        return _as_given, (self.faults, self.written)


def _as_given(faults: tuple[Fault, ...], written: tuple[str, ...]) -> Faults:
    """The Faults that *faults* are, as after pickling: ordered and cut short already, nothing is counted again."""
    again = Faults((), written)
    again.faults = faults
    again.args = faults
    return again


def first(faults: list[Fault]) -> list[Fault]:
    """The first 200 of *faults*, and one in the place of the next that says how many more there are."""
    more = len(faults) - _MOST
    if more <= 0:
        return faults
    what = many("另外还有 {n} 处错误，没有列出来", more)
    return [*faults[:_MOST], Fault(faults[_MOST].place, what, _("先改好列出来的，再检查一次"), "too-many-faults")]


def nearest(name: str, names: Iterable[str], likeness: float = 0.5) -> str:
    """The one of *names* most like *name*, at least *likeness* (0 to 1); empty when none is near."""
    return base.similar.most_similar(name, list(names), likeness)


def show(faults: Iterable[Fault]) -> str:
    """The faults as text: place, source line with a caret under the spot, what is wrong, how to mend it."""
    return "\n\n".join("\n".join(_lines(fault)) for fault in faults)


def as_json(faults: Iterable[Fault]) -> list[dict[str, object]]:
    """The faults as plain data for other programs."""
    return [
        {
            "file": fault.place.file,
            "line": fault.place.line,
            "column": fault.place.column,
            "sheet": fault.place.sheet,
            "cell": fault.place.cell or None,
            "path": fault.place.path,
            "text": fault.place.text,
            "what": fault.what,
            "mend": fault.mend,
            "code": fault.code,
            "name": _(NAMES[fault.code]),
            "edit": fault.edit._asdict() if fault.edit else None,
        }
        for fault in faults
    ]


def _order(fault: Fault) -> tuple[str, str, int, int]:
    place = fault.place
    return place.file, place.sheet or "", place.line, place.column


def where(place: Place) -> str:
    """File, line and column as people read them; of a workbook file, sheet and cell."""
    if place.sheet is not None:
        return "  ".join(part for part in (place.file, place.sheet, place.cell) if part)
    if not place.line:
        return place.file
    return f"{place.file}:{place.line}:{place.column}" if place.column else f"{place.file}:{place.line}"


def _lines(fault: Fault) -> Iterable[str]:
    place = fault.place
    stands = where(place)
    yield f"{stands}  {place.path}" if place.path else stands
    if place.sheet is not None:
        if place.text.strip():
            yield f"    {_window(place.text, 0)[0]}"
    elif place.text.strip():
        text, before = _window(place.text, place.column)
        yield f"    {text}"
        if place.column:
            yield f"    {' ' * _cells(before)}^"
    yield f"  {fault.what}"
    if fault.mend:
        yield "  " + _("提示：{mend}").format(mend=fault.mend)


def _window(text: str, column: int) -> tuple[str, str]:
    """What is shown of *text*, and the part of it that stands before *column*."""
    text = "".join(char if char.isprintable() else " " for char in text)
    spot = min(max(column - 1, 0), len(text))
    start = max(0, min(spot - _WINDOW // 2, len(text) - _WINDOW))
    head, tail = "…" if start else "", "…" if start + _WINDOW < len(text) else ""
    return head + text[start : start + _WINDOW] + tail, head + text[start:spot]


def _cells(text: str) -> int:
    """How many cells of a terminal *text* takes: Chinese characters and full-width marks take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else not unicodedata.combining(char) for char in text)
