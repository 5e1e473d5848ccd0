"""PDFs of Word files, put beside them: by our own layout, by LibreOffice where that does not know something."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from wenming.base import files
from wenming.base.diagnostics import Fault, Faults, Place, show
from wenming.base.i18n import _, many
from wenming.cli.progress import ProgressBar
from wenming.cli.report import note_line
from wenming.pages import office_suite, pdf_beside
from wenming.pages.pdf_beside import PutBeside

if TYPE_CHECKING:
    from wenming.pages.printing import Laid
    from wenming.pages.typefaces.catalogue import Catalogue

_PROGRAMS = ("soffice", "libreoffice")
_OF_WINDOWS = Path("LibreOffice", "program", "soffice.com")  # below Program Files; .exe does not wait
_OF_MACOS = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")


class Pdfs(NamedTuple):
    """The PDFs that were made, what in them is otherwise than asked for, and why others were not made."""

    made: tuple[PutBeside, ...]
    notes: tuple[Fault, ...]
    faults: tuple[Fault, ...]


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
    made: list[PutBeside] = []
    notes: dict[Fault, None] = {}
    faults: list[Fault] = []
    left: list[Path] = []
    catalogues: dict[Path, Catalogue | None] = {}
    with ProgressBar() as bar:
        bar.show(_HowFar(0, len(documents)))
        for path in documents:
            document = None
            try:
                catalogue = catalogues.get(path.parent) or faces_here(town_of(path))
                catalogues[path.parent] = catalogue
                before, document = (None, None) if catalogue is None else _before_or_laid(path, folder, catalogue)
                if before is not None:
                    made.append(before)
                    continue
                if document is None or (suite is not None and document.layout.unknown):
                    left.append(path)
                    continue
                made.append(_put(document, path, folder, notes))
            except Faults as error:
                faults += error.faults
            bar.show(_HowFar(len(made) + len(faults), len(documents)))
        if suite is not None:
            for converted in office_suite.to_pdf(left, suite):
                faults += converted.faults
                made += [pdf_beside.put(data, path, folder) for path, data in converted.pdfs.items()]
                bar.show(_HowFar(len(made) + len(faults), len(documents)))
    return Pdfs(tuple(made), tuple(notes), tuple(faults))


def _put(document: "Laid", path: Path, folder: Path | None, notes: dict[Fault, None]) -> PutBeside:
    from wenming.pages.printing import printed

    result = printed(document)
    notes.update(dict.fromkeys(result.notes))
    return pdf_beside.put(result.pdf, path, folder)


def _before_or_laid(
    path: Path, folder: Path | None, catalogue: "Catalogue"
) -> tuple[PutBeside, None] | tuple[None, "Laid"]:
    """The PDF of the Word file *path* that is there and would be the same, or the file laid out. Raises Faults."""
    from wenming.pages.printing import laid, source_of

    try:
        data = files.read(path)
    except OSError as error:
        what, mend = _("打不开这个文件"), _("检查文件在不在、是不是正被别的程序占用")
        raise Faults([Fault(Place(str(path)), what, mend, "cannot-read")]) from error
    before = pdf_beside.made_before(path, folder, source_of(data, catalogue))
    if before is not None:
        return before, None
    return None, laid(data, str(path), catalogue)


def faces_here(town: Path | None) -> "Catalogue | None":
    """The faces of this PC and of *town*; None where the library that reads them is not installed."""
    try:
        import uharfbuzz as _present  # noqa: F401 - whether it is there

        from wenming.pages.typefaces.here import catalogue_here
    except ImportError:
        return None
    return catalogue_here(os.environ, town)


def pdf_by_suite(docx: bytes) -> bytes:
    """The PDF that the LibreOffice of this PC makes of *docx*; none where there is none, or it fails."""
    suite = suite_here()
    if suite is None:
        return b""
    with tempfile.TemporaryDirectory(prefix="wenming-pages-", ignore_cleanup_errors=True) as name:
        path = Path(name, "document.docx")
        files.write(path, docx, lasting=False)
        for converted in office_suite.to_pdf([path], suite):
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
            click.echo("    " + _("{name} 不是这个程序做的，没有动它").format(name=one.stayed.name))
    for line in note_lines(pdfs.notes):
        click.echo(line, err=True)
    if pdfs.faults:
        raise Faults(pdfs.faults, [str(one.path) for one in pdfs.made])


def tell_of_many(pdfs: Pdfs) -> None:
    """Say how many PDFs were made, what is otherwise in them, and why others were not."""
    click.echo(many("共 {n} 个 PDF，放在公文旁边。", len(pdfs.made)))
    for line in note_lines(pdfs.notes):
        click.echo(line, err=True)
    if pdfs.faults:
        click.echo(show(pdfs.faults), err=True)


def note_lines(notes: Iterable[Fault]) -> Iterator[str]:
    """What is otherwise in PDFs and pictures of pages, with how to mend it."""
    for note in notes:
        yield f"  {note_line(note)}"
