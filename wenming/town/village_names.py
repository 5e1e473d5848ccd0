"""The names of villages as people paste them: from Word, from WeChat, a column of Excel, one a line with numbers."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from wenming.base.i18n import _, enumerated

# What stands in front of a name: 1. 1、 （1） ① 一、 第一，; figures alone are part of the name: 301社区
_ITEM = (
    r"(?:[0-9]{1,3}(?:[.．、:：)）]|\s)|[(（][0-9]{1,3}[)）]|[①-⑳]|第?[一二三四五六七八九十]{1,3}[、.．，,]"
    r"|[(（][一二三四五六七八九十]{1,3}[)）]|[-*·•●]\s|No\.?\s*+[0-9]++\s)\s*+"
)
_NUMBER, _NUMBER_WITHIN = re.compile(f"^{_ITEM}"), re.compile(rf"(?<=[\s、，,；;]){_ITEM}")
# What stands in front of all of them, and behind: 共12个村：, 全镇辖, 等3个行政村
_FIGURE = r"(?<![0-9一二三四五六七八九十])[0-9一二三四五六七八九十]++\s*+个"
_LEAD = re.compile(
    rf"^[^：:\n]{{0,20}}?(?:名单|如下|{_FIGURE}[^：:\n]{{0,6}}|辖|有|是|为|包括)\s*[：:]|^(?:行政村|社区|村|村名)[：:]"
    r"|^[^、，,；;：:\s]{0,6}[镇乡道](?:共辖|下辖|辖有|辖|共有)(?=\S)|^(?:共辖|下辖|辖有)(?=\S)"
)
_TAIL = re.compile(rf"(?:(?:等|共|以上)\s*(?:{_FIGURE}(?:行政村|村|社区)?)?|{_FIGURE}(?:行政村|村|社区))[。.]?$")
_PARTS = re.compile(r"[\s、，,；;。/|]+")
# 石桥村和柳林村, but 石桥村、和平村
_AND = re.compile(
    r"(?:(?<=村)|(?<=社区)|(?<=居委会))(?:以及|和|及|与)(?![平顺睦谐兴乐美丰合安])(?=[^、，,；;]+(?:村|社区|居委会))"
)
# 东河村（二）西河村, 东河村2.西河村, ①东河村②西河村
_NEXT_NUMBER = re.compile(r"(?=[①-⑳])|(?<=[村区居])(?=[(（][0-9一二三四五六七八九十]{1,3}[)）]|[0-9]{1,3}[.．、])")
_VILLAGE_COLUMN = re.compile(r"(?:村|村庄|行政村|社区|村社区)(?:名|名称)?")
_NAME_COLUMN = re.compile(r"(?:单位)?名称|单位")
_HEADS = frozenset(
    {"序号", "编号", "村名", "村", "名称", "行政村", "行政村名称", "行政村名", "村庄", "社区", "社区名称"}
)
_HEADS |= {"单位", "单位名称", "备注", "合计", "村社区", "村（社区）", "村(社区)"}
_ENDINGS = (*"村居屯寨庄店营堡沟湾坪场街里巷苑园队组旗", "社区", "委会", "嘎查", "新区", "小区")
_NO_NAME = re.compile(r"[^\w·（）()—-]|^[0-9]+$|^(?:无|没有|一个都没有|暂无)$|名单|一览|统计|情况|书记|主任")
_SHOWN = 5


class NoNames(ValueError):
    """A list of villages that cannot be taken: its text says why and what to write."""


def village_names(text: str) -> list[str]:
    """The names of villages in *text*, in its order: numbers, heads of columns and marks between them taken off.

    Of a table with a head only the column of names is read. Raises NoNames where there is none, one stands twice, or
    something in it is no name.
    """
    lines: list[str] = []
    for line in unicodedata.normalize("NFC", text).splitlines():
        lines.append(line.strip("\ufeff \u3000"))
    names = _column_of_names(lines)
    if names is None:
        names = _names_between_marks(lines)
    if not names:
        raise NoNames(_("没有读到村名：写村的名称，用顿号隔开，或者一行一个"))
    odd = _odd_one(names)
    if odd:
        raise NoNames(_("“{name}”不像村名：只写名称，用顿号隔开，或者一行一个").format(name=odd))
    counts = Counter(names)
    doubled = [name for name in counts if counts[name] > 1]
    if doubled:
        raise NoNames(_("写了两次：{names}；删掉一个，或者改成对的").format(names=enumerated(doubled[:_SHOWN])))
    return names


# A table


def _column_of_names(lines: Sequence[str]) -> list[str] | None:
    """The names in the column that the head of a table calls 村名; None where *lines* are no such table."""
    for number, line in enumerate(lines):
        column = _column_called_name(_cells(line))
        if column is not None:
            return _cells_of_column(lines[number + 1 :], column)
    return None


def _column_called_name(heads: Sequence[str]) -> int | None:
    """Which of the *heads* of several columns says that names stand below it; None where none does."""
    if len(heads) < 2:
        return None
    bare = [re.sub(r"[（(][^）)]*[）)]?", "", head) for head in heads]
    for wanted in (_VILLAGE_COLUMN, _NAME_COLUMN):
        for place, head in enumerate(bare):
            if wanted.fullmatch(head):
                return place
    return None


def _cells_of_column(lines: Sequence[str], column: int) -> list[str]:
    """What stands in the *column* of a table, row by row, where anything does."""
    found: list[str] = []
    for line in lines:
        cells = _cells(line)
        name = _NUMBER.sub("", cells[column]) if column < len(cells) else ""
        if name and name not in _HEADS:
            found.append(name)
    return found


def _cells(line: str) -> list[str]:
    """The cells of a *line* that was copied from a sheet, or saved as CSV."""
    mark = "\t" if "\t" in line else ","
    return [cell.strip(' "') for cell in line.split(mark)]


# Names one after the other


def _names_between_marks(lines: Sequence[str]) -> list[str]:
    names: list[str] = []
    for line in lines:
        line = _TAIL.sub("", _LEAD.sub("", line))
        for piece in _NEXT_NUMBER.split(_AND.sub("、", line)):
            without_numbers = _NUMBER_WITHIN.sub("", _NUMBER.sub("", piece))
            names += _names_in(without_numbers)
    return names


def _names_in(text: str) -> list[str]:
    """The names in a *text* that has no numbers of a list any more."""
    names: list[str] = []
    for part in _PARTS.split(text):
        name = _NUMBER.sub("", part).strip("*\"'“”《》")
        is_head = name in _HEADS or name.isnumeric()
        if name and not is_head:
            names.append(name)
    return names


def _odd_one(names: Sequence[str]) -> str:
    """The first of *names* that is no name, or does not end as most of them do: 书记, 1200人; empty where none is."""
    for name in names:
        if _NO_NAME.search(name):
            return name
    odd = [name for name in names if not name.endswith(_ENDINGS)]
    most_end_well = len(odd) * 2 < len(names)
    return odd[0] if odd and most_end_well else ""
