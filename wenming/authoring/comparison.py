"""What a town has changed in its copies of templates, and what has been changed above them since."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wenming import revision
from wenming.authoring import catalogue
from wenming.base.diagnostics import Fault, Faults
from wenming.documents.kinds import Kind
from wenming.revision import Change


@dataclass(frozen=True, slots=True)
class Compared:
    """A town's template: its own changes, and those of what it was copied from; the *faults* of a broken file."""

    path: Path
    of_town: Sequence[Change] = ()
    above: Sequence[Change] = ()
    faults: Sequence[Fault] = ()


def compare(town: Path, kind: Kind | None = None) -> list[Compared]:
    """Every template that *town* has copied (of *kind*, if there is one), compared with what it was copied from.

    A broken file does not keep the others from being compared.
    """
    return [_compared(path, base, above) for path, base, above in catalogue.copies(town, kind)]


def _compared(path: Path, base: bytes, above: bytes) -> Compared:
    try:
        of_town = revision.differences(base, path.read_bytes(), str(path))
        return Compared(path, of_town, revision.differences(base, above, path.name))
    except Faults as error:
        return Compared(path, faults=error.faults)
