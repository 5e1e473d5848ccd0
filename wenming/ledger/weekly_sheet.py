"""The sheet 逐周: what was done of every task in every week, how far the town was, and two charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wenming.base.weeks import Week
from wenming.figures.progress import Number
from wenming.ledger.known import Known, days_text, week_text
from wenming.ledger.progress_sheet import Rates
from wenming.ledger.sheet import Book, Column, Group, Sheet, running, span
from wenming.town.folder import Town

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart

    from wenming.figures.progress import Standing
    from wenming.forms.records import Task

_BEFORE_TASKS = 2  # columns
_OF_TASK = 2  # columns: done in the week, done to date
_LEAST_WIDTH, _HEIGHT = 720, 320  # of a chart, in pixels
_ROWS_OF_CHART = 18  # rows that one chart covers, and a free one


def add_weekly(book: Book, town: Town, known: Known | None, rates: Rates | None) -> None:
    """Add the sheet to *book*; the *rates* of the villages make a chart below it."""
    tasks = [row.task for row in known.figures.tasks] if known else []
    title = "{town}任务逐周进展".format(town=town.record["名称"])
    sheet = Sheet(book, "逐周", title, [_opening(), *map(_group, tasks), _closing()])
    if known is None or not tasks:
        sheet.nothing()
        return
    _write_weeks(sheet, known, tasks)
    _write_sums(sheet, known, tasks)
    _add_charts(book, sheet, known, len(tasks), rates)


def _opening() -> Group:
    return Group("", [Column("周", 14), Column("起止", 22)])


def _group(task: Task) -> Group:
    head = "{name}（{unit}）".format(name=task["名称"], unit=task["单位"])
    return Group(head, [Column("当周", 8), Column("累计", 8)])


def _closing() -> Group:
    return Group("", [Column("累计完成率", 11), Column("时序进度", 11)])


def _write_weeks(sheet: Sheet, known: Known, tasks: Sequence[Task]) -> None:
    to_date: dict[str, Number] = {}
    for row, (week, standing) in enumerate(known.figures.trend, sheet.first):
        done = known.amounts.by_week[week]
        for task, amount in done.items():
            to_date[task] = to_date.get(task, 0) + amount
        _write_week(sheet, row, week, standing)
        for place, task_of_plan in enumerate(tasks):
            key = task_of_plan["编号"]
            column = _column_of(place)
            sheet.number(row, column, done.get(key, 0))
            sheet.total(row, column + 1, running(sheet.first, row, column), to_date.get(key, 0))
        _write_standing(sheet, row, _column_of(len(tasks)), standing)


def _column_of(place: int) -> int:
    """The first column of the task at *place*, from 0; of one after the last: that of the rates."""
    return _BEFORE_TASKS + _OF_TASK * place


def _write_week(sheet: Sheet, row: int, week: Week, standing: Standing) -> None:
    sheet.text(row, 0, week_text(week), "short")
    sheet.text(row, 1, days_text(week), "short")


def _write_standing(sheet: Sheet, row: int, column: int, standing: Standing) -> None:
    """Write how far the town was, and how far it should have been if that is known."""
    sheet.rate(row, column, standing.rate)
    if standing.should is None:
        sheet.blank(row, column + 1)
    else:
        sheet.rate(row, column + 1, standing.should)


def _write_sums(sheet: Sheet, known: Known, tasks: Sequence[Task]) -> None:
    last = sheet.first + len(known.figures.trend) - 1
    row = last + 1
    sheet.text(row, 0, "合计", "short", "total")
    for column in range(1, _column_of(len(tasks)) + 2):
        sheet.blank(row, column, "total")
    for place, progress in enumerate(known.figures.tasks):
        column = _column_of(place)
        sheet.total(row, column, span(sheet.first, last, column), progress.total, "total")


def _add_charts(book: Book, sheet: Sheet, known: Known, tasks: int, rates: Rates | None) -> None:
    """Add below the table the line of the town's rate, and the columns of the villages' *rates*."""
    below = sheet.first + len(known.figures.trend) + 2
    sheet.worksheet.insert_chart(below, 0, _trend_chart(book, sheet, known, _column_of(tasks)))
    if rates:
        sheet.worksheet.insert_chart(below + _ROWS_OF_CHART, 0, _village_chart(book, sheet, rates))


def _trend_chart(book: Book, sheet: Sheet, known: Known, column: int) -> Chart:
    first, last = sheet.first, sheet.first + len(known.figures.trend) - 1
    chart = book.workbook.add_chart({"type": "line"})
    series = {column: "累计完成率"}
    has_calendar = any(standing.should is not None for _week, standing in known.figures.trend)
    if has_calendar:
        series[column + 1] = "时序进度"
    for of_series, name in series.items():
        chart.add_series(
            {
                "name": name,
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, of_series, last, of_series],
                "marker": {"type": "circle"},
            }
        )
    return _dressed(chart, "全镇累计完成率", sheet)


def _village_chart(book: Book, sheet: Sheet, rates: Rates) -> Chart:
    chart = book.workbook.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": "完成率",
            "categories": [rates.sheet, rates.first_row, rates.names, rates.last_row, rates.names],
            "values": [rates.sheet, rates.first_row, rates.rates, rates.last_row, rates.rates],
        }
    )
    chart.set_legend({"none": True})
    return _dressed(chart, "各村完成率", sheet)


def _dressed(chart: Chart, title: str, sheet: Sheet) -> Chart:
    """The *chart* with its *title*, an axis in percent, as wide as the table of its *sheet*."""
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_y_axis({"num_format": "0%", "min": 0})
    chart.set_size({"width": max(sheet.pixels, _LEAST_WIDTH), "height": _HEIGHT})
    return chart
