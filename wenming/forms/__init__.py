"""Forms: a file that a clerk filled in becomes a record, or the list of its faults."""

from typing import TYPE_CHECKING

from wenming.base.lazy import door

if TYPE_CHECKING:
    from wenming.forms import checks as checks
    from wenming.forms import validation_words as validation_words
    from wenming.forms import yaml as yaml

__getattr__ = door(__name__, ("checks", "validation_words", "yaml"))
