"""The 月报: a summary of each month that has weeks; a week belongs to the month of its Thursday."""

from collections.abc import Iterator, Sequence

from wenming.base import weeks
from wenming.base.weeks import Week
from wenming.documents.kinds import Asked, Document, Kind
from wenming.documents.parts.campaign import name_of_campaign, week_by_week
from wenming.documents.parts.summary import summary
from wenming.town.folder import Town


def _each_month(town: Town, kind: Kind, asked: Asked) -> Iterator[Document]:
    reported = [weeks.named(form.record["周"]) for form in town.weeks]
    last_of_month = {week.month: week for week in reported}
    wanted = _months(reported, asked)
    for so_far in week_by_week(town):
        month = so_far.week.month
        if so_far.week == last_of_month[month] and month in wanted:
            since = min(week for week in reported if week.month == month)
            year, number = month
            title = kind.wording.say("标题", 工作=name_of_campaign(town), 年=year, 月=number)
            own = {"标题": title, **summary(kind.wording, town, so_far, since)}
            yield so_far.document(town, kind, title, own)


def _months(reported: Sequence[Week], asked: Asked) -> set[tuple[int, int]]:
    """The months that are asked for: that of the week, or all from the first week on."""
    if asked.since:
        return {week.month for week in reported if week >= asked.since}
    if asked.week:
        return {asked.week.month}
    return {week.month for week in reported}


KIND = Kind(
    key="monthly",
    name="月报",
    aliases=("月度总结",),
    needs=("plan", "weeks"),
    each="每月",
    condition="weeks 里有每周的表单",
    named_only=True,
    spans_weeks=True,
    template="monthly.docx",
    documents=_each_month,
    words=("summary", "common", "plan"),
    own_words=("概况", "更正", "指标进展", "各村进展", "活动"),
)
