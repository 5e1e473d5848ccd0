"""Lists that start again: new numbers in word/numbering.xml over the same formats."""

import re
from collections.abc import Iterable

PART = "word/numbering.xml"
_NUMBER = re.compile(r'<w:num [^>]*?w:numId="(\d+)"[^>]*>\s*<w:abstractNumId w:val="(\d+)"/>')
_OVERRIDE = re.compile(r'<w:lvlOverride [^>]*?w:ilvl="(\d+)"[^>]*>(.*?)</w:lvlOverride>', re.DOTALL)
_START = re.compile(r'<w:startOverride w:val="(\d+)"/>')
_STYLE = re.compile(r'<w:style [^>]*?w:styleId="([^"]+)"[^>]*>(.*?)</w:style>', re.DOTALL)
_LIST = re.compile(r'<w:numId w:val="(\d+)"/>')
_LEVELS = re.compile(r'<w:lvl [^>]*?w:ilvl="(\d+)"[^>]*>\s*<w:start w:val="(\d+)"/>')
_LAST = re.compile(r"<w:numIdMacAtCleanup[^>]*/>\s*</w:numbering>|</w:numbering>")


def numbers(xml: bytes) -> dict[int, int]:
    """The lists of numbering.xml: number to format."""
    return {int(number): int(format_) for number, format_ in _NUMBER.findall(xml.decode(errors="replace"))}


def of_styles(styles: bytes) -> dict[str, int]:
    """The list of each paragraph style that has one, by style id."""
    found = ((key, _LIST.search(inner)) for key, inner in _STYLE.findall(styles.decode(errors="replace")))
    return {key: int(number[1]) for key, number in found if number and number[1] != "0"}


def restarted(xml: bytes, lists: Iterable[tuple[int, int]]) -> bytes:
    """numbering.xml with each (new list, list it restarts) of *lists* added: the same levels, each from its start."""
    text = xml.decode()
    formats = numbers(xml)
    added = []
    for new, old in lists:
        if old in formats:
            block = re.search(
                rf'<w:abstractNum [^>]*?w:abstractNumId="{formats[old]}"[^>]*>.*?</w:abstractNum>', text, re.DOTALL
            )
            own = re.search(rf'<w:num [^>]*?w:numId="{old}"[^>]*>.*?</w:num>', text, re.DOTALL)
            levels = dict(_OVERRIDE.findall(own[0])) if own else {}  # what the list itself changes in its format
            starts = dict(_LEVELS.findall((block[0] if block else "") + "".join(levels.values())))
            starts |= {level: start[1] for level, inner in levels.items() if (start := _START.search(inner))}
            overrides = "".join(
                f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{starts.get(level, "1")}"/>'
                f"{_START.sub('', levels.get(level, ''))}</w:lvlOverride>"
                for level in map(str, range(9))
            )
            added.append(f'<w:num w:numId="{new}"><w:abstractNumId w:val="{formats[old]}"/>{overrides}</w:num>')
    return _LAST.sub(lambda match: "".join(added) + match[0], text, count=1).encode()
