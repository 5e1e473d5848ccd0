"""Which sheets a form needs: made from its schema alone, so that a new field or a new list appears by itself."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from wenming.forms.schema import Rule, Schema

_NAMED = "工作表"  # the keyword of ours that says what the sheet of a shared definition is called
_LARGE = 2  # steps to a list of texts that has a sheet of its own; deeper ones stand among the fields
_SHEET_NAME_MAX = 31
FIELDS = "填写"  # the sheet of the fields

Path = tuple[str, ...]
Shape = Literal["groups", "texts", "cells"]


class Column(NamedTuple):
    """A column of a sheet, or a row of the sheet of fields: the field that it takes, and its rule.

    *is_list*: it takes several texts, each on a line of its own.
    """

    path: Path
    rule: Rule
    required: bool = False
    is_list: bool = False

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.rule.get("title") or self.path[-1])

    @property
    def name(self) -> str:
        """The field as forms have it: 起止.开始."""
        return ".".join(self.path)


class Table(NamedTuple):
    """One sheet: all the lists of a form whose items are alike.

    *shape*: its rows are groups of fields, single texts, or cells of tables. *is_named*: its rows stand under names of
    people's own (chapters). *has_homes*: it holds more than one list, so that a row says where it belongs;
    *has_numbers*: rows are referred to. *nested*: the field in which an item holds others of its kind; *is_group*: a
    group that stands in many places, one row each; *keys*: the fields that tell a row from others.
    """

    key: int
    name: str
    shape: Shape
    columns: tuple[Column, ...]
    paths: tuple[Path, ...] = ()
    is_named: bool = False
    has_homes: bool = False
    has_numbers: bool = False
    nested: str = ""
    is_group: bool = False
    keys: tuple[str, ...] = ()
    rule: Rule = MappingProxyType({})


class Layout(NamedTuple):
    """The sheets of a form: its *fields*, and its *tables* by what their items are."""

    fields: tuple[Column, ...]
    tables: Mapping[int, Table]

    def called(self, name: str) -> Table | None:
        """The table whose sheet is called *name*; None where there is none."""
        return next((table for table in self.tables.values() if table.name == name), None)


@lru_cache(maxsize=16)
def layout_of(schema: Schema) -> Layout:
    """The sheets that the form of *schema* needs."""
    survey = _Survey(schema)
    survey.fields_of(schema.root, (), ())
    return Layout(tuple(survey.fields), {key: survey.table(key) for key in survey.found})


def key_of(schema: Schema, rule: Rule) -> int:
    """What tells the items of the list, the names, or the group of *rule* from those of others; 0 for single values."""
    rule = schema.resolve(rule)
    if rule.get("type") == "array":
        item = schema.resolve(rule.get("items", {}))
        if item.get("type") == "object":
            return id(item["properties"])
        return id(rule["items"])
    if "properties" in rule:
        return id(rule["properties"])
    if isinstance(rule.get("additionalProperties"), dict):
        return id(schema.resolve(rule["additionalProperties"])["properties"])
    return 0


def is_list_of_texts(schema: Schema, rule: Rule) -> bool:
    """True if *rule* is that of a list of single values."""
    if rule.get("type") != "array":
        return False
    return schema.resolve(rule.get("items", {})).get("type") not in ("object", "array")


def is_named(rule: Rule) -> bool:
    """True if *rule* is that of groups under names of people's own."""
    return isinstance(rule.get("additionalProperties"), dict)


