"""Forms in YAML: text becomes nodes with places; what traps people who type Chinese is repaired and told.

What explains an error is imported only where there is one.
"""

from typing import TYPE_CHECKING

from wenming.base.lazy import door

if TYPE_CHECKING:
    from wenming.forms.yaml import read as read
    from wenming.forms.yaml import recovery as recovery

__getattr__ = door(__name__, ("read", "recovery"))
