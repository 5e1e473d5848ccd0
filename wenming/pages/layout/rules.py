"""The rules by which lines are broken: Word's."""

from dataclasses import dataclass

#: no line begins with one of these: Word's own list for Simplified Chinese
_NOT_FIRST = "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
#: no line ends with one of these
_NOT_LAST = "≥≤$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"
_PAIRED = "—…"  # of which two are one mark
_HANGING = "，。、．；：？！"  # what Word lets hang in the margin (w:overflowPunct)
_HALF_EMPTY = "，。、；：？！）》〉」』】〕（《〈「『【〔“”‘’"  # half of their square is white


@dataclass(frozen=True, slots=True)
class Rules:
    """How lines are broken, and what stands between Chinese and other letters; *gap* is of the size.

    The flags are those by which LibreOffice 7.4 differs: it spaces figures whatever w:autoSpaceDE and w:autoSpaceDN
    say, takes w:overflowPunct the wrong way round, leaves what is no whole line of a grid half above the text, lets
    the grid say how high lines are that are said to be exactly so high, makes no room below a picture, lets no mark
    hang in a cell or after a figure, and does not track the last letter before one of the other script.
    """

    not_first: frozenset[str] = frozenset(_NOT_FIRST)
    not_last: frozenset[str] = frozenset(_NOT_LAST)
    hanging: frozenset[str] = frozenset(_HANGING)
    paired: frozenset[str] = frozenset(_PAIRED)
    half_empty: frozenset[str] = frozenset(_HALF_EMPTY)
    gap: float = 0.25
    always_spaces: bool = False
    hangs_the_wrong_way_round: bool = False
    centres_lines_of_grid: bool = False
    grid_before_exact_lines: bool = False
    pictures_stand_on_the_line: bool = False
    hangs_in_cells: bool = True
    hangs_after_letters: bool = True
    tracks_at_change_of_script: bool = True


WORD = Rules()
