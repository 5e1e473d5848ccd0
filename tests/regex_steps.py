"""How many steps a regular expression takes over a text: a plain backtracking matcher that counts.

Python's own matcher counts nothing and no test times the clock. This one walks the tree that ``re`` itself parses the
expression into, tries the same alternatives in the same order, and adds one for each look at a character and each place
tried. It is written to be right about the growth, not to be fast.
"""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from re import _constants as kinds
from re import _parser as parser
from typing import Any

Then = Callable[[int], bool]  # what must match behind: takes a place, says whether all matched
Item = tuple[Any, Any]  # a node of the tree: its kind and what it holds

CHARACTERS = {kinds.LITERAL, kinds.NOT_LITERAL, kinds.ANY, kinds.IN}
REPEATS = {kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT}
ANYTHING = "字甲a1 一、：（）<>{}%=\"'/.\n\t\u3000_-年月日章第"  # tried in turn for a character class
STOPPERS = ("\x01", "字")  # behind the repeats: what may make the match fail
MOST = 500_000  # steps; a text of a few hundred characters needs a thousandth


class Endless(Exception):
    """A text that takes more than any text of its size should."""


@dataclass
class Counting:
    """One text being searched; ``steps`` grows."""

    text: str
    flags: int
    steps: int = 0
    groups: dict[int, tuple[int, int]] = field(default_factory=dict)

    def step(self) -> None:
        """One more; raises Endless."""
        self.steps += 1
        if self.steps > MOST:
            raise Endless

    def is_one(self, item: Item, at: int) -> bool:
        """Whether the character at *at* is of the kind of *item*."""
        self.step()
        return at < len(self.text) and bool(_single(item, self.flags).match(self.text[at]))

    def items(self, items: list[Item], at: int, then: Then) -> bool:
        """Whether *items* match at *at* and *then* behind them."""
        self.step()
        if not items:
            return then(at)
        first, rest = items[0], items[1:]
        return self.item(first, at, lambda end: self.items(rest, end, then))

    def item(self, item: Item, at: int, then: Then) -> bool:
        """Whether one node matches at *at* and *then* behind it."""
        kind, held = item
        if kind in CHARACTERS:
            return self.is_one(item, at) and then(at + 1)
        if kind in REPEATS:
            return self.repeat(kind, held, at, then)
        if kind is kinds.BRANCH:
            return any(self.items(list(way), at, then) for way in held[1])
        if kind is kinds.SUBPATTERN:
            return self.group(held[0], list(held[3]), at, then)
        if kind is kinds.ATOMIC_GROUP:
            end = self.end_of(list(held), at)
            return end is not None and then(end)
        if kind in (kinds.ASSERT, kinds.ASSERT_NOT):
            return self.looks(held, at) is (kind is kinds.ASSERT) and then(at)
        if kind is kinds.GROUPREF:
            start, end = self.groups.get(held, (0, 0))
            wanted = self.text[start:end]
            self.steps += len(wanted)
            return self.text.startswith(wanted, at) and then(at + len(wanted))
        if kind is kinds.GROUPREF_EXISTS:
            number, yes, no = held
            return self.items(list(yes if number in self.groups else no or []), at, then)
        assert kind is kinds.AT, kind
        return self.is_place(held, at) and then(at)

    def group(self, number: int | None, items: list[Item], at: int, then: Then) -> bool:
        """Whether a bracket matches; its text is kept for references back to it."""
        if number is None:
            return self.items(items, at, then)
        before = self.groups.get(number)

        def closed(end: int) -> bool:
            self.groups[number] = (at, end)
            return then(end)

        if self.items(items, at, closed):
            return True
        self.groups.pop(number, None)
        if before is not None:
            self.groups[number] = before
        return False

    def end_of(self, items: list[Item], at: int) -> int | None:
        """Where *items* end if they match at *at*; what is behind has no say."""
        ends: list[int] = []

        def ended(end: int) -> bool:
            ends.append(end)
            return True

        return ends[0] if self.items(items, at, ended) else None

    def looks(self, held: tuple[int, list[Item]], at: int) -> bool:
        """Whether what a look ahead or back asks for is there."""
        direction, items = held
        if direction > 0:
            return self.end_of(list(items), at) is not None
        width = parser.SubPattern.getwidth(items)[0]
        return at >= width and self.end_of(list(items), at - width) is not None

    def repeat(self, kind: Any, held: tuple[int, int, list[Item]], at: int, then: Then) -> bool:
        """Whether a repeat matches, the most first (the least first if it is lazy)."""
        least, most, body = held[0], int(held[1]), list(held[2])
        if kind is kinds.POSSESSIVE_REPEAT:
            return self.possessive(least, most, body, at, then)
        if len(body) == 1 and body[0][0] in CHARACTERS:
            return self.characters(kind, least, most, body[0], at, then)
        return self.turns(kind, least, most, body, at, then)

    def characters(self, kind: Any, least: int, most: int, item: Item, at: int, then: Then) -> bool:
        """A repeat of one character, in a loop as the real matcher does it."""
        count = 0
        if kind is kinds.MIN_REPEAT:
            while count < least or not then(at + count):
                if count >= most or not self.is_one(item, at + count):
                    return False
                count += 1
            return True
        while count < most and self.is_one(item, at + count):
            count += 1
        while count >= least:
            self.step()
            if then(at + count):
                return True
            count -= 1
        return False

    def turns(self, kind: Any, least: int, most: int, body: list[Item], at: int, then: Then) -> bool:
        """A repeat of more than a character: each turn may end in several places."""

        def turn(count: int, at: int) -> bool:
            def again(end: int) -> bool:
                return (end > at or count < least) and turn(count + 1, end)

            if count < least:
                return self.items(body, at, again)
            if kind is kinds.MIN_REPEAT:
                return then(at) or (count < most and self.items(body, at, again))
            return (count < most and self.items(body, at, again)) or then(at)

        return turn(0, at)

    def possessive(self, least: int, most: int, body: list[Item], at: int, then: Then) -> bool:
        """A repeat that gives nothing back."""
        count = 0
        while count < most:
            end = self.end_of(body, at)
            if end is None or (end == at and count >= least):
                break
            at = end
            count += 1
        return count >= least and then(at)

    def is_place(self, place: Any, at: int) -> bool:
        """Whether *at* is the start, the end, the edge of a word."""
        self.step()
        shown = {
            kinds.AT_BEGINNING: r"^",
            kinds.AT_BEGINNING_STRING: r"\A",
            kinds.AT_END: r"$",
            kinds.AT_END_STRING: r"\Z",
            kinds.AT_BOUNDARY: r"\b",
            kinds.AT_NON_BOUNDARY: r"\B",
        }
        return re.compile(shown[place], self.flags & re.MULTILINE).match(self.text, at) is not None


