"""Commands for a town's own templates: list, eject, fields, check, diff, update, learn."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wenming.base.diagnostics import Fault
from wenming.base.i18n import N_, _
from wenming.cli.help import AS_DATA, Group, chosen, echo_json

if TYPE_CHECKING:
    from wenming.authoring.upgrade import Upgraded

_SHOWN = 24  # characters of what was replaced
_LAYOUT = click.option("--layout", default="", metavar=N_("标准"), help=N_("方案的哪种版式；不写就看方案表单里的"))


@click.group(cls=Group, help=N_("镇自己的模板：看用的是哪个、复制一个来改、查能用的字段、从旧文件学一个。"))
def template() -> None:
    """Templates of a town."""


@template.command("list", help=N_("每种公文用的是哪个模板：镇的、县里共用的、自带的；复制来的改过没有。"))
@click.argument("town", type=click.Path(path_type=Path), required=False)
@AS_DATA
@click.pass_context
def list_(ctx: click.Context, town: Path | None, as_data: bool) -> None:
    """Show which template each kind is made with."""
    from wenming.authoring import catalogue
    from wenming.base import resources
    from wenming.documents import kinds

    ctx.obj["json"] = as_data
    known = kinds.kinds(resources.templates(town) if town else [resources.own("templates")])
    rows = list(catalogue.used(known, town))
    if as_data:
        echo_json([catalogue.as_json(row) for row in rows])
        return
    table: list[tuple[str, ...]] = [
        (f"{row.kind.name} {row.layout}".strip(), row.file, catalogue.shown(row)) for row in rows
    ]
    click.echo(_aligned(table))


@template.command(help=N_("把 KIND 的模板复制到 TOWN/templates 里，供修改；原件另存一份，以后好比较。"))
@click.argument("kind")
@click.argument("town", type=click.Path(path_type=Path))
@_LAYOUT
def eject(kind: str, town: Path, layout: str) -> None:
    """Copy a template into the town's folder."""
    from wenming.authoring import catalogue
    from wenming.base import resources

    copy = catalogue.eject(chosen(kind, town), town, layout)
    click.echo(copy)
    click.echo(
        _("用 Word 或 WPS 改它，再运行：{command} build {town}").format(command=resources.command(), town=town),
    )


@template.command(help=N_("KIND 的模板里能用的字段：标签、名称、意思、例子；写了 TOWN，例子就是这个镇的内容。"))
@click.argument("kind")
@click.argument("town", type=click.Path(path_type=Path), required=False)
@click.option("--find", "word", default="", metavar=N_("要找的词"), help=N_("只列出含有这个词的"))
@AS_DATA
@click.pass_context
def fields(ctx: click.Context, kind: str, town: Path | None, word: str, as_data: bool) -> None:
    """Show every field that a template may use."""
    from dataclasses import asdict

    from wenming.authoring import tag_list
    from wenming.documents import plan as documents
    from wenming.town import folder as towns

    ctx.obj["json"] = as_data
    one = chosen(kind, town)
    made = next(documents.documents(towns.read(town, one.needs), [one]), None) if town else None
    rows = tag_list.found(word, list(tag_list.tags(one, made.context if made else None)))
    if as_data:
        echo_json([asdict(row) for row in rows])
        return
    click.echo(_aligned([(row.tag, row.title, row.description, row.example) for row in rows]))
    if not rows:
        click.echo(_("没有含“{word}”的字段").format(word=word))


