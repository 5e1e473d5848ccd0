"""The 回执 of a notice: a slip to fill in and send back, under a line along which it is cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenming.documents.parts import outline
from wenming.gongwen.blocks import Block, Paragraph, Run, Table, cell, paragraph
from wenming.gongwen.chinese import width
from wenming.gongwen.columns import shares

if TYPE_CHECKING:
    from wenming.documents.wording import Wording
    from wenming.forms.records import ReplySlip

_ROWS = 3  # to fill in, where the form does not say how many
_LEAST = 4  # characters that a column is counted with: a name must go into it


def reply_slip(words: Wording, slip: ReplySlip) -> list[Block]:
    """The slip on one page: the line, its name, a table of empty rows, what is said below it."""
    heads = slip["填写"]
    rows = [[cell("", keep_next=True) for _head in heads] for _row in range(slip.get("行数", _ROWS))]
    widths = shares([max(width(head), _LEAST) for head in heads])
    name = slip.get("名称") or words.say("回执名称")
    return [
        Paragraph(style=outline.BODY, runs=(Run(words.say("裁切线")),), align="center", keep_next=True),
        paragraph("表格标题", name, keep_next=True),
        Table(widths=widths, head=[heads], rows=rows),
        *outline.text(slip.get("说明", "")),
    ]
