"""Operators of a page's content (PDF 32000-1 §8): places, colours, rules; lengths in twips become points."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from wenming.pages.layout.placed import Rule

_TWIPS = 20  # in a point
_BESIDE = 1.0  # twips: rules no further from each other are one


def figure(number: float) -> str:
    """*number* as a PDF has it."""
    return f"{number:.3f}"


def length(twips: float) -> str:
    """A length as a PDF has it, in points."""
    return f"{twips / _TWIPS:.2f}"


def point_of(x: float, y: float, height: float) -> tuple[str, str]:
    """A place from the left and the top of paper so high, as a PDF has it: in points, from below."""
    return length(x), length(height - y)


@lru_cache(maxsize=256)
def color_of(color: str) -> str:
    """*color* (six hexadecimal digits) as red, green and blue of 1."""
    return " ".join(figure(int(color[place : place + 2], 16) / 255) for place in (0, 2, 4))


class _Pen(NamedTuple):
    """How a rule is drawn."""

    color: str
    width: float
    dash: float


class _Track(NamedTuple):
    """Where a rule lies: across or upright, so far from the edge; *other*: a rule of its own that is neither."""

    across: bool
    at: float
    other: int = 0


def drawn_rules(rules: Iterable[Rule], height: float) -> Iterator[str]:
    """The operators that draw *rules* on paper so high; those that go on from each other are one."""
    by_pen: dict[_Pen, dict[_Track, list[tuple[float, float, Rule]]]] = {}
    for rule in rules:
        pen = _Pen(rule.color, rule.width, rule.dash)
        track, start, end = _track(rule)
        by_pen.setdefault(pen, {}).setdefault(track, []).append((start, end, rule))
    for pen, tracks in by_pen.items():
        dash = f" [{length(pen.dash)}] 0 d" if pen.dash else ""
        yield f"{color_of(pen.color)} RG {length(pen.width)} w{dash}"
        for pieces in tracks.values():
            for rule in _joined(pieces):
                x, y = point_of(rule.x, rule.y, height)
                x_end, y_end = point_of(rule.x_end, rule.y_end, height)
                yield f"{x} {y} m {x_end} {y_end} l"
        yield "S [] 0 d" if pen.dash else "S"


def _track(rule: Rule) -> tuple[_Track, float, float]:
    if rule.y == rule.y_end:
        return _Track(True, round(rule.y, 1)), rule.x, rule.x_end
    if rule.x == rule.x_end:
        return _Track(False, round(rule.x, 1)), rule.y, rule.y_end
    return _Track(False, 0, id(rule)), 0, 0


def _joined(pieces: list[tuple[float, float, Rule]]) -> Iterator[Rule]:
    """The rules of one track, those that touch put together."""
    pieces.sort(key=lambda piece: piece[:2])
    first, reach, rule = pieces[0]
    for start, end, other in pieces[1:]:
        if start > reach + _BESIDE:
            yield _from_to(rule, first, reach)
            first, reach, rule = start, end, other
        else:
            reach = max(reach, end)
    yield _from_to(rule, first, reach)


def _from_to(rule: Rule, start: float, end: float) -> Rule:
    """*rule* from *start* to *end* along the way it goes; one that goes aslant as it is."""
    if rule.y == rule.y_end:
        return rule._replace(x=start, x_end=end)
    if rule.x == rule.x_end:
        return rule._replace(y=start, y_end=end)
    return rule
