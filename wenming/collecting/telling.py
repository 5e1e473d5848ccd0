"""Values as people read them in a list of changes, and as they are told from each other later."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

Value = Any  # Any: of a record, as its schema says
_SHOWN = 60  # characters of a value
_AROUND = 8  # characters that two long texts have in common which are shown before they differ
_KEPT = 200  # characters of a value that is kept as it is


class _Nothing:
    """What stands in a place where nothing is."""


NOTHING: Final = _Nothing()
UNKNOWN: Final = _Nothing()  # nobody knows what stood there when the form went out


def whole(value: Value) -> str:
    """*value* as people read it."""
    match value:
        case _Nothing():
            return "（空）"
        case bool():
            return "是" if value else "否"
        case datetime.date():
            return value.isoformat()
        case Decimal() | int():
            return str(value)
        case Mapping():
            return "，".join(f"{name} {whole(one)}" for name, one in value.items())
        case list() | tuple():
            return "；".join(whole(one) for one in value)
    return str(value).replace("\n", " ")


def shown(value: Value) -> str:
    """*value* as people read it, cut where it is long."""
    return _cut(whole(value))


def shown_apart(before: Value, after: Value) -> tuple[str, str]:
    """*before* and *after* as people read them, where they are long from the place on where they differ."""
    one, other = whole(before), whole(after)
    if max(len(one), len(other)) <= _SHOWN:
        return one, other
    alike = 0
    while alike < min(len(one), len(other)) and one[alike] == other[alike]:
        alike += 1
    start = max(0, alike - _AROUND)
    lead = "……" if start else ""
    return lead + _cut(one[start:]), lead + _cut(other[start:])


def told(value: Value) -> str:
    """What tells *value* from others, short enough to be kept: itself, or of a long one its digest."""
    text = whole(value)
    if len(text) <= _KEPT:
        return text
    return hashlib.sha256(text.encode()).hexdigest()


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"
