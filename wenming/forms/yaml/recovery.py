"""Where libyaml gave up: what the clerk did there, in plain words, and a repaired line to read on with.

Only a form that cannot be read comes here, so a guess never blames a right one.
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence

import yaml

from wenming.base.diagnostics import Mistake
from wenming.base.i18n import _
from wenming.forms.yaml import indents, lost_marks, odd_blanks, quoting
from wenming.forms.yaml.recovery_case import ITEM, KEY, Case, case, depth
from wenming.forms.yaml.traps import WIDE, Repair, Text, bare

_CUT = re.compile(r"[^\s\[{,]\s+(?=#[^\s#])")
_BRACKET = re.compile(r"[\[{]")
_REACH = 60  # lines to look back over


def explain(text: Text, error: yaml.MarkedYAMLError, homes: Mapping[str, Sequence[str]]) -> list[Repair]:
    """Returns what is wrong where *error* arose; *homes* has the fields of the form and where each of them stands."""
    here = case(text, error, homes)
    for detect in _DETECTORS:
        repairs = detect(here)
        if repairs:
            return repairs
    return [
        here.left_out("unreadable-line", _("这一行不合格式，读不下去"), _("检查这一行和上一行的冒号、引号、括号和缩进"))
    ]


def _blanks(case: Case) -> list[Repair]:
    """Repairs the tabs and the full-width blanks before a line."""
    for number in (case.line, case.since):
        if odd_blanks.is_odd(case.text.line(number)):
            return [odd_blanks.respaced(case, number)]
        line = case.text.line(number)
        if line != line.rstrip(WIDE) and line.rstrip(WIDE):
            mistake = Mistake("odd-indent", _("行末有全角空格"), _("删掉行末的空格"))
            end = len(line.rstrip(WIDE))
            return [case.text.repair(number, end + 1, line[:end], mistake)]
    # At the very beginning of a line no text can go on: a field or an item there that begins with a blank is none.
    above = [number for number in range(1, case.line) if _is_after_wide_blank(case.text.line(number))]
    return [odd_blanks.respaced(case, above[0])] if above else []


def _is_after_wide_blank(line: str) -> bool:
    """True if *line* is a field or an item behind a blank that YAML takes for a letter."""
    is_either = KEY.match(line) is not None or ITEM.match(line) is not None
    return line.startswith(tuple(WIDE)) and is_either


def _dashes(case: Case) -> list[Repair]:
    """Repairs the dash of a list item."""
    for number in case.suspects():
        repair = case.text.dash(number)
        if repair:
            return [repair]
    return []


def _known_colons(case: Case) -> list[Repair]:
    """Repairs the colons of fields of the form that became part of a text, which went on up to the error."""
    for number in case.suspects():
        repairs = _colons_up_from(case, number)
        if repairs:
            return repairs
    return []


def _colons_up_from(case: Case, last: int) -> list[Repair]:
    """Repairs the colons on line *last* and on those above it that are no deeper, up to one that needs no repair."""
    repairs: list[Repair] = []
    deepest = depth(case.text.line(last))
    for number in _upwards(case, last):
        if depth(case.text.line(number)) > deepest:
            continue
        repair = case.text.colon(number, case.homes)
        if repair:
            repairs.append(repair)
        elif repairs or number != case.line:  # the line of the error itself may be a right one
            break
    return repairs


def _upwards(case: Case, last: int) -> Iterator[int]:
    """Yields line *last* and those above it that say something, as far as a repair looks back."""
    number = last
    while number > max(last - _REACH, 0):
        yield number
        number = case.before(number)


def _any_colons(case: Case) -> list[Repair]:
    """Repairs the colon of a field that the form does not have: only right at the error."""
    for number in case.suspects():
        if KEY.match(case.text.line(number)):
            continue
        repair = case.text.colon(number)
        if repair:
            return [repair]
    return []


def _wide_brackets(case: Case) -> list[Repair]:
    """Repairs the full-width brackets around the fields of an item, which hide the name of the first."""
    for number in case.suspects():
        item = ITEM.match(case.text.line(number))
        repair = case.text.brackets(number, item.end() + 1) if item else None
        if repair:
            return [repair]
    return []


def _cut(case: Case) -> list[Repair]:
    """Repairs a # that hides the closing bracket of its line."""
    for number in case.suspects():
        line = case.text.line(number)
        comment = _CUT.search(line)
        if comment and _BRACKET.search(line, 0, comment.start()):
            return [case.text.cut(number, comment.end())]
    return []


