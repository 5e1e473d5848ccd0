"""Two people's changes of a Word file brought together: no word of the first is lost."""

import copy
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from lxml.etree import _Element as Element

from wenming.base.i18n import N_, _
from wenming.ooxml import package
from wenming.ooxml.bringing import Relations, declare
from wenming.ooxml.comments import remarks_of_others
from wenming.ooxml.locations import paragraph_locations
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import W
from wenming.ooxml.relationships import TYPES, owner_of, relations_of
from wenming.ooxml.roles import part_with
from wenming.ooxml.tree import parse, written
from wenming.revision import fingerprint
from wenming.revision.alignment import ALIKE, chunks
from wenming.revision.charts import redrawn
from wenming.revision.contents import text_of
from wenming.revision.fingerprint import spans
from wenming.revision.styles import DEFAULTS, by_name, differing, style_key
from wenming.revision.version import STYLES, Version, versions_of
from wenming.revision.within_paragraph import Side, merge_within

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_UNSEEN = {  # what is mine or theirs as a whole, by its role
    "numbering": N_("自动编号"),
    "settings": N_("文档设置"),
    "theme": N_("主题字体和颜色"),
}

#: What names a style
_STYLED = [W + name for name in ("pStyle", "rStyle", "tblStyle")]

_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
#: What is looked into where both changed it
_LEVELS = [W + name for name in ("tbl", "tr", "tc", "sdt", "sdtContent", "customXml")]


_NAMES = "名单"  # the style of names in columns
_LETTERS = 300  # of a paragraph that are compared: more cost the square of it


class _Versions(NamedTuple):
    """A file as both began with it, as one of them left it, as the other did."""

    base: Version
    mine: Version
    theirs: Version

    def is_text(self, name: str) -> bool:
        """True if the part *name* is one that people write in."""
        return any(version.is_text(name) for version in self)


class _Trio(NamedTuple):
    """An element of each of the three versions."""

    base: Element
    mine: Element
    theirs: Element


class _Child(NamedTuple):
    """A child of an element of one version, with what tells it from others."""

    key: Hashable
    element: Element


_Piece = tuple[list[_Child], list[_Child], list[_Child]]  # of base, mine and theirs


@dataclass(frozen=True, slots=True)
class Conflict:
    """A paragraph or row that both changed: mine was kept.

    *whole*: a part of the file that is not looked into. *settled*: words within a paragraph of mine, *mine*, that are
    now those of theirs.
    """

    part: str
    spot: str
    mine: str = ""
    theirs: str = ""
    whole: bool = field(default=False, kw_only=True)
    settled: bool = field(default=False, kw_only=True)


def merge(base: bytes, mine: bytes, theirs: bytes, shown: str = "") -> tuple[bytes, list[Conflict]]:
    """Returns *mine* with what *theirs* changed since *base*, wherever mine has not changed the same paragraph.

    Where both changed the same, mine stays and a conflict says what theirs is. No word of mine is lost.
    Raises Faults of the file *shown* where it is broken.
    """
    versions = _Versions(*versions_of(base, mine, theirs, shown=shown))
    merged = dict(versions.mine.parts)
    conflicts: list[Conflict] = []
    for name in sorted(versions.theirs.parts, key=versions.is_text):  # text refers to the others
        if name in versions.base.parts:
            _merge_part(name, versions, merged, conflicts)
        else:
            _add_part(name, versions, merged)
    _merge_charts(versions.base.parts, merged, versions.theirs.parts, conflicts)
    return package.write(merged), conflicts


def _add_part(name: str, versions: _Versions, merged: dict[str, bytes]) -> None:
    """Add to *merged* the part *name* that is new in theirs, unless it belongs to a text."""
    theirs = versions.theirs.parts
    belongs_to_text = versions.is_text(owner_of(name) or name)  # that comes with what refers to it
    if name in merged or belongs_to_text:
        return
    merged[name] = theirs[name]  # only new relationships use it
    declare(name, merged, name, theirs)


def _merge_part(name: str, versions: _Versions, merged: dict[str, bytes], conflicts: list[Conflict]) -> None:
    """Bring into *merged* what theirs changed in the part *name* that base has."""
    before = versions.base.parts[name]
    mine = versions.mine.parts.get(name)
    theirs = versions.theirs.parts[name]
    if mine is None or theirs in (mine, before):
        return
    role = versions.mine.roles.get(name, "")
    if versions.is_text(name):
        merged[name] = _Merge(name, versions, merged).merge(conflicts)
    elif _says_what_mine_holds(name, versions):
        return  # what comes along is added to it
    elif mine == before:
        merged[name] = theirs
    elif role == "styles" and versions.mine.styles is not None:
        _merge_styles(versions, versions.mine.styles, conflicts)
        merged[name] = written(versions.mine.styles)
    elif role in _UNSEEN:
        conflicts.append(Conflict(name, _(_UNSEEN[role]), whole=True))