class _Survey:
    """One walk through a schema: the fields, and for each table what was seen of it."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.fields: list[Column] = []
        self.found: dict[int, Table] = {}
        self._homes: dict[int, set[Path]] = {}
        self._owners: set[int] = set()  # tables with lists in their rows

    def table(self, key: int) -> Table:
        """The table *key*, with what only the whole walk tells."""
        table = self.found[key]
        homes = self._homes[key]
        has_homes = len(homes) > 1 or any("[]" in home for home in homes)
        has_numbers = key in self._owners or bool(table.nested)
        return table._replace(paths=tuple(sorted(homes)), has_homes=has_homes, has_numbers=has_numbers)

    # The fields outside of all lists

    def fields_of(self, rule: Rule, path: Path, shared: Path) -> None:
        """Note the fields of the group *rule* at *path*."""
        required = rule.get("required", ())
        for name, raw in rule.get("properties", {}).items():
            below = self.schema.resolve(raw)
            here = (*path, name)
            self._field(raw, below, here, is_required=name in required, is_shared=bool(shared) or "$ref" in raw)

    def _field(self, raw: Rule, below: Rule, here: Path, *, is_required: bool, is_shared: bool) -> None:
        if is_list_of_texts(self.schema, below):
            has_sheet = len(here) <= _LARGE and not (is_shared and len(here) > 1)
            if has_sheet:
                self._texts(below, here)
            else:
                self.fields.append(Column(here, below, is_required, is_list=True))
        elif below.get("type") == "array" or is_named(below):
            self._list(below, here, here, ())
        elif "properties" in below:
            if self._stands_in_rows(below):
                self._group(below, here, here, ())
            else:
                self.fields_of(below, here, here if is_shared or "$ref" in raw else ())
        else:
            self.fields.append(Column(here, below, is_required))

    def _texts(self, rule: Rule, here: Path) -> None:
        key = id(rule["items"])
        if key in self.found:  # the same definition of a list elsewhere: it is told by its place
            key = -len(self.found)
        column = Column((here[-1],), {**rule, "items": rule["items"]}, is_required(rule))
        self._add(Table(key, self._free_name(rule, here), "texts", (column,), rule=rule), here)

    # Lists, and what stands in their rows

    def _list(self, rule: Rule, here: Path, home: Path, inside: tuple[int, ...]) -> None:
        """Note the list or the named groups of *rule*; *home* is its place with [] for items and names."""
        key = key_of(self.schema, rule)
        if is_named(rule):
            item = self.schema.resolve(rule["additionalProperties"])
        else:
            item = self.schema.resolve(rule.get("items", {}))
        if item.get("type") == "array":
            if key in self.found:
                self._homes[key].add(home)
                return
            self._add(Table(key, self._free_name(rule, here), "cells", (), rule=rule), home)
            return
        self._rows(item, rule, here, home, inside, key)

    def _group(self, rule: Rule, here: Path, home: Path, inside: tuple[int, ...]) -> None:
        """Note the group of *rule*, which stands in rows of others and holds lists: a sheet of its own."""
        key = id(rule["properties"])
        self._rows(rule, rule, here, home, inside, key)
        self.found[key] = self.found[key]._replace(is_group=True)

    def _rows(self, item: Rule, rule: Rule, here: Path, home: Path, inside: tuple[int, ...], key: int) -> None:
        if key in inside:
            if key == inside[-1]:
                self.found[key] = self.found[key]._replace(nested=here[-1])
            return
        if key not in self.found:
            name = self._free_name({**rule, **{_NAMED: item[_NAMED]}} if _NAMED in item else rule, here)
            keys = tuple(rule.get("键", ()))
            self._add(Table(key, name, "groups", (), is_named=is_named(rule), keys=keys, rule=item), home)
            self.found[key] = self.found[key]._replace(columns=tuple(self._columns(item, ())))
        self._homes[key].add(home)
        self._below(item, (*home, "[]"), (*inside, key))

    def _columns(self, item: Rule, path: Path) -> Iterator[Column]:
        """The columns of the rows that *item* describes: their single values, and lists of texts."""
        required = item.get("required", ())
        for name, raw in item.get("properties", {}).items():
            below = self.schema.resolve(raw)
            here = (*path, name)
            if is_list_of_texts(self.schema, below):
                yield Column(here, below, name in required, is_list=True)
            elif below.get("type") == "array" or is_named(below):
                continue
            elif "properties" not in below:
                yield Column(here, below, name in required)
            elif not self._stands_in_rows(below):
                yield from self._columns(below, here)

    def _below(self, item: Rule, home: Path, inside: tuple[int, ...]) -> None:
        """Note the lists and the groups with lists in the rows that *item* describes."""
        for name, raw in item.get("properties", {}).items():
            below = self.schema.resolve(raw)
            here = (*home, name)
            if is_list_of_texts(self.schema, below):
                continue
            if below.get("type") == "array" or is_named(below):
                self._owners.add(inside[-1])
                self._list(below, here, here, inside)
            elif "properties" in below and self._stands_in_rows(below):
                self._owners.add(inside[-1])
                self._group(below, here, here, inside)

    def _stands_in_rows(self, rule: Rule) -> bool:
        """True if the group of *rule* is a shared one that holds lists of groups, or of cells: 表格, 评分表."""
        return bool(rule.get(_NAMED)) and "properties" in rule

    def _add(self, table: Table, home: Path) -> None:
        self.found[table.key] = table
        self._homes.setdefault(table.key, set()).add(home)

    def _free_name(self, rule: Rule, here: Path) -> str:
        """What the sheet is called: as the schema says, else as its list is."""
        name = str(rule.get(_NAMED) or here[-1])[:_SHEET_NAME_MAX]
        taken = {table.name for table in self.found.values()}
        if name in taken or name == FIELDS:
            name = f"{here[-2]}{name}" if len(here) > 1 and here[-2] != "[]" else f"{name}2"
        return name


def is_required(rule: Rule) -> bool:
    """True if the list of *rule* may not be empty."""
    return bool(rule.get("minItems"))
