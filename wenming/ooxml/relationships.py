"""What the parts of a Word file say of each other: relationships, content types."""

import re
from collections.abc import Iterable
from contextlib import suppress
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, NamedTuple

from wenming.base.lazy import Later
from wenming.ooxml.namespaces import CONTENT_TYPES, RELATIONSHIPS

if TYPE_CHECKING:
    from urllib import parse as urls

    from lxml import etree
    from lxml.etree import _Element as Element

    from wenming.ooxml import tree
else:
    etree, tree, urls = Later("lxml.etree"), Later("wenming.ooxml.tree"), Later("urllib.parse")

TYPES = "[Content_Types].xml"
ROOT = "_rels/.rels"  # the relationships of the package itself
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OWNED = re.compile(r"(.*?)_rels/([^/]+)\.rels")
_RELATIONSHIP = RELATIONSHIPS + "Relationship"
_ANY_RELATIONSHIP = "{*}Relationship"  # in no namespace, too: who knows what another program makes of it
_NONE = f'<Relationships xmlns="{RELATIONSHIPS[1:-1]}"/>'.encode()


class Relationship(NamedTuple):
    """What a part refers to: the id it does so by, the type (an address), the target, whether that is outside."""

    key: str
    kind: str
    target: str
    outside: bool = False


def relations_of(part: str) -> str:
    """Returns the name of the part that holds the relationships of *part*."""
    folder, slash, name = part.rpartition("/")
    return f"{folder}{slash}_rels/{name}.rels"


def owner_of(part: str) -> str:
    """Returns the part whose relations *part* holds; empty where it holds none of a part's."""
    match = _OWNED.fullmatch(part)
    return match[1] + match[2] if match else ""


def resolved(part: str, target: str) -> str:
    """Returns the part that a relationship of *part* (empty: of the package) with this *target* leads to."""
    return normpath(join("/", dirname(part), urls.unquote(target))).lstrip("/")


def relationships(relations: bytes) -> list[Relationship]:
    """Returns what the part *relations* holds; nothing where it is broken."""
    return [_read(one) for one in _root_of(relations).iter(_ANY_RELATIONSHIP)]


def _read(element: "Element") -> Relationship:
    is_outside = element.get("TargetMode", "").lower() == "external"
    return Relationship(element.get("Id", ""), element.get("Type", ""), element.get("Target", ""), is_outside)


def _root_of(relations: bytes) -> "Element":
    """Returns the tree of *relations*: of none where there are none, or broken ones."""
    with suppress(etree.XMLSyntaxError):
        return tree.parse(relations or _NONE)
    return tree.parse(_NONE)


def related(relations: bytes, added: Iterable[Relationship]) -> bytes:
    """Returns the part *relations* (empty or broken: there was none) with the relationships *added*."""
    root = _root_of(relations)
    for one in added:
        attributes = {"Id": one.key, "Type": one.kind, "Target": one.target}
        if one.outside:
            attributes["TargetMode"] = "External"
        etree.SubElement(root, _RELATIONSHIP, attributes)
    return tree.written(root)


def from_root(relations: bytes, part: str) -> bytes:
    """Returns the *relations* of *part* with targets that say where they are from wherever that part stands."""
    root = _root_of(relations)
    for element in root.iter(_RELATIONSHIP):
        target = element.get("Target", "")
        if not _read(element).outside and not target.startswith("#"):
            element.set("Target", f"/{resolved(part, target)}")
    return tree.written(root)


def leading_to(part: str, relations: bytes, kind: str) -> bytes:
    """Returns the *relations* of a package; the first whose type ends with *kind* leads to *part* now."""
    root = _root_of(relations)
    ending = [element for element in root.iter(_RELATIONSHIP) if element.get("Type", "").endswith(kind)]
    ending[0].set("Target", part)
    return tree.written(root)


def renamed(types: bytes, old: str, new: str) -> bytes:
    """Returns the content *types* of a package; they say of the part *new* what they said of *old*."""
    with suppress(etree.XMLSyntaxError):
        root = tree.parse(without_override(types, new))
        for one in root.findall(f"{CONTENT_TYPES}Override"):
            if one.get("PartName", "").lower() == f"/{old}".lower():
                one.set("PartName", f"/{new}")
        return tree.written(root)
    return types


def with_default(types: bytes, extension: str, kind: str) -> bytes:
    """Returns the content *types* of a package; they say now that the parts with *extension* are of this *kind*.

    Where they said already what those parts are, they stay as they were; so do broken ones.
    """
    return _declaring(types, "Default", "Extension", extension, kind)


def with_override(types: bytes, part: str, kind: str) -> bytes:
    """Returns the content *types* of a package; they say now that the *part* is of this *kind*, as ``with_default``."""
    return _declaring(types, "Override", "PartName", f"/{part}", kind)


def _declaring(types: bytes, tag: str, attribute: str, value: str, kind: str) -> bytes:
    with suppress(etree.XMLSyntaxError):
        root = tree.parse(types)
        declared = [one.get(attribute, "").lower() for one in root.iter(CONTENT_TYPES + tag)]
        if value.lower() in declared:
            return types
        new = etree.Element(CONTENT_TYPES + tag, {attribute: value, "ContentType": kind})
        root.insert(0 if tag == "Default" else len(root), new)
        return tree.written(root)
    return types


def without_override(types: bytes, part: str) -> bytes:
    """Returns the content *types* of a package without what they say of *part* alone; broken ones stay as they were."""
    with suppress(etree.XMLSyntaxError):
        root = tree.parse(types)
        for one in root.findall(f"{CONTENT_TYPES}Override"):
            if one.get("PartName", "").lower() == f"/{part}".lower():
                root.remove(one)
        return tree.written(root)
    return types
