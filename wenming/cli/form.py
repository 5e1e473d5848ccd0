"""``form``: forms go out as workbooks, what was filled in comes back; what changes is shown before it is written."""

import datetime
import getpass
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import click

from wenming.base import files as disk
from wenming.base.diagnostics import Fault, Faults, Place, show, where
from wenming.base.i18n import N_, _, many
from wenming.cli.help import AS_DATA, Group
from wenming.cli.results import echo_json
from wenming.cli.typed import town_meant, week_meant, weeks_there
from wenming.collecting import export as exports
from wenming.collecting import into_forms, kept
from wenming.collecting.contribution import Asked, File
from wenming.collecting.export import Exported
from wenming.collecting.intake import Filled, Intake, place_text, take_in
from wenming.collecting.kept import Answer
from wenming.collecting.merging import Change, Clash
from wenming.collecting.missing import missing, reminder
from wenming.collecting.targets import WEEK, week_to_fill
from wenming.sheets.reading import LARGEST
from wenming.town import folder as towns
from wenming.town.folder import Town

_MOST = 60  # lines of a list on the screen
_FAULTY = 1
_SHEETS = (".xlsx", ".xls", ".xlsm", ".et", ".csv", ".txt", ".tsv")
_NAMES = {"方案": "plan", "镇情": "town", "自评": "score", "通知": "notice", "周": WEEK, "一周": WEEK}
WEEK_OPTION = click.option(
    "--week", default="", metavar="2026-W18", help=N_("哪一周；不写就是现在要填的一周，或者文件自己写的")
)


@click.group("form", cls=Group, help=N_("用 Excel 填表：导出表格、读回填好的表、看谁还没有报。"))
def form() -> None:
    """Workbooks to fill in."""


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
        raise click.UsageError(_("没有“{name}”这种表单，可以是：week、plan、town、score、notice").format(name=which))
    if per_village and kind != WEEK:
        raise click.UsageError(_("--per-village 只能和 week 一起用"))
    today = datetime.date.today()
    read = towns.read(town)
    target = exports.target_to_export(read, kind, _week(week, town, today) if kind == WEEK else name, today)
    if per_village:
        books = [*exports.exported_per_village(read, target, today)]
        folder = out or _folder(town) / f"{target.key}"
        written = [_saved(folder / book.name, book) for book in books]
    else:
        book = exports.exported(read, target, today)
        written = [_saved(out or _folder(town) / book.name, book)]
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


# In


class Wanted(NamedTuple):
    """What was asked for on the command line: to write without asking, whose figures win, who says so."""

    yes: bool
    taken: tuple[str, ...]
    by: str
    as_data: bool

    def settles(self, clash: Clash) -> bool | None:
        """True if what came in is to be taken, False if what is there is to stay, None where nobody has said so."""
        if clash.source in self.taken:
            return True
        return False if clash.mine_from in self.taken else None


@form.command(
    "import",
    help=N_("读填好的表（.xlsx .xls .csv、群里的文字，可以是文件夹），列出要改什么，确认以后写进镇 TOWN 的表单。"),
)
@click.argument("town", type=click.Path(path_type=Path), callback=town_meant)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@WEEK_OPTION
@click.option("--yes", is_flag=True, help=N_("不再问，直接写"))
@click.option(
    "--take", "taken", multiple=True, metavar=N_("石桥村"), help=N_("两份对不上的，用这一份（村名或文件名）的数")
)
@click.option("--by", default="", metavar=N_("姓名"), help=N_("谁定的；不写就是登录名"))
@AS_DATA
@click.pass_context
def import_(
    ctx: click.Context,
    town: Path,
    files: tuple[Path, ...],
    week: str,
    yes: bool,
    taken: tuple[str, ...],
    by: str,
    as_data: bool,
) -> None:
    """Read workbooks into forms."""
    ctx.obj["json"] = as_data
    now = datetime.datetime.now()
    wanted = Wanted(yes, taken, by or _login(), as_data)
    read = towns.read(town)
    asked = Asked(read, kept.read(town), now, _week(week, town, now.date()))
    came_in = [*_files(files)]
    intake, asked = _taken_in(came_in, asked, wanted)
    answers = _asked_answers(intake, asked, wanted)
    if answers:
        asked = replace(asked, kept=asked.kept._replace(answers=(*asked.kept.answers, *answers)))
        intake = take_in(came_in, asked, wanted.settles)
    asked = replace(asked, kept=asked.kept._replace(answers=(*asked.kept.answers, *_given(intake, asked, wanted))))
    if not as_data:
        _show(intake)
    written = _write(intake, asked, wanted)
    _end(ctx, intake, written, asked, wanted)


