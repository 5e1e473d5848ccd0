"""What a part of a Word file refers to: told by what it leads to, brought from one file into another."""

import posixpath
import re
from collections.abc import Container, Mapping
from itertools import count
from typing import NamedTuple

from lxml import etree

from wenming.ooxml.relationships import TYPES, relations_of, with_default
from wenming.ooxml.tree import parse

Parts = Mapping[str, bytes]
_NONE = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
_OWNED = re.compile(r"(.*/)_rels/([^/]+)\.rels")
_TEXT = re.compile(r"word/(?:document|header|footer|footnotes|endnotes)[^/]*\.xml")


class Relation(NamedTuple):
    """A relation of one part: its kind, the part or the address it leads to, whether that is outside the file."""

    kind: str
    target: str
    outside: bool


def is_text(part: str) -> bool:
    """Whether *part* is one that people write in."""
    return _TEXT.fullmatch(part) is not None


def owner_of(part: str) -> str:
    """The part whose relations *part* holds; empty where it holds none of a part's."""
    found = _OWNED.fullmatch(part)
    return found[1] + found[2] if found else ""


def relations(part: str, parts: Parts) -> dict[str, Relation]:
    """The relations of *part* by their ids."""
    data = parts.get(relations_of(part))
    found = {}
    for one in parse(data) if data else ():
        outside, target = one.get("TargetMode") == "External", one.get("Target", "")
        if not outside:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
        found[one.get("Id", "")] = Relation(one.get("Type", ""), target, outside)
    return found


class Relations:
    """The relations of one *part* of a file that something of another file comes into.

    *parts* grows by what comes along.
    """

    def __init__(self, part: str, parts: dict[str, bytes], others: Parts) -> None:
        self._part, self._parts, self._others = part, parts, others
        self._theirs = relations(part, others)
        self._mine = mine = relations(part, parts)
        self._kept: set[str] = set()
        self._ids = {self._told(one, parts): key for key, one in mine.items()}
        self._free = (key for n in count(1) if (key := f"rIdNew{n}") not in mine)

    def of(self, key: str) -> str:
        """The id here of what *key* leads to there."""
        if key not in self._theirs or key in self._kept:
            return key
        one = self._theirs[key]
        told = self._told(one, self._others)
        if told not in self._ids:
            self._ids[told] = self._brought(one)
        return self._ids[told]

    def keep(self) -> None:
        """Let an id that leads to the same part here and there lead to it, whatever that part holds here."""
        self._kept = {key for key, one in self._theirs.items() if self._mine.get(key) == one}

    def unnamed(self, named: Container[str], known: Parts) -> None:
        """Bring what the text there relates to without naming it (lists, footnotes), new since *known*.

        Not where there is one of its kind here.
        """
        kinds = {one.kind for one in relations(self._part, self._parts).values()}
        for key, one in self._theirs.items():
            if not (key in named or one.outside or one.target in known or one.kind in kinds):
                self.of(key)

    def _told(self, one: Relation, parts: Parts) -> tuple[str, str | bytes]:
        """What tells a relation: a picture by its bytes, a text by its part's name, what is outside by its address."""
        return one.kind, one.target if one.outside or is_text(one.target) else parts.get(one.target, one.target)

    def _brought(self, one: Relation) -> str:
        key = next(self._free)
        self._relate(self._part, key, one)
        return key

    def _relate(self, part: str, key: str, one: Relation) -> None:
        """Give *part* here a relation like *one* there, with the id *key*."""
        root = parse(self._parts.get(relations_of(part), _NONE))
        element = etree.SubElement(root, root.tag.replace("Relationships", "Relationship"))
        target = one.target if one.outside else "/" + self._copied(one.target)
        element.attrib.update({"Id": key, "Type": one.kind, "Target": target})
        if one.outside:
            element.set("TargetMode", "External")
        self._parts[relations_of(part)] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)

    def _copied(self, part: str) -> str:
        """The name here of a copy of the part there that is called *part*, with all that it refers to."""
        if part not in self._others:
            return part
        data, (stem, extension) = self._others[part], posixpath.splitext(part)
        names = (f"{stem}{f'-{n}' if n else ''}{extension}" for n in count())
        name = next(one for one in names if self._parts.get(one, data) == data)
        self._parts[name] = data
        declare(name, self._parts, part, self._others)
        if relations_of(name) not in self._parts:
            for key, one in relations(part, self._others).items():
                self._relate(name, key, one)
        return name


def declare(name: str, parts: dict[str, bytes], part: str, others: Parts) -> None:
    """Say of the part *name* among *parts* what is said of *part* among *others*."""
    extension = posixpath.splitext(part)[1].lstrip(".").lower()
    for one in parse(others[TYPES]):
        kind = one.get("ContentType", "")
        if one.get("PartName", "").lstrip("/") == part and f'PartName="/{name}"'.encode() not in parts[TYPES]:
            new = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
            parts[TYPES] = parts[TYPES].replace(b"</Types>", new.encode())
        elif extension and one.get("Extension", "").lower() == extension:
            parts[TYPES] = with_default(parts[TYPES], extension, kind)
