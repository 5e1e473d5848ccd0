"""Lines that are indented with tabs or full-width blanks: how many blanks were meant, by the lines around them."""

import re
from collections.abc import Iterator, Sequence

from wenming.base.diagnostics import Mistake
from wenming.base.i18n import _, many
from wenming.forms.nodes import MOST
from wenming.forms.yaml.indents import parent_at
from wenming.forms.yaml.recovery_case import ITEM, KEY, Case, depth, is_item, opens, readable_up_to
from wenming.forms.yaml.traps import LEVEL, Repair, Text

_ODD = re.compile("^ *[\t\u3000\xa0\u2002\u2003]")


def is_odd(line: str) -> bool:
    """True if *line* says something and begins with a tab or a blank that YAML takes for a letter."""
    return bool(line.strip()) and _ODD.match(line) is not None


def respaced(case: Case, number: int) -> Repair:
    """Returns the repair of line *number* and of those beside it that are indented in the same way: one fault."""
    text = case.text
    numbers = _run(text, number)
    first = numbers[0]
    mended = _best(case, numbers)
    blanks = text.line(first).removesuffix(text.line(first).lstrip())
    column = 1 + next(at for at, blank in enumerate(blanks) if blank != " ")
    if "\t" in blanks:
        what = many("有 {n} 行用 Tab 键缩进", len(numbers)) if len(numbers) > 1 else _("这一行用 Tab 键缩进")
        mend = _("删掉行首的 Tab，改用空格，每层两个；这一行空 {n} 格").format(n=depth(mended[first]))
    else:
        what = many("有 {n} 行用全角空格缩进", len(numbers)) if len(numbers) > 1 else _("这一行用全角空格缩进")
        mend = _("删掉行首的全角空格，改用半角空格，每层两个；这一行空 {n} 格").format(n=depth(mended[first]))
    return text.repair_lines(first, column, mended, Mistake("odd-indent", what, mend))


def _run(text: Text, number: int) -> list[int]:
    """Returns the numbers of the lines around line *number*, without a gap, that begin as it does: so many at most."""
    first = last = number
    while is_odd(text.line(first - 1)) and number - first < MOST:
        first -= 1
    while is_odd(text.line(last + 1)) and last - first < MOST:
        last += 1
    return list(range(first, last + 1))


def _best(case: Case, numbers: Sequence[int]) -> dict[int, str]:
    """Returns the lines with the blanks with which the form can be read furthest.

    Of several those with which a field stands where the form has it, and of these the likeliest.
    """
    tried: list[tuple[int, bool, dict[int, str]]] = []
    for indent in dict.fromkeys(_likely(case, numbers)):
        mended = _with_first_at(case.text, numbers, indent)
        tried.append((readable_up_to(case.text, mended), _is_at_home(case, numbers[0], indent), mended))
    _reach, _at_home, best = max(tried, key=lambda one: one[:2])
    return best


def _is_at_home(case: Case, number: int, indent: int) -> bool:
    """True if the form has the field on line *number* where it would stand behind *indent* blanks."""
    line = case.text.line(number)
    key = KEY.match(line)
    if key is None or is_item(line):
        return False
    return parent_at(case, indent, case.before(number)) in case.groups_with(key[2])


def _likely(case: Case, numbers: Sequence[int]) -> Iterator[int]:
    """Yields the indents that the first of the lines may have been meant to have, the likeliest first."""
    above, below = case.before(numbers[0]), case.after(numbers[-1])
    line_above, line_below = case.text.line(above), case.text.line(below)
    first = case.text.line(numbers[0]).lstrip()
    is_alone = len(numbers) == 1
    if is_alone and below and opens(first):  # what stands below it is its content
        yield max(0, depth(line_below) - LEVEL)
    if is_alone and below and KEY.match(first) and is_item(first) and not is_item(line_below):  # its next field
        yield max(0, depth(line_below) - _inside(first))
    if above and opens(line_above):
        if below and is_item(line_below) == is_item(first) and depth(line_below) > depth(line_above):
            yield depth(line_below)
        yield _inside(line_above)
    if above and is_item(line_above) and not is_item(first):
        yield _inside(line_above)
    if above and is_item(line_above) == is_item(first):
        yield depth(line_above)
    if is_item(first):
        yield from _depths_of_items_above(case, numbers[0])
    if below and is_item(line_below) == is_item(first):
        yield depth(line_below)
    yield depth(line_above)
    yield _inside(line_above)
    yield _width(case.text.line(numbers[0]))


def _depths_of_items_above(case: Case, number: int) -> Iterator[int]:
    """Yields how deep the nearest items above line *number* stand, and those around them."""
    least = 1 + max((depth(line) for line in case.text.lines[: number - 1]), default=0)
    number = case.before(number)
    while number and least:
        line = case.text.line(number)
        if depth(line) < least:
            least = depth(line)
            if is_item(line):
                yield least
        number = case.before(number)


def _inside(line: str) -> int:
    """Returns the indent of what stands below *line*: behind its dash where it is an item, else a level deeper."""
    item = ITEM.match(line)
    return item.end() if item else depth(line) + LEVEL


def _width(line: str) -> int:
    """Returns how many blanks the tabs and blanks of *line* stand for."""
    return sum(1 if blank == " " else LEVEL for blank in line.removesuffix(line.lstrip()))


def _with_first_at(text: Text, numbers: Sequence[int], indent: int) -> dict[int, str]:
    """Returns the lines, the first of them *indent* blanks in, the others as far from it as they were."""
    shift = indent - _width(text.line(numbers[0]))
    lines: dict[int, str] = {}
    for number in numbers:
        line = text.line(number)
        lines[number] = " " * max(0, _width(line) + shift) + line.lstrip()
    return lines
