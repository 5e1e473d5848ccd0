"""``import``: forms out of last year's papers; what was guessed, what was left, and how much comes back."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import click

from wenming.authoring.importing.importing import Imported, imported, opened
from wenming.authoring.importing.layout import learn_layout
from wenming.authoring.importing.old_paper import OldPaper
from wenming.authoring.importing.other_town import names_meant
from wenming.base import resources
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.files import is_readable
from wenming.base.i18n import N_, _, many
from wenming.cli.help import AS_DATA, Command
from wenming.cli.results import echo_json
from wenming.papers.paper import Aside
from wenming.papers.reading import LARGEST

_SHOWN = 60  # characters of a text that was not taken
_SHEETS = (".xlsx", ".xls", ".et", ".csv")
_MOST = 40  # lines of a list on the screen
AS_IS = click.option("--as-is", "as_is", is_flag=True, help=N_("照抄：去年的日期、文号也照原样，不空出来"))


@click.command(
    "import",
    cls=Command,
    help=N_("从旧公文 OLD（.docx .doc .wps .pdf .txt，可以几份）写出镇 TOWN 的表单；写 - 就从标准输入读文字。"),
)
@click.argument("papers", metavar="OLD…", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.argument("town", type=click.Path(path_type=Path))
@AS_IS
@click.option(
    "--exchange",
    "exchanged",
    multiple=True,
    metavar=N_("云溪镇=安平镇"),
    help=N_("别的镇、县里的旧公文：把名称换成本镇的，可以写多个；不写就一个一个问"),
)
@click.option("--template", "with_layout", is_flag=True, help=N_("版面也照旧公文：学成镇的模板（只能是 .docx）"))
@AS_DATA
@click.pass_context
def import_(
    ctx: click.Context,
    papers: tuple[Path, ...],
    town: Path,
    as_is: bool,
    exchanged: tuple[str, ...],
    with_layout: bool,
    as_data: bool,
) -> None:
    """Make forms of old papers."""
    ctx.obj["json"] = as_data
    names = _names(exchanged)
    run(papers, town, as_is=as_is, names=names, with_layout=with_layout, as_data=as_data)


def run(
    old: Sequence[Path],
    town: Path,
    *,
    as_is: bool = False,
    names: Mapping[str, str] = MappingProxyType({}),
    with_layout: bool = False,
    as_data: bool = False,
) -> None:
    """Import the files *old* into the folder *town*, *with_layout* as templates too, and say what became of them."""
    import datetime

    papers = [_read(path) for path in old]
    read = opened(papers)
    names = names or _asked(names_meant(read.town, town))
    made = imported(read, town, datetime.date.today(), as_is=as_is, names=names)
    if with_layout:
        for paper in papers:
            click.echo(_layout_of(paper, made, town), err=True)
    if as_data:
        data = _as_data(made)
        echo_json(
            notes=made.unbuilt,
            written=data["written"],
            remarks=data["remarks"],
            not_taken=data["not_taken"],
            proof=data["proof"],
            missing=data["missing"],
            moved=data["moved"],
        )
        return
    click.echo("\n".join(_lines(made)))
    click.echo(
        _("接着用记事本打开上面的文件，照说明核对、填写，再运行：{command} build {town}").format(
            command=resources.command(), town=town
        )
    )


def _names(exchanged: Sequence[str]) -> dict[str, str]:
    """云溪镇=安平镇 as old and new. Raises a fault of usage where it is not written so."""
    names: dict[str, str] = {}
    for pair in exchanged:
        old, sign, new = (part.strip() for part in pair.replace("＝", "=", 1).partition("="))
        if not old or not sign or not new:
            raise click.UsageError(_("--exchange 要写成 云溪镇=安平镇 这样，收到的是：{value}").format(value=pair))
        names[old] = new
    return names


def _asked(names: Mapping[str, str]) -> dict[str, str]:
    """Those of *names* that somebody at a terminal wants to have exchanged; elsewhere none, and that is said."""
    wanted: dict[str, str] = {}
    for old, new in names.items():
        question = _("旧公文写的是“{old}”，本镇写的是“{new}”，换过来吗").format(old=old, new=new)
        if not sys.stdin.isatty():
            click.echo(
                _("{question}？要换的加 --exchange {old}={new}").format(question=question, old=old, new=new), err=True
            )
        elif click.confirm(question, default=True, err=True):
            wanted[old] = new
    return wanted


def _layout_of(paper: OldPaper, made: Imported, town: Path) -> str:
    """Where the template is that *paper* has become, or why it has not."""
    try:
        return str(learn_layout(paper, made.as_it_was, town))
    except Faults as error:
        why = error.faults[0]
        return _("{name} 的版面没有学成：{what}").format(name=paper.name, what=why.what)


def _read(path: Path) -> OldPaper:
    """The file *path*, or what is typed. Raises Faults where there is none, or it is too large."""
    if str(path) == "-":
        return OldPaper(_("标准输入"), sys.stdin.buffer.read(LARGEST + 1))
    if not path.is_file():
        raise Faults([Fault(Place(str(path)), _("没有这个文件"), _("写旧公文的位置"), "no-file")])
    if path.suffix.lower() in _SHEETS:
        mend = _("填好的表用 {command} form import 读").format(command=resources.command())
        raise Faults([Fault(Place(str(path)), _("这是表格，不是公文"), mend, "paper-unreadable")])
    if not is_readable(path, LARGEST):
        raise Faults([Fault(Place(str(path)), _("这个文件太大了"), _("去掉里面的照片再导入"), "paper-too-long")])
    return OldPaper(path.name, path.read_bytes())


def _lines(made: Imported) -> Iterator[str]:
    yield many("旧公文共 {n} 段（表格一格算一段）。", made.accounts.total)
    yield from made.told
    yield from map(str, made.written)
    if made.remarks:
        yield many("表单里标了 {n} 处要看的：", len(made.remarks))
        yield from _shortened([f"  {file}  {words}" for file, words in made.remarks])
    if made.accounts.not_taken:
        yield many("没有写进表单的 {n} 处：", len(made.accounts.not_taken))
        yield from _shortened([_line_of(aside) for aside in made.accounts.not_taken])
    if made.proof is None:
        yield _("照原样的表单生成不出来，没有和旧公文比较：")
        yield from _shortened([f"  {fault.place.file}  {fault.what}" for fault in made.unbuilt])
    else:
        back = made.proof.total - len(made.proof.missing)
        yield _("照表单生成了一遍：旧公文的 {total} 段，印出来一样的有 {back} 段。").format(
            total=made.proof.total, back=back
        )
        yield from _shortened([f"  {one.place}  {_cut(one.text)}" for one in made.proof.missing])
        if made.proof.moved:
            yield many("其中 {n} 段印的先后和旧公文不一样：", len(made.proof.moved))
            yield from _shortened([f"  {one.place}  {_cut(one.text)}" for one in made.proof.moved])


def _line_of(aside: Aside) -> str:
    place = f"{aside.place}  " if aside.place else ""
    return f"  {place}{_cut(aside.text)}（{aside.why}）"


def _cut(text: str) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"


def _shortened(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield many("  还有 {n} 处，加 --json 看全部", len(lines) - _MOST)


def _as_data(made: Imported) -> dict[str, list[dict[str, object]]]:
    proof: list[dict[str, object]] = []
    if made.proof is not None:
        numbers = {"missing": len(made.proof.missing), "moved": len(made.proof.moved)}
        proof.append({"total": made.proof.total, **numbers})
    return {
        "written": [{"file": str(path)} for path in made.written],
        "remarks": [{"file": file, "what": words} for file, words in made.remarks],
        "not_taken": [{"place": one.place, "text": one.text, "why": one.why} for one in made.accounts.not_taken],
        "proof": proof,
        "missing": [{"place": one.place, "text": one.text} for one in (made.proof.missing if made.proof else ())],
        "moved": [{"place": one.place, "text": one.text} for one in (made.proof.moved if made.proof else ())],
    }
