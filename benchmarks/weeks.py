"""The weekly report of a large campaign beside that of data/anping, whole processes: ``python benchmarks/weeks.py``.

50 villages, 40 tasks, 52 weeks of reports (about 94,000 rows) against data/anping's first six weeks; each the second
run and later, in turns. Then every week of the year rebuilt in one command.
"""

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
VILLAGES, TASKS, WEEKS, ROUNDS = 50, 40, 52, 7


def campaign(folder: Path, weeks: int) -> None:
    """The forms of a campaign of *weeks* weeks."""
    chance = random.Random(7)
    names = [f"{a}{b}村" for a in "东西南北中上下前后大" for b in "河庄营桥沟"][:VILLAGES]
    (folder / "weeks").mkdir(parents=True)
    (folder / "town.yaml").write_text(
        f"镇:\n  名称: 大安镇\n  上级: 清源县\n  机关: 大安镇人民政府\n  行政村: [{', '.join(names)}]\n"
    )
    tasks = "\n".join(
        f"  - {{编号: R{n}, 名称: 任务{n}, 目标值: {VILLAGES * 100}, 单位: 处, 分村: 100, 牵头: 单位{n % 5}}}"
        for n in range(TASKS)
    )
    (folder / "plan.yaml").write_text(
        "标题: 大安镇文明村镇创建工作实施方案\n版式: 通用\n起止: {开始: 2026-01-01, 结束: 2026-12-31}\n"
        f"章节:\n  总体要求: {{正文: 推进创建。}}\n任务:\n{tasks}\n"
    )
    for number in range(1, weeks + 1):
        day = date.fromisocalendar(2026, number, 3)
        rows = "\n".join(
            f"  - {{任务: R{task}, 单位: {name}, 完成: {chance.randint(0, 3)}}}"
            for name in names
            for task in range(TASKS)
            if chance.random() > 0.1
        )
        problem = f"编号: W{number}-1, 单位: {names[number % VILLAGES]}, 描述: 宣传栏破损, 发现: {day}"
        (folder / "weeks" / f"2026-W{number:02}.yaml").write_text(
            f"周: 2026-W{number:02}\n进展:\n{rows}\n问题:\n  - {{{problem}, 整改期限: {day + timedelta(5)}}}\n"
        )


def build(town: Path, out: Path, *more: str) -> float:
    """Milliseconds of one run of the program."""
    start = time.perf_counter()
    command = [sys.executable, str(ROOT / "cli.py"), "build", str(town), "weekly", *more, "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    return (time.perf_counter() - start) * 1000


def _changed(town: Path, week: str, out: Path) -> float:
    """Milliseconds of a run after somebody wrote into the form of *week*."""
    with (town / "weeks" / f"{week}.yaml").open("a") as form:
        form.write("# 改过\n")
    return build(town, out, "--week", week)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        os.environ["WENMING_CACHE"] = str(work / "cache")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        large, half, small = work / "large", work / "half", work / "anping"
        campaign(large, WEEKS)
        campaign(half, WEEKS // 2)
        shutil.copytree(ROOT / "data" / "anping", small)
        (small / "weeks" / "2026-W17.yaml").unlink()
        pair = (large, "2026-W52"), (small, "2026-W16")
        first = [build(town, work / "out", "--week", week) for town, week in pair]
        times = [[build(town, work / "out", "--week", week) for town, week in pair] for _round in range(ROUNDS)]
        mine, theirs = (statistics.median(column) for column in zip(*times, strict=True))
        ratio = statistics.median(a / b for a, b in times)
        print(f"last week of {WEEKS}  {mine:7.0f} ms    (first run, every form read: {first[0]:.0f} ms)")
        print(f"last week of 6   {theirs:7.0f} ms    (first run: {first[1]:.0f} ms)")
        print(f"ratio, pair by pair  {ratio:.2f}    (asked: 3)")
        changed = [[_changed(town, week, work / "out") for town, week in pair] for _round in range(ROUNDS)]
        mine, theirs = (statistics.median(column) for column in zip(*changed, strict=True))
        print(f"with that week's form just changed  {mine:.0f} ms and {theirs:.0f} ms, {mine / theirs:.2f}")
        for town, weeks in ((half, WEEKS // 2), (large, WEEKS)):
            build(town, work / "out")
            spent = statistics.median(build(town, work / "out") for _round in range(3))
            print(f"{weeks} weeks rebuilt  {spent:7.0f} ms, {spent / weeks:.1f} ms a week")


if __name__ == "__main__":
    main()
