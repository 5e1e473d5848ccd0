"""The lines of a form become its record and its faults: read, repair what is caught in a trap, read again."""

from collections.abc import Sequence
from typing import Any

from wenming.base.diagnostics import Fault
from wenming.base.i18n import _
from wenming.forms import yaml
from wenming.forms.nodes import MOST, Node, Understood
from wenming.forms.schema import Schema
from wenming.forms.validation import judge
from wenming.forms.yaml.events import Tree, parse
from wenming.forms.yaml.reader import YamlReader
from wenming.forms.yaml.text import Lines, lines_of
from wenming.forms.yaml.traps import Repair, Text

_EFFORT = 600_000  # characters parsed over all repairs of one form, so that none takes longer than a second
_ROUNDS = 200
_PATIENCE = 3  # repairs of one line, before it is left out


class _Repaired:
    """The lines as repaired so far, and the faults that were repaired; *lossy*: something was left out."""

    def __init__(self, source: Lines) -> None:
        self.source = source
        self.lines = list(source.lines)
        self.faults: list[Fault] = []
        self.lossy = False
        self._tries: dict[int, int] = {}

    def apply(self, repairs: Sequence[Repair]) -> None:
        """Make *repairs*; of two that touch the same line the second waits for the next round."""
        touched: set[int] = set()
        for repair in repairs[:MOST]:
            if touched.isdisjoint(repair.lines):
                touched.update(repair.lines)
                self._make(repair)

    def _make(self, repair: Repair) -> None:
        line = repair.fault.place.line
        tries = self._tries[line] = self._tries.get(line, 0) + 1
        if tries <= _PATIENCE and not self._is_told(repair.fault):
            self.faults.append(self._with_edit(repair))
        is_stuck = tries > _PATIENCE or self._changes_nothing(repair)
        self.lossy |= repair.lossy or is_stuck
        new_lines = {line: ""} if is_stuck else repair.lines
        for number, new in new_lines.items():
            self.lines[number - 1] = new

    def _with_edit(self, repair: Repair) -> Fault:
        """The fault of *repair*, with the mend as data if it mends lines that stand as they were typed."""
        are_as_typed = all(self.lines[number - 1] == self.source.lines[number - 1] for number in repair.lines)
        if not repair.is_mend or not are_as_typed:
            return repair.fault
        return repair.fault._replace(edit=self.source.edit(repair.lines))

    def _changes_nothing(self, repair: Repair) -> bool:
        return all(self.lines[number - 1] == new for number, new in repair.lines.items())

    def _is_told(self, fault: Fault) -> bool:
        return any(one.place.line == fault.place.line and one.what == fault.what for one in self.faults)


def understand(data: bytes, shown: str, schema: Schema) -> Understood:
    """The form *data* by its *schema*, called *shown* in faults. Raises Faults where it is no text that can be read."""
    source = lines_of(data, shown)
    repaired = _Repaired(source)
    for _round in range(_rounds(source)):
        text = Text(source, repaired.lines)
        tree = parse(source, repaired.lines)
        reader = YamlReader(text, schema)
        record: Any = None
        repairs = _asked_by_parser(text, tree, schema)
        root = _root(tree)
        if not repairs and root:
            record = reader.read(root, schema.root)
            repairs = reader.repairs
        if not repairs or len(repaired.faults) >= MOST:
            break
        repaired.apply(repairs)
    faults = [*repaired.faults, *tree.faults]
    if repairs or len(reader.faults) >= MOST:
        faults.append(_too_many(source, [*faults, *reader.faults]))
    if repairs:
        return Understood(None, None, faults, source)
    if not root:
        empty = source.fault(1, 1, "empty-form", _("这份表单是空的"), _("从样例表单复制一份再填"))
        return Understood(None, None, faults or [empty], source)
    faults += [*reader.faults, *judge(reader, root, record, lossy=repaired.lossy)]
    return Understood(root, record, faults, source, tuple(tree.unfolded))


def _rounds(source: Lines) -> int:
    """How often a form may be read again: the longer it is, the less often."""
    characters = sum(map(len, source.lines))
    return max(1, min(_ROUNDS, _EFFORT // (1 + characters)))


def _too_many(source: Lines, faults: Sequence[Fault]) -> Fault:
    last = max(fault.place.line for fault in faults)
    return source.fault(
        last, 1, "too-many-faults", _("错处太多，后面的内容还没有检查"), _("先改好上面这些，再运行一次")
    )


def _root(tree: Tree) -> Node | None:
    """What a record can be read from: the whole tree, if there is anything in it."""
    is_unreadable = tree.error is not None or tree.refused
    if is_unreadable or not tree.root or tree.root.value == "":
        return None
    return tree.root


def _asked_by_parser(text: Text, tree: Tree, schema: Schema) -> list[Repair]:
    """The repairs that the parser's error asks for, or a # that cut a text short."""
    if tree.error:
        return yaml.recovery.explain(text, tree.error, schema.homes)
    return [text.cut(node.end_line, node.end_column) for node in tree.cut]
