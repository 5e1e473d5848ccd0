"""The score of each item of the 测评自评表: its grade by how many of its conditions are met, less the deductions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wenming.forms.records import Deduction, Number, ScoreItem

NONE = "D"  # met too little for a grade
#: The part of its points that a grade is worth, where the form does not say
USUAL: Mapping[str, Decimal] = {"A": Decimal(1), "B": Decimal("0.8"), "C": Decimal("0.6")}


@dataclass(frozen=True, slots=True)
class Score:
    """One item: its grade (empty where nobody gave one), its exact points, the conditions not met, the deductions."""

    item: ScoreItem
    grade: str
    points: Fraction
    unmet: Sequence[str]
    deducted: Sequence[Deduction]

    @property
    def lost(self) -> Fraction:
        return Fraction(self.item["分值"]) - self.points


def score_of(item: ScoreItem, parts: Mapping[str, Number]) -> Score:
    """Returns the score of *item*: its full points times its grade's part, less the deductions: at least nought."""
    unmet = [condition["内容"] for condition in item.get("条件", ()) if not condition.get("达到")]
    grade = _grade(item, len(unmet))
    deductions = item.get("扣分", ())
    part = Fraction(parts.get(grade, 0))
    points = Fraction(item["分值"]) * part - points_deducted(deductions)
    return Score(item, grade, max(points, Fraction()), unmet, deductions)


def points_deducted(deductions: Iterable[Deduction]) -> Fraction:
    """Returns the points of all *deductions* together."""
    return sum((Fraction(row["分值"]) for row in deductions), Fraction())


def _grade(item: ScoreItem, unmet: int) -> str:
    """Returns the grade of *item* by its conditions, *unmet* of them not met; as written where it has no conditions."""
    conditions = item.get("条件", ())
    if not conditions:
        return item.get("档次", "")
    return graded(len(conditions) - unmet, thresholds(item))


def thresholds(item: ScoreItem) -> dict[str, int]:
    """Returns how many conditions each grade asks for: as written, else all for A, one less for B, two less for C."""
    if "等级" in item:
        return dict(item["等级"])
    needed: dict[str, int] = {}
    for less, grade in enumerate(USUAL):
        count = len(item.get("条件", ())) - less
        if count > 0:
            needed[grade] = count
    return needed


def graded(met: int, needed: Mapping[str, int]) -> str:
    """Returns the best grade that *met* conditions are enough for."""
    for grade in sorted(needed):
        if met >= needed[grade]:
            return grade
    return NONE
