"""How the cells of a workbook look, and how wide its columns are."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from wenming.forms.schema import Rule
from wenming.forms.workbook.tables import Column

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_FACE = "宋体"
_REQUIRED, _HEAD, _FIXED = "#FFF2CC", "#D9E2F3", "#F2F2F2"
_LINE, _HIGHEST = 15.0, 409.0  # points
_LONG = 500  # characters from which a text needs a wide cell
_NARROW, _USUAL, _WIDE, _LIST = 12, 24, 60, 32  # characters


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._made: dict[str, Any] = {}  # Any: formats of XlsxWriter
        self.title = self._format(font_size=15, bold=True, align="center")
        self.head = self._format(bold=True, align="center", border=1, bg_color=_HEAD, text_wrap=True)
        self.signed = self._format(align="left")
        self.foot = self._format(align="left", font_size=9, font_color="#7F7F7F")

    def fixed(self, *, small: bool = False, rule: Rule | None = None) -> Any:  # Any: a format of XlsxWriter
        """The look of a cell that nobody fills in; *rule* is that of the field whose value it shows."""
        size = 9 if small else 11
        shown = _number_format(rule)
        return self._format(border=1, bg_color=_FIXED, text_wrap=True, font_size=size, num_format=shown)

    def open(self, *, required: bool = False, rule: Rule | None = None) -> Any:  # Any: a format of XlsxWriter
        """The look of a cell to fill in, of a field by its *rule*; *required* ones are tinted."""
        looks: dict[str, object] = {"border": 1, "locked": False, "text_wrap": True, "num_format": _number_format(rule)}
        if required:
            looks["bg_color"] = _REQUIRED
        return self._format(**looks)

    def _format(self, **looks: object) -> Any:  # Any: a format of XlsxWriter
        full = {"font_name": _FACE, "font_size": 11, "valign": "vcenter", **looks}
        key = repr(sorted(full.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(full)
        return self._made[key]


def _number_format(rule: Rule | None) -> str:
    """How values by *rule* are shown: texts as texts, so that 010 stays 010."""
    if rule is None:
        return "@"
    if rule.get("format") == "date":
        return "yyyy-mm-dd"
    return "General" if rule.get("type") in ("integer", "number") else "@"


def lines_in(text: str, width: int) -> int:
    """How many lines *text* takes in a column of *width* characters, of which Chinese ones take two."""
    lines = 0
    for paragraph in text.split("\n"):
        taken = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in paragraph)
        lines += max(1, -(-taken // max(1, width - 1)))
    return lines


def height_of(texts: Iterable[tuple[str, int]]) -> float:
    """How high a row is whose cells hold *texts* in columns of these widths, in points; no higher than Excel allows."""
    lines = max((lines_in(text, width) for text, width in texts), default=1)
    return min(_LINE * max(1, lines) + 3, _HIGHEST)


def width_of(column: Column) -> int:
    """How wide *column* is, in characters."""
    rule = column.rule
    if column.is_list:
        return _LIST
    if rule.get("type") in ("integer", "number", "boolean") or rule.get("format") == "date" or "enum" in rule:
        return _NARROW
    if rule.get("maxLength", 0) > _LONG:
        return _WIDE
    return _USUAL
