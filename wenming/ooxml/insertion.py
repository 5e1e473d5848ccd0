"""The body of one Word file on its way into another: its styles, lists, notes, pictures come along."""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from wenming.ooxml import ids
from wenming.ooxml.bringing import Parts, Relations, relations
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import R, W
from wenming.ooxml.tree import parse, written

_STYLED = (W + "pStyle", W + "rStyle", W + "tblStyle")
_RELATED_STYLES = (W + "basedOn", W + "next", W + "link")
_UNSEEN_IN_STYLES = (W + "lang", W + "rsid")
_NOTES = {W + "footnoteReference": "/footnotes", W + "endnoteReference": "/endnotes"}
_COMMENTS = (W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference")
_PARAGRAPH_IDS = tuple(
    f"{{http://schemas.microsoft.com/office/word/2010/wordml}}{name}" for name in ("paraId", "textId")
)
_OF_OUTER = "wenming-outer"  # a section whose relations are those of the outer file
_DIGITS = 9  # of the largest number of a list or a note: xsd:int
_NUMBERING = "/numbering"
_STYLES = "/styles"


class Insertion(NamedTuple):
    """What stands in a body, as the other file can hold it, and all *parts* of that file with what came along.

    *styles*: by its name, what a style that looks otherwise in the two files is called there.
    """

    elements: list[Element]
    parts: dict[str, bytes]
    styles: dict[str, str]


def insertion(outer: Parts, inner: Parts, names: Iterable[str], mark: str) -> Insertion:
    """The body of *inner* for *outer*; styles called one of *names* come along even where nothing is written in them.

    A style that looks otherwise in *outer* comes under its name with *mark* behind it. Comments stay behind.
    """
    body = parse(inner[BODY]).find(W + "body")
    assert body is not None  # what has none is not taken as a template
    elements = _with_own_sections(body, outer)
    parts = dict(outer)
    for element in elements:
        _forget_comments(element)
    ids.renew(elements)
    notes = _Notes(parts, inner)
    texts = [*elements, *notes.of(elements)]
    styles = _Styles(parts, inner, mark)
    styles.bring([*_styles_used(texts), *styles.ids_of(names)])
    lists = _Lists(parts, inner)
    lists.bring(_lists_used([*texts, *styles.brought]))
    _follow(texts, styles.ids, W + "val", _STYLED)
    _follow([*texts, *styles.brought], lists.numbers, W + "val", (W + "numId",))
    styles.write()
    notes.write()
    related = Relations(BODY, parts, inner)
    for element in elements:
        _relate(element, related.of)
    return Insertion(elements, parts, styles.renamed)


def _with_own_sections(body: Element, outer: Parts) -> list[Element]:
    """What stands in *body*; where it has sections of its own, between the end of one of *outer* and of its last."""
    elements = [element for element in body if element.tag != W + "sectPr"]
    has_sections = any(next(element.iter(W + "sectPr"), None) is not None for element in elements)
    last = body.find(W + "sectPr")
    around = parse(outer[BODY]).find(f"{W}body/{W}sectPr")
    if not has_sections or last is None or around is None:
        return elements
    around.set(_OF_OUTER, "1")
    return [_section_break(around), *elements, _section_break(last)]


def _section_break(section: Element) -> Element:
    paragraph = etree.Element(W + "p")
    etree.SubElement(paragraph, W + "pPr").append(section)
    return paragraph


def _forget_comments(element: Element) -> None:
    for mark in list(element.iter(*_COMMENTS)):
        parent = mark.getparent()
        if parent is not None:
            parent.remove(mark)
    for one in element.iter():
        for name in _PARAGRAPH_IDS:
            one.attrib.pop(name, None)


def _styles_used(elements: Iterable[Element]) -> Iterator[str]:
    for element in elements:
        for styled in element.iter(*_STYLED):
            yield styled.get(W + "val", "")


def _lists_used(elements: Iterable[Element]) -> list[str]:
    """The numbers of the lists that *elements* belong to, each once."""
    numbers: dict[str, None] = {}
    for element in elements:
        for number in element.iter(W + "numId"):
            numbers[number.get(W + "val", "")] = None
    return list(numbers)


def _follow(elements: Iterable[Element], new: Mapping[str, str], attribute: str, tags: tuple[str, ...]) -> None:
    """Let what *tags* among *elements* name in their *attribute* be what it is called now."""
    for element in elements:
        for one in element.iter(*tags):
            name = one.get(attribute, "")
            one.set(attribute, new.get(name, name))


def _relate(element: Element, id_of: Callable[[str], str]) -> None:
    sections_of_outer = [one for one in element.iter(W + "sectPr") if one.attrib.pop(_OF_OUTER, None)]
    known = {one for section in sections_of_outer for one in section.iter("*")}
    for one in element.iter("*"):
        for key, value in one.attrib.items():
            if key.startswith(R) and one not in known:
                one.set(key, id_of(value))


def _part(kind: str, parts: Parts) -> str:
    """The part of this *kind* that the body of the file with *parts* goes with; empty where it has none."""
    own = relations(BODY, parts).values()
    return next((one.target for one in own if one.kind.endswith(kind) and one.target in parts), "")


def _bring_whole(kind: str, parts: dict[str, bytes], others: Parts) -> str:
    """Bring the part of this *kind* as it stands; returns what it is called here, empty where there is none."""
    related = Relations(BODY, parts, others)
    for key, relation in relations(BODY, others).items():
        if relation.kind.endswith(kind):
            related.of(key)
    return _part(kind, parts)


class _Styles:
    """The styles of a file that those of another come into."""

    def __init__(self, parts: dict[str, bytes], others: Parts, mark: str) -> None:
        self._parts, self._mark = parts, mark
        self._part = _part(_STYLES, parts) or _bring_whole(_STYLES, parts, others)
        self._root = parse(parts[self._part]) if self._part else None
        self._here = _by_id(parts.get(self._part, b""))
        self._there = _by_id(others.get(_part(_STYLES, others), b""))
        self._ids_here = {_name(style): id_ for id_, style in self._here.items() if _name(style)}
        self.ids: dict[str, str] = {}  # of styles there → of styles here
        self.renamed: dict[str, str] = {}
        self.brought: list[Element] = []

    def ids_of(self, names: Iterable[str]) -> list[str]:
        """The ids there of the styles called one of *names*."""
        wanted = set(names)
        return [id_ for id_, style in self._there.items() if _name(style) in wanted]

    def bring(self, wanted: Iterable[str]) -> None:
        """Find or bring the styles with the ids *wanted* there, and those that they are based on."""
        for id_ in wanted:
            self._bring_with_bases(id_)
        for style in self.brought:  # when all are known
            for tag in _RELATED_STYLES:
                self._name_as_here(style, tag)

    def write(self) -> None:
        """Put the styles that were brought behind those of the file."""
        if self._root is None or not self.brought:
            return
        self._root.extend(self.brought)
        self._parts[self._part] = written(self._root)

    def _bring_with_bases(self, id_: str) -> None:
        if id_ not in self._there or id_ in self.ids:
            return
        style = self._there[id_]
        same = self._ids_here.get(_name(style))
        if same and _looks(self._here[same], self._here) == _looks(style, self._there):
            self.ids[id_] = same
            return
        new = copy.deepcopy(style)
        new.attrib.pop(W + "default", None)
        self.ids[id_] = _free(id_, {*self._here, *self.ids.values()})
        new.set(W + "styleId", self.ids[id_])
        if same:
            self._rename(new)
        self.brought.append(new)
        base = style.find(W + "basedOn")
        if base is not None:
            self._bring_with_bases(base.get(W + "val", ""))

    def _rename(self, style: Element) -> None:
        name = _name(style)
        self.renamed[name] = _free(f"{name}{self._mark}", self._ids_here)
        style.find(W + "name").set(W + "val", self.renamed[name])

    def _name_as_here(self, style: Element, tag: str) -> None:
        """Let *style* name by *tag* what that is called here; what did not come along is not named."""
        for one in style.findall(tag):
            name = self.ids.get(one.get(W + "val", ""))
            if name is None:
                style.remove(one)
            else:
                one.set(W + "val", name)


def _by_id(styles: bytes) -> dict[str, Element]:
    if not styles:
        return {}
    return {style.get(W + "styleId", ""): style for style in parse(styles).iter(W + "style")}


def _name(style: Element) -> str:
    name = style.find(W + "name")
    return "" if name is None else name.get(W + "val", "")


def _looks(style: Element, known: Mapping[str, Element]) -> list[object]:
    """What tells how *style*, and what it is based on among the *known* ones, looks."""
    looks: list[object] = []
    met: set[str] = set()
    while True:
        for properties in style:
            if properties.tag.endswith("Pr"):
                looks += (_fact(one) for one in properties.iter() if one.tag not in _UNSEEN_IN_STYLES)
        base = style.find(W + "basedOn")
        id_ = "" if base is None else base.get(W + "val", "")
        if id_ not in known or id_ in met:
            return looks
        met.add(id_)
        style = known[id_]
        looks.append(_name(style))


def _fact(element: Element) -> tuple[str, ...]:
    return element.tag, *(f"{key}={value}" for key, value in sorted(element.items()))


def _free(name: str, taken: Iterable[str]) -> str:
    """*name*, or one like it with a number that is not among those *taken*."""
    known = set(taken)
    if name not in known:
        return name
    return next(f"{name}{number}" for number in count(2) if f"{name}{number}" not in known)


class _Lists:
    """The lists of a file that those of another come into."""

    def __init__(self, parts: dict[str, bytes], others: Parts) -> None:
        self._parts, self._others = parts, others
        self.numbers: dict[str, str] = {}  # of lists there → of lists here

    def bring(self, numbers: Iterable[str]) -> None:
        """Bring the lists with these *numbers* there under numbers that are free here."""
        part = _part(_NUMBERING, self._others)
        wanted = [number for number in numbers if number != "0"]
        if not wanted or not part:
            return
        here = _part(_NUMBERING, self._parts)
        if not here:
            _bring_whole(_NUMBERING, self._parts, self._others)
            return
        root, there = parse(self._parts[here]), parse(self._others[part])
        formats = {one.get(W + "abstractNumId"): one for one in there.findall(W + "abstractNum")}
        lists = {one.get(W + "numId"): one for one in there.findall(W + "num")}
        for number in wanted:
            if number in lists:
                self.numbers[number] = _add_list(root, lists[number], formats)
        self._parts[here] = written(root)


def _add_list(root: Element, one: Element, formats: Mapping[str | None, Element]) -> str:
    """Put the list *one*, whose format is among *formats*, into the numbering *root*; returns its number there."""
    new = copy.deepcopy(one)
    number = _next_number(root.findall(W + "num"), W + "numId")
    new.set(W + "numId", number)
    named = new.find(W + "abstractNumId")
    format_ = formats.get(None if named is None else named.get(W + "val"))
    if named is not None and format_ is not None:
        own = copy.deepcopy(format_)
        own.set(W + "abstractNumId", _next_number(root.findall(W + "abstractNum"), W + "abstractNumId"))
        named.set(W + "val", own.get(W + "abstractNumId", ""))
        _add_after(root, own, W + "abstractNum", 0)
    _add_after(root, new, W + "num", len(root))
    return number


def _next_number(elements: Iterable[Element], attribute: str) -> str:
    """The number behind those that *elements* have as *attribute*; what is none in a template is passed over."""
    values = [one.get(attribute, "") for one in elements]
    numbers = [int(value) for value in values if value.isdecimal() and len(value) <= _DIGITS]
    return str(max(numbers, default=0) + 1)


def _add_after(root: Element, new: Element, tag: str, else_at: int) -> None:
    """Put *new* behind the last child *tag* of *root*, *else_at* where there is none."""
    same = root.findall(tag)
    root.insert(root.index(same[-1]) + 1 if same else else_at, new)


class _Notes:
    """The footnotes and endnotes of a file that those of another come into."""

    def __init__(self, parts: dict[str, bytes], others: Parts) -> None:
        self._parts, self._others = parts, others
        self._roots: dict[str, Element] = {}  # part here → its tree
        self._whole: set[str] = set()  # kinds of notes that have come as they are

    def of(self, elements: Iterable[Element]) -> list[Element]:
        """The notes that *elements* refer to, under ids that are free here."""
        found: list[Element] = []
        for element in elements:
            for reference in element.iter(*_NOTES):
                found += self._note(reference, _NOTES[reference.tag])
        return found

    def write(self) -> None:
        """Put the notes into their parts, with what they refer to."""
        for part, root in self._roots.items():
            self._parts[part] = written(root)

    def _note(self, reference: Element, kind: str) -> list[Element]:
        there = _part(kind, self._others)
        here = _part(kind, self._parts)
        if not there or kind in self._whole:
            return []
        if not here:
            self._whole.add(kind)
            here = _bring_whole(kind, self._parts, self._others)
            self._roots[here] = parse(self._parts[here])
            return list(self._roots[here])
        id_ = reference.get(W + "id")
        notes = [one for one in parse(self._others[there]).iterchildren("*") if one.get(W + "id") == id_]
        root = self._roots.setdefault(here, parse(self._parts[here]))
        for note in notes:
            new = _next_number(root.iterchildren("*"), W + "id")
            note.set(W + "id", new)
            reference.set(W + "id", new)
            _relate(note, Relations(here, self._parts, self._others).of)
            root.append(note)
        return notes
