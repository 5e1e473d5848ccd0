"""PDFs and pages for the commands: with which faces, by which LibreOffice, and what is told of them."""

import importlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from wenming.base import files
from wenming.base.diagnostics import Fault, Faults, Place, show
from wenming.base.i18n import _, many
from wenming.cli.progress import ProgressBar
from wenming.cli.report import note_line
from wenming.pages import office_suite
from wenming.pages.pdf_files import Making, Pdfs

if TYPE_CHECKING:
    from wenming.pages.typefaces.catalogue import Catalogue

_PROGRAMS = ("soffice", "libreoffice")
_OF_WINDOWS = Path("LibreOffice", "program", "soffice.com")  # below Program Files; .exe does not wait
_OF_MACOS = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")


class _HowFar(NamedTuple):
    done: int
    of: int


def put_pdfs(documents: Sequence[Path], folder: Path | None, town_of: Callable[[Path], Path | None]) -> Pdfs:
    """Make PDFs of the .docx *documents* and put them beside those, or into *folder*.

    *town_of* says of a document of which town it is, for the sake of that one's own typefaces. Raises Faults where
    this PC can make none.
    """
    suite = suite_here()
    if faces_here(None) is None and suite is None:
        mend = _("装一个 LibreOffice（免费），或者在 WPS、Word 里打开，另存为 PDF")
        raise Faults([Fault(Place(""), _("这台电脑上没有装做 PDF 要的库，也没有 LibreOffice"), mend, "no-office")])
    faces_of_town = cache(faces_here)
    making = Making(folder, suite, lambda path: faces_of_town(town_of(path)))
    with ProgressBar() as bar:
        for done in making.all_of(documents):
            bar.show(_HowFar(done, len(documents)))
    return making.pdfs(documents)


def put_pdfs_or_say_why(documents: Sequence[Path], folder: Path | None, town_of: Callable[[Path], Path | None]) -> Pdfs:
    """As ``put_pdfs``, but where this PC can make none, that is the fault of all."""
    try:
        return put_pdfs(documents, folder, town_of)
    except Faults as error:
        return Pdfs((), (), tuple(error.faults))


def faces_here(town: Path | None) -> "Catalogue | None":
    """The faces of this PC and of *town*; None where the library that reads them is not installed."""
    try:
        importlib.import_module("uharfbuzz")
        from wenming.pages.typefaces.here import catalogue_here
    except ImportError:
        return None
    return catalogue_here(os.environ, town)


def pdf_by_suite(docx: bytes, faces: "Catalogue") -> bytes:
    """The PDF that the LibreOffice of this PC makes of *docx* in *faces*; none where there is none, or it fails."""
    suite = suite_here()
    if suite is None:
        return b""
    with tempfile.TemporaryDirectory(prefix="wenming-pages-", ignore_cleanup_errors=True) as name:
        path = Path(name, "document.docx")
        files.write(path, docx, lasting=False)
        for converted in office_suite.to_pdf([path], suite, faces):
            if path in converted.pdfs:
                return converted.pdfs[path]
    return b""


def suite_here() -> Path | None:
    """The program of the LibreOffice that is installed here; None where none is."""
    places = [
        Path(os.environ[name], _OF_WINDOWS) for name in ("ProgramFiles", "ProgramFiles(x86)") if name in os.environ
    ]
    places.append(_OF_MACOS)
    on_path = [Path(found) for found in map(shutil.which, _PROGRAMS) if found]
    return next((path for path in (*on_path, *places) if path.is_file()), None)


def tell(pdfs: Pdfs) -> None:
    """Say which PDFs were made, and what is otherwise in them. Raises Faults where some were not."""
    for one in pdfs.made:
        click.echo(one.path)
        if one.stayed:
            click.echo("    " + _stayed(one.stayed))
    for line in note_lines(pdfs.notes):
        click.echo(line, err=True)
    if pdfs.faults:
        raise Faults(pdfs.faults, [str(one.path) for one in pdfs.made])


def _stayed(path: Path) -> str:
    return _("{name} 不是这个程序做的，或者有人改过，没有动它").format(name=path.name)


def tell_of_many(pdfs: Pdfs) -> None:
    """Say how many PDFs were made, what is otherwise in them, and why others were not."""
    click.echo(many("共 {n} 个 PDF，放在公文旁边。", len(pdfs.made)))
    for one in pdfs.made:
        if one.stayed:
            click.echo(f"    {one.path}  {_stayed(one.stayed)}")
    for line in note_lines(pdfs.notes):
        click.echo(line, err=True)
    if pdfs.faults:
        click.echo(show(pdfs.faults), err=True)


def note_lines(notes: Iterable[Fault]) -> Iterator[str]:
    """What is otherwise in PDFs and pictures of pages, with how to mend it."""
    for note in notes:
        yield f"  {note_line(note)}"
