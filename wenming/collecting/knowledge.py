"""What a town knows that helps to read what it is sent: its villages, by all their names, its tasks and their units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from wenming.forms.workbook.typed import chosen
from wenming.forms.workbook.writing import Choice
from wenming.town.folder import Town

UNITS, TASKS, INDICATORS = "单位", "任务", "指标"  # what 取自 says in a schema
_ENDINGS = ("村民委员会", "社区居民委员会", "居民委员会", "村委会", "居委会", "社区", "行政村", "嘎查", "村")
_LEAST = 3  # characters of the beginning of a name
_ENDS_AS_VILLAGE = re.compile(r"(?:村|社区|嘎查)$")


def choices_of(town: Town) -> dict[str, Sequence[Choice]]:
    """The values that fields may take from elsewhere, by what 取自 says in a schema."""
    return {UNITS: units_of(town), TASKS: tuple(_tasks(town)), INDICATORS: tuple(_indicators(town))}


def units_of(town: Town) -> tuple[Choice, ...]:
    """Who reports: villages and other units, each by its name and by every other that only it can mean."""
    names = [*town.record["行政村"], *town.record.get("其他单位", ())]
    called = {name: {*_other_names(name, town.record["名称"])} - {*names} for name in names}
    counts = Counter(other for others in called.values() for other in others)
    choices: list[Choice] = []
    for name in names:
        others = sorted(other for other in called[name] if counts[other] == 1)
        choices.append(Choice(name, name, tuple(others)))
    return tuple(choices)


def _other_names(name: str, town: str) -> Iterator[str]:
    """What else people call *name*, with and without its ending and the name of the *town*."""
    short = name
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            short = name.removesuffix(ending)
            break
    forms = [name, short]
    if short != name or _ENDS_AS_VILLAGE.search(name):
        forms += [f"{short}{ending}" for ending in _ENDINGS]
        forms += [f"{name}{ending}" for ending in ("村委会", "村民委员会", "民委员会", "委会", "委", "两委", "支部")]
    for form in forms:
        yield form
        yield f"{town}{form}"


def _tasks(town: Town) -> Iterator[Choice]:
    for task in town.plan.record.get("任务", ()) if town.plan else ():
        yield _numbered(task["编号"], task["名称"], task["单位"])


def _indicators(town: Town) -> Iterator[Choice]:
    for row in town.plan.record.get("指标", ()) if town.plan else ():
        yield _numbered(row["编号"], row["名称"], row.get("单位", ""))


def _numbered(number: str, name: str, unit: str) -> Choice:
    label = f"{number} {name}（{unit}）" if unit else f"{number} {name}"
    return Choice(
        number, label, (name, f"{number}{name}", f"{number}.{name}", f"{number}、{name}", f"{name}（{unit}）")
    )


def tasks_named(words: str, tasks: Sequence[Choice]) -> list[Choice]:
    """The *tasks* that *words* name: by number or name, by a name that is in them, or by the beginning of one."""
    value = chosen(words, tasks)
    exact = [task for task in tasks if task.value == value]
    if exact:
        return exact
    named: list[Choice] = []
    for task in tasks:
        name = task.also[0] if task.also else task.label
        is_beginning = len(words) >= _LEAST and name.startswith(words)
        if name in words or is_beginning:
            named.append(task)
    return named


def unit_of(town: Town) -> Callable[[Mapping[str, str]], str]:
    """What tells the unit in which a row counts, by its task or its indicator; empty where it has none."""
    units: dict[tuple[str, str], str] = {}
    for task in town.plan.record.get("任务", ()) if town.plan else ():
        units[TASKS, task["编号"]] = task["单位"]
    for row in town.plan.record.get("指标", ()) if town.plan else ():
        units[INDICATORS, row["编号"]] = row.get("单位", "")

    def unit(row: Mapping[str, str]) -> str:
        for field in (TASKS, INDICATORS):
            if field in row:
                return units.get((field, row[field]), "")
        return ""

    return unit
