"""``preview``: pages as pictures, to look at before anything is printed."""

import contextlib
import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from wenming import pipeline
from wenming.base import files, i18n
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import N_, _, enumerated, many
from wenming.cli.help import AS_DATA, Command, chosen
from wenming.cli.out import OUT
from wenming.cli.printing import faces_here, note_lines, pdf_by_suite
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
@click.option("--title", default="", metavar=N_("几个字"), help=N_("这一种有几份的，标题里有这几个字的一份"))
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
    title: str,
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
        documents = pipeline.build(job).documents
    except pipeline.JobError as error:
        raise click.UsageError(str(error)) from error
    found = [one for one in documents if title in one.title]
    if not found:
        titles = enumerated(one.title for one in documents)
        raise click.UsageError(_("没有标题里有“{title}”的，有这些：{titles}").format(title=title, titles=titles))
    document = found[-1]
    seen = _seen(document.data, document.name, town)
    if page is not None and page > seen.pages:
        raise click.UsageError(many("这份公文只有 {n} 面", seen.pages))
    numbers = range(seen.pages) if page is None else [page - 1]
    target = folder or documents_folder(out, town) / _FOLDER
    made = _put(seen, numbers, target)
    if page is None:
        _remove_pages_behind(seen, target)
    notes = seen.notes()
    if as_data:
        shown = [str(path) for path in made]
        echo_json(documents=[{"title": document.title, "pages": seen.pages, "files": shown}], notes=notes)
        return
    for path in made:
        click.echo(path)
    click.echo(many("这份公文共 {n} 面。", seen.pages))
    if len(found) > 1:
        said = many(
            "这一种有 {n} 份，这是最后一份《{title}》；看别的加 --title 和标题里的几个字",
            len(found),
            title=document.title,
        )
        click.echo(said, err=True)
    for line in note_lines(notes):
        click.echo(line, err=True)


def first_page(document: Path, town: Path) -> Path:
    """A picture of the first page of the Word file *document* of *town*, among the documents. Raises Faults."""
    seen = _seen(files.read(document), document.name, town)
    [made] = _put(seen, [0], document.parent / _FOLDER)
    return made


class _Seen(NamedTuple):
    """A document as it is seen: as it was laid out here, or as the PDF that LibreOffice made of it."""

    name: str
    pages: int
    laid: "Laid"
    pdf: bytes = b""

    def pictures(self, numbers: Sequence[int]) -> list[bytes]:
        """The pages with these *numbers*, counted from 0."""
        from wenming.pages.drawing.pictures import pictures_of
        from wenming.pages.printing import pictured

        if self.pdf:
            return pictures_of(self.pdf, numbers)
        return pictured(self.laid, numbers)

    def notes(self) -> list[Fault]:
        """What in the pictures is otherwise than it was asked for."""
        from wenming.pages.printing import notes

        return [] if self.pdf else notes(self.laid)


def _seen(docx: bytes, name: str, town: Path) -> _Seen:
    """The document *docx* of *town*, which is called *name*. Raises Faults."""
    from wenming.pages.drawing.pictures import count_of
    from wenming.pages.printing import laid

    catalogue = faces_here(town)
    if catalogue is None:
        mend = _("这种处理器上没有 uharfbuzz 这个库，看不了页面；在 WPS、Word 里打开")
        raise Faults([Fault(Place(""), _("画页面要的库还没有装"), mend, "not-installed")])
    document = laid(docx, name, catalogue)
    pdf = pdf_by_suite(docx, catalogue) if document.layout.unknown else b""
    if pdf:
        return _Seen(name, count_of(pdf), document, pdf)
    return _Seen(name, len(document.layout.pages), document)


def _put(seen: _Seen, numbers: Sequence[int], folder: Path) -> list[Path]:
    """Write the pages with these *numbers*, counted from 0, into *folder*."""
    paths = [folder / _name(seen, number) for number in numbers]
    pictures = seen.pictures(numbers)
    try:
        for path, picture in zip(paths, pictures, strict=True):
            files.write(path, picture)
    except OSError as error:
        mend = _("如果这个文件正打开着，请先关掉；再看磁盘是否已满、文件夹能不能写")
        raise files.unwritable(folder, error, mend) from error
    return paths


def _remove_pages_behind(seen: _Seen, folder: Path) -> None:
    """Remove the pictures of pages that the document had when it was longer."""
    number = seen.pages
    while (folder / _name(seen, number)).is_file():
        with contextlib.suppress(OSError):
            files.remove(folder / _name(seen, number))
        number += 1


def _name(seen: _Seen, number: int) -> str:
    """What the picture of the page with this *number*, counted from 0, is called."""
    return f"{files.safe_name(Path(seen.name).stem)} 第{number + 1}面.png"
