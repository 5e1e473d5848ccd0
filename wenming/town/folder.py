"""A town's folder: which forms it has, read, filled and held against each other."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from wenming import forms
from wenming.base import resources
from wenming.base.cache import recall
from wenming.base.diagnostics import Fault, Faults, Place, nearest
from wenming.base.i18n import _, enumerated
from wenming.base.lazy import Later
from wenming.forms import form as form_files
from wenming.forms import schema
from wenming.forms.completion import completed
from wenming.forms.form import Form
from wenming.forms.placeholders import fill
from wenming.forms.schema import Schema
from wenming.forms.sources import SOURCES, Source
from wenming.town.beside import name_of

if TYPE_CHECKING:
    from wenming.forms.records import Notice, Plan, ScoreForm, Task, TownFacts, TownForm, WeekReport
    from wenming.town import data_files
else:
    data_files = Later("wenming.town.data_files")

FORMS: Sequence[str | Schema] = ("town", "plan", "notice", "week", "score")
_DATA_FILE = "数据".encode()  # stands in forms that name files of tables
AnyForm = Form[Any]  # Any: the records of each form are of a type of their own
_BELOW = {"weeks": "plan"}  # what is read together: a week reports on the plan


class Town(NamedTuple):
    """A town's forms, read, filled and checked against each other; by the names that kinds of document need them by.

    A form that there is one of is called by its schema (town, plan), others by their folder (notices, weeks, scores).
    """

    folder: Path
    forms: Mapping[str, Sequence[AnyForm]]

    @property
    def town(self) -> Form[TownForm]:
        return self.forms["town"][0]

    @property
    def plan(self) -> Form[Plan] | None:
        return next(iter(self.forms.get("plan", ())), None)

    @property
    def notices(self) -> Sequence[Form[Notice]]:
        return self.forms.get("notices", ())

    @property
    def weeks(self) -> Sequence[Form[WeekReport]]:
        return self.forms.get("weeks", ())

    @property
    def scores(self) -> Sequence[Form[ScoreForm]]:
        return self.forms.get("scores", ())

    @property
    def record(self) -> TownFacts:
        return self.town.record["镇"]


class Reading(NamedTuple):
    """How a town is read: which *forms* and *sources* there are, and what has not been saved.

    *unsaved*: texts of forms by their names below the folder (plan.yaml, weeks/2026-W12.yaml); they go before what is
    on the disk. *here*: the folder, resolved, from which faults name files.
    """

    forms: Sequence[str | Schema] = FORMS
    sources: Sequence[Source] = SOURCES
    unsaved: Mapping[str, bytes] = {}
    here: Path | None = None


def form_paths(folder: Path, name: str, reading: Reading | None = None) -> list[Path]:
    """The files of the forms called *name* (town, plan, notices, weeks, scores) in the folder of a town, in order."""
    reading = reading or Reading()
    form = _forms_by_name(reading)[name]
    return _paths(folder, name, is_folder=_has_many(form), reading=reading)


def can_hold(name: str, reading: Reading) -> bool:
    """True if a town can have a form in the file *name* below its folder: plan.yaml, weeks/2026-W12.yaml."""
    path = PurePosixPath(name)
    for called, form in _forms_by_name(reading).items():
        if not _has_many(form):
            if name in [f"{called}{source.suffixes[0]}" for source in reading.sources]:
                return True
        elif path.parts[:-1] == (called,) and _is_taken(path, reading.sources):
            return True
    return False


def _has_many(form: str | Schema) -> bool:
    """True if a town has many of *form*, in a folder of their own."""
    if isinstance(form, str):
        return bool(schema.folders((form,))[form])
    return bool(form.folder)


def expect_town(folder: Path, reading: Reading | None = None) -> None:
    """Raise Faults where *folder* is no town's."""
    reading = reading or Reading()
    if not folder.is_dir() and not reading.unsaved:
        raise Faults([_no_folder(folder)])
    if not _paths(folder, "town", is_folder=False, reading=reading):
        mend = _("用 {command} new {folder} 建一个").format(command=resources.command(), folder=folder)
        raise Faults([Fault(Place(str(folder)), _("这个文件夹里没有 town.yaml"), mend, "no-town")])


