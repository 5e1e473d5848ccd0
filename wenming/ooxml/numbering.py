"""Lists that start again: new numbers in word/numbering.xml over the same formats."""

import re
from collections.abc import Iterable, Mapping

PART = "word/numbering.xml"
_NUMBER = re.compile(r'<w:num [^>]*?w:numId="(\d+)"[^>]*>\s*<w:abstractNumId w:val="(\d+)"/>')
_OVERRIDE = re.compile(r'<w:lvlOverride [^>]*?w:ilvl="(\d+)"[^>]*>(.*?)</w:lvlOverride>', re.DOTALL)
_START = re.compile(r'<w:startOverride w:val="(\d+)"/>')
_STYLE = re.compile(r'<w:style [^>]*?w:styleId="([^"]+)"[^>]*>(.*?)</w:style>', re.DOTALL)
_LIST = re.compile(r'<w:numId w:val="(\d+)"/>')
_LEVELS = re.compile(r'<w:lvl [^>]*?w:ilvl="(\d+)"[^>]*>\s*<w:start w:val="(\d+)"/>')
_LAST = re.compile(r"<w:numIdMacAtCleanup[^>]*/>\s*</w:numbering>|</w:numbering>")


_ALL_LEVELS = [str(level) for level in range(9)]  # that a list in Word has


def numbers(xml: bytes) -> dict[int, int]:
    """Returns the lists of numbering.xml: number to format."""
    return {int(number): int(format_) for number, format_ in _NUMBER.findall(xml.decode(errors="replace"))}


def of_styles(styles: bytes) -> dict[str, int]:
    """Returns the list of each paragraph style that has one, by style id."""
    lists: dict[str, int] = {}
    for style_id, inner in _STYLE.findall(styles.decode(errors="replace")):
        number = _LIST.search(inner)
        if number and number[1] != "0":
            lists[style_id] = int(number[1])
    return lists


def restarted(xml: bytes, lists: Iterable[tuple[int, int]]) -> bytes:
    """Returns numbering.xml with each (new list, list it restarts) of *lists* added.

    A new list has the same levels, each from its start.
    """
    text = xml.decode()
    formats = numbers(xml)
    added = "".join(_new_list(text, new, old, formats[old]) for new, old in lists if old in formats)
    return _LAST.sub(lambda match: added + match[0], text, count=1).encode()


def _new_list(text: str, new: int, old: int, format_: int) -> str:
    """Returns the XML of the list *new*, which has the *format_* of the list *old* in the numbering *text*."""
    block = re.search(rf'<w:abstractNum [^>]*?w:abstractNumId="{format_}"[^>]*>.*?</w:abstractNum>', text, re.DOTALL)
    own = re.search(rf'<w:num [^>]*?w:numId="{old}"[^>]*>.*?</w:num>', text, re.DOTALL)
    levels: dict[str, str] = {}  # what the list itself changes in its format
    if own:
        levels = dict(_OVERRIDE.findall(own[0]))
    starts = _starts(block[0] if block else "", levels)
    overrides = "".join(_override(level, starts.get(level, "1"), levels.get(level, "")) for level in _ALL_LEVELS)
    return f'<w:num w:numId="{new}"><w:abstractNumId w:val="{format_}"/>{overrides}</w:num>'


def _starts(block: str, levels: Mapping[str, str]) -> dict[str, str]:
    """Returns the number with which each level starts: in the format *block*, or in the list's own *levels*."""
    starts: dict[str, str] = dict(_LEVELS.findall(block + "".join(levels.values())))
    for level, inner in levels.items():
        start = _START.search(inner)
        if start:
            starts[level] = start[1]
    return starts


def _override(level: str, start: str, own: str) -> str:
    """Returns the XML that lets *level* begin at *start*, with what else the list's *own* level changes."""
    return f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/>{_START.sub("", own)}</w:lvlOverride>'
