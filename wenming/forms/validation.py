"""A record held against its schema."""

import datetime
from decimal import Decimal
from typing import Any

from wenming import forms
from wenming.base.diagnostics import Fault, Mistake
from wenming.forms.nodes import Node, Path, Places, Understood, fault_at
from wenming.forms.reader import Reader
from wenming.forms.schema import Schema


def judge(reader: Reader, root: Node, record: Any, *, lossy: bool = False) -> list[Fault]:
    """What the schema says of the *record* that *reader* has read from *root*.

    *lossy*: something of the file could not be read, so that nothing is said to be missing.
    """
    plain = _as_json(record)
    if reader.schema.validator.is_valid(plain):
        return []

    def report(path: Path, mistake: Mistake) -> Fault:
        return fault_at(reader.places, root, path, mistake)

    return list(forms.validation_words.verdicts(reader.schema, record, plain, reader.faulty, report, lossy=lossy))


def understand_nodes(root: Node, places: Places, schema: Schema) -> Understood:
    """The form whose tree is *root*, of a source that has nothing to add to what is wrong."""
    reader = Reader(places, schema)
    record = reader.read(root, schema.root)
    return Understood(root, record, [*reader.faults, *judge(reader, root, record)], places)


def _as_json(value: Any) -> Any:
    """*value* as JSON has it."""
    if isinstance(value, dict):
        return {key: _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
