"""The form of an old paper is built, and what it prints is held against the old paper, paragraph by paragraph."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from wenming import pipeline
from wenming.gongwen.chinese import date_text
from wenming.papers.division import date_in
from wenming.papers.marks import mark_of
from wenming.papers.paper import Block, Grid, Line, Paper
from wenming.papers.word_file import read_word

_LABELS = re.compile(r"^(?:副?\s*组\s*长|成\s*员(?:单位)?|附\s?件?|抄\s?[送报]|主\s?送)\s?[0-9]{0,2}\s?[：:]\s*+")
_NOT_COMPARED = re.compile(r"[\s_＿\0]++|(?<![。.：:；;])[。.：:；;]++$")
_OF_PEOPLE = re.compile(r"副?\s*组\s*长\s*[：:]|成\s*员\s*[：:]")
_BRACKETED = re.compile(r"^[\u4e00-\u9fff\s]{2,6}[（(][^（()）]{2,30}[）)]$")
_NAMES = re.compile(r"(?:[\u4e00-\u9fff]{2,4}[、，,]?)(?:[、，,\s][\u4e00-\u9fff]{2,4})*+[、，,]?")
_WIDE_GAP = re.compile(r"\t|[ \u3000]{2}")
_PADDED = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]++([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_BETWEEN = re.compile(r"[\s、，,；;（()）：:]+|副?组长：|成员：")
_DIGIT = "[〇零○一二三四五六七八九十]"
_DAY_IN_CHINESE = re.compile(rf"{_DIGIT}{{4}}年{_DIGIT}{{1,3}}月{_DIGIT}{{1,3}}日")
_TAKEN = "\0"


class Missing(NamedTuple):
    """A paragraph, or a row of a table, of the old paper that does not come back; *text* and *place* there."""

    text: str
    place: str


class Proof(NamedTuple):
    """How many paragraphs and rows of the old paper there are, and which of them do not come back."""

    total: int
    missing: tuple[Missing, ...]


def proof_of(papers: Sequence[Paper], forms: Mapping[str, str], kinds: Sequence[str]) -> Proof:
    """How much of *papers* the *forms* print, built as these *kinds*. Raises Faults where they cannot be built."""
    built = pipeline.build(pipeline.Job(forms=forms, kinds=kinds))
    printed = [text for document in built.documents for text, _place in texts_in(read_word(document.data, "").blocks)]
    old = [one for paper in papers for one in texts_in(paper.blocks)]
    return Proof(len(old), tuple(not_among(old, printed)))


def texts_in(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    """What *blocks* say, a text for each paragraph and each cell, and where it stands."""
    found: list[tuple[str, str]] = []
    for block in blocks:
        match block:
            case Line():
                found.append((block.text, block.place))
            case Grid():
                found += [(text, block.place) for text in block.texts]
    return found


def not_among(old: Sequence[tuple[str, str]], printed: Sequence[str]) -> list[Missing]:
    """Those of *old* whose words are not among the *printed* ones, each of which answers for one."""
    pool = _TAKEN.join(map(bare, printed))
    missing: list[Missing] = []
    for text, place in sorted(old, key=lambda one: -len(one[0])):
        wanted = bare(text)
        if not wanted:
            continue
        pieces = [wanted] if wanted in pool else _pieces(text)
        if not pieces or not all(piece in pool for piece in pieces):
            missing.append(Missing(text, place))
            continue
        for piece in pieces:
            pool = pool.replace(piece, _TAKEN * len(piece), 1)
    order = {one: number for number, one in enumerate(old)}
    return sorted(missing, key=lambda one: order[one.text, one.place])


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
