"""Which documents the weeks and the other forms of a campaign make: one walk over the weeks for each kind."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wenming.base.weeks import month_of
from wenming.documents.kinds import Asked, Document, Kind
from wenming.documents.parts import issue as issued
from wenming.figures.problems import Ledger
from wenming.figures.progress import Books
from wenming.forms.form import Form
from wenming.town import photos
from wenming.town.folder import Town


@dataclass(slots=True)
class _Walk:
    """The weeks of *town* so far: the last one, its number, all figures and problems, the forms read for them."""

    books: Books
    ledger: Ledger
    sources: list[Path]
    weeks: list[Mapping[str, Any]] = field(default_factory=list)

    def document(self, town: Town, kind: Kind, own: dict[str, Any], title: str = "") -> Document:
        tighter = issued.tighter(town, own["发文"], own["正文"].items) if "发文" in own else ()
        context = issued.base(town) | own
        return Document(kind, title or own["标题"], kind.template, context, tuple(self.sources), tighter)


def _walked(town: Town) -> Iterator[_Walk]:
    """One walk, standing at each week in turn."""
    plan = [town.plan.path] if town.plan else []
    books = Books(town.plan.record if town.plan else {}, town.record["行政村"])
    walk = _Walk(books, Ledger(), [town.town.path, *plan])
    for form in town.weeks:
        walk.books.enter(form.record)
        walk.ledger.enter(form.record)
        walk.weeks.append(form.record)
        walk.sources.append(form.path)
        yield walk


def _each_week(town: Town, kind: Kind, asked: Asked) -> Iterator[Document]:
    from wenming.documents.weekly import weekly

    for form, walk in zip(town.weeks, _walked(town), strict=True):
        if not asked.week or form.record["周"] == asked.week:
            pictures = photos.found(form, town.folder)
            figures, problems = walk.books.figures(), walk.ledger.problems()
            number = sum(one["周"][:4] == form.record["周"][:4] for one in walk.weeks)  # of this year
            own = weekly(town, form.record, figures, problems, number, pictures)
            made = walk.document(town, kind, own)
            yield replace(made, sources=(*made.sources, *(town.folder / name for name in pictures)))


def _each_circular(town: Town, kind: Kind, asked: Asked) -> Iterator[Document]:
    from wenming.documents.circular import circular

    for walk in _walked(town):
        week = walk.weeks[-1]
        if "通报" in week and (not asked.week or week["周"] == asked.week):
            yield walk.document(town, kind, circular(town, week, walk.books.figures(), walk.ledger.problems()))


def _each_order(town: Town, kind: Kind, asked: Asked) -> Iterator[Document]:
    """Orders of one week, the last where none is named."""
    from wenming.documents.rectification import orders

    last = asked.week or max((form.record["周"] for form in town.weeks), default="")
    for walk in _walked(town):
        if walk.weeks[-1]["周"] == last:
            for title, own in orders(town, walk.weeks[-1], walk.ledger.problems()):
                yield walk.document(town, kind, own, title)


def _each_month(town: Town, kind: Kind, asked: Asked) -> Iterator[Document]:
    """A summary of each month that has weeks; a week belongs to the month of its Thursday."""
    from wenming.documents.summary import monthly

    ends = {_month(form.record["周"]): form.record["周"] for form in town.weeks}
    for walk in _walked(town):
        week = walk.weeks[-1]["周"]
        if week == ends[_month(week)] and _month(week) in _months(town, asked):
            since = min(one["周"] for one in walk.weeks if _month(one["周"]) == _month(week))
            yield walk.document(town, kind, monthly(town, walk.books, walk.ledger, walk.weeks, since))


def _months(town: Town, asked: Asked) -> set[tuple[int, int]]:
    weeks = [form.record["周"] for form in town.weeks]
    if asked.week and not asked.since:
        return {_month(asked.week)}
    return {_month(week) for week in weeks if week >= asked.since}


def _month(week: str) -> tuple[int, int]:
    return month_of(week)


def _final(town: Town, kind: Kind, asked: Asked) -> Iterator[Document]:
    """One summary of all weeks from the first asked for to the last."""
    from wenming.documents.summary import final

    walks = deque(_walked(town), maxlen=1)
    for walk in walks:
        if asked.since > walk.weeks[-1]["周"]:
            return
        own = final(town, walk.books, walk.ledger, walk.weeks, asked.since)
        part = f"（{own['期间']}）" if any(asked) else ""  # not in the place of the whole
        yield walk.document(town, kind, own, own["标题"] + part)


def _each_breakdown(town: Town, kind: Kind, _asked: Asked) -> Iterator[Document]:
    from wenming.documents.task_book import task_book

    if town.plan and "任务" in town.plan.record:
        yield _of_form(town, kind, town.plan, task_book(town, town.plan.record))


def _each_appeal(town: Town, kind: Kind, _asked: Asked) -> Iterator[Document]:
    from wenming.documents.appeal import appeal

    if town.plan and "倡议书" in town.plan.record:
        yield _of_form(town, kind, town.plan, appeal(town, town.plan.record["倡议书"]))


def _each_scorecard(town: Town, kind: Kind, _asked: Asked) -> Iterator[Document]:
    from wenming.documents.scorecard import scorecard

    for form in town.scores:
        yield _of_form(town, kind, form, scorecard(town, form.record))


def _of_form(town: Town, kind: Kind, form: Form, own: dict[str, Any]) -> Document:
    sources = (town.town.path, form.path)
    return Document(kind, own["标题"], kind.template, issued.base(town) | own, sources)


MADE: dict[str, Callable[[Town, Kind, Asked], Iterator[Document]]] = {
    "每周": _each_week,
    "每次通报": _each_circular,
    "每个整改单位": _each_order,
    "每月": _each_month,
    "总结": _final,
    "任务分解": _each_breakdown,
    "倡议书": _each_appeal,
    "每份自评表": _each_scorecard,
}
