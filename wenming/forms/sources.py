"""The kinds of file that forms come in: each is a module that gives nodes with places, and one line in the table."""

import os
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import NamedTuple

from wenming import forms
from wenming.forms.nodes import Understood
from wenming.forms.schema import Schema


class Source(NamedTuple):
    """A kind of file: how its names end, and what understands its bytes, which raises Faults for what is none.

    The first of the *suffixes* is that of forms that a town has one of. *understand* takes the bytes, what faults call
    the file, the schema of the form. *largest*: bytes of a form.
    """

    suffixes: tuple[str, ...]
    understand: Callable[[bytes, str, Schema], Understood]
    largest: int = 1_000_000

    def takes(self, path: PurePath) -> bool:
        """True if the file *path* is of this kind, by its name."""
        return os.path.normcase(path.suffix) in self.suffixes


def _understand_yaml(data: bytes, shown: str, schema: Schema) -> Understood:
    return forms.yaml.read.understand(data, shown, schema)


YAML = Source((".yaml", ".yml"), _understand_yaml)
SOURCES: Sequence[Source] = (YAML,)
