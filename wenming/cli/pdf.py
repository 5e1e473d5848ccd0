"""``pdf``: Word files as PDF."""

from collections.abc import Iterator
from pathlib import Path

import click

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import N_, _, many
from wenming.cli.help import AS_DATA, Command
from wenming.cli.printing import put_pdfs, tell
from wenming.cli.results import echo_json
from wenming.output.provenance import provenance

_PATTERN = frozenset("*?[")
_WORD = ".docx"


@click.command(
    "pdf",
    cls=Command,
    help=N_("把 Word 文件（.docx）做成 PDF，放在旁边。"),
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
    pdfs = put_pdfs(paths, out, _town_of(paths[0]))
    if as_data:
        made = [{"file": str(one.path)} for one in pdfs.made]
        echo_json(documents=made, notes=pdfs.notes, faults=pdfs.faults)
        ctx.exit(1 if pdfs.faults else 0)
    tell(pdfs)
    click.echo(many("共 {n} 个 PDF。", len(pdfs.made)))


def _town_of(document: Path) -> Path | None:
    """The town whose forms *document* was made from, for the sake of its own typefaces; None where nobody knows."""
    try:
        origins = provenance(document).origins
    except Faults:
        return None
    forms = [origin.path for origin in origins if isinstance(origin.path, Path)]
    return next((path.parent for path in forms if path.name == "town.yaml"), None)


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
