"""A town's own typefaces in place of the built-in ones, in every part of a template."""

import re
from collections.abc import Mapping

from wenming.gongwen.styles import FACES
from wenming.ooxml.text import escape_attribute

_DEFAULT_LATIN = re.compile(rb'(<w:docDefaults>.*?<w:rFonts )w:ascii="[^"]*"(.*?)w:hAnsi="[^"]*"', re.DOTALL)
_STYLES = "word/styles.xml"


def exchange(parts: Mapping[str, bytes], faces: Mapping[str, str]) -> dict[str, bytes]:
    """Returns *parts* with the town's *faces* (仿宋: 仿宋, 数字: Times New Roman …) where a built-in one is named."""
    names = {f'"{FACES[kind]}"'.encode(): _quoted(face) for kind, face in faces.items() if kind in FACES}
    changed = dict(parts)
    for part, data in parts.items():
        if part.startswith("word/") and part.endswith(".xml"):
            changed[part] = _with_names(data, names)
    if "数字" in faces:
        changed[_STYLES] = _with_latin(changed[_STYLES], _quoted(faces["数字"]))
    return changed


def _with_names(data: bytes, names: Mapping[bytes, bytes]) -> bytes:
    for name, other in names.items():
        data = data.replace(name, other)
    return data


def _with_latin(styles: bytes, face: bytes) -> bytes:
    """The part *styles* with *face* for figures and Latin letters in the document defaults."""
    return _DEFAULT_LATIN.sub(
        lambda match: match[1] + b"w:ascii=" + face + match[2] + b"w:hAnsi=" + face, styles, count=1
    )


def _quoted(face: str) -> bytes:
    """*face* as an attribute value with its quotes, in UTF-8."""
    return f'"{escape_attribute(face)}"'.encode()
