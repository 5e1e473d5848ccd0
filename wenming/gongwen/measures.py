"""The measures of GB/T 9704-2012, in twips (1/20 pt; 1 mm = 56.69 twips) unless their type says otherwise.

Values the standard leaves to the typesetter were measured by the ink of rendered pages
(``tests/pages/test_pages.py`` measures them again) and say so.
"""

from wenming.ooxml.units import EighthsOfPoint, Points, Twips, mm, twips, twips_of_rule

PAGE_WIDTH, PAGE_HEIGHT = Twips(11906), Twips(16838)  # A4, §5.1
MARGIN_TOP, MARGIN_BOTTOM = Twips(2098), Twips(1984)  # 37 and 35 mm, §5.2.1
MARGIN_LEFT, MARGIN_RIGHT = Twips(1587), Twips(1474)  # 28 and 26 mm, §5.2.1
TEXT_WIDTH = Twips(PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT)  # 156 mm
TEXT_HEIGHT = Twips(PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM)  # 225 mm

LINES, CHARACTERS = 22, 28  # a page, a line: §5.2.3
LINE = Twips(579)  # the largest exact line that lets 22 into 225 mm: measured, 580 gives 21
TRACKING = Twips(-5)  # squeezes 28 characters of 16 pt into 156 mm: measured, -4 gives 27
SIZE_3 = Twips(320)  # one character of size 3 (三号, 16 pt)
CHARACTER = TEXT_WIDTH / CHARACTERS  # 一字, a character of the line: §3.1
SIZE_4 = Twips(280)  # one character of size 4 (四号, 14 pt)
TITLE_CHARACTERS = 20  # size 2 (二号, 22 pt) characters in 156 mm
TITLE_LINE = Twips(700)  # chosen: 13 pt of white between lines of size 2, as LINE leaves between those of size 3

HEADER = Twips(851)  # Word's own; official documents have nothing there
FOOTER = Twips(1444)  # puts the dash of the page number 7 mm below the type area, §7.5: measured
SIGN_DROP = mm(35)  # top of 发文机关标志 below the top of the type area, §7.2.4
SIGN_MAX, SIGN_MIN = Points(50), Points(36)  # the standard gives no size; wider names are squeezed
RED = "FF0000"
RED_RULE, RED_RULE_GAP = EighthsOfPoint(12), Points(7)  # 4 mm under the 文号, §7.2.7: measured
RED_RULE_HEIGHT = Twips(twips(RED_RULE_GAP) + twips_of_rule(RED_RULE))  # what the rule adds to its paragraph
COLOPHON_LINE = Twips(480)  # one line of 版记 in size 4
COLOPHON_RULE_THICK, COLOPHON_RULE_THIN = EighthsOfPoint(8), EighthsOfPoint(6)  # 0.35 and 0.25 mm, §7.4.1
CELL_MARGIN = Twips(108)  # on the left and on the right in a table's cell: Word's own (0.19 cm)
TABLE_LINE = Twips(400)  # one line of a table cell (12 pt); exact, so that a row's height is known
