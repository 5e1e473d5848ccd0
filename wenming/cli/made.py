"""``open`` and ``show``: what was made, and what it was made from."""

from pathlib import Path

import click

from wenming.base import resources
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import N_, _
from wenming.cli import report
from wenming.cli.help import AS_DATA, Command, chosen
from wenming.cli.out import OUT
from wenming.cli.results import echo_json
from wenming.cli.typed import town_meant
from wenming.output.provenance import last_made, provenance
from wenming.pipeline import documents_folder
from wenming.town.folder import expect_town


@click.command(
    "open", cls=Command, help=N_("打开 TOWN 生成好的公文所在的文件夹；写了 KIND，就打开这种公文里最后生成的一份。")
)
@click.argument("town", type=click.Path(path_type=Path), callback=town_meant)
@click.argument("kind", required=False)
@OUT
def open_(town: Path, kind: str | None, out: Path) -> None:
    """Open what was built."""
    folder = documents_folder(out, town)
    if not folder.exists():
        expect_town(town)
    path = last_made(folder, chosen(kind, town).key) if kind else folder
    if path is None or not path.exists():
        mend = _("先运行：{command} build {town}").format(command=resources.command(), town=town)
        raise Faults([Fault(Place(str(folder)), _("还没有生成"), mend, "no-file")])
    click.echo(path)
    click.launch(str(path))


@click.command(
    "show",
    cls=Command,
    help=N_("FILE（outputs 里的一个文件）是用哪些表单、哪个模板做的，后来变了没有，有没有人改过它。"),
)
@click.argument("file", type=click.Path(path_type=Path))
@AS_DATA
@click.pass_context
def show_(ctx: click.Context, file: Path, as_data: bool) -> None:
    """Show what a document was made from."""
    ctx.obj["json"] = as_data
    known = provenance(file)
    if as_data:
        echo_json(documents=[report.provenance_as_data(known)])
        return
    for line in report.provenance_lines(known):
        click.echo(line)
