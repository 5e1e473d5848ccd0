"""A copy of a template with the repairs that cannot be wrong: tags in half width, spelt right, in their place."""

import copy
import re
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree
from lxml.etree import _Element as Element

from wenming.faults import Fault, Place
from wenming.language import _
from wenming.template import package, syntax, tags
from wenming.template.compiled import FILLED
from wenming.template.doctor import strange
from wenming.template.runs import Runs
from wenming.template.spots import A, W, spots

_LEVELS = r"(p|tr|tc|r|P|TR|Tr|TC|Tc|R)"
_SPELLING = [  # how clerks write a tag, and how it is written
    (
        re.compile(rf"^(\{{[%{{])\s*{_LEVELS}\s*(?=(?:for|if|endfor|endif|else|elif|set)\b)"),
        lambda m: m[1] + m[2].lower() + " ",
    ),
    (re.compile(r"\bend[\s_]+(if|for|macro|set|with)\b", re.IGNORECASE), lambda m: "end" + m[1].lower()),
    (re.compile(r"\belse\s*if\b", re.IGNORECASE), lambda _m: "elif"),
    (re.compile(r"\b(EndIf|ENDIF|EndFor|ENDFOR|IF|If|FOR|For|ELSE|Else|IN)\b"), lambda m: m[1].lower()),
    (re.compile(r"(?<=\{%)((?:p|tr|tc|r)?\s*(?:el)?if\b[^=]*?[^=!<>])=(?!=)"), lambda m: m[1] + "=="),
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
                root = tags.parse(member.unpack())
            except etree.XMLSyntaxError:
                continue
            done = list(_part(root, f"{shown} · {name}"))
            if done:
                notes += done
                xml: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
                members[name] = package.pack_small(xml)
    return package.assemble(members), notes


def _part(root: Element, shown: str) -> Iterator[Fault]:
    where = spots(root)
    for paragraph in list(root.iter(W + "p", A + "p")):
        place = Place(shown, path=where.get(paragraph, ""))
        yield from _spelling(paragraph, place)
        yield from _apart(paragraph, place)
    for row in list(root.iter(W + "tr")):
        yield from _rows(row, shown, where)
    for face in list(root.iter(W + "rFonts")):
        yield from _face(face, shown, where)


def _leaves(paragraph: Element) -> list[Element]:
    kind = paragraph.tag
    return [leaf for leaf in paragraph.iter(W + "t", A + "t") if next(leaf.iterancestors(kind), None) is paragraph]


def _spelling(paragraph: Element, place: Place) -> Iterator[Fault]:
    """Each tag written as it should be, whole in one run."""
    runs = Runs(paragraph, _leaves(paragraph))
    wanted = syntax.WIDE_TAG.sub(lambda match: syntax.half_ends(match[0]), runs.text)
    for match in reversed(list(syntax.TAG.finditer(wanted))):
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
    level = syntax.LEVEL.match(tag)
    inner = level[3][:-2] if level else tag[2:-2]
    halves = syntax.words(inner) if inner.strip() != syntax.words(inner) else inner.strip()
    right = f"{opening}{level[2] if level else ''} {halves} {closing}" if halves != inner.strip() else tag
    for pattern, written in _SPELLING if opening == "{%" else ():
        pieces = re.split(r"(\"[^\"]*\"|'[^']*')", right)
        pieces[::2] = [pattern.sub(written, piece) for piece in pieces[::2]]
        right = "".join(pieces)
    return right


def _apart(paragraph: Element, place: Place) -> Iterator[Fault]:
    """A ``{%p %}`` with text beside it gets a paragraph of its own."""
    runs = Runs(paragraph, _leaves(paragraph))
    text = runs.text
    found = [match for match in syntax.TAG.finditer(text) if match["tag"] and re.match(r"\{%p\s", match["tag"])]
    if paragraph.tag != W + "p" or not found or not syntax.TAG.sub("", text).strip():
        return
    if paragraph.find(f"{W}pPr/{W}sectPr") is not None:
        return
    bounds = [0, *(edge for match in found for edge in match.span()), len(text)]
    for number, (start, end) in enumerate(pairwise(bounds)):
        if text[start:end].strip():
            paragraph.addprevious(_alone(paragraph, start, end, tag=number % 2 == 1))
    paragraph.getparent().remove(paragraph)
    what = _("“{tag}”单独成了一段").format(tag=found[0]["tag"])
    yield Fault(Place(place.file, column=found[0].start() + 1, path=place.path, text=text), what, "", "repaired")


def _alone(paragraph: Element, start: int, end: int, *, tag: bool) -> Element:
    """A paragraph like *paragraph* of its characters from *start* to *end*; for a *tag*, of nothing else."""
    own = copy.deepcopy(paragraph)
    runs = Runs(own, _leaves(own))
    for low, high in ((end, len(runs.text)), (0, start)):
        if low < high:
            runs.write(low, high, "")
    runs.apply()
    for child in list(own) if tag or start else ():
        if child.tag not in (W + "pPr", W + "r") or child.find(W + "drawing") is not None:
            own.remove(child)
    return own


_ROW_TAG = re.compile(r"\{%tr\s.*?%\}")


def _rows(row: Element, shown: str, where: dict[Element, str]) -> Iterator[Fault]:
    """``{%tr for %}`` and ``{%tr endfor %}`` in the row that repeats get rows of their own."""
    first = next(row.iter(W + "p"), None)
    paragraphs = [(one, "".join(leaf.text or "" for leaf in _leaves(one))) for one in row.iter(W + "p")]
    found = [tag for _one, text in paragraphs for tag in _ROW_TAG.findall(text)]
    rest = "".join(_ROW_TAG.sub("", text) for _one, text in paragraphs).strip()
    if not found or not rest or first is None or next(row.iterancestors(W + "tbl"), None) is None:
        return
    ends = [tag for tag in found if re.match(r"\{%tr\s+end", tag)]
    if len(ends) * 2 != len(found) and len(found) != 1:
        return
    for paragraph, text in paragraphs:
        runs = Runs(paragraph, _leaves(paragraph))
        for match in reversed(list(_ROW_TAG.finditer(text))):
            runs.write(match.start(), match.end(), "")
        runs.apply()
    blank = copy.deepcopy(row)
    for paragraph in list(blank.iter(W + "p")):
        for child in list(paragraph):
            if child.tag != W + "pPr":
                paragraph.remove(child)
    for tag in found:
        own = copy.deepcopy(blank)
        leaf = etree.SubElement(etree.SubElement(next(own.iter(W + "p")), W + "r"), W + "t")
        leaf.text = tag
        if tag in ends:
            row.addnext(own)
        else:
            row.addprevious(own)
    yield Fault(
        Place(shown, path=where.get(first, ""), text=paragraphs[0][1]),
        _("“{tag}”单独成了一行").format(tag=found[0]),
        "",
        "repaired",
    )


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
