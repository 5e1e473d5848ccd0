"""LibreOffice, poppler and the Fandol faces, as the page tests need them."""

import functools
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

DPI = 600
_FACES = {
    "仿宋_GB2312": "FandolFang",
    "仿宋": "FandolFang",
    "楷体_GB2312": "FandolKai",
    "楷体": "FandolKai",
    "黑体": "FandolHei",
    "宋体": "FandolSong",
    "方正小标宋简体": "FandolSong",
    "方正小标宋_GBK": "FandolSong",
}
_FILTER = {"IsSkipEmptyPages": {"type": "boolean", "value": "false"}}


@functools.cache
def missing() -> str:
    """What keeps pages from being laid out here; empty when nothing does."""
    for program in ("soffice", "localc", "pdftoppm", "pdftotext", "fc-match"):
        if not shutil.which(program):
            return f"{program} is not installed"
    if not _fandol():
        return "the Fandol faces (texlive-lang-chinese) are not there; set WENMING_FANDOL to their folder"
    return ""


@functools.cache
def _fandol() -> str:
    folders = [os.environ.get("WENMING_FANDOL", ""), "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"]
    return next((folder for folder in folders if folder and (Path(folder) / "FandolFang-Regular.otf").is_file()), "")


def face(file: str) -> str:
    """The path of a Fandol face."""
    return str(Path(_fandol()) / file)


def fandol_for(name: str) -> str:
    """The face of Fandol that stands for the face *name* here, as it calls itself."""
    family = _FACES.get(name, name)
    return "FandolFang R" if family == "FandolFang" else family


def to_pdf(documents: Sequence[Path], folder: Path, timeout: int = 300, faces: Path | None = None) -> list[Path]:
    """The PDFs of *documents*, automatic blank pages kept, in the *faces* of a folder, else in those of Fandol."""
    return converted(documents, folder, f"pdf:writer_pdf_Export:{json.dumps(_FILTER)}", timeout, faces)


def converted(
    documents: Sequence[Path], folder: Path, target: str, timeout: int = 300, faces: Path | None = None
) -> list[Path]:
    """*documents* as LibreOffice saves them in the format *target*, in one call with a profile of its own."""
    fonts = folder / "fonts.conf"
    fonts.write_text(_fonts(folder, faces), encoding="utf-8")
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        target,
        "--outdir",
        str(folder),
        *map(str, documents),
    ]
    process = subprocess.Popen(
        command,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    made = [folder / f"{document.stem}.{target.partition(':')[0]}" for document in documents]
    assert all(path.is_file() and path.stat().st_size for path in made), "LibreOffice made nothing"
    return made


def pages(pdf: Path) -> int:
    """The number of pages."""
    information = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    return int(next(line.split()[1] for line in information.splitlines() if line.startswith("Pages:")))


def texts(pdf: Path) -> list[str]:
    """The text of each page."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


def raster(pdf: Path, page: int, folder: Path, dpi: int = DPI) -> np.ndarray:
    """Page *page* as red, green and blue values."""
    target = folder / f"{pdf.stem}-{page}-{dpi}"
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-f", str(page), "-l", str(page), "-singlefile", str(pdf), str(target)], check=True
    )
    path = target.with_suffix(".ppm")
    with Image.open(path) as image:
        pixels = np.asarray(image.convert("RGB"))
    path.unlink()
    return pixels


def _fonts(folder: Path, faces: Path | None) -> str:
    aliases = "".join(
        f'<match target="pattern"><test name="family"><string>{face}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{fandol}</string></edit></match>'
        for face, fandol in _FACES.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{faces or _fandol()}</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/fontcache</cachedir>"
        f"{aliases}</fontconfig>"
    )
