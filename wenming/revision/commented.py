"""Two people's changes brought together, with a Word comment where both changed the same."""

from wenming.base.diagnostics import Fault, Place
from wenming.base.i18n import _
from wenming.ooxml.comments import with_comments
from wenming.revision.merging import Conflict, merge


def merge_with_comments(base: bytes, mine: bytes, theirs: bytes) -> tuple[bytes, int]:
    """*mine*, a clerk's, with what is new in *theirs*; how many comments say what is new where both changed.

    Raises Faults of a file that is broken.
    """
    data, found = merge(base, mine, theirs)
    conflicts = [conflict for conflict in found if not conflict.whole]  # a clerk's lists and settings are the clerk's
    if not conflicts:
        return data, 0
    return with_comments(data, list(map(_what_is_new, conflicts)), _("生成公文")), len(conflicts)


def _what_is_new(conflict: Conflict) -> Fault:
    what = _("按新数据应为：{text}").format(text=conflict.theirs or "—")
    return Fault(Place(conflict.part, path=conflict.spot), what, "", "conflict")
