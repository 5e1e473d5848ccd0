"""A record with its habits put right: by the rules (整理) that the schema gives a field, and what was changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from wenming.forms.tidying import marks, numbers
from wenming.forms.tidying.punctuation import full_width
from wenming.gongwen import headings

if TYPE_CHECKING:
    from wenming.base.codes import Code
    from wenming.forms.nodes import Path
    from wenming.forms.schema import Rule, Schema

_RULES = "整理"  # the keyword of ours with the rules of a field
_AS_TYPED = "标点"  # the field of a form that switches marks off, and the rule that it switches off
_MARKS: Mapping[str, Callable[[str], str]] = {
    "书名号": marks.without_enclosing_marks,
    "句末": marks.without_stop,
    "冒号": marks.without_colon,
    "括号": marks.without_brackets,
    "附件标点": marks.without_mark,
    "姓名": marks.name_alone,
}
_POINTS, _NUMBERED = "一是", "1."  # the numbers that the layout gives points, and the lines of a list
_FREE_FORMS = ("章", "①", "第一，", "一是")  # belong to no level


class Change(NamedTuple):
    """What was changed at *path*, as the form has it; where nothing was, it can be read in two ways."""

    path: Path
    code: Code
    before: str
    after: str


class Tidied(NamedTuple):
    """A record put right, what was *changed*, and by its new name what each renamed chapter was called."""

    record: dict[str, object]
    changes: Sequence[Change]
    renamed: Mapping[str, str]


def tidy(record: Mapping[str, object], schema: Schema) -> Tidied:
    """*record* by the rules of its *schema*; it is not changed itself."""
    of_headings = headings.BY_NAME.get(str(record.get("层次", "")), headings.USUAL)
    tidying = _Tidying(schema, dict(enumerate(of_headings, 1)), keeps_marks=_AS_TYPED in record)
    tidied = tidying.fields(record, schema.root, (), 0)
    return Tidied(tidied, tuple(tidying.changes), tidying.renamed)


class _Tidying:
    def __init__(self, schema: Schema, mark_of_level: Mapping[int, str], *, keeps_marks: bool) -> None:
        self._schema = schema
        self._mark_of_level = mark_of_level
        self._keeps_marks = keeps_marks
        self.changes: list[Change] = []
        self.renamed: dict[str, str] = {}

    def fields(self, record: Mapping[str, object], rule: Rule, path: Path, level: int) -> dict[str, object]:
        """A group of fields; *level* is that of the heading which it stands under."""
        tidied: dict[str, object] = {}
        to_tidy = _names_to_tidy(rule, self._schema)
        for name, value in record.items():
            if name not in to_tidy:
                tidied[name] = value
                continue
            below = self._schema.child(rule, name) or {}
            if name == "章节" and isinstance(value, Mapping):
                tidied[name] = self._chapters(value, below, (*path, name))
            else:
                tidied[name] = self._value(value, below, (*path, name), _level_of(name, level))
        return tidied

    def _chapters(self, chapters: Mapping[str, object], rule: Rule, path: Path) -> dict[str, object]:
        tidied: dict[str, object] = {}
        for name, chapter in chapters.items():
            told = len(self.changes)
            title = self._title(name, (*path, name), 1)
            if title != name and (title in chapters or title in tidied):
                self.changes[told:] = [Change((*path, name), "number-doubtful", name, title)]
                title = name
            if title != name:
                self.renamed[title] = name
            below = self._schema.child(rule, name) or {}
            assert isinstance(chapter, Mapping)
            tidied[title] = self.fields(chapter, below, (*path, name), 1)
        return tidied

    def _value(self, value: object, rule: Rule, path: Path, level: int) -> object:
        if isinstance(value, str):
            return self._text(value, rule.get(_RULES, ()), path, level)
        if isinstance(value, Mapping):
            return self.fields(value, rule, path, level)
        if isinstance(value, list):
            return self._list(value, rule, path, level)
        return value

    def _list(self, items: list[object], rule: Rule, path: Path, level: int) -> list[object]:
        below = self._schema.child(rule, 0) or {}
        numbering = rule.get("序号")
        unnumbered = [dict(item) if isinstance(item, dict) else item for item in items]
        if numbering == "条目":
            self._unnumber_items(unnumbered, path, level)
        elif numbering:
            self._unnumber_lines(unnumbered, path, str(numbering))
        return [self._value(item, below, (*path, index), level) for index, item in enumerate(unnumbered)]

    def _text(self, text: str, rules: Sequence[str], path: Path, level: int) -> str:
        if "序号" in rules:
            text = self._title(text, path, level)
        for rule in rules:
            if rule in _MARKS:
                text = self._changed(text, _MARKS[rule](text), path, "marks-removed")
        if _AS_TYPED in rules and not self._keeps_marks:
            text = self._changed(text, full_width(text), path, "punctuation")
        return text

    def _changed(self, before: str, after: str, path: Path, code: Code) -> str:
        """*after*, noted if it is another text; *before*, if nothing would be left."""
        if after == before or not after:
            return before
        self.changes.append(Change(path, code, before, after))
        return after

    def _title(self, text: str, path: Path, level: int) -> str:
        """A title without the number that was pasted with it; a level that disagrees is noted."""
        number = numbers.number_of(text)
        if number is None:
            behind = numbers.behind_what_may_be_one(text)
            if behind:
                self.changes.append(Change(path, "number-doubtful", text, behind))
            return text
        if level and number.form not in (*_FREE_FORMS, self._mark_of_level.get(level)):
            self.changes.append(Change(path, "number-level", text, text))
        return self._changed(text, number.behind, path, "number-removed")

    def _unnumber_items(self, items: list[object], path: Path, level: int) -> None:
        """Take the numbers off the texts of *items* without titles, where these are numbers."""
        groups = [item for item in items if isinstance(item, dict)]
        texts = [str(item.get("正文", "")) for item in groups if "标题" not in item]
        form = self._mark_of_level.get(level, "")
        counted = numbers.are_counted(texts)
        for index, item in enumerate(groups):
            if "标题" not in item and "正文" in item:
                place = (*path, index, "正文")
                item["正文"] = self._unnumbered(str(item["正文"]), index, form, place, counted=counted)

    def _unnumber_lines(self, lines: list[object], path: Path, form: str) -> None:
        texts = [str(line) for line in lines]
        counted = numbers.are_counted(texts)
        for index, text in enumerate(texts):
            lines[index] = self._unnumbered(text, index, form, (*path, index), counted=counted)

    def _unnumbered(self, text: str, index: int, form: str, path: Path, *, counted: bool) -> str:
        """The item *index* without its number, if that is sure: the one that the layout gives, or all are *counted*."""
        number = numbers.number_of(text)
        if number is None:
            return text
        is_given = number.form == form and number.value == index + 1
        if is_given or counted:
            return self._changed(text, number.behind, path, "number-removed")
        self.changes.append(Change(path, "number-doubtful", text, number.behind))
        return text


#: By the id of a group's rule, which is kept so that no other rule gets its id
_TO_TIDY: dict[int, tuple[Rule, frozenset[str]]] = {}


def _names_to_tidy(rule: Rule, schema: Schema) -> frozenset[str]:
    """The fields of the group that *rule* describes with something to put right in them, or below them."""
    known = _TO_TIDY.get(id(rule))
    if known is not None and known[0] is rule:
        return known[1]
    names = frozenset(name for name in rule.get("properties", ()) if _has_rules(schema.child(rule, name), schema, ()))
    _TO_TIDY[id(rule)] = rule, names
    return names


def _has_rules(rule: Rule | None, schema: Schema, above: tuple[int, ...]) -> bool:
    """True if *rule*, or one below it, says what to put right; definitions that hold themselves are entered once."""
    if rule is None or id(rule) in above:
        return False
    if _RULES in rule or "序号" in rule:
        return True
    above = (*above, id(rule))
    if isinstance(rule.get("additionalProperties"), dict):
        return True  # chapters, which people name themselves
    if _has_rules(schema.child(rule, 0), schema, above):
        return True
    return any(_has_rules(schema.child(rule, name), schema, above) for name in rule.get("properties", ()))


def _level_of(name: str, level: int) -> int:
    """The level of the headings in the field *name*, which stands under one of this *level*."""
    match name:
        case "条目":
            return level + 1
        case "倡议":
            return 1
        case "附件":
            return 0
        case "成效" | "下一步":
            return 1
        case _:
            return level


def told_first(changes: Sequence[Change], most: int) -> Iterator[tuple[Change, int]]:
    """Yields the first of each kind of *changes*, *most* of a kind, with how many there are of it."""
    by_code: dict[str, list[Change]] = {}
    for change in changes:
        by_code.setdefault(change.code, []).append(change)
    for of_code in by_code.values():
        for change in of_code[:most]:
            yield change, len(of_code)
