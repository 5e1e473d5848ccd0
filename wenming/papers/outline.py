"""The text of an old paper as chapters and items, by the numbers before them; what fits nowhere stays as it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wenming.gongwen import headings
from wenming.papers.heads import Head, head_of
from wenming.papers.marks import Mark, mark_of
from wenming.papers.paper import Block, Line

_CHAPTER = "一、"


@dataclass(slots=True)
class Entry:
    """A chapter or an item: its *mark* and its heading, the text run in with it, and what stands below, in order.

    *title* is empty where there is only text. *number*: the one that the program will give it.
    """

    line: Line
    mark: Mark
    title: str
    first: str
    number: int
    level: int
    below: "list[Entry | Block]" = field(default_factory=list)

    @property
    def entries(self) -> "Iterator[Entry]":
        """The items directly below it."""
        return (one for one in self.below if isinstance(one, Entry))


@dataclass(slots=True)
class Outline:
    """The text: what stands before the first chapter, the chapters, the four *marks* of their levels."""

    before: list[Block]
    chapters: list[Entry]
    marks: Sequence[str]

    @property
    def renumbered(self) -> list[Entry]:
        """The entries whose number in the old paper is not the one that the program gives."""
        return [entry for entry in _with_those_below(self.chapters) if entry.mark.number != entry.number]


def outline_of(blocks: Sequence[Block]) -> Outline:
    """The outline of *blocks*."""
    outline = Outline([], [], _marks_used(blocks))
    if not _has_chapters(blocks):
        outline.before += blocks
        return outline
    path: list[Entry] = []  # from the chapter down to the entry that is open
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        entry = _entry(block, following, path, outline) if isinstance(block, Line) else None
        if entry is None:
            (path[-1].below if path else outline.before).append(block)
            continue
        del path[entry.level - 1 :]
        (path[-1].below if path else outline.chapters).append(entry)
        path.append(entry)
    return outline


def _marks_used(blocks: Sequence[Block]) -> Sequence[str]:
    """The marks of the four levels: the usual ones, or those without （一） where the text has 一、 and 1. alone."""
    marks = [mark_of(block.text) for block in blocks if isinstance(block, Line)]
    forms = {mark.form for mark in marks if mark is not None}
    usual, other = headings.BY_NAME.values()
    is_other = "（一）" not in forms and {_CHAPTER, "1."} <= forms
    return other if is_other else usual


def _has_chapters(blocks: Sequence[Block]) -> bool:
    """True if every 一、 of *blocks* has a heading, and they are counted on: else they are numbers within the text."""
    last = 0
    for at, block in enumerate(blocks):
        mark = mark_of(block.text) if isinstance(block, Line) else None
        if mark is None or mark.form != _CHAPTER or not isinstance(block, Line):
            continue
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        begins_again = bool(last) and (mark.number < last or mark.number == 1)
        if begins_again or not head_of(block, mark, following).title:
            return False
        last = mark.number
    return last > 0


def _entry(line: Line, following: Block | None, path: Sequence[Entry], outline: Outline) -> Entry | None:
    """The entry that *line* begins; None where it is text, or has a number that does not belong where it stands."""
    mark = mark_of(line.text)
    if mark is None or mark.form not in outline.marks:
        return None
    level = outline.marks.index(mark.form) + 1
    if level > len(path) + 1:  # （1） with no 1. above it
        return None
    beside = outline.chapters if level == 1 else list(path[level - 2].entries)
    number = len(beside) + 1
    counts_on = mark.number == number or (bool(beside) and mark.number > beside[-1].mark.number)
    if not counts_on and level > 1:
        return None
    head = head_of(line, mark, following)
    if beside and level > 1:
        head = _like_the_one_before(head, beside[-1], line, mark)
    return Entry(line, mark, head.title, head.text, number, level)


def _like_the_one_before(head: Head, before: Entry, line: Line, mark: Mark) -> Head:
    """*head*; the whole of *line* as text where the entry *before* is text too, and it is a sentence."""
    is_text = not before.title and not head.text and line.text[-1] in "。；！？;!?"
    return Head("", line.text[mark.length :]) if is_text else head


def _with_those_below(entries: Sequence[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _with_those_below(list(entry.entries))
