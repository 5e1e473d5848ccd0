"""A town's own typefaces in place of the built-in ones, in every part of a template."""

import re
from collections.abc import Mapping

from wenming.gongwen.styles import FACES

_DEFAULT_LATIN = re.compile(rb'(<w:docDefaults>.*?<w:rFonts )w:ascii="[^"]*"(.*?)w:hAnsi="[^"]*"', re.DOTALL)
_STYLES = "word/styles.xml"


def exchange(parts: Mapping[str, bytes], faces: Mapping[str, str]) -> dict[str, bytes]:
    """*parts* with the faces of *faces* (仿宋: 仿宋, 数字: Times New Roman …) wherever a built-in one is named."""
    names = {f'"{FACES[kind]}"'.encode(): _quoted(face) for kind, face in faces.items() if kind in FACES}
    changed = dict(parts)
    for part, data in parts.items():
        if part.startswith("word/") and part.endswith(".xml"):
            for name, other in names.items():
                data = data.replace(name, other)
            changed[part] = data
    if "数字" in faces:
        latin = _quoted(faces["数字"])
        changed[_STYLES] = _DEFAULT_LATIN.sub(
            lambda match: match[1] + b"w:ascii=" + latin + match[2] + b"w:hAnsi=" + latin, changed[_STYLES], count=1
        )
    return changed


def _quoted(face: str) -> bytes:
    face = face.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f'"{face}"'.encode()
