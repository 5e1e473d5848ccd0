"""A chart (DrawingML) as what it shows: series of figures by categories, as bars or lines, on two axes."""

from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import A, C
from wenming.ooxml.tree import parse
from wenming.pages.layout.looks import RunLook

_KINDS = {"barChart": "bars", "lineChart": "line"}
_GROUPINGS = ("", "standard", "clustered")  # bars beside each other, lines over each other
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
_BESIDE_CHARTS = ("layout", "catAx", "valAx", "dateAx", "serAx", "dTable", "spPr", "extLst")
_COLORS = ("4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")  # of Office, where a chart names none
_HUNDREDTHS, _HALF = 100, 2
_EMU_IN_TWIP = 635
_USUAL_LINE = 28575  # EMU, where a chart says nothing
_USUAL_SIZE = 1000  # hundredths of a point
_GAP = 150  # percent of a bar between groups of bars
_MOST = 2000  # figures of a series that are drawn


class Series(NamedTuple):
    """A row of figures: as bars or as a line, its colour, whether its figures stand beside it, and how."""

    name: str
    values: tuple[float | None, ...]
    is_line: bool
    color: str
    width: float = 0
    is_dashed: bool = False
    dot: float = 0  # twips: the width of the dots of a line
    labels: str = ""  # the format of the figures beside it; empty: none


class Chart(NamedTuple):
    """A chart: *look* is that of its words, *number_format* that of the figures on the axis, *gap* in percent."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    look: RunLook
    number_format: str
    lies: bool = False  # its bars go to the right
    is_reversed: bool = False  # the first category is at the top, or on the right
    is_upright: bool = False  # the names of categories are written downwards
    least: float | None = None
    most: float | None = None
    gap: int = _GAP
    has_legend: bool = False
    title: str = ""


def read_chart(part: bytes) -> Chart | None:
    """The chart in *part*; None where it is of a kind that is not drawn here."""
    try:
        root = parse(part)
    except etree.XMLSyntaxError:
        return None
    area = root.find(f"{C}chart/{C}plotArea")
    drawn = [] if area is None else _drawn(area)
    if area is None or not drawn:
        return None
    category_axis, value_axis, bars = area.find(C + "catAx"), area.find(C + "valAx"), area.find(C + "barChart")
    title = root.find(f"{C}chart/{C}title")
    return Chart(
        categories=_categories(drawn),
        series=tuple(_series(one, element) for element in drawn for one in element.findall(C + "ser")),
        look=_look(root),
        number_format=_format(value_axis),
        lies=_value(bars, "barDir") == "bar",
        is_reversed=_value(_child(category_axis, "scaling"), "orientation") == "maxMin",
        is_upright=_is_upright(category_axis),
        least=_number(_value(_child(value_axis, "scaling"), "min")),
        most=_number(_value(_child(value_axis, "scaling"), "max")),
        gap=int(_number(_value(bars, "gapWidth")) or _GAP),
        has_legend=root.find(f"{C}chart/{C}legend") is not None,
        title="" if title is None else "".join(title.itertext(A + "t")),
    )


def _drawn(area: Element) -> list[Element]:
    """The charts in the plot *area*; none where one of them is of a kind that is not drawn here."""
    charts = [element for element in area if _local(element) not in _BESIDE_CHARTS]
    for element in charts:
        if _local(element) not in _KINDS or _value(element, "grouping") not in _GROUPINGS:
            return []
    return charts


def _series(element: Element, chart: Element) -> Series:
    is_line = _local(chart) == "lineChart"
    name = element.find(f"{C}tx//{C}v")
    shape = element.find(C + "spPr")
    line = None if shape is None else shape.find(A + "ln")
    return Series(
        name="" if name is None else name.text or "",
        values=tuple(map(_number, _points(element.find(C + "val")))),
        is_line=is_line,
        color=_color(line if is_line else shape, int(_number(_value(element, "order")) or 0)),
        width=_width(line),
        is_dashed=_is_dashed(line),
        dot=_dot(element),
        labels=_labels(element),
    )


def _color(paint: Element | None, order: int) -> str:
    """The colour of *paint*; where it says none, that of Office for the series with this *order*."""
    color = None if paint is None else paint.find(f"{A}solidFill/{A}srgbClr")
    said = "" if color is None else color.get("val", "")
    is_color = len(said) == 6 and all(char in _HEXADECIMAL for char in said)
    return said if is_color else _COLORS[order % len(_COLORS)]


def _width(line: Element | None) -> float:
    """The width of *line* in twips."""
    said = None if line is None else _number(line.get("w"))
    return (said or _USUAL_LINE) / _EMU_IN_TWIP


def _is_dashed(line: Element | None) -> bool:
    dash = None if line is None else line.find(A + "prstDash")
    return dash is not None and dash.get("val", "solid") != "solid"


def _dot(series: Element) -> float:
    """The width of the dots of a line, in twips."""
    marker = series.find(C + "marker")
    if _value(marker, "symbol") in ("", "none"):
        return 0
    return (_number(_value(marker, "size")) or 5) * 20


def _labels(series: Element) -> str:
    labels = series.find(C + "dLbls")
    if labels is None or _value(labels, "showVal") not in ("1", "true"):
        return ""
    return _format(labels)


def _categories(charts: Iterable[Element]) -> tuple[str, ...]:
    """The names of the categories: of the first series that has any."""
    for chart in charts:
        for series in chart.findall(C + "ser"):
            names = [name or "" for name in _points(series.find(C + "cat"))]
            if names:
                return tuple(names)
    return ()


def _points(holder: Element | None) -> list[str | None]:
    """What is kept of the cells of the workbook that a series refers to, by their places."""
    if holder is None:
        return []
    count = holder.find(f".//{C}ptCount")
    points: dict[int, str | None] = {}
    for point in holder.iter(C + "pt"):
        place = int(_number(point.get("idx")) or 0)
        value = point.find(C + "v")
        points[place] = None if value is None else value.text
    said = int(_number(None if count is None else count.get("val")) or 0)
    whole = min(max([said, *(place + 1 for place in points)]), _MOST)
    return [points.get(place) for place in range(whole)]


def _look(root: Element) -> RunLook:
    said = root.find(f"{C}txPr//{A}defRPr")
    size = _USUAL_SIZE if said is None else _number(said.get("sz")) or _USUAL_SIZE
    latin, east_asian = (None if said is None else said.find(A + name) for name in ("latin", "ea"))
    face = "宋体" if east_asian is None else east_asian.get("typeface", "宋体")
    figures = face if latin is None else latin.get("typeface", face)
    return RunLook(east_asian=face, latin=figures, hints_east_asian=True, size=size / _HUNDREDTHS * _HALF)


def _is_upright(axis: Element | None) -> bool:
    body = None if axis is None else axis.find(f"{C}txPr/{A}bodyPr")
    return body is not None and body.get("vert", "horz") in ("eaVert", "wordArtVert")


def _format(holder: Element | None) -> str:
    element = _child(holder, "numFmt")
    return "General" if element is None else element.get("formatCode", "General")


def _child(holder: Element | None, name: str) -> Element | None:
    return None if holder is None else holder.find(C + name)


def _value(holder: Element | None, name: str) -> str:
    child = _child(holder, name)
    return "" if child is None else child.get("val", "")


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if abs(number) < 1e15 else None


def _local(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else "layout"
