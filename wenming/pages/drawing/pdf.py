"""A layout as a PDF: pages with their typefaces, pictures and charts, an outline of the headings, what it is about.

It is written as PDF/A-2b asks (ISO 19005-2): typefaces embedded, colours said, no script. Whether it is one, a checker
has to say. The same layout and the same typefaces give the same bytes.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from typing import NamedTuple

import pydyf
from PIL import ImageCms

from wenming.ooxml.roles import part_with, roles_of
from wenming.pages.drawing.about import About
from wenming.pages.drawing.charts import placed_chart
from wenming.pages.drawing.operators import color_of, drawn_rules, figure, length, point_of
from wenming.pages.drawing.outline import Entry, outline
from wenming.pages.drawing.pdf_fonts import FontUse
from wenming.pages.drawing.pdf_pictures import MOST_POINTS, embed_picture, points_in
from wenming.pages.drawing.pdf_streams import packed
from wenming.pages.drawing.producer import NO_SEAL, PRODUCER, SEAL, SOURCE, sealed
from wenming.pages.drawing.runs import GlyphRun, leaders_of_line, runs_of_label, runs_of_line, spread
from wenming.pages.layout.flow import Layout
from wenming.pages.layout.placed import Dot, Fill, Label, Placed, PlacedDrawing, PlacedLine, Rule, Turned
from wenming.pages.layout.set_text import DRAWN
from wenming.pages.layout.sheets import Page
from wenming.pages.layout.styles import Styles
from wenming.pages.typefaces.found import FoundFaces

_TWIPS = 20  # in a point
_HALF = 2
_PER_MILLE = 1000
_HUNDRED = 100
_SLANT = 0.2  # of the height: italics where a face has none
_STROKE = 1 / 36  # of the size: bold where a face has none
_UNDER, _THROUGH, _THIN = 0.12, -0.3, 0.05  # of the size: where lines under and through letters are, and how thick
_NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
_A_LITTLE = 0.05  # twips: what nobody sees


def write_pdf(
    layout: Layout, parts: Mapping[str, bytes], faces: FoundFaces, about: About, only: Sequence[int] | None = None
) -> bytes:
    """The pages of *layout* as a PDF, with the pictures and charts among *parts*; *only*: these, counted from 0."""
    return _Writing(layout, parts, faces).written(about, only)


class _Writing:
    def __init__(self, layout: Layout, parts: Mapping[str, bytes], faces: FoundFaces) -> None:
        self._layout = layout
        self._parts = parts
        self._faces = faces
        self._pdf = pydyf.PDF()
        self._fonts: dict[int, FontUse] = {}
        self._pictures: dict[str, pydyf.Stream | None] = {}
        self._points_left = MOST_POINTS

    def written(self, about: About, only: Sequence[int] | None) -> bytes:
        numbers = range(len(self._layout.pages)) if only is None else only
        pages = [self._layout.pages[number] for number in numbers]
        marks = [list(self._marks(page.placed)) for page in pages]
        for mark in _all_runs(marks):
            self._use(mark)
        fonts = pydyf.Dictionary({use.name: use.embed(self._pdf).reference for use in self._fonts.values()})
        self._pdf.add_object(fonts)
        made: list[pydyf.Dictionary] = []
        for page, on_page in zip(pages, marks, strict=True):
            made.append(self._page(page, on_page, fonts))
        if only is None:
            self._add_outline(made)
        self._say(about)
        file = io.BytesIO()
        self._pdf.write(file, version=b"1.7", identifier=True)
        return sealed(file.getvalue())

    # what is on a page

    def _marks(self, placed: Iterable[Placed]) -> Iterable["_Mark"]:
        """What is drawn, from behind to before."""
        for one in placed:
            match one:
                case PlacedLine():
                    yield from self._of_line(one)
                case Label():
                    yield from runs_of_label(one, self._faces)
                case Rule() | Fill() | Dot():
                    yield one
                case PlacedDrawing():
                    yield from self._of_drawing(one)
                case Turned():
                    yield _TurnedMarks(one, list(self._marks(one.placed)))

    def _of_line(self, placed: PlacedLine) -> Iterable["_Mark"]:
        runs = list(runs_of_line(placed, self._faces))
        for run in runs:
            if run.look.shade:
                yield Fill(run.x, placed.y, run.width, placed.line.height, run.look.shade)
        for run in runs:
            yield run
            yield from _lines_of(run)
        if placed.line.text.leaders:
            for label in leaders_of_line(placed, self._faces):
                yield from runs_of_label(label, self._faces)
        if placed.line.text.drawn:
            for place, x, _advance in spread(placed):
                if placed.line.text.chars[place] == DRAWN:
                    drawn = placed.line.text.drawn[place]
                    top = placed.y + placed.line.base - drawn.height
                    cut_off = max(placed.y - top, 0) if placed.paragraph.look.line_rule == "exact" else 0
                    yield from self._of_drawing(PlacedDrawing(x, top, drawn, cut_off))

    def _of_drawing(self, placed: PlacedDrawing) -> Iterable["_Mark"]:
        if not placed.drawn.is_chart:
            yield placed
            return
        chart = self._parts.get(placed.drawn.part)
        if chart is not None:
            yield _InOrder(list(self._marks(placed_chart(chart, placed, self._faces))))

    def _use(self, run: GlyphRun) -> None:
        key = id(run.typeface)
        if key not in self._fonts:
            self._fonts[key] = FontUse(f"F{len(self._fonts) + 1}", run.typeface)
        for glyph in run.glyphs:
            self._fonts[key].use(glyph.number, glyph.char)

    # a page

    def _page(self, page: Page, marks: Sequence["_Mark"], fonts: pydyf.Dictionary) -> pydyf.Dictionary:
        pictures: dict[str, object] = {}
        lines = [*self._drawn(marks, page.height, pictures), *drawn_rules(_rules(marks), page.height)]
        content = packed("\n".join(lines).encode())
        self._pdf.add_object(content)
        made = pydyf.Dictionary(
            {
                "Type": "/Page",
                "Parent": self._pdf.pages.reference,
                "MediaBox": pydyf.Array([0, 0, page.width / _TWIPS, page.height / _TWIPS]),
                "Contents": content.reference,
                "Resources": pydyf.Dictionary({"Font": fonts.reference, "XObject": pydyf.Dictionary(pictures)}),
            }
        )
        self._pdf.add_page(made)
        return made

    def _drawn(self, marks: Iterable["_Mark"], height: float, pictures: dict[str, object]) -> Iterable[str]:
        """The operators that draw *marks* on paper so high (twips); *pictures* takes those that are on it."""
        for mark in marks:
            match mark:
                case GlyphRun():
                    yield self._text(mark, height)
                case Fill():
                    x, y = point_of(mark.x, mark.y + mark.height, height)
                    yield f"{color_of(mark.color)} rg {x} {y} {length(mark.width)} {length(mark.height)} re f"
                case Dot():
                    yield _dot(mark, height)
                case PlacedDrawing():
                    yield from self._picture(mark, height, pictures)
                case _InOrder():
                    for one in mark.marks:
                        rules = drawn_rules([one], height) if isinstance(one, Rule) else ()
                        yield from (*rules, *self._drawn([one], height, pictures))
                case _TurnedMarks():
                    turned = mark.turned
                    x, y = point_of(turned.x, turned.y, height)
                    matrix = "0 -1 1 0" if turned.degrees == _CLOCKWISE else "0 1 -1 0"
                    yield f"q {matrix} {x} {y} cm"
                    yield from self._drawn(mark.marks, 0, pictures)
                    yield from drawn_rules(_rules(mark.marks), 0)
                    yield "Q"

    def _text(self, run: GlyphRun, height: float) -> str:
        font, look = self._fonts[id(run.typeface)], run.look
        size = look.size / _HALF
        scale = look.scale / _HUNDRED
        x, y = point_of(run.x, run.y, height)
        slant = _SLANT if look.italic else 0
        tracking = length(look.tracking / scale)
        begin = [f"BT {color_of(look.color)} rg /{font.name} {figure(size)} Tf {look.scale} Tz {tracking} Tc"]
        is_thickened = look.bold and not run.is_bold_face
        if is_thickened:
            begin.append(f"2 Tr {figure(size * _STROKE)} w {color_of(look.color)} RG")
        begin.append(f"1 0 {slant} 1 {x} {y} Tm")
        shown: list[str] = []
        codes = ""
        for glyph in run.glyphs:
            if font.stands_for(glyph.number) != glyph.char:
                shown, codes = [*shown, _shown(codes), _as(glyph.char, font.code(glyph.number))], ""
            else:
                codes += font.code(glyph.number)
            natural = font.width(glyph.number) * size * _TWIPS * scale + look.tracking
            more = glyph.advance - natural
            if abs(more) > _A_LITTLE:
                codes += f">{figure(-more / _TWIPS / size / scale * _PER_MILLE)}<"
        shown.append(_shown(codes))
        end = "0 Tr ET" if is_thickened else "ET"
        return " ".join([*begin, *filter(None, shown), end])

    def _picture(self, placed: PlacedDrawing, height: float, pictures: dict[str, object]) -> Iterable[str]:
        drawn = placed.drawn
        if drawn.part not in self._pictures:
            data = self._parts.get(drawn.part, b"")
            self._pictures[drawn.part] = embed_picture(data, self._pdf, self._points_left)
            self._points_left -= points_in(data)
        picture = self._pictures[drawn.part]
        x, y = point_of(placed.x, placed.y + drawn.height, height)
        if picture is None:
            yield f"0.5 G 0.5 w {x} {y} {length(drawn.width)} {length(drawn.height)} re S"
            return
        name = f"P{picture.number}"
        pictures[name] = picture.reference
        left, top, right, bottom = drawn.cut
        width = drawn.width / max(1 - left - right, _A_LITTLE)
        whole = drawn.height / max(1 - top - bottom, _A_LITTLE)
        across, down = length(-left * width), length(-bottom * whole)
        frame = f"{x} {y} {length(drawn.width)} {length(drawn.height - placed.cut_off)} re W n"
        yield f"q {frame} 1 0 0 1 {x} {y} cm {length(width)} 0 0 {length(whole)} {across} {down} cm /{name} Do Q"

    # what is said of the whole

    def _add_outline(self, pages: Sequence[pydyf.Dictionary]) -> None:
        styles = Styles(self._parts.get(part_with("styles", roles_of(self._parts)), b""))
        entries = outline(self._layout, styles)
        if not entries:
            return
        root = pydyf.Dictionary({"Type": "/Outlines"})
        self._pdf.add_object(root)
        made = [self._entry(one, pages) for one in entries]
        for entry in made:
            self._pdf.add_object(entry)
        _hang(root, made, [one.level for one in entries])
        self._pdf.catalog["Outlines"] = root.reference

    def _entry(self, one: Entry, pages: Sequence[pydyf.Dictionary]) -> pydyf.Dictionary:
        number = one.begun.page - 1
        top = (self._layout.pages[number].height - one.begun.y) / _TWIPS
        target = pydyf.Array([pages[number].reference, "/XYZ", "null", figure(top), "null"])
        return pydyf.Dictionary({"Title": pydyf.String(one.title), "Dest": target})

    def _say(self, about: About) -> None:
        said = {"Title": about.title, "Subject": about.subject, "Author": about.author, "Producer": PRODUCER}
        for name, value in said.items():
            if value:
                self._pdf.info[name] = pydyf.String(value)
        self._pdf.info[SEAL] = pydyf.String(NO_SEAL)
        if about.source and not any(self._faces.notes()):  # what is to be told of is drawn, and told, each time
            self._pdf.info[SOURCE] = pydyf.String(about.source)
        metadata = pydyf.Stream([_metadata(about).encode()], {"Type": "/Metadata", "Subtype": "/XML"})
        self._pdf.add_object(metadata)
        profile = packed(_colors(), {"N": 3})
        self._pdf.add_object(profile)
        intent = pydyf.Dictionary(
            {
                "Type": "/OutputIntent",
                "S": "/GTS_PDFA1",
                "OutputConditionIdentifier": pydyf.String("sRGB"),
                "DestOutputProfile": profile.reference,
            }
        )
        self._pdf.catalog["Metadata"] = metadata.reference
        self._pdf.catalog["OutputIntents"] = pydyf.Array([intent.data])
        self._pdf.catalog["Lang"] = pydyf.String("zh-CN")
        self._pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"}).data


class _InOrder(NamedTuple):
    """Marks that lie over each other as they come: those of a chart."""

    marks: "list[_Mark]"


class _TurnedMarks(NamedTuple):
    turned: Turned
    marks: "list[_Mark]"


_Mark = GlyphRun | Rule | Fill | Dot | PlacedDrawing | _InOrder | _TurnedMarks
_CLOCKWISE = 90


def _all_runs(pages: Iterable[Iterable[_Mark]]) -> Iterable[GlyphRun]:
    for marks in pages:
        for mark in marks:
            if isinstance(mark, GlyphRun):
                yield mark
            elif isinstance(mark, _TurnedMarks | _InOrder):
                yield from _all_runs([mark.marks])


def _lines_of(run: GlyphRun) -> Iterable[Rule]:
    """The lines under and through the letters of *run*."""
    size = run.look.size * _TWIPS / _HALF
    for is_wanted, down in ((run.look.underlined, _UNDER), (run.look.struck, _THROUGH)):
        if is_wanted:
            y = run.y + size * down
            yield Rule(run.x, y, run.x + run.width, y, size * _THIN, run.look.color)


def _rules(marks: Iterable[_Mark]) -> list[Rule]:
    return [mark for mark in marks if isinstance(mark, Rule)]


def _dot(dot: Dot, height: float) -> str:
    """A dot: a line without length and with round ends."""
    x, y = point_of(dot.x, dot.y, height)
    return f"1 J {color_of(dot.color)} RG {length(dot.radius * _HALF)} w {x} {y} m {x} {y} l S 0 J"


def _shown(codes: str) -> str:
    return f"[<{codes}>] TJ".replace("<>", "") if codes else ""


def _as(char: str, code: str) -> str:
    """*code*, which is copied as *char*."""
    return f"/Span << /ActualText <feff{char.encode('utf-16-be').hex()}> >> BDC <{code}> Tj EMC"


def _hang(root: pydyf.Dictionary, entries: Sequence[pydyf.Dictionary], levels: Sequence[int]) -> None:
    """Hang *entries* of an outline below each other by their *levels*, all of them open."""
    above: list[tuple[int, pydyf.Dictionary]] = [(-1, root)]
    last: dict[int, pydyf.Dictionary] = {}
    for entry, level in zip(entries, levels, strict=True):
        while above[-1][0] >= level:
            above.pop()
        parent = above[-1][1]
        entry["Parent"] = parent.reference
        before = last.get(parent.number)
        if before is None:
            parent["First"] = entry.reference
        else:
            before["Next"] = entry.reference
            entry["Prev"] = before.reference
        parent["Last"] = entry.reference
        for _level, one in above:  # an open entry counts all that is open below it (PDF 32000-1 §12.3.3)
            one["Count"] = int(one.get("Count", 0)) + 1
        last[parent.number] = entry
        above.append((level, entry))


def _metadata(about: About) -> str:
    """What is said of the document, in XMP (ISO 16684-1), the same as in its information."""
    title, subject, author, _source = (escape(text.translate(_NOT_IN_XML)) for text in about)
    lines = [
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">',
        f"<pdf:Producer>{PRODUCER}</pdf:Producer>",
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>",
    ]
    if title:
        lines.append(f"<dc:title>{_in_any_language(title)}</dc:title>")
    if subject:
        lines.append(
            f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>'
        )
    if author:
        lines.append(f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>")
    lines += ["</rdf:Description></rdf:RDF></x:xmpmeta>", '<?xpacket end="w"?>']
    return "\n".join(lines)


def _in_any_language(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt>'


@cache
def _colors() -> bytes:
    """The profile of the colours of screens, sRGB; its date is taken out, so that it is the same every day."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes((0x07, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))  # 2000-01-01 (ICC.1 §7.2.8)
    profile[84:100] = bytes(16)  # the digest of the profile, which is no longer right
    return bytes(profile)
