"""A PDF that holds text becomes lines: characters by their places, running heads and page numbers taken out."""

import contextlib
import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from wenming.base.diagnostics import Fault, Faults, Place
from wenming.base.i18n import _
from wenming.base.lazy import Later
from wenming.papers.paper import Align, Aside, Line, Paper

if TYPE_CHECKING:
    import pypdfium2 as pdfium
else:
    pdfium = Later("pypdfium2")

_PAGES_MAX = 300
_CHARACTERS_MAX = 300_000
_PAGE_NUMBER = re.compile(r"[-—－–·\s]*+(?:第\s*+)?[0-9]{1,3}(?:\s*+页)?[-—－–·\s]*+")
_SAME_LINE = 0.5  # of a character's height: two whose feet are so near stand on one line
_GAP = 0.6  # of a character's width between two that a blank parts
_INDENT = 1.2  # characters behind the margin, from which on a line begins a paragraph
_SHORT = 1.6  # characters before the right margin, from which on a line ends one
_WIDE_BLANK = "\u3000"  # for room between characters
_GAPS_OF_A_TABLE = 3  # in one line
_MUCH = 4.0  # the same where no mark tells: a word that is not parted leaves less
_ENDS = "。：；！？:;!?"
_CENTRED = 1.0  # characters by which the two sides of a centred line may differ
_LARGER = 1.15  # times the size of the text: a title


class _Char(NamedTuple):
    """A character and its box, in points from the lower left corner of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


class _Row(NamedTuple):
    """A line of print: its text, its sides, its foot, the size of its characters, its page from 1, how wide that is."""

    text: str
    left: float
    right: float
    bottom: float
    size: float
    page: int
    width: int


def read_pdf(data: bytes, shown: str) -> Paper:
    """The paper that the PDF *data*, called *shown*, holds. Raises Faults where it is locked, or all pictures."""
    rows = _rows(data, shown)
    if not rows:
        what, mend = _("这个 PDF 是扫描的图片，没有文字"), _("用文字识别（OCR）转成 Word，核对以后再导入")
        raise Faults([Fault(Place(shown), what, mend, "paper-scanned")])
    text, aside = _without_running_heads(rows)
    has_table = any(row.text.count(_WIDE_BLANK) >= _GAPS_OF_A_TABLE for row in text)
    told = (_("PDF 里的表格按一行一行的文字读的，要核对"),) if has_table else ()
    return Paper(tuple(_lines(text)), tuple(aside), told)


def _rows(data: bytes, shown: str) -> list[_Row]:
    """The lines of print of all pages. Raises Faults where the PDF is broken, locked or too long."""
    try:
        with contextlib.closing(pdfium.PdfDocument(data)) as document:
            if len(document) > _PAGES_MAX:
                raise _too_long(_("有 {n} 页，太长了").format(n=len(document)), shown)
            return list(_rows_of_pages(document, shown))
    except pdfium.PdfiumError as error:
        what, mend = _("这个 PDF 打不开：坏了，或者有密码"), _("打开它，另存一份没有密码的")
        raise Faults([Fault(Place(shown), what, mend, "paper-unreadable")]) from error


def _rows_of_pages(document: "pdfium.PdfDocument", shown: str) -> Iterator[_Row]:
    count = 0
    for number in range(len(document)):
        characters = list(_characters(document[number]))
        count += len(characters)
        if count > _CHARACTERS_MAX:
            raise _too_long(_("有 {n} 字以上，太长了").format(n=_CHARACTERS_MAX), shown)
        yield from _rows_of_page(characters, number + 1, round(document[number].get_width()))


def _too_long(what: str, shown: str) -> Faults:
    return Faults([Fault(Place(shown), what, _("一次只导入一份公文"), "paper-too-long")])


def _characters(page: "pdfium.PdfPage") -> Iterator[_Char]:
    """Yields what is printed on *page*, each in the box that its typeface gives it: a comma's is as high as others."""
    text = page.get_textpage()
    for at in range(min(text.count_chars(), _CHARACTERS_MAX + 1)):
        character = chr(pdfium.raw.FPDFText_GetUnicode(text, at))
        if not character.isspace() and character.isprintable():
            yield _Char(character, *text.get_charbox(at, loose=True))


