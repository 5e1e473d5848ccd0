"""What was changed in a Word file, paragraph by paragraph; two people's changes of a file brought together."""

import copy
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, TypeVar

from lxml import etree
from lxml.etree import _Element as Element

from wenming import signature
from wenming.language import N_, _
from wenming.relations import Relations, is_text
from wenming.signature import text_of
from wenming.template import package
from wenming.template.normal import normalise
from wenming.template.pictures import relations_of
from wenming.template.redraw import redrawn
from wenming.template.spots import W, spots
from wenming.template.tags import parse

T = TypeVar("T")
_BODY, _STYLES = "word/document.xml", "word/styles.xml"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_UNSEEN = {  # what is mine or theirs as a whole
    "word/numbering.xml": N_("自动编号"),
    "word/settings.xml": N_("文档设置"),
    "word/theme/theme1.xml": N_("主题字体和颜色"),
}
_STYLED = [W + name for name in ("pStyle", "rStyle", "tblStyle")]
_LEVELS = [W + name for name in ("tbl", "tr", "tc", "sdt", "sdtContent")]
_SHOWN = {  # what of a style is worth a word, and the word
    (W + "rFonts", W + "eastAsia"): N_("字体"),
    (W + "sz", W + "val"): N_("字号"),
    (W + "b", W + "val"): N_("加粗"),
    (W + "color", W + "val"): N_("颜色"),
    (W + "jc", W + "val"): N_("对齐"),
    (W + "spacing", W + "line"): N_("行距"),
    (W + "spacing", W + "before"): N_("段前"),
    (W + "spacing", W + "after"): N_("段后"),
    (W + "ind", W + "firstLine"): N_("首行缩进"),
    (W + "ind", W + "firstLineChars"): N_("首行缩进"),
}
_UNITS = {  # how many of Word's make one, and what that is called
    W + "sz": (2, N_("{n} 磅")),
    W + "spacing": (20, N_("{n} 磅")),
    W + "ind": (20, N_("{n} 磅")),
    W + "firstLineChars": (100, N_("{n} 字")),
}
_SIDES = {
    "left": N_("左对齐"),
    "start": N_("左对齐"),
    "right": N_("右对齐"),
    "end": N_("右对齐"),
    "center": N_("居中"),
    "both": N_("两端对齐"),
    "distribute": N_("分散对齐"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """Where (part, spot), what (added, removed, text, format, style, page) and the text before and after."""

    part: str
    spot: str
    kind: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A paragraph or row that both changed: mine was kept; *whole*: a part of the file that is not looked into."""

    part: str
    spot: str
    mine: str = ""
    theirs: str = ""
    whole: bool = field(default=False, kw_only=True)


class _Version:
    """One version of a file: its parts, the trees of those with words, how it tells one paragraph from another."""

    def __init__(self, data: bytes, shown: str) -> None:
        self.shown, self.parts = shown, package.read(data, shown)
        self.styles = self.root(_STYLES) if _STYLES in self.parts else None
        self.looks = signature.Styles(self.styles)
        self.words_only = False

    def root(self, name: str) -> Element:
        try:
            root = parse(self.parts[name])
        except etree.XMLSyntaxError as error:
            what = _("“{name}”不是完好的 XML").format(name=name)
            raise package.refused(self.shown, what, _("请用 Word 或 WPS 打开后另存为 .docx")) from error
        normalise(root)
        return root

    def size(self, style: Element) -> str:
        """The size of letters that *style* gives, in half points."""
        return self.looks.of(style.get(W + "styleId", ""))["sz"]

    def key(self, element: Element) -> Any:
        return signature.signature(element, self.looks, words_only=self.words_only)


def differences(old: bytes, new: bytes, shown: str = "") -> list[Change]:
    """What makes the .docx *new* out of *old*. Raises Faults of the file *shown* where it is broken."""
    before, after = _versions(old, new, shown=shown)
    found: list[Change] = []
    ends = _ends(before)
    was = {name: ends[end] for end, name in _ends(after).items() if end in ends}
    for name in [part for part in after.parts if is_text(part)]:
        first = was.get(name, name)
        if first in before.parts and before.parts[first] != after.parts[name]:
            found += _of_part(first, name, before, after)
        elif first not in before.parts:
            found.append(Change(name, "", "added"))
    found += _of_styles(before, after)
    return found


def merge(base: bytes, mine: bytes, theirs: bytes, shown: str = "") -> tuple[bytes, list[Conflict]]:
    """*mine* with what *theirs* changed since *base*, wherever mine has not changed the same paragraph.

    Where both changed the same, mine stays and a conflict says what theirs is. No word of mine is lost.
    Raises Faults of the file *shown* where it is broken.
    """
    old, own, other = _versions(base, mine, theirs, shown=shown)
    merged, conflicts = dict(own.parts), list[Conflict]()
    for name, data in sorted(other.parts.items(), key=lambda part: is_text(part[0])):  # text refers to the others
        if name not in old.parts:
            merged.setdefault(name, data)  # a new part, which only new relationships use
        elif name not in own.parts or data in (own.parts[name], old.parts[name]):
            continue
        elif own.parts[name] == old.parts[name]:
            merged[name] = data
        elif is_text(name):
            merged[name] = _Merge(name, (old, own, other), merged).merged(conflicts)
        elif name == _STYLES and own.styles is not None:
            _merge_styles(old, own, other, conflicts)
            merged[name] = _written(own.styles)
        elif name in _UNSEEN:
            conflicts.append(Conflict(name, _(_UNSEEN[name]), whole=True))
    _merge_charts(old.parts, merged, other.parts, conflicts)
    return package.write(merged), conflicts


def _merge_charts(
    old: Mapping[str, bytes], merged: dict[str, bytes], other: Mapping[str, bytes], conflicts: list[Conflict]
) -> None:
    """Bring new figures into the charts of *merged*, which a word processor may have written anew."""
    changed, kept = redrawn(old, merged, other)
    merged |= changed
    if kept:
        where = spots(parse(merged[_BODY]))
        spot = {
            drawing.get("descr") or drawing.get("title"): where.get(next(drawing.iterancestors(W + "p")), "")
            for drawing in next(iter(where)).getroottree().iter("{*}docPr")
        }
        conflicts += [Conflict(_BODY, spot.get(name, ""), name, told) for name, told in kept.items()]


def _versions(*data: bytes, shown: str) -> list[_Version]:
    """The versions; told apart by words alone where a word processor wrote all the formats of the second anew."""
    versions = [_Version(one, shown) for one in data]
    if len(data) > 1 and all(_BODY in one.parts for one in versions[:2]):
        first, second = ([*one.root(_BODY).iter(W + "p")] for one in versions[:2])
        if len(first) > _FEW and _rewritten(versions, first, second):
            for one in versions:
                one.words_only = True
    return versions


_FEW = 6  # paragraphs of which one cannot say that all were written anew


def _rewritten(versions: Sequence[_Version], first: Sequence[Element], second: Sequence[Element]) -> bool:
    """Whether most paragraphs with the same words look different."""
    looks = {text: versions[1].key(one) for one in second if (text := text_of(one))}
    same = [versions[0].key(one) == looks[text] for one in first if (text := text_of(one)) in looks]
    return bool(same) and sum(same) * 2 < len(same)


def _written(root: Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)  # type: ignore[no-any-return]


def _paragraphs(root: Element, *, in_tables: bool) -> list[tuple[Element, str]]:
    where = spots(root)
    found = ((one, next(one.iterancestors(W + "tbl"), None) is not None) for one in root.iter(W + "p"))
    return [(one, where.get(one, "")) for one, inside in found if inside is in_tables]


def _ends(version: _Version) -> dict[tuple[object, ...], str]:
    """The headers and footers by the section and the pages that they are for: LibreOffice numbers their files anew."""
    relations = relations_of(_BODY)
    if relations not in version.parts or _BODY not in version.parts:
        return {}
    targets = {one.get("Id"): f"word/{one.get('Target')}" for one in version.root(relations)}
    return {
        (number, end.tag, end.get(W + "type")): targets.get(end.get(_R + "id"), "")
        for number, section in enumerate(version.root(_BODY).iter(W + "sectPr"))
        for end in section.iterchildren(W + "headerReference", W + "footerReference")
    }


def _of_part(first: str, name: str, before: _Version, after: _Version) -> Iterator[Change]:
    roots = before.root(first), after.root(name)
    for in_tables in (False, True):
        old, new = (_paragraphs(root, in_tables=in_tables) for root in roots)
        yield from _of_paragraphs(name, (before, old), (after, new))
    if not after.words_only:
        pages = [
            [version.key(one) for one in root.iter(W + "sectPr")]
            for version, root in zip((before, after), roots, strict=True)
        ]
        if pages[0] != pages[1]:
            yield Change(name, "", "page")


Told = tuple[_Version, Sequence[tuple[Element, str]]]


def _keys(told: Told) -> list[Any]:
    version, found = told
    return [version.key(one) for one, _spot in found]


def _of_paragraphs(name: str, old: Told, new: Told) -> Iterator[Change]:
    (before, after), (first_keys, second_keys) = (old[1], new[1]), map(_keys, (old, new))
    matcher = SequenceMatcher(None, first_keys, second_keys, autojunk=False)
    for kind, low, high, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        pairs = min(high - low, last - first)
        for (one, _spot), (other, spot) in zip(before[low : low + pairs], after[first : first + pairs], strict=True):
            same = text_of(one) == text_of(other)
            yield Change(name, spot, "format" if same else "text", text_of(one), text_of(other))
        yield from (Change(name, spot, "removed", text_of(one)) for one, spot in before[low + pairs : high])
        yield from (Change(name, spot, "added", "", text_of(one)) for one, spot in after[first + pairs : last])


_DEFAULTS = ""  # the name, among those of styles, of what holds where no style says anything


def _by_name(version: _Version) -> dict[str, Element]:
    if version.styles is None:
        return {}
    named = version.looks.names
    found = {named[style.get(W + "styleId", "")]: style for style in version.styles.iter(W + "style")}
    defaults = version.styles.find(W + "docDefaults")
    return found if defaults is None else {_DEFAULTS: defaults, **found}


def _style_key(version: _Version, style: Element) -> Any:
    """The looks that a style gives."""
    owners = [style] if style.tag == W + "style" else list(style)
    size = version.size(style)
    return sorted(
        (element.tag, *(signature.indents(element, size) if element.tag == W + "ind" else sorted(element.items())))
        for owner in owners
        for part in owner.iterchildren(W + "rPr", W + "pPr")
        for element in part.iter()
        if element is not part and element.tag != W + "lang"
    )


def _of_styles(before: _Version, after: _Version) -> Iterator[Change]:
    old, new = _by_name(before), _by_name(after)
    for name, style in new.items():
        if name in old and _style_key(before, old[name]) != _style_key(after, style):
            words = _told((before, old[name]), (after, style))
            if words[0] != words[1]:
                yield Change(_STYLES, name, "style", *words)
    yield from (Change(_STYLES, name, "removed") for name in old if name not in new and new)


Styled = tuple[_Version, Element]


def _told(old: Styled, new: Styled) -> tuple[str, str]:
    """The properties that differ, in words: before and after."""
    values = [_values(*old), _values(*new)]
    words = [word for word in dict.fromkeys([*values[0], *values[1]]) if _key(values[0], word) != _key(values[1], word)]
    before, after = ("，".join(f"{_(word)} {value.get(word, ('', '—'))[1]}" for word in words) for value in values)
    return before, after


def _key(values: Mapping[str, tuple[Any, str]], word: str) -> Any:
    return values[word][0] if word in values else None


def _values(version: _Version, style: Element) -> dict[str, tuple[Any, str]]:
    """The properties of *style* that are worth a word: what tells each, and how it is shown.

    What the style of plain paragraphs repeats of the defaults (LibreOffice does) is not its own.
    """
    size = version.size(style)
    found = {
        word: (signature.indents(element, size) if element.tag == W + "ind" else shown, shown)
        for element in style.iter()
        for (tag, name), word in _SHOWN.items()
        if element.tag == tag and (value := element.get(name, "1" if word == "加粗" else None)) not in (None, "auto")
        for shown in [_value(element, name, value)]
    }
    if signature.is_default(style) and version.styles is not None:
        defaults = version.styles.find(W + "docDefaults")
        same = _values(version, defaults) if defaults is not None else {}
        return {word: value for word, value in found.items() if same.get(word) != value}
    return found


def _value(element: Element, attribute: str, value: str) -> str:
    """The *value* of a property as Word's own dialogs show it."""
    many, words = _UNITS.get(attribute) or _UNITS.get(element.tag) or (1, "")
    if attribute == W + "line" and element.get(W + "lineRule", "auto") == "auto":
        many, words = 240, _("{n} 倍")
    if words and value.lstrip("-").isdecimal():
        return _(words).format(n=f"{int(value) / many:g}")
    return _(_SIDES[value]) if value in _SIDES else value


def _merge_styles(old: _Version, own: _Version, other: _Version, conflicts: list[Conflict]) -> None:
    before, mine, theirs = map(_by_name, (old, own, other))
    for name, style in theirs.items():
        if name not in mine:
            if name not in before and own.styles is not None:
                own.styles.append(copy.deepcopy(style))
            continue
        keys = [
            _style_key(version, one) if one is not None else None
            for version, one in ((old, before.get(name)), (own, mine[name]), (other, style))
        ]
        if name not in before or keys[2] in keys[:2]:
            continue
        if keys[1] != keys[0]:
            words = (_told((old, before[name]), one)[1] for one in ((own, mine[name]), (other, style)))
            conflicts.append(Conflict(_STYLES, name or _("默认的字体和段落格式"), *words))
        else:
            new = copy.deepcopy(style)
            if name != _DEFAULTS:
                new.set(W + "styleId", mine[name].get(W + "styleId"))
            mine[name].getparent().replace(mine[name], new)


Trio = tuple[Element, Element, Element]


class _Merge:
    """One part of three versions on the way to one."""

    def __init__(self, name: str, versions: Sequence[_Version], parts: package.Parts) -> None:
        self.name, self.versions = name, versions
        self.roots = [version.root(name) for version in versions]
        self.where = spots(self.roots[1])
        self.relations = Relations(name, parts, versions[2].parts)
        self.ids = {named: key for key, named in versions[1].looks.names.items()}
        self.conflicts: list[Conflict] = []

    def merged(self, conflicts: list[Conflict]) -> bytes:
        """The part as XML; what both changed is added to *conflicts*."""
        owners = [root.find(W + "body") if self.name == _BODY else root for root in self.roots]
        self.children(owners[0], owners[1], owners[2])
        conflicts += self.conflicts
        return _written(self.roots[1])

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
            elif keys[1] == keys[0]:
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
        if keys[1] == keys[0] and not (level and signature.spans(mine) == signature.spans(theirs)):
            return self.brought(theirs)
        if level:
            self.children(*trio)
        elif mine.tag not in signature.LOOKS:
            self.conflict([mine], [mine], [theirs], mine)
        return mine

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


def _references(root: Element) -> list[tuple[Element, str, str]]:
    """Every attribute below *root* that holds the id of a relation."""
    return [(one, key, value) for one in root.iter() for key, value in one.attrib.items() if key.startswith(_R)]


Keyed = tuple[Any, Element]  # a child, and what it is told by


def _pieces(owner: Element, versions: Sequence[list[Keyed]]) -> Iterable[tuple[list[Keyed], list[Keyed], list[Keyed]]]:
    """The children of *owner* in pieces; the cells of a row by their columns where all versions have as many."""
    if owner.tag == W + "tr" and len({len(version) for version in versions}) == 1:
        return [([one], [other], [third]) for one, other, third in zip(*versions, strict=True)]
    return chunks(versions, lambda pair: pair[0], lambda one, other: _likeness(one[1], other[1]))


def chunks(
    versions: Sequence[list[T]], key: Callable[[T], Any], likeness: Callable[[T, T], float]
) -> Iterator[tuple[list[T], list[T], list[T]]]:
    """Base, mine and theirs in pieces that belong together: each either the same in all three, or changed."""
    base, mine, theirs = versions
    to_mine, to_theirs = (_matches(base, other, key, likeness) for other in (mine, theirs))
    at = [0, 0, 0]
    for number in [*(one for one in range(len(base)) if one in to_mine and one in to_theirs), len(base)]:
        ends = (number, to_mine.get(number, len(mine)), to_theirs.get(number, len(theirs)))
        if number == len(base):
            ends = (number, len(mine), len(theirs))
        changed = tuple(version[low:high] for version, low, high in zip(versions, at, ends, strict=True))
        if any(changed):
            yield changed  # type: ignore[misc]
        if number < len(base):
            yield [base[ends[0]]], [mine[ends[1]]], [theirs[ends[2]]]
        at = [end + 1 for end in ends]


def _matches(old: list[T], new: list[T], key: Callable[[T], Any], likeness: Callable[[T, T], float]) -> dict[int, int]:
    """Which of *old* is which of *new*: those that are the same, and between them those that are alike."""
    matcher = SequenceMatcher(None, [key(one) for one in old], [key(one) for one in new], autojunk=False)
    found: dict[int, int] = {}
    for kind, low, high, first, last in matcher.get_opcodes():
        if kind == "equal":
            found |= zip(range(low, high), range(first, last), strict=True)
        elif kind == "replace" and (high - low) * (last - first) <= _MOST_PAIRS:
            pairs = _pairs(old[low:high], new[first:last], likeness)
            found |= {low + one: first + other for one, other in pairs.items()}
    return found


_MOST_PAIRS, _ALIKE = 10_000, 0.5  # comparisons between two matches; how like each other what belongs together is


def _pairs(old: list[T], new: list[T], likeness: Callable[[T, T], float]) -> dict[int, int]:
    """The pairs, in order, that are most alike all together."""
    alike = [[value if (value := likeness(one, other)) > _ALIKE else 0.0 for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _one in range(len(old) + 1)]
    for row in reversed(range(len(old))):
        for column in reversed(range(len(new))):
            paired = alike[row][column] and alike[row][column] + best[row + 1][column + 1]
            best[row][column] = max(best[row + 1][column], best[row][column + 1], paired)
    found, row, column = dict[int, int](), 0, 0
    while row < len(old) and column < len(new):
        if alike[row][column] and best[row][column] == alike[row][column] + best[row + 1][column + 1]:
            found[row] = column
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return found


def _likeness(one: Element, other: Element) -> float:
    """How much of their words two paragraphs, or two rows by letters or by whole cells, have in common: 0 to 1."""
    if one.tag != other.tag:
        return 0.0
    letters = SequenceMatcher(None, text_of(one), text_of(other), autojunk=False).ratio()
    if one.tag != W + "tr":
        return letters
    cells = [Counter(text_of(cell) for cell in row.iter(W + "tc")) for row in (one, other)]
    weights = [sum(len(text) * count for text, count in row.items()) for row in (*cells, cells[0] & cells[1])]
    return max(letters, 2 * weights[2] / (weights[0] + weights[1] or 1))


def told(change: Change) -> str:
    """*change* in words."""
    words = {
        "added": _("加了：{after}"),
        "removed": _("删了：{before}"),
        "text": _("改了文字：{before} → {after}"),
        "format": _("改了格式：{after}"),
        "style": _("改了样式：{before} → {after}"),
        "page": _("改了页面（纸张、页边距或页眉页脚）"),
    }
    where = change.spot
    if change.part == _STYLES:
        where = _("样式“{name}”").format(name=change.spot) if change.spot else _("默认的字体和段落格式")
    part = "" if change.part in (_BODY, _STYLES) else f"{change.part} "
    return f"{part}{where}  {words[change.kind].format(before=change.before, after=change.after)}".strip()
