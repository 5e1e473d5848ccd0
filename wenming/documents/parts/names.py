"""Names in columns, each below the other: people, villages."""

from collections.abc import Sequence

from wenming.gongwen import measures as m
from wenming.gongwen.blocks import Block, Cell, Table, paragraph
from wenming.gongwen.chinese import padded_name, width
from wenming.ooxml.units import Twips

_BEFORE, _BETWEEN = 2, 2  # characters before the first column, as before a paragraph, and behind every name
_STYLE = "名单"
_A_NAME = 4  # characters of a name that may be a person's
_PLACES = ("村", "镇", "乡", "区", "组", "站", "所", "局", "办")  # ends of names that are no person's


def names_in_columns(names: Sequence[str]) -> list[Block]:
    """*names* row by row, in as many columns as the type area takes; names of two characters spread to three."""
    shown = _padded(names)
    column = max(map(width, shown)) + _BETWEEN
    room = m.TEXT_WIDTH // m.SIZE_3 - _BEFORE
    count = min(len(shown), max(1, int(room // column)))
    widths = [Twips(_BEFORE * m.SIZE_3), *[Twips(round(column * m.SIZE_3))] * count]
    if count == 1:
        widths[1] = Twips(m.TEXT_WIDTH - widths[0])
    rows = [_row(shown[at : at + count], count) for at in range(0, len(shown), count)]
    return [Table(widths=widths, rows=rows, ruled=False)]


def _padded(names: Sequence[str]) -> list[str]:
    """*names* as a list of people has them; those of villages and offices as they are."""
    are_short = all(len(name) <= _A_NAME for name in names) and any(len(name) == 3 for name in names)
    are_people = are_short and not any(name.endswith(_PLACES) for name in names)
    return [padded_name(name) for name in names] if are_people else list(names)


def _row(names: Sequence[str], count: int) -> list[Cell]:
    texts = ["", *names, *[""] * (count - len(names))]
    return [Cell(paragraphs=(paragraph(_STYLE, text),)) for text in texts]
