"""Two people's changes of a Word file brought together: no word of the first is lost."""

import copy
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from lxml.etree import _Element as Element

from wenming.base.i18n import N_, _
from wenming.ooxml import package
from wenming.ooxml.locations import spots
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import W
from wenming.ooxml.relationships import TYPES, relations_of
from wenming.ooxml.tree import parse
from wenming.revision import fingerprint
from wenming.revision.alignment import ALIKE, chunks
from wenming.revision.charts import redrawn
from wenming.revision.fingerprint import text_of
from wenming.revision.relations import Relations, declare, is_text, owner_of
from wenming.revision.styles import DEFAULTS, by_name, differing, style_key
from wenming.revision.version import STYLES, Version, versions_of, written

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_UNSEEN = {  # what is mine or theirs as a whole
    "word/numbering.xml": N_("自动编号"),
    "word/settings.xml": N_("文档设置"),
    "word/theme/theme1.xml": N_("主题字体和颜色"),
}

_STYLED = [W + name for name in ("pStyle", "rStyle", "tblStyle")]

_NOTES = {W + "footnoteReference": "word/footnotes.xml", W + "endnoteReference": "word/endnotes.xml"}
_LEVELS = [W + name for name in ("tbl", "tr", "tc", "sdt", "sdtContent")]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A paragraph or row that both changed: mine was kept; *whole*: a part of the file that is not looked into."""

    part: str
    spot: str
    mine: str = ""
    theirs: str = ""
    whole: bool = field(default=False, kw_only=True)


def merge(base: bytes, mine: bytes, theirs: bytes, shown: str = "") -> tuple[bytes, list[Conflict]]:
    """*mine* with what *theirs* changed since *base*, wherever mine has not changed the same paragraph.

    Where both changed the same, mine stays and a conflict says what theirs is. No word of mine is lost.
    Raises Faults of the file *shown* where it is broken.
    """
    old, own, other = versions_of(base, mine, theirs, shown=shown)
    merged, conflicts = dict(own.parts), list[Conflict]()
    for name, data in sorted(other.parts.items(), key=lambda part: is_text(part[0])):  # text refers to the others
        owner = owner_of(name)
        if name not in old.parts:
            if name not in merged and not is_text(owner or name):  # text comes with what refers to it
                merged[name] = data  # a new part, which only new relationships use
                declare(name, merged, name, other.parts)
        elif name not in own.parts or data in (own.parts[name], old.parts[name]):
            continue
        elif is_text(name):
            merged[name] = _Merge(name, (old, own, other), merged).merged(conflicts)
        elif name == TYPES or (owner and not _whole(owner, old, own, other)):
            continue  # mine says what mine holds; what comes along is added
        elif own.parts[name] == old.parts[name]:
            merged[name] = data
        elif name == STYLES and own.styles is not None:
            _merge_styles(old, own, other, conflicts)
            merged[name] = written(own.styles)
        elif name in _UNSEEN:
            conflicts.append(Conflict(name, _(_UNSEEN[name]), whole=True))
    _merge_charts(old.parts, merged, other.parts, conflicts)
    return package.write(merged), conflicts


def _whole(part: str, old: Version, own: Version, other: Version) -> bool:
    """Whether *part* becomes what it is in theirs, by the ids that its relations have there."""
    before, mine, theirs = (version.parts.get(part) for version in (old, own, other))
    return mine == before and (theirs == before or not is_text(part))


def _merge_charts(
    old: Mapping[str, bytes], merged: dict[str, bytes], other: Mapping[str, bytes], conflicts: list[Conflict]
) -> None:
    """Bring new figures into the charts of *merged*, which a word processor may have written anew."""
    changed, kept = redrawn(old, merged, other)
    merged |= changed
    if kept:
        where = spots(parse(merged[BODY]))
        spot = {
            drawing.get("descr") or drawing.get("title"): where.get(next(drawing.iterancestors(W + "p")), "")
            for drawing in next(iter(where)).getroottree().iter("{*}docPr")
        }
        conflicts += [Conflict(BODY, spot.get(name, ""), name, told) for name, told in kept.items()]


def _merge_styles(old: Version, own: Version, other: Version, conflicts: list[Conflict]) -> None:
    before, mine, theirs = map(by_name, (old, own, other))
    for name, style in theirs.items():
        if name not in mine:
            if name not in before and own.styles is not None:
                own.styles.append(copy.deepcopy(style))
            continue
        keys = [
            style_key(version, one) if one is not None else None
            for version, one in ((old, before.get(name)), (own, mine[name]), (other, style))
        ]
        if name not in before or keys[2] in keys[:2]:
            continue
        if keys[1] != keys[0]:
            words = (differing((old, before[name]), one)[1] for one in ((own, mine[name]), (other, style)))
            conflicts.append(Conflict(STYLES, name or _("默认的字体和段落格式"), *words))
        else:
            new = copy.deepcopy(style)
            if name != DEFAULTS:
                new.set(W + "styleId", mine[name].get(W + "styleId"))
            mine[name].getparent().replace(mine[name], new)


Trio = tuple[Element, Element, Element]


class _Merge:
    """One part of three versions on the way to one."""

    def __init__(self, name: str, versions: Sequence[Version], parts: package.Parts) -> None:
        self.name, self.versions = name, versions
        self.roots = [version.root(name) for version in versions]
        self.where = spots(self.roots[1])
        self.relations = Relations(name, parts, versions[2].parts)
        self.ids = {named: key for key, named in versions[1].looks.names.items()}
        self.notes = [_notes(version) for version in versions[1:]]  # of mine and of theirs
        self.conflicts: list[Conflict] = []

    def merged(self, conflicts: list[Conflict]) -> bytes:
        """The part as XML; what both changed is added to *conflicts*."""
        old, own, theirs = self.versions[0].parts, self.versions[1].parts, self.roots[2]
        self.relations.unnamed({value for _leaf, _key, value in _references(theirs)}, old)
        if own[self.name] == old[self.name] and self.fit([theirs]):
            if own.get(relations_of(self.name)) == old.get(relations_of(self.name)):
                self.relations.keep()
            return written(self.brought(theirs))
        owners = [root.find(W + "body") if self.name == BODY else root for root in self.roots]
        self.children(owners[0], owners[1], owners[2])
        conflicts += self.conflicts
        return written(self.roots[1])

    def keys(self, *elements: Element) -> list[Any]:
        return [version.key(one) for version, one in zip(self.versions, elements, strict=True)]

    def children(self, old: Element, own: Element, other: Element) -> None:
        """Bring the children of theirs into those of mine, in place."""
        merged: list[Element] = []
        owners = [[child for child in owner if isinstance(child.tag, str)] for owner in (old, own, other)]
        parts = [
            [(version.key(child), child) for child in owner]
            for version, owner in zip(self.versions, owners, strict=True)
        ]
        for base, mine, theirs in _pieces(own, parts):
            keys = [[key for key, _child in part] for part in (base, mine, theirs)]
            ours, new = [child for _key, child in mine], [child for _key, child in theirs]
            if keys[2] in (keys[0], keys[1]):
                merged += ours
            elif len(base) == len(mine) == len(theirs):
                merged += [self.one((a, b, c)) for (_k, a), (_l, b), (_m, c) in zip(base, mine, theirs, strict=True)]
            elif keys[1] == keys[0] and self.fit(new):
                merged += [self.brought(one) for one in new]
            else:
                merged += ours
                self.conflict(ours or merged[-1:], ours, new, own)
        for child in owners[1]:
            own.remove(child)
        own.extend(merged)

    def one(self, trio: Trio) -> Element:
        """One paragraph, table, row or cell of three versions; a table that stays one keeps the looks of mine."""
        base, mine, theirs = trio
        keys = self.keys(*trio)
        level = base.tag == mine.tag == theirs.tag and mine.tag in _LEVELS
        if keys[2] in (keys[0], keys[1]):
            return mine
        alone = not (level and fingerprint.spans(mine) == fingerprint.spans(theirs))
        if keys[1] == keys[0] and alone and self.fit([theirs]):
            return self.brought(theirs)
        if level:
            self.children(*trio)
        elif mine.tag not in fingerprint.LOOKS:
            self.conflict([mine], [mine], [theirs], mine)
        return mine

    def fit(self, elements: Sequence[Element]) -> bool:
        """Whether the footnotes and endnotes of *elements* of theirs say the same in mine, which numbers its own."""
        mine, theirs = self.notes
        wanted = [(one.tag, one.get(W + "id")) for element in elements for one in element.iter(*_NOTES)]
        kinds = {tag for tag, _id in mine}
        return all(mine.get(key) == theirs.get(key) for key in wanted if key[0] in kinds)

    def brought(self, element: Element) -> Element:
        """A copy of an element of theirs, its styles and what it refers to by the ids that mine has for them."""
        new = copy.deepcopy(element)
        for leaf, key, value in _references(new):
            leaf.set(key, self.relations.of(value))
        for style in new.iter(*_STYLED):
            named = self.versions[2].looks.names.get(style.get(W + "val", ""), "")
            style.set(W + "val", self.ids.get(named, style.get(W + "val")))
        return new

    def conflict(
        self, spotted: Sequence[Element], mine: Sequence[Element], theirs: Sequence[Element], owner: Element
    ) -> None:
        """Note what both changed."""
        found = (self.where[one] for element in (*spotted, owner) for one in element.iter(W + "p") if one in self.where)
        words = ["\n".join(text for one in part if (text := text_of(one))) for part in (mine, theirs)]
        self.conflicts.append(Conflict(self.name, next(found, ""), *words))


def _notes(version: Version) -> dict[tuple[str, str | None], str]:
    """What each footnote and endnote says, by the tag and the id that refer to it."""
    return {
        (tag, note.get(W + "id")): text_of(note)
        for tag, part in _NOTES.items()
        if part in version.parts
        for note in version.root(part)
    }


def _references(root: Element) -> list[tuple[Element, str, str]]:
    """Every attribute below *root* that holds the id of a relation."""
    return [(one, key, value) for one in root.iter() for key, value in one.attrib.items() if key.startswith(_R)]


Keyed = tuple[Any, Element]  # a child, and what it is told by


def _pieces(owner: Element, versions: Sequence[list[Keyed]]) -> Iterable[tuple[list[Keyed], list[Keyed], list[Keyed]]]:
    """The children of *owner* in pieces; the cells of a row by their columns where all versions have as many."""
    if owner.tag == W + "tr" and len({len(version) for version in versions}) == 1:
        return [([one], [other], [third]) for one, other, third in zip(*versions, strict=True)]
    return chunks(versions, lambda pair: pair[0], lambda one, other: _likeness(one[1], other[1]))


_LETTERS = 300  # of a paragraph that are compared: more cost the square of it


def _likeness(one: Element, other: Element) -> float:
    """How much of their words two paragraphs, or two rows by letters or by whole cells, have in common: 0 to 1."""
    if one.tag != other.tag:
        return 0.0
    matcher = SequenceMatcher(None, text_of(one)[:_LETTERS], text_of(other)[:_LETTERS], autojunk=False)
    letters = matcher.ratio() if matcher.quick_ratio() > ALIKE else 0.0  # quick, and never less than the ratio
    if one.tag != W + "tr":
        return letters
    cells = [Counter(text_of(cell) for cell in row.iter(W + "tc")) for row in (one, other)]
    weights = [sum(len(text) * count for text, count in row.items()) for row in (*cells, cells[0] & cells[1])]
    return max(letters, 2 * weights[2] / (weights[0] + weights[1] or 1))
