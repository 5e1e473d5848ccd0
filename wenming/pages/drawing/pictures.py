"""Pages of a PDF as pictures (PNG)."""

import io
from collections.abc import Sequence

import pypdfium2

DOTS = 110  # an inch: letters of size 3 are read with ease on a screen
_POINTS = 72
_FAST = 1


def count_of(pdf: bytes) -> int:
    """How many pages *pdf* has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def pictures_of(pdf: bytes, numbers: Sequence[int] | None = None, dots: int = DOTS) -> list[bytes]:
    """Pages of *pdf* as the bytes of PNGs, with so many *dots* an inch: those with these *numbers*, or all."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        chosen = range(len(document)) if numbers is None else numbers
        return [_picture(document[number], dots) for number in chosen]
    finally:
        document.close()


def _picture(page: pypdfium2.PdfPage, dots: int) -> bytes:
    image = page.render(scale=dots / _POINTS).to_pil()
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=_FAST)
    return file.getvalue()
