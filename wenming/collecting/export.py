"""Forms of a town as workbooks to fill in: one for the office, or a small one for each village."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from wenming.base import weeks
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _, enumerated
from wenming.collecting import kept
from wenming.collecting.knowledge import choices_of
from wenming.collecting.targets import WEEK, Record, Target, record_of, target_of, week_to_fill
from wenming.forms import schema as schemas
from wenming.forms.workbook import stamp as stamps
from wenming.forms.workbook import writing
from wenming.forms.workbook.stamp import Stamp
from wenming.forms.workbook.writing import Content
from wenming.forms.yaml import written
from wenming.town.folder import Town

FORMS = ("plan", "town", "score", "notice", WEEK)
_BY_VILLAGES = "由村填"  # the keyword of ours for lists of which a village fills in its rows
_UNIT, _STATE, _CLOSED = "单位", "状态", "已整改"


class Exported(NamedTuple):
    """A workbook that goes out: a name for its file, its bytes."""

    name: str
    data: bytes


def target_to_export(town: Town, form: str, key: str, today: datetime.date) -> Target:
    """The form of *town* to be filled in: of a week *key*, or the one that is due. Raises Faults."""
    if form == WEEK:
        return target_of(town, form, key or week_to_fill(town, today, kept.read(town.folder).week))
    folder = schemas.load(form).folder
    if not folder:
        return target_of(town, form, form)
    there = [one.path.stem for one in town.forms.get(folder, ())]
    if key not in there and not (not key and len(there) == 1):
        mend = _("加 --name 写明哪一份：{names}").format(names=enumerated(there))
        what = _("没有这样的表单")
        if not there:
            mend = _("先在 {folder} 里写一份").format(folder=town.folder / folder)
        raise Faults([Fault(Place(str(town.folder / folder)), what, mend, "no-file")])
    return target_of(town, form, key or there[0])


def exported(town: Town, target: Target, today: datetime.date) -> Exported:
    """The form *target* of *town* as one workbook, filled in as far as the form is."""
    record = record_of(target.data, str(target.path), target.schema)
    sent = {**record, "进展": _all_rows(town, record)} if target.schema.name == WEEK else record
    stamp = Stamp(target.schema.name, target.key, town.record["名称"], "", _kept(town, target, sent))
    content = Content(target.schema, sent, stamp, _title(town, target), choices_of(town))
    return Exported(f"{stamps.visible(stamp).rpartition(' · ')[0].replace(' · ', '-')}.xlsx", _written(content, today))


def exported_per_village(town: Town, target: Target, today: datetime.date) -> Iterator[Exported]:
    """A small workbook for each village of *town*: its own rows of the week *target*, to be filled in and sent back."""
    record = record_of(target.data, str(target.path), target.schema)
    lists = [name for name, rule in target.schema.root["properties"].items() if rule.get(_BY_VILLAGES)]
    rows = _all_rows(town, record)
    choices = choices_of(town)
    for village in town.record["行政村"]:
        own: dict[str, Any] = {"周": record["周"]}  # Any: as its schema says
        own["进展"] = [row for row in rows if row[_UNIT] == village]
        own["活动"] = [row for row in record.get("活动", ()) if row.get("地点", "").startswith(village)]
        own["问题"] = [*_open_problems(town, target.key, village, record)]
        of_village = {**choices, _UNIT: [one for one in choices[_UNIT] if one.value == village]}
        filled = {name: value for name, value in own.items() if value}
        number = _kept(town, target, filled)
        stamp = Stamp(target.schema.name, target.key, town.record["名称"], village, number)
        title = f"{village} {_title(town, target)}"
        content = Content(target.schema, filled, stamp, title, of_village, frozenset(lists))
        yield Exported(f"{village}-{target.key}.xlsx", _written(content, today))


def note_sent(town: Town, target: Target) -> None:
    """Keep that the week *target* went out: it is the one that is asked for from now on. Raises OSError."""
    known = kept.read(town.folder)
    if target.schema.name == WEEK and target.key > known.week:
        kept.write(town.folder, known._replace(week=target.key))


def _kept(town: Town, target: Target, sent: Record) -> str:
    """The number under which what is *sent* is kept, so that what comes back can be held against it."""
    lines = written.value_lines(sent, "", target.schema.root, target.schema)
    return kept.keep_export(town.folder, "".join(f"{line}\n" for line in lines).encode())


def _written(content: Content, today: datetime.date) -> bytes:
    return writing.workbook(content, today)


def _title(town: Town, target: Target) -> str:
    """What stands above each sheet: 安平镇 2026年第18周（4月27日至5月3日）."""
    name = town.record["名称"]
    if target.schema.name != WEEK:
        return f"{name}{target.schema.root['title']}"
    week = weeks.named(target.key)
    start, end = week.monday, week.sunday
    return f"{name}{week.year}年第{week.number}周（{start.month}月{start.day}日至{end.month}月{end.day}日）"


def _all_rows(town: Town, record: Record) -> list[Mapping[str, Any]]:  # Any: as its schema says
    """The rows of figures of a week: those there are, and an empty one for each task that a village still lacks."""
    rows: list[Mapping[str, Any]] = [*record.get("进展", ())]  # Any: as its schema says
    there = {(row["任务"], row[_UNIT]) for row in rows if "所属周" not in row}
    tasks = town.plan.record.get("任务", ()) if town.plan else ()
    shared = [task["编号"] for task in tasks if "分村" in task]
    for village in town.record["行政村"]:
        for task in shared:
            if (task, village) not in there:
                rows.append({"任务": task, _UNIT: village})
    return rows


def _open_problems(town: Town, week: str, village: str, record: Record) -> Iterator[Mapping[str, Any]]:  # Any: as above
    """The problems of *village* that are not closed before *week*, and those that its form has."""
    known: dict[str, Mapping[str, Any]] = {}  # Any: as its schema says
    before: Sequence[Record] = [form.record for form in town.weeks if form.path.stem < week]
    for report in [*before, record]:
        for row in report.get("问题", ()):
            known[row["编号"]] = {**known.get(row["编号"], {}), **row}
    in_week = {row["编号"] for row in record.get("问题", ())}
    for number, row in known.items():
        is_open = row.get(_STATE, "") != _CLOSED
        if row.get(_UNIT) == village and (is_open or number in in_week):
            yield row
