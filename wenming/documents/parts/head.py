"""The 版头 above the text of a 公文, by the arithmetic of GB/T 9704-2012 §7.2."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Cell, Indent, Paragraph, Rule, Run, Table, paragraph
from wenming.gongwen.chinese import padded_name, width

Record = Mapping[str, Any]
Align = Literal["", "left", "center", "right", "distribute"]
EMPTY = Paragraph(style="公文正文")


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
