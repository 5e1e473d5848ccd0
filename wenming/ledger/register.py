"""The 发文登记簿: which documents were issued under which number, which numbers are missing, which were used twice."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from wenming.documents import registry
from wenming.documents.kinds import Document, Kind
from wenming.documents.parts.issue import organs
from wenming.documents.registry import KINDS
from wenming.gongwen.blocks import Blocks
from wenming.gongwen.chinese import listed, numeral
from wenming.town.folder import Town

if TYPE_CHECKING:
    from wenming.forms.records import Issue, Plan

_NUMBER = re.compile(r"([^〔]+)〔([0-9]{4})〕([1-9][0-9]{0,8})号")  # as schemas/common.yaml has 文号
_NOBODY = ["无"]  # as 主送, of a paper that goes to nobody
_FEW = 2  # numbers in a row that are told one by one; of more the first and the last


class Series(NamedTuple):
    """Documents that are numbered together: those of one 代字 in one year. As a text it is 安政发〔2026〕."""

    code: str
    year: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕"


class Reference(NamedTuple):
    """The place of a document in its *series*. As a text it is its 文号."""

    series: Series
    serial: int

    def __str__(self) -> str:
        return f"{self.series}{self.serial}号"


class Issued(NamedTuple):
    """A row of the 发文登记簿; *number* is the 文号 as typed, empty where there is none; *copies* None if not known."""

    number: str
    title: str
    organs: Sequence[str] = ()
    signers: Sequence[str] = ()
    signed: datetime.date | None = None
    printed: datetime.date | None = None
    copies: int | None = None
    secrecy: str = ""
    urgency: str = ""
    addressees: str = ""
    annexes: int = 0

    @property
    def reference(self) -> Reference | None:
        """Its place in its series; None for a document without a number, or whose number is still open."""
        match = _NUMBER.fullmatch(self.number)
        if match is None:
            return None
        code, year, serial = match.groups()
        return Reference(Series(code, int(year)), int(serial))


def issued(town: Town, kinds: Sequence[Kind] = KINDS) -> list[Issued]:
    """The documents that *town* issues by 代字, year and number, then those without one; *kinds* give the titles."""
    by_key = {kind.key: kind for kind in kinds}
    rows = [*_notices(town, by_key["notice"]), *_circulars(town, by_key["circular"])]
    return sorted(rows, key=_order)


def _order(row: Issued) -> tuple[bool, Reference]:
    reference = row.reference
    return reference is None, reference or Reference(Series("", 0), 0)


def _notices(town: Town, kind: Kind) -> Iterator[Issued]:
    """The notice that issues the plan, and those with forms of their own."""
    issues: list[tuple[Issue, int]] = []
    if town.plan and "印发" in town.plan.record:
        issues.append((town.plan.record["印发"], _annexes_of_plan(town.plan.record)))
    for notice in town.notices:
        issues.append((notice.record["发文"], len(notice.record.get("附件", ()))))
    documents = registry.documents(town, [kind])
    for document, (issue, annexes) in zip(documents, issues, strict=True):
        yield _row(town, issue, document.title, annexes)


def _annexes_of_plan(plan: Plan) -> int:
    """How many annexes the notice that issues *plan* has: the plan itself, or those of the plan that is part of it."""
    if plan["印发"].get("附件方式") == "附件":
        return 1
    return len(plan.get("附件", ()))


def _circulars(town: Town, kind: Kind) -> Iterator[Issued]:
    """The 通报 of the weeks that have one."""
    issues = [form.record["通报"] for form in town.weeks if "通报" in form.record]
    if not issues:
        return
    documents = registry.documents(_without_figures(town), [kind])
    for document, issue in zip(documents, issues, strict=True):
        yield _row(town, issue, document.title, _annexes_of_circular(document))


def _without_figures(town: Town) -> Town:
    """The *town* with the weeks that have a 通报, and nothing else in them.

    Neither title nor annexes of a 通报 depend on the figures, which take nearly all the time that a year's 通报 cost.
    """
    weeks = [form for form in town.weeks if "通报" in form.record]
    bare = [form._replace(record={"周": form.record["周"], "通报": form.record["通报"]}) for form in weeks]
    return town._replace(forms={**town.forms, "weeks": bare})


def _annexes_of_circular(document: Document) -> int:
    """One annex, the table of villages, or none where there is nothing to put into it."""
    annexes = document.context["附件"]
    return int(isinstance(annexes, Blocks) and bool(annexes.items))


def _row(town: Town, issue: Issue, title: str, annexes: int) -> Issued:
    signed = issue.get("成文日期")
    return Issued(
        number=issue.get("文号", ""),
        title=title,
        organs=tuple(organs(issue, town)),
        signers=tuple(issue.get("签发人", ())),
        signed=signed,
        printed=issue.get("印发日期", signed),
        copies=_copies(issue),
        secrecy=issue.get("密级", ""),
        urgency=issue.get("紧急程度", ""),
        addressees=_addressees(issue),
        annexes=annexes,
    )


def _copies(issue: Mapping[str, object]) -> int | None:
    """The 份数, where the form has that field."""
    copies = issue.get("份数")
    return copies if isinstance(copies, int) else None


def _addressees(issue: Issue) -> str:
    names = list(issue.get("主送", ()))
    return "" if names == _NOBODY else listed(names)


def register_notes(rows: Sequence[Issued]) -> list[str]:
    """What is to be said of the numbers of *rows*: for each series its gaps, its repeats, the next number to use."""
    notes: list[str] = []
    for series, titles in sorted(_titles_by_series(rows).items()):
        gaps = _gaps(sorted(titles))
        if gaps:
            notes.append("{series}: 缺 {serials} 号".format(series=series, serials="、".join(gaps)))
        notes += _repeats(series, titles)
        following = Reference(series, max(titles) + 1)
        notes.append(f"下一个：{following}")
    return notes


def _titles_by_series(rows: Sequence[Issued]) -> dict[Series, dict[int, list[str]]]:
    """The titles of *rows* by series and number."""
    by_series: dict[Series, dict[int, list[str]]] = {}
    for row in rows:
        if row.reference:
            series, serial = row.reference
            by_series.setdefault(series, {}).setdefault(serial, []).append(row.title)
    return by_series


def _gaps(serials: Sequence[int]) -> list[str]:
    """The numbers between *serials* that are not there: 4, 6, 8—12."""
    gaps: list[str] = []
    for before, after in pairwise(serials):
        gaps += _told(range(before + 1, after))
    return gaps


def _told(missing: range) -> list[str]:
    if len(missing) > _FEW:
        return [f"{missing[0]}—{missing[-1]}"]
    return [str(number) for number in missing]


def _repeats(series: Series, titles: Mapping[int, Sequence[str]]) -> list[str]:
    """The numbers of *series* that several documents have, with the *titles* of these."""
    repeats: list[str] = []
    for serial, of_number in sorted(titles.items()):
        if len(of_number) > 1:
            marked = "".join(f"《{title}》" for title in of_number)
            note = "{number} 用了{times}次：{titles}"
            repeats.append(note.format(number=Reference(series, serial), times=_times(len(of_number)), titles=marked))
    return repeats


def _times(count: int) -> str:
    return "两" if count == 2 else numeral(count)
