"""A town's own typefaces in place of the built-in ones, in every part of a template."""

from collections.abc import Mapping

from wenming.gongwen.styles import FACES
from wenming.ooxml.namespaces import W
from wenming.ooxml.roles import part_with, roles_of
from wenming.ooxml.text import escape_attribute
from wenming.ooxml.tree import parse, written

_DEFAULT_FONTS = f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts"


def exchange(parts: Mapping[str, bytes], faces: Mapping[str, str]) -> dict[str, bytes]:
    """Returns *parts* with the town's *faces* (仿宋: 仿宋, 数字: Times New Roman …) where a built-in one is named."""
    names = {f'"{FACES[kind]}"'.encode(): _quoted(face) for kind, face in faces.items() if kind in FACES}
    changed = dict(parts)
    for part, data in parts.items():
        if part.endswith(".xml"):
            changed[part] = _with_names(data, names)
    styles = part_with("styles", roles_of(parts))
    if "数字" in faces and styles:
        changed[styles] = _with_latin(changed[styles], faces["数字"])
    return changed


def _with_names(data: bytes, names: Mapping[bytes, bytes]) -> bytes:
    for name, other in names.items():
        data = data.replace(name, other)
    return data


def _with_latin(styles: bytes, face: str) -> bytes:
    """The part *styles* with *face* for figures and Latin letters in the document defaults."""
    root = parse(styles)
    for fonts in root.findall(_DEFAULT_FONTS):
        fonts.set(W + "ascii", face)
        fonts.set(W + "hAnsi", face)
    return written(root)


def _quoted(face: str) -> bytes:
    """*face* as an attribute value with its quotes, in UTF-8."""
    return f'"{escape_attribute(face)}"'.encode()
