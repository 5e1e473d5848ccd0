"""A form gets new values, and all else in it stays as it was typed.

Every change is a piece of the text in the place of another, told by the nodes' positions; what comes of them is read
again and held against what was wanted.
"""

from collections.abc import Iterable, Mapping, Sequence

from wenming.base.diagnostics import Faults
from wenming.base.i18n import _
from wenming.forms.nodes import Node, Understood
from wenming.forms.schema import Rule, Schema
from wenming.forms.yaml.alignment import canonical, pairs
from wenming.forms.yaml.read import understand
from wenming.forms.yaml.single_edits import CannotEdit as CannotEdit
from wenming.forms.yaml.single_edits import SingleValues, Spot, is_blank, unwritable, unwritable_words
from wenming.forms.yaml.typed import Typed
from wenming.forms.yaml.written import (
    STEP,
    field_lines,
    flow_field,
    flow_text,
    in_order,
    item_lines,
    quoted,
    scalar_text,
)


def edited(data: bytes, schema: Schema, after: Mapping[str, object]) -> bytes:
    """The form *data* changed so that its record is *after*, with all else as it was typed. Raises CannotEdit."""
    before = _understood(data, schema, _("这份表单本身有错，先改好再写"))
    wanted = canonical(after, schema.root, schema)
    if canonical(before.record, schema.root, schema) == wanted:
        return data
    assert before.root is not None
    typed = Typed(data)
    _Editor(typed, schema).value(Spot(before.root, schema.root), before.record, after)
    if typed.is_muddled:
        raise unwritable()
    changed = typed.changed
    there = _understood(changed, schema, unwritable_words())
    if canonical(there.record, schema.root, schema) != wanted:
        raise unwritable()
    return changed


def _understood(data: bytes, schema: Schema, words: str) -> Understood:
    """The form *data* that has no faults. Raises CannotEdit with these *words*."""
    try:
        understood = understand(data, "", schema)
    except Faults as error:
        raise CannotEdit(words) from error
    if understood.faults or understood.root is None:
        raise CannotEdit(words)
    return understood


