"""The 总结: one summary of all weeks, from the first that is asked for to the last."""

from collections import deque
from collections.abc import Iterator

from wenming.base import weeks
from wenming.documents.kinds import Asked, Document, Kind
from wenming.documents.parts.campaign import name_of_campaign, week_by_week
from wenming.documents.parts.summary import summary
from wenming.town.folder import Town


def _summary_of_all(town: Town, kind: Kind, asked: Asked) -> Iterator[Document]:
    last_of_all = deque(week_by_week(town), maxlen=1)
    for so_far in last_of_all:
        first = weeks.named(so_far.reports[0]["周"])
        since = max(asked.since or first, first)
        if since > so_far.week:
            return
        title = kind.wording.say("标题", 工作=name_of_campaign(town))
        own = {"标题": title, **summary(kind.wording, town, so_far, since)}
        part = f"（{own['期间']}）" if any(asked) else ""  # so that it does not take the place of the whole
        yield so_far.document(town, kind, title + part, own)


KIND = Kind(
    key="final",
    name="总结",
    aliases=("工作总结",),
    needs=("plan", "weeks"),
    each="总结",
    condition="weeks 里有每周的表单",
    named_only=True,
    spans_weeks=True,
    template="final.docx",
    documents=_summary_of_all,
    words=("summary", "common", "plan"),
    own_words=("概况", "更正", "指标进展", "各村进展", "活动"),
)
