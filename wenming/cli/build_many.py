"""``build`` of many towns: each by its options, how far they are, what became of them."""

import datetime
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from wenming.base.diagnostics import Fault, Faults, Place, as_json, show
from wenming.base.i18n import _
from wenming.cli import told_of_many
from wenming.cli.printing import Pdfs, put_pdfs, tell_of_many
from wenming.cli.shown_run import shown_run
from wenming.cli.told_of_many import How
from wenming.county.batch import Progress, Report, RunStopped, batch
from wenming.county.engines import NoSuchEngineError
from wenming.county.jobs import TownJob
from wenming.county.named import Named
from wenming.county.runs import Run
from wenming.pipeline import Job

_FAULTY = 1


def run(ctx: click.Context, named: Named, options: Job, how: How, *, as_data: bool) -> None:
    """Build the towns that are *named*, each by *options*; end with 1 where one failed."""
    jobs = [TownJob(town, options) for town in named.towns]
    now = datetime.datetime.now()
    notes: dict[str, tuple[Fault, ...]] = {}
    towns: dict[Path, Path] = {}  # of each document
    try:
        with shown_run(as_data=as_data) as shown:

            def note(progress: Progress) -> None:
                if how.all_notes:
                    notes[progress.result.town] = progress.result.notes
                towns.update({Path(one.file): Path(progress.result.town) for one in progress.result.made})
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
    pdfs = put_pdfs([*towns], None, towns.get) if how.with_pdf and towns else Pdfs((), (), ())
    if as_data:
        shape: dict[str, object] = {"summary": told_of_many.summary_as_data(made, named)}
        if how.with_pdf:
            shape["pdfs"] = {"files": [str(one.path) for one in pdfs.made], "faults": as_json(pdfs.faults)}
        click.echo(json.dumps(shape, ensure_ascii=False))
    else:
        _tell(made, named, options, how, notes)
    if how.with_pdf and not as_data:
        tell_of_many(pdfs)
    if made.failed or made.summaries.faults or pdfs.faults:
        ctx.exit(_FAULTY)


def _tell(made: Report, named: Named, options: Job, how: How, notes: Mapping[str, Sequence[Fault]]) -> None:
    """Tell a clerk what became of the towns."""
    click.echo("\n".join(told_of_many.lines(made, named, options, how)))
    for line in (*told_of_many.note_lines(made, notes), *told_of_many.fault_lines(made)):
        click.echo(line, err=True)


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
