"""What villages send becomes the figures of a week: ``python benchmarks/workbooks.py``.

36 filled workbooks read, checked and merged; a table of 2,000 rows; beside openpyxl, which only gives the values of the
cells of the same files. Then two commands as whole processes: one that reads a workbook, and build.
"""

import datetime
import io
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

ROUNDS = 7
VILLAGES = 36
ROWS = 2000
WEEK = "2026-W18"
NOW = datetime.datetime(2026, 5, 1, 10)
ASKED = "(asked: 1000)"


def seconds(one: Callable[[], Any]) -> float:
    """The median of some runs, the first left out."""
    one()
    taken = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        one()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def town_of(folder: Path, villages: int, tasks: int = 0) -> Path:
    """A copy of the example town with so many villages, and so many more tasks."""
    town = folder / f"town{villages}-{tasks}"
    shutil.copytree(ROOT / "data" / "anping", town, ignore=shutil.ignore_patterns(".wenming-forms", "weeks", "notices"))
    path = town / "town.yaml"
    head, _mark, tail = path.read_text(encoding="utf-8").partition("  其他单位:")
    extra = "".join(f"    - 新{number}村\n" for number in range(villages - 31))
    path.write_text(f"{head}{extra}  其他单位:{tail}", encoding="utf-8")
    path = town / "plan.yaml"
    text = path.read_text(encoding="utf-8")
    for share, total in ((1, 31), (16, 496), (2, 62), (4, 124), (10, 310)):
        text = text.replace(f"目标值: {total}\n", f"目标值: {share * villages}\n")
    more = "".join(f"  - {{编号: T{number}, 名称: 第{number}项任务, 单位: 处, 分村: 3}}\n" for number in range(tasks))
    path.write_text(text.replace("\n印发:", f"\n{more}\n印发:", 1), encoding="utf-8")
    return town


def filled(data: bytes) -> bytes:
    """The workbook with a figure in every row."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["进展"]
    for row in range(3, sheet.max_row - 13):
        sheet.cell(row, 3).value = 1
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def cells_of(data: bytes) -> int:
    """How many cells openpyxl finds."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return sum(len(row) for sheet in book for row in sheet.iter_rows(values_only=True))


def table_of(town: Any, rows: int) -> bytes:
    """A list of somebody's own: a row for a village and a task."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["村名", "任务", "完成"])
    tasks = [task["编号"] for task in town.plan.record["任务"] if "分村" in task]
    for number in range(rows):
        sheet.append([town.record["行政村"][number // len(tasks)], tasks[number % len(tasks)], 1])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def whole(*arguments: str) -> float:
    """The best of some runs of a command as a process."""
    taken = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run([sys.executable, ROOT / "cli.py", *arguments], check=False, capture_output=True)
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> None:
    from wenming.collecting import export, kept
    from wenming.collecting.contribution import Asked, File
    from wenming.collecting.intake import take_in
    from wenming.town import folder as towns

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        town = towns.read(town_of(folder, VILLAGES))
        target = export.target_to_export(town, "week", WEEK, NOW.date())
        books = [File(one.name, filled(one.data)) for one in export.exported_per_village(town, target, NOW.date())]

        def taken_in() -> None:
            result = take_in(books, Asked(town, kept.read(town.folder), NOW))
            assert not result.faults and len(result.filled[0].changes) == VILLAGES * 6

        ours = seconds(taken_in)
        theirs = seconds(lambda: [cells_of(book.data) for book in books])
        print(f"{VILLAGES} workbooks   {ours * 1000:7.1f} ms {ASKED}   openpyxl's cells alone: × {theirs / ours:.1f}")

        large = towns.read(town_of(folder, 100, 15))
        data = table_of(large, ROWS)

        def rows_taken_in() -> None:
            result = take_in([File("表.xlsx", data)], Asked(large, kept.read(large.folder), NOW, WEEK))
            assert not result.faults and len(result.filled[0].changes) == ROWS

        ours = seconds(rows_taken_in)
        theirs = seconds(lambda: cells_of(data))
        print(f"{ROWS} rows      {ours * 1000:7.1f} ms {ASKED}   openpyxl's cells alone: × {theirs / ours:.1f}")

        book = folder / books[0].name
        book.write_bytes(books[0].data)
        plan = whole("build", str(town.folder), "plan", "--out", str(folder / "out"))
        read = whole("form", "import", str(town.folder), str(book))
        print(f"whole process  {read * 1000:7.0f} ms to read one, {read / plan:.2f} × build of a plan (asked: 2)")


if __name__ == "__main__":
    main()
