"""What came in is judged as any form is: by its schema, and against the plan and the weeks before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _
from wenming.collecting.targets import Record, Target
from wenming.forms import checks
from wenming.forms.form import Form
from wenming.forms.nodes import Node, Places, Understood
from wenming.forms.schema import Rule, Schema
from wenming.forms.sources import Source
from wenming.forms.validation import understand_nodes
from wenming.town.folder import Town

_ROW = re.compile(r"([^.\[]+)\[([0-9]+)\]")  # the row of a list of the form: 进展[3].完成
_TAG = re.compile(r"\{[{%#]")
_NOWHERE = 0  # the line of what was not in the file


Sees = Callable[[Rule, tuple[str, ...]], bool]


def judged(root: Node, places: Places, target: Target, present: Record, sees: Sees | None = None) -> Understood:
    """The record of the tree *root*, which came in for *target*, and its faults.

    What the form must have and a file may leave out is that of the form as it is, *present*; so is what a file has no
    place for, as *sees* says.
    """
    _complete(root, target.schema.root, present, target.schema, sees, ())
    return understand_nodes(root, places, target.schema)


def _complete(
    node: Node, rule: Rule, present: Record, schema: Schema, sees: Sees | None, path: tuple[str, ...]
) -> None:
    """Add to the group *node* what *present* has in the fields that the file has no place for, or that it must have."""
    assert isinstance(node.value, dict)
    required = rule.get("required", ()) if not path else ()
    for name in rule.get("properties", {}):
        here = (*path, name)
        below = schema.child(rule, name) or {}
        if name not in present:
            continue
        there = node.value.get(name)
        is_seen = sees is None or sees(schema.root, here)
        if there is None and (name in required or not is_seen):
            node.value[name] = node_of(present[name])
            node.keys = {**node.keys, name: (_NOWHERE, 1)}
        elif there is not None and "properties" in below and isinstance(there.value, dict) and sees is not None:
            _complete(there, below, present[name], schema, sees, here)


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


def tag_faults(root: Node, places: Places) -> Iterator[Fault]:
    """The faults of texts that would be filled as fields of a form: whoever sends figures does not write templates."""
    if isinstance(root.value, str):
        if _TAG.search(root.value) and root.line:
            what = _("文字里有“{mark}”，程序会当成要填的字段").format(mark="{{")
            yield Fault(places.place(root.line, root.column), what, _("去掉大括号"), "tag-block")
        return
    below = root.value.values() if isinstance(root.value, dict) else root.value
    for node in below:
        yield from tag_faults(node, places)


def all_faults(understood: Understood, target: Target, town: Town, shown: str) -> list[Fault]:
    """All that is wrong with what was *understood* of the file *shown*: by itself, and against the other forms.

    Rows that are wrong by themselves are held against nothing.
    """
    faults = [*understood.faults]
    if not faults:
        return faults_between(understood, target, town, shown)
    wrong = {tuple(found.groups()) for fault in faults if (found := _ROW.match(fault.place.path))}
    is_elsewhere = any(_ROW.match(fault.place.path) is None for fault in faults)
    if is_elsewhere or understood.root is None or not isinstance(understood.root.value, dict):
        return faults
    kept = dict(understood.root.value)
    for name, node in kept.items():
        if isinstance(node.value, list):
            items = [item for number, item in enumerate(node.value, 1) if (name, str(number)) not in wrong]
            kept[name] = replace(node, value=items)
    again = understand_nodes(replace(understood.root, value=kept), understood.places, target.schema)
    return faults if again.faults else [*faults, *faults_between(again, target, town, shown)]


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
