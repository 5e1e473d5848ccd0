"""What a command gives to other programs: one shape for all of them."""

import json
from collections.abc import Iterable, Mapping, Sequence

import click

from wenming.base.diagnostics import Fault, as_json

Rows = Iterable[Mapping[str, object]]


def echo_json(*, documents: Rows = (), notes: Sequence[Fault] = (), faults: Sequence[Fault] = (), **own: Rows) -> None:
    """Write ``{"documents": [], "notes": [], "faults": []}``, and the keys of a command's *own*."""
    shape: dict[str, object] = {
        "documents": list(documents),
        "notes": as_json(notes),
        "faults": as_json(faults),
    }
    shape |= {name: list(rows) for name, rows in own.items()}
    click.echo(json.dumps(shape, ensure_ascii=False, indent=2))
