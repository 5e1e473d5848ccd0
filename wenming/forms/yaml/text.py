"""The bytes of a form become lines of text, whatever editor saved them."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _

_LARGEST = 1_000_000
# What no keyboard types and YAML cannot carry, or takes for the end of a line (U+0085, U+2028, U+2029).
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_CJK = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Source:
    """A form's lines as they stand in the file, to place faults in."""

    file: str
    lines: list[str]

    def fault(self, line: int, column: int, what: str, mend: str, path: str = "") -> Fault:
        """A fault at *line* and *column*, both from 1."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Fault(Place(self.file, line, min(column, len(text) + 1), path, text), what, mend)


def read(path: Path, shown: str) -> Source:
    """The lines of the form at *path*, called *shown* in faults. Raises Faults."""
    try:
        if path.stat().st_size > _LARGEST:
            raise _refused(shown, _("这个文件太大（超过 1 MB），不像是一份表单"), _("检查是不是放错了文件"))
        data = path.read_bytes()
    except OSError as error:
        raise _refused(shown, _("打不开这个文件"), _("检查文件在不在、是不是正被别的程序占用")) from error
    text = _decoded(data, shown)
    source = Source(shown, text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    if "\0" in text:
        raise _refused(shown, *_no_utf8())
    if _UNSEEN.search(text):
        raise Faults(_unseen(source))
    if not any(line.strip() and not line.lstrip().startswith("#") for line in source.lines):
        raise Faults([source.fault(1, 1, _("这份表单是空的"), _("从样例表单复制一份再填"))])
    return source


def _decoded(data: bytes, shown: str) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise _refused(shown, *_no_utf8()) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Faults([_encoding(data, error.start, shown)]) from error


def _encoding(data: bytes, bad: int, shown: str) -> Fault:
    """The fault of a file that is not UTF-8, at the line of its first *bad* byte."""
    line = data.count(b"\n", 0, bad) + 1
    if b"\0" in data:
        return Fault(Place(shown), *_no_utf8())
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return Fault(Place(shown, line), *_no_utf8())
    foreign = [char for char in text if char > "\x7f"]
    if not foreign or len(_CJK.findall(text)) < 0.7 * len(foreign):
        return Fault(Place(shown, line), *_no_utf8())
    return Source(shown, text.replace("\r\n", "\n").split("\n")).fault(
        line, 1, _("这个文件是 GBK/ANSI 编码，请另存为 UTF-8"), _("用记事本打开，文件→另存为，编码选 UTF-8，保存后再试")
    )


def _no_utf8() -> tuple[str, str]:
    return (
        _("这个文件不是 UTF-8 编码的文本"),
        _("用记事本打开，文件→另存为，编码选 UTF-8，保存后再试；Word 和 Excel 文件不能直接当表单用"),
    )


def _unseen(source: Source) -> list[Fault]:
    what, mend = _("这里有一个看不见的控制字符"), _("删掉这个字符；看不见的话，把这几个字删了重打")
    found = [(number, spot.start()) for number, line in enumerate(source.lines, 1) for spot in _UNSEEN.finditer(line)]
    return [source.fault(line, start + 1, what, mend) for line, start in found[:50]]


def _refused(shown: str, what: str, mend: str) -> Faults:
    return Faults([Fault(Place(shown), what, mend)])
