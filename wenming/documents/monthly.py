"""The 月报: a summary of each month that has weeks; a week belongs to the month of its Thursday."""

from collections.abc import Iterator

from wenming.base.weeks import month_of
from wenming.documents.kinds import Asked, Document, Kind
from wenming.documents.parts.campaign import name_of_campaign, week_by_week
from wenming.documents.parts.summary import summary
from wenming.town.folder import Town


def _each_month(town: Town, kind: Kind, asked: Asked) -> Iterator[Document]:
    weeks = [form.record["周"] for form in town.weeks]
    last_of_month = {month_of(week): week for week in weeks}
    wanted = _months(weeks, asked)
    for so_far in week_by_week(town):
        week = so_far.week["周"]
        month = month_of(week)
        if week == last_of_month[month] and month in wanted:
            since = min(one for one in weeks if month_of(one) == month)
            title = f"{name_of_campaign(town)}月报（{month[0]}年{month[1]}月）"
            yield so_far.document(town, kind, {"标题": title} | summary(town, so_far, since, "本月"))


def _months(weeks: list[str], asked: Asked) -> set[tuple[int, int]]:
    """The months that are asked for: that of the week, or all from the first week on."""
    if asked.week and not asked.since:
        return {month_of(asked.week)}
    return {month_of(week) for week in weeks if week >= asked.since}


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
    own_words=("概况", "更正", "指标进展", "各村进展", "活动"),
)
