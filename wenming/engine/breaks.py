r"""Breaks in values, as in docxtpl: line feeds, tabs, \a (a new paragraph), \f (a new page); runs within texts.

They are written where values are, as marks. In a text of a run, line feeds and tabs then become elements of that run;
the others wait in the text as elements of ours for the tree, in which ``division`` takes a run or a paragraph apart.
"""

import re
from collections.abc import Sequence

LIFT, LOWER = "\ufdd2", "\ufdd3"  # around the number of runs that a value brings along
_PARAGRAPH, _PAGE = "\ufdd4", "\ufdd5"
BREAKS = re.compile(f"[\n\t{LIFT}{_PARAGRAPH}{_PAGE}]")
_WRITTEN = {"\r\n": "\n", "\r": "\n", "\a": _PARAGRAPH, "\f": _PAGE}
_CONTROL = re.compile("\r\n?|[\a\f]")
_LIFTED = re.compile(f"{LIFT}([0-9]{{1,6}}){LOWER}")
_MARKUP = re.compile("<[^<>]*>")
_WITHIN_RUN = {  # what the text is interrupted for
    "\n": '</w:t><w:br/><w:t xml:space="preserve">',
    "\t": '</w:t><w:tab/><w:t xml:space="preserve">',
}
NEW_PARAGRAPH, NEW_PAGE, RUNS = "wenming-paragraph", "wenming-page", "wenming-runs"
_NAMES = {_PARAGRAPH: NEW_PARAGRAPH, _PAGE: NEW_PAGE}


def marked(text: str) -> str:
    r"""Returns *text* with marks that XML can hold for \a and \f, and line feeds for the ends of lines on Windows."""
    return _CONTROL.sub(lambda match: _WRITTEN[match[0]], text)


def write(xml: str, lifted: Sequence[str]) -> tuple[str, bool]:
    """Returns *xml* with elements in the place of its marks, and whether some of them are left for the tree.

    *lifted* are the runs that values bring along. Where no text of a run is, a break is a blank.
    """
    pieces: list[str] = []
    done = 0
    is_text = waits = False
    for match in BREAKS.finditer(xml):
        at = match.start()
        if at < done:
            continue
        if xml.find("<", done, at) >= 0 or not done:
            is_text = _is_text_of_run(xml, at)
        new, end = (_element if is_text else _instead)(xml, at, lifted)
        waits = waits or new.startswith("<wenming")
        pieces += (xml[done:at], new)
        done = end
    pieces.append(xml[done:])
    return "".join(pieces), waits


def _is_text_of_run(xml: str, at: int) -> bool:
    """True if the character *at* is text of a run: the nearest mark before it opens a w:t."""
    before = xml.rfind("<", 0, at)
    return xml.startswith(("<w:t>", "<w:t "), before) and xml.find(">", before, at) > 0


def _element(xml: str, at: int, lifted: Sequence[str]) -> tuple[str, int]:
    """Returns the XML in the place of the mark *at*, which is text of a run, and where what it replaces ends."""
    mark = xml[at]
    if mark in _WITHIN_RUN:
        return _WITHIN_RUN[mark], at + 1
    if mark in _NAMES:
        return f"<{_NAMES[mark]}/>", at + 1
    number = _LIFTED.match(xml, at)
    if number is None or int(number[1]) >= len(lifted):  # somebody typed it
        return "\ufffd", at + 1
    runs, _waits = write(lifted[int(number[1])], ())
    return f"<{RUNS}>{runs}</{RUNS}>", number.end()


def _instead(xml: str, at: int, lifted: Sequence[str]) -> tuple[str, int]:
    """Returns what stands for the mark *at* where no run can be taken apart: of runs their words alone."""
    if xml[at] != LIFT:
        return " ", at + 1
    number = _LIFTED.match(xml, at)
    if number is None or int(number[1]) >= len(lifted):  # somebody typed it
        return "\ufffd", at + 1
    words = _MARKUP.sub("", lifted[int(number[1])]) or "\ufffd"
    return BREAKS.sub(" ", words), number.end()
