"""The title of an old paper, or of an annex: centred lines of one size, or a line that ends with a kind of paper."""

import re
from collections.abc import Sequence

from wenming.papers.marks import mark_of
from wenming.papers.paper import Block, Line

_KINDS = (
    *("方案", "计划", "意见", "办法", "细则", "规划", "要点", "规定", "制度", "标准"),
    *("通知", "通报", "报告", "请示", "函", "公告", "通告", "决定", "纪要", "批复", "倡议书"),
    *("周报", "月报", "简报", "总结", "台账", "表"),
)
_BEHIND = re.compile(r"[（(【][^（()）【】]{1,12}[）)】]$")
_IN_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")
_ENDS_OF_SENTENCES = "。；，：！？;:,!?"
_LINES_MOST = 4
_MOST = 120  # characters of a line


def names_a_paper(text: str) -> bool:
    """True if *text* ends with a kind of paper: 方案, 通知, 通报, perhaps with 【第一篇】 or （试行） behind it."""
    return _BEHIND.sub("", text).endswith(_KINDS)


def title_at(blocks: Sequence[Block], at: int) -> list[Line]:
    """The lines of the title that begins at *at*; none where none does."""
    lines: list[Line] = []
    for block in blocks[at : at + _LINES_MOST]:
        if not isinstance(block, Line) or not _can_be_title(block, lines):
            break
        is_whole = bool(lines) and names_a_paper(joined(lines)) and not _belongs_to(block, lines[0])
        if is_whole:
            break
        lines.append(block)
    return lines


def title_of_annex(blocks: Sequence[Block]) -> list[Line]:
    """The lines of the title that an annex with these *blocks* begins with."""
    lines = title_at(blocks, 0)
    is_plain = bool(lines) and not lines[0].align and not names_a_paper(joined(lines))
    return lines[:1] if is_plain else lines


def joined(lines: Sequence[Line]) -> str:
    """The title on *lines*; a tab within is none."""
    whole = "".join(line.text for line in lines)
    return re.sub(r"[\t\n]+", "", whole)


def _can_be_title(line: Line, before: Sequence[Line]) -> bool:
    """True if *line* can be one of a title, of which there are those *before*."""
    is_sentence = line.text[-1] in _ENDS_OF_SENTENCES or len(line.text) > _MOST
    if is_sentence or mark_of(line.text) is not None:
        return False
    if not before:
        return True
    looks_like_first = line.align == before[0].align and abs(line.size - before[0].size) < 1
    return looks_like_first and not _IN_BRACKETS.fullmatch(line.text)


def _belongs_to(line: Line, first: Line) -> bool:
    """True if *line* is by its looks one more of the title that begins with *first*: centred, and as large."""
    both_centred = first.align == "center" and line.align == "center"
    return both_centred and first.size > 0 and abs(line.size - first.size) < 1
