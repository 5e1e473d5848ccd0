"""The text of an old paper as chapters and items, by the numbers before them; what fits nowhere stays as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from wenming.gongwen import headings
from wenming.papers.marks import Mark, mark_of
from wenming.papers.paper import Block, Grid, Line

_TITLE_MOST = 45  # characters of a heading
_NAMED_MOST = 12  # of a chapter that is named before a colon
_RUN_IN_MOST = 30  # of one that is run in with its text, where nothing but its stop tells
_ENDS = "。；！？;!?"


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


@dataclass(slots=True)
class Outline:
    """The text: what stands before the first chapter, the chapters, the four *marks* of their levels.

    *renumbered*: the entries whose number in the old paper is another than the program gives.
    """

    before: list[Block]
    chapters: list[Entry]
    marks: Sequence[str]

    @property
    def renumbered(self) -> list[Entry]:
        """The entries whose number in the old paper is not the one that the program gives."""
        found: list[Entry] = []
        for chapter in self.chapters:
            _gather_renumbered(chapter, found)
        return found


def outline_of(blocks: Sequence[Block], first_level: int = 1) -> Outline:
    """The outline of *blocks*, whose uppermost numbers are of *first_level* (1: 一、)."""
    marks = _marks_used(blocks)
    outline = Outline([], [], marks)
    if first_level == 1 and not _has_chapters(blocks):
        outline.before += blocks
        return outline
    open_: list[Entry] = []
    for at, block in enumerate(blocks):
        entry = _entry(block, open_, outline, blocks[at + 1 : at + 2], first_level)
        if entry is None:
            (open_[-1].below if open_ else outline.before).append(block)
            continue
        del open_[entry.level - first_level :]
        (open_[-1].below if open_ else outline.chapters).append(entry)
        open_.append(entry)
    return outline


def _marks_used(blocks: Sequence[Block]) -> Sequence[str]:
    """The marks of the four levels: the usual ones, or those without （一） where the text has 一、 and 1. alone."""
    forms = [mark.form for block in blocks if isinstance(block, Line) and (mark := mark_of(block.text))]
    usual, other = headings.BY_NAME.values()
    is_other = "（一）" not in forms and "一、" in forms and "1." in forms
    return other if is_other else usual


def _has_chapters(blocks: Sequence[Block]) -> bool:
    """True if every 一、 of *blocks* has a heading, and they are counted on: else they are numbers within the text."""
    last = 0
    for at, block in enumerate(blocks):
        mark = mark_of(block.text) if isinstance(block, Line) else None
        if mark is None or mark.form != "一、" or not isinstance(block, Line):
            continue
        title, _first = _parted(block, mark, blocks[at + 1 : at + 2])
        if not title or mark.number < last or (mark.number == 1 and last):
            return False
        last = mark.number
    return last > 0


def _entry(
    block: Block, open_: Sequence[Entry], outline: Outline, following: Sequence[Block], first_level: int
) -> Entry | None:
    """The entry that *block* begins; None where it is text, or has a number that does not belong where it stands."""
    mark = mark_of(block.text) if isinstance(block, Line) else None
    if mark is None or mark.form not in outline.marks or not isinstance(block, Line):
        return None
    level = outline.marks.index(mark.form) + 1
    depth = level - first_level
    if depth < 0 or depth > len(open_):
        return None
    beside = open_[depth - 1].below if depth else outline.chapters
    number = 1 + sum(isinstance(one, Entry) for one in beside)
    previous = next((one for one in reversed(beside) if isinstance(one, Entry)), None)
    counts_on = mark.number == number or (previous is not None and mark.number > previous.mark.number)
    if not counts_on and level > 1:
        return None
    title, first = _parted(block, mark, following)
    is_like_text_before = previous is not None and not previous.title and not first and level > 1
    if is_like_text_before and block.text[-1] in _ENDS:
        title, first = "", block.text[mark.length :]
    if level == 1 and first_level == 1 and not title:
        return None
    return Entry(block, mark, title, first, number, level)


def _parted(line: Line, mark: Mark, following: Sequence[Block]) -> tuple[str, str]:
    """The heading and the text of *line* behind its *mark*; one of them may be empty."""
    text = line.text[mark.length :]
    if line.lead > mark.length:
        head, rest = line.text[mark.length : line.lead].strip(), line.text[line.lead :].strip()
        if rest and len(head) <= _TITLE_MOST and head[-1:] in "。：:" and "。" not in head[:-1]:
            return (head[:-1] if head[-1] == "。" else head), rest
    head, stop, rest = text.partition("。")
    if stop and rest.strip() and len(head) <= _RUN_IN_MOST and not set(head) & set("；：;:"):
        return head, rest.strip()
    if mark.form == "一、" and not rest:
        named, colon, said = text.partition("：")
        if colon and said and len(named) <= _NAMED_MOST:
            return named + colon, said
    if not rest and len(head) <= _TITLE_MOST and not set(head) & set("；;") and (not stop or _heads(following, mark)):
        return _title_or_text(head, stop, following)
    return "", text


def _title_or_text(head: str, stop: str, following: Sequence[Block]) -> tuple[str, str]:
    """A line of its own: a heading, unless it is a sentence with nothing below it."""
    if head[-1:] in _ENDS or (head[-1:] in "：:" and not following):
        return "", head + stop
    return head, ""


def _heads(following: Sequence[Block], mark: Mark) -> bool:
    """True if what follows a line with *mark* stands below it: a text, a table, another form of number."""
    if not following:
        return False
    block = following[0]
    if isinstance(block, Grid):
        return True
    next_mark = mark_of(block.text)
    return next_mark is None or next_mark.form not in (mark.form, "一、")


def _gather_renumbered(entry: Entry, found: list[Entry]) -> None:
    if entry.mark.number != entry.number:
        found.append(entry)
    for one in entry.below:
        if isinstance(one, Entry):
            _gather_renumbered(one, found)
