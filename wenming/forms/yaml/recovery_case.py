"""One error of the YAML parser, and the lines around it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import yaml

from wenming.base.codes import Code
from wenming.forms.yaml.events import parse
from wenming.forms.yaml.traps import Repair, Text, bare

KEY = re.compile(r"""(\s*(?:-\s+)*)("[^"]*"|'[^']*'|[^\s"'#\[{-][^#]*?|-[^\s#][^#]*?)\s*:(?=\s|$)\s*""")
ITEM = re.compile(r"(\s*(?:-\s+)+)")
_PIECES = ("simple key", "quoted scalar", "flow", "plain")  # what libyaml calls a piece whose beginning it knows
_HEAD = 12  # characters
_LOOKED_AT = 3  # lines
WELL_BEYOND = 2  # lines
_LONG = 60_000  # characters of a form that is not read again for each guess


@dataclass(frozen=True, slots=True)
class Case:
    """An error of the parser, and the form that it arose in. Lines and columns count from 1."""

    text: Text
    homes: Mapping[str, Sequence[str]]  # every field name of the form, with the fields that it stands in
    line: int
    column: int
    since: int  # the line where the piece that the error is in began; 0 if libyaml does not say
    problem: str  # in libyaml's words

    def before(self, number: int) -> int:
        """Returns the nearest line above *number* that says something; 0 if there is none."""
        number -= 1
        while number > 0 and not bare_line(self.text.line(number)):
            number -= 1
        return number

    def after(self, number: int) -> int:
        """Returns the nearest line below *number* that says something; 0 if there is none."""
        for below in range(number + 1, len(self.text.lines) + 1):
            if bare_line(self.text.line(below)):
                return below
        return 0

    def near(self) -> Iterator[int]:
        """Yields the line of the error and the few above it that say something."""
        number = self.line
        for _step in range(_LOOKED_AT):
            if number:
                yield number
                number = self.before(number)

    def is_mended_by(self, changed: Mapping[int, str]) -> bool:
        """True if the form can be read well beyond the error with the *changed* lines."""
        return readable_up_to(self.text, changed) > self.line + WELL_BEYOND

    def groups_with(self, name: str) -> set[str]:
        """Returns the names of the groups that have the field *name*: empty for the form itself, * for a chapter."""
        return {home.rpartition(".")[2] for home in self.homes.get(name, ())}

    def suspects(self) -> Iterator[int]:
        """Yields the lines that may be to blame, the likeliest first, each once."""
        lines = dict.fromkeys((self.since, self.line, self.before(self.line)))
        yield from filter(None, lines)

    def left_out(self, code: Code, what: str, mend: str, number: int = 0) -> Repair:
        """Returns the last resort: line *number*, or else that of the error, is not read."""
        number = number or self.line
        column = depth(self.text.line(number)) + 1
        if number == self.line:
            column = self.column
        return Repair(self.text.source.fault(number, column, code, what, mend), {number: ""}, lossy=True)


def case(text: Text, error: yaml.MarkedYAMLError, homes: Mapping[str, Sequence[str]]) -> Case:
    """Returns the case of *error*, on a line that says something: its own, or else the nearest above."""
    line, column = _position(text, error.problem_mark)
    here = Case(text, homes, line, column, _beginning(error), error.problem or "")
    if text.line(line).strip():
        return here
    return replace(here, line=here.before(line) or 1, column=1)


def readable_up_to(text: Text, changed: Mapping[int, str]) -> int:
    """Returns the line of the parser's first error or fault with the *changed* lines, behind the last if there is none.

    Of a long form nothing is read again: 0.
    """
    if sum(map(len, text.lines)) > _LONG:
        return 0
    tree = parse(text.source, [changed.get(number, line) for number, line in enumerate(text.lines, 1)])
    places = [fault.place.line for fault in tree.faults]
    if tree.error is not None and tree.error.problem_mark is not None:
        places.append(tree.error.problem_mark.line + 1)
    return min(places, default=len(text.lines) + 1)


def _position(text: Text, mark: yaml.Mark | None) -> tuple[int, int]:
    """Returns the line and the column of *mark*, which may lie behind the last line, within *text*."""
    if mark is None:
        return 1, 1
    if mark.line >= len(text.lines):
        return len(text.lines), 1
    return mark.line + 1, mark.column + 1


def _beginning(error: yaml.MarkedYAMLError) -> int:
    """Returns the line where the text, key or bracket that *error* is in began; 0 if that is not said."""
    context = error.context or ""
    if error.context_mark and any(piece in context for piece in _PIECES):
        return error.context_mark.line + 1
    return 0


def depth(line: str) -> int:
    """Returns how many blanks *line* begins with."""
    return len(line) - len(line.lstrip(" "))


def is_item(line: str) -> bool:
    """True if *line* is an item of a list."""
    return ITEM.match(line) is not None


def opens(line: str) -> bool:
    """True if *line* is a field whose content stands on the lines below."""
    key = KEY.match(line)
    return key is not None and not bare(" " + line[key.end() :]).strip()


def bare_line(line: str) -> str:
    """Returns *line* without the blanks around it; nothing of a comment."""
    line = line.strip()
    return "" if line.startswith("#") else line


def head(line: str) -> str:
    """Returns the beginning of *line*, for the clerk to recognise it by."""
    line = line.strip()
    return line if len(line) <= _HEAD else line[:_HEAD] + "…"
