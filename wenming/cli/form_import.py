"""``form import``: what was filled in is read, what changes is shown, and it is written when that is wanted."""

import datetime
import getpass
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import click

from wenming.base.diagnostics import show, where
from wenming.base.i18n import N_, _, enumerated, many
from wenming.cli.files_given import read_files
from wenming.cli.form_words import (
    FORM,
    change_as_data,
    clash_as_data,
    clash_as_fault,
    clash_line,
    lines,
    missing_lines,
)  # fmt: skip
from wenming.cli.help import AS_DATA, Command
from wenming.cli.results import echo_json
from wenming.cli.typed import WEEK_OPTION, town_meant, week_typed
from wenming.collecting import into_forms, kept
from wenming.collecting.contribution import Asked, File, Offered
from wenming.collecting.intake import Filled, Intake, place_text, take_in
from wenming.collecting.kept import Answer
from wenming.collecting.outcome import Clash
from wenming.town import folder as towns

_SLOW = 60  # files from which is told how far reading is
_FAULTY = 1


class Wanted(NamedTuple):
    """What was asked for on the command line: to write without asking, whose figures win, who says so."""

    yes: bool
    taken: tuple[str, ...]
    by: str
    as_data: bool

    def settles(self, clash: Clash) -> bool | None:
        """True if what came in is to be taken, False if what is there is to stay, None where nobody has said so."""
        if self._takes(clash.source):
            return True
        return False if self._takes(clash.mine_from or FORM) else None

    def _takes(self, source: str) -> bool:
        """True if *source* is named: a village, a file with or without its ending, or the form."""
        return source in self.taken or source.rpartition(".")[0] in self.taken


@click.command(
    "import",
    cls=Command,
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
    asked = Asked(read, kept.read(town), now, week_typed(week, town, now.date()))
    came_in = read_files(files)
    intake, asked = _taken_in(came_in, asked, wanted)
    _expect_known(intake, wanted)
    answers = _asked_answers(intake, asked, wanted)
    if answers:
        asked = replace(asked, kept=asked.kept._replace(answers=(*asked.kept.answers, *answers)))
        intake = take_in(came_in, asked, wanted.settles)
    asked = replace(asked, kept=asked.kept._replace(answers=(*asked.kept.answers, *_given(intake, asked, wanted))))
    if not as_data:
        click.echo("\n".join(lines(intake)))
    written = _write(intake, asked, wanted)
    _end(ctx, intake, written, asked, wanted)


def _taken_in(came_in: Sequence[File], asked: Asked, wanted: Wanted) -> tuple[Intake, Asked]:
    """What came in, with the heads of columns that were confirmed or refused."""

    def progress(number: int, of: int) -> None:
        if of > _SLOW and number % 10 == 0:
            click.echo(_("已读 {n}/{of}").format(n=number, of=of), err=True)

    intake = take_in(came_in, asked, wanted.settles, progress)
    if not intake.offered:
        return intake, asked
    heads: dict[str, str] = {}
    for one in intake.offered:
        if one.head in heads:
            continue
        answer = _confirmed(one, wanted)
        if answer is not None:
            heads[one.head] = one.field if answer else ""
    asked = replace(asked, kept=asked.kept.with_heads(heads))
    return take_in(came_in, asked, wanted.settles, progress), asked


def _confirmed(offered: Offered, wanted: Wanted) -> bool | None:
    """True if the head of a column stands for the field, as the clerk says, or --yes does; None where nobody says."""
    if wanted.yes:
        return True
    if wanted.as_data or not sys.stdin.isatty():
        return None
    question = _("表头“{head}”当作“{name}”读，对吗").format(head=offered.head.replace("\n", " "), name=offered.field)
    return click.confirm(f"{where(offered.place)}  {question}", default=False, err=True)


def _expect_known(intake: Intake, wanted: Wanted) -> None:
    """Raise a fault of usage where --take names something that nothing came from."""
    known = {FORM, *intake.sources}
    known |= {source.rpartition(".")[0] for source in intake.sources if "." in source}
    for name in wanted.taken:
        if name not in known:
            said = _("--take 没有“{name}”：可以写 {names}")
            raise click.UsageError(said.format(name=name, names=enumerated(sorted({FORM, *intake.sources})[:_SLOW])))


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
    mine, theirs = clash.told
    chosen, refused = (theirs, mine) if takes else (mine, theirs)
    source = clash.source if takes else clash.mine_from
    at = asked.now.isoformat(timespec="minutes")
    return Answer(one.target.name, place_text(clash.path), chosen, refused, source, wanted.by, at)


def _asked_of(clash: Clash) -> bool | None:
    """True if what came in is taken, False if not, None if that is left open."""
    click.echo(clash_line(clash), err=True)
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
        faults += map(clash_as_fault, clashes)
        changes = [change_as_data(change, one) for one in intake.filled for change in one.changes]
        echo_json(
            notes=intake.notes,
            faults=faults,
            changes=changes,
            disagreements=[clash_as_data(clash) for clash in clashes],
            written=[{"file": str(path)} for path in written.files],
        )
    else:
        for path in written.files:
            click.echo(_("写好了：{path}").format(path=path))
        if faults:
            click.echo("\n" + show(faults), err=True)
            click.echo(many("共 {n} 处要改，有错的文件没有写进去。", len(faults)), err=True)
        for line in missing_lines(intake, asked) if written.files else ():
            click.echo(line)
    if faults or clashes:
        ctx.exit(_FAULTY)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
