"""What a town has changed in its copies of templates, and what has been changed above them since."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wenming import revision
from wenming.authoring import catalogue, words
from wenming.base import resources
from wenming.base.diagnostics import Fault, Faults
from wenming.documents.kinds import Kind
from wenming.documents.wording import files_in
from wenming.revision import Change


@dataclass(frozen=True, slots=True)
class Compared:
    """A town's template or file of words: its own changes, those of what it was copied from, the *faults* of it."""

    path: Path
    of_town: Sequence[Change] = ()
    above: Sequence[Change] = ()
    faults: Sequence[Fault] = ()


def compare(town: Path, kind: Kind | None = None) -> list[Compared]:
    """Every template, and every file of words, that *town* has copied (of *kind*, if there is one), compared.

    Each with what it was copied from. A broken file does not keep the others from being compared.
    """
    templates = [_compared(path, base, above) for path, base, above in catalogue.copies(town, kind)]
    return [*templates, *_compared_words(town, kind)]


def _compared_words(town: Path, kind: Kind | None) -> Iterator[Compared]:
    known = [kind] if kind else catalogue.known_kinds(town)
    for path in files_in(resources.templates(town)[:1]):
        reader = next((one for one in known if path.stem in one.words), None)
        if reader is not None:
            yield _compared_file_of_words(path, reader)


def _compared_file_of_words(path: Path, kind: Kind) -> Compared:
    above = words.changes_above(path, kind)
    try:
        return Compared(path, words.changes_of_town(path, kind), above)
    except Faults as error:
        return Compared(path, above=above, faults=error.faults)


def _compared(path: Path, base: bytes, above: bytes) -> Compared:
    try:
        of_town = revision.differences(base, path.read_bytes(), str(path))
        return Compared(path, of_town, revision.differences(base, above, path.name))
    except Faults as error:
        return Compared(path, faults=error.faults)