class _Editor:
    """Has what tells one record from another changed in the text: first what is deepest, so that it comes first."""

    def __init__(self, typed: Typed, schema: Schema) -> None:
        self.typed, self.schema = typed, schema
        self.single = SingleValues(typed, schema)

    def value(self, spot: Spot, before: object, after: object) -> None:
        """Have the value at *spot* become *after*; *before* is None where nothing was filled in."""
        if canonical(before, spot.rule, self.schema) == canonical(after, spot.rule, self.schema):
            return
        node = spot.node
        if spot.is_bare:
            self.single.bare(spot, after)
        elif isinstance(node.value, dict) and isinstance(after, Mapping):
            self._group(spot, before if isinstance(before, Mapping) else {}, after)
        elif isinstance(node.value, list) and isinstance(after, list):
            old = before if isinstance(before, list) else [None] * len(node.value)
            change = self._row if node.style else self._list
            change(spot, old, after)
        else:
            raise unwritable()

    # Groups of fields

    def _group(self, spot: Spot, before: Mapping[str, object], after: Mapping[str, object]) -> None:
        node = spot.node
        assert isinstance(node.value, dict)
        in_flow = node.style == "flow"
        indent = spot.indent if in_flow else " " * (node.column - 1)
        for name, child in node.value.items():
            below = Spot(child, self.schema.child(spot.rule, name) or {}, indent, in_flow)
            if name in after:
                self.value(below, before.get(name), after[name])
            elif name in before:
                self._without(spot, name, below)
        new = {name: value for name, value in after.items() if name not in node.value}
        if new and in_flow:
            self._add_in_braces(spot, new)
        elif new:
            self._add_lines(spot, after, indent)

    def _without(self, group: Spot, name: str, below: Spot) -> None:
        """Take out what the field *name* of *group* holds; with its name where its lines, or people's own, go."""
        node, is_own = below.node, name not in group.rule.get("properties", ())
        line, column = group.node.keys[name]
        goes_whole = is_own or not (isinstance(node.value, str) or node.style)
        if not goes_whole:
            self.single.clear(below)
            return
        if below.in_flow:
            raise unwritable()
        first, last = line, max(line, self.typed.last_line(node))
        if self.typed.before(line, column).strip():  # the dash of an item stands there
            if is_own:
                raise unwritable()
            first += 1
        self.typed.drop_lines(first, last)

    def _add_in_braces(self, spot: Spot, new: Mapping[str, object]) -> None:
        node, typed = spot.node, self.typed
        assert isinstance(node.value, dict)
        last = list(node.value.values())[-1]
        place = typed.at(last.line, last.column) if is_blank(last) else typed.span(last)[1]
        for name in in_order(new, spot.rule):
            typed.put(place, place, f", {flow_field(name, new[name], spot.rule, self.schema)}")

    def _add_lines(self, spot: Spot, after: Mapping[str, object], indent: str) -> None:
        """Write the fields of *after* that the group at *spot* has not, each behind the nearest that comes before."""
        fields = spot.node.value
        assert isinstance(fields, dict)
        line = self._last_of_field(spot.node, list(fields)[-1])
        known = list(spot.rule.get("properties", ()))
        wanted = [*known, *(name for name in after if name not in known)]
        for name in wanted:
            if name in fields:
                line = self._last_of_field(spot.node, name)
            elif name in after:
                lines = list(field_lines(name, after[name], indent, spot.rule, self.schema))
                self.typed.put_lines(line + 1, self._safe(lines, name, after[name], indent, line + 1))

    def _safe(self, lines: list[str], name: str, value: object, indent: str, number: int) -> list[str]:
        """The *lines* of a new field; on one where a comment below would become part of its text."""
        if isinstance(value, str) and len(lines) > 1 and self.single.would_swallow(number, indent + STEP):
            return [f"{indent}{scalar_text(name)}: {quoted(value)}"]
        return lines

    def _last_of_field(self, node: Node, name: str) -> int:
        assert isinstance(node.value, dict)
        return max(node.keys[name][0], self.typed.last_line(node.value[name]))

    # Lists

    def _list(self, spot: Spot, before: Sequence[object], after: Sequence[object]) -> None:
        items, below = spot.node, self.schema.child(spot.rule, 0) or {}
        assert isinstance(items.value, list)
        indent = " " * (items.column - 1)
        next_line = self.typed.dash_line(items, items.value[0])
        model = items.value[0]
        for old, new in pairs(before, after, spot.rule, self.schema):
            if old is not None:
                model = items.value[old]
                next_line = self.typed.last_line(model) + 1
                if new is None:
                    self._drop_item(items, old)
                else:
                    self.value(Spot(model, below, indent, is_item=True), before[old], after[new])
            elif new is not None:
                self._put_item(items, model, after[new], below, next_line)

    def _put_item(self, items: Node, model: Node, item: object, rule: Rule, number: int) -> None:
        """Write the new *item* before line *number* as *model* among *items* is written."""
        indent = " " * (items.column - 1)
        if number == items.line and self.typed.before(number, items.column).strip():
            raise unwritable()
        is_in_braces = isinstance(item, Mapping) and model.style == "flow"
        lines: Iterable[str] = (
            [f"{indent}- {flow_text(item, rule, self.schema)}"]
            if is_in_braces
            else item_lines(item, indent, rule, self.schema)
        )
        self.typed.put_lines(number, lines)

    def _drop_item(self, items: Node, place: int) -> None:
        """Take out the item at *place*, with the comments that stand right above its dash."""
        assert isinstance(items.value, list)
        node, typed = items.value[place], self.typed
        dash = first = typed.dash_line(items, node)
        if typed.before(dash, items.column).strip():
            raise unwritable()
        comment = " " * (items.column - 1) + "#"
        while place > 0 and typed.line(first - 1).startswith(comment):
            first -= 1
        typed.drop_lines(first, max(dash, typed.last_line(node)))

    def _row(self, spot: Spot, before: Sequence[object], after: Sequence[object]) -> None:
        """Write the list *after* in place of one in brackets."""
        node, below, typed = spot.node, self.schema.child(spot.rule, 0) or {}, self.typed
        assert isinstance(node.value, list)
        if len(before) == len(after) and not any(is_blank(child) for child in node.value):
            for child, old, new in zip(node.value, before, after, strict=True):
                self.value(Spot(child, below, spot.indent, in_flow=True, is_item=True), old, new)
            return
        start, end = typed.span(node)
        if node.line != node.end_line and "#" in typed.text[start:end]:
            raise CannotEdit(_("改不了：方括号里有注释，请打开表单自己改"))
        written: list[str] = []
        for old_place, new_place in pairs(before, after, spot.rule, self.schema):
            if new_place is not None:
                old = node.value[old_place] if old_place is not None else None
                is_same = old_place is not None and before[old_place] == after[new_place]
                as_typed = self._as_typed(old) if is_same else ""
                written.append(as_typed or flow_text(after[new_place], below, self.schema))
        typed.put(start, end, f"[{', '.join(written)}]")

    def _as_typed(self, node: Node | None) -> str:
        """What stands for *node* in the form; empty where it stands on several lines."""
        if node is None or node.line != node.end_line:
            return ""
        start, end = self.typed.span(node)
        return self.typed.text[start:end]
