"""The lines of a 公文标题: broken between words, in a 梯形 or 菱形 (GB/T 9704-2012 §7.3.1)."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from wenming.gongwen.chinese import width
from wenming.gongwen.measures import TITLE_CHARACTERS

_WHOLE = re.compile(r"《[^》]*》|“[^”]*”|（[^）]*）|〔[^〕]*〕|[0-9A-Za-z.%％]+[年月日号个项次期届]?")
_PLACE = re.compile(r".*[镇乡县市区省村州旗]")
_OFFICE = re.compile(r"(人民政府|委员会|党委|政府|办公室|领导小组).*")
_OPENS, _CLOSES = "《“（〔", "》”）〕、，"
_WEAK_END = {"关于", "和", "与", "及", "的", "在", "对", "以", "为", "向", "将", "暨", "并"}
LINES_MAX = 4


def title_text(title: str) -> str:
    """*title* with a line feed at each break; the word list is loaded only when one line is not enough."""
    return title if width(title) <= TITLE_CHARACTERS else "\n".join(lines(title))


def lines(title: str) -> list[str]:
    """*title* in lines of at most 20 characters: the best-scored of all breaks between words."""
    words = _words(title)
    for count in range(2, LINES_MAX + 1):
        best = min(_breaks(words, count), key=_cost, default=None)
        if best is not None:
            more = min(_breaks(words, count + 1), key=_cost, default=None) if count < 3 else None
            chosen = more if more is not None and _cost(more) < _cost(best) else best
            return ["".join(line) for line in chosen]
    return _filled(words)


def _words(title: str) -> list[str]:
    import rjieba

    words: list[str] = []
    end = 0
    for whole in _WHOLE.finditer(title):
        words += rjieba.cut(title[end : whole.start()])
        fits = width(whole[0]) <= TITLE_CHARACTERS
        words += [whole[0]] if fits else rjieba.cut(whole[0])
        end = whole.end()
    words += rjieba.cut(title[end:])
    return _joined(words)


def _joined(words: Sequence[str]) -> list[str]:
    """Words that must not part: marks with their neighbours, a place with its office, 的 with what follows."""
    joined: list[str] = []
    for word in words:
        last = joined[-1] if joined else ""
        together = last and (
            word[0] in _CLOSES
            or last[-1] in _OPENS
            or (_PLACE.fullmatch(last) and _OFFICE.match(word))
            or last == "的"
            or (word == "的" and last[-1] not in _CLOSES)
        )
        if together and width(last + word) <= TITLE_CHARACTERS:
            joined[-1] = last + word
        else:
            joined.append(word)
    return joined


def _breaks(words: Sequence[str], count: int) -> Iterator[list[list[str]]]:
    """Every way to lay *words* in *count* lines that fit."""
    if count == 1:
        if words and width("".join(words)) <= TITLE_CHARACTERS:
            yield [list(words)]
        return
    for cut in range(1, len(words)):
        if width("".join(words[:cut])) > TITLE_CHARACTERS:
            return
        for rest in _breaks(words[cut:], count - 1):
            yield [list(words[:cut]), *rest]


def _cost(broken: list[list[str]]) -> float:
    widths = [width("".join(line)) for line in broken]
    steps = [below - above for above, below in pairwise(widths)]
    cost = (max(widths) - min(widths)) * 0.5 + 4 * (len(widths) - 2)
    if len(widths) == 2:
        cost += 0 if steps[0] < 0 else 2 + steps[0] * 0.5  # 上长下短
    elif all(step < 0 for step in steps) or all(step > 0 for step in steps):
        cost += 1  # 梯形
    elif any(a < 0 < b for a, b in pairwise(steps)):
        cost += 100  # 沙漏形
    elif not any(steps):
        cost += 8  # 长方形
    for line in broken[:-1]:
        last = line[-1]
        cost += 6 if last in _WEAK_END else 0
    for line in broken[1:]:
        cost += 6 if line[0].startswith("的") and len("".join(line)) < 3 else 0
    cost += sum(2 for value in widths if value > TITLE_CHARACTERS - 1)
    return cost + sum(
        0 if line[-1] in ("印发", "转发", "批转") or line[-1].endswith("》") else 1 for line in broken[:-1]
    )


def _filled(words: Sequence[str]) -> list[str]:
    """Lines filled one after another, for a title of more than four lines."""
    filled = [""]
    for word in words:
        if width(filled[-1] + word) > TITLE_CHARACTERS:
            filled.append("")
        filled[-1] += word
    return [line for line in filled if line]
