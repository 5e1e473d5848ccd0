"""A tree of YAML becomes a record; what YAML makes of Chinese marks and of indentation is told as what was meant."""

from wenming.base.diagnostics import Mistake
from wenming.base.i18n import _
from wenming.forms.nodes import MOST, Node, Path, path_text
from wenming.forms.reader import Reader
from wenming.forms.schema import Rule, Schema
from wenming.forms.yaml import quoting, traps
from wenming.forms.yaml.traps import Repair, Text

_ONE_LINE = r"^[^\n]*$"  # the pattern of a text on one line, in schemas/common.yaml


class YamlReader(Reader):
    """Reads the tree of a *text*; what was meant otherwise than it stands is among ``repairs``."""

    def __init__(self, text: Text, schema: Schema) -> None:
        super().__init__(text.source, schema)
        self.text = text
        self.repairs: list[Repair] = []
        self._around: list[tuple[Node, Rule]] = []  # the fields that are being read
        self._brackets = 0  # how many of the collections being read are in brackets

    def enter(self, node: Node, rule: Rule) -> None:
        """Take note that from here on the fields or items of *node* are read."""
        self._brackets += node.style == "flow"
        if _has_fields(node, rule):
            self._around.append((node, rule))

    def leave(self, node: Node, rule: Rule) -> None:
        """Take note that *node* has been read."""
        self._brackets -= node.style == "flow"
        if _has_fields(node, rule):
            self._around.pop()

    def is_full(self) -> bool:
        """True if more has been found than anybody mends in one go."""
        return len(self.faults) + len(self.repairs) >= MOST

    def is_told(self, node: Node) -> bool:
        """True if quotes stand around the value that a repair put there: its fault says enough."""
        typed = self.text.source.lines[node.line - 1][node.column - 1 : node.column]
        return node.style in ("'", '"') and typed != node.style

    def text_of(self, node: Node, rule: Rule) -> str:
        """The text of *node*; lines that go on without a mark are one where one line is wanted."""
        text = super().text_of(node, rule)
        if node.plain and rule.get("pattern") == _ONE_LINE:
            return text.replace("\n", "")
        return text

    def look_at_lines(self, node: Node, rule: Rule, path: Path) -> None:
        """Tell the fields and list items that a plain text over several lines has swallowed."""
        if not node.plain:
            return
        is_short_item = isinstance(path[-1], int) and "pattern" in rule
        missing = traps.missing_dashes(self.text, node, path_text(path)) if is_short_item else None
        if missing is not None:
            self.repairs.append(missing)
        else:
            self.repairs += traps.swallowed(self.text, node, path_text(path), self._unfilled())

    def _unfilled(self) -> dict[str, int]:
        """The fields that could stand next to or around the one being read, but do not; each with its indentation."""
        unfilled: dict[str, int] = {}
        for node, rule in self._around:
            if node.style != "flow":
                missing = [name for name in rule.get("properties", ()) if name not in node.value]
                unfilled.update(dict.fromkeys(missing, node.column - 1))
        return unfilled

    def meant_otherwise(self, node: Node, rule: Rule, path: Path) -> bool:
        """True if the lines of *node* show that a value of the type of *rule* was meant."""
        if rule.get("type") in ("object", "array"):
            repairs = self._meant_as_collection(node, rule, path_text(path))
        else:
            repairs = self._meant_as_text(node, path_text(path))
        self.repairs += repairs
        return bool(repairs)

    def _meant_as_collection(self, node: Node, rule: Rule, place: str) -> list[Repair]:
        if node.plain and rule.get("type") == "object":
            return self._meant_in_brackets(node, place) or list(traps.colons(self.text, node, place))
        if node.plain:
            return list(traps.dashes(self.text, node, place)) or self._meant_in_brackets(node, place)
        if rule.get("type") == "array" and isinstance(node.value, dict) and not node.style:
            dashes = (self.text.dash(line, place) for line, _column in node.keys.values())
            return [repair for repair in dashes if repair is not None]
        return []

    def _meant_in_brackets(self, node: Node, place: str) -> list[Repair]:
        if node.line != node.end_line:
            return []
        repair = self.text.brackets(node.line, node.column, place)
        return [repair] if repair is not None else []

    def _meant_as_text(self, node: Node, place: str) -> list[Repair]:
        if self._is_within_brackets(node) or isinstance(node.value, str):
            return []
        if self.text.line(node.line).startswith("{{", node.column - 1):
            return [self.text.quote(node.line, node.column, _("文字不能直接用“{sign}”开头").format(sign="{"), place)]
        if _is_prose(node) and traps.starts_line(self.text, node):
            what = _("文字里有“: ”（冒号加空格），会被当成字段")
            return [self.text.quote(node.line, node.column, what, place)]
        return []

    def _is_within_brackets(self, node: Node) -> bool:
        """True if *node* stands in brackets of another; its own do not count."""
        return self._brackets - (node.style == "flow") > 0

    def meant_as_field(self, node: Node, key: str, rule: Rule, path: Path) -> bool:
        """True if blanks or a full-width colon have made *key* out of a field's name, or a comma out of its text."""
        repair = self._slip(node, key, rule, path_text(path)) or self._cut_by_comma(node, key, path_text(path))
        if repair is None:
            return False
        self.repairs.append(repair)
        return True

    def _cut_by_comma(self, node: Node, key: str, place: str) -> Repair | None:
        """The repair of a text in braces that a half-width comma has cut; *key* is the rest of it."""
        assert isinstance(node.value, dict)
        child = node.value[key]
        names = list(node.value)
        at = names.index(key)
        line, column = node.keys[key]
        is_rest = node.style == "flow" and at > 0 and child.value == "" and not child.style
        before = node.value[names[at - 1]]
        if not is_rest or not isinstance(before.value, str) or not before.value or before.style or before.line != line:
            return None
        text = self.text.line(line)
        comma = text.rfind(",", 0, column)
        if comma < 0 or text[comma + 1 : column - 1].strip():
            return None
        what = _("“{name}”的文字里有半角逗号，后面的“{rest}”被断开了").format(name=names[at - 1], rest=key)
        mend = _("改成全角的：{text}").format(text=f"{before.value}，{key}")
        new = f"{text[:comma]}，{text[column - 1 :]}"
        return self.text.repair(line, comma + 1, new, Mistake("cut-by-comma", what, mend), place)

    def _slip(self, node: Node, key: str, rule: Rule, place: str) -> Repair | None:
        line, column = node.keys[key]
        if key and key[0] in traps.WIDE:
            return self.text.indent(line, place)
        mark = next((char for char in key if char in "：:"), "")
        name = key.partition(mark)[0] if mark else ""
        if not mark or self.schema.child(rule, name) is None:
            return None
        text = self.text.line(line)
        at = text.find(mark, column - 1)
        if at < 0:
            return None
        new = f"{text[:at]}: {text[at + 1 :]}"
        if node.style == "flow" and node.line == line:  # the other marks between the braces will be like this one
            start = node.column - 1
            new = new[:start] + quoting.narrowed(new[start:], rule.get("properties", {}))
        mistake = traps.colon_mistake(mark, name, new[at - len(name) :])
        return self.text.repair(line, at + 1, new, mistake, place)


def _has_fields(node: Node, rule: Rule) -> bool:
    return isinstance(node.value, dict) and rule.get("type") == "object"


def _is_prose(node: Node) -> bool:
    """True if these fields may be a line of prose with a colon and a blank in it."""
    if not isinstance(node.value, dict) or node.style or len(node.value) != 1:
        return False
    (only,) = node.value.values()
    return isinstance(only.value, str) and only.end_line == node.line
