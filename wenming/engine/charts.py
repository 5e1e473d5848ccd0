"""Charts that stand in a template, filled with the figures that their alternative text names.

What a chart looks like stays the template's own. Its cached values, which Word paints, and its embedded workbook, which
Word edits, are written from the same figures.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from html import unescape
from itertools import count
from posixpath import basename, dirname, join, normpath
from typing import NamedTuple

from wenming.base.diagnostics import nearest
from wenming.base.i18n import _
from wenming.engine.drawings import Chart
from wenming.ooxml.names import BODY, CHARTS
from wenming.ooxml.relationships import TYPES, related, relations_of, with_default
from wenming.ooxml.text import FORBIDDEN

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
    """A chart drawn in a body: the name in its alternative text, the part it is, where its relationship's id stands."""

    name: str
    part: str
    at: tuple[int, int]


def drawn(body: str, relations: bytes) -> Iterator[Drawn]:
    """The charts in *body*, in their order; *relations*: those of the body."""
    targets = dict(_targets(BODY, relations))
    for match in _DRAWN.finditer(body):
        told = _ALTERNATIVE.search(body, body.rfind("<wp:docPr ", 0, match.start()), match.start())
        part = targets.get(match[2], "") if match[1] == "c" else ""
        yield Drawn(unescape(told[1]).strip() if told else "", part, match.span(2))


def known(name: str, names: Sequence[str]) -> bool:
    """Whether a chart called *name* is one of *names*; raises Unfillable where it only nearly is."""
    near = nearest(name, names, _NEARLY) if name and name not in names else ""
    if near:
        what = _("没有“{name}”这个图的数据").format(name=name)
        raise Unfillable(name, what, _("是不是“{near}”？改图的可选文字（替代文字）").format(near=near))
    return name in names


def expect(parts: Parts, names: Sequence[str]) -> None:
    """Raise Unfillable where a chart of the body goes by what is only nearly one of *names*."""
    for one in drawn(parts[BODY].decode(), parts.get(relations_of(BODY), b"")):
        known(one.name, names)


def check(name: str, xml: str) -> None:
    """Raise Unfillable where the chart called *name* cannot be filled."""
    serieses = _SERIES.findall(xml)
    if not serieses or any(not _VALUES.search(series) for series in serieses):
        what = _("“{name}”这种图填不了数据").format(name=name)
        raise Unfillable(name, what, _("换成柱形图、条形图、折线图或饼图"))


def filled(parts: Parts, charts: Mapping[str, Chart]) -> dict[str, bytes]:
    """The parts that change when every chart of the body that is named in *charts* gets its figures.

    A chart that stands in a loop becomes one for each turn. Raises Unfillable.
    """
    body, changed = parts[BODY].decode(), dict[str, bytes]()
    numbers, pieces, done = count(1), list[str](), 0
    for one in drawn(body, parts.get(relations_of(BODY), b"")):
        if one.name not in charts:
            continue
        if one.part not in parts:
            check(one.name, "")
        part, book = one.part, _workbook_of(one.part, parts)
        if part in changed or not book:
            free = next(n for n in numbers if not {_PART.format(n), _BOOK.format(n)} & parts.keys())
            book = _BOOK.format(free)
        if part in changed:
            part = _PART.format(free)
            pieces += (body[done : one.at[0]], f"rIdChart{free}")
            done = one.at[1]
            _register(part, f"rIdChart{free}", parts, changed)
        xml = parts[one.part].decode(errors="replace")
        check(one.name, xml)
        changed[part] = with_workbook(fill(xml, charts[one.name])).encode()
        changed[book] = workbook(charts[one.name])
        changed[relations_of(part)] = _related(book, parts.get(relations_of(one.part), b""))
        changed[TYPES] = with_default({**parts, **changed}[TYPES], "xlsx", _XLSX_TYPE)
    if done:
        changed[BODY] = "".join((*pieces, body[done:])).encode()
    return changed


def figures(parts: Parts) -> dict[str, Chart]:
    """The figures of every chart of the body that has a name and can be filled."""
    found = dict[str, Chart]()
    for one in drawn(parts[BODY].decode(), parts.get(relations_of(BODY), b"")):
        xml = parts.get(one.part, b"").decode(errors="replace")
        with suppress(Unfillable):
            check(one.name, xml)
            chart = read(xml)
            if found.setdefault(one.name, chart) != chart:
                found[one.name] = chart  # a copy that somebody changed: its figures are his own
    return {name: chart for name, chart in found.items() if name}


def fill(xml: str, chart: Chart) -> str:
    """The chart *xml* with the figures of *chart*.

    A series takes the figures that have its name; others take what is left, in order; the rest of them go.
    """
    names = _assigned([_name(series) for series in _SERIES.findall(xml)], list(chart.series))
    following = iter(names)

    def one(match: re.Match[str]) -> str:
        name = next(following)
        return _series(match[0], name, chart) if name else ""

    return _FILTERED.sub("", _SERIES.sub(one, xml))


def read(xml: str) -> Chart:
    """The figures in the cache of the chart *xml*."""
    series = {_name(one): _points(_VALUES.search(one)) for one in _SERIES.findall(xml)}
    labels = _points(next(map(_LABELS.search, _SERIES.findall(xml)), None))
    places = sorted({*labels, *(n for found in series.values() for n in found)})  # what is empty has no place
    numbers = {name: [_number(found[n]) if n in found else None for n in places] for name, found in series.items()}
    return Chart([unescape(labels.get(n, "")) for n in places], numbers)


