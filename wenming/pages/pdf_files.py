"""PDFs of Word files: by our own layout, by LibreOffice where that does not know something, put beside the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wenming.base import files
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.base.lazy import Later
from wenming.pages import office_suite, pdf_beside
from wenming.pages.pdf_beside import PutBeside

if TYPE_CHECKING:
    from wenming.pages import printing
    from wenming.pages.typefaces.catalogue import Catalogue, Chosen
else:
    printing = Later("wenming.pages.printing")  # what it draws with is not there for every processor


class Pdfs(NamedTuple):
    """The PDFs that were made, what in them is otherwise than asked for, and why others were not made."""

    made: tuple[PutBeside, ...]
    notes: tuple[Fault, ...]
    faults: tuple[Fault, ...]


class Making:
    """PDFs being made, put beside their documents or into *folder*: first those of our own layout.

    *suite*: the LibreOffice that makes those with something that the layout does not know, if there is one.
    *faces_of* says in which faces a document is set; None where they cannot be drawn with here.
    """

    def __init__(self, folder: Path | None, suite: Path | None, faces_of: Callable[[Path], Catalogue | None]) -> None:
        self._folder = folder
        self._suite = suite
        self._faces_of = faces_of
        self._catalogues: dict[int, Catalogue] = {}
        self._made: dict[Path, PutBeside] = {}
        self._taken: set[Path] = set()  # the files of this run: two documents may have one name
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
            faces = self._faces_of(self._left[0]) if self._left else None
            for converted in office_suite.to_pdf(self._left, self._suite, faces):
                self._faults += converted.faults
                for path, data in converted.pdfs.items():
                    self._put(data, path)
                yield self._done

    @property
    def _done(self) -> int:
        return len(self._made) + len(self._faults)

    def _make(self, path: Path) -> None:
        """Make the PDF of *path*, or leave it to LibreOffice. Raises Faults."""
        catalogue = self._faces_of(path)
        if catalogue is None:
            self._left.append(path)
            return
        self._catalogues[id(catalogue)] = catalogue
        data = _read(path)
        before = pdf_beside.made_before(path, self._folder, printing.source_of(data, catalogue))
        if before is not None and before.path not in self._taken:
            self._note_made(path, before)
            return
        document = printing.laid(data, str(path), catalogue)
        if self._suite is not None and document.layout.unknown:
            self._left.append(path)
        else:
            self._print(document, path)

    def _print(self, document: printing.Laid, path: Path) -> None:
        result = printing.printed(document)
        self._notes.update(dict.fromkeys(result.notes))
        self._instead.update(dict.fromkeys(result.instead))
        self._put(result.pdf, path)

    def _put(self, data: bytes, path: Path) -> None:
        try:
            self._note_made(path, pdf_beside.put(data, path, self._folder, self._taken))
        except Faults as error:
            self._faults += error.faults

    def _note_made(self, path: Path, pdf: PutBeside) -> None:
        self._made[path] = pdf
        self._taken.add(pdf.path)

    def _notes_on_faces(self) -> Iterator[Fault]:
        for catalogue in self._catalogues.values():
            yield from printing.notes_on_files(catalogue)
        if self._instead:
            yield from printing.notes_on_faces(self._instead)

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
