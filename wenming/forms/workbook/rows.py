"""A record as the rows of its sheets: each with its place, its address and its number."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from wenming.forms.nodes import Path
from wenming.forms.schema import Rule, Schema
from wenming.forms.workbook.addresses import said
from wenming.forms.workbook.tables import Column, Layout, Table, is_list_of_texts, is_named, key_of

Value = Any  # Any: of a record, as its schema says


class Row(NamedTuple):
    """A row of a sheet: where its *item* stands in the record, which list it belongs to, its number or its name."""

    path: Path
    home: str
    number: str
    item: Value


def rows_of(record: Mapping[str, Value], schema: Schema, layout: Layout) -> dict[int, list[Row]]:
    """The rows of *record* by the keys of the tables of *layout*, in order."""
    rows: dict[int, list[Row]] = {key: [] for key in layout.tables}
    for key, row in _Walk(schema, layout).group(record, schema.root, ()):
        rows[key].append(row)
    return rows


def value_at(item: Value, path: tuple[str, ...]) -> Value:
    """What stands at *path* in the group *item*; None where there is nothing."""
    for step in path:
        if not isinstance(item, Mapping) or step not in item:
            return None
        item = item[step]
    return item


def field_value(record: Mapping[str, Value], column: Column) -> Value:
    """What the field of *column* holds in *record*; None where it is empty."""
    return value_at(record, column.path)


class _Walk:
    def __init__(self, schema: Schema, layout: Layout) -> None:
        self.schema, self.layout = schema, layout
        self._texts: dict[Path, Table] = {
            table.paths[0]: table for table in layout.tables.values() if table.shape == "texts"
        }

    def group(self, group: Mapping[str, Value], rule: Rule, path: Path) -> Iterator[tuple[int, Row]]:
        """The rows of all lists in *group*, which stands at *path*."""
        for name in rule.get("properties", {}):
            if name in group:
                below = self.schema.child(rule, name)
                assert below is not None
                yield from self._field(group[name], below, (*path, name))

    def _field(self, value: Value, rule: Rule, path: Path) -> Iterator[tuple[int, Row]]:
        if is_list_of_texts(self.schema, rule):
            texts = self._texts.get(path)
            if texts is not None:
                for number, text in enumerate(value):
                    yield texts.key, Row((*path, number), "", str(number + 1), text)
            return
        table = self.layout.tables.get(key_of(self.schema, rule))
        if table is None:
            if "properties" in rule:
                yield from self.group(value, rule, path)
        elif table.is_group:
            yield table.key, Row(path, self._home(path, table), "", value)
            yield from self.group(value, rule, path)
        elif is_named(rule):
            for name, item in value.items():
                yield table.key, Row((*path, name), "", name, item)
                yield from self.group(item, self.schema.resolve(rule["additionalProperties"]), (*path, name))
        elif rule.get("type") == "array":
            yield from self._items(value, rule, path, table, self._home(path, table), "")
        else:
            yield from self.group(value, rule, path)

    def _items(
        self, items: Value, rule: Rule, path: Path, table: Table, home: str, before: str
    ) -> Iterator[tuple[int, Row]]:
        """The rows of the list *items* at *path*, and of what stands in them; numbers go on from *before*."""
        below = self.schema.child(rule, 0) or {}
        for index, item in enumerate(items):
            here = (*path, index)
            number = f"{before}{index + 1}"
            yield table.key, Row(here, home, number, item)
            if table.shape == "cells":
                continue
            if table.nested and table.nested in item:
                nested = self.schema.child(below, table.nested)
                assert nested is not None
                yield from self._items(item[table.nested], nested, (*here, table.nested), table, home, f"{number}.")
            others = {name: value for name, value in item.items() if name != table.nested}
            yield from self.group(others, below, here)

    def _home(self, path: Path, table: Table) -> str:
        return said(self.schema, self.layout, path, table) if table.has_homes else ""
