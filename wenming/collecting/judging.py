"""What came in is judged as any form is: by its schema, and against the plan and the weeks before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from wenming.base.diagnostics import Fault
from wenming.collecting.targets import Record, Target
from wenming.forms import checks
from wenming.forms.form import Form
from wenming.forms.nodes import Node, Places, Understood
from wenming.forms.sources import Source
from wenming.forms.validation import understand_nodes
from wenming.town.folder import Town

_NOWHERE = 0  # the line of what was not in the file


def judged(root: Node, places: Places, target: Target, present: Record) -> Understood:
    """The record of the tree *root*, which came in for *target*, and its faults.

    What the form must have and a file may leave out is that of the form as it is, *present*.
    """
    assert isinstance(root.value, dict)
    for name in target.schema.root.get("required", ()):
        if name not in root.value and name in present:
            root.value[name] = node_of(present[name])
            root.keys = {**root.keys, name: (_NOWHERE, 1)}
    return understand_nodes(root, places, target.schema)


def node_of(value: Any) -> Node:  # Any: of a record, as its schema says
    """The tree of *value*, which stands in no file."""
    if isinstance(value, Mapping):
        below = {name: node_of(one) for name, one in value.items()}
        return Node(below, _NOWHERE, 1, keys=dict.fromkeys(below, (_NOWHERE, 1)))
    if isinstance(value, list | tuple):
        return Node([node_of(one) for one in value], _NOWHERE, 1)
    if isinstance(value, bool):
        return Node("是" if value else "否", _NOWHERE, 1)
    return Node(str(value), _NOWHERE, 1)


def faults_between(understood: Understood, target: Target, town: Town, shown: str) -> list[Fault]:
    """The faults of what was *understood* of the file *shown* against the other forms of *town*."""
    path = target.path.with_suffix(".yaml")
    form: Form[Any] = Form(path, understood.record, target.schema, shown, b"", _source_of(understood, path))  # Any: any
    name = target.schema.folder or target.schema.name
    forms = {**town.forms, name: _with(form, town.forms.get(name, ()))}
    found: list[Fault] = []
    for fault in checks.all.check(forms):
        is_of_file = fault.place.file == shown and fault.place.line
        if is_of_file:
            found.append(fault)
    return found


def _with(form: Form[Any], others: Iterable[Form[Any]]) -> tuple[Form[Any], ...]:  # Any: as in a town
    """*others* with *form* in the place of the one of its name, without those that come after it."""
    before = [other for other in others if other.path.stem < form.path.stem]
    return *before, form


def _source_of(understood: Understood, path: PurePath) -> Source:
    def again(_data: bytes, _shown: str, _schema: object) -> Understood:
        return understood

    return Source((path.suffix,), again)
