"""The heading of a line with a number before it, and the text that is run in with it."""

from typing import NamedTuple

from wenming.papers.marks import Mark, mark_of
from wenming.papers.paper import Block, Grid, Line

_MOST = 45  # characters of a heading
_RUN_IN_MOST = 30  # of one that is run in with its text, where nothing but its stop tells
_NAMED_MOST = 12  # of a chapter that is named before a colon
_ENDS = "。；！？;!?"
_WITHIN_SENTENCES = frozenset("；：;:")


class Head(NamedTuple):
    """The heading of a line, and its text; one of them may be empty."""

    title: str
    text: str


def head_of(line: Line, mark: Mark, following: Block | None) -> Head:
    """The heading of *line*, which begins with *mark*; *following* is what stands below it."""
    text = line.text[mark.length :]
    for parted in (_by_looks(line, mark), _by_stop(text), _by_colon(text, mark)):
        if parted is not None:
            return parted
    if _is_heading(text, mark, following):
        return Head(text.removesuffix("。"), "")
    return Head("", text)


def _by_looks(line: Line, mark: Mark) -> Head | None:
    """Where the first characters are set in another face, and end as a heading does: these."""
    if line.lead <= mark.length:
        return None
    title, rest = line.text[mark.length : line.lead].strip(), line.text[line.lead :].strip()
    ends_as_one = title[-1:] in "。：:" and "。" not in title[:-1]
    if not rest or not title or not ends_as_one or len(title) > _MOST:
        return None
    return Head(title.removesuffix("。"), rest)


def _by_stop(text: str) -> Head | None:
    """A short first sentence without marks within: 加强领导。各村要……"""
    title, _stop, rest = text.partition("。")
    is_heading = len(title) <= _RUN_IN_MOST and not _WITHIN_SENTENCES & set(title)
    return Head(title, rest.strip()) if rest.strip() and is_heading else None


def _by_colon(text: str, mark: Mark) -> Head | None:
    """A chapter that is named before a colon: 一、总体要求：坚持……"""
    named, colon, rest = text.partition("：")
    is_chapter = mark.form == "一、" and colon and rest
    return Head(named + colon, rest) if is_chapter and len(named) <= _NAMED_MOST else None


def _is_heading(text: str, mark: Mark, following: Block | None) -> bool:
    """True if the whole *text* is a heading: short, and a sentence only where something stands below it."""
    title = text.removesuffix("。")
    is_short = len(title) <= _MOST and "。" not in title and not set("；;") & set(title)
    if not is_short or title[-1:] in _ENDS:
        return False
    if text.endswith(("：", ":")):
        return following is not None
    return not text.endswith("。") or _stands_below(following, mark)


def _stands_below(following: Block | None, mark: Mark) -> bool:
    """True if *following* stands below a line with *mark*: a table, a text, another form of number."""
    if following is None:
        return False
    if isinstance(following, Grid):
        return True
    next_mark = mark_of(following.text)
    return next_mark is None or next_mark.form not in (mark.form, "一、")
