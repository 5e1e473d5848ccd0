"""One campaign as its weeks go by: its name, and all that is known at the end of each week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from wenming.base.lazy import Later
from wenming.documents.kinds import Document, Kind
from wenming.documents.parts import issue as issued
from wenming.forms.form import Form
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.figures import problems, progress
    from wenming.figures.problems import Ledger
    from wenming.figures.progress import Books
else:
    problems = Later("wenming.figures.problems")
    progress = Later("wenming.figures.progress")


def name_of_campaign(town: Town) -> str:
    """What the campaign is called: the plan's title without 实施方案, else the town's name."""
    title: str = town.plan.record["标题"] if town.plan else town.record["名称"]
    return title.removesuffix("方案").removesuffix("实施")


class SoFar(NamedTuple):
    """The weeks of a town up to one of them: all figures and problems, their records, the files they were read from."""

    books: Books
    ledger: Ledger
    sources: list[Path]
    weeks: list[Mapping[str, Any]]

    @property
    def week(self) -> Mapping[str, Any]:
        """The last of the weeks."""
        return self.weeks[-1]

    def document(self, town: Town, kind: Kind, own: Mapping[str, Any], title: str = "") -> Document:
        """The document of *kind* with its *own* context; called *title*, else as the context says."""
        tighter = issued.tighter(town, own["发文"], own["正文"].items) if "发文" in own else ()
        context = {**issued.base(town), **own}
        return Document(kind, title or own["标题"], kind.template, context, tuple(self.sources), tighter)


def week_by_week(town: Town) -> Iterator[SoFar]:
    """All that is known at the end of each week, in turn: one value that grows, so that a week is entered once."""
    plan = [town.plan] if town.plan else []
    books = progress.Books(plan[0].record if plan else {}, town.record["行政村"])
    so_far = SoFar(books, problems.Ledger(), [town.town.path, *(form.path for form in plan)], [])
    for form in town.weeks:
        so_far.books.enter(form.record)
        so_far.ledger.enter(form.record)
        so_far.weeks.append(form.record)
        so_far.sources.append(form.path)
        yield so_far


def document_of_form(town: Town, kind: Kind, form: Form, own: Mapping[str, Any]) -> Document:
    """The document of *kind* that *form* makes, with its *own* context."""
    context = {**issued.base(town), **own}
    return Document(kind, own["标题"], kind.template, context, (town.town.path, form.path))
