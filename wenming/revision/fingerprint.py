"""What a reader sees of a paragraph or table: equal when words and looks are, however a word processor wrote it."""

from collections.abc import Hashable, Mapping

from lxml.etree import _Element as Element

from wenming.ooxml.namespaces import M, W
from wenming.revision.contents import beside_words, counted_results, letters, letters_of_run, own_runs, text_of

_CHARACTER = [
    W + name
    for name in (
        *("b", "i", "u", "strike", "dstrike", "color", "sz", "highlight", "vertAlign", "w"),
        *("em", "spacing", "bdr", "caps", "smallCaps", "vanish", "position"),
    )
]
_PARAGRAPH = [W + name for name in ("jc", "keepNext", "keepLines", "pageBreakBefore", "framePr")]
_SPACING = [W + name for name in ("before", "after", "line", "lineRule")]
_SAME = {"start": "left", "end": "right", "true": "1", "on": "1"}  # what newer editions and other programs write
_INDENT = {"left": "start", "right": "end", "firstLine": "firstLine", "hanging": "hanging"}
_PAGE = [W + name for name in ("pgSz", "pgMar", "type", "cols")]
_AROUND = [W + name for name in ("headerReference", "footerReference", "titlePg")]
_TRUE = ("1", "true", "on")
_NOUGHT = {None, "0", "false", "off", "none", "auto", "000000"}
_SILENT = [W + name for name in ("tblGrid", "proofErr", "bookmarkStart", "commentRangeStart")]
_SILENT_ENDINGS = ("Pr", "PrEx", "PrChange", "End")  # of the names of what says how something looks, where it ends
LOOKS = [W + name for name in ("tblPr", "tblGrid", "trPr", "tcPr")]
_FACES, _SIZE = ("eastAsia", "ascii"), "sz"
_TEN_POINTS = "20"  # the size of letters where nothing says one, in half points

Pairs = tuple[tuple[str, str], ...]  # names, each with what it says
Facts = tuple[str | tuple[str, str], ...]  # a tag, and such pairs or a word
_Run = tuple[tuple[Hashable, ...], str]  # looks and words


