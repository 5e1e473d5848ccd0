"""What came in laid over a form: taken where only one side changed it, told where two do not agree.

Three records are held against each other: the form as it went out, as it is now, and as it came back.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, NamedTuple

from wenming.collecting.kept import Received
from wenming.forms.nodes import Path as Address
from wenming.forms.schema import Rule, Schema
from wenming.forms.workbook.tables import is_list_of_texts, is_named

Value = Any  # Any: of a record, as its schema says
Path = tuple[str, ...]  # fields by their names, items by what tells them from others
_KEYS = "键"  # the keyword of ours that names the fields which tell an item from others
_TAKEN_FROM = "取自"
_SHOWN = 60  # characters of a value


class _Nothing:
    """What stands in a place where nothing is."""


NOTHING: Final = _Nothing()
UNKNOWN: Final = _Nothing()  # nobody knows what stood there when the form went out


class Change(NamedTuple):
    """A value that changes: where, what stood there and what will, as people read them, whose file brought it."""

    path: Path
    before: str
    after: str
    source: str

    @property
    def label(self) -> str:
        """The place as people read it."""
        return " ".join(step for step in self.path if step)


class Clash(NamedTuple):
    """Two values of a place that do not agree: the form's, from the file *mine_from* or from a hand; that of *source*.

    *address*: where the second stands in the tree that it was read into.
    """

    path: Path
    mine: str
    mine_from: str
    theirs: str
    source: str
    address: Address = ()

    @property
    def label(self) -> str:
        """The place as people read it."""
        return " ".join(step for step in self.path if step)


class Incoming(NamedTuple):
    """What came in: the *record* that was read, the *base* it went out with (UNKNOWN where that is not kept).

    *source*: whose it is; *is_whole*: an item that is not there any more was taken out; *sees* says of a group of
    fields and the path of one in it whether the file has a place for it.
    """

    record: Mapping[str, Value]
    base: Value
    source: str
    is_whole: bool
    sees: Callable[[Rule, Path], bool] = lambda _rule, _path: True


Settles = Callable[[Clash], bool | None]


@dataclass
class Outcome:
    """What became of a form: *changes* that were taken, *clashes* that were not, those that were *settled*, and how.

    *received* has the values that came in before, *news* those that come in now, by place. *settles* says of a clash
    that what came in is taken (True), or left without a word (False); None where nobody has said so. At the places
    *held* nothing is taken: files that come in now do not agree on them.
    """

    received: Mapping[Path, Received] = field(default_factory=dict)
    settles: Settles = lambda _clash: None
    held: frozenset[Path] = frozenset()
    changes: list[Change] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    news: dict[Path, Received] = field(default_factory=dict)
    settled: list[tuple[Clash, bool]] = field(default_factory=list)

    def origin_of(self, path: Path, value: Value) -> str:
        """Whose the *value* at *path* is, if it came in; empty where it did not, or somebody has changed it since."""
        known = self.news.get(path) or self.received.get(path)
        return known.source if known and known.value == shown(value) else ""

    def is_taken(self, clash: Clash) -> bool:
        """True if what came in is to be taken over what is there; notes the *clash* where nobody has said so."""
        settled = self.settles(clash)
        if settled is None:
            self.clashes.append(clash)
            return False
        self.settled.append((clash, settled))
        return settled


def merged(
    schema: Schema,
    mine: Mapping[str, Value],
    incoming: Incoming,
    outcome: Outcome,
) -> dict[str, Value]:
    """The record *mine* with what is *incoming*; *outcome* is told what becomes of it."""
    merging = _Merging(schema, incoming, outcome)
    value = merging.group(schema.root, incoming.base, mine, incoming.record, (), (), schema.root, ())
    assert isinstance(value, dict)
    return value


class _Merging:
    def __init__(self, schema: Schema, incoming: Incoming, outcome: Outcome) -> None:
        self.schema, self.incoming, self.outcome = schema, incoming, outcome

    def group(
        self,
        rule: Rule,
        base: Value,
        mine: Value,
        theirs: Value,
        path: Path,
        address: Address,
        row: Rule,
        within: Path,
    ) -> Value:
        """The fields of a group; *row* is the group with a sheet of its own that it stands in, at *within*."""
        full = dict(mine) if isinstance(mine, Mapping) else {}
        for name in rule.get("properties", {}):
            below = self.schema.child(rule, name)
            assert below is not None
            here = (*within, name)
            parts = _part(base, name), _part(mine, name), _part(theirs, name)
            value = self._field(below, parts, (*path, name), (*address, name), row, here)
            if value is NOTHING:
                full.pop(name, None)
            else:
                full[name] = value
        return full

    def _field(
        self, below: Rule, parts: tuple[Value, Value, Value], path: Path, address: Address, row: Rule, here: Path
    ) -> Value:
        base, mine, theirs = parts
        if not self.incoming.sees(row, here):
            return mine
        if is_named(below):
            return self._named(below, base, mine, theirs, path, address)
        if "properties" in below:
            if theirs is NOTHING and (base is UNKNOWN or base is NOTHING):
                return mine
            value = self.group(below, base, mine, _or_empty(theirs), path, address, row, here)
            return value or NOTHING
        if below.get("type") == "array" and not is_list_of_texts(self.schema, below) and below.get(_KEYS):
            return self._keyed(below, base, mine, theirs, path, address)
        if below.get("type") == "array":
            return self._list(base, mine, theirs, path, address)
        return self._value(base, mine, theirs, path, address)

    # Single values, and lists that are one value

    def _value(self, base: Value, mine: Value, theirs: Value, path: Path, address: Address) -> Value:
        if path in self.outcome.held:
            return mine
        if theirs == mine or theirs is mine:
            if theirs is not NOTHING and theirs != base:
                self._note(path, theirs)
            return mine
        if theirs is NOTHING and base is UNKNOWN:
            return mine
        if base is not UNKNOWN and (theirs == base or theirs is base):
            return mine
        origin = self.outcome.origin_of(path, mine)
        is_from_another = bool(origin) and origin != self.incoming.source
        is_by_hand = not origin and base is not UNKNOWN and mine is not base and mine != base
        if is_from_another or is_by_hand:
            clash = Clash(path, shown(mine), origin, shown(theirs), self.incoming.source, address)
            if not self.outcome.is_taken(clash):
                return mine
        self.outcome.changes.append(Change(path, shown(mine), shown(theirs), self.incoming.source))
        self._note(path, theirs)
        return theirs

    def _note(self, path: Path, value: Value) -> None:
        """Note that *value* came in; the first who sent it is whose it is."""
        known = self.outcome.news.get(path)
        if known is None or known.value != shown(value):
            self.outcome.news[path] = Received(shown(value), self.incoming.source)

    def _list(self, base: Value, mine: Value, theirs: Value, path: Path, address: Address) -> Value:
        """A list whose items nothing tells apart: taken as one value; of a file that is not whole what is new in it."""
        if theirs is NOTHING and not self.incoming.is_whole:
            return mine
        if base is UNKNOWN and isinstance(mine, list) and isinstance(theirs, list):
            theirs = [*mine, *[item for item in theirs if item not in mine]]
        return self._value(base, mine, theirs, path, address)

    # Lists whose items have keys, and groups under names of people's own

    def _keyed(self, rule: Rule, base: Value, mine: Value, theirs: Value, path: Path, address: Address) -> Value:
        below = self.schema.child(rule, 0) or {}
        keys: Sequence[str] = rule[_KEYS]
        places = {key: index for index, key in enumerate(keys_of(theirs, keys))}
        parts = [_by_key(value, keys) for value in (base, mine, theirs)]
        items = self._items(below, parts, path, lambda key: (*address, places.get(key, 0)), keys)
        return list(items.values()) or NOTHING

    def _named(self, rule: Rule, base: Value, mine: Value, theirs: Value, path: Path, address: Address) -> Value:
        below = self.schema.resolve(rule["additionalProperties"])
        parts = [value if isinstance(value, Mapping) or value is UNKNOWN else {} for value in (base, mine, theirs)]
        return self._items(below, parts, path, lambda name: (*address, name), ()) or NOTHING

    def _items(
        self,
        below: Rule,
        parts: Sequence[Value],
        path: Path,
        address_of: Callable[[str], Address],
        keys: Sequence[str],
    ) -> dict[str, Value]:
        """The items by their keys or names: *parts* has those that went out, those there now, those that came in."""
        base, mine, theirs = parts
        result: dict[str, Value] = {}
        for key, item in mine.items():
            here = (*path, key)
            if key in theirs:
                of_base = UNKNOWN if base is UNKNOWN else base.get(key, NOTHING)
                result[key] = self.group(below, of_base, item, theirs[key], here, address_of(key), below, ())
            elif not self._is_taken_out(base, key, item, here, address_of):
                result[key] = item
        before = ""
        for key, item in theirs.items():
            here = (*path, key)
            news = {} if key in mine else self._news_in(item, _part(base, key), keys, below)
            if news:
                self._note_added(here, news)
                result = _inserted(result, before, key, self._without_held(here, news))
            before = key if key in result else before
        return result

    def _news_in(self, item: Mapping[str, Value], base: Value, keys: Sequence[str], below: Rule) -> dict[str, Value]:
        """What *item* says that it did not say when it went out, with what tells it; nothing where that is nothing."""
        listed = {*keys, *[name for name, rule in below.get("properties", {}).items() if rule.get(_TAKEN_FROM)]}
        sent = base if isinstance(base, Mapping) else {}
        news = {name: value for name, value in item.items() if sent.get(name, NOTHING) != value}
        is_only_listed = bool(keys) and any(rule.get(_TAKEN_FROM) for rule in below.get("properties", {}).values())
        if not news or (is_only_listed and set(item) <= listed):
            return {}
        return {name: value for name, value in item.items() if name in news or name in keys}

    def _without_held(self, path: Path, item: Value) -> Value:
        """*item* without the fields on which files do not agree."""
        return {name: value for name, value in item.items() if (*path, name) not in self.outcome.held}

    def _is_taken_out(
        self, base: Value, key: str, item: Value, path: Path, address_of: Callable[[str], Address]
    ) -> bool:
        """True if the item called *key* was taken out of a file that has all of them."""
        if not self.incoming.is_whole or base is UNKNOWN or key not in base:
            return False
        clash = Clash(path, shown(item), "", shown(NOTHING), self.incoming.source, address_of(key)[:-1])
        if item != base[key] and not self.outcome.is_taken(clash):
            return False
        self.outcome.changes.append(Change(path, shown(item), shown(NOTHING), self.incoming.source))
        return True

    def _note_added(self, path: Path, item: Mapping[str, Value]) -> None:
        """Note that *item* came in at *path*."""
        self.outcome.changes.append(Change(path, shown(NOTHING), shown(item), self.incoming.source))
        for name, value in item.items():
            self._note((*path, name), value)


def _part(value: Value, name: str) -> Value:
    if value is UNKNOWN:
        return UNKNOWN
    return value.get(name, NOTHING) if isinstance(value, Mapping) else NOTHING


def _or_empty(value: Value) -> Value:
    return {} if value is NOTHING else value


def keys_of(items: Value, keys: Sequence[str]) -> Iterator[str]:
    """What tells each of *items* from the others: the values of its *keys*; a second one alike is counted."""
    seen: dict[str, int] = {}
    for item in items if isinstance(items, list) else ():
        key = " ".join(shown(item[name]) for name in keys if name in item)
        seen[key] = seen.get(key, 0) + 1
        yield key if seen[key] == 1 else f"{key}（{seen[key]}）"


def _by_key(items: Value, keys: Sequence[str]) -> Value:
    if items is UNKNOWN:
        return UNKNOWN
    return dict(zip(keys_of(items, keys), items if isinstance(items, list) else (), strict=True))


def _inserted(items: Mapping[str, Value], before: str, key: str, item: Value) -> dict[str, Value]:
    """*items* with *item* behind the one called *before*; at the end where there is none."""
    if before not in items:
        return {**items, key: item}
    result: dict[str, Value] = {}
    for name, value in items.items():
        result[name] = value
        if name == before:
            result[key] = item
    return result


def shown(value: Value) -> str:
    """*value* as people read it, cut where it is long."""
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
            text = "，".join(f"{name} {shown(one)}" for name, one in value.items())
        case list() | tuple():
            text = "；".join(shown(one) for one in value)
        case _:
            text = str(value).replace("\n", " ")
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"