def _says_what_mine_holds(name: str, versions: _Versions) -> bool:
    """True if the part *name* lists the types of parts, or the relations of a part that stays as mine has it."""
    if name == TYPES:
        return True
    owner = owner_of(name)
    return bool(owner) and not _is_taken_whole(owner, versions)


def _is_taken_whole(part: str, versions: _Versions) -> bool:
    """True if *part* becomes what it is in theirs, by the ids that its relations have there."""
    before, mine, theirs = (version.parts.get(part) for version in versions)
    if mine != before:
        return False
    return theirs == before or not versions.is_text(part)


def _merge_charts(
    base: Mapping[str, bytes], merged: dict[str, bytes], theirs: Mapping[str, bytes], conflicts: list[Conflict]
) -> None:
    """Bring new figures into the charts of *merged*, which a word processor may have written anew."""
    changed, kept = redrawn(base, merged, theirs)
    merged |= changed
    if kept:
        chart_spots = _drawing_spots(parse(merged[BODY]))
        conflicts += [Conflict(BODY, chart_spots.get(name, ""), name, words) for name, words in kept.items()]


def _drawing_spots(document: Element) -> dict[str | None, str]:
    """Returns the spots of the drawings in *document* by description, or by title where there is none."""
    where = paragraph_locations(document)
    drawing_spots: dict[str | None, str] = {}
    for drawing in document.iter("{*}docPr"):
        name = drawing.get("descr") or drawing.get("title")
        paragraph = next(drawing.iterancestors(W + "p"))
        drawing_spots[name] = where.get(paragraph, "")
    return drawing_spots


def _merge_styles(versions: _Versions, root: Element, conflicts: list[Conflict]) -> None:
    """Bring into *root*, the styles of mine, those that theirs added or changed."""
    before, mine, theirs = (by_name(version) for version in versions)
    for name, style in theirs.items():
        if name in before and name in mine:
            _merge_style(name, versions, _Trio(before[name], mine[name], style), conflicts)
        elif name not in before and name not in mine:
            root.append(copy.deepcopy(style))


def _merge_style(name: str, versions: _Versions, styles: _Trio, conflicts: list[Conflict]) -> None:
    """Put the style *name* of theirs in the place of that of mine, unless mine changed it too."""
    before, mine, theirs = (style_key(version, style) for version, style in zip(versions, styles, strict=True))
    if theirs in (before, mine):
        return
    if mine != before:
        base = versions.base, styles.base
        _old_words, my_words = differing(base, (versions.mine, styles.mine))
        _old_words, their_words = differing(base, (versions.theirs, styles.theirs))
        conflicts.append(Conflict(STYLES, name or _("默认的字体和段落格式"), my_words, their_words))
        return
    new = copy.deepcopy(styles.theirs)
    if name != DEFAULTS:
        new.set(W + "styleId", styles.mine.get(W + "styleId"))
    styles.mine.getparent().replace(styles.mine, new)


