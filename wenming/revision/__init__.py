"""Versions of a Word file: what was changed from one to the next, and the changes of two people brought together."""

from typing import TYPE_CHECKING

from wenming.base.lazy import door

if TYPE_CHECKING:
    from wenming.revision import commented as commented
    from wenming.revision.changes import Change as Change
    from wenming.revision.changes import differences as differences
    from wenming.revision.changes import not_in as not_in
    from wenming.revision.changes import sentence as sentence
    from wenming.revision.merging import Conflict as Conflict
    from wenming.revision.merging import merge as merge

_NAMES = {
    "Change": "changes",
    "differences": "changes",
    "not_in": "changes",
    "sentence": "changes",
    "Conflict": "merging",
    "merge": "merging",
}
__getattr__ = door(__name__, ("commented",), _NAMES)
