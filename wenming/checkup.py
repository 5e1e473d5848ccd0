"""Which templates to check, each with the names that it may use."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from wenming import documents, fillable, kinds, overlay, places
from wenming import town as towns
from wenming.faults import Fault, Faults, Place
from wenming.kinds import Kind
from wenming.language import _

Names = Mapping[str, Any] | None


def of_town(folder: Path) -> Iterator[tuple[Path, Names]]:
    """Every template that the town in *folder* uses, with the names of its documents. Raises Faults of its forms."""
    known = kinds.kinds(places.templates(folder))
    made = _contexts(folder, known)
    for row in overlay.used(known, folder):
        if row.path is not None:
            yield row.path, made.get(row.file) or fillable.shape(fillable.tags(row.kind))


def of_file(path: Path, kind: Kind | None = None) -> tuple[Path, Names]:
    """The template *path* with the names of its *kind*; without one: as its folder and its name say, else none.

    Raises Faults where there is no such file.
    """
    if not path.is_file():
        raise Faults([Fault(Place(str(path)), _("没有这个文件"), _("写模板文件或者镇的文件夹，例如 data/anping"))])
    if kind:
        return path, fillable.shape(fillable.tags(kind))
    town = path.resolve().parent.parent
    if (town / "town.yaml").is_file():
        for template, names in of_town(town):
            if template.resolve() == path.resolve():
                return path, names
    for row in overlay.used(kinds.kinds([places.own("templates")])):
        if row.file == path.name:
            return path, fillable.shape(fillable.tags(row.kind))
    return path, None


def _contexts(folder: Path, known: Sequence[Kind]) -> dict[str, Mapping[str, Any]]:
    """The context of one document for each template file."""
    read = towns.read(folder, {form for kind in known for form in kind.needs})
    return {document.template: document.context for document in documents.documents(read, known)}


def beside(path: Path, word: str) -> Path:
    """A free file name beside *path* with *word* in it."""
    number, free = 2, path.with_name(f"{path.stem}（{word}）.docx")
    while free.exists():
        free, number = path.with_name(f"{path.stem}（{word}{number}）.docx"), number + 1
    return free
