"""The measures of GB/T 9704-2012, in twips (1/20 pt; 1 mm = 56.69 twips) unless the name says otherwise.

Values the standard leaves to the typesetter were measured by the ink of rendered pages
(``tests/pages/test_pages.py`` measures them again) and say so.
"""


def mm(value: float) -> int:
    """Twips in *value* millimetres."""
    return round(value * 1440 / 25.4)


PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838  # A4, §5.1
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 2098, 1984, 1587, 1474  # 37, 35, 28, 26 mm, §5.2.1
TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT  # 156 mm
TEXT_HEIGHT = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM  # 225 mm

LINES, CHARACTERS = 22, 28  # a page, a line: §5.2.3
LINE = 579  # the largest exact line that lets 22 into 225 mm: measured, 580 gives 21
TRACKING = -5  # squeezes 28 characters of 16 pt into 156 mm: measured, -4 gives 27
SIZE_3 = 320  # one character of size 3 (三号, 16 pt)
CHARACTER = TEXT_WIDTH / CHARACTERS  # 一字, a character of the line: §3.1
SIZE_4 = 280  # one character of size 4 (四号, 14 pt)
TITLE_CHARACTERS = 20  # size 2 (二号, 22 pt) characters in 156 mm
TITLE_LINE = 700  # chosen: leaves as much white between lines of size 2 as LINE leaves between those of size 3, 13 pt

HEADER = 851  # Word's own; official documents have nothing there
FOOTER = 1444  # puts the dash of the page number 7 mm below the type area, §7.5: measured
SIGN_DROP = mm(35)  # top of 发文机关标志 below the top of the type area, §7.2.4
SIGN_POINTS_MAX, SIGN_POINTS_MIN = 50, 36  # the standard gives no size; wider names are squeezed
RED = "FF0000"
RED_RULE_EIGHTHS, RED_RULE_GAP_POINTS = 12, 7  # 4 mm under the 文号, §7.2.7: measured
RED_RULE_HEIGHT = RED_RULE_GAP_POINTS * 20 + RED_RULE_EIGHTHS * 20 // 8  # what the rule adds to its paragraph
COLOPHON_LINE = 480  # one line of 版记 in size 4
COLOPHON_RULE_THICK, COLOPHON_RULE_THIN = 8, 6  # eighths of a point: 0.35 and 0.25 mm, §7.4.1
CELL_MARGIN = 108  # on the left and on the right in a table's cell: Word's own (0.19 cm)
TABLE_LINE = 400  # one line of a table cell (12 pt); exact, so that a row's height is known
