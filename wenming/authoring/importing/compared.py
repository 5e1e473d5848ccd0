"""Two papers held against each other: what of the old one is printed again, and in which order."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wenming.gongwen.chinese import date_text
from wenming.papers.days import date_in
from wenming.papers.marks import mark_of
from wenming.papers.paper import Block, Grid, Line

_LEADER = r"(?:第一|常务副|副)?\s*组\s*长"
_LABELS = re.compile(rf"^(?:{_LEADER}|成\s*员(?:单位)?|附\s?件?|抄\s?[送报]|主\s?送)\s?[0-9]{{0,2}}\s?[：:]\s*+")
_NOT_COMPARED = re.compile(r"[\s_＿\0]++|(?<![。.：:；;])[。.：:；;]++$")
_OF_PEOPLE = re.compile(rf"{_LEADER}\s*[：:]|成\s*员(?:单位)?\s*[：:]")
_BRACKETED = re.compile(r"^[\u4e00-\u9fff\s]{2,6}[（(][^（()）]{2,30}[）)]$")
_NAMES = re.compile(r"(?:[\u4e00-\u9fff]{2,4}[、，,]?)(?:[、，,\s][\u4e00-\u9fff]{2,4})*+[、，,]?")
_WIDE_GAP = re.compile(r"\t|[ \u3000]{2}")
_PADDED = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]++([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_BETWEEN = re.compile(r"[\s、，,；;（()）：:]+|(?:第一|常务副|副)?组长：|成员：")
_DIGIT = "[〇零○一二三四五六七八九十]"
_DAY_IN_CHINESE = re.compile(rf"{_DIGIT}{{4}}年{_DIGIT}{{1,3}}月{_DIGIT}{{1,3}}日")
_TAKEN = "\0"
_TELLING = 12  # characters of a text that stands in one place only


class Passage(NamedTuple):
    """A paragraph, or a cell of a table, of the old paper: its *text*, and its *place* there."""

    text: str
    place: str


class Compared(NamedTuple):
    """What of the old paper is *missing* in print, and what has *moved* to before or behind its neighbours."""

    missing: tuple[Passage, ...]
    moved: tuple[Passage, ...]


def texts_in(blocks: Iterable[Block]) -> list[Passage]:
    """What *blocks* say, a text for each paragraph and each cell, and where it stands."""
    found: list[Passage] = []
    for block in blocks:
        match block:
            case Line():
                found.append(Passage(block.text, block.place))
            case Grid():
                found += [Passage(text, block.place) for text in block.texts]
    return found


def compared(old: Sequence[Passage], printed: Sequence[str]) -> Compared:
    """What has become of *old* in the *printed* texts, each of which answers for one."""
    pool = _TAKEN.join(map(bare, printed))
    missing: list[int] = []
    places: list[tuple[int, int]] = []  # number of a passage, and where it is printed
    longest_first = sorted(range(len(old)), key=lambda number: -len(old[number].text))
    for number in longest_first:
        wanted = bare(old[number].text)
        if not wanted:
            continue
        at = pool.find(wanted)
        pieces = [wanted] if at >= 0 else _pieces(old[number].text)
        if not pieces or not all(piece in pool for piece in pieces):
            missing.append(number)
            continue
        if at >= 0 and len(wanted) >= _TELLING:
            places.append((number, at))
        for piece in pieces:
            pool = pool.replace(piece, _TAKEN * len(piece), 1)
    moved = _out_of_order(sorted(places))
    return Compared(tuple(old[number] for number in sorted(missing)), tuple(old[number] for number in moved))


def _out_of_order(places: Sequence[tuple[int, int]]) -> list[int]:
    """The numbers of *places* that stand before or behind the others: those not in the longest run that goes on."""
    ends: list[int] = []  # of the shortest last place of a run of each length
    length_at: list[int] = []
    for _number, place in places:
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        length_at.append(length)
    wanted, kept = len(ends) - 1, set()
    for (number, _place), length in zip(reversed(places), reversed(length_at), strict=True):
        if length == wanted:
            kept.add(number)
            wanted -= 1
    return [number for number, _place in places if number not in kept]


def _in_figures(day: re.Match[str]) -> str:
    """二〇二六年三月五日 as it is printed."""
    known = date_in(day[0])
    return date_text(known) if known else day[0]


def _pieces(text: str) -> list[str]:
    """The names and posts of *text*, where it is a line of people, or of organs beside one another; else none.

    They are printed in columns, each for itself.
    """
    is_of_people = _OF_PEOPLE.match(text) is not None or _BRACKETED.search(text) is not None
    if not is_of_people and not _WIDE_GAP.search(text) and not _NAMES.fullmatch(text):
        return []
    text = _PADDED.sub(r"\1\2", _LABELS.sub("", text))
    return [piece for piece in map(bare, _BETWEEN.split(text)) if piece]


def bare(text: str) -> str:
    """*text* as it is compared: without its number and label, which the program gives, and without marks and blanks."""
    day = date_in(text)
    if day is not None:  # 2026-3-5 too
        text = date_text(day)
    text = _DAY_IN_CHINESE.sub(_in_figures, text)
    text = _LABELS.sub("", text)
    mark = mark_of(text)
    text = unicodedata.normalize("NFKC", text[mark.length if mark else 0 :])
    return _NOT_COMPARED.sub("", text)