def _rows_of_page(characters: Sequence[_Char], page: int, width: int) -> Iterator[_Row]:
    """Yields the lines of one page from the top: characters whose middles are at one height, from left to right."""
    waiting = sorted(characters, key=lambda char: -(char.bottom + char.top))
    line: list[_Char] = []
    for char in waiting:
        height = max(char.top - char.bottom, char.right - char.left)
        if line and abs(_middle(line[0]) - _middle(char)) > height * _SAME_LINE:
            yield _row(line, page, width)
            line = []
        line.append(char)
    if line:
        yield _row(line, page, width)


def _middle(char: _Char) -> float:
    return (char.bottom + char.top) / 2


def _row(line: list[_Char], page: int, width: int) -> _Row:
    line = sorted(line, key=lambda char: char.left)
    size = max(char.right - char.left for char in line)
    text, end = "", line[0].left
    for char in line:
        if char.left - end > size * _GAP and text:
            text += _WIDE_BLANK
        text += char.text
        end = char.right
    bottom = min(char.bottom for char in line)
    return _Row(text, line[0].left, end, bottom, size, page, width)


def _without_running_heads(rows: Sequence[_Row]) -> tuple[list[_Row], list[Aside]]:
    """*rows* without the numbers of pages and what stands at the head or foot of every page, and what that was."""
    pages: dict[int, list[_Row]] = {}
    for row in rows:
        pages.setdefault(row.page, []).append(row)
    edges = [edge.text for page in pages.values() for edge in dict.fromkeys((page[0], page[-1]))]
    aside: dict[str, Aside] = {}
    kept: list[_Row] = []
    for page in pages.values():
        for row in page:
            is_edge = row in (page[0], page[-1])
            is_number = is_edge and _PAGE_NUMBER.fullmatch(row.text) is not None
            is_running = is_edge and len(pages) > 2 and edges.count(row.text) * 2 > len(pages)
            if is_running and not is_number:
                aside[row.text] = Aside(row.text, _("每页都有的页眉、页脚"))
            elif not is_number:
                kept.append(row)
    return kept, list(aside.values())


def _lines(rows: Sequence[_Row]) -> Iterator[Line]:
    """Yields the paragraphs: a line that is indented, centred, larger or behind a short one begins another."""
    usual = median(row.size for row in rows)
    margins = _margins(rows, usual)
    waiting = ""
    first: _Row | None = None
    last: _Row | None = None
    for row in rows:
        if last is None or first is None or _begins(row, last, first, margins[row.width], usual):
            if first is not None and last is not None:
                yield _line(waiting, first, last, margins[first.width], usual)
            waiting, first = row.text, row
        else:
            waiting += row.text
        last = row
    if first is not None and last is not None:
        yield _line(waiting, first, last, margins[first.width], usual)


def _margins(rows: Sequence[_Row], usual: float) -> dict[int, tuple[float, float]]:
    """By the width of a page the left and the right side of its text, as far as lines of the *usual* size reach."""
    margins: dict[int, tuple[float, float]] = {}
    for width in {row.width for row in rows}:
        of_width = [row for row in rows if row.width == width]
        usual_ones = [row for row in of_width if abs(row.size - usual) < usual * 0.1] or of_width
        margins[width] = (min(row.left for row in usual_ones), max(row.right for row in usual_ones))
    return margins


def _begins(row: _Row, last: _Row, first: _Row, margins: tuple[float, float], usual: float) -> bool:
    """True if *row* begins a paragraph behind *last*, the paragraph that began with *first*."""
    left, right = margins
    is_title = _align(first, margins, usual) == "center" and first.size > usual * _LARGER
    if is_title:
        return abs(row.size - first.size) > usual * 0.1 or row.page != first.page
    if abs(row.size - last.size) > usual * 0.1 and _align(row, margins, usual):
        return True
    is_indented = row.left - left > usual * _INDENT
    room = right - last.right
    ended_short = room > usual * _MUCH or (room > usual * _SHORT and last.text[-1] in _ENDS)
    return is_indented or ended_short


def _align(row: _Row, margins: tuple[float, float], usual: float) -> Align:
    left, right = margins
    before, behind = row.left - left, right - row.right
    if before > usual * _SHORT and abs(before - behind) < usual * _CENTRED * 2:
        return "center"
    return "right" if before > (right - left) / 2 and behind < usual * 6 else ""


def _line(text: str, first: _Row, last: _Row, margins: tuple[float, float], usual: float) -> Line:
    align = _align(first, margins, usual) if first is last or first.size > usual * _LARGER else ""
    return Line(text, _("第{n}页").format(n=first.page), align, round(first.size, 1))