class _Merge:
    """One part of three versions on the way to one."""

    def __init__(self, name: str, versions: _Versions, parts: package.Parts) -> None:
        self.name = name
        self.versions = versions
        self.roots = _Trio(*(version.root(name) for version in versions))
        self.where = paragraph_locations(self.roots.mine)
        self.relations = Relations(name, parts, versions.theirs.parts)
        self.style_ids = {style: key for key, style in versions.mine.looks.names.items()}
        self.my_notes = _notes(versions.mine)
        self.their_notes = _notes(versions.theirs)
        self.remarks = remarks_of_others(versions.mine.parts)
        self.conflicts: list[Conflict] = []

    def merge(self, conflicts: list[Conflict]) -> bytes:
        """Returns the part as XML; what both changed is added to *conflicts*."""
        before = self.versions.base.parts
        mine = self.versions.mine.parts
        named = {value for _element, _attribute, value in _references(self.roots.theirs)}
        self.relations.unnamed(named, before)
        if mine[self.name] == before[self.name] and self.fit([self.roots.theirs]):
            if mine.get(relations_of(self.name)) == before.get(relations_of(self.name)):
                self.relations.keep()
            return written(self.bring(self.roots.theirs))
        self.merge_children(self.owners())
        conflicts += self.conflicts
        return written(self.roots.mine)

    def owners(self) -> _Trio:
        """Returns the elements whose children are the paragraphs and tables of the part."""
        if self.name != BODY:
            return self.roots
        return _Trio(*(root.find(W + "body") for root in self.roots))

    def merge_children(self, owners: _Trio) -> None:
        """Bring the children of theirs into those of mine, in place."""
        children = [_children(owner, version) for owner, version in zip(owners, self.versions, strict=True)]
        merged: list[Element] = []
        for piece in _pieces(owners.mine, children):
            merged += self.merge_piece(piece, merged, owners.mine)
        my_children = children[1]
        for child in my_children:
            owners.mine.remove(child.element)
        owners.mine.extend(merged)

    def merge_piece(self, piece: _Piece, above: Sequence[Element], owner: Element) -> list[Element]:
        """Returns what comes of one *piece* of the children of *owner*, below those *above* that came before."""
        base_children, my_children, their_children = piece
        before = _keys(base_children)
        mine = _keys(my_children)
        theirs = _keys(their_children)
        my_elements = _elements(my_children)
        their_elements = _elements(their_children)
        if theirs in (before, mine):
            return my_elements
        if len(before) == len(mine) == len(theirs):
            trios = map(_Trio, _elements(base_children), my_elements, their_elements)
            return [self.merge_one(trio) for trio in trios]
        if mine == before and self.fit(their_elements):
            return [self.bring(one) for one in their_elements]
        spotted = my_elements or above[-1:]
        self.conflict(spotted, my_elements, their_elements, owner)
        return my_elements

    def merge_one(self, trio: _Trio) -> Element:
        """Returns what comes of one paragraph, table, row or cell; a table that stays one keeps the looks of mine."""
        before, mine, theirs = (version.key(one) for version, one in zip(self.versions, trio, strict=True))
        if theirs in (before, mine):
            return trio.mine
        has_levels = _has_levels(trio) and not self.is_of_names(trio.mine)
        keeps_shape = has_levels and spans(trio.mine) == spans(trio.theirs)
        if mine == before and not keeps_shape and self.fit([trio.theirs]):
            return self.bring(trio.theirs)
        if has_levels:
            self.merge_children(trio)
        elif trio.mine.tag not in fingerprint.LOOKS and not self.merged_within(trio):
            self.conflict([trio.mine], [trio.mine], [trio.theirs], trio.mine)
        return trio.mine

    def is_of_names(self, element: Element) -> bool:
        """True for names in columns: where they run on from row to row, a cell says nothing by its place."""
        if element.tag != W + "tbl":
            return False
        styles = self.versions.mine.looks.names
        used = {styles.get(style.get(W + "val", ""), "") for style in element.iter(W + "pStyle")}
        return used == {_NAMES}

    def merged_within(self, trio: _Trio) -> bool:
        """True if the *trio* is of paragraphs and mine has now what theirs changed in it, or it is told what not."""
        if any(one.tag != W + "p" for one in trio):
            return False
        base, mine, theirs = map(Side, trio, self.versions)
        merged = merge_within(base, mine._replace(remarks=self.remarks), theirs)
        if merged is None or not merged.taken:
            return False
        spot = self.spot([trio.mine])
        for changed in merged.taken:
            self.conflicts.append(Conflict(self.name, spot, changed.before, changed.after, settled=True))
        for changed in merged.left:
            self.conflicts.append(Conflict(self.name, spot, changed.before, changed.after))
        return True

    def fit(self, elements: Sequence[Element]) -> bool:
        """True if the footnotes and endnotes of *elements* of theirs say the same in mine, which numbers its own."""
        my_kinds = {tag for tag, _id in self.my_notes}
        for element in elements:
            for reference in element.iter(*_NOTES):
                note = reference.tag, reference.get(W + "id")
                if reference.tag in my_kinds and self.my_notes.get(note) != self.their_notes.get(note):
                    return False
        return True

    def bring(self, element: Element) -> Element:
        """Returns a copy of an element of theirs; styles and what it refers to have the ids that mine has for them."""
        new = copy.deepcopy(element)
        for leaf, attribute, value in _references(new):
            leaf.set(attribute, self.relations.of(value))
        their_names = self.versions.theirs.looks.names
        for style in new.iter(*_STYLED):
            key = style.get(W + "val")
            name = their_names.get(key or "", "")
            style.set(W + "val", self.style_ids.get(name, key))
        return new

    def conflict(
        self, spotted: Sequence[Element], mine: Sequence[Element], theirs: Sequence[Element], owner: Element
    ) -> None:
        """Note what both changed, at the first spot in *spotted*, or in *owner* where those have none."""
        self.conflicts.append(Conflict(self.name, self.spot([*spotted, owner]), _texts(mine), _texts(theirs)))

    def spot(self, elements: Iterable[Element]) -> str:
        """Returns the spot of the first paragraph of mine in *elements*; empty where there is none."""
        for element in elements:
            for paragraph in element.iter(W + "p"):
                if paragraph in self.where:
                    return self.where[paragraph]
        return ""