def workbook(chart: Chart) -> bytes:
    """The .xlsx that a chart embeds: categories in column A, a series in each column after it. No clock in it."""
    import datetime
    import io

    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.datetime(2012, 7, 1)})
        sheet = book.add_worksheet(_SHEET)
        for row, category in enumerate(chart.categories, 1):
            sheet.write_string(row, 0, _clean(category))
        for column, (name, values) in enumerate(chart.series.items(), 1):
            sheet.write_string(0, column, _clean(name))
            for row, value in enumerate(values, 1):
                if value is not None:
                    sheet.write_number(row, column, float(value))
    return buffer.getvalue()


def _name(series: str) -> str:
    """The name of a *series* as its cache, or the chart itself, has it."""
    title = _TITLE.search(series)
    return unescape("".join(re.findall(r"<c:v>(.*?)</c:v>", title[0], re.DOTALL))) if title else ""


def _points(found: re.Match[str] | None) -> dict[int, str]:
    return {int(index): value for index, value in _CACHED.findall(found[0])} if found else {}


def _number(text: str) -> Decimal | None:
    """The figure that *text* was before a word processor wrote it as 88.299999999999997; None for #N/A."""
    with suppress(InvalidOperation):
        number = round(Decimal(text), 6).normalize()
        return number if number.is_finite() else None
    return None


def _assigned(theirs: Sequence[str], names: list[str]) -> list[str]:
    """For each of the series *theirs* of a template the one of *names* that it takes; empty where none is left."""
    left = [name for name in names if name not in theirs]
    return [name if name in names else left.pop(0) if left else "" for name in theirs]


def _series(xml: str, name: str, chart: Chart) -> str:
    """The series *xml* with the figures *name* of *chart*: tx after order, cat before val, as the schema wants them."""
    from xlsxwriter.utility import xl_col_to_name

    column, last = xl_col_to_name(list(chart.series).index(name) + 1), len(chart.categories) + 1
    xml = _OWN_EXTENSION.sub("", _POINT.sub(lambda match: match[0] if int(match[2]) < last - 1 else "", xml))
    xml = _LABELS.sub("", _TITLE.sub("", xml, count=1), count=1)
    title = f"<c:tx>{_strings(f'${column}$1', [name])}</c:tx>"
    labels = f"<c:cat>{_strings(f'$A$2:$A${last}', chart.categories)}</c:cat>"

    def values(match: re.Match[str]) -> str:
        style = _FORMAT.search(match[0])
        cells = f"${column}$2:${column}${last}"
        return f"{labels}<c:val>{_numbers(cells, chart.series[name], style[1] if style else 'General')}</c:val>"

    return _ORDER.sub(lambda match: match[0] + title, _VALUES.sub(values, xml, count=1), count=1)


def _strings(cells: str, texts: Sequence[str]) -> str:
    points = "".join(f'<c:pt idx="{n}"><c:v>{_escaped(text)}</c:v></c:pt>' for n, text in enumerate(texts))
    return (
        f"<c:strRef><c:f>{_SHEET}!{cells}</c:f><c:strCache>"
        f'<c:ptCount val="{len(texts)}"/>{points}</c:strCache></c:strRef>'
    )


def _numbers(cells: str, values: Sequence[Decimal | None], style: str) -> str:
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{value.normalize():f}</c:v></c:pt>'
        for n, value in enumerate(values)
        if value is not None
    )
    return (
        f"<c:numRef><c:f>{_SHEET}!{cells}</c:f><c:numCache><c:formatCode>{style}</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def _clean(text: str) -> str:
    return FORBIDDEN.sub("\ufffd", text.replace("\a", "\ufffd").replace("\f", "\ufffd"))


def _escaped(text: str) -> str:
    return _clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _targets(owner: str, relations: bytes) -> Iterator[tuple[str, str]]:
    """The id and the part of each relationship in *relations*, which are those of *owner*."""
    for relation in _RELATION.findall(relations.decode()):
        found = dict(re.findall(r'\b(Id|Target|Type)="([^"]*)"', relation))
        yield found.get("Id", ""), normpath(join("/", dirname(owner), found.get("Target", ""))).lstrip("/")


def _workbook_of(part: str, parts: Parts) -> str:
    """The embedded .xlsx of the chart *part*; empty where it has none."""
    targets = _targets(part, parts.get(relations_of(part), b""))
    return next((target for _key, target in targets if target.endswith(".xlsx")), "")


def with_workbook(xml: str) -> str:
    """The chart *xml* with its data in the workbook that ``_related`` relates it to."""
    xml = _EXTERNAL.sub("", xml)
    found = [match.start() for match in _AFTER_EXTERNAL.finditer(xml)]
    external = f'<c:externalData xmlns:r="{_OFFICE}" r:id="{WORKBOOK_RELATION}"><c:autoUpdate val="0"/>'
    return f"{xml[: found[0]]}{external}</c:externalData>{xml[found[0] :]}"


def _related(book: str, relations: bytes) -> bytes:
    """The *relations* of a chart with *book* for its workbook."""
    others = re.sub(rb'<Relationship [^>]*Type="[^"]*/(?:package|oleObject)"[^>]*>', b"", relations)
    own = f'<Relationship Id="{WORKBOOK_RELATION}" Type="{_OFFICE}/package" Target="../embeddings/{basename(book)}"/>'
    return related(others, own)


def _register(part: str, key: str, parts: Parts, changed: dict[str, bytes]) -> None:
    """Let the package and the body know a new chart *part* by the relationship *key*."""
    relations = relations_of(BODY)
    relation = f'<Relationship Id="{key}" Type="{_OFFICE}/chart" Target="charts/{basename(part)}"/>'
    changed[relations] = related({**parts, **changed}[relations], relation)
    declared = f'<Override PartName="/{part}" ContentType="{_CHART_TYPE}"/></Types>'
    changed[TYPES] = {**parts, **changed}[TYPES].replace(b"</Types>", declared.encode())
