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


_NEXT_LABEL = re.compile(r"[；;]\s*+(?=(?:副组长|成员)[：:])")
_OTHER_LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}[：:]")
_ONE_PERSON = re.compile(r"([\u4e00-\u9fff]{2,3}|_{2,})(?:\s++|[，,])(\S.*)")
_OFFICE_ENDS = re.compile(r"(?:办|所|站|局|中心|村|组|科|院|校|室|会|队|社)$")
_SHORT_POST = 5  # characters; 周涛镇长 may be a name and a post


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
        labelled = [_LABEL.match(piece) for piece in _NEXT_LABEL.split(block.text)]
        if not labelled[0] and not (role and _goes_on(block)):
            break
        for label in labelled:
            text = label[2] if label else block.text
            if label:
                role = re.sub(r"\s", "", label[1]).removesuffix("单位")
                people.setdefault(role, [])
            found, is_sure = _people(text)
            people[role] += found
            is_doubtful |= not is_sure
        length += 1
    if "组长" not in people or not people.keys() <= set(ROLES):
        return None
    for named in people.values():  # a role with nobody yet is to be filled in
        if not named:
            named.append({"姓名": BLANK})
    return Roster(people, length, is_doubtful)


def _goes_on(line: Line) -> bool:
    """True if *line*, without a label, names one more person."""
    text = line.text
    if len(text) > _MOST or text[-1] in "。：:；;" or mark_of(text) or "，" in text or "领导小组" in text:
        return False
    if _OTHER_LABEL.match(text):
        return False
    has_gap = _GAP.search(text) is not None or _PADDED.match(text) is not None
    names = [name for name in re.split(r"[、\s]+", text) if name]
    names_somebody = _POST.search(text) is not None or all(_NAME.fullmatch(name) for name in names)
    return has_gap or names_somebody or _BRACKETED.search(text) is not None


def _people(text: str) -> tuple[list[dict[str, str]], bool]:
    """The people whom *text* names, and whether that is sure."""
    text = text.strip(_BLANKS + "，,；;、。")
    if not text.strip("_＿ "):
        return [], True
    padded = _PADDED.match(text)
    if padded:
        text = f"{padded[1]}{padded[2]}\t{text[padded.end() :].strip(_BLANKS)}".strip(_BLANKS)
    bracketed = _BRACKETED.findall(text)
    if bracketed and not _BRACKETED.sub("", text).strip(_BLANKS + "、，,；;"):
        return [{"姓名": name, "职务": post} for name, post in bracketed], True
    one = _ONE_PERSON.fullmatch(text)
    if one and not _POST.search(one[1]) and _POST.search(one[2]):
        return [{"姓名": BLANK if "_" in one[1] else one[1], "职务": one[2]}], True
    before, gap, behind = _parted(text)
    if gap and _NAME.fullmatch(behind) and (_POST.search(before) or _OFFICE_ENDS.search(before)):
        return [{"姓名": behind, "职务": before}], False
    if gap and _NAME.fullmatch(before) and not _POST.search(before):
        return [{"姓名": before, "职务": behind}], True
    names = [name for name in re.split(r"[、，,；;\s]+", text) if name]
    if all(_NAME.fullmatch(name) and not _POST.search(name) for name in names):
        return [{"姓名": name} for name in names], len(names) == 1 or "、" in text
    ends_with_post = any(match.end() == len(text) for match in _POST.finditer(text))
    return [{"职务": text}], ends_with_post and not gap and len(text) > _SHORT_POST


def _parted(text: str) -> tuple[str, str, str]:
    gap = _GAP.search(text)
    if not gap:
        return text, "", ""
    return text[: gap.start()].strip(_BLANKS), gap[0], text[gap.end() :].strip(_BLANKS)
