"""The names of villages as people paste them: from Word, from WeChat, a column of Excel, one a line with numbers."""

import re
import unicodedata

from wenming.base.i18n import _, enumerated

# What stands in front of a name: 1. 1、 （1） ① 一、
_NUMBER = re.compile(
    r"^(?:[(（]?[0-9０-９]{1,3}[)）]?[.．、:：]?|[①-⑳]|[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])+"
)
# What stands in front of all of them: 共12个村：, 行政村有：
_LEAD = re.compile(r"^[^：:\n]{0,20}[村个社区名单区]\s*[：:]")
_PARTS = re.compile(r"[\s、，,；;。/|]+")
_AND = re.compile(r"(?<=[村区居])[和及与](?=[^村区居]{2,}[村区居])")
_HEADS = {"序号", "村名", "村", "名称", "行政村", "行政村名称", "村庄", "社区", "社区名称", "村社区", "村（社区）"}
_HEADS |= {"单位", "单位名称", "备注", "合计", "行政村名", "编号"}
_NO_NAME = re.compile(r"[^\w·（）—-]|^[0-9]+$")
_SHOWN = 5
_SHORTEST = 2  # characters of a name: the 301 of 301村 is no number in front of one


class NoNames(ValueError):
    """A list of villages that cannot be taken: its text says why and what to write."""


def village_names(text: str) -> list[str]:
    """The names of villages in *text*, in its order: numbers, heads of columns and marks between them taken off.

    Raises NoNames where there is none, one stands twice, or something in it is no name.
    """
    names = [name for line in text.splitlines() for name in _names_in(line)]
    if not names:
        raise NoNames(_("没有读到村名：写村的名称，用顿号隔开，或者一行一个"))
    odd = [name for name in names if _NO_NAME.search(name)]
    if odd:
        raise NoNames(_("“{name}”不像村名：只写名称，用顿号隔开，或者一行一个").format(name=odd[0]))
    doubled = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if doubled:
        raise NoNames(_("写了两次：{names}；删掉一个，或者改成对的").format(names=enumerated(doubled[:_SHOWN])))
    return names


def _names_in(line: str) -> list[str]:
    """The names in one *line*."""
    line = _LEAD.sub("", line.strip("\ufeff \t\u3000"))
    names: list[str] = []
    for part in _PARTS.split(_AND.sub("、", line)):
        if not part or part.isnumeric() or _NUMBER.fullmatch(part) or part in _HEADS:
            continue
        bare = _NUMBER.sub("", part)
        name = bare if len(bare) >= _SHORTEST else part
        names.append(unicodedata.normalize("NFC", name))
    return names
