"""What a plan inserts into its chapters: where the leadership group and the indicators belong by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wenming.forms.records import Chapter, Item, Notice, Plan

#: The chapter of a layout where what the form has, and no chapter inserts, belongs
_HOMES: Mapping[str, Mapping[str, str]] = {
    "标准": {"领导小组": "组织领导", "指标": "目标任务"},
    "评选": {"领导小组": "保障措施", "指标": "创建目标"},
    "工程": {"领导小组": "工作要求", "指标": "目标任务"},
}


def not_inserted(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yields the group and the indicators that no chapter or annex of *plan* inserts, with the chapter for each.

    The chapter is empty where the layout does not say one.
    """
    for name in left_over(plan):
        home = _HOMES.get(plan["版式"], {}).get(name, "")
        yield name, home if home in plan["章节"] else ""


def left_over(form: Plan | Notice) -> Iterator[str]:
    """Yields the group and the indicators that *form* has and no chapter or annex of it inserts."""
    for name in ("领导小组", "指标"):
        is_there = name in form
        if is_there and not has(form.get("章节", {}), name) and not has(form.get("附件", ()), name):
            yield name


def with_inserts(plan: Plan) -> Mapping[str, Chapter]:
    """The chapters of *plan*, with what no chapter inserts inserted where it belongs.

    A chapter that inserts something else gets it as a last item without words.
    """
    chapters = dict(plan["章节"])
    for name, home in not_inserted(plan):
        if not home:
            continue
        chapter = chapters[home]
        if "插入" in chapter:
            last: Item = {"插入": name}
            chapters[home] = {**chapter, "条目": [*chapter.get("条目", ()), last]}
        else:
            chapters[home] = {**chapter, "插入": name}
    return chapters


def has(value: object, name: str) -> bool:
    """True if *name* is inserted somewhere in *value*."""
    if isinstance(value, Mapping):
        return value.get("插入") == name or any(has(item, name) for item in value.values())
    return isinstance(value, list) and any(has(item, name) for item in value)
