"""What a village need not write into its own workbook: which village it is, where, the numbers of new problems."""

from __future__ import annotations

from collections.abc import Iterator

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _
from wenming.collecting.knowledge import UNITS
from wenming.forms.nodes import Node, Places
from wenming.forms.schema import Rule, Schema
from wenming.forms.workbook.typed import chosen
from wenming.forms.workbook.writing import Choice

_OWN_PLACE = "不填是本村"  # the keyword of ours for a field that is the village itself where nobody says otherwise
_NUMBER = "编号"


def fill_in(root: Node, schema: Schema, village: str, week: str) -> None:
    """Let rows of *root* that leave it out say that they are of the *village*; number its new problems of *week*."""
    for below, items in _lists(root, schema):
        fresh = 0
        for item in items:
            assert isinstance(item.value, dict)
            if not item.value:
                continue
            for name, rule in below.get("properties", {}).items():
                if name not in item.value and (_is_unit(rule) or rule.get(_OWN_PLACE)):
                    _put(item, name, village)
            if _NUMBER in below.get("required", ()) and _NUMBER not in item.value:
                fresh += 1
                _put(item, _NUMBER, f"W{week[-2:]}-{village}-{fresh}")


def of_others(
    root: Node, schema: Schema, village: str, units: tuple[Choice, ...] | list[Choice], places: Places
) -> Iterator[Fault]:
    """The faults of rows in the workbook of *village* that say they are another's."""
    known = {choice.value for choice in units}
    for below, items in _lists(root, schema):
        for item in items:
            assert isinstance(item.value, dict)
            for name, rule in below.get("properties", {}).items():
                node = item.value.get(name)
                said = chosen(str(node.value), units) if node is not None and _is_unit(rule) else village
                if node is not None and said != village and said in known:
                    what = _("这是{village}的表，这一行写的是{other}").format(village=village, other=said)
                    mend = _("改成{village}；别的村的，填在那个村自己的表里").format(village=village)
                    yield Fault(places.place(node.line, node.column, name), what, mend, "row-without-place")


def _lists(root: Node, schema: Schema) -> Iterator[tuple[Rule, list[Node]]]:
    """The lists of groups right in the form: the rule of their items, and these."""
    assert isinstance(root.value, dict)
    for name, node in root.value.items():
        below = schema.child(schema.child(schema.root, name) or {}, 0)
        if below is not None and "properties" in below and isinstance(node.value, list):
            yield below, [item for item in node.value if isinstance(item.value, dict)]


def _is_unit(rule: Rule) -> bool:
    return rule.get("取自") == UNITS


def _put(item: Node, name: str, text: str) -> None:
    assert isinstance(item.value, dict)
    item.value[name] = Node(text, item.line, item.column)
    item.keys = {**item.keys, name: (item.line, item.column)}
