"""The foot of the last page, by the arithmetic of GB/T 9704-2012 §7.4: the 版记 of a 公文, the 报尾 of a 简报."""

import datetime
from collections.abc import Sequence

from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Frame, Indent, Paragraph, Rule, Run, paragraph
from wenming.gongwen.chinese import date_text, listed, width


def colophon(copies: Sequence[str], printer: str, date: datetime.date) -> list[Block]:
    """版记 (§7.4) on the foot of the page: thick line, 抄送, thin line, 印发机关 and date, thick line."""
    return _foot("抄送：", copies, printer, f"{date_text(date)}印发")


def report_foot(copies: Sequence[str], printer: str, right: str) -> list[Block]:
    """报尾 of a 简报 at the foot of the page: whom it is sent to, who printed it, how many copies."""
    return _foot("送：", copies, printer, right)


def _foot(label: str, copies: Sequence[str], left: str, right: str) -> list[Block]:
    elements = [("　" + f"{left}\t{right}", 1)]
    if copies:
        lines = _wrapped(listed(copies) + "。", _FOOT_CHARACTERS - width(label))
        indent = "\n" + "　" * (1 + int(width(label)))
        elements.insert(0, (f"　{label}{indent.join(lines)}", len(lines)))
    top = m.TEXT_HEIGHT - m.COLOPHON_LINE * sum(count for _, count in elements)
    blocks: list[Block] = []
    for number, (text, count) in enumerate(elements):
        # a frame for each: LibreOffice sets a full-width floating table, or one frame for both, at the wrong place
        rules = [Rule(edge="top", width=m.COLOPHON_RULE_THIN if number else m.COLOPHON_RULE_THICK)]
        if number == len(elements) - 1:
            rules.append(Rule(edge="bottom", width=m.COLOPHON_RULE_THICK))
        height = m.COLOPHON_LINE * count
        tab = Indent(tab=m.TEXT_WIDTH - m.SIZE_4, tab_align="right")
        blocks.append(
            Paragraph(style="版记", runs=(Run(text),), frame=Frame(top=top, height=height), rules=rules, indent=tab)
        )
        top += height
    return [*blocks, paragraph("分节")]  # a frame needs a paragraph to hang on


_FOOT_CHARACTERS = m.TEXT_WIDTH / m.SIZE_4 - 2


def _wrapped(text: str, measure: float) -> list[str]:
    """*text* in lines of at most *measure* characters, no mark at the head of a line."""
    lines: list[str] = []
    line = ""
    for char in text:
        if width(line + char) > measure:
            # a mark takes the character before it along to the next line
            taken = line[-1] if char in "，、。；" else ""
            lines.append(line.removesuffix(taken))
            line = taken
        line += char
    return [*lines, line]
