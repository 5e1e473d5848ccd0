"""What stands below the text of a 公文, by the arithmetic of GB/T 9704-2012 §7.3: 附件说明, 署名, 成文日期, 附注."""

from collections.abc import Sequence

from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Cell, Indent, Paragraph, Run, Table, paragraph
from wenming.gongwen.chinese import width

KEPT_EMPTY = Paragraph(style="落款")  # stays with what follows: a signature does not begin a page alone
SEAL_ROOM = 2  # empty lines above the signature for a seal of 42 mm


def annex_note(titles: Sequence[str]) -> list[Block]:
    """附件说明 (§7.3.4): one line below the text, names aligned, no mark at the end."""
    if not titles:
        return []
    label, one = 2 * m.SIZE_3, 3 * m.SIZE_3  # “附件：” begins after two characters and is three wide
    if len(titles) == 1:
        at = label + one
        return [
            KEPT_EMPTY,
            Paragraph(style="附件说明", runs=(Run(f"附件：{titles[0]}"),), indent=Indent(left=at, hanging=one)),
        ]
    digits = width(f"{len(titles)}.") * m.SIZE_3
    name = round(label + one + digits)
    blocks: list[Block] = [KEPT_EMPTY]
    for number, title in enumerate(titles, 1):
        hanging = round(digits) + (one if number == 1 else 0)
        text = f"{'附件：' if number == 1 else ''}{number}.\t{title}"
        blocks.append(
            Paragraph(style="附件说明", runs=(Run(text),), indent=Indent(left=name, hanging=hanging, tab=name))
        )
    return blocks


def signature(organs: Sequence[str], day: str, *, sealed: bool, room: int = SEAL_ROOM) -> list[Block]:
    """署名 and 成文日期 (§7.3.5): with a seal the organ stands centred over the date, 4 characters in;
    without, the organ 2 characters in and the date 2 further right than the organ begins."""
    if sealed and len(organs) > 1:
        return _joint_signature(organs, day)
    if sealed:
        organ_in, date_in = sealed_indents(width(organs[0]), width(day))
        return [*[KEPT_EMPTY] * room, _right(organs[0], organ_in), _right(day, date_in)]
    organ_in, date_in = unsealed_indents(width(organs[-1]), width(day))
    lines = [KEPT_EMPTY, *(_right(organ, organ_in) for organ in organs)]
    if date_in == 2:
        return [*lines, _right(day, date_in)]
    # counted from the left, with room on the right: the date begins where it must and does not wrap even if an
    # application spaces its figures out
    start = m.TEXT_WIDTH - round((organ_in + width(organs[-1]) - 2) * m.CHARACTER)
    return [*lines, Paragraph(style="落款", runs=(Run(day),), indent=Indent(left=start, right=-m.SIZE_3), align="left")]


def sealed_indents(organ: float, date: float) -> tuple[float, float]:
    """Right indents in characters of organ and date *organ* and *date* characters wide, with a seal."""
    return max(0.0, 4 + (date - organ) / 2), 4 + max(0.0, (organ - date) / 2 - 4)


def unsealed_indents(organ: float, date: float) -> tuple[float, float]:
    """Right indents in characters without a seal: the date begins two characters right of the organ."""
    return (2, organ - date) if date <= organ else (4 + date - organ, 2)


def _right(text: str, characters: float) -> Paragraph:
    return Paragraph(style="落款", runs=(Run(text),), indent=Indent(right=round(characters * m.CHARACTER)))


def _joint_signature(organs: Sequence[str], day: str) -> list[Block]:
    """Organs two in a row, five lines apart, so that seals of 42 mm on them do not touch; the last over the date."""
    ordered = [*organs[:-1], *([""] if len(organs) % 2 else []), organs[-1]]
    rows = []
    for number in range(0, len(ordered), 2):
        above = [paragraph("联合署名")] * (4 if number else SEAL_ROOM)
        last = number + 2 == len(ordered)
        cells = [[*above, paragraph("联合署名", organ)] for organ in ordered[number : number + 2]]
        if last:
            cells[1].append(paragraph("联合署名", day))
        rows.append([Cell(paragraphs=cell, align="top") for cell in cells])
    half = m.TEXT_WIDTH // 2
    return [Table(widths=[half, m.TEXT_WIDTH - half], rows=rows, ruled=False)]


def remark(text: str) -> list[Block]:
    """附注 in brackets under the date (§7.3.6)."""
    return [paragraph("附注", f"（{text}）")] if text else []
