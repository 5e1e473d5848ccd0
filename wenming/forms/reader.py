"""A tree of nodes becomes a record, each value read as its field's rule says."""

from dataclasses import dataclass, field
from typing import Any

from wenming.base.diagnostics import Fault, nearest
from wenming.base.i18n import _
from wenming.forms import scalars
from wenming.forms.schema import Rule, Schema
from wenming.forms.yaml import quoting, traps
from wenming.forms.yaml.events import MOST, Node, Step, shown
from wenming.forms.yaml.traps import Repair, Text

Path = tuple[Step, ...]
_UNSEEN = dict.fromkeys(map(ord, traps.WIDE + " \t\u200b\u200c\u200d\u200e\u200f\u2060"))


@dataclass(slots=True)
class Reader:
    """Reads one tree. A value with a fault stands in the record as None, its path in ``faulty``."""

    text: Text
    schema: Schema
    faults: list[Fault] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    faulty: set[Path] = field(default_factory=set)
    _around: list[tuple[Node, Rule]] = field(default_factory=list)  # the mappings that are being read
    _flow: int = 0  # how many of the collections being read are in brackets

    def read(self, node: Node, rule: Rule, path: Path = ()) -> Any:
        """The value of *node* by *rule*."""
        kind = rule.get("type")
        if kind not in ("object", "array"):
            return self._single(node, rule, path)
        if not isinstance(node.value, dict if kind == "object" else list):
            self._mismatch(node, rule, path)
            return None
        flow = node.style == "flow"
        self._flow += flow
        value = self._object(node, rule, path) if kind == "object" else self._array(node, rule, path)
        self._flow -= flow
        return value

    def _object(self, node: Node, rule: Rule, path: Path) -> dict[str, Any]:
        assert isinstance(node.value, dict)
        record: dict[str, Any] = {}
        self._around.append((node, rule))
        for key, child in list(node.value.items()):
            name = key
            below = self.schema.child(rule, key) if key else None
            if below is None or ":{" in key or ":[" in key:
                name = self._unknown(node, rule, key, path)
                below = self.schema.child(rule, name) if name and name not in node.value else None
                if below is not None:  # read on as if the right name stood there
                    node.value[name], node.keys[name] = child, node.keys[key]
            if below is not None and name not in record and not self._empty(child, below):
                record[name] = self.read(child, below, (*path, name))
        self._around.pop()
        return record

    def _array(self, node: Node, rule: Rule, path: Path) -> list[Any]:
        assert isinstance(node.value, list)
        below = self.schema.child(rule, 0) or {}
        record: list[Any] = []
        for index, child in enumerate(node.value):
            place = (*path, index)
            if self._empty(child, below):
                self._wrong(child, place, _("这一项是空的"), _("填上内容，或者删掉这一行"))
                record.append(None)
            else:
                record.append(self.read(child, below, place))
        return record

    def _single(self, node: Node, rule: Rule, path: Path) -> Any:
        if not isinstance(node.value, str):
            self._mismatch(node, rule, path)
            return None
        if node.plain and node.end_line > node.line:
            self.repairs += traps.swallowed(self.text, node, shown(path), self._unfilled())
        kind = rule.get("type")
        try:
            if kind in ("integer", "number"):
                return scalars.number(node.value, whole=kind == "integer")
            if kind == "boolean":
                return scalars.yes(node.value)
            if rule.get("format") == "date":
                return scalars.date(node.value)
        except scalars.Unreadable as error:
            self._wrong(node, path, error.what, error.mend)
            return None
        return node.value

    def _unfilled(self) -> dict[str, int]:
        """The fields that could stand next to or around the one being read, but do not; each with its indentation."""
        return {
            name: node.column - 1
            for node, rule in self._around
            if node.style != "flow"
            for name in rule.get("properties", ())
            if name not in node.value
        }

    def _empty(self, node: Node, rule: Rule) -> bool:
        """Whether nothing was filled in, however deep; an unknown field is something."""
        if isinstance(node.value, str):
            return not node.value.strip()
        if isinstance(node.value, list):
            below = self.schema.child(rule, 0)
            return not node.value or (below is not None and all(self._empty(child, below) for child in node.value))
        for key, child in node.value.items():
            below = self.schema.child(rule, key)
            if below is None or not self._empty(child, below):
                return False
        return True

    def _wrong(self, node: Node, path: Path, what: str, mend: str) -> None:
        self.faulty.add(path)
        typed = self.text.source.lines[node.line - 1][node.column - 1 : node.column]
        quoted = node.style in ("'", '"') and typed != node.style  # by a repair, whose fault says enough
        if not quoted and len(self.faults) < MOST:
            self.faults.append(self.text.source.fault(node.line, node.column, what, mend, shown(path)))

    # A list, a group of fields and a single value, each where another is due.

    def _mismatch(self, node: Node, rule: Rule, path: Path) -> None:
        found = self._meant(node, rule, path)
        if found:
            self.repairs += found
            self.faulty.add(path)
            return
        name = _name(path)
        match rule.get("type"):
            case "object":
                what = _("“{name}”里面要分字段填").format(name=name)
                mend = _("另起一行，前面加两个空格，写 {field}: 内容").format(
                    field=next(iter(rule.get("properties", ())), _("标题"))
                )
            case "array":
                what = _("“{name}”要填成列表").format(name=name)
                mend = _("每一项另起一行，前面写“- ”；也可以写成 [甲, 乙]")
            case _:
                what = _("“{name}”只填一项内容，这里却分了几项").format(name=name)
                mend = _("写在一行里；内容要用方括号、大括号或“: ”的，整个加上引号")
        self._wrong(node, path, what, mend)

    def _meant(self, node: Node, rule: Rule, path: Path) -> list[Repair]:
        """What was meant by *node*, where its lines show it."""
        place = shown(path)
        if rule.get("type") == "array" and isinstance(node.value, dict) and not node.style:
            return [found for line, _column in node.keys.values() if (found := self.text.dash(line, place))]
        if node.plain:
            if rule.get("type") == "object":
                return list(traps.colons(self.text, node, place))
            items = list(traps.dashes(self.text, node, place))
            brackets = self.text.brackets(node.line, node.column, place) if node.line == node.end_line else None
            return items or ([brackets] if brackets else [])
        if rule.get("type") in ("object", "array") or self._flow or isinstance(node.value, str):
            return []
        line = self.text.line(node.line)
        if line.startswith("{{", node.column - 1):
            return [self.text.quote(node.line, node.column, _("文字不能直接用“{sign}”开头").format(sign="{"), place)]
        if _prose(node) and traps.starts_line(self.text, node):
            what = _("文字里有“: ”（冒号加空格），会被当成字段")
            return [self.text.quote(node.line, node.column, what, place)]
        return []

    # Fields that are not in the schema.

    def _unknown(self, node: Node, rule: Rule, key: str, path: Path) -> str:
        """Report the unknown field *key* of *node*; the name that was meant, where it shows."""
        if len(self.faults) + len(self.repairs) >= MOST or key == "<<":  # << was reported where it was read
            return ""
        line, column = node.keys[key]
        place = shown((*path, key))
        found = self._trapped(node, key, rule, place)
        if found:
            self.repairs.append(found)
            return ""
        names = rule.get("properties", {})
        if not key:
            what, mend, meant = _("冒号前面没有字段名，或者字段名写成了括号"), self._offer(names), ""
        elif (tight := key.translate(_UNSEEN)) in names:
            what = _("字段名“{name}”里夹了空格或看不见的字符").format(name=key)
            mend, meant = _("删了重打：{name}").format(name=tight), tight
        else:
            what = _("没有“{name}”这个字段").format(name=key if len(key) <= 40 else key[:40] + "…")
            meant = self._near(key, names, node)
            mend = _("是不是“{name}”？").format(name=meant) if meant else self._elsewhere(key) or self._offer(names)
        self.faults.append(self.text.source.fault(line, column, what, mend, place))
        self.faulty.add((*path, meant))
        return meant

    def _trapped(self, node: Node, key: str, rule: Rule, place: str) -> Repair | None:
        line, column = node.keys[key]
        if key[:1] and key[0] in traps.WIDE:
            return self.text.indent(line, place)
        mark = next((mark for mark in key if mark in "：:"), "")
        name = key.partition(mark)[0] if mark else ""
        if not mark or self.schema.child(rule, name) is None:
            return None
        text = self.text.line(line)
        spot = text.find(mark, column - 1)
        if spot < 0:
            return None
        what, mend = traps.colon_words(mark, name, text[spot + 1 :].strip())
        new = f"{text[:spot]}: {text[spot + 1 :]}"
        if node.style == "flow" and node.line == line:  # the other marks between the braces will be like this one
            start = node.column - 1
            new = new[:start] + quoting.narrowed(new[start:], rule.get("properties", {}))
        return self.text.repair(line, spot + 1, new, what, mend, place)

    def _near(self, key: str, names: dict[str, Rule], node: Node) -> str:
        if key in self.schema.homes:  # a right name in a wrong place is no slip of the pen
            return ""
        titles = {self.schema.resolve(rule).get("title"): name for name, rule in names.items()}
        free = [name for name in names if name not in node.value]
        return titles.get(key) or nearest(key[:40], free) or nearest(key[:40], names)

    def _elsewhere(self, key: str) -> str:
        homes = self.schema.homes.get(key)
        if not homes:
            return ""
        if "" in homes:
            return _("“{name}”写在最外层，前面不要有空格").format(name=key)
        return _("“{name}”写在“{home}”里面，注意缩进").format(name=key, home=homes[0].replace(".*", ""))

    def _offer(self, names: dict[str, Rule]) -> str:
        return _("这里可以填：{names}").format(names="、".join(names)) if names else ""


def _prose(node: Node) -> bool:
    """Whether these fields may be a line of prose with a colon and a blank in it."""
    if not isinstance(node.value, dict) or node.style or len(node.value) != 1:
        return False
    (only,) = node.value.values()
    return isinstance(only.value, str) and only.end_line == node.line


def _name(path: Path) -> str:
    names = [step for step in path if isinstance(step, str)]
    if path and isinstance(path[-1], int):
        return _("{name}的第{n}项").format(name=names[-1] if names else "", n=path[-1] + 1)
    return names[-1] if names else _("表单")
