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
    """Returns the typeface of *face* (w:rFonts) that is not one of official documents; empty if all are."""
    for kind in _KINDS:
        name: str = face.get(W + kind, "")
        if not _is_official(name):
            return name
    return ""


def _is_official(name: str) -> bool:
    """True if official documents may be set in the typeface *name*, or if it is empty and another one counts."""
    if not name or name in _WESTERN or name in FACES.values():
        return True
    return bool(_STANDARD.search(name))


def of_styles(styles: Element, bodies: Iterable[Element]) -> list[tuple[str, str]]:
    """Returns the styles (no name: the defaults) that give text a strange face, and the face, each once.

    Looked at are the runs of *bodies*, where they say no face themselves, and what the program writes.
    """
    known = _Styles(styles)
    strange_faces: dict[tuple[str, str], None] = {}
    for body in bodies:
        for run in body.iter(W + "r"):
            strange_faces |= dict.fromkeys(known.of_run(run))
    for style_id in known.styles:
        if known.name(style_id) in _OURS:
            strange_faces |= dict.fromkeys(known.of_style(style_id))
    return list(strange_faces)


class _Styles:
    """The styles of a file by their ids; *plain* is the id of the default paragraph style."""

    def __init__(self, root: Element) -> None:
        self.styles: dict[str, Element] = {style.get(W + "styleId", ""): style for style in root.iter(W + "style")}
        plain = (style_id for style_id, style in self.styles.items() if _is_default_paragraph(style))
        self.plain = next(plain, "")
        self._paragraph, self._paragraph_style = root, ""  # of the last run
        self.defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")

    def name(self, style_id: str) -> str:
        """Returns the name of a style; its id where it has none."""
        name = self.styles[style_id].find(W + "name")
        if name is None:
            return style_id
        return str(name.get(W + "val", style_id))

    def of_run(self, run: Element) -> Iterator[tuple[str, str]]:
        """Yields what gives *run* a strange face, where it says none itself."""
        if run.find(W + "t") is None:
            return
        paragraph = next(run.iterancestors(W + "p"), run)
        run_style = _value(run.find(f"{W}rPr/{W}rStyle"))
        if paragraph is not self._paragraph:  # to look for its style among thousands of runs takes long
            self._paragraph, self._paragraph_style = paragraph, _value(paragraph.find(f"{W}pPr/{W}pStyle"))
        paragraph_style = self._paragraph_style
        yield from self._strange(run_style, paragraph_style or self.plain, run.find(f"{W}rPr/{W}rFonts"))

    def of_style(self, style_id: str) -> Iterator[tuple[str, str]]:
        """Returns what gives a strange face to text in this style."""
        if self.styles[style_id].get(W + "type") == "character":
            return self._strange(style_id, self.plain)
        return self._strange("", style_id)

    def _strange(self, run_style: str, paragraph_style: str, own: Element | None = None) -> Iterator[tuple[str, str]]:
        """Yields what gives a strange face to text in these styles that has the faces *own*."""
        chain = [*self._faces(run_style), *self._faces(paragraph_style)]
        if self.defaults is not None:
            chain.append(("", self.defaults))
        for kind in _KINDS:
            if own is not None and _says(own, kind):
                continue
            name, typeface = _first_typeface(chain, kind)
            if not _is_official(typeface):
                yield name, typeface

    def _faces(self, style_id: str) -> list[tuple[str, Element]]:
        """Returns the names and the faces (w:rFonts) of a style and of those that it is based on, if they have any."""
        faces: list[tuple[str, Element]] = []
        for ancestor in self._ancestry(style_id):
            face = self.styles[ancestor].find(f"{W}rPr/{W}rFonts")
            if face is not None:
                faces.append((self.name(ancestor), face))
        return faces

    def _ancestry(self, style_id: str) -> list[str]:
        """Returns the ids of a style and of those that it is based on, each once even if they go round in a circle."""
        ancestry: list[str] = []
        while style_id in self.styles and style_id not in ancestry:
            ancestry.append(style_id)
            style_id = _value(self.styles[style_id].find(W + "basedOn"))
        return ancestry


def _first_typeface(chain: Iterable[tuple[str, Element]], kind: str) -> tuple[str, str]:
    """Returns the first style of *chain* whose face says something of *kind*, and the typeface that it names.

    The typeface is empty where the style names one of the theme's, both are where no style says anything.
    """
    for name, face in chain:
        if _says(face, kind):
            return name, face.get(W + kind, "")
    return "", ""


def _is_default_paragraph(style: Element) -> bool:
    is_default = style.get(W + "default") in ("1", "true", "on")
    return is_default and style.get(W + "type") == "paragraph"


def _value(element: Element | None) -> str:
    """Returns the ``w:val`` of *element*; empty where either is missing."""
    if element is None:
        return ""
    return str(element.get(W + "val", ""))


def _says(face: Element, kind: str) -> bool:
    """True if *face* (w:rFonts) says which face, or which of the theme's."""
    return any(face.get(W + attribute) for attribute in (kind, f"{kind}Theme"))
