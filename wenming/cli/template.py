"""Commands for a town's own templates: list, eject, fields, check, diff, update, learn."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wenming.base.diagnostics import Fault, as_json, show
from wenming.base.i18n import N_, _, many
from wenming.cli.help import AS_DATA, Group, chosen
from wenming.cli.typed import town_meant

if TYPE_CHECKING:
    from wenming.authoring.check import Checked, CheckedTemplate
    from wenming.authoring.comparison import Compared
    from wenming.authoring.upgrade import Upgraded

_SHOWN = 24  # characters of what was replaced
_LAYOUT = click.option("--layout", default="", metavar=N_("标准"), help=N_("方案的哪种版式；不写就看方案表单里的"))


@click.group(cls=Group, help=N_("镇自己的模板：看用的是哪个、复制一个来改、查能用的字段、从旧文件学一个。"))
def template() -> None:
    """Templates of a town."""


@template.command("list", help=N_("每种公文用的是哪个模板：镇的、县里共用的、自带的；复制来的改过没有。"))
@click.argument("town", type=click.Path(path_type=Path), callback=town_meant, required=False)
@AS_DATA
@click.pass_context
def list_(ctx: click.Context, town: Path | None, as_data: bool) -> None:
    """Show which template each kind is made with."""
    from wenming.authoring import catalogue
    from wenming.cli.results import echo_json

    ctx.obj["json"] = as_data
    rows = list(catalogue.used(catalogue.known_kinds(town), town))
    if as_data:
        echo_json(templates=map(catalogue.as_json, rows))
        return
    click.echo(_aligned([(f"{row.kind.name} {row.layout}".strip(), row.file, catalogue.shown(row)) for row in rows]))


@template.command(help=N_("把 KIND 的模板复制到 TOWN/templates 里，供修改；原件另存一份，以后好比较。"))
@click.argument("kind")
@click.argument("town", type=click.Path(path_type=Path), callback=town_meant)
@_LAYOUT
@click.option("--words", is_flag=True, help=N_("不复制模板，复制程序自己写的那些话"))
def eject(kind: str, town: Path, layout: str, words: bool) -> None:
    """Copy a template, or the sentences that are not in it, into the town's folder."""
    from wenming.authoring import catalogue
    from wenming.authoring import words as wordings
    from wenming.base import resources

    meant = chosen(kind, town)
    copy = wordings.eject(meant, town) if words else catalogue.eject(meant, town, layout)
    click.echo(copy)
    said = (
        _("用记事本改它，再运行：{command} build {town}")
        if words
        else _("用 Word 或 WPS 改它，再运行：{command} build {town}")
    )
    click.echo(said.format(command=resources.command(), town=town))


@template.command(help=N_("KIND 的模板里能用的字段：标签、名称、意思、例子；写了 TOWN，例子就是这个镇的内容。"))
@click.argument("kind")
@click.argument("town", type=click.Path(path_type=Path), callback=town_meant, required=False)
@click.option("--find", "word", default="", metavar=N_("要找的词"), help=N_("只列出含有这个词的"))
@AS_DATA
@click.pass_context
def fields(ctx: click.Context, kind: str, town: Path | None, word: str, as_data: bool) -> None:
    """Show every field that a template may use, and the sentences of the document that are not in it."""
    from wenming.authoring import tag_list
    from wenming.authoring import words as wordings
    from wenming.base import resources
    from wenming.cli.results import echo_json

    ctx.obj["json"] = as_data
    meant = chosen(kind, town)
    tags = tag_list.fields(meant, town, word)
    words = wordings.words(meant, word)
    if as_data:
        echo_json(fields=map(asdict, tags), words=map(asdict, words))
        return
    if tags:
        click.echo(_aligned([(tag.tag, tag.title, tag.description, tag.example) for tag in tags]))
    if words:
        click.echo()
        said = _("程序自己写的话（不在模板里；要改，运行 {command} template eject {kind} --words 镇的文件夹）：")
        click.echo(said.format(command=resources.command(), kind=meant.key))
        click.echo(_aligned([(one.name, one.used, one.text.replace("\n", " ")) for one in words]))
    if not tags and not words:
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
    from wenming.authoring.check import check as check_templates
    from wenming.cli.results import echo_json

    ctx.obj["json"] = as_data
    town = target if target.is_dir() else None
    checked = check_templates(target, chosen(kind, town) if kind else None, annotate=annotate, fix=fix)
    if as_data:
        echo_json(templates=map(_checked_as_data, checked.templates), faults=checked.faults)
    else:
        for line in _checked_lines(checked):
            click.echo(line)
    ctx.exit(bool(checked.faults))


def _checked_as_data(template: "CheckedTemplate") -> dict[str, object]:
    return {
        "file": str(template.path),
        "names_known": template.names_known,
        "annotated": str(template.annotated) if template.annotated else None,
        "fixed": str(template.fixed) if template.fixed else None,
        "fixes": as_json(template.fixes),
        "notes": as_json(template.notes),
    }


def _checked_lines(checked: "Checked") -> Iterator[str]:
    """Every fault, the copies that were written, and how many there are."""
    if checked.faults:
        yield show(checked.faults)
        yield ""
    notes = [note for template in checked.templates for note in template.notes]
    if notes:
        yield _("请核对：")
        yield show(notes)
        yield ""
    for template in checked.templates:
        if not template.names_known:
            said = _("不知道 {path} 是哪种公文的模板，没有查字段名；可以加 --kind")
            yield said.format(path=template.path)
    yield from _copies(checked.templates)
    if checked.faults:
        yield _("检查了 {n} 个模板，有 {faults} 处要改。").format(n=checked.asked, faults=len(checked.faults))
    else:
        yield many("检查了 {n} 个模板，没有问题。", checked.asked)


