"""The paper of a section: size, margins, grid of lines, and what stands on the head and the foot of its pages."""

from collections.abc import Mapping
from typing import cast

from lxml.etree import _Element as Element

from wenming.base.i18n import N_
from wenming.ooxml.namespaces import R, W
from wenming.pages.layout.children import children_of, value_of
from wenming.pages.layout.contents import Section, Start, WhichPages
from wenming.pages.layout.properties import is_on, number

_A4 = (11906, 16838)
_INCH = 1440
_OUTER = 720  # of heads and feet, where nothing is said
_GRIDS_OF_LINES = ("lines", "linesAndChars", "snapToChars")
_GRIDS_OF_CHARACTERS = ("linesAndChars", "snapToChars")
_NUMBER_FORMATS = ("decimal", "numberInDash")
_NOT_LAID_OUT = {
    "pgBorders": N_("页面边框"),
    "lnNumType": N_("行号"),
    "vAlign": N_("页面上的垂直对齐"),
    "bidi": N_("从右到左的节"),
}
_STARTS = ("nextPage", "evenPage", "oddPage", "continuous")
_WIDEST = 31680  # twips: Word's largest paper has sides of 22 inches
_NARROWEST = 320  # twips that a line has at least, a character, whatever margins say


def read_section(element: Element | None, parts: Mapping[str, str], before: Section | None) -> Section:
    """The section of *element* (w:sectPr); heads and feet that it does not name are those of the one *before*.

    *parts*: the part that each relationship leads to.
    """
    size = margins = grid = start = numbers = None
    if element is not None:
        size, margins = element.find(W + "pgSz"), element.find(W + "pgMar")
        grid, start, numbers = element.find(W + "docGrid"), element.find(W + "type"), element.find(W + "pgNumType")
    width, height = number(size, "w", _A4[0]), number(size, "h", _A4[1])
    left, right = number(margins, "left", _INCH) + number(margins, "gutter"), number(margins, "right", _INCH)
    if width - left - right < _NARROWEST:
        right = max(0, width - left - _NARROWEST)
    top, bottom = number(margins, "top", _INCH), number(margins, "bottom", _INCH)
    return Section(
        width=min(max(width, left + right + _NARROWEST), _WIDEST),
        height=min(max(height, _NARROWEST), _WIDEST),
        top=top,
        bottom=bottom,
        left=left,
        right=right,
        head=number(margins, "header", _OUTER),
        foot=number(margins, "footer", _OUTER),
        start=_start(start),
        pitch=_pitch(grid),
        is_landscape=size is not None and size.get(W + "orient") == "landscape",
        has_first=element is not None and is_on(element.find(W + "titlePg")),
        heads=_named(element, "headerReference", parts, before.heads if before else {}),
        feet=_named(element, "footerReference", parts, before.feet if before else {}),
        first_number=number(numbers, "start") if numbers is not None and numbers.get(W + "start") else None,
        with_dashes=numbers is not None and numbers.get(W + "fmt") == "numberInDash",
    )


def unknown_of_section(element: Element | None) -> list[str]:
    """What *element* (w:sectPr) asks for that is not laid out."""
    children = children_of(element)
    unknown = [what for name, what in _NOT_LAID_OUT.items() if name in children]
    if number(children.get("cols"), "num", 1) > 1:
        unknown.append(N_("分栏"))
    if value_of(children, "textDirection") not in ("", "lrTb"):
        unknown.append(N_("竖排"))
    grid = children.get("docGrid")
    if grid is not None and grid.get(W + "type") in _GRIDS_OF_CHARACTERS and number(grid, "charSpace"):
        unknown.append(N_("按字数排的网格"))
    numbers = children.get("pgNumType")
    if numbers is not None and numbers.get(W + "fmt", "decimal") not in _NUMBER_FORMATS:
        unknown.append(N_("这一种页码"))
    return unknown


def _start(element: Element | None) -> Start:
    value = "" if element is None else element.get(W + "val", "")
    return cast(Start, value) if value in _STARTS else "nextPage"


def _pitch(grid: Element | None) -> int:
    if grid is None or grid.get(W + "type", "default") not in _GRIDS_OF_LINES:
        return 0
    return max(number(grid, "linePitch"), 0)


def _named(
    section: Element | None, name: str, parts: Mapping[str, str], before: Mapping[WhichPages, str]
) -> dict[WhichPages, str]:
    """The parts that *section* names by w:*name*, over those of the section *before*."""
    named = dict(before)
    for reference in [] if section is None else section.findall(W + name):
        part = parts.get(reference.get(R + "id", ""))
        if part:
            named[cast(WhichPages, reference.get(W + "type", "default"))] = part
    return named