class Styles:
    """The names of a file's styles by their ids, and the faces and the size that they give."""

    def __init__(self, root: Element | None) -> None:
        self.names = names(root)
        self.links: dict[Element, str] = {}  # where links lead, of the trees that were read so far
        self.defaults: Mapping[str, str] = {}
        self._own: dict[str, tuple[str, Mapping[str, str]]] = {}  # the style it is based on, and what it gives itself
        self._default = ""
        self._known: dict[tuple[str, str], Mapping[str, str]] = {}
        if root is None:
            return
        self.defaults = _given(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for style in root.iter(W + "style"):
            key = style.get(W + "styleId", "")
            self._own[key] = _named(style, "basedOn"), _given(style.find(W + "rPr"))
            if is_default(style):
                self._default = key

    def of(self, paragraph: str, character: str = "") -> Mapping[str, str]:
        """Returns what text is in: eastAsia, ascii, sz; *paragraph* and *character* are the ids of its styles."""
        ids = paragraph, character
        if ids not in self._known:
            of_paragraph = self._chain(paragraph or self._default)
            of_character = self._chain(character)
            self._known[ids] = {_SIZE: _TEN_POINTS, **self.defaults, **of_paragraph, **of_character}
        return self._known[ids]

    def _chain(self, key: str) -> Mapping[str, str]:
        """Returns what the style *key* gives, with all that it takes from the styles it is based on."""
        given: Mapping[str, str] = {}
        seen = set[str]()
        while key in self._own and key not in seen:
            seen.add(key)
            key, own = self._own[key]
            given = {**own, **given}
        return given


def is_default(style: Element) -> bool:
    """True if *style* is that of paragraphs that name none."""
    return style.get(W + "type") == "paragraph" and style.get(W + "default") in _TRUE


def _given(properties: Element | None) -> Mapping[str, str]:
    """Returns the faces and the size (half points) that the run *properties* give."""
    given: dict[str, str] = {}
    if properties is None:
        return given
    fonts = properties.find(W + "rFonts")
    for key in _FACES:
        face = _face(fonts, key)
        if face:
            given[key] = face
    size = properties.find(W + _SIZE)
    if size is not None:
        given[_SIZE] = size.get(W + "val", "")
    return given


def _face(fonts: Element | None, key: str) -> str | None:
    """Returns the face that *fonts* (w:rFonts) names for the letters *key*, if any."""
    return None if fonts is None else fonts.get(W + key)


def signature(element: Element, styles: Styles, *, words_only: bool = False) -> Hashable:
    """Returns what tells *element* (a paragraph, table, row, cell, section) from others.

    With *words_only* that is its words alone.
    """
    if words_only:
        return element.tag, _words(element, styles)
    if element.tag == W + "p":
        return _paragraph(element, styles)
    if element.tag == W + "sectPr":
        return _section(element)
    if element.tag in LOOKS:
        return element.tag, tuple((child.tag, *sorted(child.attrib.items())) for child in element.iter())
    children = [child for child in element if isinstance(child.tag, str) and not _is_silent(child)]
    return element.tag, spans(element), tuple(signature(child, styles) for child in children)


def _words(element: Element, styles: "Styles") -> str | tuple[str, ...]:
    """Returns the words of *element*, paragraph by paragraph where it is or holds any, with what is beside them."""
    paragraphs = tuple(_words_of_paragraph(one, styles) for one in element.iter(W + "p"))
    return paragraphs or text_of(element)


def _words_of_paragraph(paragraph: Element, styles: "Styles") -> str:
    return "".join((*letters(paragraph), *beside_words(paragraph, styles.links)))


def _is_silent(child: Element) -> bool:
    """True if *child*, of a table, a row, a cell or a control, says nothing by itself."""
    return child.tag.endswith(_SILENT_ENDINGS) or child.tag in _SILENT


def spans(element: Element) -> int | tuple[tuple[str | None, str], ...]:
    """Returns how many columns a table has, how the cells of a row are joined with their neighbours; of others ()."""
    if element.tag == W + "tbl":
        return len(element.findall(f"{W}tblGrid/{W}gridCol"))
    if element.tag == W + "tr":
        return tuple(_joins(cell) for cell in element.findall(W + "tc"))
    if element.tag == W + "tc":
        return (_joins(element),)
    return ()


def _joins(cell: Element) -> tuple[str | None, str]:
    """Returns how many columns *cell* takes, and whether it restarts or continues a cell that takes several rows."""
    across = cell.find(f"{W}tcPr/{W}gridSpan")
    down = cell.find(f"{W}tcPr/{W}vMerge")
    columns = "1" if across is None else across.get(W + "val")
    rows = "" if down is None else down.get(W + "val", "continue")
    return columns, rows


def _paragraph(element: Element, styles: Styles) -> Hashable:
    """Returns the looks and the words of a paragraph, the text boxes in it and the letters of its formulas."""
    properties = element.find(W + "pPr")
    runs = _runs(element, _named(properties, "pStyle"), styles)
    boxes = tuple(signature(box, styles) for box in element.iter(W + "txbxContent"))
    formulas = tuple(leaf.text for leaf in element.iter(M + "t"))
    return _paragraph_looks(properties, styles), runs, boxes, formulas, beside_words(element, styles.links)


def _runs(paragraph: Element, style: str, styles: Styles) -> tuple[_Run, ...]:
    """Returns the looks and the words of the runs of *paragraph*; neighbours of the same looks are one."""
    counted = counted_results(paragraph)
    runs: list[_Run] = []
    for run in own_runs(paragraph):
        looks = _looks(run.find(W + "rPr"), style, styles)
        words = "".join(letters_of_run(run, counted))
        if runs and runs[-1][0] == looks:
            runs[-1] = looks, runs[-1][1] + words
        elif words:
            runs.append((looks, words))
    return tuple(runs)


def looks_of_run(run: Element, styles: Styles) -> tuple[Hashable, ...]:
    """Returns the looks that *run* has beyond those of its paragraph's style."""
    paragraph = next(run.iterancestors(W + "p"), None)
    style = _named(None if paragraph is None else paragraph.find(W + "pPr"), "pStyle")
    return _looks(run.find(W + "rPr"), style, styles)


def looks_of_paragraph(paragraph: Element, styles: Styles) -> tuple[Hashable, ...]:
    """Returns the looks that *paragraph* has as a whole."""
    return _paragraph_looks(paragraph.find(W + "pPr"), styles)


def _named(properties: Element | None, kind: str) -> str:
    """Returns the id of the style that *properties* name in their child *kind*; empty where they name none."""
    style = None if properties is None else properties.find(W + kind)
    return "" if style is None else style.get(W + "val", "")


def _looks(properties: Element | None, paragraph: str, styles: Styles) -> tuple[Hashable, ...]:
    """Returns the looks that the *properties* of a run give beyond those of its styles; *paragraph* is one's id."""
    if properties is None:
        return "", None, None
    named = _named(properties, "rStyle")
    given = styles.of(paragraph, named)
    fonts = properties.find(W + "rFonts")
    return (
        styles.names.get(named, ""),
        *(_own_face(fonts, key, given) for key in _FACES),
        *_values(properties, _CHARACTER),
        *_attributes(properties.find(W + "shd"), [W + "fill"]),
    )


def _own_face(fonts: Element | None, key: str, given: Mapping[str, str]) -> str | None:
    """Returns the face that *fonts* names for the letters *key*, unless the styles have *given* the same."""
    face = _face(fonts, key)
    return None if face == given.get(key) else face


def _paragraph_looks(properties: Element | None, styles: Styles) -> tuple[Hashable, ...]:
    """Returns the looks that the *properties* of a paragraph give, and its section if it ends one."""
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
        () if section is None else _section(section),
    )


