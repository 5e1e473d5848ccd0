"""Paragraphs of which every word stands under a condition: those in which none came true go, as the text shows.

This is the quick way for what is usual: a paragraph of runs, paragraphs or tables around it. Whatever else stands in
it, or would be left with nothing, is for the tree (``emptied``).
"""

import re

MARK = "wmempty"
_MARK = f"<?{MARK} ?>"
_TOKEN = re.compile(r"<(/?)([\w:.-]++)(?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*?(/?)>|<[?!]")
_END = "</w:p>"
_SIMPLE = ("w:r", "w:t")
_PROPERTIES = ("w:pPr", "w:rPr")
_FOLLOWS = ("<w:p>", "<w:p ", "<w:tbl>", "<w:tbl ", "<w:sectPr")
_TABLE, _AFTER_TABLE = ("<w:tbl>", "<w:tbl "), "</w:tbl>"
_CELL_BEGINS, _CELL_ENDS = ("</w:tcPr>", "<w:tcPr/>", "<w:tc>"), "</w:tc>"


def without_empty(xml: str) -> str | None:
    """Returns *xml* without its marks and without the marked paragraphs that are empty; None where the tree must look.

    The mark is the first thing in its paragraph.
    """
    pieces: list[str] = []
    done = 0
    while (at := xml.find(_MARK, done)) >= 0:
        start = xml.rfind("<", 0, at)
        inner_begins = at + len(_MARK)
        inner_ends = xml.find(_END, inner_begins)
        holds = _holds(xml, inner_begins, inner_ends)
        if holds is None:
            return None
        end = inner_ends + len(_END)
        before = xml[done:start] or "".join(pieces[-1:])
        if holds:
            pieces.append(xml[done:at])
            done = inner_begins
        elif _may_go(before, xml, end):
            pieces += filter(None, [xml[done:start]])
            done = end
        elif before.endswith(_CELL_BEGINS) and xml.startswith(_CELL_ENDS, end):
            pieces += (xml[done:start], "<w:p/>")
            done = end
        else:
            return None
    pieces.append(xml[done:])
    return "".join(pieces)


def _holds(xml: str, start: int, end: int) -> bool | None:
    """True if there are words between *start* and *end*, False if nothing, None where it is not simple."""
    if end < 0:
        return None
    depth = 0  # of properties
    for token in _TOKEN.finditer(xml, start, end):
        closing, name, single = token.groups()
        if name in _PROPERTIES:
            if not single:
                depth += -1 if closing else 1
        elif depth:
            if name == "w:sectPr":
                return None
        elif name not in _SIMPLE:
            return None
        elif name == "w:t" and not closing and not single and xml[token.end()] != "<":
            return True
    return False


def _may_go(before: str, xml: str, end: int) -> bool:
    """True if the paragraph behind *before*, which ends at *end*, may go: something stays, no two tables meet."""
    if not xml.startswith(_FOLLOWS, end):
        return before.endswith(_END) and xml.startswith(_CELL_ENDS, end)
    return not (before.endswith(_AFTER_TABLE) and xml.startswith(_TABLE, end))
