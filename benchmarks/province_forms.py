"""Towns of a province as they are: 5–300 villages, 3–60 tasks, 1–52 weeks, most of them small; the same every time."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

_FIRST = "东西南北中上下前后大小新古石清"
_SECOND = "河庄营桥沟山坪湾塘岭坝店桃柳杨槐李张王赵"
_VILLAGES = [f"{one}{two}村" for one in _FIRST for two in _SECOND]  # 300
_OF_COUNTY = 28  # towns
_REPORTED = 6  # tasks that a village has something to say of in a week, at most
_YEAR = 2026


class Size(NamedTuple):
    """How large a campaign is: villages, tasks, weeks."""

    villages: int
    tasks: int
    weeks: int


def size_of(number: int) -> Size:
    """How large the town with this *number* is: half have fewer than 17 villages, one in a hundred more than 100."""
    chance = random.Random(number)
    villages = min(300, max(5, round(chance.lognormvariate(2.8, 0.75))))
    tasks = min(60, max(3, round(chance.lognormvariate(2.3, 0.6))))
    return Size(villages, tasks, chance.randint(1, 52))


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
    for week in range(1, weeks + 1):
        _write(town / "weeks" / f"{_YEAR}-W{week:02}.yaml", _week(week, names, tasks, chance))
    return town


def _week(week: int, villages: list[str], tasks: int, chance: random.Random) -> str:
    """The form of a *week*: nine villages in ten report, each on a few tasks; one problem."""
    lines = [f"周: {_YEAR}-W{week:02}", "进展:"]
    for name in villages:
        if chance.random() < 0.1:
            continue
        for task in sorted(chance.sample(range(tasks), min(tasks, _REPORTED))):
            lines.append(f"  - {{任务: R{task}, 单位: {name}, 完成: {chance.randint(0, 3)}}}")
    found = date.fromisocalendar(_YEAR, week, 3)
    problem = f"编号: W{week:02}-1, 单位: {villages[week % len(villages)]}, 描述: 宣传栏破损, 发现: {found}"
    lines += ["问题:", f"  - {{{problem}, 整改期限: {found + timedelta(5)}}}"]
    return "\n".join(lines) + "\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