def read(
    folder: Path,
    needs: Iterable[str] = ("plan", "notices", "weeks", "scores"),
    until: str = "",
    reading: Reading | None = None,
) -> Town:
    """The town in *folder* with the forms that it *needs*; weeks after *until* are left out.

    Raises Faults: all of them, in every form.
    """
    reading = reading or Reading()
    expect_town(folder, reading)
    wanted = {"town", *needs}
    wanted |= {_BELOW[name] for name in wanted & _BELOW.keys()}
    found, faults = _read_forms(folder, wanted, until, reading)
    if faults:
        raise Faults([*faults, *_faults_of_weeks(found)])
    found = _with_data_files(found, folder)
    filled, faults = _fill_forms(_with_targets(found))
    faults += _cross_faults(filled)
    if faults:
        raise Faults(faults)
    return Town(folder, filled)


def _faults_of_weeks(found: Found) -> list[Fault]:
    """The faults of the weeks that were read, where another form could not be: they need not wait for it."""
    if not found.get("town") or found.get("plan"):
        return []
    town = found["town"][0].record["镇"]
    return list(forms.checks.weeks.week_faults(found.get("weeks", ()), None, town, plan_is_broken=True))


Found = dict[str, tuple[AnyForm, ...]]


def _read_forms(folder: Path, wanted: set[str], until: str, reading: Reading) -> tuple[Found, list[Fault]]:
    """The *wanted* forms, each read by its schema, and all their faults."""
    found: Found = {}
    faults: list[Fault] = []
    for name, form in _forms_by_name(reading).items():
        found[name] = ()
        if name in wanted:
            known = schema.load(form) if isinstance(form, str) else form
            found[name], own_faults = _read_forms_of(folder, name, known, until, reading)
            faults += own_faults
    return found, faults


def _forms_by_name(reading: Reading) -> dict[str, str | Schema]:
    """The forms that there are, by the folder in which a town has many, or the name of the one that it has."""
    built_in = tuple(form for form in reading.forms if isinstance(form, str))
    folders = schema.folders(built_in)
    by_name: dict[str, str | Schema] = {}
    for form in reading.forms:
        if isinstance(form, str):
            by_name[folders[form] or form] = form
        else:
            by_name[form.folder or form.name] = form
    return by_name


def _read_forms_of(
    folder: Path, name: str, known: Schema, until: str, reading: Reading
) -> tuple[tuple[AnyForm, ...], list[Fault]]:
    """The forms called *name*, weeks only *until* one, and all their faults."""
    found: list[AnyForm] = []
    faults: list[Fault] = []
    for path in _paths(folder, name, is_folder=bool(known.folder), reading=reading):
        is_later = name == "weeks" and until and path.stem > until
        if is_later:
            continue
        try:
            found.append(_read_form(path, folder, known, reading))
        except Faults as error:
            faults += error.faults
    return tuple(found), faults


def _read_form(path: Path, folder: Path, known: Schema, reading: Reading) -> AnyForm:
    """The form in the file *path*, or what is to be saved there. Raises Faults."""
    source = next(one for one in reading.sources if one.takes(path))
    shown = _shown(path, reading.here)
    unsaved = reading.unsaved.get(path.relative_to(folder).as_posix())
    if unsaved is not None:
        return form_files.read_data(unsaved, path, known, shown, source)
    return form_files.read(path, known, shown, source)


def _paths(folder: Path, name: str, *, is_folder: bool, reading: Reading) -> list[Path]:
    """The files of the forms called *name*, those that are not saved too, in order."""
    unsaved = {folder / PurePosixPath(text) for text in reading.unsaved}
    if is_folder:
        here = folder / name
        on_disk = _files_in(here)
        paths = {path for path in on_disk | unsaved if path.parent == here}
        return sorted(path for path in paths if _is_taken(path, reading.sources))
    possible = [folder / f"{name}{source.suffixes[0]}" for source in reading.sources]
    return [path for path in possible if path in unsaved or path.is_file()][:1]


def _files_in(folder: Path) -> set[Path]:
    """The files in *folder*; none where there is no such folder, or it may not be read."""
    try:
        with os.scandir(folder) as entries:
            return {folder / entry.name for entry in entries if entry.is_file()}
    except OSError:
        return set()


def _is_taken(path: PurePath, sources: Sequence[Source]) -> bool:
    return any(source.takes(path) for source in sources)


def _shown(path: Path, here: Path | None) -> str:
    """*path* as the clerk would type it in the folder *here*."""
    if here is None:
        return str(path)
    try:
        return str(path.resolve().relative_to(here))
    except ValueError:
        return str(path)


