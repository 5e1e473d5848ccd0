"""How the cells of the 台账 look: one format for each combination of looks, made when it is first used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

Look = Literal["title", "as_of", "head", "short", "text", "number", "rate", "date", "note", "total", "late", "quoted"]
_BASE: Mapping[str, object] = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_CELL: Mapping[str, object] = {"border": 1, "align": "center"}
_LOOKS: Mapping[Look, Mapping[str, object]] = {
    "title": {"font_name": "黑体", "font_size": 16, "align": "center"},
    "as_of": {"align": "right"},
    "head": {**_CELL, "bold": True, "text_wrap": True, "bg_color": "#DDE6F0"},
    "short": {**_CELL, "text_wrap": True},
    "text": {**_CELL, "align": "left", "text_wrap": True},
    "number": {**_CELL},
    "rate": {**_CELL, "num_format": "0.0%"},
    "date": {**_CELL, "num_format": "yyyy-mm-dd"},
    "note": {"align": "left", "text_wrap": True},
    "total": {"bold": True, "bg_color": "#F2F2F2"},
    "late": {"bg_color": "#FBE3E0", "font_color": "#9C0006"},
    "quoted": {"quote_prefix": True},  # what looks like a formula stays a text when the cell is edited
}


class Looks:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[Look, ...], Format] = {}

    def of(self, *names: Look) -> Format:
        """The format with all the looks called *names*, a later one over an earlier."""
        if names not in self._made:
            properties = dict(_BASE)
            for name in names:
                properties |= _LOOKS[name]
            self._made[names] = self._book.add_format(properties)
        return self._made[names]
