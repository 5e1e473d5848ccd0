"""What was changed in a Word file, paragraph by paragraph, style by style."""

from collections.abc import Container, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from lxml.etree import _Element as Element

from wenming.base.i18n import _
from wenming.ooxml.bringing import relations
from wenming.ooxml.locations import paragraph_locations
from wenming.ooxml.names import BODY
from wenming.ooxml.namespaces import W
from wenming.revision.contents import text_of
from wenming.revision.styles import by_name, differing, style_key
from wenming.revision.version import STYLES, Version, versions_of

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

Paragraphs = Sequence[tuple[Element, str]]  # each with the spot where it stands


@dataclass(frozen=True, slots=True)
class Change:
    """Where (part, spot), what (added, removed, text, format, style, page) and the text before and after."""

    part: str
    spot: str
    kind: str
    before: str = ""
    after: str = ""


def differences(old: bytes, new: bytes, shown: str = "") -> list[Change]:
    """Returns what makes the .docx *new* out of *old*. Raises Faults of the file *shown* where it is broken."""
    before, after = versions_of(old, new, shown=shown)
    old_names = _old_names(before, after)
    changes: list[Change] = []
    for name in after.parts:
        if after.is_text(name):
            changes += _part_changes(old_names.get(name, name), name, before, after)
    changes += _style_changes(before, after)
    return changes


def not_in(changes: Sequence[Change], other: bytes) -> list[Change]:
    """Returns those of *changes* that the .docx *other* does not have: words that it lacks, or still has.

    Raises Faults where it is broken.
    """
    (version,) = versions_of(other, shown="")
    said = {text_of(paragraph) for paragraph in version.root(BODY).iter(W + "p")}
    return [change for change in changes if _is_missing(change, said)]


def _is_missing(change: Change, said: Container[str]) -> bool:
    if change.part != BODY:
        return False
    match change.kind:
        case "removed":
            return bool(change.before) and change.before in said
        case "added" | "text":
            return bool(change.after) and change.after not in said
        case _:
            return False


def _old_names(before: Version, after: Version) -> dict[str, str]:
    """Returns what the headers and footers of *after* were called in *before*: LibreOffice numbers them anew."""
    old_ends = _ends(before)
    return {name: old_ends[end] for end, name in _ends(after).items() if end in old_ends}


def _ends(version: Version) -> dict[tuple[object, ...], str]:
    """Returns the names of the headers and footers by the section and the pages that they are for."""
    if BODY not in version.parts:
        return {}
    leads = relations(BODY, version.parts)
    ends: dict[tuple[object, ...], str] = {}
    for number, section in enumerate(version.root(BODY).iter(W + "sectPr")):
        for end in section.iterchildren(W + "headerReference", W + "footerReference"):
            key = end.get(_R + "id", "")
            if key in leads:
                ends[number, end.tag, end.get(W + "type")] = leads[key].target
    return ends


def _part_changes(old_name: str, name: str, before: Version, after: Version) -> Iterator[Change]:
    """Yields what was changed in the part *name* of *after*, which is *old_name* in *before*."""
    if old_name not in before.parts:
        yield Change(name, "", "added")
        return
    if before.parts[old_name] == after.parts[name]:
        return
    old_root = before.root(old_name)
    new_root = after.root(name)
    for in_tables in (False, True):
        old = _paragraphs(old_root, in_tables=in_tables)
        new = _paragraphs(new_root, in_tables=in_tables)
        matcher = SequenceMatcher(None, _keys(before, old), _keys(after, new), autojunk=False)
        for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
            if kind != "equal":
                yield from _paragraph_changes(name, old[old_start:old_end], new[new_start:new_end])
    if not after.words_only and _section_keys(before, old_root) != _section_keys(after, new_root):
        yield Change(name, "", "page")


def _paragraphs(root: Element, *, in_tables: bool) -> Paragraphs:
    """Returns the paragraphs in the tables of *root*, or those outside them."""
    where = paragraph_locations(root)
    return [(one, where.get(one, "")) for one in root.iter(W + "p") if _is_in_table(one) is in_tables]


def _is_in_table(paragraph: Element) -> bool:
    """True if *paragraph* stands in a table."""
    return next(paragraph.iterancestors(W + "tbl"), None) is not None


def _keys(version: Version, paragraphs: Paragraphs) -> list[Hashable]:
    """Returns what tells each of the *paragraphs* of *version* from others."""
    return [version.key(one) for one, _spot in paragraphs]


def _section_keys(version: Version, root: Element) -> list[Hashable]:
    """Returns what tells each section in *root* from others."""
    return [version.key(section) for section in root.iter(W + "sectPr")]


def _paragraph_changes(name: str, old: Paragraphs, new: Paragraphs) -> Iterator[Change]:
    """Yields the changes that put the paragraphs *new* of the part *name* in the place of *old*.

    As many as both have were changed, one by one; of the rest the old were removed and the new added.
    """
    pairs = min(len(old), len(new))
    for (one, _spot), (other, spot) in zip(old[:pairs], new[:pairs], strict=True):
        before = text_of(one)
        after = text_of(other)
        kind = "format" if before == after else "text"
        yield Change(name, spot, kind, before, after)
    for one, spot in old[pairs:]:
        yield Change(name, spot, "removed", text_of(one))
    for one, spot in new[pairs:]:
        yield Change(name, spot, "added", "", text_of(one))


def _style_changes(before: Version, after: Version) -> Iterator[Change]:
    """Yields the styles whose looks were changed in a way that can be put in words, and those that were removed."""
    old = by_name(before)
    new = by_name(after)
    for name, style in new.items():
        if name not in old or style_key(before, old[name]) == style_key(after, style):
            continue
        old_words, new_words = differing((before, old[name]), (after, style))
        if old_words != new_words:
            yield Change(STYLES, name, "style", old_words, new_words)
    if not new:  # a file without styles has not removed each of them
        return
    for name in old:
        if name not in new:
            yield Change(STYLES, name, "removed")


def sentence(change: Change) -> str:
    """Returns *change* in words."""
    words = {
        "added": _("加了：{after}"),
        "removed": _("删了：{before}"),
        "text": _("改了文字：{before} → {after}"),
        "format": _("改了格式：{after}"),
        "style": _("改了样式：{before} → {after}"),
        "page": _("改了页面（纸张、页边距或页眉页脚）"),
    }
    what = words[change.kind].format(before=change.before, after=change.after)
    return f"{_place(change)}  {what}".strip()


def _place(change: Change) -> str:
    """Returns in words where *change* is: the style, or the spot, after the name of any part but the body."""
    if change.part == BODY:
        return change.spot
    if change.part != STYLES:
        return f"{change.part} {change.spot}"
    if change.spot:
        return _("样式“{name}”").format(name=change.spot)
    return _("默认的字体和段落格式")
