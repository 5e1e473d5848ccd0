"""Charts that stand in a template, filled with the figures that their alternative text names.

What a chart looks like stays the template's own. Its cached values, which Word paints, and its embedded workbook, which
Word edits, are written from the same figures.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from html import unescape
from itertools import count
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import nearest
from wenming.base.i18n import _
from wenming.engine import chart_relations, chart_xml
from wenming.engine.chart_relations import WORKBOOK_RELATION as WORKBOOK_RELATION
from wenming.engine.chart_workbook import workbook as workbook
from wenming.engine.drawings import Chart
from wenming.ooxml.names import BODY, CHARTS
from wenming.ooxml.relationships import TYPES, relations_of
from wenming.ooxml.tree import parse, written

_PART, _BOOK = f"{CHARTS}wenming{{}}.xml", "word/embeddings/wenming{}.xlsx"
_DRAWN = re.compile(r'<(cx?):chart [^<>]*?r:id="([^"<]+)"')
_ALTERNATIVE = re.compile(r'\s(?:descr|title)="([^"]+)"')
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
    targets = chart_relations.targets(BODY, relations)
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


def check(name: str, xml: bytes) -> None:
    """Raise Unfillable where the chart called *name* cannot be filled."""
    _opened(name, xml)


def _opened(name: str, xml: bytes) -> Element:
    """Returns the tree of the chart called *name*. Raises Unfillable where it cannot be filled."""
    with suppress(etree.XMLSyntaxError):
        root = parse(xml)
        if chart_xml.is_fillable(root):
            return root
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
        root = _opened(one.name, self._parts.get(one.part, b""))
        part, book = one.part, chart_relations.workbook_of(one.part, self._parts)
        is_copy = part in self._changed
        if is_copy or not book:
            number = self._free_number()
            book = _BOOK.format(number)
        if is_copy:
            part = _PART.format(number)
            self._relate(one, part, f"rIdChart{number}")
        relations = self._parts.get(relations_of(one.part), b"")
        self._changed[part] = _written_with(root, chart)
        self._changed[book] = workbook(chart)
        self._changed[relations_of(part)] = chart_relations.with_workbook(relations, book)
        self._changed[TYPES] = chart_relations.declaring_workbooks(self._current(TYPES))

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
        relations = relations_of(BODY)
        self._changed[relations] = chart_relations.with_chart(self._current(relations), key, part)
        self._changed[TYPES] = chart_relations.declaring_chart(self._current(TYPES), part)


def figures(parts: Parts) -> dict[str, Chart]:
    """Returns the figures of every chart of the body that has a name and can be filled."""
    found: dict[str, Chart] = {}
    for one in _drawn_in(parts):
        if not one.name:
            continue
        with suppress(Unfillable):
            chart = chart_xml.read(_opened(one.name, parts.get(one.part, b"")))
            if found.setdefault(one.name, chart) != chart:
                found[one.name] = chart  # a copy that somebody changed: its figures are his own
    return found


def fill(xml: bytes, chart: Chart) -> bytes:
    """Returns the chart *xml* with the figures of *chart*, its data in the workbook ``WORKBOOK_RELATION``."""
    return _written_with(parse(xml), chart)


def _written_with(root: Element, chart: Chart) -> bytes:
    chart_xml.fill(root, chart)
    chart_xml.relate_workbook(root, WORKBOOK_RELATION)
    return written(root)


def read(xml: bytes) -> Chart:
    """Returns the figures in the cache of the chart *xml*."""
    return chart_xml.read(parse(xml))
