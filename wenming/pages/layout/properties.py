"""What w:pPr and w:rPr say, as fields of a look; only what is said is in it."""

from collections.abc import Callable, Mapping
from typing import Any

from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import W
from wenming.pages.layout.children import Children
from wenming.pages.layout.looks import Edge, Edges, Frame, Leader, TabAlign, TabStop

LARGEST = 200_000  # twips: ten times the longest side of Word's largest paper
Said = dict[str, Any]  # Any: each field of a look has a type of its own
_OFF = frozenset(("0", "false", "off"))
_ALIGNS = {
    **{"left": "left", "start": "left", "center": "center", "right": "right", "end": "right"},
    **{"both": "both", "distribute": "distribute", "thaiDistribute": "distribute"},
    **dict.fromkeys(("lowKashida", "mediumKashida", "highKashida"), "both"),
}
_LEADERS: dict[str, Leader] = {
    "dot": "dot",
    "middleDot": "dot",
    "hyphen": "hyphen",
    "underscore": "underscore",
    "heavy": "underscore",
}
_TAB_ALIGNS: dict[str, TabAlign] = {
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
    "decimal": "decimal",
    "clear": "clear",
}
_DASHES = {"dotted": 1.0, "dashed": 4.0, "dashSmallGap": 3.0, "dotDash": 3.0, "dotDotDash": 3.0}  # widths of the rule
_NO_RULE = frozenset(("nil", "none"))
_TWIPS_IN_POINT = 20
_EIGHTHS = 8
_HUNDRED = 100
#: w:pPr that is yes or no, and the field that says so
_PARAGRAPH_FLAGS = {
    "keepNext": "keeps_next",
    "keepLines": "keeps_lines",
    "pageBreakBefore": "breaks_page",
    "widowControl": "controls_widows",
    "snapToGrid": "snaps_to_grid",
    "kinsoku": "kinsoku",
    "overflowPunct": "hangs_marks",
    "autoSpaceDE": "spaces_letters",
    "autoSpaceDN": "spaces_figures",
    "contextualSpacing": "ignores_space_in_style",
}
_RUN_FLAGS = {
    "b": "bold",
    "i": "italic",
    "strike": "struck",
    "dstrike": "struck",
    "caps": "in_capitals",
    "vanish": "hidden",
}


def number(element: Element | None, attribute: str, default: int = 0) -> int:
    """Returns an *attribute* of *element* as a whole number; *default* where either is missing, or no number.

    What is larger than any paper is as large as the largest (a template may say anything).
    """
    value = None if element is None else element.get(W + attribute)
    if not value:
        return default
    try:
        number = int(float(value))
    except (ValueError, OverflowError):
        return default
    return max(-LARGEST, min(number, LARGEST))


def is_on(element: Element | None) -> bool:
    """True if *element*, one of those that are yes or no, is there and does not say no."""
    return element is not None and element.get(W + "val", "1") not in _OFF


def of_run(properties: Children) -> Said:
    """Returns what *properties* (of w:rPr) say, as fields of RunLook; *hidden* if it is not printed."""
    said: Said = {}
    for name, child in properties.items():
        if name in _RUN_FLAGS:
            said[_RUN_FLAGS[name]] = is_on(child)
        elif name in _RUN_VALUES:
            field, value_of = _RUN_VALUES[name]
            said[field] = value_of(child)
        elif name == "rFonts":
            _read_faces(child, said)
    return said


_HIGHLIGHTS = {
    **{"yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF", "blue": "0000FF", "red": "FF0000"},
    **{"darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000"},
    **{"darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0", "black": "000000", "white": "FFFFFF"},
}


_RUN_VALUES: Mapping[str, tuple[str, Callable[[Element], object]]] = {
    "sz": ("size", lambda child: max(number(child, "val", 20), 1)),
    "color": ("color", lambda child: _color(child.get(W + "val", ""))),
    "spacing": ("tracking", lambda child: number(child, "val")),
    "w": ("scale", lambda child: max(number(child, "val", _HUNDRED), 1)),
    "u": ("underlined", lambda child: child.get(W + "val", "single") != "none"),
    "position": ("raised", lambda child: number(child, "val")),
    "vertAlign": ("script", lambda child: child.get(W + "val", "")),
    "highlight": ("shade", lambda child: _HIGHLIGHTS.get(child.get(W + "val", ""), "")),
    "shd": ("shade", lambda child: _shade(child)),
}


def _read_faces(fonts: Element, said: Said) -> None:
    east_asian, latin = fonts.get(W + "eastAsia"), fonts.get(W + "ascii") or fonts.get(W + "hAnsi")
    if east_asian:
        said["east_asian"] = east_asian
    if latin:
        said["latin"] = latin
    hint = fonts.get(W + "hint")
    if hint:
        said["hints_east_asian"] = hint == "eastAsia"


def of_paragraph(properties: Children) -> Said:
    """Returns what *properties* (of w:pPr) say, as fields of ParagraphLook.

    Indents in characters are *left_chars*, *right_chars* and *first_chars* in hundredths, space in lines
    *before_lines* and *after_lines*.
    """
    said: Said = {}
    for name, child in properties.items():
        if name in _PARAGRAPH_FLAGS:
            said[_PARAGRAPH_FLAGS[name]] = is_on(child)
        elif name in _PARAGRAPH_VALUES:
            field, value_of = _PARAGRAPH_VALUES[name]
            said[field] = value_of(child)
        elif name == "spacing":
            _read_spacing(child, said)
        elif name == "ind":
            _read_indents(child, said)
    return said


