"""``ledger``: the 台账 of a town as a workbook."""

import datetime
from pathlib import Path

import click

from wenming.authoring import catalogue
from wenming.base import files
from wenming.base.i18n import N_, _
from wenming.cli.help import AS_DATA, Command
from wenming.cli.results import echo_json
from wenming.cli.typed import town_meant
from wenming.ledger.ledger import ledger as ledger_of
from wenming.town import folder as towns


@click.command(
    "ledger",
    cls=Command,
    help=N_("镇 TOWN 的台账（Excel）：各村各任务进展、逐周进展、问题台账、发文登记簿，有公式和图。"),
)
@click.argument("town", type=click.Path(path_type=Path), callback=town_meant)
@click.option("--out", type=click.Path(path_type=Path), metavar=N_("文件"), help=N_("存成哪个文件；不写就是 台账.xlsx"))
@AS_DATA
@click.pass_context
def ledger(ctx: click.Context, town: Path, out: Path | None, as_data: bool) -> None:
    """Write the ledger of a town as a workbook."""
    ctx.obj["json"] = as_data
    made = ledger_of(towns.read(town), datetime.date.today(), catalogue.known_kinds(town))
    path = out or Path("outputs") / town.resolve().name / "台账.xlsx"
    try:
        files.write(path, made.workbook)
    except OSError as error:
        raise files.unwritable(path, error, _("关掉正打开它的程序，或者换一个能写的文件夹")) from error
    if as_data:
        echo_json(written=[{"file": str(path)}], register=[{"what": note} for note in made.notes])
        return
    click.echo(path)
    for note in made.notes:
        click.echo(note)
