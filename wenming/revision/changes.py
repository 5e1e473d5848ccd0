"""What was changed in a Word file, paragraph by paragraph, style by style."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from lxml.etree import _Element as Element

from wenming.base.i18n import _
from wenming.ooxml.locations import spots
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import W
from wenming.revision.fingerprint import text_of
from wenming.revision.relations import is_text, relations
from wenming.revision.styles import by_name, differing, style_key
from wenming.revision.version import STYLES, Version, versions_of

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(frozen=True, slots=True)
class Change:
    """Where (part, spot), what (added, removed, text, format, style, page) and the text before and after."""

    part: str
    spot: str
    kind: str
    before: str = ""
    after: str = ""


def differences(old: bytes, new: bytes, shown: str = "") -> list[Change]:
    """What makes the .docx *new* out of *old*. Raises Faults of the file *shown* where it is broken."""
    before, after = versions_of(old, new, shown=shown)
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


def _paragraphs(root: Element, *, in_tables: bool) -> list[tuple[Element, str]]:
    where = spots(root)
    found = ((one, next(one.iterancestors(W + "tbl"), None) is not None) for one in root.iter(W + "p"))
    return [(one, where.get(one, "")) for one, inside in found if inside is in_tables]


def _ends(version: Version) -> dict[tuple[object, ...], str]:
    """The headers and footers by the section and the pages that they are for: LibreOffice numbers their files anew."""
    if BODY not in version.parts:
        return {}
    leads = relations(BODY, version.parts)
    return {
        (number, end.tag, end.get(W + "type")): leads[key].target
        for number, section in enumerate(version.root(BODY).iter(W + "sectPr"))
        for end in section.iterchildren(W + "headerReference", W + "footerReference")
        if (key := end.get(_R + "id", "")) in leads
    }


def _of_part(first: str, name: str, before: Version, after: Version) -> Iterator[Change]:
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


Told = tuple[Version, Sequence[tuple[Element, str]]]


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


def _of_styles(before: Version, after: Version) -> Iterator[Change]:
    old, new = by_name(before), by_name(after)
    for name, style in new.items():
        if name in old and style_key(before, old[name]) != style_key(after, style):
            words = differing((before, old[name]), (after, style))
            if words[0] != words[1]:
                yield Change(STYLES, name, "style", *words)
    yield from (Change(STYLES, name, "removed") for name in old if name not in new and new)


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
    if change.part == STYLES:
        where = _("样式“{name}”").format(name=change.spot) if change.spot else _("默认的字体和段落格式")
    part = "" if change.part in (BODY, STYLES) else f"{change.part} "
    return f"{part}{where}  {words[change.kind].format(before=change.before, after=change.after)}".strip()
