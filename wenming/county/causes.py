"""The faults of many towns, by their causes: 3 个镇：还没有填“组长”."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wenming.base.diagnostics import Fault
from wenming.county import stores
from wenming.county.runs import TownDone


class Cause(NamedTuple):
    """One thing that is wrong in some towns: what it is, in the words of its first fault, and where."""

    what: str
    first: Fault
    towns: tuple[str, ...]


def causes_of(towns: Iterable[TownDone]) -> list[Cause]:
    """What is wrong in the *towns* that were not built, the cause of the most of them first.

    Of causes of as many towns, the one that stands first in its form: others may only follow from it.
    """
    by_words: dict[str, dict[str, Fault]] = {}
    for town in towns:
        for fault in town.faults:
            by_words.setdefault(fault.what, {}).setdefault(stores.name_of(town.town), fault)
    causes: list[Cause] = []
    for what, by_town in by_words.items():
        causes.append(Cause(what, next(iter(by_town.values())), tuple(by_town)))
    return sorted(causes, key=lambda cause: -len(cause.towns))
