"""Old items of a list are told again among its new ones."""

import datetime
from collections.abc import Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from wenming.forms.schema import Rule, Schema

_KEY = "键"  # the keyword of ours for the fields that tell the items of a list


class Pair(NamedTuple):
    """The places of an item in the old list and in the new one; None where it is not there."""

    old: int | None
    new: int | None


def pairs(old: Sequence[object], new: Sequence[object], rule: Rule, schema: Schema) -> Iterator[Pair]:
    """The items of the lists *old* and *new* by *rule*, in the order of both."""
    below = schema.child(rule, 0) or {}
    told = _told_by(rule, below)
    before = [canonical(item, below, schema) for item in old]
    after = [canonical(item, below, schema) for item in new]
    for tag, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        olds, news = range(start, end), range(new_start, new_end)
        if tag == "equal":
            yield from (Pair(*both) for both in zip(olds, news, strict=True))
        else:
            yield from _merged(olds, news, _matches(old, new, olds, news, told))


def canonical(value: object, rule: Rule, schema: Schema) -> Hashable:
    """What two values have in common if they say the same: the order of fields says nothing, of people's names much."""
    if isinstance(value, Mapping):
        fields = [(name, canonical(item, schema.child(rule, name) or {}, schema)) for name, item in value.items()]
        has_own_names = isinstance(rule.get("additionalProperties"), dict)
        return "group", tuple(fields) if has_own_names else frozenset(fields)
    if isinstance(value, list):
        below = schema.child(rule, 0) or {}
        return "list", tuple(canonical(item, below, schema) for item in value)
    if isinstance(value, bool | str | datetime.date):
        return type(value).__name__, value
    return "number", value if isinstance(value, Hashable) else None


class _Told(NamedTuple):
    """What tells items: the fields *names*; *only* by them, or also by their order where those were changed."""

    names: Sequence[str]
    only: bool


def _told_by(rule: Rule, below: Rule) -> _Told:
    """What tells the items of a list by *rule*, each by the rule *below*."""
    return _Told(rule[_KEY], True) if _KEY in rule else _Told(below.get("required", ()), False)


def _matches(
    old: Sequence[object], new: Sequence[object], olds: range, news: range, told: _Told
) -> Iterator[tuple[int, int]]:
    """The places of items that became others."""
    next_old, next_new = olds.start, news.start
    for old_place, new_place in _alike(old, new, olds, news, told.names):
        if not told.only:
            yield from zip(range(next_old, old_place), range(next_new, new_place), strict=False)
        yield old_place, new_place
        next_old, next_new = old_place + 1, new_place + 1
    if not told.only or all(old[place] is None for place in olds):
        yield from zip(range(next_old, olds.stop), range(next_new, news.stop), strict=False)


def _alike(
    old: Sequence[object], new: Sequence[object], olds: range, news: range, names: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """The places of items in which the fields *names* say the same."""
    next_new = news.start
    for place in olds:
        key = _key(old[place], names)
        found = (number for number in range(next_new, news.stop) if _key(new[number], names) == key)
        there = next(found, None) if key else None
        if there is not None:
            yield place, there
            next_new = there + 1


def _key(item: object, names: Sequence[str]) -> list[object] | None:
    return [item.get(name) for name in names] if isinstance(item, Mapping) else None


def _merged(olds: range, news: range, matches: Iterator[tuple[int, int]]) -> Iterator[Pair]:
    """All places of both ranges, those that match together."""
    next_old, next_new = olds.start, news.start
    for old, new in matches:
        yield from (Pair(place, None) for place in range(next_old, old))
        yield from (Pair(None, place) for place in range(next_new, new))
        yield Pair(old, new)
        next_old, next_new = old + 1, new + 1
    yield from (Pair(place, None) for place in range(next_old, olds.stop))
    yield from (Pair(None, place) for place in range(next_new, news.stop))
