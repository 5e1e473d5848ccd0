"""Pages of a PDF as pictures (PNG)."""

import io

import pypdfium2

DOTS = 110  # an inch: letters of size 3 are read with ease on a screen
_POINTS = 72
_FAST = 1


def pictures_of(pdf: bytes, dots: int = DOTS) -> list[bytes]:
    """Each page of *pdf* as the bytes of a PNG, with so many *dots* an inch."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_picture(page, dots) for page in document]
    finally:
        document.close()


def _picture(page: pypdfium2.PdfPage, dots: int) -> bytes:
    image = page.render(scale=dots / _POINTS).to_pil()
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=_FAST)
    return file.getvalue()
