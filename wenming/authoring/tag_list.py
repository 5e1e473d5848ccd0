"""What a template may hold: every field as a tag ready to copy, with its meaning and an example."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wenming.base.i18n import _
from wenming.documents.kinds import Kind
from wenming.engine.missing import Missing
from wenming.forms import schema
from wenming.forms.schema import Rule
from wenming.gongwen.blocks import Blocks

_FORMS = {"镇": "town", "方案": "plan", "周报": "week"}  # contexts that are whole forms, completed
EACH = {"行政村": "村", "组长": "人", "副组长": "人", "成员": "人"}  # what an item is called in a loop; else 行


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


def tags(kind: Kind, context: Mapping[str, Any] | None = None) -> Iterator[Tag]:
    """Every tag for templates of *kind*; with the *context* of a real document its values are the examples."""
    loaded = schema.load("context")
    chapters = _chapters(kind, context)
    for path, rule, _required in loaded.walk():
        each, _dot, name = path.partition(".")
        if each != kind.each or not name:
            continue
        if name in _FORMS:
            yield from _form(name, context)
        elif name == "章节":
            part = loaded.resolve(rule["additionalProperties"])
            for chapter in chapters:
                yield _tag(f"章节.{chapter}", {**part, "title": chapter}, loaded, context)
        else:
            yield _tag(name, rule, loaded, context)
    for name in ("镇", "方案"):
        yield from _form(name, context)


def shape(tags_: Iterable[Tag]) -> dict[str, Any]:
    """The names of *tags_* as a context would hold them, for the doctor: lists hold one item, no value is known."""
    top: dict[str, Any] = {}
    for tag in tags_:
        owner: Any = top
        *above, last = tag.path.split(".")
        for step in above:
            name = step.removesuffix("[]")
            if not isinstance(owner.get(name), dict | list):
                owner[name] = [{}] if step.endswith("[]") else {}
            owner = owner[name][0] if isinstance(owner[name], list) else owner[name]
        if not isinstance(owner.get(last), dict | list):
            owner[last] = Blocks() if tag.tag.startswith("{{p ") else None
    return top


def found(wanted: str, among: Sequence[Tag]) -> list[Tag]:
    """The tags whose name, title, meaning or example holds *wanted*; all for an empty word."""
    return [tag for tag in among if wanted in "\n".join((tag.tag, tag.title, tag.description, tag.example))]


def _form(name: str, context: Mapping[str, Any] | None) -> Iterator[Tag]:
    loaded = schema.load(_FORMS[name])
    for path, rule, _required in loaded.walk():
        full = path if path.partition(".")[0] == name else f"{name}.{path}"
        # chapters are placed whole, lists within lists by what computes them
        if full != name and "*" not in full and full.count("[]") < 2 and full != f"{name}.章节":
            yield _tag(full, rule, loaded, context)


def _chapters(kind: Kind, context: Mapping[str, Any] | None) -> list[str]:
    if context and isinstance(context.get("章节"), Mapping):
        return list(context["章节"])
    names = (name for layout in kind.layouts.values() for name in layout.get("章节", ()))
    return list(dict.fromkeys(names))


def _tag(path: str, rule: Rule, loaded: schema.Schema, context: Mapping[str, Any] | None) -> Tag:
    example = _shown(_value(path, context)) or _shown(next(iter(rule.get("examples", ())), ""))
    choice = "enum" in rule or rule.get("type") == "boolean" or path.startswith("镇.字体.")
    return Tag(path, _written(path, rule, loaded), rule.get("title", ""), rule.get("description", ""), example, choice)


def _written(path: str, rule: Rule, loaded: schema.Schema) -> str:
    """The tag for the field *path*: a value, whole paragraphs, a loop, a field of an item of a loop."""
    owner, _items, name = path.rpartition("[].")
    if owner:
        each = EACH.get(owner.rpartition(".")[2], "行")
        return f"{{{{ {each}.{name} }}}}"
    if rule.get("format") == "整段":
        return f"{{{{p {path} }}}}"
    if rule.get("format") == "图表":
        return _("图的可选文字：{name}").format(name=path.rpartition(".")[2])
    if rule.get("type") == "array":
        each = EACH.get(path.rpartition(".")[2], "行")
        if "properties" in loaded.resolve(rule.get("items", {})):
            return f"{{%tr for {each} in {path} %}} … {{%tr endfor %}}"
        return f"{{{{ {path}|顿号 }}}}"
    if rule.get("type") == "object":
        return f"{{%p if {path} %}} … {{%p endif %}}"
    return f"{{{{ {path}|分行 }}}}" if path == "标题" else f"{{{{ {path} }}}}"


def _value(path: str, context: Mapping[str, Any] | None) -> Any:
    value: Any = context
    for step in path.replace("[]", ".0").split("."):
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, list) and step == "0" and value:
            value = value[0]
        else:
            return None
    return value


def _shown(value: Any) -> str:
    """*value* as a document would print it, cut short; empty where only a form could hold it."""
    import datetime
    from decimal import Decimal

    from wenming.gongwen.profile import text_of

    if isinstance(value, Blocks):
        value = "".join(getattr(item, "text", "") for item in value.items)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "、".join(value)
    if isinstance(value, Missing) or not isinstance(value, str | int | Decimal | datetime.date):
        return ""
    text = text_of(value).replace("\n", " ")
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


_SHOWN = 30  # characters of an example
