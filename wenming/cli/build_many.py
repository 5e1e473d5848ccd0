"""``build`` of many towns, and ``runs``: how far they are, what is wrong by its cause, how to go on."""

import datetime
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import NamedTuple, Protocol, Self

import click

from wenming.base import resources
from wenming.base.diagnostics import Fault, Faults, Place, as_json, show, where
from wenming.base.i18n import N_, _, enumerated, many
from wenming.cli import report
from wenming.cli.help import AS_DATA, Command
from wenming.cli.out import OUT_ANYWHERE
from wenming.cli.progress import ProgressBar
from wenming.cli.results import echo_json
from wenming.county import stores
from wenming.county.batch import Progress, Report, RunStopped, batch
from wenming.county.causes import Cause, causes_of
from wenming.county.engines import NoSuchEngineError
from wenming.county.jobs import Made, TownJob
from wenming.county.named import Named
from wenming.county.runs import Run, Runs, place_of
from wenming.pipeline import Job

_FAULTY = 1
_NAMED = 8  # towns of one cause that are named
_CAUSES = 20  # causes that are listed
_MISNAMED = frozenset({"no-folder", "no-town"})  # what no change of a form mends
_EVERY = 1.0  # seconds between two lines on how far a run is, where there is no terminal


class How(NamedTuple):
    """How many towns are built: where *out*, by which *engine*, with how many *workers*, *only_changed* ones or all.

    *all_notes*: what is to be looked at in each town is listed.
    """

    out: str
    engine: str
    workers: int
    only_changed: bool
    all_notes: bool = False


def run(ctx: click.Context, named: Named, options: Job, how: How, *, as_data: bool) -> None:
    """Build the towns that are *named*, each by *options*; end with 1 where one failed."""
    jobs = [TownJob(town, options) for town in named.towns]
    now = datetime.datetime.now()
    notes: dict[str, tuple[Fault, ...]] = {}
    try:
        with _shown(as_data=as_data) as shown:

            def note(progress: Progress) -> None:
                if how.all_notes:
                    notes[progress.result.town] = progress.result.notes
                shown.show(progress)

            made = batch(
                jobs,
                how.out,
                now,
                engine=how.engine,
                workers=how.workers,
                only_changed=how.only_changed,
                on_progress=note,
            )
    except NoSuchEngineError as error:
        raise click.UsageError(str(error)) from error
    except RunStopped as error:
        _tell_stopped(error, as_data=as_data)
        ctx.exit(_FAULTY)
    except KeyboardInterrupt:
        click.echo("\n" + _("停下了。做好的都在，加 --resume 接着做"), err=True)
        ctx.exit(_FAULTY)
    if as_data:
        click.echo(json.dumps({"summary": _summary_as_data(made, named)}, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(made, named, options, how)))
        for line in (*_note_lines(made, notes), *_fault_lines(made)):
            click.echo(line, err=True)
    if made.failed or made.summaries.faults:
        ctx.exit(_FAULTY)


def last_run(out: str) -> tuple[Run, list[str]]:
    """The run that ``--resume`` goes on with, and its towns. Raises Faults where there was none."""
    if place_of(out).is_file():
        with Runs(place_of(out)) as runs:
            last = runs.last()
            if last is not None:
                return last, runs.towns(last.number)
    mend = _("第一次不加 --resume")
    raise Faults([Fault(Place(out), _("这里还没有做过很多镇"), mend, "no-file")])


def as_before(job: Job, last: Run) -> Job:
    """*job* with the options of the *last* run, but for those that are given now."""
    options = last.options
    return job._replace(
        week=job.week or options.get("week", ""),
        since=job.since or options.get("since", ""),
        final=job.final or options.get("final", "") == str(True),
    )


def nothing_named(named: Named) -> Faults:
    """The fault that no town was *named*."""
    mend = _("写镇的文件夹，例如 data/anping，或者 data/*")
    return Faults([*named.passed_over, Fault(Place(""), _("一个镇也没有找到"), mend, "no-town")])


def _tell_stopped(error: RunStopped, *, as_data: bool) -> None:
    """Say why a run was stopped, and how far it came."""
    if as_data:
        summary = {"done": error.done, "of": error.of, "faults": as_json(error.faults)}
        click.echo(json.dumps({"summary": summary}, ensure_ascii=False))
        return
    click.echo(show(error.faults), err=True)
    told = _("停下了：{of} 个镇做了 {done} 个，做好的都在；加 --resume 接着做")
    if not error.done:
        told = _("停下了，一个镇也没有做")
    click.echo(told.format(of=error.of, done=error.done), err=True)


