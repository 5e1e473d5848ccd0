"""What clerks type by habit and the layout adds by itself, or writes otherwise: put right, and told."""

from typing import TYPE_CHECKING

from wenming.base.lazy import door

if TYPE_CHECKING:
    from wenming.forms.tidying import tidy as tidy

__getattr__ = door(__name__, ("tidy",))
