"""Workbooks and tables that people send become sheets of cells; a file that does harm becomes a fault.

The small values of ``cells`` are always there; what reads a kind of file comes through this door.
"""

from wenming.base.lazy import door

__getattr__ = door(__name__, ("delimited", "formats", "old_xls", "pictures", "reading", "xlsx"))
