"""``week``: the form of a new week."""

import datetime
from pathlib import Path

import click

from wenming.base import resources
from wenming.base.i18n import N_, _
from wenming.cli.help import Command
from wenming.cli.typed import town_meant, week_typed
from wenming.town import next_week


@click.command(
    "week", cls=Command, help=N_("新一周的表单：TOWN/weeks 里的下一个文件，列好每个村、没有整改完的问题和上周的安排。")
)
@click.argument("town", type=click.Path(path_type=Path), callback=town_meant)
@click.option("--week", default="", metavar="2026-W12", help=N_("哪一周；不写就是最后一周的下一周"))
def week(town: Path, week: str) -> None:
    """Make the form of a new week."""
    today = datetime.date.today()
    path = next_week.create(town, week_typed(week, town, today), today)
    click.echo(path)
    click.echo(
        _("填好以后运行：{command} build {town} weekly --week {week}").format(
            command=resources.command(), town=town, week=path.stem
        )
    )
