"""The leadership group that a plan or a notice names, person by person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from wenming.forms.nodes import Path
    from wenming.forms.records import Notice, Plan

Role = Literal["第一组长", "组长", "常务副组长", "副组长", "成员"]
#: In the order in which they are printed
ROLES: Sequence[Role] = ("第一组长", "组长", "常务副组长", "副组长", "成员")


def names(record: Plan | Notice) -> Iterator[tuple[Path, str]]:
    """Yields the name of each person in the leadership group of *record*, with its path."""
    if "领导小组" not in record:
        return
    group = record["领导小组"]
    for role in ROLES:
        for index, person in enumerate(group.get(role, ())):
            if "姓名" in person:
                yield ("领导小组", role, index, "姓名"), person["姓名"]
