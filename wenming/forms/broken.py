"""Where libyaml gave up: what the clerk did there, in plain words, and a repaired line to read on with.

Only a form that cannot be read comes here, so a guess never blames a right one.
"""

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass

import yaml

from wenming.forms import marks
from wenming.forms.traps import Repair, Text, bare
from wenming.language import _

_KEY = re.compile(r"""(\s*(?:-\s+)*)("[^"]*"|'[^']*'|[^\s"'#\[{-][^#]*?|-[^\s#][^#]*?)\s*:(?=\s|$)\s*""")
_ITEM = re.compile(r"(\s*(?:-\s+)+)")
_CUT = re.compile(r"[^\s\[{,]\s+(?=#[^\s#])")
_REACH = 60  # lines to look back over


@dataclass(frozen=True, slots=True)
class _Case:
    """One error of the parser: its line and column, the line it began to scan at (0: not said)."""

    text: Text
    names: Container[str]
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

    def suspects(self) -> Iterator[int]:
        """The lines to blame, the likeliest first."""
        yield from dict.fromkeys(line for line in (self.since, self.line, self.before(self.line)) if line)


def explain(text: Text, error: yaml.MarkedYAMLError, names: Container[str]) -> list[Repair]:
    """What is wrong where *error* arose; *names* are the fields of the form."""
    mark, since = error.problem_mark, error.context_mark
    line = min(mark.line + 1, len(text.lines)) if mark else 1
    column = mark.column + 1 if mark and mark.line + 1 == line else 1
    scanning = since and any(word in (error.context or "") for word in ("simple key", "quoted scalar", "flow", "plain"))
    case = _Case(text, names, line, column, since.line + 1 if since and scanning else 0, error.problem or "")
    if not text.line(line).strip():
        case = _Case(text, names, case.before(line) or 1, 1, case.since, case.problem)
    for detect in _DETECTORS:
        found = detect(case)
        if found:
            return found
    return [_left_out(case, _("这一行不合格式，读不下去"), _("检查这一行和上一行的冒号、引号、括号和缩进"))]


def _indents(case: _Case) -> list[Repair]:
    for number in case.suspects():
        line = case.text.line(number)
        # Further up it may be a paragraph of a block text, which may begin with full-width blanks.
        if number in (case.line, case.since) or (_KEY.match(line) and line[:1] != " "):
            found = case.text.indent(number)
            if found:
                return [found]
    return []


def _dashes(case: _Case) -> list[Repair]:
    return [found for number in case.suspects() for found in [case.text.dash(number)] if found][:1]


def _known_colons(case: _Case) -> list[Repair]:
    return _colons(case, case.names)


def _any_colons(case: _Case) -> list[Repair]:
    return _colons(case, None)


def _colons(case: _Case, names: Container[str] | None) -> list[Repair]:
    """The colon traps on the suspected line and on those right above it that the same text swallowed."""
    for number in case.suspects():
        found = []
        while number and not _KEY.match(case.text.line(number)):
            trap = case.text.colon(number, names)
            if not trap:
                break
            found.append(trap)
            number = case.before(number)
        if found:
            return found
    return []


def _cut(case: _Case) -> list[Repair]:
    """A # that hides the closing bracket of its line."""
    for number in case.suspects():
        line = case.text.line(number)
        spot = _CUT.search(line)
        if spot and re.search(r"[\[{]", line[: spot.start()]):
            return [case.text.cut(number, spot.end())]
    return []


def _value(case: _Case) -> list[Repair]:
    """The value on the line begins with, or holds, what YAML gives a meaning to."""
    for number in dict.fromkeys((case.line, case.since)):
        line = case.text.line(number)
        start = _start(line)
        if start is None or start >= len(line.rstrip()):
            continue
        value = bare(line[start:])
        found = marks.marked(case.text, number, start + 1, value, case.problem)
        if not found and number == case.line and case.column > start + 1 and "mapping values" in case.problem:
            found = case.text.quote(number, start + 1, _("文字里有“: ”（冒号加空格），会被当成字段"))
        if found:
            return [found]
    return []


def _start(line: str) -> int | None:
    """Where the value of the line begins: after its field name, or after its dash."""
    match = _KEY.match(line) or _ITEM.match(line)
    return match.end() if match else None


