"""The bytes of a form become lines of text, whatever editor saved them."""

import codecs
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wenming.base.codes import Code
from wenming.base.diagnostics import Edit, Fault, Faults, Place
from wenming.base.i18n import _

_MOST_UNSEEN = 50  # faults; nobody mends more in one go
# What no keyboard types and YAML cannot carry, or takes for the end of a line (U+0085, U+2028, U+2029).
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_CJK = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_MOSTLY = 0.7  # of the characters


@dataclass(frozen=True, slots=True)
class Lines:
    """A form's lines as they stand in the file, to place faults in."""

    file: str
    lines: list[str]

    def place(self, line: int, column: int, path: str = "") -> Place:
        """Returns the place at *line* and *column*, both from 1, of the field *path*."""
        text = ""
        if 0 < line <= len(self.lines):
            text = self.lines[line - 1]
        return Place(self.file, line, min(column, len(text) + 1), path, text)

    def fault(self, line: int, column: int, code: Code, what: str, mend: str, path: str = "") -> Fault:
        """Returns a fault at *line* and *column*, both from 1."""
        return Fault(self.place(line, column, path), what, mend, code)

    def edit(self, new_lines: Mapping[int, str]) -> Edit | None:
        """Returns what makes *new_lines*, by their numbers, out of those in the file; None where they lie apart."""
        numbers = sorted(new_lines)
        first, last = numbers[0], numbers[-1]
        if numbers != list(range(first, last + 1)) or last > len(self.lines):
            return None
        old = "\n".join(self.lines[first - 1 : last])
        new = "\n".join(new_lines[number] for number in numbers)
        start = _common_length(old, new)
        end = _common_length(old[start:][::-1], new[start:][::-1])
        before, replaced = old[:start], old[: len(old) - end]
        return Edit(*_spot(before, first), *_spot(replaced, first), new[start : len(new) - end])


def _common_length(one: str, other: str) -> int:
    """Returns how many characters *one* and *other* begin with alike."""
    shorter = min(len(one), len(other))
    for place in range(shorter):
        if one[place] != other[place]:
            return place
    return shorter


def _spot(text: str, first: int) -> tuple[int, int]:
    """Returns the line and the column behind *text*, which begins line *first*."""
    return first + text.count("\n"), len(text) - text.rfind("\n")


def lines_of(data: bytes, shown: str) -> Lines:
    """Returns the lines of the form *data*, which faults call *shown*. Raises Faults."""
    text = _decode(data, shown)
    source = Lines(shown, text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    if "\0" in text:
        raise _refuse(shown)
    if _UNSEEN.search(text):
        raise Faults(list(itertools.islice(_unseen_faults(source), _MOST_UNSEEN)))
    if not any(map(_is_content, source.lines)):
        raise Faults([source.fault(1, 1, "empty-form", _("这份表单是空的"), _("从样例表单复制一份再填"))])
    return source


def _is_content(line: str) -> bool:
    """True if *line* is neither empty nor a comment."""
    bare = line.strip()
    return bare != "" and not bare.startswith("#")


def _decode(data: bytes, shown: str) -> str:
    """Returns the text in *data*: UTF-8, or UTF-16 if the mark of its byte order says so. Raises Faults."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise _refuse(shown) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Faults([_encoding_fault(data, error.start, shown)]) from error


def _encoding_fault(data: bytes, bad: int, shown: str) -> Fault:
    """Returns the fault of a file that is not UTF-8, at the line of its first *bad* byte."""
    line = data.count(b"\n", 0, bad) + 1
    if b"\0" in data:
        return _not_utf8(Place(shown))
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return _not_utf8(Place(shown, line))
    if not _is_mostly_chinese(text):
        return _not_utf8(Place(shown, line))
    return Lines(shown, text.replace("\r\n", "\n").split("\n")).fault(
        line,
        1,
        "not-utf8",
        _("这个文件是 GBK/ANSI 编码，请另存为 UTF-8"),
        _("用记事本打开，文件→另存为，编码选 UTF-8，保存后再试"),
    )


def _is_mostly_chinese(text: str) -> bool:
    """True if most of what is not ASCII in *text* is Chinese, so that it was decoded as it was encoded."""
    foreign = len(_NOT_ASCII.findall(text))
    return foreign > 0 and len(_CJK.findall(text)) >= _MOSTLY * foreign


def _not_utf8(place: Place) -> Fault:
    """Returns the fault of a file in another encoding."""
    what = _("这个文件不是 UTF-8 编码的文本")
    mend = _("用记事本打开，文件→另存为，编码选 UTF-8，保存后再试；Word 和 Excel 文件不能直接当表单用")
    return Fault(place, what, mend, "not-utf8")


def _unseen_faults(source: Lines) -> Iterator[Fault]:
    """Yields a fault for every control character."""
    what = _("这里有一个看不见的控制字符")
    mend = _("删掉这个字符；看不见的话，把这几个字删了重打")
    for number, line in enumerate(source.lines, 1):
        for character in _UNSEEN.finditer(line):
            yield source.fault(number, character.start() + 1, "control-character", what, mend)


def _refuse(shown: str) -> Faults:
    """Returns the one fault of a file that cannot be read at all."""
    return Faults([_not_utf8(Place(shown))])
