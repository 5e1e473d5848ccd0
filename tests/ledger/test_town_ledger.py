"""The 台账 of a town: its figures are those of the forms, its formulas give what stands in them, typed text stays text.

Not called test_ledger.py: tests/figures has a module of that name.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import extreme_weeks
import office
import openpyxl
import pytest
from conftest import ROOT
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from wenming.base.weeks import Week
from wenming.documents.parts.campaign import week_by_week
from wenming.figures.progress import Figures
from wenming.ledger.amounts import amounts
from wenming.ledger.known import as_of
from wenming.ledger.ledger import ledger
from wenming.ledger.register import Issued, issued, register_notes
from wenming.ledger.workbook import workbook
from wenming.town.folder import Town, read

TODAY = datetime.date(2026, 4, 27)
SHEETS = ["进展台账", "逐周", "问题台账", "发文登记簿"]
OURS = re.compile(r"=SUM\([A-Z]+\$?\d+:[A-Z]+\d+\)|=[A-Z]+\d+/[A-Z]+\d+")
TYPED = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "{=1}", "http://x", "12", "<r><t>x</r>", "a\x01b"]


class Opened:
    """A workbook twice: its formulas, and the values that stand in their cells."""

    def __init__(self, data: bytes) -> None:
        self.formulas = openpyxl.load_workbook(io.BytesIO(data))
        self.values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)

    def cells(self) -> Iterator[Cell]:
        for sheet in self.formulas:
            for row in sheet.iter_rows():
                yield from (cell for cell in row if isinstance(cell, Cell))

    def rows(self, name: str) -> list[list[Any]]:
        return [list(row) for row in self.values[name].iter_rows(values_only=True)]

    def row(self, name: str, head: str, column: int) -> list[Any]:
        """The row with *head* in *column*."""
        return next(row for row in self.rows(name) if row[column] == head)

    def texts(self, name: str) -> list[str]:
        return [value for row in self.rows(name) for value in row if isinstance(value, str)]


def opened(town: Town) -> Opened:
    return Opened(ledger(town, TODAY).workbook)


@pytest.fixture(scope="module")
def anping() -> Town:
    return read(ROOT / "data" / "anping")


@pytest.fixture(scope="module")
def figures(anping: Town) -> Figures:
    *_before, so_far = week_by_week(anping)
    return so_far.books.figures()


def worth(formula: str, sheet: Worksheet) -> float:
    """What one of our formulas gives, from the values in *sheet*."""
    if formula.startswith("=SUM("):
        stretch = formula.removeprefix("=SUM(").removesuffix(")").replace("$", "")
        return float(sum(cell.value or 0 for [cell] in sheet[stretch]))
    above, below = formula.removeprefix("=").split("/")
    return float(sheet[above].value / sheet[below].value)


def expect_right_formulas(book: Opened) -> int:
    """Expect every formula to be one of ours, with its value; returns how many there are."""
    formulas = [cell for cell in book.cells() if cell.data_type == "f"]
    for cell in formulas:
        assert OURS.fullmatch(str(cell.value))
        sheet = book.values[cell.parent.title]
        assert sheet[cell.coordinate].value == pytest.approx(worth(str(cell.value), sheet), abs=1e-9)
    return len(formulas)


def test_every_formula_stands_with_the_value_that_it_gives(anping: Town) -> None:
    assert expect_right_formulas(opened(anping)) > 50


@pytest.mark.parametrize("shape", extreme_weeks.SHAPES)
def test_extreme_weeks_make_right_formulas(tmp_path: Path, shape: str) -> None:
    for name, text in extreme_weeks.town_of(1, shape).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    expect_right_formulas(opened(read(tmp_path)))


def test_the_amounts_are_those_of_the_books(anping: Town, figures: Figures) -> None:
    parts = amounts([form.record for form in anping.weeks])
    assert list(parts.by_week) == [week for week, _standing in figures.trend]
    for row in figures.tasks:
        key = row.task["编号"]
        assert sum(done for (task, _unit), done in parts.by_cell.items() if task == key) == row.total
        assert sum(week.get(key, 0) for week in parts.by_week.values()) == row.total
        assert parts.by_week[figures.trend[-1][0]].get(key, 0) == row.week
    for village in figures.villages:
        assert {key: parts.by_cell.get((key, village.name), 0) for key in village.total} == village.total


def test_a_late_figure_stands_in_the_week_that_it_names() -> None:
    first: Any = {"周": "2026-W11", "进展": [{"任务": "R1", "单位": "甲村", "完成": 2}, {"任务": "R1", "单位": "乙村"}]}
    late = {"任务": "R1", "单位": "甲村", "所属周": "2026-W11", "完成": 5}
    missed = {"任务": "R1", "单位": "乙村", "所属周": "2026-W10", "完成": 1}
    second: Any = {"周": "2026-W12", "进展": [late, missed, {"任务": "R1", "单位": "甲村", "完成": 3}]}
    parts = amounts([first, second])
    assert parts.by_week == {Week(2026, 10): {"R1": 1}, Week(2026, 11): {"R1": 5}, Week(2026, 12): {"R1": 3}}
    assert parts.by_cell == {("R1", "甲村"): 8, ("R1", "乙村"): 1}


def test_the_progress_of_every_village_stands_with_its_rank(anping: Town, figures: Figures) -> None:
    book = opened(anping)
    for village in figures.villages:
        row = book.row("进展台账", village.name, 1)
        *_tasks, rate, rank = row
        assert (round(rate * 100, 6), rank) == (float(village.standing.rate), village.rank)
        assert row[2:4] == [village.total["R1"], 1]
    totals = book.row("进展台账", "合计", 1)
    assert totals[2:12:2] == [row.total for row in figures.tasks[:5]]
    assert book.row("进展台账", "镇行政综合服务中心", 1)[-1] is None
    assert book.row("进展台账", "完成率", 1)[-2] == pytest.approx(float(figures.town.rate) / 100)


def test_the_weeks_stand_with_the_rate_of_the_town(anping: Town, figures: Figures) -> None:
    book = opened(anping)
    for week, standing in figures.trend:
        row = book.row("逐周", f"2026年第{week.number}周", 0)
        assert row[-2] == pytest.approx(float(standing.rate) / 100)
        assert row[-1] == pytest.approx(float(standing.should or 0) / 100)
    totals = book.row("逐周", "合计", 0)
    assert totals[2:-2:2] == [row.total for row in figures.tasks]


def test_the_weeks_have_two_charts(anping: Town) -> None:
    with zipfile.ZipFile(io.BytesIO(ledger(anping, TODAY).workbook)) as package:
        charts = [package.read(name).decode() for name in package.namelist() if "charts/chart" in name]
    assert ["lineChart" in chart for chart in charts] == [True, False]
    assert "杨树洼村" in charts[1]


def test_every_problem_ever_reported_stands_in_its_order(anping: Town) -> None:
    reported = dict.fromkeys(row["编号"] for form in anping.weeks for row in form.record.get("问题", ()))
    book = opened(anping)
    rows = book.rows("问题台账")[3:]
    assert [row[1] for row in rows] == list(reported)
    by_number = {row[1]: row for row in rows}
    closed, late, open_ = by_number["W16-1"], by_number["W12-2"], by_number["W17-1"]
    assert closed[8:14] == ["已整改", datetime.datetime(2026, 4, 22), "是", None, "2026年第16周", "2026年第17周"]
    assert late[8:12] == ["整改中", None, None, 17]
    assert open_[4:6] == [datetime.datetime(2026, 4, 21), datetime.datetime(2026, 5, 6)]
    sheet = book.formulas["问题台账"]
    coloured = [row[1].value for row in sheet.iter_rows(min_row=4) if row[1].fill.fgColor.rgb == "FFFBE3E0"]
    assert coloured == ["W12-2"]


def with_week(town: Town, **fields: Any) -> Town:
    """*town* whose last week has *fields*."""
    *before, last = town.forms["weeks"]
    changed = last._replace(record={**last.record, **fields})
    return town._replace(forms={**town.forms, "weeks": (*before, changed)})


PROBLEM = {"编号": "Q", "单位": "东河村", "发现": TODAY, "整改期限": TODAY, "状态": "整改中"}


def test_measures_and_photos_stand_where_the_form_has_them(anping: Town) -> None:
    more = {"描述": "破损", "整改措施": "换新", "照片": [{"文件": "photos/a.jpg"}, {"文件": "b.jpg"}]}
    [row] = [row for row in opened(with_week(anping, 问题=[{**PROBLEM, **more}])).rows("问题台账") if row[1] == "Q"]
    assert (row[7], row[14]) == ("换新", "a.jpg、b.jpg")


@pytest.mark.parametrize("typed", TYPED)
def test_what_a_person_typed_stays_a_text(anping: Town, typed: str) -> None:
    problem = {**PROBLEM, "描述": typed, "责任人": typed, "整改措施": typed}
    progress = [{"任务": "R1", "单位": typed, "完成": 1, "说明": typed}]
    town = with_week(anping, 问题=[problem], 进展=progress)
    facts = {**town.record, "名称": typed, "行政村": [*town.record["行政村"], typed]}
    form = town.town._replace(record={**town.town.record, "镇": facts})
    town = town._replace(forms={**town.forms, "town": (form,)})
    plan = town.forms["plan"][0]
    tasks = [{**task, "名称": typed} for task in plan.record["任务"]]
    town = town._replace(forms={**town.forms, "plan": (plan._replace(record={**plan.record, "任务": tasks}),)})
    data = workbook(town, [Issued(number=typed, title=typed, addressees=typed)], TODAY)

    book = Opened(data)
    expect_right_formulas(book)
    texts = [cell for cell in book.cells() if isinstance(cell.value, str)]
    shown = [cell for cell in texts if cell.value.strip() == typed.replace("\x01", "\ufffd").strip()]
    assert len(shown) == 7  # a village; a problem's words, person and measures; a number, a title, who it goes to
    assert {cell.data_type for cell in shown} == {"s"}
    is_quoted = typed[0] in "=+-@\t"
    assert {cell.quotePrefix for cell in shown} == {int(is_quoted)}
    assert not [cell for cell in book.cells() if cell.hyperlink]


def numbered(number: str, title: str = "甲") -> Issued:
    return Issued(number=number, title=title)


def test_gaps_repeats_and_the_next_number_are_told() -> None:
    rows = [numbered(f"安政发〔2026〕{serial}号") for serial in (3, 5, 7, 9)]
    again = numbered("安政发〔2026〕5号", "乙")
    assert register_notes([*rows, again]) == [
        "安政发〔2026〕: 缺 4、6、8 号",
        "安政发〔2026〕5号 用了两次：《甲》《乙》",
        "下一个：安政发〔2026〕10号",
    ]


def test_each_code_and_year_is_numbered_by_itself() -> None:
    names = ("安政发〔2026〕1号", "安政发〔2025〕30号", "安发〔2026〕2号", "安政发〔2026〕号", "安政发〔2026〕　号", "")
    assert register_notes([numbered(name) for name in names]) == [
        "下一个：安发〔2026〕3号",
        "下一个：安政发〔2025〕31号",
        "下一个：安政发〔2026〕2号",
    ]


def test_a_long_gap_is_told_by_its_ends() -> None:
    rows = [numbered("安政发〔2026〕1号"), numbered("安政发〔2026〕5号"), numbered("安政发〔2026〕999999999号")]
    assert register_notes(rows)[0] == "安政发〔2026〕: 缺 2—4、6—999999998 号"


def test_three_of_one_number_are_told() -> None:
    assert "用了三次：《甲》《甲》《甲》" in register_notes([numbered("安政发〔2026〕1号")] * 3)[0]


def test_the_documents_of_a_town_are_registered(anping: Town) -> None:
    rows = issued(anping)
    assert [row.number for row in rows] == [f"安政发〔2026〕{serial}号" for serial in (3, 5, 7)]
    plan, notice, circular = rows
    assert plan.title == "安平镇人民政府关于印发《安平镇文明村镇创建工作实施方案》的通知"
    assert (notice.annexes, circular.annexes) == (2, 1)
    assert circular.title == "安平镇人民政府关于2026年第16周文明村镇创建工作进展情况的通报"
    made = ledger(anping, TODAY)
    assert list(made.notes) == ["安政发〔2026〕: 缺 4、6 号", "下一个：安政发〔2026〕8号"]
    assert set(made.notes) <= set(Opened(made.workbook).texts("发文登记簿"))


def test_documents_without_a_number_come_last(town: Callable[..., Path]) -> None:
    folder = town("anping")
    plan = folder / "plan.yaml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("文号: 安政发〔2026〕3号", "文号: 安政发〔2026〕号"), "utf-8"
    )
    assert [row.number for row in issued(read(folder))][-1] == "安政发〔2026〕号"


@pytest.mark.parametrize("name", ["heshan", "longtan", "xinhui"])
def test_towns_without_weeks_say_so(name: str) -> None:
    book = opened(read(ROOT / "data" / name))
    for sheet in SHEETS[:3]:
        assert book.texts(sheet).count("还没有") == 1
    assert "截至 2026年4月27日" in book.texts(SHEETS[0])


def test_a_town_with_nothing_says_so(anping: Town) -> None:
    book = opened(anping._replace(forms={"town": anping.forms["town"]}))
    assert book.values.sheetnames == SHEETS
    assert [book.texts(sheet).count("还没有") for sheet in SHEETS] == [1, 1, 1, 1]


def test_a_plan_without_tasks_has_problems_all_the_same(anping: Town) -> None:
    plan = anping.forms["plan"][0]
    record = {key: value for key, value in plan.record.items() if key != "任务"}
    weeks = [form._replace(record={**form.record, "进展": []}) for form in anping.forms["weeks"]]
    without = anping._replace(forms={**anping.forms, "plan": (plan._replace(record=record),), "weeks": tuple(weeks)})
    book = Opened(workbook(without, [], TODAY))
    assert [book.texts(sheet).count("还没有") for sheet in SHEETS] == [1, 1, 0, 1]


def test_the_same_town_and_day_give_the_same_bytes(anping: Town) -> None:
    assert ledger(anping, TODAY) == ledger(anping, TODAY)
    assert ledger(anping, TODAY).workbook != ledger(anping, datetime.date(2026, 4, 28)).workbook


def test_it_says_until_when() -> None:
    assert as_of(Week(2026, 17), TODAY) == "截至 2026年第17周（4月20日至4月26日）"


def test_every_sheet_is_laid_on_pages(anping: Town) -> None:
    book = opened(anping).formulas
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet["A2"].value == "截至 2026年第17周（4月20日至4月26日）"
        assert sheet.freeze_panes and sheet.print_title_rows
        assert "&P" in sheet.oddFooter.center.text


def without_values(data: bytes, path: Path) -> None:
    """Write the workbook *data* to *path* without the values of its formulas."""
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(path, "w") as bare:
        for name in package.namelist():
            part = package.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part)
            bare.writestr(name, part)


@pytest.mark.layout
def test_libreoffice_calculates_the_same_values(anping: Town, tmp_path: Path) -> None:
    data = ledger(anping, TODAY).workbook
    path = tmp_path / "bare.xlsx"
    without_values(data, path)
    made = tmp_path / "made"
    made.mkdir()
    [saved] = office.converted([path], made, "xlsx:Calc MS Excel 2007 XML")
    calculated = openpyxl.load_workbook(saved, data_only=True)
    book = Opened(data)
    formulas = [cell for cell in book.cells() if cell.data_type == "f"]
    assert formulas
    for cell in formulas:
        name = cell.parent.title
        expected = book.values[name][cell.coordinate].value
        assert calculated[name][cell.coordinate].value == pytest.approx(expected, abs=1e-9), cell.coordinate
