"""What a build has made, in words and as data; why it could make nothing."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import _
from wenming.documents.kinds import Asked, Kind
from wenming.output.folder import Placed
from wenming.pipeline import Made
from wenming.town import folder as towns
from wenming.town.folder import Town


def as_data(made: Sequence[Made], placed: Sequence[Placed]) -> list[dict[str, Any]]:
    """Each document for another program."""
    return [
        {
            "kind": one.document.kind.key,
            "title": one.document.title,
            "file": str(one.path),
            "gaps": one.gaps,
            "replaced": one.replaced,
            "state": place.state,
            "backup": str(place.backup) if place.backup else None,
            "conflicts": place.conflicts,
            "forms": [str(path) for path in one.document.sources],
        }
        for one, place in zip(made, placed, strict=True)
    ]


def lines(made: Sequence[Made], placed: Sequence[Placed]) -> Iterator[str]:
    """Each document for the clerk: where it is, what is still to be filled in, what became of his changes."""
    for one, place in zip(made, placed, strict=True):
        yield f"{one.document.kind.name}  {one.path}"
        if one.gaps:
            yield _("    还有 {n} 处【待填】，在文件里查找“待填”").format(n=one.gaps)
        if one.replaced:
            yield _("    有 {n} 个字符 Word 存不了，换成了“�”，请查找并改好").format(n=one.replaced)
        if said := _became(place):
            yield "    " + said
    yield _("共 {n} 个文件，用 Word 或 WPS 打开就能打印。").format(n=len(made))


def _became(place: Placed) -> str:
    """What became of a document that somebody had changed; empty for others."""
    backup = place.backup.name if place.backup else ""
    match place.state:
        case "edited":
            return _("您改过这个文件，数据没有变，没有动它")
        case "merged" if place.conflicts:
            return _(
                "您改过这个文件，新数据已经并进去；{n} 处两边都改了，留的是您的，新的在批注里；改前的另存为 {backup}"
            ).format(n=place.conflicts, backup=backup)
        case "merged":
            return _("您改过这个文件，新数据已经并进去；改前的另存为 {backup}").format(backup=backup)
        case "aside":
            return _("这里原来的文件没有并进去，另存为 {backup}").format(backup=backup)
        case _:
            return ""


def nothing(town: Path, asked: Asked, wanted: Sequence[Kind]) -> Fault:
    """That the forms of *town* make none of the *wanted* documents, and what they lack."""
    weeks = [path.stem for path in towns.form_paths(town, "weeks")]
    mend = _("已有的周：{weeks}").format(weeks="、".join(weeks) or "—")
    if asked.week and asked.week not in weeks:
        return Fault(Place(str(town)), _("没有 {week} 这一周的表单").format(week=asked.week), mend)
    if asked.since and not any(asked.since <= one <= (asked.week or one) for one in weeks):
        what = _("从 {since} 到 {week} 没有哪一周的表单").format(since=asked.since, week=asked.week or _("现在"))
        return Fault(Place(str(town)), what, mend)
    what = _("这个文件夹里的表单还做不了{names}").format(names="、".join(kind.name for kind in wanted))
    return Fault(Place(str(town)), what, _("要这样才有：{needed}").format(needed=_needed(wanted)))


def not_made(made: Sequence[Made], wanted: Sequence[Kind]) -> str:
    """Which of the *wanted* kinds the forms make no document of yet, and what it takes; empty where all are made."""
    keys = {one.document.kind.key for one in made}
    left = [kind for kind in wanted if kind.key not in keys]
    if not left:
        return ""
    names = "、".join(kind.name for kind in left)
    return _("没有做{names}。要这样才有：{needed}").format(names=names, needed=_needed(left))


def unreported(town: Town, made: Sequence[Made], asked: Asked) -> str:
    """Which weeks of the weekly summaries *made* nobody has reported a figure for; empty where there are none."""
    if not any(one.document.kind.each == "每周" for one in made):
        return ""
    records = [form.record for form in town.weeks if asked.week in ("", form.record["周"])]
    weeks = [one["周"] for one in records if not any("完成" in row for row in one.get("进展", ()))]
    said = _("{weeks} 的表单里一个完成数也没有填，那一周的周报里都按没有报送算；填好再生成一次")
    return said.format(weeks="、".join(weeks)) if weeks else ""


def _needed(kinds: Sequence[Kind]) -> str:
    return "；".join(_("{kind}：{condition}").format(kind=kind.name, condition=kind.condition) for kind in kinds)
