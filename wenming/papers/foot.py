"""The 版记 of an old paper, at the foot of its last page (GB/T 9704-2012 §7.4): copies, who printed it, and when."""

import re
from collections.abc import Sequence

from wenming.base.i18n import _
from wenming.papers.days import DAY, date_in
from wenming.papers.paper import Aside, Block, Line
from wenming.papers.parts import Division

_COPIED = re.compile(r"抄\s?[送报]\s*+[：:]\s*+(.*)")
_SENT_TO = re.compile(r"主\s?送\s*+[：:]\s*+(.*)")
_PRINTED = re.compile(rf"(.*?)({DAY})\s*+印发")
_NO_PART = re.compile(r"(?:主题词|[（(]?共印).*")


def is_of_foot(text: str) -> bool:
    """True if *text* is a line that only a 版记 has."""
    return _COPIED.fullmatch(text) is not None or _PRINTED.fullmatch(text) is not None


def without_foot(blocks: Sequence[Block]) -> tuple[list[Block], Division]:
    """*blocks* without the 版记, and what that says."""
    left = list(blocks)
    foot = Division()
    while left and isinstance(left[-1], Line):
        read = _read(left[-1], foot)
        if read is None:
            break
        foot = read
        left.pop()
    return left, foot


def _read(line: Line, foot: Division) -> Division | None:
    """*foot*, which was read from below, with what *line* says; None where that is no line of a 版记."""
    printed = _PRINTED.fullmatch(line.text)
    if printed and not foot.printed_by:
        return foot._replace(printed_by=printed[1].strip(), printed=date_in(printed[2]))
    copied = _COPIED.fullmatch(line.text)
    if copied:
        whole = [copied[1].strip("。 "), foot.copied]
        return foot._replace(copied="，".join(filter(None, whole)))
    sent = _SENT_TO.fullmatch(line.text)
    is_below = foot != Division()
    if sent and is_below:
        return foot._replace(addressees=sent[1].strip())
    if _NO_PART.fullmatch(line.text):
        aside = Aside(line.text, _("版记里没有这一项"), line.place)
        return foot._replace(aside=(aside, *foot.aside))
    return None
