"""Faces made from Fandol whose figures and Latin letters are as wide as asked, and pages laid out as Word does.

The faces that offices print in differ in this where lines are concerned: 仿宋_GB2312 has figures of half a character,
others of up to 0.7.
"""

import re
import string
import zipfile
from collections.abc import Sequence
from pathlib import Path

import office
from fontTools.misc.transform import Scale
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from lxml import etree

FILES = ("FandolFang-Regular", "FandolKai-Regular", "FandolHei-Regular", "FandolHei-Bold", "FandolSong-Regular")
_FIGURES = string.digits + string.ascii_letters
_FRAME_WORDS = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
# what LibreOffice 7.4 does against the .docx: figures spaced from Chinese, marks hung in the margin
_AS_WORD = {f"{_FRAME_WORDS}text-autospace": "none", f"{_FRAME_WORDS}punctuation-wrap": "simple"}


def make_faces(folder: Path, width: float, characters: str) -> Path:
    """Returns *folder* with faces that hold *characters*, their figures *width* of a character wide."""
    folder.mkdir()
    for file in FILES:
        font = TTFont(office.face(f"{file}.otf"))
        subsetter = Subsetter(Options(notdef_outline=True, name_IDs=["*"]))
        subsetter.populate(text=characters + _FIGURES + string.punctuation + " 　")
        subsetter.subset(font)
        _widen(font, width)
        font.save(folder / f"{file}.otf")
    return folder


def _widen(font: TTFont, width: float) -> None:
    """Let the figures and letters of *font* be *width* of a character wide."""
    strings = font["CFF "].cff.topDictIndex[0].CharStrings
    glyphs = font.getGlyphSet()
    advance = round(width * font["head"].unitsPerEm)
    for char in _FIGURES:
        name = font.getBestCmap()[ord(char)]
        old_advance, bearing = font["hmtx"][name]
        scale = advance / old_advance
        old = strings[name]
        old.decompile()
        pen = T2CharStringPen(advance - old.private.nominalWidthX, glyphs)
        glyphs[name].draw(TransformPen(pen, Scale(scale, 1)))
        new = pen.getCharString(private=old.private, globalSubrs=old.globalSubrs)
        if hasattr(old, "fdSelectIndex"):
            new.fdSelectIndex = old.fdSelectIndex
        strings[name] = new
        font["hmtx"][name] = advance, round(bearing * scale)


def laid_out(documents: Sequence[Path], folder: Path, faces: Path) -> list[Path]:
    """Returns the PDFs of *documents* in *faces*, without the two habits that LibreOffice has and Word has not."""
    folder.mkdir()
    drafts = office.converted(documents, folder, "odt", faces=faces)
    for draft in drafts:
        _as_word(draft)
    return office.to_pdf(drafts, folder, faces=faces)


def _as_word(draft: Path) -> None:
    with zipfile.ZipFile(draft) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in ("styles.xml", "content.xml"):
        root = etree.fromstring(parts[name])
        for properties in root.iter(f"{_FRAME_WORDS}paragraph-properties"):
            properties.attrib.update(_AS_WORD)
        parts[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    with zipfile.ZipFile(draft, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def characters_of(documents: Sequence[Path]) -> str:
    """Returns every character that *documents* print, each once."""
    found: set[str] = set()
    for document in documents:
        with zipfile.ZipFile(document) as archive:
            for name in archive.namelist():
                if re.fullmatch(r"word/(?:document|footer\d*|header\d*)\.xml", name):
                    root = etree.fromstring(archive.read(name))
                    found.update("".join(root.itertext()))
    return "".join(sorted(found))
