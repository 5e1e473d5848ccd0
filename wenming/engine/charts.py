"""Charts that stand in a template, filled with the figures that their alternative text names.

What a chart looks like stays the template's own. Its cached values, which Word paints, and its embedded workbook, which
Word edits, are written from the same figures.
"""

import datetime
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from html import unescape
from itertools import count
from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING, NamedTuple

from wenming.base.diagnostics import nearest
from wenming.base.i18n import _
from wenming.base.lazy import Later
from wenming.engine.drawings import Chart
from wenming.ooxml.names import BODY, CHARTS
from wenming.ooxml.relationships import TYPES, related, relations_of, with_default
from wenming.ooxml.text import FORBIDDEN, escape

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = Later("xlsxwriter")

_PART, _BOOK = f"{CHARTS}wenming{{}}.xml", "word/embeddings/wenming{}.xlsx"
_DRAWN = re.compile(r'<(cx?):chart [^>]*?r:id="([^"]+)"')
_ALTERNATIVE = re.compile(r'\s(?:descr|title)="([^"]+)"')
_SERIES = re.compile(r"<c:ser>.*?</c:ser>", re.DOTALL)
_TITLE = re.compile(r"<c:tx>.*?</c:tx>", re.DOTALL)
_LABELS = re.compile(r"<c:cat>.*?</c:cat>", re.DOTALL)
_VALUES = re.compile(r"<c:val>.*?</c:val>", re.DOTALL)
_ORDER = re.compile(r"<c:order [^>]*/>")
_FORMAT = re.compile(r"<c:formatCode>(.*?)</c:formatCode>", re.DOTALL)
_POINT = re.compile(r'<c:(dPt|dLbl)><c:idx val="(\d+)"/>.*?</c:\1>', re.DOTALL)
_OWN_EXTENSION = re.compile(r"<c:extLst>(?:(?!<c:extLst>).)*?</c:extLst>(?=</c:ser>)", re.DOTALL)
_FILTERED = re.compile(r"<c:ext (?:(?!</c:ext>).)*?c15:filtered(?:(?!</c:ext>).)*?</c:ext>", re.DOTALL)
_CACHED = re.compile(r'<c:pt idx="(\d+)"[^>]*>\s*<c:v>(.*?)</c:v>', re.DOTALL)
_EXTERNAL = re.compile(r"<c:externalData [^>]*?(?:/>|>.*?</c:externalData>)", re.DOTALL)
_AFTER_EXTERNAL = re.compile(r"<c:(?:printSettings|userShapes)[ >/]|</c:chartSpace>")
_RELATION = re.compile(r"<Relationship [^>]*>")
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEET, WORKBOOK_RELATION = "Sheet1", "rIdWorkbook"
_NEARLY = 0.7  # how like a name of ours an alternative text is that means it; others tell readers what a chart shows
Parts = Mapping[str, bytes]


class Unfillable(ValueError):
    """A chart that names figures there are not, or cannot hold them: *name*, what is wrong, how to mend it."""

    def __init__(self, name: str, what: str, mend: str) -> None:
        super().__init__(what)
        self.name, self.what, self.mend = name, what, mend


class Drawn(NamedTuple):
    """A chart drawn in a body: the name in its alternative text, the part it is, where its relationship's id stands.

    The part is empty for the newer kinds of charts (``cx:chart``), which hold no series to fill.
    """

    name: str
    part: str
    at: tuple[int, int]


def charts_in(body: str, relations: bytes) -> Iterator[Drawn]:
    """Yields the charts in *body*, in their order; *relations*: those of the body."""
    targets = dict(_targets(BODY, relations))
    for match in _DRAWN.finditer(body):
        prefix, key = match.groups()
        part = targets.get(key, "") if prefix == "c" else ""
        yield Drawn(_name_of_drawing(body, match.start()), part, match.span(2))


