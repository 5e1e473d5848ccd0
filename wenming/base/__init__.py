"""What every room uses: faults, words in the clerk's language, files, weeks, the cache, our own data."""

from typing import TYPE_CHECKING

from wenming.base.lazy import door

if TYPE_CHECKING:
    from wenming.base import locales as locales
    from wenming.base import own_yaml as own_yaml
    from wenming.base import similar as similar

__getattr__ = door(__name__, ("locales", "own_yaml", "similar"))
