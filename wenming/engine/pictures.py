"""Pictures put into a document: sized as docxtpl's InlineImage asks, each file stored once."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.engine.drawings import PICTURE_MARK, Picture
from wenming.engine.state import State
from wenming.ooxml.relationships import TYPES, related, relations_of, with_default

OWN_NAME = "照片 "  # how the names of pictures begin that we put in
_EMU = 635  # in a twip
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Pictures:
    """The pictures of one document: media parts by content, relationships by part."""

    def __init__(self) -> None:
        self._media: dict[bytes, tuple[str, str]] = {}  # content → part name, content type
        self._relations: dict[str, dict[tuple[str, str, bool], str]] = {}  # part → (type, target, outside) → id

    def relate(self, part: str, kind: str, target: str, *, external: bool = False) -> str:
        """The id of the relationship from *part* to *target*: the same in every document."""
        relations = self._relations.setdefault(part, {})
        return relations.setdefault((kind, target, external), f"rIdPicture{told_by(target.encode())}")

    def media(self, data: bytes, extension: str, content_type: str) -> str:
        """The name of the part that holds *data*: the same in every document."""
        if data not in self._media:
            self._media[data] = (f"media/wenming-{told_by(data)}.{extension}", content_type)
        return self._media[data][0]

    def parts(self, known: Mapping[str, bytes]) -> dict[str, bytes]:
        """The parts to add and change in a package whose content types and relationships are *known*."""
        changed = {f"word/{name}": data for data, (name, _type) in self._media.items()}
        types = known[TYPES]
        for name, kind in self._media.values():
            types = with_default(types, name.rpartition(".")[2], kind)
        changed[TYPES] = types
        for part, relations in self._relations.items():
            name = relations_of(part)
            added = "".join(
                f'<Relationship Id="{key}" Type="{_RELATION}/{kind}" Target="{_attribute(target)}"'
                + (' TargetMode="External"/>' if external else "/>")
                for (kind, target, external), key in relations.items()
            )
            changed[name] = related(known.get(name, b""), added)
        return changed


def told_by(data: bytes) -> str:
    """What tells *data* from others in a name."""
    return hashlib.sha256(data).hexdigest()[:12]


def placed(xml: str, pictures: Sequence[Picture], rendering: State) -> str:
    """*xml* with the *pictures* in the places of their marks."""
    pieces = xml.split(PICTURE_MARK)
    return (
        "".join(piece + _of_ours(picture, rendering) for piece, picture in zip(pieces[:-1], pictures, strict=True))
        + pieces[-1]
    )


def _of_ours(picture: Picture, rendering: State) -> str:
    rendering.pictures = rendering.pictures or Pictures()
    extension = "png" if picture.data.startswith(b"\x89PNG") else "jpeg"
    target = rendering.pictures.media(picture.data, extension, f"image/{extension}")
    properties = f'name="{OWN_NAME}{told_by(picture.data)}" descr="{_attribute(picture.told)}"'
    return _RUN.format(
        wp=_WP, a=_A, pic=_PIC, r=_RELATION, id=rendering.next_id(), cx=picture.width * _EMU, cy=picture.height * _EMU,
        embed=rendering.pictures.relate(rendering.part, "image", target), properties=properties, name="", link="",
    )  # fmt: skip


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def inline(image: Any, rendering: State) -> str:
    """The run of docxtpl's InlineImage *image*. Raises Faults where it cannot be read."""
    from docx.image.exceptions import UnrecognizedImageError
    from docx.image.image import Image

    shown = getattr(image.image_descriptor, "name", image.image_descriptor)
    try:
        if hasattr(image.image_descriptor, "read"):
            image.image_descriptor.seek(0)
            data = image.image_descriptor.read()
        else:
            data = Path(image.image_descriptor).read_bytes()
        picture = Image.from_file(io.BytesIO(data))
        width, height = picture.scaled_dimensions(image.width, image.height)
    except (OSError, UnrecognizedImageError, ValueError, ZeroDivisionError, KeyError) as error:
        what = _("图片打不开：{name}").format(name=shown)
        raise Faults([Fault(Place(str(shown)), what, _("换成 PNG 或 JPEG 格式的图片"))]) from error
    rendering.pictures = rendering.pictures or Pictures()
    target = rendering.pictures.media(data, picture.ext, picture.content_type)
    embedded = rendering.pictures.relate(rendering.part, "image", target)
    link = ""
    if image.anchor:
        key = rendering.pictures.relate(rendering.part, "hyperlink", image.anchor, external=True)
        link = f'<a:hlinkClick xmlns:a="{_A}" xmlns:r="{_RELATION}" r:id="{key}"/>'
    number = rendering.next_id()
    return _RUN.format(
        wp=_WP, a=_A, pic=_PIC, r=_RELATION, id=number, cx=int(width), cy=int(height), embed=embedded,
        properties=f'name="Picture {number}"', name=_attribute(picture.filename or ""), link=link,
    )  # fmt: skip


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
