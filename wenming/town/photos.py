"""Photos that forms name: found in the town's folder, turned upright, as large as paper shows them, set in pairs."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from wenming.base.cache import recall
from wenming.base.codes import Code
from wenming.base.diagnostics import Fault, Faults, nearest
from wenming.base.i18n import _, enumerated
from wenming.base.lazy import Later
from wenming.engine.drawings import Picture
from wenming.gongwen.blocks import Block, Cell, Paragraph, Table, paragraph
from wenming.gongwen.columns import shares
from wenming.ooxml.units import Twips, mm

if TYPE_CHECKING:
    from PIL import ExifTags, Image, ImageOps

    from wenming.forms.nodes import Path as FieldPath
    from wenming.forms.records import Photo
    from wenming.town.folder import AnyForm
else:
    ExifTags, Image, ImageOps = Later("PIL.ExifTags"), Later("PIL.Image"), Later("PIL.ImageOps")

_ALONE, _PAIRED = (mm(110), mm(80)), (mm(74), mm(56))  # width and height of one, and of one of two
_EDGE = 1400  # pixels: 320 dpi at the width of one that stands alone
_BYTES_MAX, _PIXELS_MAX = 40_000_000, 100_000_000
_ALIKE = 0.7  # how like the name of a photo is that is meant
_SHOWN = 10  # names of photos in a message
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP")
Size = tuple[Twips, Twips]


def read_photos(form: AnyForm, rows: Iterable[tuple[FieldPath, Photo]], folder: Path) -> dict[str, bytes]:
    """By the name in the form each photo that *rows*, with their paths in *form*, name: upright, as JPEG.

    Raises Faults, all of them.
    """
    photos, faults = dict[str, bytes](), list[Fault]()
    for path, row in rows:
        try:
            photos[row["文件"]] = _read(row["文件"], folder)
        except _Unusable as error:
            faults.append(form.fault((*path, "文件"), error.code, error.what, error.mend, error.instead))
    if faults:
        raise Faults(faults)
    return photos


def blocks(rows: Sequence[Photo], photos: Mapping[str, bytes]) -> list[Block]:
    """The photos *rows* names, two beside each other, what they show below them."""
    return [_pair(rows[at : at + 2], photos) for at in range(0, len(rows), 2)]


def _pair(rows: Sequence[Photo], photos: Mapping[str, bytes]) -> Table:
    room = _PAIRED if len(rows) == 2 else _ALONE
    pictures = [
        Cell(paragraphs=(Paragraph(style="图", picture=_fitted(photos[row["文件"]], room, row.get("说明", ""))),))
        for row in rows
    ]
    titles = [Cell(paragraphs=(paragraph("图题", row.get("说明", "")),)) for row in rows]
    return Table(widths=shares([1] * len(rows)), rows=[pictures, titles], ruled=False)


def _fitted(data: bytes, room: Size, description: str) -> Picture:
    """*data* as large as *room* lets it be."""
    with Image.open(io.BytesIO(data)) as image:
        scale = min(room[0] / image.width, room[1] / image.height)
        return Picture(data, Twips(round(image.width * scale)), Twips(round(image.height * scale)), description)


class _Unusable(Exception):
    """A photo that cannot be taken: what is wrong, how to mend it."""

    def __init__(self, code: Code, what: str, mend: str, instead: str | None = None) -> None:
        super().__init__(what)
        self.code, self.what, self.mend, self.instead = code, what, mend, instead


def _read(name: str, folder: Path) -> bytes:
    try:
        data = _bytes(name, folder)
    except (OSError, ValueError, RuntimeError) as error:  # also of a name that no disk takes, of links in a circle
        raise _Unusable("photo-unreadable", _("照片打不开"), _("检查文件在不在、是不是正被别的程序占用")) from error
    return recall(lambda: _upright(data), b"photo", data)


def _bytes(name: str, folder: Path) -> bytes:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise _Unusable(
            "photo-outside",
            _("照片要放在镇的文件夹里"),
            _("复制到 {folder}，再写成 photos/文件名").format(folder=folder / "photos"),
        )
    if not path.is_file():
        raise _missing(PureWindowsPath(name).name, folder)
    if path.stat().st_size > _BYTES_MAX:
        raise _Unusable("photo-too-large", _("照片太大"), _("用手机或电脑上的“调整大小”缩小到 40 MB 以下"))
    return path.read_bytes()


def _missing(name: str, folder: Path) -> _Unusable:
    """What is said of a photo called *name* that is not where the form says."""
    photos = folder / "photos"
    there = sorted(path.name for path in photos.iterdir() if path.is_file()) if photos.is_dir() else []
    by_stem = {PureWindowsPath(one).stem: one for one in there}
    meant = name if name in there else by_stem.get(nearest(PureWindowsPath(name).stem, by_stem, _ALIKE), "")
    if meant:
        text = f"photos/{meant}"
        return _Unusable("photo-missing", _("没有这张照片"), _("是不是 {text}？").format(text=text), text)
    mend = _("把照片放到 {folder}，写成 photos/{name}").format(folder=photos, name=name)
    if there:
        mend += _("；那里有：{names}").format(names=enumerated(there[:_SHOWN]))
    return _Unusable("photo-missing", _("没有这张照片"), mend)


def _upright(data: bytes) -> bytes:
    """*data* as a JPEG no larger than paper shows, turned as its camera was held, without what else it tells.

    A phone writes where a photo was taken into it; nobody wants that in a report.
    """
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > _PIXELS_MAX:
                raise _Unusable("photo-too-large", _("照片太大"), _("用手机或电脑上的“调整大小”缩小到一亿像素以下"))
            image.draft("RGB", (_EDGE, _EDGE))
            held = image.getexif().get(ExifTags.Base.Orientation)
            image.thumbnail((_EDGE, _EDGE))
            plain = Image.new("RGB", image.size, "white")
            seen = image.convert("RGBA")
            plain.paste(seen, mask=seen.getchannel("A"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise _Unusable("photo-unreadable", _("照片打不开"), _("换成 JPG 或 PNG 格式的照片")) from error
    plain.getexif()[ExifTags.Base.Orientation] = held
    ImageOps.exif_transpose(plain, in_place=True)  # not of *image*: what else a camera wrote is often broken
    buffer = io.BytesIO()
    plain.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()
