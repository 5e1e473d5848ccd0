"""What came in laid over a form: taken where only one side changed it, told where two do not agree.

Three records are held against each other: the form as it went out, as it is now, and as it came back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from wenming.collecting.outcome import Change, Clash, Outcome, Path
from wenming.collecting.telling import NOTHING, UNKNOWN, Value, shown, shown_apart, told, whole
from wenming.forms.schema import Rule, Schema
from wenming.forms.workbook.tables import is_list_of_texts, is_named
from wenming.revision.alignment import chunks

_KEYS = "键"  # the keyword of ours that names the fields which tell an item from others
_TAKEN_FROM = "取自"
_COMPARED = 200  # characters of items that are compared to see which belong together


class Incoming(NamedTuple):
    """What came in: the *record* that was read, the *base* it went out with (UNKNOWN where that is not kept).

    *source*: whose it is; *file*: in which file; *is_whole*: an item that is not there any more was taken out; *sees*
    says of a group of fields and the path of one in it whether the file has a place for it.
    """

    record: Mapping[str, Value]
    base: Value
    source: str
    file: str
    is_whole: bool
    sees: Callable[[Rule, Path], bool] = lambda _rule, _path: True


class _Three(NamedTuple):
    """A value as it went out, as it is, as it came back."""

    base: Value
    mine: Value
    theirs: Value

    def below(self, name: str) -> _Three:
        """The values of the field *name* of three groups."""
        return _Three(*(_part(value, name) for value in self))


def merged(schema: Schema, mine: Mapping[str, Value], incoming: Incoming, outcome: Outcome) -> dict[str, Value]:
    """The record *mine* with what is *incoming*; *outcome* is told what becomes of it."""
    merging = _Merging(schema, incoming, outcome)
    return merging.group(schema.root, _Three(incoming.base, mine, incoming.record), (), schema.root, ())


def keys_of(items: Value, keys: Sequence[str]) -> Iterator[str]:
    """What tells each of *items* from the others: the values of its *keys*; a second one alike is counted."""
    seen: dict[str, int] = {}
    for item in items if isinstance(items, list) else ():
        key = " ".join(shown(item[name]) for name in keys if name in item)
        seen[key] = seen.get(key, 0) + 1
        yield key if seen[key] == 1 else f"{key}（{seen[key]}）"


class _Merging:
    def __init__(self, schema: Schema, incoming: Incoming, outcome: Outcome) -> None:
        self.schema, self.incoming, self.outcome = schema, incoming, outcome

    def group(self, rule: Rule, three: _Three, path: Path, row: Rule, within: Path) -> dict[str, Value]:
        """The fields of a group; *row* is the group with a sheet of its own that it stands in, at *within*."""
        full = dict(three.mine) if isinstance(three.mine, Mapping) else {}
        for name in rule.get("properties", {}):
            below = self.schema.child(rule, name)
            assert below is not None
            value = self._field(below, three.below(name), (*path, name), row, (*within, name))
            if value is NOTHING:
                full.pop(name, None)
            else:
                full[name] = value
        return full

    def _field(self, rule: Rule, three: _Three, path: Path, row: Rule, here: Path) -> Value:
        if not self.incoming.sees(row, here):
            return three.mine
        if is_named(rule):
            return self._named(rule, three, path)
        if "properties" in rule:
            is_absent = three.theirs is NOTHING and (three.base is UNKNOWN or three.base is NOTHING)
            return three.mine if is_absent else self.group(rule, three, path, row, here) or NOTHING
        if rule.get("type") != "array":
            return self._value(three, path)
        has_keys = rule.get(_KEYS) and not is_list_of_texts(self.schema, rule)
        return self._keyed(rule, three, path) if has_keys else self._list(rule, three, path)

    # Single values

    def _value(self, three: _Three, path: Path) -> Value:
        base, mine, theirs = three
        if path in self.outcome.held:
            return mine
        if _is_same(theirs, mine):
            if theirs is not NOTHING and not _is_same(theirs, base):
                self._note(path, theirs)
            return mine
        is_unsaid = theirs is NOTHING and (base is UNKNOWN or base is NOTHING)
        if is_unsaid or (base is not UNKNOWN and _is_same(theirs, base)):
            self._note_left(path, mine, is_unsaid=is_unsaid)
            return mine
        if self._is_against_another(three, path):
            origin = self.outcome.origin_of(path, mine)
            before, after = shown_apart(mine, theirs)
            whose = origin.source if origin else ""
            clash = Clash(path, before, whose, after, self.incoming.source, (told(mine), told(theirs)))
            if not self.outcome.is_taken(clash):
                return mine
        self._change(path, mine, theirs)
        self._note(path, theirs)
        return theirs

    def _is_against_another(self, three: _Three, path: Path) -> bool:
        """True if what is there was said by somebody else, or by hand, or later by the same."""
        origin = self.outcome.origin_of(path, three.mine)
        if origin is None:
            return three.base is not UNKNOWN and not _is_same(three.mine, three.base)
        if origin.source != self.incoming.source:
            return True
        came_in_now = path in self.outcome.news and origin.file != self.incoming.file
        return came_in_now or told(three.theirs) in origin.former

    def _note(self, path: Path, value: Value) -> None:
        self.outcome.note(path, value, self.incoming.source, self.incoming.file)

    def _note_left(self, path: Path, mine: Value, *, is_unsaid: bool) -> None:
        """Note that a file does not say any more what the same had said before."""
        origin = self.outcome.origin_of(path, mine)
        is_own = mine is not NOTHING and origin is not None and origin.source == self.incoming.source
        if is_unsaid and is_own and path not in self.outcome.news:
            self.outcome.left.append(Change(path, shown(mine), shown(NOTHING), self.incoming.source))

    def _change(self, path: Path, before: Value, after: Value) -> None:
        texts = shown_apart(before, after)
        self.outcome.changes.append(Change(path, *texts, self.incoming.source, is_new=before is NOTHING))

    # Lists whose items nothing tells apart

    def _list(self, rule: Rule, three: _Three, path: Path) -> Value:
        base, mine, theirs = three
        if theirs is NOTHING and not self.incoming.is_whole:
            return mine
        lists = [value if isinstance(value, list) else [] for value in three]
        if base is UNKNOWN:  # nobody knows what was taken out: what is new is added
            added = [item for item in lists[2] if item not in lists[1]]
            return self._value(_Three(base, mine, [*lists[1], *added]), path) if added else mine
        below = self.schema.child(rule, 0) or {}
        items: list[Value] = []
        for piece in chunks(lists, repr, _likeness):
            items += self._piece(below, piece, path, len(items))
        return items or NOTHING

    def _piece(
        self, below: Rule, piece: tuple[list[Value], list[Value], list[Value]], path: Path, before: int
    ) -> list[Value]:
        """The items of one *piece* of a list, behind so many others."""
        base, mine, theirs = piece
        here = (*path, f"第{before + 1}项")
        if theirs in (base, mine) or self.outcome.is_held(here):
            return mine
        if len(base) == len(mine) == len(theirs) == 1 and isinstance(mine[0], Mapping):
            return [self.group(below, _Three(base[0], mine[0], theirs[0]), here, below, ())]
        if mine != base:
            texts = shown_apart(mine, theirs)
            clash = Clash(here, texts[0], "", texts[1], self.incoming.source, (told(mine), told(theirs)))
            if not self.outcome.is_taken(clash):
                return mine
        for number in range(max(len(mine), len(theirs))):
            was = mine[number] if number < len(mine) else NOTHING
            becomes = theirs[number] if number < len(theirs) else NOTHING
            if not _is_same(was, becomes):
                self._change((*path, f"第{before + number + 1}项"), was, becomes)
        return theirs

    # Lists whose items have keys, and groups under names of people's own

    def _keyed(self, rule: Rule, three: _Three, path: Path) -> Value:
        below = self.schema.child(rule, 0) or {}
        keys: Sequence[str] = rule[_KEYS]
        by_key = _Three(*(_by_key(value, keys) for value in three))
        return list(self._items(below, by_key, path, keys).values()) or NOTHING

    def _named(self, rule: Rule, three: _Three, path: Path) -> Value:
        below = self.schema.resolve(rule["additionalProperties"])
        groups = _Three(*(value if isinstance(value, Mapping) or value is UNKNOWN else {} for value in three))
        items = self._items(below, groups, path, ())
        wanted = [name for name in groups.theirs if name in items]
        is_other_order = wanted != [name for name in items if name in wanted]
        is_as_sent = groups.base is not UNKNOWN and [*groups.base] == [*groups.mine]
        if self.incoming.is_whole and is_other_order and is_as_sent:
            self._change((*path, "次序"), [*items], wanted)
            others = [name for name in items if name not in wanted]
            items = {name: items[name] for name in [*wanted, *others]}
        return items or NOTHING

    def _items(self, below: Rule, three: _Three, path: Path, keys: Sequence[str]) -> dict[str, Value]:
        """The items by their keys or names."""
        result: dict[str, Value] = {}
        for key, item in three.mine.items():
            here = (*path, key)
            if key in three.theirs:
                of_base = UNKNOWN if three.base is UNKNOWN else three.base.get(key, NOTHING)
                result[key] = self.group(below, _Three(of_base, item, three.theirs[key]), here, below, ())
            elif not self._is_taken_out(three.base, key, item, here):
                result[key] = item
        before = ""
        for key, item in three.theirs.items():
            here = (*path, key)
            news = {} if key in three.mine else self._news_in(item, _part(three.base, key), keys, below)
            if news and not self.outcome.is_held(here):
                self._change(here, NOTHING, news)
                for name, value in news.items():
                    self._note((*here, name), value)
                result = _inserted(result, before, key, news)
            before = key if key in result else before
        return result

    def _news_in(self, item: Mapping[str, Value], base: Value, keys: Sequence[str], below: Rule) -> dict[str, Value]:
        """What *item* says that it did not say when it went out, with what tells it; nothing where that is nothing."""
        listed = {name for name, rule in below.get("properties", {}).items() if rule.get(_TAKEN_FROM)}
        sent = base if isinstance(base, Mapping) else {}
        news = {name: value for name, value in item.items() if sent.get(name, NOTHING) != value}
        is_only_listed = bool(keys and listed) and set(item) <= {*keys, *listed}
        if not news or is_only_listed:
            return {}
        return {name: value for name, value in item.items() if name in news or name in keys}

    def _is_taken_out(self, base: Value, key: str, item: Value, path: Path) -> bool:
        """True if the item called *key* was taken out of a file that has all of them."""
        if not self.incoming.is_whole or base is UNKNOWN or key not in base:
            return False
        if item != base[key]:
            gone = shown(NOTHING)
            clash = Clash(path, shown(item), "", gone, self.incoming.source, (told(item), gone))
            if not self.outcome.is_taken(clash):
                return False
        self._change(path, item, NOTHING)
        return True


def _is_same(one: Value, other: Value) -> bool:
    return one is other or bool(one == other)


def _part(value: Value, name: str) -> Value:
    if value is UNKNOWN:
        return UNKNOWN
    return value.get(name, NOTHING) if isinstance(value, Mapping) else NOTHING


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


def _likeness(one: Value, other: Value) -> float:
    """How like two items of a list are, 0 to 1: of people with a name, their names tell."""
    if isinstance(one, Mapping) and isinstance(other, Mapping) and "姓名" in one and "姓名" in other:
        return float(one["姓名"] == other["姓名"] or one.get("职务") == other.get("职务"))
    return SequenceMatcher(None, whole(one)[:_COMPARED], whole(other)[:_COMPARED]).ratio()
