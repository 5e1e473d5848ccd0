"""A line that does not line up with those above it: which of them is wrong, and where it belongs."""

from collections.abc import Iterator

from wenming.base.i18n import _
from wenming.forms.yaml.recovery_case import ITEM, KEY, Case, depth, head
from wenming.forms.yaml.traps import Repair, bare


def misplaced(case: Case) -> list[Repair]:
    """The repair of the line that does not line up, if that is what is wrong."""
    line = case.text.line(case.line)
    indent = depth(line)
    levels = _levels(case)
    if not levels:
        return []
    if indent < min(levels):
        return [_outside(case, indent, min(levels))]
    fitting = _fitting(case, levels)
    if indent in fitting:
        return []
    level = min(fitting, key=lambda one: (abs(one - indent), -one))
    above = fitting[level]
    if _to_blame(case, above, level, indent):
        return [_moved(case, above, level, indent, case.line)]
    return [_moved(case, case.line, indent, level, above)]


def _levels(case: Case) -> dict[int, int]:
    """The columns that lines above begin at and one here may, each with the nearest line that does."""
    levels: dict[int, int] = {}
    number, least = case.before(case.line), 1 << 30
    while number and least:
        line = case.text.line(number)
        indent = depth(line)
        if indent < least:
            item = ITEM.match(line)
            if item and item.end() < least and KEY.match(line):
                levels.setdefault(item.end(), number)
            levels.setdefault(indent, number)
            least = indent
        number = case.before(number)
    return levels


def _fitting(case: Case, levels: dict[int, int]) -> dict[int, int]:
    """Those of *levels* where the line may belong: items among items, fields above what stands below them."""
    line = case.text.line(case.line)
    item = bool(ITEM.match(line))
    fitting = {
        level: number
        for level, number in levels.items()
        if item == (bool(ITEM.match(case.text.line(number))) and level == depth(case.text.line(number)))
    }
    below = case.after(case.line)
    if below and _opens(line):
        room = depth(case.text.line(below))
        fitting = {level: number for level, number in fitting.items() if level < room} or fitting
    return fitting or levels


def _opens(line: str) -> bool:
    """Whether *line* is a field whose content stands on the lines below."""
    key = KEY.match(line)
    return bool(key) and not bare(" " + line[key.end() :]).strip() if key else False


def _to_blame(case: Case, above: int, level: int, indent: int) -> bool:
    """Whether it is the line *above* that is out of place, not the one that stumbled over it."""
    line = case.text.line(above)
    key = KEY.match(line)
    parent = case.before(above)
    if not key or ITEM.match(line) or case.before(case.line) != above:
        return False
    if level == 0 and "" not in case.homes.get(key[2], ()):
        return True
    if not parent:
        return False
    under = depth(case.text.line(parent))
    if under == level and _opens(case.text.line(parent)):
        return indent > level
    below = case.after(case.line)
    return under < level and under < indent and bool(below) and depth(case.text.line(below)) == indent


def _moved(case: Case, number: int, indent: int, level: int, beside: int) -> Repair:
    """Line *number* and what is indented along with it, moved from *indent* to *level*, where *beside* stands."""
    what = _("这一行的缩进对不上")
    mend = _("行首空 {n} 格，与第 {line} 行“{text}”对齐").format(
        n=level, line=beside, text=head(case.text.line(beside))
    )
    moved = {number: " " * level + case.text.line(number).lstrip(" ")}
    if number >= case.line:
        moved |= {
            below: " " * max(0, depth(line) + level - indent) + line.lstrip(" ")
            for below, line in _along(case, number, indent, level)
        }
    return Repair(case.text.source.fault(number, indent + 1, what, mend), moved)


def _along(case: Case, number: int, indent: int, level: int) -> Iterator[tuple[int, str]]:
    """The lines below that move along with line *number*."""
    item = ITEM.match(case.text.line(number))
    below = case.after(number)
    if item and below and depth(case.text.line(below)) == item.end() - indent + level:
        return  # the fields of the item stand where they should: only its dash is out of place
    while below:
        line = case.text.line(below)
        deep = depth(line)
        if deep < indent or (deep <= level and deep != indent):
            return
        if deep == indent or level < indent or item:
            yield below, line
        below = case.after(below)


def _outside(case: Case, indent: int, least: int) -> Repair:
    """The lines above begin further right than this one, which is therefore outside of everything."""
    moved = {
        number: case.text.line(number)[least - indent :]
        for number in range(1, case.line)
        if depth(case.text.line(number)) >= least
    }
    first = next(number for number in moved if case.text.line(number).strip())
    what = _("第一个字段前面多了空格，和下面的字段对不上")
    mend = _("行首空 {n} 格，与第 {line} 行“{text}”对齐").format(
        n=indent, line=case.line, text=head(case.text.line(case.line))
    )
    return Repair(case.text.source.fault(first, 1, what, mend), moved)
