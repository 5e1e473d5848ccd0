"""Word files as they are: zip, parts, relationships, runs, ids; nothing here knows a tag or a town."""

from typing import TYPE_CHECKING

from wenming.base.lazy import door

if TYPE_CHECKING:
    from wenming.ooxml import table_grid as table_grid

__getattr__ = door(__name__, ("table_grid",))