@template.command(help=N_("检查模板：一个文件，或者镇用的所有模板；每处错误都说在哪一段、错在哪里、怎么改。"))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--kind", default="", metavar="plan", help=N_("按哪种公文查字段名；不写就看文件名和所在的文件夹"))
@click.option("--annotate", is_flag=True, help=N_("另存一份，在每处错误上加 Word 批注"))
@click.option("--fix", is_flag=True, help=N_("另存一份，把能放心改的都改好"))
@AS_DATA
@click.pass_context
def check(ctx: click.Context, target: Path, kind: str, annotate: bool, fix: bool, as_data: bool) -> None:
    """Show every fault of templates."""
    from wenming.authoring import check as checkup
    from wenming.authoring.doctor import examine
    from wenming.base.diagnostics import Faults, as_json, show
    from wenming.gongwen.template import Template

    ctx.obj["json"] = as_data
    todo: list[tuple[Path, checkup.Names]]
    if target.is_dir():
        todo, faults = checkup.of_town(target, chosen(kind, target) if kind else None)
    else:
        todo, faults = [checkup.of_file(target, chosen(kind, None) if kind else None)], []
    found = []
    for path, names in todo:
        try:
            found.append((path, names, examine(Template.load(path), names)))
        except Faults as error:  # no template at all; the others are
            faults += error.faults
    if target.is_dir() and not (faults or any(some for _path, _names, some in found)):
        faults += checkup.tried(target, chosen(kind, target) if kind else None)
    written = [*(_annotated(found) if annotate else ()), *(_fixed(found) if fix else ())]
    faults += [fault for _path, _names, some in found for fault in some]
    if as_data:
        echo_json({"checked": [str(path) for path, _names in todo], "faults": as_json(faults), "written": written})
        ctx.exit(bool(faults))
    if faults:
        click.echo(show(faults))
        click.echo()
    for path, names, _some in found:
        if names is None:
            click.echo(_("不知道 {path} 是哪种公文的模板，没有查字段名；可以加 --kind").format(path=path))
    for text in written:
        click.echo(text)
    click.echo(
        _("检查了 {n} 个模板，有 {faults} 处要改。").format(n=len(todo), faults=len(faults))
        if faults
        else _("检查了 {n} 个模板，没有问题。").format(n=len(todo))
    )
    ctx.exit(bool(faults))


def _annotated(found: Iterable[tuple[Path, Any, list[Fault]]]) -> Iterator[str]:
    from wenming.authoring import catalogue
    from wenming.base import files
    from wenming.base.diagnostics import Faults
    from wenming.ooxml.comments import with_comments

    for path, _names, faults in found:
        if faults:
            copy = files.free_name(path, _("批注"))
            try:
                data = with_comments(path.read_bytes(), faults, _("模板检查"))
            except Faults as error:
                yield f"{path}  {error.faults[0].what}"
                continue
            catalogue.place(copy, data)
            yield _("批注写在 {copy}").format(copy=copy)


def _fixed(found: Iterable[tuple[Path, Any, list[Fault]]]) -> Iterator[str]:
    from wenming.authoring import catalogue
    from wenming.authoring.repair import repaired
    from wenming.base import files

    for path, _names, _faults in found:
        data, notes = repaired(path.read_bytes(), path.name)
        if notes:
            copy = files.free_name(path, _("修复"))
            catalogue.place(copy, data)
            yield "\n".join(
                [_("改好 {n} 处，写在 {copy}").format(n=len(notes), copy=copy), *(_line(note) for note in notes)]
            )


def _line(note: Fault) -> str:
    return f"    {note.place.path}  {note.what}".rstrip()


@template.command(help=N_("TOWN 自己的模板和原来的有什么不同：镇里改了什么，自带的（县里的）后来改了什么。"))
@click.argument("town", type=click.Path(path_type=Path))
@click.argument("kind", default="")
@AS_DATA
@click.pass_context
def diff(ctx: click.Context, town: Path, kind: str, as_data: bool) -> None:
    """Show what was changed in the town's templates, and above them."""
    from dataclasses import asdict

    from wenming import revision
    from wenming.authoring import catalogue
    from wenming.base.diagnostics import Faults, as_json, show

    ctx.obj["json"] = as_data
    compared: list[tuple[Path, list[revision.Change], list[revision.Change], Sequence[Fault]]] = []
    for path, base, above in catalogue.copies(town, chosen(kind, town) if kind else None):
        try:
            mine = revision.differences(base, path.read_bytes(), str(path))
            compared.append((path, mine, revision.differences(base, above, path.name), ()))
        except Faults as error:  # broken; the others are not
            compared.append((path, [], [], error.faults))
    faults = [fault for *_changes, some in compared for fault in some]
    if as_data:
        echo_json(
            [
                {
                    "file": str(path),
                    "town": [asdict(c) for c in mine],
                    "above": [asdict(c) for c in theirs],
                    "faults": as_json(some),
                }
                for path, mine, theirs, some in compared
            ]
        )
        ctx.exit(bool(faults))
    for path, mine, theirs, some in compared:
        if some:
            continue
        click.echo(path)
        for heading, changes in ((_("镇里改的："), mine), (_("原来的那个后来改的："), theirs)):
            click.echo("  " + heading + ("" if changes else _("没有")))
            for change in changes:
                click.echo(f"    {revision.told(change)}")
    if not compared:
        click.echo(_("这个镇没有复制来的模板。"))
    if faults:
        click.echo(show(faults))
    ctx.exit(bool(faults))


