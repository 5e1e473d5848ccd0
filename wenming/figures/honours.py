"""Who is praised and who is named in the 通报: the rules of the plan, and what they say of each village."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from wenming.figures import progress
from wenming.figures.problems import Problem
from wenming.figures.progress import Subject

if TYPE_CHECKING:
    from wenming.forms.records import HonourRules, NamingRules, PraiseRules

Number = int | Decimal
_NO_RANKS = 0  # of a rule by rank that the plan does not have: nobody's place is so low
_NEVER = Decimal("Infinity")  # of a rule with a threshold that the plan does not have: nobody reaches it


@dataclass(frozen=True, slots=True)
class RulesOfPraise:
    """红榜: the first so many by rank, or who is so many percentage points ahead of the calendar."""

    ranks: int
    points_ahead: Number


@dataclass(frozen=True, slots=True)
class RulesOfNaming:
    """黑榜: the last so many, who is so many percentage points behind, who has so many overdue problems."""

    ranks: int
    points_behind: Number
    overdue_problems: Number


@dataclass(frozen=True, slots=True)
class Rules:
    """The 通报规则 of a plan; any one rule is enough."""

    red: RulesOfPraise
    black: RulesOfNaming

    @classmethod
    def from_record(cls, record: HonourRules) -> Rules:
        """Returns the rules as the plan has them; one that is absent fits nobody."""
        no_red: PraiseRules = {}
        no_black: NamingRules = {}
        red = record.get("红榜", no_red)
        black = record.get("黑榜", no_black)
        return cls(
            RulesOfPraise(ranks=red.get("名次", _NO_RANKS), points_ahead=red.get("超前", _NEVER)),
            RulesOfNaming(
                ranks=black.get("名次", _NO_RANKS),
                points_behind=black.get("落后", _NEVER),
                overdue_problems=black.get("逾期问题", _NEVER),
            ),
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules of the plan say of one village; *overdue* are its problems past their deadlines."""

    village: Subject
    overdue: Sequence[Problem]
    is_among_last: bool
    is_behind: bool
    is_overdue: bool
    is_among_first: bool
    is_ahead: bool

    @property
    def is_named(self) -> bool:
        return self.is_among_last or self.is_behind or self.is_overdue

    @property
    def is_praised(self) -> bool:
        """True if a rule praises the village and nothing speaks against it: who has overdue problems is not praised."""
        if self.is_named or self.overdue:
            return False
        return self.is_among_first or self.is_ahead


@dataclass(frozen=True, slots=True)
class Standings:
    """What a village is compared with: the mean of all rates, and the place of each rate counted from the last."""

    mean_rate: Decimal
    places_from_last: Mapping[Decimal, int]

    @classmethod
    def of(cls, villages: Sequence[Subject]) -> Standings:
        """Returns the standings of *villages*; equal rates share a place."""
        mean_rate = progress.mean([village.standing for village in villages]).rate
        rates = [village.standing.rate for village in villages]
        places = progress.ranks([-rate for rate in rates])
        return cls(mean_rate, dict(zip(rates, places, strict=True)))


def verdicts(villages: Sequence[Subject], problems: Sequence[Problem], rules: Rules) -> list[Verdict]:
    """Returns the verdict on each of *villages*, in their order."""
    standings = Standings.of(villages)
    return [judge(village, standings, overdue_problems(problems, village.name), rules) for village in villages]


def judge(village: Subject, standings: Standings, overdue: Sequence[Problem], rules: Rules) -> Verdict:
    """Returns the verdict on *village*.

    By rank only who is above the mean is praised, only who is below it is named: where all are equal nobody is.
    """
    rate, ahead = village.standing.rate, village.standing.ahead
    place_from_last = standings.places_from_last[rate]
    return Verdict(
        village,
        overdue,
        is_among_last=rate < standings.mean_rate and place_from_last <= rules.black.ranks,
        is_behind=ahead is not None and -ahead >= rules.black.points_behind,
        is_overdue=has_too_many(overdue, rules),
        is_among_first=rate > standings.mean_rate and village.rank <= rules.red.ranks,
        is_ahead=ahead is not None and ahead >= rules.red.points_ahead,
    )


def has_too_many(overdue: Sequence[Problem], rules: Rules) -> bool:
    """True if so many problems are *overdue* that the rules name a village for them alone."""
    return len(overdue) >= rules.black.overdue_problems


def overdue_problems(problems: Sequence[Problem], village: str) -> list[Problem]:
    """Returns those of *problems* that are the village's and past their deadlines."""
    return [problem for problem in problems if problem.late and problem.record["单位"] == village]
