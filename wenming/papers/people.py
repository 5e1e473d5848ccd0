"""The people whom a line of an old paper names: names and posts, in whatever order and marks."""

import re
from collections.abc import Sequence
from typing import NamedTuple

BLANK = "____"  # of a name that nobody has filled in
_HAN = "[\u4e00-\u9fff]"
_BLANKS = " \t\u3000"
_BETWEEN_PEOPLE = "、，,；; \t\u3000"
_NAME = re.compile(rf"{_HAN}{{2,4}}|(?:{_HAN}|·){{4,10}}")
_PADDED = re.compile(rf"({_HAN})[ \u3000]++({_HAN})(?=$|[ \u3000\t（(])")
_BRACKETED = re.compile(rf"((?:{_HAN}|·){{2,4}})\s*[（(]([^（）()]{{2,40}})[）)]")
_ONE = re.compile(rf"({_HAN}{{2,3}}|_{{2,}})(?:\s++|[，,])(\S.*)")
_GAP = re.compile(rf"\t\s*+|[ \u3000]{{2,}}+|(?<={_HAN}{{2}})[ \u3000](?={_HAN}{{3}})|(?<={_HAN}{{3}})[ \u3000]")
_POST = re.compile(
    "书记|主任|镇长|乡长|委员|所长|站长|校长|院长|队长|干事|主席|部长|会长|经理|负责人|局长|科长|主管|成员|同志|代表|组长"
)
_OFFICE = re.compile("(?:办|所|站|局|中心|村|组|科|院|校|室|会|队|社)$")
_SHORT = 5  # characters: 周涛镇长 may be a name and a post
Person = dict[str, str]


class People(NamedTuple):
    """The people on a line, each by 姓名 and 职务 as far as they are there; *sure* if no other reading is likely."""

    people: list[Person]
    sure: bool


def people_in(text: str) -> People:
    """The people whom *text* names; none where it is empty or ____."""
    text = _with_whole_name(text.strip(_BETWEEN_PEOPLE + "。"))
    if not text.strip("_＿ "):
        return People([], sure=True)
    for reading in (_bracketed, _one_with_post, _parted, _names_alone):
        people = reading(text)
        if people is not None:
            return people
    ends_with_post = any(match.end() == len(text) for match in _POST.finditer(text))
    return People([{"职务": text}], sure=ends_with_post and len(text) > _SHORT and not _GAP.search(text))


def offices_in(text: str) -> People:
    """The offices that *text* lists: members without names."""
    return People([{"职务": office} for office in _pieces(text.strip(_BETWEEN_PEOPLE + "。"))], sure=True)


def may_name_people(text: str) -> bool:
    """True if *text* may be a line with people: names, posts, a name with blanks within, a gap between two of them."""
    has_gap = _GAP.search(text) is not None or _PADDED.match(text) is not None
    has_post = _POST.search(text) is not None or _BRACKETED.search(text) is not None
    return has_gap or has_post or all(map(_NAME.fullmatch, _pieces(text)))


def _with_whole_name(text: str) -> str:
    """*text*; a name of two characters that begins it without the blank within."""
    padded = _PADDED.match(text)
    if padded is None:
        return text
    name, rest = padded[1] + padded[2], text[padded.end() :].strip(_BLANKS)
    return f"{name}\t{rest}" if rest else name


def _bracketed(text: str) -> People | None:
    """王建国（镇党委书记）、李明（镇长）"""
    found = _BRACKETED.findall(text.replace("\t", ""))
    left = _BRACKETED.sub("", text.replace("\t", "")).strip(_BETWEEN_PEOPLE)
    if not found or left:
        return None
    return People([{"姓名": name, "职务": post} for name, post in found], sure=True)


def _one_with_post(text: str) -> People | None:
    """王建国，镇党委书记 and ____ 镇长"""
    one = _ONE.fullmatch(text)
    if one is None or _POST.search(one[1]) or not _POST.search(one[2]):
        return None
    name = BLANK if "_" in one[1] else one[1]
    return People([{"姓名": name, "职务": one[2]}], sure=True)


def _parted(text: str) -> People | None:
    """A name and a post with a gap between, or a post or an office and a name."""
    gap = _GAP.search(text)
    if gap is None:
        return None
    before, behind = text[: gap.start()].strip(_BLANKS), text[gap.end() :].strip(_BLANKS)
    is_post_first = _POST.search(before) is not None or _OFFICE.search(before) is not None
    if is_post_first and _NAME.fullmatch(behind):
        return People([{"姓名": behind, "职务": before}], sure=False)
    if not is_post_first and _NAME.fullmatch(before):
        return People([{"姓名": before, "职务": behind}], sure=True)
    return None


def _names_alone(text: str) -> People | None:
    """王建国、李明"""
    names = _pieces(text)
    if not all(map(_is_name, names)):
        return None
    return People([{"姓名": name} for name in names], sure=len(names) == 1 or "、" in text)


def _pieces(text: str) -> Sequence[str]:
    return [piece for piece in re.split(r"[、，,；;\s]++", text) if piece]


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None and _POST.search(text) is None
