"""Charts drawn: bars and lines over an axis of figures, with their names and a legend above."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from wenming.pages.drawing.number_formats import formatted
from wenming.pages.layout.charts import Chart, Series, read_chart
from wenming.pages.layout.faces import Faces
from wenming.pages.layout.placed import Dot, Fill, Label, Placed, PlacedDrawing, Rule, moved

_AXIS, _GRID = "404040", "D9D9D9"
_AXIS_WIDTH, _GRID_WIDTH = 15.0, 10.0  # twips
_DASH = 60.0  # twips
_HALF_POINT = 10  # twips
_ABOVE_BASE = 0.36  # of the size: how far the middle of letters is above their base line
_LINE = 1.5  # of the size: the height of a line of words
_PAD = 0.5  # of the size: between words and what they stand beside
_STEPS = 6  # on the axis of figures, at most
_HEADROOM = 0.05  # of the figures: how far the axis goes beyond the largest
_NICE = (1, 2, 5, 10)
_HUNDRED = 100
_SWATCH = 1.6  # of the size: the width of a sample in the legend


class _Area(NamedTuple):
    """Where bars and lines are drawn: twips from the left and the top of the chart."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


class _Axis(NamedTuple):
    """The axis of figures: from *least* to *most* in steps."""

    least: float
    most: float
    step: float

    def share(self, value: float) -> float:
        """How far *value* is along the axis, of 1."""
        return (min(max(value, self.least), self.most) - self.least) / (self.most - self.least)

    def ticks(self) -> list[float]:
        count = round((self.most - self.least) / self.step)
        return [self.least + number * self.step for number in range(count + 1)]


def placed_chart(part: bytes, placed: PlacedDrawing, faces: Faces) -> list[Placed]:
    """The chart in *part* where it is *placed* on the page; nothing where it is of a kind that is not drawn here."""
    chart = read_chart(part)
    if chart is None:
        return []
    drawing = _Drawing(chart, placed.drawn.width, placed.drawn.height, faces)
    return [moved(one, placed.x, placed.y) for one in drawing.all()]


