"""``pdf``: Word files as PDF, by the LibreOffice of this PC."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import N_, _, many
from wenming.cli.help import AS_DATA, Command
from wenming.cli.progress import ProgressBar
from wenming.cli.results import echo_json
from wenming.pages import office_suite, pdf_beside
from wenming.pages.pdf_beside import PutBeside

_PROGRAMS = ("soffice", "libreoffice")
_OF_WINDOWS = Path("LibreOffice", "program", "soffice.com")  # below Program Files; .exe does not wait
_OF_MACOS = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
_PATTERN = frozenset("*?[")
_WORD = ".docx"


class _HowFar(NamedTuple):
    done: int
    of: int


@click.command(
    "pdf",
    cls=Command,
    help=N_("把 Word 文件（.docx）做成 PDF，放在旁边；电脑上要装有 LibreOffice。"),
)
@click.argument("documents", nargs=-1, required=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar=N_("文件夹"),
    help=N_("PDF 放在哪个文件夹；不写就放在 Word 文件旁边"),
)
@AS_DATA
@click.pass_context
def pdf(ctx: click.Context, documents: tuple[str, ...], out: Path | None, as_data: bool) -> None:
    """Make PDFs of Word files."""
    ctx.obj["json"] = as_data
    paths = [*dict.fromkeys(path for word in documents for path in _meant(word))]
    suite = _suite_here()
    if suite is None:
        mend = _("装一个 LibreOffice（免费），或者在 WPS、Word 里打开，另存为 PDF")
        raise Faults([Fault(Place(""), _("这台电脑上没有 LibreOffice，做不了 PDF"), mend, "no-office")])
    made: list[PutBeside] = []
    faults: list[Fault] = []
    with ProgressBar() as bar:
        bar.show(_HowFar(0, len(paths)))
        for converted in office_suite.to_pdf(paths, suite):
            faults += converted.faults
            for document, data in converted.pdfs.items():
                made.append(pdf_beside.put(data, document, out))
            bar.show(_HowFar(len(made) + len(faults), len(paths)))
    if as_data:
        echo_json(documents=[{"file": str(one.path)} for one in made], faults=faults)
        ctx.exit(1 if faults else 0)
    for one in made:
        click.echo(one.path)
        if one.stayed:
            click.echo("    " + _("{name} 不是 LibreOffice 做的，没有动它").format(name=one.stayed.name))
    if faults:
        raise Faults(faults, [str(one.path) for one in made])
    click.echo(many("共 {n} 个 PDF。", len(made)))


def _meant(word: str) -> Iterator[Path]:
    """The Word files that *word* means: a file, those in a folder, those that a pattern matches."""
    path = Path(word)
    if path.is_dir():
        yield from _word_files(path, "*")
    elif _PATTERN & set(path.name) and not path.exists():
        yield from _word_files(path.parent, path.name)
    else:
        yield path


def _word_files(folder: Path, pattern: str) -> Iterator[Path]:
    """The Word files in *folder* whose names match *pattern*. Raises Faults where there are none."""
    found = [path for path in sorted(folder.glob(pattern)) if path.suffix.lower() == _WORD]
    found = [path for path in found if not path.name.startswith(("~$", "."))]  # which Word and we leave there
    if not found:
        mend = _("写 outputs 里的一个文件")
        raise Faults([Fault(Place(str(folder / pattern)), _("这里没有 .docx 文件"), mend, "no-file")])
    yield from found


def _suite_here() -> Path | None:
    """The program of the LibreOffice that is installed here; None where none is."""
    places = [
        Path(os.environ[name], _OF_WINDOWS) for name in ("ProgramFiles", "ProgramFiles(x86)") if name in os.environ
    ]
    places.append(_OF_MACOS)
    on_path = [Path(found) for found in map(shutil.which, _PROGRAMS) if found]
    return next((path for path in (*on_path, *places) if path.is_file()), None)
