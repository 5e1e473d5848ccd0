"""A record with a word for every field that nobody filled in."""

from collections.abc import Mapping

from wenming.engine.missing import Missing
from wenming.forms import schema
from wenming.forms.schema import Rule, Schema


def completed(record: Mapping[str, object], form: str) -> dict[str, object]:
    """*record* with a Missing in every place that the schema of *form* knows and nobody filled."""
    loaded = schema.load(form)
    return _group(record, loaded.root, loaded)


def _group(record: Mapping[str, object], rule: Rule, known: Schema) -> dict[str, object]:
    """The fields of *record* in the order of the schema, those not there as Missing; then chapters of one's own."""
    rule = known.resolve(rule)
    fields: Mapping[str, Rule] = rule.get("properties", {})
    others: Rule = rule.get("additionalProperties") or {}
    full: dict[str, object] = {}
    for name, below in fields.items():
        full[name] = record[name] if name in record else Missing(known.resolve(below).get("title", name))
    for name, value in record.items():
        if type(value) is dict:
            full[name] = _group(value, fields.get(name, others), known)
        elif type(value) is list:
            full[name] = _list(value, fields.get(name, others), known)
        else:
            full[name] = value
    return full


def _list(items: list[object], rule: Rule, known: Schema) -> list[object]:
    below = known.resolve(rule).get("items", {})
    full: list[object] = []
    for item in items:
        if type(item) is dict:
            full.append(_group(item, below, known))
        elif type(item) is list:
            full.append(_list(item, below, known))
        else:
            full.append(item)
    return full
