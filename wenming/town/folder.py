"""A town's folder: which forms, weeks, notices and templates it has."""

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from wenming.base import resources
from wenming.base.cache import recall
from wenming.base.diagnostics import Fault, Faults, Place, nearest
from wenming.base.i18n import _
from wenming.forms import form as forms_
from wenming.forms.completion import completed
from wenming.forms.form import Form
from wenming.forms.placeholders import fill


@dataclass(frozen=True, slots=True)
class Town:
    """A town's forms, read, filled and checked against each other."""

    folder: Path
    town: Form
    plan: Form | None
    notices: Sequence[Form]
    weeks: Sequence[Form]
    scores: Sequence[Form] = ()

    @property
    def forms(self) -> list[Form]:
        """Every form that was read."""
        return [self.town, *([self.plan] if self.plan else []), *self.notices, *self.weeks, *self.scores]

    @property
    def record(self) -> dict[str, Any]:
        return self.town.record["镇"]  # type: ignore[no-any-return]


def forms(folder: Path, kind: str) -> list[Path]:
    """The files of *kind* (town, plan, notices, weeks, scores) in the folder of a town, in order."""
    if kind in ("town", "plan"):
        return [path for path in [folder / f"{kind}.yaml"] if path.is_file()]
    return sorted(path for path in (folder / kind).glob("*.y*ml") if path.is_file())


def expect(folder: Path) -> None:
    """Raise Faults where *folder* is no town's."""
    if not folder.is_dir():
        raise Faults([_no_folder(folder)])
    if not forms(folder, "town"):
        mend = _("用 {command} new {folder} 建一个").format(command=resources.command(), folder=folder)
        raise Faults([Fault(Place(str(folder)), _("这个文件夹里没有 town.yaml"), mend)])


def read(folder: Path, needs: Iterable[str] = ("plan", "notices", "weeks", "scores"), until: str = "") -> Town:
    """The town in *folder* with the forms in *needs*; weeks after *until* are left out.

    Raises Faults: all of them, in every form.
    """
    expect(folder)
    needs = {*needs, *(("plan",) if "weeks" in needs else ())}  # what a week reports on
    wanted = {"town": "town", "plan": "plan", "notices": "notice", "weeks": "week", "scores": "score"}
    found: dict[str, list[Form]] = {}
    faults: list[Fault] = []
    for kind, name in wanted.items():
        found[kind] = []
        for path in forms(folder, kind) if kind in ("town", *needs) else ():
            if kind == "weeks" and until and path.stem > until:
                continue
            try:
                found[kind].append(forms_.read(path, name, _shown(path)))
            except Faults as error:
                faults += error.faults
    if faults:
        raise Faults(faults)
    own, plan, *lists = found.values()
    town = Town(folder, own[0], next(iter(plan), None), *lists)
    faults = [*_filled(town), *_checked(town)]
    if faults:
        raise Faults(faults)
    return town


def _checked(town: Town) -> list[Fault]:
    """The faults between the forms; that there are none is remembered as long as no form changes."""

    def check() -> bool:
        from wenming.forms.checks import all as checks  # and the figures with it: only for forms that changed

        faults.extend(checks.check(town.town, town.plan, town.notices, town.weeks, town.scores))
        if faults:
            raise Faults(faults)
        return True

    faults: list[Fault] = []
    with contextlib.suppress(Faults):
        recall(check, b"checked", *(form.digest for form in town.forms))
    return faults


def _shown(path: Path) -> str:
    """*path* as the clerk would type it: below the current folder without what leads there."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _filled(town: Town) -> list[Fault]:
    """Fill ``{{ }}`` in every form: 镇 and 方案 as a whole, the fields of the plan and of the form by their names."""

    plan = town.plan.record if town.plan else {}
    known = {**plan, "镇": town.record, "方案": plan}

    def everything(record: dict[str, Any]) -> dict[str, Any]:
        whole = completed(plan, "plan") if plan else {}
        return {**whole, "镇": completed(town.town.record, "town")["镇"], "方案": whole, **record}

    return [
        fault
        for form in town.forms
        if form.tagged
        for fault in fill(form, {**known, **form.record}, partial(everything, form.record))
    ]


def _no_folder(folder: Path) -> Fault:
    parent = folder.parent
    names = [path.name for path in parent.iterdir() if (path / "town.yaml").is_file()] if parent.is_dir() else []
    near = nearest(folder.name, names)
    if near:
        mend = _("是不是 {near}？").format(near=parent / near)
    elif names:
        mend = _("这里有：{names}").format(names="、".join(sorted(names)))
    else:
        mend = _("用 {command} new {folder} 建一个").format(command=resources.command(), folder=folder)
    return Fault(Place(str(folder)), _("没有这个文件夹"), mend)