def _copies(templates: "Sequence[CheckedTemplate]") -> Iterator[str]:
    """Where the copies of *templates* were written, with comments and mended."""
    for template in templates:
        if template.annotated:
            yield _("批注写在 {copy}").format(copy=template.annotated)
        elif template.not_annotated:
            yield f"{template.path}  {template.not_annotated}"
    for template in templates:
        if template.fixed:
            yield many("改好 {n} 处，写在 {copy}", len(template.fixes), copy=template.fixed)
            yield from map(_fix_line, template.fixes)


def _fix_line(fix: Fault) -> str:
    return f"    {fix.place.path}  {fix.what}".rstrip()


@template.command(help=N_("TOWN 自己的模板和原来的有什么不同：镇里改了什么，自带的（县里的）后来改了什么。"))
@click.argument("town", type=click.Path(path_type=Path), callback=town_meant)
@click.argument("kind", default="")
@AS_DATA
@click.pass_context
def diff(ctx: click.Context, town: Path, kind: str, as_data: bool) -> None:
    """Show what was changed in the town's templates, and above them."""
    from wenming.authoring.comparison import compare
    from wenming.cli.results import echo_json

    ctx.obj["json"] = as_data
    compared = compare(town, chosen(kind, town) if kind else None)
    faults = [fault for template in compared for fault in template.faults]
    if as_data:
        echo_json(templates=map(_compared_as_data, compared), faults=faults)
        ctx.exit(bool(faults))
    for template in compared:
        if not template.faults:
            click.echo("\n".join(_compared_lines(template)))
    if not compared:
        click.echo(_("这个镇没有复制来的模板。"))
    if faults:
        click.echo(show(faults))
    ctx.exit(bool(faults))


def _compared_as_data(template: "Compared") -> dict[str, object]:
    return {
        "file": str(template.path),
        "town": [asdict(change) for change in template.of_town],
        "above": [asdict(change) for change in template.above],
    }


def _compared_lines(template: "Compared") -> Iterator[str]:
    from wenming.revision.changes import sentence

    yield str(template.path)
    for heading, changes in ((_("镇里改的："), template.of_town), (_("原来的那个后来改的："), template.above)):
        yield "  " + heading + ("" if changes else _("没有"))
        for change in changes:
            yield f"    {sentence(change)}"


@template.command(help=N_("把自带的（县里的）模板后来的改动并进 TOWN 自己的模板，另存一份；两边都改了的地方留镇里的。"))
@click.argument("town", type=click.Path(path_type=Path), callback=town_meant)
@click.argument("kind", default="")
@click.option("--replace", is_flag=True, help=N_("换掉镇里的模板：看过的那一份没有过时就用它；换下来的另存一份"))
@click.pass_context
def update(ctx: click.Context, town: Path, kind: str, replace: bool) -> None:
    """Bring what changed above into the town's templates, as new files."""
    from wenming.authoring import upgrade

    updated = upgrade.update(town, chosen(kind, town) if kind else None, replace=replace)
    for one in updated.templates:
        click.echo("\n".join(_upgraded_lines(one)))
    if updated.faults:
        click.echo(show(updated.faults))
    if not updated.templates and not updated.faults:
        click.echo(_("镇里的模板都是按最新的改的，不用更新。"))
    ctx.exit(bool(updated.faults))


def _upgraded_lines(one: "Upgraded") -> Iterator[str]:
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
        if conflict.whole:
            said = _("{spot} 两边都改了，留的是镇里的，新的没有并进来")
        else:
            said = _("{spot} 两边都改了，留的是镇里的：{mine}；新的是：{theirs}")
        yield "    " + said.format(spot=conflict.spot, mine=conflict.mine or "—", theirs=conflict.theirs or "—")


@template.command(help=N_("从 OLD（去年写好的 .docx）学一个模板给 TOWN：表单里有的名称、日期、名单换成标签。"))
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("town", type=click.Path(path_type=Path), callback=town_meant)
@click.option("--kind", default="", metavar="plan", help=N_("是哪种公文；不写就看它最像哪一种"))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar=N_("文件"),
    help=N_("写到哪个文件；不写就放进镇的 templates 文件夹"),
)
@AS_DATA
@click.pass_context
def learn(ctx: click.Context, old: Path, town: Path, kind: str, out: Path | None, as_data: bool) -> None:
    """Make a template out of a finished document."""
    from wenming.authoring.learn.learn import learn as learn_template
    from wenming.cli.results import echo_json

    ctx.obj["json"] = as_data
    path, learnt = learn_template(old, town, chosen(kind, town) if kind else None, out)
    if as_data:
        row = {"file": str(path), "replaced": list(map(asdict, learnt.replaced)), "missing": learnt.missing}
        echo_json(templates=[row])
        return
    for one in learnt.replaced:
        click.echo(f"{one.spot}  {_shortened(one.text)} → {one.tag}")
    if learnt.missing:
        click.echo(_("旧文件里没有找到，要放就自己加：") + "，".join(learnt.missing))
    click.echo(many("学到 {n} 处，写在 {path}；用同样的表单填，文字和旧文件一样。", len(learnt.replaced), path=path))


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _aligned(rows: list[tuple[str, ...]]) -> str:
    """*rows* in columns, a Chinese character two cells wide."""
    from wenming.gongwen.chinese import width

    cells = [[round(width(cell) * 2) for cell in row] for row in rows]
    widest = [max(column) for column in zip(*cells, strict=True)]
    lines: list[str] = []
    for row, taken in zip(rows, cells, strict=True):
        padded = [cell + " " * (widest[n] - taken[n]) for n, cell in enumerate(row)]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)
