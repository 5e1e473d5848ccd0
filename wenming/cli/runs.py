"""``runs``: the runs over many towns that there were, and the one that ``--resume`` goes on with."""

from collections.abc import Iterator, Sequence

import click

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import N_, _, many
from wenming.cli.help import AS_DATA, Command
from wenming.cli.out import OUT_ANYWHERE
from wenming.cli.results import echo_json
from wenming.county.runs import Run, Runs, place_of

_NAMED = 8  # towns of a run that are named


def last_run(out: str) -> tuple[Run, list[str]]:
    """The run that ``--resume`` goes on with, and its towns. Raises Faults where there was none."""
    if place_of(out).is_file():
        with Runs(place_of(out)) as runs:
            last = runs.last()
            if last is not None:
                return last, runs.towns(last.number)
    mend = _("第一次不加 --resume")
    raise Faults([Fault(Place(out), _("这里还没有做过很多镇"), mend, "no-file")])


@click.command("runs", cls=Command, help=N_("做过的很多镇：每一次做成几个、还剩哪几个、为什么。"))
@OUT_ANYWHERE
@AS_DATA
@click.pass_context
def runs(ctx: click.Context, out: str, as_data: bool) -> None:
    """List the runs over many towns."""
    ctx.obj["json"] = as_data
    last_run(out)
    with Runs(place_of(out)) as table:
        listed = table.all()
        left = {one.number: table.left(one.number) for one in listed}
        towns = {one.number: table.towns(one.number) for one in listed} if as_data else {}
    if as_data:
        echo_json(runs=[_run_as_data(one, towns[one.number], left[one.number]) for one in listed])
        return
    for one in listed:
        click.echo("  ".join([one.started, *_asked(one), _counted(one)]))
        for town, why in left[one.number][:_NAMED]:
            click.echo(f"    {town}  {why}" if why else f"    {town}")
        if len(left[one.number]) > _NAMED:
            click.echo(many("    还有 {n} 个，加 --json 看全部", len(left[one.number]) - _NAMED))


def _asked(run: Run) -> Iterator[str]:
    """What a run was asked for, as it was typed; nothing where it was everything."""
    words = [*run.kinds, *(run.options.get(name, "") for name in ("week", "since"))]
    said = " ".join(word for word in words if word)
    if said:
        yield said


def _counted(run: Run) -> str:
    counts = _("，做成 {done}，没有做成 {failed}，还没有做 {waiting}")
    return many("{n} 个镇", run.size) + counts.format(done=run.done, failed=run.failed, waiting=run.waiting)


def _run_as_data(run: Run, towns: Sequence[str], left: Sequence[tuple[str, str]]) -> dict[str, object]:
    return {
        "started": run.started,
        "towns": list(towns),
        "kinds": list(run.kinds),
        "week": run.options.get("week", ""),
        "since": run.options.get("since", ""),
        "done": run.done,
        "failed": run.failed,
        "waiting": run.waiting,
        "left": [{"town": town, "why": why} for town, why in left],
    }
