"""Photos and drawings in a PDF: a JPEG as it is, everything else as its points."""

import io
import warnings

import pydyf
from PIL import Image

from wenming.pages.drawing.pdf_streams import packed

_MOST_POINTS = 60_000_000  # of a picture: more is no photo, and takes 180 MB
_JPEG_COLORS = {"RGB": "/DeviceRGB", "L": "/DeviceGray"}


def embed_picture(data: bytes, pdf: pydyf.PDF) -> pydyf.Stream | None:
    """Put the picture *data* into *pdf*; None where it is none, or too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _embed(data, pdf)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _embed(data: bytes, pdf: pydyf.PDF) -> pydyf.Stream | None:
    with Image.open(io.BytesIO(data)) as image:
        if image.width * image.height > _MOST_POINTS:
            return None
        if image.format == "JPEG" and image.mode in _JPEG_COLORS:
            properties = _properties(image, _JPEG_COLORS[image.mode]) | {"Filter": "/DCTDecode"}
            picture = pydyf.Stream([data], properties)
        else:
            picture = _points(image, pdf)
    pdf.add_object(picture)
    return picture


def _points(image: Image.Image, pdf: pydyf.PDF) -> pydyf.Stream:
    """*image* as its points, with a mask where it can be seen through."""
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