def _value(case: Case) -> list[Repair]:
    """Repairs a value that begins with, or holds, a mark that means something in YAML."""
    for number in dict.fromkeys((case.line, case.since)):
        repair = _value_on(case, number)
        if repair:
            return [repair]
    return []


def _value_on(case: Case, number: int) -> Repair | None:
    """Repairs the value on line *number*, if there is one and it needs it."""
    line = case.text.line(number)
    start = _start(line)
    if start is None or not line[start:].strip():
        return None
    repair = quoting.marked(case.text, number, start + 1, bare(line[start:]), case.problem)
    if repair:
        return repair
    if number == case.line and _is_second_colon(case, start):
        return case.text.quote(number, start + 1, _("文字里有“: ”（冒号加空格），会被当成字段"))
    return None


def _is_second_colon(case: Case, start: int) -> bool:
    """True if the parser met a colon in the value, which begins at *start* (from 0), and took it for a field's."""
    return case.column > start + 1 and "mapping values" in case.problem


def _start(line: str) -> int | None:
    """Returns where (from 0) the value on *line* begins: after its field name, or else its dash; None without both."""
    match = KEY.match(line) or ITEM.match(line)
    if not match:
        return None
    return match.end()


def _open_quote(case: Case) -> list[Repair]:
    """Repairs a quote that a line above left open, so that the text went on up to here."""
    for number in _upwards(case, case.line):
        line = case.text.line(number)
        start = _start(line)
        if start is None:
            continue
        value = bare(line[start:])
        if quoting.is_open(value):
            return [quoting.unclosed(case.text, number, start + 1, value)]
    return []


def _open_bracket(case: Case) -> list[Repair]:
    """Repairs a bracket that a line above left open, where a field or an item of the same list stands here."""
    here = case.text.line(case.line)
    if not KEY.match(here) and not ITEM.match(here):
        return []
    for number in _upwards(case, case.before(case.line)):
        line = case.text.line(number)
        start = _start(line)
        if start is None or depth(line) < depth(here):
            continue
        value = bare(line[start:])
        if quoting.leaves_bracket_open(value):
            return [quoting.unclosed_bracket(case.text, number, start + 1, value)]
    return []


def _nameless(case: Case) -> list[Repair]:
    """Repairs a line without a colon where a field is due."""
    if "could not find" in case.problem:
        return _colonless(case, case.since or case.line, ())
    above = case.before(case.line)
    if not above or "mapping values" not in case.problem:
        return []
    if depth(case.text.line(above)) < depth(case.text.line(case.line)):
        return []
    return _colonless(case, above, case.homes)


def _colonless(case: Case, number: int, names: Container[str]) -> list[Repair]:
    """Repairs line *number* if it has no colon and, where *names* are given, begins with one of them."""
    line = case.text.line(number)
    item = ITEM.match(line)
    start = item.end() if item else depth(line)
    name, blank, rest = line[start:].strip().partition(" ")
    is_other_name = names and name not in names
    if is_other_name or KEY.match(line):
        return []
    if blank and name in case.homes:
        what = _("“{name}”后面少了冒号").format(name=name)
        mend = _("写成 {line}").format(line=f"{name}: {rest}")
        mistake = Mistake("missing-colon", what, mend)
        return [case.text.repair(number, start + 1, f"{line[:start]}{name}: {rest}", mistake)]
    above = case.text.line(case.before(number))
    if not item and ITEM.match(above) and not KEY.match(above) and depth(line) == depth(above):
        new = f"{' ' * depth(above)}- {line.strip()}"
        mistake = Mistake("missing-dash", _("这一行前面少了“-”"), _("写成 {line}").format(line=new.strip()))
        return [case.text.repair(number, depth(line) + 1, new, mistake)]
    what = _("这一行没有冒号，看不出是哪个字段")
    mend = _("写成“字段: 内容”；如果接着上一行的文字，前面加两个空格")
    return [case.left_out("missing-colon", what, mend, number)]


_DETECTORS: tuple[Callable[[Case], list[Repair]], ...] = (
    _blanks,
    indents.one_blank_off,
    _wide_brackets,
    _known_colons,
    _dashes,
    _cut,
    _value,
    _open_quote,
    _open_bracket,
    _any_colons,
    lost_marks.restored,
    _nameless,
    indents.misplaced,
)
