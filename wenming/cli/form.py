"""``form``: forms go out as workbooks, what was filled in comes back; what changes is shown before it is written."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import click

from wenming.base import files as disk
from wenming.base.i18n import N_, _, enumerated, many
from wenming.cli.form_import import import_
from wenming.cli.help import AS_DATA, Group
from wenming.cli.results import echo_json
from wenming.cli.typed import WEEK_OPTION, town_meant, week_typed
from wenming.collecting import export as exports
from wenming.collecting import kept
from wenming.collecting.export import Exported
from wenming.collecting.missing import missing, reminder
from wenming.collecting.targets import WEEK, week_to_fill
from wenming.town import folder as towns
from wenming.town.folder import Town

_NAMES = {"方案": "plan", "镇情": "town", "自评": "score", "通知": "notice", "周": WEEK, "一周": WEEK}


@click.group("form", cls=Group, help=N_("用 Excel 填表：导出表格、读回填好的表、看谁还没有报。"))
def form() -> None:
    """Workbooks to fill in."""


form.add_command(import_)


# Out


@form.command(
    "export",
    help=N_("把镇 TOWN 的一种表单（week 一周、plan 方案、town 镇情、score 自评、notice 通知）导出成 Excel 来填。"),
)
@click.argument("town", type=click.Path(path_type=Path), callback=town_meant)
@click.argument("which", metavar="FORM")
@WEEK_OPTION
@click.option("--name", default="", metavar=N_("文件名"), help=N_("自评、通知有几份的，写哪一份"))
@click.option("--per-village", is_flag=True, help=N_("一个村一个小表格，发给各村填（只有 week 能这样）"))
@click.option("--out", type=click.Path(path_type=Path), metavar=N_("文件"), help=N_("存成哪个文件；一村一个的写文件夹"))
@AS_DATA
@click.pass_context
def export(
    ctx: click.Context, town: Path, which: str, week: str, name: str, per_village: bool, out: Path | None, as_data: bool
) -> None:
    """Write a form as a workbook."""
    ctx.obj["json"] = as_data
    kind = _NAMES.get(which, which)
    if kind not in exports.FORMS:
        names = enumerated([*exports.FORMS, *_NAMES])
        raise click.UsageError(_("没有“{name}”这种表单，可以是：{names}").format(name=which, names=names))
    if per_village and kind != WEEK:
        raise click.UsageError(_("--per-village 只能和 week 一起用"))
    today = datetime.date.today()
    read = towns.read(town)
    target = exports.target_to_export(read, kind, week_typed(week, town, today) if kind == WEEK else name, today)
    if per_village:
        books = [*exports.exported_per_village(read, target, today)]
        folder = out or _folder(town) / f"{target.key}"
        written = [_saved(folder / book.name, book) for book in books]
    else:
        book = exports.exported(read, target, today)
        written = [_saved(out or _folder(town) / book.name, book)]
    exports.note_sent(read, target)
    if as_data:
        echo_json(written=[{"file": str(path)} for path in written])
        return
    for path in written:
        click.echo(path)
    click.echo(_("用 Excel 或 WPS 填好，再运行：{command}").format(command=_import_command(town, written, per_village)))


def _import_command(town: Path, written: Sequence[Path], per_village: bool) -> str:
    from wenming.base import resources

    what = written[0].parent if per_village else written[0]
    return f'{resources.command()} form import {town} "{what}"'


def _folder(town: Path) -> Path:
    """Where workbooks go when nobody says: beside the documents of *town*."""
    return Path("outputs") / town.resolve().name / "表格"


def _saved(path: Path, book: Exported) -> Path:
    """Where *book* was written: *path*, or beside it where somebody may have filled in the one that is there."""
    if path.is_dir():
        path = path / book.name
    free = disk.free_name(path, same=book.data)
    try:
        if not disk.is_readable(free):
            disk.write_new(free, book.data)
    except OSError as error:
        raise disk.unwritable(free, error, _("换一个能写的文件夹")) from error
    return free


# Who is missing


@form.command("missing", help=N_("这一周哪些村还没有报，和一段可以发到群里的话。"))
@click.argument("town", type=click.Path(path_type=Path), callback=town_meant)
@WEEK_OPTION
@click.option("--no-names", is_flag=True, help=N_("发到群里的话不点名"))
@AS_DATA
@click.pass_context
def missing_(ctx: click.Context, town: Path, week: str, no_names: bool, as_data: bool) -> None:
    """Say who has not reported."""
    ctx.obj["json"] = as_data
    now = datetime.datetime.now()
    read = towns.read(town)
    found = missing(read, week_typed(week, town, now.date()) or _week_told(read, now.date()))
    text = reminder(found, now, with_names=not no_names)
    if as_data:
        rows = [{"week": found.week, "reported": list(found.reported), "missing": list(found.names), "text": text}]
        echo_json(weeks=rows)
        return
    head = _("{week} 未报送名单（截至 {time}）").format(week=found.week, time=now.strftime("%Y-%m-%d %H:00"))
    click.echo(f"{head}  " + many("{n} 个村", len(found.names)))
    for name in found.names:
        click.echo(f"  {name}")
    click.echo("")
    click.echo(text)


def _week_told(town: Town, today: datetime.date) -> str:
    """The week of which villages are asked to report: the last that went out or has a form, else the one due."""
    sent = kept.read(town.folder).week
    last = town.weeks[-1].path.stem if town.weeks else ""
    return max(sent, last) or week_to_fill(town, today)
