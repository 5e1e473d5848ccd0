"""A leadership group in an old paper: 组长：, 副组长：, 成员： and the people behind and below them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from wenming.papers.marks import mark_of
from wenming.papers.paper import Block, Line
from wenming.papers.people import BLANK, Person, may_name_people, offices_in, people_in

_MEMBERS, _OFFICES = "成员", "成员单位"
ROLES = frozenset({"第一组长", "组长", "常务副组长", "副组长", "成员"})
_LABEL = re.compile(r"(第一组长|常务副组长|组\s*长|副\s*组\s*长|成\s*员(?:单位)?)\s*+[：:]\s*+(.*)")
_NEXT_LABEL = re.compile(r"[；;]\s*+(?=(?:组长|常务副组长|副组长|成员)[：:])")  # 组长：李明；副组长：王强
_OTHER_LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}[：:]")
_MOST = 60  # characters of a line with a person
_ENDS = "。：:；;"


class Roster(NamedTuple):
    """A group: by its role the people; how many blocks it takes; the texts of it that can be read otherwise."""

    people: dict[str, list[Person]]
    length: int
    doubtful: tuple[str, ...]


def begins_roster(line: Line) -> bool:
    """True if *line* begins with a role."""
    return _LABEL.match(line.text) is not None


def roster_at(blocks: Sequence[Block]) -> Roster | None:
    """The group that begins with the first of *blocks*; None where none does, or it has roles that no form has."""
    group: dict[str, list[Person]] = {}
    doubtful: list[str] = []
    length, role = 0, ""
    for block in blocks:
        pieces = _labelled(block, role) if isinstance(block, Line) else []
        if not pieces:
            break
        for label, text in pieces:
            are_offices = label == _OFFICES
            found = offices_in(text) if are_offices else people_in(text)
            role = _MEMBERS if are_offices else label  # goes on in the next line
            group.setdefault(role, []).extend(found.people)
            if not found.sure:
                doubtful.append(text)
        length += 1
    if "组长" not in group or not group.keys() <= ROLES:
        return None
    return Roster({role: people or [{"姓名": BLANK}] for role, people in group.items()}, length, tuple(doubtful))


def _labelled(line: Line, role: str) -> list[tuple[str, str]]:
    """The roles that *line* names and what it says of each; without a label it goes on with *role*, if it may."""
    pieces: list[tuple[str, str]] = []
    for text in _NEXT_LABEL.split(line.text):
        label = _LABEL.fullmatch(text)
        if label is not None:
            pieces.append((re.sub(r"\s", "", label[1]), label[2]))
    if pieces:
        return pieces
    return [(role, line.text)] if role and _goes_on(line.text) else []


def _goes_on(text: str) -> bool:
    """True if *text*, without a label, names further people: no sentence, no heading, no other label."""
    is_sentence = len(text) > _MOST or text[-1] in _ENDS or "，" in text or "领导小组" in text
    if is_sentence or mark_of(text) is not None or _OTHER_LABEL.match(text):
        return False
    return may_name_people(text)
