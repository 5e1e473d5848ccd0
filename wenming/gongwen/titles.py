"""The lines of a 公文标题: broken between words, in a 梯形 or 菱形 (GB/T 9704-2012 §7.3.1)."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from wenming.base.lazy import Later
from wenming.gongwen.chinese import widest, width
from wenming.gongwen.measures import TITLE_CHARACTERS

if TYPE_CHECKING:
    import rjieba
else:
    rjieba = Later("rjieba")

_MEASURES = "年月日号个项次期届天周岁人户处条场家名村万亿元米里亩吨度分时"
_WHOLE = re.compile(  # what no line end may part; a title or a bracket may hold one more of its kind
    r"《(?:[^《》]|《[^《》]*》)*+》|“[^“”]*”|（(?:[^（）]|（[^（）]*）)*+）|〔[^〔〕]*〕"
    rf"|[0-9A-Za-z.%％]+[{_MEASURES}]?"
)
_DRAFT = re.compile(r"（(?:征求意见|送审|讨论|报批|修订|草)稿）$|（草案）$")
_PLACE = re.compile(r".*[镇乡县市区省村州旗]")
_OFFICE = re.compile(r"(人民政府|委员会|党委|政府|办公室|领导小组).*")
_OPENING_MARKS, _CLOSING_MARKS = "《“（〔", "》”）〕、，"
_WEAK_ENDS = {"关于", "和", "与", "及", "的", "在", "对", "以", "为", "向", "将", "暨", "并"}
_ISSUING_VERBS = {"印发", "转发", "批转"}
_LINE_COUNTS = ((2, 3), (4,))  # three lines are weighed against two, four only where fewer do not hold the title


class Lines:
    """One way to break a title: the words of each line, its text, its width in characters."""

    def __init__(self, words: Sequence[Sequence[str]]) -> None:
        self.words = words
        self.texts = ["".join(line) for line in words]
        self.widths = [width(text) for text in self.texts]

    @property
    def steps(self) -> list[float]:
        """By how many characters each line is wider than the one above it."""
        return [below - above for above, below in pairwise(self.widths)]

    @property
    def line_ends(self) -> list[str]:
        """The last word of every line but the last, where the title is broken."""
        return [line[-1] for line in self.words[:-1]]


def title_text(title: str) -> str:
    """Returns *title* with a line feed at each break, the mark of a draft on a line of its own.

    The word list is loaded only if one line is not enough.
    """
    draft = _DRAFT.search(title)
    if draft is not None and draft.start():
        return f"{title_text(title[: draft.start()])}\n{draft[0]}"
    if widest(title) <= TITLE_CHARACTERS:
        return title
    return "\n".join(lines(title))


def lines(title: str) -> list[str]:
    """Returns *title* in lines of at most 20 characters: of all breaks between words the one that costs least."""
    words = _words(title)
    for counts in _LINE_COUNTS:
        layouts = chain.from_iterable(_layouts(words, count) for count in counts)
        best = min(map(Lines, layouts), key=cost, default=None)
        if best is not None:
            return best.texts
    return _filled_lines(words)


def cost(lines: Lines) -> float:
    """How bad these lines are for a title (§7.3.1: 词意完整，排列对称); where two cost the same, the first stays."""
    return sum(penalty(lines) for penalty in PENALTIES)


# The weights are in points; two characters between the longest line and the shortest are one point.

UNEVENNESS = 0.5  # a character: the measure of all the other weights


def uneven_lines(lines: Lines) -> float:
    """The longest line is longer than the shortest: so many characters of white beside it."""
    return UNEVENNESS * (max(lines.widths) - min(lines.widths))


LINE_MORE = 4  # a further line must make the lines more even by more than eight characters, or save a worse fault


def many_lines(lines: Lines) -> float:
    """There are more than two lines: the fewer, the easier to read."""
    return LINE_MORE * (len(lines.widths) - 2)


NOT_TAPERED = 2  # as much as four characters of unevenness: such lines are allowed, but 上长下短 is usual
LONGER_BELOW = 0.5  # a character: what stands out below weighs twice, as it is uneven too


def long_below_short(lines: Lines) -> float:
    """Of two lines the lower is not the shorter: 上短下长 instead of 上长下短."""
    if len(lines.widths) != 2:
        return 0
    [step] = lines.steps
    if step < 0:
        return 0
    return NOT_TAPERED + LONGER_BELOW * step


TRAPEZIUM = 1  # allowed by the standard, and so hardly worse than a 菱形


def trapezium(lines: Lines) -> float:
    """Three lines or more grow or shrink all the way: 梯形, where a 菱形 would be symmetrical."""
    if len(lines.widths) == 2:
        return 0
    shrinks = all(step < 0 for step in lines.steps)
    grows = all(step > 0 for step in lines.steps)
    return TRAPEZIUM if shrinks or grows else 0


HOURGLASS = 100  # more than all the others together: never where anything else fits


def hourglass(lines: Lines) -> float:
    """A line is shorter than both its neighbours: 沙漏形, 上下长、中间短."""
    is_hourglass = any(step < 0 < next_step for step, next_step in pairwise(lines.steps))
    return HOURGLASS if is_hourglass else 0


RECTANGLE = 8  # as much as two more lines: the standard asks for a 梯形 or a 菱形


def rectangle(lines: Lines) -> float:
    """Three lines or more are of the same width: 长方形. (Two such lines are counted as not tapered.)"""
    if len(lines.widths) == 2:
        return 0
    return 0 if any(lines.steps) else RECTANGLE


WEAK_LINE_END = 6  # more than a further line: 词意完整 goes before few lines


def weak_line_end(lines: Lines) -> float:
    """A line ends in a word that leads to the next one: 关于, 和, 的."""
    return WEAK_LINE_END * sum(word in _WEAK_ENDS for word in lines.line_ends)


LONELY_DE = 6  # as a weak line end: the same word on the wrong side of the break


def lonely_的(lines: Lines) -> float:
    """A line below the first holds 的 and at most one character more."""
    below_first = lines.texts[1:]
    return LONELY_DE * sum(text.startswith("的") and len(text) < 3 for text in below_first)


BRIM_FULL = 2  # as much as four characters of unevenness: such a line leaves no white beside it


def brim_full(lines: Lines) -> float:
    """A line fills the measure but for less than a character."""
    return BRIM_FULL * sum(line_width > TITLE_CHARACTERS - 1 for line_width in lines.widths)


PAUSELESS_BREAK = 1  # decides only between lines that are else alike


def pauseless_break(lines: Lines) -> float:
    """A break is not where a reader pauses: after 印发 or another verb of issuing, or after a 书名号."""
    return PAUSELESS_BREAK * sum(not _is_pause(word) for word in lines.line_ends)


Penalty = Callable[[Lines], float]
#: What makes the lines of a title worse, in points
PENALTIES: Sequence[Penalty] = (
    uneven_lines,
    many_lines,
    long_below_short,
    trapezium,
    hourglass,
    rectangle,
    weak_line_end,
    lonely_的,
    brim_full,
    pauseless_break,
)


def _is_pause(word: str) -> bool:
    return word in _ISSUING_VERBS or word.endswith("》")


def _words(title: str) -> list[str]:
    """The words of *title*; what stands in marks, and a figure with its measure word, is one if it fits a line."""
    words: list[str] = []
    end = 0
    for whole in _WHOLE.finditer(title):
        words += rjieba.cut(title[end : whole.start()])
        if _fits_line([whole[0]]):
            words.append(whole[0])
        else:
            words += rjieba.cut(whole[0])
        end = whole.end()
    words += rjieba.cut(title[end:])
    return _joined_words(words)


def _joined_words(words: Sequence[str]) -> list[str]:
    """Returns *words* with those in one that must not part, if a line holds them together."""
    joined: list[str] = []
    for word in words:
        if joined and _must_join(joined[-1], word):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _must_join(word: str, following: str) -> bool:
    """True if *word* and *following* must not part, and a line holds them together."""
    return _is_inseparable(word, following) and _fits_line([word, following])


def _fits_line(words: Sequence[str]) -> bool:
    return widest("".join(words)) <= TITLE_CHARACTERS


def _is_inseparable(word: str, following: str) -> bool:
    """True if no line may end between *word* and *following*."""
    return any(is_tied(word, following) for is_tied in _TIES)


def _is_before_closing_mark(_word: str, following: str) -> bool:
    return following[0] in _CLOSING_MARKS


def _is_after_opening_mark(word: str, _following: str) -> bool:
    return word[-1] in _OPENING_MARKS


def _is_place_with_office(word: str, following: str) -> bool:
    """安平镇 and 人民政府."""
    return bool(_PLACE.fullmatch(word) and _OFFICE.match(following))


def _is_after_的(word: str, _following: str) -> bool:
    return word == "的"


def _is_before_的(word: str, following: str) -> bool:
    """After a 书名号 or another closing mark 的 may begin a line: 《……方案》 / 的通知."""
    return following == "的" and word[-1] not in _CLOSING_MARKS


def _is_figure_with_measure(word: str, following: str) -> bool:
    """2026 and 年, 第15 and 个: a figure does not end a line that goes on with what it counts."""
    return word[-1].isdecimal() and following[0] not in _OPENING_MARKS


_TIES: Sequence[Callable[[str, str], bool]] = (
    _is_figure_with_measure,
    _is_before_closing_mark,
    _is_after_opening_mark,
    _is_place_with_office,
    _is_after_的,
    _is_before_的,
)


def _layouts(words: Sequence[str], count: int) -> Iterator[list[list[str]]]:
    """Yields every way to lay *words* in *count* lines that hold them."""
    if count == 1:
        if words and _fits_line(words):
            yield [list(words)]
        return
    for cut in range(1, len(words)):
        first_line = list(words[:cut])
        if not _fits_line(first_line):
            return
        for further_lines in _layouts(words[cut:], count - 1):
            yield [first_line, *further_lines]


def _filled_lines(words: Sequence[str]) -> list[str]:
    """Lines filled one after another, for a title of more than four lines."""
    filled = [""]
    for word in words:
        if widest(filled[-1] + word) > TITLE_CHARACTERS:
            filled.append("")
        filled[-1] += word
    return [line for line in filled if line]