def _name_of_drawing(body: str, at: int) -> str:
    """Returns the alternative text of the drawing whose chart stands *at* this place of *body*; empty without one."""
    alternative = _ALTERNATIVE.search(body, body.rfind("<wp:docPr ", 0, at), at)
    return unescape(alternative[1]).strip() if alternative else ""


def known(name: str, names: Sequence[str]) -> bool:
    """True if a chart called *name* is one of *names*. Raises Unfillable where it only nearly is."""
    if not name or name in names:
        return name in names
    near = nearest(name, names, _NEARLY)
    if near:
        what = _("没有“{name}”这个图的数据").format(name=name)
        raise Unfillable(name, what, _("是不是“{near}”？改图的可选文字（替代文字）").format(near=near))
    return False


def expect(parts: Parts, names: Sequence[str]) -> None:
    """Raise Unfillable where a chart of the body goes by what is only nearly one of *names*."""
    for one in _drawn_in(parts):
        known(one.name, names)


def _drawn_in(parts: Parts) -> Iterator[Drawn]:
    """Yields the charts in the body of *parts*."""
    return charts_in(parts[BODY].decode(), parts.get(relations_of(BODY), b""))


def check(name: str, xml: str) -> None:
    """Raise Unfillable where the chart called *name* cannot be filled."""
    serieses = _SERIES.findall(xml)
    if not serieses or not all(map(_VALUES.search, serieses)):
        what = _("“{name}”这种图填不了数据").format(name=name)
        raise Unfillable(name, what, _("换成柱形图、条形图、折线图或饼图"))


def filled(parts: Parts, charts: Mapping[str, Chart]) -> dict[str, bytes]:
    """Returns the parts that change when every chart of the body that is named in *charts* gets its figures.

    A chart that stands in a loop becomes one for each turn. Raises Unfillable.
    """
    filling = _Filling(parts)
    for one in _drawn_in(parts):
        if one.name in charts:
            filling.put_figures(one, charts[one.name])
    return filling.changed_parts()