_SINGLES: dict[tuple[str, int], Any] = {}


def _single(item: Item, flags: int) -> Any:
    """An expression for one character, out of a node of the tree."""
    key = (repr(item), flags)
    if key not in _SINGLES:
        state = parser.State()
        tree = parser.SubPattern(state, [item])
        state.str = ""
        compiler = sys.modules["re._compiler"]
        code = compiler._code(tree, flags)
        _SINGLES[key] = compiler._sre.compile("", flags, code, 0, {}, (None,))
    return _SINGLES[key]


@cache
def parsed(pattern: str, flags: int) -> tuple[list[Item], int]:
    """The tree of an expression, and its flags with those written in it."""
    tree = parser.parse(pattern, flags)
    return list(tree), tree.state.flags


def steps(pattern: str, flags: int, text: str, way: str) -> int:
    """The steps that *way* (``match``, ``fullmatch``, ``search``, ``finditer``) takes to go through *text*."""
    items, all_flags = parsed(pattern, flags)
    counting = Counting(text, all_flags)
    if way in ("match", "fullmatch"):
        counting.items(items, 0, lambda end: way == "match" or end == len(text))
        return counting.steps
    at = 0
    while at <= len(text):
        end = counting.end_of(items, at)
        if end is not None and way == "search":
            break
        at = max(end or 0, at + 1)
    return counting.steps


def aimed(pattern: str, flags: int, size: int) -> Iterator[str]:
    """Texts of *size* turns that a pattern might stumble over: its own prefixes and repeats, again and again."""
    items, all_flags = parsed(pattern, flags)
    for before, unit in dict.fromkeys(_units(items, "", all_flags)):
        turns = dict.fromkeys([(before, unit), ("", before + unit)])
        for first, again in turns:
            for stopper in ("", *STOPPERS):
                yield first + again * size + stopper


def _units(items: list[Item], before: str, flags: int) -> Iterator[tuple[str, str]]:
    """What stands before, and what may stand there many times: every prefix and the body of every repeat."""
    whole = ""
    for kind, held in items:
        here = before + whole
        if kind in REPEATS:
            body = list(held[2])
            for example in _examples(body, flags):
                yield here, example
            yield from _units(body, here, flags)
        elif kind is kinds.BRANCH:
            for way in held[1]:
                yield from _units(list(way), here, flags)
        elif kind is kinds.SUBPATTERN:
            yield from _units(list(held[3]), here, flags)
        elif kind is kinds.ATOMIC_GROUP:
            yield from _units(list(held), here, flags)
        whole += _example([(kind, held)], flags, 0)
        if whole:
            yield before, whole


def _examples(items: list[Item], flags: int) -> Iterator[str]:
    """Some texts that *items* match: one for each choice of character."""
    found = {_example(items, flags, number) for number in range(2)}
    yield from sorted(found - {""})


def _example(items: list[Item], flags: int, number: int) -> str:
    """A text that *items* match, taking the *number*-th of the choices."""
    text = ""
    for kind, held in items:
        if kind in CHARACTERS:
            one = _single((kind, held), flags)
            fitting = [char for char in ANYTHING if one.match(char)]
            if kind is kinds.LITERAL:
                fitting = [chr(held)]
            text += fitting[number % len(fitting)] if fitting else _any_of(held)
        elif kind in REPEATS:
            text += _example(list(held[2]), flags, number) * max(1, min(held[0], 50))
        elif kind is kinds.BRANCH:
            text += _example(list(held[1][number % len(held[1])]), flags, number)
        elif kind is kinds.SUBPATTERN:
            text += _example(list(held[3]), flags, number)
        elif kind is kinds.ATOMIC_GROUP:
            text += _example(list(held), flags, number)
    return text


def _any_of(held: Any) -> str:
    """A character of a set that the usual ones are not in."""
    for kind, value in held:
        if kind is kinds.LITERAL:
            return chr(value)
        if kind is kinds.RANGE:
            return chr(value[0])
    return ""
