"""A copy of a template with the repairs that cannot be wrong: tags in half width, spelt right, in their place."""

import copy
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lxml import etree
from lxml.etree import _Element as Element

from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import _
from wenming.engine import lexer
from wenming.engine.program import FILLED
from wenming.engine.tag_runs import TagRuns as Runs
from wenming.gongwen.font_check import strange
from wenming.ooxml import archive, package, tree
from wenming.ooxml.locations import spots
from wenming.ooxml.namespaces import A, W

_LEVELS = r"(p|tr|tc|r|P|TR|Tr|TC|Tc|R)"
_SPELLING = [  # how clerks write a tag, and how it is written
    (
        re.compile(rf"^(\{{[%{{])\s*{_LEVELS}\s*(?=(?:for|if|endfor|endif|else|elif|set)\b)"),
        lambda m: m[1] + m[2].lower() + " ",
    ),
    (re.compile(r"\bend[\s_]+(if|for|macro|set|with)\b", re.IGNORECASE), lambda m: "end" + m[1].lower()),
    (re.compile(r"\belse\s*if\b", re.IGNORECASE), lambda _m: "elif"),
    (re.compile(r"\b(EndIf|ENDIF|EndFor|ENDFOR|IF|If|FOR|For|ELSE|Else|IN)\b"), lambda m: m[1].lower()),
    # an equals sign in brackets names an argument
    (re.compile(r"(?<=\{%)([-+]?(?:p|tr|tc|r)?\s*(?:el)?if\b[^=(（]*?[^=!<>(（])=(?!=)"), lambda m: m[1] + "=="),
    (re.compile(r"&&"), lambda _m: "and"),
    (re.compile(r"\|\|"), lambda _m: "or"),
]


def repaired(data: bytes, shown: str) -> tuple[bytes, list[Fault]]:
    """The template *data* mended, and what was mended (its ``mend`` is the new text); *shown* names it."""
    members = package.members(data, shown)
    notes: list[Fault] = []
    for name, member in list(members.items()):
        if FILLED.fullmatch(name):
            try:
                root = tree.parse(member.unpack())
            except etree.XMLSyntaxError:
                continue
            done = list(_part(root, f"{shown} · {name}"))
            if done:
                notes += done
                xml: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
                members[name] = archive.pack_small(xml)
    return archive.assemble(members), notes


def _part(root: Element, shown: str) -> Iterator[Fault]:
    where = spots(root)
    raw = False
    for paragraph in list(root.iter(W + "p", A + "p")):
        before = raw
        _read, _tags, raw = lexer.outside_raw(lexer.half_tags(_text(paragraph)), raw)
        if before:
            continue  # what is printed as it stands is not mended
        place = Place(shown, path=where.get(paragraph, ""))
        yield from _spelling(paragraph, place)
        yield from _inline(paragraph, place)
        yield from _apart(paragraph, place)
    for row in list(root.iter(W + "tr")):
        yield from _rows(row, shown, where)
    for face in list(root.iter(W + "rFonts")):
        yield from _face(face, shown, where)


def _leaves(paragraph: Element) -> list[Element]:
    kind = paragraph.tag
    return [leaf for leaf in paragraph.iter(W + "t", A + "t") if next(leaf.iterancestors(kind), None) is paragraph]


def _text(paragraph: Element) -> str:
    return "".join(leaf.text or "" for leaf in _leaves(paragraph))


def _spelling(paragraph: Element, place: Place) -> Iterator[Fault]:
    """Each tag written as it should be, whole in one run."""
    runs = Runs(paragraph, _leaves(paragraph))
    for match in reversed(lexer.outside_raw(lexer.half_tags(runs.text), False)[1]):
        tag = match["tag"]
        if not tag or tag.startswith("{#"):
            continue
        right = _right(tag)
        start, end = match.span()
        if right != runs.text[start:end]:
            runs.write(start, end, right)
            at = Place(place.file, column=start + 1, path=place.path, text=runs.text)
            yield Fault(at, _("“{old}”改成了“{new}”").format(old=runs.text[start:end], new=right), "", "repaired")
        elif not any(right in (leaf.text or "") for leaf in runs.leaves):
            runs.write(start, end, right)
            at = Place(place.file, column=start + 1, path=place.path, text=runs.text)
            yield Fault(at, _("“{new}”断成了几截，接好了").format(new=right), "", "repaired")
    runs.apply()