class _Filling:
    """The charts of one document while they get their figures: what changes in its parts."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._changed: dict[str, bytes] = {}
        self._numbers = count(1)  # for new charts and workbooks
        self._body = parts[BODY].decode()
        self._pieces: list[str] = []  # of the new body, up to the last chart that was copied
        self._copied_to = 0  # how far they go in the old one

    def put_figures(self, one: Drawn, chart: Chart) -> None:
        """Put the figures of *chart* into the chart *one*, or into a copy of it. Raises Unfillable."""
        xml = self._parts.get(one.part, b"").decode(errors="replace")
        check(one.name, xml)
        part, book = one.part, _workbook_of(one.part, self._parts)
        is_copy = part in self._changed
        if is_copy or not book:
            number = self._free_number()
            book = _BOOK.format(number)
        if is_copy:
            part = _PART.format(number)
            self._relate(one, part, f"rIdChart{number}")
        self._changed[part] = with_workbook(fill(xml, chart)).encode()
        self._changed[book] = workbook(chart)
        self._changed[relations_of(part)] = _related(book, self._parts.get(relations_of(one.part), b""))
        self._changed[TYPES] = with_default(self._current(TYPES), "xlsx", _XLSX_TYPE)

    def changed_parts(self) -> dict[str, bytes]:
        """Returns the parts that changed, the body among them if a chart of it was copied."""
        if self._copied_to:
            self._changed[BODY] = "".join((*self._pieces, self._body[self._copied_to :])).encode()
        return self._changed

    def _free_number(self) -> int:
        """Returns a number that neither a chart nor a workbook of the document has."""
        return next(number for number in self._numbers if not self._is_taken(number))

    def _is_taken(self, number: int) -> bool:
        return _PART.format(number) in self._parts or _BOOK.format(number) in self._parts

    def _current(self, part: str) -> bytes:
        """Returns *part* as it is by now."""
        return self._changed[part] if part in self._changed else self._parts[part]

    def _relate(self, one: Drawn, part: str, key: str) -> None:
        """Let the place of *one* in the body, and the package, know the new chart *part* by the relationship *key*."""
        start, end = one.at
        self._pieces += (self._body[self._copied_to : start], key)
        self._copied_to = end
        relation = f'<Relationship Id="{key}" Type="{_OFFICE}/chart" Target="charts/{basename(part)}"/>'
        relations = relations_of(BODY)
        self._changed[relations] = related(self._current(relations), relation)
        declared = f'<Override PartName="/{part}" ContentType="{_CHART_TYPE}"/></Types>'
        self._changed[TYPES] = self._current(TYPES).replace(b"</Types>", declared.encode())


def figures(parts: Parts) -> dict[str, Chart]:
    """Returns the figures of every chart of the body that has a name and can be filled."""
    found: dict[str, Chart] = {}
    for one in _drawn_in(parts):
        if not one.name:
            continue
        xml = parts.get(one.part, b"").decode(errors="replace")
        with suppress(Unfillable):
            check(one.name, xml)
            chart = read(xml)
            if found.setdefault(one.name, chart) != chart:
                found[one.name] = chart  # a copy that somebody changed: its figures are his own
    return found


def fill(xml: str, chart: Chart) -> str:
    """Returns the chart *xml* with the figures of *chart*.

    A series takes the figures that have its name; others take what is left, in order; the rest of them go.
    """
    names = _assign([_name_of_series(series) for series in _SERIES.findall(xml)], list(chart.series))
    following = iter(names)

    def fill_next(match: re.Match[str]) -> str:
        name = next(following)
        return _fill_series(match[0], name, chart) if name else ""

    return _FILTERED.sub("", _SERIES.sub(fill_next, xml))


def read(xml: str) -> Chart:
    """Returns the figures in the cache of the chart *xml*."""
    serieses = _SERIES.findall(xml)
    labels: dict[int, str] = {}
    if serieses:
        labels = _cached(_LABELS.search(serieses[0]))
    values = {_name_of_series(series): _cached(_VALUES.search(series)) for series in serieses}
    places = sorted(set(labels).union(*values.values()))  # what is empty has no place
    categories = [unescape(labels.get(place, "")) for place in places]
    numbers = {name: [_number(of_series.get(place)) for place in places] for name, of_series in values.items()}
    return Chart(categories, numbers)


def workbook(chart: Chart) -> bytes:
    """Returns the .xlsx that a chart embeds: categories in column A, a series in each column after it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.datetime(2012, 7, 1)})  # no clock in a document
        sheet = book.add_worksheet(_SHEET)
        for row, category in enumerate(chart.categories, 1):
            sheet.write_string(row, 0, _clean(category))
        for column, (name, values) in enumerate(chart.series.items(), 1):
            sheet.write_string(0, column, _clean(name))
            for row, value in enumerate(values, 1):
                if value is not None:
                    sheet.write_number(row, column, float(value))
    return buffer.getvalue()


def _name_of_series(series: str) -> str:
    """Returns the name of a *series* as its cache, or the chart itself, has it; empty without one."""
    title = _TITLE.search(series)
    if title is None:
        return ""
    pieces = re.findall(r"<c:v>(.*?)</c:v>", title[0], re.DOTALL)
    return unescape("".join(pieces))


def _cached(match: re.Match[str] | None) -> dict[int, str]:
    """Returns the values in a cache by their place, counted from 0; nothing where there was no *match*."""
    if match is None:
        return {}
    return {int(index): value for index, value in _CACHED.findall(match[0])}


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


