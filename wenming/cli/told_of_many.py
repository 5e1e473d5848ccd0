"""What became of many towns: for the clerk by causes, with how to go on, and for other programs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from wenming.base import resources
from wenming.base.diagnostics import Fault, as_json, show, where
from wenming.base.i18n import _, enumerated, many
from wenming.cli import report
from wenming.county import stores
from wenming.county.batch import Report
from wenming.county.causes import Cause, causes_of
from wenming.county.named import Named
from wenming.pipeline import Job

_NAMED = 8  # towns of one cause that are named
_CAUSES = 20  # causes that are listed
_MISNAMED = frozenset({"no-folder", "no-town"})  # what no change of a form mends


class How(NamedTuple):
    """How many towns are built: where *out*, by which *engine*, with how many *workers*, *only_changed* ones or all.

    *all_notes*: what is to be looked at in each town is listed; *with_pdf*: a PDF of each document, too.
    """

    out: str
    engine: str
    workers: int
    only_changed: bool
    all_notes: bool = False
    with_pdf: bool = False


def lines(made: Report, named: Named, options: Job, how: How) -> Iterator[str]:
    """What became of the towns that were *named*, for the clerk."""
    yield many("{n} 个镇做好了", made.built) + many("，共 {n} 份公文。", made.documents)
    if made.unchanged:
        yield many("{n} 个镇没有变，没有再做。", len(made.unchanged))
    if made.edited:
        names = _some(made.edited)
        yield many("{n} 个镇的公文有人改过，改的并进去了，或者另存在“合并前”里：{names}", len(made.edited), names=names)
    if made.conflicts:
        yield many("    {n} 处两边都改了，留的是改过的，新的在批注里", made.conflicts)
    if made.to_look_at and not made.notes and not how.all_notes:
        command = _command_for(made.to_look_at[0], options, how)
        names = _some(made.to_look_at)
        said = _("加 --notes 就列出来，一个镇的这样看：{command}").format(command=command)
        yield many("{n} 个镇有要核对的（{names}），{said}", len(made.to_look_at), names=names, said=said)
    for fault in named.passed_over:
        yield f"{where(fault.place)}  {fault.what}"
    if made.summaries.written:
        yield _("汇总：{paths}").format(paths=enumerated(made.summaries.written))
    for copy in made.summaries.kept:
        yield _("汇总有人改过，改过的另存为 {copy}").format(copy=copy)


def _command_for(town: str, options: Job, how: How) -> str:
    """The command that builds a *town* alone, as all were."""
    words = ["build", town, *options.kinds]
    if options.week:
        words += ["--week", options.week]
    if options.since:
        words += ["--since", options.since]
    if options.final:
        words.append("--final")
    if how.out != "outputs":
        words += ["--out", how.out]
    return " ".join([resources.command(), *(f'"{word}"' if " " in word else word for word in words)])


def note_lines(made: Report, notes: Mapping[str, Sequence[Fault]]) -> Iterator[str]:
    """What is to be looked at in each town, where that was asked for or there is but one."""
    if not notes:
        yield from report.note_lines(made.notes, whole=True)
    for town in sorted(notes):
        if notes[town]:
            yield stores.name_of(town)
            yield from report.note_lines(notes[town], whole=True)


def fault_lines(made: Report) -> Iterator[str]:
    """Which towns failed, by the causes, and how to go on."""
    if made.summaries.faults:
        yield _("汇总没有写成：")
        yield show(made.summaries.faults)
    if not made.failed:
        return
    yield many("{n} 个镇没有做成：", len(made.failed))
    causes = causes_of(made.failed)
    for cause in causes[:_CAUSES]:
        yield from _cause_lines(cause)
    if len(causes) > _CAUSES:
        yield many("  还有 {n} 种，加 --json 看全部", len(causes) - _CAUSES)
    partly = [town.town for town in made.failed if town.written]
    if partly:
        yield many("其中 {n} 个镇的公文写了一部分：{names}；别的镇的公文没有动", len(partly), names=_some(partly))
    else:
        yield _("它们的公文没有动")
    misnamed = [town for town in made.failed if all(fault.code in _MISNAMED for fault in town.faults)]
    if misnamed:
        yield _("名称写错的，把命令或者名单里的改对，再运行一次，加 --changed 只做没有做成的和变了的")
    if len(misnamed) < len(made.failed):
        yield _("表单改好以后，加 --resume 只做没有做成的和变了的")


def _some(towns: Sequence[str]) -> str:
    """The names of the folders of the first of *towns*."""
    return enumerated(stores.name_of(town) for town in towns[:_NAMED]) + (_("等") if len(towns) > _NAMED else "")


def _cause_lines(cause: Cause) -> Iterator[str]:
    yield many("  {n} 个镇：{what}（{names}）", len(cause.towns), what=cause.what, names=_some(cause.towns))
    hint = f"  {cause.first.mend}" if cause.first.mend else ""
    yield f"    {where(cause.first.place)}{hint}"


def summary_as_data(made: Report, named: Named) -> dict[str, object]:
    """What became of the towns, for another program."""
    return {
        "built": made.built,
        "failed": [town.town for town in made.failed],
        "unchanged": list(made.unchanged),
        "passed_over": as_json(named.passed_over),
        "causes": [_cause_as_data(cause) for cause in causes_of(made.failed)],
        "edited": list(made.edited),
        "files": list(made.summaries.written),
        "kept": list(made.summaries.kept),
        "faults": as_json(made.summaries.faults),
    }


def _cause_as_data(cause: Cause) -> dict[str, object]:
    return {"what": cause.what, "mend": cause.first.mend, "code": cause.first.code, "towns": list(cause.towns)}
