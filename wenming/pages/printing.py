"""A Word file as it is printed: a PDF or pictures of its pages, and what of it is not as Word would have it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple

from lxml import etree

from wenming.base import cache
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _, enumerated, many
from wenming.ooxml import active_content, package
from wenming.ooxml.namespaces import W
from wenming.ooxml.roles import part_with, roles_of
from wenming.ooxml.tree import parse
from wenming.pages.drawing.about import about
from wenming.pages.drawing.pdf import write_pdf
from wenming.pages.drawing.pictures import pictures_of
from wenming.pages.layout.book import MOST_PAGES, TooManyPagesError
from wenming.pages.layout.contents import Unknown
from wenming.pages.layout.flow import Layout
from wenming.pages.layout.flow import lay_out as put_on_pages
from wenming.pages.layout.reading import read
from wenming.pages.typefaces.catalogue import Catalogue, Chosen
from wenming.pages.typefaces.found import FoundFaces
from wenming.pages.typefaces.stand_ins import kind_of

_BODY_FACE = "仿宋"  # or what stands in for it, down to any Chinese face
_SHOWN = 20  # of the characters that no face has


class Printed(NamedTuple):
    """A document as a PDF; *notes*: what in it is drawn otherwise than it was asked for, in the shape of faults.

    *instead*: the faces that stand in for others. *is_sketch*: something in it is not laid out as Word does.
    """

    pdf: bytes
    pages: int
    notes: tuple[Fault, ...]
    instead: tuple[Chosen, ...]
    is_sketch: bool


class Laid(NamedTuple):
    """A document laid out in the faces of this PC, with its parts; *source*: a digest of all that it is made from."""

    layout: Layout
    parts: Mapping[str, bytes]
    faces: FoundFaces
    shown: str
    source: str = ""


def laid(docx: bytes, shown: str, catalogue: Catalogue) -> Laid:
    """The Word file *docx*, called *shown*, laid out. Raises Faults where it is none, or reads from elsewhere."""
    if catalogue.choose(_BODY_FACE) is None:
        mend = _("装上仿宋、黑体、楷体、宋体，或者把字体文件放进镇的 fonts 文件夹")
        raise Faults([Fault(Place(shown), _("这台电脑上没有中文字体，画不出页面"), mend, "no-face")])
    parts = package.read(docx, shown)
    faults = [*active_content.faults(parts, shown)]
    if faults:
        raise Faults(faults)
    roles = roles_of(parts)
    faces = FoundFaces(catalogue)
    try:
        if parse(parts.get(part_with("document", roles), b"")).tag != W + "document":
            raise Faults([Fault(Place(shown), _("这不是 Word 文件"), _("写 .docx 文件"), "no-pdf")])
        layout = put_on_pages(read(parts, roles), faces)
    except etree.XMLSyntaxError as error:
        what, mend = _("这个 Word 文件坏了：{error}").format(error=error), _("在 Word 或 WPS 里打开，另存一次再试")
        raise Faults([Fault(Place(shown), what, mend, "no-pdf")]) from error
    except TooManyPagesError as error:
        what = many("多于 {n} 面，不画", MOST_PAGES)
        raise Faults([Fault(Place(shown), what, _("看看是不是分页符太多"), "too-large")]) from error
    return Laid(layout, parts, faces, shown, source_of(docx, catalogue))


def source_of(docx: bytes, catalogue: Catalogue) -> str:
    """The digest of all that a PDF of *docx* is made from: the file, the faces that are there, the program."""
    digest = hashlib.sha256(docx)
    digest.update(catalogue.digest)
    digest.update(cache.program_digest())
    return digest.hexdigest()


def printed(document: Laid) -> Printed:
    """*document* as a PDF."""
    unknown = document.layout.unknown
    pdf = _pdf(document, source="" if unknown else document.source)  # so that it is told of each time
    notes_, instead = tuple(_notes_of_its_own(document)), document.faces.notes().instead
    return Printed(pdf, len(document.layout.pages), notes_, instead, bool(unknown))


def pictured(document: Laid, numbers: Sequence[int] | None = None) -> list[bytes]:
    """Pages of *document* as PNGs: those with these *numbers*, counted from 0, or all."""
    return pictures_of(_pdf(document, numbers))


def notes(document: Laid) -> list[Fault]:
    """What in *document* is drawn otherwise than it was asked for, when it has been drawn."""
    on_faces = notes_on_faces(document.faces.notes().instead)
    return [*_notes_of_its_own(document), *notes_on_files(document.faces.catalogue), *on_faces]


def notes_on_files(catalogue: Catalogue) -> Iterator[Fault]:
    """That files which a town has put there for fonts are none."""
    for path in catalogue.unread:
        what, mend = _("这个字体文件读不了，没有用它"), _("换一个完整的 .ttf、.otf 或者 .ttc 文件")
        yield Fault(Place(path), what, mend, "face-instead")


def notes_on_faces(instead: Iterable[Chosen]) -> Iterator[Fault]:
    """That faces stand in *instead* of others: those that are not on this PC, those that may not be embedded."""
    chosen = [*dict.fromkeys(instead)]
    missing = [one for one in chosen if not one.is_forbidden]
    if missing:
        yield _of_missing(missing)
    for one in chosen:
        if one.is_forbidden:
            yield _of_forbidden(one)


def _pdf(document: Laid, numbers: Sequence[int] | None = None, source: str = "") -> bytes:
    name = PurePath(document.shown).stem
    said = about(document.layout, document.parts, roles_of(document.parts), name)
    return write_pdf(document.layout, document.parts, document.faces, said._replace(source=source), numbers)


def _notes_of_its_own(document: Laid) -> Iterator[Fault]:
    place = Place(document.shown)
    if document.layout.unknown:
        yield _of_unknown(document.layout.unknown, place)
    lacking = document.faces.notes().lacking
    if lacking:
        what = _("字体里没有这些字，页面上是空的：{chars}").format(chars="".join(lacking[:_SHOWN]))
        yield Fault(place, what, _("装一个字更全的字体，例如宋体（SimSun）"), "no-glyph")


def _of_unknown(unknown: Sequence[Unknown], place: Place) -> Fault:
    """That *unknown* things are not laid out as Word does."""
    things = enumerated(dict.fromkeys(map(_named, unknown)))
    what = _("里面有这个程序排不了的：{things}；页面只是示意，和 Word 排的可能不一样").format(things=things)
    mend = _("装一个 LibreOffice（免费）再做，或者在 WPS、Word 里打开，另存为 PDF")
    return Fault(place, what, mend, "not-laid-out")


def _named(one: Unknown) -> str:
    """What *one* is called, and the words beside it."""
    return f"{_(one.what)}（{one.beside}…）" if one.beside else _(one.what)


def _of_missing(missing: Sequence[Chosen]) -> Fault:
    """That others stand in for faces that are not on this PC."""
    pairs = enumerated(_("{wanted}（用{other}）").format(wanted=one.instead_of, other=_called(one)) for one in missing)
    what = _("这台电脑上没有这些字体，页面上用相近的代替：{pairs}").format(pairs=pairs)
    sources: dict[str, list[str]] = {}
    for one in missing:
        sources.setdefault(kind_of(one.instead_of).source, []).append(one.instead_of)
    mends = [
        _("{names}：{source}").format(names=enumerated(names), source=_(source)) for source, names in sources.items()
    ]
    return Fault(Place(""), what, _("；").join(mends), "face-instead")


def _of_forbidden(chosen: Chosen) -> Fault:
    """That a face stands in for one whose maker does not let it be embedded."""
    what = _("字体“{wanted}”不许嵌入 PDF，用“{other}”代替")
    mend = _("在 town.yaml 的“字体”里换一种，或者在 Word 里另存为 PDF")
    return Fault(Place(""), what.format(wanted=chosen.instead_of, other=_called(chosen)), mend, "face-instead")


def _called(chosen: Chosen) -> str:
    """The Chinese name of a face, where it has one."""
    names = chosen.face.names
    return next((name for name in names if not name.isascii()), names[0])
