"""The types of the records, as Python: ``python -m wenming.forms.record_types > wenming/forms/records.py``."""

import sys
from collections.abc import Iterator

from wenming.forms import schema
from wenming.forms.schema import Rule, Schema

_FORMS = ("town", "plan", "notice", "week", "score", "kind")
_TYPE = "类型"  # the keyword of ours by which a rule says what the code calls its values
_HEAD = '''"""What the record of a form holds; made from schemas/ by ``python -m wenming.forms.record_types``."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal, NotRequired, TypedDict

Number = int | Decimal
'''
_SINGLE = {"integer": "int", "number": "Number", "boolean": "bool", "string": "str"}


def records_module() -> str:
    """Returns the text of wenming/forms/records.py: a TypedDict for each group of fields that has a 类型."""
    classes: dict[str, str] = {}
    for name in _FORMS:
        form = schema.load(name)
        for rule in _groups(form):
            classes.setdefault(rule[_TYPE], _class(form, rule))
    return _HEAD + "".join(classes.values())


def _groups(form: Schema) -> Iterator[Rule]:
    """Yields the form itself and every group of fields in it that has a name of its own."""
    seen: set[str] = set()
    rules = [form.root, *(rule for _path, rule, _required in form.walk())]
    for rule in rules:
        group = _innermost(form, rule)
        if "properties" in group and _TYPE in group and group[_TYPE] not in seen:
            seen.add(group[_TYPE])
            yield group


def _innermost(form: Schema, rule: Rule) -> Rule:
    """Returns the rule of the items of a list, or of the values under names of people's own; else *rule* itself."""
    inner = rule.get("items") or rule.get("additionalProperties")
    if not inner:
        return rule
    return _innermost(form, form.resolve(inner))


def _class(form: Schema, rule: Rule) -> str:
    required = rule.get("required", ())
    fields = [_field(form, name, below, name in required) for name, below in rule["properties"].items()]
    return "\n".join(["", "", f"class {rule[_TYPE]}(TypedDict):", *fields, ""])


def _field(form: Schema, name: str, rule: Rule, is_required: bool) -> str:
    kind = _type(form, rule)
    if not is_required:
        kind = f"NotRequired[{kind}]"
    return f"    {name}: {kind}"


def _type(form: Schema, rule: Rule) -> str:
    """Returns the type of the values that *rule* allows."""
    rule = form.resolve(rule)
    if _TYPE in rule:
        return str(rule[_TYPE])
    if "enum" in rule:
        return f"Literal[{', '.join(_quoted(option) for option in rule['enum'])}]"
    match rule.get("type"):
        case "array":
            return f"Sequence[{_type(form, rule['items'])}]"
        case "object":
            return f"Mapping[str, {_type_of_values(form, rule)}]"
        case _ if rule.get("format") == "date":
            return "datetime.date"
        case single:
            return _SINGLE[str(single)]


def _type_of_values(form: Schema, rule: Rule) -> str:
    """Returns the one type of all the fields of *rule*, a group without a 类型. Raises ValueError where they differ."""
    below = rule.get("additionalProperties") or rule["properties"]
    if "properties" not in rule:
        return _type(form, below)
    types = {_type(form, field) for field in rule["properties"].values()}
    if len(types) > 1:
        raise ValueError(f"{rule['title']}: {types}")
    return types.pop()


def _quoted(option: object) -> str:
    return f'"{option}"'


if __name__ == "__main__":
    sys.stdout.buffer.write(records_module().encode())  # whatever the terminal's encoding
