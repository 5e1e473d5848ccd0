"""A tree of nodes becomes a record, each value read as its field's rule says."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from wenming.base.codes import Code
from wenming.base.diagnostics import Edit, Fault, Mistake, nearest
from wenming.base.i18n import _, enumerated
from wenming.forms import scalars
from wenming.forms.nodes import MOST, Node, Path, Places, edit_of, path_text
from wenming.forms.schema import Rule, Schema

_UNSEEN = dict.fromkeys(map(ord, "\u3000\xa0\u2002\u2003 \t\u200b\u200c\u200d\u200e\u200f\u2060"))
_SHOWN = 40  # characters of a name in a message
_NEEDS_QUOTES = re.compile(r"[\[\]{}:#\"']")
_BETWEEN_ITEMS = re.compile(r"[、，,；;]\s*")
_LONGEST_NAME = 16  # characters of what is listed, not said
_MAY_BE_NONE, _NONE = "可无", "无"  # the keyword of ours for a list of which 无 may say that there is none
_MAY_BE_EMPTY = "可空"  # the keyword of ours for items that may hold nothing: the cells of a table


class Reader:
    """Reads one tree. A value with a fault stands in the record as None, its path in ``faulty``.

    What a kind of file invites people to get wrong is told by its own reader, which extends this one by the methods
    that begin with ``meant``.
    """

    def __init__(self, places: Places, schema: Schema) -> None:
        self.places, self.schema = places, schema
        self.faults: list[Fault] = []
        self.faulty: set[Path] = set()

    def read(self, node: Node, rule: Rule, path: Path = ()) -> Any:
        """The value of *node* by *rule*."""
        read: Callable[[Node, Rule, Path], Any]
        match rule.get("type"):
            case "object":
                read = self._fields
            case "array":
                read = self._items
            case _:
                read = self._single
        if isinstance(node.value, str):
            return read(node, rule, path)
        self.enter(node, rule)
        value = read(node, rule, path)
        self.leave(node, rule)
        return value

    def enter(self, node: Node, rule: Rule) -> None:
        """Take note that from here on the fields or items of *node* are read."""

    def leave(self, node: Node, rule: Rule) -> None:
        """Take note that *node* has been read."""

    def meant_otherwise(self, node: Node, rule: Rule, path: Path) -> bool:
        """True if *node*, which is not of the type of *rule*, was meant as one that is, and that has been told."""
        return False

    def meant_as_field(self, node: Node, key: str, rule: Rule, path: Path) -> bool:
        """True if the unknown name *key* of a field was meant as a known one with a slip, and that has been told."""
        return False

    def look_at_lines(self, node: Node, rule: Rule, path: Path) -> None:
        """Tell what a text over several lines may have swallowed."""

    def text_of(self, node: Node, rule: Rule) -> str:
        """The text of the single value *node* as its *rule* wants it."""
        assert isinstance(node.value, str)
        return node.value

    def is_told(self, node: Node) -> bool:
        """True if what is wrong with the value of *node* has been told already."""
        return False

    def is_full(self) -> bool:
        """True if more faults than anybody mends in one go have been found."""
        return len(self.faults) >= MOST

    # Fields, lists, single values

    def _fields(self, node: Node, rule: Rule, path: Path) -> dict[str, Any] | None:
        if not isinstance(node.value, dict):
            self._mismatch(node, rule, path)
            return None
        record: dict[str, Any] = {}
        for key, child in list(node.value.items()):
            name, below = key, self.schema.child(rule, key) if key else None
            is_broken = below is None or ":{" in key or ":[" in key
            if is_broken:
                name, below = self._field_meant(node, key, rule, path)
            if below is None or name in record:
                continue
            if not self._is_empty(child, below):
                record[name] = self.read(child, below, (*path, name))
            elif name not in rule.get("properties", ()):  # a title of the clerk's own, with nothing under it
                record[name] = {}
        return record

    def _field_meant(self, node: Node, key: str, rule: Rule, path: Path) -> tuple[str, Rule | None]:
        """The name and the rule of the field that was meant by *key* of *node*, which is none."""
        meant = self._unknown(node, rule, key, path)
        assert isinstance(node.value, dict)
        if not meant or meant in node.value:
            return meant, None
        below = self.schema.child(rule, meant)
        if below is not None:  # read on as if the right name stood there
            node.value[meant], node.keys[meant] = node.value[key], node.keys[key]
        return meant, below

    def _items(self, node: Node, rule: Rule, path: Path) -> list[Any] | None:
        if not isinstance(node.value, list):
            if rule.get(_MAY_BE_NONE) and node.value == _NONE:
                return [_NONE]
            self._mismatch(node, rule, path)
            return None
        below = self.schema.child(rule, 0) or {}
        items: list[Any] = []
        for index, child in enumerate(node.value):
            if self._is_empty(child, below) and below.get(_MAY_BE_EMPTY):
                items.append("")
            elif self._is_empty(child, below):
                mistake = Mistake("empty-item", _("这一项是空的"), _("填上内容，或者删掉这一行"))
                self.wrong(child, (*path, index), mistake)
                items.append(None)
            elif rule.get(_MAY_BE_NONE) and child.value == _NONE and len(node.value) > 1:
                mend = _("没有的，整项只写“无”；有的，删掉“无”")
                self.wrong(child, (*path, index), Mistake("not-an-option", _("“无”和别的写在一起了"), mend))
                items.append(None)
            else:
                items.append(self.read(child, below, (*path, index)))
        return items

    def _single(self, node: Node, rule: Rule, path: Path) -> Any:
        if not isinstance(node.value, str):
            self._mismatch(node, rule, path)
            return None
        if node.end_line > node.line:
            self.look_at_lines(node, rule, path)
        try:
            return _scalar(self.text_of(node, rule), rule)
        except scalars.Unreadable as error:
            self.wrong(node, path, error.mistake)
            return None

    def _is_empty(self, node: Node, rule: Rule) -> bool:
        """True if nothing was filled in, however deep; an unknown field is something."""
        if isinstance(node.value, str):
            return not node.value.strip()
        if isinstance(node.value, list):
            below = self.schema.child(rule, 0)
            if below is not None and below.get(_MAY_BE_EMPTY):
                return not node.value
            return not node.value or (below is not None and all(self._is_empty(child, below) for child in node.value))
        if isinstance(rule.get("additionalProperties"), dict):  # titles of the clerk's own are something
            return not node.value
        fields = ((self.schema.child(rule, key), child) for key, child in node.value.items())
        return all(below is not None and self._is_empty(child, below) for below, child in fields)

    # What is wrong

    def wrong(self, node: Node, path: Path, mistake: Mistake) -> None:
        """Note a fault of the value of *node*."""
        self.faulty.add(path)
        if not self.is_told(node) and len(self.faults) < MOST:
            place = self.places.place(node.line, node.column, path_text(path))
            edit = edit_of(node, mistake.instead, place.text) if mistake.instead is not None else None
            self.faults.append(Fault(place, mistake.what, mistake.mend, mistake.code, edit))

    def _mismatch(self, node: Node, rule: Rule, path: Path) -> None:
        """A list, a group of fields or a single value where another is due."""
        if self.meant_otherwise(node, rule, path):
            self.faulty.add(path)
            return
        name = _name(path)
        if "分项时" in rule and not isinstance(node.value, str):  # what our own schema says of this slip
            what = _("“{name}”只填一项内容，这里却分了几项").format(name=name)
            self.wrong(node, path, Mistake("one-expected", what, rule["分项时"]))
            return
        instead: str | None = None
        code: Code
        match rule.get("type"):
            case "object":
                code, what = "fields-expected", _("“{name}”里面要分字段填").format(name=name)
                first = next(iter(rule.get("properties", ())), _("标题"))
                mend = _("另起一行，前面加两个空格，写 {field}: 内容").format(field=first)
                if isinstance(rule.get("additionalProperties"), dict) and isinstance(node.value, list):
                    mend = _("每一项写成“名称: ”，内容写在它下面；前面不要“- ”")
            case "array":
                code, what = "list-expected", _("“{name}”要填成列表").format(name=name)
                below = self.schema.child(rule, 0) or {}
                mend = _("每一项另起一行，前面写“- ”；也可以写成 [甲, 乙]")
                if below.get("type") == "object":
                    field = next(iter(below.get("required", below.get("properties", ()))), _("标题"))
                    mend = _("每一项另起一行，写成“- {field}: 内容”").format(field=field)
                instead = _as_list(node, below)
                if instead is not None:
                    mend = _("写成 {line}").format(line=instead)
            case _:
                code, what = "one-expected", _("“{name}”只填一项内容，这里却分了几项").format(name=name)
                mend = _("写在一行里；内容要用方括号、大括号或“: ”的，整个加上引号")
        self.wrong(node, path, Mistake(code, what, mend, instead))

    def _unknown(self, node: Node, rule: Rule, key: str, path: Path) -> str:
        """Note the unknown field *key* of *node*; the name that was meant, where it shows."""
        if self.is_full() or key == "<<":  # << was told where it was read
            return ""
        if self.meant_as_field(node, key, rule, (*path, key)):
            return ""
        meant, mistake = self._explain(node, rule, key)
        line, column = node.keys[key]
        place = self.places.place(line, column, path_text((*path, key)))
        assert isinstance(node.value, dict)
        is_there = place.text[column - 1 : column - 1 + len(key)] == key  # not quoted, and no line that was put right
        is_free = meant and meant not in node.value and is_there
        edit = Edit(line, column, line, column + len(key), meant) if is_free else None
        self.faults.append(Fault(place, mistake.what, mistake.mend, mistake.code, edit))
        self.faulty.add((*path, meant))
        return meant

    def _explain(self, node: Node, rule: Rule, key: str) -> tuple[str, Mistake]:
        """What was meant by the unknown *key*, empty where nothing shows; what is wrong with it, how to mend it."""
        names: Mapping[str, Rule] = rule.get("properties", {})
        if not key:
            return "", Mistake("no-field-name", _("冒号前面没有字段名，或者字段名写成了括号"), _offer(names))
        tight = key.translate(_UNSEEN)
        if tight in names:
            what = _("字段名“{name}”里夹了空格或看不见的字符").format(name=key)
            return tight, Mistake("blank-in-name", what, _("删了重打：{name}").format(name=tight))
        what = _("没有“{name}”这个字段").format(name=_short(key))
        near = self._near(key, names, node)
        if near:
            return near, Mistake("unknown-field", what, _("是不是“{name}”？").format(name=near))
        return "", Mistake("unknown-field", what, self._elsewhere(key) or _offer(names))

    def _near(self, key: str, names: Mapping[str, Rule], node: Node) -> str:
        """The one of *names* that *key* is like: its title, a field not filled in yet, any."""
        if key in self.schema.homes:  # a right name in a wrong place is no slip of the pen
            return ""
        assert isinstance(node.value, dict)
        titles = {self.schema.resolve(rule).get("title"): name for name, rule in names.items()}
        free = [name for name in names if name not in node.value]
        return titles.get(key) or nearest(key[:_SHOWN], free) or nearest(key[:_SHOWN], names)

    def _elsewhere(self, key: str) -> str:
        """Where the field *key* belongs; empty where the form has none."""
        homes = self.schema.homes.get(key)
        if not homes:
            return ""
        if "" in homes:
            return _("“{name}”写在最外层，前面不要有空格").format(name=key)
        home = homes[0].replace(".*", "")
        if ".*" in homes[0]:
            return _("“{name}”写在“{home}”里某一项的下面，注意缩进").format(name=key, home=home)
        return _("“{name}”写在“{home}”里面，注意缩进").format(name=key, home=home)


def _scalar(text: str, rule: Rule) -> Any:
    """*text* as the number, yes or no, date or text that *rule* wants. Raises Unreadable."""
    match rule.get("type"):
        case "integer":
            return scalars.number(text, whole=True)
        case "number":
            return scalars.number(text, whole=False)
        case "boolean":
            return scalars.yes(text)
        case _:
            return scalars.date(text) if rule.get("format") == "date" else text


def _offer(names: Mapping[str, Rule]) -> str:
    return _("这里可以填：{names}").format(names=enumerated(names)) if names else ""


def _short(name: str) -> str:
    return name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"


def _name(path: Path) -> str:
    """What the field or the list item at *path* is called."""
    names = [step for step in path if isinstance(step, str)]
    last = names[-1] if names else ""
    if path and isinstance(path[-1], int):
        return _("{name}的第{n}项").format(name=last, n=path[-1] + 1)
    return last or _("表单")


def _as_list(node: Node, item_rule: Rule) -> str | None:
    """*node*, one line of a text where names are listed, in brackets; None where it is something else."""
    text = node.value
    if not isinstance(text, str) or not node.plain or node.line != node.end_line:
        return None
    if item_rule.get("type") != "string" or _NEEDS_QUOTES.search(text):
        return None
    items = [item for item in _BETWEEN_ITEMS.split(text.rstrip("。.")) if item]
    if max(map(len, items), default=0) > _LONGEST_NAME:
        return None
    return f"[{', '.join(items)}]"
