"""The documents of a town, put where they are to go: into a folder or a store; and whether they are there still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from wenming import pipeline
from wenming.base import files
from wenming.county import bringing, stores
from wenming.county.jobs import Made
from wenming.county.stores import Store
from wenming.output import folder as outputs
from wenming.output import manifest, provenance
from wenming.pipeline import Built, BuiltDocument


def placed(built: Built, folder: Path, town: str, out: str) -> tuple[Made, ...]:
    """What became of the documents *built* of the forms in *folder*, put into the folder or the store *out*.

    *town*: the address of the forms, from which they may have been brought to *folder*. Raises Faults.
    """
    finished = pipeline.finished(built.documents, folder)
    forms = [bringing.addresses_of(document.sources, folder, town) for document in built.documents]
    if stores.is_remote(out):
        in_store = Store(out).place(finished, town)
        return tuple(map(_of_store, built.documents, in_store, forms))
    lies_at = town if stores.is_remote(town) else provenance.relative(folder, Path(out))
    in_folder = outputs.place(Path(out), finished, pipeline.merge, lies_at)
    documents = [one._replace(**two._asdict()) for one, two in zip(built.documents, in_folder, strict=True)]
    return tuple(map(_of_folder, documents, forms))


def _of_folder(document: BuiltDocument, sources: Sequence[Path | str]) -> Made:
    return _made_of(
        document,
        str(document.path),
        document.state or "new",
        str(document.backup) if document.backup else None,
        sources,
    )


def _of_store(document: BuiltDocument, placed: stores.Placed, sources: Sequence[Path | str]) -> Made:
    return _made_of(document, placed.address, placed.state, placed.backup, sources)


def _made_of(document: BuiltDocument, file: str, state: str, backup: str | None, sources: Sequence[Path | str]) -> Made:
    return Made(
        kind=document.kind,
        title=document.title,
        file=file,
        gaps=document.gaps,
        blanks=document.blanks,
        replaced=document.replaced,
        addressees_moved=document.addressees_moved,
        state=state,
        backup=backup,
        conflicts=document.conflicts,
        former=str(document.former) if document.former else None,
        forms=tuple(map(str, sources)),
        name=document.name,
        digest=files.digest(document.data),
    )


def are_there(out: str, documents: Mapping[str, str]) -> bool:
    """True if *documents* lie in the folder or the store *out* as they were generated, or as somebody edited them."""
    if stores.is_remote(out):
        entries = Store(out).entries()
    else:
        folder = Path(out)
        entries = {name: entry for name, entry in manifest.read(folder).items() if (folder / name).is_file()}
    return all(name in entries and entries[name].generated == digest for name, digest in documents.items())
