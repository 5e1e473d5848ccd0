"""What a part of a Word file refers to: told by what it leads to, brought from one file into another."""

import posixpath
from collections.abc import Container, Iterator, Mapping
from itertools import count
from typing import NamedTuple

from wenming.ooxml.relationships import (
    TYPES,
    Relationship,
    related,
    relations_of,
    relationships,
    resolved,
    with_default,
    with_override,
)
from wenming.ooxml.roles import TEXTS
from wenming.ooxml.tree import parse

Parts = Mapping[str, bytes]


class Relation(NamedTuple):
    """A relation of one part: its kind, the part or the address it leads to, whether that is outside the file."""

    kind: str
    target: str
    outside: bool


def relations(part: str, parts: Parts) -> dict[str, Relation]:
    """Returns the relations of *part* by their ids."""
    data = parts.get(relations_of(part))
    if not data:
        return {}
    by_id: dict[str, Relation] = {}
    for one in relationships(data):
        target = one.target if one.outside else resolved(part, one.target)
        by_id[one.key] = Relation(one.kind, target, one.outside)
    return by_id


class Relations:
    """The relations of one *part* of a file that something of another file comes into.

    *parts* grows by what comes along.
    """

    def __init__(self, part: str, parts: dict[str, bytes], others: Parts) -> None:
        self._part = part
        self._parts = parts
        self._others = others
        self._theirs = relations(part, others)
        self._mine = relations(part, parts)
        self._kept: set[str] = set()
        self._ids = {self._key(relation, parts): key for key, relation in self._mine.items()}
        self._free_ids = self._count_free_ids()

    def of(self, key: str) -> str:
        """Returns the id here of what *key* leads to there."""
        if key not in self._theirs or key in self._kept:
            return key
        relation = self._theirs[key]
        what = self._key(relation, self._others)
        if what not in self._ids:
            self._ids[what] = self._bring(relation)
        return self._ids[what]

    def keep(self) -> None:
        """Let an id that leads to the same part here and there lead to it, whatever that part holds here."""
        self._kept = {key for key, relation in self._theirs.items() if self._mine.get(key) == relation}

    def unnamed(self, named: Container[str], known: Parts) -> None:
        """Bring what the text there relates to without naming it (lists, footnotes), new since *known*.

        Not where there is one of its kind here.
        """
        kinds = {relation.kind for relation in relations(self._part, self._parts).values()}
        for key, relation in self._theirs.items():
            is_new = not relation.outside and relation.target not in known
            if is_new and key not in named and relation.kind not in kinds:
                self.of(key)

    def _count_free_ids(self) -> Iterator[str]:
        """Yields ids that no relation here has."""
        for number in count(1):
            key = f"rIdNew{number}"
            if key not in self._mine:
                yield key

    def _key(self, relation: Relation, parts: Parts) -> tuple[str, str | bytes]:
        """Returns what tells a relation: the bytes of a picture, a text's name, the address of what is outside."""
        if relation.outside or relation.kind.rpartition("/")[2] in TEXTS:
            return relation.kind, relation.target
        return relation.kind, parts.get(relation.target, relation.target)

    def _bring(self, relation: Relation) -> str:
        """Give the part here a *relation* like the one there; returns its id."""
        key = next(self._free_ids)
        self._relate(self._part, key, relation)
        return key

    def _relate(self, part: str, key: str, relation: Relation) -> None:
        """Give *part* here a *relation* like the one there, with the id *key*."""
        target = relation.target if relation.outside else "/" + self._copy(relation.target)
        added = [Relationship(key, relation.kind, target, relation.outside)]
        name = relations_of(part)
        self._parts[name] = related(self._parts.get(name, b""), added)

    def _copy(self, part: str) -> str:
        """Copy the part there that is called *part*, with all that it refers to; returns the name of the copy here."""
        if part not in self._others:
            return part
        data = self._others[part]
        name = self._name_for(part, data)
        self._parts[name] = data
        declare(name, self._parts, part, self._others)
        if relations_of(name) not in self._parts:
            for key, relation in relations(part, self._others).items():
                self._relate(name, key, relation)
        return name

    def _name_for(self, part: str, data: bytes) -> str:
        """Returns *part*, or a name like it with a number, under which nothing but *data* stands here."""
        stem, extension = posixpath.splitext(part)
        name = part
        numbers = count(1)
        while self._parts.get(name, data) != data:
            name = f"{stem}-{next(numbers)}{extension}"
        return name


def declare(name: str, parts: dict[str, bytes], part: str, others: Parts) -> None:
    """Say of the part *name* among *parts* what is said of *part* among *others*."""
    extension = posixpath.splitext(part)[1].lstrip(".").lower()
    for one in parse(others[TYPES]):
        kind = one.get("ContentType", "")
        if one.get("PartName", "").lstrip("/") == part:
            parts[TYPES] = with_override(parts[TYPES], name, kind)
        elif extension and one.get("Extension", "").lower() == extension:
            parts[TYPES] = with_default(parts[TYPES], extension, kind)
