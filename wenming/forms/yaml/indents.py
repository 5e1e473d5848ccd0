"""A line that does not line up with those above it: which of them is wrong, and where it belongs."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from wenming.base.diagnostics import Mistake
from wenming.base.i18n import _
from wenming.forms.yaml.recovery_case import ITEM, KEY, WELL_BEYOND, Case, depth, head, is_item, opens, readable_up_to
from wenming.forms.yaml.traps import LEVEL, Repair

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
    fitting = _by_name(case, fitting)
    level = _nearest(indent, fitting)
    above = fitting[level]
    if _is_to_blame(case, above, level, indent):
        return [_move(case, above, level, indent, case.line)]
    return [_move(case, case.line, indent, level, above)]


def one_blank_off(case: Case) -> list[Repair]:
    """Returns the repair of a line with a blank too many or too few, where the form can be read well beyond it then.

    Only lines with an odd number of blanks are tried: levels are two blanks apart in most forms.
    """
    moves = [move for number in _near(case) for move in _moves_by_one(case, number)]
    best = max(moves, key=lambda move: (move.reach, move.likelihood), default=None)
    if best is None or best.reach <= case.line + WELL_BEYOND:
        return []
    line = case.text.line(best.number)
    mistake = Mistake("misaligned", _("这一行的缩进对不上"), _("行首空 {n} 格").format(n=best.level))
    return [case.text.repair(best.number, depth(line) + 1, _indented(best.level, line), mistake)]


class _MoveByOne(NamedTuple):
    """A line moved to *level*: how far the form can be read then, and how likely it was meant to stand there."""

    reach: int
    likelihood: int
    number: int
    level: int


def _moves_by_one(case: Case, number: int) -> Iterator[_MoveByOne]:
    """Yields what line *number* may be moved to: a blank to the left or to the right, where it has an odd number."""
    line = case.text.line(number)
    indent = depth(line)
    is_field_of_the_form = indent < LEVEL and not is_item(line)  # its name says where it belongs
    if indent % LEVEL == 0 or is_field_of_the_form:
        return
    for level in (indent - 1, indent + 1):
        reach = readable_up_to(case.text, {number: _indented(level, line)})
        yield _MoveByOne(reach, _likelihood(case, number, level), number, level)


def _likelihood(case: Case, number: int, level: int) -> int:
    """Returns 2 if line *number* would line up with the line above it at *level*, 1 if with the one below, else 0.

    A field does not line up with its own content, nor does it stand in a group that the form has without it.
    """
    if _is_in_strange_group(case, number, level):
        return -1
    above, below = case.text.line(case.before(number)), case.text.line(case.after(number))
    if opens(case.text.line(number)) and level >= depth(below) and not is_item(below):
        return 0
    if level in (depth(above), _field_behind_dash(above)):
        return 2
    return 1 if level == depth(below) else 0


def _is_in_strange_group(case: Case, number: int, level: int) -> bool:
    """True if the field on line *number* would stand at *level* in a group that the form has, but without it."""
    groups = case.groups_with(_field_name(case.text.line(number)) or "")
    group = parent_at(case, level, case.before(number))
    is_group_of_the_form = not group or group in case.homes
    return bool(groups) and is_group_of_the_form and group not in groups


def _near(case: Case) -> Iterator[int]:
    """Yields the line of the error, the few above it that say something, and the one that it should line up with."""
    near = list(case.near())
    yield from near
    number = case.before(near[-1])
    while number and depth(case.text.line(number)) > depth(case.text.line(case.line)) + 1:
        number = case.before(number)
    if number:
        yield number


def _levels(case: Case) -> Levels:
    """Returns the levels that are open above the line, the deepest first: a line ends those deeper than itself."""
    levels: Levels = {}
    for number, indent in _stairs(case):
        behind_dash = _field_behind_dash(case.text.line(number))
        if behind_dash is not None and behind_dash < min(levels, default=math.inf):
            levels[behind_dash] = number  # its like stand below it
        levels[indent] = number
    return levels


def _field_behind_dash(line: str) -> int | None:
    """Returns how deep the first field of an item begins; None if *line* is no item, or one without a field."""
    item = ITEM.match(line)
    if not item or not KEY.match(line):
        return None
    return item.end()


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
    of_its_kind = _of_dashes(case, levels, are_dashes=is_item(line))
    above_content: Levels = {}
    content = _depth_below(case, case.line)
    if content is not None and opens(line):
        above_content = _shallower(of_its_kind, content)
    return above_content or of_its_kind or levels


def _by_name(case: Case, levels: Levels) -> Levels:
    """Returns those of *levels* where the form has a field of that name; where there is none, all of them."""
    name = _field_name(case.text.line(case.line))
    groups = case.groups_with(name or "")
    chosen = {level: number for level, number in levels.items() if parent_at(case, level, number) in groups}
    return chosen or levels


def parent_at(case: Case, level: int, number: int) -> str:
    """Returns the name of the field in which what begins at *level* on line *number* stands; empty for the form."""
    while number:
        line = case.text.line(number)
        key = KEY.match(line)
        if key and key.end(1) < level:
            return key[2]
        number = case.before(number)
    return ""


def _of_dashes(case: Case, levels: Levels, *, are_dashes: bool) -> Levels:
    """Returns those of *levels* where a dash stands, or else those where none does."""
    chosen: Levels = {}
    for level, number in levels.items():
        if _has_dash_at(level, case.text.line(number)) == are_dashes:
            chosen[level] = number
    return chosen


def _shallower(levels: Levels, limit: int) -> Levels:
    """Returns those of *levels* that are less than *limit*."""
    return {level: number for level, number in levels.items() if level < limit}


def _nearest(indent: int, levels: Levels) -> int:
    """Returns the one of *levels* that is nearest to *indent*; of two that are as near, the deeper."""
    return min(levels, key=lambda level: (abs(level - indent), -level))


def _has_dash_at(level: int, line: str) -> bool:
    """True if *line* is an item whose dash stands at *level*, not its first field."""
    return is_item(line) and depth(line) == level


def _is_to_blame(case: Case, above: int, level: int, indent: int) -> bool:
    """True if the line *above*, at *level*, is out of place, not the one at *indent* that does not line up with it."""
    name = _field_name(case.text.line(above))
    is_next = case.before(case.line) == above
    if name is None:
        return False
    if level == 0 and "" not in case.homes.get(name, ()) and (is_next or indent > level):
        return True  # the form has no such field outside of all others
    if not is_next:
        return False
    parent = case.before(above)
    if not parent:
        return False
    outer = depth(case.text.line(parent))
    if outer == level and opens(case.text.line(parent)):
        return indent > level
    return outer < min(level, indent) and _depth_below(case, case.line) == indent


def _field_name(line: str) -> str | None:
    """Returns the name of the field on *line*; None if it has none, or is an item of a list."""
    key = KEY.match(line)
    if not key or is_item(line):
        return None
    return key[2]


def _depth_below(case: Case, number: int) -> int | None:
    """Returns how deep the line below line *number* begins; None if there is none."""
    below = case.after(number)
    if not below:
        return None
    return depth(case.text.line(below))


def _move(case: Case, number: int, indent: int, level: int, beside: int) -> Repair:
    """Returns the repair that moves line *number* from *indent* to *level*, where line *beside* stands.

    If it is the line of the error, the lines that are indented along with it move as far.
    """
    what = _("这一行的缩进对不上")
    mend = _("行首空 {n} 格，与第 {line} 行“{text}”对齐").format(
        n=level, line=beside, text=head(case.text.line(beside))
    )
    if level == 0:
        mend = _("顶格写，行首不要有空格，与第 {line} 行“{text}”对齐").format(
            line=beside, text=head(case.text.line(beside))
        )
    lines = {number: _indented(level, case.text.line(number))}
    if number >= case.line:
        for below in _along(case, number, indent, level):
            line = case.text.line(below)
            lines[below] = _indented(depth(line) + level - indent, line)
    return case.text.repair_lines(number, indent + 1, lines, Mistake("misaligned", what, mend))


def _indented(blanks: int, line: str) -> str:
    """Returns *line* behind so many *blanks*, none where that is negative."""
    return " " * blanks + line.lstrip(" ")


def _along(case: Case, number: int, indent: int, level: int) -> Iterator[int]:
    """Yields the lines below that move from *indent* to *level* along with line *number*."""
    item = ITEM.match(case.text.line(number))
    if item and _depth_below(case, number) == item.end() - indent + level:
        return  # the fields of the item stand where they should: only its dash is out of place
    moves_content = level < indent or item is not None
    for below in _below(case, number):
        deep = depth(case.text.line(below))
        is_outside = deep < indent
        is_in_place = indent < deep <= level
        if is_outside or is_in_place:
            return
        if deep == indent or moves_content:
            yield below


def _below(case: Case, number: int) -> Iterator[int]:
    """Yields the lines below line *number* that say something."""
    below = case.after(number)
    while below:
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
    return case.text.repair_lines(first, 1, lines, Mistake("misaligned", what, mend))
