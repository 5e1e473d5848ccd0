"""How a paragraph of a Word file looks: by what is set on it and its runs, else by its styles, whatever their names."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import W
from wenming.ooxml.numbering import is_number
from wenming.ooxml.tree import value_of
from wenming.papers.paper import Align

_ALIGNED: Mapping[str, Align] = {"center": "center", "right": "right", "end": "right"}
_DEEPEST = 12  # styles that are based on one another


class Looks(NamedTuple):
    """What is set on a paragraph or a run, or by a style; empty where nothing is. *size* in points."""

    align: str = ""
    size: float = 0
    face: str = ""
    bold: str = ""
    list_: str = ""
    level: str = ""

    def over(self, under: "Looks") -> "Looks":
        """These looks, and those *under* them where they say nothing."""
        return Looks(
            align=self.align or under.align,
            size=self.size or under.size,
            face=self.face or under.face,
            bold=self.bold or under.bold,
            list_=self.list_ or under.list_,
            level=self.level or under.level,
        )

    @property
    def aligned(self) -> Align:
        """Where the lines stand."""
        return _ALIGNED.get(self.align, "")


class Styles:
    """The styles of a document, each with those that it is based on; *root* is the tree of that part, or None."""

    def __init__(self, root: Element | None) -> None:
        self._own: dict[str, Looks] = {}
        self._base: dict[str, str] = {}
        self._usual = ""
        self._defaults = Looks()
        if root is None:
            return
        defaults = root.find(f"{W}docDefaults")
        if defaults is not None:
            self._defaults = looks_of(defaults.find(f"{W}pPrDefault/{W}pPr"), defaults.find(f"{W}rPrDefault/{W}rPr"))
        for style in root.iter(W + "style"):
            key = style.get(W + "styleId", "")
            self._own[key] = looks_of(style.find(W + "pPr"), style.find(W + "rPr"))
            self._base[key] = value_of(style, "basedOn")
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                self._usual = key

    def looks(self, style: str) -> Looks:
        """What *style* says, with those below it; that of every paragraph where there is no such style."""
        looks = Looks()
        for key in self._chain(style if style in self._own else self._usual):
            looks = looks.over(self._own[key])
        return looks.over(self._defaults)

    def own(self, style: str) -> Looks:
        """What *style*, as one of characters, says by itself."""
        looks = Looks()
        for key in self._chain(style):
            looks = looks.over(self._own[key])
        return looks

    def _chain(self, key: str) -> Iterator[str]:
        for _step in range(_DEEPEST):
            if key not in self._own:
                return
            yield key
            key = self._base[key]


def looks_of(paragraph: Element | None, run: Element | None) -> Looks:
    """The looks that the properties of a *paragraph* (w:pPr) and of a *run* (w:rPr) set."""
    size = value_of(run, "sz")
    number = None if paragraph is None else paragraph.find(W + "numPr")
    bold = None if run is None else run.find(W + "b")
    return Looks(
        align=value_of(paragraph, "jc"),
        size=int(size) / 2 if is_number(size) else 0,
        face=_face(run),
        bold="" if bold is None else bold.get(W + "val", "1"),
        list_=value_of(number, "numId"),
        level=value_of(number, "ilvl"),
    )


def _face(run: Element | None) -> str:
    fonts = None if run is None else run.find(W + "rFonts")
    return "" if fonts is None else fonts.get(W + "eastAsia", "") or fonts.get(W + "ascii", "")
