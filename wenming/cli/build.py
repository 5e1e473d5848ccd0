"""``build``: the documents of a town, or of many."""

import datetime
from functools import partial
from pathlib import Path

import click

from wenming import pipeline
from wenming.base import i18n, resources
from wenming.base.diagnostics import Fault, Faults, show
from wenming.base.i18n import N_, _
from wenming.cli import report
from wenming.cli.help import AS_DATA, Command
from wenming.cli.out import OUT_ANYWHERE
from wenming.cli.preview import first_page
from wenming.cli.printing import put_pdfs_or_say_why, tell_of_many
from wenming.cli.progress import ProgressBar
from wenming.cli.results import echo_json
from wenming.cli.typed import town_meant, week_typed
from wenming.county import stores
from wenming.county.named import Named, named
from wenming.documents import registry
from wenming.pages.pdf_files import Pdfs
from wenming.pipeline import Job


@click.command(
    "build",
    cls=Command,
    help=N_(
        "生成 TOWN 文件夹里的公文：全部，或者只做指定的几种：plan 实施方案、notice 通知、weekly 周报、circular 通报、"
        "scorecard 测评自评表、appeal 倡议书；写了名称才做的：rectification 整改通知单、breakdown 任务分解表、"
        "monthly 月报、final 总结。"
    ),
)
@click.argument("town", required=False)
@click.argument("kind", nargs=-1)
@click.option("--week", default="", metavar="2026-W12", help=N_("只做这一周的；月报、总结做到这一周"))
@click.option("--since", default="", metavar="2026-W10", help=N_("月报、总结从这一周起"))
@OUT_ANYWHERE
@click.option("--final", is_flag=True, help=N_("定稿：还有【待填】、____、没有文号或日期的，就不写"))
@click.option("--notes", "all_notes", is_flag=True, help=N_("要核对的全部列出来；不写只列前五处"))
@click.option("--pdf", "with_pdf", is_flag=True, help=N_("每份公文旁边再放一份 PDF"))
@click.option("--open", "shows", is_flag=True, help=N_("做完打开第一份公文第一面的图"))
@click.option("--changed", "only_changed", is_flag=True, help=N_("很多镇：没有变的不再做"))
@click.option("--resume", is_flag=True, help=N_("很多镇：接着上一次，只做没有做成的和变了的"))
@click.option("--workers", type=int, default=0, metavar="2", help=N_("很多镇：用几个进程；不写就看几个核、多少内存"))
@click.option(
    "--engine",
    default="local",
    metavar="dask",
    help=N_("很多镇：local 这台电脑；dask 这台电脑上的集群；dask://… 几台电脑的集群"),
)
@AS_DATA
@click.pass_context
def build(
    ctx: click.Context,
    town: str | None,
    kind: tuple[str, ...],
    week: str,
    since: str,
    out: str,
    final: bool,
    all_notes: bool,
    with_pdf: bool,
    shows: bool,
    only_changed: bool,
    resume: bool,
    workers: int,
    engine: str,
    as_data: bool,
) -> None:
    """Build the documents of a town, or of many."""
    ctx.obj["json"] = as_data
    if not town and not resume:
        raise click.MissingParameter(ctx=ctx, param=ctx.command.params[0])
    if resume and town is not None:
        raise click.UsageError(_("--resume 接着上一次的镇和种类，后面不再写镇和种类；只做变了的写 --changed"))
    words = [_meant(word) for word in (town, *kind) if word is not None]
    last = None
    if resume:
        from wenming.cli.runs import last_run

        last, towns = last_run(out)
        meant = Named(tuple(towns), last.kinds)
    else:
        meant = named(words)
    if not meant.towns:
        from wenming.cli.build_many import nothing_named

        raise nothing_named(meant)
    first, today = Path(meant.towns[0]), datetime.date.today()
    options = Job(
        kinds=meant.kinds,
        week=week_typed(week, first, today),
        since=week_typed(since, first, today, "--since"),
        final=final,
        lang=i18n.language(),
        here=Path.cwd(),
    )
    is_for_one = meant.is_one and not stores.is_remote(out) and engine == "local"
    if is_for_one and not only_changed and not resume:
        one = options._replace(folder=first, out=Path(out))
        _build_one(one, first, all_notes=all_notes, with_pdf=with_pdf, shows=shows, as_data=as_data)
        return
    if shows:
        raise click.UsageError(_("--open 一次只看一个镇的"))
    if with_pdf and any(map(stores.is_remote, (out, *meant.towns))):
        raise click.UsageError(_("公文放在 s3:// 这样的地方的，先取到这台电脑上，再用 pdf 做"))
    from wenming.cli import build_many, told_of_many

    if last is not None:
        options = build_many.as_before(options, last)
    else:
        _expect_kinds(meant)
    how = told_of_many.How(out, engine, workers, only_changed or resume, all_notes, with_pdf)
    build_many.run(ctx, meant, options, how, as_data=as_data)


