"""Where the rows of a sheet belong, as people read it: 章节›工作重点›条目›2.1 is a place in a form."""

from collections.abc import Iterator, Mapping, Sequence

from wenming.forms.nodes import Path, Step
from wenming.forms.schema import Rule, Schema
from wenming.forms.workbook.tables import Layout, Table, is_named, key_of

_BETWEEN, _DOT = "›", "."
Numbers = Mapping[tuple[Path, str], Path]  # the place of an item, by its list and the number that its row says


class NoSuchPlace(ValueError):
    """An address that no form has: its text is the part of it that is not understood."""


def said(schema: Schema, layout: Layout, path: Path, table: Table) -> str:
    """The address of the list or the group at *path*, whose rows are those of *table*; empty where it needs none."""
    pieces: list[str] = []
    numbers: list[str] = []
    rule: Rule = schema.root
    nested = ""
    for place, step in enumerate(path):
        if isinstance(step, int):
            numbers.append(str(step + 1))
        elif not (numbers and step == nested and place + 1 < len(path)):
            pieces += _flushed(numbers)
            pieces.append(step)
        below = schema.child(rule, step) or {}
        known = layout.tables.get(key_of(schema, below))
        if isinstance(step, str):
            nested = known.nested if known else ""
        rule = below
    owner = schema.at(path[:-1])
    if len(list(leading(schema, owner, table))) == 1:
        pieces.pop()
    return _BETWEEN.join(pieces)


def _flushed(numbers: list[str]) -> list[str]:
    """The *numbers* of an item and those it stands in, as one; there are none any more."""
    one = [_DOT.join(numbers)] if numbers else []
    numbers.clear()
    return one


def leading(schema: Schema, rule: Rule, table: Table) -> Iterator[str]:
    """The fields of the group *rule* whose rows are those of *table*."""
    for name, below in rule.get("properties", {}).items():
        if key_of(schema, below) == table.key:
            yield name


def place_of(schema: Schema, text: str, table: Table, names: Sequence[str], numbers: Numbers) -> Path:
    """The place of the list or the group that *text* says, as ``said`` does.

    *names* are those that people gave (chapters); *numbers* has the items that rows refer to. Raises NoSuchPlace.
    """
    path: list[Step] = []
    rest = text.strip()
    rule: Rule = schema.root
    while rest:
        if is_named(rule):
            step, rest = _own_name(rest, names)
            path.append(step)
        elif rule.get("type") == "array":
            piece, _mark, rest = rest.partition(_BETWEEN)
            item = numbers.get((tuple(path), piece.strip()))
            if item is None:
                raise NoSuchPlace(piece.strip())
            path = [*item]
        else:
            piece, _mark, rest = rest.partition(_BETWEEN)
            if piece.strip() not in rule.get("properties", ()):
                raise NoSuchPlace(piece.strip())
            path.append(piece.strip())
        rest = rest.strip()
        rule = schema.at(path)
    if path and key_of(schema, rule) == table.key:
        return tuple(path)
    fields = list(leading(schema, rule, table))
    if len(fields) != 1:
        raise NoSuchPlace(text.strip())
    return (*path, fields[0])


def _own_name(text: str, names: Sequence[str]) -> tuple[str, str]:
    """The longest of *names* that *text* begins with, and what stands behind it. Raises NoSuchPlace."""
    for name in sorted(names, key=len, reverse=True):
        if text == name or text.startswith(f"{name}{_BETWEEN}"):
            return name, text[len(name) + 1 :]
    raise NoSuchPlace(text.partition(_BETWEEN)[0].strip())
