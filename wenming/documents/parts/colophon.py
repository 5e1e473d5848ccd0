"""The foot of the last page, by the arithmetic of GB/T 9704-2012 §7.4: the 版记 of a 公文, the 报尾 of a 简报."""

from collections.abc import Sequence
from typing import NamedTuple

from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Frame, Indent, Paragraph, Rule, Run, paragraph
from wenming.gongwen.chinese import listed, width
from wenming.ooxml.units import Twips

_CHARACTERS = m.TEXT_WIDTH / m.SIZE_4 - 2  # of a line, but for one at either end: §7.4.2, 左右各空一字
_MARKS = "，、。；"  # that must not begin a line


class _Element(NamedTuple):
    """One part of the 版记, between two rules: its text and how many lines that fills."""

    text: str
    lines: int

    @property
    def height(self) -> Twips:
        return Twips(m.COLOPHON_LINE * self.lines)


def colophon(copies: Sequence[str], printer: str, day: str) -> list[Block]:
    """Returns the 版记 (§7.4) on the foot of the page.

    It is a thick line, 抄送, a thin line, 印发机关 and *day*, and a thick line.
    """
    return _foot("抄送：", copies, printer, f"{day}印发")


def report_foot(copies: Sequence[str], printer: str, right: str) -> list[Block]:
    """Returns the 报尾 of a 简报 at the foot of the page: whom it is sent to, who printed it, how many copies."""
    return _foot("送：", copies, printer, right)


def _foot(label: str, copies: Sequence[str], left: str, right: str) -> list[Block]:
    """Returns *copies* behind *label*, *left* and *right* below them, in frames that end at the foot of the page."""
    elements = [_Element(f"　{left}\t{right}", 1)]
    if copies:
        elements.insert(0, _element_of_copies(label, copies))
    top = Twips(m.TEXT_HEIGHT - sum(element.height for element in elements))
    blocks: list[Block] = []
    for number, element in enumerate(elements, 1):
        rules = _rules(is_first=number == 1, is_last=number == len(elements))
        blocks.append(_framed(element, top, rules))
        top = Twips(top + element.height)
    return [*blocks, paragraph("分节")]  # a frame needs a paragraph to hang on


def _element_of_copies(label: str, copies: Sequence[str]) -> _Element:
    """Returns 抄送, or another *label*, with the names of *copies*; its further lines begin below the first name."""
    label_width = width(label)
    lines = _wrapped(listed(copies) + "。", _CHARACTERS - label_width)
    line_break = "\n" + "　" * (1 + int(label_width))
    return _Element(f"　{label}{line_break.join(lines)}", len(lines))


def _rules(*, is_first: bool, is_last: bool) -> list[Rule]:
    """Returns the rules of an element: thick above the first and below the last, thin between them (§7.4.1)."""
    above = m.COLOPHON_RULE_THICK if is_first else m.COLOPHON_RULE_THIN
    rules = [Rule(edge="top", width=above)]
    if is_last:
        rules.append(Rule(edge="bottom", width=m.COLOPHON_RULE_THICK))
    return rules


def _framed(element: _Element, top: Twips, rules: Sequence[Rule]) -> Paragraph:
    """Returns *element* in a frame of its own, *top* below the top of the type area.

    LibreOffice sets a full-width floating table, or one frame for two elements, at the wrong place.
    """
    return Paragraph(
        style="版记",
        runs=(Run(element.text),),
        frame=Frame(top=top, height=element.height),
        rules=rules,
        indent=Indent(tab=Twips(m.TEXT_WIDTH - m.SIZE_4), tab_align="right"),
    )


def _wrapped(text: str, measure: float) -> list[str]:
    """Returns *text* in lines of at most *measure* characters, no mark at the head of a line."""
    lines: list[str] = []
    line = ""
    for char in text:
        if width(line + char) > measure:
            # a mark takes the character before it along to the next line
            taken = line[-1] if char in _MARKS else ""
            lines.append(line.removesuffix(taken))
            line = taken
        line += char
    return [*lines, line]
