"""All checks of the forms of one town against each other."""

from collections.abc import Iterator, Sequence

from wenming.base.diagnostics import Fault
from wenming.forms.checks.plan import issue_faults, outline_faults, plan_faults, score_faults
from wenming.forms.checks.weeks import week_faults
from wenming.forms.form import Form


def check(
    town: Form, plan: Form | None, notices: Sequence[Form], weeks: Sequence[Form], scores: Sequence[Form] = ()
) -> Iterator[Fault]:
    """Yields all faults between the forms of one town."""
    place = town.record["镇"]
    if plan:
        yield from plan_faults(plan, place)
        if "印发" in plan.record:
            yield from issue_faults(plan, ("印发",), plan.record["印发"], place)
    for notice in notices:
        yield from issue_faults(notice, ("发文",), notice.record["发文"], place)
        yield from outline_faults(notice, notice.record, {})
    yield from week_faults(weeks, plan, place)
    for week in weeks:
        if "通报" in week.record:
            yield from issue_faults(week, ("通报",), week.record["通报"], place)
    for score in scores:
        yield from score_faults(score)
