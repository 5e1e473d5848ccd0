"""The checks of the weeks: their names, and their figures against the plan and the weeks before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from wenming.base import weeks as calendar
from wenming.base.diagnostics import Fault
from wenming.base.i18n import _, day_text
from wenming.forms.checks.common import Path, Strangers, unique
from wenming.forms.checks.problems import problem_faults
from wenming.gongwen.chinese import number_text

if TYPE_CHECKING:
    from wenming.forms.form import Form
    from wenming.forms.records import Plan, ProblemRow, ProgressRow, TownFacts, WeekReport

Number = int | Decimal
Entry = tuple[str, str, str]  # task, unit, the week that the figure belongs to


@dataclass(frozen=True, slots=True)
class Known:
    """What the plan, the town and the weeks read so far say."""

    tasks: Collection[str]  # the numbers of the plan's tasks
    indicators: Collection[str]  # the numbers of the plan's indicators
    units: Collection[str]  # the villages and the other units of the town
    files: dict[str, str] = field(default_factory=dict)  # the name of the file of each week
    problems: dict[str, ProblemRow] = field(default_factory=dict)  # all that was said of each problem, by its number
    totals: dict[tuple[str, str], Number] = field(default_factory=dict)  # the sum to date, by task and unit
    figures: dict[Entry, Number] = field(default_factory=dict)  # the figure that was reported last
    strangers: Strangers = field(default_factory=Strangers)  # names that none of them has
    numbers_by_name: Mapping[str, str] = field(default_factory=dict)  # of the plan's tasks
    has_right_tasks: bool = True  # or one of their numbers is there twice, so that another is missing
    has_right_indicators: bool = True
    weeks: Sequence[Form[WeekReport]] = ()  # all of them

    def is_mentioned(self, unit: str) -> bool:
        """Returns whether any week has a row of *unit*."""
        return any(row["单位"] == unit for form in self.weeks for row in form.record.get("进展", ()))

    def enter(self, entry: Entry, done: Number, *, amends: bool) -> tuple[Number, Number]:
        """Enters the figure *done*; returns what its unit had done of its task before, and has done now.

        What *amends* the figure of an earlier week takes its place.
        """
        task, unit, _week = entry
        before = self.totals.get((task, unit), 0)
        now = before + done
        if amends:
            now -= self.figures.get(entry, 0)
        self.totals[task, unit] = now
        self.figures[entry] = done
        return before, now


def week_faults(
    weeks: Sequence[Form[WeekReport]], plan: Form[Plan] | None, town: TownFacts, *, plan_is_broken: bool = False
) -> Iterator[Fault]:
    """Yields the faults of *weeks*, in their order, against the *plan*, the *town* and each other.

    Of a plan that *plan_is_broken* nothing is known: nobody is told that it lacks a task.
    """
    if not plan and not plan_is_broken and any(_groups_of_figures(form) for form in weeks):
        yield _no_plan(weeks)
        return
    known = _known_before(plan, town)
    if plan_is_broken:
        known = replace(known, has_right_tasks=False, has_right_indicators=False)
    known = replace(known, weeks=weeks)
    for form in weeks:
        misnamed = _misnamed(form, known)
        if misnamed:
            yield misnamed
            continue
        known.files[form.record["周"]] = form.path.name
        yield from _progress(form, known)
        yield from _indicators(form, known)
        yield from _activities(form)
        yield from problem_faults(form, known.units, known.problems, known.strangers)
    yield from known.strangers.faults()


def _groups_of_figures(form: Form[WeekReport]) -> list[str]:
    """Returns the groups of fields that a week fills in and that need a plan."""
    groups = {"进展": form.record.get("进展"), "指标": form.record.get("指标")}
    return [name for name, rows in groups.items() if rows]


def _no_plan(weeks: Sequence[Form[WeekReport]]) -> Fault:
    """Returns the fault that there is no plan, at the first figures of *weeks*: once, not at every row."""
    form = next(form for form in weeks if _groups_of_figures(form))
    group = _groups_of_figures(form)[0]
    mend = _("把方案的表单放到 {path}").format(path=form.path.parent.parent / "plan.yaml")
    return form.fault((group,), "no-plan", _("没有 plan.yaml，不知道有哪些任务和指标"), mend)


def _known_before(plan: Form[Plan] | None, town: TownFacts) -> Known:
    """Returns what is known before the first week."""
    tasks = plan.record.get("任务", ()) if plan else ()
    indicators = plan.record.get("指标", ()) if plan else ()
    numbers = [task["编号"] for task in tasks]
    return Known(
        tasks=dict.fromkeys(numbers),
        indicators=[indicator["编号"] for indicator in indicators],
        units=dict.fromkeys((*town["行政村"], *town.get("其他单位", ()))),
        numbers_by_name={task["名称"]: task["编号"] for task in tasks},
        has_right_tasks=len(set(numbers)) == len(numbers),
        has_right_indicators=len({row["编号"] for row in indicators}) == len(indicators),
    )


def _misnamed(form: Form[WeekReport], known: Known) -> Fault | None:
    """Returns the fault of a form that is not the only one of a week of the calendar and named after it."""
    week = form.record["周"]
    file = form.path
    if week != file.stem:
        what = _("周与文件名“{name}”不一致").format(name=file.name)
        return _wrong_name(form, what, week)
    if not calendar.exists(week):
        return form.fault(("周",), "no-such-week", _("这一年没有第53周"), _("改周数和文件名"))
    if week in known.files:
        what = _("这一周有两个表单：{one}、{other}").format(one=known.files[week], other=file.name)
        return form.fault(("周",), "week-twice", what, _("合成一个，把另一个移走"))
    return None


def _wrong_name(form: Form[WeekReport], what: str, week: str) -> Fault:
    """Returns the fault of a *form* of *week* in a file that is called after another week or, by its length, none."""
    stem = form.path.stem
    if len(stem) == len(week):
        return form.fault(("周",), "misnamed-week", what, _("改成 {week}").format(week=stem), instead=stem)
    mend = _("文件名要写成 {week}.yaml；多出来的副本移到别的文件夹").format(week=week)
    return form.fault(("周",), "misnamed-week", what, mend)


def _progress(form: Form[WeekReport], known: Known) -> Iterator[Fault]:
    """Yields the faults of a week's rows of figures, which become *known*."""
    week = form.record["周"]
    places: dict[Entry, int] = {}
    for index, row in enumerate(form.record.get("进展", ())):
        task, unit, of_week = row["任务"], row["单位"], row.get("所属周", week)
        is_usual = task in known.tasks and unit in known.units and of_week == week
        if not is_usual:
            yield from _names(form, index, row, known)
        entry = task, unit, of_week
        if entry in places:
            what = _("{unit}的 {task} 这一周报了两次").format(unit=unit, task=task)
            yield form.fault(
                ("进展", index), "reported-twice", what, _("与第{n}条合成一条").format(n=places[entry] + 1)
            )
        places[entry] = index
        if "完成" not in row:
            continue
        before, now = known.enter(entry, row["完成"], amends=of_week != week)
        if now < 0:
            mend = _("以前各周一共只报了 {n}").format(n=number_text(before))
            yield form.fault(("进展", index, "完成"), "negative-total", _("冲减以后累计成了负数"), mend)