class _Drawing:
    def __init__(self, chart: Chart, width: float, height: float, faces: Faces) -> None:
        self._chart = chart
        self._faces = faces
        self._size = chart.look.size * _HALF_POINT
        self._axis = _axis(chart)
        self._figures = [formatted(tick, chart.number_format) for tick in self._axis.ticks()]
        self._count = max(len(chart.categories), *(len(series.values) for series in chart.series), 1)
        self._frame = width, height
        self._area = self._plot_area()

    def all(self) -> Iterator[Placed]:
        yield from self._title()
        yield from self._legend()
        yield from self._grid()
        yield from self._bars()
        yield from self._lines()
        yield from self._names()

    # where things stand

    def _plot_area(self) -> _Area:
        width, height = self._frame
        pad = self._size * _PAD
        line = self._size * _LINE
        top = pad + line * (self._chart.has_legend + bool(self._chart.title)) + pad
        names = max(map(self._width, self._chart.categories), default=0)
        figures = max(map(self._width, self._figures), default=0)
        if self._chart.lies:
            beside = self._width(self._figures[-1]) / 2
            return _Area(min(names + 2 * pad, width / 2), top, width - pad - beside, height - line - pad)
        longest = max(map(len, self._chart.categories), default=0)
        below = longest * self._size + pad if self._stands_upright(figures) else line
        return _Area(figures + 2 * pad, top + pad, width - pad, max(height - below - pad, top + 2 * pad))

    def _stands_upright(self, figures: float) -> bool:
        """True if the names of categories are written downwards: it is said, or they have no room beside each other."""
        if self._chart.is_upright:
            return True
        room = (self._frame[0] - figures) / self._count
        return max(map(self._width, self._chart.categories), default=0) > room

    def _along(self, number: float) -> float:
        """Where the middle of category *number* is along its axis."""
        area = self._area
        if self._chart.lies:
            share = (number + 0.5) / self._count
            return area.top + area.height * (share if self._chart.is_reversed else 1 - share)
        share = (number + 0.5) / self._count
        return area.left + area.width * (1 - share if self._chart.is_reversed else share)

    def _up(self, value: float) -> float:
        """Where *value* is along the axis of figures."""
        share = self._axis.share(value)
        if self._chart.lies:
            return self._area.left + self._area.width * share
        return self._area.bottom - self._area.height * share

    # what is drawn

    def _title(self) -> Iterator[Placed]:
        if self._chart.title:
            yield self._label(self._chart.title, self._frame[0] / 2, self._size * (_PAD + 1), of_width=0.5)

    def _legend(self) -> Iterator[Placed]:
        if not self._chart.has_legend:
            return
        pad = self._size * _PAD
        swatch = self._size * _SWATCH
        widths = [swatch + pad + self._width(series.name) + 2 * pad for series in self._chart.series]
        x = (self._frame[0] - sum(widths)) / 2
        base = pad + self._size + (self._size * _LINE if self._chart.title else 0)
        middle = base - self._size * _ABOVE_BASE
        for series, width in zip(self._chart.series, widths, strict=True):
            if series.is_line:
                yield _stroke(series, x, middle, x + swatch, middle)
            else:
                side = self._size * 0.6
                yield Fill(x + swatch - side, middle - side / 2, side, side, series.color)
            yield self._label(series.name, x + swatch + pad, base)
            x += width

    def _grid(self) -> Iterator[Placed]:
        area = self._area
        pad = self._size * _PAD
        for tick, shown in zip(self._axis.ticks(), self._figures, strict=True):
            at = self._up(tick)
            if self._chart.lies:
                yield Rule(at, area.top, at, area.bottom, _GRID_WIDTH, _GRID)
                yield self._label(shown, at, area.bottom + pad + self._size * 0.8, of_width=0.5)
            else:
                yield Rule(area.left, at, area.right, at, _GRID_WIDTH, _GRID)
                yield self._label(shown, area.left - pad, at + self._size * _ABOVE_BASE, of_width=1)
        yield Rule(area.left, area.top, area.left, area.bottom, _AXIS_WIDTH, _AXIS)
        yield Rule(area.left, area.bottom, area.right, area.bottom, _AXIS_WIDTH, _AXIS)

    def _bars(self) -> Iterator[Placed]:
        rows = [series for series in self._chart.series if not series.is_line]
        if not rows:
            return
        group = (self._area.height if self._chart.lies else self._area.width) / self._count
        thick = group / (len(rows) + max(self._chart.gap, 0) / _HUNDRED)
        for order, series in enumerate(rows):
            aside = (order - len(rows) / 2) * thick
            if self._chart.lies and not self._chart.is_reversed:
                aside = -aside - thick
            for number, value in enumerate(series.values):
                if value is not None:
                    yield from self._bar(series, value, self._along(number) + aside, thick)

    def _bar(self, series: Series, value: float, start: float, thick: float) -> Iterator[Placed]:
        zero, end = self._up(0), self._up(value)
        low, high = min(zero, end), max(zero, end)
        pad = self._size * _PAD / 2
        shown = formatted(value, series.labels) if series.labels else ""
        if self._chart.lies:
            yield Fill(low, start, high - low, thick, series.color)
            if shown:
                yield self._label(shown, end + pad, start + thick / 2 + self._size * _ABOVE_BASE)
        else:
            yield Fill(start, low, thick, high - low, series.color)
            if shown:
                yield self._label(shown, start + thick / 2, low - pad, of_width=0.5)

    def _lines(self) -> Iterator[Placed]:
        for series in self._chart.series:
            if series.is_line:
                yield from self._line(series)

    def _line(self, series: Series) -> Iterator[Placed]:
        before: tuple[float, float] | None = None
        for number, value in enumerate(series.values):
            if value is None:
                before = None
                continue
            along, up = self._along(number), self._up(value)
            here = (up, along) if self._chart.lies else (along, up)
            if before is not None:
                yield _stroke(series, *before, *here)
            before = here
            if series.dot:
                yield Dot(*here, series.dot / 2, series.color)
            if series.labels:
                above = here[1] - max(series.dot, self._size * _PAD)
                yield self._label(formatted(value, series.labels), here[0], above, of_width=0.5)

    def _names(self) -> Iterator[Placed]:
        area = self._area
        pad = self._size * _PAD
        upright = not self._chart.lies and self._stands_upright(max(map(self._width, self._figures), default=0))
        for number, name in enumerate(self._chart.categories):
            at = self._along(number)
            if self._chart.lies:
                yield self._label(name, area.left - pad, at + self._size * _ABOVE_BASE, of_width=1)
            elif upright:
                for place, char in enumerate(name):
                    yield self._label(char, at, area.bottom + pad / 2 + (place + 0.86) * self._size, of_width=0.5)
            else:
                yield self._label(name, at, area.bottom + pad + self._size * 0.8, of_width=0.5)

    # words

    def _width(self, text: str) -> float:
        return sum(self._faces.advance(char, self._chart.look) for char in text) * self._size

    def _label(self, text: str, x: float, y: float, of_width: float = 0) -> Label:
        """*text* on the base line *y*, so much *of* its *width* to the left of *x*."""
        return Label(x - self._width(text) * of_width, y, text, self._chart.look)


def _stroke(series: Series, x: float, y: float, x_end: float, y_end: float) -> Rule:
    return Rule(x, y, x_end, y_end, series.width, series.color, _DASH if series.is_dashed else 0)


def _axis(chart: Chart) -> _Axis:
    """The axis for the figures of *chart*, in steps of 1, 2 or 5 and a power of ten; up to 1 where there are none."""
    values = [value for series in chart.series for value in series.values if value is not None]
    least = chart.least if chart.least is not None else min([0.0, *values])
    highest = max([least, *values])
    wanted = chart.most if chart.most is not None else highest + (highest - least) * _HEADROOM
    if wanted <= least:
        wanted = least + max(abs(least), 1.0)
    raw = (wanted - least) / _STEPS
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(nice * power for nice in _NICE if nice * power >= raw * (1 - 1e-9))
    most = least + math.ceil((wanted - least) / step - 1e-9) * step
    return _Axis(least, most, step)
