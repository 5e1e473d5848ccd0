"""``build`` of many towns, and ``runs``: how far they are, what is wrong by its cause, how to go on."""

import datetime
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import click

from wenming.base import resources
from wenming.base.diagnostics import Fault, Faults, Place, as_json, where
from wenming.base.i18n import N_, _, enumerated, many
from wenming.cli import report as words
from wenming.cli.help import AS_DATA, Command
from wenming.cli.main import OUT
from wenming.cli.results import echo_json
from wenming.county.batch import Progress, Report, batch
from wenming.county.causes import Cause, causes_of, failed
from wenming.county.named import Named
from wenming.county.runs import NAME, Run, Runs, last_run
from wenming.pipeline import Job

_FAULTY = 1
_NAMED = 8  # towns of one cause that are named
_CAUSES = 20  # causes that are listed
_EVERY = 1.0  # seconds between two lines on how far a run is, where there is no terminal


def run(ctx: click.Context, named: Named, options: Job, *, only_changed: bool, workers: int, as_data: bool) -> None:
    """Build the towns that are *named*, each by *options*; end with 1 where one failed."""
    assert options.out is not None
    jobs = [options._replace(folder=town, kinds=named.kinds) for town in named.towns]
    show = _line_of_json if as_data else _Bar().show
    now = datetime.datetime.now()
    made = batch(jobs, options.out, now, only_changed=only_changed, workers=workers, on_progress=show)
    if as_data:
        click.echo(json.dumps({"summary": _summary_as_data(made, named)}, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(made, named)))
        for line in _fault_lines(made):
            click.echo(line, err=True)
    if failed(made.results):
        ctx.exit(_FAULTY)


def last_options(out: Path) -> Run:
    """The run that ``--resume`` goes on with. Raises Faults where there was none."""
    last = last_run(out)
    if last is None:
        mend = _("第一次不加 --resume")
        raise Faults([Fault(Place(str(out)), _("这里还没有做过很多镇"), mend, "no-file")])
    return last


def as_before(job: Job, out: Path) -> Job:
    """*job* with the options of the last run in *out*, but for those that are given now."""
    options = last_options(out).options
    return job._replace(
        week=job.week or options.get("week", ""),
        since=job.since or options.get("since", ""),
        final=job.final or options.get("final", "") == str(True),
    )


def nothing_named(named: Named) -> Faults:
    """The fault that no town was *named*."""
    mend = _("写镇的文件夹，例如 data/anping，或者 data/*")
    return Faults([*named.passed_over, Fault(Place(""), _("一个镇也没有找到"), mend, "no-town")])


# While it runs


class _Bar:
    """How far the run is: a bar with the time left on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._said = 0.0

    def show(self, progress: Progress) -> None:
        """Show how far the run is."""
        now = time.monotonic()
        is_last = progress.done == progress.of
        if now - self._said < _EVERY and not is_last:
            return
        self._said = now
        left = (now - self._started) / progress.done * (progress.of - progress.done)
        text = _("已做 {done}/{of} 个镇，大约还要 {left} 秒").format(
            done=progress.done, of=progress.of, left=round(left)
        )
        if sys.stderr.isatty():
            click.echo(f"\r\033[K{text}", err=True, nl=is_last)
        else:
            click.echo(text, err=True)


def _line_of_json(progress: Progress) -> None:
    """One object of the usual shape for a town that is done."""
    result = progress.result
    documents = words.documents_as_data(result.built) if result.built else []
    notes = as_json(result.built.notes) if result.built else []
    shape = {"town": str(result.town), "documents": documents, "notes": notes, "faults": as_json(result.faults)}
    click.echo(json.dumps(shape, ensure_ascii=False))


# At the end


def _lines(made: Report, named: Named) -> Iterator[str]:
    built = [result for result in made.results if result.built is not None]
    documents = sum(len(result.built.documents) for result in built if result.built)
    yield many("{n} 个镇做好了", len(built)) + many("，共 {n} 份公文。", documents)
    if made.unchanged:
        yield many("{n} 个镇没有变，没有再做。", len(made.unchanged))
    notes = [result for result in built if result.built and result.built.notes]
    if notes:
        command = f"{resources.command()} build {notes[0].town}"
        yield many("{n} 个镇有要核对的，单独做一次就列出来：{command}", len(notes), command=command)
    for fault in named.passed_over:
        yield f"{where(fault.place)}  {fault.what}"
    if made.summary:
        yield _("汇总：{path}").format(path=made.summary)


def _fault_lines(made: Report) -> Iterator[str]:
    broken = failed(made.results)
    if not broken:
        return
    yield many("{n} 个镇没有做成，它们的公文没有动：", len(broken))
    causes = causes_of(made.results)
    for cause in causes[:_CAUSES]:
        yield from _cause_lines(cause)
    if len(causes) > _CAUSES:
        yield many("  还有 {n} 种，加 --json 看全部", len(causes) - _CAUSES)
    yield _("改好以后，加 --resume 只做没有做成的和变了的")


def _cause_lines(cause: Cause) -> Iterator[str]:
    names = enumerated(cause.towns[:_NAMED]) + (_("等") if len(cause.towns) > _NAMED else "")
    yield many("  {n} 个镇：{what}（{names}）", len(cause.towns), what=cause.what, names=names)
    hint = f"  {cause.first.mend}" if cause.first.mend else ""
    yield f"    {where(cause.first.place)}{hint}"


def _summary_as_data(made: Report, named: Named) -> dict[str, object]:
    return {
        "built": len(made.results) - len(failed(made.results)),
        "failed": [str(result.town) for result in failed(made.results)],
        "unchanged": [str(town) for town in made.unchanged],
        "passed_over": as_json(named.passed_over),
        "causes": [_cause_as_data(cause) for cause in causes_of(made.results)],
        "file": str(made.summary) if made.summary else None,
    }


def _cause_as_data(cause: Cause) -> dict[str, object]:
    return {"what": cause.what, "mend": cause.first.mend, "code": cause.first.code, "towns": list(cause.towns)}


# What was run


@click.command("runs", cls=Command, help=N_("做过的很多镇：每一次做成几个、还剩哪几个、为什么。"))
@OUT
@AS_DATA
@click.pass_context
def runs(ctx: click.Context, out: Path, as_data: bool) -> None:
    """List the runs over many towns."""
    ctx.obj["json"] = as_data
    if not (out / NAME).is_file():
        last_options(out)
    table = Runs(out)
    with closing(table):
        listed = [*table.all()]
        left = {one.number: table.left(one.number) for one in listed}
    if as_data:
        echo_json(runs=[_run_as_data(one, left[one.number]) for one in listed])
        return
    for one in listed:
        done = many("{n} 个镇", len(one.towns)) + _("，做成 {done}，没有做成 {failed}，还没有做 {waiting}").format(
            done=one.done, failed=one.failed, waiting=one.waiting
        )
        click.echo(f"{one.started}  {done}")
        for town, why in left[one.number][:_NAMED]:
            click.echo(f"    {town}  {why}" if why else f"    {town}")


def _run_as_data(one: Run, left: Sequence[tuple[str, str]]) -> dict[str, object]:
    return {
        "started": one.started,
        "towns": list(one.towns),
        "kinds": list(one.kinds),
        "done": one.done,
        "failed": one.failed,
        "waiting": one.waiting,
        "left": [{"town": town, "why": why} for town, why in left],
    }
