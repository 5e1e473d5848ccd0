"""What was changed in a Word file, paragraph by paragraph; two people's changes of a file brought together."""

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from lxml import etree
from lxml.etree import _Element as Element

from wenming.language import _
from wenming.template import package
from wenming.template.normal import normalise
from wenming.template.spots import W, spots
from wenming.template.tags import parse

T = TypeVar("T")
_BODY, _STYLES = "word/document.xml", "word/styles.xml"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LEVELS = [W + "p", W + "tbl", W + "tr", W + "tc", W + "sdt"]
_SHOWN = {  # what of a style is worth a word, and the word
    (W + "rFonts", W + "eastAsia"): "字体",
    (W + "sz", W + "val"): "字号",
    (W + "b", W + "val"): "加粗",
    (W + "color", W + "val"): "颜色",
    (W + "jc", W + "val"): "对齐",
    (W + "spacing", W + "line"): "行距",
    (W + "spacing", W + "before"): "段前",
    (W + "spacing", W + "after"): "段后",
    (W + "ind", W + "firstLine"): "首行缩进",
    (W + "ind", W + "firstLineChars"): "首行缩进",
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
    """A paragraph or row that both changed: mine was kept."""

    part: str
    spot: str
    mine: str
    theirs: str


def differences(old: bytes, new: bytes) -> list[Change]:
    """What makes the .docx *new* out of *old*."""
    before, after = package.read(old, ""), package.read(new, "")
    found: list[Change] = []
    for name in [part for part in after if _is_text(part)]:
        if name in before and before[name] != after[name]:
            found += _of_part(name, _root(before[name]), _root(after[name]))
        elif name not in before:
            found.append(Change(name, "", "added"))
    if before.get(_STYLES) != after.get(_STYLES) and _STYLES in before and _STYLES in after:
        found += _of_styles(_root(before[_STYLES]), _root(after[_STYLES]))
    return found


def merge(base: bytes, mine: bytes, theirs: bytes) -> tuple[bytes, list[Conflict]]:
    """*mine* with what *theirs* changed since *base*, wherever mine has not changed the same paragraph.

    Where both changed the same, mine stays and a conflict says what theirs is. No word of mine is lost.
    """
    old, own, other = (package.read(data, "") for data in (base, mine, theirs))
    conflicts: list[Conflict] = []
    for name in other:
        if name not in old:
            own.setdefault(name, other[name])  # a new part, which only new relationships use
        elif name in own and own[name] != other[name] != old[name]:
            if own[name] == old[name]:
                own[name] = other[name]
            elif _is_text(name) or name == _STYLES:
                own[name] = _merged(name, old[name], own[name], other[name], conflicts)
    return package.write(own), conflicts


def _is_text(name: str) -> bool:
    return name.startswith(("word/document", "word/header", "word/footer", "word/footnotes", "word/endnotes")) and (
        name.endswith(".xml")
    )


def _root(xml: bytes) -> Element:
    root = parse(xml)
    normalise(root)
    return root


def _key(element: Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)  # type: ignore[no-any-return]


def text_of(element: Element) -> str:
    """The words of *element*."""
    return "".join(leaf.text or "" for leaf in element.iter(W + "t"))


def _paragraphs(root: Element, *, in_tables: bool) -> list[tuple[Element, str]]:
    where = spots(root)
    found = ((one, next(one.iterancestors(W + "tbl"), None) is not None) for one in root.iter(W + "p"))
    return [(one, where.get(one, "")) for one, inside in found if inside is in_tables]


def _of_part(name: str, old: Element, new: Element) -> Iterator[Change]:
    for in_tables in (False, True):
        yield from _of_paragraphs(name, *(_paragraphs(root, in_tables=in_tables) for root in (old, new)))
    pages = [[_key(one) for one in root.iter(W + "sectPr")] for root in (old, new)]
    if pages[0] != pages[1]:
        yield Change(name, "", "page")


def _of_paragraphs(
    name: str, before: Sequence[tuple[Element, str]], after: Sequence[tuple[Element, str]]
) -> Iterator[Change]:
    matcher = SequenceMatcher(None, [_key(one) for one, _s in before], [_key(one) for one, _s in after], autojunk=False)
    for kind, low, high, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        pairs = min(high - low, last - first)
        for (one, _spot), (other, spot) in zip(before[low : low + pairs], after[first : first + pairs], strict=True):
            same = text_of(one) == text_of(other)
            yield Change(name, spot, "format" if same else "text", text_of(one), text_of(other))
        yield from (Change(name, spot, "removed", text_of(one)) for one, spot in before[low + pairs : high])
        yield from (Change(name, spot, "added", "", text_of(one)) for one, spot in after[first + pairs : last])


def _styles(root: Element) -> dict[str, Element]:
    return {style.get(W + "styleId", ""): style for style in root.iter(W + "style")}


def _name(style: Element) -> str:
    name = style.find(W + "name")
    return str(name.get(W + "val")) if name is not None else str(style.get(W + "styleId"))


def _of_styles(old: Element, new: Element) -> Iterator[Change]:
    before, after = _styles(old), _styles(new)
    for key, style in after.items():
        if key not in before:
            yield Change(_STYLES, _name(style), "added")
        elif _key(before[key]) != _key(style):
            yield Change(_STYLES, _name(style), "style", *_told(before[key], style))
    yield from (Change(_STYLES, _name(style), "removed") for key, style in before.items() if key not in after)


def _told(old: Element, new: Element) -> tuple[str, str]:
    """The properties that differ, in words: before and after."""
    values = [
        {
            word: str(value)
            for element in style.iter()
            for (tag, attribute), word in _SHOWN.items()
            if element.tag == tag and (value := element.get(attribute, "1" if word == "加粗" else None)) is not None
        }
        for style in (old, new)
    ]
    words = [word for word in dict.fromkeys([*values[0], *values[1]]) if values[0].get(word) != values[1].get(word)]
    before, after = ("，".join(f"{word} {value.get(word, '—')}" for word in words) for value in values)
    return before, after


def _merged(name: str, base: bytes, mine: bytes, theirs: bytes, conflicts: list[Conflict]) -> bytes:
    old, own, other = (_root(xml) for xml in (base, mine, theirs))
    if name == _STYLES:
        _merge_styles(old, own, other, conflicts)
    else:
        where = spots(own)
        owners = [root.find(W + "body") if name == _BODY else root for root in (old, own, other)]
        _merge_children(owners, name, where, conflicts, {*_relations(own)})
    return etree.tostring(own, encoding="UTF-8", xml_declaration=True, standalone=True)  # type: ignore[no-any-return]


def _relations(root: Element) -> Iterator[str]:
    for element in root.iter():
        yield from (value for key, value in element.attrib.items() if key.startswith(_R))


def _merge_styles(old: Element, own: Element, other: Element, conflicts: list[Conflict]) -> None:
    before, mine, theirs = _styles(old), _styles(own), _styles(other)
    for key, style in theirs.items():
        if key not in mine:
            if key not in before:
                own.append(copy.deepcopy(style))
        elif key in before and _key(style) != _key(before[key]) and _key(style) != _key(mine[key]):
            if _key(mine[key]) == _key(before[key]):
                mine[key].getparent().replace(mine[key], copy.deepcopy(style))
            else:
                words = _told(before[key], mine[key])[1], _told(before[key], style)[1]
                conflicts.append(Conflict(_STYLES, _name(style), *words))


def _merge_children(
    owners: Sequence[Element], name: str, where: Mapping[Element, str], conflicts: list[Conflict], known: set[str]
) -> None:
    """Bring the children of theirs into those of mine, in place."""
    _old, own, _other = owners
    merged: list[Element] = []
    for base, mine, theirs in chunks([list(owner) for owner in owners], _key):
        keys = [[_key(one) for one in part] for part in (base, mine, theirs)]
        if keys[2] in (keys[0], keys[1]):
            merged += mine
        elif keys[1] == keys[0] and all(set(_relations(one)) <= known for one in theirs):
            merged += [copy.deepcopy(one) for one in theirs]
        elif len(base) == len(mine) == len(theirs):
            for trio in zip(base, mine, theirs, strict=True):
                merged.append(_one(trio, name, where, conflicts, known))
        else:
            merged += mine
            conflicts.append(_conflict(name, mine or theirs, mine, theirs, where, own))
    for child in list(own):
        own.remove(child)
    own.extend(merged)


def _one(
    trio: tuple[Element, Element, Element],
    name: str,
    where: Mapping[Element, str],
    conflicts: list[Conflict],
    known: set[str],
) -> Element:
    """One paragraph, table, row or cell of three versions."""
    base, mine, theirs = trio
    keys = [_key(one) for one in trio]
    if keys[2] in (keys[0], keys[1]):
        return mine
    if keys[1] == keys[0] and set(_relations(theirs)) <= known:
        return copy.deepcopy(theirs)
    if base.tag == mine.tag == theirs.tag and mine.tag in _LEVELS[1:]:
        _merge_children(trio, name, where, conflicts, known)
    else:
        conflicts.append(_conflict(name, [mine], [mine], [theirs], where, mine))
    return mine


def _conflict(
    name: str,
    spotted: Sequence[Element],
    mine: Sequence[Element],
    theirs: Sequence[Element],
    where: Mapping[Element, str],
    owner: Element,
) -> Conflict:
    found = (where[one] for element in (*spotted, owner) for one in element.iter(W + "p") if one in where)
    words = ["\n".join(text for one in part if (text := text_of(one))) for part in (mine, theirs)]
    return Conflict(name, next(found, ""), *words)


def chunks(versions: Sequence[list[T]], key: Callable[[T], bytes]) -> Iterator[tuple[list[T], list[T], list[T]]]:
    """Base, mine and theirs in pieces that belong together: each either the same in all three, or changed."""
    base, mine, theirs = versions
    keys = [[key(one) for one in version] for version in versions]
    to_mine, to_theirs = (_matches(keys[0], other) for other in keys[1:])
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


def _matches(old: list[bytes], new: list[bytes]) -> dict[int, int]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return {low + step: first + step for low, first, size in matcher.get_matching_blocks() for step in range(size)}


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
    where = _("样式“{name}”").format(name=change.spot) if change.part == _STYLES else change.spot
    part = "" if change.part in (_BODY, _STYLES) else f"{change.part} "
    return f"{part}{where}  {words[change.kind].format(before=change.before, after=change.after)}".strip()
