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


def colophon(copies: Sequence[str], printer: str, day: str, addressees: Sequence[str] = ()) -> list[Block]:
    """Returns the 版记 (§7.4) on the foot of the page.

    It is a thick line, 抄送, a thin line, 印发机关 and *day*, and a thick line. *addressees*: the 主送机关 that left no
    room for the text on the first page; they stand above 抄送, with no line between (§7.4.2).
    """
    return _foot([("主送：", addressees), ("抄送：", copies)], printer, f"{day}印发")


def report_foot(copies: Sequence[str], printer: str, right: str) -> list[Block]:
    """Returns the 报尾 of a 简报 at the foot of the page: whom it is sent to, who printed it, how many copies."""
    return _foot([("送：", copies)], printer, right)


def _foot(lists: Sequence[tuple[str, Sequence[str]]], left: str, right: str) -> list[Block]:
    """Returns *lists* of names behind their labels, *left* and *right* below, in frames at the foot of the page."""
    elements = [_element_of_names(label, names) for label, names in lists if names]
    elements.append(_Element(f"　{left}\t{right}", 1))
    top = Twips(m.TEXT_HEIGHT - sum(element.height for element in elements))
    blocks: list[Block] = []
    for number, element in enumerate(elements, 1):
        is_second_list = 1 < number < len(elements)
        rules = [] if is_second_list else _rules(is_first=number == 1, is_last=number == len(elements))
        blocks.append(_framed(element, top, rules))
        top = Twips(top + element.height)
    return [*blocks, paragraph("分节")]  # a frame needs a paragraph to hang on


def _element_of_names(label: str, names: Sequence[str]) -> _Element:
    """Returns *label*, as 抄送, with *names*; its further lines begin below the first name."""
    label_width = width(label)
    lines = _wrapped(listed(names) + "。", _CHARACTERS - label_width)
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