@template.command(help=N_("把自带的（县里的）模板后来的改动并进 TOWN 自己的模板，另存一份；两边都改了的地方留镇里的。"))
@click.argument("town", type=click.Path(path_type=Path))
@click.argument("kind", default="")
@click.option("--replace", is_flag=True, help=N_("换掉镇里的模板：看过的那一份没有过时就用它；换下来的另存一份"))
@click.pass_context
def update(ctx: click.Context, town: Path, kind: str, replace: bool) -> None:
    """Bring what changed above into the town's templates, as new files."""
    from wenming.authoring import catalogue, upgrade
    from wenming.base.diagnostics import Faults, show

    done, faults = 0, list[Fault]()
    for path, base, above in catalogue.copies(town, chosen(kind, town) if kind else None):
        if base == above:
            continue
        done += 1
        try:
            one = (upgrade.replaced if replace else upgrade.merged)(path, base, above)
        except Faults as error:  # broken; the others are not
            faults += error.faults
            continue
        for line in _upgraded(one):
            click.echo(line)
    if faults:
        click.echo(show(faults))
    if not done:
        click.echo(_("镇里的模板都是按最新的改的，不用更新。"))
    ctx.exit(bool(faults))


def _upgraded(one: "Upgraded") -> Iterator[str]:
    """What became of a template, in words."""
    words = {
        "merged": _("合并好的在 {copy}；看过以后加 --replace 再运行一次"),
        "waiting": _("合并好的在 {copy}（上次写的，还没有过时）；看过以后加 --replace 再运行一次"),
        "replaced": _("{path} 已经更新；原来的另存为 {copy}"),
        "installed": _("{path} 换成了看过的那一份，连同里面改的；原来的另存为 {copy}"),
    }
    yield words[one.state].format(path=one.path, copy=one.copy)
    if one.unused:
        yield "    " + _("{copy} 里改的没有用上：写它以后，镇里的或原来的模板又变了").format(copy=one.unused)
    for conflict in one.conflicts:
        told = (
            _("{spot} 两边都改了，留的是镇里的，新的没有并进来")
            if conflict.whole
            else _("{spot} 两边都改了，留的是镇里的：{mine}；新的是：{theirs}")
        )
        yield "    " + told.format(spot=conflict.spot, mine=conflict.mine or "—", theirs=conflict.theirs or "—")


@template.command(help=N_("从 OLD（去年写好的 .docx）学一个模板给 TOWN：表单里有的名称、日期、名单换成标签。"))
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("town", type=click.Path(path_type=Path))
@click.option("--kind", default="", metavar="plan", help=N_("是哪种公文；不写就看它最像哪一种"))
@click.option("--out", type=click.Path(path_type=Path), help=N_("写到哪个文件；不写就放进镇的 templates 文件夹"))
@AS_DATA
@click.pass_context
def learn(ctx: click.Context, old: Path, town: Path, kind: str, out: Path | None, as_data: bool) -> None:
    """Make a template out of a finished document."""
    from dataclasses import asdict

    from wenming.authoring import catalogue
    from wenming.authoring.learn import learn as learns

    ctx.obj["json"] = as_data
    target, learnt = learns.learnt(old, town, chosen(kind, town) if kind else None)
    target = out or target
    catalogue.place(target, learnt.data)
    catalogue.original(target).unlink(missing_ok=True)  # of a template that stood there once
    if as_data:
        echo_json(
            {"file": str(target), "replaced": [asdict(one) for one in learnt.replaced], "missing": learnt.missing}
        )
        return
    for one in learnt.replaced:
        click.echo(f"{one.spot}  {_shortened(one.text)} → {one.tag}")
    if learnt.missing:
        click.echo(_("旧文件里没有找到，要放就自己加：") + "，".join(learnt.missing))
    click.echo(
        _("学到 {n} 处，写在 {path}；用同样的表单填，文字和旧文件一样。").format(n=len(learnt.replaced), path=target)
    )


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _aligned(rows: list[tuple[str, ...]]) -> str:
    """*rows* in columns, a Chinese character two cells wide."""
    from wenming.gongwen.chinese import width

    cells = [[round(width(cell) * 2) for cell in row] for row in rows]
    widest = [max(column) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(cell + " " * (widest[n] - taken[n]) for n, cell in enumerate(row)).rstrip()
        for row, taken in zip(rows, cells, strict=True)
    )
