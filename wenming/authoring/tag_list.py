"""What a template may hold: every field as a tag ready to copy, with its meaning and an example."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias, TypeGuard

from wenming.base.i18n import _
from wenming.documents import registry
from wenming.documents.kinds import Kind
from wenming.engine.missing import Missing
from wenming.forms import schema
from wenming.forms.schema import Rule
from wenming.gongwen.blocks import Blocks
from wenming.gongwen.profile import text_of
from wenming.town import folder as towns

_FORMS = {"镇": "town", "方案": "plan", "周报": "week"}  # contexts that are whole forms, completed
#: What an item is called in a loop; else 行
EACH = {"行政村": "村", **dict.fromkeys(("第一组长", "组长", "常务副组长", "副组长", "成员"), "人")}
_LONGEST_EXAMPLE = 30  # characters

#: The names of a context without its values
Shape: TypeAlias = dict[str, "Shape | list[Shape] | Blocks | None"]


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag to copy, what it is called and means, an example; *path* is its name in the context.

    *choice*: its value is one of a few words that also stand elsewhere.
    """

    path: str
    tag: str
    title: str
    description: str
    example: str
    choice: bool = False


def fields(kind: Kind, town: Path | None = None, word: str = "") -> list[Tag]:
    """Returns every tag for templates of *kind* that holds *word*; the examples are those of *town*, if there is one.

    Raises Faults of the town's forms.
    """
    context = None
    if town:
        documents = registry.documents(towns.read(town, kind.needs), [kind])
        document = next(documents, None)
        context = document.context if document else None
    return found(word, list(tags(kind, context)))


def tags(kind: Kind, context: Mapping[str, object] | None = None) -> Iterator[Tag]:
    """Yields every tag for templates of *kind*; with the *context* of a real document its values are the examples."""
    loaded = schema.load("context")
    for path, rule, _required in loaded.walk():
        each, _dot, name = path.partition(".")
        if each == kind.each and name:
            yield from _tags_of_field(name, rule, loaded, kind, context)
    for name in ("镇", "方案"):
        yield from _tags_of_form(name, context)


def _tags_of_field(
    name: str, rule: Rule, loaded: schema.Schema, kind: Kind, context: Mapping[str, object] | None
) -> Iterator[Tag]:
    """Yields the tags of the field *name* of the context: of a whole form, of each chapter, or the field's own."""
    if name in _FORMS:
        yield from _tags_of_form(name, context)
    elif name == "章节":
        part = loaded.resolve(rule["additionalProperties"])
        for chapter in _chapters(kind, context):
            yield _tag(f"章节.{chapter}", {**part, "title": chapter}, loaded, context)
    else:
        yield _tag(name, rule, loaded, context)


def shape(tags_: Iterable[Tag]) -> Shape:
    """Returns the names of *tags_* as a context would hold them, for the doctor.

    Lists hold one item, no value is known.
    """
    context: Shape = {}
    for tag in tags_:
        *above, last = tag.path.split(".")
        owner = context
        for step in above:
            owner = _owner_at(owner, step)
        if not isinstance(owner.get(last), dict | list):
            owner[last] = Blocks() if tag.tag.startswith("{{p ") else None
    return context


def _owner_at(owner: Shape, step: str) -> Shape:
    """Returns what *owner* holds at *step*, made where it is not there yet; of a list (``[]``) its one item."""
    name = step.removesuffix("[]")
    held = owner.get(name)
    if not isinstance(held, dict | list):
        held = [{}] if step.endswith("[]") else {}
        owner[name] = held
    return held[0] if isinstance(held, list) else held


def found(wanted: str, among: Sequence[Tag]) -> list[Tag]:
    """Returns the tags whose name, title, meaning or example holds *wanted*; all for an empty word."""
    return [tag for tag in among if wanted in "\n".join((tag.tag, tag.title, tag.description, tag.example))]


