"""Commands: parse, call one function, show."""

import os
import sys
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import click

from wenming.base import i18n, resources, weeks
from wenming.base.diagnostics import Fault, Faults, Place, show
from wenming.base.i18n import N_, _, enumerated, many
from wenming.base.version import VERSION
from wenming.cli.help import AS_DATA, CHINESE_NAMES, Group, chosen, retold
from wenming.cli.own_environment import NOT_INSTALLED
from wenming.cli.typed import town_meant, week_meant, weeks_there

#: Commands that have a module of their own: where each is; the first is what most people want
_APART = {
    "build": ("build", "build"),
    "form": ("form", "form"),
    "import": ("import_papers", "import_"),
    "ledger": ("ledger", "ledger"),
    "new": ("new", "new"),
    "runs": ("build_many", "runs"),
    "template": ("template", "template"),
}
FAULTY, BROKEN = 1, 3  # beside 0, done, and click's 2, wrong usage
OUT = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("outputs"),
    metavar=N_("文件夹"),
    help=N_("公文放在哪个文件夹，一个镇一个子文件夹；不写就是 outputs"),
)


def _folder_or_address(_ctx: click.Context, _parameter: click.Parameter, value: str) -> str:
    """The folder or the address of a store (s3://…) that *value* is."""
    from wenming.county import stores

    value = stores.plain(value)
    if not stores.is_remote(value):
        click.Path(file_okay=False).convert(value, _parameter, _ctx)
    return value


OUT_ANYWHERE = click.option(
    "--out",
    default="outputs",
    callback=_folder_or_address,
    metavar=N_("文件夹"),
    help=N_("公文放在哪个文件夹，一个镇一个子文件夹；不写就是 outputs；也可以是 s3:// 这样的地址"),
)


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
        first, *others = _APART
        return [first, *super().list_commands(ctx), *others]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = CHINESE_NAMES.get(cmd_name, cmd_name)
        if name in _APART:  # most runs do without them
            module, function = _APART[name]
            command: click.Command = getattr(import_module(f"wenming.cli.{module}"), function)
            return command
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        _speak(ctx)
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise retold(error) from error
        except Faults as error:
            _report(error, as_data=bool(ctx.obj and ctx.obj.get("json")))
            ctx.exit(FAULTY)
        except (click.Abort, KeyboardInterrupt):
            click.echo("\n" + _("停下了。"), err=True)
            ctx.exit(FAULTY)
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as error:
            if _lacks_a_library(error):
                raise click.ClickException(_(NOT_INSTALLED)) from error
            click.echo(
                _("程序自己出了错，不是表单的问题。详细情况在 {log}，请把它发给维护程序的人。").format(log=_logged()),
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


@main.command(help=N_("新一周的表单：TOWN/weeks 里的下一个文件，列好每个村、没有整改完的问题和上周的安排。"))
@click.argument("town", type=click.Path(path_type=Path), callback=town_meant)
@click.option("--week", default="", metavar="2026-W12", help=N_("哪一周；不写就是最后一周的下一周"))
def week(town: Path, week: str) -> None:
    """Make the form of a new week."""
    import datetime

    from wenming.town import next_week

    path = next_week.create(town, week_asked(week, town), datetime.date.today())
    click.echo(path)
    click.echo(
        _("填好以后运行：{command} build {town} weekly --week {week}").format(
            command=resources.command(), town=town, week=path.stem
        )
    )


@main.command("open", help=N_("打开 TOWN 生成好的公文所在的文件夹；写了 KIND，就打开这种公文里最后生成的一份。"))
@click.argument("town", type=click.Path(path_type=Path), callback=town_meant)
@click.argument("kind", required=False)
@OUT
def open_(town: Path, kind: str | None, out: Path) -> None:
    """Open what was built."""
    from wenming.output.provenance import last_made
    from wenming.pipeline import documents_folder
    from wenming.town.folder import expect_town

    folder = documents_folder(out, town)
    if not folder.exists():
        expect_town(town)
    path = last_made(folder, chosen(kind, town).key) if kind else folder
    if path is None or not path.exists():
        mend = _("先运行：{command} build {town}").format(command=resources.command(), town=town)
        raise Faults([Fault(Place(str(folder)), _("还没有生成"), mend, "no-file")])
    click.echo(path)
    click.launch(str(path))


@main.command("show", help=N_("FILE（outputs 里的一个文件）是用哪些表单、哪个模板做的，后来变了没有，有没有人改过它。"))
@click.argument("file", type=click.Path(path_type=Path))
@AS_DATA
@click.pass_context
def show_(ctx: click.Context, file: Path, as_data: bool) -> None:
    """Show what a document was made from."""
    from wenming.cli import report
    from wenming.cli.results import echo_json
    from wenming.output.provenance import provenance

    ctx.obj["json"] = as_data
    known = provenance(file)
    if as_data:
        echo_json(documents=[report.provenance_as_data(known)])
        return
    for line in report.provenance_lines(known):
        click.echo(line)


def week_asked(text: str, town: Path, option: str = "--week") -> str:
    """The week that *text* means, in the years of *town*; raises a fault of usage where it is none."""
    import datetime

    if not text:
        return text
    text = week_meant(text, weeks_there(town), datetime.date.today())
    if not weeks.WEEK.fullmatch(text):
        raise click.UsageError(_("{option} 要写成 2026-W12 这样：年、短横、W、两位的周数").format(option=option))
    if not weeks.exists(text):
        raise click.UsageError(_("日历上没有 {week} 这一周").format(week=text))
    return text


def _lacks_a_library(error: Exception) -> bool:
    """True if *error* is that a library is not installed."""
    return isinstance(error, ModuleNotFoundError) and not str(error.name).startswith("wenming")


def _report(error: Faults, *, as_data: bool) -> None:
    faults = error.faults
    if as_data:
        from wenming.cli.results import echo_json

        if error.written:
            echo_json(faults=faults, written=[{"file": name} for name in error.written])
        else:
            echo_json(faults=faults)
        return
    click.echo(show(faults), err=True)
    if error.written:
        click.echo(many("{n} 个文件没有写成", len(faults)), err=True)
        click.echo(many("其余 {n} 个写好了：", len(error.written)) + enumerated(error.written), err=True)
        return
    click.echo(many("共 {n} 处要改，没有写出任何文件。", len(faults)), err=True)


def _logged() -> Path:
    """The file that the error being handled was written to."""
    import platform
    import secrets
    import tempfile
    import traceback

    from wenming.base import files

    versions = f"wenming {VERSION}, Python {platform.python_version()}, {platform.platform()}"
    lines = [versions, *sys.argv, traceback.format_exc()]
    path = Path(tempfile.gettempdir()) / f"wenming-error-{secrets.token_hex(4)}.txt"
    files.write_new(path, "\n".join(lines).encode(errors="replace"))
    return path


def started_as(program: str) -> None:
    """Let help and faults say how the program is started: from a checkout by its *program* cli.py."""
    if Path(program).name == "cli.py":
        resources.use_command("python cli.py")
