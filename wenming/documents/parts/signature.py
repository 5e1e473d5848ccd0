"""What stands below the text of a 公文, by the arithmetic of GB/T 9704-2012 §7.3: 附件说明, 署名, 成文日期, 附注."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Cell, Indent, Paragraph, Run, Table, paragraph
from wenming.gongwen.chinese import padded_name, widest, width
from wenming.ooxml.units import Twips

if TYPE_CHECKING:
    from wenming.forms.records import Person

KEPT_EMPTY = Paragraph(style="落款")  # stays with what follows: a signature does not begin a page alone
SEAL_ROOM = 2  # empty lines above the signature for a seal of 42 mm

_ANNEX_IN = 2  # characters before the label of the 附件说明 (§7.3.4, 左空二字)
_SEAL_DATE = 4  # characters right of the date with a seal: §7.3.5.1, 右空四字
_UNSEALED = 2  # characters without one, and between the beginnings of organ and date: §7.3.5.2, 右空二字, 首字右移二字
_HALF_A_LINE = (m.TEXT_WIDTH // 2 - 2 * m.CELL_MARGIN) // m.SIZE_3  # characters
_LINES_BETWEEN_SEALS = 4  # empty ones: five lines of 10.2 mm are more than a seal of 42 mm


def annex_note(titles: Sequence[str], label: str = "附件") -> list[Block]:
    """Returns the 附件说明 (§7.3.4): one line below the text, names aligned, no mark at the end; nothing for none.

    *label*: what an annex is called.
    """
    if not titles:
        return []
    before = f"{label}："
    label_width = Twips(round(width(before) * m.SIZE_3))
    name = Twips(_ANNEX_IN * m.SIZE_3 + label_width)
    if len(titles) == 1:
        return [KEPT_EMPTY, _annex_line(before + titles[0], Indent(left=name, hanging=label_width))]
    digits = Twips(round(width(f"{len(titles)}.") * m.SIZE_3))
    name = Twips(name + digits)
    first, *others = [f"{number}.\t{title}" for number, title in enumerate(titles, 1)]
    indent_of_first = Indent(left=name, hanging=Twips(digits + label_width), tab=name)
    indent_of_others = Indent(left=name, hanging=digits, tab=name)
    return [
        KEPT_EMPTY,
        _annex_line(before + first, indent_of_first),
        *(_annex_line(text, indent_of_others) for text in others),
    ]


def _annex_line(text: str, indent: Indent) -> Paragraph:
    return Paragraph(style="附件说明", runs=(Run(text),), indent=indent)


def personal_signature(signers: Sequence[Person], day: str, *, room: int = SEAL_ROOM) -> list[Block]:
    """Returns the names of *signers* with their posts before them, each on a line, and 成文日期 below (§7.3.5.3).

    The names stand below each other, four characters in; one line below them, as far in, the date. *room*: empty lines
    above them.
    """
    lines = [_right(_signed_by(person), _SEAL_DATE) for person in signers]
    return [*[KEPT_EMPTY] * room, *lines, KEPT_EMPTY, _right(day, _SEAL_DATE)]


def _signed_by(person: Person) -> str:
    """Returns 镇长　　张　明: two characters between the post and the name."""
    name = padded_name(person.get("姓名", ""))
    if not name or "职务" not in person:
        return name or person["职务"]
    return f"{person['职务']}　　{name}"


def signature(organs: Sequence[str], day: str, *, sealed: bool, room: int = SEAL_ROOM) -> list[Block]:
    """Returns 署名 and 成文日期 (§7.3.5).

    With a seal the organ stands centred over the date, 4 characters in; without, the organ 2 characters in and the
    date 2 further right than the organ begins. *room*: empty lines above the one organ that seals.
    """
    if not sealed:
        return _unsealed_signature(organs, day)
    if len(organs) > 1:
        return _joint_signature(organs, day)
    organ_in, date_in = sealed_indents(width(organs[0]), width(day))
    return [*[KEPT_EMPTY] * room, _right(organs[0], organ_in), _right(day, date_in)]


def _unsealed_signature(organs: Sequence[str], day: str) -> list[Block]:
    """Returns 署名 and 成文日期 without a seal (§7.3.5.2): the organs below each other, the date below the last."""
    organ_width = width(organs[-1])
    organ_in, date_in = unsealed_indents(organ_width, width(day), widest(day) - width(day))
    lines = [KEPT_EMPTY, *(_right(organ, organ_in) for organ in organs)]
    if date_in == _UNSEALED:
        return [*lines, _right(day, date_in)]
    # counted from the left, with room on the right: the date begins where it must and does not wrap even if an
    # application spaces its figures out
    start = Twips(m.TEXT_WIDTH - round((organ_in + organ_width - _UNSEALED) * m.CHARACTER))
    indent = Indent(left=start, right=Twips(-m.SIZE_3))
    return [*lines, Paragraph(style="落款", runs=(Run(day),), indent=indent, align="left")]


def sealed_indents(organ: float, date: float) -> tuple[float, float]:
    """Returns the right indents, in characters, of organ and date with a seal, *organ* and *date* characters wide."""
    half_difference = (date - organ) / 2
    overhang = max(0.0, -half_difference - _SEAL_DATE)  # of a long organ: the date moves left in its place
    return max(0.0, _SEAL_DATE + half_difference), _SEAL_DATE + overhang


def unsealed_indents(organ: float, date: float, spare: float = 0) -> tuple[float, float]:
    """Returns the right indents in characters without a seal: the date begins two characters right of the organ.

    *spare*: how much wider the date may come out in another face; it stays within the line then too, and both stand
    further left for it where they must.
    """
    if date <= organ:
        further_left = max(0.0, spare - (organ - date))
        return _UNSEALED + further_left, organ - date + further_left
    return _UNSEALED + _UNSEALED + date - organ, _UNSEALED


def _right(text: str, characters: float) -> Paragraph:
    """Returns a line of *text* that ends so many *characters* left of the margin."""
    return Paragraph(style="落款", runs=(Run(text),), indent=Indent(right=Twips(round(characters * m.CHARACTER))))


def _joint_signature(organs: Sequence[str], day: str) -> list[Block]:
    """Returns organs two in a row, five lines apart, so that seals of 42 mm on them do not touch; the last over *day*.

    Of an odd number the last stands alone, on the right; of names longer than half a line each does.
    """
    if max(map(width, organs)) > _HALF_A_LINE:
        return _signatures_below_each_other(organs, day)
    ordered = list(organs)
    if len(ordered) % 2:
        ordered.insert(-1, "")
    *pairs_above, last_pair = zip(ordered[::2], ordered[1::2], strict=True)
    rows: list[list[Cell]] = []
    room = SEAL_ROOM
    for left, right in pairs_above:
        rows.append([_seal_cell(room, left), _seal_cell(room, right)])
        room = _LINES_BETWEEN_SEALS
    left, right = last_pair
    rows.append([_seal_cell(room, left), _seal_cell(room, right, day)])
    half = Twips(m.TEXT_WIDTH // 2)
    return [Table(widths=[half, Twips(m.TEXT_WIDTH - half)], rows=rows, ruled=False)]


def _signatures_below_each_other(organs: Sequence[str], day: str) -> list[Block]:
    """Returns each of *organs* in a row of its own, *day* below the last."""
    *before, last = organs
    rooms = [SEAL_ROOM, *[_LINES_BETWEEN_SEALS] * len(before)]
    rows = [[_seal_cell(room, organ)] for room, organ in zip(rooms, before, strict=False)]
    rows.append([_seal_cell(rooms[-1], last, day)])
    return [Table(widths=[m.TEXT_WIDTH], rows=rows, ruled=False)]


def _seal_cell(room: int, *lines: str) -> Cell:
    """Returns a cell with so many empty lines above its *lines*."""
    texts = [""] * room + list(lines)
    return Cell(paragraphs=[paragraph("联合署名", text) for text in texts], align="top")


def remark(*texts: str) -> list[Block]:
    """Returns the 附注 in brackets under the date (§7.3.6), one a line; nothing for empty *texts*."""
    return [paragraph("附注", f"（{text}）") for text in texts if text]
