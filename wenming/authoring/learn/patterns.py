"""What several texts of a list have in common: where in each its own item's fields stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_LONGEST = 300  # characters of a text that is looked into
_LABEL = 12  # characters that only the first (the last) text may have before (after) what all have
_MARKS = frozenset("；，。、;,.")  # that end a text of a list

Item = Mapping[str, str]
Position = tuple[int, ...]  # a character in each of the texts


class Field(NamedTuple):
    """The characters of the first text from *start* up to *end*, and the field *name* that they print.

    The name is empty where they print the number of the item.
    """

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """The *fields* of the first text, and where the first or the last text differs from the others.

    *label* of the first text stands as *indent* in the others, *stop* of the last one as *between* in them.
    """

    fields: tuple[Field, ...]
    label: str = ""
    indent: str = ""
    between: str = ""
    stop: str = ""


def pattern(texts: Sequence[str], items: Sequence[Item], heading: str = "") -> Pattern | None:
    """Returns how the *texts* come from their *items*, or None; a field that *heading* names is preferred."""
    if max(map(len, texts)) > _LONGEST:
        return None
    columns = _columns(items, heading)
    for label, indent in _beginnings(texts):
        first, *others = texts
        bodies = [first[len(label) :], *(text[len(indent) :] for text in others)]
        between, stop = _endings(bodies)
        *bodies_before, last_body = bodies
        cores = [body.removesuffix(between) for body in bodies_before]
        cores.append(last_body.removesuffix(stop))
        fields = _Search(cores, columns).fields()
        if fields:
            return Pattern(_fields_behind(label, fields), label, indent, between, stop)
    return None


def _fields_behind(label: str, fields: Sequence[Field]) -> tuple[Field, ...]:
    """Returns *fields* where they stand when *label* stands before the text."""
    by = len(label)
    return tuple(Field(start + by, end + by, name) for start, end, name in fields)


def _columns(items: Sequence[Item], heading: str) -> dict[str, list[str]]:
    """Returns the values of each field that every item has; under no name, the numbers of the items.

    The fields that *heading* names come first, then the longest, last the numbers.
    """
    first = items[0]
    names = [name for name in first if _all_have(items, name)]
    names.sort(key=lambda name: (name not in heading, -len(first[name])))
    columns = {name: [item[name] for item in items] for name in names}
    columns[""] = [str(number) for number in range(1, len(items) + 1)]
    return columns


def _all_have(items: Sequence[Item], name: str) -> bool:
    return all(item.get(name) for item in items)


def _beginnings(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yields what may stand before the first text, and what then stands in its place before each of the others."""
    yield "", ""
    if len(texts) < 2:
        return
    first = texts[0]
    indents = _shared_indents(texts)
    for length in range(1, min(_LABEL, len(first)) + 1):
        for indent in indents:
            yield first[:length], indent


def _shared_indents(texts: Sequence[str]) -> list[str]:
    """Returns the blanks that every text but the first begins with: none, one, as many as all have."""
    others = texts[1:]
    longest = min(_LABEL, *map(len, texts))
    indents: list[str] = []
    for length in range(longest + 1):
        indent = others[0][:length]
        is_shared = all(text.startswith(indent) for text in others)
        if is_shared and not indent.strip():
            indents.append(indent)
    return indents


def _endings(texts: Sequence[str]) -> tuple[str, str]:
    """Returns the mark that ends each text, and the other one that ends the last; two empty texts if there are none."""
    if len(texts) < 2 or not all(texts):
        return "", ""
    *ends, last = [text[-1] for text in texts]
    between = ends[0]
    is_same_everywhere = len(set(ends)) == 1
    are_marks = between in _MARKS and last in _MARKS
    if is_same_everywhere and are_marks and last != between:
        return between, last
    return "", ""


class _Search:
    """The search for fields in *texts*: it goes through all of them at once, from the first character to the last.

    At each position either the value of one field stands in every text, or the same character in every text.
    """

    def __init__(self, texts: Sequence[str], columns: Mapping[str, Sequence[str]]) -> None:
        self._texts = texts
        self._columns = columns
        self._ends = tuple(map(len, texts))
        self._dead_ends: set[Position] = set()
        self._fields: list[Field] = []

    def fields(self) -> list[Field]:
        """Returns the fields of the first text; none where the texts are not alike or hold no field."""
        beginning = (0,) * len(self._texts)
        if self._walk(beginning):
            return self._fields
        return []

    def _walk(self, position: Position) -> bool:
        """True if the texts are alike from *position* to their ends; the fields on the way are kept."""
        if position == self._ends:
            return bool(self._fields)
        if position in self._dead_ends:
            return False
        for field, after in self._fields_at(position):
            self._fields.append(field)
            if self._walk(after):
                return True
            self._fields.pop()
        if self._has_same_character(position) and self._walk(_moved(position, 1)):
            return True
        self._dead_ends.add(position)
        return False

    def _fields_at(self, position: Position) -> Iterator[tuple[Field, Position]]:
        """Yields each field that stands at *position* in every text, and the position after it."""
        for name, values in self._columns.items():
            stands_here = all(map(str.startswith, self._texts, values, position))
            if stands_here and self._is_telling(name, values, position):
                after = tuple(start + len(value) for start, value in zip(position, values, strict=True))
                yield Field(position[0], after[0], name), after

    def _is_telling(self, name: str, values: Sequence[str], position: Position) -> bool:
        """True if the *values* stand there because they are the items', not because a short word is everywhere."""
        if len(set(values)) > 1:
            return True
        if not name:
            return False
        is_at_beginning = not any(position)
        is_whole_text = is_at_beginning and self._ends == tuple(map(len, values))
        is_word = min(map(len, values)) > 1
        return is_whole_text or is_word

    def _has_same_character(self, position: Position) -> bool:
        """True if the same character stands at *position* in every text, and none has come to its end."""
        characters = {text[at : at + 1] for text, at in zip(self._texts, position, strict=True)}
        return len(characters) == 1 and "" not in characters


def _moved(position: Position, by: int) -> Position:
    return tuple(at + by for at in position)
