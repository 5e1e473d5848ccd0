"""What no schema can see: forms against each other, sums, dates, names."""

from typing import TYPE_CHECKING

from wenming.base.lazy import door

if TYPE_CHECKING:
    from wenming.forms.checks import all as all
    from wenming.forms.checks import weeks as weeks

__getattr__ = door(__name__, ("all", "weeks"))
