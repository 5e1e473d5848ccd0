"""What a paragraph holds: its words, and a sign for everything else that a reader would miss."""

from collections.abc import Iterator, Mapping

from lxml import etree
from lxml.etree import _Element as Element

from wenming.engine.pictures import OWN_NAME
from wenming.ooxml.namespaces import M, W

_LETTERS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": "\xad"}
_SIGN, _DELETED = "\ufffc", "\ufff9"  # before what is no text, before text that a tracked change deletes
_DRAWINGS = [W + name for name in ("drawing", "pict", "object")]
_REFERENCES = [W + name for name in ("footnoteReference", "endnoteReference", "commentReference")]
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_EMOJI, _CHARACTER = "{*}symEx", "char"  # of a face that has it, by the number of the character
_SILENT_IN_RUN = [  # what shows nothing, or is written down by itself
    W + name
    for name in (
        *("rPr", "lastRenderedPageBreak", "annotationRef", "footnoteRef", "endnoteRef"),
        *("separator", "continuationSeparator"),
    )
]
_SILENT = [  # beside runs
    *(
        W + name
        for name in ("r", "proofErr", "commentRangeStart", "fldSimple", "smartTag", "ins", "moveTo", "sdtContent")
    ),
]
_OWN_BOOKMARKS = ("_GoBack", "__DdeLink", "OLE_LINK", "_Hlk")  # how the names begin that word processors give
_PAGE_NUMBERS = ("PAGE", "NUMPAGES", "SECTIONPAGES")  # fields whose result is whatever page it was counted on last
_COUNTED_RESULT = "="  # stands for the code of an open field whose counted result has begun


def text_of(element: Element) -> str:
    """Returns the words of *element*, without the page numbers that fields hold."""
    counted = counted_results(element)
    return "".join(leaf.text or "" for leaf in element.iter(W + "t") if leaf not in counted)


def letters(paragraph: Element) -> Iterator[str]:
    """Yields the letters of the formulas of *paragraph*, then its words, a sign for each thing in it."""
    for leaf in paragraph.iter(M + "t"):
        yield leaf.text or ""
    counted = counted_results(paragraph)
    for run in own_runs(paragraph):
        yield from letters_of_run(run, counted)


def own_runs(paragraph: Element) -> Iterator[Element]:
    """Yields the runs of *paragraph* but not those of the text boxes in it."""
    for run in paragraph.iter(W + "r"):
        if next(run.iterancestors(W + "p")) is paragraph:
            yield run


def letters_of_run(run: Element, counted: Mapping[Element, str]) -> Iterator[str]:
    """Yields the words of *run*, a sign for each thing in it, and the code of a field for its *counted* result."""
    for child in run:
        if child in counted:
            yield counted[child]
        elif child.tag in (W + "t", W + "instrText"):
            yield child.text or ""
        elif child.tag in (W + "delText", W + "delInstrText"):
            yield _DELETED + (child.text or "")
        elif child.tag in _LETTERS:
            yield _LETTERS[child.tag]
        elif child.tag == W + "fldChar":
            yield _entry(child)
        elif child.tag not in _SILENT_IN_RUN and isinstance(child.tag, str):
            yield _sign(child)


def _entry(mark: Element) -> str:
    """Returns what is set of the form field that *mark* (w:fldChar) begins; empty where it begins none."""
    entry = mark.find(W + "ffData")
    return "" if entry is None else _SIGN + _told(entry)


def _sign(thing: Element) -> str:
    """Returns what stands for a *thing* in a run."""
    if thing.tag == _ALTERNATIVES:
        emoji = thing.find(f".//{_EMOJI}")
        if emoji is not None:
            return _emoji(emoji)
        inner = next(thing.iter(*_DRAWINGS), None)
        return _told(thing) if inner is None else _sign(inner)
    if thing.tag in _DRAWINGS:
        return _SIGN + _photo(thing)
    if thing.tag in _REFERENCES:
        return _SIGN
    return _SIGN + _told(thing)


