"""Forms of old papers that are tried: built and held against the papers, with known tables and without."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wenming.authoring.importing.draft import Draft
from wenming.authoring.importing.form_text import yaml_of
from wenming.authoring.importing.forms_of_paper import notice_of, plan_of
from wenming.authoring.importing.proof import Proof, proof_of
from wenming.base import files
from wenming.base.diagnostics import Fault, Faults
from wenming.papers.paper import Paper
from wenming.papers.parts import Division

PLAN = "plan.yaml"


class Attempt(NamedTuple):
    """The forms, what they print of the old papers (None where they cannot be built), and why they cannot."""

    drafts: tuple[Draft, ...]
    proof: Proof | None
    unbuilt: tuple[Fault, ...] = ()

    @property
    def missing(self) -> float:
        """How many paragraphs do not come back; all and more where nothing can be built."""
        return float("inf") if self.proof is None else len(self.proof.missing)


def best_attempt(papers: Sequence[Paper], divisions: Sequence[Division], town: Draft) -> Attempt:
    """The forms of *papers*, divided into *divisions*, that print most of them again.

    Known tables become tasks, targets and score sheets, unless the words of the old ones come back only as they are.
    """
    attempt = _attempt(papers, divisions, town, plainly=False)
    if not attempt.missing:
        return attempt
    plain = _attempt(papers, divisions, town, plainly=True)
    return plain if plain.missing < attempt.missing else attempt


def texts(drafts: Sequence[Draft], head: str = "") -> Mapping[str, str]:
    """The texts of the forms *drafts*, by their names below the town's folder."""
    return {draft.file: yaml_of(draft, head) for draft in drafts}


def _attempt(papers: Sequence[Paper], divisions: Sequence[Division], town: Draft, *, plainly: bool) -> Attempt:
    drafts = _drafts(divisions, town, plainly=plainly)
    try:
        proof = proof_of(papers, texts((town, *drafts)), sorted(_kinds(drafts)))
    except Faults as error:
        return Attempt(tuple(drafts), None, tuple(error.faults))
    return Attempt(tuple(drafts), proof)


def _drafts(divisions: Sequence[Division], town: Draft, *, plainly: bool) -> list[Draft]:
    """The form of each of *divisions*: the first plan is plan.yaml, every other paper a notice of its own."""
    drafts: list[Draft] = []
    names: set[str] = set()
    for division in divisions:
        has_plan = PLAN.removesuffix(".yaml") in names
        draft = None if has_plan else plan_of(division, town, plainly=plainly)
        draft = draft or notice_of(division, town, plainly=plainly)
        draft.file = f"{files.unique_name(draft.file.removesuffix('.yaml'), names)}.yaml"
        drafts.append(draft)
    return drafts


def _kinds(drafts: Sequence[Draft]) -> set[str]:
    """The kinds of documents that *drafts* make; a plan that is issued makes a notice too."""
    kinds: set[str] = set()
    for draft in drafts:
        is_plan = draft.file == PLAN
        kinds.add("plan" if is_plan else "notice")
        if is_plan and "印发" in draft.record:
            kinds.add("notice")
    return kinds
