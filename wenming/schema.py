"""A form's file becomes a validated record, or all its faults at once; the fields a form has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wenming.faults import Fault, Faults, Place
from wenming.forms.rules import Rule, Schema, load
from wenming.forms.text import Source
from wenming.forms.yaml import Node, Step
from wenming.forms.yaml import shown as path_text
from wenming.language import _

__all__ = ["Field", "Form", "Schema", "fields", "load", "read"]


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was read: its record, and where everything in it stands."""

    path: Path
    record: dict[str, Any]
    source: Source
    root: Node

    def place(self, *path: Step) -> Place:
        """Where *path* (list items from 0) stands in the file, or the nearest thing above it."""
        return self.fault(path, "", "").place

    def fault(self, path: Sequence[Step], what: str, mend: str) -> Fault:
        """A fault at *path*."""
        from wenming.forms.reading import spot

        return self.source.fault(*spot(self.root, path), what, mend, path_text(path))


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
    from wenming.forms import reading, text

    source = text.read(path, shown or str(path))
    root, record, faults = reading.understand(source, load(name))
    if faults or root is None:
        raise Faults(faults)
    return Form(path, record, source, root)


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
