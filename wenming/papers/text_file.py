"""A text, of a file or pasted, becomes lines: one for each line that says something."""

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.papers.paper import Line, Paper

_BLANKS = " \t\u3000\xa0\u200b\ufeff\r"


def read_text(data: bytes, shown: str) -> Paper:
    """The paper that the text *data*, called *shown*, holds. Raises Faults where it is no text."""
    lines: list[Line] = []
    for number, text in enumerate(_decoded(data, shown).split("\n"), 1):
        bare = text.strip(_BLANKS)
        if bare:
            lines.append(Line(bare, _("第{n}行").format(n=number)))
    return Paper(tuple(lines))


def _decoded(data: bytes, shown: str) -> str:
    """The text that *data* is, in UTF-8, UTF-16 or GB 18030. Raises Faults where it is none of these."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _in(data, ("utf-16",), shown)
    return _in(data, ("utf-8-sig", "gb18030"), shown)


def _in(data: bytes, encodings: tuple[str, ...], shown: str) -> str:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\x0b", "\n").replace("\x0c", "\n").replace("\u2028", "\n")
    what, mend = _("这个文件不是文字"), _("在 Word 或 WPS 里打开，另存为 .docx 再导入")
    raise Faults([Fault(Place(shown), what, mend, "paper-unreadable")])
