"""Half-width marks in Chinese become the full-width ones that were meant."""

import re
from collections.abc import Iterator
from functools import partial

_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。"}
_SINGLE = r"[,;:!?.]"
_ELLIPSIS, _DASH = r"\.{3,}", r"-{2,}"
_ROUNDS = 4  # a mark that became full-width shows what the one beside it is
_QUOTES = ((r'"([^"\n]*)"', "“”"), (r"(?<![A-Za-z])'([^'\n]*)'(?![A-Za-z])", "‘’"))
_BLANK = r"(?<![会府局室部院])(?<=[\u4e00-\u9fff，。；：！？、）》”]) {1,2}(?=[\u4e00-\u9fff（《“])(?![年月日号时分])"
_LABEL = (  # 联系人：周敏 电话：…
    r"(?:[\u4e00-\u9fff]{0,2}(?:电话|手机|传真|邮箱|邮编|地址|[系收签办报核审表]人|签字|盖章|日期))[：:]"
)
_ROOM = (
    rf"(?<=[\u4e00-\u9fff0-9，。；：！？、）》”]) +(?={_LABEL})|"
    r"(?<=[\u4e00-\u9fff0-9，。；：！？、）》”]) {3,}(?=[\u4e00-\u9fff（《“])|(?<=[0-9年月]) +(?=[月日])"  # to write in
)
_PROTECTED = r"《[^《》\n]*》|(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9+.-]{0,20}://\S+|\{\{[^{}]*\}\}|\{%[^{}]*%\}"
_CHINESE = r"[\u3400-\u9fff\u3001-\u3011\uff01-\uff5e“”‘’…—〔〕]"
_HALF = r"[,;:!?.()\"' -]"
_ITEM = r"[1-9][0-9]?"
_OF_CLAUSES, _FIGURE = (",", ";", ":"), r"[0-9%_＿]"
_PLACE = "\ufdd0"  # stands for what is protected: no character (Unicode 23.7)


def full_width(text: str) -> str:
    """*text* with the marks that stand in Chinese full-width: Chinese on both sides, or on one and nothing beyond.

    Never in numbers, times, addresses, links and Latin words, nor within 《》.
    """
    if not re.search(_HALF, text) or not re.search(_CHINESE, text) or _PLACE in text:
        return text
    for _round in range(_ROUNDS):
        widened = _widened(text)
        if widened == text:
            break
        text = widened
    return text


def _widened(text: str) -> str:
    """*text* with the marks made full-width that can be told at once."""
    protected = re.findall(_PROTECTED, text)
    text = re.sub(_PROTECTED, _PLACE, text)
    for pattern, pair in _QUOTES:
        text = re.sub(pattern, partial(_paired, pair), text)
    text = _with_wide_brackets(text)
    text = re.sub(_ELLIPSIS, lambda match: _between_chinese(match, "……"), text)
    text = re.sub(_DASH, lambda match: _between_chinese(match, "——"), text)
    text = re.sub(_SINGLE, lambda match: _between_chinese(match, _FULL[match[0]]), text)
    text = re.sub(_ROOM, lambda match: "\u3000" * max(1, len(match[0]) // 2), text)
    text = re.sub(_BLANK, "", text)
    return "".join(_restored(text, iter(protected)))


def _with_wide_brackets(text: str) -> str:
    """*text* with the pairs of brackets on one line full-width that hold Chinese."""
    characters = list(text)
    open_at: list[tuple[int, bool]] = []  # of each open bracket its place, and whether it holds Chinese so far
    for place, char in enumerate(text):
        if char == "\n":
            open_at.clear()
        elif char == "(":
            open_at.append((place, False))
        elif char == ")" and open_at:
            start, holds_chinese = open_at.pop()
            if holds_chinese or _numbers_an_item(text, start, place):
                characters[start], characters[place] = "（", "）"
                _note_chinese(open_at)
        elif re.match(_CHINESE, char):
            _note_chinese(open_at)
    return "".join(characters)


def _numbers_an_item(text: str, start: int, end: int) -> bool:
    """True if the brackets from *start* to *end* are those of （1）, before Chinese and behind Chinese or nothing."""
    if not re.fullmatch(_ITEM, text[start + 1 : end]):
        return False
    before, after = _beside(text, start - 1, -1), _beside(text, end + 1, 1)
    return all(not char or char in ",;." or re.match(_CHINESE, char) for char in (before, after)) and bool(after)


def _note_chinese(open_at: list[tuple[int, bool]]) -> None:
    """Note that the innermost open bracket holds Chinese; those around it learn it when it closes."""
    if open_at:
        place, _before = open_at[-1]
        open_at[-1] = place, True


def _paired(marks: str, match: re.Match[str]) -> str:
    """What stands between two straight quotes with the two *marks* around it, if it holds Chinese."""
    if not re.search(_CHINESE, match[1]):
        return match[0]
    return f"{marks[0]}{match[1]}{marks[1]}"


def _between_chinese(match: re.Match[str], full: str) -> str:
    before, after = _beside(match.string, match.start() - 1, -1), _beside(match.string, match.end(), 1)
    if not before and not after:
        return match[0]
    before_is_chinese, after_is_chinese = _is_chinese_or_nothing(before), _is_chinese_or_nothing(after)
    if before_is_chinese and after_is_chinese:
        return full
    return full if _parts_clauses_at_a_figure(match[0], before, after) else match[0]


def _is_chinese_or_nothing(char: str) -> bool:
    return not char or char == _PLACE or re.match(_CHINESE, char) is not None


def _parts_clauses_at_a_figure(mark: str, before: str, after: str) -> bool:
    """True for the marks of 达到13%,每年 and 时间:9:30, not for those of 1,200 and 9:30."""
    if mark not in _OF_CLAUSES:
        return False
    if _is_chinese_or_nothing(before):
        return bool(before) and re.match(_FIGURE, after) is not None
    return mark != ":" and _is_chinese_or_nothing(after) and re.match(_FIGURE, before) is not None


def _beside(text: str, at: int, step: int) -> str:
    """The character *at* a place of *text*, or the next that is no blank; empty beyond the line."""
    while 0 <= at < len(text) and text[at] == " ":
        at += step
    return text[at] if 0 <= at < len(text) and text[at] != "\n" else ""


def _restored(text: str, protected: Iterator[str]) -> Iterator[str]:
    for char in text:
        yield next(protected) if char == _PLACE else char