def _taken_in(came_in: Sequence[File], asked: Asked, wanted: Wanted) -> tuple[Intake, Asked]:
    """What came in, with the heads of columns that were confirmed or refused."""

    def progress(number: int, of: int) -> None:
        if of > _MOST and number % 10 == 0:
            click.echo(_("已读 {n}/{of}").format(n=number, of=of), err=True)

    intake = take_in(came_in, asked, wanted.settles, progress)
    if not intake.offered:
        return intake, asked
    heads = {head: (name if _is_confirmed(head, name, wanted) else "") for head, name in intake.offered.items()}
    asked = replace(asked, kept=asked.kept.with_heads(heads))
    return take_in(came_in, asked, wanted.settles, progress), asked


def _is_confirmed(head: str, name: str, wanted: Wanted) -> bool:
    """True if the head of a column stands for the field *name*, as the clerk says, or --yes does."""
    if wanted.yes:
        return True
    question = _("表头“{head}”当作“{name}”读，对吗").format(head=head.replace("\n", " "), name=name)
    if not sys.stdin.isatty():
        fault = Fault(Place(""), question, _("对的加 --yes；不对的把表头改成表单里的名称"), "heads-to-confirm")
        raise Faults([fault])
    return click.confirm(question, default=True, err=True)


def _asked_answers(intake: Intake, asked: Asked, wanted: Wanted) -> list[Answer]:
    """What the clerk says on the terminal of values that do not agree."""
    answers: list[Answer] = []
    if wanted.yes or wanted.as_data or not sys.stdin.isatty():
        return answers
    for one in intake.filled:
        for clash in one.clashes:
            takes = _asked_of(clash)
            if takes is not None:
                answers.append(_answer(one, clash, asked, wanted, takes=takes))
    return answers


def _given(intake: Intake, asked: Asked, wanted: Wanted) -> list[Answer]:
    """What was said by --take, and is not kept yet."""
    known = {(one.form, one.path, one.chosen, one.refused) for one in asked.kept.answers}
    answers: list[Answer] = []
    for one in intake.filled:
        for clash, takes in one.settled:
            answer = _answer(one, clash, asked, wanted, takes=takes)
            if (answer.form, answer.path, answer.chosen, answer.refused) not in known:
                answers.append(answer)
    return answers


def _answer(one: Filled, clash: Clash, asked: Asked, wanted: Wanted, *, takes: bool) -> Answer:
    chosen, refused = (clash.theirs, clash.mine) if takes else (clash.mine, clash.theirs)
    source = clash.source if takes else clash.mine_from
    at = asked.now.isoformat(timespec="minutes")
    return Answer(one.target.name, place_text(clash.path), chosen, refused, source, wanted.by, at)


def _asked_of(clash: Clash) -> bool | None:
    """True if what came in is taken, False if not, None if that is left open."""
    click.echo(_clash_line(clash), err=True)
    typed = click.prompt(_("用哪个：1 前一个，2 后一个，回车先不管"), default="", show_default=False, err=True)
    return {"1": False, "2": True}.get(str(typed).strip())


def _write(intake: Intake, asked: Asked, wanted: Wanted) -> into_forms.Written:
    """What was written, if the clerk wants it."""
    nothing = into_forms.Written((), ())
    changes = sum(len(one.changes) for one in intake.filled)
    if not changes:
        if wanted.yes and intake.filled:
            return into_forms.write(intake.filled, asked)  # whose values they are is news
        return nothing
    if not wanted.yes:
        if wanted.as_data or not sys.stdin.isatty():
            if not wanted.as_data:
                click.echo(_("还没有写。看过没有错，加 --yes 再运行一次"), err=True)
            return nothing
        if not click.confirm(many("写进表单吗（{n} 处）", changes), default=True, err=True):
            return nothing
    return into_forms.write(intake.filled, asked)


def _end(ctx: click.Context, intake: Intake, written: into_forms.Written, asked: Asked, wanted: Wanted) -> None:
    """Say what was written, what is left, and who has not reported; end with 1 where something is left."""
    faults = [*intake.faults, *written.faults]
    clashes = [clash for one in intake.filled for clash in one.clashes]
    if wanted.as_data:
        faults += map(_clash_as_fault, clashes)
        changes = [_change_as_data(change, one) for one in intake.filled for change in one.changes]
        echo_json(
            notes=intake.notes,
            faults=faults,
            changes=changes,
            disagreements=[_clash_as_data(clash) for clash in clashes],
            written=[{"file": str(path)} for path in written.files],
        )
    else:
        for path in written.files:
            click.echo(_("写好了：{path}").format(path=path))
        if faults:
            click.echo("\n" + show(faults), err=True)
            click.echo(many("共 {n} 处要改，有错的文件没有写进去。", len(faults)), err=True)
        for line in _missing_lines(intake, asked) if written.files else ():
            click.echo(line)
    if faults or clashes:
        ctx.exit(_FAULTY)