def _right(tag: str) -> str:
    """*tag* as it is to be written: marks outside quotation marks in half width, words spelt right."""
    opening, closing = tag[:2], tag[-2:]
    level = lexer.LEVEL.match(tag)
    inner = level[3][:-2] if level else tag[2:-2]
    before, after = (side if side in ("-", "+") else "" for side in (inner[:1], inner[-1:]))
    inner = inner[len(before) : len(inner) - len(after)].strip()
    halves = lexer.words(inner)
    right = f"{opening}{level[2] if level else ''}{before} {halves} {after}{closing}" if halves != inner else tag
    for pattern, written in _SPELLING if opening == "{%" else ():
        pieces = re.split(r"(\"[^\"]*\"|'[^']*')", right)
        pieces[::2] = [pattern.sub(written, piece) for piece in pieces[::2]]
        right = "".join(pieces)
    return right


def _inline(paragraph: Element, place: Place) -> Iterator[Fault]:
    """``{%p if %}`` and its end within the words of one paragraph lose their p: a part of the paragraph was meant."""
    runs = Runs(paragraph, _leaves(paragraph))
    found = [match for match in lexer.TAG.finditer(runs.text) if match["tag"] and _P.match(match["tag"])]
    if not found or not _within(runs.text, found):
        return
    for match in reversed(found):
        runs.write(*match.span(), _P.sub("{%", match[0], count=1))
    runs.apply()
    at = Place(place.file, column=found[0].start() + 1, path=place.path, text=runs.text)
    new = _P.sub("{%", found[0]["tag"], count=1)
    yield Fault(at, _("“{old}”改成了“{new}”").format(old=found[0]["tag"], new=new), "", "repaired")


def _within(text: str, found: Sequence[re.Match[str]]) -> bool:
    """Whether the blocks of *found* begin and end in *text*, and there is more around them."""
    depth = done = 0
    around = ""
    for match in found:
        word = lexer.first_word(_P.sub("{%", match["tag"], count=1))
        around += "" if depth else text[done : match.start()]
        depth += word in ("for", "if")
        depth -= word in ("endfor", "endif")
        if depth < 0 or (not depth and not word.startswith("end")):
            return False
        done = match.end()
    return not depth and bool((around + text[done:]).strip())


_P = re.compile(r"\{%p(?=\s)")


def _apart(paragraph: Element, place: Place) -> Iterator[Fault]:
    """A ``{%p %}`` with text beside it gets a paragraph of its own; not where there is more than text to be parted."""
    text = _text(paragraph)
    found = [match for match in lexer.TAG.finditer(text) if match["tag"] and _P.match(match["tag"])]
    if not found or not lexer.TAG.sub("", text).strip() or not _plain(paragraph):
        return
    bounds = [0, *(edge for match in found for edge in match.span()), len(text)]
    for start, end in pairwise(bounds):
        if text[start:end].strip():
            paragraph.addprevious(_piece(paragraph, start, end))
    paragraph.getparent().remove(paragraph)
    what = _("“{tag}”单独成了一段").format(tag=found[0]["tag"])
    yield Fault(Place(place.file, column=found[0].start() + 1, path=place.path, text=text), what, "", "repaired")


def _plain(paragraph: Element) -> bool:
    """Whether *paragraph* is text, line breaks, tabs and marks alone, and ends no section and no page."""
    return all(
        element.tag in _PARTED and element.get(W + "type") in (None, "textWrapping")
        for element in paragraph.iter()
        if element.tag not in _DESCRIBED and next(element.iterancestors(*_DESCRIBED), None) is None
    ) and not any(True for _one in paragraph.iter(W + "sectPr"))


