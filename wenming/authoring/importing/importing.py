"""``import``: old papers are read, become the forms of a town, are proved if nothing is to change, and written."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from wenming.authoring.importing import last_year
from wenming.authoring.importing.accounts import Accounts, accounts_of
from wenming.authoring.importing.draft import Draft
from wenming.authoring.importing.form_text import yaml_of
from wenming.authoring.importing.forms_of_paper import notice_of, plan_of, town_of
from wenming.authoring.importing.old_paper import OldPaper
from wenming.authoring.importing.other_town import exchange, names_meant
from wenming.authoring.importing.proof import Proof, proof_of
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


def names_of_another_town(papers: Sequence[OldPaper], folder: Path) -> dict[str, str]:
    """By what *papers* call the town and its county what the town in *folder* calls them; none where they agree."""
    return names_meant(town_of([divide(read(one.data, one.name)) for one in papers]), folder)


def imported(
    papers: Sequence[OldPaper],
    folder: Path,
    today: datetime.date,
    *,
    as_is: bool = False,
    names: Mapping[str, str] = MappingProxyType({}),
    write: bool = True,
) -> Imported:
    """Make the forms of *papers* and write them into *folder*, over nothing that is there.

    *names*: by the name of another town what stands in its place.

    What the forms print is held against the old papers. Then days and numbers of last year are left open, unless they
    are to stay *as_is*. Raises Faults where a paper cannot be read or a form is there already.
    """
    read_papers = [read(one.data, one.name) for one in papers]
    divisions = [divide(paper) for paper in read_papers]
    town = town_of(divisions)
    drafts = _drafts(divisions, town, plainly=False)
    has_town = (folder / _TOWN).is_file()
    proof, why_not = _proved(read_papers, drafts, town)
    if proof is None or proof.missing:
        plain = _drafts(divisions, town, plainly=True)
        plain_proof, _why_not = _proved(read_papers, plain, town)
        is_better = plain_proof is not None and (proof is None or len(plain_proof.missing) < len(proof.missing))
        drafts, proof = (plain, plain_proof) if is_better else (drafts, proof)
    accounts = accounts_of(read_papers, divisions, [town, *drafts], proof)
    as_it_was = {draft.file: yaml_of(draft) for draft in (town, *drafts)}
    for draft in (town, *drafts):
        if names:
            exchange(draft, names)
        if not as_is and draft is not town:
            last_year.leave_open(draft, today)
    all_drafts = drafts if has_town else [town, *drafts]
    head = _HEAD.format(names=enumerated([one.name for one in papers]))
    forms = {draft.file: yaml_of(draft, head) for draft in all_drafts}
    written = _written(forms, folder) if write else ()
    told = tuple(text for paper in read_papers for text in paper.told)
    remarks = tuple((draft.file, words) for draft in all_drafts for each in draft.remarks.values() for words in each)
    unbuilt = () if proof is not None else why_not
    return Imported(forms, as_it_was, told, accounts, remarks, proof, unbuilt, written)


def _drafts(divisions: Sequence[Division], town: Draft, *, plainly: bool) -> list[Draft]:
    """The form of each of *divisions*: the first plan is plan.yaml, every other paper a notice of its own."""
    drafts: list[Draft] = []
    for division in divisions:
        has_plan = any(draft.file == "plan.yaml" for draft in drafts)
        draft = None if has_plan else plan_of(division, town, plainly=plainly)
        drafts.append(draft or notice_of(division, town, plainly=plainly))
    names: set[str] = set()
    for draft in drafts:
        stem = draft.file.removesuffix(".yaml")
        draft.file = f"{files.unique_name(stem, names)}.yaml"
    return drafts


def _proved(papers: Sequence[Paper], drafts: Sequence[Draft], town: Draft) -> tuple[Proof | None, tuple[Fault, ...]]:
    """What the forms print of *papers*; None where they cannot be built, and why not."""
    forms = {draft.file: yaml_of(draft) for draft in (town, *drafts)}
    kinds = sorted({"plan" if draft.file == "plan.yaml" else "notice" for draft in drafts} | _notice_too(drafts))
    try:
        return proof_of(papers, forms, kinds), ()
    except Faults as error:
        return None, tuple(error.faults)


def _notice_too(drafts: Sequence[Draft]) -> set[str]:
    """The notice too where a plan is issued by one."""
    return {"notice"} if any(draft.file == "plan.yaml" and "印发" in draft.record for draft in drafts) else set()


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
