"""Lines: where a text is broken, by which rules, and how high each line is."""

from collections.abc import Iterator
from typing import NamedTuple

from wenming.pages.layout.looks import ParagraphLook, RunLook, TabStop
from wenming.pages.layout.rules import Rules
from wenming.pages.layout.scripts import is_wide
from wenming.pages.layout.set_text import DRAWN, LINE_END, PAGE_END, TAB, Measuring, SetText

_NARROWEST = 20.0  # twips that a line has at least, whatever indents say
_EXACT_ABOVE = 0.8  # of an exact line that stands above the base line, as LibreOffice has it
_SINGLE = 240  # w:line of a single line
_A_LITTLE = 1.0  # twips that a line may be longer than its room: widths are rounded to twips

_ENDS_WORD = (" ", TAB, DRAWN)
_BEGINS_WORD = (TAB, DRAWN)
_LEADERS = {"dot": ".", "hyphen": "-", "underscore": "_"}


class Line(NamedTuple):
    """A line: *text* from *start* to *end*, *x* twips in, *used* of its *room*; its height, and its base line below.

    *is_last*: of its paragraph, or before a break; *ends_page*: a break of page comes after it.
    """

    text: SetText
    start: int
    end: int
    x: float
    room: float
    used: float
    height: float
    base: float
    is_last: bool
    ends_page: bool

    @property
    def printed(self) -> str:
        """What stands in it."""
        return self.text.chars[self.start : self.end]


class Measure(NamedTuple):
    """What the lines of a paragraph are set to: the width of the column, the grid of lines, tab stops nobody set."""

    width: float
    pitch: int
    tab: int
    squeezes_marks: bool
    in_cell: bool = False


def broken(text: SetText, look: ParagraphLook, measure: Measure, measuring: Measuring, rules: Rules) -> list[Line]:
    """The lines of a *text* that looks so; at least one."""
    return list(_Breaking(text, look, measure, measuring, rules).lines())


class _Full(NamedTuple):
    """A line from *start* on that has no room for what is at *place*: *used* of its *room*."""

    start: int
    place: int
    used: float
    room: float