def _emoji(emoji: Element) -> str:
    """Returns the character that *emoji* is: where its face is not there, it is written as that alone."""
    numbers = [value for key, value in emoji.attrib.items() if etree.QName(key).localname == _CHARACTER]
    try:
        return chr(int(numbers[0], 16))
    except (IndexError, ValueError, OverflowError):
        return _told(emoji)


def _told(thing: Element) -> str:
    """Returns what tells something that we do not understand: its names and texts."""
    pieces: list[str] = []
    for element in thing.iter("*"):
        pieces.append(etree.QName(element).localname)
        pieces += (f"{etree.QName(key).localname}={value}" for key, value in sorted(element.attrib.items()))
        pieces.append(element.text or "")
    return " ".join(filter(None, pieces))


def _photo(drawing: Element) -> str:
    """Returns what tells a photo that we put in from another; a word processor keeps the name of a drawing."""
    for properties in drawing.iter("{*}docPr"):
        name: str = properties.get("name", "")
        if name.startswith(OWN_NAME):
            return name
    return ""


def beside_words(paragraph: Element, links: Mapping[Element, str]) -> tuple[str, ...]:
    """Returns what *paragraph* has around and beside its words: bookmarks, where its *links* lead, controls, all else.

    Not what word processors write for themselves. Where it stands in the paragraph is not told.
    """
    found: list[str] = []
    waiting = [child for child in paragraph if isinstance(child.tag, str)]
    while waiting:
        child = waiting.pop()
        name = etree.QName(child).localname
        if child.tag == W + "bookmarkStart":
            own = child.get(W + "name", "")
            if not own.startswith(_OWN_BOOKMARKS):
                found.append(f"{name} {own}")
        elif child.tag == W + "hyperlink":
            found.append(f"{name} {links.get(child, '')} {child.get(W + 'anchor', '')}")
        elif child.tag == W + "sdt" or child.tag.startswith(M):
            found.append(name)
        elif child.tag not in _SILENT and not _is_end(child):
            found.append(f"{name} {child.get(W + 'name', '')}")
        if child.tag != W + "r" and not child.tag.startswith(M) and not _is_end(child):
            waiting += [inner for inner in child if isinstance(inner.tag, str)]
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    if mark is not None:
        found += [etree.QName(one).localname for one in mark if one.tag in (W + "ins", W + "del")]
    return tuple(sorted(found))


def _is_end(element: Element) -> bool:
    """True if *element* is the end of a range, or says how something looks."""
    name: str = element.tag
    return name.endswith(("End", "Pr", "PrChange"))


def counted_results(element: Element) -> dict[Element, str]:
    """Returns the texts in *element* that a field counted when it was last looked at, with what tells each.

    A simple field (w:fldSimple) is told by its code. That of a field over several runs stands in a run of its own, so
    that its result is told by nothing more.
    """
    results: dict[Element, str] = {}
    open_codes: list[str] = []  # of the fields that have begun and not ended, the innermost last
    for one in element.iter(W + "fldChar", W + "instrText", W + "t"):
        if one.tag == W + "fldChar":
            _follow(one.get(W + "fldCharType"), open_codes)
        elif one.tag == W + "t":
            code = _simple_code(one)
            if _COUNTED_RESULT in open_codes or _is_counted(code):
                results[one] = code
        elif open_codes:
            open_codes[-1] += one.text or ""
    return results


def _follow(kind: str | None, open_codes: list[str]) -> None:
    """Bring *open_codes* past the character (w:fldChar) of a field that begins it, separates its result or ends it."""
    if kind == "begin":
        open_codes.append("")
    elif kind == "separate" and open_codes:
        open_codes[-1] = _COUNTED_RESULT if _is_counted(open_codes[-1]) else ""
    elif kind == "end" and open_codes:
        open_codes.pop()


def _simple_code(text: Element) -> str:
    """Returns the code of the simple field (w:fldSimple) that *text* stands in; empty where it stands in none."""
    simple = next(text.iterancestors(W + "fldSimple"), None)
    return "" if simple is None else simple.get(W + "instr", "")


def _is_counted(code: str) -> bool:
    """True if a field with this *code* holds a number of a page or of pages."""
    words = code.split()
    return bool(words) and words[0] in _PAGE_NUMBERS
