"""What a reader sees of a paragraph or table: equal when words and looks are, however a word processor wrote it."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml.etree import _Element as Element

from wenming.template.pictures import OWN_NAME
from wenming.template.spots import W

_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_TEXTS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_THINGS = [
    W + name
    for name in ("drawing", "pict", "object", "footnoteReference", "endnoteReference", "commentReference", "sym")
]
_CHARACTER = [W + name for name in ("b", "i", "u", "strike", "color", "sz", "highlight", "vertAlign", "w")]
_PARAGRAPH = [W + name for name in ("jc", "keepNext", "pageBreakBefore", "framePr")]
_SPACING = [W + name for name in ("before", "after", "line", "lineRule")]
_INDENT = [W + name for name in ("left", "right", "firstLine", "hanging", "firstLineChars", "hangingChars")]
_PAGE = [W + name for name in ("pgSz", "pgMar", "type", "cols")]
_AROUND = [W + name for name in ("headerReference", "footerReference", "titlePg")]
_NOUGHT = {None, "0", "false", "none", "auto", "000000"}
_BLOCKS = [W + name for name in ("p", "tbl", "tr", "tc", "sdt", "sdtContent", "txbxContent")]
LOOKS = [W + name for name in ("tblPr", "tblGrid", "trPr", "tcPr")]
Styles = Mapping[str, str]


def text_of(element: Element) -> str:
    """The words of *element*."""
    return "".join(leaf.text or "" for leaf in element.iter(W + "t"))


def signature(element: Element, styles: Styles, *, words_only: bool = False) -> Any:
    """What tells *element* (a paragraph, table, row, cell, section) from others; *styles*: names by id.

    *words_only*: its words alone.
    """
    if words_only:
        return element.tag, tuple("".join(_contents(one)) for one in element.iter(W + "p")) or text_of(element)
    if element.tag == W + "p":
        return _paragraph(element, styles)
    if element.tag == W + "sectPr":
        return _section(element)
    if element.tag in LOOKS:
        return element.tag, tuple((child.tag, *sorted(child.attrib.items())) for child in element.iter())
    return element.tag, spans(element), tuple(signature(child, styles) for child in element if child.tag in _BLOCKS)


def spans(element: Element) -> Any:
    """How the cells of a row are joined with their neighbours, how many columns a table has; nothing of others."""
    if element.tag == W + "tbl":
        return len(element.findall(f"{W}tblGrid/{W}gridCol"))
    cells = {W + "tr": element.findall(W + "tc"), W + "tc": [element]}.get(element.tag, [])
    joins = ((cell.find(f"{W}tcPr/{W}gridSpan"), cell.find(f"{W}tcPr/{W}vMerge")) for cell in cells)
    return tuple(
        (
            across.get(W + "val") if across is not None else "1",
            down.get(W + "val", "continue") if down is not None else "",
        )
        for across, down in joins
    )


def _paragraph(element: Element, styles: Styles) -> Any:
    properties = element.find(W + "pPr")
    runs: list[tuple[Any, str]] = []
    for run in element.iter(W + "r"):
        if next(run.iterancestors(W + "p")) is not element:
            continue
        looks, said = _looks(run.find(W + "rPr"), styles), "".join(_of_run(run))
        if runs and runs[-1][0] == looks:
            runs[-1] = looks, runs[-1][1] + said
        elif said:
            runs.append((looks, said))
    boxes = tuple(signature(box, styles) for box in element.iter(W + "txbxContent"))
    return _of_paragraph(properties, styles), tuple(runs), boxes, tuple(leaf.text for leaf in element.iter(_FORMULA))


def _contents(paragraph: Element) -> Iterator[str]:
    yield from (leaf.text or "" for leaf in paragraph.iter(_FORMULA))
    for run in paragraph.iter(W + "r"):
        if next(run.iterancestors(W + "p")) is paragraph:
            yield from _of_run(run)


def _of_run(run: Element) -> Iterator[str]:
    for child in run:
        if child.tag in (W + "t", W + "instrText"):
            yield child.text or ""
        elif child.tag in _TEXTS:
            yield _TEXTS[child.tag]
        elif child.tag in _THINGS:
            yield "\ufffc" + _photo(child)


def _photo(drawing: Element) -> str:
    """What tells a photo that we put in from another; a word processor keeps the name of a drawing."""
    names = (one.get("name", "") for one in drawing.iter("{*}docPr"))
    return next((name for name in names if name.startswith(OWN_NAME)), "")


def _looks(properties: Element | None, styles: Styles) -> Any:
    if properties is None:
        return ()
    style, fonts = properties.find(W + "rStyle"), properties.find(W + "rFonts")
    return (
        styles.get(style.get(W + "val", ""), "") if style is not None else "",
        *((fonts.get(W + key) for key in ("eastAsia", "ascii")) if fonts is not None else (None, None)),
        *_values(properties, _CHARACTER),
        *_attributes(properties.find(W + "shd"), [W + "fill"]),
    )


def _of_paragraph(properties: Element | None, styles: Styles) -> Any:
    if properties is None:
        return "", (), (), (), (), (), ()
    style = properties.find(W + "pStyle")
    section = properties.find(W + "sectPr")
    return (
        styles.get(style.get(W + "val", ""), "") if style is not None else "",
        _values(properties, _PARAGRAPH),
        _attributes(properties.find(W + "shd"), [W + "fill"]),
        _attributes(properties.find(W + "spacing"), _SPACING),
        _attributes(properties.find(W + "ind"), _INDENT),
        tuple(child.get(W + "val") for child in properties.iterfind(f"{W}numPr/*")),
        _section(section) if section is not None else (),
    )


def _values(properties: Element, names: list[str]) -> Any:
    found = []
    for name in names:
        child = properties.find(name)
        if child is not None and (value := child.get(W + "val", "1")) not in _NOUGHT:
            found.append((name, value))
    return tuple(found)


def _attributes(element: Element | None, names: list[str]) -> Any:
    return () if element is None else tuple((n, v) for n in names if (v := element.get(n)) not in _NOUGHT)


def _section(element: Element) -> Any:
    """Paper, columns, which headers and footers there are: not by what id they go."""
    page = ((child.tag, *sorted(child.attrib.items())) for child in element if child.tag in _PAGE)
    around = sorted((child.tag, child.get(W + "type", "")) for child in element if child.tag in _AROUND)
    return *page, *around


def names(root: Element | None) -> dict[str, str]:
    """The name of each style of styles.xml by its id."""
    found = {}
    for style in root.iter(W + "style") if root is not None else ():
        name = style.find(W + "name")
        found[style.get(W + "styleId", "")] = str(name.get(W + "val")) if name is not None else ""
    return found