# While it runs


class _Shown(Protocol):
    """What shows how far a run is, for as long as it takes."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...

    def show(self, progress: Progress) -> None:
        """Show how far the run is."""


def _shown(*, as_data: bool) -> _Shown:
    if as_data:
        return _JsonLines()
    return ProgressBar(more_than=0) if sys.stderr.isatty() else _Lines()


class _Lines:
    """A line now and then, where there is no terminal."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._said = self._started

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        return

    def show(self, progress: Progress) -> None:
        """Say how far the run is, if the last line is some time ago."""
        now = time.monotonic()
        if now - self._said < _EVERY and progress.done < progress.of:
            return
        self._said = now
        left = (now - self._started) / progress.done * (progress.of - progress.done)
        said = _("已做 {done}/{of} 个镇，大约还要 {left} 秒")
        click.echo(said.format(done=progress.done, of=progress.of, left=round(left)), err=True)


class _JsonLines:
    """One object of the usual shape for each town that is done."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        return

    def show(self, progress: Progress) -> None:
        """Write the town that is done."""
        result = progress.result
        shape = {
            "town": result.town,
            "documents": [_document_as_data(one) for one in result.made],
            "notes": as_json(result.notes),
            "faults": as_json(result.faults),
            "written": list(result.written),
            "unchanged": result.is_unchanged,
        }
        click.echo(json.dumps(shape, ensure_ascii=False))


def _document_as_data(made: Made) -> dict[str, object]:
    """A document in the shape in which ``build`` of one town tells it."""
    data: dict[str, object] = made._asdict()
    del data["name"], data["digest"]
    return data


# At the end


def _lines(made: Report, named: Named, options: Job, how: How) -> Iterator[str]:
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


def _note_lines(made: Report, notes: Mapping[str, Sequence[Fault]]) -> Iterator[str]:
    """What is to be looked at in each town, where that was asked for or there is but one."""
    if not notes:
        yield from report.note_lines(made.notes, whole=True)
    for town in sorted(notes):
        if notes[town]:
            yield stores.name_of(town)
            yield from report.note_lines(notes[town], whole=True)


def _fault_lines(made: Report) -> Iterator[str]:
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


def _summary_as_data(made: Report, named: Named) -> dict[str, object]:
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


# What was run


@click.command("runs", cls=Command, help=N_("做过的很多镇：每一次做成几个、还剩哪几个、为什么。"))
@OUT_ANYWHERE
@AS_DATA
@click.pass_context
def runs(ctx: click.Context, out: str, as_data: bool) -> None:
    """List the runs over many towns."""
    ctx.obj["json"] = as_data
    last_run(out)
    with Runs(place_of(out)) as table:
        listed = table.all()
        left = {one.number: table.left(one.number) for one in listed}
        towns = {one.number: table.towns(one.number) for one in listed} if as_data else {}
    if as_data:
        echo_json(runs=[_run_as_data(one, towns[one.number], left[one.number]) for one in listed])
        return
    for one in listed:
        click.echo("  ".join([one.started, *_asked(one), _counted(one)]))
        for town, why in left[one.number][:_NAMED]:
            click.echo(f"    {town}  {why}" if why else f"    {town}")
        if len(left[one.number]) > _NAMED:
            click.echo(many("    还有 {n} 个，加 --json 看全部", len(left[one.number]) - _NAMED))


def _asked(run: Run) -> Iterator[str]:
    """What a run was asked for, as it was typed; nothing where it was everything."""
    words = [*run.kinds, *(run.options.get(name, "") for name in ("week", "since"))]
    said = " ".join(word for word in words if word)
    if said:
        yield said


def _counted(run: Run) -> str:
    counts = _("，做成 {done}，没有做成 {failed}，还没有做 {waiting}")
    return many("{n} 个镇", run.size) + counts.format(done=run.done, failed=run.failed, waiting=run.waiting)


def _run_as_data(run: Run, towns: Sequence[str], left: Sequence[tuple[str, str]]) -> dict[str, object]:
    return {
        "started": run.started,
        "towns": list(towns),
        "kinds": list(run.kinds),
        "week": run.options.get("week", ""),
        "since": run.options.get("since", ""),
        "done": run.done,
        "failed": run.failed,
        "waiting": run.waiting,
        "left": [{"town": town, "why": why} for town, why in left],
    }