def _missing_lines(intake: Intake, asked: Asked) -> Iterator[str]:
    """Who has not reported, in the weeks that were filled in."""
    for one in intake.filled:
        if one.target.schema.name == WEEK:
            found = missing(asked.town, one.target.key)
            yield _("{week}：报了 {n} 个村，还有 {m} 个").format(
                week=found.week, n=len(found.reported), m=len(found.names)
            )


def _show(intake: Intake) -> None:
    for line in _lines(intake):
        click.echo(line)


def _lines(intake: Intake) -> Iterator[str]:
    yield many("读了 {n} 个文件。", intake.files)
    for note in [*_first(intake.notes)]:
        yield f"  {where(note.place)}  {note.what}"
    for one in intake.filled:
        yield _("{form}：").format(form=one.target.path) + (
            many("要改 {n} 处", len(one.changes)) if one.changes else _("没有要改的")
        )
        yield from _changes(one.changes)
        if one.clashes:
            yield many("  对不上的 {n} 处，都没有改：", len(one.clashes))
            for clash in one.clashes:
                yield f"    {_clash_line(clash)}"
            yield _("  定了用哪一份的，加 --take 村名或文件名")


def _first(faults: Sequence[Fault]) -> Sequence[Fault]:
    return faults[:_MOST]


def _changes(changes: Sequence[Change]) -> Iterator[str]:
    source = ""
    for change in changes[:_MOST]:
        if change.source != source:
            source = change.source
            yield f"  {source}"
        yield f"    {change.label}：{change.before} → {change.after}"
    if len(changes) > _MOST:
        yield many("    还有 {n} 处，加 --json 看全部", len(changes) - _MOST)


def _clash_line(clash: Clash) -> str:
    owner = clash.mine_from or _("表单")
    return f"{clash.label}：{clash.mine}（{owner}） ≠ {clash.theirs}（{clash.source}）"


def _change_as_data(change: Change, one: Filled) -> Mapping[str, object]:
    return {
        "form": str(one.target.path),
        "field": change.label,
        "from": change.before,
        "to": change.after,
        "source": change.source,
    }


def _clash_as_data(clash: Clash) -> Mapping[str, object]:
    return {
        "field": clash.label,
        "form": clash.mine,
        "form_from": clash.mine_from,
        "file": clash.theirs,
        "source": clash.source,
    }


def read_files(paths: Sequence[Path]) -> list[File]:
    """The files *paths*. Raises Faults where one cannot be read."""
    return [*_files(paths)]


def _clash_as_fault(clash: Clash) -> Fault:
    mend = _("问清楚以后加 --take {one} 或 --take {other}").format(one=clash.mine_from or "-", other=clash.source)
    return Fault(Place(clash.source, path=clash.label), _clash_line(clash), mend, "figures-disagree")


def _files(paths: Sequence[Path]) -> Iterator[File]:
    """The files that are meant by *paths*: those in folders too, what is typed for -. Raises Faults."""
    for path in paths:
        if str(path) == "-":
            yield File(_("标准输入"), sys.stdin.buffer.read(LARGEST + 1))
        elif path.is_dir():
            inside = sorted(one for one in path.iterdir() if _is_sheet(one))
            if not inside:
                mend = _("把填好的表放进去，或者写文件的位置")
                raise Faults([Fault(Place(str(path)), _("这个文件夹里没有表格"), mend, "no-file")])
            yield from map(_read, inside)
        else:
            yield _read(path)


def _is_sheet(path: Path) -> bool:
    is_temporary = path.name.startswith(("~", "."))
    return path.suffix.lower() in _SHEETS and not is_temporary and path.is_file()


def _read(path: Path) -> File:
    if not path.exists():
        raise Faults([Fault(Place(str(path)), _("没有这个文件"), _("写填好的表的位置"), "no-file")])
    if not disk.is_readable(path, LARGEST):
        mend = _("删掉用不着的图片和表，另存一份")
        raise Faults([Fault(Place(str(path)), _("这个文件太大，或者打不开"), mend, "workbook-too-large")])
    try:
        return File(path.name, path.read_bytes())
    except OSError as error:
        what, mend = _("打不开这个文件"), _("检查文件在不在、是不是正被别的程序占用")
        raise Faults([Fault(Place(str(path)), what, mend, "cannot-read")]) from error


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


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
    found = missing(read, _week(week, town, now.date()) or _week_told(read, now.date()))
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
    """The last week that the town has a form of; the one that is due where it has none."""
    return town.weeks[-1].path.stem if town.weeks else week_to_fill(town, today)


def _week(text: str, town: Path, today: datetime.date) -> str:
    """The week that *text* means in the years of *town*. Raises a fault of usage where it is none."""
    from wenming.base import weeks

    if not text:
        return text
    meant = week_meant(text, weeks_there(town), today)
    if not weeks.WEEK.fullmatch(meant) or not weeks.exists(meant):
        raise click.UsageError(_("--week 要写成 2026-W12 这样：年、短横、W、两位的周数"))
    return meant
