"""Lines as villages send them in a chat: 石桥村：清运垃圾3车，公益广告5处. What is not plain is told, never guessed."""

from __future__ import annotations

from wenming.base import weeks
from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.collecting.chat_lines import figures_in, lines_of_villages, name_village
from wenming.collecting.contribution import Asked, Contribution
from wenming.collecting.identity import week_in
from wenming.collecting.judging import all_faults, judged, tag_faults
from wenming.collecting.knowledge import TASKS, UNITS
from wenming.collecting.merging import Incoming
from wenming.collecting.targets import WEEK, record_of
from wenming.collecting.telling import UNKNOWN
from wenming.forms.nodes import Node
from wenming.forms.workbook.typed import Knowledge
from wenming.forms.yaml.text import Lines

_LINES_MAX = 5000
_LOOKED_AT = 200_000  # characters


def contribution(text: str, shown: str, asked: Asked) -> Contribution:
    """What the lines of *text*, called *shown*, say of a week of the town. Raises Faults."""
    week = asked.week or week_in(shown, asked)
    if not week:
        what = _("看不出这是哪一周的")
        mend = _("加 --week {week} 这样说明是哪一周").format(week=asked.week_to_fill)
        raise Faults([Fault(Place(shown), what, mend, "week-not-known")])
    target = asked.target(WEEK, week)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:_LINES_MAX]
    places = Lines(shown, lines)
    choices = asked.choices
    knowledge = Knowledge(week=weeks.named(week), choices=choices, unit_of=asked.unit_of)
    root = Node({}, 0, 1)
    notes: list[Fault] = []
    items: list[Node] = []
    for line in lines_of_villages(places, choices[UNITS], choices[TASKS], notes):
        for said in figures_in(line, knowledge, places, notes):
            unit = Node(line.village, line.number, 1)
            item = {
                "任务": Node(said.task, said.line, said.column),
                "单位": unit,
                "完成": Node(said.figure, said.line, said.column),
            }
            keys = dict.fromkeys(item, (said.line, said.column))
            items.append(Node(item, said.line, said.column, keys=keys))
    if not items:
        what, mend = (
            _("没有一行能看出是哪个村、哪项任务、多少"),
            _("写成“石桥村：公益广告5处，宣传栏2块”这样，一村一行"),
        )
        raise Faults([*notes, Fault(Place(shown), what, mend, "list-not-found")])
    assert isinstance(root.value, dict)
    root.value = {"周": Node(week, 0, 1), "进展": Node(list(items), items[0].line, 1)}
    root.keys = {"周": (0, 1), "进展": (items[0].line, 1)}
    understood = judged(root, places, target, record_of(target.data, str(target.path), target.schema))
    faults = [*tag_faults(root, places), *all_faults(understood, target, asked.town, shown)]
    incoming = Incoming(understood.record or {}, UNKNOWN, shown, shown, is_whole=False)
    return Contribution(target, incoming, tuple(faults), tuple(notes))


def looks_like_chat(text: str, asked: Asked) -> bool:
    """True if lines of *text* begin with the name of a village, and there are figures."""
    return name_village(text[:_LOOKED_AT].splitlines()[:_LINES_MAX], asked.choices[UNITS])
