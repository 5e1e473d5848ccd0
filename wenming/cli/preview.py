"""``preview``: pages as pictures, to look at before anything is printed."""

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wenming import pipeline
from wenming.base import files, i18n
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import N_, _, many
from wenming.cli.help import AS_DATA, Command, chosen
from wenming.cli.out import OUT
from wenming.cli.printing import faces_here, note_lines
from wenming.cli.results import echo_json
from wenming.cli.typed import town_meant, week_typed
from wenming.pipeline import Job, documents_folder

if TYPE_CHECKING:
    from wenming.pages.printing import Laid

_FOLDER = "预览"  # among the documents of a town


@click.command(
    "preview",
    cls=Command,
    help=N_("看一看：把 TOWN 的一种公文（KIND）排好，每一面存成一张图片；公文本身不写，也不动写好的。"),
)
@click.argument("town", type=click.Path(path_type=Path), callback=town_meant)
@click.argument("kind")
@click.option("--page", type=click.IntRange(min=1), default=None, metavar="2", help=N_("只要这一面"))
@click.option("--week", default="", metavar="2026-W12", help=N_("这一周的；不写就是最后一周"))
@click.option(
    "-o",
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar=N_("文件夹"),
    help=N_("图片放在哪个文件夹；不写就放在公文旁边的“预览”里"),
)
@OUT
@AS_DATA
@click.pass_context
def preview(
    ctx: click.Context,
    town: Path,
    kind: str,
    page: int | None,
    week: str,
    folder: Path | None,
    out: Path,
    as_data: bool,
) -> None:
    """Make pictures of the pages of a document."""
    ctx.obj["json"] = as_data
    today = datetime.date.today()
    job = Job(
        folder=town,
        kinds=(chosen(kind, town).key,),
        week=week_typed(week, town, today),
        lang=i18n.language(),
        here=Path.cwd(),
    )
    try:
        document = pipeline.build(job).documents[-1]
    except pipeline.JobError as error:
        raise click.UsageError(str(error)) from error
    laid = _laid(document.data, document.name, town)
    pages = len(laid.layout.pages)
    if page is not None and page > pages:
        raise click.UsageError(many("这份公文只有 {n} 面", pages))
    numbers = range(pages) if page is None else [page - 1]
    made = _put(laid, numbers, folder or documents_folder(out, town) / _FOLDER)
    from wenming.pages.printing import notes

    found = notes(laid)
    if as_data:
        shown = [str(path) for path in made]
        echo_json(documents=[{"title": document.title, "pages": pages, "files": shown}], notes=found)
        return
    for path in made:
        click.echo(path)
    click.echo(many("这份公文共 {n} 面。", pages))
    for line in note_lines(found):
        click.echo(line, err=True)


def first_page(document: Path, town: Path) -> Path:
    """A picture of the first page of the Word file *document* of *town*, among the documents. Raises Faults."""
    laid = _laid(files.read(document), document.name, town)
    [made] = _put(laid, [0], document.parent / _FOLDER)
    return made


def _laid(docx: bytes, name: str, town: Path) -> "Laid":
    catalogue = faces_here(town)
    if catalogue is None:
        mend = _("这种处理器上没有 uharfbuzz 这个库，看不了页面；在 WPS、Word 里打开")
        raise Faults([Fault(Place(""), _("画页面要的库还没有装"), mend, "not-installed")])
    from wenming.pages.printing import laid

    return laid(docx, name, catalogue)


def _put(laid: "Laid", numbers: Sequence[int], folder: Path) -> list[Path]:
    """Write the pages with these *numbers*, counted from 0, into *folder*."""
    from wenming.pages.printing import pictured

    names = list(_names(Path(laid.shown).stem, numbers))
    pictures = pictured(laid, numbers)
    try:
        for name, picture in zip(names, pictures, strict=True):
            files.write(folder / name, picture)
    except OSError as error:
        mend = _("如果这个文件正打开着，请先关掉；再看磁盘是否已满、文件夹能不能写")
        raise files.unwritable(folder, error, mend) from error
    return [folder / name for name in names]


def _names(title: str, numbers: Sequence[int]) -> Iterator[str]:
    for number in numbers:
        yield f"{files.safe_name(title)} 第{number + 1}面.png"