_PARAGRAPH_VALUES: Mapping[str, tuple[str, Callable[[Element], object]]] = {
    "jc": ("align", lambda child: _ALIGNS.get(child.get(W + "val", ""), "left")),
    "tabs": ("tabs", lambda child: tuple(map(_tab_stop, child.findall(W + "tab")))),
    "pBdr": ("edges", lambda child: edges(child)),
    "shd": ("shade", lambda child: _shade(child)),
    "wordWrap": ("breaks_words", lambda child: not is_on(child)),
    "outlineLvl": ("outline_level", lambda child: min(max(number(child, "val", 9), 0), 9)),
    "framePr": ("frame", lambda child: _frame(child)),
}


def _read_spacing(spacing: Element, said: Said) -> None:
    for attribute, field in (("line", "line"), ("before", "before"), ("after", "after")):
        if spacing.get(W + attribute):
            said[field] = number(spacing, attribute)
    for attribute, field in (("beforeLines", "before_lines"), ("afterLines", "after_lines")):
        if spacing.get(W + attribute):
            said[field] = number(spacing, attribute)
    rule = spacing.get(W + "lineRule")
    if rule in ("auto", "atLeast", "exact"):
        said["line_rule"] = rule


def _read_indents(indents: Element, said: Said) -> None:
    for attribute, other, field in (("left", "start", "left"), ("right", "end", "right")):
        value = indents.get(W + attribute) or indents.get(W + other)
        if value:
            said[field] = number(indents, attribute if indents.get(W + attribute) else other)
    for attribute, field in (("leftChars", "left_chars"), ("rightChars", "right_chars")):
        if indents.get(W + attribute):
            said[field] = number(indents, attribute)
    for attribute, field, sign in (("firstLine", "first", 1), ("hanging", "first", -1)):
        if indents.get(W + attribute):
            said[field] = sign * number(indents, attribute)
    for attribute, sign in (("firstLineChars", 1), ("hangingChars", -1)):
        if indents.get(W + attribute):
            said["first_chars"] = sign * number(indents, attribute)


def _tab_stop(tab: Element) -> TabStop:
    align = _TAB_ALIGNS.get(tab.get(W + "val", ""), "left")
    leader = _LEADERS.get(tab.get(W + "leader", ""), "")
    return TabStop(number(tab, "pos"), align, leader)


def _frame(properties: Element) -> Frame:
    return Frame(
        x=number(properties, "x"),
        y=number(properties, "y"),
        width=number(properties, "w"),
        height=number(properties, "h"),
        exact=properties.get(W + "hRule") == "exact",
        x_from=properties.get(W + "hAnchor", "page"),
        y_from=properties.get(W + "vAnchor", "page"),
        x_align=properties.get(W + "xAlign", ""),
        y_align=properties.get(W + "yAlign", ""),
    )


def edges(borders: Element | None) -> Edges:
    """Returns the rules of *borders*: w:pBdr, w:tblBorders or w:tcBorders."""
    if borders is None:
        return Edges()
    return Edges(
        top=_edge(borders, "top"),
        bottom=_edge(borders, "bottom"),
        left=_edge(borders, "left") or _edge(borders, "start"),
        right=_edge(borders, "right") or _edge(borders, "end"),
        between_rows=_edge(borders, "insideH") or _edge(borders, "between"),
        between_columns=_edge(borders, "insideV"),
    )


def _edge(borders: Element, name: str) -> Edge | None:
    """The rule called *name*; one without width where it is said that there is none."""
    rule = borders.find(W + name)
    if rule is None:
        return None
    kind = rule.get(W + "val", "single")
    if kind in _NO_RULE:
        return Edge(0)
    width = number(rule, "sz", 4) * _TWIPS_IN_POINT / _EIGHTHS
    space = number(rule, "space") * _TWIPS_IN_POINT
    return Edge(width, space, _color(rule.get(W + "color", "")), width * _DASHES.get(kind, 0))


def shade(element: Element | None) -> str:
    """Returns the colour of *element* (w:shd); empty where there is none."""
    return "" if element is None else _shade(element)


def _shade(element: Element) -> str:
    fill = element.get(W + "fill", "auto")
    return "" if fill == "auto" else _color(fill)


def _color(value: str) -> str:
    """*value* as six hexadecimal digits; black where it is none."""
    is_color = len(value) == 6 and all(char in "0123456789abcdefABCDEF" for char in value)
    return value.upper() if is_color else "000000"


def with_tabs(own: tuple[TabStop, ...], inherited: tuple[TabStop, ...]) -> tuple[TabStop, ...]:
    """Returns the tab stops *inherited* from a style, changed by a paragraph's *own*, from left to right."""
    stops: Mapping[int, TabStop] = {stop.place: stop for stop in (*inherited, *own)}
    return tuple(sorted(stop for stop in stops.values() if stop.align != "clear"))
