"""Two people's changes brought together, with a Word comment where both changed the same."""

from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import _
from wenming.ooxml.comments import with_comments
from wenming.revision.merging import Conflict, merge


def merge_with_comments(base: bytes, mine: bytes, theirs: bytes) -> tuple[bytes, int]:
    """*mine*, a clerk's, with what is new in *theirs*; how many comments say what is new where both changed.

    What went on within a paragraph that both changed is told in a comment of its own, and not counted. Raises Faults of
    a file that is broken.
    """
    data, found = merge(base, mine, theirs)
    conflicts = [conflict for conflict in found if not conflict.whole]  # a clerk's lists and settings are the clerk's
    if not conflicts:
        return data, 0
    unsettled = [conflict for conflict in conflicts if not conflict.settled]
    return with_comments(data, list(map(_what_is_new, conflicts)), _("生成公文")), len(unsettled)


def _what_is_new(conflict: Conflict) -> Fault:
    text = conflict.theirs or "—"
    if conflict.settled:
        what = _("按新数据改了：原来是“{before}”").format(before=conflict.mine or "—")
        return Fault(Place(conflict.part, path=conflict.spot, text=conflict.theirs), what, "", "conflict")
    what = _("按新数据应为：{text}").format(text=text)
    return Fault(Place(conflict.part, path=conflict.spot), what, "", "conflict")
