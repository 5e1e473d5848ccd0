"""Where libyaml gave up: what the clerk did there, in plain words, and a repaired line to read on with.

Only a form that cannot be read comes here, so a guess never blames a right one.
"""

import re
from collections.abc import Callable, Container, Mapping, Sequence

import yaml

from wenming.base.i18n import _
from wenming.forms.yaml import indents, quoting
from wenming.forms.yaml.recovery_case import ITEM, KEY, Case, case, depth
from wenming.forms.yaml.traps import WIDE, Repair, Text, bare

_CUT = re.compile(r"[^\s\[{,]\s+(?=#[^\s#])")
_REACH = 60  # lines to look back over


def explain(text: Text, error: yaml.MarkedYAMLError, homes: Mapping[str, Sequence[str]]) -> list[Repair]:
    """What is wrong where *error* arose; *homes* are the fields of the form."""
    found = case(text, error, homes)
    for detect in _DETECTORS:
        repairs = detect(found)
        if repairs:
            return repairs
    return [found.left_out(_("这一行不合格式，读不下去"), _("检查这一行和上一行的冒号、引号、括号和缩进"))]


def _blanks(case: Case) -> list[Repair]:
    """Tabs and full-width blanks before a line."""
    for number in (case.line, case.since):
        found = case.text.indent(number)
        if found:
            return [found]
    # At the very beginning of a line no text can go on: a field there that begins with a blank is none.
    above = (number for number in range(1, case.line) if case.text.line(number)[:1] in tuple(WIDE))
    return [found for number in above if KEY.match(case.text.line(number)) and (found := case.text.indent(number))]


def _dashes(case: Case) -> list[Repair]:
    return [found for number in case.suspects() for found in [case.text.dash(number)] if found][:1]


def _known_colons(case: Case) -> list[Repair]:
    """The colon traps that the text up to the error swallowed: on its lines that are no deeper than the last."""
    for number in case.suspects():
        found: list[Repair] = []
        deepest, least = depth(case.text.line(number)), number - _REACH
        while number > max(least, 0):
            if depth(case.text.line(number)) <= deepest:
                trap = case.text.colon(number, case.homes)
                if trap:
                    found.append(trap)
                elif found or number != case.line:
                    break
            number = case.before(number)
        if found:
            return found
    return []


def _any_colons(case: Case) -> list[Repair]:
    """As the above for names that are not in the form: only right at the error."""
    for number in case.suspects():
        line = case.text.line(number)
        trap = None if KEY.match(line) else case.text.colon(number)
        if trap:
            return [trap]
    return []


def _cut(case: Case) -> list[Repair]:
    """A # that hides the closing bracket of its line."""
    for number in case.suspects():
        line = case.text.line(number)
        spot = _CUT.search(line)
        if spot and re.search(r"[\[{]", line[: spot.start()]):
            return [case.text.cut(number, spot.end())]
    return []


def _value(case: Case) -> list[Repair]:
    """The value on the line begins with, or holds, what YAML gives a meaning to."""
    for number in dict.fromkeys((case.line, case.since)):
        line = case.text.line(number)
        start = _start(line)
        if start is None or start >= len(line.rstrip()):
            continue
        value = bare(line[start:])
        found = quoting.marked(case.text, number, start + 1, value, case.problem)
        if not found and number == case.line and case.column > start + 1 and "mapping values" in case.problem:
            found = case.text.quote(number, start + 1, _("文字里有“: ”（冒号加空格），会被当成字段"))
        if found:
            return [found]
    return []


def _start(line: str) -> int | None:
    """Where the value of the line begins: after its field name, or after its dash."""
    match = KEY.match(line) or ITEM.match(line)
    return match.end() if match else None


def _open_quote(case: Case) -> list[Repair]:
    """A quote left open on a line above, which swallowed the lines up to here."""
    number = case.line
    while number > max(0, case.line - _REACH):
        line = case.text.line(number)
        start = _start(line)
        value = bare(line[start:]) if start is not None else ""
        if start is not None and quoting.is_open(value):
            return [quoting.unclosed(case.text, number, start + 1, value)]
        number = case.before(number)
    return []


def _nameless(case: Case) -> list[Repair]:
    """A line without a colon where a field is due."""
    if "could not find" in case.problem:
        return _colonless(case, case.since or case.line, ())
    above = case.before(case.line)
    if above and "mapping values" in case.problem and depth(case.text.line(above)) >= depth(case.text.line(case.line)):
        return _colonless(case, above, case.homes)
    return []


def _colonless(case: Case, number: int, names: Container[str]) -> list[Repair]:
    """The line *number*, if it has no colon; only if it begins with one of *names*, where given."""
    line = case.text.line(number)
    item = ITEM.match(line)
    start = item.end() if item else depth(line)
    name, blank, rest = line[start:].strip().partition(" ")
    if KEY.match(line) or (names and name not in names):
        return []
    if blank and name in case.homes:
        what = _("“{name}”后面少了冒号").format(name=name)
        mend = _("写成 {line}").format(line=f"{name}: {rest}")
        return [case.text.repair(number, start + 1, f"{line[:start]}{name}: {rest}", what, mend)]
    what = _("这一行没有冒号，看不出是哪个字段")
    mend = _("写成“字段: 内容”；如果接着上一行的文字，前面加两个空格")
    return [case.left_out(what, mend, number)]


_DETECTORS: tuple[Callable[[Case], list[Repair]], ...] = (
    _blanks,
    _known_colons,
    _dashes,
    _cut,
    _value,
    _open_quote,
    _any_colons,
    _nameless,
    indents.misplaced,
)
