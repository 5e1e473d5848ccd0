"""What is kept in a town's folder of the workbooks that went out and came in: .wenming-forms."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from wenming.base import files
from wenming.base.weeks import WEEK

FOLDER = ".wenming-forms"
_KEPT, _EXPORTS, _LOCK = "kept.json", "exports", "lock"
_LARGEST = 20_000_000  # bytes
_SECONDS = 10.0
_AT_LEAST = 3  # texts of a value that came in: itself, whose it is, in which file
_HEX = frozenset("0123456789abcdef")


class Received(NamedTuple):
    """A value that came in: what tells it, whose it is, in which file it was; *former*: what the same sent before."""

    value: str
    source: str
    file: str = ""
    former: tuple[str, ...] = ()


class Answer(NamedTuple):
    """What somebody said of two values that did not agree: which was *chosen*, over which, who said so, when."""

    form: str
    path: str
    chosen: str
    refused: str
    source: str
    by: str
    at: str


class Kept(NamedTuple):
    """What is kept: fields by the heads that people gave them, values that came in by form and place, answers.

    *week*: the last that went out to be filled in.
    """

    heads: Mapping[str, str] = {}
    received: Mapping[str, Mapping[str, Received]] = {}
    answers: tuple[Answer, ...] = ()
    week: str = ""

    def with_heads(self, heads: Mapping[str, str]) -> Kept:
        """The same, with *heads* too."""
        return self._replace(heads={**self.heads, **heads})

    def with_received(self, form: str, values: Mapping[str, Received]) -> Kept:
        """The same, with the *values* that came in for *form*."""
        of_form = {**self.received.get(form, {}), **values}
        return self._replace(received={**self.received, form: of_form})


def read(town: Path) -> Kept:
    """What is kept in the folder of *town*; of what is damaged nothing."""
    path = town / FOLDER / _KEPT
    try:
        said = json.loads(files.read(path, _LARGEST))
    except (OSError, ValueError, RecursionError):
        return Kept()
    week = said.get("week", "") if isinstance(said, dict) else ""
    return Kept(
        _texts(_part(said, "heads")),
        _received(_part(said, "received")),
        tuple(_answers(said)),
        week if isinstance(week, str) and WEEK.fullmatch(week) else "",
    )


def write(town: Path, kept: Kept) -> None:
    """Keep *kept* in the folder of *town*. Raises OSError."""
    received: dict[str, dict[str, list[str]]] = {}
    for form, values in kept.received.items():
        received[form] = {path: [one.value, one.source, one.file, *one.former] for path, one in values.items()}
    said = {
        "week": kept.week,
        "heads": dict(kept.heads),
        "received": received,
        "answers": [one._asdict() for one in kept.answers],
    }
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)
    files.write(town / FOLDER / _KEPT, text.encode())


def keep_export(town: Path, data: bytes) -> str:
    """Keep the form *data* that goes out as a workbook; what tells it: eight hexadecimal digits. Raises OSError."""
    number = files.digest(data)[:8]
    path = town / FOLDER / _EXPORTS / f"{number}.yaml"
    if not files.is_readable(path) or path.read_bytes() != data:
        files.write(path, data)
    return number


def export(town: Path, number: str) -> bytes | None:
    """The form that went out under *number*; None where it is not kept."""
    if len(number) != 8 or not set(number) <= _HEX:
        return None
    try:
        data = files.read(town / FOLDER / _EXPORTS / f"{number}.yaml", _LARGEST)
    except OSError:
        return None
    return data if files.digest(data).startswith(number) else None


@contextlib.contextmanager
def locked(town: Path) -> Iterator[None]:
    """Hold the forms of *town* against other imports. Raises TimeoutError."""
    with files.locked(town / FOLDER / _LOCK, _SECONDS):
        yield


def _part(said: Any, name: str) -> Mapping[str, Any]:  # Any: as JSON has it
    part = said.get(name) if isinstance(said, dict) else None
    return part if isinstance(part, dict) else {}


def _texts(part: Mapping[str, Any]) -> dict[str, str]:  # Any: as JSON has it
    return {name: value for name, value in part.items() if isinstance(value, str)}


def _received(part: Mapping[str, Any]) -> dict[str, Mapping[str, Received]]:  # Any: as JSON has it
    received: dict[str, Mapping[str, Received]] = {}
    for form, values in part.items():
        if not isinstance(values, dict):
            continue
        known: dict[str, Received] = {}
        for path, one in values.items():
            if isinstance(one, list) and len(one) >= _AT_LEAST and all(isinstance(text, str) for text in one):
                known[path] = Received(one[0], one[1], one[2], tuple(one[_AT_LEAST:]))
        received[form] = known
    return received


def _answers(said: Any) -> Iterator[Answer]:  # Any: as JSON has it
    answers = said.get("answers") if isinstance(said, dict) else None
    for one in answers if isinstance(answers, list) else ():
        is_whole = isinstance(one, dict) and set(one) == set(Answer._fields)
        if is_whole and all(isinstance(value, str) for value in one.values()):
            yield Answer(**one)
