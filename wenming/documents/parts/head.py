"""The 版头 above the text of a 公文, by the arithmetic of GB/T 9704-2012 §7.2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Cell, Indent, Paragraph, Rule, Run, Table, paragraph
from wenming.gongwen.chinese import padded_name, width
from wenming.ooxml.units import Points, Twips, points, twips

if TYPE_CHECKING:
    from wenming.forms.records import Issue

Align = Literal["", "left", "center", "right", "distribute"]
EMPTY = Paragraph(style="公文正文")
_NONE, _A_POINT = Twips(0), twips(Points(1))

_Mark = Literal["份号", "密级", "紧急程度"]
_STYLES_OF_MARKS: Mapping[_Mark, str] = {"份号": "份号", "密级": "密级和紧急程度", "紧急程度": "密级和紧急程度"}
_RED_RULE = Rule(edge="bottom", width=m.RED_RULE, gap=m.RED_RULE_GAP, color=m.RED)
_SIGNERS_IN_A_ROW = 2  # §7.2.6: 一般每行排2个姓名

# Of 联合行文 the standard (§7.2.4) gives neither the size nor the width of the names: all these are chosen.
_NAMES_WIDTH = Twips(m.TEXT_WIDTH * 3 // 4)  # the quarter beside it, 39 mm, holds 文件 in every size
_POINTS, _POINTS_LESS_EACH = 48, 6  # 48 − 6 n: two names are as large as the smallest sign of one organ, 36 points
_POINTS_LEAST = Points(20)  # still larger than the text, which has 16 points
_CLOSE = 0.7  # of that size, where no text would stand on the first page (§7.3.3); two names then have 25 points
_PERCENT_OF_ROOM = 98  # that the widest name fills: an application that rounds its characters up breaks no line
_GAP = 0.25  # between two names: a quarter of their height


def head(issue: Issue, signs: Sequence[str], reference: str, *, close: bool = False) -> list[Block]:
    """Returns the 版头 (§7.2): marks, 发文机关标志 35 mm down, 发文字号, 签发人, the red line 4 mm below.

    With 套红 the red parts leave their place empty, for paper that has them printed; *close* makes many organs small.
    """
    marks = _marks(issue)
    drop = Twips(m.SIGN_DROP - len(marks) * m.LINE)
    has_red_printed = bool(issue.get("套红"))
    return [
        *marks,
        *_signs(signs, drop, printed=has_red_printed, close=close),
        EMPTY,
        EMPTY,
        *_number_line(reference, issue.get("签发人", ()), ruled=not has_red_printed),
        _line_below_rule(ruled=not has_red_printed),
        EMPTY,
    ]


def head_without_red(issue: Issue, reference: str) -> list[Block]:
    """Returns what stands above the title of a paper without a red head: its marks, *reference* at the right edge.

    The number stands on the first line, as that of a letter (§10.1).
    """
    blocks = _marks(issue)
    if reference:
        blocks.append(Paragraph(style="发文字号", runs=(Run(reference),), align="right"))
    return [*blocks, EMPTY] if blocks else []


def _marks(issue: Issue) -> list[Block]:
    """Returns a line for each of 份号, 密级和保密期限, 紧急程度 that *issue* has, in this order (§7.2.1–7.2.3)."""
    return [paragraph(style, issue[name]) for name, style in _STYLES_OF_MARKS.items() if name in issue]


def _line_below_rule(*, ruled: bool) -> Paragraph:
    """Returns the empty line below the 发文字号, which is less high where the red rule takes part of its room."""
    height = m.LINE
    if ruled:
        height = Twips(height - m.RED_RULE_HEIGHT)
    return Paragraph(style="公文正文", line=height)


def _signs(signs: Sequence[str], drop: Twips, *, printed: bool, close: bool) -> list[Block]:
    """Returns the 发文机关标志, *drop* down; if it is *printed* on the paper, empty lines of the same height."""
    if len(signs) > 1:
        return _joint_signs(signs, drop, printed=printed, close=close)
    size, squeeze = fitted(signs[0], m.TEXT_WIDTH)
    return [_sign(signs[0], size, squeeze, printed=printed, before=drop)]


def _joint_signs(signs: Sequence[str], drop: Twips, *, printed: bool, close: bool) -> list[Block]:
    """Returns the 发文机关标志 of 联合行文: the names under each other, 主办机关 first, “文件” beside their middle.

    The more names there are, the smaller they are, so that there is room for text below.
    """
    names = [sign.removesuffix("文件") for sign in signs]
    size = max(_POINTS_LEAST, Points(_POINTS - _POINTS_LESS_EACH * len(names)))
    if close:
        size = Points(size * _CLOSE)
    room = _NAMES_WIDTH - 2 * m.CELL_MARGIN
    widest = max(map(width, names)) * twips(size)
    squeeze = min(100, int(_PERCENT_OF_ROOM * room / widest))
    first, *others = names
    gap = twips(Points(size * _GAP))
    lines = [
        _sign(first, size, squeeze, printed=printed, align="distribute"),
        *(_sign(name, size, squeeze, printed=printed, before=gap, align="distribute") for name in others),
    ]
    row = [Cell(paragraphs=lines), Cell(paragraphs=[_sign("文件", size, 100, printed=printed)])]
    # a table has no space above it: an empty line one point high has it
    above = Paragraph(style="分节", before=Twips(drop - _A_POINT), line=_A_POINT)
    widths = [_NAMES_WIDTH, Twips(m.TEXT_WIDTH - _NAMES_WIDTH)]
    return [above, Table(widths=widths, rows=[row], ruled=False)]


def _sign(
    text: str, size: Points, squeeze: int, *, printed: bool, before: Twips = _NONE, align: Align = ""
) -> Paragraph:
    """Returns a line of the 发文机关标志 that says *text*; nothing if that is *printed* on the paper."""
    return Paragraph(
        style="发文机关标志",
        runs=() if printed else (Run(text),),
        before=before,
        line=twips(size),
        points=size,
        squeeze=squeeze,
        align=align,
    )


def fitted(text: str, measure: Twips) -> tuple[Points, int]:
    """Returns the size, and the width of letters in percent, that bring *text* onto one line as long as *measure*."""
    fitting = Points(int(points(measure) / width(text)))
    size = min(m.SIGN_MAX, max(m.SIGN_MIN, fitting))
    room = measure - _A_POINT  # a point to spare
    return size, min(100, int(100 * room / (width(text) * twips(size))))


def _number_line(reference: str, signers: Sequence[str], *, ruled: bool) -> list[Block]:
    """Returns the 发文字号 with the red line; 上行文: number on the left beside the last 签发人 on the right."""
    rules = [_RED_RULE] if ruled else []
    if not signers:
        return [Paragraph(style="发文字号", runs=(Run(reference),), rules=rules)]
    names = [padded_name(name) for name in signers]
    rows = [names[at : at + _SIGNERS_IN_A_ROW] for at in range(0, len(names), _SIGNERS_IN_A_ROW)]
    start = Twips(m.TEXT_WIDTH - _width_of_signers(names, columns=len(rows[0])))
    labels = ["签发人：", *[""] * (len(rows) - 1)]
    *lines_above, last_line = zip(labels, rows, strict=True)
    return [
        *(_signers_line("", label, row, start) for label, row in lines_above),
        _signers_line(f"　{reference}", *last_line, start, rules),
    ]


def _width_of_signers(names: Sequence[str], columns: int) -> Twips:
    """Returns the width of so many *columns* of *names*: one character between them, one free on the right (§7.2.6)."""
    widest = max(map(width, names))
    return Twips(round((1 + columns * widest + (columns - 1)) * m.SIZE_3))


def _signers_line(left: str, label: str, names: Sequence[str], start: Twips, rules: Sequence[Rule] = ()) -> Paragraph:
    """Returns a line with *left* at its left and *names*, behind their *label*, *start* from the left."""
    tab = Twips(start - round(width(label) * m.SIZE_3))
    return Paragraph(
        style="发文字号",
        align="left",
        indent=Indent(tab=tab),
        rules=rules,
        runs=(Run(f"{left}\t{label}"), Run("　".join(names), "签发人")),
    )
