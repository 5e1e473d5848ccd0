"""A form's file becomes a validated record, or all its faults at once; the fields a form has."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenming.base.cache import recall
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.forms.schema import Rule, Schema, load

if TYPE_CHECKING:
    from wenming.forms.yaml.text import Source

Step = str | int
_TAG = re.compile(rb"\{[{%#]")

__all__ = ["Field", "Form", "Schema", "fields", "load", "read"]


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was read: its record; the file is read again only to say where something in it stands.

    *tagged*: there is a {{ somewhere in it; *digest* of its name and contents, empty where it could not be read.
    """

    path: Path
    record: dict[str, Any]
    name: str
    shown: str
    tagged: bool = True
    digest: bytes = b""

    def place(self, *path: Step) -> Place:
        """Where *path* (list items from 0) stands in the file, or the nearest thing above it."""
        return self.fault(path, "", "").place

    def fault(self, path: Sequence[Step], what: str, mend: str) -> Fault:
        """A fault at *path*."""
        from wenming.forms.yaml.events import shown as path_text
        from wenming.forms.yaml.read import spot

        source, root = _placed(self.path, self.name, self.shown, self.path.stat().st_mtime_ns)
        return source.fault(*spot(root, path), what, mend, path_text(path))


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its dotted path ([] for the items of a list, * for a title of one's own) and its rule."""

    path: str
    title: str
    description: str
    example: Any
    type: str
    required: bool


def read(path: Path, name: str, shown: str | None = None) -> Form:
    """The form *name* (town, plan, notice, week) in the file *path*, called *shown* in faults. Raises Faults."""
    shown = shown or str(path)

    def make() -> dict[str, Any]:
        _source, root, record, faults = _understood(path, name, shown)
        if faults or root is None:
            raise Faults(faults)
        return record

    try:
        data = path.read_bytes()
    except OSError:
        return Form(path, make(), name, shown)  # which says what is wrong
    digest = hashlib.sha256(b"\0".join((name.encode(), path.name.encode(), data))).digest()
    return Form(path, recall(make, b"form", digest), name, shown, _TAG.search(data) is not None, digest)


def _understood(path: Path, name: str, shown: str) -> "tuple[Source, Any, dict[str, Any], list[Fault]]":
    """The form's text, its tree with positions, its record and its faults."""
    from wenming.forms.yaml import read as reading
    from wenming.forms.yaml import text

    source = text.read(path, shown)
    return source, *reading.understand(source, load(name))


@lru_cache(maxsize=4)
def _placed(path: Path, name: str, shown: str, _written: int) -> "tuple[Source, Any]":
    """The form's text and tree, kept for the next fault in it."""
    return _understood(path, name, shown)[:2]


def fields(name: str) -> Iterator[Field]:
    """Every field of the form *name*, in order; a definition that holds itself is listed once."""
    for path, rule, required in load(name).walk():
        yield Field(
            path,
            rule.get("title", ""),
            rule.get("description", ""),
            next(iter(rule.get("examples", ())), None),
            _kind(rule),
            required,
        )


def _kind(rule: Rule) -> str:
    """What a field takes, in a word or two."""
    if "enum" in rule:
        return _("选填：{options}").format(options="、".join(map(str, rule["enum"])))
    if rule.get("format") == "date":
        return _("日期")
    names = {
        "object": _("一组字段"),
        "array": _("列表"),
        "integer": _("整数"),
        "number": _("数字"),
        "boolean": _("是或否"),
    }
    return names.get(rule.get("type", ""), _("文字"))
