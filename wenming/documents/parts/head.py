"""The parts of a 公文 around its text, by the arithmetic of GB/T 9704-2012: 版头, 附件说明, 落款, 版记."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Cell, Frame, Indent, Paragraph, Rule, Run, Table, paragraph
from wenming.gongwen.chinese import date_text, listed, padded_name, width

Record = Mapping[str, Any]
Align = Literal["", "left", "center", "right", "distribute"]
EMPTY = Paragraph(style="公文正文")
KEPT_EMPTY = Paragraph(style="落款")  # stays with what follows: a signature does not begin a page alone
SEAL_ROOM = 2  # empty lines above the signature for a seal of 42 mm


def head(issue: Record, signs: Sequence[str], reference: str, *, close: bool = False) -> list[Block]:
    """The 版头 (§7.2): marks, 发文机关标志 35 mm down, 发文字号, 签发人, the red line 4 mm below.

    With 套红 the red parts leave their place empty, for paper that has them printed; *close* makes many organs small.
    """
    marks = _marks(issue)
    printed = bool(issue.get("套红"))
    return [
        *marks,
        *_signs(signs, m.SIGN_DROP - len(marks) * m.LINE, printed=printed, close=close),
        EMPTY,
        EMPTY,
        *_number_line(reference, issue.get("签发人", ()), ruled=not printed),
        Paragraph(style="公文正文", line=m.LINE - (0 if printed else m.RED_RULE_HEIGHT)),
        EMPTY,
    ]


def _marks(issue: Record) -> list[Block]:
    """份号, 密级和保密期限, 紧急程度: a line for each that the document has, from the top left down (§7.2.1–7.2.3)."""
    styles = {"份号": "份号", "密级": "密级和紧急程度", "紧急程度": "密级和紧急程度"}
    return [paragraph(style, issue[name]) for name, style in styles.items() if name in issue]


def _signs(signs: Sequence[str], drop: int, *, printed: bool, close: bool) -> list[Block]:
    if len(signs) == 1:
        points, squeeze = fitted(signs[0], m.TEXT_WIDTH)
        return [_sign("" if printed else signs[0], points, squeeze, before=drop)]
    # 联合行文: the names under each other, 主办机关 first, “文件” beside their middle; small enough for text below
    column = m.TEXT_WIDTH * 3 // 4
    names = [sign.removesuffix("文件") for sign in signs]
    points = max(20, 48 - 6 * len(names)) * (0.7 if close else 1)
    squeeze = min(100, int(98 * (column - 216) / (max(map(width, names)) * points * 20)))
    lines = [
        _sign("" if printed else name, points, squeeze, before=round(points * 5) if number else 0, align="distribute")
        for number, name in enumerate(names)
    ]
    row = [Cell(paragraphs=lines), Cell(paragraphs=[_sign("" if printed else "文件", points, 100)])]
    above = Paragraph(style="分节", before=drop - 20, line=20)
    return [above, Table(widths=[column, m.TEXT_WIDTH - column], rows=[row], ruled=False)]


def _sign(text: str, points: float, squeeze: int, *, before: int = 0, align: Align = "") -> Paragraph:
    runs = (Run(text),) if text else ()
    return Paragraph(
        style="发文机关标志",
        runs=runs,
        before=before,
        line=round(points * 20),
        points=points,
        squeeze=squeeze,
        align=align,
    )


def fitted(text: str, measure: int) -> tuple[float, int]:
    """Size in points and width in percent that bring *text* onto one line of *measure* twips."""
    points = min(m.SIGN_POINTS_MAX, max(m.SIGN_POINTS_MIN, int(measure / 20 / width(text))))
    return points, min(100, int(100 * (measure - 20) / (width(text) * points * 20)))


def _number_line(reference: str, signers: Sequence[str], *, ruled: bool) -> list[Block]:
    """发文字号 with the red line; 上行文: number on the left beside the last 签发人 on the right."""
    red = Rule(edge="bottom", width=m.RED_RULE_EIGHTHS, gap=m.RED_RULE_GAP_POINTS, color=m.RED)
    rules = [red] if ruled else []
    if not signers:
        return [Paragraph(style="发文字号", runs=(Run(reference),), rules=rules)]
    pairs = [signers[i : i + 2] for i in range(0, len(signers), 2)]
    names = max(width(padded_name(name)) for name in signers)
    columns = max(len(pair) for pair in pairs)
    start = m.TEXT_WIDTH - round((1 + columns * names + (columns - 1)) * m.SIZE_3)
    blocks: list[Block] = []
    for number, pair in enumerate(pairs):
        last = number == len(pairs) - 1
        left = f"　{reference}" if last else ""
        label = "签发人：" if number == 0 else ""
        tab = start - round(width(label) * m.SIZE_3)
        blocks.append(
            Paragraph(
                style="发文字号",
                align="left",
                indent=Indent(tab=tab),
                rules=rules if last else (),
                runs=(Run(f"{left}\t{label}"), Run("　".join(map(padded_name, pair)), "签发人")),
            )
        )
    return blocks


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
