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
_ANY_WORD = ".do"  # .doc, .docm, .dotx: told that they are none


@click.command(
    "pdf",
    cls=Command,
    help=N_("把 Word 文件（.docx）做成 PDF，放在旁边。"),
)
@click.argument("documents", nargs=-1, required=True)
@click.option(
    "-o",
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
    words = [word for word in documents if len(documents) == 1 or not _is_other_file(Path(word))]
    for word in documents:
        if word not in words:
            click.echo(_("没有做 {name}：不是 Word 文件").format(name=word), err=True)
    paths = [*dict.fromkeys(path for word in words for path in _meant(word))]
    pdfs = put_pdfs(paths, out, _town_of)
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


def _is_other_file(path: Path) -> bool:
    """True for a file that is there and no Word file: a shell that was given outputs/* names those too."""
    return path.is_file() and not path.suffix.lower().startswith(_ANY_WORD)


def _meant(word: str) -> Iterator[Path]:
    """The Word files that *word* means: a file, those in a folder, those that a pattern, or a folder it names, has."""
    path = Path(word)
    if any("\ud800" <= char <= "\udfff" for char in word):  # bytes that are no UTF-8
        shown = word.encode(errors="replace").decode()
        mend = _("改一个名字再做")
        raise Faults([Fault(Place(shown), _("文件名里有显示不出来的字符"), mend, "cannot-read")])
    if path.is_dir():
        yield from _expect_some(_word_files(path), path)
    elif _PATTERN & set(path.name) and not path.exists():
        found: list[Path] = []
        for match in sorted(path.parent.glob(path.name)):
            found += _word_files(match) if match.is_dir() else [match]
        yield from _expect_some([one for one in found if _is_word_file(one)], path)
    else:
        yield path


def _word_files(folder: Path) -> list[Path]:
    """The Word files in *folder*."""
    return [path for path in sorted(folder.iterdir()) if _is_word_file(path)]


def _is_word_file(path: Path) -> bool:
    is_hidden = path.name.startswith(("~$", "."))  # which Word and we leave there
    return path.suffix.lower() == _WORD and not is_hidden


def _expect_some(found: list[Path], place: Path) -> list[Path]:
    """*found*. Raises Faults where that is nothing."""
    if not found:
        mend = _("写 outputs 里的一个文件")
        if place.is_dir() and any(place.glob(f"*/*{_WORD}")):
            mend = _("文件在下一层的文件夹里，写 {place}").format(place=place / "*")
        raise Faults([Fault(Place(str(place)), _("这里没有 .docx 文件"), mend, "no-file")])
    return found
