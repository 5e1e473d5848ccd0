"""Photos and drawings in a PDF: a JPEG as it is, everything else as its points."""

import io
import warnings

import pydyf
from PIL import Image

from wenming.pages.drawing.pdf_streams import packed

MOST_POINTS = 120_000_000  # of all pictures of a document: more are no photos, and take 360 MB
#: what a library raises that is given a broken picture: whatever it likes
_NO_PICTURE = (Exception,)
_FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")  # none of them runs a program of its own
_JPEG_COLORS = {"RGB": "/DeviceRGB", "L": "/DeviceGray"}
_DEEP = ("I;16", "I;16B", "I;16L", "I")  # modes with sixteen bits, and more, for a point


def points_in(data: bytes) -> int:
    """How many points the picture *data* has; 0 where it is none."""
    try:
        with _opened(data) as image:
            return image.width * image.height
    except _NO_PICTURE:
        return 0


def embed_picture(data: bytes, pdf: pydyf.PDF, most: int = MOST_POINTS) -> pydyf.Stream | None:
    """Put the picture *data* into *pdf*; None where it is none, or has more than so many points."""
    try:
        with _opened(data) as image:
            if image.width * image.height > most:
                return None
            image.load()  # a picture that is cut off is none
            picture = _stream(image, data, pdf)
    except _NO_PICTURE:
        return None
    pdf.add_object(picture)
    return picture


def _opened(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(io.BytesIO(data), formats=_FORMATS)


def _stream(image: Image.Image, data: bytes, pdf: pydyf.PDF) -> pydyf.Stream:
    if image.format == "JPEG" and image.mode in _JPEG_COLORS:
        return pydyf.Stream([data], _properties(image, _JPEG_COLORS[image.mode]) | {"Filter": "/DCTDecode"})
    return _points(image, pdf)


def _points(image: Image.Image, pdf: pydyf.PDF) -> pydyf.Stream:
    """*image* as its points, with a mask where it can be seen through."""
    if image.mode in _DEEP:
        image = image.point(lambda value: value / 256).convert("L")
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    rgb = image.convert("RGBA" if has_alpha else "RGB")
    properties = _properties(image, "/DeviceRGB")
    if has_alpha:
        alpha = packed(rgb.getchannel("A").tobytes(), _properties(image, "/DeviceGray"))
        pdf.add_object(alpha)
        properties["SMask"] = alpha.reference
        rgb = rgb.convert("RGB")
    return packed(rgb.tobytes(), properties)


def _properties(image: Image.Image, colors: str) -> dict[str, object]:
    return {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": image.width,
        "Height": image.height,
        "ColorSpace": colors,
        "BitsPerComponent": 8,
    }
