"""The fields of every form, as Markdown tables: ``python -m wenming.forms.field_list > docs/fields.md``."""

from typing import Any

from wenming.base.i18n import _
from wenming.forms import form as forms
from wenming.forms import schema
from wenming.forms.scalars import in_brackets

_HEAD = """# 表单的字段

本页由 `schemas/` 里的说明自动生成。点号表示下一级，`[]` 表示列表里的一项，`*` 表示自己起的章名。

"""
_FORMS = ("town", "plan", "notice", "week", "score")


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
    lines += [_row(field) for field in forms.fields(name)]
    return "\n".join([*lines, ""])


def _row(field: forms.Field) -> str:
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


if __name__ == "__main__":
    import sys

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(fields_markdown(), end="")
