"""A context and a template become pages that fit. Pages are counted only where a document has a 版记."""

from typing import TYPE_CHECKING

from wenming.base.lazy import door

if TYPE_CHECKING:
    from wenming.pages import count as count
    from wenming.pages import enclosed as enclosed

__getattr__ = door(__name__, ("count", "enclosed"))
