"""What several texts of a list have in common: where in each its own item's fields stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_LONGEST = 300  # characters of a text that is looked into
_LABEL = 12  # characters that only the first (the last) text may have before (after) what all have

Item = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Fields in the first text: (start, end, field name), "" for the number of the item.

    *label* of the first text stands as *indent* in the others, *stop* of the last one as *between* in them.
    """

    fields: tuple[tuple[int, int, str], ...]
    label: str = ""
    indent: str = ""
    between: str = ""
    stop: str = ""


def pattern(texts: Sequence[str], items: Sequence[Item], heading: str = "") -> Pattern | None:
    """How the *texts* come from their *items*, or None; a field that *heading* names is preferred."""
    if max(map(len, texts)) > _LONGEST:
        return None
    names = _names(items, heading)
    for label, indent in _labels(texts):
        bodies = [texts[0][len(label) :], *(text[len(indent) :] for text in texts[1:])]
        for between, stop in _stops(bodies):
            cut = [body.removesuffix(between) for body in bodies[:-1]] + [bodies[-1].removesuffix(stop)]
            found = _found(cut, items, names)
            if found:
                fields = tuple((start + len(label), end + len(label), name) for start, end, name in found)
                return Pattern(fields, label, indent, between, stop)
    return None


def _names(items: Sequence[Item], heading: str) -> list[str]:
    """The fields that every item has: those of the heading first, then the longest."""
    known = [name for name in items[0] if all(item.get(name) for item in items)]
    return sorted(known, key=lambda name: (name not in heading, -len(items[0][name])))


def _labels(texts: Sequence[str]) -> list[tuple[str, str]]:
    """What may stand before the first text, and what in its place before each of the others."""
    pairs = [("", "")]
    if len(texts) > 1:
        most = min(len(text) for text in texts)
        blank = [n for n in range(_LABEL + 1) if n <= most and all(not text[:n].strip() for text in texts[1:])]
        pairs += [
            (texts[0][:first], texts[1][:other])
            for first in range(1, min(_LABEL, len(texts[0])) + 1)
            for other in blank
            if len({text[:other] for text in texts[1:]}) == 1
        ]
    return pairs


def _stops(texts: Sequence[str]) -> list[tuple[str, str]]:
    """The mark that ends each text, and the one that ends the last."""
    if len(texts) > 1 and all(texts):
        ends = {text[-1] for text in texts[:-1]}
        if len(ends) == 1 and not (ends | {texts[-1][-1]}) - set("；，。、;,."):
            return [("", "")] if texts[-1][-1] in ends else [(ends.pop(), texts[-1][-1])]
    return [("", "")]


def _found(texts: Sequence[str], items: Sequence[Item], names: Sequence[str]) -> list[tuple[int, int, str]] | None:
    """The fields of the first text, the same fields standing at the same words in every text."""
    ends = tuple(map(len, texts))
    failed: set[tuple[int, ...]] = set()
    path: list[tuple[int, int, str]] = []

    def walk(at: tuple[int, ...]) -> bool:
        if at == ends:
            return bool(path)
        if at in failed:
            return False
        for name in [*names, ""]:
            values = [item[name] if name else str(number) for number, item in enumerate(items, 1)]
            after = tuple(here + len(value) for here, value in zip(at, values, strict=True))
            if all(map(str.startswith, texts, values, at)) and _telling(values, name, at, after, ends):
                path.append((at[0], after[0], name))
                if walk(after):
                    return True
                path.pop()
        step = tuple(here + 1 for here in at)
        letters = {text[here : here + 1] for text, here in zip(texts, at, strict=True)}
        if len(letters) == 1 and "" not in letters and walk(step):
            return True
        failed.add(at)
        return False

    return path if walk((0,) * len(texts)) else None


def _telling(
    values: Sequence[str], name: str, at: tuple[int, ...], after: tuple[int, ...], ends: tuple[int, ...]
) -> bool:
    """Whether the *values* are there because they are the item's, not because a short word is everywhere."""
    whole = not any(at) and after == ends
    varied = len(set(values)) > 1
    return varied or (bool(name) and (whole or min(map(len, values)) > 1))
