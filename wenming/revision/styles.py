"""What the styles of two versions of a file make differ, in the words of Word's own dialogs."""

from collections.abc import Hashable, Iterator, Mapping
from typing import NamedTuple

from lxml.etree import _Element as Element

from wenming.base.i18n import N_, _
from wenming.ooxml.namespaces import W
from wenming.revision import fingerprint
from wenming.revision.fingerprint import Facts
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

_WITHOUT_VALUE = {W + "b": "1"}  # what a property says whose value is left out
_UNSAID = (None, "auto")

DEFAULTS = ""  # the name, among those of styles, of what holds where no style says anything


Styled = tuple[Version, Element]


class _Value(NamedTuple):
    """What a property of a style is told by, and how it is shown."""

    key: Hashable
    shown: str


def by_name(version: Version) -> dict[str, Element]:
    """Returns the styles of *version* by their names."""
    if version.styles is None:
        return {}
    styles: dict[str, Element] = {}
    defaults = version.styles.find(W + "docDefaults")
    if defaults is not None:
        styles[DEFAULTS] = defaults
    for style in version.styles.iter(W + "style"):
        name = version.looks.names[style.get(W + "styleId", "")]
        styles[name] = style
    return styles


def style_key(version: Version, style: Element) -> list[Facts]:
    """Returns the looks that a style gives."""
    size = version.size(style)
    return sorted(_property_key(element, size) for element in _properties(style))


def _properties(style: Element) -> Iterator[Element]:
    """Yields all that *style*, or each child of the defaults, says of runs and paragraphs, but not the language."""
    owners = [style] if style.tag == W + "style" else list(style)
    for owner in owners:
        for properties in owner.iterchildren(W + "rPr", W + "pPr"):
            for element in properties.iterdescendants():
                if element.tag != W + "lang":
                    yield element


def _property_key(element: Element, size: str) -> Facts:
    """Returns what tells one property from others: the indents of letters of this *size* are told in twips."""
    said = fingerprint.indents(element, size) if element.tag == W + "ind" else sorted(element.items())
    return element.tag, *said


def differing(old: Styled, new: Styled) -> tuple[str, str]:
    """Returns the properties that differ, in words: before and after."""
    before = _own_values(*old)
    after = _own_values(*new)
    words = [word for word in dict.fromkeys([*before, *after]) if _key(before, word) != _key(after, word)]
    return _in_words(before, words), _in_words(after, words)


def _key(values: Mapping[str, _Value], word: str) -> Hashable:
    """Returns what tells the value of the property *word*; None where it has none."""
    return values[word].key if word in values else None


def _in_words(values: Mapping[str, _Value], words: list[str]) -> str:
    """Returns the properties *words* with their *values*, a dash where there is none."""
    unsaid = _Value("", "—")
    return "，".join(f"{_(word)} {values.get(word, unsaid).shown}" for word in words)


def _own_values(version: Version, style: Element) -> dict[str, _Value]:
    """Returns the properties of *style* that are worth a word.

    What the style of plain paragraphs repeats of the defaults (LibreOffice does) is not its own.
    """
    values = _values(version, style)
    if version.styles is None or not fingerprint.is_default(style):
        return values
    defaults = version.styles.find(W + "docDefaults")
    if defaults is None:
        return values
    default_values = _values(version, defaults)
    return {word: value for word, value in values.items() if default_values.get(word) != value}


def _values(version: Version, style: Element) -> dict[str, _Value]:
    """Returns the properties of *style* that are worth a word, with those that only repeat the defaults."""
    size = version.size(style)
    values: dict[str, _Value] = {}
    for element in style.iter():
        for (tag, attribute), word in _SHOWN.items():
            if element.tag != tag:
                continue
            value = element.get(attribute, _WITHOUT_VALUE.get(tag))
            if value in _UNSAID:
                continue
            shown = _shown(element, attribute, value)
            key = fingerprint.indents(element, size) if tag == W + "ind" else shown
            values[word] = _Value(key, shown)
    return values


def _shown(element: Element, attribute: str, value: str) -> str:
    """Returns the *value* of a property as Word's own dialogs show it."""
    many, words = _unit(element, attribute)
    if words and value.lstrip("-").isdecimal():
        return _(words).format(n=f"{int(value) / many:g}")
    return _(_SIDES[value]) if value in _SIDES else value


def _unit(element: Element, attribute: str) -> tuple[int, str]:
    """Returns how many of Word's units make one of those it shows, and the words for that; no words without a unit."""
    if attribute == W + "line" and element.get(W + "lineRule", "auto") == "auto":
        return 240, _("{n} 倍")
    if attribute in _UNITS:
        return _UNITS[attribute]
    return _UNITS.get(element.tag, (1, ""))