class _Breaking:
    def __init__(
        self, text: SetText, look: ParagraphLook, measure: Measure, measuring: Measuring, rules: Rules
    ) -> None:
        self._text = text
        self._look = look
        self._measure = measure
        self._measuring = measuring
        self._rules = rules
        self._right = max(measure.width - look.right, look.left + _NARROWEST)
        self._hangs = look.hangs_marks != rules.hangs_the_wrong_way_round
        if measure.in_cell and not rules.hangs_in_cells:
            self._hangs = False

    def lines(self) -> Iterator[Line]:
        chars = self._text.chars
        start = 0
        left = float(self._look.left + self._look.first)
        while True:
            end, used = self._fill(start, left)
            ends = end > start and chars[end - 1] in (LINE_END, PAGE_END)
            ends_page = ends and chars[end - 1] == PAGE_END
            is_last = ends or end == len(chars)
            room = max(self._right - left, _NARROWEST)
            height, base = self._height(start, end)
            used -= self._hanging_spaces(start, end)
            yield Line(self._text, start, end, left, room, used, height, base, is_last, ends_page)
            if end == len(chars) and not (ends and not ends_page):
                return
            start = end
            left = float(self._look.left)

    def _fill(self, start: int, left: float) -> tuple[int, float]:
        """Where the line that begins at *start*, so far in, ends, and how much of it is used."""
        chars, widths, gaps = self._text.chars, self._text.widths, self._text.gaps
        room = max(self._right - left, _NARROWEST) + _A_LITTLE
        used = gap = 0.0
        break_at, used_there = start, 0.0
        for place in range(start, len(chars)):
            char = chars[place]
            if char in (LINE_END, PAGE_END):
                return place + 1, used
            if place > start and self._may_break(place):
                break_at, used_there = place, used
            if char == TAB:
                widths[place] = self._tab_width(place, left + used + gap)
            needed = used + gap + widths[place]
            if needed > room and char != " ":
                return self._ended(_Full(start, place, used, room), break_at, used_there)
            used = needed
            gap = gaps.get(place, 0.0)
        return len(chars), used

    def _ended(self, full: _Full, break_at: int, used_there: float) -> tuple[int, float]:
        """Where a *full* line ends, that may end at *break_at*, and how much of it is used."""
        if full.place == full.start:  # wider than a line: it is alone on one
            return full.place + 1, self._text.widths[full.place]
        if self._fits_still(full.place, full.used, full.room):
            return full.place + 1, min(full.used, full.room)
        if break_at > full.start:
            return break_at, used_there
        return full.place, full.used

    def _fits_still(self, place: int, used: float, room: float) -> bool:
        """True if the mark at *place* stands in the margin, or where the white in the marks before it was."""
        char = self._text.chars[place]
        if place + 1 < len(self._text.chars) and not self._may_break(place + 1):
            return False
        if self._hangs and char in self._rules.hanging:
            is_beside_letter = not is_wide(self._text.chars[place - 1])
            return used <= room and not (is_beside_letter and not self._rules.hangs_after_letters)
        if not self._measure.squeezes_marks or char not in self._rules.half_empty:
            return False
        return used + self._text.widths[place] / 2 <= room

    def _may_break(self, place: int) -> bool:
        """True if a line may end before *place*."""
        before, after = self._text.chars[place - 1], self._text.chars[place]
        if self._is_forbidden(before, after):
            return False
        if before in _ENDS_WORD or after in _BEGINS_WORD:
            return True
        if is_wide(before) or is_wide(after) or self._look.breaks_words:
            return True
        return before == "-" and after.isalpha()

    def _is_forbidden(self, before: str, after: str) -> bool:
        """True if no line may end between *before* and *after*, whatever they are otherwise."""
        if self._look.kinsoku and (after in self._rules.not_first or before in self._rules.not_last):
            return True
        is_one_mark = before == after and after in self._rules.paired
        return is_one_mark or after == " "

    def _hanging_spaces(self, start: int, end: int) -> float:
        """How wide the spaces are with which the line ends: they stand in the margin."""
        chars = self._text.chars
        while end > start and chars[end - 1] in (LINE_END, PAGE_END):
            end -= 1
        last = end
        while last > start and chars[last - 1] == " ":
            last -= 1
        return sum(self._text.widths[last:end])

    # tabs

    def _tab_width(self, place: int, x: float) -> float:
        """How wide the tab at *place* is, which begins *x* twips in."""
        stop = self._next_stop(x)
        if stop.leader:
            self._text.leaders[place] = _LEADERS[stop.leader]
        if stop.align in ("left", "clear"):
            return stop.place - x
        follows = self._width_until_tab(place + 1)
        if stop.align == "center":
            follows /= 2
        return max(stop.place - x - follows, 0)

    def _next_stop(self, x: float) -> TabStop:
        """The tab stop after *x*: one that is set, the hanging indent, or one of those that nobody set."""
        stops = list(self._look.tabs)
        if self._look.first < 0:
            stops.append(TabStop(self._look.left, "left"))
        after = [stop for stop in stops if stop.place > x + _A_LITTLE]
        if after:
            return min(after)
        tab = self._measure.tab
        return TabStop(int((x + _A_LITTLE) // tab + 1) * tab, "left")

    def _width_until_tab(self, start: int) -> float:
        width = 0.0
        for place in range(start, len(self._text.chars)):
            if self._text.chars[place] in (TAB, LINE_END, PAGE_END):
                break
            width += self._text.widths[place] + self._text.gaps.get(place, 0)
        return width

    # heights

    def _height(self, start: int, end: int) -> tuple[float, float]:
        """The height of the line from *start* to *end*, and where its base line is."""
        look = self._look
        on_grid = bool(self._measure.pitch) and look.snaps_to_grid
        if look.line_rule == "exact" and not on_grid:
            return float(look.line), look.line * _EXACT_ABOVE
        ascent, descent = self._letters(start, end)
        natural = ascent + descent
        if look.line_rule == "exact" and not self._rules.grid_before_exact_lines:
            return float(look.line), (look.line + natural) / 2 - descent
        if look.line_rule == "atLeast":
            height = max(natural, look.line)
            return height, height - descent
        if on_grid:
            lines = 1 if look.line_rule == "exact" else look.line / _SINGLE
            height = max(self._in_whole_lines(natural), self._measure.pitch * lines)
            return height, (height + natural) / 2 - descent
        height = natural * look.line / _SINGLE
        return height, height - descent

    def _in_whole_lines(self, height: float) -> float:
        """*height* rounded up to whole lines of the grid."""
        pitch = self._measure.pitch
        return -(-height // pitch) * pitch

    def _letters(self, start: int, end: int) -> tuple[float, float]:
        """How far what stands from *start* to *end* reaches above and below the base line."""
        drawn = [one.height for place, one in self._text.drawn.items() if start <= place < end]
        if not drawn:
            return self._of_letters(set(self._text.looks[start:end]))
        if self._rules.pictures_stand_on_the_line:
            beside = [place for place in range(start, end) if place not in self._text.drawn]
            ascent, descent = self._of_letters({self._text.looks[place] for place in beside}) if beside else (0.0, 0.0)
        else:
            ascent, descent = self._of_letters(set(self._text.looks[start:end]))
        return max(ascent, *drawn), descent

    def _of_letters(self, looks: set[RunLook]) -> tuple[float, float]:
        """How far letters that look so reach above and below the base line; of none, those of the paragraph's mark."""
        heights = [self._measuring.metrics(look) for look in looks or {self._look.run}]
        return max(one.ascent for one in heights), max(one.descent for one in heights)
