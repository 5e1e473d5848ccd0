"""Typefaces that are not of official documents, and where in a file they are set: at a run, a style, for all text."""

import re
from collections.abc import Iterable, Iterator

from lxml.etree import _Element as Element

from wenming.gongwen.styles import FACES, STYLES
from wenming.ooxml.namespaces import W

_SYMBOLS = ("Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings", "MS Gothic", "Cambria Math")
_WESTERN = ("Times New Roman", *_SYMBOLS)
_STANDARD = re.compile(
    r"仿宋|楷体|黑体|宋体|小标宋|FangSong|KaiTi|SimHei|SimSun|STSong|STFangsong|STKaiti|STHeiti|Fandol"
)
_KINDS = ("eastAsia", "ascii")
_OURS = {style.name for style in STYLES}  # what the program writes in, wherever the template stands


def strange(face: Element) -> str:
    """The typeface of *face* (w:rFonts) that is not one of official documents; empty when all are."""
    return next((name for kind in _KINDS if not _official(name := face.get(W + kind, ""))), "")


def _official(name: str) -> bool:
    return not name or name in _WESTERN or name in FACES.values() or bool(_STANDARD.search(name))


def of_styles(styles: Element, bodies: Iterable[Element]) -> list[tuple[str, str]]:
    """The styles (no name: the defaults) that give text a strange face, and the face, each once.

    Looked at are the runs of *bodies*, where they say no face themselves, and what the program writes.
    """
    known = _Styles(styles)
    found = [one for body in bodies for run in body.iter(W + "r") for one in known.of_run(run)]
    for key, style in known.styles.items():
        if known.name(key) in _OURS:
            letters = style.get(W + "type") == "character"
            found += known.given(key if letters else "", known.plain if letters else key)
    return list(dict.fromkeys(found))


class _Styles:
    """The styles of a file by their ids."""

    def __init__(self, root: Element) -> None:
        self.styles = {style.get(W + "styleId", ""): style for style in root.iter(W + "style")}
        defaults = (key for key, style in self.styles.items() if style.get(W + "default") in ("1", "true", "on"))
        self.plain = next((key for key in defaults if self.styles[key].get(W + "type") == "paragraph"), "")
        self.defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")

    def name(self, key: str) -> str:
        name = self.styles[key].find(W + "name")
        return str(name.get(W + "val", key)) if name is not None else key

    def of_run(self, run: Element) -> Iterator[tuple[str, str]]:
        """What gives *run* a strange face, where it says none itself."""
        if run.find(W + "t") is None:
            return
        letters = run.find(f"{W}rPr/{W}rStyle")
        paragraph = next(run.iterancestors(W + "p"), run).find(f"{W}pPr/{W}pStyle")
        keys = [style.get(W + "val", "") if style is not None else "" for style in (letters, paragraph)]
        yield from self.given(keys[0], keys[1] or self.plain, run.find(f"{W}rPr/{W}rFonts"))

    def given(self, letters: str, paragraph: str, own: Element | None = None) -> Iterator[tuple[str, str]]:
        """What gives a strange face to text in the styles *letters* and *paragraph* that has the faces *own*."""
        chain = [*self._chain(letters), *self._chain(paragraph), ("", self.defaults)]
        for kind in _KINDS:
            if own is not None and _says(own, kind):
                continue
            faces = ((name, face.get(W + kind, "")) for name, face in chain if face is not None and _says(face, kind))
            name, said = next(faces, ("", ""))
            if not _official(said):
                yield name, said

    def _chain(self, key: str) -> list[tuple[str, Element | None]]:
        """The name and the faces of the style *key* and of those that it is based on."""
        found: dict[str, tuple[str, Element | None]] = {}
        while key in self.styles and key not in found:
            found[key] = self.name(key), self.styles[key].find(f"{W}rPr/{W}rFonts")
            based = self.styles[key].find(W + "basedOn")
            key = based.get(W + "val", "") if based is not None else ""
        return list(found.values())


def _says(face: Element, kind: str) -> bool:
    """Whether *face* (w:rFonts) says which face, or which of the theme's."""
    return any(face.get(W + one) for one in (kind, f"{kind}Theme"))
