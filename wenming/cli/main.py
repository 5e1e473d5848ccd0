"""The group of all commands, and how each of them ends."""

import os
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import click

from wenming.base import i18n, resources
from wenming.base.diagnostics import Faults
from wenming.base.i18n import N_, _
from wenming.base.version import VERSION
from wenming.cli.help import CHINESE_NAMES, Group, retold
from wenming.cli.own_environment import NOT_INSTALLED

#: Where each command is, in the order in which they are listed: the one that most people want first
_COMMANDS = {
    "build": ("build", "build"),
    "week": ("week", "week"),
    "open": ("made", "open_"),
    "show": ("made", "show_"),
    "form": ("form", "form"),
    "import": ("import_papers", "import_"),
    "ledger": ("ledger", "ledger"),
    "new": ("new", "new"),
    "preview": ("preview", "preview"),
    "pdf": ("pdf", "pdf"),
    "runs": ("runs", "runs"),
    "template": ("template", "template"),
}
FAULTY, BROKEN = 1, 3  # beside 0, done, and click's 2, wrong usage


class _Main(Group):
    """Faults end as a list and exit code 1, wherever they arise."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _speak(ctx)
        super().format_help(ctx, formatter)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        typed = [*args]
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            _speak(None, next((after for one, after in pairwise(typed) if one == "--lang"), ""))
            raise retold(error) from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = CHINESE_NAMES.get(cmd_name, cmd_name)
        if name not in _COMMANDS:
            return None
        module, function = _COMMANDS[name]  # imported where it is wanted: most runs want one
        command: click.Command = getattr(import_module(f"wenming.cli.{module}"), function)
        return command

    def invoke(self, ctx: click.Context) -> object:
        _speak(ctx)
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise retold(error) from error
        except Faults as error:
            from wenming.cli import endings

            endings.report(error, as_data=bool(ctx.obj and ctx.obj.get("json")))
            ctx.exit(FAULTY)
        except (click.Abort, KeyboardInterrupt):
            click.echo("\n" + _("停下了。"), err=True)
            ctx.exit(FAULTY)
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as error:
            from wenming.cli import endings

            if endings.lacks_a_library(error):
                raise click.ClickException(_(NOT_INSTALLED)) from error
            click.echo(
                _("程序自己出了错，不是表单的问题。详细情况在 {log}，请把它发给维护程序的人。").format(
                    log=endings.logged()
                ),
                err=True,
            )
            ctx.exit(BROKEN)


def _speak(ctx: click.Context | None, asked: str = "") -> None:
    """Use the language that is *asked* for, before main() is there to do it."""
    i18n.use((ctx and ctx.params.get("lang")) or asked or os.environ.get("WENMING_LANG", "zh"))


@click.group(
    cls=_Main,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=N_("文明：填一份表，出实施方案、通知和每周的周报。"),
)
@click.option(
    "--lang",
    type=click.Choice(i18n.LANGUAGES),
    default=i18n.CHINESE,
    envvar="WENMING_LANG",
    is_eager=True,
    help=N_("zh 中文 / en English"),
)
@click.version_option(VERSION, prog_name="wenming")
@click.pass_context
def main(ctx: click.Context, lang: str) -> None:
    """Set the language; without a command, say what can be done."""
    ctx.obj = {}
    i18n.use(lang)
    if ctx.invoked_subcommand is None:
        from wenming.cli.welcome import welcome

        click.echo(welcome(Path.cwd()))


def started_as(program: str) -> None:
    """Let help and faults say how the program is started: from a checkout by its *program* cli.py."""
    if Path(program).name == "cli.py":
        resources.use_command("python cli.py")