def _tags_of_form(name: str, context: Mapping[str, object] | None) -> Iterator[Tag]:
    """Yields the tags of the fields of the form that the context holds as *name*."""
    loaded = schema.load(_FORMS[name])
    for path, rule, _required in loaded.walk():
        full_path = path if path.partition(".")[0] == name else f"{name}.{path}"
        if _has_tag(full_path, name):
            yield _tag(full_path, rule, loaded, context)


def _has_tag(path: str, form: str) -> bool:
    """True if there is a tag for the field *path* of *form*.

    Chapters are placed whole, lists within lists by what computes them.
    """
    is_whole_form = path == form
    is_chapters = path == f"{form}.章节"
    is_any_name = "*" in path
    is_list_in_list = path.count("[]") > 1
    is_for_program = path.rpartition(".")[2] in ("标点", "不再提示")
    return not (is_whole_form or is_chapters or is_any_name or is_list_in_list or is_for_program)


def _chapters(kind: Kind, context: Mapping[str, object] | None) -> list[str]:
    """Returns the chapters of the document of *context*; without one, those of all layouts of *kind*."""
    chapters = context.get("章节") if context else None
    if isinstance(chapters, Mapping):
        return list(chapters)
    names: dict[str, None] = {}
    for layout in kind.layouts.values():
        names.update(dict.fromkeys(layout.get("章节", ())))
    return list(names)


def _tag(path: str, rule: Rule, loaded: schema.Schema, context: Mapping[str, object] | None) -> Tag:
    """Returns the tag of the field *path*, of which the schema says *rule*."""
    examples = rule.get("examples") or [""]
    return Tag(
        path,
        _written(path, rule, loaded),
        rule.get("title", ""),
        rule.get("description", ""),
        example=_example(_value(path, context)) or _example(examples[0]),
        choice=_is_choice(path, rule),
    )


def _is_choice(path: str, rule: Rule) -> bool:
    """True if the value of the field is one of a few words."""
    return "enum" in rule or rule.get("type") == "boolean" or path.startswith("镇.字体.")


def _written(path: str, rule: Rule, loaded: schema.Schema) -> str:
    """Returns what a clerk writes for the field *path*: the tag of a value, of whole paragraphs, of a loop…"""
    owner, _items, name = path.rpartition("[].")
    if owner:
        return f"{{{{ {_each(owner)}.{name} }}}}"
    match rule.get("format"):
        case "整段":
            return f"{{{{p {path} }}}}"
        case "图表":
            return _("图的可选文字：{name}").format(name=path.rpartition(".")[2])
    match rule.get("type"):
        case "array" if "properties" in loaded.resolve(rule.get("items", {})):
            return f"{{%tr for {_each(path)} in {path} %}} … {{%tr endfor %}}"
        case "array":
            return f"{{{{ {path}|顿号 }}}}"
        case "object":
            return f"{{%p if {path} %}} … {{%p endif %}}"
    if path == "标题":
        return f"{{{{ {path}|分行 }}}}"
    return f"{{{{ {path} }}}}"


def _each(path: str) -> str:
    """Returns what an item of the list *path* is called in its loop."""
    return EACH.get(path.rpartition(".")[2], "行")


def _value(path: str, context: Mapping[str, object] | None) -> object:
    """Returns what *context* holds at *path*, of lists the first item's; None where it holds nothing."""
    value: object = context
    for step in path.replace("[]", ".0").split("."):
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, list) and step == "0" and value:
            value = value[0]
        else:
            return None
    return value


def _example(value: object) -> str:
    """Returns *value* as a document would print it, cut short; an empty text where only a form could hold it."""
    if isinstance(value, Blocks):
        value = "".join(getattr(item, "text", "") for item in value.items)
    if _is_list_of_texts(value):
        value = "、".join(value)
    if isinstance(value, Missing) or not isinstance(value, str | int | Decimal | datetime.date):
        return ""
    text = text_of(value).replace("\n", " ")
    if len(text) > _LONGEST_EXAMPLE:
        return text[: _LONGEST_EXAMPLE - 1] + "…"
    return text


def _is_list_of_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
