"""A leadership group in an old paper: 组长：, 副组长：, 成员： and the people behind and below them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from wenming.papers.marks import mark_of
from wenming.papers.paper import Block, Line

ROLES = ("组长", "副组长", "成员")
BLANK = "____"  # of a name that nobody has filled in
_LABEL = re.compile(r"^(第一组长|常务副组长|组\s*长|副\s*组\s*长|成\s*员(?:单位)?)\s*[：:]\s*(.*)$")
_GAP = re.compile(
    r"\t\s*+|[ \u3000]{2,}+|(?<=[\u4e00-\u9fff]{2})[ \u3000](?=[\u4e00-\u9fff]{3})|(?<=[\u4e00-\u9fff]{3})[ \u3000]"
)
_BRACKETED = re.compile(r"([\u4e00-\u9fff·]{2,4})\s*[（(]([^（）()]{2,40})[）)]")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff·]{4,10}")
_PADDED = re.compile(r"^([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?=$|[ \u3000\t（(])")
_BLANKS = " \t\u3000"
_MOST = 60  # characters of a line with a person
_POST = re.compile(
    "书记|主任|镇长|乡长|委员|所长|站长|校长|院长|队长|干事|主席|部长|会长|经理|负责人|局长|科长|主管|成员|同志|代表|组长"
)


class Roster(NamedTuple):
    """A group: by its role the people, each with a name and a post; how many blocks it takes; what is doubtful."""

    people: dict[str, list[dict[str, str]]]
    length: int
    doubtful: bool


def roster_at(blocks: Sequence[Block]) -> Roster | None:
    """The group that begins with the first of *blocks*; None where none does, or it has roles that no form has."""
    people: dict[str, list[dict[str, str]]] = {}
    role, length, is_doubtful = "", 0, False
    for block in blocks:
        if not isinstance(block, Line):
            break
        label = _LABEL.match(block.text)
        if label:
            role = re.sub(r"\s", "", label[1]).removesuffix("单位")
            if role not in ROLES:
                return None
            text = label[2]
        elif role and _goes_on(block):
            text = block.text
        else:
            break
        found, is_sure = _people(text)
        people.setdefault(role, []).extend(found if found or not label else [{"姓名": BLANK}])
        is_doubtful |= not is_sure
        length += 1
    return Roster(people, length, is_doubtful) if "组长" in people else None


def _goes_on(line: Line) -> bool:
    """True if *line*, without a label, names one more person."""
    text = line.text
    if len(text) > _MOST or text[-1] in "。：:；;" or mark_of(text) or "，" in text or "领导小组" in text:
        return False
    return bool(
        _GAP.search(text)
        or _BRACKETED.search(text)
        or _PADDED.match(text)
        or _NAME.fullmatch(text)
        or _POST.search(text)
    )


def _people(text: str) -> tuple[list[dict[str, str]], bool]:
    """The people whom *text* names, and whether that is sure."""
    text = text.strip(_BLANKS + "，,；;、。")
    if not text.strip("_＿ "):
        return [], True
    bracketed = _BRACKETED.findall(text)
    if bracketed and not _BRACKETED.sub("", text).strip(_BLANKS + "、，,；;"):
        return [{"姓名": name, "职务": post} for name, post in bracketed], True
    padded = _PADDED.match(text)
    if padded:
        text = padded[1] + padded[2] + "\t" + text[padded.end() :].strip(_BLANKS)
        text = text.strip(_BLANKS)
    before, gap, behind = _parted(text)
    if gap and _NAME.fullmatch(before) and not _POST.search(before):
        return [{"姓名": before, "职务": behind}], True
    if gap and _NAME.fullmatch(behind) and not _POST.search(behind):
        return [{"姓名": behind, "职务": before}], False
    names = [name for name in re.split(r"[、，,；;\s]+", text) if name]
    if all(_NAME.fullmatch(name) and not _POST.search(name) for name in names):
        return [{"姓名": name} for name in names], len(names) == 1 or "、" in text
    ends_with_post = any(match.end() == len(text) for match in _POST.finditer(text))
    return [{"职务": text}], ends_with_post and not gap


def _parted(text: str) -> tuple[str, str, str]:
    gap = _GAP.search(text)
    if not gap:
        return text, "", ""
    return text[: gap.start()].strip(_BLANKS), gap[0], text[gap.end() :].strip(_BLANKS)
