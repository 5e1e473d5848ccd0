"""To which script a character belongs: in whose face it is set, and what may stand at the end of a line after it."""

from functools import lru_cache
from unicodedata import category, east_asian_width

from wenming.pages.layout.looks import RunLook

_WIDE = ("W", "F")
_BOTH = "A"  # signs that Chinese and Latin texts have, such as quotation marks


@lru_cache(maxsize=16384)
def _width_class(char: str) -> str:
    return east_asian_width(char)


def face_of(char: str, look: RunLook) -> str:
    """The name of the face that *char* is set in (OOXML 17.3.2.26)."""
    if char < "\x80":
        return look.latin
    kind = _width_class(char)
    if kind in _WIDE or (kind == _BOTH and look.hints_east_asian):
        return look.east_asian
    return look.latin


def is_wide(char: str) -> bool:
    """True if *char* stands in a full square."""
    return _width_class(char) in _WIDE or _width_class(char) == _BOTH


@lru_cache(maxsize=16384)
def is_chinese(char: str) -> bool:
    """True if *char* is a Chinese character, no mark."""
    return _width_class(char) in _WIDE and category(char) in ("Lo", "Nl", "So")


@lru_cache(maxsize=1024)
def is_letter(char: str) -> bool:
    """True if *char* is a letter of another script, or a figure."""
    return not is_wide(char) and category(char)[0] in "LN"
