"""``new``: the folder of a new town, out of a few answers, old papers, or workbooks that are filled in."""

import datetime
from pathlib import Path
from typing import IO

import click

from wenming.base import resources
from wenming.base.i18n import N_, _, enumerated, many
from wenming.cli import asking, import_papers
from wenming.cli.files_given import read_files
from wenming.cli.help import Command
from wenming.collecting.new_forms import forms_of
from wenming.town import new_town


@click.command("new", cls=Command, help=N_("新建一个镇的文件夹 TOWN：问几个问题，留下填好大半的表单。"))
@click.argument("town", type=click.Path(path_type=Path))
@click.option(
    "--layout",
    type=click.Choice(["标准", "评选", "工程", "通用"]),
    default="标准",
    help=N_("方案的版式；不写就是标准"),
)
@click.option("--set", "values", multiple=True, metavar=N_("镇.名称=安平镇"), help=N_("先填好的内容，可以写多个"))
@click.option(
    "--villages",
    type=click.File(mode="rb"),
    metavar=N_("村名.txt"),
    help=N_("全部村名的文件：一行一个，或者用顿号隔开；写 - 就从标准输入读"),
)
@click.option(
    "--from",
    "old",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar=N_("旧公文"),
    help=N_("从旧公文写出表单，和 import 一样；或者从填好的 plan.xlsx、town.xlsx；可以写多个"),
)
def new(town: Path, layout: str, values: tuple[str, ...], villages: IO[bytes] | None, old: tuple[Path, ...]) -> None:
    """Make the folder of a new town."""
    if old and not all(path.suffix.lower() in (".xlsx", ".xls") for path in old):
        import_papers.run(old, town)
        return

    try:
        filled = _filled_forms(old, town)
        new_town.expect_none(town)
        given = new_town.given(values)
        if villages:
            given["镇.行政村"] = new_town.checked("镇.行政村", asking.text_in(villages))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if "town.yaml" in filled:
        written = new_town.write(town, filled)
    else:
        for question in new_town.questions(given):
            given[question.field] = asking.answer_to(question)
        written = new_town.create(town, layout, given, datetime.date.today(), filled)
        names = given["镇.行政村"].splitlines()
        click.echo(many("{n} 个村（社区）：{names}", len(names), names=enumerated(names)))
    for path in written:
        click.echo(path)
    click.echo(
        _("接着用记事本打开上面的文件填写，再运行：{command} build {town}").format(
            command=resources.command(), town=town
        )
    )


def _filled_forms(paths: tuple[Path, ...], town: Path) -> dict[str, bytes]:
    """The texts of the forms in the workbooks *paths*, for the new *town*. Raises Faults."""
    if not paths:
        return {}
    texts = forms_of(read_files(paths))
    new_town.expect_none(town)
    return texts
