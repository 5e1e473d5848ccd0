"""The part of a chart as a tree: figures written into its caches, which Word paints, and read from them.

What a series looks like is not touched. The elements of a series stand in the order that the schema wants.
"""

from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation

from lxml import etree
from lxml.etree import _Element as Element

from wenming.engine.chart_workbook import Cells
from wenming.engine.drawings import Chart
from wenming.ooxml.namespaces import C15, C, R
from wenming.ooxml.text import as_cell

_SERIES, _ORDER, _TITLE, _LABELS, _VALUES = C + "ser", C + "order", C + "tx", C + "cat", C + "val"
_POINT, _VALUE, _INDEX = C + "pt", C + "v", C + "idx"
_LOOKS_OF_POINTS = (C + "dPt", C + "dLbl")
_EXTENSIONS, _EXTENSION = C + "extLst", C + "ext"
_EXTERNAL = C + "externalData"
_AFTER_EXTERNAL = (C + "printSettings", C + "userShapes", _EXTENSIONS)


def is_fillable(root: Element) -> bool:
    """True if the chart *root* has series, and each has values by category."""
    serieses = list(root.iter(_SERIES))
    return bool(serieses) and all(series.find(_VALUES) is not None for series in serieses)


def fill(root: Element, chart: Chart) -> None:
    """Write the figures of *chart* into the chart *root*.

    A series takes the figures that have its name; others take what is left, in order; the rest of them go.
    """
    serieses = list(root.iter(_SERIES))
    theirs = [_name_of(series) for series in serieses]
    for series, name in zip(serieses, _assign(theirs, list(chart.series)), strict=True):
        if name:
            _fill_series(series, name, chart)
        else:
            _remove(series)
    _remove_filtered(root)


def read(root: Element) -> Chart:
    """Returns the figures in the caches of the chart *root*."""
    serieses = list(root.iter(_SERIES))
    labels: dict[int, str] = {}
    if serieses:
        labels = _cached(serieses[0].find(_LABELS))
    values = {_name_of(series): _cached(series.find(_VALUES)) for series in serieses}
    places = sorted(set(labels).union(*values.values()))  # what is empty has no place
    categories = [labels.get(place, "") for place in places]
    numbers = {name: [_number(of_series.get(place)) for place in places] for name, of_series in values.items()}
    return Chart(categories, numbers)


def relate_workbook(root: Element, key: str) -> None:
    """Let the chart *root* have its data in the workbook that the relationship *key* leads to."""
    for old in root.findall(_EXTERNAL):
        root.remove(old)
    following = next(root.iterchildren(*_AFTER_EXTERNAL), None)
    external = etree.SubElement(root, _EXTERNAL, {R + "id": key}, {"r": R.strip("{}")})
    etree.SubElement(external, C + "autoUpdate", val="0")
    if following is not None:
        following.addprevious(external)


def _name_of(series: Element) -> str:
    """Returns the name of a *series* as its cache, or the chart itself, has it; empty without one."""
    title = series.find(_TITLE)
    if title is None:
        return ""
    return "".join(value.text or "" for value in title.iter(_VALUE))


def _cached(holder: Element | None) -> dict[int, str]:
    """Returns the values in the cache of *holder* by their place, counted from 0; nothing where there is no holder."""
    found: dict[int, str] = {}
    if holder is None:
        return found
    for point in holder.iter(_POINT):
        place = point.get("idx", "")
        value = point.findtext(_VALUE)
        if place.isdecimal() and value is not None:
            found[int(place)] = value
    return found


def _number(text: str | None) -> Decimal | None:
    """Returns the figure that *text* was before a word processor wrote it as 88.299999999999997; None for #N/A."""
    if text is None:
        return None
    with suppress(InvalidOperation):
        number = round(Decimal(text), 6).normalize()
        return number if number.is_finite() else None
    return None


def _assign(theirs: Sequence[str], names: Sequence[str]) -> list[str]:
    """Returns for each of the series *theirs* of a template the one of *names* that it takes; empty if none is left."""
    left = iter([name for name in names if name not in theirs])
    return [name if name in names else next(left, "") for name in theirs]


def _fill_series(series: Element, name: str, chart: Chart) -> None:
    """Write the figures *name* of *chart* into *series*: its name, the categories, the values."""
    cells = Cells(chart, name)
    values = series.find(_VALUES)
    style = values.findtext(f".//{C}formatCode") or "General"
    _remove_points_after(len(chart.categories), series)
    for old in (*series.findall(_TITLE), *series.findall(_LABELS), *series.findall(_EXTENSIONS)):
        _remove(old)
    for old in list(values):
        _remove(old)
    title = etree.SubElement(series, _TITLE)
    labels = etree.SubElement(series, _LABELS)
    _put_strings(title, cells.name, [name])
    _put_strings(labels, cells.categories, chart.categories)
    _put_numbers(values, cells.values, chart.series[name], style)
    values.addprevious(labels)
    order = series.find(_ORDER)
    if order is None:
        series.insert(0, title)
    else:
        order.addnext(title)


def _remove_points_after(number: int, series: Element) -> None:
    """Remove the looks of single points that *series* does not have any more, now that there are *number*."""
    for look in list(series.iter(*_LOOKS_OF_POINTS)):
        index = look.find(_INDEX)
        place = "" if index is None else index.get("val", "")
        if place.isdecimal() and int(place) >= number:
            _remove(look)


def _remove_filtered(root: Element) -> None:
    """Remove the series that a clerk filtered out: they are of the old figures."""
    for extension in list(root.iter(_EXTENSION)):
        if any(str(child.tag).startswith(f"{C15}filtered") for child in extension):
            _remove(extension)


def _remove(element: Element) -> None:
    element.getparent().remove(element)


def _put_strings(holder: Element, cells: str, texts: Sequence[str]) -> None:
    """Put into *holder* the *texts* that stand in these *cells* of the workbook."""
    reference = etree.SubElement(holder, C + "strRef")
    etree.SubElement(reference, C + "f").text = cells
    cache = etree.SubElement(reference, C + "strCache")
    _put_points(cache, [as_cell(text) for text in texts])


def _put_numbers(holder: Element, cells: str, values: Sequence[Decimal | None], style: str) -> None:
    """Put into *holder* the *values* that stand in these *cells* of the workbook, shown in a *style* such as 0.0%."""
    reference = etree.SubElement(holder, C + "numRef")
    etree.SubElement(reference, C + "f").text = cells
    cache = etree.SubElement(reference, C + "numCache")
    etree.SubElement(cache, C + "formatCode").text = style
    _put_points(cache, [None if value is None else f"{value.normalize():f}" for value in values])


def _put_points(cache: Element, values: Sequence[str | None]) -> None:
    """Put into *cache* how many *values* there are, and those that are not None."""
    etree.SubElement(cache, C + "ptCount", val=str(len(values)))
    for place, value in enumerate(values):
        if value is not None:
            point = etree.SubElement(cache, _POINT, idx=str(place))
            etree.SubElement(point, _VALUE).text = value
