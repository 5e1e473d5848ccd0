"""A line that does not line up with those above it: which of them is wrong, and where it belongs."""

import math
from collections.abc import Iterator

from wenming.base.i18n import _
from wenming.forms.yaml.recovery_case import ITEM, KEY, Case, depth, head
from wenming.forms.yaml.traps import Repair, bare

Levels = dict[int, int]  # indentations in blanks, each with the nearest line above that begins there


def misplaced(case: Case) -> list[Repair]:
    """Returns the repair of the line that does not line up, if that is what is wrong."""
    indent = depth(case.text.line(case.line))
    levels = _levels(case)
    if not levels:
        return []
    if indent < min(levels):
        return [_outside(case, indent, min(levels))]
    fitting = _fitting(case, levels)
    if indent in fitting:
        return []
    level = _nearest(indent, fitting)
    above = fitting[level]
    if _is_to_blame(case, above, level, indent):
        return [_move(case, above, level, indent, case.line)]
    return [_move(case, case.line, indent, level, above)]


def _levels(case: Case) -> Levels:
    """Returns the levels that are open above the line, the deepest first: a line ends those deeper than itself."""
    levels: Levels = {}
    for number, indent in _stairs(case):
        line = case.text.line(number)
        item = ITEM.match(line)
        is_deepest = not levels or (item is not None and item.end() < min(levels))
        if item and is_deepest and KEY.match(line):
            levels[item.end()] = number  # a field behind a dash: its like stand below it
        levels[indent] = number
    return levels


def _stairs(case: Case) -> Iterator[tuple[int, int]]:
    """Yields the lines above, each with its indentation, that begin further left than all between them and here."""
    number = case.before(case.line)
    least: float = math.inf
    while number and least > 0:
        indent = depth(case.text.line(number))
        if indent < least:
            yield number, indent
            least = indent
        number = case.before(number)


def _fitting(case: Case, levels: Levels) -> Levels:
    """Returns those of *levels* where the line may belong: items among items, fields above what stands below them.

    Where none fits, any may.
    """
    line = case.text.line(case.line)
    is_item = _is_item(line)
    fitting: Levels = {}
    for level, number in levels.items():
        if _has_dash_at(level, case.text.line(number)) == is_item:
            fitting[level] = number
    below = case.after(case.line)
    if below and _is_opening(line):
        return _shallower(fitting, depth(case.text.line(below))) or fitting or levels
    return fitting or levels


def _shallower(levels: Levels, limit: int) -> Levels:
    """Returns those of *levels* that are less than *limit*."""
    return {level: number for level, number in levels.items() if level < limit}


def _nearest(indent: int, levels: Levels) -> int:
    """Returns the one of *levels* that is nearest to *indent*; of two that are as near, the deeper."""
    return min(levels, key=lambda level: (abs(level - indent), -level))


def _is_item(line: str) -> bool:
    """True if *line* is an item of a list."""
    return ITEM.match(line) is not None


def _has_dash_at(level: int, line: str) -> bool:
    """True if *line* is an item whose dash stands at *level*, not its first field."""
    return _is_item(line) and depth(line) == level


def _is_opening(line: str) -> bool:
    """True if *line* is a field whose content stands on the lines below."""
    key = KEY.match(line)
    if not key:
        return False
    return not bare(" " + line[key.end() :]).strip()


def _is_to_blame(case: Case, above: int, level: int, indent: int) -> bool:
    """True if the line *above*, at *level*, is out of place, not the one at *indent* that does not line up with it."""
    if case.before(case.line) != above:
        return False
    line = case.text.line(above)
    key = KEY.match(line)
    if not key or _is_item(line):
        return False
    if level == 0 and "" not in case.homes.get(key[2], ()):
        return True  # the form has no such field outside of all others
    parent = case.before(above)
    if not parent:
        return False
    outer = depth(case.text.line(parent))
    if outer == level and _is_opening(case.text.line(parent)):
        return indent > level
    below = case.after(case.line)
    if not below or depth(case.text.line(below)) != indent:
        return False
    return outer < min(level, indent)


def _move(case: Case, number: int, indent: int, level: int, beside: int) -> Repair:
    """Returns the repair that moves line *number* from *indent* to *level*, where line *beside* stands.

    If it is the line of the error, the lines that are indented along with it move as far.
    """
    what = _("这一行的缩进对不上")
    mend = _("行首空 {n} 格，与第 {line} 行“{text}”对齐").format(
        n=level, line=beside, text=head(case.text.line(beside))
    )
    lines = {number: _indented(level, case.text.line(number))}
    if number >= case.line:
        for below in _along(case, number, indent, level):
            line = case.text.line(below)
            lines[below] = _indented(depth(line) + level - indent, line)
    return Repair(case.text.source.fault(number, indent + 1, what, mend), lines)


def _indented(blanks: int, line: str) -> str:
    """Returns *line* behind so many *blanks*, none where that is negative."""
    return " " * blanks + line.lstrip(" ")


def _along(case: Case, number: int, indent: int, level: int) -> Iterator[int]:
    """Yields the lines below that move from *indent* to *level* along with line *number*."""
    item = ITEM.match(case.text.line(number))
    below = case.after(number)
    if item and below and depth(case.text.line(below)) == item.end() - indent + level:
        return  # the fields of the item stand where they should: only its dash is out of place
    moves_content = level < indent or item is not None
    while below:
        deep = depth(case.text.line(below))
        if deep < indent or indent < deep <= level:
            return
        if deep == indent or moves_content:
            yield below
        below = case.after(below)


def _outside(case: Case, indent: int, least: int) -> Repair:
    """Returns the repair of the lines above, which begin at *least*, further right than this one at *indent*."""
    lines: dict[int, str] = {}
    for number in range(1, case.line):
        line = case.text.line(number)
        if depth(line) >= least:
            lines[number] = line[least - indent :]
    first = next(number for number in lines if case.text.line(number).strip())
    what = _("第一个字段前面多了空格，和下面的字段对不上")
    mend = _("行首空 {n} 格，与第 {line} 行“{text}”对齐").format(
        n=indent, line=case.line, text=head(case.text.line(case.line))
    )
    return Repair(case.text.source.fault(first, 1, what, mend), lines)
