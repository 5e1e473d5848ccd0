"""What a reader sees of a paragraph or table: equal when words and looks are, however a word processor wrote it."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml.etree import _Element as Element

from wenming.engine.pictures import OWN_NAME
from wenming.ooxml.namespaces import W

_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_TEXTS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_THINGS = [
    W + name
    for name in ("drawing", "pict", "object", "footnoteReference", "endnoteReference", "commentReference", "sym")
]
_CHARACTER = [W + name for name in ("b", "i", "u", "strike", "color", "sz", "highlight", "vertAlign", "w")]
_PARAGRAPH = [W + name for name in ("jc", "keepNext", "pageBreakBefore", "framePr")]
_SPACING = [W + name for name in ("before", "after", "line", "lineRule")]
_SIDES = {"start": "left", "end": "right"}  # what newer editions of the format call them
_INDENT = {"left": "start", "right": "end", "firstLine": "firstLine", "hanging": "hanging"}
_PAGE = [W + name for name in ("pgSz", "pgMar", "type", "cols")]
_AROUND = [W + name for name in ("headerReference", "footerReference", "titlePg")]
_NOUGHT = {None, "0", "false", "none", "auto", "000000"}
_BLOCKS = [W + name for name in ("p", "tbl", "tr", "tc", "sdt", "sdtContent", "txbxContent")]
LOOKS = [W + name for name in ("tblPr", "tblGrid", "trPr", "tcPr")]
_COUNTED = ("PAGE", "NUMPAGES", "SECTIONPAGES")  # fields whose result is whatever page it was counted on last
_RESULT = "="
_FACES, _SIZE = ("eastAsia", "ascii"), "sz"
_TEN_POINTS = "20"  # the size of letters where nothing says one, in half points


class Styles:
    """The names of a file's styles by their ids, and the faces and the size that they give."""

    def __init__(self, root: Element | None) -> None:
        self.names = names(root)
        self.defaults = _given(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")) if root is not None else {}
        self._own: dict[str, tuple[str, Mapping[str, str]]] = {}
        self._default = ""
        self._known: dict[tuple[str, str], Mapping[str, str]] = {}
        for style in root.iter(W + "style") if root is not None else ():
            key, based = style.get(W + "styleId", ""), style.find(W + "basedOn")
            self._own[key] = (based.get(W + "val", "") if based is not None else "", _given(style.find(W + "rPr")))
            if is_default(style):
                self._default = key

    def of(self, paragraph: str, character: str = "") -> Mapping[str, str]:
        """What text is in: eastAsia, ascii, sz; *paragraph* and *character* are the ids of its styles."""
        found = self._known.get((paragraph, character))
        if found is None:
            chain = self._chain(paragraph or self._default)
            found = {_SIZE: _TEN_POINTS, **self.defaults, **chain, **self._chain(character)}
            self._known[paragraph, character] = found
        return found

    def _chain(self, key: str) -> Mapping[str, str]:
        found: Mapping[str, str] = {}
        seen = set[str]()
        while key in self._own and key not in seen:
            seen.add(key)
            key, own = self._own[key]
            found = {**own, **found}
        return found


def is_default(style: Element) -> bool:
    """Whether *style* is that of paragraphs that name none."""
    return style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on")


def _given(properties: Element | None) -> Mapping[str, str]:
    if properties is None:
        return {}
    fonts, size = properties.find(W + "rFonts"), properties.find(W + _SIZE)
    found = {key: fonts.get(W + key) for key in _FACES if fonts is not None and fonts.get(W + key)}
    return {**found, _SIZE: size.get(W + "val", "")} if size is not None else found


def text_of(element: Element) -> str:
    """The words of *element*, without the page numbers that fields hold."""
    counted = _counted(element)
    return "".join(leaf.text or "" for leaf in element.iter(W + "t") if leaf not in counted)


def signature(element: Element, styles: Styles, *, words_only: bool = False) -> Any:
    """What tells *element* (a paragraph, table, row, cell, section) from others; *words_only*: its words alone."""
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
    properties, counted = element.find(W + "pPr"), _counted(element)
    named = _named(properties, "pStyle")
    runs: list[tuple[Any, str]] = []
    for run in element.iter(W + "r"):
        if next(run.iterancestors(W + "p")) is not element:
            continue
        looks, said = _looks(run.find(W + "rPr"), named, styles), "".join(_of_run(run, counted))
        if runs and runs[-1][0] == looks:
            runs[-1] = looks, runs[-1][1] + said
        elif said:
            runs.append((looks, said))
    boxes = tuple(signature(box, styles) for box in element.iter(W + "txbxContent"))
    return _of_paragraph(properties, styles), tuple(runs), boxes, tuple(leaf.text for leaf in element.iter(_FORMULA))


def _contents(paragraph: Element) -> Iterator[str]:
    yield from (leaf.text or "" for leaf in paragraph.iter(_FORMULA))
    counted = _counted(paragraph)
    for run in paragraph.iter(W + "r"):
        if next(run.iterancestors(W + "p")) is paragraph:
            yield from _of_run(run, counted)


def _of_run(run: Element, counted: Mapping[Element, str]) -> Iterator[str]:
    for child in run:
        if child in counted:
            yield counted[child]
        elif child.tag in (W + "t", W + "instrText"):
            yield child.text or ""
        elif child.tag in _TEXTS:
            yield _TEXTS[child.tag]
        elif child.tag in _THINGS:
            yield "\ufffc" + _photo(child)


def _photo(drawing: Element) -> str:
    """What tells a photo that we put in from another; a word processor keeps the name of a drawing."""
    names = (one.get("name", "") for one in drawing.iter("{*}docPr"))
    return next((name for name in names if name.startswith(OWN_NAME)), "")


def _counted(element: Element) -> dict[Element, str]:
    """The words in *element* that a field counted when it was last looked at, and what tells them: the field's code.

    The code of a field over several runs stands in a run of its own.
    """
    found: dict[Element, str] = {}
    codes: list[str] = []  # of the fields that are open; whether a result counts, once it has begun
    for one in element.iter(W + "fldChar", W + "instrText", W + "t"):
        kind = one.get(W + "fldCharType")
        if kind == "begin":
            codes.append("")
        elif kind == "separate" and codes:
            codes[-1] = _RESULT if _counts(codes[-1]) else ""
        elif kind == "end" and codes:
            codes.pop()
        elif one.tag == W + "instrText" and codes:
            codes[-1] += one.text or ""
        elif one.tag == W + "t":
            simple = next(one.iterancestors(W + "fldSimple"), None)
            code = simple.get(W + "instr", "") if simple is not None else ""
            if _RESULT in codes or _counts(code):
                found[one] = code
    return found


def _counts(code: str) -> bool:
    return code.split()[:1] in [[name] for name in _COUNTED]


def _named(properties: Element | None, kind: str) -> str:
    style = properties.find(W + kind) if properties is not None else None
    return style.get(W + "val", "") if style is not None else ""


def _looks(properties: Element | None, paragraph: str, styles: Styles) -> Any:
    if properties is None:
        return "", None, None
    named, fonts = _named(properties, "rStyle"), properties.find(W + "rFonts")
    given = styles.of(paragraph, named)
    faces = [fonts.get(W + key) if fonts is not None else None for key in _FACES]
    return (
        styles.names.get(named, ""),
        *(None if face == given.get(key) else face for key, face in zip(_FACES, faces, strict=True)),
        *_values(properties, _CHARACTER),
        *_attributes(properties.find(W + "shd"), [W + "fill"]),
    )


def _of_paragraph(properties: Element | None, styles: Styles) -> Any:
    if properties is None:
        return "", (), (), (), (), (), ()
    named = _named(properties, "pStyle")
    section = properties.find(W + "sectPr")
    return (
        styles.names.get(named, ""),
        _values(properties, _PARAGRAPH),
        _attributes(properties.find(W + "shd"), [W + "fill"]),
        _attributes(properties.find(W + "spacing"), _SPACING),
        indents(properties.find(W + "ind"), styles.of(named)[_SIZE]),
        tuple(child.get(W + "val") for child in properties.iterfind(f"{W}numPr/*")),
        _section(section) if section is not None else (),
    )


def _values(properties: Element, names: list[str]) -> Any:
    found = []
    for name in names:
        child = properties.find(name)
        if child is not None and (value := child.get(W + "val", "1")) not in _NOUGHT:
            found.append((name, _SIDES.get(value, value)))
    return tuple(found)


def _attributes(element: Element | None, names: list[str]) -> Any:
    return () if element is None else tuple((n, v) for n in names if (v := element.get(n)) not in _NOUGHT)


def indents(element: Element | None, size: str) -> Any:
    """The indents of *element* (w:ind) in twips, those in characters too: each as wide as *size* (half points).

    LibreOffice writes twips where Word wrote characters.
    """
    found = []
    for name, newer in _INDENT.items() if element is not None else ():
        characters, twips = (_either(element, name + kind, newer + kind) for kind in ("Chars", ""))
        if characters not in _NOUGHT and characters.lstrip("-").isdecimal() and size.isdecimal():
            twips = str(round(int(characters) * int(size) / 10))
        if twips not in _NOUGHT:
            found.append((name, twips))
    return tuple(found)


def _either(element: Element, name: str, other: str) -> str:
    return str(element.get(W + name, element.get(W + other, "0")))


def _section(element: Element) -> Any:
    """Paper, columns, which headers and footers there are: not by what id they go."""
    headed = element.find(W + "headerReference") is not None
    found = ((child.tag, *_unusual(child, headed=headed)) for child in element if child.tag in _PAGE)
    around = ((child.tag, child.get(W + "type", "")) for child in element if child.tag in _AROUND)
    return tuple(sorted([*(one for one in found if len(one) > 1), *around]))


def _unusual(element: Element, *, headed: bool) -> Any:
    """The values of a section's *element* that change it: some write down what is so anyway, others do not."""
    if element.tag == W + "cols" and element.get(W + "num", "1") == "1":
        return ()
    if element.tag == W + "type" and element.get(W + "val") == "nextPage":
        return ()
    nothing = () if headed else (W + "header",)
    return tuple(sorted(pair for pair in element.items() if pair[1] != "0" and pair[0] not in nothing))


def names(root: Element | None) -> dict[str, str]:
    """The name of each style of styles.xml by its id."""
    found = {}
    for style in root.iter(W + "style") if root is not None else ():
        name = style.find(W + "name")
        found[style.get(W + "styleId", "")] = str(name.get(W + "val")) if name is not None else ""
    return found