def _with_data_files(found: Found, folder: Path) -> Found:
    """The forms with the tables that stand in files of their own. Raises Faults."""
    whole: Found = {}
    faults: list[Fault] = []
    for name, of_name in found.items():
        forms_of_name: list[AnyForm] = []
        for form in of_name:
            try:
                forms_of_name.append(data_files.with_tables(form, folder) if _DATA_FILE in form.data else form)
            except Faults as error:
                faults += error.faults
        whole[name] = tuple(forms_of_name)
    if faults:
        raise Faults(faults)
    return whole


def _with_targets(found: Found) -> Found:
    """The target of every task that leaves it out: what each village has to do, times the villages."""
    if not found.get("plan"):
        return found
    [plan] = found["plan"]
    villages = len(found["town"][0].record["镇"]["行政村"])
    tasks = [_with_target(task, villages) for task in plan.record.get("任务", ())]
    if not tasks:
        return found
    return {**found, "plan": (plan._replace(record={**plan.record, "任务": tasks}),)}


def _with_target(task: Task, villages: int) -> Task:
    if "目标值" in task or "分村" not in task:
        return task
    return {**task, "目标值": task["分村"] * villages}


def _fill_forms(found: Found) -> tuple[Found, list[Fault]]:
    """``{{ }}`` filled in every form: 镇 and 方案 whole, the fields of the plan and its own by their names."""
    filled = dict(found)
    faults: list[Fault] = []
    for name, of_name in found.items():
        full: list[AnyForm] = []
        for form in of_name:
            try:
                full.append(_fill_form(form, filled) if form.tagged else form)
            except Faults as error:
                faults += error.faults
                full.append(form)
        filled[name] = tuple(full)
    return filled, faults


def _fill_form(form: AnyForm, filled: Found) -> AnyForm:
    town = filled["town"][0].record
    plan = filled["plan"][0].record if filled.get("plan") else {}
    known = {**plan, "镇": town["镇"], "方案": plan, **form.record}

    def everything() -> dict[str, object]:
        whole = completed(plan, "plan") if plan else {}
        return {**whole, "镇": completed(town, "town")["镇"], "方案": whole, **form.record}

    return fill(form, known, everything)


def _cross_faults(found: Found) -> list[Fault]:
    """The faults between the forms; that there are none is remembered as long as no form changes."""
    faults: list[Fault] = []

    def is_right() -> bool:
        faults.extend(forms.checks.all.check(found))
        if faults:
            raise Faults(faults)
        return True

    digests = [form.digest for of_name in found.values() for form in of_name]
    has_files = any(form.beside for of_name in found.values() for form in of_name)
    with contextlib.suppress(Faults):
        if has_files:  # which may change without their forms
            is_right()
        else:
            recall(is_right, b"checked", *digests)
    return faults


def _is_below(program: Path, folder: Path) -> bool:
    """True if the town's *folder*, or the towns of which it may be the name, are in the folder of the *program*."""
    is_name = len(folder.parts) == 1
    return (program / folder).is_dir() or (is_name and bool(_towns_in(program / "data")))


def _no_folder(folder: Path) -> Fault:
    """The fault of a town's folder that is not there, with the one that was meant."""
    place = folder.parent
    if len(folder.parts) == 1 and _towns_in(place / "data"):  # a name alone was typed
        place = place / "data"
    towns = _towns_in(place)
    names = {name_of(place / town): town for town in towns}
    near = nearest(folder.name, towns) or names.get(nearest(folder.name, list(names)) or "")
    program = resources.own("templates").parent
    if not folder.is_absolute() and _is_below(program, folder) and not _towns_in(Path("data")):
        mend = _("这里不是程序的文件夹：先运行 cd {folder}，再运行一次").format(folder=f'"{program}"')
    elif near:
        mend = _("是不是 {near}？").format(near=place / near)
    elif towns:
        mend = _("这里有：{names}").format(names=enumerated(sorted(towns)))
    else:
        mend = _("用 {command} new {folder} 建一个").format(command=resources.command(), folder=folder)
    return Fault(Place(str(folder)), _("没有这个文件夹"), mend, "no-folder")


def _towns_in(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return [path.name for path in folder.iterdir() if (path / "town.yaml").is_file()]