def _expect_kinds(meant: Named) -> None:
    """Raise a fault of usage where none of the towns has a kind that is asked for: it is a slip of whoever typed it."""
    error: LookupError | None = None
    for town in meant.towns:
        if stores.is_remote(town):  # its own kinds lie there too
            return
        try:
            registry.chosen(meant.kinds, registry.known_kinds(resources.templates(Path(town))))
            return
        except LookupError as unknown:
            error = error or unknown
        except Faults:  # of the town's own kinds: it is told of that town
            return
    raise click.UsageError(str(error)) from error


def _meant(word: str) -> str:
    """The folder of the town that *word* means where it is the name of one; *word* itself else."""
    if stores.is_remote(word):
        return word
    meant = town_meant(None, None, Path(word))
    is_town = meant is not None and (meant / "town.yaml").is_file()
    return str(meant) if is_town else word


def _build_one(job: Job, town: Path, *, all_notes: bool, with_pdf: bool, shows: bool, as_data: bool) -> None:
    """Build the documents of one *town*; *with_pdf* and a PDF of each, and it *shows* the first page."""
    try:
        with ProgressBar() as bar:
            built = pipeline.build(job, None if as_data else bar.show)
    except pipeline.JobError as error:
        raise click.UsageError(str(error)) from error
    except Faults as error:
        raise _as_checked(error, town) from error
    notes = [*built.notes, *_of_templates(built)]
    paths = [document.path for document in built.documents if document.path]
    pdfs = put_pdfs_or_say_why(paths, None, lambda _document: town) if with_pdf else Pdfs((), (), ())
    if as_data:
        echo_json(documents=_with_pdfs(built, pdfs), notes=[*notes, *pdfs.notes], faults=pdfs.faults)
        _end_of(pdfs)
        return
    click.echo("\n".join(report.lines(built)))
    for line in report.note_lines(notes, whole=all_notes):
        click.echo(line, err=True)
    for warning in report.warnings(built):
        click.echo(warning, err=True)
    if with_pdf:
        tell_of_many(pdfs)
    if shows and paths:
        _show_first_page(paths[0], town)
    _end_of(pdfs)


def _with_pdfs(built: pipeline.Built, pdfs: Pdfs) -> list[dict[str, object]]:
    """The documents that were *built* for another program, each with its PDF if it has one."""
    documents = report.documents_as_data(built)
    by_stem = {one.path.stem: str(one.path) for one in pdfs.made}
    for document in documents:
        stem = Path(str(document["file"])).stem
        if stem in by_stem:
            document["pdf"] = by_stem[stem]
    return documents


def _show_first_page(document: Path, town: Path) -> None:
    """Open a picture of the first page; where that cannot be, say why: the documents are written."""
    try:
        click.launch(str(first_page(document, town)))
    except Faults as error:
        click.echo(show(error.faults), err=True)


def _end_of(pdfs: Pdfs) -> None:
    """End with 1 where PDFs were not made."""
    if pdfs.faults:
        raise click.exceptions.Exit(1)


def _of_templates(built: pipeline.Built) -> list[Fault]:
    """What in the town's own templates does not show in what was *built*."""
    own = [one.template for one in built.documents if one.template.parent != resources.own("templates")]
    if not own:
        return []
    from wenming.authoring.check import notes

    return notes(own)


def _as_checked(error: Faults, town: Path) -> Faults:
    """*error*; where templates of *town* have faults, all that ``template check`` says of those, in its order."""
    names = dict.fromkeys(fault.place.file.partition(" · ")[0] for fault in error.faults if " · " in fault.place.file)
    paths = [path for path in map(partial(_template, town), names) if path is not None]
    if not paths:
        return error
    from wenming.authoring.check import check

    others = [fault for fault in error.faults if " · " not in fault.place.file]
    found: list[Fault] = []
    for path in paths:
        found += check(path).faults
    return Faults.in_order([*others, *found], error.written) if found else error


def _template(town: Path, name: str) -> Path | None:
    """The file of the template called *name* that *town* uses."""
    return next((folder / name for folder in resources.templates(town) if (folder / name).is_file()), None)