def _texts(elements: Iterable[Element]) -> str:
    """Returns the words of *elements*, each that has any on a line."""
    texts = [text_of(element) for element in elements]
    return "\n".join(text for text in texts if text)


def _has_levels(trio: _Trio) -> bool:
    """True if the *trio* is three tables, or rows, or cells …, whose children can be merged."""
    is_of_one_kind = trio.base.tag == trio.mine.tag == trio.theirs.tag
    return is_of_one_kind and trio.mine.tag in _LEVELS


def _notes(version: Version) -> dict[tuple[str, str | None], str]:
    """Returns what each footnote and endnote says, by the tag and the id that refer to it."""
    notes: dict[tuple[str, str | None], str] = {}
    for tag, role in _NOTES.items():
        part = part_with(role, version.roles)
        if not part:
            continue
        for note in version.root(part):
            notes[tag, note.get(W + "id")] = text_of(note)
    return notes


def _references(root: Element) -> list[tuple[Element, str, str]]:
    """Returns every attribute below *root* that holds the id of a relation: its element, its name and the id."""
    references = []
    for element in root.iter():
        for attribute, value in element.attrib.items():
            if attribute.startswith(_R):
                references.append((element, attribute, value))
    return references


def _children(owner: Element, version: Version) -> list[_Child]:
    """Returns the children of *owner* in *version*, without comments."""
    elements = [child for child in owner if isinstance(child.tag, str)]
    return [_Child(version.key(element), element) for element in elements]


def _keys(children: Iterable[_Child]) -> list[Hashable]:
    """Returns what tells each of *children* from others."""
    return [child.key for child in children]


def _elements(children: Iterable[_Child]) -> list[Element]:
    """Returns *children* as elements."""
    return [child.element for child in children]


def _pieces(owner: Element, versions: Sequence[list[_Child]]) -> Iterable[_Piece]:
    """Returns the children of *owner* in pieces; the cells of a row one by one where all versions have as many."""
    base, mine, theirs = versions
    if owner.tag == W + "tr" and len(base) == len(mine) == len(theirs):
        return [([one], [other], [third]) for one, other, third in zip(base, mine, theirs, strict=True)]
    return chunks(versions, lambda child: child.key, _likeness)


def _likeness(one: _Child, other: _Child) -> float:
    """Returns how much of their words two paragraphs, or two rows, have in common: 0 to 1.

    Rows are compared by their letters and by whole cells, and the greater counts.
    """
    if one.element.tag != other.element.tag:
        return 0.0
    letters = _common_letters(text_of(one.element), text_of(other.element))
    if one.element.tag != W + "tr":
        return letters
    return max(letters, _common_cells(one.element, other.element))


def _common_letters(one: str, other: str) -> float:
    """Returns the share of letters that two texts have in common, 0 to 1; 0 where it is too small to matter."""
    matcher = SequenceMatcher(None, one[:_LETTERS], other[:_LETTERS], autojunk=False)
    if matcher.quick_ratio() <= ALIKE:  # quick, and never less than the ratio
        return 0.0
    return matcher.ratio()


def _common_cells(one: Element, other: Element) -> float:
    """Returns the share of letters that two rows have in cells that both have, 0 to 1."""
    cells = _cells(one)
    other_cells = _cells(other)
    all_letters = _letters_in(cells) + _letters_in(other_cells)
    return 2 * _letters_in(cells & other_cells) / (all_letters or 1)


def _cells(row: Element) -> Counter[str]:
    """Returns how many cells of *row* have each text."""
    return Counter(text_of(cell) for cell in row.iter(W + "tc"))


def _letters_in(cells: Counter[str]) -> int:
    """Returns how many letters *cells* have together."""
    return sum(len(text) * count for text, count in cells.items())
