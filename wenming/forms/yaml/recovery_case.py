"""One error of the YAML parser, and the lines around it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

from wenming.forms.yaml.traps import Repair, Text

KEY = re.compile(r"""(\s*(?:-\s+)*)("[^"]*"|'[^']*'|[^\s"'#\[{-][^#]*?|-[^\s#][^#]*?)\s*:(?=\s|$)\s*""")
ITEM = re.compile(r"(\s*(?:-\s+)+)")


@dataclass(frozen=True, slots=True)
class Case:
    """An error: its line and column, the line where the piece it is in began (0: not said), what libyaml says.

    ``homes`` has every field name of the form with the fields it stands in.
    """

    text: Text
    homes: Mapping[str, Sequence[str]]
    line: int
    column: int
    since: int
    problem: str

    def before(self, number: int) -> int:
        """The line before *number* that says something; 0 when there is none."""
        number -= 1
        while number > 0 and (not self.text.line(number).strip() or self.text.line(number).lstrip()[0] == "#"):
            number -= 1
        return number

    def after(self, number: int) -> int:
        """The line after *number* that says something; 0 when there is none."""
        number += 1
        while number <= len(self.text.lines) and not bare_line(self.text.line(number)):
            number += 1
        return number if number <= len(self.text.lines) else 0

    def suspects(self) -> Iterator[int]:
        """The lines to blame, the likeliest first."""
        yield from dict.fromkeys(line for line in (self.since, self.line, self.before(self.line)) if line)

    def left_out(self, what: str, mend: str, number: int = 0) -> Repair:
        """The last resort: the line is not read."""
        number = number or self.line
        column = self.column if number == self.line else depth(self.text.line(number)) + 1
        return Repair(self.text.source.fault(number, column, what, mend), {number: ""}, lossy=True)


def case(text: Text, error: yaml.MarkedYAMLError, homes: Mapping[str, Sequence[str]]) -> Case:
    """The case of *error*, on a line that says something."""
    mark, since = error.problem_mark, error.context_mark
    line = min(mark.line + 1, len(text.lines)) if mark else 1
    column = mark.column + 1 if mark and mark.line + 1 == line else 1
    pieces = ("simple key", "quoted scalar", "flow", "plain")
    begun = since.line + 1 if since and any(piece in (error.context or "") for piece in pieces) else 0
    found = Case(text, homes, line, column, begun, error.problem or "")
    if text.line(line).strip():
        return found
    return Case(text, homes, found.before(line) or 1, 1, begun, found.problem)


def depth(line: str) -> int:
    """How many blanks *line* begins with."""
    return len(line) - len(line.lstrip(" "))


def bare_line(line: str) -> str:
    """*line* without blanks around it; empty when it is a comment."""
    line = line.strip()
    return "" if line[:1] == "#" else line


def head(line: str) -> str:
    """The beginning of *line*, to recognise it by."""
    line = line.strip()
    return line if len(line) <= 12 else line[:12] + "…"