def _fill_series(xml: str, name: str, chart: Chart) -> str:
    """Returns the series *xml* with the figures *name* of *chart*.

    The elements stand in the order that the schema wants: tx after order, cat before val.
    """
    column = xlsxwriter.utility.xl_col_to_name(list(chart.series).index(name) + 1)
    last_row = len(chart.categories) + 1
    title = f"<c:tx>{_strings(f'${column}$1', [name])}</c:tx>"
    labels = f"<c:cat>{_strings(f'$A$2:$A${last_row}', chart.categories)}</c:cat>"

    def values(match: re.Match[str]) -> str:
        format_ = _FORMAT.search(match[0])
        style = format_[1] if format_ else "General"
        numbers = _numbers(f"${column}$2:${column}${last_row}", chart.series[name], style)
        return f"{labels}<c:val>{numbers}</c:val>"

    xml = _OWN_EXTENSION.sub("", _without_points_after(len(chart.categories), xml))
    xml = _TITLE.sub("", xml, count=1)
    xml = _LABELS.sub("", xml, count=1)
    xml = _VALUES.sub(values, xml, count=1)
    return _ORDER.sub(lambda match: match[0] + title, xml, count=1)


def _without_points_after(number: int, xml: str) -> str:
    """Returns the series *xml* without the looks of single points that it does not have any more."""
    return _POINT.sub(lambda match: match[0] if int(match[2]) < number else "", xml)


def _strings(cells: str, texts: Sequence[str]) -> str:
    """Returns the XML of *texts* that stand in these *cells* of the workbook."""
    points = "".join(_point(place, escape(_clean(text))) for place, text in enumerate(texts))
    return (
        f"<c:strRef><c:f>{_SHEET}!{cells}</c:f><c:strCache>"
        f'<c:ptCount val="{len(texts)}"/>{points}</c:strCache></c:strRef>'
    )


def _numbers(cells: str, values: Sequence[Decimal | None], style: str) -> str:
    """Returns the XML of *values* that stand in these *cells* of the workbook, shown in a *style* such as 0.0%."""
    points = "".join(_point(place, f"{value.normalize():f}") for place, value in enumerate(values) if value is not None)
    return (
        f"<c:numRef><c:f>{_SHEET}!{cells}</c:f><c:numCache><c:formatCode>{style}</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def _point(place: int, value: str) -> str:
    return f'<c:pt idx="{place}"><c:v>{value}</c:v></c:pt>'


def _clean(text: str) -> str:
    """Returns *text* with the replacement character for what XML, or we, cannot have in it."""
    return FORBIDDEN.sub("\ufffd", text.replace("\a", "\ufffd").replace("\f", "\ufffd"))


def _targets(owner: str, relations: bytes) -> Iterator[tuple[str, str]]:
    """Yields the id and the part of each relationship in *relations*, which are those of *owner*."""
    for relation in _RELATION.findall(relations.decode()):
        attributes = dict(re.findall(r'\b(Id|Target|Type)="([^"]*)"', relation))
        path = join("/", dirname(owner), attributes.get("Target", ""))
        yield attributes.get("Id", ""), normpath(path).lstrip("/")


def _workbook_of(part: str, parts: Parts) -> str:
    """Returns the embedded .xlsx of the chart *part*; empty where it has none."""
    targets = _targets(part, parts.get(relations_of(part), b""))
    return next((target for _key, target in targets if target.endswith(".xlsx")), "")


def with_workbook(xml: str) -> str:
    """Returns the chart *xml* with its data in the workbook that ``_related`` relates it to."""
    xml = _EXTERNAL.sub("", xml)
    following = _AFTER_EXTERNAL.search(xml)
    if following is None:  # no whole chart: nothing is added to what is broken
        return xml
    at = following.start()
    external = f'<c:externalData xmlns:r="{_OFFICE}" r:id="{WORKBOOK_RELATION}"><c:autoUpdate val="0"/>'
    return f"{xml[:at]}{external}</c:externalData>{xml[at:]}"


def _related(book: str, relations: bytes) -> bytes:
    """Returns the *relations* of a chart with *book* for its workbook."""
    others = re.sub(rb'<Relationship [^>]*Type="[^"]*/(?:package|oleObject)"[^>]*>', b"", relations)
    own = f'<Relationship Id="{WORKBOOK_RELATION}" Type="{_OFFICE}/package" Target="../embeddings/{basename(book)}"/>'
    return related(others, own)
