"""All checks of the forms of one town against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wenming.base.diagnostics import Fault
from wenming.forms.checks.organs import organ_faults
from wenming.forms.checks.plan import (
    issue_faults,
    notice_faults,
    plan_faults,
    roster_faults,
    score_faults,
    silence_faults,
    upward_faults,
)
from wenming.forms.checks.weeks import week_faults

if TYPE_CHECKING:
    from wenming.forms.form import Form
    from wenming.forms.records import TownFacts

    # by the names that kinds of document need them by; Any: each has records of a type of its own
    Forms = Mapping[str, Sequence[Form[Any]]]


def _town(forms: Forms) -> TownFacts:
    town: TownFacts = forms["town"][0].record["镇"]
    return town


def _of_plans(forms: Forms) -> Iterator[Fault]:
    town = _town(forms)
    for plan in forms.get("plan", ()):
        yield from plan_faults(plan, town)
        yield from roster_faults(plan)
        if "印发" in plan.record:
            yield from issue_faults(plan, ("印发",), plan.record["印发"])
            yield from organ_faults(plan, ("印发",), plan.record["印发"], town)


def _of_notices(forms: Forms) -> Iterator[Fault]:
    town = _town(forms)
    for notice in forms.get("notices", ()):
        yield from issue_faults(notice, ("发文",), notice.record["发文"])
        yield from organ_faults(notice, ("发文",), notice.record["发文"], town, notice.record["标题"])
        yield from upward_faults(notice)
        yield from notice_faults(notice)
        yield from roster_faults(notice)


def _of_weeks(forms: Forms) -> Iterator[Fault]:
    town = _town(forms)
    plan = next(iter(forms.get("plan", ())), None)
    weeks = forms.get("weeks", ())
    yield from week_faults(weeks, plan, town)
    for week in weeks:
        if "通报" in week.record:
            yield from issue_faults(week, ("通报",), week.record["通报"])
            yield from organ_faults(week, ("通报",), week.record["通报"], town)


def _of_scores(forms: Forms) -> Iterator[Fault]:
    for score in forms.get("scores", ()):
        yield from score_faults(score)


def _of_silence(forms: Forms) -> Iterator[Fault]:
    for of_name in forms.values():
        for form in of_name:
            yield from silence_faults(form, form.record.get("不再提示", ()))


CHECKS = (_of_plans, _of_notices, _of_weeks, _of_scores, _of_silence)


def check(forms: Forms) -> Iterator[Fault]:
    """Yields all faults between the *forms* of one town."""
    for faults in CHECKS:
        yield from faults(forms)
