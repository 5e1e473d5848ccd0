"""Towns of a province as they are: 5–113 villages, 3–41 tasks, 1–52 weeks, most of them small; the same every time.

Every hundred towns are the same mix of sizes, so that ever more of them are more of the same; the largest that there
may be stands for itself.
"""

import random
from datetime import date, timedelta
from math import exp
from pathlib import Path
from statistics import NormalDist
from typing import NamedTuple

_FIRST = "东西南北中上下前后大小新古石清"
_SECOND = "河庄营桥沟山坪湾塘岭坝店桃柳杨槐李张王赵"
_VILLAGES = [f"{one}{two}村" for one in _FIRST for two in _SECOND]  # 300
_OF_COUNTY = 28  # towns
_MIX = 100  # towns that are of all sizes
_REPORTED = 6  # tasks that a village has something to say of in a week, at most
_WEEKS_OPEN = 2  # of a problem, before it is closed; one in ten stays open
_YEAR = 2026
LAST_WEEK = 52  # that every town has reported, however many it has


class Size(NamedTuple):
    """How large a campaign is: villages, tasks, weeks."""

    villages: int
    tasks: int
    weeks: int


LARGEST = Size(300, 60, 52)


def size_of(number: int) -> Size:
    """How large the town with this *number* is: half have fewer than 17 villages, one in a hundred more than 100."""
    villages, tasks, weeks = (_shuffled(seed)[number % _MIX] for seed in (1, 2, 3))
    return Size(
        max(5, round(exp(NormalDist(2.8, 0.75).inv_cdf(villages)))),
        max(3, round(exp(NormalDist(2.3, 0.6).inv_cdf(tasks)))),
        1 + round(weeks * 51),
    )


def _shuffled(seed: int) -> list[float]:
    """A hundred places between nothing and all, evenly, in an order that *seed* gives."""
    places = [(number + 0.5) / _MIX for number in range(_MIX)]
    random.Random(seed).shuffle(places)
    return places


def write_town(folder: Path, number: int, size: Size | None = None) -> Path:
    """The forms of the town with this *number*, in a folder of its own below *folder*; where they are."""
    villages, tasks, weeks = size or size_of(number)
    chance = random.Random(number)
    names = _VILLAGES[:villages]
    town = folder / f"t{number:05}"
    (town / "weeks").mkdir(parents=True)
    _write(
        town / "town.yaml",
        f"镇:\n  名称: 第{number}镇\n  上级: 第{number // _OF_COUNTY}县\n  机关: 第{number}镇人民政府\n"
        f"  行政村: [{', '.join(names)}]\n",
    )
    rows = [
        f"  - {{编号: R{task}, 名称: 整治任务{task}, 目标值: {villages * 100}, 单位: 处, 分村: 100}}"
        for task in range(tasks)
    ]
    plan = [
        f"标题: 第{number}镇文明村镇创建工作实施方案",
        "版式: 通用",
        f"起止: {{开始: {_YEAR}-01-01, 结束: {_YEAR}-12-31}}",
        "章节:",
        "  总体要求: {正文: 推进文明村镇创建工作，提升村镇文明程度。}",
        "任务:",
        *rows,
    ]
    _write(town / "plan.yaml", "\n".join(plan) + "\n")
    first_week = LAST_WEEK - weeks + 1
    for week in range(first_week, LAST_WEEK + 1):
        text = _week(week, names, tasks, chance) + _problems(week, first_week, names, number)
        _write(town / "weeks" / f"{_YEAR}-W{week:02}.yaml", text)
    return town


def _week(week: int, villages: list[str], tasks: int, chance: random.Random) -> str:
    """The form of a *week*: nine villages in ten report, each on a few tasks."""
    lines = [f"周: {_YEAR}-W{week:02}", "进展:"]
    for name in villages:
        if chance.random() < 0.1:
            continue
        for task in sorted(chance.sample(range(tasks), min(tasks, _REPORTED))):
            lines.append(f"  - {{任务: R{task}, 单位: {name}, 完成: {chance.randint(0, 3)}}}")
    return "\n".join(lines) + "\n"


def _problems(week: int, first_week: int, villages: list[str], number: int) -> str:
    """A problem that is found in the *week*, and the closing of one that was found before."""
    found = date.fromisocalendar(_YEAR, week, 3)
    row = f"编号: W{week:02}-1, 单位: {villages[week % len(villages)]}, 描述: 宣传栏破损, 发现: {found}"
    lines = ["问题:", f"  - {{{row}, 整改期限: {found + timedelta(5)}}}"]
    before = week - _WEEKS_OPEN
    stays_open = (before + number) % 10 == 0
    if before >= first_week and not stays_open:
        lines.append(f"  - {{编号: W{before:02}-1, 状态: 已整改, 完成: {found}}}")
    return "\n".join(lines) + "\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
