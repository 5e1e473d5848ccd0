"""Styles of a document: what docDefaults, styles and the paragraph itself say, put together as looks."""

from collections.abc import Mapping
from functools import cached_property

from lxml import etree
from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import W
from wenming.ooxml.tree import parse
from wenming.pages.layout.children import Children, children_of, value_of
from wenming.pages.layout.looks import ParagraphLook, RunLook
from wenming.pages.layout.properties import Said, of_paragraph, of_run, with_tabs

#: what a style of characters takes back where that of the paragraph says it too (OOXML 17.7.3)
_TOGGLES = ("bold", "italic", "struck", "in_capitals", "hidden")
_CHAIN = 20  # styles that are based on each other, at most: Word takes eleven
_SCRIPTS = {"superscript": 0.33, "subscript": -0.14}  # how far they are raised, of the size
_SCRIPT_SIZE = 0.66  # chosen: what Word makes of letters that are raised
_PITCH_OF_LINES = 240  # twips that a line of beforeLines is without a grid
_HUNDRED = 100


class Styles:
    """The styles of a document, with the looks that they give."""

    def __init__(self, part: bytes) -> None:
        self._root = parse(part) if part else etree.Element(W + "styles")
        self._by_id = {style.get(W + "styleId", ""): style for style in self._root.findall(W + "style")}
        self._paragraphs: dict[str, tuple[Said, Said]] = {}
        self._runs: dict[str, Said] = {}
        self._numbered: dict[str, bool] = {}
        self._looks: dict[tuple[object, ...], ParagraphLook] = {}
        self._run_looks: dict[tuple[object, ...], RunLook | None] = {}

    @cached_property
    def _defaults(self) -> tuple[Said, Said]:
        """What is said of paragraphs and of runs before any style is."""
        defaults = self._root.find(W + "docDefaults")
        if defaults is None:
            return {}, {}
        paragraph = defaults.find(f"{W}pPrDefault/{W}pPr")
        run = defaults.find(f"{W}rPrDefault/{W}rPr")
        return of_paragraph(children_of(paragraph)), of_run(children_of(run))

    @cached_property
    def _default_paragraph(self) -> str:
        return self._default("paragraph")

    @cached_property
    def default_table(self) -> str:
        """The id of the style of tables that name none."""
        return self._default("table")

    def _default(self, kind: str) -> str:
        for style in self._by_id.values():
            if style.get(W + "type") == kind and style.get(W + "default") in ("1", "true", "on"):
                return str(style.get(W + "styleId", ""))
        return ""

    def chain(self, key: str) -> list[Element]:
        """The style with this id and those that it is based on, the most general first."""
        found: list[Element] = []
        while key in self._by_id and len(found) < _CHAIN:
            style = self._by_id[key]
            found.append(style)
            key = value_of(children_of(style), "basedOn")
        return found[::-1]

    def name(self, key: str) -> str:
        """The name of the style with this id, as people see it."""
        return value_of(children_of(self._by_id.get(key)), "name")

    def is_numbered(self, key: str) -> bool:
        """True if Word numbers the paragraphs in the style with this id."""
        if key not in self._numbered:
            said = [style.find(f"{W}pPr/{W}numPr/{W}numId") for style in self.chain(key)]
            numbers = [one.get(W + "val", "0") for one in said if one is not None]
            self._numbered[key] = bool(numbers) and numbers[-1] != "0"
        return self._numbered[key]

    def paragraph(self, properties: Children, table: str = "") -> ParagraphLook:
        """The look of a paragraph with these *properties* (of w:pPr) in a table of the style *table*."""
        own = of_paragraph(properties)
        mark = of_run(children_of(properties.get("rPr")))
        style = value_of(properties, "pStyle") or self._default_paragraph
        key = (style, table, tuple(own.items()), tuple(mark.items()))
        if key not in self._looks:
            self._looks[key] = self._paragraph(style, table, own, mark)
        return self._looks[key]

    def _paragraph(self, style: str, table: str, own: Said, mark: Said) -> ParagraphLook:
        paragraph, run = self._of_style(style, table)
        said = {**paragraph, **own}
        said["tabs"] = with_tabs(own.get("tabs", ()), paragraph.get("tabs", ()))
        look = self._run_look({**run, **mark}) or RunLook()
        return _paragraph_look(said, look, style)

    def run(self, paragraph: ParagraphLook, properties: Children, table: str = "") -> RunLook | None:
        """The look of a run with these *properties* (of w:rPr) in a *paragraph*; None if it is not printed."""
        own = of_run(properties)
        style = value_of(properties, "rStyle")
        key = (paragraph.style, table, style, tuple(own.items()))
        if key not in self._run_looks:
            _of_paragraph, said = self._of_style(paragraph.style, table)
            of_style = self._of_run_style(style)
            toggled = {name: False for name in _TOGGLES if said.get(name) and of_style.get(name)}
            self._run_looks[key] = self._run_look({**said, **of_style, **toggled, **own})
        return self._run_looks[key]

    def _of_style(self, style: str, table: str) -> tuple[Said, Said]:
        """What is said of paragraphs in *style* and of their runs."""
        key = f"{table}\n{style}"
        if key not in self._paragraphs:
            paragraph, run = map(dict, self._defaults)
            for one in (*self.chain(table), *self.chain(style)):
                own = of_paragraph(children_of(one.find(W + "pPr")))
                own["tabs"] = with_tabs(own.get("tabs", ()), paragraph.get("tabs", ()))
                paragraph.update(own)
                run.update(of_run(children_of(one.find(W + "rPr"))))
            self._paragraphs[key] = paragraph, run
        return self._paragraphs[key]

    def _of_run_style(self, style: str) -> Said:
        if style not in self._runs:
            said: Said = {}
            for one in self.chain(style):
                said.update(of_run(children_of(one.find(W + "rPr"))))
            self._runs[style] = said
        return self._runs[style]

    def _run_look(self, said: Said) -> RunLook | None:
        said = dict(said)
        if said.pop("hidden", False):
            return None
        script = said.pop("script", "")
        look = RunLook(**said)
        if script not in _SCRIPTS:
            return look
        return look._replace(size=look.size * _SCRIPT_SIZE, raised=look.size * _SCRIPTS[script])


def _paragraph_look(said: Mapping[str, object], run: RunLook, style: str) -> ParagraphLook:
    """The look that *said* gives: indents in characters come before those in twips."""
    fields = dict(said)
    character = run.size * 10
    for field in ("left", "right", "first"):
        hundredths = fields.pop(f"{field}_chars", 0)
        if isinstance(hundredths, int) and hundredths:
            fields[field] = round(hundredths * character / _HUNDRED)
    for field in ("before", "after"):
        hundredths = fields.pop(f"{field}_lines", 0)
        if isinstance(hundredths, int) and hundredths:
            fields[field] = round(hundredths * _PITCH_OF_LINES / _HUNDRED)
    return ParagraphLook(run=run, style=style, **fields)  # type: ignore[arg-type]  # each field is read under its name
