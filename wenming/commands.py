"""What all commands share: help in the clerk's language, the kinds a word means, results as JSON."""

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from wenming.language import N_, _

if TYPE_CHECKING:
    from wenming.kinds import Kind


AS_DATA = click.option("--json", "as_data", is_flag=True, help=N_("结果用 JSON 写出，给别的程序读"))


class Command(click.Command):
    """A command whose help is in the clerk's language, which is known only when help is asked for."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super(Command, self._translated()).format_help(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        return super(Command, self._translated()).get_short_help_str(limit)

    def _translated(self) -> Self:
        shown = copy.copy(self)
        shown.help = _(self.help) if self.help else None
        shown.params = [copy.copy(parameter) for parameter in self.params]
        for parameter in shown.params:
            if isinstance(parameter, click.Option) and parameter.help:
                parameter.help = _(parameter.help)
        return shown


class Group(Command, click.Group):
    """Commands under one name."""

    command_class = Command


def chosen(name: str, town: Path | None) -> "Kind":
    """The kind that *name* means for *town*. Raises click's UsageError."""
    from wenming import kinds, places

    known = kinds.kinds(places.templates(town) if town else [places.own("templates")])
    try:
        return kinds.chosen([name], known)[0]
    except LookupError as error:
        raise click.UsageError(str(error)) from error


def echo_json(data: object) -> None:
    """Write *data* for other programs."""
    import json

    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
