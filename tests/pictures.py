"""The page pictures of the README, made with LibreOffice: ``PYTHONPATH=. python tests/pictures.py``."""

import tempfile
from pathlib import Path

import office
from conftest import ROOT, made
from PIL import Image, ImageOps

PICTURES = {  # name: part of the title, page
    "notice": ("关于印发", 1),
    "plan": ("实施方案", 1),
    "tasks": ("实施方案", -2),
    "weekly": ("第17周）", 1),
    "charts": ("第17周）", 6),
    "circular": ("通报", 1),
    "order": ("整改通知单", 1),
}


def main() -> None:
    target = ROOT / "docs" / "pages"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        town = ROOT / "data" / "anping"
        documents = [*made(town, folder / "out"), made(town, folder / "out", "rectification")[1]]
        pdfs = office.to_pdf(documents, folder)
        for picture, (part, page) in PICTURES.items():
            pdf = min((pdf for pdf in pdfs if part in pdf.stem), key=lambda pdf: len(pdf.stem))
            number = page if page > 0 else office.pages(pdf) + 1 + page
            image = Image.fromarray(office.raster(pdf, number, folder, dpi=160)).resize(
                (400, 566) if page > 0 else (566, 400), Image.Resampling.LANCZOS
            )
            ImageOps.expand(image, 1, "#bbb").quantize(32).save(target / f"{picture}.png", optimize=True)


if __name__ == "__main__":
    main()
