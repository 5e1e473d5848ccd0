"""What offices lay out by tables and blanks, and is none: a joint red head, a group of people, a signature, a 版记."""

import re
from collections.abc import Iterator, Sequence

from wenming.papers.days import date_in
from wenming.papers.foot import is_of_foot
from wenming.papers.paper import Block, Grid, Line
from wenming.papers.roster import begins_roster

LARGE = 30  # points: of a 发文机关标志, which is larger than a title's 22 (GB/T 9704-2012 §7.2.4)
_WIDE_GAP = re.compile(r"\t\s*+|[ \u3000]{2,}+|\u3000")
_SEAL = r"(?:（[^（）]{1,4}章[^（）]{0,2}）)?$"
_ORGAN = re.compile(
    "(?:政府|委员会|党委|党工委|办公室|办|局|所|站|中心|支部|总支|联合会|指挥部|领导小组|公司|协会|社区|团委|妇联|工会|村|镇|乡)"
    + _SEAL
)
_DAYS_MOST = 3  # one for each organ that signs


def as_lines(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yields *blocks* with what is only laid out as lines of their own."""
    for number, block in enumerate(blocks):
        if isinstance(block, Line):
            yield from _parted(block)
        elif number == 0 and block.rows[0][-1].endswith("文件"):
            yield Line("".join(block.texts).replace("\n", ""), block.place, "center", LARGE)
        elif any(map(is_of_foot, block.texts)) or begins_roster(_lines(block)[0]):
            yield from _lines(block)
        else:
            signature = _signature(block)
            yield from signature
            if not signature:
                yield block


def _lines(grid: Grid) -> list[Line]:
    """A line for each row of *grid*."""
    return [Line("\t".join(filter(None, row)), grid.place) for row in grid.rows]


def _parted(line: Line) -> list[Line]:
    """*line*; where it is organs and a day beside one another, each on a line of its own."""
    pieces = [piece.strip() for piece in _WIDE_GAP.split(line.text)]
    pieces = [piece for piece in pieces if piece]
    are_signing = len(pieces) > 1 and all(map(_signs, pieces))
    if not are_signing:
        return [line]
    return [line._replace(text=piece, align=line.align or "right") for piece in pieces]


def _signs(text: str) -> bool:
    """True if *text* is an organ or a day."""
    return _ORGAN.search(text) is not None or date_in(text) is not None


def _signature(grid: Grid) -> list[Line]:
    """The lines of *grid*, organs before days, if it is nothing but a signature; else none."""
    texts = [line for text in grid.texts for line in text.split("\n")]
    days = [text for text in texts if date_in(text) is not None]
    organs = [text for text in texts if date_in(text) is None]
    is_signature = 0 < len(days) <= _DAYS_MOST and bool(organs) and all(map(_ORGAN.search, organs))
    if not is_signature:
        return []
    return [Line(text, grid.place, "right") for text in (*organs, *days)]
