"""A record with a word for every field that nobody filled in."""

from collections.abc import Mapping
from typing import Any

from wenming.engine.missing import Missing
from wenming.forms import schema
from wenming.forms.schema import Rule, Schema


def completed(record: Mapping[str, Any], form: str) -> dict[str, Any]:
    """*record* with a Missing in every place that the schema of *form* knows and nobody filled."""
    loaded = schema.load(form)
    return _group(record, loaded.root, loaded)


def _group(record: Mapping[str, Any], rule: Rule, known: Schema) -> dict[str, Any]:
    """The fields of *record* in the order of the schema, those not there as Missing; then chapters of one's own."""
    rule = known.resolve(rule)
    fields: Mapping[str, Rule] = rule.get("properties", {})
    others: Rule = rule.get("additionalProperties") or {}
    full: dict[str, Any] = {}
    for name, below in fields.items():
        full[name] = record[name] if name in record else Missing(known.resolve(below).get("title", name))
    for name, value in record.items():
        full[name] = _value(value, fields.get(name, others), known)
    return full


def _value(value: Any, rule: Rule, known: Schema) -> Any:
    if type(value) is dict:
        return _group(value, rule, known)
    if type(value) is list:
        items = known.resolve(rule).get("items", {})
        return [_value(item, items, known) for item in value]
    return value
