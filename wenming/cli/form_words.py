"""What came in, in words for a clerk and as data for programs: what changes, what does not agree, what is left."""

from collections.abc import Iterator, Mapping, Sequence

from wenming.base.diagnostics import Fault, Place, where
from wenming.base.i18n import _, many
from wenming.collecting.contribution import Asked
from wenming.collecting.intake import Filled, Intake
from wenming.collecting.missing import missing
from wenming.collecting.outcome import Change, Clash
from wenming.collecting.targets import WEEK

_MOST = 60  # lines of a list on the screen
_LINE = 100  # characters of several new values on one line
FORM = "表单"  # what is called so in answers, beside villages and files


def lines(intake: Intake) -> Iterator[str]:
    """What would change, form by form, and what was not read."""
    yield many("读了 {n} 个文件。", intake.files)
    for note in [*_first(intake.notes)]:
        yield f"  {where(note.place)}  {note.what}"
    for one in intake.filled:
        yield _("{form}：").format(form=one.target.path) + (
            many("要改 {n} 处", len(one.changes)) if one.changes else _("没有要改的")
        )
        yield from _changes(one.changes)
        for clash, takes in one.settled:
            mine = clash.mine_from or FORM
            taken, value, other = (
                (clash.source, clash.theirs, clash.mine) if takes else (mine, clash.mine, clash.theirs)
            )
            yield _("  {label}：用 {source} 的 {value}，不用 {other}").format(
                label=clash.label, source=taken, value=value, other=other
            )
        for change in one.left:
            yield _("  {label}：{source} 这次空着，原来报的 {before} 没有动").format(
                label=change.label, source=change.source, before=change.before
            )
        if one.clashes:
            yield many("  对不上的 {n} 处，都没有改：", len(one.clashes))
            for clash in one.clashes:
                yield f"    {clash_line(clash)}"
            yield _("  定了用哪一份的，加 --take 村名、文件名或“表单”")


def _first(faults: Sequence[Fault]) -> Sequence[Fault]:
    return faults[:_MOST]


def _changes(changes: Sequence[Change]) -> Iterator[str]:
    """The changes by whose they are: new values several to a line, what takes the place of another on its own."""
    lines: list[str] = []
    source, line = "", ""
    for change in changes:
        if change.source != source:
            lines += [line] if line else []
            source, line = change.source, ""
            lines.append(f"  {source}")
        words = (
            f"{change.label}：{change.after}" if change.is_new else f"{change.label}：{change.before} → {change.after}"
        )
        is_long = not change.is_new or len(line) + len(words) > _LINE
        if line and is_long:
            lines.append(line)
            line = ""
        line = f"{line}；{words}" if line else f"    {words}"
        if not change.is_new:
            lines.append(line)
            line = ""
    lines += [line] if line else []
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield many("    还有 {n} 行，加 --json 看全部", len(lines) - _MOST)


def clash_line(clash: Clash) -> str:
    """Two values that do not agree, on one line."""
    owner = clash.mine_from or FORM
    return f"{clash.label}：{clash.mine}（{owner}） ≠ {clash.theirs}（{clash.source}）"


def missing_lines(intake: Intake, asked: Asked) -> Iterator[str]:
    """Who has not reported, in the weeks that were filled in."""
    for one in intake.filled:
        if one.target.schema.name == WEEK:
            found = missing(asked.town, one.target.key)
            yield _("{week}：报了 {n} 个村，还有 {m} 个").format(
                week=found.week, n=len(found.reported), m=len(found.names)
            )


def change_as_data(change: Change, one: Filled) -> Mapping[str, object]:
    """A change for another program."""
    return {
        "form": str(one.target.path),
        "field": change.label,
        "from": change.before,
        "to": change.after,
        "source": change.source,
    }


def clash_as_data(clash: Clash) -> Mapping[str, object]:
    """Two values that do not agree, for another program."""
    return {
        "field": clash.label,
        "form": clash.mine,
        "form_from": clash.mine_from,
        "file": clash.theirs,
        "source": clash.source,
    }


def clash_as_fault(clash: Clash) -> Fault:
    """Two values that do not agree, as something to mend."""
    mend = _("问清楚以后加 --take {one} 或 --take {other}").format(one=clash.mine_from or FORM, other=clash.source)
    return Fault(Place(clash.source, path=clash.label), clash_line(clash), mend, "figures-disagree")
