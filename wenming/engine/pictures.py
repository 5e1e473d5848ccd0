"""Pictures put into a document: sized as docxtpl's InlineImage asks, each file stored once."""

import hashlib
import io
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from posixpath import dirname
from typing import TYPE_CHECKING, NamedTuple, cast

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.base.lazy import Later
from wenming.engine.drawings import PICTURE_MARK, Picture
from wenming.engine.state import State
from wenming.ooxml.relationships import OFFICE, TYPES, Relationship, related, relations_of, with_default
from wenming.ooxml.text import escape_attribute
from wenming.ooxml.units import emu

if TYPE_CHECKING:
    from os import PathLike
    from typing import BinaryIO

    import docx.image.exceptions
    import docx.image.image

    from wenming.engine.docxtpl_objects import InlineImage
else:
    docx = Later("docx")

OWN_NAME = "照片 "  # how the names of pictures begin that we put in


class _Media(NamedTuple):
    """A picture file in the package: the name of its part below word/, its content type."""

    name: str
    content_type: str


class _Relation(NamedTuple):
    """What a part refers to: the last word of the relationship's type, the target, whether that is outside."""

    kind: str
    target: str
    external: bool


class Pictures:
    """The pictures of one document: media parts by content, relationships by part."""

    def __init__(self) -> None:
        self._media: dict[bytes, _Media] = {}  # by content
        self._relations: dict[str, dict[_Relation, str]] = {}  # part → relation → id

    def relate(self, part: str, kind: str, target: str, *, external: bool = False) -> str:
        """Returns the id of the relationship from *part* to *target*: the same in every document."""
        relations = self._relations.setdefault(part, {})
        return relations.setdefault(_Relation(kind, target, external), f"rIdPicture{_digest(target.encode())}")

    def media(self, data: bytes, extension: str, content_type: str) -> str:
        """Returns the name of the part that holds *data*: the same in every document."""
        if data not in self._media:
            self._media[data] = _Media(f"media/wenming-{_digest(data)}.{extension}", content_type)
        return self._media[data].name

    def parts(self, known: Mapping[str, bytes]) -> dict[str, bytes]:
        """Returns the parts to add and change in a package whose content types and relationships are *known*."""
        changed = {f"word/{media.name}": data for data, media in self._media.items()}
        changed[TYPES] = self._types(known[TYPES])
        for part, ids in self._relations.items():
            name = relations_of(part)
            added = [_relationship(part, relation, key) for relation, key in ids.items()]
            changed[name] = related(known.get(name, b""), added)
        return changed

    def _types(self, types: bytes) -> bytes:
        """Returns the content *types* with those of the media."""
        for media in self._media.values():
            extension = media.name.rpartition(".")[2]
            types = with_default(types, extension, media.content_type)
        return types


def _relationship(part: str, relation: _Relation, key: str) -> Relationship:
    """Returns *relation* of *part*, which is called *key* there; its target is below word/, or outside."""
    target = relation.target
    if not relation.external and dirname(part) != "word":
        target = f"/word/{target}"
    return Relationship(key, f"{OFFICE}/{relation.kind}", target, relation.external)


def _digest(data: bytes) -> str:
    """Returns what tells *data* from others in a name."""
    return hashlib.sha256(data).hexdigest()[:12]


def _pictures_of(rendering: State) -> Pictures:
    """Returns the pictures of the document that is being rendered; most documents have none so far."""
    rendering.pictures = rendering.pictures or Pictures()
    return rendering.pictures


def placed(xml: str, pictures: Sequence[Picture], rendering: State) -> str:
    """Returns *xml* with the *pictures* in the places of their marks."""
    *pieces, rest = xml.split(PICTURE_MARK)
    filled = [piece + _run_of(picture, rendering) for piece, picture in zip(pieces, pictures, strict=True)]
    return "".join(filled) + rest


def _run_of(picture: Picture, rendering: State) -> str:
    """Returns the run that shows *picture*."""
    extension = "png" if picture.data.startswith(b"\x89PNG") else "jpeg"
    own = _pictures_of(rendering)
    target = own.media(picture.data, extension, f"image/{extension}")
    properties = f'name="{OWN_NAME}{_digest(picture.data)}" descr="{escape_attribute(picture.description)}"'
    return _RUN.format(
        wp=_WP, a=_A, pic=_PIC, r=OFFICE, id=rendering.next_id(), cx=emu(picture.width), cy=emu(picture.height),
        embed=own.relate(rendering.part, "image", target), properties=properties, name="", link="",
    )  # fmt: skip


def inline(image: "InlineImage", rendering: State) -> str:
    """Returns the run of docxtpl's InlineImage *image*. Raises Faults where it cannot be read."""
    shown = getattr(image.image_descriptor, "name", image.image_descriptor)
    try:
        data = _bytes_of(image.image_descriptor)
        picture = docx.image.image.Image.from_file(io.BytesIO(data))
        width, height = picture.scaled_dimensions(image.width, image.height)
    except _unreadable() as error:
        what = _("图片打不开：{name}").format(name=shown)
        raise Faults(
            [Fault(Place(str(shown)), what, _("换成 PNG 或 JPEG 格式的图片"), "picture-unreadable")]
        ) from error
    own = _pictures_of(rendering)
    target = own.media(data, picture.ext, picture.content_type)
    embedded = own.relate(rendering.part, "image", target)
    link = ""
    if image.anchor:
        key = own.relate(rendering.part, "hyperlink", image.anchor, external=True)
        link = f'<a:hlinkClick xmlns:a="{_A}" xmlns:r="{OFFICE}" r:id="{key}"/>'
    number = rendering.next_id()
    return _RUN.format(
        wp=_WP, a=_A, pic=_PIC, r=OFFICE, id=number, cx=int(width), cy=int(height), embed=embedded,
        properties=f'name="Picture {number}"', name=escape_attribute(picture.filename or ""), link=link,
    )  # fmt: skip


def _unreadable() -> tuple[type[Exception], ...]:
    """Returns what is raised for pictures that cannot be read, by python-docx too."""
    known = docx.image.exceptions
    of_docx = (known.InvalidImageStreamError, known.UnexpectedEndOfFileError, known.UnrecognizedImageError)
    return (OSError, ValueError, ArithmeticError, LookupError, struct.error, *of_docx)


def _bytes_of(descriptor: "str | PathLike[str] | BinaryIO") -> bytes:
    """Returns the bytes of the picture that *descriptor* is: a file that is open, or the path of one."""
    if not hasattr(descriptor, "read"):
        return Path(descriptor).read_bytes()
    file = cast("BinaryIO", descriptor)  # it can be read
    file.seek(0)
    return file.read()


_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_RUN = (
    '<w:r><w:drawing><wp:inline xmlns:wp="{wp}" xmlns:a="{a}" xmlns:pic="{pic}" xmlns:r="{r}">'
    '<wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="{id}" {properties}>{link}</wp:docPr>'
    '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
    '<a:graphic><a:graphicData uri="{pic}"><pic:pic>'
    '<pic:nvPicPr><pic:cNvPr id="0" name="{name}">{link}</pic:cNvPr><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="{embed}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
)
