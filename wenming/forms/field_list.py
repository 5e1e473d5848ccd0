"""The fields of every form, as Markdown tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wenming.base.i18n import _
from wenming.forms import schema
from wenming.forms.scalars import in_brackets
from wenming.forms.schema import Rule

_HEAD = """# 表单的字段

本页由 `schemas/` 里的说明自动生成。点号表示下一级，`[]` 表示列表里的一项，`*` 表示自己起的章名。
最后是各种样子的公文：每份一张表单、一面纸。

"""
_FORMS = ("town", "plan", "notice", "week", "score")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its dotted path ([] for the items of a list, * for a title of one's own) and its rule."""

    path: str
    title: str
    description: str
    example: Any
    type: str
    required: bool


def fields_markdown() -> str:
    """The fields of all forms: what each is called, what goes into it, an example."""
    return _HEAD + "\n".join(map(_form, _FORMS))


def _form(name: str) -> str:
    root = schema.load(name).root
    lines = [f"## {root['title']} `{name}.yaml`", "", f"{root['description']}。", ""]
    lines += [
        "| " + " | ".join((_("字段"), _("名称"), _("填什么"), _("说明"), _("例子"))) + " |",
        "|---|---|---|---|---|",
    ]
    lines += [_row(field) for field in fields_of(name)]
    return "\n".join([*lines, ""])


def fields_of(name: str) -> Iterator[Field]:
    """Every field of the form *name*, in order; a definition that holds itself is listed once."""
    for path, rule, required in schema.load(name).walk():
        title, description = rule.get("title", ""), rule.get("description", "")
        example = next(iter(rule.get("examples", ())), None)
        yield Field(path, title, description, example, _kind(rule), required)


def _kind(rule: Rule) -> str:
    """What a field takes, in a word or two."""
    if "enum" in rule:
        return _("选填：{options}").format(options="、".join(map(str, rule["enum"])))
    if rule.get("format") == "date":
        return _("日期")
    names = {
        "object": _("一组字段"),
        "array": _("列表"),
        "integer": _("整数"),
        "number": _("数字"),
        "boolean": _("是或否"),
    }
    return names.get(rule.get("type", ""), _("文字"))


def _row(field: Field) -> str:
    kind = field.type + (_("，必填") if field.required else "")
    cells = (f"`{field.path}`", field.title, kind, field.description, _example(field.example))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _example(value: Any, inside: bool = False) -> str:
    """*value* as it would be typed; *inside* brackets with the quotes that it needs there."""
    if isinstance(value, list):
        return "[" + ", ".join(_example(item, True) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_example(item, True)}" for key, item in value.items()) + "}"
    if inside and isinstance(value, str):
        return in_brackets(value)
    return "" if value is None else str(value)
