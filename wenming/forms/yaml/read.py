"""The lines of a form become its record and its faults: read, repair what is caught in a trap, read again."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _
from wenming.forms.reader import Reader
from wenming.forms.schema import Schema
from wenming.forms.yaml.events import MOST, Node, Step, Tree, parse, shown
from wenming.forms.yaml.text import Source
from wenming.forms.yaml.traps import Repair, Text

_EFFORT = 600_000  # characters parsed over all repairs of one form, so that none takes longer than a second
_ROUNDS = 200
_PATIENCE = 3  # repairs of one line, before it is left out


@dataclass(slots=True)
class _Repairs:
    """The lines as repaired so far, and the faults that were repaired."""

    lines: list[str]
    faults: list[Fault] = field(default_factory=list)
    lossy: bool = False
    tries: dict[int, int] = field(default_factory=dict)

    def apply(self, repairs: Sequence[Repair]) -> None:
        """Make *repairs*; of two that touch the same line the second waits for the next round."""
        touched: set[int] = set()
        for repair in repairs[:MOST]:
            if touched.isdisjoint(repair.lines):
                touched.update(repair.lines)
                self._make(repair)

    def _make(self, repair: Repair) -> None:
        line = repair.fault.place.line
        self.tries[line] = self.tries.get(line, 0) + 1
        stuck = self.tries[line] > _PATIENCE or all(self.lines[n - 1] == new for n, new in repair.lines.items())
        told = any(fault.place.line == line and fault.what == repair.fault.what for fault in self.faults)
        if self.tries[line] <= _PATIENCE and not told:
            self.faults.append(repair.fault)
        self.lossy |= repair.lossy or stuck
        for number, new in ({line: ""} if stuck else repair.lines).items():
            self.lines[number - 1] = new


def understand(source: Source, schema: Schema) -> tuple[Node | None, Any, list[Fault]]:
    """The tree of a form, its record, and all its faults; the first two mean nothing when there are faults."""
    repaired = _Repairs(list(source.lines))
    rounds = max(1, min(_ROUNDS, _EFFORT // (1 + sum(map(len, source.lines)))))
    for _round in range(rounds):
        text = Text(source, repaired.lines)
        tree = parse(source, repaired.lines)
        reader = Reader(text, schema)
        record: Any = None
        repairs = _broken(text, tree, schema)
        root = _root(tree)
        if not repairs and root:
            record = reader.read(root, schema.root)
            repairs = reader.repairs
        if not repairs or len(repaired.faults) >= MOST:
            break
        repaired.apply(repairs)
    faults = [*repaired.faults, *tree.faults]
    if repairs or len(reader.faults) >= MOST:
        last = max(fault.place.line for fault in [*faults, *reader.faults])
        faults.append(source.fault(last, 1, _("错处太多，后面的内容还没有检查"), _("先改好上面这些，再运行一次")))
    if repairs:
        return None, None, faults
    if not root:
        empty = source.fault(1, 1, _("这份表单是空的"), _("从样例表单复制一份再填"))
        return None, None, faults or [empty]
    return root, record, [*faults, *reader.faults, *_judged(reader, root, record, repaired.lossy)]


def spot(root: Node, path: Sequence[Step]) -> tuple[int, int]:
    """Line and column of *path* in the tree, or of the nearest thing above it."""
    node, found = root, (root.line, root.column)
    for step in path:
        if isinstance(node.value, dict) and isinstance(step, str) and step in node.value:
            found, node = node.keys[step], node.value[step]
            if isinstance(node.value, str) and node.value:
                found = node.line, node.column
        elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            found = node.line, node.column
        else:
            break
    return found


def _root(tree: Tree) -> Node | None:
    """What a record can be read from: the whole tree, if there is anything in it."""
    if tree.error or tree.refused or not tree.root or tree.root.value == "":
        return None
    return tree.root


def _broken(text: Text, tree: Tree, schema: Schema) -> list[Repair]:
    """The repairs that the parser's error asks for, or a # that cut a text short."""
    if tree.error:
        from wenming.forms.yaml.recovery import explain  # only for a form that cannot be read

        return explain(text, tree.error, schema.homes)
    return [text.cut(node.end_line, node.end_column) for node in tree.cut]


def _judged(reader: Reader, root: Node, record: Any, lossy: bool) -> list[Fault]:
    """What the schema says of the record."""
    plain = _plain(record)
    if reader.schema.validator.is_valid(plain):
        return []
    from wenming.forms.validation import verdicts  # only for a form with faults

    def report(path: tuple[Step, ...], what: str, mend: str) -> Fault:
        return reader.text.source.fault(*spot(root, path), what, mend, shown(path))

    return list(verdicts(reader.schema, record, plain, reader.faulty, report, lossy=lossy))


def _plain(value: Any) -> Any:
    """*value* as JSON has it."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
