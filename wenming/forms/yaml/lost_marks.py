"""A line with a dash too many, or without its dash or its colon: mended where the form can be read well beyond then."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from wenming.base.codes import Code
from wenming.base.diagnostics import Mistake
from wenming.base.i18n import _
from wenming.forms.yaml.recovery_case import ITEM, KEY, Case, depth, is_item
from wenming.forms.yaml.traps import Repair, bare

_DASHES = re.compile(r"(\s*)--+\s*(?=[^\s-])")


class _Guess(NamedTuple):
    """Line *number* as it was meant, and what is wrong with it as it is."""

    number: int
    line: str
    code: Code
    what: str


def restored(case: Case) -> list[Repair]:
    """Returns the repair of the line near the error with which the form can be read well beyond it, if there is one."""
    for guess in _guesses(case):
        if case.is_mended_by({guess.number: guess.line}):
            old = case.text.line(guess.number)
            mend = _("写成 {line}").format(line=guess.line.strip())
            mistake = Mistake(guess.code, guess.what, mend)
            return [case.text.repair(guess.number, depth(old) + 1, guess.line, mistake)]
    return []


def _guesses(case: Case) -> Iterator[_Guess]:
    """Yields what the lines near the error may have been meant to be, the nearest first."""
    for number in case.near():
        yield from _doubled_dash(case, number)
        yield from _glued_name(case, number)
        yield from _lost_dash(case, number)
    yield from _lost_first_dash(case)


def _doubled_dash(case: Case, number: int) -> Iterator[_Guess]:
    """Yields line *number* with one dash, where it begins with two."""
    line = case.text.line(number)
    match = _DASHES.match(line)
    if match:
        yield _Guess(number, f"{match[1]}- {line[match.end() :]}", "wrong-dash", _("列表前面只写一个“-”"))


def _glued_name(case: Case, number: int) -> Iterator[_Guess]:
    """Yields line *number* with a colon behind the name of a field that it begins with."""
    line = case.text.line(number)
    item = ITEM.match(line)
    start = item.end() if item else depth(line)
    content = bare(line[start:])
    if KEY.match(line) or not content:
        return
    names = [name for name in case.homes if content.startswith(name) and content != name]
    for name in sorted(names, key=len, reverse=True):
        value = content.removeprefix(name).lstrip("：:;；.。 ")
        what = _("“{name}”后面少了冒号").format(name=name)
        yield _Guess(number, f"{line[:start]}{name}: {value}", "missing-colon", what)


def _lost_dash(case: Case, number: int) -> Iterator[_Guess]:
    """Yields line *number* with a dash, where it stands among items, and what is below it as the fields of one."""
    line = case.text.line(number)
    dash = depth(line)
    is_field = KEY.match(line) is not None and not is_item(line)
    if is_field and depth(case.text.line(case.after(number))) > dash and _stands_among_items(case, number):
        yield _Guess(number, f"{' ' * dash}- {line.lstrip()}", "missing-dash", _("这一行前面少了“-”"))


def _stands_among_items(case: Case, number: int) -> bool:
    """True if the nearest line above or below that is no deeper than line *number* is an item at its depth."""
    dash = depth(case.text.line(number))
    for go_on in (case.before, case.after):
        other = go_on(number)
        while other and depth(case.text.line(other)) > dash:
            other = go_on(other)
        line = case.text.line(other)
        if other and depth(line) == dash and is_item(line):
            return True
    return False


def _lost_first_dash(case: Case) -> Iterator[_Guess]:
    """Yields the first line of a list with a dash, where the error is at an item further down that has one."""
    item = case.text.line(case.line)
    if not is_item(item):
        return
    dash = depth(item)
    number = case.before(case.line)
    first = 0
    while number and depth(case.text.line(number)) >= dash:
        first = number
        number = case.before(number)
    line = case.text.line(first)
    if first and KEY.match(line) and not is_item(line):
        yield _Guess(first, f"{' ' * dash}- {line.lstrip()}", "missing-dash", _("这一行前面少了“-”"))
