"""Where the text of an old paper ends: the names of its annexes, who signs, the day, the 附注 (§7.3.4 to §7.3.7)."""

import re
from collections.abc import Sequence

from wenming.base.i18n import _
from wenming.papers.days import date_in, is_blank_day
from wenming.papers.marks import mark_of
from wenming.papers.paper import Aside, Block, Line
from wenming.papers.parts import Division
from wenming.papers.titles import names_a_paper

_ANNEX = re.compile(r"附\s?件?\s*+(?:[0-9一二三四五六七八九十]{1,3}\s*+[：:]?)?")
_NAMED = re.compile(r"附\s?件?\s*+[：:]\s*+(.*)")
_NAMED_WITH_NUMBER = re.compile(r"附\s?件\s*+[0-9]{1,2}\s*+[：:]\s*+(.+)")
_NO_TEXT_HERE = re.compile(r"[（(]?此页无正文[）)]?")
_SEAL = re.compile(r"[（(](?:盖章|印章|公章|章)[）)]$")
_PERSON = re.compile(r"(副?(?:镇长|乡长|县长|区长|市长|主任|书记|主席|局长))[ \u3000\t]++([\u4e00-\u9fff]{2,4})")
_IN_BRACKETS = re.compile(r"[（(](.+)[）)]")
_ORGAN_MOST = 40  # characters
_ORGANS_MOST = 4
_OF_SENTENCES = frozenset("。；，：！？;:,!?")


def is_annex(block: Block) -> bool:
    """True if *block* is the label above an annex: 附件1."""
    return isinstance(block, Line) and _ANNEX.fullmatch(block.text) is not None


def end_of_text(blocks: Sequence[Block], start: int) -> int:
    """Where the text that begins at *start* ends: at the names of annexes, the signature, the first annex."""
    for at in range(start, len(blocks)):
        block = blocks[at]
        if is_annex(block):
            return at
        if isinstance(block, Line) and (_names_annex(block.text) or _signature_length(blocks, at)):
            return at
    return len(blocks)


def with_ending(division: Division, blocks: Sequence[Block], at: int) -> tuple[Division, int]:
    """*division* with the names of annexes, the signature and the 附注 that stand at *at*, and what they are up to."""
    names, at = _names_of_annexes(blocks, at)
    division = division._replace(annex_names=tuple(names))
    length = _signature_length(blocks, at)
    for line in blocks[at : at + length]:
        assert isinstance(line, Line)
        division = _signed(division, line)
    at += length
    note = blocks[at] if at < len(blocks) else None
    bracketed = _IN_BRACKETS.fullmatch(note.text) if length and isinstance(note, Line) else None
    if bracketed is None:
        return division, at
    return division._replace(note=bracketed[1]), at + 1


# The names of annexes


def _names_annex(text: str) -> bool:
    return _NAMED.fullmatch(text) is not None or _NAMED_WITH_NUMBER.fullmatch(text) is not None


def _names_of_annexes(blocks: Sequence[Block], at: int) -> tuple[list[str], int]:
    """The names of annexes from *at* on, and where they end."""
    names: list[str] = []
    is_first = True
    while at < len(blocks):
        block = blocks[at]
        name = _name_of_annex(block.text, is_first=is_first) if isinstance(block, Line) else None
        if name is None:
            break
        names.append(name)
        is_first = False
        at += 1
    return [name for name in names if name], at


def _name_of_annex(text: str, *, is_first: bool) -> str | None:
    """The annex that *text* names: 附件：1.分工表, or a further 2.进度表; None where it names none."""
    named = _NAMED_WITH_NUMBER.fullmatch(text) or (_NAMED.fullmatch(text) if is_first else None)
    if named is not None:
        text = named[1]
    mark = mark_of(text)
    counts_on = mark is not None and mark.form == "1."
    if named is None and (is_first or not counts_on):
        return None
    return text[mark.length :].strip() if mark is not None else text.strip()


# The signature


def _signature_length(blocks: Sequence[Block], at: int) -> int:
    """How many lines from *at* on are organs with a day below them; 0 where they are not."""
    for count in range(_ORGANS_MOST + 1):
        line = blocks[at + count] if at + count < len(blocks) else None
        if not isinstance(line, Line):
            return 0
        if date_in(line.text) or is_blank_day(line.text):
            return count + 1 if count or _stands_alone(blocks, at) else 0
        if not _may_sign(line):
            return 0
    return 0


def _stands_alone(blocks: Sequence[Block], at: int) -> bool:
    """True if the day at *at* signs without an organ above it: at the right, at the end, or above another title."""
    line = blocks[at]
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    is_above_title = isinstance(following, Line) and names_a_paper(following.text)
    return following is None or is_above_title or (isinstance(line, Line) and line.align == "right")


def _may_sign(line: Line) -> bool:
    """True if *line* may be the name of an organ: short, no sentence, no heading."""
    text = line.text
    is_name = len(text) <= _ORGAN_MOST and not _OF_SENTENCES & set(text) and mark_of(text) is None
    return is_name and line.align != "center"


def _signed(division: Division, line: Line) -> Division:
    """*division* with what *line* of a signature says: the day, an organ, or a person with a post."""
    if date_in(line.text) or is_blank_day(line.text):
        return division._replace(date=date_in(line.text))
    if _NO_TEXT_HERE.fullmatch(line.text):
        aside = Aside(line.text, _("程序自己排落款的位置"), line.place)
        return division._replace(aside=(*division.aside, aside))
    person = _PERSON.fullmatch(line.text)
    if person is not None:
        return division._replace(persons=(*division.persons, (person[1], person[2])))
    return division._replace(organs=(*division.organs, _SEAL.sub("", line.text).strip()))
