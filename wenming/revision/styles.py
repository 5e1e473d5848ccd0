"""What the styles of two versions of a file make differ, in the words of Word's own dialogs."""

from collections.abc import Mapping
from typing import Any

from lxml.etree import _Element as Element

from wenming.base.i18n import N_, _
from wenming.ooxml.namespaces import W
from wenming.revision import fingerprint
from wenming.revision.version import Version

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

DEFAULTS = ""  # the name, among those of styles, of what holds where no style says anything


def by_name(version: Version) -> dict[str, Element]:
    """The styles of *version* by their names."""
    if version.styles is None:
        return {}
    named = version.looks.names
    found = {named[style.get(W + "styleId", "")]: style for style in version.styles.iter(W + "style")}
    defaults = version.styles.find(W + "docDefaults")
    return found if defaults is None else {DEFAULTS: defaults, **found}


def style_key(version: Version, style: Element) -> Any:
    """The looks that a style gives."""
    owners = [style] if style.tag == W + "style" else list(style)
    size = version.size(style)
    return sorted(
        (element.tag, *(fingerprint.indents(element, size) if element.tag == W + "ind" else sorted(element.items())))
        for owner in owners
        for part in owner.iterchildren(W + "rPr", W + "pPr")
        for element in part.iter()
        if element is not part and element.tag != W + "lang"
    )


Styled = tuple[Version, Element]


def differing(old: Styled, new: Styled) -> tuple[str, str]:
    """The properties that differ, in words: before and after."""
    values = [_values(*old), _values(*new)]
    words = [word for word in dict.fromkeys([*values[0], *values[1]]) if _key(values[0], word) != _key(values[1], word)]
    before, after = ("，".join(f"{_(word)} {value.get(word, ('', '—'))[1]}" for word in words) for value in values)
    return before, after


def _key(values: Mapping[str, tuple[Any, str]], word: str) -> Any:
    return values[word][0] if word in values else None


def _values(version: Version, style: Element) -> dict[str, tuple[Any, str]]:
    """The properties of *style* that are worth a word: what tells each, and how it is shown.

    What the style of plain paragraphs repeats of the defaults (LibreOffice does) is not its own.
    """
    size = version.size(style)
    found = {
        word: (fingerprint.indents(element, size) if element.tag == W + "ind" else shown, shown)
        for element in style.iter()
        for (tag, name), word in _SHOWN.items()
        if element.tag == tag and (value := element.get(name, "1" if word == "加粗" else None)) not in (None, "auto")
        for shown in [_value(element, name, value)]
    }
    if fingerprint.is_default(style) and version.styles is not None:
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
