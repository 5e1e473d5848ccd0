"""Versions of a Word file: what was changed from one to the next, and the changes of two people brought together."""

from wenming.revision.changes import Change as Change
from wenming.revision.changes import differences as differences
from wenming.revision.changes import told as told
from wenming.revision.merging import Conflict as Conflict
from wenming.revision.merging import merge as merge
