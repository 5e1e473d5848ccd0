"""``build`` of many towns: each by its options, how far they are, what became of them."""

import datetime
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from wenming.base.diagnostics import Fault, Faults, Place, as_json, show
from wenming.base.i18n import _
from wenming.cli import told_of_many
from wenming.cli.printing import put_pdfs_or_say_why, tell_of_many
from wenming.cli.shown_run import shown_run
from wenming.cli.told_of_many import How
from wenming.county import stores
from wenming.county.batch import Progress, Report, RunStopped, batch
from wenming.county.engines import NoSuchEngineError
from wenming.county.jobs import TownBuilt, TownJob
from wenming.county.named import Named
from wenming.county.runs import Run
from wenming.pages.pdf_files import Pdfs
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
                town = Path(progress.result.town)
                towns.update({Path(one.file): town for one in progress.result.made})
                if progress.result.is_unchanged and how.with_pdf:  # it may have no PDFs yet
                    folder = Path(how.out, stores.name_of(progress.result.town))
                    towns.update(dict.fromkeys(sorted(folder.glob("[!~.]*.docx")), town))
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
    pdfs = put_pdfs_or_say_why([*towns], None, towns.get) if how.with_pdf and towns else Pdfs((), (), ())
    if as_data:
        click.echo(json.dumps(_as_data(made, named, pdfs), ensure_ascii=False))
    else:
        _tell(made, named, options, how, notes)
        if how.with_pdf:
            tell_of_many(pdfs)
    if made.failed or made.summaries.faults or pdfs.faults:
        ctx.exit(_FAULTY)


def _as_data(made: Report, named: Named, pdfs: Pdfs) -> dict[str, object]:
    """What became of the towns and of their PDFs, for another program."""
    return {
        "summary": told_of_many.summary_as_data(made, named),
        "pdfs": {"files": [str(one.path) for one in pdfs.made], "faults": as_json(pdfs.faults)},
    }


def _documents_of(result: TownBuilt, how: How) -> dict[Path, Path]:
    """The town of each document of it: those that were made, or those that are there and may have no PDFs yet."""
    town = Path(result.town)
    if not result.is_unchanged:
        return {Path(one.file): town for one in result.made}
    folder = Path(how.out, stores.name_of(result.town))
    return dict.fromkeys(sorted(folder.glob("[!~.]*.docx")), town)


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