def _piece(paragraph: Element, start: int, end: int) -> Element:
    """A paragraph like *paragraph* of what stands in it between the characters *start* and *end*."""
    own = copy.deepcopy(paragraph)
    last = sum(len(leaf.text or "") for leaf in _leaves(own))
    at = 0
    for element in list(own.iter(*_ATOMS, *_MARKS)):
        if element.tag == W + "t":
            text = element.text or ""
            element.text = text[max(start - at, 0) : max(end - at, 0)]
            element.set(_SPACE, "preserve")
            at += len(text)
            gone = not element.text
        elif element.tag in _MARKS:
            gone = not (start <= at < end or at == end == last)
        else:  # what stands between two pieces is where they are parted
            gone = not (start < at < end or (at == start == 0) or (at == end == last))
        if gone:
            element.getparent().remove(element)
    for run in list(own.iter(W + "r")):
        if all(child.tag == W + "rPr" for child in run):
            run.getparent().remove(run)
    return own


_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DESCRIBED = (W + "pPr", W + "rPr")
_ATOMS = [W + name for name in ("t", "br", "cr", "tab", "noBreakHyphen", "softHyphen")]
_MARKS = (W + "bookmarkStart", W + "bookmarkEnd")
_HOLDERS = [W + name for name in ("p", "r", "ins", "hyperlink", "smartTag", "proofErr", "lastRenderedPageBreak")]
_PARTED = {*_ATOMS, *_MARKS, *_HOLDERS}
_ROW_TAG = re.compile(r"\{%tr\s.*?%\}")


def _rows(row: Element, shown: str, where: dict[Element, str]) -> Iterator[Fault]:
    """``{%tr for %}`` and ``{%tr endfor %}`` in the row that repeats get rows of their own, above and below it."""
    own = [one for one in row.iter(W + "p") if next(one.iterancestors(W + "tr")) is row]
    paragraphs = [(one, _text(one)) for one in own]
    read = "\n".join(text for _one, text in paragraphs)
    between = [piece.strip() for piece in _ROW_TAG.split(read)]
    if len(between) < 2 or sum(map(bool, between)) != 1 or next(row.iterancestors(W + "tbl"), None) is None:
        return  # no tag, nothing beside it, or text on both sides of it
    found = _ROW_TAG.findall(read)
    kept = next(number for number, piece in enumerate(between) if piece)
    above, below = found[:kept], found[kept:]
    if any(_empty(side) for side in (above, below)):
        return
    for paragraph, text in paragraphs:
        runs = Runs(paragraph, _leaves(paragraph))
        for match in reversed(list(_ROW_TAG.finditer(text))):
            runs.write(match.start(), match.end(), "")
        runs.apply()
    for tag in above:
        row.addprevious(_row(row, tag))
    for tag in reversed(below):
        row.addnext(_row(row, tag))
    first = next(text for _one, text in paragraphs if _ROW_TAG.search(text))
    spot = where.get(next(one for one, text in paragraphs if text == first), "")
    place = Place(shown, column=first.index(found[0]) + 1, path=spot, text=first)
    yield Fault(place, _("“{tag}”单独成了一行").format(tag=found[0]), "", "repaired")


def _empty(side: Sequence[str]) -> bool:
    """Whether the row's tags on one *side* of its text open a block and end it, with nothing in it."""
    words = [lexer.first_word(tag.replace("{%tr", "{%", 1)) for tag in side]
    return any(not one.startswith("end") and other.startswith("end") for one, other in pairwise(words))


def _row(row: Element, tag: str) -> Element:
    """A row like *row* with *tag* in its first cell and nothing else."""
    own = copy.deepcopy(row)
    for cell in list(own.iter(W + "tc")):
        for child in cell:
            if child.tag != W + "tcPr":
                cell.remove(child)
        etree.SubElement(cell, W + "p")
    leaf = etree.SubElement(etree.SubElement(next(own.iter(W + "p")), W + "r"), W + "t")
    leaf.text = tag
    return own


def _face(face: Element, shown: str, where: dict[Element, str]) -> Iterator[Fault]:
    """A typeface that is not of official documents gives way to the style's."""
    run = face.getparent().getparent()
    if run is None or run.tag != W + "r" or run.find(W + "t") is None or not strange(face):
        return
    name = strange(face)
    paragraph = next(run.iterancestors(W + "p"), None)
    face.getparent().remove(face)
    text = "".join(leaf.text or "" for leaf in run.iter(W + "t"))
    path = where.get(paragraph, "") if paragraph is not None else ""
    yield Fault(Place(shown, path=path, text=text), _("字体“{name}”改成了样式里的").format(name=name), "", "repaired")
