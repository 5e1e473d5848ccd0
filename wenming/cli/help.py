"""What all commands share: help in the clerk's language, the kinds that a word means."""

import copy
import re
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

import click

from wenming.base.diagnostics import nearest
from wenming.base.i18n import N_, _, enumerated
from wenming.cli.own_environment import SETUP

if TYPE_CHECKING:
    from wenming.documents.kinds import Kind


#: What commands are called in Chinese; each is understood beside its English name
CHINESE_NAMES = {
    "生成": "build",
    "新建": "new",
    "下一周": "week",
    "打开": "open",
    "预览": "preview",
    "来历": "show",
    "模板": "template",
    "列出": "list",
    "复制": "eject",
    "字段": "fields",
    "检查": "check",
    "比较": "diff",
    "更新": "update",
    "学习": "learn",
    "导入": "import",
    "表单": "form",
    "导出": "export",
    "催报": "missing",
    "台账": "ledger",
    "记录": "runs",
}
AS_DATA = click.option("--json", "as_data", is_flag=True, help=N_("结果用 JSON 写出，给别的程序读"))


#: What click says of the options that it adds
_OF_CLICK = {
    "Show this message and exit.": N_("显示这段说明"),
    "Show the version and exit.": N_("显示版本号"),
}
_HELP_WIDTH = 120  # characters of what a list of commands says of each


class Command(click.Command):
    """A command whose help is in the clerk's language, which is known only when help is asked for."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super(Command, self.translated()).format_help(ctx, formatter)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(typed_up_to(ctx), " ".join(self.collect_usage_pieces(ctx)), prefix=_("用法："))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        arguments: list[tuple[str, str]] = []
        options: list[tuple[str, str]] = []
        for parameter in self.get_params(ctx):
            if isinstance(parameter, click.Argument):
                arguments.append((parameter.human_readable_name, _(_MEANT[str(parameter.name)])))
                continue
            record = parameter.get_help_record(ctx)
            if record is not None:
                written, meaning = record
                options.append((written, _(_OF_CLICK[meaning]) if meaning in _OF_CLICK else meaning))
        for heading, rows in ((_("写在后面"), arguments), (_("选项"), options)):
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        return super(Command, self.translated()).get_short_help_str(limit)

    def translated(self) -> Self:
        """The same command with its words in the clerk's language."""
        shown = copy.copy(self)
        shown.options_metavar = _("[选项]")
        shown.help = _(self.help) if self.help else None
        shown.params = [copy.copy(parameter) for parameter in self.params]
        for parameter in shown.params:
            if isinstance(parameter, click.Option) and parameter.help:
                parameter.help = _(parameter.help)
            if parameter.metavar:
                parameter.metavar = _(parameter.metavar)
        return shown


class Group(Command, click.Group):
    """Commands under one name; each has a Chinese name too."""

    command_class = Command

    def translated(self) -> Self:
        shown = super().translated()
        shown.subcommand_metavar = _("命令 …")
        return shown

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, CHINESE_NAMES.get(cmd_name, cmd_name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        in_chinese = {english: chinese for chinese, english in CHINESE_NAMES.items()}
        rows: list[tuple[str, str]] = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None:
                rows.append((f"{name} {in_chinese.get(name, '')}", command.get_short_help_str(_HELP_WIDTH)))
        with formatter.section(_("命令")):
            formatter.write_dl(rows)


def typed_up_to(ctx: click.Context) -> str:
    """What is typed to run the command of *ctx*: python cli.py template list."""
    from wenming.base import resources

    return f"{resources.command()} {ctx.command_path.partition(' ')[2]}".rstrip()


class WrongUsage(click.UsageError):
    """A command that was typed wrong, told in the clerk's language."""

    def show(self, file: IO[Any] | None = None) -> None:  # Any: as in click
        if self.ctx:
            typed = typed_up_to(self.ctx)
            command = self.ctx.command
            shown = command.translated() if isinstance(command, Command) else command
            pieces = " ".join(shown.collect_usage_pieces(self.ctx))
            click.echo(_("用法：{usage}").format(usage=f"{typed} {pieces}"), err=True)
            click.echo(_("怎样写，看：{command} --help").format(command=typed) + "\n", err=True)
        click.echo(_("错误：{message}").format(message=self.message), err=True)


def retold(error: click.UsageError) -> click.UsageError:
    """*error* in the clerk's language: click's own words are English."""
    if type(error).show is not click.UsageError.show:
        return error  # help, where nothing was asked for
    return WrongUsage(_wrong(error), error.ctx)


_MEANT = {
    "town": N_("镇的文件夹，例如 data/anping"),
    "kind": N_("哪种公文，例如 notice"),
    "target": N_("模板文件，或者镇的文件夹"),
    "old": N_("去年写好的 .docx"),
    "papers": N_("旧公文，可以几份"),
    "file": N_("outputs 里的一个文件"),
    "documents": N_("Word 文件，可以几份，也可以是文件夹、outputs/anping/*.docx"),
    "files": N_("填好的表，可以几份，也可以是文件夹；- 是粘贴进来的文字"),
    "which": N_("哪种表单：week、plan、town、score、notice"),
}
_COMMAND, _EXTRA = r"No such command '(.*)'", r"Got unexpected extra arguments? \((.*)\)"


def _wrong(error: click.UsageError) -> str:
    """What is wrong."""
    command = error.ctx.command if error.ctx else None
    match error:
        case click.MissingParameter(param=click.Parameter(name=str(name)) as missing):
            meant = _MEANT.get(name, "")
            return _("少写了 {name}（{meant}）").format(name=missing.human_readable_name, meant=_(meant))
        case click.BadParameter(param=click.Parameter(opts=[*_some, option], type=kind)):
            if isinstance(kind, click.Choice):
                return _("{option} 不能这样写，可以是：{values}").format(option=option, values=enumerated(kind.choices))
            what = _("{option} 要写一个文件夹") if isinstance(kind, click.Path) else _("{option} 不能这样写")
            return what.format(option=option)
        case click.NoSuchOption(option_name=name):
            known = [one for parameter in command.params for one in parameter.opts] if command else []
            return _("没有“{name}”这个选项。").format(name=name) + _hint(name, known)
        case click.BadOptionUsage(option_name=name):
            flag = "not take" in error.message
            return (_("{option} 后面不写内容") if flag else _("{option} 后面要写内容")).format(option=name)
    if found := re.match(_COMMAND, error.message):
        known = command.list_commands(error.ctx) if isinstance(command, click.Group) and error.ctx else []
        known += [chinese for chinese, english in CHINESE_NAMES.items() if english in known]
        if "build" in known:  # not those below template
            known += SETUP
        return _("没有“{name}”这个命令。").format(name=found[1]) + _hint(found[1], known)
    if found := re.match(_EXTRA, error.message):
        return _("多写了：{words}").format(words=found[1])
    return error.message


def _hint(name: str, known: list[str]) -> str:
    """The one of *known* that was meant, or all of them."""
    near = nearest(name, known)
    return _("是不是“{name}”？").format(name=near) if near else _("可以写：{names}").format(names=enumerated(known))


def chosen(name: str, town: Path | None) -> "Kind":
    """The kind that *name* means for *town*. Raises click's UsageError."""
    from wenming.authoring import catalogue
    from wenming.documents import registry

    try:
        return registry.chosen([name], catalogue.known_kinds(town))[0]
    except LookupError as error:
        raise click.UsageError(str(error)) from error
