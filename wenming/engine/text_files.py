"""Text files with tags, for what is no Word file: ``<<name>>`` is filled in, lines that begin with ``%%`` repeat."""

from collections.abc import Mapping
from pathlib import Path

import jinja2


class TextFiles:
    """The program's own text files with tags in one folder; they have marks of their own, for ``{{ }}`` stays."""

    def __init__(self, folder: Path) -> None:
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folder, encoding="utf-8"),
            variable_start_string="<<",
            variable_end_string=">>",
            line_statement_prefix="%%",
            undefined=jinja2.StrictUndefined,
            keep_trailing_newline=True,
            autoescape=False,
        )

    def fill(self, name: str, fields: Mapping[str, object]) -> str:
        """The text of the file *name* with *fields* filled in."""
        return self._environment.get_template(name).render(fields)
