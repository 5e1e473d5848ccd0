"""The page pictures of the README, made with LibreOffice: ``PYTHONPATH=. python tests/pictures.py``."""

import datetime
import shutil
import tempfile
from pathlib import Path

import office
from conftest import ROOT, made
from PIL import Image, ImageOps

from wenming.collecting import export
from wenming.ledger.ledger import ledger
from wenming.town import folder as towns

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
        of_sheets(folder, target)


def of_sheets(folder: Path, target: Path) -> None:
    """The first pages of the workbooks that docs/workbooks.md shows."""
    copy = folder / "anping"
    shutil.copytree(ROOT / "data" / "anping", copy)
    town = towns.read(copy)
    day = datetime.date(2026, 4, 27)
    week = export.target_to_export(town, "week", "2026-W18", day)
    plan = export.target_to_export(town, "plan", "", day)
    books = {
        "sheet-village": next(export.exported_per_village(town, week, day)).data,
        "sheet-tasks": export.exported(town, plan, day).data,
        "sheet-ledger": ledger(town, day).workbook,
    }
    for name, data in books.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    pdfs = office.converted([folder / f"{name}.xlsx" for name in books], folder, "pdf:calc_pdf_Export")
    for pdf in pdfs:
        number = 1 if pdf.stem != "sheet-tasks" else _page_with(pdf, "任务编号")
        image = Image.fromarray(office.raster(pdf, number, folder, dpi=110))
        content = ImageOps.invert(image.convert("L")).crop((0, 0, image.width, image.height * 9 // 10)).getbbox()
        assert content is not None
        left, top, right, bottom = content
        shown = image.crop((left - 12, top - 12, right + 12, min(bottom, top + 560)))
        shown.thumbnail((820, 560), Image.Resampling.LANCZOS)
        ImageOps.expand(shown, 1, "#bbb").quantize(32).save(target / f"{pdf.stem}.png", optimize=True)


def _page_with(pdf: Path, text: str) -> int:
    return next(number for number, page in enumerate(office.texts(pdf), 1) if text in page)


if __name__ == "__main__":
    main()
