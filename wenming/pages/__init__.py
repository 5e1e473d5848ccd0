"""A context and a template become pages that fit; pages become a PDF or pictures."""

from typing import TYPE_CHECKING

from wenming.base.lazy import door

if TYPE_CHECKING:
    from wenming.pages import enclosed as enclosed

__getattr__ = door(__name__, ("enclosed",))
