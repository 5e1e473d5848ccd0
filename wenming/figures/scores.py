"""The score of each item of the 测评自评表: its grade by how many of its conditions are met, less the deductions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

Record = Mapping[str, Any]
NONE = "D"  # met too little for a grade
USUAL: Mapping[str, Decimal] = {"A": Decimal(1), "B": Decimal("0.8"), "C": Decimal("0.6")}


@dataclass(frozen=True, slots=True)
class Score:
    """One item: its grade (empty where nobody said), its points exactly, conditions not met, deductions."""

    item: Record
    grade: str
    points: Fraction
    unmet: Sequence[str]
    deducted: Sequence[Record]

    @property
    def lost(self) -> Fraction:
        return Fraction(self.item["分值"]) - self.points


def scored(item: Record, parts: Mapping[str, Decimal]) -> Score:
    """*item* scored: its points times its grade's part, less the deductions, never below nought."""
    conditions = item.get("条件", ())
    unmet = [row["内容"] for row in conditions if not row.get("达到")]
    grade = item.get("档次", "") if not conditions else graded(len(conditions) - len(unmet), thresholds(item))
    deducted = item.get("扣分", ())
    part = Fraction(parts.get(grade, 0))
    points = Fraction(item["分值"]) * part - sum((Fraction(row["分值"]) for row in deducted), Fraction())
    return Score(item, grade, max(points, Fraction()), unmet, deducted)


def thresholds(item: Record) -> dict[str, int]:
    """How many conditions each grade asks for: as written, else all for A, one less for B, two less for C."""
    count = len(item.get("条件", ()))
    usual = {grade: count - less for less, grade in enumerate(USUAL) if count - less > 0}
    return dict(item.get("等级", usual))


def graded(met: int, needed: Mapping[str, int]) -> str:
    """The best grade that *met* conditions are enough for."""
    return next((grade for grade in sorted(needed) if met >= needed[grade]), NONE)