def _values(properties: Element, names: list[str]) -> Pairs:
    """Returns the children of *properties* with these *names* that say something, and what they say."""
    values = []
    for name in names:
        child = properties.find(name)
        if child is None:
            continue
        value = child.get(W + "val", "1")
        if value not in _NOUGHT:
            values.append((name, _SAME.get(value, value)))
    return tuple(values)


def _attributes(element: Element | None, names: list[str]) -> Pairs:
    """Returns the attributes of *element* with these *names* that say something, and what they say."""
    if element is None:
        return ()
    attributes = ((name, element.get(name)) for name in names)
    return tuple((name, value) for name, value in attributes if value not in _NOUGHT)


def indents(element: Element | None, size: str) -> Pairs:
    """Returns the indents of *element* (w:ind) in twips, those in characters too: each as wide as *size* (half points).

    LibreOffice writes twips where Word wrote characters.
    """
    if element is None:
        return ()
    widths = []
    for name, newer in _INDENT.items():
        twips = _either(element, name, newer)
        characters = _either(element, name + "Chars", newer + "Chars")
        is_in_characters = characters not in _NOUGHT and characters.lstrip("-").isdecimal()
        if is_in_characters and size.isdecimal():
            twips = str(round(int(characters) * int(size) / 10))
        if twips not in _NOUGHT:
            widths.append((name, twips))
    return tuple(widths)


def _either(element: Element, name: str, newer: str) -> str:
    """Returns an attribute of *element* by the *name* it has, or by that of *newer* editions of the format; else 0."""
    return str(element.get(W + name, element.get(W + newer, "0")))


def _section(element: Element) -> tuple[Facts, ...]:
    """Returns the paper, the columns, which headers and footers there are: not by what id they go."""
    is_headed = element.find(W + "headerReference") is not None
    looks: list[Facts] = []
    for child in element:
        if child.tag in _AROUND:
            looks.append((child.tag, child.get(W + "type", "")))
        if child.tag in _PAGE:
            unusual = _unusual(child, is_headed=is_headed)
            if unusual:
                looks.append((child.tag, *unusual))
    return tuple(sorted(looks))


def _unusual(element: Element, *, is_headed: bool) -> Pairs:
    """Returns the values of a section's *element* that change it: some write down what is so anyway, others do not."""
    if element.tag == W + "cols" and element.get(W + "num", "1") == "1":
        return ()
    if element.tag == W + "type" and element.get(W + "val") == "nextPage":
        return ()
    meaningless = () if is_headed else (W + "header",)
    return tuple(sorted((name, value) for name, value in element.items() if value != "0" and name not in meaningless))


def names(root: Element | None) -> dict[str, str]:
    """Returns the name of each style of styles.xml by its id."""
    if root is None:
        return {}
    by_id = {}
    for style in root.iter(W + "style"):
        name = style.find(W + "name")
        by_id[style.get(W + "styleId", "")] = "" if name is None else str(name.get(W + "val"))
    return by_id
