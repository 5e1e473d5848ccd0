"""Typefaces in a PDF: the glyphs that are used, with their widths and the characters that they stand for."""

from collections.abc import Iterable, Mapping

import pydyf
import uharfbuzz as hb

from wenming.pages.drawing.pdf_streams import packed
from wenming.pages.typefaces.found import Typeface

_EM = 1000  # units of a glyph's width in a PDF
_SYMBOLIC = 4  # of a font's flags: its characters are not those of the Latin alphabet
_DROPPED = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "name", "OS/2", "vhea", "vmtx", "post", "gasp", "DSIG", "cmap")
_AT_ONCE = 100  # lines of a table of characters, at most (PDF 32000-1 §9.10.3)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class FontUse:
    """A typeface as a PDF uses it: first glyphs are asked for, then it is embedded with those."""

    def __init__(self, name: str, typeface: Typeface) -> None:
        self.name = name
        self._typeface = typeface
        self._chars: dict[int, str] = {}
        self._codes: Mapping[int, int] = {}

    def use(self, glyph: int, char: str) -> None:
        """Note that *glyph* is drawn for *char*."""
        self._chars.setdefault(glyph, char)

    def stands_for(self, glyph: int) -> str:
        """The character that somebody gets who copies *glyph*."""
        return self._chars[glyph]

    def code(self, glyph: int) -> str:
        """The code of *glyph* in this PDF, as four hexadecimal digits."""
        return f"{self._codes[glyph]:04x}"

    def width(self, glyph: int) -> float:
        """How wide *glyph* is, of the size."""
        return self._typeface.advance(glyph)

    def embed(self, pdf: pydyf.PDF) -> pydyf.Dictionary:
        """Put the typeface with the glyphs that are used into *pdf*; returns it as pages refer to it."""
        face = self._subset()
        is_cff = "CFF " in face.table_tags
        program = _program(face, is_cff=is_cff)
        pdf.add_object(program)
        base = f"{self._tag()}+{_plain(self._typeface.name)}"
        descriptor = pydyf.Dictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": f"/{base}",
                "Flags": _SYMBOLIC,
                "FontBBox": pydyf.Array([0, -300, _EM, 1100]),
                "ItalicAngle": 0,
                "Ascent": round(self._typeface.metrics.ascent * _EM),
                "Descent": -round(self._typeface.metrics.descent * _EM),
                "CapHeight": 700,
                "StemV": 80,
                "FontFile3" if is_cff else "FontFile2": program.reference,
            }
        )
        pdf.add_object(descriptor)
        descendant = pydyf.Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType0" if is_cff else "/CIDFontType2",
                "BaseFont": f"/{base}",
                "CIDSystemInfo": pydyf.Dictionary(
                    {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": descriptor.reference,
                "DW": _EM,
                "W": self._widths(),
            }
        )
        if not is_cff:
            descendant["CIDToGIDMap"] = "/Identity"
        pdf.add_object(descendant)
        characters = packed(self._characters().encode())
        pdf.add_object(characters)
        font = pydyf.Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": f"/{base}",
                "Encoding": "/Identity-H",
                "DescendantFonts": pydyf.Array([descendant.reference]),
                "ToUnicode": characters.reference,
            }
        )
        pdf.add_object(font)
        return font

    def _subset(self) -> hb.Face:
        """The face with nothing but the glyphs that are used; gives those their codes."""
        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).set(set(self._chars))
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).set({_number(tag) for tag in _DROPPED})
        wanted.flags = (
            hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.CFF_IDENTITY_CHARSET | hb.SubsetFlags.NO_HINTING
        )
        plan = hb.SubsetPlan(self._typeface.face, wanted)
        self._codes = dict(plan.old_to_new_glyph_mapping)
        return plan.execute()

    def _tag(self) -> str:
        """Six letters that say which glyphs these are (PDF 32000-1 §9.6.4): the same ones for the same glyphs."""
        number = 0
        for glyph in sorted(self._chars):
            number = (number * 65599 + glyph + 1) % len(_LETTERS) ** 6
        letters = ""
        for _place in range(6):
            number, letter = divmod(number, len(_LETTERS))
            letters += _LETTERS[letter]
        return letters

    def _widths(self) -> pydyf.Array:
        """The widths of all glyphs that are no full square."""
        widths = pydyf.Array()
        for glyph in sorted(self._chars, key=self._codes.__getitem__):
            width = round(self.width(glyph) * _EM, 2)
            if width != _EM:
                widths += [self._codes[glyph], pydyf.Array([width])]
        return widths

    def _characters(self) -> str:
        """The table by which readers find the characters of glyphs: those that were typed, not those of the face."""
        pairs = [(self.code(glyph), char) for glyph, char in sorted(self._chars.items())]
        lines = [f"<{code}> <{char.encode('utf-16-be').hex()}>" for code, char in pairs]
        return "\n".join([_MAP_BEGINS, *_in_blocks(lines), _MAP_ENDS])


_MAP_BEGINS = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange"""
_MAP_ENDS = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def _in_blocks(lines: list[str]) -> Iterable[str]:
    for start in range(0, len(lines), _AT_ONCE):
        block = lines[start : start + _AT_ONCE]
        yield "\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"])


def _program(face: hb.Face, *, is_cff: bool) -> pydyf.Stream:
    """The font program of *face*."""
    if is_cff:
        # not packed: it takes a seventh of the time of a whole PDF, and makes it a sixth smaller
        return pydyf.Stream([bytes(face.reference_table("CFF ").data)], {"Subtype": "/CIDFontType0C"})
    data = bytes(face.blob.data)
    return packed(data, {"Length1": len(data)})


def _number(tag: str) -> int:
    return int.from_bytes(tag.encode(), "big")


def _plain(name: str) -> str:
    """*name* in letters that a PDF takes as they are."""
    return "".join(char for char in name if char.isascii() and (char.isalnum() or char == "-")) or "Face"
