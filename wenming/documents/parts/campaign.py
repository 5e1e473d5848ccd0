"""One campaign as its weeks go by: its name, and all that is known at the end of each week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from wenming.base import weeks
from wenming.base.lazy import Later
from wenming.base.weeks import Week
from wenming.documents.kinds import Context, Document, Kind
from wenming.documents.parts import issue as issued
from wenming.forms.form import Form
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.figures import problems, progress
    from wenming.figures.problems import Ledger
    from wenming.figures.progress import Books
    from wenming.forms.records import WeekReport
else:
    problems = Later("wenming.figures.problems")
    progress = Later("wenming.figures.progress")


R = TypeVar("R")


def name_of_campaign(town: Town) -> str:
    """What the campaign is called: the plan's title without 实施方案, else the town's name."""
    title = town.plan.record["标题"] if town.plan else town.record["名称"]
    return title.removesuffix("方案").removesuffix("实施")


class SoFar(NamedTuple):
    """The weeks of a town up to one of them: all figures and problems, their reports, the files they were read from."""

    books: Books
    ledger: Ledger
    sources: list[Path]
    reports: list[WeekReport]

    @property
    def report(self) -> WeekReport:
        """The report of the last week."""
        return self.reports[-1]

    @property
    def week(self) -> Week:
        """The last of the weeks."""
        return weeks.named(self.report["周"])

    def document(self, town: Town, kind: Kind, title: str, own: Context, tighter: Sequence[Context] = ()) -> Document:
        """The document of *kind* called *title*, with its *own* context."""
        context = {**issued.base(town), **own}
        return Document(kind, title, kind.template, context, tuple(self.sources), tuple(tighter))


def week_by_week(town: Town) -> Iterator[SoFar]:
    """All that is known at the end of each week, in turn: one value that grows, so that a week is entered once."""
    sources = [town.town.path]
    if town.plan:
        sources.append(town.plan.path)
    books = progress.Books(town.plan.record if town.plan else None, town.record["行政村"])
    so_far = SoFar(books, problems.Ledger(), sources, [])
    for form in town.weeks:
        so_far.books.enter(form.record)
        so_far.ledger.enter(form.record)
        so_far.reports.append(form.record)
        so_far.sources.append(form.path)
        yield so_far


def document_of_form(town: Town, kind: Kind, form: Form[R], title: str, own: Context) -> Document:
    """The document of *kind* called *title* that *form* makes, with its *own* context."""
    context = {**issued.base(town), **own}
    return Document(kind, title, kind.template, context, (town.town.path, form.path))
