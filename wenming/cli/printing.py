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
    from wenming.pages.typefaces.catalogue import Catalogue, Chosen

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
    making = _Making(folder, suite, town_of)
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


class _Making:
    """PDFs being made: those of our own layout first, then those that LibreOffice makes."""

    def __init__(self, folder: Path | None, suite: Path | None, town_of: Callable[[Path], Path | None]) -> None:
        self._folder = folder
        self._suite = suite
        self._town_of = town_of
        self._catalogues: dict[Path | None, Catalogue | None] = {}
        self._made: dict[Path, PutBeside] = {}
        self._notes: dict[Fault, None] = {}
        self._instead: dict[Chosen, None] = {}
        self._faults: list[Fault] = []
        self._left: list[Path] = []

    def all_of(self, documents: Sequence[Path]) -> Iterator[int]:
        """Make the PDFs of *documents*; yields how many are done, now and then."""
        for path in documents:
            try:
                self._make(path)
            except Faults as error:
                self._faults += error.faults
            yield self._done
        if self._suite is not None:
            town = self._town_of(self._left[0]) if self._left else None
            for converted in office_suite.to_pdf(self._left, self._suite, self._catalogues.get(town)):
                self._faults += converted.faults
                for path, data in converted.pdfs.items():
                    self._put(data, path)
                yield self._done

    @property
    def _done(self) -> int:
        return len(self._made) + len(self._faults)

    def _make(self, path: Path) -> None:
        """Make the PDF of *path*, or leave it to LibreOffice. Raises Faults."""
        town = self._town_of(path)
        if town not in self._catalogues:
            self._catalogues[town] = faces_here(town)
        catalogue = self._catalogues[town]
        if catalogue is None:
            self._left.append(path)
            return
        from wenming.pages.printing import laid, source_of

        data = _read(path)
        before = pdf_beside.made_before(path, self._folder, source_of(data, catalogue))
        if before is not None and before.path not in self._taken:
            self._made[path] = before
            return
        document = laid(data, str(path), catalogue)
        if self._suite is not None and document.layout.unknown:
            self._left.append(path)
        else:
            self._print(document, path)

    def _print(self, document: "Laid", path: Path) -> None:
        from wenming.pages.printing import printed

        result = printed(document)
        self._notes.update(dict.fromkeys(result.notes))
        self._instead.update(dict.fromkeys(result.instead))
        self._put(result.pdf, path)

    def _put(self, data: bytes, path: Path) -> None:
        try:
            self._made[path] = pdf_beside.put(data, path, self._folder, self._taken)
        except Faults as error:
            self._faults += error.faults

    def _notes_on_faces(self) -> Iterator[Fault]:
        catalogues = [one for one in self._catalogues.values() if one is not None]
        if catalogues:
            from wenming.pages.printing import notes_on_faces, notes_on_files

            for one in catalogues:
                yield from notes_on_files(one)
            yield from notes_on_faces(self._instead)

    @property
    def _taken(self) -> set[Path]:
        """The files that this run has written: two documents may have one name."""
        return {one.path for one in self._made.values()}

    def pdfs(self, documents: Sequence[Path]) -> Pdfs:
        """What was made of *documents*, in their order, as far as they became PDFs."""
        notes = [*self._notes, *self._notes_on_faces()]
        made = tuple(self._made[path] for path in documents if path in self._made)
        return Pdfs(made, tuple(notes), tuple(self._faults))


def _read(path: Path) -> bytes:
    """The bytes of the file *path*. Raises Faults."""
    try:
        return files.read(path)
    except OSError as error:
        what, mend = _("打不开这个文件"), _("检查文件在不在、是不是正被别的程序占用")
        raise Faults([Fault(Place(str(path)), what, mend, "cannot-read")]) from error


def faces_here(town: Path | None) -> "Catalogue | None":
    """The faces of this PC and of *town*; None where the library that reads them is not installed."""
    try:
        import uharfbuzz as _present  # noqa: F401 - whether it is there

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