def _open_quote(case: _Case) -> list[Repair]:
    """A quote left open on a line above, which swallowed the lines up to here."""
    number = case.line
    while number > 0 and number > case.line - _REACH:
        line = case.text.line(number)
        start = _start(line)
        value = bare(line[start:]) if start is not None else ""
        if start is not None and marks.is_open(value):
            return [marks.unclosed(case.text, number, start + 1, value)]
        number = case.before(number)
    return []


def _indentation(case: _Case) -> list[Repair]:
    """A line that stands under none of those above it."""
    line = case.text.line(case.line)
    indent = _depth(line)
    levels = _levels(case)
    if indent in levels or not levels:
        return []
    if indent < min(levels):
        return [_shift(case, indent, levels)]
    level = min(levels, key=lambda one: (abs(one - indent), -one))
    above = levels[level]
    what = _("这一行的缩进对不上")
    mend = _("行首空 {n} 格，与第 {line} 行“{text}”对齐").format(n=level, line=above, text=_head(case.text.line(above)))
    moved = {case.line: " " * level + line.lstrip(" ")}
    number = case.line
    while number < len(case.text.lines):  # what is indented along with the line moves along with it
        number += 1
        below = case.text.line(number)
        depth = _depth(below)
        if below.strip() and (depth < indent or depth in levels):
            break
        if depth == indent or level < indent:
            moved[number] = " " * (depth + level - indent) + below.lstrip(" ")
    return [Repair(case.text.source.fault(case.line, indent + 1, what, mend), moved)]


def _shift(case: _Case, indent: int, levels: dict[int, int]) -> Repair:
    """The lines above begin further right than this one, which is therefore outside of everything."""
    least = min(levels)
    moved = {
        number: case.text.line(number)[least - indent :]
        for number in range(1, case.line)
        if _depth(case.text.line(number)) >= least
    }
    first = next(iter(moved))
    what = _("第一个字段前面多了空格，和下面的字段对不上")
    mend = _("行首空 {n} 格，与第 {line} 行“{text}”对齐").format(
        n=indent, line=case.line, text=_head(case.text.line(case.line))
    )
    return Repair(case.text.source.fault(first, 1, what, mend), moved)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _levels(case: _Case) -> dict[int, int]:
    """The columns that a line here may begin at, each with the nearest line above that does."""
    levels: dict[int, int] = {}
    number, least = case.before(case.line), 1 << 30
    while number and least:
        line = case.text.line(number)
        indent = _depth(line)
        if indent < least:
            item = _ITEM.match(line)
            if item and item.end() < least and _KEY.match(line):
                levels.setdefault(item.end(), number)
            levels.setdefault(indent, number)
            least = indent
        number = case.before(number)
    return levels


def _nameless(case: _Case) -> list[Repair]:
    """A line without a colon where a field is due."""
    number = case.since or case.line
    line = case.text.line(number)
    if ":" in line or "could not find" not in case.problem:
        return []
    name, blank, rest = line.strip().partition(" ")
    indent = line[: len(line) - len(line.lstrip())]
    if blank and name in case.names:
        return [
            case.text.repair(
                number,
                len(indent) + 1,
                f"{indent}{name}: {rest}",
                _("“{name}”后面少了冒号").format(name=name),
                _("写成 {line}").format(line=f"{name}: {rest}"),
            )
        ]
    what = _("这一行没有冒号，看不出是哪个字段")
    return [_left_out(case, what, _("写成“字段: 内容”；如果接着上一行的文字，前面加两个空格"), number)]


def _left_out(case: _Case, what: str, mend: str, number: int = 0) -> Repair:
    number = number or case.line
    line = case.text.line(number)
    column = case.column if number == case.line else len(line) - len(line.lstrip()) + 1
    return Repair(case.text.source.fault(number, column, what, mend), {number: ""}, lossy=True)


def _head(line: str) -> str:
    line = line.strip()
    return line if len(line) <= 12 else line[:12] + "…"


_DETECTORS: tuple[Callable[[_Case], list[Repair]], ...] = (
    _indents,
    _known_colons,
    _dashes,
    _cut,
    _value,
    _open_quote,
    _any_colons,
    _indentation,
    _nameless,
)