def _names(form: Form[WeekReport], index: int, row: ProgressRow, known: Known) -> Iterator[Fault]:
    """Yields what is wrong with the task, the unit and the week of a row of figures."""
    path: Path = ("进展", index)
    if row["任务"] not in known.tasks and known.has_right_tasks:
        what = _("方案里没有编号是“{name}”的任务").format(name=row["任务"])
        meant = known.numbers_by_name.get(row["任务"])
        known.strangers.add(form, (*path, "任务"), "unknown-task", what, row["任务"], [meant] if meant else known.tasks)
    if row["单位"] not in known.units:
        what = _("镇里没有“{name}”这个单位").format(name=row["单位"])
        known.strangers.add(form, (*path, "单位"), "unknown-unit", what, row["单位"], _units_meant(form, row, known))
    if "所属周" not in row:
        return
    if not calendar.exists(row["所属周"]):
        yield form.fault((*path, "所属周"), "no-such-week", _("这一年没有第53周"), _("看一看日历，改周数"))
    if row["所属周"] > form.record["周"]:
        mend = _("补报、更正只能写以前的周；本周的数不写“所属周”")
        yield form.fault((*path, "所属周"), "later-week", _("所属周在这一周后面"), mend)


def _units_meant(form: Form[WeekReport], row: ProgressRow, known: Known) -> list[str]:
    """Returns the units that may be meant in *row*: those that the week has no figure of for its task yet.

    If one that no week mentions begins alike, it was renamed: 东河村, 东河社区.
    """
    alike = [unit for unit in known.units if unit[:2] == row["单位"][:2]]
    renamed = [unit for unit in alike if not known.is_mentioned(unit)]
    if len(renamed) == 1:
        return renamed
    taken = {other["单位"] for other in form.record.get("进展", ()) if other["任务"] == row["任务"]}
    return [unit for unit in known.units if unit not in taken]


def _indicators(form: Form[WeekReport], known: Known) -> Iterator[Fault]:
    """Yields the faults of a week's indicators: one that the plan does not have, one that is there twice."""
    rows = form.record.get("指标", ())
    yield from unique(form, ("指标",), [row["指标"] for row in rows], "指标")
    for index, row in enumerate(rows):
        name = row["指标"]
        if name not in known.indicators and known.has_right_indicators:
            what = _("方案里没有编号是“{name}”的指标").format(name=name)
            known.strangers.add(form, ("指标", index, "指标"), "unknown-indicator", what, name, known.indicators)


def _activities(form: Form[WeekReport]) -> Iterator[Fault]:
    """Yields a fault for every activity on a day of another week."""
    for index, row in enumerate(form.record.get("活动", ())):
        if str(calendar.week_of(row["日期"])) != form.record["周"]:
            what = _("{date}不在这一周里").format(date=day_text(row["日期"]))
            yield form.fault(("活动", index, "日期"), "outside-week", what, _("改日期，或者写到那一周的文件里"))
