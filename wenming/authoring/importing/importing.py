"""``import``: old papers are read, become the forms of a town, are proved, and written."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from wenming.authoring.importing import last_year
from wenming.authoring.importing.accounts import Accounts, accounts_of
from wenming.authoring.importing.attempt import best_attempt, texts
from wenming.authoring.importing.draft import Draft
from wenming.authoring.importing.old_paper import OldPaper
from wenming.authoring.importing.other_town import exchange
from wenming.authoring.importing.proof import Proof
from wenming.authoring.importing.town_form import town_of
from wenming.base import files
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _, enumerated
from wenming.papers.division import divide
from wenming.papers.paper import Paper
from wenming.papers.parts import Division
from wenming.papers.reading import read

_TOWN = "town.yaml"
_HEAD = "从旧公文导入：{names}\n带【核对】【待填】的要看；看过把那一行说明删掉。字段说明见 docs/fields.md"


class Imported(NamedTuple):
    """What became of old papers: the texts of the *forms* by their names below the town's folder, what was told while
    reading, where every word is, what the forms print of them as they were: None where they could not be built, and
    *unbuilt* why.

    *as_it_was*: the texts of the forms, the town's among them, with nothing left open. *written*: the files, none where
    nothing was to be written.
    """

    forms: Mapping[str, str]
    as_it_was: Mapping[str, str]
    told: tuple[str, ...]
    accounts: Accounts
    remarks: tuple[tuple[str, str], ...]
    proof: Proof | None = None
    unbuilt: tuple[Fault, ...] = ()
    written: tuple[Path, ...] = ()


class Opened(NamedTuple):
    """Old papers that have been read: the *names* of their files, the papers, their parts, the town that they name."""

    names: tuple[str, ...]
    papers: tuple[Paper, ...]
    divisions: tuple[Division, ...]
    town: Draft


def opened(found: Sequence[OldPaper]) -> Opened:
    """The papers in *found*. Raises Faults where one cannot be read."""
    papers = tuple(read(one.data, one.name) for one in found)
    divisions = tuple(map(divide, papers))
    return Opened(tuple(one.name for one in found), papers, divisions, town_of(divisions))


def imported(
    old: Opened,
    folder: Path,
    today: datetime.date,
    *,
    as_is: bool = False,
    names: Mapping[str, str] = MappingProxyType({}),
    write: bool = True,
) -> Imported:
    """Make the forms of *old* papers and write them into *folder*, over nothing that is there.

    *names*: by the name of another town what stands in its place.

    What the forms print is held against the old papers. Then days and numbers of last year are left open, unless they
    are to stay *as_is*. Raises Faults where a form is there already.
    """
    attempt = best_attempt(old.papers, old.divisions, old.town)
    drafts = [old.town, *attempt.drafts]
    accounts = accounts_of(old.papers, old.divisions, drafts, attempt.proof)
    as_it_was = texts(drafts)
    for draft in drafts:
        exchange(draft, names)
    if not as_is:
        for draft in attempt.drafts:
            last_year.leave_open(draft, today)
    if (folder / _TOWN).is_file():
        drafts.remove(old.town)
    forms = texts(drafts, _HEAD.format(names=enumerated(old.names)))
    return Imported(
        forms=forms,
        as_it_was=as_it_was,
        told=tuple(text for paper in old.papers for text in paper.told),
        accounts=accounts,
        remarks=tuple(_remarks(drafts)),
        proof=attempt.proof,
        unbuilt=attempt.unbuilt,
        written=_written(forms, folder) if write else (),
    )


def _remarks(drafts: Sequence[Draft]) -> Iterator[tuple[str, str]]:
    """Yields what is to be looked at in *drafts*, with the name of the form."""
    for draft in drafts:
        for words_of_field in draft.remarks.values():
            for words in words_of_field:
                yield draft.file, words


def _written(forms: Mapping[str, str], folder: Path) -> tuple[Path, ...]:
    """Write *forms* into *folder*. Raises Faults where one is there already: then none is written."""
    there = [folder / name for name in forms if (folder / name).exists()]
    if there:
        mend = _("换一个文件夹；或者先把它移开，导入以后再合到一起")
        raise Faults([Fault(Place(str(path)), _("已经有这个表单了，没有覆盖"), mend, "form-exists") for path in there])
    try:
        for name, text in forms.items():
            files.write_new(folder / name, text.encode())
    except OSError as error:
        raise files.unwritable(folder, error, _("换一个能写的文件夹")) from error
    return tuple(folder / name for name in forms)
